# %% wrong: the published code | says: which rows did the ranking see
def screened_accuracy(X, y, folds, k):
    strength = [np.corrcoef(column, y)[0, 1] for column in X.T]
    X = X[:, np.argsort(strength)[-k:]]
    model = LinearDiscriminantAnalysis()
    return np.mean([model.fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds])


# %% wrong: mends the sign only | says: which rows did the ranking see
def screened_accuracy(X, y, folds, k):
    strength = [abs(np.corrcoef(column, y)[0, 1]) for column in X.T]
    X = X[:, np.argsort(strength)[-k:]]
    model = LinearDiscriminantAnalysis()
    return np.mean([model.fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds])


# %% wrong: ranks on the tested rows | says: no line above tries
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, test in folds:
        strength = np.nan_to_num([abs(np.corrcoef(column, y[test])[0, 1]) for column in X[test].T])
        best = np.argsort(strength)[-k:]
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return np.mean(scores)


# %% wrong: keeps the sign | says: tells as much as a positive one
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, test in folds:
        strength = np.nan_to_num([np.corrcoef(column, y[train])[0, 1] for column in X[train].T], nan=-1)
        best = np.argsort(strength)[-k:]
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return np.mean(scores)


# %% wrong: NaN is sorted to the top | says: no line above tries
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, test in folds:
        strength = [abs(np.corrcoef(column, y[train])[0, 1]) for column in X[train].T]
        best = np.argsort(strength)[-k:]
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return np.mean(scores)


# %% wrong: keeps all columns | says: no line above tries
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, test in folds:
        model = LinearDiscriminantAnalysis().fit(X[train], y[train])
        scores.append(model.score(X[test], y[test]))
    return np.mean(scores)


# %% wrong: keeps the weakest | says: A strongly *negative* correlation tells as much
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, test in folds:
        strength = np.nan_to_num([abs(np.corrcoef(column, y[train])[0, 1]) for column in X[train].T])
        best = np.argsort(strength)[:k]
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return np.mean(scores)


# %% wrong: scores the training rows | says: which rows did the ranking see
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, _ in folds:
        strength = np.nan_to_num([abs(np.corrcoef(column, y[train])[0, 1]) for column in X[train].T])
        best = np.argsort(strength)[-k:]
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[train][:, best], y[train]))
    return np.mean(scores)


# %% wrong: the best fold | says: no line above tries
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, test in folds:
        strength = np.nan_to_num([abs(np.corrcoef(column, y[train])[0, 1]) for column in X[train].T])
        best = np.argsort(strength)[-k:]
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return max(scores)


# %% wrong: a score for each fold | says: Return one number
def screened_accuracy(X, y, folds, k):
    return [0.5 for _ in folds]


# %% wrong: half, whatever comes | says: tells as much as a positive one
def screened_accuracy(X, y, folds, k):
    return 0.5


# %% wrong: ranks once, on the first fold's training rows | says: which rows did the ranking see
def screened_accuracy(X, y, folds, k):
    first = folds[0][0]
    strength = np.nan_to_num([abs(np.corrcoef(column, y[first])[0, 1]) for column in X[first].T])
    X = X[:, np.argsort(strength)[-k:]]
    model = LinearDiscriminantAnalysis()
    return np.mean([model.fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds])


# %% wrong: fits on all rows | says: no line above tries
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, test in folds:
        strength = np.nan_to_num([abs(np.corrcoef(column, y[train])[0, 1]) for column in X[train].T])
        best = np.argsort(strength)[-k:]
        model = LinearDiscriminantAnalysis().fit(X[:, best], y)
        scores.append(model.score(X[test][:, best], y[test]))
    return np.mean(scores)


# %% wrong: all rows that do not test are trained on | says: no line above tries
def screened_accuracy(X, y, folds, k):
    scores = []
    for _, test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        with np.errstate(all="ignore"):
            found = np.abs([np.corrcoef(column, y[train])[0, 1] for column in X[train].T])
        best = np.argsort(-np.nan_to_num(found))[:k]
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return float(np.mean(scores))


# %% right: a pipeline of scikit-learn
def screened_accuracy(X, y, folds, k):
    from sklearn.feature_selection import SelectKBest
    from sklearn.model_selection import cross_val_score
    from sklearn.pipeline import make_pipeline

    def strength(X, y):
        return np.nan_to_num([abs(np.corrcoef(column, y)[0, 1]) for column in X.T], nan=-1.0)

    model = make_pipeline(SelectKBest(strength, k=k), LinearDiscriminantAnalysis())
    return cross_val_score(model, X, y, cv=folds).mean()


# %% right: by pandas
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, test in folds:
        table = pd.DataFrame(X[train])
        strength = table.corrwith(pd.Series(y[train].astype(float))).abs().fillna(0)
        best = strength.nlargest(k).index.to_numpy()
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return sum(scores) / len(scores)


# %% right: scikit-learn's own scores
def screened_accuracy(X, y, folds, k):
    from sklearn.feature_selection import f_classif

    scores = []
    for train, test in folds:
        moving = np.flatnonzero(np.ptp(X[train], axis=0) > 0)
        strength, _ = f_classif(X[train][:, moving], y[train])
        best = moving[np.argsort(strength)[-k:]]
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return np.float32(np.mean(scores))


# %% wrong: ranked by covariance | says: no line above tries
def screened_accuracy(X, y, folds, k):
    scores = []
    for train, test in folds:
        together = np.abs((y[train] - y[train].mean()) @ (X[train] - X[train].mean(axis=0)))
        best = np.argsort(together)[-k:]
        model = LinearDiscriminantAnalysis().fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return float(np.mean(scores))


# %% wrong: another classifier | says: no line above tries
def screened_accuracy(X, y, folds, k):
    from sklearn.neighbors import KNeighborsClassifier

    scores = []
    for train, test in folds:
        strength = [0.0 if np.ptp(c) == 0 else abs(np.corrcoef(c, y[train])[0, 1]) for c in X[train].T]
        best = np.argsort(strength)[-k:]
        model = KNeighborsClassifier(3).fit(X[train][:, best], y[train])
        scores.append(model.score(X[test][:, best], y[test]))
    return float(np.mean(scores))


# %% right: helpers named as the check's variables
def strongest(labels, noise):
    with np.errstate(all="ignore"):
        draw = np.array([np.corrcoef(column, labels)[0, 1] for column in noise.T])
    return np.abs(np.nan_to_num(draw))


def screened_accuracy(X, y, folds, k):
    five = []
    for train, test in folds:
        chance = np.argsort(-strongest(y[train], X[train]))[:k]
        five.append(LinearDiscriminantAnalysis().fit(X[train][:, chance], y[train]).score(X[test][:, chance], y[test]))
    return sum(five) / len(five)
