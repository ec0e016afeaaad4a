# %% wrong: the sum | says: Equal rows get equal numbers, others do not
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return columns.sum(axis=1)


# %% wrong: digits side by side | says: some of yours collide
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return np.array([int("".join(map(str, row))) for row in columns])


# %% wrong: always base ten | says: some of yours collide
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return columns @ (10 ** np.arange(columns.shape[1]))


# %% wrong: multiplies by the size of the column itself | says: the table would have gaps
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return columns @ np.array(sizes)


# %% wrong: a hash | says: some of yours collide
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return np.array([hash(tuple(map(int, row))) % int(np.prod(sizes)) for row in columns])


# %% wrong: base of the widest column, with gaps | says: the table would have gaps
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return columns @ (max(sizes) ** np.arange(columns.shape[1]))


# %% wrong: numbers in the order in which combinations come | says: must not depend on the other rows
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return np.unique(columns, axis=0, return_inverse=True)[1].ravel()


# %% wrong: takes any id | says: An id as large as its column's size: ValueError
def cross_ids(columns, sizes):
    crossed = np.zeros(len(columns), dtype=int)
    for column, size in zip(columns.T, sizes):
        crossed = crossed * size + column
    return crossed


# %% wrong: compares with the widest column only | says: Raise `ValueError` here: a bucket id is at
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= max(sizes)).any():
        raise ValueError
    crossed = np.zeros(len(columns), dtype=int)
    for column, size in zip(columns.T, sizes):
        crossed = crossed * size + column
    return crossed


# %% wrong: lets the size itself through | says: An id as large as its column's size: ValueError
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns > sizes).any():
        raise ValueError
    crossed = np.zeros(len(columns), dtype=int)
    for column, size in zip(columns.T, sizes):
        crossed = crossed * size + column
    return crossed


# %% wrong: overlooks negative ids | says: No bucket has a negative id
def cross_ids(columns, sizes):
    if (columns >= sizes).any():
        raise ValueError
    crossed = np.zeros(len(columns), dtype=int)
    for column, size in zip(columns.T, sizes):
        crossed = crossed * size + column
    return crossed


# %% wrong: clips what is beyond | says: An id as large as its column's size: ValueError
def cross_ids(columns, sizes):
    return np.ravel_multi_index(tuple(columns.T), sizes, mode="clip")


# %% wrong: tuples | says: Return an array of numbers: one for each row
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return [tuple(map(int, row)) for row in columns]


# %% wrong: two columns only | says: some of yours collide
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return columns[:, 0] * sizes[1] + columns[:, 1]


# %% wrong: three columns only | says: Equal rows get equal numbers, and different
def cross_ids(columns, sizes):
    if (columns < 0).any() or (columns >= sizes).any():
        raise ValueError
    return np.ravel_multi_index(tuple(columns[:, :3].T), sizes[:3])


# %% right: NumPy has it
def cross_ids(columns, sizes):
    return np.ravel_multi_index(tuple(np.asarray(columns).T), sizes)


# %% right: the first column counts fastest
def cross_ids(columns, sizes):
    if np.any(columns < 0) or np.any(columns >= np.array(sizes)):
        raise ValueError("no such bucket")
    return columns @ np.cumprod([1, *sizes[:-1]])


# %% right: row by row
def cross_ids(columns, sizes):
    numbered = []
    for row in columns:
        number = 0
        for bucket, size in zip(row, sizes, strict=True):
            if not 0 <= bucket < size:
                raise ValueError(f"{bucket} of {size}")
            number = number * size + bucket
        numbered.append(number)
    return numbered


# %% wrong: only the first row is looked at | says: An id as large as its column's size: ValueError
def cross_ids(columns, sizes):
    columns = np.asarray(columns)
    if (columns[0] < 0).any() or (columns[0] >= sizes).any():
        raise ValueError
    return columns @ np.cumprod([1, *sizes[:-1]])


# %% wrong: looks at the crossed number only | says: An id as large as its column's size: ValueError
def cross_ids(columns, sizes):
    crossed = columns @ np.cumprod([1, *sizes[:-1]])
    if (crossed < 0).any() or (crossed >= np.prod(sizes)).any():
        raise ValueError
    return crossed


# %% wrong: int32 | says: Numbers go from 0 to 999999999999999999, one below the produ
def cross_ids(columns, sizes):
    c = np.asarray(columns)
    if (c < 0).any() or (c >= sizes).any():
        raise ValueError
    r = np.zeros(len(c), np.int32)
    for i, s in enumerate(sizes):
        r = (r * s + c[:, i]).astype(np.int32)
    return r


# %% wrong: floats made whole | says: Numbers go from 0 to 999999999999999999, one below the produ
def cross_ids(columns, sizes):
    c = np.asarray(columns)
    if (c < 0).any() or (c >= sizes).any():
        raise ValueError
    w = np.cumprod([1.0, *sizes[:-1]])
    return (c @ w).astype(int)
