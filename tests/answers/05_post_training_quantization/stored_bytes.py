# %% wrong: biases in 8 bits too | says: Biases stay in 32 bits
def stored_bytes(kernels, kind):
    each = {"float": 4, "float16": 2, "dynamic": 1, "int8": 1}[kind]
    return sum((int(np.prod(shape)) + shape[-1]) * each for shape in kernels)


# %% wrong: bits | says: 7,840 weights of a byte
def stored_bytes(kernels, kind):
    each = {"float": 32, "float16": 16, "dynamic": 8, "int8": 8}[kind]
    return sum(int(np.prod(shape)) * each + shape[-1] * 32 for shape in kernels)


# %% wrong: biases of float16 in 32 bits | says: 2 bytes, biases too
def stored_bytes(kernels, kind):
    each = {"float": 4, "float16": 2, "dynamic": 1, "int8": 1}[kind]
    return sum(int(np.prod(shape)) * each + shape[-1] * 4 for shape in kernels)


# %% wrong: dynamic takes all weights | says: 640 weights are too few
def stored_bytes(kernels, kind):
    weight = {"float": 4, "float16": 2, "dynamic": 1, "int8": 1}[kind]
    bias = 2 if kind == "float16" else 4
    return sum(int(np.prod(shape)) * weight + shape[-1] * bias for shape in kernels)


# %% wrong: more than 1,024 | says: 1,024 values become int8
def stored_bytes(kernels, kind):
    if kind not in ("float", "float16", "dynamic", "int8"):
        raise ValueError(kind)
    total = 0
    for shape in kernels:
        count = int(np.prod(shape))
        one = kind == "int8" or (kind == "dynamic" and count > 1_024)
        total += count * (1 if one else 2 if kind == "float16" else 4) + shape[-1] * (2 if kind == "float16" else 4)
    return total


# %% wrong: judges the network as a whole | says: judged by themselves
def stored_bytes(kernels, kind):
    if kind not in ("float", "float16", "dynamic", "int8"):
        raise ValueError(kind)
    count = sum(int(np.prod(shape)) for shape in kernels)
    biases = sum(shape[-1] for shape in kernels)
    one = kind == "int8" or (kind == "dynamic" and count >= 1_024)
    return count * (1 if one else 2 if kind == "float16" else 4) + biases * (2 if kind == "float16" else 4)


# %% wrong: convolutions by inputs and outputs only | says: A convolution has
def stored_bytes(kernels, kind):
    each = {"float": 4, "float16": 2, "dynamic": 1, "int8": 1}[kind]
    bias = 2 if kind == "float16" else 4
    return sum(shape[-2] * shape[-1] * each + shape[-1] * bias for shape in kernels)


# %% wrong: no biases | says: 7,840 weights of a byte
def stored_bytes(kernels, kind):
    each = {"float": 4, "float16": 2, "dynamic": 1, "int8": 1}[kind]
    return sum(int(np.prod(shape)) * each for shape in kernels)


# %% wrong: an unknown kind is float | says: No such kind
def stored_bytes(kernels, kind):
    total = 0
    for shape in kernels:
        count = int(np.prod(shape))
        one = kind == "int8" or (kind == "dynamic" and count >= 1_024)
        total += count * (1 if one else 2 if kind == "float16" else 4) + shape[-1] * (2 if kind == "float16" else 4)
    return total


# %% wrong: a float | says: whole numbers
def stored_bytes(kernels, kind):
    return float(sum(np.prod(shape) + 4 * shape[-1] for shape in kernels))


# %% wrong: float returns after the first layer | says: Count all layers
def stored_bytes(kernels, kind):
    if kind not in ("float", "float16", "dynamic", "int8"):
        raise ValueError(kind)
    total = 0
    for shape in kernels:
        count = int(np.prod(shape))
        if kind in ("float", "float16"):
            return (count + shape[-1]) * (4 if kind == "float" else 2)
        one = kind == "int8" or count >= 1_024
        total += count * (1 if one else 4) + 4 * shape[-1]
    return total


# %% wrong: biases counted by inputs | says: 7,840 weights of a byte
def stored_bytes(kernels, kind):
    each = {"float": 4, "float16": 2, "dynamic": 1, "int8": 1}[kind]
    return sum(int(np.prod(shape)) * each + 4 * shape[0] for shape in kernels)


# %% wrong: the size of the file by four | says: 7,840 weights of a byte
def stored_bytes(kernels, kind):
    count = sum(int(np.prod(shape)) + shape[-1] for shape in kernels)
    return {"float": 4 * count, "float16": 2 * count, "dynamic": 4 * count // 4 + 1, "int8": 4 * count // 4 + 1}[kind]


# %% wrong: few weights stay float in int8, too | says: 56,592 weights and 122 biases
def stored_bytes(kernels, kind):
    if kind not in ("float", "float16", "dynamic", "int8"):
        raise ValueError(kind)
    total = 0
    for shape in kernels:
        count, each = int(np.prod(shape)), 2 if kind == "float16" else 4
        total += count * (1 if kind in ("dynamic", "int8") and count >= 1_024 else each) + shape[-1] * each
    return total


# %% wrong: a KeyError for another kind | says: No such kind
def stored_bytes(kernels, kind):
    weight, bias = {"float": (4, 4), "float16": (2, 2), "dynamic": (1, 4), "int8": (1, 4)}.get(kind, (0, 0))
    total = 0
    for shape in kernels:
        count = int(np.prod(shape))
        total += count * (4 if kind == "dynamic" and count < 1_024 else weight) + bias * shape[-1]
    return total


# %% wrong: many biases become int8 in dynamic | says: However many, biases stay
def stored_bytes(kernels, kind):
    if kind not in ("float", "float16", "dynamic", "int8"):
        raise ValueError(kind)
    total = 0
    for shape in kernels:
        for count, weights in ((int(np.prod(shape)), True), (shape[-1], False)):
            eight = (kind == "int8" and weights) or (kind == "dynamic" and count >= 1_024)
            total += count * (2 if kind == "float16" else 1 if eight else 4)
    return total


# %% wrong: the biases count towards the 1,024 | says: Only weights count towards
def stored_bytes(kernels, kind):
    if kind not in ("float", "float16", "dynamic", "int8"):
        raise ValueError(kind)
    total = 0
    for shape in kernels:
        count, each = int(np.prod(shape)), 2 if kind == "float16" else 4
        eight = kind == "int8" or (kind == "dynamic" and count + shape[-1] > 1_024)
        total += count * (1 if eight else each) + shape[-1] * each
    return total


# %% right: from empty arrays
def stored_bytes(kernels, kind):
    types = {"float": ("f4", "f4"), "float16": ("f2", "f2"), "dynamic": ("i1", "f4"), "int8": ("i1", "i4")}
    if kind not in types:
        raise ValueError(f"no kind {kind}")
    total = 0
    for shape in kernels:
        weight, bias = types[kind]
        values = np.empty(shape, dtype=weight)
        if kind == "dynamic" and values.size < 1_024:
            values = np.empty(shape, dtype="f4")
        total += values.nbytes + np.empty(shape[-1], dtype=bias).nbytes
    return total


# %% right: NumPy's whole numbers
def stored_bytes(kernels, kind):
    if kind not in {"float", "float16", "dynamic", "int8"}:
        raise ValueError(kind)
    counts = np.array([np.prod(shape) for shape in kernels])
    outputs = np.array([shape[-1] for shape in kernels])
    if kind in ("float", "float16"):
        return (counts + outputs).sum() * np.dtype(
            kind.replace("float", "float32") if kind == "float" else kind
        ).itemsize
    wide = (counts < 1_024) & (kind == "dynamic")
    return np.sum(np.where(wide, 4, 1) * counts + 4 * outputs)


# %% right: one match for each kind
def stored_bytes(kernels, kind):
    import math

    match kind:
        case "float" | "float16":
            size = 4 if kind == "float" else 2
            return sum((math.prod(shape) + shape[-1]) * size for shape in kernels)
        case "int8":
            return sum(math.prod(shape) + 4 * shape[-1] for shape in kernels)
        case "dynamic":
            return sum(math.prod(s) * (4 if math.prod(s) < 1024 else 1) + 4 * s[-1] for s in kernels)
    raise ValueError("float, float16, dynamic or int8")
