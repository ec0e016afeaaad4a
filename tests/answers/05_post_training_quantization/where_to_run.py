# %% wrong: bytes taken for bits | says: 100,000 bytes are 800,000 bits
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    seconds = {}
    if model_bytes <= room_bytes:
        seconds["device"] = device_seconds
    if bits_per_second > 0:
        seconds["server"] = picture_bytes / bits_per_second + other_seconds
    in_time = {place: took for place, took in seconds.items() if took <= deadline}
    return min(in_time, key=in_time.get, default="neither")


# %% wrong: the device whenever it fits and is in time | says: the server only 0.2 s
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    if model_bytes <= room_bytes and device_seconds <= deadline:
        return "device"
    if bits_per_second and 8 * picture_bytes / bits_per_second + other_seconds <= deadline:
        return "server"
    return "neither"


# %% wrong: does not ask whether the model fits | says: The model does not fit the device
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * picture_bytes / bits_per_second + other_seconds if bits_per_second else float("inf")
    if min(server, device_seconds) > deadline:
        return "neither"
    return "device" if device_seconds <= server else "server"


# %% wrong: forgets the deadline | says: neither is in time
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * picture_bytes / bits_per_second + other_seconds if bits_per_second else float("inf")
    device = device_seconds if model_bytes <= room_bytes else float("inf")
    if min(server, device) == float("inf"):
        return "neither"
    return "device" if device <= server else "server"


# %% wrong: no network is an endless rate | says: Without a network only the device
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    sending = 8 * picture_bytes / bits_per_second if bits_per_second else 0
    seconds = {"device": device_seconds if model_bytes <= room_bytes else 1e9, "server": sending + other_seconds}
    first = min(seconds, key=seconds.get)
    return first if seconds[first] <= deadline else "neither"


# %% wrong: strict limits | says: A model that fills the room fits
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * picture_bytes / bits_per_second + other_seconds if bits_per_second else float("inf")
    device = device_seconds if model_bytes < room_bytes else float("inf")
    if min(server, device) >= deadline:
        return "neither"
    return "device" if device <= server else "server"


# %% wrong: the server wins a tie | says: take the device
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * picture_bytes / bits_per_second + other_seconds if bits_per_second else float("inf")
    device = device_seconds if model_bytes <= room_bytes else float("inf")
    if min(server, device) > deadline:
        return "neither"
    return "server" if server <= device else "device"


# %% wrong: always the server | says: the device answers in 0.02 s
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    return "server"


# %% wrong: forgets the round trip | says: make 0.375 s
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    seconds = {"device": device_seconds} if model_bytes <= room_bytes else {}
    if bits_per_second > 0:
        seconds["server"] = 8 * picture_bytes / bits_per_second
    in_time = {place: took for place, took in seconds.items() if took <= deadline}
    return min(in_time, key=in_time.get, default="neither")


# %% wrong: a sentence | says: Return one of the words
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    return ["server"]


# %% right: with ifs
def where_to_run(model_bytes, room_bytes, device_seconds, picture_bytes, bits_per_second, other_seconds, deadline):
    never = float("inf")
    device = device_seconds if room_bytes >= model_bytes else never
    server = never if bits_per_second <= 0 else picture_bytes / (bits_per_second / 8) + other_seconds
    if device > deadline and server > deadline:
        return "neither"
    return "server" if server < device else "device"
