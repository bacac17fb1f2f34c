"""The exceptions of the package: one family, with a message and a hint."""

from __future__ import annotations

import ast
import pickle
from pathlib import Path

import pytest
from typer.testing import CliRunner

import hpplan
from hpplan.cli import app
from hpplan.errors import CellError, HpplanError, PlanError, RecordError
from hpplan.files import InTheWayError
from hpplan.plan.lookup import UnknownNameError
from hpplan.problem import Position, Problem
from hpplan.progress.append import ChangedError

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


@pytest.mark.parametrize(
    "error",
    [
        HpplanError("no such revision", "fetch it"),
        PlanError([BROKEN, EMPTY]),
        CellError("HP304", "no date", "write one"),
        RecordError("no such unit", usage=False, problems=[EMPTY], at=3),
        ChangedError("a.csv"),
        InTheWayError(["a", "b"]),
        UnknownNameError("there is no unit “局”", "局长"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_travels_to_another_process(error: HpplanError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def test_every_exception_is_one_of_the_family() -> None:
    kinds: dict[str, set[str]] = {}
    for path in Path(hpplan.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                kinds[node.name] = {base.id for base in node.bases if isinstance(base, ast.Name)}
    errors = {name for name in kinds if name.endswith("Error")} | {"Cancelled"}
    family = {"HpplanError"}
    while more := {name for name in kinds if kinds[name] & family} - family:
        family |= more
    # What ends a question, and what ends the reading of a YAML text, are no news to anybody; a
    # wrong call is Typer's.
    calls = {"RefusedError", "RefusedCallError"}
    assert errors - family == {"Cancelled", "_RefusedError"} | calls
    assert len(family) > 8


def test_what_no_command_could_do_is_said_in_one_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise HpplanError("nothing could be made", "try another day")

    monkeypatch.setattr("hpplan.demo.make_demo", fail)
    ran = CliRunner().invoke(app, ["demo", str(tmp_path / "new")])
    assert (ran.exit_code, ran.stdout, ran.stderr) == (
        3,
        "",
        "nothing could be made\ntry another day\n",
    )
