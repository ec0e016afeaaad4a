# %% wrong: PCA alone | says: On the uneven scanner
def compact_digits(X_train, y_train, X_new):
    reduce = PCA(16).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


# %% wrong: standardised | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    reduce = make_pipeline(StandardScaler(), PCA(16)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


# %% wrong: the lecture's recipe | says: At most 16 numbers
def compact_digits(X_train, y_train, X_new):
    reduce = make_pipeline(StandardScaler(), PCA(0.99, whiten=True)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


# %% wrong: the recipe with 16 components | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    reduce = make_pipeline(StandardScaler(), PCA(16, whiten=True)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


# %% wrong: scaled by the range, then whitened | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    reduce = make_pipeline(MinMaxScaler(), PCA(16, whiten=True)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


# %% wrong: divided by the largest value, offset and all | says: On the uneven scanner
def compact_digits(X_train, y_train, X_new):
    largest = np.abs(X_train).max(axis=0)
    largest[largest == 0] = 1
    model = PCA(16).fit(X_train / largest)
    return model.transform(X_train / largest), model.transform(X_new / largest)


# %% wrong: too few components | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    reduce = make_pipeline(MinMaxScaler(), PCA(10)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


# %% wrong: one component too many | says: At most 16 numbers
def compact_digits(X_train, y_train, X_new):
    reduce = make_pipeline(MinMaxScaler(), PCA(17)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


# %% wrong: linear discriminant analysis | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    model = LinearDiscriminantAnalysis().fit(X_train, y_train)
    return model.transform(X_train), model.transform(X_new)


# %% wrong: partial least squares, standardised | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    scaler = StandardScaler().fit(X_train)
    known, unseen = scaler.transform(X_train), scaler.transform(X_new)
    follow = PLSRegression(16, scale=False).fit(known, np.eye(10)[y_train])
    return follow.transform(known), follow.transform(unseen)


# %% wrong: partial least squares, raw | says: On the uneven scanner
def compact_digits(X_train, y_train, X_new):
    follow = PLSRegression(16, scale=False).fit(X_train, np.eye(10)[y_train])
    return follow.transform(X_train), follow.transform(X_new)


# %% wrong: the sixteen pixels that vary most | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    loud = np.argsort(X_train.var(axis=0))[-16:]
    return X_train[:, loud], X_new[:, loud]


# %% wrong: the image halved, as if pixels stood in their order | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    scaler = MinMaxScaler().fit(X_train)
    halved = [scaler.transform(rows).reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)) for rows in (X_train, X_new)]
    return halved[0].reshape(-1, 16), halved[1].reshape(-1, 16)


# %% wrong: fitted on both | says: something was fitted on them
def compact_digits(X_train, y_train, X_new):
    scores = make_pipeline(MinMaxScaler(), PCA(16)).fit_transform(np.vstack([X_train, X_new]))
    return scores[: len(X_train)], scores[len(X_train) :]


# %% wrong: new rows are centred by themselves | says: something was fitted on them
def compact_digits(X_train, y_train, X_new):
    scaler = MinMaxScaler().fit(X_train)
    known, unseen = scaler.transform(X_train), scaler.transform(X_new)
    model = PCA(16).fit(known)
    return model.transform(known), (unseen - unseen.mean(axis=0)) @ model.components_.T


# %% wrong: new rows get a PCA of their own | says: something was fitted on them
def compact_digits(X_train, y_train, X_new):
    scaler = MinMaxScaler().fit(X_train)
    known, unseen = scaler.transform(X_train), scaler.transform(X_new)
    model = PCA(16).fit(unseen if len(unseen) > 16 else known)
    return PCA(16).fit_transform(known), model.transform(unseen)


# %% wrong: learned from the test rows too | says: On the even scanner
test_rows = X_test


def compact_digits(X_train, y_train, X_new):
    scaler, other = MinMaxScaler().fit(X_train), MinMaxScaler().fit(test_rows)
    known, unseen = scaler.transform(X_train), scaler.transform(X_new)
    model = PCA(16).fit(np.vstack([known, other.transform(test_rows)]))
    return model.transform(known), model.transform(unseen)


# %% wrong: learned from the digits of the set-up | says: On the even scanner
every_digit = np.vstack([X_train, X_test])


def compact_digits(X_train, y_train, X_new):
    scaler, model = MinMaxScaler().fit(X_train), PCA(16).fit(every_digit)
    return model.transform(scaler.transform(X_train)), model.transform(scaler.transform(X_new))


# %% wrong: the training labels as a column | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    reduce = make_pipeline(MinMaxScaler(), PCA(15)).fit(X_train)
    known, unseen = reduce.transform(X_train), reduce.transform(X_new)
    return np.column_stack([known, y_train]), np.column_stack([unseen, np.zeros(len(unseen))])


# %% wrong: constant | says: On the even scanner
def compact_digits(X_train, y_train, X_new):
    return np.zeros((len(X_train), 16)), np.zeros((len(X_new), 16))


# %% wrong: new rows only | says: two things
def compact_digits(X_train, y_train, X_new):
    return PCA(16).fit(X_train).transform(X_new)


# %% wrong: random directions without a seed | says: The same call gives two results
def compact_digits(X_train, y_train, X_new):
    lines = np.random.default_rng().normal(size=(64, 16))
    return X_train @ lines, X_new @ lines


# %% right: scaled by the range
def compact_digits(X_train, y_train, X_new):
    reduce = make_pipeline(MinMaxScaler(), PCA(16)).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)


# %% right: by hand, in float32, as lists
def compact_digits(X_train, y_train, X_new):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    span = np.where(high > low, high - low, 1)
    known, unseen = (X_train - low) / span, (X_new - low) / span
    middle = known.mean(axis=0)
    axes = np.linalg.svd(known - middle, full_matrices=False)[2][:16].T
    return [((rows - middle) @ axes).astype(np.float32).tolist() for rows in (known, unseen)]


# %% right: standardised only where the columns' units differ, then partial least squares
def compact_digits(X_train, y_train, X_new):
    uneven = X_train.max() > 2
    scaler = StandardScaler(with_std=uneven).fit(X_train)
    known, unseen = scaler.transform(X_train), scaler.transform(X_new)
    follow = PLSRegression(16, scale=False).fit(known, np.eye(10)[y_train])
    return follow.transform(known), follow.transform(unseen)


# %% right: chosen on a third of the training rows
def compact_digits(X_train, y_train, X_new):
    cut = len(X_train) * 2 // 3
    best = -1
    for steps in ([PCA(16)], [StandardScaler(), PCA(16)], [MinMaxScaler(), PCA(16)]):
        reduce = make_pipeline(*steps).fit(X_train[:cut])
        judge = KNeighborsClassifier(5).fit(reduce.transform(X_train[:cut]), y_train[:cut])
        score = judge.score(reduce.transform(X_train[cut:]), y_train[cut:])
        if score > best:
            best, chosen = score, steps
    reduce = make_pipeline(*chosen).fit(X_train)
    return reduce.transform(X_train), reduce.transform(X_new)
