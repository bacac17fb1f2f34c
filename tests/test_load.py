from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from hpplan.plan.load import plan_from
from hpplan.plan.model import Target, lost_figure
from hpplan.plan.structure import each_clause, each_target
from hpplan.plan.timing import STRUCTURE_RULES
from plans import placed

if TYPE_CHECKING:
    from golden import Golden
    from hpplan.plan.model import Plan
    from hpplan.problem import Problem

PLAN = """\
format: 1
title: 行动计划
issued: 2024-01-10
start: 2024-01-01
end: 2026-12-31
units:
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan]}
chapters:
  - id: "1"
    title: 焕新面貌
    clauses:
      - id: "1.1"
        title: 提升品质
        leads: [waitan]
        text: 完成30个小区加梯。
        targets:
          - id: 1.1a
            name: 小区加梯
            quote: 完成30个小区加梯
            KIND
"""

COUNT = "kind: count\nat_least: 30\nuom: 个"
LEVEL = "kind: level\nat_least: 95\nuom: '%'"


def text_of(keys: str = COUNT, *changes: tuple[str, str]) -> str:
    """The plan with these keys of its target, and with these changes."""
    text = PLAN.replace("KIND", keys.replace("\n", "\n            "))
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def sound(keys: str = COUNT, *changes: tuple[str, str]) -> Plan:
    """The plan, which must have no fault."""
    loaded, problems = plan_from(text_of(keys, *changes), "plan.yaml")
    assert [str(problem) for problem in problems] == []
    assert loaded is not None
    return loaded.plan


def problems_of(keys: str = COUNT, *changes: tuple[str, str]) -> list[Problem]:
    """The problems of a plan that must have some."""
    loaded, problems = plan_from(text_of(keys, *changes), "plan.yaml")
    assert loaded is None
    assert problems
    return problems


def faults(keys: str = COUNT, *changes: tuple[str, str]) -> list[str]:
    """The problems as printed."""
    return [str(problem).removeprefix("plan.yaml:") for problem in problems_of(keys, *changes)]


def only_target(plan: Plan) -> Target:
    (target,) = plan.clauses()[0].targets
    return target


# What is read


def test_a_plan_with_what_it_must_have_alone() -> None:
    plan = sound()
    assert (plan.format, plan.title, plan.timezone) == (1, "行动计划", "Asia/Shanghai")
    assert (plan.issued, plan.start) == (date(2024, 1, 10), date(2024, 1, 1))
    assert (plan.number, plan.issuer, plan.source, plan.coordinator) == (None, None, None, None)
    assert only_target(plan).requirement() == ("at_least", 30)


def test_the_policy_unless_given() -> None:
    policy = sound().policy
    assert (policy.at_risk_spi, policy.off_track_spi) == (Fraction(4, 5), Fraction(3, 5))
    assert (policy.at_risk_tspi, policy.off_track_tspi) == (Fraction(11, 10), 2)
    assert (policy.due_soon, policy.silent_after) == (30, 120)


def test_a_policy_that_is_given_in_part() -> None:
    policy = sound(COUNT, ("format: 1", "format: 1\npolicy: {at_risk_spi: 0.85}")).policy
    assert (policy.at_risk_spi, policy.off_track_spi) == (Fraction(17, 20), Fraction(3, 5))


def test_figures_are_exact() -> None:
    target = only_target(sound("kind: amount\nat_least: 15.1\nuom: 公里"))
    assert target.at_least == Fraction(151, 10)
    assert only_target(sound("kind: count\nat_least: 30.0\nuom: 个")).at_least == 30


SOUND = {
    "more than": "kind: count\nmore_than: 30\nuom: 个",
    "a level that falls": (
        "kind: level\nat_most: 3\nuom: 天\nbaseline: {date: 2023-12-31, value: 9}"
    ),
    "a level below": "kind: level\nless_than: 0.5\nuom: '%'",
    "a level of nothing": "kind: level\nat_most: 0\nuom: 起",
    "a milestone": "kind: milestone\ndue: 2025-12-31",
    "a milestone by the year": "kind: milestone\nevery: year",
    "a duty": "kind: duty",
    "illegible": "kind: amount\nillegible: {at_least: □5.1}\nuom: 公里",
    "illegible and filled in": (
        "kind: amount\nillegible: {at_least: □5.1}\nat_least: 15.1\nuom: 公里"
    ),
    "illegible, with a nought behind": (
        "kind: amount\nillegible: {at_least: □5.0}\nat_least: 15.0\nuom: 公里"
    ),
    "illegible, with a nought lost": (
        "kind: amount\nillegible: {at_least: 15.□}\nat_least: 15.0\nuom: 公里"
    ),
    "a path": COUNT + "\npath: [{by: 2024-12-31, value: 10}, {by: 2026-12-31, value: 30}]",
    "a path that stands still": (
        COUNT + "\npath: [{by: 2024-12-31, value: 10}, {by: 2025-06-30, value: 10}]"
    ),
    "a path that falls": (
        "kind: level\nat_most: 3\nuom: 天\nbaseline: {date: 2023-12-31, value: 9}\n"
        "path: [{by: 2024-12-31, value: 6}, {by: 2025-12-31, value: 3}]"
    ),
    "a path of a milestone": "kind: milestone\npath: [{by: 2025-06-30, value: 50}]",
    "each": COUNT + "\neach: jiedao",
    "reporters": COUNT + "\nreporters: [jiedao]",
    "a revised due date": COUNT + "\nrevisions: [{on: 2025-11-03, due: 2027-06-30}]",
    "a revised figure": COUNT + "\nrevisions: [{on: 2025-11-03, at_least: 20, why: 调整}]",
    "withdrawn": COUNT + "\nrevisions: [{on: 2025-11-03, withdrawn: true}]",
    "an annual figure revised": (
        COUNT + "\nevery: year\nrevisions: [{on: 2025-11-03, at_least: 20}]"
    ),
    "context": COUNT + '\ncontext: {9: 湖, "12345": 热线}',
}


@pytest.mark.parametrize("keys", SOUND.values(), ids=SOUND)
def test_what_is_sound(keys: str) -> None:
    assert only_target(sound(keys)).id == "1.1a"


def test_a_lost_figure_keeps_its_digits() -> None:
    target = only_target(sound(SOUND["illegible"]))
    assert lost_figure(target) == ("at_least", "□5.1")
    assert target.requirement() is None


def test_numbers_as_keys_of_a_context_are_text() -> None:
    assert only_target(sound(SOUND["context"])).context == {"9": "湖", "12345": "热线"}


def test_words_that_other_yaml_takes_for_truth_are_text() -> None:
    plan = sound(COUNT, ("外滩街道", "no"), ("行动计划", "12:30"))
    assert (plan.units[0].name, plan.title) == ("no", "12:30")


def test_clauses_and_targets_come_in_the_documents_order() -> None:
    closing = (
        'closing:\n  id: "0.1"\n  leads: [waitan]\n  text: 各单位要加强统筹。\n'
        "  targets: [{id: 0.1a, name: 统筹, quote: 统筹, kind: duty}]\nchapters:"
    )
    plan = sound(COUNT, ("chapters:", closing))
    assert [(where, clause.id) for where, clause in each_clause(plan)] == [
        (("chapters", 0, "clauses", 0), "1.1"),
        (("closing",), "0.1"),
    ]
    assert [(where, target.id) for where, _clause, target in each_target(plan)] == [
        (("chapters", 0, "clauses", 0, "targets", 0), "1.1a"),
        (("closing", "targets", 0), "0.1a"),
    ]


# Hints: what only a terminal shows


HINTS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "a key of a target": (COUNT.replace("at_least", "at_lest"), ()),
    "a key of a group": (COUNT, (("members", "membres"),)),
    "a unit": (COUNT, (("leads: [waitan]", "leads: [waitna]"),)),
    "a group": (COUNT, (("leads: [waitan]", "leads: [jiedoa]"),)),
    "a group that each is of": (COUNT + "\neach: jiedoa", ()),
    "the id of another clause": (COUNT, (("id: 1.1a", "id: 1.2a"),)),
    "a duty with a figure": ("kind: duty\nat_least: 3", ()),
    "each and reporters": (COUNT + "\neach: jiedao\nreporters: [waitan]", ()),
    "a lost figure that does not fit": (COUNT + "\nillegible: {at_least: □1}", ()),
    "a full-width colon": (COUNT, (("waitan, name: 外滩街道", "waitan, name：外滩街道"),)),
}


@pytest.mark.parametrize("case", HINTS)
def test_hints(case: str, golden: Golden) -> None:
    keys, changes = HINTS[case]
    golden.says([f"{each}; {each.hint}" for each in problems_of(keys, *changes)])


def test_the_width_of_an_unknown_key() -> None:
    (problem,) = problems_of(COUNT + "\nbeweis: 无")
    assert (problem.width, problem.excerpt) == (6, "            beweis: 无")


# One fault is named once


ONCE = {
    "a wrong type deep down": (COUNT.replace("30", "三十"), ()),
    "an unknown key deep down": (COUNT + "\nbeweis: 无", ()),
    "a wrong type of a unit": (COUNT, (("name: 外滩街道", "name: 3"),)),
    "a wrong type of a member": (COUNT, (("members: [waitan, yuyuan]", "members: [1, yuyuan]"),)),
    "a wrong type of a reporter": (COUNT + "\nreporters: [3]", ()),
    "a wrong lead": (COUNT, (("leads: [waitan]", "leads: [Waitan]"),)),
    "a list for a text": (COUNT, (("title: 行动计划", "title: [行动计划]"),)),
    "the plan ends before it starts": (COUNT, (("end: 2026", "end: 2023"),)),
    "no such time zone": (COUNT, (("format: 1", "format: 1\ntimezone: Shanghai"),)),
    "a control character in a time zone": (COUNT, (("format: 1", 'format: 1\ntimezone: "\\0"'),)),
    "two lost figures": ("kind: count\nillegible: {at_least: □, at_most: □}\nuom: 个", ()),
    "an empty list": (COUNT + "\nreporters: []", ()),
    "a due date twice": (COUNT + "\ndue: 2025-01-01\ndue: 2025-01-01", ()),
    "a number beyond all bounds": (COUNT.replace("30", "1e999999999999999999999"), ()),
}


@pytest.mark.parametrize(("keys", "changes"), ONCE.values(), ids=ONCE)
def test_one_fault_is_named_once(keys: str, changes: tuple[tuple[str, str], ...]) -> None:
    assert len(faults(keys, *changes)) == 1


def test_faults_of_different_parts_are_named_in_one_run(golden: Golden) -> None:
    found = faults(
        COUNT.replace("30", "三十"), ("name: 外滩街道", "name: 3"), ("2026-12", "2026-13")
    )
    golden.says(sorted(found))
    assert placed(sorted(found)) == [
        "24:23: HP203",
        "5:6: HP203",
        "7:24: HP203",
    ]


def test_what_an_amount_needs(golden: Golden) -> None:
    for case, keys in (
        ("an amount without a unit of measure", "kind: amount\nat_least: 15.5"),
        ("an amount without a figure", "kind: amount\nuom: 公里"),
    ):
        found = faults(keys)
        assert placed(found) == ["20:13: HP206"]
        golden.says(found, case)


# Each rule of structure: its failing example


FAILING: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "size": (
        COUNT + "\nevery: year\neach: jiedao",
        (
            ("end: 2026-12-31", "end: 9999-12-31"),
            ("[waitan, yuyuan]", f"[{', '.join(['waitan'] * 14)}]"),
        ),
    ),
    "thresholds": (COUNT, (("format: 1", "policy: {off_track_spi: 0.9}\nformat: 1"),)),
    "ids": (COUNT, (("id: 1.1a", "id: 1.3a"),)),
    "references": (COUNT, (("leads: [waitan]", "leads: [jianguna]"),)),
    "tenures": (COUNT, (("id: waitan,", "id: waitan, into: [yuyuan],"),)),
    "requirements": ("kind: duty\nat_least: 30", ()),
    "dates": (COUNT + "\nstart: 2026-01-01\ndue: 2025-12-31", ()),
    "paths": (
        COUNT + "\npath: [{by: 2025-06-30, value: 12}, {by: 2025-12-31, value: 10}]",
        (),
    ),
    "revisions": (COUNT + "\nrevisions: [{on: 2025-11-03, why: 无}]", ()),
}


def test_each_rule_of_structure_has_a_failing_example() -> None:
    assert {rule.__name__ for rule in STRUCTURE_RULES} == set(FAILING)


@pytest.mark.parametrize(("keys", "changes"), FAILING.values(), ids=FAILING)
def test_each_rule_of_structure_finds_its_fault(
    keys: str, changes: tuple[tuple[str, str], ...]
) -> None:
    assert len(faults(keys, *changes)) == 1


# What must not be accepted


REFUSED: dict[str, tuple[str, tuple[tuple[str, str], ...], str]] = {
    "true for a number": (COUNT.replace("30", "true"), (), "24:23: HP203"),
    "true for the format": (
        COUNT,
        (("format: 1", "format: true"),),
        "1:9: HP203",
    ),
    "a path's figure in quotes": (
        COUNT + "\npath: [{by: 2025-06-30, value: '12'}]",
        (),
        "26:44: HP203",
    ),
    "a reserved file name": (COUNT, (("id: yuyuan", "id: nul"),), "8:10: HP203"),
    "a baseline behind the due date": (
        LEVEL + "\nbaseline: {date: 2027-01-01, value: 90}",
        (),
        "26:30: HP208",
    ),
}


@pytest.mark.parametrize(("keys", "changes", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(
    keys: str, changes: tuple[tuple[str, str], ...], fault: str, golden: Golden
) -> None:
    found = faults(keys, *changes)
    assert placed(found) == [fault]
    golden.says(found)
