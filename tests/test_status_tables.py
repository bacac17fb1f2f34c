"""Every table of statuses has every status, and the registry of reasons is in order."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

import pytest
from rich.color import Color, ColorSystem

import hpplan
from hpplan.i18n import LANGUAGES, SOURCE, use
from hpplan.judging import status
from hpplan.judging.changes import KINDS, NEWLY
from hpplan.judging.reasons import ALL_KINDS, CRITERIA, TO_BE_FINISHED, Reason, statuses_of
from hpplan.judging.status import STATUSES, Status, record_of, worst_first
from hpplan.judging.summary import counts
from hpplan.output.looks import (
    BAD,
    GOOD,
    PLAIN,
    PLAIN_LOOK,
    SILENCE,
    STATUS_LOOKS,
    WARNING,
    look_of,
)
from hpplan.output.words.outline import sections_of
from hpplan.output.words.rules import LOOKED_AT
from hpplan.output.words.text import STATUS_WORDS, status_heading, status_word
from hpplan.plan.model import Kind
from plans import judge, plan_of, target

ROOT = Path(__file__).parents[1]
CSS = Path(hpplan.__file__).parent / "output" / "html" / "assets" / "report.css"


# Every table has every status


def test_the_codes_that_mypy_knows_are_those_of_the_registries() -> None:
    assert list(STATUSES) == list(get_args(Status))
    assert list(CRITERIA) == list(get_args(Reason))
    assert [record.code for record in STATUSES.values()] == list(STATUSES)
    assert [criterion.reason for criterion in CRITERIA.values()] == list(CRITERIA)


def test_the_statuses_have_ranks_of_their_own_from_the_worst_on() -> None:
    assert sorted(record.rank for record in STATUSES.values()) == list(range(len(STATUSES)))
    assert worst_first() == [
        "overdue",
        "off-track",
        "at-risk",
        "silent",
        "unrated",
        "on-track",
        "kept",
        "met",
        "upcoming",
        "suspended",
        "withdrawn",
    ]


def test_the_groups_of_statuses() -> None:
    assert status.urgent() == ["overdue", "off-track", "at-risk"]
    assert status.attention() == ["overdue", "off-track", "at-risk", "silent"]
    records = STATUSES.values()
    settled = ["withdrawn", "suspended", "upcoming", "met"]
    assert [each.code for each in records if each.settled] == settled
    assert [each.code for each in records if each.closed] == ["withdrawn", "suspended", "met"]
    unasked = ["withdrawn", "suspended", "upcoming"]
    assert [each.code for each in records if not each.asked] == unasked


@pytest.mark.parametrize("code", STATUSES)
def test_a_status_has_a_place_in_every_table(code: Status) -> None:
    assert code in {criterion.status for criterion in CRITERIA.values()}
    assert code in STATUS_WORDS
    assert code in STATUS_LOOKS
    assert code in LOOKED_AT
    assert look_of(code).sign not in {
        look_of(other).sign for other in STATUSES if other != code
    } | {PLAIN_LOOK.sign}


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != SOURCE.code])
@pytest.mark.parametrize("code", STATUSES)
def test_a_status_is_called_something_in_chinese(code: Status, language: str) -> None:
    use(language)
    assert re.search("[\u4e00-\u9fff]", status_word(code))
    assert re.search("[\u4e00-\u9fff]", status_heading(code))
    assert re.search("[\u4e00-\u9fff]", record_of(code).means())


@pytest.mark.parametrize("code", STATUSES)
def test_what_is_bad_has_a_colour_on_a_page_and_all_else_a_shade_of_grey(code: Status) -> None:
    css = CSS.read_text(encoding="utf-8")
    urgent = record_of(code).urgent
    colours = re.findall(rf"--{code}: (\d+ \d+ \d+)", css)
    assert len(colours) == (3 if urgent else 0)  # by day, by night, and on paper
    assert (f".{code} {{ --c: var(--{code}); }}" in css) is urgent
    bars = [line for line in css.splitlines() if line.startswith("svg.bar")]
    assert (f".{code}" in " ".join(bars)) is not urgent


@pytest.mark.parametrize("page", ["docs/statuses.md", "docs/statuses.zh-CN.md", "docs/glossary.md"])
def test_every_status_is_documented(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)`", text, re.MULTILINE)
    assert set(STATUSES) <= set(rows)


def test_an_urgent_status_needs_attention_and_has_its_kind_of_change() -> None:
    assert set(status.urgent()) <= set(status.attention())
    assert set(NEWLY) == set(status.urgent())
    assert set(NEWLY.values()) <= set(KINDS)


# The registry of reasons


def test_what_is_settled_is_looked_at_first_in_the_order_of_judging() -> None:
    order = [criterion.status for criterion in CRITERIA.values()]
    settled = [code for code in order if record_of(code).settled]
    assert order[: len(settled)] == settled
    assert list(dict.fromkeys(settled)) == [code for code in STATUSES if record_of(code).settled]


@pytest.mark.parametrize("reason", CRITERIA)
def test_a_reason_says_when_it_holds_and_when_it_does_not(reason: Reason) -> None:
    text = CRITERIA[reason].holds.__doc__ or ""
    assert "Holds: " in text
    assert "Does not: " in text
    assert CRITERIA[reason].holds.__name__ == reason.replace("-", "_")


def test_each_kind_has_the_statuses_that_its_reasons_stand_for() -> None:
    always = {"withdrawn", "suspended", "upcoming", "silent", "on-track"}
    assert set(statuses_of("duty")) == {*always, "kept"}
    for kind in TO_BE_FINISHED:
        assert set(statuses_of(kind)) == set(STATUSES) - {"kept"}
    assert set(get_args(Kind)) == ALL_KINDS


# A status that is not registered


UNKNOWN = cast("Status", "unheard-of")


def test_what_is_not_registered_has_its_code_for_a_word_and_a_plain_look() -> None:
    assert status_word(UNKNOWN) == status_heading(UNKNOWN) == UNKNOWN
    assert look_of(UNKNOWN) is PLAIN_LOOK
    assert not record_of(UNKNOWN).settled
    assert not record_of(UNKNOWN).attention
    assert worst_first([UNKNOWN, "withdrawn", "met"]) == ["met", "withdrawn", UNKNOWN]


def test_what_is_not_registered_is_counted_and_has_its_section() -> None:
    known = judge(plan_of(target("amount", at_least=300)), [(100, 100)], 110)
    items = [known, replace(known, status=UNKNOWN)]
    assert counts(items) == {**dict.fromkeys(STATUSES, 0), "on-track": 1, UNKNOWN: 1}
    assert sections_of(items) == [("On track", "", items[:1]), (UNKNOWN, "", items[1:])]


# Colours


def _contrast(colour: str, ground: int) -> float:
    """The contrast ratio of WCAG 2.1 between a colour of Rich's and white (255) or black (0)."""

    def luminance(channels: tuple[int, ...]) -> float:
        linear = [
            c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4
            for c in channels
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    pair = luminance(tuple(Color.parse(colour).get_truecolor())), luminance((ground,) * 3)
    return (max(pair) + 0.05) / (min(pair) + 0.05)


@pytest.mark.parametrize("ground", [255, 0], ids=["white", "black"])
def test_every_colour_of_the_terminal_is_read_by_day_and_by_night(ground: int) -> None:
    styles = {look.style for look in STATUS_LOOKS.values()} | {BAD, WARNING, GOOD, SILENCE, PLAIN}
    colours = {style.removeprefix("bold ") for style in styles} - {"dim", ""}
    assert len(colours) == 5
    assert {each: _contrast(each, ground) for each in colours if _contrast(each, ground) < 3} == {}


def test_where_there_are_sixteen_colours_they_are_the_usual_ones() -> None:
    basic = ColorSystem.STANDARD
    names = [BAD, WARNING, GOOD, SILENCE, PLAIN]
    assert [Color.parse(each).downgrade(basic).number for each in names] == [1, 3, 2, 5, 6]
