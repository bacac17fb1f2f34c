"""The rules of `check`, each by examples that pass and that fail."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from hpplan.checks import RULES, Facts, Rule, check, unaccounted
from hpplan.plan.items import Catalogue
from hpplan.plan.load import plan_from
from hpplan.progress.reader import read_progress
from plans import HEADER, placed

if TYPE_CHECKING:
    from golden import Golden

TODAY = date(2026, 11, 22)
BY_NAME = {rule.__name__: rule for rule in RULES}

Json = dict[str, Any]


class Case(NamedTuple):
    """A small workspace: what differs from a sound one."""

    text: str = "完成30个小区加梯。"
    targets: tuple[Json, ...] = ()
    source: str | None = None
    rows: dict[str, str] = {}  # noqa: RUF012 (nothing changes it)
    clause: Json = {}  # noqa: RUF012
    plan: Json = {}  # noqa: RUF012


def target(quote: str = "完成30个小区加梯", kind: str = "count", **more: Any) -> Json:
    """A target whose id is given by its place."""
    figure = {"at_least": 30, "uom": "个"} if kind == "count" and "illegible" not in more else {}
    return {"name": "事项", "quote": quote, "kind": kind, **figure, **more}


def facts_of(case: Case) -> Facts:
    """What the rules look at."""
    targets = case.targets or (target(),)
    named = [
        {"id": f"1.1{letter}", **each} for letter, each in zip("abcdef", targets, strict=False)
    ]
    clause = {
        "id": "1.1",
        "title": "提升品质",
        "leads": ["a", "b"],
        "text": case.text,
        "targets": named,
        **case.clause,
    }
    data = {
        "format": 1,
        "title": "计划",
        "issued": "2024-01-10",
        "start": "2024-01-01",
        "end": "2026-12-31",
        "units": [{"id": "a", "name": "甲局"}, {"id": "b", "name": "乙局"}],
        "chapters": [{"id": "1", "title": "焕新面貌", "clauses": [clause]}],
        **case.plan,
    }
    loaded, problems = plan_from(json.dumps(data, ensure_ascii=False), "plan.yaml")
    assert loaded is not None, [str(problem) for problem in problems]
    catalogue = Catalogue(loaded.plan)
    zone = ZoneInfo("Asia/Shanghai")
    files = tuple(
        read_progress(
            (HEADER + rows).encode(), f"{unit}.csv", unit, catalogue, zone=zone, keep_rows=True
        )
        for unit, rows in case.rows.items()
    )
    for file in files:
        assert [str(problem) for problem in file.problems] == []
    return Facts(loaded, catalogue, case.source, "plan.txt", files, TODAY)


def found(rule: Rule, case: Case) -> list[str]:
    """What a rule says of a case: code and message."""
    return [f"{each.code} {each.message}" for each in rule(facts_of(case))]


def codes(said: list[str]) -> list[str]:
    """The codes alone."""
    return [each.split(" ")[0] for each in said]


SOURCE = "一、焕新面貌\n\n1.提升品质。完成30个小区加梯。（牵头单位：甲局、乙局）\n"
LEVEL = target("达标率达到95%", "level", at_least=95, uom="%")
MEASURED = {**LEVEL, "reporters": ["a", "b"]}
RATE = "达标率达到95%。"
PASSED = {"on": "2025-07-01", "from": "a", "to": "b"}


def ended(**more: Any) -> Json:
    """Two units, of which the first has ended."""
    return {"units": [{"id": "a", "name": "甲局", **more}, {"id": "b", "name": "乙局"}]}


DECIDED = {"on": "2025-11-03", "due": "2027-06-30", "why": "管线改造未完", "by": "联席会议"}

EXAMPLES: dict[str, tuple[Case, Case]] = {
    "source_in_order": (Case(source=SOURCE), Case(source=SOURCE.replace("小区", "社区"))),
    "quotes": (Case(), Case(targets=(target("完成30个 小区加梯"),))),
    "accounted": (Case(), Case(text="完成30个小区加梯，加强宣传。")),
    "figures": (
        Case(
            "完成30个小区加梯和9个湖。", (target("完成30个小区加梯和9个湖", context={"9": "湖"}),)
        ),
        Case("完成30个小区加梯和9个湖。", (target("完成30个小区加梯和9个湖"),)),
    ),
    "own_figure": (Case(), Case(targets=(target("小区加梯"),))),
    "contexts": (Case(), Case(targets=(target(context={"9": "湖"}),))),
    "governing_dates": (
        Case("到2025年底，完成30个小区加梯。", (target(due="2025-12-31"),)),
        Case("到2025年底，完成30个小区加梯。", (target(),)),
    ),
    "decisions_in_order": (
        Case(targets=(target(revisions=[DECIDED, {**DECIDED, "on": "2025-11-03"}]),)),
        Case(targets=(target(revisions=[DECIDED, {**DECIDED, "on": "2025-11-02"}]),)),
    ),
    "reasoned": (
        Case(targets=(target(revisions=[DECIDED]),)),
        Case(targets=(target(revisions=[{"on": "2025-11-03", "due": "2027-06-30"}]),)),
    ),
    "changing": (
        Case(targets=(target(revisions=[DECIDED]),)),
        Case(targets=(target(revisions=[{**DECIDED, "due": "2026-12-31"}]),)),
    ),
    "dated": (
        Case(targets=(target(revisions=[{**DECIDED, "on": "2024-01-10"}]),)),
        Case(targets=(target(revisions=[{**DECIDED, "on": "2024-01-09"}]),)),
    ),
    "unconfirmed": (
        Case(targets=(target(confirm=[]),)),
        Case(targets=(target(confirm=["recurrence"]), target(confirm=["recurrence"]))),
    ),
    "with_reporters": (
        Case(targets=(target(reporters=["a"]),), clause={"leads": []}),
        Case(clause={"leads": []}),
    ),
    "groups_with_members": (
        Case(plan={"groups": [{"id": "g", "name": "各局", "members": []}]}),
        Case(
            plan={"groups": [{"id": "g", "name": "各局", "members": []}]}, clause={"leads": ["g"]}
        ),
    ),
    "falling_totals": (
        Case(rows={"a": "2025-03-31,1.1a,9,,,\n2025-06-30,1.1a,9,,,\n2025-09-30,1.1a,12,,,\n"}),
        Case(rows={"a": "2025-03-31,1.1a,12,,,\n2025-06-30,1.1a,3,,,\n"}),
    ),
    "too_large": (
        Case(rows={"a": "2025-03-31,1.1a,300,,,\n"}),
        Case(rows={"a": "2025-03-31,1.1a,301,,,\n"}),
    ),
    "over_fulfilled": (
        Case(rows={"a": "2025-03-31,1.1a,60,,,\n"}),
        Case(rows={"a": "2025-03-31,1.1a,61,,,\n"}),
    ),
    "small_percentages": (
        Case(targets=(target(kind="milestone"),), rows={"a": "2025-03-31,1.1a,1,,,\n"}),
        Case(targets=(target(kind="milestone"),), rows={"a": "2025-03-31,1.1a,0.99,,,\n"}),
    ),
    "empty_reports": (
        Case(targets=(target(kind="duty"),), rows={"a": "2025-03-31,1.1a,,巡查两次,,\n"}),
        Case(targets=(target(kind="duty"),), rows={"a": "2025-03-31,1.1a,,,,\n"}),
    ),
    "lost_characters": (
        Case(rows={"a": "2025-03-31,1.1a,1,完成1个？？？,现场?.jpg,\n"}),
        Case(rows={"a": "2025-03-31,1.1a,1,??1????,,\n2025-06-30,1.1a,2,,#REF!,\n"}),
    ),
    "thousands": (
        Case(rows={"a": '2025-03-31,1.1a,"1,200",,,\n'}),
        Case(rows={"a": "2025-03-31,1.1a,1,200,,\n"}),
    ),
    "counted_twice": (
        Case(
            targets=(target(reporters=["a", "b"]),),
            rows={"a": "2025-03-31,1.1a,3,,,\n", "b": "2025-03-31,1.1a,3,,,\n"},
        ),
        Case(rows={"a": "2025-03-31,1.1a,3,,,\n", "b": "2025-03-31,1.1a,3,,,\n"}),
    ),
    "several_on_a_level": (
        Case(RATE, (MEASURED,), rows={"a": "2025-03-31,1.1a,80,,,\n2025-06-30,1.1a,81,,,\n"}),
        Case(
            RATE, (MEASURED,), rows={"a": "2025-03-31,1.1a,80,,,\n", "b": "2025-06-30,1.1a,81,,,\n"}
        ),
    ),
    "handovers": (
        Case(targets=(target(reporters=["a"], handover=[PASSED]),)),
        Case(targets=(target(reporters=["b"], handover=[PASSED]),)),
    ),
    "answered_for": (
        Case(clause={"leads": ["a"]}, plan=ended(until="2025-06-30", into=["b"])),
        Case(clause={"leads": ["a"]}, plan=ended(until="2025-06-30")),
    ),
    "undivided_level": (
        Case(RATE, (MEASURED,), rows={"a": "2025-03-31,1.1a,80,,,\n"}),
        Case(RATE, (LEVEL,), rows={"a": "2025-03-31,1.1a,80,,,\n"}),
    ),
    "orphaned": (
        Case(rows={"a": "2025-03-31,1.1a,none,无此项,,\n", "b": "2025-03-31,1.1a,3,,,\n"}),
        Case(rows=dict.fromkeys("ab", "2025-03-31,1.1a,none,无此项,,\n")),
    ),
    "met_without_evidence": (
        Case(rows={"a": "2025-03-31,1.1a,29,,,\n2025-06-30,1.1a,30,,照片.jpg,\n"}),
        Case(rows={"a": "2025-03-31,1.1a,29,,照片.jpg,\n2025-06-30,1.1a,30,,,\n"}),
    ),
    "rows_are_lines": (
        Case(rows={"a": "2025-03-31,1.1a,12,三月；完成,,\n"}),
        Case(rows={"a": '2025-03-31,1.1a,12,"三月\n完成",,\n'}),
    ),
    "closing_figures": (
        Case(
            targets=(target(every="year"),),
            rows={"a": "2025-09-30,1.1a,20,,,\n2026-01-10,1.1a@2025,30,,,\n"},
        ),
        Case(
            targets=(target(every="year"),),
            rows={"a": "2025-09-30,1.1a,20,,,\n2026-01-10,1.1a,30,,,\n"},
        ),
    ),
    "days_in_range": (
        Case(rows={"a": "2024-01-01,1.1a,1,,,\n2026-11-22,1.1a,2,,,\n"}),
        Case(rows={"a": "2026-11-23,1.1a,3,,,\n"}),
    ),
}


def test_every_rule_has_examples() -> None:
    assert set(BY_NAME) == set(EXAMPLES)
    assert len(BY_NAME) == len(RULES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_passing_example_passes(name: str) -> None:
    assert found(BY_NAME[name], EXAMPLES[name][0]) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_failing_example_fails(name: str) -> None:
    assert len(found(BY_NAME[name], EXAMPLES[name][1])) == 1


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_rule_says_in_its_docstring_what_passes_and_what_does_not(name: str) -> None:
    text = BY_NAME[name].__doc__ or ""
    assert "Passes:" in text
    assert "Fails:" in text or "Warns:" in text


def test_check_goes_through_all_the_rules() -> None:
    case = Case(
        text="完成30个小区加梯，加强宣传。",
        targets=(target(context={"9": "湖"}),),
        rows={"a": "2025-03-31,1.1a,12,,,\n2026-12-30,1.1a,3,,,\n"},
    )
    assert {problem.code for problem in check(facts_of(case))} == {
        "HP213",
        "HP251",
        "HP353",
        "HP358",
    }


# The source


@pytest.mark.parametrize(
    "source",
    [
        SOURCE,
        SOURCE.replace("\n", "\r\n"),
        SOURCE.replace("。（牵头", "。\n（牵头"),
        SOURCE.replace("1.提升", "1．提升"),
        SOURCE.replace("1.提升", "（一）提升"),
        SOURCE.replace("（牵头单位：甲局、乙局）", "(责任单位:甲局,乙局)"),
        "市政府文件\n" + SOURCE,
    ],
)
def test_how_the_source_may_set_the_plans_words(source: str) -> None:
    assert found(BY_NAME["source_in_order"], Case(source=source)) == []


def test_without_a_source_nothing_is_compared() -> None:
    assert found(BY_NAME["source_in_order"], Case(source=None)) == []


LEFT_OVER = {
    "behind the text": (SOURCE.replace("加梯。", "加梯。收尾。"), "3:18", "收尾。"),
    "a lead": (SOURCE.replace("乙局", "乙局、丙局"), "3:30", "丙局"),
    "before the title": (SOURCE.replace("1.", "总则。\n\n1."), "3:1", "总则。"),
    "at the end": (SOURCE + "\n附则。\n", "5:1", "附则。"),
    "a figure behind the text": (SOURCE.replace("加梯。", "加梯。95"), "3:18", "95"),
}


@pytest.mark.parametrize(("source", "place", "words"), LEFT_OVER.values(), ids=LEFT_OVER)
def test_what_is_left_over_of_the_source(
    source: str, place: str, words: str, golden: Golden
) -> None:
    problems = list(BY_NAME["source_in_order"](facts_of(Case(source=source))))
    assert placed(problems) == [f"plan.txt:{place}: HP212"]
    assert f"“{words}”" in problems[0].message
    golden.says(problems[0].message)


def test_a_text_that_lacks_its_last_character() -> None:
    case = Case(text="完成30个小区加梯", source=SOURCE.replace("加梯。", "加梯；并宣传。"))
    assert len(found(BY_NAME["source_in_order"], case)) == 1


def test_a_difference_in_one_place_is_named_once(golden: Golden) -> None:
    source = SOURCE.replace("加梯", "加装电梯")
    said = found(BY_NAME["source_in_order"], Case(source=source))
    assert codes(said) == ["HP211"]
    golden.says(said)


# Accounted for


def clause_of(text: str, quotes: list[str], aside: list[str]) -> Case:
    return Case(
        text,
        tuple(target(quote, "duty") for quote in quotes),
        clause={"set_aside": [{"quote": quote, "why": "无"} for quote in aside]},
    )


@pytest.mark.parametrize(
    ("text", "quotes", "aside", "left"),
    [
        ("巡查。宣传。", ["巡查", "宣传"], [], []),
        ("巡查。宣传。", ["巡查"], ["宣传"], []),
        ("巡查，宣传。", ["巡查，宣传"], [], []),
        ("巡查，宣传。", ["巡查，宣", "，宣传"], [], []),
        ("“巡查”（宣传）：", ["巡查", "宣传"], [], []),
        ("巡查。宣传。", ["巡查"], [], ["宣传"]),
        ("巡查。宣传；检查。", ["巡查"], [], ["宣传；检查"]),
        ("加强巡查，做好宣传。", ["巡查"], ["宣传"], ["加强", "做好"]),
        ("巡查，再巡查。", ["巡查"], [], ["再"]),
        ("巡查A区和B2。", ["巡查"], [], ["A区和B2"]),
        ("巡查。", ["宣传"], [], ["巡查"]),
    ],
)
def test_what_no_quote_holds(
    text: str, quotes: list[str], aside: list[str], left: list[str]
) -> None:
    clause = facts_of(clause_of(text, quotes, aside)).loaded.plan.clauses()[0]
    assert [text[begin:end] for begin, end in unaccounted(clause)] == left


def test_a_title_that_names_what_its_text_commits_to_is_accounted_for() -> None:
    assert found(BY_NAME["accounted"], Case(clause={"title": "提升品质和形象"})) == []


@pytest.mark.parametrize(
    ("text", "more", "left"),
    [
        ("完成30个小区加梯", {}, []),
        ("完成30个小区加梯", {"at_least": 30.0}, []),
        ("完成030个小区加梯", {}, []),
        ("完成30.0个小区加梯", {}, []),
        ("完成30个小区、5条道路", {}, ["5"]),
        ("完成30个小区、5条道路", {"context": {"5": "道路"}}, []),
        ("2025年完成30个小区加梯", {}, ["2025"]),
        ("2025年完成30个小区加梯", {"due": "2025-12-31"}, []),
        ("2025年完成30个小区加梯", {"start": "2025-01-01"}, []),
        ("2025年6月完成30个小区加梯", {"due": "2025-12-31"}, ["2025", "6"]),
        ("2025年6月完成30个小区加梯", {"due": "2025-06-30"}, []),
        ("2025年6月15日完成30个小区加梯", {"due": "2025-06-15"}, []),
        ("2025年6月15日完成30个小区加梯", {"due": "2025-06-30"}, ["2025", "6", "15"]),
        ("2025年完成30个小区加梯", {"path": [{"by": "2025-12-31", "value": 12}]}, []),
        ("完成30个小区加梯，热线12345", {}, ["12345"]),
    ],
)
def test_figures_that_nobody_requires(text: str, more: Json, left: list[str]) -> None:
    case = Case(text, (target(text, **more),))
    said = found(BY_NAME["figures"], case)
    assert codes(said) == ["HP215"] * len(left)
    assert [re.findall("[0-9]+", each)[1:] for each in said] == [[figure] for figure in left]


def test_a_figure_that_is_set_aside_is_accounted_for() -> None:
    case = Case(
        "完成30个小区加梯，热线12345。",
        clause={"set_aside": [{"quote": "热线12345", "why": "名称"}]},
    )
    assert found(BY_NAME["figures"], case) == []


def test_a_figure_in_a_title_is_not_accounted_for_by_itself(golden: Golden) -> None:
    case = Case(clause={"title": "提升30个小区品质"})
    said = found(BY_NAME["figures"], case)
    assert codes(said) == ["HP215"]
    golden.says(said)
    quoted = Case(clause={"title": "完成30个小区加梯"})
    assert found(BY_NAME["figures"], quoted) == []


@pytest.mark.parametrize(
    ("quote", "more", "missing"),
    [
        ("打造一片", {"at_least": 1}, None),
        ("打造两处", {"at_least": 2}, None),
        ("打造1片", {"at_least": 1}, None),
        ("打造一片", {"at_least": 2}, "2"),
        ("打造示范区", {"at_least": 1}, "1"),
        ("打造□0片", {"illegible": {"at_least": "□0"}, "uom": "片"}, None),
        ("打造□0片", {"illegible": {"at_least": "□0"}, "at_least": 10, "uom": "片"}, None),
        ("打造□0片", {"illegible": {"at_least": "□5"}, "uom": "片"}, "□5"),
        ("打造□0片", {"at_least": 5, "kind": "amount", "uom": "片"}, "5"),
    ],
)
def test_a_required_figure_stands_in_its_own_quote(
    quote: str, more: Json, missing: str | None, golden: Golden
) -> None:
    said = found(BY_NAME["own_figure"], Case(f"{quote}。", (target(quote, **more),)))
    assert codes(said) == (["HP216"] if missing else [])
    if missing:
        assert re.findall("[□0-9]+", said[0])[1:] == [missing]
        golden.says(said, f"a quote without the figure {missing}")


@pytest.mark.parametrize(
    ("quote", "sound"),
    [
        ("持续巡查。", True),
        ("持续巡查；", False),
        ("提升品质", True),
        ("持续巡查。做好宣传", False),
        ("。做好宣传", False),
        ("做好宣传；再", False),
        ("持续 巡查", False),
    ],
)
def test_quotes_stand_in_their_clause(quote: str, golden: Golden, *, sound: bool) -> None:
    case = Case("持续巡查。做好宣传；再检查。", (target(quote, "duty"),))
    said = found(BY_NAME["quotes"], case)
    assert codes(said) == ([] if sound else ["HP214"])
    if not sound:
        golden.says(said, f"the quote {quote}")


DATES = [
    ("到2025年底，巡查。", {"due": "2025-12-31"}, None),
    ("到2025年，巡查。", {"due": "2025-12-31"}, None),
    ("到2025年6月底，巡查。", {"due": "2025-06-30"}, None),
    ("到2025年2月，巡查。", {"due": "2025-02-28"}, None),
    ("到2025年6月15日，巡查。", {"due": "2025-06-15"}, None),
    ("到2025年底，宣传；巡查。", {}, None),
    ("到2025年底，宣传。巡查。", {}, None),
    ("到2025年，宣传，到2026年，巡查。", {"due": "2026-12-31"}, None),
    ("2025年，巡查。", {}, None),
    ("到2025年13月，巡查。", {}, None),
    ("到2025年底，宣传，巡查。", {}, ["2025-12-31"]),
    ("到2025年底，巡查。", {"due": "2025-06-30"}, ["2025-12-31", "2025-06-30"]),
    ("到2025年6月，巡查。", {"due": "2025-12-31"}, ["2025-06-30", "2025-12-31"]),
    ("到2025年，宣传，到2026年，巡查。", {"due": "2025-12-31"}, ["2026-12-31", "2025-12-31"]),
    ("宣传。到2025年底，巡查。", {}, ["2025-12-31"]),
]


@pytest.mark.parametrize(("text", "more", "dates"), DATES)
def test_a_date_governs_what_follows_it(
    text: str, more: Json, dates: list[str] | None, golden: Golden
) -> None:
    case = Case(text, (target("巡查", "milestone", **more),))
    said = found(BY_NAME["governing_dates"], case)
    assert codes(said) == (["HP252"] if dates else [])
    if dates:
        assert re.findall("[0-9]{4}-[0-9]{2}-[0-9]{2}", said[0]) == dates
        golden.says(said, f"dates of {text} {more}")


# The rows


def test_a_corrected_total_has_not_fallen() -> None:
    rows = "2025-03-31,1.1a,12,,,\n2025-03-31,1.1a,3,,,\n2025-06-30,1.1a,4,,,\n"
    assert found(BY_NAME["falling_totals"], Case(rows={"a": rows})) == []


def test_totals_of_an_annual_target_begin_again_each_year() -> None:
    rows = "2024-12-31,1.1a,30,,,\n2025-03-31,1.1a,3,,,\n"
    case = Case(targets=(target(every="year"),), rows={"a": rows})
    assert found(BY_NAME["falling_totals"], case) == []


def test_a_level_may_fall() -> None:
    case = Case(RATE, (LEVEL,), rows={"a": "2025-03-31,1.1a,90,,,\n2025-06-30,1.1a,80,,,\n"})
    assert found(BY_NAME["falling_totals"], case) == []


def test_each_fall_is_named_by_the_totals_and_the_day(golden: Golden) -> None:
    rows = "2025-06-30,1.1a,9,,,\n2025-03-31,1.1a,12,,,\n2025-09-30,1.1a,8,,,\n"
    said = found(BY_NAME["falling_totals"], Case(rows={"a": rows}))
    assert codes(said) == ["HP353", "HP353"]
    golden.says(said)


def test_ten_times_a_revised_requirement_is_measured_by_the_revised_one() -> None:
    revised = target(revisions=[{"on": "2025-01-01", "at_least": 400}])
    case = Case(targets=(revised,), rows={"a": "2025-03-31,1.1a,350,,,\n"})
    assert found(BY_NAME["too_large"], case) == []


def test_a_requirement_that_a_revision_lowered_is_met_without_evidence(golden: Golden) -> None:
    revised = target(revisions=[{"on": "2025-01-01", "at_least": 20}])
    case = Case(targets=(revised,), rows={"a": "2025-03-31,1.1a,20,,,\n"})
    said = found(BY_NAME["met_without_evidence"], case)
    assert codes(said) == ["HP357"]
    golden.says(said)


def test_members_who_owe_an_item_each_count_nothing_twice() -> None:
    case = Case(
        targets=(target(each="g"),),
        rows={"a": "2025-03-31,1.1a,3,,,\n", "b": "2025-03-31,1.1a,3,,,\n"},
        plan={"groups": [{"id": "g", "name": "各局", "members": ["a", "b"]}]},
    )
    assert found(BY_NAME["counted_twice"], case) == []


# Decisions


def revised(rule: str, *decisions: Json, **more: Any) -> list[str]:
    """What a rule says of a target with these decisions, in this order."""
    return found(BY_NAME[rule], Case(targets=(target(revisions=list(decisions), **more),)))


def test_a_decision_is_compared_with_the_last_day_before_it(golden: Golden) -> None:
    days = ("2026-03-01", "2025-11-03", "2026-01-05", "2026-03-01")
    said = revised("decisions_in_order", *({**DECIDED, "on": day} for day in days))
    assert codes(said) == ["HP254", "HP254"]
    golden.says(said)


def test_what_held_before_a_decision_goes_by_the_days_not_by_the_places(golden: Golden) -> None:
    later = {**DECIDED, "on": "2025-12-01", "due": "2026-12-31"}
    assert revised("changing", DECIDED, later) == []
    assert revised("changing", later, DECIDED) == []
    said = revised("changing", DECIDED, {**DECIDED, "on": "2025-12-01"})
    assert codes(said) == ["HP256"]
    golden.says(said)


def test_another_operator_is_another_requirement() -> None:
    more = {**DECIDED, "due": None, "more_than": 30}
    assert revised("changing", {k: v for k, v in more.items() if v}) == []


def test_a_filled_in_figure_is_what_held(golden: Golden) -> None:
    lost = {"illegible": {"at_least": "□0"}, "uom": "个"}
    again = {"on": "2025-11-03", "at_least": 30}
    assert revised("changing", again, **lost) == []
    said = revised("changing", again, **lost, at_least=30)
    assert codes(said) == ["HP256"]
    golden.says(said)


def test_a_level_of_nought_is_a_change_like_another(golden: Golden) -> None:
    level = Case(
        RATE,
        ({**LEVEL, "at_least": 95, "revisions": [
            {"on": "2025-11-03", "withdrawn": True}, {"on": "2025-11-04", "at_least": 0},
        ]},),
    )  # fmt: skip
    said = found(BY_NAME["changing"], level)
    assert codes(said) == ["HP256"]
    golden.says(said)


def test_today_is_not_the_future(golden: Golden) -> None:
    assert revised("dated", {**DECIDED, "on": TODAY.isoformat()}) == []
    said = revised("dated", {**DECIDED, "on": "2026-11-23"})
    assert codes(said) == ["HP257"]
    golden.says(said)


@pytest.mark.parametrize("kind", ["milestone", "duty"])
def test_what_does_not_add_up_is_not_counted_twice(kind: str) -> None:
    value = "50" if kind == "milestone" else ""
    row = f"2025-03-31,1.1a,{value},,,\n"
    case = Case(targets=(target(kind=kind),), rows={"a": row, "b": row})
    assert found(BY_NAME["counted_twice"], case) == []


@pytest.mark.parametrize(
    ("rows", "warned"),
    [
        ("2025-03-31,1.1a,30,,x,\n", False),
        ("2025-03-31,1.1a,30,,,\n2025-06-30,1.1a,31,,x,\n", False),
        ("2025-03-31,1.1a,30,, ,\n", True),
        ("2025-03-31,1.1a,29,,,\n", False),
        ("2025-03-31,1.1a,3,,x,\n2025-06-30,1.1a,31,,,\n", True),
    ],
)
def test_where_evidence_may_stand(rows: str, *, warned: bool) -> None:
    assert bool(found(BY_NAME["met_without_evidence"], Case(rows={"a": rows}))) == warned


def test_a_requirement_nobody_can_read_asks_for_no_evidence() -> None:
    lost = target("完成□0个", illegible={"at_least": "□0"}, uom="个")
    case = Case("完成□0个。", (lost,), rows={"a": "2025-03-31,1.1a,99,,,\n"})
    assert found(BY_NAME["met_without_evidence"], case) == []
    assert found(BY_NAME["too_large"], case) == []


def test_an_annual_items_day_is_measured_by_its_own_start(golden: Golden) -> None:
    case = Case(
        targets=(target(every="year"),),
        rows={"a": "2024-12-31,1.1a@2025,1,,,\n2026-02-01,1.1a@2025,3,,,\n"},
    )
    said = found(BY_NAME["days_in_range"], case)
    assert codes(said) == ["HP358"]
    golden.says(said)


@pytest.mark.parametrize(("value", "warned"), [("9", []), ("10", ["HP368"]), ("11", ["HP354"])])
def test_no_digit_is_too_many_where_there_is_one(value: str, warned: list[str]) -> None:
    once = target("打造1片", at_least=1)
    case = Case("打造1片。", (once,), rows={"a": f"2025-03-31,1.1a,{value},,,\n"})
    rules = (BY_NAME["over_fulfilled"], BY_NAME["too_large"])
    assert [each[:5] for rule in rules for each in found(rule, case)] == warned
