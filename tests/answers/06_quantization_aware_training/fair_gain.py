# %% wrong: the published code | says: has trained less
def fair_gain(runs):
    before = runs[runs["epochs"] == 0]["accuracy"].mean()
    aware = runs[runs["arm"] == "aware"]["accuracy"]
    return aware.max() - before, aware.std()


# %% wrong: the published code, in points | says: has trained less
def fair_gain(runs):
    before = runs[runs["epochs"] == 0]["accuracy"].mean()
    aware = runs[runs["arm"] == "aware"]["accuracy"]
    return 100 * (aware.mean() - before), 100 * aware.std()


# %% wrong: all aware against all controls | says: has no control that trained so long
def fair_gain(runs):
    aware = runs[(runs["arm"] == "aware")]["accuracy"] * 100
    control = runs[(runs["arm"] == "control") & (runs["epochs"] > 0)]["accuracy"] * 100
    return aware.mean() - control.mean(), (aware.var() / len(aware) + control.var() / len(control)) ** 0.5


# %% wrong: pairs by seed alone | says: has no control that trained so long
def fair_gain(runs):
    aware = runs[runs["arm"] == "aware"].groupby("seed")["accuracy"].mean()
    control = runs[(runs["arm"] == "control") & (runs["epochs"] > 0)].groupby("seed")["accuracy"].mean()
    gains = 100 * (aware - control)
    return gains.mean(), gains.std() / len(gains) ** 0.5


# %% wrong: a fraction, not points | says: 0.01 of accuracy is one point
def fair_gain(runs):
    pairs = runs.pivot_table(index=["epochs", "seed"], columns="arm", values="accuracy")[["aware", "control"]].dropna()
    gains = pairs["aware"] - pairs["control"]
    return gains.mean(), gains.std() / len(gains) ** 0.5


# %% wrong: the standard deviation | says: Divide by √n
def fair_gain(runs):
    pairs = runs.pivot_table(index=["epochs", "seed"], columns="arm", values="accuracy")[["aware", "control"]].dropna()
    gains = 100 * (pairs["aware"] - pairs["control"])
    if len(gains) < 2:
        raise ValueError("too few")
    return gains.mean(), gains.std()


# %% wrong: divides by n | says: by n - 1, not by n
def fair_gain(runs):
    pairs = runs.pivot_table(index=["epochs", "seed"], columns="arm", values="accuracy")[["aware", "control"]].dropna()
    gains = 100 * (pairs["aware"] - pairs["control"]).to_numpy()
    return gains.mean(), gains.std() / len(gains) ** 0.5


# %% wrong: two independent arms | says: spread of the differences
def fair_gain(runs):
    pairs = runs.pivot_table(index=["epochs", "seed"], columns="arm", values="accuracy")[["aware", "control"]].dropna()
    pairs = 100 * pairs
    return (pairs["aware"] - pairs["control"]).mean(), (pairs.var().sum() / len(pairs)) ** 0.5


# %% wrong: pairs by their place in the table | says: fair_gain(
def fair_gain(runs):
    once = runs[runs["epochs"] == 1]
    aware = once[once["arm"] == "aware"]["accuracy"].to_numpy()
    control = once[once["arm"] == "control"]["accuracy"].to_numpy()
    gains = 100 * (aware - control)
    return gains.mean(), gains.std(ddof=1) / len(gains) ** 0.5


# %% wrong: one epoch only | says: fair_gain(
def fair_gain(runs):
    arms = {name: rows.set_index("seed")["accuracy"] for name, rows in runs[runs["epochs"] == 1].groupby("arm")}
    gains = 100 * (arms["aware"] - arms["control"])
    if len(gains) < 2:
        raise ValueError("too few")
    return gains.mean(), gains.std() / len(gains) ** 0.5


# %% wrong: takes one pair | says: ValueError
def fair_gain(runs):
    both = runs[runs["arm"] == "aware"].merge(runs[runs["arm"] == "control"], on=["epochs", "seed"])
    gains = 100 * (both["accuracy_x"] - both["accuracy_y"])
    return gains.mean(), gains.std() / len(gains) ** 0.5


# %% wrong: the gain only | says: Return two numbers
def fair_gain(runs):
    both = runs[runs["arm"] == "aware"].merge(runs[runs["arm"] == "control"], on=["epochs", "seed"])
    return [100 * (both["accuracy_x"] - both["accuracy_y"]).mean()]


# %% right: a merge
def fair_gain(runs):
    both = runs[runs["arm"] == "aware"].merge(runs[runs["arm"] == "control"], on=["epochs", "seed"])
    gains = 100 * (both["accuracy_x"] - both["accuracy_y"])
    if len(gains) < 2:
        raise ValueError("two pairs, please")
    return gains.mean(), gains.sem()


# %% right: plain dictionaries
def fair_gain(runs):
    arms = {"aware": {}, "control": {}}
    for row in runs.to_dict("records"):
        if row["arm"] in arms:
            arms[row["arm"]][row["epochs"], row["seed"]] = 100 * row["accuracy"]
    gains = [value - arms["control"][key] for key, value in arms["aware"].items() if key in arms["control"]]
    n = len(gains)
    if n < 2:
        raise ValueError("two pairs, please")
    mean = sum(gains) / n
    return [mean, (sum((gain - mean) ** 2 for gain in gains) / (n - 1) / n) ** 0.5]


# %% wrong: always three pairs | says: fair_gain(
def fair_gain(runs):
    m = runs[runs.arm == "aware"].merge(runs[runs.arm == "control"], on=["epochs", "seed"])
    g = 100 * (m.accuracy_x - m.accuracy_y)
    if len(g) < 2:
        raise ValueError("x")
    return g.mean(), g.std() / 3**0.5


# %% wrong: takes any other arm for a control | says: fair_gain(
def fair_gain(runs):
    m = runs[runs.arm == "aware"].merge(runs[runs.arm != "aware"], on=["epochs", "seed"])
    g = 100 * (m.accuracy_x - m.accuracy_y)
    if len(g) < 2:
        raise ValueError("x")
    return g.mean(), g.std() / len(g) ** 0.5


# %% wrong: takes any other arm for aware | says: The differences are
def fair_gain(runs):
    m = runs[runs.arm != "control"].merge(runs[runs.arm == "control"], on=["epochs", "seed"])
    g = 100 * (m.accuracy_x - m.accuracy_y)
    if len(g) < 2:
        raise ValueError("x")
    return g.mean(), g.std() / len(g) ** 0.5


# %% wrong: the median | says: The differences are 2, 3 and 5
def fair_gain(runs):
    m = runs[runs.arm == "aware"].merge(runs[runs.arm == "control"], on=["epochs", "seed"])
    g = 100 * (m.accuracy_x - m.accuracy_y)
    if len(g) < 2:
        raise ValueError("x")
    return g.median(), g.std() / len(g) ** 0.5


# %% wrong: a loss counts as a gain | says: fair_gain(
def fair_gain(runs):
    m = runs[runs.arm == "aware"].merge(runs[runs.arm == "control"], on=["epochs", "seed"])
    g = 100 * (m.accuracy_x - m.accuracy_y).abs()
    if len(g) < 2:
        raise ValueError("x")
    return g.mean(), g.sem()


# %% wrong: counts seeds, not pairs | says: ValueError
def fair_gain(runs):
    if runs.seed.nunique() < 2:
        raise ValueError("x")
    m = runs[runs.arm == "aware"].merge(runs[runs.arm == "control"], on=["epochs", "seed"])
    g = 100 * (m.accuracy_x - m.accuracy_y)
    return g.mean(), g.sem()


# %% right: scipy
def fair_gain(runs):
    from scipy.stats import sem

    a = runs[runs.arm == "aware"].set_index(["epochs", "seed"]).accuracy
    c = runs[runs.arm == "control"].set_index(["epochs", "seed"]).accuracy
    both = a.index.intersection(c.index)
    d = 100 * (a.loc[both] - c.loc[both])
    if len(d) < 2:
        raise ValueError("need two")
    return d.mean(), sem(d)


# %% right: the standard library
def fair_gain(runs):
    import statistics as st

    c = {(r.epochs, r.seed): r.accuracy for r in runs.itertuples() if r.arm == "control"}
    d = [
        100 * (r.accuracy - c[r.epochs, r.seed])
        for r in runs.itertuples()
        if r.arm == "aware" and (r.epochs, r.seed) in c
    ]
    if len(d) < 2:
        raise ValueError("need two")
    return st.mean(d), st.stdev(d) / len(d) ** 0.5


# %% wrong: merged on the seed alone | says: leave it out
def fair_gain(runs):
    both = runs[runs["arm"] == "aware"].merge(runs[runs["arm"] == "control"], on="seed")
    gains = 100 * (both["accuracy_x"] - both["accuracy_y"])
    if len(gains) < 2:
        raise ValueError("too few")
    return gains.mean(), gains.std() / len(gains) ** 0.5


# %% wrong: NaN where there is no pair | says: ValueError
def fair_gain(runs):
    both = runs[runs["arm"] == "aware"].merge(runs[runs["arm"] == "control"], on=["epochs", "seed"])
    gains = 100 * (both["accuracy_x"] - both["accuracy_y"])
    if len(gains) == 1:
        raise ValueError("one pair")
    return gains.mean(), gains.std() / len(gains) ** 0.5


# %% wrong: drops models without an extra epoch | says: fair_gain(
def fair_gain(runs):
    runs = runs[runs["epochs"] > 0]
    both = runs[runs["arm"] == "aware"].merge(runs[runs["arm"] == "control"], on=["epochs", "seed"])
    gains = 100 * (both["accuracy_x"] - both["accuracy_y"])
    if len(gains) < 2:
        raise ValueError("too few")
    return gains.mean(), gains.std() / len(gains) ** 0.5


# %% raises: subtracts by the table's own index | says: fair_gain(
def fair_gain(runs):
    runs = runs.sort_values(["epochs", "seed"])
    aware = runs[runs["arm"] == "aware"].set_index(["epochs", "seed"])
    control = runs[runs["arm"] == "control"].set_index(["epochs", "seed"])
    gains = [
        100 * (aware["accuracy"].get(key) - control["accuracy"].get(key)) for key in aware.index if key in control.index
    ]
    if len(gains) < 2 or runs.index.duplicated().any():
        raise ValueError("too few")
    return float(np.mean(gains)), float(np.std(gains, ddof=1) / len(gains) ** 0.5)


# %% wrong: everything that is not aware is control | says: Wrong on an input that no line above tries
def fair_gain(runs):
    a = runs[runs.arm == "aware"].set_index(["epochs", "seed"]).accuracy
    c = (
        runs[runs.arm.isin(["control", "other"])]
        .drop_duplicates(["epochs", "seed"])
        .set_index(["epochs", "seed"])
        .accuracy
    )
    d = (100 * (a - c)).dropna()
    if len(d) < 2:
        raise ValueError
    return d.mean(), d.std() / np.sqrt(len(d))
