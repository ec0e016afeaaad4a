# %% wrong: a bird | says: That is the straight line: the two ways are
def grid_km(pickup, dropoff, heading):
    longitude, latitude = (dropoff - pickup).T
    return 111.32 * np.hypot(latitude, longitude * np.cos(np.radians(pickup[:, 1])))


# %% wrong: no cosine | says: At 60° N a degree of longitude is half as long
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    turn = np.radians(heading)
    along, across = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)


# %% wrong: the cosine of degrees | says: `np.cos` takes radians
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east = np.abs(east * np.cos(pickup[:, 1]))
    return east + np.abs(north)


# %% wrong: the latitude of New York everywhere | says: 0.01 and 0.02 degrees at the equator: 1.1132 +
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east, turn = east * np.cos(np.radians(40.75)), np.radians(heading)
    along, across = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)


# %% wrong: the cosine shrinks the latitude | says: At 60° N a degree of longitude is half as long
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    return np.abs(east) + np.abs(north * np.cos(np.radians(pickup[:, 1])))


# %% wrong: no sizes | says: Add the sizes, not the signs
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east, turn = east * np.cos(np.radians(pickup[:, 1])), np.radians(heading)
    return east * (np.sin(turn) + np.cos(turn)) + north * (np.cos(turn) - np.sin(turn))


# %% wrong: the size of the sum | says: Add the sizes, not the signs
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east, turn = east * np.cos(np.radians(pickup[:, 1])), np.radians(heading)
    return np.abs(east * (np.sin(turn) + np.cos(turn)) + north * (np.cos(turn) - np.sin(turn)))


# %% wrong: ignores the heading | says: ignores the heading
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    return np.abs(east * np.cos(np.radians(pickup[:, 1]))) + np.abs(north)


# %% wrong: turns the other way | says: Turn clockwise
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east, turn = east * np.cos(np.radians(pickup[:, 1])), -np.radians(heading)
    along, across = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)


# %% wrong: the heading is always Manhattan's | says: Turn kilometres
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east, turn = east * np.cos(np.radians(pickup[:, 1])), np.radians(29 if heading else 0)
    along, across = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)


# %% wrong: one latitude for all rides | says: no line above tries
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east, turn = east * np.cos(np.radians(pickup[:, 1].mean())), np.radians(heading)
    along, across = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)


# %% wrong: the way there is long, the way back negative | says: no line above tries
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east, turn = east * np.cos(np.radians(pickup[:, 1])), np.radians(heading)
    return east * np.cos(turn) - north * np.sin(turn) + np.abs(east * np.sin(turn) + north * np.cos(turn))


# %% wrong: the sum over all rides | says: Return an array of kilometres
def grid_km(pickup, dropoff, heading):
    return 111.32 * float(np.abs(dropoff - pickup).sum())


# %% wrong: turns degrees before they are kilometres | says: Turn kilometres
def grid_km(pickup, dropoff, heading):
    (east, north), turn = (dropoff - pickup).T, np.radians(heading)
    along, across = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
    return 111.32 * (np.abs(along) + np.abs(across) * np.cos(np.radians(pickup[:, 1])))


# %% wrong: takes the sizes before the turn | says: Turn clockwise
def grid_km(pickup, dropoff, heading):
    east, north = np.abs(dropoff - pickup).T * 111.32
    east, turn = east * np.cos(np.radians(pickup[:, 1])), np.radians(heading)
    along, across = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)


# %% wrong: a heading in degrees for radians | says: Turn kilometres
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east = east * np.cos(np.radians(pickup[:, 1]))
    along = east * np.sin(heading) + north * np.cos(heading)
    across = east * np.cos(heading) - north * np.sin(heading)
    return np.abs(along) + np.abs(across)


# %% right: complex numbers, the latitude of the pick-up
def grid_km(pickup, dropoff, heading):
    degrees = dropoff - pickup
    way = degrees[:, 0] * np.cos(np.deg2rad(pickup[:, 1])) + 1j * degrees[:, 1]
    turned = way * np.exp(1j * np.deg2rad(heading))
    return 111.32 * (np.abs(turned.real) + np.abs(turned.imag))


# %% right: a matrix
def grid_km(pickup, dropoff, heading):
    h = np.radians(heading)
    stretch = np.column_stack([np.cos(np.radians(dropoff[:, 1])), np.ones(len(dropoff))])
    turn = np.array([[np.cos(h), np.sin(h)], [-np.sin(h), np.cos(h)]])
    return np.abs((dropoff - pickup) * 111.32 * stretch @ turn).sum(axis=1)


# %% right: ride by ride
def grid_km(pickup, dropoff, heading):
    import math

    h, rides = math.radians(heading), []
    for (x0, y0), (x1, y1) in zip(pickup, dropoff):
        east, north = 111.32 * (x1 - x0) * math.cos(math.radians((y0 + y1) / 2)), 111.32 * (y1 - y0)
        rides.append(abs(east * math.sin(h) + north * math.cos(h)) + abs(east * math.cos(h) - north * math.sin(h)))
    return rides


# %% wrong: latitude and longitude swapped | says: you swapped them
def grid_km(pickup, dropoff, heading):
    latitude, longitude = (dropoff - pickup).T
    north, turn = 111.32 * latitude, np.radians(heading)
    east = 111.32 * longitude * np.cos(np.radians(pickup[:, 0]))
    along, across = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)


# %% wrong: headings between 0 and 90 only | says: no line above tries
def grid_km(pickup, dropoff, heading):
    east, north = 111.32 * (dropoff - pickup).T
    east, turn = east * np.cos(np.radians(pickup[:, 1])), np.radians(min(max(heading, 0), 90))
    along, across = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
    return np.abs(along) + np.abs(across)


# %% right: a Series, from helpers with the hint's own words
def east(pickup, dropoff):
    return 111.32 * (dropoff - pickup)[:, 0] * np.cos(np.radians(pickup[:, 1]))


def north(pickup, dropoff):
    return 111.32 * (dropoff - pickup)[:, 1]


def grid_km(pickup, dropoff, heading):
    turn, e, n = np.radians(heading), east(pickup, dropoff), north(pickup, dropoff)
    return pd.Series(abs(e * np.sin(turn) + n * np.cos(turn)) + abs(e * np.cos(turn) - n * np.sin(turn)))


# %% wrong: small headings count as none | says: Wrong on an input that no line above tries
def grid_km(pickup, dropoff, heading):
    h = np.radians(heading) if abs(heading) >= 1 else 0.0
    d = np.asarray(dropoff, float) - pickup
    e, n = d[:, 0] * np.cos(np.radians(pickup[:, 1])) * 111.32, d[:, 1] * 111.32
    return abs(e * np.sin(h) + n * np.cos(h)) + abs(e * np.cos(h) - n * np.sin(h))
