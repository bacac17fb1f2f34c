"""What is asked again, refused or given up at a terminal and on a disk that takes nothing."""

from __future__ import annotations

import errno
import json
import os
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import pytest

from plans import BASE, ONE_COUNT, lay_out
from running import FakeTerminal, on_fake_terminal, our_words, ran

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

pytestmark = [
    pytest.mark.workspace(BASE, today=date(2026, 11, 22)),
    pytest.mark.usefixtures("workspace"),
]


def full(*_given: object, **_more: object) -> NoReturn:
    """A disk that is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


# A file in the place of a table


@pytest.mark.parametrize("answer", ["y\n", "n\n", ""], ids=["yes", "no", "closed"])
def test_a_file_is_replaced_once_that_is_agreed_to(
    answer: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workspace.parent / "t.csv"
    file.write_text("mine\n", encoding="utf-8")
    shown = on_fake_terminal(monkeypatch, "status", "-o", str(file), keys=FakeTerminal(answer))
    question = f"{file} holds something else. Replace it? (y/n): "
    if answer == "y\n":
        expected = ran("status", "--format", "csv").stdout
        assert file.read_text(encoding="utf-8") == f"\ufeff{expected}"
        size = -(-file.stat().st_size // 1024)
        assert shown.stdout == f"{question}{file}: written, {size} KiB\n"
        assert (shown.stderr, shown.code) == ("", 0)
    else:
        assert file.read_text(encoding="utf-8") == "mine\n"
        assert shown.stdout.strip() == question.strip()
        assert (shown.stderr, shown.code) == ("Nothing was written.\n", 3)


def test_an_answer_that_cannot_be_read_is_asked_for_again(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = workspace.parent / "t.csv"
    file.write_text("mine\n", encoding="utf-8")
    answers = iter(["\udcff", "n\n"])

    class Garbled(FakeTerminal):
        def readline(self, *_size: int | None) -> str:  # type: ignore[override]
            answer = next(answers)
            answer.encode()
            return answer

    shown = on_fake_terminal(monkeypatch, "status", "-o", str(file), keys=Garbled())
    assert shown.stdout.count("Replace it? (y/n):") == 2
    assert shown.stderr == ("That could not be read; please type it again.\nNothing was written.\n")


# Signs that an encoding lacks


def test_bars_are_drawn_in_signs_that_the_terminal_has(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = on_fake_terminal(monkeypatch, "--no-pager", "status", "--all").stdout
    monkeypatch.setattr(FakeTerminal, "encoding", "gbk")
    shown = on_fake_terminal(monkeypatch, "--no-pager", "status", "--all").stdout
    signs = str.maketrans("█░┃━─▲▼∅–", "#.|=-+-!-")
    assert set("░━∅") <= set(whole)
    assert shown == whole.translate(signs)
    shown.encode("gbk")


# Settings


def test_without_a_file_of_settings_nothing_is_set() -> None:
    shown = ran("config", "unit", "waitan")
    assert (shown.code, shown.stdout) == (3, "")
    assert (
        shown.stderr
        == "Nothing was written: HPPLAN_CONFIG says that there is no file of settings\n"
    )


# A disk that takes nothing


def test_a_disk_that_is_full_is_said_of_a_new_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.txt").write_text("行动计划\n一、目标\n完成30个小区改造。\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("hpplan.files.write_all", full)
        shown = ran("draft", "text.txt", "-o", "new")
    assert (shown.code, shown.stdout) == (3, "")
    golden.says(our_words(shown.stderr))
    assert not (tmp_path / "new").exists()


def test_a_disk_that_is_full_is_said_of_a_rolled_up_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("duckdb")
    from hpplan.rollup import pools
    from rolling import InlinePool

    monkeypatch.setattr(pools, "ProcessPool", lambda _size: InlinePool())
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path / "shelf" / "a", ONE_COUNT, {"aa": "2026-06-30,1.1a,20,,,\n"})
    arguments = ("rollup", "shelf", "--into", "all", "--as-of", "2026-11-22")
    assert ran(*arguments).code == 0
    with monkeypatch.context() as patch:
        patch.setattr("hpplan.files.write_whole", full)
        shown = ran("rollup", "all", "--html", "page.html")
    assert (shown.code, our_words(shown.stderr)) == (
        3,
        "page.html cannot be written: (the system's words)\n",
    )
    assert not (tmp_path / "page.html").exists()
    found = json.loads(ran("rollup", "all", "--by", "status", "--format", "json").stdout)
    assert [(each["status"], each["items"]) for each in found["rows"]] == [("at-risk", 1)]
