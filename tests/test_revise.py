"""Decisions and lost figures, as the person at the keyboard sees them, and the plan after them."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import hpplan
from hpplan.cli import app
from hpplan.output.terminal import revise as rendering
from hpplan.plan import revise as revising
from hpplan.plan.edit import with_revision
from hpplan.workspace import LoadedWorkspace
from running import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpplan.plan.edit import Value

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: jianguan, name: 区建管委}
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan]}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 一
        leads: [jianguan]
        text: 加梯30个。绿道□5.1公里。覆盖率90%。方案。巡查。每年街区10个。
        targets:
          - id: 1.1a
            name: 加梯
            quote: 加梯30个
            kind: count
            at_least: 30
            uom: 个   # 部
          - id: 1.1b
            name: 绿道
            quote: 绿道□5.1公里
            kind: amount
            illegible: {at_least: □5.1}
            uom: 公里
            note: 首位数字缺失。
          - {id: 1.1c, name: 覆盖率, quote: 覆盖率90%, kind: level, at_least: 90, uom: "%"}
          - {id: 1.1d, name: 方案, quote: 方案, kind: milestone, start: 2025-06-01}
          - {id: 1.1e, name: 巡查, quote: 巡查, kind: duty}
          - id: 1.1f
            name: 街区
            quote: 每年街区10个
            kind: count
            at_least: 10
            uom: 个
            every: year
      - id: "1.2"
        title: 二
        leads: [jiedao]
        text: 花园5座。
        targets:
          - id: 1.2a
            name: 花园
            quote: 花园5座
            kind: count
            at_least: 5
            uom: 座
            each: jiedao
            revisions:
              - {on: 2025-06-01, due: 2027-06-30, why: 选址未定, by: 联席会议}
"""
ROWS = "date,target,value,note,evidence,recorded\n2025-11-20,1.1a,12,,照片,\n"
TODAY = date(2025, 11, 22)
WHY = ("--why", "管线改造未完", "--by", "联席会议")
USAGE = """\
Usage: hpplan {command} [OPTIONS] {arguments}
Try 'hpplan {command} -h' for help.

Error: Invalid value: """


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "w"
    (folder / "data" / "progress").mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8", newline="")
    (folder / "data" / "progress" / "jianguan.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(LoadedWorkspace, "today", lambda _self: TODAY)
    return folder


def run(*arguments: str) -> Shown:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    return Shown(result.stdout, result.stderr, result.exit_code)


def plan_now(place: Path) -> str:
    return (place / "plan.yaml").read_bytes().decode()


def files_in(place: Path) -> dict[Path, bytes]:
    """Every file but the locks, which are empty and stay."""
    files = (path for path in place.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {path: path.read_bytes() for path in files}


def refused(place: Path, *arguments: str) -> str:
    """What is wrong with how the command was given; nothing is written."""
    before = files_in(place)
    shown = run(*arguments)
    assert (shown.code, shown.stdout) == (2, "")
    assert files_in(place) == before
    own = "TARGET FIGURE" if arguments[0] == "fill" else "TARGET"
    head = USAGE.format(command=arguments[0], arguments=own)
    assert shown.stderr.startswith(head)
    return shown.stderr.removeprefix(head).removesuffix("\n")


# As a user sees it


def test_a_new_due_date(place: Path) -> None:
    shown = run("revise", "1.1a", "--due", "2027-06-30", *WHY, "--on", "2025-11-03")
    assert shown.stdout == """\
Written to plan.yaml:28:
  revisions:
    - {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完, by: 联席会议}
1.1a 加梯, as of 2025-11-22
before: on-track. 12 of 30 个 by 2025-11-20. Even progress, an assumption, expects 13 个. SPI 0.98.
The rest needs 1.02 times the planned pace. Forecast: 2027-01-17 (range 2027-01-08 to 2027-01-17).
after: on-track. 12 of 30 个 by 2025-11-20. Even progress, an assumption, expects 10 个. SPI 1.13.
The rest needs 0.93 times the planned pace. Forecast: 2027-03-20 (range 2027-03-20 to 2027-05-20).
By the decision of 2025-11-03 it is due 2027-06-30 (was 2026-12-31, slipped 181 days). The reason:
管线改造未完. Decided by 联席会议.
"""  # fmt: skip
    assert (shown.stderr, shown.code) == ("", 0)
    assert plan_now(place) == PLAN.replace(
        "            uom: 个   # 部\n",
        "            uom: 个   # 部\n            revisions:\n"
        "              - {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完, by: 联席会议}\n",
    )
    assert run("check", "--strict").code == 1  # HP359 of the two that have no file
    assert "HP2" not in run("check").stdout


def test_several_changes_at_once_are_one_decision(place: Path) -> None:
    arguments = ("--due", "2027/6/30", "--more-than", "２０", *WHY, "--note", "第3号纪要")
    assert run("revise", "1.1a", *arguments).code == 0
    assert plan_now(place) == PLAN.replace(
        "            uom: 个   # 部\n",
        "            uom: 个   # 部\n            revisions:\n"
        "              - on: 2025-11-22\n                due: 2027-06-30\n"
        "                more_than: 20\n                why: 管线改造未完\n"
        "                by: 联席会议\n                note: 第3号纪要\n",
    )


@pytest.mark.usefixtures("place")
def test_a_withdrawal() -> None:
    shown = run("revise", "1.1e", "--withdraw", *WHY)
    assert shown.stdout == """\
Written to plan.yaml:37:
  - {id: 1.1e, name: 巡查, quote: 巡查, kind: duty,
     revisions: [{on: 2025-11-22, withdrawn: true, why: 管线改造未完, by: 联席会议}]}
1.1e 巡查, as of 2025-11-22
before: silent. Nothing reported in 325 days (more than 120).
after: withdrawn. Withdrawn by the decision of 2025-11-22: 管线改造未完. Decided by 联席会议.
"""  # fmt: skip


@pytest.mark.usefixtures("place")
def test_a_decision_on_a_target_of_several_items() -> None:
    shown = run("revise", "1.2a", "--withdraw", *WHY)
    assert shown.stdout == """\
Written to plan.yaml:58:
  - {on: 2025-11-22, withdrawn: true, why: 管线改造未完, by: 联席会议}
1.2a 花园, as of 2025-11-22
before: silent 2.
after: withdrawn 2.
"""  # fmt: skip


def test_a_figure_that_was_lost(place: Path) -> None:
    shown = run("fill", "1.1b", "15.1", "--note", "据正本")
    assert shown.stdout == """\
Written to plan.yaml:32:
  at_least: 15.1
  note: 首位数字缺失。据正本
1.1b 绿道, as of 2025-11-22
before: silent. Nothing reported in 325 days (more than 120).
after: silent. Nothing reported in 325 days (more than 120).
"""  # fmt: skip
    assert (shown.stderr, shown.code) == ("", 0)
    assert plan_now(place) == PLAN.replace(
        "□5.1}\n", "□5.1}\n            at_least: 15.1\n"
    ).replace("缺失。\n", "缺失。据正本\n")


def test_a_figure_keeps_the_decimals_that_the_source_shows(place: Path) -> None:
    path = place / "plan.yaml"
    path.write_text(PLAN.replace("□5.1", "□5.0"), encoding="utf-8")
    assert run("fill", "1.1b", "15").code == 0
    assert "            at_least: 15.0\n" in plan_now(place)


@pytest.mark.skipif(not shutil.which("diff"), reason="compares with diff -u")
@pytest.mark.parametrize(
    "arguments", [("revise", "1.1a", "--due", "2027-06-30", *WHY), ("fill", "1.1b", "15.1")]
)
def test_a_dry_run_shows_the_diff_and_writes_nothing(
    arguments: tuple[str, ...], place: Path
) -> None:
    shown = run(*arguments, "--dry-run")
    assert (shown.stderr, shown.code) == ("", 0)
    assert sorted(path.name for path in place.iterdir()) == ["data", "plan.yaml"]
    assert plan_now(place) == PLAN
    assert run(*arguments).code == 0
    (place / "plan.yaml").rename(place / "new")
    (place / "plan.yaml").write_text(PLAN, encoding="utf-8", newline="")
    done = subprocess.run(["diff", "-u", "plan.yaml", "new"], capture_output=True, check=False)
    assert shown.stdout.splitlines()[2:] == done.stdout.decode().splitlines()[2:]
    assert shown.stdout.splitlines()[:2] == ["--- plan.yaml", "+++ plan.yaml"]


def test_the_diff_of_a_file_that_does_not_end_its_last_line(place: Path) -> None:
    (place / "plan.yaml").write_text(PLAN.rstrip("\n"), encoding="utf-8", newline="")
    shown = run("revise", "1.2a", "--due", "2027-12-31", *WHY, "--dry-run")
    assert shown.stdout.splitlines()[-5:] == [
        "-              - {on: 2025-06-01, due: 2027-06-30, why: 选址未定, by: 联席会议}",
        "\\ No newline at end of file",
        "+              - {on: 2025-06-01, due: 2027-06-30, why: 选址未定, by: 联席会议}",
        "+              - {on: 2025-11-22, due: 2027-12-31, why: 管线改造未完, by: 联席会议}",
        "\\ No newline at end of file",
    ]


def test_what_is_shown_is_inert(place: Path) -> None:
    shown = run("revise", "1.1e", "--withdraw", "--why", "\u202e[red]甲", "--by", "乙")
    assert "\u202e" not in shown.stdout
    assert "<U+202E>[red]甲" in shown.stdout
    assert "\u202e[red]甲" in plan_now(place)
    shown = run("revise", "1.1a", "--withdraw", "--why", "\u202e甲", "--by", "乙", "--dry-run")
    assert "<U+202E>甲" in shown.stdout
    assert "\u202e" not in shown.stdout


@pytest.mark.usefixtures("place")
def test_the_original_stands_beside_what_was_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    arguments = ("--due", "2027-06-30", "--at-least", "20", *WHY)
    assert run("revise", "1.1a", *arguments, "--on", "2025-11-03").code == 0
    assert run("revise", "1.1a", "--due", "2027-05-31", "--why", "提前", "--by", "区长").code == 0
    shown = run("status", "1.1a")
    _head, _title, section = shown.stdout.partition("On track (1)\n")
    assert section == """\
item  name  who       value                    due
1.1a  加梯  区建管委  12 of 20 个 (was 30 个)  2027-05-31
                                               555 days left
                                               was 2026-12-31
  12 of 20 个 by 2025-11-20. Even progress, an assumption, expects 7 个. SPI
  1.63. The rest needs 0.63 times the planned pace. Forecast: 2026-06-24 (range
  2026-06-24 to 2026-11-07). By the decision of 2025-11-03 it is due 2027-06-30
  (was 2026-12-31, slipped 181 days). By the decision of 2025-11-03 20 个 are
  required (was 30 个). The reason: 管线改造未完. Decided by 联席会议. By the
  decision of 2025-11-22 it is due 2027-05-31 (was 2027-06-30, brought forward
  by 30 days). The reason: 提前. Decided by 区长.
"""  # fmt: skip
    shown = run("status", "1.1a", "--format", "markdown")
    cells = "| 12 of 20 个 (was 30 个) | 2027-05-31 (555 days left, was 2026-12-31) |"
    assert cells in shown.stdout


# What is refused


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("1.1g", "--withdraw", *WHY), "there is no target “1.1g”; clause 1.1 has 1.1a to 1.1f"),
        (("l.1a", "--withdraw", *WHY), "there is no target “l.1a”; did you mean 1.1a?"),
        (("1.1", "--withdraw", *WHY),
         "“1.1” is a clause, not a target; its targets are 1.1a to 1.1f"),
        (("1.1f@2025", "--withdraw", *WHY),
         "1.1f@2025 is one item of 1.1f; the plan states targets; name 1.1f"),
        (("1.2a@waitan", "--withdraw", *WHY),
         "1.2a@waitan is one item of 1.2a; the plan states targets; name 1.2a"),
        (("1.1a", "--withdraw", "--by", "甲"), "a decision needs its reason; give it with --why"),
        (("1.1a", "--withdraw", "--why", "　", "--by", "甲"),
         "a decision needs its reason; give it with --why"),
        (("1.1a", "--withdraw", "--why", "甲"),
         "a decision needs the name of who decided; give it with --by"),
        (("1.1a", *WHY),
         "nothing is decided about 1.1a; give --due, a figure such as --at-least, or --withdraw"),
        (("1.1a", "--withdraw", "--due", "2027-06-30", *WHY),
         "1.1a is either withdrawn, or revised; give --withdraw alone"),
        (("1.1a", "--at-least", "5", "--more-than", "6", *WHY),
         "a target has one requirement, not 2"),
        (("1.1e", "--at-least", "5", *WHY), "1.1e is a duty, which has no required figure"),
        (("1.1d", "--at-least", "5", *WHY), "1.1d is a milestone, which has no required figure"),
        (("1.1f", "--due", "2027-06-30", *WHY),
         "1.1f is owed each year; its due date cannot be revised"),
        (("1.1d", "--due", "2025-05-31", *WHY),
         "1.1d would be due on 2025-05-31, before its start on 2025-06-01"),
        (("1.1a", "--due", "2026-12-31", *WHY), "1.1a is due on 2026-12-31 as it is"),
        (("1.2a", "--due", "2027-06-30", *WHY), "1.2a is due on 2027-06-30 as it is"),
        (("1.1a", "--at-least", "30", *WHY), "1.1a requires at_least 30 个 as it is"),
        (("1.1a", "--at-least", "30", "--due", "2027-06-30", *WHY),
         "1.1a requires at_least 30 个 as it is"),
        (("1.1a", "--at-most", "20", *WHY), "at_most is for levels alone"),
        (("1.1a", "--at-least", "0", *WHY), "a requirement is more than 0"),
        (("1.1a", "--at-least", "1.5", *WHY),
         "“1.5” is not whole, but this target counts whole things; write the exact figure, as 30"),
        (("1.1a", "--at-least", "约20", *WHY),
         "“约20” is no exact figure; write the exact figure, as 30"),
        (("1.1a", "--withdraw", *WHY, "--on", "2025-11-23"),
         ("a decision of 2025-11-23 lies in the future; give the day on which it was taken,"
         " as --on 2025-11-03")),
        (("1.1a", "--withdraw", *WHY, "--on", "2024-12-31"),
         "a decision of 2024-12-31 lies before the plan was issued, on 2025-01-01"),
        (("1.2a", "--withdraw", *WHY, "--on", "2025-05-31"),
         ("1.2a was revised on 2025-06-01, after 2025-05-31; decisions are written in the order"
         " of their days")),
        (("1.1a", "--withdraw", "--why", "甲\n乙", "--by", "甲"),
         "the text of --why has more than one line; write it on one line"),
        (("1.1a", "--withdraw", "--why", "甲", "--by", "\x1b[31m甲"),
         "the text of --by holds the control character U+001B"),
        (("1.1a", "--withdraw", *WHY, "--note", "甲\t乙"),
         "the text of --note holds the control character U+0009"),
        (("1.1a", "--withdraw", "--why", "甲" * 100_001, "--by", "甲"),
         "expected text of at most 100000 characters"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be(arguments: tuple[str, ...], message: str, place: Path) -> None:
    assert refused(place, "revise", *arguments) == message


def test_nothing_is_decided_about_what_was_withdrawn(place: Path) -> None:
    assert run("revise", "1.1a", "--withdraw", *WHY).code == 0
    message = "1.1a was withdrawn on 2025-11-22; nothing changes it any more"
    for again in (("--withdraw",), ("--due", "2027-06-30"), ("--at-least", "20")):
        assert refused(place, "revise", "1.1a", *again, *WHY) == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("1.1a", "15.1"),
         ("1.1a has no illegible figure to be filled in; a decision that changes its requirement is"
         " written with hpplan revise")),
        (("1.1e", "15.1"), "1.1e has no illegible figure to be filled in"),
        (("1.1b", "16.2"),
         "16.2 does not fit what the source shows: □5.1; each □ stands for one digit"),
        (("1.1b", "115.1"),
         "115.1 does not fit what the source shows: □5.1; each □ stands for one digit"),
        (("1.1b", "十五"), "“十五” is no exact figure; write the exact figure, as 30"),
        (("1.9z", "15.1"), "there is no target “1.9z”"),
        (("1.1b", "15.1", "--note", "甲\r\n乙"),
         "the text of --note has more than one line; write it on one line"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be(arguments: tuple[str, ...], message: str, place: Path) -> None:
    assert refused(place, "fill", *arguments) == message


@pytest.mark.parametrize("figure", ["15.1", "25.1"])
def test_a_figure_that_is_filled_in_already(figure: str, place: Path) -> None:
    assert run("fill", "1.1b", "15.1").code == 0
    assert refused(place, "fill", "1.1b", figure) == (
        "1.1b is filled in as 15.1 公里; a decision that changes its requirement is written with"
        " hpplan revise"
    )


@pytest.mark.usefixtures("place")
def test_today_is_a_day_for_a_decision_and_so_is_that_of_the_last_one() -> None:
    for due in ("2027-06-30", "2027-09-30"):
        assert run("revise", "1.1a", "--due", due, *WHY, "--on", "2025-11-22").code == 0
    assert run("check").stdout.count("HP2") == 0


def test_as_of_stands_for_today(place: Path) -> None:
    arguments = ("revise", "1.1a", "--due", "2027-06-30", *WHY, "--as-of", "2025-12-01")
    assert ", as of 2025-12-01\n" in run(*arguments).stdout
    assert "- {on: 2025-12-01, due" in plan_now(place)


# The file


def test_the_bytes_around_a_decision_stay(place: Path) -> None:
    path = place / "plan.yaml"
    old = b"\xef\xbb\xbf" + PLAN.rstrip("\n").replace("\n", "\r\n").encode()
    path.write_bytes(old)
    assert run("revise", "1.1a", "--due", "2027-06-30", *WHY).code == 0
    added = (
        "            revisions:\r\n"
        "              - {on: 2025-11-22, due: 2027-06-30, why: 管线改造未完, by: 联席会议}\r\n"
    )
    behind = "            uom: 个   # 部\r\n".encode()
    assert path.read_bytes() == old.replace(behind, behind + added.encode())


def test_a_plan_that_cannot_be_loaded(place: Path) -> None:
    (place / "plan.yaml").write_text(PLAN.replace("kind: duty", "kind: dooty"), encoding="utf-8")
    for arguments in (("revise", "1.1a", "--withdraw", *WHY), ("fill", "1.1b", "15.1")):
        shown = run(*arguments)
        assert (shown.stdout, shown.code) == ("", 3)
        assert shown.stderr == (
            "plan.yaml:36:51: HP203 expected one of: count, amount, level, milestone, duty\n"
            "The plan cannot be used as it stands; nothing was done.\n"
        )


def test_a_note_that_cannot_be_added_to_is_left_to_a_person(place: Path) -> None:
    shown = run("fill", "1.1b", "15.1", "--note", "see: page 3")
    assert (shown.stdout, shown.code) == ("", 3)
    assert shown.stderr == (
        "Nothing was written: plan.yaml cannot be edited at this target: its note would have to be"
        " put in quotes\nwrite it there by hand; hpplan check says if it is right\n"
    )
    assert plan_now(place) == PLAN


def test_an_edit_that_would_be_read_back_otherwise_is_not_written(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def elsewhere(text: str, where: tuple[str | int, ...], entry: Mapping[str, Value]) -> str:
        return with_revision(text, (*where[:-1], 3), entry)

    monkeypatch.setattr(revising, "with_revision", elsewhere)
    shown = run("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stdout, shown.code) == ("", 3)
    assert "it would not be read back as it was meant" in shown.stderr
    monkeypatch.setattr(revising, "with_revision", lambda text, *_: text + "\n]")
    shown = run("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stdout, shown.code) == ("", 3)
    assert "plan.yaml cannot be edited at this target: plan.yaml:59:1: HP103 " in shown.stderr
    assert plan_now(place) == PLAN


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_the_mode_of_the_file_is_kept(place: Path) -> None:
    path = place / "plan.yaml"
    path.chmod(0o640)
    assert run("revise", "1.1a", "--withdraw", *WHY).code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_inside_the_workspace_stays_a_link(place: Path) -> None:
    real = place / "data" / "plan-2025.yaml"
    (place / "plan.yaml").rename(real)
    link(place / "plan.yaml", real)
    assert run("revise", "1.1a", "--withdraw", *WHY).code == 0
    assert (place / "plan.yaml").is_symlink()
    assert "withdrawn: true" in real.read_text(encoding="utf-8")


def test_a_link_that_leads_out_is_not_written(place: Path) -> None:
    real = place.parent / "plan.yaml"
    (place / "plan.yaml").rename(real)
    link(place / "plan.yaml", real)
    shown = run("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stdout, shown.code) == ("", 3)
    assert shown.stderr == (
        "Nothing was written: plan.yaml leads out of the workspace, and is not written\n"
        "name the plan that it leads to\n"
    )
    assert real.read_text(encoding="utf-8") == PLAN


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target)
    except (OSError, NotImplementedError) as error:
        pytest.skip(f"no symbolic links here: {error}")


# Beside others


CHANGED = (
    "Nothing was written: plan.yaml was changed by another program meanwhile\n"
    "try again in a moment\n"
)


def test_a_plan_that_was_changed_since_it_was_read(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = place / "plan.yaml", PLAN.replace("title: 计划", "title: 方案")
    decided = revising._decided  # noqa: SLF001

    def meanwhile(*arguments: object) -> object:
        path.write_text(other, encoding="utf-8")
        return decided(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(revising, "_decided", meanwhile)
    shown = run("revise", "1.1a", "--withdraw", *WHY)
    assert shown == Shown("", CHANGED, 3)
    assert plan_now(place) == other


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_plan_that_is_changed_or_cannot_be_written_at_the_last_moment(
    step: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = place / "plan.yaml", PLAN.replace("title: 计划", "title: 方案")

    def full(*_more: object) -> None:
        raise OSError(28, "No space left on device")

    def changed(_handle: int) -> None:
        path.write_text(other, encoding="utf-8")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", changed)
    else:
        monkeypatch.setattr(Path, "replace", full)
    shown = run("revise", "1.1a", "--withdraw", *WHY)
    why = "Nothing was written: plan.yaml cannot be written: No space left on device\n"
    assert shown == Shown("", CHANGED if step == "fsync" else why, 3)
    assert plan_now(place) == (other if step == "fsync" else PLAN)
    assert not (place / ".plan.yaml.new").exists()


def test_a_disk_that_is_full(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    shown = run("revise", "1.1a", "--withdraw", *WHY)
    assert shown.code == 3
    assert plan_now(place) == PLAN
    assert sorted(path.name for path in place.glob(".*.new")) == []


@pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="folders are not synced here")
def test_a_folder_that_cannot_be_synced_holds_the_new_plan_all_the_same(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals: list[Path] = []
    opened = os.open

    def refuse(path: Path, flags: int, *more: int) -> int:
        if flags & os.O_DIRECTORY:
            refusals.append(path)
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *more)

    monkeypatch.setattr(os, "open", refuse)
    shown = run("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stderr, shown.code) == ("", 0)
    assert refusals == [place]
    assert "withdrawn: true" in plan_now(place)


def test_one_who_waits_too_long(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    monkeypatch.setattr("hpplan.progress.append.LOCK_SECONDS", 0.1)
    with FileLock(place / ".plan.yaml.lock"):
        shown = run("revise", "1.1a", "--withdraw", *WHY)
    assert shown == Shown(
        "",
        "Nothing was written: plan.yaml is being written by someone else\n"
        "try again in a moment\n",
        3,
    )  # fmt: skip


def test_what_a_killed_program_left_is_in_nobodys_way(place: Path) -> None:
    (place / ".plan.yaml.new").write_text("half a pl", encoding="utf-8")
    assert run("revise", "1.1a", "--withdraw", *WHY).code == 0
    assert sorted(each.name for each in place.iterdir() if each.suffix == ".new") == []


KILLED = """
import os, sys
from hpplan.plan import rewrite
from hpplan.cli import main

def die(*arguments):
    os._exit(9)

setattr({owner}, {name!r}, die)
sys.argv = ["hpplan", "revise", "1.1a", "--due", "2027-06-30", "--why", "a", "--by", "b",
            "--as-of", "2025-11-22"]
main()
"""


@pytest.mark.parametrize(("step", "written"), [("os.fsync", False), ("rewrite.sync_folder", True)])
def test_a_program_that_is_killed_leaves_the_old_plan_or_the_new_one(
    step: str,
    written: bool,  # noqa: FBT001
    place: Path,
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(hpplan.__file__).parents[1]),
        "PYTHONUTF8": "1",
    }
    owner, name = step.split(".")
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(owner=owner, name=name)],
        cwd=place,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 9, done.stderr
    assert (plan_now(place) == PLAN) is not written
    assert ("- {on: 2025-11-22, due: 2027-06-30, why: a, by: b}\n" in plan_now(place)) is written
    shown = run("revise", "1.1a", "--due", "2027-07-31", *WHY)
    assert shown.code == 0, shown.stderr


def test_a_decision_that_stands_but_cannot_be_shown(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[int] = []

    def shown(*_arguments: object, **_named: object) -> None:
        raise OSError(32, "Broken pipe")

    def end(code: int) -> None:
        ends.append(code)
        raise SystemExit(code)

    monkeypatch.setattr(rendering, "revision_effect", shown)
    monkeypatch.setattr(os, "_exit", end)
    result = run("revise", "1.1a", "--withdraw", *WHY)
    assert ends == [0]
    assert result.stderr == "The plan was changed in plan.yaml; it could not be shown.\n"
    assert "withdrawn: true" in plan_now(place)
