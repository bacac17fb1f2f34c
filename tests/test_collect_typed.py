"""Collecting forms with somebody at the keyboard, on what stands in for a terminal.

The same on a real one is in test_collect.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from running import FakeTerminal, Shown, on_fake_terminal
from test_collect import BASE, JIANGUAN, OLD, rows

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

pytestmark = pytest.mark.workspace(BASE)

NEW = ["2025-06-30", "1.1a", "12", "", ""]
MORE = ["2025-06-30", "1.1b", "3", "", ""]


@pytest.fixture
def folder(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two forms of a unit in its folder `in`."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    (workspace / "in").mkdir()
    for name, row in (("jianguan", "1.1a,2025-06-30,12"), ("z-jianguan", "1.1b,2025-06-30,3")):
        text = f"编号,日期,数值\n{row}\n"
        (workspace / "in" / f"{name}.csv").write_text(text, encoding="utf-8")
    return workspace


def typed(monkeypatch: pytest.MonkeyPatch, keys: FakeTerminal) -> Shown:
    """What `collect` shows to whoever types something."""
    return on_fake_terminal(monkeypatch, "collect", "in", "--as-of", "2025-07-10", keys=keys)


@pytest.mark.parametrize(
    ("keys", "added"),
    [("y\n", [NEW, MORE]), ("maybe\n是\n", [NEW, MORE]), ("n\n", []), ("q\n", []), ("", [])],
    ids=["yes", "asked again", "no", "left", "closed"],
)
def test_it_asks_before_it_writes_and_shows_how_far_it_is(
    folder: Path,
    keys: str,
    added: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    golden: Golden,
) -> None:
    shown = typed(monkeypatch, FakeTerminal(keys))
    assert shown.code == 0
    assert rows(folder) == [*OLD, *added]
    golden.says(shown.stdout)
    bars = ("reading", "adding") if added else ("reading",)
    assert [each for each in ("reading", "adding") if f"{each} " in shown.stderr] == list(bars)
    said = shown.stderr.rpartition("\x1b[2K")[2]
    assert ("Please answer y or n." in shown.stderr) == keys.startswith("maybe")
    assert said.endswith("" if added else "Nothing was added.\n")


def test_what_was_changed_since_it_was_shown_is_not_added_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    row = "2025-06-30,1.1a,99,,,2025-07-10T09:00:00+08:00\n"

    class Meanwhile(FakeTerminal):
        def readline(self, *_size: int | None) -> str:  # type: ignore[override]
            with (folder / JIANGUAN).open("a", encoding="utf-8") as file:
                file.write(row)
            return "y\n"

    shown = typed(monkeypatch, Meanwhile())
    assert shown.code == 3
    assert rows(folder) == [*OLD, row.split(",")[:5]]
    golden.says(shown.stderr.rpartition("\x1b[2K")[2])


def test_there_is_nothing_to_ask_of_forms_that_add_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("jianguan", "z-jianguan"):
        file = folder / "in" / f"{name}.csv"
        file.write_text("编号,日期,数值\n1.1b,,\n", encoding="utf-8")
    shown = typed(monkeypatch, FakeTerminal())
    assert "(y/n)" not in shown.stdout
    assert shown.stderr.endswith("There is nothing to add.\n")
    assert (shown.code, rows(folder)) == (0, OLD)
