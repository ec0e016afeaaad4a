# %% wrong: bits | says: Those are bits
def wire_bytes(wires, length, vocabulary, width):
    words = 32 * wires * length
    return {"numbers": words, "one-hot": words * vocabulary, "embedded": words * width}


# %% wrong: one-hot stores bits | says: One-hot stores the zeros too
def wire_bytes(wires, length, vocabulary, width):
    words = wires * length
    return {"numbers": 4 * words, "one-hot": words * vocabulary // 8, "embedded": 4 * words * width}


# %% wrong: numbers cost the vocabulary | says: A word's number is one integer, however large
def wire_bytes(wires, length, vocabulary, width):
    words = wires * length
    return {"numbers": 4 * vocabulary, "one-hot": 4 * words * vocabulary, "embedded": 4 * words * width}


# %% wrong: forgets how many wires | says: 50 wires × 7 words × 10 numbers × 4
def wire_bytes(wires, length, vocabulary, width):
    return {"numbers": 4 * length, "one-hot": 4 * length * vocabulary, "embedded": 4 * length * width}


# %% wrong: 64-bit floats | says: 20 words × 6 numbers × 4 bytes
def wire_bytes(wires, length, vocabulary, width):
    words = wires * length
    return {"numbers": 8 * words, "one-hot": 8 * words * vocabulary, "embedded": 8 * words * width}


# %% wrong: other keys | says: The docstring has the three keys
def wire_bytes(wires, length, vocabulary, width):
    words = 4 * wires * length
    return {"ids": words, "one_hot": words * vocabulary, "embedded": words * width}


# %% wrong: a tuple | says: Return a dictionary
def wire_bytes(wires, length, vocabulary, width):
    words = 4 * wires * length
    return words, words * vocabulary, words * width


# %% wrong: the table too | says: 20 words × 6 numbers × 4 bytes
def wire_bytes(wires, length, vocabulary, width):
    w = wires * length
    return {"numbers": 4 * w, "one-hot": 4 * w * vocabulary, "embedded": 4 * w * width + 4 * vocabulary * width}


# %% wrong: floats | says: Return a whole number, not a number
def wire_bytes(wires, length, vocabulary, width):
    w = wires * length
    return {"numbers": 32 * w / 8, "one-hot": 4 * w * vocabulary, "embedded": 4 * w * width}


# %% wrong: 64-bit numbers only | says: A word's number is one integer, however large
def wire_bytes(wires, length, vocabulary, width):
    w = wires * length
    return {"numbers": 8 * w, "one-hot": 4 * w * vocabulary, "embedded": 4 * w * width}


# %% wrong: a wire costs one vector | says: 20 words × 6 numbers × 4 bytes
def wire_bytes(wires, length, vocabulary, width):
    w = wires * length
    return {"numbers": 4 * w, "one-hot": 4 * w * vocabulary, "embedded": 4 * wires * width}


# %% wrong: a length of 20 written in | says: 50 wires × 7 words × 10 numbers × 4
def wire_bytes(wires, length, vocabulary, width):
    w = wires * 20
    return {"numbers": 4 * w, "one-hot": 4 * w * vocabulary, "embedded": 4 * w * width}


# %% right: from arrays
def wire_bytes(wires, length, vocabulary, width):
    empty = np.empty((wires, length), dtype=np.int32)
    numbers = {"numbers": 1, "one-hot": vocabulary, "embedded": width}
    return {name: empty.nbytes * each for name, each in numbers.items()}


# %% right: Counter and numpy
def wire_bytes(wires, length, vocabulary, width):
    from collections import Counter

    return Counter(
        {
            "numbers": np.int64(4 * wires * length),
            "one-hot": np.prod([4, wires, length, vocabulary]),
            "embedded": np.zeros((wires, length, width), "float32").nbytes,
        }
    )


# %% right: other order
def wire_bytes(wires, length, vocabulary, width):
    sizes = dict(zip(("embedded", "one-hot", "numbers"), (width, vocabulary, 1)))
    return {k: wires * length * n * 32 // 8 for k, n in sizes.items()}


# %% wrong: at least one wire | says: no line above tries
def wire_bytes(wires, length, vocabulary, width):
    words = max(wires, 1) * length
    return {"numbers": 4 * words, "one-hot": 4 * words * vocabulary, "embedded": 4 * words * width}
