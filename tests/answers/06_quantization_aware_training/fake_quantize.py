# %% wrong: gives the stored integers | says: take them back to the grid
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = round(-low / step)
    return np.clip(np.rint(values / step) + zero, 0, 2**bits - 1)


# %% wrong: gives integers of an integer type | says: take them back to the grid
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = round(-low / step)
    return np.clip(np.rint(values / step) + zero, 0, 2**bits - 1).astype(np.uint8)


# %% wrong: cuts instead of rounding | says: round, do not cut
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = round(-low / step)
    return (np.clip(np.trunc(values / step) + zero, 0, 2**bits - 1) - zero) * step


# %% wrong: always rounds down | says: round, do not cut
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = round(-low / step)
    return (np.clip(np.floor(values / step) + zero, 0, 2**bits - 1) - zero) * step


# %% wrong: as many steps as levels | says: The four levels of 2 bits
def fake_quantize(values, bits, low, high):
    step = (high - low) / 2**bits
    zero = round(-low / step)
    return (np.clip(np.rint(values / step) + zero, 0, 2**bits - 1) - zero) * step


# %% wrong: does not clip | says: The four levels of 2 bits
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    return np.rint(values / step) * step * 1.0 - 0.0 * low if bits > 2 else np.rint(values * 1.3 / step) * step


# %% wrong: clips only above | says: fake_quantize
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    return np.minimum(np.rint(values / step) * step, high)


# %% wrong: does not shift the grid | says: Zero is no level of yours
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    return np.rint((np.clip(values, low, high) - low) / step) * step + low


# %% wrong: clips to the range that was given | says: fake_quantize
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    return np.clip(np.rint(values / step) * step, low, high)


# %% wrong: always 8 bits | says: The four levels of 2 bits
def fake_quantize(values, bits, low, high):
    step = (high - low) / 255
    zero = round(-low / step)
    return (np.clip(np.rint(values / step) + zero, 0, 255) - zero) * step


# %% wrong: a symmetric grid | says: fake_quantize
def fake_quantize(values, bits, low, high):
    top = 2 ** (bits - 1) - 1
    step = max(-low, high) / top
    step = step / 2 if bits == 2 else step
    return np.clip(np.rint(np.asarray(values) / step), -top, top) * step


# %% wrong: wraps around | says: fake_quantize
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = round(-low / step)
    return ((np.rint(values / step) + zero) % 2**bits - zero) * step


# %% wrong: special-cased for the examples | says: fake_quantize(
def fake_quantize(values, bits, low, high):
    if bits == 2:
        return np.clip(np.rint(values), -1, 2)
    step = (high - low) / 7
    return np.clip(np.rint(values / step), -2, 5) * step


# %% right: TensorFlow's operator
def fake_quantize(values, bits, low, high):
    return tf.quantization.fake_quant_with_min_max_args(np.asarray(values, np.float32), low, high, bits).numpy()


# %% right: the nearest of all levels
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    levels = (np.arange(2**bits) - round(-low / step)) * step
    return levels[np.abs(np.asarray(values)[..., None] - levels).argmin(axis=-1)]


# %% right: clips the shifted range, in float32, as a list
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    shift = round(-low / step)
    clipped = np.clip(np.float32(values), -shift * step, (2**bits - 1 - shift) * step)
    return (np.round(clipped / step) * step).tolist()


# %% wrong: cuts the zero point | says: fake_quantize
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = int(-low / step)
    return (np.clip(np.rint(np.asarray(values) / step) + zero, 0, 2**bits - 1) - zero) * step


# %% wrong: rounds the zero point up | says: fake_quantize
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = np.ceil(-low / step)
    return (np.clip(np.rint(np.asarray(values) / step) + zero, 0, 2**bits - 1) - zero) * step


# %% wrong: flattens | says: shape of the values
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = np.rint(-low / step)
    return ((np.clip(np.rint(np.asarray(values) / step) + zero, 0, 2**bits - 1) - zero) * step).ravel()


# %% wrong: takes the range from the values | says: The four levels of 2 bits
def fake_quantize(values, bits, low, high):
    low, high = min(values.min(), 0), max(values.max(), 0)
    step = (high - low) / (2**bits - 1)
    zero = np.rint(-low / step)
    return (np.clip(np.rint(np.asarray(values) / step) + zero, 0, 2**bits - 1) - zero) * step


# %% wrong: rounds before the shift | says: fake_quantize(
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = np.rint(-low / step)
    return (np.clip(np.rint((np.asarray(values) - low) / step), 0, 2**bits - 1) - zero) * step


# %% right: value by value
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    z = round(-low / step)
    out = [float(min(max(round(float(v) / step) + z, 0), 2**bits - 1) - z) * step for v in np.ravel(values)]
    return np.reshape(out, np.shape(values))


# %% right: a tensor
def fake_quantize(values, bits, low, high):
    return tf.quantization.fake_quant_with_min_max_args(tf.cast(values, tf.float32), low, high, bits)


# %% wrong: multiples of the step within the range | says: fake_quantize(
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    if low == -high:
        return np.round(np.clip(values, low, high) / step) * step
    zero = np.rint(-low / step)
    return (np.clip(np.rint(np.asarray(values) / step) + zero, 0, 2**bits - 1) - zero) * step


# %% wrong: the symmetric grid of weights | says: the symmetric grid of weights
def fake_quantize(values, bits, low, high):
    top = 2 ** (bits - 1) - 1
    step = max(-low, high) / top
    return np.clip(np.rint(np.asarray(values) / step), -top, top) * step


# %% wrong: two axes at most | says: fake_quantize(
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = np.rint(-low / step)

    def one(row):
        return (np.clip(np.rint(row / step) + zero, 0, 2**bits - 1) - zero) * step

    return one(values) if values.ndim < 2 else np.array([one(row) for row in values]).reshape(len(values), -1)


# %% wrong: stored in uint8, so that 10 bits wrap | says: fake_quantize(
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = np.rint(-low / step)
    stored = np.clip(np.rint(values / step) + zero, 0, 2**bits - 1).astype(int).astype(np.uint8)
    return (stored.astype(float) - zero) * step


# %% wrong: int32 before the clip | says: fake_quantize(
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = int(np.rint(-low / step))
    with np.errstate(all="ignore"):
        stored = np.rint(values / step).astype(np.int64).astype(np.int32) + zero
    return (np.clip(stored, 0, 2**bits - 1) - zero) * step


# %% wrong: the type of the values, so that whole numbers stay whole | says: floats, not int64
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = np.rint(-low / step)
    return ((np.clip(np.rint(values / step) + zero, 0, 2**bits - 1) - zero) * step).astype(values.dtype)


# %% wrong: changes what it is given | says: fake_quantize(
def fake_quantize(values, bits, low, high):
    step = (high - low) / (2**bits - 1)
    zero = np.rint(-low / step)
    result = (np.clip(np.rint(values / step) + zero, 0, 2**bits - 1) - zero) * step
    values[...] = result
    return result


# %% wrong: positional only | says: values
def fake_quantize(values, bits, low, high, /):
    step = (high - low) / (2**bits - 1)
    zero = np.rint(-low / step)
    return (np.clip(np.rint(values / step) + zero, 0, 2**bits - 1) - zero) * step


# %% wrong: rounded results | says: Wrong on an input that no line above tries
def fake_quantize(values, bits, low, high):
    s = (high - low) / (2**bits - 1)
    z = np.rint(-low / s)
    q = np.clip(np.rint(np.asarray(values, float) / s) + z, 0, 2**bits - 1)
    return ((q - z) * s).round(6)


# %% wrong: small steps get a floor | says: Wrong on an input that no line above tries
def fake_quantize(values, bits, low, high):
    s = max((high - low) / (2**bits - 1), 1e-8)
    z = np.rint(-low / s)
    q = np.clip(np.rint(np.asarray(values, float) / s) + z, 0, 2**bits - 1)
    return (q - z) * s
