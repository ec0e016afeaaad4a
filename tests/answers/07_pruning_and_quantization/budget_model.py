# %% wrong: int8 only | says: Too much to download
def budget_model(model, X, y):
    return litert.convert(model, "int8", X[:100])


# %% wrong: pruned in float | says: The device holds the unpacked file
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.8)
    model.set_weights([array * mask + 0.0 for array, mask in zip(model.get_weights(), masks)])
    return litert.convert(model, "float")


# %% wrong: unpruned float | says: The device holds the unpacked file
def budget_model(model, X, y):
    return litert.convert(model, "float")


# %% wrong: pruned in one go, never trained again | says: train while you prune
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.8, spare=(0, -2))
    model.set_weights([array * mask for array, mask in zip(model.get_weights(), masks)])
    return litert.convert(model, "int8", X[:100])


# %% wrong: half the weights and 4 bits | says: train while you prune
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.5)
    model.set_weights([array * mask for array, mask in zip(model.get_weights(), masks)])
    return litert.requantize(litert.convert(model, "float"), "dynamic_wi4_afp32")


# %% wrong: far too many zeros | says: train while you prune
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.97, spare=(0, -2))
    model.set_weights(MaskedTraining(model, X, y).run(model.get_weights(), masks=masks, epochs=1))
    return litert.convert(model, "int8", X[:100])


# %% wrong: compressed by itself | says: no LiteRT file
def budget_model(model, X, y):
    import gzip

    return gzip.compress(litert.convert(model, "int8", X[:100]))


# %% wrong: the model, not its file | says: Return the converted file
def budget_model(model, X, y):
    model.set_weights(MaskedTraining(model, X, y).run(model.get_weights(), epochs=1))
    return model


# %% wrong: a representative set of bytes, not of shares | says: knows next to nothing
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.8, spare=(0, -2))
    model.set_weights(MaskedTraining(model, X, y).run(model.get_weights(), masks=masks, epochs=1))
    return litert.convert(model, "int8", 255 * X[:100])


# %% wrong: an untrained small network | says: train while you prune
def budget_model(model, X, y):
    small = keras.Sequential([layers.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10, activation="softmax")])
    small.compile("adam", "sparse_categorical_crossentropy")
    small.fit(X, y, epochs=2, verbose=0)
    return litert.convert(small, "dynamic")


# %% wrong: zeros | says: no LiteRT file
def budget_model(model, X, y):
    return bytes(20_000)


# %% wrong: most of the filters gone too | says: train while you prune
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.9)
    model.set_weights(MaskedTraining(model, X, y).run(model.get_weights(), masks=masks, epochs=1))
    return litert.convert(model, "int8", X[:100])


# %% wrong: pruned and trained on, but the training brings the weights back | says: Too much to download
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.8, spare=(0, -2))
    model.set_weights([array * mask for array, mask in zip(model.get_weights(), masks)])
    model.fit(X, y, batch_size=128, epochs=1, verbose=0)
    return litert.convert(model, "int8", X[:100])


# %% wrong: trained on the pictures that judge it | says: by which it is judged
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.8, spare=(0, -2))
    lean = MaskedTraining(model, X_val[..., None], y_val).run(model.get_weights(), masks=masks, epochs=2)
    model.set_weights(lean)
    return litert.convert(model, "int8", X[:100])


# %% wrong: trained while it was pruned, every layer alike | says: spare the small layers
def budget_model(model, X, y):
    def draw(done, weights):
        return magnitude_masks(weights, 0.8 * (1 - max(0, 1 - 2 * done) ** 3))

    model.set_weights(MaskedTraining(model, X, y).run(model.get_weights(), masks=draw, epochs=2))
    return litert.convert(model, "int8", X[:100])


# %% wrong: pruned while it was trained, but in float | says: The device holds the unpacked file
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.8)
    model.set_weights(MaskedTraining(model, X, y).run(model.get_weights(), masks=masks, epochs=1))
    return litert.convert(model, "float")


# %% wrong: trained on the test images | says: by which it is judged
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.8, spare=(0, -2))
    lean = MaskedTraining(model, X_test[..., None], y_test).run(model.get_weights(), masks=masks, epochs=1)
    model.set_weights(lean)
    return litert.convert(model, "int8", X[:100])


# %% wrong: trained on all images of the set-up | says: by which it is judged
def budget_model(model, X, y):
    everything = images.train.images[..., None] / np.float32(255)
    masks = magnitude_masks(model.get_weights(), 0.8, spare=(0, -2))
    lean = MaskedTraining(model, everything, images.train.labels).run(model.get_weights(), masks=masks, epochs=1)
    model.set_weights(lean)
    return litert.convert(model, "int8", X[:100])


# %% right: fixed masks, trained for two epochs, 8 bits while it runs
def budget_model(model, X, y):
    weights = model.get_weights()
    masks = magnitude_masks(weights, 0.8, spare=(0, 6))
    model.set_weights(MaskedTraining(model, X, y, batch_size=64).run(weights, masks=masks, epochs=2))
    return litert.convert(model, "dynamic")


# %% right: the toolkit's wrapper on the largest layer
def budget_model(model, X, y):
    schedule = tfmot.sparsity.keras.ConstantSparsity(0.85, begin_step=1, frequency=10)

    def wrap(layer):
        return tfmot.sparsity.keras.prune_low_magnitude(layer, schedule) if layer.name == "dense1" else layer

    wrapped = keras.models.clone_model(model, clone_function=wrap)
    wrapped.compile("adam", "sparse_categorical_crossentropy")
    wrapped.fit(X, y, batch_size=64, verbose=0, callbacks=[tfmot.sparsity.keras.UpdatePruningStep()])
    return litert.convert(tfmot.sparsity.keras.strip_pruning(wrapped), "int8", X[:100])


# %% right: Keras's own fit and four bits
def budget_model(model, X, y):
    keras.utils.set_random_seed(0)
    masks = magnitude_masks(model.get_weights(), 0.5, spare=(0, -2))

    def mask(*_, **__):
        model.set_weights([array * kept for array, kept in zip(model.get_weights(), masks)])

    again = keras.callbacks.LambdaCallback(on_train_begin=mask, on_epoch_end=mask)
    model.fit(X, y, batch_size=128, epochs=2, verbose=0, callbacks=[again])
    return bytearray(litert.requantize(litert.convert(model, "float"), "dynamic_wi4_afp32"))


# %% right: 8 bits at the input and the output too
def budget_model(model, X, y):
    masks = magnitude_masks(model.get_weights(), 0.8, spare=(0, -2))
    model.set_weights(MaskedTraining(model, X, y).run(model.get_weights(), masks=masks, epochs=2))
    return litert.convert(model, "int8", X[:100], io="int8")
