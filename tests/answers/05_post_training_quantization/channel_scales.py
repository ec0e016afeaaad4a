# %% wrong: one scale for all | says: One scale for each output channel
def channel_scales(kernel, bits):
    return np.array(np.abs(kernel).max() / (2 ** (bits - 1) - 1))


# %% wrong: one scale for all, repeated | says: has its own largest
def channel_scales(kernel, bits):
    return np.full(kernel.shape[-1], np.abs(kernel).max() / (2 ** (bits - 1) - 1))


# %% wrong: signs | says: without its sign
def channel_scales(kernel, bits):
    largest = kernel.max(axis=tuple(range(kernel.ndim - 1)))
    return np.where(largest != 0, largest / (2 ** (bits - 1) - 1), 1.0)


# %% wrong: per input | says: its own largest
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=tuple(range(1, kernel.ndim)))
    return np.where(largest > 0, largest / (2 ** (bits - 1) - 1), 1.0)


# %% wrong: the first axis only | says: all others go away
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=0)
    return np.where(largest > 0, largest / (2 ** (bits - 1) - 1), 1.0)


# %% wrong: half of 256 steps | says: it is 127 steps
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1)))
    return np.where(largest > 0, largest / 2 ** (bits - 1), 1.0)


# %% wrong: 127 steps at any width | says: 4 bits have 7 steps
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1)))
    return np.where(largest > 0, largest / 127, 1.0)


# %% wrong: from least to largest | says: its own largest
def channel_scales(kernel, bits):
    axes = tuple(range(kernel.ndim - 1))
    return (kernel.max(axis=axes) - kernel.min(axis=axes)) / (2**bits - 1)


# %% wrong: a dead channel has no scale | says: A channel of zeros
def channel_scales(kernel, bits):
    return np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1))) / (2 ** (bits - 1) - 1)


# %% wrong: no scale below 1e-2 | says: its own largest
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1)))
    return np.maximum(largest / (2 ** (bits - 1) - 1), 1e-2)


# %% wrong: the spread instead of the largest | says: its own largest
def channel_scales(kernel, bits):
    return 3 * np.std(kernel, axis=tuple(range(kernel.ndim - 1))) / (2 ** (bits - 1) - 1)


# %% wrong: 127 or 7 steps | says: 2 bits have one step
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1)))
    return np.where(largest > 0, largest / (127 if bits == 8 else 7), 1.0)


# %% wrong: small weights taken for zeros | says: Small weights are not zeros
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1)))
    return np.where(largest > 1e-6, largest / (2 ** (bits - 1) - 1), 1.0)


# %% wrong: a dead channel gets the mean of the others | says: A channel of zeros
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1)))
    return np.where(largest > 0, largest, largest.mean()) / (2 ** (bits - 1) - 1)


# %% wrong: 1 is divided too | says: A channel of zeros
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1)))
    return np.where(largest > 0, largest, 1.0) / (2 ** (bits - 1) - 1)


# %% wrong: the axes stay | says: One scale for each output channel
def channel_scales(kernel, bits):
    largest = np.abs(kernel).max(axis=tuple(range(kernel.ndim - 1)), keepdims=True)
    return np.where(largest > 0, largest / (2 ** (bits - 1) - 1), 1.0)


# %% right: a loop that gives a list
def channel_scales(kernel, bits):
    scales = []
    for channel in range(kernel.shape[-1]):
        largest = max(abs(float(weight)) for weight in kernel[..., channel].ravel())
        scales.append(largest / (2 ** (bits - 1) - 1) if largest else 1.0)
    return scales


# %% right: rows of all weights
def channel_scales(kernel, bits):
    rows = np.abs(kernel.reshape(-1, kernel.shape[-1])).astype(np.float32)
    scales = rows.max(axis=0) / np.float32(2 ** (bits - 1) - 1)
    scales[scales == 0] = 1
    return scales


# %% right: by both ends
def channel_scales(kernel, bits):
    rows = np.moveaxis(np.asarray(kernel), -1, 0).reshape(np.shape(kernel)[-1], -1)
    largest = np.maximum(rows.max(axis=1), -rows.min(axis=1))
    scales = largest / float((1 << bits - 1) - 1)
    scales[largest == 0] = 1.0
    return scales


# %% right: tuple of a comprehension over the transpose
def channel_scales(kernel, bits):
    steps = 2 ** (bits - 1) - 1
    return tuple(np.abs(channel).max() / steps if channel.any() else 1.0 for channel in kernel.T)
