# %% wrong: the published code | says: changed the *training* rows
def project_new_rows(X_train, X_new, k):
    everything = StandardScaler().fit_transform(np.vstack([X_train, X_new]))
    scores = PCA(k).fit_transform(everything)
    return scores[: len(X_train)], scores[len(X_train) :]


# %% wrong: the scaler sees both | says: changed the *training* rows
def project_new_rows(X_train, X_new, k):
    scaler = StandardScaler().fit(np.vstack([X_train, X_new]))
    model = PCA(k).fit(scaler.transform(X_train))
    return model.transform(scaler.transform(X_train)), model.transform(scaler.transform(X_new))


# %% wrong: the PCA sees both | says: changed the *training* rows
def project_new_rows(X_train, X_new, k):
    scaler = StandardScaler().fit(X_train)
    old, new = scaler.transform(X_train), scaler.transform(X_new)
    model = PCA(k).fit(np.vstack([old, new]))
    return model.transform(old), model.transform(new)


# %% wrong: new rows get a scaler of their own | says: alone than among others
def project_new_rows(X_train, X_new, k):
    old = StandardScaler().fit_transform(X_train)
    model = PCA(k).fit(old)
    return model.transform(old), model.transform(StandardScaler().fit_transform(X_new))


# %% wrong: new rows are centred by themselves | says: alone than among others
def project_new_rows(X_train, X_new, k):
    scaler = StandardScaler().fit(X_train)
    model = PCA(k).fit(scaler.transform(X_train))
    new = scaler.transform(X_new)
    return model.transform(scaler.transform(X_train)), (new - new.mean(axis=0)) @ model.components_.T


# %% wrong: forgets to standardise | says: not the components of the standardised
def project_new_rows(X_train, X_new, k):
    model = PCA(k).fit(X_train)
    return model.transform(X_train), model.transform(X_new)


# %% wrong: forgets to standardise the new rows | says: New rows take the mean and the deviation
def project_new_rows(X_train, X_new, k):
    old = StandardScaler().fit_transform(X_train)
    model = PCA(k).fit(old)
    return model.transform(old), model.transform(X_new)


# %% wrong: divides by a deviation of zero | says: no spread to divide by
def project_new_rows(X_train, X_new, k):
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0)
    varies = deviation > 0
    model = PCA(k).fit((X_train - mean)[:, varies] / deviation[varies])
    axes = np.zeros((k, len(mean)))
    axes[:, varies] = model.components_
    old = (X_train - mean)[:, varies] / deviation[varies]
    with np.errstate(all="ignore"):
        return model.transform(old), (X_new - mean) / deviation @ axes.T


# %% wrong: whitens as well | says: whitened
def project_new_rows(X_train, X_new, k):
    chain = make_pipeline(StandardScaler(), PCA(k, whiten=True)).fit(X_train)
    return chain.transform(X_train), chain.transform(X_new)


# %% wrong: the new rows only | says: Return two tables
def project_new_rows(X_train, X_new, k):
    return make_pipeline(StandardScaler(), PCA(k)).fit(X_train).transform(X_new)


# %% wrong: PCA before the scaler | says: whitened
def project_new_rows(X_train, X_new, k):
    chain = make_pipeline(PCA(k), StandardScaler()).fit(X_train)
    return chain.transform(X_train), chain.transform(X_new)


# %% wrong: many new rows are centred on their own mean | says: New rows take the mean
def project_new_rows(X_train, X_new, k):
    scaler = StandardScaler().fit(X_train)
    axes = PCA(k).fit(scaler.transform(X_train))
    rows = scaler.transform(X_new)
    if len(rows) > 20:
        rows = rows - rows.mean(axis=0)
    return axes.transform(scaler.transform(X_train)), axes.transform(rows)


# %% wrong: a small deviation counts as none | says: These are not the components
def project_new_rows(X_train, X_new, k):
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0)
    deviation = np.where(deviation < 1e-3, 1, deviation)
    axes = PCA(k).fit((X_train - mean) / deviation)
    return axes.transform((X_train - mean) / deviation), axes.transform((X_new - mean) / deviation)


# %% right: by hand, n − 1 in the deviation
def project_new_rows(X_train, X_new, k):
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)
    deviation[deviation == 0] = 1
    old, new = (X_train - mean) / deviation, (X_new - mean) / deviation
    axes = np.linalg.svd(old, full_matrices=False)[2][:k]
    return old @ axes.T, new @ axes.T


# %% right: step by step, as lists
def project_new_rows(X_train, X_new, k):
    scaler = StandardScaler()
    old = scaler.fit_transform(X_train)
    model = PCA(n_components=k)
    first = model.fit_transform(old)
    return [first.tolist(), model.transform(scaler.transform(X_new)).tolist()]


# %% wrong: the sign is settled in each table by itself | says: one way for the training rows and the other way
def project_new_rows(X_train, X_new, k):
    reduce = make_pipeline(StandardScaler(), PCA(k)).fit(X_train)
    tables = reduce.transform(X_train), reduce.transform(X_new)
    return tuple(rows * np.where(rows.sum(axis=0) < 0, -1, 1) for rows in tables)


# %% wrong: zero divided by zero | says: no spread to divide by
def project_new_rows(X_train, X_new, k):
    with np.errstate(all="ignore"):
        old, new = (
            np.nan_to_num((rows - X_train.mean(axis=0)) / X_train.std(axis=0), nan=np.nan) for rows in (X_train, X_new)
        )
        varies = X_train.std(axis=0) > 0
        model = PCA(k).fit(old[:, varies])
        axes = np.zeros((k, len(varies)))
        axes[:, varies] = model.components_
        return old @ axes.T, new @ axes.T


# %% wrong: constant columns are left out and so are new rows that differ there | says: not the components of the standardised
def project_new_rows(X_train, X_new, k):
    reduce = make_pipeline(StandardScaler(), PCA(min(k, 2))).fit(X_train)
    old, new = reduce.transform(X_train), reduce.transform(X_new)
    return np.pad(old, ((0, 0), (0, k - old.shape[1]))), np.pad(new, ((0, 0), (0, k - old.shape[1])))
