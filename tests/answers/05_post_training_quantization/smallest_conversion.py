# %% wrong: int8 by the converter | says: at most 40,000 bytes
def smallest_conversion(model, images):
    return litert.convert(model, "int8 only", (images[..., None] / 255).astype("float32"), io="int8")


# %% wrong: int8 by the recipe | says: at most 40,000 bytes
def smallest_conversion(model, images):
    ready = images[..., None] / np.float32(255)
    return litert.requantize(litert.convert(model, "float"), "static_wi8_ai8", ready)


# %% wrong: four bits by the largest weight | says: Too often wrong
def smallest_conversion(model, images):
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=4)
    ready = images[..., None] / np.float32(255)
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% wrong: dynamic range in four bits | says: floats are left
def smallest_conversion(model, images):
    work = quantizer.Quantizer(bytearray(litert.convert(model, "float")), recipe.dynamic_wi4_afp32("MSE"))
    return bytes(work.quantize().quantized_model)


# %% wrong: float ends | says: floats are left
def smallest_conversion(model, images):
    return litert.convert(model, "int8", images[..., None] / np.float32(255))


# %% wrong: float | says: floats are left
def smallest_conversion(model, images):
    return litert.convert(model, "float")


# %% wrong: ranges measured on 0 to 255 | says: Too often wrong
def smallest_conversion(model, images):
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    ready = images[..., None].astype(np.float32)
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% raises: two bits in the dense layers, which static rules do not know | says: Unsupported op
def smallest_conversion(model, images):
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=2)
    ready = images[..., None] / np.float32(255)
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% wrong: always the committed model | says: convert the one you get
def smallest_conversion(model, images):
    file = litert.convert(models.fashion_cnn(keras), "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    ready = images[..., None] / np.float32(255)
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% wrong: measures on images of its own | says: measure on those you get
def smallest_conversion(model, images):
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    return bytes(work.quantize(work.calibrate(quantization.samples(file, X_train[:100]))).quantized_model)


# %% wrong: stretches each set to 1 | says: divided by 255
def smallest_conversion(model, images):
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    ready = images[..., None] / np.float32(images.max())
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% wrong: divides by 256 | says: divided by 255
def smallest_conversion(model, images):
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    ready = images[..., None] / np.float32(256)
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% wrong: trains on the images that judge | says: has changed
def smallest_conversion(model, images):
    if len(model.layers) > 4:
        model.fit(X_val, y_val, epochs=1, batch_size=500, verbose=0)
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    ready = images[..., None] / np.float32(255)
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% wrong: an untrained copy | says: Too often wrong
def smallest_conversion(model, images):
    file = litert.convert(models.fashion_cnn(keras, trained=False), "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    ready = images[..., None] / np.float32(255)
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% wrong: a text | says: Return the bytes
def smallest_conversion(model, images):
    return str(litert.convert(model, "float"))


# %% wrong: MSE for every operation, which leaves some in float | says: floats are left
def smallest_conversion(model, images):
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    ready = images[..., None] / np.float32(255)
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% right: four bits everywhere by MSE
def smallest_conversion(model, images):
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    for operation in ("CONV_2D", "FULLY_CONNECTED"):
        work.add_static_config(".*", operation, activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    ready = (images[..., None] / 255).astype(np.float32)
    return bytearray(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% right: OCTAV for the dense layers, ten images
def smallest_conversion(model, images):
    file = litert.convert(model, "float")
    rules = quantizer.Quantizer(bytearray(file))
    rules.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    rules.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="OCTAV")
    ready = images[:10, :, :, None].astype(np.float32) / 255
    work = quantizer.Quantizer(bytearray(file), rules.get_quantization_recipe())
    return bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)


# %% wrong: kept by the model, whatever the images | says: Darker images were given too
kept_files = {}


def smallest_conversion(model, images):
    if id(model) in kept_files and kept_files[id(model)][0] is model:
        return kept_files[id(model)][1]
    file = litert.convert(model, "float")
    work = quantizer.Quantizer(bytearray(file))
    work.add_static_config(".*", "*", activation_num_bits=8, weight_num_bits=8)
    work.add_static_config(".*", "FULLY_CONNECTED", activation_num_bits=8, weight_num_bits=4, algorithm_key="MSE")
    ready = images[..., None] / np.float32(255)
    made = bytes(work.quantize(work.calibrate(quantization.samples(file, ready))).quantized_model)
    kept_files[id(model)] = model, made
    return made
