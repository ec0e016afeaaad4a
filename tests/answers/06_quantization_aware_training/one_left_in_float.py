# %% wrong: the Keras model | says: Return the converted model's bytes
def one_left_in_float(pictures):
    return aware.quantize_model(models.fashion_cnn(keras))


# %% wrong: everything is quantized | says: No kernel is in float
def one_left_in_float(pictures):
    return litert.convert(models.fashion_cnn(keras), "int8", pictures)


# %% wrong: nothing is quantized | says: More than one kernel
def one_left_in_float(pictures):
    return litert.convert(models.fashion_cnn(keras), "float")


# %% wrong: dynamic range | says: More than one kernel
def one_left_in_float(pictures):
    return litert.convert(models.fashion_cnn(keras), "dynamic")


# %% wrong: spares dense1, whose neighbours quantize it | says: No kernel is in float
def one_left_in_float(pictures):
    def mark(layer):
        return layer if layer.name == "dense1" else aware.quantize_annotate_layer(layer)

    partly = aware.quantize_apply(keras.models.clone_model(models.fashion_cnn(keras), clone_function=mark))
    partly(pictures[:128], training=True)
    return litert.convert(partly, "int8")


# %% wrong: spares conv1 | says: which layer's results do not fit
def one_left_in_float(pictures):
    def mark(layer):
        return layer if layer.name == "conv1" else aware.quantize_annotate_layer(layer)

    partly = aware.quantize_apply(keras.models.clone_model(models.fashion_cnn(keras), clone_function=mark))
    partly(pictures[:128], training=True)
    return litert.convert(partly, "int8")


# %% wrong: later layers only | says: More than one kernel
def one_left_in_float(pictures):
    def mark(layer):
        return aware.quantize_annotate_layer(layer) if layer.name.startswith("dense") else layer

    partly = aware.quantize_apply(keras.models.clone_model(models.fashion_cnn(keras), clone_function=mark))
    partly(pictures[:128], training=True)
    return litert.convert(partly, "int8")


# %% wrong: never looked at a picture | says: answers at chance
def one_left_in_float(pictures):
    def mark(layer):
        return layer if layer.name == "dense2" else aware.quantize_annotate_layer(layer)

    return litert.convert(
        aware.quantize_apply(keras.models.clone_model(models.fashion_cnn(keras), clone_function=mark)), "int8"
    )


# %% wrong: an untrained network | says: answers at chance
def one_left_in_float(pictures):
    def mark(layer):
        return layer if layer.name == "dense2" else aware.quantize_annotate_layer(layer)

    fresh = models.fashion_cnn(keras, trained=False)
    partly = aware.quantize_apply(keras.models.clone_model(fresh, clone_function=mark))
    partly(pictures[:128], training=True)
    return litert.convert(partly, "int8")


# %% wrong: a representative set quantizes what was spared | says: or representative pictures
def one_left_in_float(pictures):
    def mark(layer):
        return layer if layer.name == "dense2" else aware.quantize_annotate_layer(layer)

    partly = aware.quantize_apply(keras.models.clone_model(models.fashion_cnn(keras), clone_function=mark))
    partly(pictures[:128], training=True)
    return litert.convert(partly, "int8", pictures)


# %% wrong: another network | says: The classifier has four kernels
def one_left_in_float(pictures):
    model = keras.Sequential([keras.layers.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10)])
    return litert.convert(model, "float")


# %% right: annotated layer by layer, two looks
def one_left_in_float(pictures):
    trained_layers = models.fashion_cnn(keras).layers
    marked = [aware.quantize_annotate_layer(layer) for layer in trained_layers[:-1]]
    partly = aware.quantize_apply(
        keras.Sequential([keras.layers.Input((28, 28, 1), name="picture"), *marked, trained_layers[-1]])
    )
    for start in (0, 100):
        partly(pictures[start : start + 100], training=True)
    return litert.convert(partly, "int8")


# %% right: a recipe of ai-edge-quantizer that leaves the last operator out
def one_left_in_float(pictures):
    from litert_quantizer import quantizer, recipe

    converted = litert.convert(models.fashion_cnn(keras), "float")
    with quiet():
        work = quantizer.Quantizer(converted)
        work.load_quantization_recipe(recipe.dynamic_wi8_afp32())
        work.update_quantization_recipe(
            regex=".*dense2.*", operation_name="FULLY_CONNECTED", algorithm_key="no_quantize"
        )
        return bytes(work.quantize().quantized_model)


# %% wrong: float16 | says: 16 bits are not float32
def one_left_in_float(pictures):
    return litert.convert(models.fashion_cnn(keras), "float16")


# %% wrong: integers only | says: No kernel is in float
def one_left_in_float(pictures):
    return litert.convert(models.fashion_cnn(keras), "int8 only", pictures[:50])


# %% wrong: a header without a model | says: could not be judged
def one_left_in_float(pictures):
    return b"\0\0\0\0TFL3" + bytes(1000)


# %% wrong: the name of a file | says: Return the converted model's bytes
def one_left_in_float(pictures):
    import pathlib

    return str(pathlib.Path("x.tflite"))


# %% right: a bytearray, one look at all
def one_left_in_float(pictures):
    def mark(layer):
        return layer if layer.name == "dense2" else aware.quantize_annotate_layer(layer)

    partly = aware.quantize_apply(keras.models.clone_model(models.fashion_cnn(keras), clone_function=mark))
    partly(pictures, training=True)
    return bytearray(litert.convert(partly, "int8"))


# %% wrong: looked at blank pictures | says: answers at chance
def one_left_in_float(pictures):
    def mark(layer):
        return layer if layer.name == "dense2" else aware.quantize_annotate_layer(layer)

    partly = aware.quantize_apply(keras.models.clone_model(models.fashion_cnn(keras), clone_function=mark))
    partly(np.zeros((8, 28, 28, 1), "float32"), training=True)
    return litert.convert(partly, "int8")
