# %% wrong: each kernel loses the same share | says: You dropped half of each kernel: let all
def global_masks(kernels, sparsity):
    return magnitude_masks(kernels, sparsity)


# %% wrong: signed | says: -9 is a large weight
def global_masks(kernels, sparsity):
    row = np.concatenate([kernel.ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: round(sparsity * row.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: a threshold drops every tie | says: exactly five
def global_masks(kernels, sparsity):
    row = np.sort(np.concatenate([np.abs(kernel).ravel() for kernel in kernels]))
    limit = row[max(0, round(sparsity * row.size) - 1)]
    return [np.abs(kernel) > limit for kernel in kernels]


# %% wrong: a quantile keeps every tie | says: exactly five
def global_masks(kernels, sparsity):
    limit = np.quantile(np.concatenate([np.abs(kernel).ravel() for kernel in kernels]), sparsity)
    return [np.abs(kernel) >= limit for kernel in kernels]


# %% wrong: the last of equals go | says: no line above tries
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.lexsort((-np.arange(row.size), row))[: round(sparsity * row.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: cuts instead of rounding | says: no line above tries
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: int(sparsity * row.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: one flat mask | says: a mask for each kernel
def global_masks(kernels, sparsity):
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: round(sparsity * row.size)]] = False
    return stays


# %% wrong: flat parts | says: its kernel's shape
def global_masks(kernels, sparsity):
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: round(sparsity * row.size)]] = False
    return np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])


# %% wrong: the pruned weights instead of masks | says: Masks hold True, False
def global_masks(kernels, sparsity):
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    limit = np.sort(row)[round(sparsity * row.size)]
    return [np.where(np.abs(kernel) >= limit, kernel, 0) for kernel in kernels]


# %% wrong: any sparsity is taken | says: 80 is no share
def global_masks(kernels, sparsity):
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: round(sparsity * row.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: each kernel scaled by its largest weight | says: You dropped half of each kernel: let all
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError
    row = np.concatenate([np.abs(kernel).ravel() / np.abs(kernel).max() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: round(sparsity * row.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: a negative sparsity is taken | says: Raise `ValueError` here: a sparsity is a share
def global_masks(kernels, sparsity):
    if sparsity > 1:
        raise ValueError
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: max(0, round(sparsity * row.size))]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: rounds up | says: no line above tries
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: int(np.ceil(sparsity * row.size))]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: magnitudes written into the kernels | says: Work on a copy
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError
    row = np.concatenate([np.abs(kernel, out=kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: round(sparsity * row.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: nothing for each kernel | says: its kernel's shape
def global_masks(kernels, sparsity):
    return [None for _ in kernels]


# %% wrong: a sort that is not stable | says: no line above tries
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row)[: round(sparsity * row.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: True where a weight goes | says: True where a weight stays
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError
    row = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    gone = np.zeros(row.size, bool)
    gone[np.argsort(row, kind="stable")[: round(sparsity * row.size)]] = True
    parts = np.split(gone, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: magnitudes kept as whole numbers | says: no line above tries
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError
    row = np.zeros(sum(kernel.size for kernel in kernels), int)
    row[:] = np.concatenate([np.abs(kernel).ravel() for kernel in kernels])
    stays = np.ones(row.size, bool)
    stays[np.argsort(row, kind="stable")[: round(sparsity * row.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: kernels are read as they lie in memory | says: no line above tries
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError("no")
    magnitudes = np.concatenate([np.abs(kernel).ravel(order="K") for kernel in kernels])
    stays = np.ones(magnitudes.size, bool)
    stays[np.argsort(magnitudes, kind="stable")[: round(sparsity * magnitudes.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% wrong: ranked in float32 | says: no line above tries
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError("no")
    magnitudes = np.concatenate([np.abs(kernel).astype(np.float32).ravel() for kernel in kernels])
    stays = np.ones(magnitudes.size, bool)
    stays[np.argsort(magnitudes, kind="stable")[: round(sparsity * magnitudes.size)]] = False
    parts = np.split(stays, np.cumsum([kernel.size for kernel in kernels])[:-1])
    return [part.reshape(kernel.shape) for part, kernel in zip(parts, kernels)]


# %% right: a loop over a sorted list
def global_masks(kernels, sparsity):
    if sparsity < 0 or sparsity > 1:
        raise ValueError(sparsity)
    masks = [np.ones_like(kernel, dtype=bool) for kernel in kernels]
    places = [
        (abs(value), which, index) for which, kernel in enumerate(kernels) for index, value in np.ndenumerate(kernel)
    ]
    for _, which, index in sorted(places)[: round(sparsity * len(places))]:
        masks[which][index] = False
    return masks


# %% right: one long row for the course's masks
def global_masks(kernels, sparsity):
    row = np.concatenate([kernel.ravel() for kernel in kernels])
    (mask,) = magnitude_masks([row[None]], sparsity)
    masks, start = [], 0
    for kernel in kernels:
        masks.append(mask[0, start : start + kernel.size].reshape(kernel.shape))
        start += kernel.size
    return tuple(masks)


# %% right: half is rounded up
def global_masks(kernels, sparsity):
    if not 0 <= sparsity <= 1:
        raise ValueError("no share")
    flat = np.hstack([np.abs(kernel).flatten() for kernel in kernels])
    rank = np.argsort(np.argsort(flat, kind="stable"), kind="stable")
    stays = iter(rank >= int(sparsity * flat.size + 0.5))
    return [np.array([next(stays) for _ in range(kernel.size)]).reshape(kernel.shape) for kernel in kernels]
