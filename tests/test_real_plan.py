"""The plan that ships: every character of the document is accounted for, nothing is made up.

Counted here by means of its own, so that a fault shared with `check` does not hide.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.plan.items import Catalogue
from hpplan.plan.load import load_plan
from hpplan.plan.model import relative_to_baseline

if TYPE_CHECKING:
    from golden import Golden
    from hpplan.plan.model import Clause, Plan

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-11-22"

NUMERALS = "一二三四五六七八九十"
HEADER = "date,target,value,note,evidence,recorded\n"


def read_plan() -> Plan:
    loaded, problems = load_plan(ROOT / "plan.yaml", "plan.yaml")
    assert loaded is not None
    assert problems == []
    return loaded.plan


PLAN = read_plan()
CATALOGUE = Catalogue(PLAN)
SOURCE = (ROOT / "data" / "source" / "plan.txt").read_text(encoding="utf-8").splitlines()
CLAUSES = [clause for chapter in PLAN.chapters for clause in chapter.clauses]
TARGETS = [(clause, target) for clause in PLAN.clauses() for target in clause.targets]

of_clause = pytest.mark.parametrize("clause", PLAN.clauses(), ids=lambda clause: clause.id)


@pytest.fixture
def hpplan(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A command line in the repository, with nothing of the user's own."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(ROOT)
    return CliRunner()


# The source, line by line


def clause_lines() -> list[str]:
    """The lines of the source's numbered paragraphs, as （一）…。…（牵头单位：…）."""
    return [line for line in SOURCE if re.match(f"（[{NUMERALS}]+）", line)]


def chapter_lines() -> list[str]:
    return [line for line in SOURCE if re.match(f"[{NUMERALS}]+、", line)]


def brackets(line: str) -> str:
    """What stands between 牵头单位： and the closing bracket."""
    found = re.fullmatch(r".*（牵头单位：([^（）]*)）", line)
    assert found is not None, line
    return found[1]


def test_five_chapters_twenty_nine_clauses_and_a_closing_paragraph() -> None:
    assert [len(chapter.clauses) for chapter in PLAN.chapters] == [6, 6, 3, 8, 6]
    assert len(clause_lines()) == len(CLAUSES) == 29
    assert len(chapter_lines()) == 5
    assert PLAN.closing is not None
    assert (PLAN.closing.id, PLAN.closing.leads) == ("0.1", ("chengguan",))


def test_every_chapter_stands_in_the_source() -> None:
    for number, (chapter, line) in enumerate(zip(PLAN.chapters, chapter_lines(), strict=True)):
        assert chapter.id == str(number + 1)
        assert line == f"{NUMERALS[number]}、{chapter.title}"


@pytest.mark.parametrize(
    ("clause", "line"),
    list(zip(CLAUSES, clause_lines(), strict=True)),
    ids=[clause.id for clause in CLAUSES],
)
def test_a_clause_rebuilds_its_line_of_the_source(clause: Clause, line: str) -> None:
    number = int(clause.id.split(".")[1])
    names = brackets(line)
    assert line == f"（{NUMERALS[number - 1]}）{clause.title}。{clause.text}（牵头单位：{names}）"
    stated = [name for name in re.split("[、，]", names) if name]
    assert [CATALOGUE.name(lead) for lead in clause.leads] == stated


def test_one_dangling_mark_is_all_that_the_lead_units_leave_over() -> None:
    dangling = [
        clause.id
        for clause, line in zip(CLAUSES, clause_lines(), strict=True)
        if not all(re.split("[、，]", brackets(line)))
    ]
    assert dangling == ["2.3"]
    assert "、" in (CATALOGUE.clauses["2.3"].note or "")


def test_the_paragraphs_around_the_clauses_stand_in_the_source() -> None:
    assert PLAN.closing is not None
    assert SOURCE[-1] == PLAN.closing.text
    assert PLAN.preamble in SOURCE
    assert PLAN.title in SOURCE
    assert PLAN.number in SOURCE
    assert PLAN.issuer in SOURCE
    assert "2024年12月30日" in SOURCE
    assert (PLAN.issued, PLAN.start, PLAN.end) == (
        date(2024, 12, 30),
        date(2024, 1, 1),
        date(2026, 12, 31),
    )


def test_nothing_else_stands_in_the_plans_part_of_the_source() -> None:
    assert PLAN.title in SOURCE
    body = SOURCE[SOURCE.index(PLAN.title) + 1 :]
    assert PLAN.closing is not None
    rest = [
        line
        for line in body
        if line not in {*clause_lines(), *chapter_lines(), PLAN.preamble, PLAN.closing.text}
    ]
    assert rest == []


# Who


def test_nineteen_units_are_named_and_ten_subdistricts_stand_for_the_group() -> None:
    named = {
        name
        for line in clause_lines()
        for name in re.split("[、，]", brackets(line))
        if name and name != "各街道"
    }
    members = CATALOGUE.groups["jiedao"].members
    assert len(named) == 19
    assert {unit.name for unit in PLAN.units if unit.id not in members} == named
    assert len(members) == len(set(members)) == 10
    assert [group.name for group in PLAN.groups] == ["各街道"]
    assert PLAN.groups[0].note


def test_each_unit_leads_as_many_clauses_as_the_brackets_say() -> None:
    stated: dict[str, int] = {}
    for line in clause_lines():
        for name in filter(None, re.split("[、，]", brackets(line))):
            stated[name] = stated.get(name, 0) + 1
    led: dict[str, int] = {}
    for clause in CLAUSES:
        for lead in clause.leads:
            led[CATALOGUE.name(lead)] = led.get(CATALOGUE.name(lead), 0) + 1
    assert led == stated
    assert sum(led.values()) == sum(len(clause.leads) for clause in CLAUSES)


# Every character


def uncovered(clause: Clause) -> str:
    """What of a clause's text lies in no quote, marks aside."""
    quotes = [target.quote for target in clause.targets]
    quotes += [aside.quote for aside in clause.set_aside]
    text = clause.text
    mask = [False] * len(text)
    for quote in quotes:
        for at in range(len(text)):
            if text.startswith(quote, at):
                mask[at : at + len(quote)] = [True] * len(quote)
    return "".join(
        character
        for character, covered in zip(text, mask, strict=True)
        if not covered and character not in "，。；、：“”‘’（）《》—…·,.;:! \n"
    )


@of_clause
def test_every_character_is_accounted_for(clause: Clause) -> None:
    assert uncovered(clause) == ""


def test_a_quote_stands_in_its_clause_within_one_sentence() -> None:
    for clause, target in TARGETS:
        assert target.quote in clause.text or target.quote in (clause.title or ""), target.id
        assert not {"。", "；"} & set(target.quote), target.id


@of_clause
def test_what_is_set_aside_is_the_documents_and_has_a_reason(clause: Clause) -> None:
    for aside in clause.set_aside:
        assert aside.quote in clause.text or aside.quote in (clause.title or "")
        assert aside.why.strip()


def test_a_target_is_named_after_its_clause() -> None:
    for clause, target in TARGETS:
        assert re.fullmatch(rf"{re.escape(clause.id)}[a-z]{{1,2}}", target.id)


def test_no_target_has_another_ones_id_or_name() -> None:
    assert len({target.id for _clause, target in TARGETS}) == len(TARGETS)
    names = [(clause.id, target.name) for clause, target in TARGETS]
    assert len(set(names)) == len(names)


# Figures and dates


def test_a_required_figure_stands_in_its_own_quote() -> None:
    words = {"1": "一", "2": "两"}  # 一片 is 1
    for _clause, target in TARGETS:
        requirement = target.requirement()
        if requirement is None:
            continue
        figure = requirement[1]
        written = str(figure) if isinstance(figure, int) else f"{float(figure):g}"
        digits = re.findall(r"[0-9]+(?:\.[0-9]+)?", target.quote)
        assert written in digits or words.get(written, "?") in target.quote, target.id


def test_a_target_without_figure_is_a_milestone_or_a_duty_or_is_to_better_its_baseline() -> None:
    for _clause, target in TARGETS:
        measured = target.kind in {"count", "amount", "level"}
        figure = target.requirement() is not None or target.illegible is not None
        figure = figure or relative_to_baseline(target) is not None
        assert (figure, target.uom is not None) == (measured, measured), target.id


def test_what_is_only_to_rise_is_measured_against_a_baseline_that_is_not_made_up() -> None:
    found = {
        target.id: (target.quote[:2], target.kind, relative_to_baseline(target), target.baseline)
        for _clause, target in TARGETS
        if relative_to_baseline(target)
    }
    assert found == dict.fromkeys(("1.6f", "2.2f"), ("提高", "level", "more_than", None))


def test_the_three_lost_figures_are_lost_and_none_is_guessed() -> None:
    lost = {
        target.id: (target.illegible.at_least, target.uom, target.requirement())
        for _clause, target in TARGETS
        if target.illegible
    }
    assert list(lost.values()) == [
        ("□5.1", "公里", None),
        ("□3.3", "公里", None),
        ("□94", "户", None),
    ]
    assert all(target.startswith("4.2") for target in lost)
    found = [figure for line in SOURCE for figure in re.findall(r"□[0-9.]+", line)]
    assert found == ["□5.1", "□3.3", "□94"]


STATED = re.compile(r"到(20\d\d)年(底?)")


@of_clause
def test_every_date_in_the_text_is_borne_by_a_target(clause: Clause) -> None:
    for found in STATED.finditer(clause.text):
        last = date(int(found[1]), 12, 31)
        bearers = [
            target.id
            for target in clause.targets
            if (target.due or PLAN.end) == last and found[0] in target.quote
        ]
        assert bearers, f"{found[0]} at {found.start()}"


def test_a_due_date_is_one_that_the_clause_states() -> None:
    for clause, target in TARGETS:
        stated = {date(int(year), 12, 31) for year in re.findall(r"(20\d\d)年", clause.text)}
        assert target.due is None or target.due in stated, target.id


def test_what_the_document_does_not_state_is_not_in_the_plan() -> None:
    for _clause, target in TARGETS:
        assert (target.baseline, target.path, target.revisions) == (None, (), ()), target.id
        assert bool(target.every) == ("每年" in target.quote), target.id


# Nothing has been reported


def test_each_unit_has_its_file_and_no_file_holds_a_figure() -> None:
    files = sorted((ROOT / "data" / "progress").glob("*.csv"))
    assert len(files) == 29
    assert {file.stem for file in files} == set(CATALOGUE.units)
    for file in files:
        assert file.read_bytes() == b"\xef\xbb\xbf" + HEADER.encode(), file.name


# The program on it


def test_check_finds_nothing(hpplan: CliRunner) -> None:
    result = hpplan.invoke(app, ["check", "--as-of", DAY, "--format", "json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["problems"] == []
    assert found["summary"] == {
        "errors": 0,
        "warnings": 0,
        "accepted_warnings": 0,
        "clauses": 29,
        "targets": len(TARGETS),
        "accounted": 1,
        "files": 29,
        "rows": 0,
        "confirmed": len(TARGETS),
        "draft": False,
    }


def test_twenty_eight_items_are_overdue_and_all_others_silent(
    hpplan: CliRunner, golden: Golden
) -> None:
    result = hpplan.invoke(app, ["status", "--as-of", DAY, "--status", "overdue,silent"])
    assert (result.exit_code, result.stderr) == (0, "")
    silent = len(CATALOGUE.items) - 28
    assert result.stdout.count("── Overdue 28 ") == 1
    assert result.stdout.count(f"── Silent {silent} ") == 1
    golden("status.en.txt", result.stdout)
    lines = result.stdout.splitlines()
    # ten subdistricts owe one street each in a year: one line a year, not ten
    assert sum(line.startswith(("1.2b@2024", "1.2b@2025")) for line in lines) == 2
    # and of what is silent one line as well
    assert sum(line.startswith("1.2b@2026") for line in lines) == 1


def test_json_says_the_same(hpplan: CliRunner) -> None:
    result = hpplan.invoke(app, ["status", "--as-of", DAY, "--format", "json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    counted: dict[str, int] = dict.fromkeys(found["summary"], 0)
    for item in found["items"]:
        counted[item["status"]] += 1
    assert counted == found["summary"]
    assert {status: n for status, n in counted.items() if n} == {
        "overdue": 28,
        "silent": len(CATALOGUE.items) - 28,
    }
    assert {item["item"] for item in found["items"]} == set(CATALOGUE.items)
    assert all(item["value"] is None and item["reported"] is None for item in found["items"])
    overdue = [item for item in found["items"] if item["status"] == "overdue"]
    assert {item["due"] for item in overdue} == {"2024-12-31", "2025-12-31"}


def test_markdown_and_csv_hold_every_item(hpplan: CliRunner) -> None:
    for fmt, heads in (("csv", 1), ("markdown", 2)):
        result = hpplan.invoke(app, ["status", "--as-of", DAY, "--format", fmt])
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) == heads + len(CATALOGUE.items)
