"""A known warning is accepted for good, with its reason, by a name that stays."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import hpplan
from plans import BASE, HEADER, lay_out
from running import Shown, git, identity, ran, run

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

PLAN = (BASE / "plan.yaml").read_text(encoding="utf-8")
FALL = "2025-03-31,1.1a,12,,x,\n2025-06-30,1.1a,10,,x,\n"
ENTRY = {"code": "HP353", "at": "waitan.csv 2025-06-30 1.1a", "why": "核减2个", "by": "联席会议"}

pytestmark = pytest.mark.workspace(BASE, today=date(2026, 11, 22))


def accept(place: Path, *entries: dict[str, str], rows: str = FALL) -> Shown:
    """What a strict check says of these rows while this is accepted."""
    given = json.dumps(entries, ensure_ascii=False)
    lay_out(place, f"{PLAN}accepted: {given}\n" if entries else PLAN, {"waitan": rows})
    return run("--strict")


def places(place: Path, rows: str) -> list[tuple[str, str]]:
    """Code and name of each problem, as the JSON gives them."""
    lay_out(place, None, {"waitan": rows})
    return [(each["code"], each["at"]) for each in as_json()["problems"]]


def as_json() -> Any:
    return json.loads(run("--format", "json").stdout)


def test_a_true_correction_passes_once_it_is_accepted(workspace: Path, golden: Golden) -> None:
    assert accept(workspace).code == 1
    shown = accept(workspace, ENTRY)
    assert shown.code == 0
    golden.says(shown.stdout + shown.stderr, "text")


def test_it_survives_a_spreadsheet_and_rows_put_before_it(workspace: Path) -> None:
    """Lines move, dates are written anew, the file gets a mark and other line ends."""
    accept(workspace, ENTRY)
    path = workspace / "data/progress/waitan.csv"
    rows = "2025/1/31,1.1b,1,,x,\n2025/3/31,1.1a,12,,x,\n2025/6/30,1.1a,10,,x,\n"
    path.write_text(HEADER + rows, encoding="utf-8-sig", newline="\r\n")
    assert run("--strict").code == 0
    path.write_text(HEADER + FALL + "2025-09-30,1.1a,9,,x,\n", encoding="utf-8")
    shown = run("--strict")  # another fall is another warning
    assert (shown.code, shown.stdout.count("HP353 warning:")) == (1, 1)


@pytest.mark.parametrize(
    "at",
    ["waitan.csv 2025/6/30 1.1a", "waitan.csv  2025年6月30日 １.１a", " waitan.csv 2025.6.30 1.1a"],
)
def test_the_place_is_read_with_kindness(workspace: Path, at: str) -> None:
    assert accept(workspace, {**ENTRY, "at": at}).code == 0


EACH = {
    "2025-03-31,1.1b,155.1,,x,\n": "waitan.csv 2025-03-31 1.1b",
    "2025-03-31,1.1b,41,,x,\n": "waitan.csv 2025-03-31 1.1b",
    "2025-03-31,1.1b,15.5,,,\n": "1.1b",
    "2052-03-31,1.1a,3,,x,\n": "waitan.csv 2052-03-31 1.1a",
    "2023-12-31,1.2c,0,,x,\n": "waitan.csv 2023-12-31 1.2c@waitan",
    "2025-03-31,1.1d,0.5,,x,\n": "waitan.csv 2025-03-31 1.1d",
    "2025-03-31,1.2a,,,,\n": "waitan.csv 2025-03-31 1.2a",
    "2025-03-31,1.1a,3,??1????,x,\n": "waitan.csv 2025-03-31 1.1a",
    HEADER: "waitan.csv",
}


@pytest.mark.parametrize("rows", EACH, ids=list(EACH.values()))
def test_each_warning_has_a_name_by_which_it_is_accepted(workspace: Path, rows: str) -> None:
    found = places(workspace, rows)
    assert [at for _code, at in found] == [EACH[rows]]
    entries = [{"code": code, "at": at, "why": "已核实"} for code, at in found]
    assert accept(workspace, *entries, rows=rows).code == 0


def test_what_several_units_say_together_is_named_by_the_item(workspace: Path) -> None:
    rows = {"waitan": "2025-03-31,1.1a,3,,x,\n", "yuyuan": "2025-03-31,1.1a,4,,x,\n"}
    entry = {"code": "HP355", "at": "1.1a", "why": "各自辖区，不重复"}
    lay_out(workspace, f"{PLAN}accepted: {json.dumps([entry])}\n", rows)
    assert run("--strict").code == 0
    # It still is where they go on reporting.
    lay_out(workspace, None, {"yuyuan": rows["yuyuan"] + "2025-06-30,1.1a,5,,x,\n"})
    assert run("--strict").code == 0


def test_a_warning_of_the_plan_is_named_by_what_it_is_about(workspace: Path) -> None:
    text = PLAN.replace("            at_least: 30\n", "            at_least: 30\n"
                        "            context: {'7': 多余}\n")  # fmt: skip
    lay_out(workspace, text)
    assert [(each["code"], each["at"]) for each in as_json()["problems"]] == [("HP251", "1.1a")]
    (workspace / "data/progress/yuyuan.csv").unlink()
    entries = [
        {"code": "HP251", "at": "1.1a", "why": "留作说明"},
        {"code": "HP359", "at": "yuyuan.csv", "why": "尚未填报"},
    ]
    lay_out(workspace, f"{text}accepted: {json.dumps(entries)}\n")
    shown = run("--strict")
    assert (shown.code, shown.stdout.count(" accepted: ")) == (0, 2)


@pytest.mark.parametrize("code", ["HP306", "HP213", "HP151", "HP265"])
def test_an_error_is_never_accepted(workspace: Path, code: str, golden: Golden) -> None:
    rows = "2025-03-31,1.1a,约12,,x,\n"
    shown = accept(workspace, {**ENTRY, "code": code}, rows=rows)
    assert shown.code == 1
    assert re.findall("HP[0-9]{3}", shown.stdout)[:2] == ["HP306", "HP226"]
    golden.says(shown.stdout, code)


def test_no_code_at_all_is_a_fault_of_the_plan(workspace: Path) -> None:
    shown = accept(workspace, {**ENTRY, "code": "353"})
    assert (shown.code, re.findall("HP2[0-9]{2}", shown.stdout)) == (3, ["HP203"])
    shown = accept(workspace, {"code": "HP353", "at": "x"})
    assert (shown.code, re.findall("HP2[0-9]{2}", shown.stdout)) == (3, ["HP201"])


@pytest.mark.parametrize(
    ("entries", "hint"),
    [
        ([{**ENTRY, "at": "2025-06-30 1.1a"}], "did you mean waitan.csv 2025-06-30 1.1a?"),
        ([{**ENTRY, "at": "row 3"}], "HP353 stands at waitan.csv 2025-06-30 1.1a"),
        ([{**ENTRY, "code": "HP354"}], "take it out; what it accepted is gone, or accepted twice"),
        ([ENTRY, ENTRY], "take it out; what it accepted is gone, or accepted twice"),
    ],
    ids=["near", "elsewhere", "gone", "twice"],
)  # fmt: skip
def test_what_is_stale_is_named(
    workspace: Path, entries: list[dict[str, str]], hint: str, golden: Golden
) -> None:
    shown = accept(workspace, *entries)
    assert shown.code == 1
    golden.says(shown.stdout)
    found = [each for each in as_json()["problems"] if each["code"] == "HP265"]
    assert [each["hint"] for each in found] == [hint]


def test_every_format_carries_it(workspace: Path) -> None:
    accept(workspace, ENTRY)
    found = as_json()
    assert (found["summary"]["warnings"], found["summary"]["accepted_warnings"]) == (0, 1)
    (problem,) = found["problems"]
    assert problem["accepted"] == {"why": "核减2个", "by": "联席会议"}
    shown = run("--format", "github").stdout
    assert shown.startswith("::notice file=")
    assert shown.endswith("%0Aaccepted: 核减2个 (联席会议)\n")
    (result,) = json.loads(run("--format", "sarif").stdout)["runs"][0]["results"]
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "核减2个 (联席会议)"}
    ]


def test_what_is_accepted_stands_last(workspace: Path) -> None:
    accept(workspace, ENTRY, rows=FALL + "2025-09-30,1.9z,10,,x,\n2025-09-30,1.1d,0.5,,x,\n")
    assert [each["code"] for each in as_json()["problems"]] == ["HP305", "HP360", "HP353"]


def test_a_reason_is_data(workspace: Path) -> None:
    """Text of the plan acts upon no terminal and no service."""
    shown = accept(workspace, {**ENTRY, "why": "[red]x[/]\u202e::error::y"})
    assert "\u202e" not in shown.stdout
    lines = run("--format", "github").stdout.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::notice"]


def test_the_library_and_record_take_it_as_accepted(workspace: Path) -> None:
    accept(workspace, ENTRY, rows="2025-03-31,1.1a,12,,x,\n")
    # What is accepted beforehand is not asked about.
    args = ("1.1a", "10", "--date", "2025-06-30", "--evidence", "x", "--unit", "waitan")
    assert ran("record", *args).code == 0
    (problem,) = hpplan.open(workspace).check(date(2026, 11, 22))
    assert problem.accepted is not None
    assert (problem.accepted.why, problem.accepted.by) == ("核减2个", "联席会议")


def test_a_base_finds_nothing_wrong_with_one_more(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in identity(workspace).items():
        monkeypatch.setenv(name, value)
    accept(workspace)
    git(workspace, "init", "-q")
    git(workspace, "add", ".")
    git(workspace, "commit", "-qm", "一")
    accept(workspace, ENTRY)
    shown = run("--strict", "--base", "HEAD")
    assert (shown.code, shown.stdout.count(" accepted: ")) == (0, 1)
    # A warning of the comparison is accepted likewise, and stale only where there is one.
    text = PLAN.replace("due: 2025-12-31", "due: 2025-12-30")
    entries = [ENTRY, {"code": "HP252", "at": "1.1d", "why": "以批复为准"}]
    lay_out(workspace, f"{text}accepted: {json.dumps(entries)}\n")
    shown = run("--strict", "--base", "HEAD")
    assert re.findall("(HP[0-9]{3}) warning", shown.stdout) == ["HP253"]
    entries.append({"code": "HP253", "at": "1.1d", "why": "录入有误，已更正"})
    lay_out(workspace, f"{text}accepted: {json.dumps(entries)}\n")
    assert run("--strict", "--base", "HEAD").code == 0
    assert run("--strict").code == 0
