from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from helpers import Day, Figure, Rows, day, item_of, judge, plan_of, target
from hpplan.i18n import use
from hpplan.judging.status import STATUSES
from hpplan.output.words.text import (
    days,
    days_left,
    inert,
    made_on,
    names,
    reported_figure,
    required,
    status_word,
    value_of_required,
    was_due,
    who,
)
from hpplan.plan.items import Catalogue

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment

LOST = {"illegible": {"at_least": "□5.1"}, "uom": "公里"}


def reported(of: dict[str, Any], value: Figure, *, as_of: Day = 110) -> Assessment:
    return judge(plan_of(of), [(100, value)], as_of)


@pytest.fixture
def chinese() -> None:
    use("zh")


# Text from files


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("规模化加梯全覆盖", "规模化加梯全覆盖"),
        ("“1+N”加梯 [red]x[/red] :smile: **b**", "“1+N”加梯 [red]x[/red] :smile: **b**"),
        ("一行\n又一行\r\n再一行", "一行 又一行 再一行"),
        ("a\tb", "a b"),
        ("\x1b[31mred\x1b[0m", "<U+001B>[31mred<U+001B>[0m"),
        ("bell\x07", "bell<U+0007>"),
        ("nul\x00", "nul<U+0000>"),
        ("del\x7f", "del<U+007F>"),
        ("csi\x9b31m", "csi<U+009B>31m"),
        ("turned \u202eback", "turned <U+202E>back"),
        ("isolated \u2067x\u2069", "isolated <U+2067>x<U+2069>"),
        ("arabic mark \u061c", "arabic mark <U+061C>"),
        ("left-to-right \u200e", "left-to-right <U+200E>"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("joined\u200dup", "joined<U+200D>up"),
        ("line\u2028separator", "line<U+2028>separator"),
        ("\ufeffmark", "<U+FEFF>mark"),
        ("全角　空格", "全角　空格"),
    ],
)
def test_text_from_files_is_made_harmless(text: str, shown: str) -> None:
    assert inert(text) == shown


# Words and days


def test_each_status_has_its_word() -> None:
    assert [status_word(status) for status in STATUSES] == list(STATUSES)


@pytest.mark.parametrize(("count", "text"), [(0, "0 days"), (1, "1 day"), (30, "30 days")])
def test_days(count: int, text: str) -> None:
    assert days(count) == text


@pytest.mark.parametrize(
    ("as_of", "text"),
    [
        (110, "190 days left"),
        (298, "2 days left"),
        (299, "1 day left"),
        (300, "due today"),
        (301, "1 day over"),
        (626, "326 days over"),
    ],
)
def test_days_left(as_of: int, text: str) -> None:
    assert days_left(judge(plan_of(target("milestone")), [], as_of)) == text


@pytest.mark.parametrize(
    ("of", "made"), [("2026-06-30", "2026-06-30"), ("0987-06-30", "1000-01-01")]
)
def test_when_a_document_of_a_day_was_made(of: str, made: str) -> None:
    assert str(made_on(date.fromisoformat(of))) == f"{made} 00:00:00"


def test_days_left_count_to_the_revised_due_date() -> None:
    revised = target("milestone", revisions=[{"on": day(50), "due": day(400)}])
    assert days_left(judge(plan_of(revised), [], 310)) == "90 days left"
    assert days_left(judge(plan_of(revised), [], 49)) == "251 days left"


# Figures

FIGURES: list[tuple[dict[str, Any], Figure, str, str, str]] = [
    # target, figure reported; the figure, what is required, one beside the other
    (target("count", at_least=30), 12, "12 个", "30 个", "12 of 30 个"),
    (target("count", more_than=30), 12, "12 个", "more than 30 个", "12 of more than 30 个"),
    (target("amount", at_least=15.1), "0.5", "0.5 个", "15.1 个", "0.5 of 15.1 个"),
    (
        target("count", at_least=1000, approximate=True),
        999,
        "999 个",
        "about 1000 个",
        "999 of about 1000 个",
    ),
    (
        target("level", at_least=95) | {"uom": "%"},
        "75.5",
        "75.5%",
        "at least 95%",
        "75.5% (at least 95%)",
    ),
    (
        target("level", more_than=50) | {"uom": "％"},
        40,
        "40%",
        "more than 50%",
        "40% (more than 50%)",
    ),
    (
        target("level", at_most=6) | {"uom": "个月"},
        8,
        "8 个月",
        "at most 6 个月",
        "8 个月 (at most 6 个月)",
    ),
    (
        target("level", less_than=6) | {"uom": "个月"},
        8,
        "8 个月",
        "less than 6 个月",
        "8 个月 (less than 6 个月)",
    ),
    (target("milestone"), 38, "38%", "100%", "38%"),
    (target("milestone", approximate=True), 38, "38%", "100%", "38%"),
    (target("duty"), None, "-", "", "-"),
    (target("amount") | LOST, "4.5", "4.5 公里", "□5.1 公里", "4.5 of □5.1 公里"),
    (
        target("amount", at_least=15.1) | LOST,
        "4.5",
        "4.5 公里",
        "15.1 公里",
        "4.5 of 15.1 公里",
    ),
]


@pytest.mark.parametrize(("of", "value", "alone", "wanted", "together"), FIGURES)
def test_figures(of: dict[str, Any], value: Figure, alone: str, wanted: str, together: str) -> None:
    judged = reported(of, value)
    assert (reported_figure(judged), required(judged), value_of_required(judged)) == (
        alone,
        wanted,
        together,
    )


@pytest.mark.parametrize(
    ("of", "together"),
    [
        (target("count", at_least=30), "- of 30 个"),
        (target("level", at_least=95) | {"uom": "%"}, "- (at least 95%)"),
        (target("milestone"), "-"),
        (target("duty"), "-"),
        (target("amount") | LOST, "- of □5.1 公里"),
    ],
)
def test_what_was_never_reported_is_a_dash(of: dict[str, Any], together: str) -> None:
    judged = judge(plan_of(of), [], 110)
    assert (reported_figure(judged), value_of_required(judged)) == ("-", together)


@pytest.mark.parametrize(
    ("of", "together"),
    [
        (target("count", at_least=30, uom="个"), "未报（目标30个）"),
        (target("milestone"), "未报"),
        (target("duty"), "-"),
    ],
)
@pytest.mark.usefixtures("chinese")
def test_what_was_never_reported_is_said_in_chinese(of: dict[str, Any], together: str) -> None:
    assert value_of_required(judge(plan_of(of), [], 110)) == together


def test_a_revised_requirement_is_the_one_shown() -> None:
    revised = target("count", at_least=30, revisions=[{"on": day(105), "at_least": 20}])
    assert value_of_required(reported(revised, 12, as_of=104)) == "12 of 30 个"
    assert value_of_required(reported(revised, 12, as_of=105)) == "12 of 20 个 (was 30 个)"


@pytest.mark.parametrize(
    ("of", "shown"),
    [
        (
            target("level", at_least=90, revisions=[{"on": day(50), "more_than": 85}]),
            "12 个 (more than 85 个, was at least 90 个)",
        ),
        (
            target("amount", **LOST, revisions=[{"on": day(50), "at_least": 12}]),
            "12 of 12 公里 (was □5.1 公里)",
        ),
        (target("amount", **LOST, at_least=15.1), "12 of 15.1 公里"),
        (target("count", at_least=30, revisions=[{"on": day(50), "due": day(400)}]), "12 of 30 个"),
    ],
)
def test_the_original_requirement_stands_beside_a_revised_one(
    of: dict[str, Any], shown: str
) -> None:
    assert value_of_required(reported(of, 12)) == shown


def test_the_original_due_date_where_a_decision_moved_it() -> None:
    revised = target("milestone", revisions=[{"on": day(50), "due": day(400)}])
    assert was_due(judge(plan_of(revised), [], 49)) == ""
    assert was_due(judge(plan_of(revised), [], 50)) == "was 2025-10-28"


def test_a_unit_of_measure_is_text() -> None:
    odd = target("level", at_least=30) | {"uom": "[red]个\u202e"}
    assert (
        value_of_required(reported(odd, 12)) == "12 [red]个<U+202E> (at least 30 [red]个<U+202E>)"
    )


# Who


@pytest.mark.parametrize(
    ("more", "item", "text"),
    [
        ({}, "1.1a", "a局、各队"),
        ({"reporters": ["d"]}, "1.1a", "d局"),
        ({"reporters": ["d", "team"]}, "1.1a", "d局、各队"),
        ({"each": "team"}, "1.1a@c", "c局"),
    ],
)
def test_who_owes_an_item(more: dict[str, Any], item: str, text: str) -> None:
    plan = plan_of(target("milestone", **more), leads=["a", "team"])
    assert who(item_of(plan, item), Catalogue(plan)) == text


@pytest.mark.parametrize(
    ("units", "text"),
    [
        ([], ""),
        (["a"], "a局"),
        (["a", "b", "c"], "a局、b局、c局"),
        (["a", "b", "c", "d"], "a局、b局、c局 and 1 more"),
    ],
)
def test_names(units: list[str], text: str) -> None:
    assert names(units, Catalogue(plan_of(target("duty")))) == text


def test_more_names_may_be_shown() -> None:
    catalogue = Catalogue(plan_of(target("duty")))
    assert names(["a", "b", "c", "d"], catalogue, most=1) == "a局 and 3 more"
    assert names(["a", "b", "c", "d"], catalogue, most=9) == "a局、b局、c局、d局"


def test_a_name_is_text() -> None:
    units = [{"id": "a", "name": "[bold]局\u202e"}]
    plan = plan_of(target("duty"), units=units, groups=[])
    catalogue = Catalogue(plan)
    assert who(item_of(plan), catalogue) == "[bold]局<U+202E>"
    assert names(["a"], catalogue) == "[bold]局<U+202E>"


def test_the_figure_is_that_of_the_day() -> None:
    rows: Rows = [(100, 12), (120, 13)]
    assert reported_figure(judge(plan_of(target("count", at_least=30)), rows, 119)) == "12 个"
    assert reported_figure(judge(plan_of(target("count", at_least=30)), rows, 120)) == "13 个"
