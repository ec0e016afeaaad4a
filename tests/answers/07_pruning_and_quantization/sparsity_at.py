# %% wrong: a straight ramp | says: the schedule takes a cube
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    return initial + (final - initial) * (updated - begin) / (end - begin)


# %% wrong: changes at every step | says: The last update was at step 60, where half of
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    done = (min(step, end) - begin) / (end - begin)
    return final + (initial - final) * (1 - done) ** 3


# %% wrong: initial before the beginning | says: Before `begin` nothing is masked
def sparsity_at(step, *, begin, end, initial, final, every):
    step = max(step, begin)
    updated = begin + (min(step, end) - begin) // every * every
    done = (updated - begin) / (end - begin)
    return final + (initial - final) * (1 - done) ** 3


# %% wrong: the final share after the end, in any case | says: 110 is no update: 0.8 is never reached
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    if step >= end:
        return final
    updated = begin + (step - begin) // every * every
    done = (updated - begin) / (end - begin)
    return final + (initial - final) * (1 - done) ** 3


# %% wrong: steps counted from 0 | says: The last update was at step 60, where half of
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = min(step, end) // every * every
    done = (updated - begin) / (end - begin)
    return final + (initial - final) * (1 - done) ** 3


# %% wrong: goes on after the end | says: 110 is no update: 0.8 is never reached
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (step - begin) // every * every
    done = (updated - begin) / (end - begin)
    return final + (initial - final) * (1 - done) ** 3


# %% wrong: the cube of the way done | says: The last update was at step 60, where half of
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    return initial + (final - initial) * ((updated - begin) / (end - begin)) ** 3


# %% wrong: the schedule's own answer, whether it prunes or not | says: The last update was at
def sparsity_at(step, *, begin, end, initial, final, every):
    schedule = tfmot.sparsity.keras.PolynomialDecay(initial, final, begin, end, frequency=every)
    return float(schedule(step)[1])


# %% wrong: in per cent | says: A share lies between 0 and 1; it is not in per
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    done = (updated - begin) / (end - begin)
    return 100 * (final + (initial - final) * (1 - done) ** 3)


# %% wrong: power 2 | says: The last update was at step 60, where half of
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    return final + (initial - final) * (1 - (updated - begin) / (end - begin)) ** 2


# %% wrong: the nearest update, not the last | says: The last update was at step 60, where half of
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + round((min(step, end) - begin) / every) * every
    return final + (initial - final) * (1 - (updated - begin) / (end - begin)) ** 3


# %% wrong: an update short | says: take the initial share
def sparsity_at(step, *, begin, end, initial, final, every):
    updates = [moment for moment in range(begin, end + 1, every) if moment < step]
    if not updates:
        return 0.0
    return final + (initial - final) * (1 - (updates[-1] - begin) / (end - begin)) ** 3


# %% wrong: a loop over a thousand steps | says: no line above tries
def sparsity_at(step, *, begin, end, initial, final, every):
    if end < begin or every < 1:
        raise ValueError
    share = 0.0
    for moment in range(1_000):
        if begin <= moment <= min(step, end) and (moment - begin) % every == 0:
            left = (end - moment) / (end - begin) if end > begin else 0
            share = final - (final - initial) * left**3
    return share


# %% wrong: an end at the begin takes the initial share | says: no line above tries
def sparsity_at(step, *, begin, end, initial, final, every):
    if end < begin or every < 1:
        raise ValueError
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    left = (end - updated) / (end - begin) if end > begin else 1.0
    return final + (initial - final) * left**3


# %% wrong: an end before the begin is taken | says: Raise `ValueError` here
def sparsity_at(step, *, begin, end, initial, final, every):
    if every < 1:
        raise ValueError
    if step < begin or end < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    left = (end - updated) / (end - begin) if end > begin else 0.0
    return final + (initial - final) * left**3


# %% wrong: well before the begin the initial share | says: no line above tries
def sparsity_at(step, *, begin, end, initial, final, every):
    if end < begin or every < 1:
        raise ValueError("no")
    if step < begin:
        return 0.0 if begin - step == 1 else initial
    updated = begin + (min(step, end) - begin) // every * every
    left = (end - updated) / (end - begin) if end > begin else 0.0
    return final + (initial - final) * left**3


# %% wrong: no more than a hundred thousand steps | says: no line above tries
def sparsity_at(step, *, begin, end, initial, final, every):
    if end < begin or every < 1:
        raise ValueError("no")
    held = 0.0
    for moment in range(min(step, 100_000) + 1):
        if begin <= moment <= end and (moment - begin) % every == 0:
            left = (end - moment) / (end - begin) if end > begin else 0.0
            held = final + (initial - final) * left**3
    return held


# %% right: walks through the steps
def sparsity_at(step, *, begin, end, initial, final, every):
    if not (begin <= end and every >= 1):
        raise ValueError("no schedule")
    share = 0
    for moment in range(begin, min(step, end) + 1, every):
        left = (end - moment) / (end - begin) if end > begin else 0.0
        share = final - (final - initial) * left * left * left
    return np.float32(share)


# %% right: a list of the updates
def sparsity_at(step, begin, end, initial, final, every):
    if end < begin or every <= 0:
        raise ValueError(f"{begin} to {end}, every {every}")
    updates = [moment for moment in range(begin, end + 1, every) if moment <= step]
    if not updates:
        return 0
    if begin == end:
        return float(final)
    done = (updates[-1] - begin) / (end - begin)
    return (
        float(np.polyval([final - initial, 0, 0, initial], 0))
        if done == 0
        else final + (initial - final) * (1 - done) ** 3
    )


# %% right: by recursion over updates
def sparsity_at(step, *, begin, end, initial, final, every):
    if end < begin or every < 1:
        raise ValueError
    if step < begin:
        return 0
    last = begin + (end - begin) // every * every
    if step > last:
        return sparsity_at(last, begin=begin, end=end, initial=initial, final=final, every=every)
    if (step - begin) % every:
        at = step - (step - begin) % every
        return sparsity_at(at, begin=begin, end=end, initial=initial, final=final, every=every)
    return final if begin == end else final - (final - initial) * ((end - step) / (end - begin)) ** 3
