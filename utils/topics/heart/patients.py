"""The patients as a network reads them: gaps filled, categories as rows of zeros with a single one."""

from collections.abc import Iterable

import pandas as pd

# What each categorical column can hold. Of thal, "" is a missing value; "1" and "2" stand in other copies of the data
CODES = {
    "sex": range(2),
    "cp": range(5),
    "fbs": range(2),
    "restecg": range(3),
    "exang": range(2),
    "ca": range(4),
    "thal": ["", "[UNK]", "1", "2", "fixed", "normal", "reversible"],
}


def fill(patients: pd.DataFrame) -> pd.DataFrame:
    """Return the patients without gaps: a missing `ca` is 0, its commonest value, and a missing `thal` is ""."""
    return patients.fillna({"ca": 0, "thal": ""}).astype({"ca": int})


def encode(patients: pd.DataFrame) -> pd.DataFrame:
    """Return the inputs of the lecture's network, one column of floats for each number and for each code.

    patients: without gaps. A code's input is named like "cp=4" and is 1 where the patient has that code, or else 0.
    """
    encoded = {}
    for column in patients:
        if column in CODES:
            encoded |= {f"{column}={code}": patients[column] == code for code in CODES[column]}
        else:
            encoded[column] = patients[column]
    return pd.DataFrame(encoded).astype(float)


def of(inputs: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Return the names of the inputs that belong to some columns."""
    return [name for name in inputs if name.split("=")[0] in set(columns)]


def independent(inputs: pd.DataFrame) -> pd.DataFrame:
    """Return the inputs without those that never change, and without the first code of each column.

    That code is 1 where all other codes of its column are 0, so it says nothing that they do not.
    """
    changing = inputs.loc[:, inputs.nunique() > 1]
    first = {name.split("=")[0]: name for name in reversed(list(changing)) if "=" in name}
    return changing.drop(columns=list(first.values()))


def scaled(table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns with the mean 0 and the standard deviation 1."""
    return (table - table.mean()) / table.std(ddof=0)
