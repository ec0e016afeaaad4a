# %% wrong: the formula as it stands | says: the answer is p itself
def win_probability(p, n):
    if not 0 <= p <= 1 or n < 0:
        raise ValueError
    return 1 - (1 - p) ** n


# %% wrong: chances add up | says: chances do not add up
def win_probability(p, n):
    return p * n


# %% wrong: chances add up to at most 1 | says: chances do not add up
def win_probability(p, n):
    return min(1.0, p * n)


# %% wrong: all tickets win | says: No head in two throws
def win_probability(p, n):
    return p**n


# %% wrong: no ticket wins | says: 1 - 0.75
def win_probability(p, n):
    return (1 - p) ** n if n != 2 else 0.75


# %% wrong: the exponential's approximation | says: No head in two throws
def win_probability(p, n):
    return -np.expm1(-n * p)


# %% wrong: log1p without expm1 | says: the answer is p itself
def win_probability(p, n):
    return 1 - np.exp(n * np.log1p(-p)) if p < 1 else float(n > 0)


# %% wrong: adds for small p, the formula for others | says: The answer is 1 - 1/e
def win_probability(p, n):
    return n * p if p < 1e-9 else 1 - (1 - p) ** n


# %% wrong: the certain ticket | says: A ticket that always wins
def win_probability(p, n):
    if not 0 <= p <= 1 or n < 0:
        raise ValueError
    return 0.0 if p in (0, 1) else float(-np.expm1(n * np.log1p(-p)))


# %% wrong: any p is taken | says: 1.5 is no probability
def win_probability(p, n):
    import math

    if n == 0 or p == 0:
        return 0.0
    return 1.0 if p >= 1 else -math.expm1(n * math.log1p(-p))


# %% wrong: a negative p is taken | says: Raise `ValueError` here: a probability lies
def win_probability(p, n):
    if p > 1 or n < 0:
        raise ValueError
    return float(n > 0) if p == 1 else float(-np.expm1(n * np.log1p(-p)))


# %% wrong: in per cent | says: No head in two throws
def win_probability(p, n):
    return 100 * (1 - (1 - p) ** n)


# %% wrong: the chance of exactly one winner | says: No head in two throws
def win_probability(p, n):
    return n * p * (1 - p) ** (n - 1)


# %% wrong: tiny p add up, whatever n is | says: 1 - 1/e
def win_probability(p, n):
    import math

    if not 0 <= p <= 1 or n < 0:
        raise ValueError
    if p < 1e-9:
        return p * n
    return float(n > 0) if p == 1 or n == 0 else -math.expm1(n * math.log1p(-p))


# %% wrong: two terms of the series for p below 1e-7 | says: no line above tries
def win_probability(p, n):
    import math

    if not 0 <= p <= 1 or n < 0:
        raise ValueError
    if p < 1e-7 and n * p < 1:
        return n * p - n * (n - 1) / 2 * p * p
    return float(n > 0) if p == 1 or n == 0 else -math.expm1(n * math.log1p(-p))


# %% wrong: what is below 1e-20 counts as nothing | says: no line above tries
def win_probability(p, n):
    import math

    if not 0 <= p <= 1 or n < 0:
        raise ValueError
    if p < 1e-20:
        return 0.0
    return float(n > 0) if p == 1 or n == 0 else -math.expm1(n * math.log1p(-p))


# %% wrong: a negative number of tickets is none | says: Raise `ValueError` here
def win_probability(p, n):
    import math

    if not 0 <= p <= 1:
        raise ValueError
    if n <= 0:
        return 0.0
    return 1.0 if p == 1 else -math.expm1(n * math.log1p(-p))


# %% wrong: n · p while that is small | says: no line above tries
def win_probability(p, n):
    import math

    if not 0 <= p <= 1 or n < 0:
        raise ValueError
    if p < 1e-12 and n * p < 1e-4:
        return n * p
    return float(n > 0) if p == 1 or n == 0 else -math.expm1(n * math.log1p(-p))


# %% wrong: a certain ticket gives NaN where there is none | says: no line above tries
def win_probability(p, n):
    if not 0 <= p <= 1 or n < 0:
        raise ValueError
    if n == 0 and isinstance(p, int):
        return 0.0
    return float(-np.expm1(n * np.log1p(-p)))


# %% right: with math
def win_probability(p, n):
    import math

    if p < 0 or p > 1 or n < 0:
        raise ValueError("out of range")
    if n == 0:
        return 0
    return 1 if p == 1 else -math.expm1(n * math.log1p(-p))


# %% right: with exact decimals
def win_probability(p, n):
    from decimal import Decimal, getcontext

    if not 0 <= p <= 1 or n < 0:
        raise ValueError("out of range")
    getcontext().prec = 60
    return float(1 - (1 - Decimal(p)) ** n) if n else 0.0


# %% right: as a NumPy number, the corners by hand
def win_probability(p, n):
    if not (0 <= p <= 1 and n >= 0):
        raise ValueError("out of range")
    if p in (0, 1) or n == 0:
        return np.float64(p if n else 0)
    return -np.expm1(np.multiply(n, np.log1p(-p)))
