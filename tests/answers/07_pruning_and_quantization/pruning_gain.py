# %% wrong: an .h5 file against a quantized one | says: Compare files of one format
def pruning_gain(model, pruned):
    import gzip
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.h5")
        before = len(gzip.compress(Path(folder, "model.h5").read_bytes()))
    return before / litert.sizes(litert.convert(tfmot.sparsity.keras.strip_pruning(pruned), "dynamic")).gzip


# %% wrong: an .h5 file against a float one | says: Compare files of one format
def pruning_gain(model, pruned):
    import gzip
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.h5")
        before = len(gzip.compress(Path(folder, "model.h5").read_bytes()))
    return before / litert.sizes(litert.convert(tfmot.sparsity.keras.strip_pruning(pruned), "float")).gzip


# %% wrong: the pruned one quantized too | says: Compare files of one format
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = litert.convert(model, "float"), litert.convert(lean, "dynamic")
    return litert.sizes(before).gzip / litert.sizes(after).gzip


# %% wrong: only the pruned one is compressed | says: Compare files of one format
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = litert.convert(model, "float"), litert.convert(lean, "float")
    return litert.sizes(before).raw / litert.sizes(after).gzip


# %% wrong: raw bytes | says: Without gzip the zeros take as much room
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = litert.convert(model, "float"), litert.convert(lean, "float")
    return litert.sizes(before).raw / litert.sizes(after).raw


# %% wrong: the share that is left | says: the larger file is divided
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = litert.convert(model, "float"), litert.convert(lean, "float")
    return litert.sizes(after).gzip / litert.sizes(before).gzip


# %% wrong: both quantized | says: Quantized, stored sparsely
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = litert.convert(model, "dynamic"), litert.convert(lean, "dynamic")
    return litert.sizes(before).gzip / litert.sizes(after).gzip


# %% wrong: sparse storage instead of gzip | says: Quantized, stored sparsely
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = litert.convert(model, "float", sparse=True), litert.convert(lean, "float", sparse=True)
    return len(before) / len(after)


# %% wrong: counts weights instead of bytes | says: Quantized, stored sparsely
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    one, other = (sum(np.count_nonzero(array) for array in each.get_weights()) for each in (model, lean))
    return one / other


# %% wrong: two .h5 files | says: Compare files of one format
def pruning_gain(model, pruned):
    import gzip
    import tempfile
    from pathlib import Path

    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        for each in (model, lean):
            each.save(f"{folder}/model.h5")
            sizes.append(len(gzip.compress(Path(folder, "model.h5").read_bytes())))
    return sizes[0] / sizes[1]


# %% wrong: a constant | says: Without gzip
def pruning_gain(model, pruned):
    return 1.0


# %% wrong: the bytes saved | says: Compare files of one format
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = litert.convert(model, "float"), litert.convert(lean, "float")
    return litert.sizes(before).gzip - litert.sizes(after).gzip


# %% wrong: the pruned file stored sparsely | says: stored sparsely
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = litert.convert(model, "float"), litert.convert(lean, "float", sparse=True)
    return litert.sizes(before).gzip / litert.sizes(after).gzip


# %% wrong: kept by model | says: Measure at each call
def pruning_gain(model, pruned, kept={}):
    def size(each):
        if id(each) not in kept:
            lean = tfmot.sparsity.keras.strip_pruning(each)
            kept[id(each)] = each, litert.sizes(litert.convert(lean, "float")).gzip
        return kept[id(each)][1]

    return size(model) / size(pruned)


# %% wrong: changes the model | says: changed the model
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    before, after = (litert.sizes(litert.convert(each, "float")) for each in (model, lean))
    model.set_weights([array + 1 for array in model.get_weights()])
    return before.gzip / after.gzip


# %% wrong: never less than 1 | says: the pruned one first
def pruning_gain(model, pruned):
    lean = [tfmot.sparsity.keras.strip_pruning(each) for each in (model, pruned)]
    sizes = [litert.sizes(litert.convert(each, "float")).gzip for each in lean]
    return max(sizes) / min(sizes)


# %% right: gzip by hand
def pruning_gain(model, pruned):
    import gzip

    lean = [tfmot.sparsity.keras.strip_pruning(each) for each in (model, pruned)]
    sizes = [len(gzip.compress(litert.convert(each, "float"), compresslevel=9)) for each in lean]
    return sizes[0] / sizes[1]


# %% right: strips both
def pruning_gain(model, pruned):
    def size(each):
        return litert.sizes(litert.convert(tfmot.sparsity.keras.strip_pruning(each), kind="float")).gzip

    return np.float64(size(model)) / size(pruned)


# %% right: with one kind of zero
def pruning_gain(model, pruned):
    lean = tfmot.sparsity.keras.strip_pruning(pruned)
    plain = tfmot.sparsity.keras.strip_pruning(model)
    before = litert.sizes(litert.convert(plain, "float")).gzip
    copy = keras.models.clone_model(lean)
    copy.set_weights([array + 0.0 for array in lean.get_weights()])
    return before / litert.sizes(litert.convert(copy, "float")).gzip
