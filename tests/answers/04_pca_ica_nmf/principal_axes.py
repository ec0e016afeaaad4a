# %% wrong: no centring | says: Centre first
def principal_axes(X, counts, k):
    covariance = (X.T * counts) @ X / (counts.sum() - 1)
    variances, vectors = np.linalg.eigh(covariance)
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: divides by n | says: the convention here is n − 1
def principal_axes(X, counts, k):
    centred = X - np.average(X, axis=0, weights=counts)
    variances, vectors = np.linalg.eigh((centred.T * counts) @ centred / counts.sum())
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: axes in columns | says: One axis of two numbers was asked for
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors[:, ::-1][:, :k]
    largest = np.abs(axes).argmax(axis=0)
    return variances[::-1][:k], axes * np.sign(axes[largest, np.arange(k)])


# %% wrong: as eigh sorts them | says: Centre first
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: ignores the counts | says: A count of 2 is a row twice
def principal_axes(X, counts, k):
    model = PCA(k).fit(X)
    return model.explained_variance_, model.components_


# %% wrong: counts in the covariance but not in the mean | says: Centre first, with the counts
def principal_axes(X, counts, k):
    centred = X - X.mean(axis=0)
    variances, vectors = np.linalg.eigh((centred.T * counts) @ centred / (counts.sum() - 1))
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: number of stored rows less one | says: Centre first, with the counts
def principal_axes(X, counts, k):
    centred = X - np.average(X, axis=0, weights=counts)
    variances, vectors = np.linalg.eigh((centred.T * counts) @ centred / (len(X) - 1))
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: signs as they come | says: The entry of largest magnitude in each axis is positive
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    return variances[::-1][:k], vectors.T[::-1][:k]


# %% wrong: the first entry is made positive | says: not the axes of the table
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[::-1][:k]
    return variances[::-1][:k], axes * np.sign(axes[:, :1])


# %% wrong: every entry made positive | says: The entry of largest magnitude in each axis is positive
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    return variances[::-1][:k], np.abs(vectors.T[::-1][:k])


# %% wrong: the sum of the entries is made positive | says: The entry of largest magnitude in each axis is positive
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[::-1][:k]
    return variances[::-1][:k], axes * np.sign(axes.sum(axis=1))[:, None]


# %% wrong: the last entry is made positive | says: not the axes of the table
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[::-1][:k]
    return variances[::-1][:k], axes * np.sign(axes[:, -1:])


# %% wrong: correlation for covariance | says: Centre first
def principal_axes(X, counts, k):
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    variances, vectors = np.linalg.eigh(np.cov(Z.T, fweights=counts))
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: all components | says: One axis of two numbers
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[::-1]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1], axes * np.sign(axes[np.arange(len(axes)), largest])[:, None]


# %% wrong: the axes only | says: One axis of two numbers
def principal_axes(X, counts, k):
    return PCA(k).fit(np.repeat(X, counts, axis=0)).components_[0]


# %% right: repeats the rows and takes an SVD
def principal_axes(X, counts, k):
    rows = np.repeat(X, counts, axis=0)
    _, singular, axes = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    signs = [1 if max(axis, key=abs) > 0 else -1 for axis in axes[:k]]
    return list(singular[:k] ** 2 / (len(rows) - 1)), axes[:k] * np.array(signs)[:, None]


# %% right: weights in NumPy's own functions
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X, rowvar=False, fweights=counts))
    order = np.argsort(variances)[::-1][:k]
    axes = []
    for index in order:
        axis = vectors[:, index]
        axes.append(axis if axis[np.argmax(np.abs(axis))] > 0 else -axis)
    return variances[order], np.array(axes)


# %% wrong: two components whatever k is | says: One axis of two numbers was asked for
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[::-1][:2]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:2], axes * np.sign(axes[np.arange(2), largest])[:, None]


# %% wrong: eig, which sorts nothing | says: not the variances
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eig(np.atleast_2d(np.cov(X.T, fweights=counts)))
    if len(variances) == 2:
        order = np.argsort(-variances)
        variances, vectors = variances[order], vectors[:, order]
    axes = vectors.T[:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: sorted by the size of the counts' first column | says: not the
def principal_axes(X, counts, k):
    middle = counts @ X / counts.sum()
    covariance = ((X - middle).T * counts) @ (X - middle) / (counts.sum() - 1)
    order = np.argsort(-np.diag(covariance))[:k]
    variances, vectors = np.linalg.eigh(covariance)
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return np.diag(covariance)[order] if k > 1 else variances[::-1][:1], axes * np.sign(
        axes[np.arange(len(axes)), largest]
    )[:, None]


# %% wrong: changes the table | says: changed what it was given
def principal_axes(X, counts, k):
    X -= counts @ X / counts.sum()
    variances, vectors = np.linalg.eigh((X.T * counts) @ X / (counts.sum() - 1))
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% right: a loop over the rows
def principal_axes(X, counts, k):
    rows = [row for row, count in zip(X, counts) for _ in range(count)]
    middle = sum(rows) / len(rows)
    covariance = sum(np.outer(row - middle, row - middle) for row in rows) / (len(rows) - 1)
    variances, vectors = np.linalg.eigh(covariance)
    best = sorted(range(len(variances)), key=lambda i: -variances[i])[:k]
    axes = np.array([vectors[:, i] for i in best])
    for axis in axes:
        if axis[np.abs(axis).argmax()] < 0:
            axis *= -1
    return variances[best], axes
