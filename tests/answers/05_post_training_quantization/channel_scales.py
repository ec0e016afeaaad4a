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
