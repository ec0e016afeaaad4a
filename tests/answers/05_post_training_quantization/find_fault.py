# %% wrong: names the last layer with a fault | says: Wrong on an input
def find_fault(layers):
    found = ("", "none")
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0) / scale
        if np.mean((values < low) | (values > high)) > 0.01:
            found = name, "clipped"
        elif spans.max() < 64:
            found = name, "too wide"
        elif np.median(spans) < 16:
            found = name, "one channel"
    return found


# %% wrong: looks at the first layer only | says: The first layer suits
def find_fault(layers):
    name, values, scale, zero_point = layers[0]
    low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
    spans = np.ptp(values, axis=0) / scale
    if np.mean((values < low) | (values > high)) > 0.01:
        return name, "clipped"
    if spans.max() < 64:
        return name, "too wide"
    if np.median(spans) < 16:
        return name, "one channel"
    return "", "none"


# %% wrong: forgets the lower end | says: -1 lies below this grid
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        spans = np.ptp(values, axis=0) / scale
        if np.mean(values > scale * (127 - zero_point)) > 0.01:
            return name, "clipped"
        if spans.max() < 64:
            return name, "too wide"
        if np.median(spans) < 16:
            return name, "one channel"
    return "", "none"


# %% wrong: the span of all channels together | says: Wrong on an input
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0) / scale
        if np.mean((values < low) | (values > high)) > 0.01:
            return name, "clipped"
        if np.ptp(values) / scale < 64:
            return name, "too wide"
        if np.median(spans) < 16:
            return name, "one channel"
    return "", "none"


# %% wrong: the mean span instead of the median | says: 200, 2 and 2 steps
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0) / scale
        if np.mean((values < low) | (values > high)) > 0.01:
            return name, "clipped"
        if spans.max() < 64:
            return name, "too wide"
        if np.mean(spans) < 16:
            return name, "one channel"
    return "", "none"


# %% wrong: spans in values, not in steps | says: 128 steps are in use
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0)
        if np.mean((values < low) | (values > high)) > 0.01:
            return name, "clipped"
        if spans.max() < 64:
            return name, "too wide"
        if np.median(spans) < 16:
            return name, "one channel"
    return "", "none"


# %% wrong: the largest value for the span | says: Wrong on an input
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.abs(values).max(axis=0) / scale
        if np.mean((values < low) | (values > high)) > 0.01:
            return name, "clipped"
        if spans.max() < 64:
            return name, "too wide"
        if np.median(spans) < 16:
            return name, "one channel"
    return "", "none"


# %% wrong: any value beyond the grid counts | says: Wrong on an input
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0) / scale
        if ((values < low) | (values > high)).any():
            return name, "clipped"
        if spans.max() < 64:
            return name, "too wide"
        if np.median(spans) < 16:
            return name, "one channel"
    return "", "none"


# %% wrong: values at the ends count as clipped | says: use one step of 255
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0) / scale
        if np.mean((values <= low) | (values >= high)) > 0.01:
            return name, "clipped"
        if spans.max() < 64:
            return name, "too wide"
        if np.median(spans) < 16:
            return name, "one channel"
    return "", "none"


# %% wrong: 64 steps are too few | says: Wrong on an input
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0) / scale
        if np.mean((values < low) | (values > high)) > 0.01:
            return name, "clipped"
        if spans.max() <= 64:
            return name, "too wide"
        if np.median(spans) <= 16:
            return name, "one channel"
    return "", "none"


# %% wrong: forgets the zero point | says: 128 steps are in use
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        spans = np.ptp(values, axis=0) / scale
        if np.mean((values < -128 * scale) | (values > 127 * scale)) > 0.01:
            return name, "clipped"
        if spans.max() < 64:
            return name, "too wide"
        if np.median(spans) < 16:
            return name, "one channel"
    return "", "none"


# %% wrong: the fault alone | says: Values from 0 to 1 use one step
def find_fault(layers):
    return "too wide"


# %% wrong: None where all is fine | says: this grid suits
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0) / scale
        if np.mean((values < low) | (values > high)) > 0.01:
            return name, "clipped"
        if spans.max() < 64:
            return name, "too wide"
        if np.median(spans) < 16:
            return name, "one channel"
    return "", None


# %% wrong: one channel before too wide | says: use one step of 255
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        low, high = scale * (-128 - zero_point), scale * (127 - zero_point)
        spans = np.ptp(values, axis=0) / scale
        if np.mean((values < low) | (values > high)) > 0.01:
            return name, "clipped"
        if np.median(spans) < 16:
            return name, "one channel"
        if spans.max() < 64:
            return name, "too wide"
    return "", "none"


# %% right: with helpers and plain loops
def find_fault(layers):
    def fault(values, scale, zero_point):
        steps = values.astype(float) / scale + zero_point
        if ((steps < -128) | (steps > 127)).sum() * 100 > steps.size:
            return "clipped"
        spans = sorted(float(max(column) - min(column)) for column in steps.T.tolist())
        middle = (spans[(len(spans) - 1) // 2] + spans[len(spans) // 2]) / 2
        if spans[-1] < 64:
            return "too wide"
        return "one channel" if middle < 16 else ""

    for name, *measured in layers:
        found = fault(*measured)
        if found:
            return name, found
    return "", "none"


# %% right: a list of two
def find_fault(layers):
    for name, values, scale, zero_point in layers:
        beyond = (values > scale * (127 - zero_point)) + (values < scale * (-128 - zero_point))
        spans = (values.max(axis=0) - values.min(axis=0)) / scale
        faults = {
            "clipped": beyond.mean() > 1 / 100,
            "too wide": (spans < 64).all(),
            "one channel": np.median(spans) < 16,
        }
        for fault, is_there in faults.items():
            if is_there:
                return [name, fault]
    return ["", "none"]


# %% wrong: mean of the spans | says: Wrong on an input that no line above tries
def find_fault(layers):
    for n, v, s, z in layers:
        v = np.asarray(v, float)
        lo, hi = s * (-128 - z), s * (127 - z)
        if ((v < lo) | (v > hi)).mean() > 0.01:
            return n, "clipped"
        p = np.ptp(v, axis=0) / s
        if p.max() < 64:
            return n, "too wide"
        if np.mean(p) < 16 or np.median(p) < 15:
            return n, "one channel"
    return "", "none"


# %% wrong: half a step of leeway | says: Wrong on an input that no line above tries
def find_fault(layers):
    for n, v, s, z in layers:
        v = np.asarray(v, float)
        q = np.rint(v / s) + z
        if ((q < -128) | (q > 127)).mean() > 0.01:
            return n, "clipped"
        p = np.ptp(v, axis=0) / s
        if p.max() < 64:
            return n, "too wide"
        if np.median(p) < 16:
            return n, "one channel"
    return "", "none"


# %% wrong: spans of what the grid holds | says: Wrong on an input that no line above tries
def find_fault(layers):
    for n, v, s, z in layers:
        v = np.asarray(v, float)
        lo, hi = s * (-128 - z), s * (127 - z)
        if ((v < lo) | (v > hi)).mean() > 0.01:
            return n, "clipped"
        p = np.ptp(np.clip(v, lo, hi), axis=0) / s
        if p.max() < 64:
            return n, "too wide"
        if np.median(p) < 16:
            return n, "one channel"
    return "", "none"


# %% wrong: the last layer | says: Wrong on an input that no line above tries
def find_fault(layers):
    r = "", "none"
    for n, v, s, z in layers:
        v = np.asarray(v, float)
        lo, hi = s * (-128 - z), s * (127 - z)
        p = np.ptp(v, axis=0) / s
        if ((v < lo) | (v > hi)).mean() > 0.01:
            r = n, "clipped"
        elif p.max() < 64:
            r = n, "too wide"
        elif np.median(p) < 16:
            r = n, "one channel"
        if r[1] != "none" and n != "a":
            return r
    return r


# %% wrong: a share of each channel | says: Wrong on an input that no line above tries
def find_fault(layers):
    for n, v, s, z in layers:
        v = np.asarray(v, float)
        lo, hi = s * (-128 - z), s * (127 - z)
        if ((v < lo) | (v > hi)).mean(axis=0).max() > 0.01:
            return n, "clipped"
        p = np.ptp(v, axis=0) / s
        if p.max() < 64:
            return n, "too wide"
        if np.median(p) < 16:
            return n, "one channel"
    return "", "none"


# %% wrong: one channel needs two | says: Wrong on an input that no line above tries
def find_fault(layers):
    for n, v, s, z in layers:
        v = np.asarray(v, float)
        lo, hi = s * (-128 - z), s * (127 - z)
        if ((v < lo) | (v > hi)).mean() > 0.01:
            return n, "clipped"
        p = np.ptp(v, axis=0) / s
        if p.max() < 64:
            return n, "too wide"
        if (p < 16).sum() > len(p) / 2:
            return n, "one channel"
    return "", "none"
