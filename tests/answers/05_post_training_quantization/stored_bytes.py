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
