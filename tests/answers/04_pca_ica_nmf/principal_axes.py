# %% wrong: no centring | says: centre first
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


# %% wrong: axes in columns | says: one axis per row
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors[:, ::-1][:, :k]
    largest = np.abs(axes).argmax(axis=0)
    return variances[::-1][:k], axes * np.sign(axes[largest, np.arange(k)])


# %% wrong: as eigh sorts them | says: The largest variance comes first
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: ignores the counts | says: a count of 3 is a row three times
def principal_axes(X, counts, k):
    model = PCA(k).fit(X)
    return model.explained_variance_, model.components_


# %% wrong: counts in the covariance but not in the mean | says: a count of 3 is a row three times
def principal_axes(X, counts, k):
    centred = X - X.mean(axis=0)
    variances, vectors = np.linalg.eigh((centred.T * counts) @ centred / (counts.sum() - 1))
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: number of stored rows less one | says: a count of 3 is a row three times
def principal_axes(X, counts, k):
    centred = X - np.average(X, axis=0, weights=counts)
    variances, vectors = np.linalg.eigh((centred.T * counts) @ centred / (len(X) - 1))
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: signs as they come | says: the entry of largest magnitude is positive
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    return variances[::-1][:k], vectors.T[::-1][:k]


# %% wrong: the first entry is made positive | says: the entry of largest magnitude is positive
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[::-1][:k]
    return variances[::-1][:k], axes * np.sign(axes[:, :1])


# %% wrong: every entry made positive | says: turn a whole axis round
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    return variances[::-1][:k], np.abs(vectors.T[::-1][:k])


# %% wrong: the sum of the entries is made positive | says: the entry of largest magnitude is positive
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[::-1][:k]
    return variances[::-1][:k], axes * np.sign(axes.sum(axis=1))[:, None]


# %% wrong: the last entry is made positive | says: the entry of largest magnitude is positive
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[::-1][:k]
    return variances[::-1][:k], axes * np.sign(axes[:, -1:])


# %% wrong: correlation for covariance | says: centre first
def principal_axes(X, counts, k):
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    variances, vectors = np.linalg.eigh(np.cov(Z.T, fweights=counts))
    axes = vectors.T[::-1][:k]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1][:k], axes * np.sign(axes[np.arange(k), largest])[:, None]


# %% wrong: all components | says: k of them
def principal_axes(X, counts, k):
    variances, vectors = np.linalg.eigh(np.cov(X.T, fweights=counts))
    axes = vectors.T[::-1]
    largest = np.abs(axes).argmax(axis=1)
    return variances[::-1], axes * np.sign(axes[np.arange(len(axes)), largest])[:, None]


# %% wrong: the axes only | says: Return two things
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
