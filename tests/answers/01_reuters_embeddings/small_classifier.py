# %% wrong: the narrow model, over the budget | says: The budget is 20,000 parameters
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(256, activation="relu")]
    return keras.Sequential([keras.Input((length,)), *stack, layers.Dense(topics, activation="softmax")])


# %% wrong: no embedding, numbers taken for quantities | says: do all words reach the output
def small_classifier(vocabulary, length, topics):
    stack = [layers.Dense(64, activation="relu"), layers.Dense(topics, activation="softmax")]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: no softmax | says: These are no probabilities
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(topics)]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: sigmoid | says: Probabilities of a row sum to 1
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(topics, activation="sigmoid")]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: forgets to flatten | says: a row of 46 numbers for each wire
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Dense(topics, activation="softmax")]
    return keras.Sequential([keras.Input((length,)), *stack])


# %% wrong: two numbers between the words and the topics | says: do all words reach the output
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(2, activation="relu")]
    return keras.Sequential([keras.Input((length,)), *stack, layers.Dense(topics, activation="softmax")])


# %% wrong: softmax over the wires' places, then the mean | says: do all words reach the output
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 16), layers.Softmax(axis=1), layers.GlobalAveragePooling1D()]
    return keras.Sequential([keras.Input((length,)), *stack, layers.Dense(topics, activation="softmax")])


# %% wrong: the layers, not the model | says: Return a Keras model
def small_classifier(vocabulary, length, topics):
    return [layers.Embedding(vocabulary, 6), layers.Flatten(), layers.Dense(topics, activation="softmax")]


# %% wrong: trained on the validation wires beforehand | says: Return the model untrained
def small_classifier(vocabulary, length, topics):
    stack = [layers.Embedding(vocabulary, 8), layers.Flatten(), layers.Dense(topics, activation="softmax")]
    model = keras.Sequential([keras.Input((length,)), *stack])
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(X_val, y_val, epochs=20, verbose=0)
    return model


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
