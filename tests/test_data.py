"""JSON, CSV and Markdown: every key with its value, and text that stays text."""

from __future__ import annotations

import csv
import io
import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hpplan.judging.assess import Assessment, assess
from hpplan.judging.status import STATUSES
from hpplan.output.data.formats import csv_cell, csv_text, json_text, markdown_table
from hpplan.output.data.items import ITEM_COLUMNS, item_data
from hpplan.output.data.status import (
    scoreboard_csv,
    scoreboard_json,
    status_csv,
    status_json,
    status_markdown,
)
from hpplan.output.views import StatusView
from hpplan.plan.items import Catalogue
from plans import Rows, day, judge, plan_of, series_of, target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from golden import Golden
    from hpplan.plan.model import Plan

# The keys that an item has at least, in the order in which they are documented.
KEYS = [
    "item",
    "target",
    "clause",
    "name",
    "kind",
    "period",
    "member",
    "leads",
    "support",
    "reporters",
    "behind",
    "unheard",
    "done_by",
    "undivided",
    "orphaned",
    "doubted",
    "status",
    "lost",
    "late",
    "reasons",
    "explanation",
    "value",
    "required",
    "progress",
    "expected",
    "gap",
    "spi",
    "tspi",
    "earned_schedule_days",
    "start",
    "due",
    "original_due",
    "days_left",
    "reported",
    "met_on",
    "forecast",
    "likely",
    "forecast_range",
    "revisions",
]

AMOUNT = target("amount", at_least=300)
ALL = dict.fromkeys(STATUSES, 0)

# Marks that turn or hide what stands beside them, and a line end that is none to an editor.
MARKS = "\u202e\u2066\u200b\u200e\ufeff\u2028\u061c"
CONTROLS = "\x1b\x9b\x07\x00\x08\x7f"


def data_of(
    of: dict[str, Any],
    reports: Mapping[str, Rows] | Rows,
    as_of: int,
    item: str = "1.1a",
    **changes: Any,
) -> dict[str, Any]:
    plan = plan_of(of, **changes)
    return item_data(judge(plan, reports, as_of, item), Catalogue(plan))


def judged(plan: Plan, as_of: int, reports: Mapping[str, Rows] | None = None) -> list[Assessment]:
    """All items of a plan, judged by unit a's rows on each."""
    given = reports or {}
    return [
        assess(
            item,
            {"a": series_of(item, "a", given[item.id])} if item.id in given else {},
            plan,
            day(as_of),
        )
        for item in Catalogue(plan).items.values()
    ]


# An item


def test_an_item_in_full(golden: Golden) -> None:
    data = data_of(target("count", at_least=30), [(100, 6)], 110)
    golden.says(str(data.pop("explanation")))
    assert data == {
        "item": "1.1a",
        "target": "1.1a",
        "clause": "1.1",
        "name": "事项",
        "kind": "count",
        "period": None,
        "member": None,
        "leads": ["a"],
        "support": [],
        "reporters": ["a"],
        "behind": ["a"],
        "unheard": [],
        "done_by": [],
        "undivided": False,
        "orphaned": False,
        "doubted": [],
        "status": "at-risk",
        "lost": None,
        "late": False,
        "reasons": ["spi-at-risk", "tspi-at-risk"],
        "value": 6,
        "required": {"op": "at_least", "value": 30, "uom": "个"},
        "progress": 0.2,
        "expected": 10,
        "gap": 2 / 15,
        "spi": 0.7,
        "tspi": 1.15,
        "earned_schedule_days": 70,
        "start": "2025-01-01",
        "due": "2025-10-28",
        "original_due": "2025-10-28",
        "days_left": 190,
        "reported": "2025-04-11",
        "met_on": None,
        "forecast": "2026-03-06",
        "likely": "2026-03-06",
        "forecast_range": ["2026-03-06", "2026-03-06"],
        "revisions": [],
    }


def test_numbers_are_not_rounded() -> None:
    data = data_of(AMOUNT, [(70, "50.123456789")], 110)
    earned = Fraction("50.123456789")
    assert data["value"] == 50.123456789
    assert data["progress"] == float(earned / 300)
    assert data["earned_schedule_days"] == float(earned)
    assert data["spi"] == float(earned / 70)
    assert data["tspi"] == float((300 - earned) / 230)
    assert len(json.dumps(data["tspi"])) > 15


def test_whole_numbers_are_written_as_such() -> None:
    data = data_of(AMOUNT, [(100, "50.5"), (110, 60)], 110)
    assert isinstance(data["value"], int)
    assert isinstance(data["required"]["value"], int)


def test_what_does_not_apply_to_a_duty_is_null() -> None:
    data = data_of(target("duty"), [(100, None)], 110)
    assert {key for key, value in data.items() if value is None} == {
        *("period", "member", "lost", "value", "required", "progress", "expected"),
        *(
            "gap",
            "spi",
            "tspi",
            "earned_schedule_days",
            "met_on",
            "forecast",
            "likely",
            "forecast_range",
        ),
    }
    assert (data["status"], data["reported"]) == ("kept", "2025-04-11")


def test_what_was_never_reported_is_null() -> None:
    data = data_of(AMOUNT, [], 110)
    assert {key for key, value in data.items() if value is None} == {
        *("period", "member", "lost", "value", "progress", "expected", "spi", "tspi"),
        *("earned_schedule_days", "reported", "met_on", "forecast", "likely", "forecast_range"),
    }
    assert data["reasons"] == ["first-report-awaited"]


def test_a_met_item_has_no_forecast() -> None:
    data = data_of(target("milestone"), [(150, 60), (310, 100)], 320)
    assert (data["status"], data["late"], data["met_on"]) == ("met", True, "2025-11-07")
    assert data["reasons"] == ["met", "met-late"]
    assert (data["forecast"], data["forecast_range"]) == (None, None)
    assert (data["value"], data["required"]) == (
        100,
        {"op": "at_least", "value": 100, "uom": "%"},
    )
    assert data["days_left"] == -20


def test_an_overdue_item_is_over_by_negative_days() -> None:
    data = data_of(AMOUNT, [(200, 180)], 301)
    assert (data["status"], data["days_left"], data["tspi"]) == ("overdue", -1, None)
    assert data["reasons"] == ["overdue", "no-closing-figure"]


def test_behind_the_due_day_no_pace_is_needed() -> None:
    assert data_of(AMOUNT, [(300, 200)], 301)["tspi"] is None


def test_on_the_first_day_there_is_no_spi() -> None:
    assert data_of(AMOUNT, [(0, 10)], 1)["spi"] is None


def test_an_annual_item_of_a_member() -> None:
    annual = target("count", at_least=1, every="year", each="team")
    data = data_of(
        annual, {}, 400, "1.1a@2026@c", leads=["a", "team"], start=day(0), end="2026-12-31"
    )
    assert (data["item"], data["target"], data["clause"]) == ("1.1a@2026@c", "1.1a", "1.1")
    assert (data["period"], data["member"]) == (2026, "c")
    assert (data["leads"], data["reporters"]) == (["a", "team"], ["c"])
    assert (data["start"], data["due"]) == ("2026-01-01", "2026-12-31")


def test_a_lost_figure_is_shown_as_lost() -> None:
    lost = target("amount", illegible={"at_least": "□5.1"}) | {"uom": "公里"}
    data = data_of(lost, [(100, "4.5")], 110)
    assert data["required"] == {
        "op": "at_least",
        "value": None,
        "uom": "公里",
        "illegible": "□5.1",
    }
    assert (data["status"], data["value"], data["progress"]) == ("unrated", 4.5, None)
    found = data_of(lost | {"at_least": 15.1}, [(100, "4.5")], 110)["required"]
    assert found == {"op": "at_least", "value": 15.1, "uom": "公里"}


def test_a_level_progresses_from_its_zero() -> None:
    level = target("level", at_least=90, baseline={"date": day(0), "value": 60}) | {"uom": "%"}
    data = data_of(level, [(100, 75)], 110)
    assert (data["progress"], data["expected"], data["spi"]) == (0.5, 70, 1.5)
    assert data["required"] == {"op": "at_least", "value": 90, "uom": "%"}


def test_a_revision_moves_the_due_date_and_the_original_one_stays() -> None:
    revised = AMOUNT | {"revisions": [{"on": day(50), "due": day(400), "more_than": 200}]}
    data = data_of(revised, [], 110)
    assert (data["due"], data["original_due"]) == ("2026-02-05", "2025-10-28")
    assert data["required"] == {"op": "more_than", "value": 200, "uom": "个"}
    assert data["days_left"] == 290
    assert data["revisions"] == [
        {
            "on": "2025-02-20",
            "due": "2026-02-05",
            "required": {"op": "more_than", "value": 200, "uom": "个"},
            "withdrawn": False,
            "reinstated": False,
            "suspended": False,
            "resumed": False,
            "text": None,
            "why": None,
            "by": None,
        }
    ]


def test_only_the_decisions_that_hold_by_the_day_are_listed() -> None:
    revisions = [
        {"on": day(50), "withdrawn": True, "why": "并入1.2a", "by": "联席会议"},
        {"on": day(111), "due": day(400)},
    ]
    found = data_of(AMOUNT | {"revisions": revisions}, [], 110)["revisions"]
    assert found == [
        {
            "on": "2025-02-20",
            "due": None,
            "required": None,
            "withdrawn": True,
            "reinstated": False,
            "suspended": False,
            "resumed": False,
            "text": None,
            "why": "并入1.2a",
            "by": "联席会议",
        }
    ]


# All of them


def view_of(
    plan: Plan, n: int, everything: list[Assessment], chosen: list[Assessment] | None = None
) -> StatusView:
    return StatusView(Catalogue(plan), day(n), everything, everything if chosen is None else chosen)


def test_status_as_json() -> None:
    plan = plan_of(AMOUNT, target("duty") | {"id": "1.1b"}, number="府发〔2025〕1号")
    everything = judged(plan, 110, {"1.1a": [(100, 59)], "1.1b": [(100, None)]})
    text = status_json(view_of(plan, 110, everything, everything[:1]))
    found = json.loads(text)
    assert list(found) == ["version", "plan", "as_of", "summary", "items"]
    assert found["version"] == 1
    assert found["plan"] == {
        "title": "计划",
        "number": "府发〔2025〕1号",
        "issued": "2025-01-01",
        "start": "2025-01-01",
        "end": "2025-10-28",
        "draft": False,
    }
    assert found["as_of"] == "2025-04-21"
    assert found["summary"] == {**ALL, "off-track": 1, "kept": 1}
    assert [each["item"] for each in found["items"]] == ["1.1a"]
    assert list(found["items"][0]) == KEYS
    assert "府发〔2025〕1号" in text  # as people write it, not as escapes


def test_json_of_nothing_is_still_json() -> None:
    plan = plan_of(AMOUNT)
    found = json.loads(status_json(view_of(plan, 0, [])))
    assert (found["items"], found["summary"], found["plan"]["number"]) == ([], ALL, None)


def test_the_scoreboard_as_json() -> None:
    plan = plan_of(AMOUNT, target("duty") | {"id": "1.1b"}, leads=["a", "b"])
    everything = judged(plan, 110, {"1.1a": [(100, 59)], "1.1b": [(105, None)]})
    found = json.loads(scoreboard_json(view_of(plan, 110, everything)))
    row = {
        "counts": {**ALL, "off-track": 1, "kept": 1},
        "met": 0,
        "measurable": 1,
        "own": 0,
        "shared": 2,
    }
    moves = {
        "to_move": 1,
        "to_move_by_status": {"overdue": 0, "off-track": 1, "at-risk": 0},
        "waiting": 0,
        "done": 0,
        "now": None,
        "contact": None,
        "ended": False,
    }
    assert found.pop("plan")["title"] == "计划"
    assert found == {
        "version": 1,
        "as_of": "2025-04-21",
        "units": [
            {
                "unit": "b",
                "name": "b局",
                **row,
                "longest_silence_days": 110,
                **moves,
                "not_reported": 1,
                "last_report": None,
                "days_since_last_report": None,
            },
            {
                "unit": "a",
                "name": "a局",
                **row,
                "longest_silence_days": 10,
                **moves,
                "not_reported": 0,
                "last_report": "2025-04-16",
                "days_since_last_report": 5,
            },
        ],
    }


# CSV


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_status_as_csv(golden: Golden) -> None:
    plan = plan_of(
        target("amount", at_least=15.1) | {"name": "更新管道"}, target("duty") | {"id": "1.1b"}
    )
    everything = judged(plan, 110, {"1.1a": [(100, "5.1")]})
    text = status_csv(view_of(plan, 110, everything))
    assert text.splitlines()[0] == ",".join(ITEM_COLUMNS)
    assert "\r" not in text
    first, second = rows_of(text)
    assert {key: first[key] for key in ITEM_COLUMNS[:11]} == {
        "item": "1.1a",
        "clause": "1.1",
        "name": "更新管道",
        "who": "a局",
        "kind": "amount",
        "status": "on-track",
        "late": first["late"],
        "value": "5.1",
        "required": "15.1",
        "uom": "个",
        "progress": str(5.1 / 15.1),
    }
    assert first["late"].lower() == "false"
    assert (first["due"], first["days_left"]) == ("2025-10-28", "190")
    assert (first["reported"], first["forecast"]) == ("2025-04-11", "2025-10-25")
    golden.says(first["explanation"])
    assert [second[key] for key in ("value", "required", "uom", "spi", "reported")] == [""] * 5


def test_a_lost_figure_stands_in_its_column() -> None:
    plan = plan_of(target("amount", illegible={"at_least": "□5.1"}) | {"uom": "公里"})
    (row,) = rows_of(status_csv(view_of(plan, 110, judged(plan, 110))))
    assert (row["required"], row["uom"]) == ("□5.1", "公里")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("1=1", "1=1"),
        ("'quoted", "'quoted"),
        ("", ""),
        (-181, -181),
        (None, None),
        ("\x1b[31m=1", "<U+001B>[31m=1"),
        ("\u202e=1", "<U+202E>=1"),
    ],
)
def test_no_spreadsheet_runs_a_cell(value: object, cell: object) -> None:
    assert csv_cell(value) == cell


@given(st.text(max_size=12))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    ((cell,),) = csv.reader(io.StringIO(csv_text([[text or "x"]])))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_the_scoreboard_has_no_cell_that_a_spreadsheet_takes_for_a_date() -> None:
    plan = plan_of(target("milestone"), target("milestone") | {"id": "1.1b"})
    everything = judged(plan, 110, {"1.1a": [(100, 100)]})
    text = scoreboard_csv(view_of(plan, 110, everything))
    heads = text.partition("\n")[0].split(",")
    assert len(set(heads)) == len(heads)
    (row,) = rows_of(text)
    assert (row["unit"], row["name"], row["met"], row["own"]) == ("a", "a局", "1", "2")
    assert [cell for cell in row.values() if re.fullmatch("[0-9]+[/-][0-9]+", cell)] == []


# Markdown


def test_a_markdown_table(golden: Golden) -> None:
    plan = plan_of(target("milestone"))
    golden("table.en.md", status_markdown(view_of(plan, 301, judged(plan, 301))))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a|b", r"a\|b"),
        ("**b** _i_ `c`", r"\*\*b\*\* \_i\_ \`c\`"),
        ("[x](http://e)", r"\[x\](http://e)"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("a\\|b", r"a\\\|b"),
        ("# h ~~s~~", r"\# h \~\~s\~\~"),
        ("two\nlines", "two lines"),
        ("\x1b[31m", r"\<U+001B\>\[31m"),
        ("\u202e", r"\<U+202E\>"),
        ("1.2b@2025", "1.2b@2025"),
    ],
)
def test_a_markdown_cell_is_text(text: str, cell: str) -> None:
    assert markdown_table(["h"], [[text]]) == f"| h |\n| --- |\n| {cell} |\n"


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_a_row_stays_one_row_of_as_many_cells(cells: list[str]) -> None:
    _head, _rule, row, end = markdown_table(["h"] * len(cells), [cells]).split("\n")
    assert end == ""
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == len(cells) + 1


# Hostile text


@given(st.text())
@example(MARKS + CONTROLS)
def test_json_keeps_every_character_and_shows_none_that_hides(text: str) -> None:
    shown = json_text({"name": text})
    assert json.loads(shown) == {"name": text}
    assert shown.count("\n") == 3
    assert not set(shown) & set(MARKS + CONTROLS)


def test_names_in_the_plan_are_text_in_every_format() -> None:
    name = f"[red]=事|项[/red]{MARKS}"
    plan = plan_of(
        target("milestone") | {"name": f"={name}"},
        units=[{"id": "a", "name": f"@{name}"}],
        groups=[],
    )
    view = view_of(plan, 301, judged(plan, 301))
    as_json = status_json(view)
    assert json.loads(as_json)["items"][0]["name"] == f"={name}"
    as_csv = status_csv(view)
    (row,) = rows_of(as_csv)
    hidden = "<U+202E><U+2066><U+200B><U+200E><U+FEFF><U+2028><U+061C>"
    assert row["name"] == f"'=[red]=事|项[/red]{hidden}"
    assert row["who"] == f"'@[red]=事|项[/red]{hidden}"
    as_markdown = status_markdown(view)
    escaped = hidden.replace("<", r"\<").replace(">", r"\>")
    assert rf"| =\[red\]=事\|项\[/red\]{escaped} |" in as_markdown
    for text in (as_json, as_csv, as_markdown):
        assert not set(text) & set(MARKS)
    score = scoreboard_csv(view)
    assert f"'@[red]=事|项[/red]{hidden}" in score
    assert not set(scoreboard_json(view)) & set(MARKS)
