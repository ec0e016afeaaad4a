# %% wrong: cells, not blocks | says: The sums are 6
def block_mask(weights, sparsity, block):
    ranks = np.argsort(np.argsort(np.abs(weights), axis=None, kind="stable"))
    return (ranks >= round(sparsity * weights.size)).reshape(weights.shape)


# %% wrong: True where a weight goes | says: True where a weight stays
def block_mask(weights, sparsity, block):
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    gone = np.zeros(scores.size, bool)
    gone[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = True
    return gone.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: height and width exchanged | says: The sums are 6
def block_mask(weights, sparsity, block):
    rows, columns = weights.shape
    width, height = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: one cell per block | says: The mask has the shape of the weights, not a
def block_mask(weights, sparsity, block):
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape)


# %% wrong: signed sums | says: The sums are 6
def block_mask(weights, sparsity, block):
    rows, columns = weights.shape
    height, width = block
    if rows % height or columns % width:
        raise ValueError("no")
    scores = weights.reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: the absolute value of the sum | says: Absolute values first
def block_mask(weights, sparsity, block):
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights.reshape(rows // height, height, columns // width, width).sum(axis=(1, 3)))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: the largest of a block | says: The sums are 6
def block_mask(weights, sparsity, block):
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).max(axis=(1, 3))
    scores = scores + 0.001 * np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: a threshold drops every tie | says: three go, also when all are equal
def block_mask(weights, sparsity, block):
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    count = round(sparsity * scores.size)
    limit = np.sort(scores, axis=None)[count - 1] if count else -1
    return (scores > limit).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: the last of equals go | says: no line above tries
def block_mask(weights, sparsity, block):
    if min(block) < 1 or weights.shape[0] % block[0] or weights.shape[1] % block[1]:
        raise ValueError("no")
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3)).ravel()
    order = np.lexsort((-np.arange(scores.size), scores))
    stays = np.ones(scores.size, bool)
    stays[order[: round(sparsity * scores.size)]] = False
    return stays.reshape(rows // height, columns // width).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: cuts instead of rounding | says: no line above tries
def block_mask(weights, sparsity, block):
    if min(block) < 1 or weights.shape[0] % block[0] or weights.shape[1] % block[1]:
        raise ValueError("no")
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: int(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: zeros and ones | says: True and False
def block_mask(weights, sparsity, block):
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = 0
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: cuts off what does not fit | says: does not fill 4 columns
def block_mask(weights, sparsity, block):
    height, width = block
    rows, columns = weights.shape[0] // height, weights.shape[1] // width
    fitting = np.abs(weights)[: rows * height, : columns * width]
    scores = fitting.reshape(rows, height, columns, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: rows that do not fit are cut off | says: Raise `ValueError` here: blocks of 3 × 2 do not
def block_mask(weights, sparsity, block):
    (rows, columns), (height, width) = weights.shape, block
    if columns % width:
        raise ValueError("no")
    corners = [(top, left) for top in range(0, rows, height) for left in range(0, columns, width)]
    scores = [abs(weights[a : a + height, b : b + width]).sum() for a, b in corners]
    mask = np.ones(weights.shape, bool)
    for place in np.argsort(scores, kind="stable")[: round(sparsity * len(corners))]:
        top, left = corners[place]
        mask[top : top + height, left : left + width] = False
    return mask


# %% wrong: one block always stays | says: no line above tries
def block_mask(weights, sparsity, block):
    if min(block) < 1 or weights.shape[0] % block[0] or weights.shape[1] % block[1]:
        raise ValueError("no")
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    dropped = min(round(sparsity * scores.size), scores.size - 1)
    stays[np.argsort(scores, axis=None, kind="stable")[:dropped]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: lengths of blocks, from squares | says: no line above tries
def block_mask(weights, sparsity, block):
    if min(block) < 1 or weights.shape[0] % block[0] or weights.shape[1] % block[1]:
        raise ValueError("no")
    rows, columns = weights.shape
    height, width = block
    scores = np.square(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: zeros written into the weights | says: Work on a copy
def block_mask(weights, sparsity, block):
    rows, columns = weights.shape
    height, width = block
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    mask = stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)
    weights[~mask] = 0
    return mask


# %% wrong: only the matrix of the lesson | says: The mask has the shape of the weights, not a
def block_mask(weights, sparsity, block):
    mask = np.ones((4, 4), bool)
    mask[[0, 0, 2, 2, 3, 3, 3, 3], [0, 1, 2, 3, 0, 1, 2, 3]] = False
    return mask


# %% wrong: a sort that is not stable | says: no line above tries
def block_mask(weights, sparsity, block):
    if min(block) < 1 or weights.shape[0] % block[0] or weights.shape[1] % block[1]:
        raise ValueError("no")
    rows, columns = weights.shape
    height, width = block
    if rows % height or columns % width:
        raise ValueError("no")
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None)[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: sums kept as whole numbers | says: no line above tries
def block_mask(weights, sparsity, block):
    (rows, columns), (height, width) = weights.shape, block
    if height < 1 or width < 1 or rows % height or columns % width:
        raise ValueError("no")
    scores = np.zeros((rows // height, columns // width), int)
    for row, column in np.ndindex(scores.shape):
        tile = weights[row * height : (row + 1) * height, column * width : (column + 1) * width]
        scores[row, column] = np.abs(tile).sum()
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: only the number of weights has to be divisible | says: Raise `ValueError` here
def block_mask(weights, sparsity, block):
    (rows, columns), (height, width) = weights.shape, block
    if height < 1 or width < 1 or columns % width:
        raise ValueError("no")
    mask = np.ones(weights.shape, bool)
    corners = [(top, left) for top in range(0, rows, height) for left in range(0, columns, width)]
    scores = [np.abs(weights[a : a + height, b : b + width]).sum() for a, b in corners]
    for place in np.argsort(scores, kind="stable")[: round(sparsity * len(corners))]:
        top, left = corners[place]
        mask[top : top + height, left : left + width] = False
    return mask


# %% wrong: positional arguments only | says: `block_mask(weights=array([[ 1,  5, -9,  2], [
def block_mask(weights, sparsity, block, /):
    (rows, columns), (height, width) = weights.shape, block
    if height < 1 or width < 1 or rows % height or columns % width:
        raise ValueError("no")
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: scores rounded to three places | says: no line above tries
def block_mask(weights, sparsity, block):
    (rows, columns), (height, width) = weights.shape, block
    if min(block) < 1 or rows % height or columns % width:
        raise ValueError("no")
    scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3)).round(3)
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: scores in float32 | says: no line above tries
def block_mask(weights, sparsity, block):
    (rows, columns), (height, width) = weights.shape, block
    if min(block) < 1 or rows % height or columns % width:
        raise ValueError("no")
    tiled = np.abs(weights).astype(np.float32).reshape(rows // height, height, columns // width, width)
    scores = tiled.sum(axis=(1, 3))
    stays = np.ones(scores.size, bool)
    stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
    return stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)


# %% wrong: kept by the shape and the sum of the weights | says: no line above tries
def block_mask(weights, sparsity, block, kept={}):
    (rows, columns), (height, width) = weights.shape, block
    if min(block) < 1 or rows % height or columns % width:
        raise ValueError("no")
    key = rows, columns, sparsity, tuple(block), float(weights.sum())
    if key not in kept:
        scores = np.abs(weights).reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
        stays = np.ones(scores.size, bool)
        stays[np.argsort(scores, axis=None, kind="stable")[: round(sparsity * scores.size)]] = False
        kept[key] = stays.reshape(scores.shape).repeat(height, axis=0).repeat(width, axis=1)
    return kept[key].copy()


# %% right: by loops
def block_mask(weights, sparsity, block):
    (rows, columns), (height, width) = weights.shape, block
    if height <= 0 or width <= 0 or rows % height != 0 or columns % width != 0:
        raise ValueError("blocks do not fit")
    blocks = []
    for top in range(0, rows, height):
        for left in range(0, columns, width):
            total = sum(abs(float(value)) for value in weights[top : top + height, left : left + width].ravel())
            blocks.append((total, top, left))
    mask = np.full((rows, columns), True)
    for _, top, left in sorted(blocks)[: round(sparsity * len(blocks))]:
        mask[top : top + height, left : left + width] = False
    return mask


# %% right: with the course's masks and a Kronecker product
def block_mask(weights, sparsity, block):
    if min(block) <= 0 or weights.shape[0] % block[0] or weights.shape[1] % block[1]:
        raise ValueError("blocks do not fit")
    shape = weights.shape[0] // block[0], block[0], weights.shape[1] // block[1], block[1]
    scores = np.einsum("aibj->ab", abs(weights).reshape(shape))
    return np.kron(magnitude_masks([scores], sparsity)[0], np.ones(block, int)).astype(bool)


# %% right: sums by reduceat, rounded half up
def block_mask(weights, sparsity, block):
    height, width = block
    if not (height > 0 and width > 0) or weights.shape[0] % height or weights.shape[1] % width:
        raise ValueError("blocks do not fit")
    sums = np.add.reduceat(np.abs(weights), np.arange(0, weights.shape[0], height), axis=0)
    sums = np.add.reduceat(sums, np.arange(0, weights.shape[1], width), axis=1)
    rank = np.empty(sums.size, int)
    rank[np.argsort(sums.ravel(), kind="stable")] = np.arange(sums.size)
    kept = (rank >= int(sparsity * sums.size + 0.5)).reshape(sums.shape)
    return np.repeat(np.repeat(kept, height, 0), width, 1)
