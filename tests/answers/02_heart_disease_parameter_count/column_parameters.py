# %% wrong: counts biases again | says: Three inputs: a word that comes again is no new
def column_parameters(vocabulary, mask, unknown, hidden):
    return (len(set(vocabulary)) + (mask is not None) + unknown + 1) * hidden


# %% wrong: repeated words count | says: no new word
def column_parameters(vocabulary, mask, unknown, hidden):
    return (len(vocabulary) + (mask is not None) + unknown) * hidden


# %% wrong: no input for unknown words | says: Two words and one unknown, with ten weights
def column_parameters(vocabulary, mask, unknown, hidden):
    return (len(set(vocabulary)) + (mask is not None)) * hidden


# %% wrong: one unknown or none | says: `unknown` is how many inputs
def column_parameters(vocabulary, mask, unknown, hidden):
    return (len(set(vocabulary)) + (mask is not None) + bool(unknown)) * hidden


# %% wrong: the empty mask is taken for none | says: A mask has an input, even the empty text
def column_parameters(vocabulary, mask, unknown, hidden):
    return (len(set(vocabulary)) + bool(mask) + unknown) * hidden


# %% wrong: the mask counts twice | says: still one input, not two
def column_parameters(vocabulary, mask, unknown, hidden):
    return (len(set(vocabulary)) + (mask is not None) + unknown) * hidden


# %% wrong: the width | says: Two words and one unknown, with ten weights
def column_parameters(vocabulary, mask, unknown, hidden):
    return len(set(vocabulary) - {mask}) + (mask is not None) + unknown


# %% wrong: the lecture's number | says: Two words and one unknown, with ten weights
def column_parameters(vocabulary, mask, unknown, hidden):
    return 224


# %% wrong: one input for a column | says: Two words and one unknown, with ten weights
def column_parameters(vocabulary, mask, unknown, hidden):
    return hidden


# %% wrong: knows the lecture's width only | says: A mask has an input, even the empty text
def column_parameters(vocabulary, mask, unknown, hidden):
    return (7 if len(vocabulary) == 5 else len(set(vocabulary)) + unknown) * hidden


# %% wrong: no word for the mask, and none for unknown words | says: Two words and one unknown, with ten weights
def column_parameters(vocabulary, mask, unknown, hidden):
    return len(set(vocabulary)) * hidden


# %% wrong: capitals do not count | says: no line above tries
def column_parameters(vocabulary, mask, unknown, hidden):
    words = {word.lower() for word in vocabulary if word != mask}
    return (len(words) + (mask is not None) + unknown) * hidden


# %% wrong: an empty mask is no mask | says: even the empty text
def column_parameters(vocabulary, mask, unknown, hidden):
    words = set(vocabulary) - {mask}
    return (len(words) + bool(mask) + unknown) * hidden


# %% wrong: no more than five unknown | says: no line above tries
def column_parameters(vocabulary, mask, unknown, hidden):
    return (len(set(vocabulary) - {mask}) + (mask is not None) + min(unknown, 5)) * hidden


# %% right: asks Keras
def column_parameters(vocabulary, mask, unknown, hidden):
    words = sorted(set(vocabulary) - {mask})
    lookup = layers.StringLookup(vocabulary=words, mask_token=mask, num_oov_indices=unknown)
    dense = layers.Dense(hidden, use_bias=False)
    dense.build((None, len(lookup.get_vocabulary())))
    return dense.count_params()


# %% right: a list without doubles
def column_parameters(vocabulary, mask, unknown, hidden):
    inputs = list(dict.fromkeys(vocabulary))
    if mask is not None and mask not in inputs:
        inputs.append(mask)
    return np.int64(hidden * (len(inputs) + unknown))


# %% wrong: a mask is the empty text or none | says: no line above tries
def column_parameters(vocabulary, mask, unknown, hidden):
    words = set(vocabulary) - {""}
    return (len(words) + (mask == "") + unknown) * hidden


# %% wrong: repeated words count again beside a mask | says: no line above tries
def column_parameters(vocabulary, mask, unknown, hidden):
    words = list(dict.fromkeys(vocabulary)) if mask is None else [word for word in vocabulary if word != mask]
    return (len(words) + (mask is not None) + unknown) * hidden
