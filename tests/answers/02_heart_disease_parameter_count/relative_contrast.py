# %% wrong: a point is its own neighbour | says: leave each point's zero to itself out
def relative_contrast(distances):
    nearest, farthest = distances.min(axis=1), distances.max(axis=1)
    return np.mean((farthest - nearest) / nearest)


# %% wrong: one nearest and one farthest of all | says: of its own
def relative_contrast(distances):
    pairs = distances[distances > 0]
    if not len(pairs):
        raise ValueError
    return float((pairs.max() - pairs.min()) / pairs.min())


# %% wrong: a plain ratio | says: How much *farther*
def relative_contrast(distances):
    others = np.where(np.eye(len(distances)) > 0, np.inf, distances)
    return float(np.mean(distances.max(axis=1) / others.min(axis=1)))


# %% wrong: a ratio of means | says: Divide for each point
def relative_contrast(distances):
    others = np.where(np.eye(len(distances)) > 0, np.inf, distances)
    nearest, farthest = others.min(axis=1), distances.max(axis=1)
    return float((farthest - nearest).mean() / nearest.mean())


# %% wrong: the median | says: have the mean 7/6
def relative_contrast(distances):
    others = np.where(np.eye(len(distances)) > 0, np.inf, distances)
    nearest, farthest = others.min(axis=1), distances.max(axis=1)
    return float(np.median((farthest - nearest) / nearest) + 0.1)


# %% wrong: knows the example only | says: no contrast
def relative_contrast(distances):
    return 7 / 6


# %% wrong: points that coincide are passed over | says: nothing to divide by
def relative_contrast(distances):
    others = np.where(distances == 0, np.inf, distances)
    nearest, farthest = others.min(axis=1), distances.max(axis=1)
    return float(np.mean((farthest - nearest) / nearest))


# %% wrong: writes into what it was given | says: changed what it was given
def relative_contrast(distances):
    np.fill_diagonal(distances, np.nan)
    nearest, farthest = np.nanmin(distances, axis=1), np.nanmax(distances, axis=1)
    return float(np.mean((farthest - nearest) / nearest))


# %% wrong: the first point only | says: Each point has
def relative_contrast(distances):
    near, far = distances[0, 1:].min(), distances[0, 1:].max()
    if near == 0:
        raise ValueError
    return (far - near) / near


# %% right: sorted rows
def relative_contrast(distances):
    rows = np.sort(distances, axis=1)
    if np.any(rows[:, 1] <= 0):
        raise ValueError("coinciding points")
    return np.mean(rows[:, -1] / rows[:, 1] - 1)


# %% right: a loop over points
def relative_contrast(distances):
    total = 0.0
    for point, row in enumerate(distances):
        others = [d for other, d in enumerate(row) if other != point]
        if min(others) == 0:
            raise ValueError(f"point {point} has a twin")
        total += (max(others) - min(others)) / min(others)
    return total / len(distances)
