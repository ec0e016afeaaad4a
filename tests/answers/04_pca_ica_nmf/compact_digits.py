# %% wrong: the lecture's recipe | says: At most 16 numbers
def compact_digits(X_train, y_train, X_new):
    chain = make_pipeline(StandardScaler(), PCA(0.99, whiten=True)).fit(X_train)
    return chain.transform(X_train), chain.transform(X_new)


# %% wrong: the recipe with 16 components | says: More than one point of accuracy
def compact_digits(X_train, y_train, X_new):
    chain = make_pipeline(StandardScaler(), PCA(16, whiten=True)).fit(X_train)
    return chain.transform(X_train), chain.transform(X_new)


# %% wrong: standardised | says: More than one point of accuracy
def compact_digits(X_train, y_train, X_new):
    chain = make_pipeline(StandardScaler(), PCA(16)).fit(X_train)
    return chain.transform(X_train), chain.transform(X_new)


# %% wrong: whitened | says: More than one point of accuracy
def compact_digits(X_train, y_train, X_new):
    model = PCA(16, whiten=True).fit(X_train)
    return model.transform(X_train), model.transform(X_new)


# %% wrong: too few components | says: More than one point of accuracy
def compact_digits(X_train, y_train, X_new):
    model = PCA(10).fit(X_train)
    return model.transform(X_train), model.transform(X_new)


# %% wrong: linear discriminant analysis | says: More than one point of accuracy
def compact_digits(X_train, y_train, X_new):
    model = LinearDiscriminantAnalysis().fit(X_train, y_train)
    return model.transform(X_train), model.transform(X_new)


# %% wrong: one component too many | says: At most 16 numbers
def compact_digits(X_train, y_train, X_new):
    model = PCA(17).fit(X_train)
    return model.transform(X_train), model.transform(X_new)


# %% wrong: the sixteen pixels that vary most | says: More than one point of accuracy
def compact_digits(X_train, y_train, X_new):
    loud = np.argsort(X_train.var(axis=0))[-16:]
    return X_train[:, loud], X_new[:, loud]


# %% wrong: fitted on both | says: something was fitted on them
def compact_digits(X_train, y_train, X_new):
    scores = PCA(16).fit_transform(np.vstack([X_train, X_new]))
    return scores[: len(X_train)], scores[len(X_train) :]


# %% wrong: new rows get a PCA of their own | says: something was fitted on them
def compact_digits(X_train, y_train, X_new):
    scores = PCA(16).fit(X_new).transform if len(X_new) > 16 else PCA(16).fit(X_train).transform
    return PCA(16).fit_transform(X_train), scores(X_new)


# %% wrong: new rows are centred by themselves | says: something was fitted on them
def compact_digits(X_train, y_train, X_new):
    model = PCA(16).fit(X_train)
    return model.transform(X_train), (X_new - X_new.mean(axis=0)) @ model.components_.T


# %% wrong: the training labels as a column | says: More than one point of accuracy
def compact_digits(X_train, y_train, X_new):
    model = PCA(15).fit(X_train)
    known, unseen = model.transform(X_train), model.transform(X_new)
    return np.column_stack([known, y_train]), np.column_stack([unseen, np.zeros(len(unseen))])


# %% wrong: learned from every digit there is | says: was something learned from rows that were not passed in
def compact_digits(X_train, y_train, X_new):
    model = PCA(16).fit(digits.data / 16)
    return model.transform(X_train), model.transform(X_new)


# %% wrong: labels of every digit there is | says: was something learned from rows that were not passed in
def compact_digits(X_train, y_train, X_new):
    follow = PLSRegression(16, scale=False).fit(digits.data / 16, np.eye(10)[digits.target])
    return follow.transform(X_train), follow.transform(X_new)


# %% wrong: constant | says: More than one point of accuracy
def compact_digits(X_train, y_train, X_new):
    return np.zeros((len(X_train), 16)), np.zeros((len(X_new), 16))


# %% wrong: new rows only | says: two things
def compact_digits(X_train, y_train, X_new):
    return PCA(16).fit(X_train).transform(X_new)


# %% wrong: a randomised PCA without a seed | says: The same call gives two results
def compact_digits(X_train, y_train, X_new):
    model = PCA(16, svd_solver="randomized").fit(X_train)
    return model.transform(X_train), model.transform(X_new)


# %% wrong: random directions without a seed | says: The same call gives two results
def compact_digits(X_train, y_train, X_new):
    model = GaussianRandomProjection(16).fit(X_train)
    return model.transform(X_train), model.transform(X_new)


# %% wrong: NMF without a seed | says: The same call gives two results
def compact_digits(X_train, y_train, X_new):
    model = NMF(16, init="nndsvda", max_iter=1_000, tol=1e-3).fit(X_train)
    return model.transform(X_train), model.transform(X_new)


# %% right: truncated SVD of centred rows
def compact_digits(X_train, y_train, X_new):
    middle = X_train.mean(axis=0)
    model = TruncatedSVD(16, algorithm="arpack", random_state=0).fit(X_train - middle)
    return model.transform(X_train - middle), model.transform(X_new - middle)


# %% right: by hand, in float32
def compact_digits(X_train, y_train, X_new):
    middle = X_train.mean(axis=0)
    axes = np.linalg.svd(X_train - middle, full_matrices=False)[2][:16].T
    return ((X_train - middle) @ axes).astype(np.float32), ((X_new - middle) @ axes).astype(np.float32)


# %% right: partial least squares with sixteen, as lists
def compact_digits(X_train, y_train, X_new):
    follow = PLSRegression(16, scale=False).fit(X_train, np.eye(10)[y_train])
    return follow.transform(X_train).tolist(), follow.transform(X_new).tolist()


# %% right: partial least squares with fourteen
def compact_digits(X_train, y_train, X_new):
    follow = PLSRegression(14, scale=False).fit(X_train, np.eye(10)[y_train])
    return follow.transform(X_train), follow.transform(X_new)


# %% right: the discriminant of three kinds of each digit
def compact_digits(X_train, y_train, X_new):
    from sklearn.cluster import KMeans

    calm = PCA(30).fit(X_train)
    known, unseen = calm.transform(X_train), calm.transform(X_new)
    kinds = np.zeros(len(known), dtype=int)
    for digit in range(10):
        here = y_train == digit
        kinds[here] = 3 * digit + KMeans(3, n_init=2, random_state=0).fit_predict(known[here])
    model = LinearDiscriminantAnalysis(n_components=12, solver="eigen", shrinkage=0.4).fit(known, kinds)
    return model.transform(known), model.transform(unseen)


# %% right: a randomised PCA with a seed
def compact_digits(X_train, y_train, X_new):
    model = PCA(16, svd_solver="randomized", random_state=0).fit(X_train)
    return model.transform(X_train), model.transform(X_new)


# %% right: arpack without a seed, which agrees to rounding
def compact_digits(X_train, y_train, X_new):
    model = PCA(16, svd_solver="arpack").fit(X_train)
    return model.transform(X_train), model.transform(X_new)
