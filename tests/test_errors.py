"""The exceptions of the package: one family, with a message and a hint."""

from __future__ import annotations

import pickle

from hpplan.errors import HpplanError, PlanError
from hpplan.problem import Position, Problem

EMPTY = Problem("HP303", "the file is empty", Position("a.csv"), "begin with the header")
BROKEN = Problem("HP201", "no such unit", Position("plan.yaml", 4, 7))


def test_an_error_reads_as_its_message_and_keeps_its_hint() -> None:
    error = HpplanError("no such revision", "fetch it")
    assert (str(error), error.message, error.hint) == (
        "no such revision",
        "no such revision",
        "fetch it",
    )
    assert not HpplanError("no such revision").hint


def test_a_plan_error_names_all_of_its_problems() -> None:
    error = PlanError(iter([EMPTY, BROKEN]))
    assert error.problems == (EMPTY, BROKEN)
    assert str(error) == "a.csv: HP303 the file is empty\nplan.yaml:4:7: HP201 no such unit"
    assert error.hint == "begin with the header"


def test_errors_travel_between_processes() -> None:
    error = pickle.loads(pickle.dumps(HpplanError("no such revision", "fetch it")))  # noqa: S301
    assert (type(error), error.message, error.hint) == (HpplanError, "no such revision", "fetch it")
    plan_error = pickle.loads(pickle.dumps(PlanError([BROKEN])))  # noqa: S301
    assert (plan_error.problems, str(plan_error)) == ((BROKEN,), str(BROKEN))
