"""`status --kind`: which items it keeps, by which words, in which formats, and what it refuses."""

from __future__ import annotations

import csv
import io
import json

import pytest

from hpplan.cli.completing import complete_kinds
from hpplan.i18n import speaking
from running import Shown, ran

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: fangguan, name: 区房管局}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [fangguan]
        text: 加梯30个，改造旧里，达标95%，常态巡查
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1b, name: 旧里, quote: 改造旧里, kind: milestone}
          - {id: 1.1c, name: 达标率, quote: 达标95%, kind: level, at_least: 95, uom: "%"}
          - {id: 1.1d, name: 巡查, quote: 常态巡查, kind: duty}
"""
ROWS = {"fangguan": "2026-05-31,1.1a,3,\n2026-05-31,1.1b,10,\n2026-05-31,1.1c,96,\n"}

pytestmark = [pytest.mark.workspace(PLAN, ROWS), pytest.mark.usefixtures("workspace")]


def status(*arguments: str) -> Shown:
    return ran("status", "--as-of", "2026-06-30", *arguments)


def items(*arguments: str) -> list[str]:
    """The items that are listed."""
    done = status("--all", "--format", "json", *arguments)
    assert (done.stderr, done.code) == ("", 0)
    return [each["item"] for each in json.loads(done.stdout)["items"]]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("milestone", ["1.1b"]),
        ("duty,count", ["1.1a", "1.1d"]),
        ("成果事项，计数", ["1.1a", "1.1b"]),
        ("成果事項、指標", ["1.1b", "1.1c"]),
        ("Level", ["1.1c"]),
        ("amount", []),
    ],
)
def test_items_are_kept_by_the_words_of_any_language(words: str, kept: list[str]) -> None:
    assert items("--kind", words) == kept


def test_it_narrows_what_else_was_asked_for() -> None:
    assert items("1.1a", "--kind", "count") == ["1.1a"]
    assert items("1.1a", "--kind", "duty") == []
    listed = status("--kind", "milestone,duty", "--format", "csv").stdout
    assert [row["item"] for row in csv.DictReader(io.StringIO(listed))] == ["1.1b", "1.1d"]


def test_the_table_and_the_sums_are_of_these_kinds_alone() -> None:
    shown = status("--kind", "count").stdout
    assert "1.1a" in shown
    assert "1.1b" not in shown
    assert "off-track 1" in shown
    by = status("--kind", "milestone", "--by", "unit", "--format", "json")
    (unit,) = json.loads(by.stdout)["units"]
    assert {code: n for code, n in unit["counts"].items() if n} == {"off-track": 1}
    assert "1.1a" not in status("--kind", "duty", "--format", "markdown").stdout


def test_no_item_of_the_kind_is_no_fault() -> None:
    shown = status("--kind", "amount")
    assert (shown.stderr, shown.code) == ("", 0)


def test_a_word_that_is_none_is_refused() -> None:
    assert status("--kind", "countt").reason == (
        "Error: Invalid value: there is no kind “countt”; did you mean count?\n"
    )
    assert status("--kind", "里程碑").reason == (
        "Error: Invalid value: there is no kind “里程碑”; choose from count, amount, level,"
        " milestone, duty\n"
    )


def test_the_last_of_several_kinds_is_completed_by_code_or_word() -> None:
    assert complete_kinds("c") == [("count", "count")]
    assert [word for word, _other in complete_kinds("count,")] == [
        "count,amount", "count,level", "count,milestone", "count,duty"
    ]  # fmt: skip
    with speaking("zh"):
        assert complete_kinds("duty,成") == [("duty,成果事项", "milestone")]
