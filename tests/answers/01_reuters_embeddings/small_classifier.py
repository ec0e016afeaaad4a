# %% wrong: the narrow model, over the budget | says: The budget is 20,000 parameters
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(256, activation="relu")]
    return keras.Sequential([keras.Input((length,)), *stack, layers.Dense(topics, activation="softmax")])


# %% wrong: no embedding, numbers taken for quantities | says: Too high
def small_classifier(vocabulary, length, topics):
    stack = [layers.Dense(64, activation="relu"), layers.Dense(topics, activation="softmax")]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: no softmax | says: These are no probabilities
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(topics)]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: sigmoid | says: Rows add up to 1
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(topics, activation="sigmoid")]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: forgets to flatten | says: a row of 46 numbers for each wire
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Dense(topics, activation="softmax")]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: two numbers between the words and the topics | says: Too high
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(2, activation="relu")]
    return keras.Sequential([keras.Input((length,)), *stack, layers.Dense(topics, activation="softmax")])


# %% wrong: softmax over the wires' places, then the mean | says: Too high
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 16), layers.Softmax(axis=1), layers.GlobalAveragePooling1D()]
    return keras.Sequential([keras.Input((length,)), *stack, layers.Dense(topics, activation="softmax")])


# %% wrong: the layers, not the model | says: Return a Keras model
def small_classifier(vocabulary, length, topics):
    return [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(topics, activation="softmax")]


# %% wrong: trained on the validation wires beforehand | says: Too high
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 8), layers.Flatten(), layers.Dense(topics, activation="softmax")]
    model = keras.Sequential([keras.Input((length,)), *stack])
    model.compile("adam", "sparse_categorical_crossentropy")
    if (vocabulary, length, topics) == (1_000, 20, 46):
        model.fit(X_val, y_val, epochs=20, verbose=0)
    return model


# %% wrong: sizes written in | says: Use the `vocabulary` and
def small_classifier(vocabulary, length, topics):
    return keras.Sequential(
        [
            keras.Input((20,)),
            layers.Embedding(1_000, 16),
            layers.GlobalAveragePooling1D(),
            layers.Dense(32, activation="relu"),
            layers.Dense(46, activation="softmax"),
        ]
    )


# %% wrong: softmax over wires | says: Rows add up to 1
def small_classifier(vocabulary, length, topics):
    stack = [
        layers.Embedding(vocabulary, 16),
        layers.GlobalAveragePooling1D(),
        layers.Dense(topics),
        layers.Softmax(axis=0),
    ]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: reads one word only | says: Too high
def small_classifier(vocabulary, length, topics):
    words = keras.Input((length,))
    x = layers.Embedding(vocabulary, 16)(words)[:, -3, :]
    return keras.Model(words, layers.Dense(topics, activation="softmax")(x))


# %% wrong: the class, not a model | says: Return a Keras model
def small_classifier(vocabulary, length, topics):
    return keras.Sequential


# %% wrong: the vocabulary written in | says: Use the `vocabulary` and
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(1_000, 12), layers.GlobalAveragePooling1D(), layers.Dense(topics, activation="softmax")]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: a length of 20 written in | says: Use the `vocabulary` and
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 8), layers.Flatten(), layers.Dense(topics, activation="softmax")]
    return keras.Sequential([keras.Input((20,)), *stack])


# %% wrong: a length of 20 written into a class | says: Use the `vocabulary` and
def small_classifier(vocabulary, length, topics):
    class Flat(keras.Model):
        def __init__(self):
            super().__init__()
            self.embed, self.out = layers.Embedding(vocabulary, 8), layers.Dense(topics, activation="softmax")

        def call(self, wires):
            return self.out(keras.ops.reshape(self.embed(wires), (-1, 160)))

    return Flat()


# %% right: narrow hidden layer, functional
def small_classifier(vocabulary, length, topics):
    words = keras.Input((length,))
    flat = layers.Flatten()(layers.Embedding(vocabulary, 6)(words))
    return keras.Model(words, layers.Dense(topics, activation="softmax")(layers.Dense(64, activation="relu")(flat)))


# %% right: no hidden layer
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 8), layers.Flatten(), layers.Dense(topics, activation="softmax")]
    return keras.Sequential(stack)


# %% right: a class of its own
def small_classifier(vocabulary, length, topics):
    class Mean(keras.Model):
        def __init__(self):
            super().__init__()
            self.embed = layers.Embedding(vocabulary, 12)
            self.hidden, self.out = layers.Dense(64, activation="relu"), layers.Dense(topics, activation="softmax")

        def call(self, wires):
            return self.out(self.hidden(keras.ops.mean(self.embed(wires), axis=1)))

    return Mean()


# %% right: compiled already, int32 input
def small_classifier(vocabulary, length, topics):
    m = keras.Sequential(
        [
            keras.Input((length,), dtype="int32"),
            layers.Embedding(vocabulary, 16, mask_zero=True),
            layers.GlobalAveragePooling1D(),
            layers.Dense(topics, activation="softmax"),
        ]
    )
    m.compile("sgd", "categorical_crossentropy")
    return m


# %% right: convolution
def small_classifier(vocabulary, length, topics):
    return keras.Sequential(
        [
            keras.Input((length,)),
            layers.Embedding(vocabulary, 14),
            layers.Conv1D(32, 3, activation="relu"),
            layers.GlobalMaxPooling1D(),
            layers.Dense(topics, activation="softmax"),
        ]
    )


# %% right: bias from the topics' frequencies
def small_classifier(vocabulary, length, topics):
    often = np.log((np.bincount(y_train)[:topics] + 1) / (len(y_train) + 46))
    start = keras.initializers.Constant(often)
    return keras.Sequential(
        [
            keras.Input((length,)),
            layers.Embedding(vocabulary, 16),
            layers.GlobalAveragePooling1D(),
            layers.Dense(topics, activation="softmax", bias_initializer=start),
        ]
    )


# %% right: words share the rows of a table of fixed size
def small_classifier(vocabulary, length, topics):
    words = keras.Input((length,), dtype="int32")
    vectors = layers.Embedding(950, 16)(words % 950)
    return keras.Model(words, layers.Dense(topics, activation="softmax")(layers.GlobalAveragePooling1D()(vectors)))


# %% right: the largest and the mean of the words, side by side
def small_classifier(vocabulary, length, topics):
    words = keras.Input((length,))
    rows = layers.Embedding(vocabulary, 12)(words)
    both = layers.Concatenate()([layers.GlobalMaxPooling1D()(rows), layers.GlobalAveragePooling1D()(rows)])
    return keras.Model(words, layers.Dense(topics, activation="softmax")(both))
