# %% wrong: Monday is day 1 | says: is day 0 of its week
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce").dt
    return (24 * (when.day_of_week + 1) + when.hour + when.minute / 60 + when.second / 3600).to_numpy()


# %% wrong: whole hours | says: minutes are parts of an hour
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce").dt
    return (24 * when.day_of_week + when.hour).to_numpy()


# %% wrong: the week begins on Sunday | says: is day 0 of its week
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce").dt
    return (24 * ((when.day_of_week + 1) % 7) + when.hour + when.minute / 60 + when.second / 3600).to_numpy()


# %% wrong: the hour of the day | says: Thursday begins 72 hours later
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce").dt
    return (when.hour + when.minute / 60 + when.second / 3600).to_numpy()


# %% wrong: forgets the seconds | says: The last second of a Sunday
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce").dt
    return (24 * when.day_of_week + when.hour + when.minute / 60).to_numpy()


# %% wrong: seconds taken for hundredths | says: The last second of a Sunday
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce").dt
    return (24 * when.day_of_week + when.hour + when.minute / 60 + when.second / 60).to_numpy()


# %% wrong: takes UTC at its word | says: Monday, half past six
def hour_of_week(times):
    when = pd.to_datetime(times, errors="coerce", utc=True).dt.tz_convert("America/New_York").dt
    return (24 * when.day_of_week + when.hour + when.minute / 60 + when.second / 3600).to_numpy()


# %% wrong: broken rows are Monday 0:00 | says: NaN, not a number
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce").dt
    return (24 * when.day_of_week + when.hour + when.minute / 60 + when.second / 3600).fillna(0).to_numpy()


# %% wrong: drops broken rows | says: Keep broken rows
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce").dropna().dt
    return (24 * when.day_of_week + when.hour + when.minute / 60 + when.second / 3600).to_numpy()


# %% wrong: broken rows at the end | says: NaN, not a number
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce").dt
    return (24 * when.day_of_week + when.hour + when.minute / 60 + when.second / 3600).sort_values().to_numpy()


# %% wrong: the day lies in the text, and 30 February becomes 2 March | says: NaN, not a number
def hour_of_week(times):
    first, hours = pd.Timestamp("2015-01-05"), []
    for text in times:
        try:
            year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
            when = pd.Timestamp(year, month, 1) + pd.Timedelta(days=day - 1) + pd.Timedelta(text[11:19])
            hours.append(((when - first) / pd.Timedelta(hours=1)) % 168)
        except (TypeError, ValueError):
            hours.append(float("nan"))
    return np.array(hours)


# %% right: a loop
def hour_of_week(times):
    hours = []
    for text in times:
        try:
            when = datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC")
        except (TypeError, ValueError):
            hours.append(float("nan"))
        else:
            hours.append(24 * when.weekday() + when.hour + when.minute / 60 + when.second / 3600)
    return hours


# %% right: time since a known Monday
def hour_of_week(times):
    when = pd.to_datetime(times, format="%Y-%m-%d %H:%M:%S UTC", errors="coerce")
    return ((when - pd.Timestamp("2015-01-05")).dt.total_seconds() / 3600 % 168).to_numpy()


# %% right: a column of 32-bit floats
def hour_of_week(times):
    when = pd.to_datetime(times, errors="coerce", utc=True, format="%Y-%m-%d %H:%M:%S UTC").dt
    hours = 24 * when.day_of_week + when.hour + when.minute / 60 + when.second / 3600
    return hours.astype("float32")
