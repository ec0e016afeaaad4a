# %% wrong: the published code | says: `astype` cuts
def quantize(values, scale, zero_point):
    return (values / scale + zero_point).astype(int).astype(np.uint8)


# %% wrong: rounds and wraps | says: A value below the grid
def quantize(values, scale, zero_point):
    return np.rint(values / scale + zero_point).astype(int).astype(np.uint8)


# %% wrong: clips and cuts | says: `astype` cuts, it does not round
def quantize(values, scale, zero_point):
    return (values / scale + zero_point).clip(0, 255).astype(np.uint8)


# %% wrong: clips before it shifts | says: A value below the grid
def quantize(values, scale, zero_point):
    return (np.rint(values / scale).clip(0, 255) + zero_point).astype(int).astype(np.uint8)


# %% wrong: clips to 256 values and one | says: A value above the grid
def quantize(values, scale, zero_point):
    return (np.rint(values / scale) + zero_point).clip(0, 256).astype(int).astype(np.uint8)


# %% wrong: adds a half and cuts before the shift | says: nearest to -0.4
def quantize(values, scale, zero_point):
    return ((values / scale + 0.5).astype(int) + zero_point).clip(0, 255).astype(np.uint8)


# %% wrong: only above | says: A value below the grid
def quantize(values, scale, zero_point):
    return np.minimum(np.rint(values / scale) + zero_point, 255).astype(int).astype(np.uint8)


# %% wrong: int8 | says: of type uint8
def quantize(values, scale, zero_point):
    return (np.rint(values / scale) + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: floats | says: of type uint8
def quantize(values, scale, zero_point):
    return (np.rint(values / scale) + zero_point).clip(0, 255)


# %% wrong: ends at 127 | says: A value above the grid
def quantize(values, scale, zero_point):
    return (np.rint(values / scale) + zero_point).clip(0, 127).astype(np.uint8)


# %% wrong: forgets the zero point | says: stored as the zero point
def quantize(values, scale, zero_point):
    return np.rint(values / scale).clip(0, 255).astype(np.uint8)


# %% wrong: always up | says: -0.36 lies nearest
def quantize(values, scale, zero_point):
    return (np.ceil(values / scale) + zero_point).clip(0, 255).astype(np.uint8)


# %% wrong: flattens | says: The shape should be
def quantize(values, scale, zero_point):
    return (np.rint(np.ravel(values) / scale) + zero_point).clip(0, 255).astype(np.uint8)


# %% wrong: clips before rounding, then wraps | says: A value above the grid
def quantize(values, scale, zero_point):
    return np.rint((values / scale + zero_point).clip(0, 255.6)).astype(int).astype(np.uint8)


# %% wrong: cuts beyond the grid before it rounds | says: clip after rounding
def quantize(values, scale, zero_point):
    stored = values / scale + zero_point
    stored = np.where(stored > 256, 255, np.where(stored < 0, 0, stored))
    return np.rint(stored).astype(int).astype(np.uint8)


# %% wrong: writes into the caller's array | says: changed what it was given
def quantize(values, scale, zero_point):
    values /= scale
    np.rint(values, out=values)
    values += zero_point
    return np.clip(values, 0, 255, out=values).astype(np.uint8)


# %% wrong: passes through 16 bits | says: However far
def quantize(values, scale, zero_point):
    return (np.rint(values / scale) + zero_point).astype(int).astype(np.int16).clip(0, 255).astype(np.uint8)


# %% wrong: wraps by a remainder | says: A value below the grid
def quantize(values, scale, zero_point):
    return ((np.rint(values / scale) + zero_point) % 256).astype(np.uint8)


# %% wrong: stretches the values over the grid | says: stored as the zero point
def quantize(values, scale, zero_point):
    span = np.ptp(values) or 1.0
    return np.rint(255 * (values - values.min()) / span).astype(np.uint8)


# %% wrong: the zero point of the example | says: Wrong on an input
def quantize(values, scale, zero_point):
    return (np.rint(values / scale) + 10).clip(0, 255).astype(np.uint8)


# %% wrong: loses what it clips | says: A value below the grid
def quantize(values, scale, zero_point):
    stored = np.rint(values / scale) + zero_point
    stored = np.where((stored < 0) | (stored > 255), zero_point, stored)
    return stored.astype(np.uint8)


# %% right: half up, by floor
def quantize(values, scale, zero_point):
    return np.clip(np.floor(values / scale + zero_point + 0.5), 0, 255).astype("uint8")


# %% right: value by value
def quantize(values, scale, zero_point):
    stored = [max(0, min(255, round(float(value) / scale) + zero_point)) for value in np.ravel(values)]
    return np.array(stored, dtype=np.uint8).reshape(np.shape(values))


# %% right: in float32
def quantize(values, scale, zero_point):
    steps = np.round(np.asarray(values, dtype=np.float32) / np.float32(scale))
    return np.clip(steps + zero_point, 0, 255).astype(np.uint8)


# %% right: one value at a time, by NumPy
def quantize(values, scale, zero_point):
    def one(value):
        return min(max(round(value / scale) + zero_point, 0), 255)

    return np.vectorize(one, otypes=[np.uint8])(values)


# %% wrong: 32 bits before the clip | says: However far
def quantize(values, scale, zero_point):
    return (np.rint(values / scale).astype(np.int32) + zero_point).clip(0, 255).astype(np.uint8)


# %% raises: two axes at most | says: `quantize(
def quantize(values, scale, zero_point):
    if values.ndim == 1:
        return (np.rint(values / scale) + zero_point).clip(0, 255).astype(np.uint8)
    rows = [(np.rint(row / scale) + zero_point).clip(0, 255).tolist() for row in values]
    return np.array([[int(value) for value in row] for row in rows], dtype=np.uint8).reshape(values.shape)


# %% wrong: whole numbers are divided as such | says: Wrong on an input
def quantize(values, scale, zero_point):
    if values.dtype.kind == "i" and float(scale).is_integer():
        return (values // int(scale) + zero_point).clip(0, 255).astype(np.uint8)
    return (np.rint(values / scale) + zero_point).clip(0, 255).astype(np.uint8)


# %% raises: an empty array | says: `quantize(
def quantize(values, scale, zero_point):
    values.max()
    return (np.rint(values / scale) + zero_point).clip(0, 255).astype(np.uint8)


# %% wrong: int64 first | says: Wrong on an input that no line above tries
def quantize(values, scale, zero_point):
    return np.clip(np.rint(values / scale).astype(np.int64) + zero_point, 0, 255).astype(np.uint8)


# %% wrong: float16 | says: Wrong on an input that no line above tries
def quantize(values, scale, zero_point):
    with np.errstate(all="ignore"):
        return np.clip(np.rint(values.astype(np.float16) / np.float16(scale)) + zero_point, 0, 255).astype(np.uint8)
