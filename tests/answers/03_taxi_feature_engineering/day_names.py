# %% wrong: the lecture's list | says: `weekday()` is 0 on Mondays
def day_names(times):
    names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    return [names[when.weekday()] for when in pd.to_datetime(times)]


# %% wrong: shifts the wrong way | says: 15 January 2015 was a Thursday
def day_names(times):
    names = ["Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon"]
    return [names[when.weekday()] for when in pd.to_datetime(times)]


# %% wrong: counts from 1 into the lecture's list, and wraps Sunday too late | says: Read the times as they stand, in their order:
def day_names(times):
    names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    return [names[min(when.isoweekday(), 6)] for when in pd.to_datetime(times)]


# %% wrong: whole names | says: Names have three letters
def day_names(times):
    return pd.to_datetime(times).dt.day_name().tolist()


# %% wrong: capitals | says: 15 January 2015 was a Thursday
def day_names(times):
    return pd.to_datetime(times).dt.strftime("%a").str.upper().tolist()


# %% wrong: numbers | says: A name is a text
def day_names(times):
    return pd.to_datetime(times).dt.day_of_week.tolist()


# %% wrong: takes UTC at its word | says: Read the times as they stand
def day_names(times):
    local = pd.to_datetime(times, utc=True).dt.tz_convert("America/New_York")
    return local.dt.strftime("%a").tolist()


# %% wrong: knows January 2015 only | says: no line above tries
def day_names(times):
    names = ["Wed", "Thu", "Fri", "Sat", "Sun", "Mon", "Tue"]
    days = [int(text[8:10]) + 31 * (int(text[5:7]) - 1) for text in times]
    return [names[day % 7] for day in days]


# %% wrong: the days that occur, each once | says: Read the times as they stand
def day_names(times):
    return sorted(set(pd.to_datetime(times).dt.strftime("%a")), key="MonTueWedThuFriSatSun".index)


# %% wrong: one name for all | says: Read the times as they stand, in their order:
def day_names(times):
    return [pd.to_datetime(times).dt.strftime("%a").iloc[0]]


# %% right: item by item, by position
def day_names(times):
    return [pd.Timestamp(times.iloc[i][:10]).day_name()[:3] for i in range(len(times))]


# %% right: a list that starts on Monday
def day_names(times):
    from datetime import datetime

    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return [names[datetime.fromisoformat(text[:19]).weekday()] for text in times]


# %% right: the lecture's list, counted from Sunday
def day_names(times):
    names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    return [names[when.isoweekday() % 7] for when in pd.to_datetime(times)]


# %% right: a column
def day_names(times):
    return pd.to_datetime(times.str[:10]).dt.day_name().str[:3]


# %% right: an array
def day_names(times):
    names = np.array(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    days = times.str[:10].to_numpy(dtype="datetime64[D]").astype(int)
    return names[(days + 3) % 7]


# %% right: an index
def day_names(times):
    return pd.to_datetime([text[:10] for text in times]).strftime("%a")


# %% right: the names of the check are the learner's own
week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
night = named = "mine"


def day_names(times):
    return [week[pd.Timestamp(text[:19]).weekday()] for text in times]


# %% wrong: the index as it counts | says: no line above tries
def day_names(times):
    return (
        [pd.Timestamp(times[i][:10]).day_name()[:3] for i in range(len(times))] if 0 in times.index else ["Sun", "Sat"]
    )


# %% wrong: Julian leap years in 1900 and 2100 | says: Wrong on an input that no line above tries
def day_names(times):
    out = []
    for t in times:
        y, m, d = map(int, t[:10].split("-"))
        days = (y - 2015) * 365 + sum(1 for k in range(min(y, 2015), max(y, 2015)) if k % 4 == 0) * (
            1 if y > 2015 else -1
        )
        days += sum([31, 28 + (y % 4 == 0), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][: m - 1]) + d - 15
        out.append(["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days % 7])
    return out
