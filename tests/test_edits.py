"""`hpplan check --base REV`: what items are measured by stands as it was, or is added to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plans import lay_out
from running import git, ran, run

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
title: 计划
issued: 2024-01-01
start: 2024-01-01
end: 2026-12-31
units:
  - {id: aa, name: 甲局}
  - {id: bb, name: 乙局}
  - {id: cc, name: 丙局}
groups:
  - {id: each, name: 各局, members: [aa, bb]}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [aa, bb]
        text: 覆盖率达到30%。完成30个小区加梯。完成20个小区改造。
        targets:
          - id: 1.1a
            name: 覆盖率
            quote: 覆盖率达到30%
            kind: level
            at_least: 30
            uom: "%"
            baseline: {date: 2023-12-31, value: 10}
            reporters: [aa]
          - id: 1.1b
            name: 加梯
            quote: 完成30个小区加梯
            kind: count
            at_least: 30
            uom: 个
            definition: 以竣工验收为准
            path:
              - {by: 2024-12-31, value: 5}
              - {by: 2025-06-30, value: 12}
            handover: [{on: 2025-10-01, from: aa, to: cc}]
          - id: 1.1c
            name: 改造
            quote: 完成20个小区改造
            kind: count
            at_least: 20
            uom: 个
"""
ROWS = {
    "aa": "2025-06-30,1.1a,12,,,\n2025-06-30,1.1b,6,,,\n",
    "bb": "2025-06-30,1.1b,3,,,\n",
    "cc": "",
}


@pytest.fixture
def committed(surrounding: Path, workspace: Path) -> Path:
    """A repository whose one commit is the workspace."""
    assert workspace.parent == surrounding
    lay_out(workspace, PLAN, ROWS)
    commit(workspace, "init", "-q", "-b", "main", "--template=")
    return workspace


def commit(folder: Path, *before: str) -> None:
    """Commit everything that is in a folder."""
    if before:
        git(folder, *before)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "报送")


def changed(folder: Path, old: str, new: str) -> None:
    """Change one place of the plan."""
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    lay_out(folder, text.replace(old, new))


def edits() -> list[str]:
    """What `check --base` says of edits of the plan."""
    return [line for line in run("--base", "main").stdout.splitlines() if "HP253" in line]


def edit(place: str, key: str, name: str, old: str, now: str) -> str:
    """What is said of an edited value."""
    return (
        f"plan.yaml:{place}: HP253 warning: {key} of {name} was edited:"
        f" in main it is {old}, and now {now}"
    )


PATH = """\
            path:
              - {by: 2024-12-31, value: 5}
              - {by: 2025-06-30, value: 12}
"""
PLANNED = "“5 (2024-12-31)、12 (2025-06-30)”"
EDITED: dict[str, tuple[str, str, str]] = {
    "another baseline": (
        "value: 10}",
        "value: 1}",
        edit("27:23", "baseline", "1.1a", "“10 (2023-12-31)”", "“1 (2023-12-31)”"),
    ),
    "the day of the baseline": (
        "{date: 2023-12-31",
        "{date: 2024-12-31",
        edit("27:23", "baseline", "1.1a", "“10 (2023-12-31)”", "“10 (2024-12-31)”"),
    ),
    "the baseline taken out": (
        "            baseline: {date: 2023-12-31, value: 10}\n",
        "",
        edit("21:13", "baseline", "1.1a", "“10 (2023-12-31)”", "nothing"),
    ),
    "a threshold": (
        "units:\n",
        "policy: {off_track_spi: 0.01}\nunits:\n",
        edit("6:25", "policy.off_track_spi", "plan", "“0.6”", "“0.01”"),
    ),
    "the days of silence": (
        "units:\n",
        "policy: {silent_after: 365}\nunits:\n",
        edit("6:24", "policy.silent_after", "plan", "“120”", "“365”"),
    ),
    "a checkpoint": (
        "value: 12}",
        "value: 9}",
        edit("37:15", "path", "1.1b", PLANNED, "“5 (2024-12-31)、9 (2025-06-30)”"),
    ),
    "the path taken out": (PATH, "", edit("29:13", "path", "1.1b", PLANNED, "nothing")),
    "a checkpoint taken out": (
        "              - {by: 2024-12-31, value: 5}\n",
        "",
        edit("37:15", "path", "1.1b", PLANNED, "“12 (2025-06-30)”"),
    ),
    "a checkpoint before the last report": (
        "              - {by: 2025-06-30, value: 12}\n",
        (
            "              - {by: 2025-03-31, value: 5.1}\n"
            "              - {by: 2025-06-30, value: 12}\n"
        ),
        edit("37:15", "path", "1.1b", PLANNED, "“5 (2024-12-31)、5.1 (2025-03-31)、12 (202…"),
    ),
    "a first path over what was reported": (
        "            reporters: [aa]\n",
        "            reporters: [aa]\n            path: [{by: 2026-11-30, value: 10.1}]\n",
        edit("29:19", "path", "1.1a", "nothing", "“10.1 (2026-11-30)”"),
    ),
    "the definition": (
        "definition: 以竣工验收为准",
        "definition: 以开工为准",
        edit("35:25", "definition", "1.1b", "“以竣工验收为准”", "“以开工为准”"),
    ),
    "the definition taken out": (
        "            definition: 以竣工验收为准\n",
        "",
        edit("29:13", "definition", "1.1b", "“以竣工验收为准”", "nothing"),
    ),
    "other reporters": (
        "reporters: [aa]",
        "reporters: [bb]",
        edit("28:24", "reporters", "1.1a", "“aa”", "“bb”"),
    ),
    "one more reporter": (
        "reporters: [aa]",
        "reporters: [aa, bb]",
        edit("28:24", "reporters", "1.1a", "“aa”", "“aa、bb”"),
    ),
    "the reporters taken out": (
        "            reporters: [aa]\n",
        "",
        edit("21:13", "reporters", "1.1a", "“aa”", "nothing"),
    ),
    "about": (
        "at_least: 20\n",
        "at_least: 20\n            approximate: true\n",
        edit("45:26", "approximate", "1.1c", "nothing", "“true”"),
    ),
    "a member of a group taken out": (
        "members: [aa, bb]",
        "members: [aa]",
        edit("11:35", "members", "each", "“aa、bb”", "“aa”"),
    ),
    "a handover": (
        "on: 2025-10-01",
        "on: 2025-07-01",
        (
            "plan.yaml:39:23: HP253 warning: the handover of 1.1b on 2025-10-01 was edited or"
            " taken out"
        ),
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), EDITED.values(), ids=EDITED)
def test_what_items_are_measured_by_was_edited(
    old: str, new: str, expected: str, committed: Path
) -> None:
    changed(committed, old, new)
    assert edits() == [expected]
    assert run("--base", "main", "--strict").code == 1


ADDED: dict[str, tuple[str, str]] = {
    "who reports on it": ("at_least: 20\n", "at_least: 20\n            reporters: [aa]\n"),
    "who helps": ("at_least: 20\n", "at_least: 20\n            support: [cc]\n"),
    "how it is counted": ("at_least: 20\n", "at_least: 20\n            definition: 以验收为准\n"),
    "a first path": (
        "at_least: 20\n",
        "at_least: 20\n            path: [{by: 2026-11-30, value: 1}]\n",
    ),
    "a checkpoint behind the last report": (
        "value: 12}\n",
        "value: 12}\n              - {by: 2026-06-30, value: 20}\n",
    ),
    "what is to be seen at a checkpoint": ("value: 12}", "value: 12, what: 全部开工}"),
    "a checkpoint with a decision": (
        "value: 12}\n",
        (
            "value: 12}\n              - {by: 2025-09-30, value: 13}\n"
            "            revisions: [{on: 2025-09-01, due: 2027-12-31, why: 缓建, by: 联席会议}]\n"
        ),
    ),
    "a member of a group": ("members: [aa, bb]", "members: [aa, bb, cc]"),
    "the last day of a unit": (
        "{id: bb, name: 乙局}",
        "{id: bb, name: 乙局, until: 2025-08-31, into: [aa]}",
    ),
    "a handover": (
        "            reporters: [aa]\n",
        "            reporters: [aa]\n            handover: [{on: 2025-09-01, from: aa, to: bb}]\n",
    ),
    "a threshold that holds as it is": ("units:\n", "policy: {off_track_spi: 0.60}\nunits:\n"),
}


@pytest.mark.parametrize(("old", "new"), ADDED.values(), ids=ADDED)
def test_what_may_be_added(old: str, new: str, committed: Path) -> None:
    changed(committed, old, new)
    assert edits() == []


GIVEN = "            baseline: {date: 2023-12-31, value: 10}\n"


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ("", 0),
        ("2025-06-30,1.1a,12,,,\n", 0),
        ("2025-03-31,1.1a,12,,,\n2025-06-30,1.1a,12,,,\n", 1),
    ],
)
def test_a_baseline_is_given_where_the_level_waits_for_it(
    rows: str, count: int, committed: Path
) -> None:
    changed(committed, GIVEN, "")
    lay_out(committed, rows={"aa": rows})
    commit(committed)
    changed(committed, "            reporters: [aa]\n", GIVEN + "            reporters: [aa]\n")
    assert len(edits()) == count


NONE = "2025-07-31,1.1c,none,不在辖区,,\n"


@pytest.mark.parametrize(
    ("declared", "then", "count"),
    [
        ("aa bb", "cc", 0),
        ("aa bb", "aa, bb, cc", 0),
        ("aa", "bb", 0),
        ("aa", "aa", 1),
        ("aa", "cc", 1),
        ("", "cc", 1),
    ],
)
def test_what_nobody_took_on_is_given_to_others(
    declared: str, then: str, count: int, committed: Path
) -> None:
    changed(committed, "at_least: 20\n", "at_least: 20\n            reporters: [aa, bb]\n")
    lay_out(committed, rows={unit: ROWS[unit] + NONE for unit in declared.split()})
    commit(committed)
    changed(committed, "reporters: [aa, bb]", f"reporters: [{then}]")
    assert len(edits()) == count


def test_the_same_units_by_the_name_of_their_group(committed: Path) -> None:
    changed(committed, "at_least: 20\n", "at_least: 20\n            reporters: [bb, aa]\n")
    commit(committed)
    changed(committed, "reporters: [bb, aa]", "reporters: [each]")
    assert edits() == []


LENIENT = "off_track_spi: 0.01, at_risk_spi: 0.02, at_risk_tspi: 90, off_track_tspi: 99"


@pytest.mark.parametrize(
    ("old", "new", "turned"),
    [
        ("value: 10}", "value: 1}", "at-risk"),
        (
            "units:\n",
            f"policy: {{{LENIENT}}}\nunits:\n",
            "on-track",
        ),
        (
            "            reporters: [aa]\n",
            "            reporters: [aa]\n            path: [{by: 2026-11-30, value: 10.1}]\n",
            "on-track",
        ),
    ],
)
def test_what_turns_red_into_green_is_seen(
    old: str, new: str, turned: str, committed: Path
) -> None:
    def status() -> str:
        shown = ran("status", "1.1a", "--all", "--as-of", "2025-07-10", "--format", "csv")
        return shown.stdout.splitlines()[-1].split(",")[5]

    assert (status(), edits()) == ("off-track", [])
    changed(committed, old, new)
    assert status() == turned
    assert edits()
    assert run("--base", "main", "--strict").code == 1


def test_the_rows_of_a_revision_are_counted_by_its_own_plan(committed: Path) -> None:
    changed(committed, "reporters: [aa]", "reporters: [bb]")
    shown = run("--base", "main")
    assert shown.stderr.splitlines()[-1] == "Compared with main, which holds 3 rows."
    assert "HP307" in shown.stdout


def test_the_rows_are_counted_by_the_plan_of_the_revision_where_both_are_edited(
    committed: Path,
) -> None:
    changed(committed, "reporters: [aa]", "reporters: [bb]")
    lay_out(committed, rows={"aa": ROWS["aa"] + "2025-09-30,1.1b,7,,,\n"})
    assert run("--base", "main").stderr.endswith("Compared with main, which holds 3 rows.\n")
