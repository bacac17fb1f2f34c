from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

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
from plans import Day, Figure, Rows, day, judge, plan_of, target

if TYPE_CHECKING:
    from golden import Golden
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


def test_each_status_has_its_word(golden: Golden) -> None:
    words = [status_word(status) for status in STATUSES]
    assert len(set(words)) == len(STATUSES)
    golden.says(words)


@pytest.mark.parametrize("count", [0, 1, 30])
def test_days(count: int, golden: Golden) -> None:
    assert days(count).startswith(f"{count} ")
    golden.says(days(count))


@pytest.mark.parametrize(
    ("as_of", "number"), [(110, 190), (298, 2), (299, 1), (300, None), (301, 1), (626, 326)]
)
def test_days_left(as_of: int, number: int | None, golden: Golden) -> None:
    said = days_left(judge(plan_of(target("milestone")), [], as_of))
    assert number is None or said.startswith(f"{number} ")
    golden.says(said)


@pytest.mark.parametrize(
    ("of", "made"), [("2026-06-30", "2026-06-30"), ("0987-06-30", "1000-01-01")]
)
def test_when_a_document_of_a_day_was_made(of: str, made: str) -> None:
    assert str(made_on(date.fromisoformat(of))) == f"{made} 00:00:00"


def test_days_left_count_to_the_revised_due_date() -> None:
    revised = target("milestone", revisions=[{"on": day(50), "due": day(400)}])
    assert days_left(judge(plan_of(revised), [], 310)).startswith("90 ")
    assert days_left(judge(plan_of(revised), [], 49)).startswith("251 ")


# Figures

FIGURES: dict[str, tuple[dict[str, Any], Figure, str]] = {
    # target, figure reported; the figure as it is shown
    "a count": (target("count", at_least=30), 12, "12 个"),
    "more than a count": (target("count", more_than=30), 12, "12 个"),
    "an amount": (target("amount", at_least=15.1), "0.5", "0.5 个"),
    "about a count": (target("count", at_least=1000, approximate=True), 999, "999 个"),
    "a level in per cent": (target("level", at_least=95) | {"uom": "%"}, "75.5", "75.5%"),
    "a wide per cent sign": (target("level", more_than=50) | {"uom": "％"}, 40, "40%"),
    "at most a level": (target("level", at_most=6) | {"uom": "个月"}, 8, "8 个月"),
    "less than a level": (target("level", less_than=6) | {"uom": "个月"}, 8, "8 个月"),
    "a milestone": (target("milestone"), 38, "38%"),
    "about a milestone": (target("milestone", approximate=True), 38, "38%"),
    "a duty": (target("duty"), None, "-"),
    "a lost figure": (target("amount") | LOST, "4.5", "4.5 公里"),
    "a lost figure filled in": (target("amount", at_least=15.1) | LOST, "4.5", "4.5 公里"),
}


@pytest.mark.parametrize("case", FIGURES)
def test_figures(case: str, golden: Golden) -> None:
    of, value, alone = FIGURES[case]
    judged = reported(of, value)
    assert reported_figure(judged) == alone
    golden.says([required(judged), value_of_required(judged)])


NEVER: dict[str, dict[str, Any]] = {
    "a count": target("count", at_least=30),
    "a level": target("level", at_least=95) | {"uom": "%"},
    "a milestone": target("milestone"),
    "a duty": target("duty"),
    "a lost figure": target("amount") | LOST,
}


@pytest.mark.parametrize("case", NEVER)
def test_what_was_never_reported_is_a_dash(case: str, golden: Golden) -> None:
    judged = judge(plan_of(NEVER[case]), [], 110)
    assert reported_figure(judged) == "-"
    assert value_of_required(judged).startswith("-")
    golden.says(value_of_required(judged))


@pytest.mark.parametrize("case", ["a count", "a milestone", "a duty"])
@pytest.mark.usefixtures("chinese")
def test_what_was_never_reported_is_said_in_chinese(case: str, golden: Golden) -> None:
    golden.says(value_of_required(judge(plan_of(NEVER[case]), [], 110)), lang="zh")


def test_a_revised_requirement_is_the_one_shown(golden: Golden) -> None:
    revised = target("count", at_least=30, revisions=[{"on": day(105), "at_least": 20}])
    golden.says([value_of_required(reported(revised, 12, as_of=day)) for day in (104, 105)])


REVISED: dict[str, dict[str, Any]] = {
    "another operator": target("level", at_least=90, revisions=[{"on": day(50), "more_than": 85}]),
    "a lost figure": target("amount", **LOST, revisions=[{"on": day(50), "at_least": 12}]),
    "a lost figure filled in": target("amount", **LOST, at_least=15.1),
    "the due date alone": target(
        "count", at_least=30, revisions=[{"on": day(50), "due": day(400)}]
    ),
}


@pytest.mark.parametrize("case", REVISED)
def test_the_original_requirement_stands_beside_a_revised_one(case: str, golden: Golden) -> None:
    golden.says(value_of_required(reported(REVISED[case], 12)))


def test_the_original_due_date_where_a_decision_moved_it(golden: Golden) -> None:
    revised = target("milestone", revisions=[{"on": day(50), "due": day(400)}])
    assert was_due(judge(plan_of(revised), [], 49)) == ""
    golden.says(was_due(judge(plan_of(revised), [], 50)))


def test_a_unit_of_measure_is_text() -> None:
    odd = target("level", at_least=30) | {"uom": "[red]个\u202e"}
    plain = target("level", at_least=30) | {"uom": "某"}
    shown = value_of_required(reported(plain, 12)).replace("某", "[red]个<U+202E>")
    assert value_of_required(reported(odd, 12)) == shown
    assert shown.count("[red]个<U+202E>") == 2


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
    assert who(judge(plan, [], 1, item), Catalogue(plan)) == text


@pytest.mark.parametrize(
    ("units", "text"),
    [([], ""), (["a"], "a局"), (["a", "b", "c"], "a局、b局、c局")],
)
def test_names(units: list[str], text: str) -> None:
    assert names(units, Catalogue(plan_of(target("duty")))) == text


def test_names_behind_the_third_are_counted(golden: Golden) -> None:
    catalogue = Catalogue(plan_of(target("duty")))
    golden.says(names(["a", "b", "c", "d"], catalogue))
    golden.says(names(["a", "b", "c", "d"], catalogue, most=1))
    assert names(["a", "b", "c", "d"], catalogue, most=9) == "a局、b局、c局、d局"


def test_a_name_is_text() -> None:
    units = [{"id": "a", "name": "[bold]局\u202e"}]
    plan = plan_of(target("duty"), units=units, groups=[])
    catalogue = Catalogue(plan)
    assert who(judge(plan, [], 1), catalogue) == "[bold]局<U+202E>"
    assert names(["a"], catalogue) == "[bold]局<U+202E>"


def test_the_figure_is_that_of_the_day() -> None:
    rows: Rows = [(100, 12), (120, 13)]
    assert reported_figure(judge(plan_of(target("count", at_least=30)), rows, 119)) == "12 个"
    assert reported_figure(judge(plan_of(target("count", at_least=30)), rows, 120)) == "13 个"
