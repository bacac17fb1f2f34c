"""How plan.yaml reads the document: the rules that its head states hold for every target."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hpplan.plan.items import Catalogue
from hpplan.plan.load import load_plan

if TYPE_CHECKING:
    from hpplan.plan.model import Target

PATH = Path(__file__).resolve().parents[1] / "plan.yaml"
TEXT = PATH.read_text(encoding="utf-8")
HEAD, BODY = TEXT.split("\nformat: 1\n")
LOADED = load_plan(PATH, PATH.name)[0]
assert LOADED is not None
PLAN = LOADED.plan
CATALOGUE = Catalogue(PLAN)
TARGETS = list(CATALOGUE.targets.values())
DUTIES = {target.id for target in TARGETS if target.kind == "duty"}

ID = re.compile(r"\d\.\d[a-z]")
MERGED = re.compile(r"((?:\d\.\d[a-z]、?)+)并入(\d\.\d[a-z])")
LEFT_OUT = re.compile(r"((?:\d\.\d[a-z]、?)+)不列目标")
UNENDED = re.compile(
    "(?:深入|持续|继续|常态化|有序|逐步|加快|全面)*(?:推进|推动|加快|探索|培育|鼓励)"
)
"""The words with which a task begins that promises no end."""


def retired() -> dict[str, str]:
    """The letters that the head says are not used again, with what they went into."""
    found = {gone: into for all_, into in MERGED.findall(HEAD) for gone in ID.findall(all_)}
    return found | {gone: "" for all_ in LEFT_OUT.findall(HEAD) for gone in ID.findall(all_)}


def test_what_only_pushes_or_explores_is_a_duty_unless_its_words_state_a_result() -> None:
    unended = [target for target in TARGETS if UNENDED.match(target.quote)]
    stated = {target.id for target in unended if target.requirement() or "全覆盖" in target.quote}
    assert stated == {"1.1c", "2.4e"}
    assert {target.id for target in unended} - DUTIES == stated
    assert {"1.3j", "1.6a", "1.6b", "1.6c", "1.6d", "2.6f", "5.2e", "5.4d", "5.5a"} <= DUTIES


def test_drawn_up_and_carried_out_is_a_deliverable_where_a_period_is_stated() -> None:
    found = {
        target.id: (target.kind, target.every)
        for target in TARGETS
        if re.search("制定.*并?实施", target.quote)
    }
    assert found == {"2.6a": ("milestone", "year"), "4.5c": ("duty", None)}


def test_how_wide_the_census_is_is_no_target() -> None:
    census = CATALOGUE.targets["4.6a"]
    assert (census.kind, census.requirement(), census.approximate) == ("milestone", None, False)
    assert list(census.context) == ["1000"]


def test_what_each_subdistrict_owes_is_an_item_for_each() -> None:
    owed = {target.id for target in TARGETS if target.each}
    assert owed == {"1.2b", "1.2c", "5.2a", "5.2c"}
    for target in owed:
        name = CATALOGUE.targets[target].name
        assert not re.search("每|各街道|全覆盖", name), name


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_what_several_may_report_asks_whose_it_is(target: Target) -> None:
    item = CATALOGUE.of_target[target.id][0]
    shared = target.kind != "duty" and len(item.reporters) > 1
    assert ("商定由谁填报" in (target.note or "")) == shared


def test_words_that_commit_to_nothing_are_set_aside() -> None:
    aside = {
        clause.id: [each.quote for each in clause.set_aside]
        for clause in PLAN.clauses()
        if clause.set_aside
    }
    assert list(aside) == ["2.5", "0.1"]
    assert aside["2.5"][0].startswith("全面践行海绵城市理念")
    assert "完善城市管理工作机制" in aside["0.1"][0]
    assert "不只是区城管执法局" in (CATALOGUE.targets["0.1c"].note or "")


def test_a_letter_is_a_target_or_the_head_says_where_it_went() -> None:
    gone = retired()
    assert set(gone) & set(CATALOGUE.targets) == set()
    assert {into for into in gone.values() if into} <= set(CATALOGUE.targets)
    for clause in PLAN.clauses():
        letters = {each[-1] for each in [*CATALOGUE.targets, *gone] if each[:-1] == clause.id}
        assert "".join(sorted(letters)) == "abcdefghijklmnopqrstuvwxyz"[: len(letters)], clause.id


def test_the_targets_that_are_named_exist() -> None:
    rules, letters = HEAD.split("五、编号")
    assert set(ID.findall(rules + BODY)) == set(CATALOGUE.targets)
    assert set(ID.findall(letters)) - set(CATALOGUE.targets) == set(retired())


def test_quotation_marks_within_quotation_marks_are_single() -> None:
    depth = 0
    for mark in re.findall("[“”]", TEXT):
        depth += 1 if mark == "“" else -1
        assert depth in {0, 1}
    assert depth == 0
    assert "“深入实施‘两旧一村’改造”" in BODY


def test_a_subdistricts_form_is_short() -> None:
    rows = [item for item in CATALOGUE.items.values() if "waitan" in item.reporters]
    assert len(rows) <= 60
    assert sum(item.target.kind == "duty" for item in rows) <= 30


def test_the_note_of_the_annual_streets_says_what_hangs_on_it() -> None:
    items = [item for item in CATALOGUE.items.values() if item.target.kind != "duty"]
    passed = [item.target.id for item in items if item.due.year <= 2025]
    note = CATALOGUE.targets["1.2b"].note or ""
    assert f"共{len(passed)}项，其中{passed.count('1.2b')}项出自本项" in note
    assert "reporters" in note
