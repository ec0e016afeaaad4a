# %% wrong: the naive error | says: That is the naive one, as if no two splits
def resampled_error(differences, test_share):
    return np.std(differences, ddof=1) / np.sqrt(len(differences))


# %% wrong: the naive error of a population | says: 1/4 + 0.2/0.8 is 0.5
def resampled_error(differences, test_share):
    return np.std(differences) / np.sqrt(len(differences))


# %% wrong: a variance | says: That is a variance
def resampled_error(differences, test_share):
    return np.var(differences, ddof=1) * (1 / len(differences) + test_share / (1 - test_share))


# %% wrong: the variance of a population | says: divides by one less
def resampled_error(differences, test_share):
    return np.sqrt(np.var(differences) * (1 / len(differences) + test_share / (1 - test_share)))


# %% wrong: the share for the ratio | says: *learned from*
def resampled_error(differences, test_share):
    return np.sqrt(np.var(differences, ddof=1) * (1 / len(differences) + test_share))


# %% wrong: the ratio upside down | says: tested rows go on top
def resampled_error(differences, test_share):
    return np.sqrt(np.var(differences, ddof=1) * (1 / len(differences) + (1 - test_share) / test_share))


# %% wrong: the standard deviation for the variance | says: 1/4 + 0.2/0.8 is 0.5
def resampled_error(differences, test_share):
    return np.sqrt(np.std(differences, ddof=1) * (1 / len(differences) + test_share / (1 - test_share)))


# %% wrong: the whole divided by the splits | says: 1/4 + 0.2/0.8 is 0.5
def resampled_error(differences, test_share):
    ratio = test_share / (1 - test_share)
    return np.sqrt(np.var(differences, ddof=1) * (1 + ratio) / len(differences))


# %% wrong: the spread of the differences | says: 1/4 + 0.2/0.8 is 0.5
def resampled_error(differences, test_share):
    return np.std(differences, ddof=1)


# %% wrong: five splits, always | says: n₂/n₁ compares with the rows *learned from*
def resampled_error(differences, test_share):
    return np.sqrt(np.var(differences, ddof=1) * (1 / 5 + test_share / (1 - test_share)))


# %% wrong: a fifth tested, always | says: no line above tries
def resampled_error(differences, test_share):
    return np.sqrt(np.var(differences, ddof=1) * (1 / len(differences) + 0.25))


# %% wrong: the naive error in disguise for many splits | says: 1/4 + 0.2/0.8 is 0.5
def resampled_error(differences, test_share):
    return np.sqrt(np.var(differences, ddof=1) * (9 / len(differences) / 4))


# %% wrong: the ratio without the splits | says: That is the naive one, as if no two splits
def resampled_error(differences, test_share):
    return np.sqrt(np.var(differences, ddof=1) * test_share / (1 - test_share))


# %% wrong: a hundredth at least | says: no line above tries
def resampled_error(differences, test_share):
    share = max(test_share, 0.01)
    return float(np.sqrt(np.var(differences, ddof=1) * (1 / len(differences) + share / (1 - share))))


# %% right: by sums
def resampled_error(differences, test_share):
    count = len(differences)
    mean = sum(differences) / count
    variance = sum((each - mean) ** 2 for each in differences) / (count - 1)
    return (variance * (1 / count + test_share / (1 - test_share))) ** 0.5


# %% right: a sum of two variances, by pandas
def resampled_error(differences, test_share):
    spread = pd.Series(differences).std()
    return np.hypot(spread / np.sqrt(len(differences)), spread * np.sqrt(1 / (1 / test_share - 1)))


# %% wrong: test shares of a fifth or less | says: no line above tries
def resampled_error(differences, test_share):
    ratio = test_share / (1 - test_share) if test_share <= 0.25 else test_share
    return float(np.sqrt(np.var(differences, ddof=1) * (1 / len(differences) + ratio)))
