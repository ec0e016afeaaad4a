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


# %% wrong: adds for small p, the formula for others | says: the answer is 1 - 1/e
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
