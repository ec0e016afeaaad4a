# %% wrong: forgets to round | says: 100 / 4 + 10 is 35
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    return ((product >> shift) + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: multiplies in 32 bits | says: 100 / 4 + 10 is 35
def requantize(sums, multiplier, shift, zero_point):
    product = (sums.astype(np.int32) * multiplier.astype(np.int32)).astype(np.int64)
    return (((product + (np.int64(1) << (shift - 1))) >> shift) + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: half-way to even | says: half-way: up
def requantize(sums, multiplier, shift, zero_point):
    exact = sums.astype(np.int64) * multiplier / 2.0**shift
    return (np.rint(exact) + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: half-way away from zero | says: up, to -1
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    half = np.int64(1) << (shift - 1)
    rounded = np.sign(product) * ((np.abs(product) + half) >> shift)
    return (rounded + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: through float64, which holds 53 bits | says: Wrong on an input
def requantize(sums, multiplier, shift, zero_point):
    exact = sums.astype(np.float64) * multiplier / 2.0**shift
    return (np.floor(exact + 0.5) + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: in 32-bit float, as XNNPACK does | says: Wrong on an input
def requantize(sums, multiplier, shift, zero_point):
    factor = (multiplier / 2.0**shift).astype(np.float32)
    rounded = np.floor(sums.astype(np.float32) * factor + np.float32(0.5))
    return (rounded + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: wraps | says: clip it
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    return (((product + (np.int64(1) << (shift - 1))) >> shift) + zero_point).astype(np.int8)


# %% wrong: clips before it shifts to the zero point | says: Shift to the zero point, then clip
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    rounded = ((product + (np.int64(1) << (shift - 1))) >> shift).clip(-128, 127)
    return (rounded + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: forgets the zero point | says: 100 / 4 + 10 is 35
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    return ((product + (np.int64(1) << (shift - 1))) >> shift).clip(-128, 127).astype(np.int8)


# %% wrong: the zero point is added to the sums | says: 100 / 4 + 10 is 35
def requantize(sums, multiplier, shift, zero_point):
    product = (sums.astype(np.int64) + zero_point) * multiplier
    return ((product + (np.int64(1) << (shift - 1))) >> shift).clip(-128, 127).astype(np.int8)


# %% wrong: adds one half of the wrong power | says: 100 / 4 + 10 is 35
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    return (((product + (np.int64(1) << shift)) >> shift) + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: the first output's factor for all | says: Wrong on an input
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier[0]
    rounded = (product + (np.int64(1) << (shift[0] - 1))) >> shift[0]
    return (rounded + zero_point).clip(-128, 127).astype(np.int8)


# %% wrong: uint8 | says: clip it
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    return (((product + (np.int64(1) << (shift - 1))) >> shift) + zero_point).clip(0, 255).astype(np.uint8)


# %% wrong: right numbers of another type | says: The next layer reads int8
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    return (((product + (np.int64(1) << (shift - 1))) >> shift) + zero_point).clip(-128, 127)


# %% wrong: ends at -127 | says: clip it
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    return (((product + (np.int64(1) << (shift - 1))) >> shift) + zero_point).clip(-127, 127).astype(np.int8)


# %% wrong: flattens | says: The shape should be
def requantize(sums, multiplier, shift, zero_point):
    product = sums.astype(np.int64) * multiplier
    stored = (((product + (np.int64(1) << (shift - 1))) >> shift) + zero_point).clip(-128, 127).astype(np.int8)
    return stored if stored.ndim < 3 else stored.reshape(-1, stored.shape[-1])


# %% wrong: writes into the sums | says: changed what it was given
def requantize(sums, multiplier, shift, zero_point):
    if sums.dtype != np.int64:
        sums = sums.astype(np.int64)
    sums *= multiplier
    sums += np.int64(1) << (shift - 1)
    sums >>= shift
    return (sums + zero_point).clip(-128, 127).astype(np.int8)


# %% right: value by value, in Python's whole numbers
def requantize(sums, multiplier, shift, zero_point):
    flat, outputs = np.ravel(sums), len(multiplier)
    stored = []
    for place, total in enumerate(flat):
        m, k = int(multiplier[place % outputs]), int(shift[place % outputs])
        value = (2 * int(total) * m + 2**k) // 2 ** (k + 1) + int(zero_point)
        stored.append(max(-128, min(127, value)))
    return np.array(stored, dtype=np.int8).reshape(np.shape(sums))


# %% right: the remainder decides
def requantize(sums, multiplier, shift, zero_point):
    product = np.asarray(sums, dtype=np.int64) * np.asarray(multiplier, dtype=np.int64)
    whole, rest = np.divmod(product, np.int64(2) ** shift)
    up = 2 * rest >= np.int64(2) ** shift
    return np.clip(whole + up + zero_point, -128, 127).astype("int8")


# %% wrong: half to even | says: Wrong on an input that no line above tries
def requantize(sums, multiplier, shift, zero_point):
    p = sums.astype(np.int64) * multiplier
    h = np.int64(1) << (shift - 1)
    r = (p + h) >> shift
    tie = ((p + h) & ((np.int64(1) << shift) - 1)) == 0
    r = np.where(tie & (r % 2 == 1) & (abs(sums) > 50), r - 1, r)
    return np.clip(r + zero_point, -128, 127).astype(np.int8)
