# %% wrong: forgets the root | says: the root is missing
def distance_matrix(X):
    return ((X[:, None] - X[None, :]) ** 2).sum(axis=2)


# %% wrong: absolute differences | says: Square the differences
def distance_matrix(X):
    return np.abs(X[:, None] - X[None, :]).sum(axis=2)


# %% wrong: the mean over columns | says: A triangle with the sides 3, 4 and 5
def distance_matrix(X):
    return np.sqrt(((X[:, None] - X[None, :]) ** 2).mean(axis=2))


# %% wrong: sums the rows instead of the columns | says: A triangle with the sides 3, 4 and 5
def distance_matrix(X):
    return np.sqrt(((X[:, None] - X[None, :]) ** 2).sum(axis=0))


# %% wrong: roots of negatives by rounding | says: Rounding left a square just below zero: it has
def distance_matrix(X):
    squares = (X**2).sum(axis=1)
    return np.sqrt(squares[:, None] + squares - 2 * X @ X.T)


# %% wrong: the upper half only | says: A triangle with the sides 3, 4 and 5
def distance_matrix(X):
    return np.triu(np.sqrt(((X[:, None] - X[None, :]) ** 2).sum(axis=2)))


# %% wrong: knows the example only | says: Equal rows are 0 apart: float32 has too few
def distance_matrix(X):
    return 5 * (1 - np.eye(len(X)))


# %% wrong: distances from the first row | says: Every row has a distance to every row: shape
def distance_matrix(X):
    return np.sqrt(((X - X[0]) ** 2).sum(axis=1))


# %% wrong: the list of pairs | says: Every row has a distance to every row: shape
def distance_matrix(X):
    return pdist(X)


# %% wrong: how far the rows' lengths are apart | says: Add up all columns; do not average them
def distance_matrix(X):
    lengths = np.linalg.norm(X, axis=1)
    return np.abs(lengths[:, None] - lengths)


# %% wrong: the angle between rows | says: A triangle with the sides 3, 4 and 5
def distance_matrix(X):
    lengths = np.linalg.norm(X, axis=1) + 1e-12
    return 1 - X @ X.T / np.outer(lengths, lengths)


# %% wrong: half the digits | says: float32 has too few digits
def distance_matrix(X):
    X = X.astype(np.float32)
    squares = (X**2).sum(axis=1)
    return np.sqrt(np.abs(squares[:, None] + squares - 2 * X @ X.T))


# %% wrong: squares in float32 | says: no line above tries
def distance_matrix(X):
    rows = X.astype(np.float32)
    squares = (rows**2).sum(axis=1)
    found = np.sqrt(np.maximum(squares[:, None] + squares - 2 * rows @ rows.T, 0))
    found[(X[:, None] == X[None]).all(axis=-1)] = 0
    return found.astype(float)


# %% wrong: whole numbers in 32 bits | says: no line above tries
def distance_matrix(X):
    apart = (X.astype(np.int32) if X.dtype.kind == "i" else X)[:, None] - X[None].astype(X.dtype)
    squares = (apart * apart).sum(axis=-1)
    return np.sqrt(np.abs(squares.astype(np.int32) if X.dtype.kind == "i" else squares).astype(float))


# %% right: a loop over pairs
def distance_matrix(X):
    result = np.zeros((len(X), len(X)))
    for i in range(len(X)):
        for j in range(len(X)):
            result[i, j] = np.sqrt(((X[i] - X[j]) ** 2).sum())
    return result


# %% right: broadcasting and a norm
def distance_matrix(X):
    return np.linalg.norm(X[:, None, :] - X[None, :, :], axis=-1)


# %% right: row by row
def distance_matrix(X):
    return np.array([np.sqrt(((X - row) ** 2).sum(axis=1)) for row in X])


# %% right: SciPy
def distance_matrix(X):
    from scipy.spatial.distance import squareform

    return squareform(pdist(X))


# %% right: single precision, column by column
def distance_matrix(X):
    squared = np.zeros((len(X), len(X)), np.float32)
    for column in X.T:
        squared += (column[:, None] - column) ** 2
    return np.sqrt(squared)


# %% right: scikit-learn
def distance_matrix(X):
    from sklearn.metrics import pairwise_distances

    return pairwise_distances(X)


# %% wrong: the first two columns only | says: no line above tries
def distance_matrix(X):
    X = np.asarray(X, float)[:, :2]
    return np.sqrt(((X[:, None] - X[None, :]) ** 2).sum(axis=2))


# %% wrong: whole numbers stay whole | says: numbers with decimals
def distance_matrix(X):
    found = np.zeros((len(X), len(X)), X.dtype)
    for i, one in enumerate(X):
        for j, other in enumerate(X):
            found[i, j] = np.sqrt(((one - other) ** 2).sum())
    return found


# %% wrong: rounded to one place | says: Add up all columns
def distance_matrix(X):
    X = np.asarray(X, float)
    return np.round(np.sqrt(((X[:, None] - X[None, :]) ** 2).sum(axis=2)), 1)


# %% right: SciPy
def distance_matrix(X):
    from scipy.spatial.distance import cdist

    return cdist(np.asarray(X, float), np.asarray(X, float))
