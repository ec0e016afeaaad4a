"""Mutants of a solution, what becomes of them, and what is printed."""

import pytest

from utils.authoring import truth
from utils.authoring.mutants import mutants

SOURCE = '''
def largest(values: list, least: float = 0.5) -> float:
    """Return the largest of values, or least."""
    ### BEGIN SOLUTION
    if not values or len(values) < 2:
        raise ValueError("a")
    return max(max(values), -least * 2)
    ### END SOLUTION
'''


def test_mutants_change_the_solution_region_by_one_step():
    found = mutants(SOURCE)
    changes = [mutant.change.partition(" in ")[0] for mutant in found]
    assert len({mutant.change for mutant in found}) == len(found)
    assert len({mutant.source for mutant in found}) == len(found)
    for expected in (
        "not values → values",
        "len(values) < 2 → len(values) <= 2",
        "not values or len(values) < 2 → not values and len(values) < 2",
        "raise ValueError('a') → pass",
        "if not values or len(values) < 2: → if False:",
        "max → min",
        "-least * 2 → -least / 2",
        "-least → least",
        "2 → 3",
    ):
        assert expected in changes
    assert not [change for change in changes if "'ax'" in change], "what a refusal says is no part of the task"
    assert not [change for change in changes if "0.5" in change], "the signature is no part of the solution"
    for mutant in found:
        compile(mutant.source, "mutant", "exec")


def test_a_report_lists_what_has_to_be_looked_at():
    row = {"exercise": "largest", "made": 9, "seconds": 3.2, "refused": ["a", "b"], "survived": ["c"]}
    row |= {"same": ["d", "e"], "left out": ["f"], "oracle": True}
    lines = truth.report(row, {("largest", "d"): "as good"})
    assert " ".join(lines[0].split()) == "largest 2 of 3 refused, 2 do the same as the solution, 4 not tried (3 s)"
    assert [line.strip() for line in lines[1:]] == ["survived: c", "never seen to differ, and not explained: e"]


def test_equivalents_are_read_from_their_list(tmp_path, monkeypatch):
    file = tmp_path / "list.md"
    file.write_text("# Title\n\n- `one` · a < b → a <= b in `if a < b:` · at equality both are 0\n", encoding="utf-8")
    monkeypatch.setattr(truth, "EQUIVALENTS", file)
    assert truth.equivalents() == {("one", "a < b → a <= b in `if a < b:`"): "at equality both are 0"}


def test_the_list_of_equivalents_speaks_of_exercises():
    names = {check.name for lesson, _ in truth.lessons_with([]) for check in lesson.checks.values()}
    assert {name for name, _ in truth.equivalents()} <= names


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["largest"], "solutions/: no exercise is called largest\n"),
        (["--agree", "largest"], "solutions/: no exercise is called largest\n"),
        (["--agree"], "--agree compares the exercises that are named behind it: --agree quantize\n"),
    ],
)
def test_an_exercise_that_is_unknown_or_missing_is_told_in_a_sentence(arguments, told, capsys):
    assert truth.main(arguments) == 1
    assert capsys.readouterr().out == told
