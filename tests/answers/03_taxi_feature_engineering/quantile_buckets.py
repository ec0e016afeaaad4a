# %% wrong: edges from the values, a leak | says: The other values moved the edges: they come
def quantile_buckets(train, values, buckets):
    edges = np.quantile(values, np.arange(1, buckets) / buckets)
    return np.searchsorted(edges, values, side="right")


# %% wrong: edges from both together, a leak | says: The other values moved the edges
def quantile_buckets(train, values, buckets):
    edges = np.quantile(np.concatenate([train, values]), np.arange(1, buckets) / buckets)
    return np.searchsorted(edges, values, side="right")


# %% wrong: equally wide buckets | says: The edge is the median, 2, not half of the
def quantile_buckets(train, values, buckets):
    edges = np.linspace(train.min(), train.max(), buckets + 1)[1:-1]
    return np.searchsorted(edges, values, side="right")


# %% wrong: the least value is an edge too | says: The first bucket is number 0
def quantile_buckets(train, values, buckets):
    return np.digitize(values, np.quantile(train, np.arange(buckets) / buckets))


# %% wrong: outermost edges, so that what is outside has buckets of its own | says: Two buckets are 0 and 1, and what is beyond
def quantile_buckets(train, values, buckets):
    edges = np.quantile(train, np.arange(buckets + 1) / buckets)
    return np.digitize(values, edges) - 1


# %% wrong: one edge too few | says: Two buckets are 0 and 1, and what is beyond
def quantile_buckets(train, values, buckets):
    edges = np.quantile(train, np.arange(1, buckets - 1) / (buckets - 1))
    return np.searchsorted(edges, values, side="right")


# %% wrong: a value on an edge falls below it | says: The edge is the median, 2, not half of the
def quantile_buckets(train, values, buckets):
    edges = np.quantile(train, np.arange(1, buckets) / buckets)
    return np.searchsorted(edges, values)


# %% wrong: pandas, which leaves out what is beyond | says: Two buckets are 0 and 1, and what is beyond
def quantile_buckets(train, values, buckets):
    edges = np.quantile(train, np.arange(buckets + 1) / buckets)
    return pd.cut(pd.Series([*values, 1e9]), edges, labels=False, right=False).to_numpy()[:-1]


# %% wrong: buckets of the ranks | says: The edge is the median, 2, not half of the
def quantile_buckets(train, values, buckets):
    ranks = np.argsort(np.argsort(values))
    return ranks * buckets // len(values)


# %% wrong: takes the training values to be in order | says: no line above tries
def quantile_buckets(train, values, buckets):
    edges = train[len(train) * np.arange(1, buckets) // buckets]
    return np.searchsorted(edges, values, side="right")


# %% wrong: the edges, not the ids | says: A bucket id for each value: a whole number, not
def quantile_buckets(train, values, buckets):
    return np.quantile(train, np.arange(1, buckets) / buckets)


# %% wrong: each value once | says: no line above tries
def quantile_buckets(train, values, buckets):
    edges = np.quantile(np.unique(train), np.arange(1, buckets) / buckets)
    return np.searchsorted(edges, values, side="right")


# %% wrong: every bucket the middle one | says: The first bucket is number 0
def quantile_buckets(train, values, buckets):
    return np.full(len(values), buckets // 2)


# %% wrong: a tensor of TensorFlow | says: no tensor
def quantile_buckets(train, values, buckets):
    edges = np.quantile(train, np.arange(1, buckets) / buckets)
    return layers.Discretization(edges.tolist())(values)


# %% right: digitize
def quantile_buckets(train, values, buckets):
    edges = [np.quantile(train, share) for share in np.linspace(0, 1, buckets + 1)[1:-1]]
    return np.digitize(values, edges)


# %% right: counts the edges that a value reaches
def quantile_buckets(train, values, buckets):
    edges = np.percentile(train, 100 * np.arange(1, buckets) / buckets)
    return (np.asarray(values)[:, None] >= edges).sum(axis=1).tolist()


# %% right: Keras
def quantile_buckets(train, values, buckets):
    edges = np.quantile(train, np.arange(1, buckets) / buckets)
    return np.asarray(layers.Discretization(edges.tolist())(values))


# %% right: a Series
def quantile_buckets(train, values, buckets):
    edges = pd.Series(train).quantile(np.arange(1, buckets) / buckets)
    return pd.Series(np.searchsorted(edges, values, side="right"))


# %% wrong: whole per cents | says: no line above tries
def quantile_buckets(train, values, buckets):
    edges = np.percentile(train, [i * (100 // buckets) for i in range(1, buckets)])
    return np.searchsorted(edges, values, side="right")


# %% wrong: a step that adds up | says: 0…99 in four buckets: the edges lie near 25, 50
def quantile_buckets(train, values, buckets):
    edges = np.quantile(train, np.arange(round(1 / buckets, 1), 1, round(1 / buckets, 1))) if buckets > 1 else []
    return np.searchsorted(edges, values, side="right")


# %% wrong: tied edges once | says: no line above tries
def quantile_buckets(train, values, buckets):
    edges = np.unique(np.quantile(train, np.arange(1, buckets) / buckets))
    return np.searchsorted(edges, values, side="right")


# %% wrong: the nearest training value below for an edge | says: no line above tries
def quantile_buckets(train, values, buckets):
    edges = np.quantile(train, np.arange(1, buckets) / buckets, method="lower")
    return np.searchsorted(edges, values, side="right")


# %% wrong: bytes of eight bits | says: Wrong on an input that no line above tries
def quantile_buckets(train, values, buckets):
    e = np.quantile(train, np.arange(1, buckets) / buckets)
    return np.searchsorted(e, values, side="right").astype(np.uint8)


# %% wrong: int8 | says: Wrong on an input that no line above tries
def quantile_buckets(train, values, buckets):
    e = np.quantile(train, np.arange(1, buckets) / buckets)
    return np.searchsorted(e, values, side="right").astype(np.int8)


# %% wrong: edges in the type of train | says: Wrong on an input that no line above tries
def quantile_buckets(train, values, buckets):
    e = np.quantile(train, np.arange(1, buckets) / buckets).astype(train.dtype)
    return np.searchsorted(e, values, side="right")


# %% wrong: lower value instead of a line between | says: Wrong on an input that no line above tries
def quantile_buckets(train, values, buckets):
    e = np.quantile(train, np.arange(1, buckets) / buckets, method="nearest" if len(train) > 50 else "linear")
    return np.searchsorted(e, values, side="right")


# %% wrong: no values gives decimals | says: A bucket id is a whole number
def quantile_buckets(train, values, buckets):
    e = np.quantile(train, np.arange(1, buckets) / buckets)
    return np.array([int((e <= v).sum()) for v in values])


# %% wrong: rounded edges | says: Wrong on an input that no line above tries
def quantile_buckets(train, values, buckets):
    e = np.quantile(train, np.arange(1, buckets) / buckets).round(3)
    return np.searchsorted(e, values, side="right")


# %% right: a column with an index of its own
def quantile_buckets(train, values, buckets):
    edges = pd.Series(train).quantile([i / buckets for i in range(1, buckets)]).to_numpy()
    return pd.Series(np.searchsorted(edges, values, side="right"), index=range(5, 5 + len(values)), dtype="int64")
