"""Decisions: suspended and resumed, withdrawn and reinstated, another measure, another wording."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from hpplan.plan.items import terms_of
from hpplan.plan.model import satisfies
from plans import day, judge, lay_out, plan_of, target
from running import ran, run

if TYPE_CHECKING:
    from pathlib import Path

    from hpplan.judging.assess import Assessment
    from hpplan.plan.model import Plan


def revised(*revisions: dict[str, Any], kind: str = "count", **more: Any) -> Plan:
    """A plan of one target with revisions, each on a day counted from the start."""
    figure = {} if kind in {"milestone", "duty"} else {"at_least": 300}
    decided = [{**each, "on": day(each["on"])} for each in revisions]
    return plan_of(target(kind, **{**figure, **more}, revisions=decided))


def status(plan: Plan, as_of: int, rows: Any = ((100, 100),)) -> str:
    """The status of the target on a day, by unit a's rows."""
    return judge(plan, list(rows), as_of).status


# Suspended, withdrawn, and taken back


SUSPENDED = revised({"on": 150, "suspended": True}, {"on": 200, "suspended": False})


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(149, "at-risk"), (150, "suspended"), (199, "suspended"), (200, "at-risk")],
)
def test_a_target_rests_from_its_suspension_to_its_resumption(as_of: int, expected: str) -> None:
    assert status(SUSPENDED, as_of, [(100, 100), (149, 100)]) == expected


def test_what_is_suspended_asks_for_nothing() -> None:
    plan = revised({"on": 50, "suspended": True})
    for as_of in (50, 299, 300, 301, 900):
        found = judge(plan, [(40, 10)], as_of)
        assert (found.status, found.reasons) == ("suspended", ("suspended",))
        assert (found.behind, found.gap, found.forecast) == ((), None, None)


@pytest.mark.parametrize("kind", ["count", "milestone", "duty"])
def test_any_kind_can_be_suspended(kind: str) -> None:
    rows = [(40, None if kind == "duty" else 10)]
    assert status(revised({"on": 50, "suspended": True}, kind=kind), 60, rows) == "suspended"


def test_a_target_that_is_met_and_suspended_is_suspended() -> None:
    assert status(revised({"on": 150, "suspended": True}), 150, [(100, 300)]) == "suspended"


def test_withdrawn_comes_before_suspended() -> None:
    plan = revised({"on": 50, "suspended": True}, {"on": 60, "withdrawn": True})
    assert [status(plan, as_of) for as_of in (59, 60)] == ["suspended", "withdrawn"]


def test_a_suspension_stands_behind_a_withdrawal_that_is_taken_back() -> None:
    plan = revised(
        {"on": 50, "suspended": True}, {"on": 60, "withdrawn": True}, {"on": 70, "withdrawn": False}
    )
    assert [status(plan, as_of) for as_of in (69, 70)] == ["withdrawn", "suspended"]


@pytest.mark.parametrize(("as_of", "expected"), [(150, "withdrawn"), (200, "on-track")])
def test_a_withdrawal_is_taken_back(as_of: int, expected: str) -> None:
    plan = revised({"on": 150, "withdrawn": True}, {"on": 200, "withdrawn": False})
    assert status(plan, as_of, [(140, 140), (200, 200)]) == expected


def test_silence_is_counted_from_the_resumption() -> None:
    plan = revised({"on": 50, "suspended": True}, {"on": 200, "suspended": False}, kind="milestone")
    assert ["silent" in judge(plan, [], as_of).reasons for as_of in (320, 321)] == [False, True]


def test_a_decision_may_resume_a_target_and_give_it_more_time() -> None:
    plan = revised({"on": 50, "suspended": True}, {"on": 310, "suspended": False, "due": day(500)})
    found = judge(plan, [(40, 40), (310, 200)], 320)
    assert (found.status, found.terms.due) == ("on-track", day(500))


# Another unit of measure


COUNTED: dict[str, Any] = {"on": 100, "at_least": 30, "uom": "处"}


def held(plan: Plan, as_of: int, rows: Any) -> Assessment:
    """The target on a day, by unit a's rows."""
    return judge(plan, list(rows), as_of)


def test_a_requirement_in_another_unit_of_measure() -> None:
    plan = revised(COUNTED)
    rows = [(50, 60), (99, 100), (150, 15)]
    before, after = held(plan, 99, rows), held(plan, 150, rows)
    assert (before.terms.uom, before.value, before.progress) == ("个", 100, Fraction(1, 3))
    assert (after.terms.uom, after.value, after.status) == ("处", 15, "on-track")
    assert after.terms.requirement == ("at_least", 30)


def test_what_was_reported_in_the_old_unit_of_measure_meets_nothing() -> None:
    found = held(revised(COUNTED), 120, [(50, 60), (99, 100)])
    assert (found.status, found.value, found.reported) == ("on-track", None, None)
    assert found.unheard == ()
    assert found.silent_days == 21


def test_a_row_of_the_day_of_the_decision_is_in_the_new_unit_of_measure() -> None:
    assert held(revised(COUNTED), 100, [(99, 100), (100, 30)]).status == "met"


def test_checkpoints_and_baseline_in_the_old_unit_of_measure_are_left_out() -> None:
    path = [{"by": day(150), "value": 200}]
    assert terms_of(held(revised(COUNTED, path=path), 150, []).item, day(150)).path == ()
    level = revised(COUNTED, kind="level", baseline={"date": day(0), "value": 200})
    found = held(level, 120, [(50, 250), (110, 12)])
    assert (found.zero, found.status, found.reasons) == (12, "unrated", ("no-baseline",))


def test_the_same_unit_of_measure_once_more_changes_nothing() -> None:
    found = held(revised({**COUNTED, "uom": "个"}), 120, [(50, 30)])
    assert (found.status, found.value) == ("met", 30)


# In the workspace


PLAN = """\
format: 1
title: 计划
issued: 2024-01-10
start: 2024-01-01
end: 2026-12-31
units:
  - {id: aa, name: 甲局}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [aa]
        text: 完成30个小区加梯。全面整治河道。
        targets:
          - id: 1.1a
            name: 加梯
            quote: 完成30个小区加梯
            kind: count
            at_least: 30
            uom: 个
            revisions:
              - {on: 2025-11-03, REVISION, why: 并入更新, by: 联席会议}
          - id: 1.1b
            name: 河道
            quote: 全面整治河道
            kind: milestone
"""


def put(folder: Path, revision: str, rows: str = "2025-03-31,1.1a,6,,,\n") -> None:
    """Lay the workspace out with a decision of 3 November 2025."""
    lay_out(folder, PLAN.replace("REVISION", revision), {"aa": rows})


def item(as_of: str = "2025-12-01") -> dict[str, Any]:
    """The target's item as JSON has it."""
    shown = ran("status", "1.1a", "--all", "--as-of", as_of, "--format", "json")
    found: dict[str, Any] = json.loads(shown.stdout)["items"][0]
    return found


SENTENCES = {
    "suspended: true": "Suspended by the decision of 2025-11-03: 并入更新. Decided by 联席会议.",
    "withdrawn: true": "Withdrawn by the decision of 2025-11-03: 并入更新. Decided by 联席会议.",
    "at_least: 500, uom: 户": (
        "By the decision of 2025-11-03 500 户 are required (was 30 个). What was reported up to"
        " then is in 个, and does not count. The reason: 并入更新. Decided by 联席会议."
    ),
    "text: 完成小区电梯更新。": (
        "By the decision of 2025-11-03 the clause reads “完成小区电梯更新。” (was"
        " “完成30个小区加梯。全面整治河道。”). The reason: 并入更新. Decided by 联席会议."
    ),
    "suspended: false, due: 2027-06-30": (
        "By the decision of 2025-11-03 it is due 2027-06-30 (was 2026-12-31, slipped 181 days)."
        " The decision of 2025-11-03 resumed it. The reason: 并入更新. Decided by 联席会议."
    ),
    "withdrawn: false, at_least: 20": (
        "By the decision of 2025-11-03 20 个 are required (was 30 个). The decision of 2025-11-03"
        " took its withdrawal back. The reason: 并入更新. Decided by 联席会议."
    ),
}


@pytest.mark.parametrize(("revision", "sentence"), SENTENCES.items(), ids=SENTENCES)
def test_the_explanation_tells_what_was_decided(
    revision: str, sentence: str, workspace: Path
) -> None:
    put(workspace, revision)
    assert sentence in item()["explanation"]
    assert "2025-11-03" not in item("2025-11-02")["explanation"]


def test_json_names_the_status_the_unit_of_measure_and_the_decision(workspace: Path) -> None:
    put(workspace, "at_least: 500, uom: 户", "2025-11-30,1.1a,200,,,\n")
    found = item()
    assert (found["required"], found["value"]) == (
        {"op": "at_least", "value": 500, "uom": "户"},
        200,
    )
    (decision,) = found["revisions"]
    assert decision["required"] == {"op": "at_least", "value": 500, "uom": "户"}
    told = [decision[key] for key in ("withdrawn", "reinstated", "suspended", "resumed", "text")]
    assert told == [False, False, False, False, None]
    put(workspace, "suspended: true")
    assert item()["status"] == "suspended"
    assert item()["revisions"][0]["suspended"] is True


@pytest.mark.parametrize("fmt", ["table", "markdown", "csv", "json"])
def test_every_format_of_status_has_what_is_suspended(fmt: str, workspace: Path) -> None:
    put(workspace, "suspended: true")
    shown = ran("status", "--all", "--as-of", "2025-12-01", "--format", fmt)
    assert shown.code == 0
    assert "suspended" in shown.stdout.lower()
    shown = ran("status", "--as-of", "2025-12-01", "--format", fmt)
    rows = {"table": "Suspended (1)", "markdown": "## Suspended"}.get(fmt, "1.1a,suspended")
    assert rows not in shown.stdout


@pytest.mark.parametrize("suffix", [".html", ".md", ".xlsx", ".csv"])
def test_every_report_is_made_of_what_is_suspended(suffix: str, workspace: Path) -> None:
    put(workspace, "suspended: true")
    shown = ran("report", "-o", f"out{suffix}", "--as-of", "2025-12-01", "--since", "2025-10-01")
    assert shown.code == 0
    data = (workspace / f"out{suffix}").read_bytes()
    if suffix != ".xlsx":
        assert "suspended" in data.decode("utf-8").lower()


def test_forms_and_notices_ask_nothing_of_what_is_suspended(workspace: Path) -> None:
    put(workspace, "suspended: true")
    shown = ran("status", "--unit", "aa", "--as-of", "2026-12-01", "--due-within", "60")
    assert "1.1a" not in shown.stdout
    assert ran("form", "aa", "-o", "forms", "--as-of", "2025-12-01").code == 0
    put(workspace, "suspended: true", "")
    assert ran("changes", "--since", "2025-10-01", "--as-of", "2025-12-01").code == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("1.1a", "Its wording by the decision of 2025-11-03; the document reads as above"),
        ("1.1", "Its wording by the decision of 2025-11-03; the document reads as above"),
    ],
)
def test_show_has_the_new_wording_beside_the_old(name: str, words: str, workspace: Path) -> None:
    put(workspace, "text: 完成小区电梯更新和新增。")
    shown = ran("show", name, "--as-of", "2025-12-01", "--format", "markdown").stdout
    assert shown.index("完成30个小区加梯") < shown.index(words) < shown.index("电梯更新和新增")
    before = ran("show", name, "--as-of", "2025-11-02", "--format", "markdown").stdout
    assert words not in before


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_a_report_has_the_new_wording_beside_the_old(suffix: str, workspace: Path) -> None:
    wording = "完成小区电梯更新和新增，" * 12 + "并长期运行。"
    put(workspace, f"text: {wording}")
    assert ran("report", "-o", f"out{suffix}", "--as-of", "2025-12-01").code == 0
    text = (workspace / f"out{suffix}").read_text(encoding="utf-8-sig")
    assert wording in text
    assert "the clause reads" in text


FAULTS = {
    "note: 只是备注": ("HP209", "24:17"),
    "uom: 户": ("HP209", "24:39"),
    "withdrawn: true, suspended: true": ("HP209", "24:62"),
    "suspended: 暂停": ("HP203", "24:45"),
    "withdrawn: false": ("HP256", "24:45"),
    "suspended: false": ("HP256", "24:45"),
    "at_least: 30": ("HP256", "24:44"),
    "at_least: 30, uom: 个": ("HP256", "24:44"),
}


@pytest.mark.parametrize(("revision", "expected"), FAULTS.items(), ids=FAULTS)
def test_what_check_says_of_a_decision(
    revision: str, expected: tuple[str, str], workspace: Path
) -> None:
    put(workspace, revision)
    (line,) = run().stdout.splitlines()
    assert (line.split()[1], line.split()[0]) == (expected[0], f"plan.yaml:{expected[1]}:")


@pytest.mark.parametrize(
    "revision", ["suspended: true", "at_least: 30, uom: 户", "text: 完成加梯。", "withdrawn: true"]
)
def test_what_check_has_nothing_against(revision: str, workspace: Path) -> None:
    put(workspace, revision)
    assert run().stdout == ""


def test_a_figure_may_carry_either_unit_of_measure(workspace: Path) -> None:
    plan = PLAN.replace("uom: 个", "uom: '%'").replace("kind: count", "kind: level")
    plan = plan.replace("REVISION", "at_least: 3, uom: 分").replace("30个", "30%")
    lay_out(workspace, plan, {"aa": "2025-03-31,1.1a,6%,,,\n2025-11-30,1.1a,4,,表,\n"})
    assert run().stdout == ""
    assert (item()["value"], item()["required"]["uom"]) == (4, "分")


# hpplan revise


BY = ("--why", "并入更新", "--by", "联席会议", "--on", "2025-11-03", "--as-of", "2025-12-01")
BARE = PLAN.replace(
    PLAN[PLAN.index("            revisions:") : PLAN.index("          - id: 1.1b")], ""
)


def revise(*options: str) -> tuple[int, str]:
    """Run `hpplan revise 1.1a`: the exit code, and what is said against it."""
    shown = ran("revise", "1.1a", *options, *BY)
    return shown.code, " ".join(shown.reason.split()) if shown.code else shown.stdout


WRITTEN = {
    ("--suspend",): "suspended: true",
    ("--at-least", "500", "--uom", "户"): "at_least: 500",
    ("--text", "完成小区电梯更新。"): "text: 完成小区电梯更新。",
    ("--withdraw",): "withdrawn: true",
}


@pytest.mark.parametrize(("options", "line"), WRITTEN.items(), ids=str)
def test_revise_writes_it(options: tuple[str, ...], line: str, workspace: Path) -> None:
    lay_out(workspace, BARE, {"aa": ""})
    assert revise(*options)[0] == 0
    text = (workspace / "plan.yaml").read_text(encoding="utf-8")
    assert line in text
    begin, end = text.index("            revisions:"), text.index("          - id: 1.1b")
    assert text[:begin] + text[end:] == BARE
    assert run().stdout == ""


def test_revise_takes_back_what_it_wrote(workspace: Path) -> None:
    lay_out(workspace, BARE, {"aa": ""})
    for option, expected in (
        ("--suspend", "suspended"),
        ("--resume", "on-track"),
        ("--withdraw", "withdrawn"),
        ("--reinstate", "on-track"),
    ):
        assert revise(option)[0] == 0
        assert item()["status"].replace("silent", "on-track") == expected
    assert run().stdout == ""


REFUSED = {
    ("--resume",): "1.1a is not suspended",
    ("--reinstate",): "1.1a is not withdrawn",
    ("--suspend", "--resume"): "--suspend and --resume exclude one another",
    ("--withdraw", "--reinstate"): "--withdraw and --reinstate exclude one another",
    ("--withdraw", "--suspend"): "1.1a is either withdrawn, or revised",
    ("--uom", "户"): "another unit of measure needs the requirement in it",
    ("--at-least", "30"): "1.1a requires at_least 30 个 as it is",
    (): "nothing is decided about 1.1a",
    ("--text", "一\n二"): "the text of --text has more than one line",
}


@pytest.mark.parametrize(("options", "message"), REFUSED.items(), ids=str)
def test_revise_refuses_what_does_not_fit(
    options: tuple[str, ...], message: str, workspace: Path
) -> None:
    lay_out(workspace, BARE, {"aa": ""})
    code, said = revise(*options)
    assert (code, message in said) == (2, True), said
    assert (workspace / "plan.yaml").read_text(encoding="utf-8") == BARE


def test_what_rests_cannot_be_suspended_once_more(workspace: Path) -> None:
    put(workspace, "suspended: true")
    code, said = revise("--suspend")
    assert (code, "1.1a has been suspended since 2025-11-03" in said) == (2, True), said


def test_a_withdrawn_target_is_changed_by_nothing_but_its_reinstatement(workspace: Path) -> None:
    put(workspace, "withdrawn: true")
    assert revise("--suspend")[0] == 2
    assert revise("--reinstate", "--at-least", "20")[0] == 0
    assert satisfies("at_least", item()["required"]["value"], 20)
    assert item()["required"]["value"] == 20
