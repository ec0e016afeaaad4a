# %% wrong: forgets the three reserved numbers | says: A word's number is its rank plus 3, in lower
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [word_index.get(word, 2) for word in headline.lower().split()]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: does not lower the case | says: in lower case
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1]
    for word in headline.split():
        rank = word_index.get(word, vocabulary)
        ids.append(rank + 3 if rank + 3 < vocabulary else 2)
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: an unknown word becomes padding | says: A word that is not in the index is unknown: 2
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [word_index.get(word, -3) + 3 for word in headline.lower().split()]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: drops unknown words | says: Return one row of `length` numbers, the start
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word, vocabulary) for word in headline.lower().split()]
    return [1] + [rank + 3 for rank in ranks if rank + 3 < vocabulary]


# %% wrong: compares the rank with the vocabulary | says: Number 12 has reached a vocabulary of 12
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word, vocabulary) for word in headline.lower().split()]
    ids = [1] + [rank + 3 if rank < vocabulary else 2 for rank in ranks]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: one too strict | says: is below a vocabulary of 13
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word, vocabulary) for word in headline.lower().split()]
    ids = [1] + [rank + 3 if rank + 3 < vocabulary - 1 else 2 for rank in ranks]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: fills up behind | says: Padding comes first, then the start mark, then
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word, vocabulary) for word in headline.lower().split()]
    ids = [1] + [rank + 3 if rank + 3 < vocabulary else 2 for rank in ranks]
    return ids[-length:] + [0] * (length - len(ids))


# %% wrong: cuts the end off | says: A long headline loses its front
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word, vocabulary) for word in headline.lower().split()]
    ids = [1] + [rank + 3 if rank + 3 < vocabulary else 2 for rank in ranks]
    return [0] * (length - len(ids)) + ids[:length]


# %% wrong: keeps the start mark when it cuts | says: A long headline loses its front
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word, vocabulary) for word in headline.lower().split()]
    ids = [rank + 3 if rank + 3 < vocabulary else 2 for rank in ranks]
    return [0] * (length - len(ids) - 1) + [1] + ids[-(length - 1) :]


# %% wrong: no start mark | says: Return one row of `length` numbers, the start
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word, vocabulary) for word in headline.lower().split()]
    return [rank + 3 if rank + 3 < vocabulary else 2 for rank in ranks]


# %% wrong: counts characters | says: Padding comes first, then the start mark, then
def encode_headline(headline, word_index, vocabulary, length):
    return list(headline.lower())[:length]


# %% wrong: adds two | says: A word's number is its rank plus 3, in lower
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word, vocabulary) for word in headline.lower().split()]
    ids = [1] + [rank + 2 if rank + 2 < vocabulary else 2 for rank in ranks]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: drops repeated words | says: no line above tries
def encode_headline(headline, word_index, vocabulary, length):
    words = list(dict.fromkeys(headline.lower().split()))
    ids = [1] + [word_index.get(word, vocabulary) + 3 for word in words]
    ids = [number if number < vocabulary else 2 for number in ids]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: floats | says: Return one row of `length` numbers, the start
def encode_headline(headline, word_index, vocabulary, length):
    return np.array([1.0, 6.0, 8.0, 9.0])


# %% wrong: a table of one row | says: Return one row of `length` numbers, the start
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [word_index.get(word, vocabulary) + 3 for word in headline.lower().split()]
    ids = [2 if number >= vocabulary else number for number in ids]
    return keras.utils.pad_sequences([ids], maxlen=length)


# %% wrong: too lenient by one | says: Number 12 has reached a vocabulary of 12
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word, vocabulary) for word in headline.lower().split()]
    ids = [1] + [rank + 3 if rank + 3 <= vocabulary else 2 for rank in ranks]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: unknown becomes 3 | says: A word that is not in the index is unknown: 2
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [word_index.get(word, 0) + 3 for word in headline.lower().split()]
    ids = [2 if n >= vocabulary else n for n in ids]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: a vocabulary of 1,000 written in | says: Number 12 has reached a vocabulary of 12
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [word_index.get(word, 1000) + 3 for word in headline.lower().split()]
    ids = [2 if n >= 1000 else n for n in ids]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: drops the start mark only when long | says: A long headline loses its front
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [word_index.get(word, vocabulary) + 3 for word in headline.lower().split()]
    ids = [2 if n >= vocabulary else n for n in ids]
    if len(ids) > length:
        ids = ids[1:]
    return [0] * (length - len(ids)) + ids[:length]


# %% wrong: takes words out of the index | says: changed what it was given
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [word_index.pop(word, vocabulary) + 3 for word in headline.lower().split()]
    ids = [2 if n >= vocabulary else n for n in ids]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: searches the index's words in the headline | says: Padding comes first, then the start mark, then
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [r + 3 if r + 3 < vocabulary else 2 for w, r in word_index.items() if w in headline.lower()]
    return [0] * (length - len(ids)) + ids[-length:]


# %% right: a loop and an array
def encode_headline(headline, word_index, vocabulary, length):
    result = np.zeros(length, dtype=np.int32)
    ids = [1]
    for word in headline.lower().split():
        number = word_index.get(word, vocabulary) + 3
        ids.append(number if number < vocabulary else 2)
    for place, number in enumerate(reversed(ids[-length:]), 1):
        result[-place] = number
    return result


# %% right: Keras pads
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [word_index.get(word, vocabulary) + 3 for word in headline.lower().split()]
    ids = [2 if number >= vocabulary else number for number in ids]
    return keras.utils.pad_sequences([ids], maxlen=length)[0]


# %% right: a tuple
def encode_headline(headline, word_index, vocabulary, length):
    words = headline.lower().split()
    known = {word: rank + 3 for word, rank in word_index.items() if rank + 3 < vocabulary}
    return tuple(([0] * length + [1] + [known.get(word, 2) for word in words])[-length:])


# %% right: pushes and pops
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1, *(n if (n := word_index.get(w.casefold(), 10**9) + 3) < vocabulary else 2 for w in headline.split(" "))]
    while len(ids) < length:
        ids.insert(0, 0)
    while len(ids) > length:
        ids.pop(0)
    return ids


# %% right: pandas
def encode_headline(headline, word_index, vocabulary, length):
    n = pd.Series(headline.lower().split()).map(word_index) + 3
    n = n.where(n < vocabulary, 2).astype(int)
    ids = [1, *n]
    return np.array(([0] * length + ids)[len(ids) :], dtype="int16")


# %% right: try and except
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1]
    for w in headline.lower().split():
        try:
            n = word_index[w] + 3
        except KeyError:
            n = 2
        ids.append(2 if n >= vocabulary else n)
    if len(ids) >= length:
        return ids[len(ids) - length :]
    return [0] * (length - len(ids)) + ids


# %% wrong: only the first letter in lower case | says: no line above tries
def encode_headline(headline, word_index, vocabulary, length):
    words = [word[:1].lower() + word[1:] for word in headline.split()]
    ids = [1] + [
        2 if word not in word_index or word_index[word] + 3 >= vocabulary else word_index[word] + 3 for word in words
    ]
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: a headline of just `length` words keeps its start mark | says: no line above tries
def encode_headline(headline, word_index, vocabulary, length):
    ranks = [word_index.get(word) for word in headline.lower().split()]
    ids = [2 if rank is None or rank + 3 >= vocabulary else rank + 3 for rank in ranks]
    if len(ids) <= length:
        ids = [1] + ids[1:] if len(ids) == length else [1] + ids
    return [0] * (length - len(ids)) + ids[-length:]


# %% wrong: takes the positions of the keyword call only | says: `encode_headline(headline='The xylophone of',
def encode_headline(headline, word_index, vocabulary, length, /):
    ranks = [word_index.get(word) for word in headline.lower().split()]
    ids = [1] + [2 if rank is None or rank + 3 >= vocabulary else rank + 3 for rank in ranks]
    return [0] * (length - len(ids)) + ids[-length:]


# %% right: a helper of its own named as the check's variables
def ranks(word, index):
    return index.get(word, -1)


def encode_headline(headline, word_index, vocabulary, length):
    numbers = [1]
    for word in headline.lower().split():
        rank = ranks(word, word_index)
        numbers.append(rank + 3 if 0 < rank < vocabulary - 3 else 2)
    return ([0] * length + numbers)[-length:]


# %% wrong: number equal to the vocabulary stays for large ones | says: Wrong on an input that no line above tries
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [
        word_index[w] + 3 if w in word_index and word_index[w] + 3 < vocabulary + (vocabulary > 500) else 2
        for w in headline.lower().split()
    ]
    return ([0] * length + ids)[-length:]


# %% raises: bytes of eight bits | says: OverflowError: Python integer 999 out of bounds for int8
def encode_headline(headline, word_index, vocabulary, length):
    ids = [1] + [
        word_index[w] + 3 if w in word_index and word_index[w] + 3 < vocabulary else 2 for w in headline.lower().split()
    ]
    return (
        [int(v) % 65536 if v > 70000 else int(v) for v in ([0] * length + ids)[-length:]]
        if len(ids) % 2
        else list(np.array(([0] * length + ids)[-length:], np.int8))
    )
