"""Decisions and lost figures, as the person at the keyboard sees them, and the plan after them."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hpplan
from hpplan.output.terminal import revise as rendering
from hpplan.plan import revise as revising
from hpplan.plan.edit import with_revision
from running import our_words, ran

if TYPE_CHECKING:
    from collections.abc import Mapping

    from golden import Golden
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
ROWS = "2025-11-20,1.1a,12,,照片,\n"
TODAY = date(2025, 11, 22)
WHY = ("--why", "管线改造未完", "--by", "联席会议")

pytestmark = pytest.mark.workspace(PLAN, {"jianguan": ROWS}, today=TODAY)


@pytest.fixture
def place(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "100")
    return workspace


def plan_now(place: Path) -> str:
    return (place / "plan.yaml").read_bytes().decode()


def files_in(place: Path) -> dict[Path, bytes]:
    """Every file but the locks, which are empty and stay."""
    files = (path for path in place.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {path: path.read_bytes() for path in files}


def refused(place: Path, *arguments: str) -> str:
    """What is wrong with how the command was given; nothing is written."""
    before = files_in(place)
    shown = ran(*arguments)
    assert (shown.code, shown.stdout) == (2, "")
    assert files_in(place) == before
    return shown.reason


# As a user sees it


def test_a_new_due_date(place: Path, golden: Golden) -> None:
    shown = ran("revise", "1.1a", "--due", "2027-06-30", *WHY, "--on", "2025-11-03")
    golden.says(shown.stdout)
    assert (shown.stderr, shown.code) == ("", 0)
    assert plan_now(place) == PLAN.replace(
        "            uom: 个   # 部\n",
        "            uom: 个   # 部\n            revisions:\n"
        "              - {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完, by: 联席会议}\n",
    )
    assert ran("check", "--strict").code == 1  # HP359 of the two that have no file
    assert "HP2" not in ran("check").stdout


def test_several_changes_at_once_are_one_decision(place: Path) -> None:
    arguments = ("--due", "2027/6/30", "--more-than", "２０", *WHY, "--note", "第3号纪要")
    assert ran("revise", "1.1a", *arguments).code == 0
    assert plan_now(place) == PLAN.replace(
        "            uom: 个   # 部\n",
        "            uom: 个   # 部\n            revisions:\n"
        "              - on: 2025-11-22\n                due: 2027-06-30\n"
        "                more_than: 20\n                why: 管线改造未完\n"
        "                by: 联席会议\n                note: 第3号纪要\n",
    )


@pytest.mark.usefixtures("place")
def test_a_withdrawal(golden: Golden) -> None:
    shown = ran("revise", "1.1e", "--withdraw", *WHY)
    golden.says(shown.stdout)


@pytest.mark.usefixtures("place")
def test_a_decision_on_a_target_of_several_items(golden: Golden) -> None:
    shown = ran("revise", "1.2a", "--withdraw", *WHY)
    golden.says(shown.stdout)


def test_a_figure_that_was_lost(place: Path, golden: Golden) -> None:
    shown = ran("fill", "1.1b", "15.1", "--note", "据正本")
    golden.says(shown.stdout)
    assert (shown.stderr, shown.code) == ("", 0)
    assert plan_now(place) == PLAN.replace(
        "□5.1}\n", "□5.1}\n            at_least: 15.1\n"
    ).replace("缺失。\n", "缺失。据正本\n")


def test_a_figure_keeps_the_decimals_that_the_source_shows(place: Path) -> None:
    path = place / "plan.yaml"
    path.write_text(PLAN.replace("□5.1", "□5.0"), encoding="utf-8")
    assert ran("fill", "1.1b", "15").code == 0
    assert "            at_least: 15.0\n" in plan_now(place)


@pytest.mark.skipif(not shutil.which("diff"), reason="compares with diff -u")
@pytest.mark.parametrize(
    "arguments", [("revise", "1.1a", "--due", "2027-06-30", *WHY), ("fill", "1.1b", "15.1")]
)
def test_a_dry_run_shows_the_diff_and_writes_nothing(
    arguments: tuple[str, ...], place: Path
) -> None:
    shown = ran(*arguments, "--dry-run")
    assert (shown.stderr, shown.code) == ("", 0)
    assert sorted(path.name for path in place.iterdir()) == ["data", "plan.yaml"]
    assert plan_now(place) == PLAN
    assert ran(*arguments).code == 0
    (place / "plan.yaml").rename(place / "new")
    (place / "plan.yaml").write_text(PLAN, encoding="utf-8", newline="")
    done = subprocess.run(["diff", "-u", "plan.yaml", "new"], capture_output=True, check=False)
    assert shown.stdout.splitlines()[2:] == done.stdout.decode().splitlines()[2:]
    assert shown.stdout.splitlines()[:2] == ["--- plan.yaml", "+++ plan.yaml"]


def test_the_diff_of_a_file_that_does_not_end_its_last_line(place: Path) -> None:
    (place / "plan.yaml").write_text(PLAN.rstrip("\n"), encoding="utf-8", newline="")
    shown = ran("revise", "1.2a", "--due", "2027-12-31", *WHY, "--dry-run")
    assert shown.stdout.splitlines()[-5:] == [
        "-              - {on: 2025-06-01, due: 2027-06-30, why: 选址未定, by: 联席会议}",
        "\\ No newline at end of file",
        "+              - {on: 2025-06-01, due: 2027-06-30, why: 选址未定, by: 联席会议}",
        "+              - {on: 2025-11-22, due: 2027-12-31, why: 管线改造未完, by: 联席会议}",
        "\\ No newline at end of file",
    ]


def test_what_is_shown_is_inert(place: Path) -> None:
    shown = ran("revise", "1.1e", "--withdraw", "--why", "\u202e[red]甲", "--by", "乙")
    assert "\u202e" not in shown.stdout
    assert "<U+202E>[red]甲" in shown.stdout
    assert "\u202e[red]甲" in plan_now(place)
    shown = ran("revise", "1.1a", "--withdraw", "--why", "\u202e甲", "--by", "乙", "--dry-run")
    assert "<U+202E>甲" in shown.stdout
    assert "\u202e" not in shown.stdout


@pytest.mark.usefixtures("place")
def test_the_original_stands_beside_what_was_decided(
    monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    arguments = ("--due", "2027-06-30", "--at-least", "20", *WHY)
    assert ran("revise", "1.1a", *arguments, "--on", "2025-11-03").code == 0
    assert ran("revise", "1.1a", "--due", "2027-05-31", "--why", "提前", "--by", "区长").code == 0
    shown = ran("status", "1.1a", "-v")
    golden.says(shown.stdout)
    shown = ran("status", "1.1a", "--format", "markdown")
    golden.says(shown.stdout)


# What is refused


@pytest.mark.parametrize(
    "arguments",
    [
        ("1.1g", "--withdraw", *WHY),
        ("l.1a", "--withdraw", *WHY),
        ("1.1", "--withdraw", *WHY),
        ("1.1f@2025", "--withdraw", *WHY),
        ("1.2a@waitan", "--withdraw", *WHY),
        ("1.1a", "--withdraw", "--by", "甲"),
        ("1.1a", "--withdraw", "--why", "　", "--by", "甲"),
        ("1.1a", "--withdraw", "--why", "甲"),
        ("1.1a", *WHY),
        ("1.1a", "--withdraw", "--due", "2027-06-30", *WHY),
        ("1.1a", "--at-least", "5", "--more-than", "6", *WHY),
        ("1.1e", "--at-least", "5", *WHY),
        ("1.1d", "--at-least", "5", *WHY),
        ("1.1f", "--due", "2027-06-30", *WHY),
        ("1.1d", "--due", "2025-05-31", *WHY),
        ("1.1a", "--due", "2026-12-31", *WHY),
        ("1.2a", "--due", "2027-06-30", *WHY),
        ("1.1a", "--at-least", "30", *WHY),
        ("1.1a", "--at-least", "30", "--due", "2027-06-30", *WHY),
        ("1.1a", "--at-most", "20", *WHY),
        ("1.1a", "--at-least", "0", *WHY),
        ("1.1a", "--at-least", "1.5", *WHY),
        ("1.1a", "--at-least", "约20", *WHY),
        ("1.1a", "--withdraw", *WHY, "--on", "2025-11-23"),
        ("1.1a", "--withdraw", *WHY, "--on", "2024-12-31"),
        ("1.2a", "--withdraw", *WHY, "--on", "2025-05-31"),
        ("1.1a", "--withdraw", "--why", "甲\n乙", "--by", "甲"),
        ("1.1a", "--withdraw", "--why", "甲", "--by", "\x1b[31m甲"),
        ("1.1a", "--withdraw", *WHY, "--note", "甲\t乙"),
        ("1.1a", "--withdraw", "--why", "甲" * 100_001, "--by", "甲"),
    ], ids=lambda arguments: " ".join(arguments)[:80],
)  # fmt: skip
def test_a_decision_that_cannot_be(arguments: tuple[str, ...], place: Path, golden: Golden) -> None:
    golden.says(refused(place, "revise", *arguments))


def test_nothing_is_decided_about_what_was_withdrawn(place: Path, golden: Golden) -> None:
    assert ran("revise", "1.1a", "--withdraw", *WHY).code == 0
    for again in (("--withdraw",), ("--due", "2027-06-30"), ("--at-least", "20")):
        golden.says(refused(place, "revise", "1.1a", *again, *WHY), "withdrawn already")


@pytest.mark.parametrize(
    "arguments",
    [
        ("1.1a", "15.1"),
        ("1.1e", "15.1"),
        ("1.1b", "16.2"),
        ("1.1b", "115.1"),
        ("1.1b", "十五"),
        ("1.9z", "15.1"),
        ("1.1b", "15.1", "--note", "甲\r\n乙"),
    ], ids=lambda arguments: " ".join(arguments)[:80],
)  # fmt: skip
def test_a_figure_that_cannot_be(arguments: tuple[str, ...], place: Path, golden: Golden) -> None:
    golden.says(refused(place, "fill", *arguments))


@pytest.mark.parametrize("figure", ["15.1", "25.1"])
def test_a_figure_that_is_filled_in_already(figure: str, place: Path, golden: Golden) -> None:
    assert ran("fill", "1.1b", "15.1").code == 0
    golden.says(refused(place, "fill", "1.1b", figure))


@pytest.mark.usefixtures("place")
def test_today_is_a_day_for_a_decision_and_so_is_that_of_the_last_one() -> None:
    for due in ("2027-06-30", "2027-09-30"):
        assert ran("revise", "1.1a", "--due", due, *WHY, "--on", "2025-11-22").code == 0
    assert ran("check").stdout.count("HP2") == 0


def test_as_of_stands_for_today(place: Path, golden: Golden) -> None:
    arguments = ("revise", "1.1a", "--due", "2027-06-30", *WHY, "--as-of", "2025-12-01")
    golden.says(ran(*arguments).stdout)
    assert "- {on: 2025-12-01, due" in plan_now(place)


# The file


def test_the_bytes_around_a_decision_stay(place: Path) -> None:
    path = place / "plan.yaml"
    old = b"\xef\xbb\xbf" + PLAN.rstrip("\n").replace("\n", "\r\n").encode()
    path.write_bytes(old)
    assert ran("revise", "1.1a", "--due", "2027-06-30", *WHY).code == 0
    added = (
        "            revisions:\r\n"
        "              - {on: 2025-11-22, due: 2027-06-30, why: 管线改造未完, by: 联席会议}\r\n"
    )
    behind = "            uom: 个   # 部\r\n".encode()
    assert path.read_bytes() == old.replace(behind, behind + added.encode())


def test_a_plan_that_cannot_be_loaded(place: Path, golden: Golden) -> None:
    (place / "plan.yaml").write_text(PLAN.replace("kind: duty", "kind: dooty"), encoding="utf-8")
    for arguments in (("revise", "1.1a", "--withdraw", *WHY), ("fill", "1.1b", "15.1")):
        shown = ran(*arguments)
        assert (shown.stdout, shown.code) == ("", 3)
        golden.says(shown.stderr)


def test_a_note_that_cannot_be_added_to_is_left_to_a_person(place: Path, golden: Golden) -> None:
    shown = ran("fill", "1.1b", "15.1", "--note", "see: page 3")
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(shown.stderr)
    assert plan_now(place) == PLAN


def test_an_edit_that_would_be_read_back_otherwise_is_not_written(
    place: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    def elsewhere(text: str, where: tuple[str | int, ...], entry: Mapping[str, Value]) -> str:
        return with_revision(text, (*where[:-1], 3), entry)

    monkeypatch.setattr(revising, "with_revision", elsewhere)
    shown = ran("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(shown.stderr)
    monkeypatch.setattr(revising, "with_revision", lambda text, *_: text + "\n]")
    shown = ran("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stdout, shown.code) == ("", 3)
    assert "plan.yaml:59:1: HP103 " in shown.stderr
    assert plan_now(place) == PLAN


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_the_mode_of_the_file_is_kept(place: Path) -> None:
    path = place / "plan.yaml"
    path.chmod(0o640)
    assert ran("revise", "1.1a", "--withdraw", *WHY).code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_inside_the_workspace_stays_a_link(place: Path) -> None:
    real = place / "data" / "plan-2025.yaml"
    (place / "plan.yaml").rename(real)
    link(place / "plan.yaml", real)
    assert ran("revise", "1.1a", "--withdraw", *WHY).code == 0
    assert (place / "plan.yaml").is_symlink()
    assert "withdrawn: true" in real.read_text(encoding="utf-8")


def test_a_link_that_leads_out_is_not_written(place: Path, golden: Golden) -> None:
    real = place.parent / "plan.yaml"
    (place / "plan.yaml").rename(real)
    link(place / "plan.yaml", real)
    shown = ran("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(shown.stderr)
    assert real.read_text(encoding="utf-8") == PLAN


def link(path: Path, target: Path) -> None:
    try:
        path.symlink_to(target)
    except (OSError, NotImplementedError) as error:
        pytest.skip(f"no symbolic links here: {error}")


# Beside others


def test_a_plan_that_was_changed_since_it_was_read(
    place: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    path, other = place / "plan.yaml", PLAN.replace("title: 计划", "title: 方案")
    decided = revising._decided  # noqa: SLF001

    def meanwhile(*arguments: object) -> object:
        path.write_text(other, encoding="utf-8")
        return decided(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(revising, "_decided", meanwhile)
    shown = ran("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(shown.stderr)
    assert plan_now(place) == other


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_plan_that_is_changed_or_cannot_be_written_at_the_last_moment(
    step: str, place: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    path, other = place / "plan.yaml", PLAN.replace("title: 计划", "title: 方案")

    def full(*_more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def changed(_handle: int) -> None:
        path.write_text(other, encoding="utf-8")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", changed)
    else:
        monkeypatch.setattr(Path, "replace", full)
    shown = ran("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(our_words(shown.stderr))
    assert plan_now(place) == (other if step == "fsync" else PLAN)
    assert not (place / ".plan.yaml.new").exists()


def test_a_disk_that_is_full(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    shown = ran("revise", "1.1a", "--withdraw", *WHY)
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
    shown = ran("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stderr, shown.code) == ("", 0)
    assert refusals == [place]
    assert "withdrawn: true" in plan_now(place)


def test_one_who_waits_too_long(
    place: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    from filelock import FileLock

    monkeypatch.setattr("hpplan.progress.append.LOCK_SECONDS", 0.1)
    with FileLock(place / ".plan.yaml.lock"):
        shown = ran("revise", "1.1a", "--withdraw", *WHY)
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(shown.stderr)


def test_what_a_killed_program_left_is_in_nobodys_way(place: Path) -> None:
    (place / ".plan.yaml.new").write_text("half a pl", encoding="utf-8")
    assert ran("revise", "1.1a", "--withdraw", *WHY).code == 0
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
    shown = ran("revise", "1.1a", "--due", "2027-07-31", *WHY)
    assert shown.code == 0, shown.stderr


def test_a_decision_that_stands_but_cannot_be_shown(
    place: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    ends: list[int] = []

    def shown(*_arguments: object, **_named: object) -> None:
        raise OSError(32, "Broken pipe")

    def end(code: int) -> None:
        ends.append(code)
        raise SystemExit(code)

    monkeypatch.setattr(rendering, "revision_effect", shown)
    monkeypatch.setattr(os, "_exit", end)
    result = ran("revise", "1.1a", "--withdraw", *WHY)
    assert ends == [0]
    golden.says(result.stderr)
    assert "withdrawn: true" in plan_now(place)
