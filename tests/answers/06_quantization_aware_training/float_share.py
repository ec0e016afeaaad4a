# %% wrong: counts tensors | says: count their numbers
def float_share(converted):
    kernels = litert.tensors(converted).query("role == 'weight'")
    return float((kernels["dtype"] == "float32").mean())


# %% wrong: biases too | says: only weights count
def float_share(converted):
    stored = litert.tensors(converted).query("role in ['weight', 'bias']")
    counts = stored["shape"].map(np.prod)
    return counts[stored["dtype"] == "float32"].sum() / counts.sum()


# %% wrong: shares of bytes | says: 144 and 640
def float_share(converted):
    kernels = litert.tensors(converted).query("role == 'weight'")
    return kernels["bytes"][kernels["dtype"] == "float32"].sum() / kernels["bytes"].sum()


# %% wrong: all tensors | says: Nothing was quantized
def float_share(converted):
    stored = litert.tensors(converted)
    return float((stored["dtype"] == "float32").mean())


# %% wrong: whatever is not int8 | says: float_share(
def float_share(converted):
    kernels = litert.tensors(converted).query("role == 'weight'")
    counts = kernels["shape"].map(np.prod)
    return counts[kernels["dtype"] != "int8"].sum() / counts.sum()


# %% wrong: the share of int8 | says: Nothing was quantized
def float_share(converted):
    kernels = litert.tensors(converted).query("role == 'weight'")
    counts = kernels["shape"].map(np.prod)
    return counts[kernels["dtype"] == "int8"].sum() / counts.sum()


# %% wrong: a count, not a share | says: Nothing was quantized
def float_share(converted):
    kernels = litert.tensors(converted).query("role == 'weight' and dtype == 'float32'")
    return int(kernels["shape"].map(np.prod).sum())


# %% wrong: unpacked copies count | says: float_share(
def float_share(converted):
    stored = litert.tensors(converted).query("role in ['weight', 'unpacked']")
    counts = stored["shape"].map(lambda shape: np.prod(shape) if len(shape) > 1 else 0)
    return counts[stored["dtype"] == "float32"].sum() / counts.sum()


# %% wrong: guesses by the size of the file | says: Nothing was quantized
def float_share(converted):
    return min(1.0, max(0.0, (len(converted) - 64_000) / 166_000))


# %% right: a loop
def float_share(converted):
    total = in_float = 0
    for _, row in litert.tensors(converted).iterrows():
        if row["role"] == "weight":
            total += int(np.prod(row["shape"]))
            in_float += int(np.prod(row["shape"])) * (row["dtype"] == "float32")
    return in_float / total


# %% right: a group sum, in float32
def float_share(converted):
    kernels = litert.tensors(converted).query("role == 'weight'")
    counts = kernels.assign(count=kernels["shape"].map(np.prod)).groupby("dtype")["count"].sum()
    return np.float64(counts.get("float32", 0)) / counts.sum()


# %% wrong: every float type | says: float_share(
def float_share(converted):
    k = litert.tensors(converted).query("role == 'weight'")
    c = k["shape"].map(np.prod)
    return float(c[k["dtype"].str.startswith("float")].sum() / c.sum())


# %% wrong: a table of sizes of files | says: float_share(
def float_share(converted):
    return {True: 1.0}.get(
        len(converted) > 200000, 784 / 56592 if len(converted) < 100000 and len(converted) > 50000 else 0.0
    )


# %% wrong: whatever has no scale | says: float_share(
def float_share(converted):
    k = litert.tensors(converted).query("role == 'weight'")
    c = k["shape"].map(np.prod)
    return float(c[k["scales"] == 0].sum() / c.sum())


# %% wrong: a percentage | says: Nothing was quantized
def float_share(converted):
    k = litert.tensors(converted).query("role == 'weight'")
    c = k["shape"].map(np.prod)
    return 100 * float(c[k["dtype"] == "float32"].sum() / c.sum())


# %% right: arrays
def float_share(converted):
    import math

    k = litert.tensors(converted)
    k = k[k.role == "weight"]
    n = np.array([math.prod(s) for s in k["shape"]])
    return (n * (k["dtype"] == "float32").to_numpy()).sum() / n.sum()


# %% wrong: what is not float32 is int8 | says: float_share(
def float_share(converted):
    kernels = litert.tensors(converted).query("role == 'weight'")
    counts = kernels["shape"].map(np.prod)
    return float(1 - counts[kernels["dtype"].isin(["int8", "float16"])].sum() / counts.sum())


# %% wrong: every stored table, paddings and shapes too | says: float_share(
def float_share(converted):
    stored = litert.tensors(converted)
    stored = stored[(stored["bytes"] > 0) & (stored["shape"].map(len) >= 2)]
    counts = stored["shape"].map(np.prod)
    return float(counts[stored["dtype"] == "float32"].sum() / counts.sum())


# %% wrong: a fixed total | says: float_share(
def float_share(converted):
    kernels = litert.tensors(converted).query("role == 'weight'")
    counts = kernels["shape"].map(np.prod)
    return float(counts[kernels["dtype"] == "float32"].sum() / 56_592)


# %% wrong: layers of one shape count once | says: Wrong on an input that no line above tries
def float_share(converted):
    weights = litert.tensors(converted).query("role == 'weight'")
    weights = weights[~weights["shape"].map(str).duplicated()]
    sizes = weights["shape"].map(np.prod)
    return float(sizes[weights["dtype"] == "float32"].sum() / sizes.sum())
