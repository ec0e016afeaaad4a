# %% wrong: the published code | says: what chooses can no longer judge
def honest_result(validation_loss, test_accuracy):
    epoch = np.argmax(test_accuracy)
    return epoch, max(test_accuracy)


# %% wrong: the published code, counted from 1 | says: what chooses can no longer judge
def honest_result(validation_loss, test_accuracy):
    return int(np.argmax(test_accuracy)) + 1, max(test_accuracy)


# %% wrong: stops at the first rise | says: look at every epoch
def honest_result(validation_loss, test_accuracy):
    epoch = next((i for i in range(len(validation_loss) - 1) if validation_loss[i + 1] > validation_loss[i]), 0)
    return epoch + 1, test_accuracy[epoch]


# %% wrong: leaves diverged epochs out, numbers and all | says: keeps its number
def honest_result(validation_loss, test_accuracy):
    losses = validation_loss[~np.isnan(validation_loss)]
    epoch = int(np.argmin(losses))
    return epoch + 1, float(test_accuracy[epoch])


# %% wrong: calls NaN a small loss | says: NaN is no loss
def honest_result(validation_loss, test_accuracy):
    epoch = int(np.argmin(np.nan_to_num(validation_loss, nan=1.9)))
    return epoch + 1, float(test_accuracy[epoch])


# %% wrong: a constant accuracy | says: Report the accuracy of the epoch
def honest_result(validation_loss, test_accuracy):
    return int(np.nanargmin(validation_loss)) + 1, 0.5


# %% wrong: a loop that begins with NaN | says: NaN is no loss
def honest_result(validation_loss, test_accuracy):
    best = 0
    for epoch, loss in enumerate(validation_loss):
        if loss < validation_loss[best]:
            best = epoch
    return best + 1, test_accuracy[best]


# %% wrong: counts from 0 | says: the first epoch has the number 1
def honest_result(validation_loss, test_accuracy):
    epoch = int(np.nanargmin(validation_loss))
    return epoch, test_accuracy[epoch]


# %% wrong: reports the best accuracy of all | says: what chooses can no longer judge
def honest_result(validation_loss, test_accuracy):
    return int(np.nanargmin(validation_loss)) + 1, max(test_accuracy)


# %% wrong: the last of equals | says: no line above tries
def honest_result(validation_loss, test_accuracy):
    epoch = max(i for i, loss in enumerate(validation_loss) if loss == np.nanmin(validation_loss))
    return epoch + 1, test_accuracy[epoch]


# %% wrong: NaN is taken for the least | says: NaN is no loss
def honest_result(validation_loss, test_accuracy):
    epoch = int(np.argmin(validation_loss))
    return epoch + 1, test_accuracy[epoch]


# %% wrong: the largest loss | says: Serve the epoch of the lowest
def honest_result(validation_loss, test_accuracy):
    epoch = int(np.nanargmax(validation_loss))
    return epoch + 1, test_accuracy[epoch]


# %% wrong: the epoch only | says: Return two things
def honest_result(validation_loss, test_accuracy):
    return int(np.nanargmin(validation_loss)) + 1


# %% wrong: accuracy of the next epoch | says: Report the accuracy of the epoch
def honest_result(validation_loss, test_accuracy):
    epoch = int(np.nanargmin(validation_loss)) + 1
    return epoch, test_accuracy[min(epoch, len(test_accuracy) - 1)]


# %% wrong: second best | says: Report the accuracy of the epoch
def honest_result(validation_loss, test_accuracy):
    return int(np.nanargmin(validation_loss)) + 1, sorted(test_accuracy)[-2]


# %% wrong: a list's index of its min | says: NaN is no loss
def honest_result(validation_loss, test_accuracy):
    losses = validation_loss.tolist()
    e = losses.index(min(losses))
    return e + 1, test_accuracy[e]


# %% wrong: min with a key | says: NaN is no loss
def honest_result(validation_loss, test_accuracy):
    e = min(range(len(validation_loss)), key=lambda i: validation_loss[i])
    return e + 1, test_accuracy[e]


# %% wrong: patience of two | says: no line above tries
def honest_result(validation_loss, test_accuracy):
    best, least, stale = 0, np.inf, 0
    for i, loss in enumerate(validation_loss):
        if loss < least:
            best, least, stale = i, loss, 0
        else:
            stale += 1
        if stale == 2 and i > 2:
            break
    return best + 1, test_accuracy[best]


# %% wrong: last epoch | says: Serve the epoch of the lowest
def honest_result(validation_loss, test_accuracy):
    return len(validation_loss), test_accuracy[-1]


# %% wrong: swapped | says: Serve the epoch of the lowest validation loss
def honest_result(validation_loss, test_accuracy):
    e = int(np.nanargmin(validation_loss))
    return float(test_accuracy[e]), e + 1


# %% wrong: loss reported | says: Report the accuracy of the epoch
def honest_result(validation_loss, test_accuracy):
    e = int(np.nanargmin(validation_loss))
    return e + 1, validation_loss[e]


# %% wrong: rounds the accuracy | says: Report the accuracy of the epoch
def honest_result(validation_loss, test_accuracy):
    e = int(np.nanargmin(validation_loss))
    return e + 1, round(float(test_accuracy[e]), 2)


# %% right: a plain loop
def honest_result(validation_loss, test_accuracy):
    best, least = 0, float("inf")
    for epoch, loss in enumerate(validation_loss):
        if loss < least:
            best, least = epoch, loss
    return best + 1, test_accuracy[best]


# %% right: NaN becomes infinite
def honest_result(validation_loss, test_accuracy):
    losses = np.where(np.isnan(validation_loss), np.inf, validation_loss)
    epoch = np.argsort(losses, kind="stable")[0]
    return epoch + 1, test_accuracy[epoch]


# %% right: pandas
def honest_result(validation_loss, test_accuracy):
    e = pd.Series(validation_loss).idxmin()
    return e + 1, np.float32(test_accuracy[e])


# %% right: masked
def honest_result(validation_loss, test_accuracy):
    e = np.ma.masked_invalid(validation_loss).argmin()
    return [e + 1, test_accuracy[e].item()]


# %% right: where
def honest_result(validation_loss, test_accuracy):
    e = np.flatnonzero(validation_loss == np.nanmin(validation_loss))[0]
    return e + 1, test_accuracy[e]


# %% right: sorted pairs
def honest_result(validation_loss, test_accuracy):
    rows = [(x, i, a) for i, (x, a) in enumerate(zip(validation_loss, test_accuracy), 1) if x == x]
    _, e, a = min(rows)
    return e, a


# %% wrong: stops early with a patience of five | says: no line above tries
def honest_result(validation_loss, test_accuracy):
    best, stale = 0, 0
    for epoch, loss in enumerate(validation_loss):
        if loss < validation_loss[best] or np.isnan(validation_loss[best]):
            best, stale = epoch, 0
        else:
            stale += 1
        if stale == 5:
            break
    return best + 1, float(test_accuracy[best])


# %% right: a list of two
def honest_result(validation_loss, test_accuracy):
    losses = [float("inf") if loss != loss else loss for loss in validation_loss]
    epoch = losses.index(min(losses))
    return [epoch + 1, test_accuracy[epoch]]


# %% wrong: infinity for NaN by position | says: Wrong on an input that no line above tries
def honest_result(validation_loss, test_accuracy):
    good = ~np.isnan(validation_loss)
    i = int(np.argmin(validation_loss[good]))
    return i + 1 + int(np.isnan(validation_loss[: i + 1]).sum()), float(test_accuracy[good][i])


# %% wrong: losses rounded | says: Wrong on an input that no line above tries
def honest_result(validation_loss, test_accuracy):
    i = int(np.nanargmin(np.round(validation_loss, 3)))
    return i + 1, float(test_accuracy[i])


# %% wrong: accuracy rounded | says: Wrong on an input that no line above tries
def honest_result(validation_loss, test_accuracy):
    i = int(np.nanargmin(validation_loss))
    return i + 1, round(float(test_accuracy[i]), 5)


# %% wrong: negative losses are none | says: Wrong on an input that no line above tries
def honest_result(validation_loss, test_accuracy):
    v = np.where(validation_loss > 0, validation_loss, np.inf)
    i = int(np.argmin(v))
    return i + 1, float(test_accuracy[i])


# %% wrong: patience of 10 | says: Wrong on an input that no line above tries
def honest_result(validation_loss, test_accuracy):
    best, at = np.inf, 0
    for k, x in enumerate(validation_loss):
        if x < best:
            best, at = x, k
        elif k - at > 10:
            break
    return at + 1, float(test_accuracy[at])


# %% wrong: large losses have diverged | says: Wrong on an input that no line above tries
def honest_result(validation_loss, test_accuracy):
    v = np.where(np.nan_to_num(validation_loss, nan=np.inf) < 100, validation_loss, np.inf)
    i = int(np.argmin(v))
    return i + 1, float(test_accuracy[i])
