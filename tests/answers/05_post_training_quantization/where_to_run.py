# %% wrong: bytes taken for bits | says: 100,000 bytes are 800,000 bits
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    seconds = {}
    if model_bytes <= room_bytes:
        seconds["device"] = device_seconds
    if bits_per_second > 0:
        seconds["server"] = image_bytes / bits_per_second + other_seconds
    in_time = {place: took for place, took in seconds.items() if took <= deadline}
    return min(in_time, key=in_time.get, default="neither")


# %% wrong: the device whenever it fits and is in time | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    if model_bytes <= room_bytes and device_seconds <= deadline:
        return "device"
    if bits_per_second and 8 * image_bytes / bits_per_second + other_seconds <= deadline:
        return "server"
    return "neither"


# %% wrong: does not ask whether the model fits | says: The model does not fit the device
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second else float("inf")
    if min(server, device_seconds) > deadline:
        return "neither"
    return "device" if device_seconds <= server else "server"


# %% wrong: forgets the deadline | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second else float("inf")
    device = device_seconds if model_bytes <= room_bytes else float("inf")
    if min(server, device) == float("inf"):
        return "neither"
    return "device" if device <= server else "server"


# %% wrong: no network is an endless rate | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    sending = 8 * image_bytes / bits_per_second if bits_per_second else 0
    seconds = {"device": device_seconds if model_bytes <= room_bytes else 1e9, "server": sending + other_seconds}
    first = min(seconds, key=seconds.get)
    return first if seconds[first] <= deadline else "neither"


# %% wrong: strict limits | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second else float("inf")
    device = device_seconds if model_bytes < room_bytes else float("inf")
    if min(server, device) >= deadline:
        return "neither"
    return "device" if device <= server else "server"


# %% wrong: the server wins a tie | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second else float("inf")
    device = device_seconds if model_bytes <= room_bytes else float("inf")
    if min(server, device) > deadline:
        return "neither"
    return "server" if server <= device else "device"


# %% wrong: always the server | says: 0.8 s at a million bits
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    return "server"


# %% wrong: forgets the round trip | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    seconds = {"device": device_seconds} if model_bytes <= room_bytes else {}
    if bits_per_second > 0:
        seconds["server"] = 8 * image_bytes / bits_per_second
    in_time = {place: took for place, took in seconds.items() if took <= deadline}
    return min(in_time, key=in_time.get, default="neither")


# %% wrong: a sentence | says: by the server it takes 0.2 s
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    return ["server"]


# %% wrong: the server whenever the model does not fit | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second else float("inf")
    if model_bytes > room_bytes:
        return "server" if bits_per_second else "neither"
    if min(server, device_seconds) > deadline:
        return "neither"
    return "device" if device_seconds <= server else "server"


# %% wrong: the device whenever there is no network | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    if bits_per_second == 0:
        return "device" if model_bytes <= room_bytes else "neither"
    server = 8 * image_bytes / bits_per_second + other_seconds
    device = device_seconds if model_bytes <= room_bytes else float("inf")
    if min(server, device) > deadline:
        return "neither"
    return "device" if device <= server else "server"


# %% wrong: only the sending must be in time | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    never = float("inf")
    sending = 8 * image_bytes / bits_per_second if bits_per_second else never
    server = sending + other_seconds if sending <= deadline else never
    device = device_seconds if model_bytes <= room_bytes and device_seconds <= deadline else never
    if server == device == never:
        return "neither"
    return "device" if device <= server else "server"


# %% wrong: the server must be early | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    never = float("inf")
    server = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second else never
    server = server if server < deadline else never
    device = device_seconds if model_bytes <= room_bytes and device_seconds <= deadline else never
    if server == device == never:
        return "neither"
    return "device" if device <= server else "server"


# %% right: with ifs
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    never = float("inf")
    device = device_seconds if room_bytes >= model_bytes else never
    server = never if bits_per_second <= 0 else image_bytes / (bits_per_second / 8) + other_seconds
    if device > deadline and server > deadline:
        return "neither"
    return "server" if server < device else "device"


# %% right: a server takes forever without a network
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    try:
        server = other_seconds + image_bytes * 8.0 / bits_per_second
    except ZeroDivisionError:
        server = np.inf
    device = device_seconds if model_bytes <= room_bytes else np.inf
    words = np.array(["device", "server", "neither"])
    return words[2 if min(device, server) > deadline else int(device > server)]


# %% right: candidates in a sorted list
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    found = []
    if not model_bytes > room_bytes:
        found.append((device_seconds, "device"))
    if bits_per_second:
        found.append((image_bytes / bits_per_second * 8 + other_seconds, "server"))
    found = sorted(pair for pair in found if pair[0] <= deadline)
    return found[0][1] if found else "neither"


# %% wrong: gives up when the device is late | says: the server has it in 0.2 s
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    if model_bytes <= room_bytes and device_seconds > deadline:
        return "neither"
    server = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second > 0 else float("inf")
    device = device_seconds if model_bytes <= room_bytes else float("inf")
    if min(device, server) > deadline:
        return "neither"
    return "device" if device <= server else "server"


# %% wrong: times rounded to hundredths | says: Wrong on an input
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    server = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second > 0 else float("inf")
    device = device_seconds if model_bytes <= room_bytes else float("inf")
    device, server = round(device, 2), round(server, 2)
    if min(device, server) > deadline:
        return "neither"
    return "device" if device <= server else "server"


# %% wrong: tolerance of 1 % | says: Wrong on an input that no line above tries
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    d = device_seconds if model_bytes <= room_bytes else float("inf")
    s = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second > 0 else float("inf")
    if min(d, s) > deadline * 1.001:
        return "neither"
    return "device" if d <= s else "server"


# %% wrong: slow networks (below a bit) are none | says: Wrong on an input that no line above tries
def where_to_run(model_bytes, room_bytes, device_seconds, image_bytes, bits_per_second, other_seconds, deadline):
    d = device_seconds if model_bytes <= room_bytes else float("inf")
    s = 8 * image_bytes / bits_per_second + other_seconds if bits_per_second >= 1 else float("inf")
    if min(d, s) > deadline + 1e-9:
        return "neither"
    return "device" if d <= s else "server"
