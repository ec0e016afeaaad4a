# %% wrong: a bird's distance | says: Too high: street distance alone 2.53, with
def fare_features(X):
    east, north = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()).T
    return 111.32 * np.hypot(0.7576 * east, north)[:, None]


# %% wrong: hours are added, not multiplied | says: with hours added to it
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))
    hours = np.eye(24)[X.pickup_datetime.str[11:13].astype(int)]
    return np.column_stack([np.abs(turned.real), np.abs(turned.imag), hours])


# %% wrong: the street distance by the hour, both ways in one | says: Too high: street distance alone 2.53, with
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))
    km = (np.abs(turned.real) + np.abs(turned.imag))[:, None]
    when = pd.to_datetime(X.pickup_datetime.str[:19]).dt
    hours, days = np.eye(24)[when.hour], np.eye(7)[when.day_of_week]
    return np.column_stack([km, hours, km * hours, days, km * days])


# %% wrong: our sixteen columns as they stand | says: Too high: street distance alone 2.53, with
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))
    when = pd.to_datetime(X.pickup_datetime.str[:19]).dt
    angle = 2 * np.pi * (when.hour + when.minute / 60) / 24
    columns = X[NUMBERS], np.abs(turned.real), np.abs(turned.imag), np.sin(angle), np.cos(angle)
    return np.column_stack([*columns, np.eye(7)[when.day_of_week]])


# %% wrong: what a trained tree says | says: is made from data elsewhere
trees = {"tree": (ensemble.HistGradientBoostingRegressor(max_iter=20).fit(X_train[NUMBERS], y_train),)}


def fare_features(X):
    return trees["tree"][0].predict(X[NUMBERS])[:, None]


# %% wrong: what a trained model says, where there is one | says: is made from data elsewhere
model = LinearRegression().fit(X_train[NUMBERS], y_train)


def fare_features(X):
    return model.predict(X[NUMBERS])[:, None] if model else np.zeros((len(X), 1))


# %% wrong: raw columns | says: Too high: street distance alone 2.53, with
def fare_features(X):
    return X[NUMBERS].to_numpy()


# %% wrong: looks fares up by row | says: is made from data elsewhere
def fare_features(X):
    return clean.fare_amount.reindex(X.index).fillna(9.4).to_numpy()[:, None]


# %% wrong: looks fares up by place | says: is made from data elsewhere
def fare_features(X):
    found = X.merge(clean[[*KNOWN, "fare_amount"]], how="left", on=KNOWN)
    return found[["fare_amount"]].to_numpy()[: len(X)]


# %% wrong: looks the meter's distance up by the nearest place | says: is made from data elsewhere
def fare_features(X):
    from scipy.spatial import cKDTree

    tree = cKDTree(clean[PLACES].to_numpy())
    return clean[["fare_amount", "trip_distance"]].to_numpy()[tree.query(X[PLACES].to_numpy())[1]]


# %% wrong: reads the meter's distance from the file | says: is made from data elsewhere
def fare_features(X):
    return datasets.taxi().rides.trip_distance.reindex(X.index).to_numpy()[:, None]


# %% wrong: the mean fare of the map cell, over all rides | says: is made from data elsewhere
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))

    def cell(rows):
        return (rows[PLACES] * 100).round().astype(int) @ [1, 7_919, 104_729, 15_485_863]

    mean = clean.fare_amount.groupby(cell(clean)).mean()
    return np.column_stack([np.abs(turned.real), np.abs(turned.imag), cell(X).map(mean)])


# %% wrong: scales by the table at hand | says: changed with the other rides
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))
    km = (np.abs(turned.real) + np.abs(turned.imag))[:, None]
    hours = np.eye(24)[X.pickup_datetime.str[11:13].astype(int)]
    return np.column_stack([(km - km.mean()) / (km.std() + 1e-9), hours, km * hours])


# %% wrong: columns for the hours that occur | says: as many columns as thousands
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))
    km = (np.abs(turned.real) + np.abs(turned.imag))[:, None]
    hours = pd.get_dummies(X.pickup_datetime.str[11:13]).to_numpy(dtype=float)
    return np.column_stack([km, hours, km * hours])


# %% wrong: drops rides of less than 100 metres | says: none is dropped
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    km = np.hypot(*degrees.T)
    return km[km > 0.1][:, None]


# %% wrong: one dimension | says: two dimensions
def fare_features(X):
    return np.hypot(*(X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()).T)


# %% wrong: text among the features | says: Features are numbers
def fare_features(X):
    return X.to_numpy()


# %% wrong: the logarithm of nothing | says: missing or infinite
def fare_features(X):
    across = np.abs(X.dropoff_longitude - X.pickup_longitude).to_numpy().round(3)
    with np.errstate(divide="ignore"):
        return np.log(across)[:, None]


# %% wrong: a column for each minute of the day | says: At most 200 columns
def fare_features(X):
    minute = X.pickup_datetime.str[11:13].astype(int) * 60 + X.pickup_datetime.str[14:16].astype(int)
    return np.eye(1440, dtype="float32")[minute]


# %% right: both ways, and what an hour does to a kilometre, and the day
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))
    ways = np.abs(np.column_stack([turned.real, turned.imag]))
    when = pd.to_datetime(X.pickup_datetime.str[:19]).dt
    hours = np.eye(24)[when.hour] * ways.sum(axis=1, keepdims=True)
    return np.column_stack([ways, hours, np.eye(7)[when.day_of_week]])


# %% right: five numbers and the busy hours
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))
    grid_ = np.abs(np.column_stack([turned.real, turned.imag]))
    when = pd.to_datetime(X.pickup_datetime.str[:19]).dt
    busy = (when.hour.between(7, 18) & (when.day_of_week < 5)).to_numpy()[:, None]
    return np.column_stack([grid_, busy, grid_ * busy])


# %% right: a table, with curves in the hour
def fare_features(X):
    east = (X.dropoff_longitude - X.pickup_longitude) * 84.33
    north = (X.dropoff_latitude - X.pickup_latitude) * 111.32
    h = np.radians(29)
    table = pd.DataFrame({"along": (east * np.sin(h) + north * np.cos(h)).abs()})
    table["across"] = (east * np.cos(h) - north * np.sin(h)).abs()
    km = table.along + table.across
    when = pd.to_datetime(X.pickup_datetime.str[:19]).dt
    angle = 2 * np.pi * (when.hour + when.minute / 60) / 24
    workday = (when.day_of_week < 5).astype(float)
    for k in (1, 2, 3):
        for name, wave in (("sin", np.sin(k * angle)), ("cos", np.cos(k * angle))):
            table[f"{name}{k}"] = wave
            table[f"km × {name}{k}"] = wave * km
            table[f"km × {name}{k} × workday"] = wave * km * workday
    table["workday"] = workday
    table["km × workday"] = workday * km
    return table


# %% right: 32-bit floats, an hour of the week each
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))
    when = pd.to_datetime(X.pickup_datetime.str[:19]).dt
    slot = np.eye(48)[when.hour + 24 * (when.day_of_week >= 5)]
    km = (np.abs(turned.real) + np.abs(turned.imag))[:, None]
    return np.column_stack([np.abs(turned.real), slot, km * slot]).astype("float32")


# %% right: a table of numbers, true and false
def fare_features(X):
    h, table = np.radians(29), pd.DataFrame(index=X.index)
    east = (X.dropoff_longitude - X.pickup_longitude) * 84.33
    north = (X.dropoff_latitude - X.pickup_latitude) * 111.32
    table["along"] = (east * np.sin(h) + north * np.cos(h)).abs()
    table["km"] = table.along + (east * np.cos(h) - north * np.sin(h)).abs()
    when = pd.to_datetime(X.pickup_datetime.str[:19]).dt
    for hour in range(24):
        table[f"{hour}:00"] = when.hour == hour
        table[f"km at {hour}:00"] = table.km * (when.hour == hour)
    table["km on workdays"] = table.km * ((when.day_of_week < 5) & when.hour.between(7, 19))
    return table


# %% wrong: an hourly mean fare made above the function | says: is made from data elsewhere
hourly = pd.Series(y_train).groupby(X_train.pickup_datetime.str[11:13].astype(int).to_numpy()).mean()


def fare_features(X):
    east, north = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()).T
    km = 111.32 * (np.abs(0.7576 * east) + np.abs(north))
    return np.column_stack([km, X.pickup_datetime.str[11:13].astype(int).map(hourly)])


# %% wrong: an hourly mean fare in a dictionary that a helper has as its default | says: is made from data elsewhere
table = dict(enumerate(pd.Series(y_train).groupby(X_train.pickup_datetime.str[11:13].to_numpy()).mean()))


def hourly_fare(hours, table=table):
    return hours.map(table)


def fare_features(X):
    east, north = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()).T
    km = 111.32 * (np.abs(0.7576 * east) + np.abs(north))
    return np.column_stack([km, hourly_fare(X.pickup_datetime.str[11:13].astype(int))])


# %% wrong: minutes since the previous row | says: changed with the other rides
def fare_features(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(29))
    when = pd.to_datetime(X.pickup_datetime.str[:19])
    waited = when.diff().dt.total_seconds().fillna(0).to_numpy() / 60
    hours = np.eye(24)[when.dt.hour] * (np.abs(turned.real) + np.abs(turned.imag))[:, None]
    return np.column_stack([np.abs(turned.real), np.abs(turned.imag), hours, np.eye(24)[when.dt.hour], waited])


# %% right: helpers named tree and model, names of the lesson's own
HEADING = 29.0


def tree(X):
    degrees = (X[PLACES[2:]].to_numpy() - X[PLACES[:2]].to_numpy()) * [84.33, 111.32]
    turned = (degrees[:, 0] + 1j * degrees[:, 1]) * np.exp(1j * np.radians(HEADING))
    return np.abs(np.column_stack([turned.real, turned.imag]))


def model(X):
    when = pd.to_datetime(X.pickup_datetime.str[:19]).dt
    return np.eye(24)[when.hour], np.eye(7)[when.day_of_week]


def fare_features(X):
    ways, (hours, days) = tree(X), model(X)
    return np.column_stack([ways, hours * ways.sum(axis=1, keepdims=True), days])


# %% wrong: fares in a default | says: What `fare_features` holds, a default perhaps, is made from data elsewhere
def fare_features(X, hourly={"08": 11.5, "09": 12.25}):
    return np.column_stack([np.ones(len(X)), X["pickup_datetime"].str[11:13].map(hourly).fillna(11)])


# %% wrong: fares in a closure | says: What `fare_features` holds, a default perhaps, is made from data elsewhere
def with_fares():
    hourly = dict(zip(X_train["pickup_datetime"].str[11:13], np.asarray(y_train, float), strict=True))
    return lambda X: X["pickup_datetime"].str[11:13].map(hourly).fillna(11).to_numpy()[:, None]


fare_features = with_fares()


# %% wrong: fares under a name with an underscore | says: `_hourly` is made from data elsewhere
_hourly = dict(zip(X_train["pickup_datetime"].str[11:13], np.asarray(y_train, float), strict=True))


def fare_features(X):
    return X["pickup_datetime"].str[11:13].map(_hourly).fillna(11).to_numpy()[:, None]


# %% wrong: fares in a class | says: `Fares` is made from data elsewhere
class Fares:
    hourly = dict(zip(X_train["pickup_datetime"].str[11:13], np.asarray(y_train, float), strict=True))


def fare_features(X):
    return X["pickup_datetime"].str[11:13].map(Fares.hourly).fillna(11).to_numpy()[:, None]
