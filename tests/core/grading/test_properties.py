"""What a check asks of models and files."""

import numpy as np
import pytest

from utils.grading import asserts, properties, state


@pytest.fixture(scope="module")
def keras():
    from utils.frameworks import keras

    return keras


@pytest.fixture
def model(keras):
    keras.utils.set_random_seed(1)
    layers = [
        keras.Input((4, 4, 1)),
        keras.layers.Conv2D(2, 2),
        keras.layers.Flatten(),
        keras.layers.Dense(3, "softmax"),
    ]
    return keras.Sequential(layers)


def test_a_model_left_alone_is_untouched(model):
    with properties.untouched(model):
        model.predict(np.zeros((1, 4, 4, 1)), verbose=0)


@pytest.mark.parametrize("change", ["weights", "trainable", "layer"])
def test_a_changed_model_is_told(model, change):
    def answer():
        if change == "weights":
            model.set_weights([0 * w for w in model.get_weights()])
        elif change == "trainable":
            model.layers[0].trainable = False
        else:
            model.pop()

    with pytest.raises(AssertionError, match="changed the model"), properties.untouched(model):
        answer()


def test_both_forms_predict_what_the_model_predicts(model):
    X = np.random.default_rng(0).normal(size=(5, 4, 4, 1))
    forms = properties.both_forms(model)
    assert [type(form).__name__ for form in forms] == ["Sequential", "Functional"]
    for form in (*forms, *properties.both_forms(forms[1])):
        assert form.predict(X, verbose=0) == pytest.approx(model.predict(X, verbose=0))
        assert form.layers[-1] is not model.layers[-1]


def test_probabilities():
    assert properties.sums_to_one([[0.25, 0.75], [1, 0]])
    assert properties.sums_to_one(np.full((1, 10), 0.1, np.float32))
    for wrong in ([[0.5, 0.6]], [[1.5, -0.5]], [0.5, 0.5], [[np.nan, 1]]):
        assert not properties.sums_to_one(wrong)


def test_the_same_twice():
    calls = []
    assert properties.same_twice(lambda x: [x, b"1"], 3)
    assert not properties.same_twice(lambda x: calls.append(x) or len(calls), 3)
    assert properties.same_twice(lambda x: calls.append(x) or len(calls), 3, compared=type)


def test_what_judges_is_out_of_reach(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance(colors="nocolor")
    shell.course_state = state.State()
    asserts.install()
    shell.run_cell("from utils.grading import graded\nfrom utils.grading.properties import concealed\ny_val = [1, 2]")
    check = (
        'with graded("double", points=1, hint=""):\n    with concealed("y_val"):\n        assert double(1) == 2, "no"'
    )

    def judge(body, more=""):
        shell.run_cell(f"{more}\ndef double(x):\n    {body}")
        shell.run_cell(check)
        assert shell.user_ns["y_val"] in ([1, 2], 3)
        return shell.course_state.verdicts["double"]

    assert judge("return 2 * x").status == "passed"
    verdict = judge("return y_val[1]")
    assert (verdict.status, "by which it is judged" in verdict.message) == ("wrong", True)
    assert judge("return nothing").status == "error"
    assert judge("return y_val - 1", "y_val = 3").status == "passed", "the learner's own name"
