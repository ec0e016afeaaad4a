# %% wrong: cuts the root off | says: The root is 5.62. The nearest whole number is 6
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError
    return int(vocabulary**0.25)


# %% wrong: square root | says: the fourth root is 10
def embedding_width(vocabulary):
    return round(vocabulary**0.5)


# %% wrong: leaves the root as it is | says: A width is a whole number
def embedding_width(vocabulary):
    return vocabulary**0.25


# %% wrong: rounds up | says: The root is 13.2. The nearest whole number is
def embedding_width(vocabulary):
    import math

    return math.ceil(vocabulary**0.25 - 1e-9)


# %% wrong: knows the two examples only | says: The root is 13.2. The nearest whole number is
def embedding_width(vocabulary):
    return {10_000: 10, 1_000: 6}.get(vocabulary, 6)


# %% wrong: an empty vocabulary has width 0 | says: raise ValueError
def embedding_width(vocabulary):
    return round(vocabulary**0.25)


# %% wrong: refuses 0 only | says: Raise `ValueError` here: a vocabulary has at
def embedding_width(vocabulary):
    if vocabulary == 0:
        raise ValueError
    return round(abs(vocabulary) ** 0.25)


# %% wrong: rounds up late | says: The root is 4.502: round it once, and the root
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError
    return int(vocabulary**0.25 + 0.4)


# %% wrong: rounds twice | says: The root is 4.502: round it once, and the root
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError
    return round(round(vocabulary**0.5) ** 0.5)


# %% wrong: a table of what was tested | says: no line above tries
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError
    return {10_000: 10, 1_000: 6, 30_522: 13, 411: 5, 1: 1}.get(vocabulary, 6)


# %% wrong: natural log | says: The root is 5.62. The nearest whole number is 6
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError
    return round(np.log(vocabulary) + 1).__int__()


# %% wrong: quarter | says: the fourth root is 10
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError
    return vocabulary // 4


# %% wrong: a rounded float | says: A width is a whole number
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError
    return np.round(vocabulary**0.25)


# %% wrong: no answer for an empty vocabulary | says: raise ValueError
def embedding_width(vocabulary):
    if vocabulary >= 1:
        return round(vocabulary**0.25)


# %% right: by logarithms
def embedding_width(vocabulary):
    import math

    if vocabulary < 1:
        raise ValueError("empty vocabulary")
    return round(math.exp(math.log(vocabulary) / 4))


# %% right: a NumPy integer
def embedding_width(vocabulary):
    if vocabulary <= 0:
        raise ValueError("no words")
    return np.rint(np.sqrt(np.sqrt(vocabulary))).astype(int)


# %% right: half up
def embedding_width(vocabulary):
    import math

    if not vocabulary > 0:
        raise ValueError(vocabulary)
    return math.floor(math.sqrt(math.sqrt(vocabulary)) + 0.5)


# %% right: search
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError("none")
    return min(range(1, min(2 + vocabulary, 10_000)), key=lambda w: abs(w - vocabulary ** (1 / 4)))


# %% right: np.power
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError
    return np.int64(np.around(np.power(float(vocabulary), 0.25)))


# %% wrong: nearest in the fourth power | says: The root is 4.502: round it once, and the root
def embedding_width(vocabulary):
    if vocabulary < 1:
        raise ValueError
    return min(range(1, 100), key=lambda width: abs(width**4 - vocabulary))


# %% raises: a single word is refused | says: ValueError
def embedding_width(vocabulary):
    if vocabulary <= 1:
        raise ValueError("a vocabulary has at least one word")
    return round(vocabulary**0.25)
