# %% wrong: ranges measured on 0 to 255 | says: measured on values from 0 to 1
def smallest_conversion(model, pictures):
    return litert.convert(model, "int8 only", pictures[..., None].astype(np.float32))


# %% wrong: divided twice | says: measured on values from 0 to 1
def smallest_conversion(model, pictures):
    return litert.convert(model, "int8 only", pictures[..., None] / np.float32(255) / np.float32(255))


# %% wrong: dynamic range | says: All weights are to be int8
def smallest_conversion(model, pictures):
    return litert.convert(model, "dynamic")


# %% wrong: float16 | says: All weights are to be int8
def smallest_conversion(model, pictures):
    return litert.convert(model, "float16")


# %% wrong: float ends | says: The input does not take bytes
def smallest_conversion(model, pictures):
    return litert.convert(model, "int8", pictures[..., None] / np.float32(255))


# %% wrong: float output | says: The output does not give bytes
def smallest_conversion(model, pictures):
    ready = pictures[..., None] / np.float32(255)
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([row[None]] for row in ready)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.uint8
    return converter.convert()


# %% wrong: four bits | says: All weights are to be int8
def smallest_conversion(model, pictures):
    return litert.requantize(litert.convert(model, "float"), "dynamic_wi4_afp32")


# %% wrong: weights only | says: Floats flow between the layers
def smallest_conversion(model, pictures):
    return litert.requantize(litert.convert(model, "float"), "dynamic_wi8_afp32")


# %% wrong: another model, untrained | says: Too often wrong
def smallest_conversion(model, pictures):
    fresh = models.fashion_cnn(keras, trained=False)
    return litert.convert(fresh, "int8 only", pictures[..., None] / np.float32(255))


# %% wrong: a text | says: Return the bytes
def smallest_conversion(model, pictures):
    return str(litert.convert(model, "int8 only", pictures[..., None] / np.float32(255)))


# %% wrong: another network, too large | says: at most 66,000 bytes
def smallest_conversion(model, pictures):
    wide = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    return litert.convert(wide, "int8 only", pictures[..., None] / np.float32(255))


# %% wrong: always the committed model | says: convert the one that you are given
def smallest_conversion(model, pictures):
    return litert.convert(models.fashion_cnn(keras), "int8 only", pictures[..., None] / np.float32(255))


# %% wrong: measures on pictures of its own | says: measure on those that you are given
def smallest_conversion(model, pictures):
    return litert.convert(model, "int8 only", X_train[:100])


# %% wrong: measures on the test set | says: measure on those that you are given
def smallest_conversion(model, pictures):
    return litert.convert(model, "int8 only", X_test[:100])


# %% wrong: standardises the pictures | says: divided by 255
def smallest_conversion(model, pictures):
    ready = (pictures[..., None] - pictures.mean()) / pictures.std()
    return litert.convert(model, "int8 only", ready.astype(np.float32))


# %% wrong: stretches each set to 1 | says: divided by 255
def smallest_conversion(model, pictures):
    return litert.convert(model, "int8 only", pictures[..., None] / np.float32(pictures.max()))


# %% wrong: from -1 to 1 | says: divided by 255
def smallest_conversion(model, pictures):
    return litert.convert(model, "int8 only", pictures[..., None] / np.float32(127.5) - np.float32(1))


# %% wrong: activations in 16 bits | says: The input does not take bytes
def smallest_conversion(model, pictures):
    ready = pictures[..., None] / np.float32(255)
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([row[None]] for row in ready)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int16
    return converter.convert()


# %% wrong: int8 ends | says: The input does not take bytes
def smallest_conversion(model, pictures):
    return litert.convert(model, "int8 only", (pictures[..., None] / 255).astype("float32"), io="int8")


# %% wrong: ai-edge-quantizer, which gives int8 ends | says: The input does not take bytes
def smallest_conversion(model, pictures):
    ready = pictures[..., None] / np.float32(255)
    return litert.requantize(litert.convert(model, "float"), "static_wi8_ai8", ready)


# %% wrong: divides by 256 | says: divided by 255
def smallest_conversion(model, pictures):
    return litert.convert(model, "int8 only", pictures[..., None] / np.float32(256))


# %% right: TensorFlow's converter with a generator, an int8 output, ten pictures
def smallest_conversion(model, pictures):
    def examples():
        for picture in pictures[:10]:
            yield [picture.astype(np.float32).reshape(1, 28, 28, 1) / 255.0]

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.OPTIMIZE_FOR_SIZE]
    converter.representative_dataset = examples
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.uint8
    converter.inference_output_type = tf.int8
    return converter.convert()


# %% right: every other picture, by litert
def smallest_conversion(model, pictures):
    ready = np.expand_dims(pictures[::2].astype(np.float32) / 255, -1)
    return bytearray(litert.convert(model, "int8 only", representative=ready))


# %% right: one picture, by litert
def smallest_conversion(model, pictures):
    brightest = pictures[[pictures.reshape(len(pictures), -1).max(axis=1).argmax()]]
    return litert.convert(model, "int8 only", (brightest[..., None] / 255).astype(np.float32))
