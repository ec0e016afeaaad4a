"""Tables of taxi rides: which rows are faulty, and which rides train, choose and judge. It builds no feature."""

from datetime import datetime

import numpy as np
import pandas as pd

PLACES = ["pickup_longitude", "pickup_latitude", "dropoff_longitude", "dropoff_latitude"]
NUMBERS = [*PLACES, "passenger_count"]
KNOWN = ["pickup_datetime", *NUMBERS]  # at pick-up: no key, no fare, no distance by the meter
FORMAT = "%Y-%m-%d %H:%M:%S UTC"

Part = tuple[pd.DataFrame, np.ndarray]


def faults(rides: pd.DataFrame, least: float = 2.50) -> pd.DataFrame:
    """Return which rides have which fault, a column of booleans for each.

    least: the lowest fare there can be, in dollars.
    """
    return pd.DataFrame(
        {
            f"fare below ${least:.2f}, where the meter starts": rides.fare_amount < least,
            "ends at the very place where it began": (rides[PLACES[:2]].to_numpy() == rides[PLACES[2:]].to_numpy()).all(
                axis=1
            ),
            "no passengers": rides.passenger_count == 0,
            "a number is missing": rides[["fare_amount", *NUMBERS]].isna().any(axis=1),
        }
    )


def split(rides: pd.DataFrame, most: float = 60) -> tuple[Part, Part, Part]:
    """Return the rides for training, validation and test in random order, each as (what is known at pick-up, fares).

    At most 15,000 test and 7,500 validation rides, and never more than 40 % and 20 %. most: fares above so many dollars
    are left out of training, and of training only.
    """
    shuffled = rides.sample(frac=1, random_state=0)
    judging = min(15_000, 2 * len(rides) // 5)
    choosing = judging + min(7_500, len(rides) // 5)
    parts = shuffled[choosing:].query("fare_amount <= @most"), shuffled[judging:choosing], shuffled[:judging]
    training, validation, test = ((part[KNOWN], part["fare_amount"].to_numpy()) for part in parts)
    return training, validation, test


def weekday(text: object) -> int:
    """Return the day of the week of one ride, Monday 0, by Python alone. text: a time as text, or a tensor of one."""
    plain = text if isinstance(text, str) else text.numpy().decode()
    return datetime.strptime(plain, FORMAT).weekday()
