# %% wrong: the true gradient of a staircase | says: passes unchanged
def straight_through(upstream, values, low, high):
    return np.zeros_like(upstream)


# %% wrong: passes everything | says: nothing passes
def straight_through(upstream, values, low, high):
    return upstream


# %% wrong: clips the gradient | says: nothing passes
def straight_through(upstream, values, low, high):
    return np.clip(upstream, low, high)


# %% wrong: the gradient decides | says: passes unchanged
def straight_through(upstream, values, low, high):
    return np.where((upstream >= low) & (upstream <= high), upstream, 0.0)


# %% wrong: a gate without the gradient | says: passes unchanged
def straight_through(upstream, values, low, high):
    return ((values >= low) & (values <= high)).astype(float)


# %% wrong: leaves the ends out | says: The ends of the range lie inside
def straight_through(upstream, values, low, high):
    return np.where((values > low) & (values < high), upstream, 0.0)


# %% wrong: leaves the low end out | says: The ends of the range lie inside
def straight_through(upstream, values, low, high):
    return np.where((values > low) & (values <= high), upstream, 0.0)


# %% wrong: stops above 1, whatever the range | says: Below the range
def straight_through(upstream, values, low, high):
    return np.where(values <= 1, upstream, 0.0)


# %% wrong: the range of the example | says: straight_through(
def straight_through(upstream, values, low, high):
    return np.where((values >= -2) & (values <= 1), upstream, 0.0)


# %% wrong: keeps only what passes | says: Each value has its gradient
def straight_through(upstream, values, low, high):
    return upstream[(values >= low) & (values <= high)]


# %% wrong: stops above and not below | says: Below the range
def straight_through(upstream, values, low, high):
    return np.where(values <= high, upstream, 0.0)


# %% wrong: hands on the values | says: passes unchanged
def straight_through(upstream, values, low, high):
    return np.where((values >= low) & (values <= high), values, 0.0)


# %% right: times a mask
def straight_through(upstream, values, low, high):
    return upstream * (np.clip(values, low, high) == values)


# %% right: a loop, as a list
def straight_through(upstream, values, low, high):
    flat = [float(u) if low <= v <= high else 0.0 for u, v in zip(upstream.flat, values.flat)]
    return np.reshape(flat, values.shape).tolist()


# %% right: TensorFlow
def straight_through(upstream, values, low, high):
    kept = tf.constant(values, tf.float64)
    with tf.GradientTape() as tape:
        tape.watch(kept)
        clipped = tf.where((kept >= low) & (kept <= high), kept, tf.zeros_like(kept))
    return tape.gradient(clipped, kept, output_gradients=tf.constant(upstream, tf.float64)).numpy()


# %% wrong: turns round outside | says: nothing passes
def straight_through(upstream, values, low, high):
    return np.where((values >= low) & (values <= high), upstream, -upstream)


# %% wrong: a symmetric range | says: nothing passes
def straight_through(upstream, values, low, high):
    return np.where(np.abs(values) <= max(-low, high), upstream, 0.0)


# %% wrong: the sign only | says: passes unchanged
def straight_through(upstream, values, low, high):
    return np.where((values < low) | (values > high), 0.0, np.sign(upstream))


# %% wrong: NaN outside | says: nothing passes
def straight_through(upstream, values, low, high):
    return np.where((values >= low) & (values <= high), upstream, np.nan)


# %% wrong: overwrites the gradient | says: Work on a copy
def straight_through(upstream, values, low, high):
    upstream[(values < low) | (values > high)] = 0
    return upstream


# %% right: float32
def straight_through(upstream, values, low, high):
    inside = np.logical_and(np.greater_equal(values, low), np.less_equal(values, high))
    return (upstream * inside).astype(np.float32)


# %% right: a tensor
def straight_through(upstream, values, low, high):
    return tf.where((values >= low) & (values <= high), upstream, tf.zeros_like(upstream))


# %% wrong: a result of whole numbers | says: straight_through(
def straight_through(upstream, values, low, high):
    result = np.zeros(values.shape, int)
    inside = (values >= low) & (values <= high)
    result[inside] = upstream[inside]
    return result


# %% wrong: the type of the values | says: straight_through(
def straight_through(upstream, values, low, high):
    result = np.zeros_like(values)
    inside = (values >= low) & (values <= high)
    result[inside] = upstream[inside]
    return result


# %% wrong: the ends in float32 | says: straight_through(
def straight_through(upstream, values, low, high):
    inside = (values >= float(np.float32(low))) & (values <= float(np.float32(high)))
    return np.where(inside, upstream, 0.0)


# %% wrong: the distance from the middle | says: straight_through(
def straight_through(upstream, values, low, high):
    middle, half = (low + high) / 2, (high - low) / 2
    return np.where(np.abs(values - middle) <= half, upstream, 0.0)


# %% wrong: TensorFlow's operator, which moves the ends | says: straight_through(
def straight_through(upstream, values, low, high):
    return tf.quantization.fake_quant_with_min_max_args_gradient(
        tf.constant(upstream, tf.float32), tf.constant(values, tf.float32), low, high
    ).numpy()


# %% wrong: positional only | says: values
def straight_through(upstream, values, low, high, /):
    return np.where((values >= low) & (values <= high), upstream, 0.0)


# %% wrong: only what still moves outward is stopped | says: Wrong on an input that no line above tries
def straight_through(upstream, values, low, high):
    return np.where(((values >= low) | (upstream < 0) & (values < low - 1e3)) & (values <= high), upstream, 0.0)
