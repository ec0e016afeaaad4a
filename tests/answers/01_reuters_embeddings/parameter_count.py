# %% wrong: no biases | says: A table of 30, a hidden layer of 3 + 1, an
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + length * width * hidden + hidden * topics


# %% wrong: a bias in the embedding | says: A row for padding? The table has `vocabulary`
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + width + (length * width + 1) * hidden + (hidden + 1) * topics


# %% wrong: forgets the flattened length | says: All places share one table, and all reach the
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + (width + 1) * hidden + (hidden + 1) * topics


# %% wrong: one bias per layer | says: Each output has its own bias
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + length * width * hidden + 1 + hidden * topics + 1


# %% wrong: the embedding is paid for at each place | says: share one table
def parameter_count(vocabulary, width, length, hidden, topics):
    return length * vocabulary * width + (length * width + 1) * hidden + (hidden + 1) * topics


# %% wrong: knows the lecture's two | says: A table of 30
def parameter_count(vocabulary, width, length, hidden, topics):
    return 6_132_078 if width == 1_000 else 48_798


# %% wrong: a float | says: whole numbers
def parameter_count(vocabulary, width, length, hidden, topics):
    return float(vocabulary * width + (length * width + 1) * hidden + (hidden + 1) * topics)


# %% wrong: output bias missing | says: A table of 30, a hidden layer of 3 + 1, an
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + (length * width + 1) * hidden + hidden * topics


# %% wrong: one bias in all | says: A table of 30, a hidden layer of 3 + 1, an
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + length * width * hidden + hidden * topics + 1


# %% wrong: no embedding | says: A table of 30
def parameter_count(vocabulary, width, length, hidden, topics):
    return (length * width + 1) * hidden + (hidden + 1) * topics


# %% wrong: one-hot into dense | says: A table of 30
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + (length * vocabulary + 1) * hidden + (hidden + 1) * topics


# %% wrong: a bias for each input | says: A table of 30, a hidden layer of 3 + 1, an
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + length * width * (hidden + 1) + hidden * (topics + 1)


# %% wrong: an output bias for each hidden unit | says: Each output has its own bias
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + (length * width + 1) * hidden + hidden * (topics + 1)


# %% wrong: forgets the output layer | says: A table of 30, a hidden layer of 3 + 1, an
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + (length * width + 1) * hidden


# %% right: by the product of shapes
def parameter_count(vocabulary, width, length, hidden, topics):
    shapes = [(vocabulary, width), (length * width, hidden), (hidden,), (hidden, topics), (topics,)]
    return sum(np.prod(shape, dtype=int) for shape in shapes)


# %% right: asks Keras
def parameter_count(vocabulary, width, length, hidden, topics):
    stack = [layers.Embedding(vocabulary, width), layers.Flatten(), layers.Dense(hidden), layers.Dense(topics)]
    return keras.Sequential([keras.Input((length,)), *stack]).count_params()


# %% right: numpy arrays
def parameter_count(vocabulary, width, length, hidden, topics):
    return sum(
        np.zeros(s, "int8").size for s in [(vocabulary, width), (length * width + 1, hidden), (hidden + 1, topics)]
    )


# %% right: dense function
def parameter_count(vocabulary, width, length, hidden, topics):
    def dense(inputs, outputs):
        return inputs * outputs + outputs

    return np.int32(vocabulary * width) + dense(length * width, hidden) + dense(hidden, topics)


# %% right: matrix product
def parameter_count(vocabulary, width, length, hidden, topics):
    return np.dot([vocabulary, length * width + 1, hidden + 1], [width, hidden, topics])


# %% wrong: a row for padding | says: A row for padding? The table has `vocabulary`
def parameter_count(vocabulary, width, length, hidden, topics):
    return (vocabulary + 1) * width + (length * width + 1) * hidden + (hidden + 1) * topics


# %% wrong: pooled where it is long | says: Wrong on an input that no line above tries
def parameter_count(vocabulary, width, length, hidden, topics):
    return vocabulary * width + (min(length, 512) * width + 1) * hidden + (hidden + 1) * topics
