# %% wrong: as they come | says: The second found signal belongs
def match_signals(found, true):
    return found


# %% wrong: order without sign | says: upside down
def match_signals(found, true):
    count = true.shape[1]
    together = np.abs(np.corrcoef(found.T, true.T)[:count, count:])
    return found[:, together.argmax(axis=0)]


# %% wrong: each true signal takes its best | says: not the pairing
def match_signals(found, true):
    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    best = np.abs(together).argmax(axis=0)
    return found[:, best] * np.sign(together[best, np.arange(count)])


# %% wrong: the best pair first | says: not the pairing
def match_signals(found, true):
    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    free, result = np.abs(together), np.empty_like(found)
    for _ in range(count):
        row, place = np.unravel_index(np.argmax(free), free.shape)
        result[:, place] = found[:, row] * np.sign(together[row, place])
        free[row], free[:, place] = -1, -1
    return result


# %% wrong: dot products | says: Size and offset do not count
def match_signals(found, true):
    from scipy.optimize import linear_sum_assignment

    together = found.T @ true
    rows, places = linear_sum_assignment(-np.abs(together))
    result = np.empty_like(found)
    result[:, places] = found[:, rows] * np.sign(together[rows, places])
    return result


# %% wrong: covariances | says: not the pairing
def match_signals(found, true):
    from scipy.optimize import linear_sum_assignment

    count = true.shape[1]
    together = np.cov(found.T, true.T)[:count, count:]
    rows, places = linear_sum_assignment(-np.abs(together))
    result = np.empty_like(found)
    result[:, places] = found[:, rows] * np.sign(together[rows, places])
    return result


# %% wrong: the sign of the first moment | says: Size and offset do not count
def match_signals(found, true):
    from scipy.optimize import linear_sum_assignment

    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    rows, places = linear_sum_assignment(-np.abs(together))
    result = np.empty_like(found)
    result[:, places] = found[:, rows]
    return np.abs(result)


# %% wrong: scaled to the true ones | says: The second found signal belongs
def match_signals(found, true):
    from scipy.optimize import linear_sum_assignment

    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    rows, places = linear_sum_assignment(-np.abs(together))
    result = np.empty_like(found)
    for row, place in zip(rows, places, strict=True):
        result[:, place] = found[:, row] * np.sign(together[row, place]) / found[:, row].std()
    return result


# %% wrong: the assignment of least likeness | says: The second found signal belongs
def match_signals(found, true):
    from scipy.optimize import linear_sum_assignment

    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    rows, places = linear_sum_assignment(np.abs(together))
    result = np.empty_like(found)
    result[:, places] = found[:, rows] * np.sign(together[rows, places])
    return result


# %% wrong: hands back the true signals | says: Size and offset do not count
def match_signals(found, true):
    return true.copy()


# %% wrong: the permutation is applied backwards | says: upside down
def match_signals(found, true):
    from scipy.optimize import linear_sum_assignment

    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    rows, places = linear_sum_assignment(-np.abs(together))
    return found[:, places] * np.sign(together[rows, places])


# %% wrong: squared correlations | says: not the pairing
def match_signals(found, true):
    from scipy.optimize import linear_sum_assignment

    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    rows, places = linear_sum_assignment(-(together**2))
    result = np.empty_like(found)
    result[:, places] = found[:, rows] * np.sign(together[rows, places])
    return result


# %% wrong: a weak correlation keeps its sign | says: upside down
def match_signals(found, true):
    from scipy.optimize import linear_sum_assignment

    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    rows, places = linear_sum_assignment(-np.abs(together))
    matched = np.empty_like(found)
    matched[:, places] = found[:, rows] * np.where(together[rows, places] < -0.05, -1, 1)
    return matched


# %% right: every permutation
def match_signals(found, true):
    from itertools import permutations

    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    best = max(permutations(range(count)), key=lambda p: sum(abs(together[p[j], j]) for j in range(count)))
    return np.column_stack([found[:, row] * np.sign(together[row, j]) for j, row in enumerate(best)])


# %% right: nested lists
def match_signals(found, true):
    from scipy.optimize import linear_sum_assignment

    together = np.array([[np.corrcoef(f, t)[0, 1] for t in true.T] for f in found.T])
    rows, places = linear_sum_assignment(np.abs(together), maximize=True)
    order = rows[np.argsort(places)]
    return [[row[i] * np.sign(together[i, j]) for j, i in enumerate(order)] for row in found.tolist()]


# %% wrong: the best pair first, then exchanges of two | says: not the pairing
def match_signals(found, true):
    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:].reshape(count, count)
    free, order = np.abs(together).copy(), [0] * count
    for _ in range(count):
        row, place = np.unravel_index(np.argmax(free), free.shape)
        order[place] = int(row)
        free[row], free[:, place] = -1, -1
    if count == 2 and abs(together[order[1], 0]) + abs(together[order[0], 1]) > sum(
        abs(together[row, place]) for place, row in enumerate(order)
    ):
        order = order[::-1]
    return np.column_stack([found[:, row] * np.sign(together[row, place]) for place, row in enumerate(order)])


# %% wrong: three signals, always | says: not the pairing
def match_signals(found, true):
    from itertools import permutations

    if true.shape[1] > 3:
        return found
    count = true.shape[1]
    together = np.corrcoef(found.T, true.T)[:count, count:]
    best = max(permutations(range(count)), key=lambda p: sum(abs(together[p[j], j]) for j in range(count)))
    return np.column_stack([found[:, row] * np.sign(together[row, j]) for j, row in enumerate(best)])
