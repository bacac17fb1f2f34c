"""Levels that are to better their baseline, or to keep it: unrated until there is one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from hpplan.plan.model import figure_of, relative_to_baseline
from plans import day, judge, lay_out, plan_of, target
from running import ran, run

if TYPE_CHECKING:
    from pathlib import Path

    from hpplan.judging.assess import Assessment


def level(operator: str = "more_than", baseline: int | None = 10, **more: Any) -> dict[str, Any]:
    """A level that is to be better than its baseline, of day 0 where there is one."""
    given = {} if baseline is None else {"baseline": {"date": day(0), "value": baseline}}
    return target("level", **{operator: "baseline"}, **given, **more)


def judged(of: dict[str, Any], rows: Any, as_of: int) -> Assessment:
    """The level on a day, by unit a's rows."""
    return judge(plan_of(of), list(rows), as_of)


# Without a baseline


def test_before_a_report_it_waits_for_one() -> None:
    found = judged(level(baseline=None), [], 60)
    assert (found.status, found.reasons) == ("on-track", ("first-report-awaited",))
    assert judged(level(baseline=None), [], 121).status == "silent"


@pytest.mark.parametrize("operator", ["at_least", "more_than", "at_most", "less_than"])
@pytest.mark.parametrize(
    "rows", [[(60, 12)], [(60, 12), (90, 5)], [(60, 12), (90, 50)]], ids=["lone", "worse", "better"]
)
def test_without_a_baseline_nothing_is_judged(operator: str, rows: Any) -> None:
    found = judged(level(operator, baseline=None), rows, 100)
    assert (found.status, found.reasons) == ("unrated", ("no-baseline",))
    assert (found.progress, found.gap, found.forecast, found.measures) == (None, None, None, None)


def test_without_a_baseline_it_is_never_overdue() -> None:
    found = judged(level(baseline=None), [(250, 12)], 320)
    assert (found.status, found.reasons) == ("unrated", ("no-baseline",))


def test_its_silence_is_still_named() -> None:
    found = judged(level(baseline=None), [(60, 12)], 181)
    assert (found.status, found.reasons) == ("silent", ("silent", "no-baseline"))


# With one


@pytest.mark.parametrize(
    ("operator", "value", "is_met"),
    [
        ("more_than", 10, False),
        ("more_than", 11, True),
        ("at_least", 10, True),
        ("at_least", 9, False),
        ("less_than", 10, False),
        ("less_than", 9, True),
        ("at_most", 10, True),
        ("at_most", 11, False),
    ],
)
def test_it_is_held_to_its_baseline(operator: str, value: int, is_met: bool) -> None:  # noqa: FBT001
    found = judged(level(operator), [(100, value)], 110)
    assert (found.status == "met") is is_met
    assert found.terms.requirement == (operator, 10)


@pytest.mark.parametrize(
    ("operator", "value", "as_of", "status", "reason"),
    [
        ("more_than", 10, 110, "on-track", "on-track"),
        ("more_than", 9, 110, "off-track", "worse-than-zero"),
        ("less_than", 11, 110, "off-track", "worse-than-zero"),
        ("more_than", 10, 280, "at-risk", "due-soon"),
        ("more_than", 10, 301, "overdue", "overdue"),
    ],
)
def test_what_is_said_of_it_until_it_is_met(
    operator: str, value: int, as_of: int, status: str, reason: str
) -> None:
    found = judged(level(operator), [(as_of - 10, value)], as_of)
    assert (found.status, reason in found.reasons) == (status, True)
    assert (found.progress, found.gap) == (None, None)


def test_it_was_met_and_fell_back() -> None:
    found = judged(level(), [(100, 12), (150, 10)], 160)
    assert (found.status, found.reasons) == ("at-risk", ("no-longer-met",))


def test_a_decision_may_give_it_a_figure_of_its_own() -> None:
    decided = [{"on": day(50), "at_least": 40}]
    found = judged(level(baseline=None, revisions=decided), [(100, 45)], 110)
    assert (found.status, found.terms.requirement) == ("met", ("at_least", 40))


def test_what_a_target_requires_is_the_figure_of_its_baseline() -> None:
    for baseline, expected in ((None, None), (10, ("more_than", 10))):
        (clause,) = plan_of(level(baseline=baseline)).clauses()
        assert figure_of(clause.targets[0]) == expected
        assert relative_to_baseline(clause.targets[0]) == "more_than"


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
        text: 提高慢行出行比例。
        targets:
          - id: 1.1a
            name: 慢行出行比例
            quote: 提高慢行出行比例
            kind: level
            more_than: baseline
            uom: "%"
"""
BASELINE = "            baseline: {date: 2023-12-31, value: 41.5}\n"
ROWS = {"aa": "2025-06-30,1.1a,43,,问卷,\n"}


def item() -> dict[str, Any]:
    """The level's item as JSON has it."""
    shown = ran("status", "--all", "--as-of", "2025-08-01", "--format", "json")
    (found,) = json.loads(shown.stdout)["items"]
    assert isinstance(found, dict)
    return found


def test_the_plan_is_sound_with_and_without_its_baseline(workspace: Path) -> None:
    lay_out(workspace, PLAN, ROWS)
    assert run().stdout == ""
    lay_out(workspace, PLAN + BASELINE)
    assert run().stdout == ""


def test_json_says_what_it_rests_on(workspace: Path) -> None:
    lay_out(workspace, PLAN, ROWS)
    found = item()
    assert (found["status"], found["reasons"]) == ("unrated", ["no-baseline"])
    required = {"op": "more_than", "value": None, "uom": "%", "relative_to": "baseline"}
    assert found["required"] == required
    lay_out(workspace, PLAN + BASELINE)
    found = item()
    assert (found["status"], found["required"]) == ("met", {**required, "value": 41.5})


@pytest.mark.parametrize(
    ("baseline", "lang", "words"),
    [
        (
            "",
            "en",
            "43% (more than the baseline) on 2025-06-30. It is to better its baseline, which is",
        ),
        ("", "zh", "实测为43%（目标高于基期值）。目标以基期值为准，基期值尚未提供。"),
        (BASELINE, "en", "43% (more than the baseline, 41.5%) on 2025-06-30."),
        (BASELINE, "zh_Hant", "高於基期值（41.5%）"),
    ],
)
def test_the_explanation_says_what_it_rests_on(
    baseline: str, lang: str, words: str, workspace: Path
) -> None:
    lay_out(workspace, PLAN + baseline, ROWS)
    shown = ran("--lang", lang, "show", "1.1a", "--as-of", "2025-08-01", "--format", "json")
    assert words in json.loads(shown.stdout)["items"][0]["explanation"]
    for fmt in ("table", "markdown"):
        assert ran("show", "1.1a", "--as-of", "2025-08-01", "--format", fmt).code == 0


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".md", ".csv"])
@pytest.mark.parametrize("baseline", ["", BASELINE], ids=["without", "with"])
def test_every_report_can_be_made_of_it(suffix: str, baseline: str, workspace: Path) -> None:
    lay_out(workspace, PLAN + baseline, ROWS)
    assert ran("report", "-o", f"out{suffix}", "--as-of", "2025-08-01").code == 0
    assert ran("form", "aa", "-o", "forms", "--as-of", "2025-08-01", "--force").code == 0


FAULTS = {
    "a count": (
        'kind: level\n            more_than: baseline\n            uom: "%"',
        "kind: count\n            more_than: baseline\n            uom: 个",
        "21:24: HP206 only a level has a baseline; other kinds count from 0",
    ),
    "another word": (
        "more_than: baseline",
        "more_than: 上年",
        "21:24: HP203 expected a number; of a level also baseline",
    ),
    "a path to nowhere": (
        "more_than: baseline",
        (
            "more_than: baseline\n            baseline: {date: 2023-12-31, value: 41}\n"
            "            path: [{by: 2025-12-31, value: 43}]"
        ),
        "23:44: HP208 the path goes beyond the requirement, 41",
    ),
    "a revision": (
        '            uom: "%"\n',
        '            uom: "%"\n            revisions: [{on: 2025-01-02, at_least: baseline}]\n',
        "23:52: HP203 expected a number",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_rest_on_a_baseline(old: str, new: str, expected: str, workspace: Path) -> None:
    lay_out(workspace, PLAN.replace(old, new), ROWS)
    assert run().stdout == f"plan.yaml:{expected}\n"


def test_show_lists_why_it_is_not_rated(workspace: Path) -> None:
    lay_out(workspace, PLAN, ROWS)
    shown = ran("show", "1.1a", "--as-of", "2025-08-01", "--format", "markdown").stdout
    assert "never, until its baseline is given" in shown
    assert "its baseline is to be given; what is required rests on it" in shown
