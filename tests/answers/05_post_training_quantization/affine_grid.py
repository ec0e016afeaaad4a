# %% wrong: 256 steps | says: 256 values have 255 steps
def affine_grid(low, high):
    if high < low or low == high == 0:
        raise ValueError
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 256
    return scale, round(-128 - low / scale)


# %% wrong: cuts the zero point | says: do not cut
def affine_grid(low, high):
    if high < low or low == high == 0:
        raise ValueError
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return scale, int(-128 - low / scale)


# %% wrong: always down | says: raise ValueError
def affine_grid(low, high):
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return scale, int(np.floor(-128 - low / scale))


# %% wrong: the range need not hold 0 | says: is widened to hold 0: 0 to 6
def affine_grid(low, high):
    if high <= low:
        raise ValueError
    scale = (high - low) / 255
    return scale, round(-128 - low / scale)


# %% wrong: uint8 | says: is stored as -128
def affine_grid(low, high):
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return scale, round(-low / scale)


# %% wrong: a zero point with decimals | says: nearest to 63
def affine_grid(low, high):
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return scale, -128 - low / scale


# %% wrong: symmetric, as for weights | says: let the zero point move
def affine_grid(low, high):
    return max(abs(low), abs(high)) / 127, 0


# %% wrong: the sign of low is lost | says: nearest to 63
def affine_grid(low, high):
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return scale, round(-128 + low / scale)


# %% wrong: the range is widened upwards only | says: this range ends at 0
def affine_grid(low, high):
    low = min(low, 0)
    scale = (high - low) / 255
    return scale, round(-128 - low / scale)


# %% wrong: a smallest step | says: A range from 0 to 0
def affine_grid(low, high):
    low, high = min(low, 0), max(high, 0)
    scale = max((high - low) / 255, 1e-3)
    return scale, round(-128 - low / scale)


# %% wrong: never refuses an empty range | says: A range from 0 to 0
def affine_grid(low, high):
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255 or 1.0
    return scale, round(-128 - low / scale)


# %% wrong: takes a range upside down | says: before you widen
def affine_grid(low, high):
    low, high = min(low, high, 0.0), max(low, high, 0.0)
    if low == high:
        raise ValueError
    scale = (high - low) / 255
    return scale, round(-128 - low / scale)


# %% wrong: the scale alone | says: could not be judged
def affine_grid(low, high):
    return (max(high, 0) - min(low, 0)) / 255


# %% raises: refuses a range of one value | says: ValueError
def affine_grid(low, high):
    if high <= low:
        raise ValueError
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return scale, round(-128 - low / scale)


# %% wrong: a scale of few decimals | says: The range is widened to hold 0
def affine_grid(low, high):
    if high < low or low == high == 0:
        raise ValueError
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return round(scale, 3), round(-128 - low / scale)


# %% wrong: up always | says: nearest to 63
def affine_grid(low, high):
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return scale, int(np.ceil(-128 - low / scale))


# %% wrong: a dictionary | says: 256 values have 255 steps
def affine_grid(low, high):
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return {"scale": scale, "zero_point": round(-128 - low / scale)}


# %% wrong: a range of zeros has a step of 1, upside down gives None | says: A range from 0 to 0
def affine_grid(low, high):
    if high < low:
        return None
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255 if high > low else 1.0
    return scale, round(-128 - low / scale)


# %% wrong: symmetric, over 255 steps | says: let the zero point move
def affine_grid(low, high):
    return 2 * max(abs(low), abs(high)) / 255, 0


# %% wrong: widens first, then looks for a range upside down | says: before you widen
def affine_grid(low, high):
    low, high = min(low, 0), max(high, 0)
    if high <= low:
        raise ValueError
    scale = (high - low) / 255
    return scale, round(-128 - low / scale)


# %% wrong: widens low first, then looks for a range upside down | says: Raise `ValueError` here
def affine_grid(low, high):
    if low > high and high >= 0:
        raise ValueError
    low, high = min(low, 0), max(high, 0)
    if high <= low:
        raise ValueError
    scale = (high - low) / 255
    return scale, round(-128 - low / scale)


# %% right: from the high end, in NumPy
def affine_grid(low, high):
    if high < low or (low == 0 and high == 0):
        raise ValueError("no range")
    ends = np.array([min(low, 0.0), max(high, 0.0)], dtype=np.float32)
    scale = np.float32(np.ptp(ends) / np.float32(255))
    return scale, np.int8(np.rint(127 - ends[1] / scale))


# %% right: half up, as a list
def affine_grid(low, high):
    if high < low:
        raise ValueError("upside down")
    low, high = float(min(low, 0)), float(max(high, 0))
    if not high - low:
        raise ValueError("nothing to store")
    step = (high - low) / 255
    import math

    return [step, math.floor(-low / step + 0.5) - 128]


# %% right: step by step, NumPy's whole number
def affine_grid(low, high):
    if low > high:
        raise ValueError("low above high")
    if low > 0:
        low = 0
    if high < 0:
        high = 0
    if low == high:
        raise ValueError("only zeros")
    scale = np.float64(high - low) / 255
    zero_point = np.round(-low / scale).astype(np.int64) - 128
    return scale, zero_point


# %% right: up at half-way, in exact fractions
def affine_grid(low, high):
    from fractions import Fraction

    if high < low or low == high == 0:
        raise ValueError("no range")
    least, most = min(Fraction(low), Fraction(0)), max(Fraction(high), Fraction(0))
    scale = (most - least) / 255
    return float(scale), int((-least / scale + Fraction(1, 2)) // 1) - 128


# %% wrong: a scale in three digits | says: The range is widened to hold 0
def affine_grid(low, high):
    if high < low or low == high == 0:
        raise ValueError
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    return float(f"{scale:.3g}"), round(-128 - low / scale)


# %% raises: tiny ranges have no step | says: raised ValueError
def affine_grid(low, high):
    low_, high_ = min(low, 0), max(high, 0)
    if high < low or high_ - low_ < 1e-9:
        raise ValueError
    scale = (high_ - low_) / 255
    return scale, round(-128 - low_ / scale)


# %% wrong: high a little below low accepted | says: Raise `ValueError` here: high is below low
def affine_grid(low, high):
    if high < low - 1e-12:
        raise ValueError
    low, high = min(low, 0), max(high, 0)
    if low == high:
        raise ValueError
    s = high / 255 - low / 255
    return s, round(-128 - low / s)
