"""The patients as inputs: every code has its column, and independent columns say nothing twice."""

import numpy as np
import pytest

from utils import datasets
from utils.topics import heart
from utils.topics.heart.logistic import rank

PATIENTS = heart.fill(datasets.heart().patients.drop(columns="num"))
INPUTS = heart.encode(PATIENTS)


def test_gaps_are_filled_and_each_patient_has_one_code_of_each_column():
    assert not PATIENTS.isna().any().any()
    assert INPUTS.shape == (303, 31)
    for column in heart.CODES:
        assert (INPUTS[heart.of(INPUTS, [column])].sum(axis=1) == 1).all()


def test_inputs_of_a_column_are_its_own():
    assert heart.of(INPUTS, ["thal"]) == [f"thal={code}" for code in heart.CODES["thal"]]
    assert heart.of(INPUTS, ["age", "sex"]) == ["age", "sex=0", "sex=1"]


def test_independent_columns_are_as_many_as_the_rank():
    independent = heart.independent(INPUTS)
    assert independent.shape[1] == rank(INPUTS.to_numpy()) == 20
    assert np.asarray(heart.scaled(independent).std(ddof=0)) == pytest.approx(1)
