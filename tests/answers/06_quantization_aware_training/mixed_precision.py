# %% wrong: gives it back as it is | says: The budget is 37,000 bytes
def mixed_precision(converted):
    return converted


# %% wrong: 8 bits everywhere | says: The budget is 37,000 bytes
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "*", 8)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% wrong: 4 bits everywhere, default grid | says: It loses over a point
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "*", 4)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% wrong: 4 bits everywhere, MSE | says: It loses over a point
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "*", 4, algorithm_key=AlgorithmName.MSE)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% wrong: the right plan on the default grid | says: find a better grid
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "CONV_2D", 8)
    work.add_dynamic_config(".*", "FULLY_CONNECTED", 4)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% wrong: convolutions at 4 bits, dense layers at 8 | says: The budget is 37,000 bytes
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "CONV_2D", 4, algorithm_key=AlgorithmName.MSE)
    work.add_dynamic_config(".*", "FULLY_CONNECTED", 8)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% wrong: one convolution at 4 bits | says: no fast way through 4 bits
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    for layer, bits in {"conv1": 8, "conv2": 4, "dense1": 4, "dense2": 8}.items():
        more = {"algorithm_key": AlgorithmName.MSE} if bits == 4 else {}
        work.add_dynamic_config(f".*{layer}/.*", "*", bits, **more)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% wrong: convolutions left in float | says: The budget is 37,000 bytes
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "FULLY_CONNECTED", 4, algorithm_key=AlgorithmName.MSE)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% wrong: only simulated | says: The budget is 37,000 bytes
def mixed_precision(converted):
    bits = [8, 8, 4, 4]
    model = models.fashion_cnn(keras)
    rounded = qat.rounded_kernels(model.get_weights(), bits, qat.best_shares(model.get_weights(), bits))
    model.set_weights(rounded)
    return litert.convert(model, "float")


# %% wrong: the committed network instead of the given file | says: was it made from it
def mixed_precision(converted):
    work = Quantizer(bytearray(litert.convert(models.fashion_cnn(keras), "float")))
    work.add_dynamic_config(".*", "CONV_2D", 8)
    work.add_dynamic_config(".*", "FULLY_CONNECTED", 4, algorithm_key=AlgorithmName.MSE)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% wrong: trained on the images that judge | says: was it made from it
def mixed_precision(converted):
    model = models.fashion_cnn(keras)
    model.compile(keras.optimizers.Adam(0.0003), "sparse_categorical_crossentropy")
    keras.utils.set_random_seed(0)
    model.fit(X_val[:512], y_val[:512], shuffle=False, verbose=0)
    work = Quantizer(bytearray(litert.convert(model, "float")))
    work.add_dynamic_config(".*", "CONV_2D", 8)
    work.add_dynamic_config(".*", "FULLY_CONNECTED", 4, algorithm_key=AlgorithmName.MSE)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% wrong: the quantizer's result, not its bytes | says: Return the converted model's bytes
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "*", 4)
    with quiet():
        return work.quantize()


# %% wrong: a header without a model | says: could not be judged
def mixed_precision(converted):
    return b"\0\0\0\0TFL3" + bytes(1000)


# %% wrong: a plan only | says: Return the converted model's bytes
def mixed_precision(converted):
    return {"conv1": 8, "conv2": 8, "dense1": 4, "dense2": 4}


# %% wrong: another file each time | says: gives the same result
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "CONV_2D", int(np.random.default_rng().choice([2, 4])) * 2)
    work.add_dynamic_config(".*", "FULLY_CONNECTED", 4, algorithm_key=AlgorithmName.MSE)
    with quiet():
        made = bytes(work.quantize().quantized_model)
    return made + bytes(np.random.default_rng().integers(1, 200, 4).astype("uint8"))


# %% right: layer by layer
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    for layer, bits in {"conv1": 8, "conv2": 8, "dense1": 4, "dense2": 4}.items():
        algorithm = AlgorithmName.MSE if bits == 4 else AlgorithmName.MIN_MAX_UNIFORM_QUANT
        work.add_dynamic_config(f".*{layer}/.*", "*", bits, algorithm_key=algorithm)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% right: only the large layer at 4 bits
def mixed_precision(converted):
    work = Quantizer(bytearray(converted))
    work.add_dynamic_config(".*", "*", 8)
    work.add_dynamic_config(".*dense1/.*", "*", 4, algorithm_key=AlgorithmName.MSE)
    with quiet():
        return bytes(work.quantize().quantized_model)


# %% right: a recipe of plain dictionaries, as a bytearray
def mixed_precision(converted):
    from litert_quantizer import recipe

    work = Quantizer(bytearray(converted))
    plan = recipe.dynamic_wi8c_afp32(operation_name="CONV_2D")
    plan += recipe.dynamic_wi4c_afp32(operation_name="FULLY_CONNECTED", algorithm_key=AlgorithmName.MSE)
    work.load_quantization_recipe(plan)
    with quiet():
        return bytearray(work.quantize().quantized_model)
