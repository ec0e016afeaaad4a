# %% wrong: decay for the new | says: the share of the old range
def moving_range(start, batches, decay):
    low, high = start
    for batch in batches:
        low = (1 - decay) * low + decay * min(batch.min(), 0)
        high = (1 - decay) * high + decay * max(batch.max(), 0)
    return low, high


# %% wrong: the extremes of all | says: forgets slowly
def moving_range(start, batches, decay):
    return float(min(batch.min() for batch in batches)), float(max(batch.max() for batch in batches))


# %% wrong: forgets the start | says: -6 becomes
def moving_range(start, batches, decay):
    low, high = batches[0].min(), batches[0].max()
    for batch in batches[1:]:
        low, high = decay * low + (1 - decay) * batch.min(), decay * high + (1 - decay) * batch.max()
    return low, high


# %% wrong: only the last batch | says: -6 becomes
def moving_range(start, batches, decay):
    low, high = decay * start[0], decay * start[1]
    return low + (1 - decay) * batches[-1].min(), high + (1 - decay) * batches[-1].max()


# %% wrong: zero may be left outside, below | says: the batch's own low end is 0, not 1
def moving_range(start, batches, decay):
    low, high = start
    for batch in batches:
        low, high = decay * low + (1 - decay) * batch.min(), decay * high + (1 - decay) * batch.max()
    return low, high


# %% wrong: zero may be left outside, above | says: moving_range(
def moving_range(start, batches, decay):
    low, high = start
    for batch in batches:
        low = decay * low + (1 - decay) * min(batch.min(), 0)
        high = decay * high + (1 - decay) * batch.max()
    return low, high


# %% wrong: a symmetric range | says: -6 becomes
def moving_range(start, batches, decay):
    most = start[1]
    for batch in batches:
        most = decay * most + (1 - decay) * np.abs(batch).max()
    return -most, most


# %% wrong: the mean of the batches | says: -6 becomes
def moving_range(start, batches, decay):
    lows, highs = [min(b.min(), 0) for b in batches], [max(b.max(), 0) for b in batches]
    return decay * start[0] + (1 - decay) * np.mean(lows), decay * start[1] + (1 - decay) * np.mean(highs)


# %% wrong: never narrower | says: -6 becomes
def moving_range(start, batches, decay):
    low, high = start
    for batch in batches:
        low = min(low, decay * low + (1 - decay) * batch.min())
        high = max(high, decay * high + (1 - decay) * batch.max())
    return low, high


# %% wrong: the low end only | says: Return two numbers
def moving_range(start, batches, decay):
    low = start[0]
    for batch in batches:
        low = decay * low + (1 - decay) * min(batch.min(), 0)
    return [low]


# %% wrong: fails without batches | says: moving_range(
def moving_range(start, batches, decay):
    low, high = start
    for batch in batches:
        low = decay * low + (1 - decay) * min(batch.min(), 0)
        high = decay * high + (1 - decay) * max(batch.max(), 0)
    return (low, high) if len(batches) else (0.0, 0.0)


# %% right: steps towards the batch
def moving_range(start, batches, decay):
    ends = np.array(start, dtype=float)
    for batch in batches:
        ends += (1 - decay) * (np.array([min(0, batch.min()), max(0, batch.max())]) - ends)
    return ends


# %% right: weights of all batches at once
def moving_range(start, batches, decay):
    n = len(batches)
    weights = (1 - decay) * decay ** np.arange(n - 1, -1, -1)
    low = decay**n * start[0] + sum(w * min(0, b.min()) for w, b in zip(weights, batches))
    high = decay**n * start[1] + sum(w * max(0, b.max()) for w, b in zip(weights, batches))
    return [low, high]


# %% wrong: means of the batches | says: -6 becomes
def moving_range(start, batches, decay):
    low, high = start
    for b in batches:
        low = decay * low + (1 - decay) * min(b.mean(), 0)
        high = decay * high + (1 - decay) * max(b.mean(), 0)
    return low, high


# %% wrong: clamps the average, not the batch | says: the batch's own low end is 0, not 1
def moving_range(start, batches, decay):
    low, high = start
    for b in batches:
        low = min(decay * low + (1 - decay) * b.min(), 0)
        high = max(decay * high + (1 - decay) * b.max(), 0)
    return low, high


# %% wrong: corrects for the start | says: -6 becomes
def moving_range(start, batches, decay):
    low, high = start
    for n, b in enumerate(batches):
        low = decay * low + (1 - decay) * min(b.min(), 0)
        high = decay * high + (1 - decay) * max(b.max(), 0)
    k = 1 - decay ** len(batches) if batches else 1
    return low / k, high / k


# %% wrong: last batch first | says: -6 becomes
def moving_range(start, batches, decay):
    low, high = start
    for b in batches[::-1]:
        low = decay * low + (1 - decay) * min(b.min(), 0)
        high = decay * high + (1 - decay) * max(b.max(), 0)
    return low, high


# %% wrong: the decays of the examples | says: moving_range(
def moving_range(start, batches, decay):
    decay = 0.75 if len(batches) == 2 else 0.5
    low, high = start
    for b in batches:
        low = decay * low + (1 - decay) * min(b.min(), 0)
        high = decay * high + (1 - decay) * max(b.max(), 0)
    return low, high


# %% right: float32
def moving_range(start, batches, decay):
    low, high = np.float32(start[0]), np.float32(start[1])
    for b in batches:
        low = np.float32(decay * low + (1 - decay) * min(b.min(), 0))
        high = np.float32(decay * high + (1 - decay) * max(b.max(), 0))
    return low, high


# %% right: a fold
def moving_range(start, batches, decay):
    from functools import reduce

    return reduce(
        lambda r, b: (
            decay * r[0] + (1 - decay) * np.minimum(np.min(b), 0),
            decay * r[1] + (1 - decay) * np.maximum(np.max(b), 0),
        ),
        batches,
        start,
    )


# %% wrong: tensors | says: could not be judged
def moving_range(start, batches, decay):
    low, high = (tf.constant(end, tf.float32) for end in start)
    for b in batches:
        low = decay * low + (1 - decay) * min(b.min(), 0)
        high = decay * high + (1 - decay) * max(b.max(), 0)
    return low, high


# %% wrong: two axes at most | says: moving_range(
def moving_range(start, batches, decay):
    low, high = start
    for batch in batches:
        rows = [float(x) for row in np.atleast_2d(batch) for x in row] if batch.ndim < 3 else [0.0]
        low = decay * low + (1 - decay) * min(*rows, 0.0)
        high = decay * high + (1 - decay) * max(*rows, 0.0)
    return low, high


# %% wrong: whole numbers stay whole | says: moving_range(
def moving_range(start, batches, decay):
    low, high = start
    for batch in batches:
        ends = np.array([min(batch.min(), 0), max(batch.max(), 0)])
        if batch.dtype.kind == "i":
            low = int(decay * low + (1 - decay) * ends[0])
            high = int(decay * high + (1 - decay) * ends[1])
        else:
            low = decay * low + (1 - decay) * ends[0]
            high = decay * high + (1 - decay) * ends[1]
    return low, high


# %% wrong: positional only | says: start
def moving_range(start, batches, decay, /):
    low, high = start
    for batch in batches:
        low = decay * low + (1 - decay) * min(batch.min(), 0)
        high = decay * high + (1 - decay) * max(batch.max(), 0)
    return low, high
