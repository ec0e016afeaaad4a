# %% wrong: a straight ramp | says: the schedule takes a cube
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    return initial + (final - initial) * (updated - begin) / (end - begin)


# %% wrong: changes at every step | says: Between updates the masks stay
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


# %% wrong: the final share after the end, in any case | says: the final share is never reached
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    if step >= end:
        return final
    updated = begin + (step - begin) // every * every
    done = (updated - begin) / (end - begin)
    return final + (initial - final) * (1 - done) ** 3


# %% wrong: steps counted from 0 | says: take the initial share
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = min(step, end) // every * every
    done = (updated - begin) / (end - begin)
    return final + (initial - final) * (1 - done) ** 3


# %% wrong: goes on after the end | says: After `end` nothing changes
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (step - begin) // every * every
    done = (updated - begin) / (end - begin)
    return final + (initial - final) * (1 - done) ** 3


# %% wrong: the cube of the way done | says: 60 % of the way is left
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    return initial + (final - initial) * ((updated - begin) / (end - begin)) ** 3


# %% wrong: the schedule's own answer, whether it prunes or not | says: Before `begin` nothing is masked
def sparsity_at(step, *, begin, end, initial, final, every):
    schedule = tfmot.sparsity.keras.PolynomialDecay(initial, final, begin, end, frequency=every)
    return float(schedule(step)[1])


# %% wrong: in per cent | says: take the initial share
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    done = (updated - begin) / (end - begin)
    return 100 * (final + (initial - final) * (1 - done) ** 3)


# %% wrong: power 2 | says: 60 % of the way is left
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0.0
    updated = begin + (min(step, end) - begin) // every * every
    return final + (initial - final) * (1 - (updated - begin) / (end - begin)) ** 2


# %% wrong: the nearest update, not the last | says: Between updates the masks stay
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


# %% right: walks through the steps
def sparsity_at(step, *, begin, end, initial, final, every):
    share = 0
    for moment in range(begin, min(step, end) + 1, every):
        left = (end - moment) / (end - begin)
        share = final - (final - initial) * left * left * left
    return np.float32(share)


# %% right: asks the toolkit about the last update
def sparsity_at(step, *, begin, end, initial, final, every):
    updates = [moment for moment in range(begin, end + 1, every) if moment <= step]
    if not updates:
        return 0
    return float(tfmot.sparsity.keras.PolynomialDecay(initial, final, begin, end)(updates[-1])[1])


# %% right: by recursion
def sparsity_at(step, *, begin, end, initial, final, every):
    if step < begin:
        return 0
    if step > end or (step - begin) % every:
        return sparsity_at(step - 1, begin=begin, end=end, initial=initial, final=final, every=every)
    return final - (final - initial) * ((end - step) / (end - begin)) ** 3
