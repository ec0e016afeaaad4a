# %% wrong: counts from 0 | says: Does your count start at 0
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9))


# %% wrong: more than the share, not at least | says: that is enough
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held > share + 1e-9)) + 1


# %% wrong: takes the order as it comes | says: The largest are kept first
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    held = np.cumsum(variances) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1


# %% wrong: sorts upwards | says: The largest are kept first
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    held = np.cumsum(np.sort(variances)) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1


# %% wrong: reverses instead of sorting | says: no line above tries
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    up = variances[0] < variances[-1]
    held = np.cumsum(variances[::-1] if up else variances) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1


# %% wrong: a share of the number of components | says: The largest are kept first
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    return int(np.ceil(share * len(variances)))


# %% wrong: no slack for rounding | says: that is enough
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    held = np.cumsum(np.sort(variances)[::-1] / np.sum(variances))
    return int(np.argmax(held >= share)) + 1


# %% wrong: takes the variances for shares | says: A share of their sum
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    ratios = np.sort(variances)[::-1]
    ratios = ratios / np.sum(variances) if np.sum(variances) > 1 else ratios
    return int(np.searchsorted(np.cumsum(ratios), share - 1e-9)) + 1


# %% wrong: counts components above one minus the share | says: that is enough
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    return int(np.sum(np.asarray(variances) / np.sum(variances) >= 1 - share))


# %% wrong: everything takes all of them | says: no line above tries
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    if share == 1:
        return len(variances)
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1


# %% wrong: a float | says: a whole number
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return float(np.argmax(held >= share - 1e-9)) + 1


# %% wrong: refuses no share | says: 0 is no share
def components_needed(variances, share):
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1


# %% wrong: takes percentages as well | says: 90 is no share
def components_needed(variances, share):
    if share <= 0:
        raise ValueError
    share = share / 100 if share > 1 else share
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1


# %% wrong: a slack of np.isclose | says: no line above tries
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax((held >= share) | np.isclose(held, share))) + 1


# %% wrong: rounds to two digits | says: no line above tries
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held.round(2) >= share)) + 1


# %% wrong: takes a negative share | says: a share lies above 0
def components_needed(variances, share):
    if share == 0 or share > 1:
        raise ValueError
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1


# %% wrong: takes one and a half | says: a share lies above 0
def components_needed(variances, share):
    if not 0 < share <= 2:
        raise ValueError
    held = np.cumsum(np.sort(variances)[::-1]) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1


# %% right: a loop
def components_needed(variances, share):
    if share <= 0 or share > 1:
        raise ValueError("a share, please")
    total, held = sum(variances), 0.0
    for count, variance in enumerate(sorted(variances, reverse=True), 1):
        held += variance
        if held >= total * (share - 1e-9):
            return count
    return len(variances)


# %% right: searchsorted, a NumPy integer
def components_needed(variances, share):
    if not (share > 0 and share <= 1):
        raise ValueError
    ratios = np.sort(np.asarray(variances, dtype=float))[::-1]
    held = (ratios / ratios.sum()).cumsum()
    return np.searchsorted(held, share - 1e-9) + 1


# %% wrong: slack on the sums instead of the share | says: no line above tries
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    held = np.cumsum(np.sort(variances)[::-1])
    return int(np.argmax(held >= share * np.sum(variances) - 1e-9)) + 1


# %% wrong: changes the variances | says: changed what it was given
def components_needed(variances, share):
    if not 0 < share <= 1:
        raise ValueError
    variances.sort()
    held = np.cumsum(variances[::-1]) / np.sum(variances)
    return int(np.argmax(held >= share - 1e-9)) + 1


# %% right: from the smallest, taking away
def components_needed(variances, share):
    if share <= 0 or share > 1:
        raise ValueError("no share")
    ratios, left = sorted(variances / variances.sum()), 1.0
    kept = len(ratios)
    for ratio in ratios:
        left -= ratio
        if left < share - 1e-9:
            break
        kept -= 1
    return max(kept, 1)
