"""docs/codes.md says what each problem code means, and what its examples show is true."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path
from textwrap import indent

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from hpplan.cli import app

TESTS = Path(__file__).parent
ROOT = TESTS.parent
BASE = TESTS / "invalid" / "_base"
PAGE = (ROOT / "docs" / "codes.md").read_text(encoding="utf-8")

CODE = re.compile(r"HP\d{3}")
INTRODUCTION, *SECTIONS = re.split(r"^(?=## )", PAGE, flags=re.MULTILINE)
HEADINGS = [section.partition(":")[0].removeprefix("## ") for section in SECTIONS]
FORM = re.compile(
    r"## (?P<code>HP\d{3}): (?P<title>[^\n]+)\n\n"
    r"(?P<meaning>(?:[^\n]+\n)+\n(?:(?!Fails:)[^\n]+\n)*\n?)"
    r"Fails:\n\n```(?P<language>yaml|csv|text)\n(?P<fails>(?:(?!```)[^\n]*\n)+)```\n\n"
    r"Passes:\n\n```(?P=language)\n(?P<passes>(?:(?!```)[^\n]*\n)+)```\n\n"
    r"(?P<mend>To mend it: (?:[^\n]+\n)+)\n?"
)
LONGEST_SECTION = 32
WIDEST_LINE = 100

NOT_TO_BE_SHOWN = (
    {"HP101", "HP102", "HP301", "HP302", "HP312", "HP313", "HP351", "HP359"}  # files, their bytes
    | {"HP106", "HP151", "HP219"}  # sizes
    | {"HP253", "HP314", "HP315", "HP316"}  # what stood in an earlier revision
    | {"HP319"}  # bytes that no page can show
    | {"HP401", "HP403"}  # files that were handed in, their names
)
"""The codes whose examples are told in words; all others' are tried out."""

HEADER = "date,target,value,note,evidence,recorded\n"

# A second sound workspace, with what the first has no use for.
PLAN = """\
format: 1
title: 城市管理行动计划
issued: 2024-01-10
start: 2024-01-01
end: 2026-12-31
policy:
  at_risk_spi: 0.80
  off_track_spi: 0.60
units:
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan]}
chapters:
  - id: "2"
    title: 提升服务效能
    clauses:
      - id: "2.1"
        title: 完善便民服务
        leads: [jiedao]
        text: 完善12345热线办理，各街道居民满意率达到90%。发放宣传册5000份，整治河道□5.1公里。
        targets:
          - id: 2.1a
            name: 热线办理
            quote: 完善12345热线办理
            kind: duty
            context: {"12345": 热线的号码，不是目标值}
          - id: 2.1b
            name: 居民满意率
            quote: 各街道居民满意率达到90%
            kind: level
            at_least: 90
            uom: "%"
            each: jiedao
          - id: 2.1c
            name: 发放宣传册
            quote: 发放宣传册5000份
            kind: count
            at_least: 5000
            uom: 份
            reporters: [waitan, yuyuan]
          - id: 2.1d
            name: 整治河道
            quote: 整治河道□5.1公里
            kind: amount
            illegible: {at_least: □5.1}
            at_least: 15.1
            uom: 公里
      - id: "2.2"
        title: 整治环境
        leads: [waitan]
        text: 到2025年底，完成架空线入地，拆除废弃线杆。打造一片示范区，修缮老旧小区20个。
          每年办成2件实事。
        targets:
          - id: 2.2a
            name: 架空线入地
            quote: 到2025年底，完成架空线入地
            kind: milestone
            due: 2025-12-31
          - id: 2.2b
            name: 拆除废弃线杆
            quote: 拆除废弃线杆
            kind: milestone
            due: 2025-12-31
          - id: 2.2c
            name: 示范区
            quote: 打造一片示范区
            kind: count
            at_least: 1
            uom: 片
          - id: 2.2d
            name: 修缮老旧小区
            quote: 修缮老旧小区20个
            kind: count
            at_least: 20
            uom: 个
            path:
              - {by: 2024-12-31, value: 5}
              - {by: 2025-12-31, value: 12}
            revisions:
              - {on: 2025-11-03, due: 2027-06-30, why: 部分小区需先行加固, by: 联席会议}
              - {on: 2026-06-20, at_least: 18, why: 两个小区已列入征收, by: 联席会议}
          - id: 2.2e
            name: 实事
            quote: 每年办成2件实事
            kind: count
            at_least: 2
            uom: 件
            every: year
"""
REPORTS = {
    "waitan": "2025-03-31,2.1b,91,,测评报告.pdf,\n2025-03-31,2.1c,1200,,,\n",
    "yuyuan": "2025-03-31,2.1b,88,,,\n2025-03-31,2.1c,900,,,\n",
}


@pytest.fixture
def workspaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two sound workspaces: a copy of the invalid cases' base, and one for what that lacks."""
    names = ("HPPLAN_PLAN", "HPPLAN_UNIT", "HPPLAN_MAX_MIB", "COLUMNS", "FORCE_COLOR")
    for name in (*names, "LANGUAGE", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HPPLAN_LANG", "en")
    first, second = tmp_path / "first", tmp_path / "second"
    shutil.copytree(BASE, first)
    (second / "data" / "progress").mkdir(parents=True)
    (second / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for unit, rows in REPORTS.items():
        write_rows(second, rows, unit)
    return first, second


def write_rows(workspace: Path, rows: str, unit: str = "waitan") -> None:
    """Write a unit's progress file; rows without a header have the usual one put before them."""
    header = "" if rows.partition(",")[0] in {"date", "日期"} else HEADER
    path = workspace / "data" / "progress" / f"{unit}.csv"
    path.write_text(header + rows, encoding="utf-8", newline="")


def codes(workspace: Path) -> set[str]:
    """The codes that `hpplan check` reports on a workspace."""
    args = ["check", "--format", "json", "--as-of", "2026-11-22"]
    result = CliRunner().invoke(
        app, [*args, "--plan", str(workspace / "plan.yaml")], catch_exceptions=False
    )
    return {problem["code"] for problem in json.loads(result.stdout)["problems"]}


def read(section: str) -> re.Match[str]:
    """The parts of a section."""
    found = FORM.fullmatch(section)
    assert found, f"not of the form that all sections have:\n{section}"
    return found


def sections_in(*languages: str) -> list[str]:
    """The sections whose examples are written in one of these languages."""
    fences = tuple(f"Fails:\n\n```{language}\n" for language in languages)
    return [section for section in SECTIONS if any(fence in section for fence in fences)]


def name_of(section: str) -> str:
    return section[3:8]


def replaced(text: str, old: str, new: str) -> str | None:
    """A text with other lines, as far indented; None where the old ones do not stand there once."""
    lines = r"\1".join(re.escape(line) for line in old.splitlines(keepends=True))
    places = list(re.finditer(rf"^( *){lines}", text, re.MULTILINE))
    if len(places) != 1:
        return None
    begin, end = places[0].span()
    return text[:begin] + indent(new, places[0][1]) + text[end:]


def codes_in_source() -> set[str]:
    files = (ROOT / "src" / "hpplan").rglob("*.py")
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


def codes_expected() -> dict[str, set[str]]:
    """The codes in the expected output of each case, by the case's name."""
    folders = ("invalid", "hostile", "forms")
    files = [file for folder in folders for file in TESTS.glob(f"{folder}/*/expected.txt")]
    return {file.parent.name: set(CODE.findall(file.read_text(encoding="utf-8"))) for file in files}


def codes_asserted() -> set[str]:
    """The codes in the texts of test files that assert something; in comments they do not count."""
    found: set[str] = set()
    for file in TESTS.glob("test_*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        if file == Path(__file__) or not any(isinstance(node, ast.Assert) for node in nodes):
            continue
        docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if isinstance(node, ast.Constant) and id(node) not in docstrings:
                found |= set(CODE.findall(str(node.value)))
    return found


# The codes


def test_every_code_that_the_program_uses_has_a_section() -> None:
    assert sorted(codes_in_source() - set(HEADINGS)) == []


def test_every_section_is_of_a_code_that_the_program_uses() -> None:
    assert sorted(set(HEADINGS) - codes_in_source()) == []


def test_sections_stand_in_the_order_of_their_codes_each_once() -> None:
    assert sorted(set(HEADINGS)) == HEADINGS


def test_every_code_has_a_case_that_produces_it() -> None:
    produced = codes_asserted().union(*codes_expected().values())
    assert sorted(set(HEADINGS) - produced) == []


def test_no_case_expects_a_code_without_a_section() -> None:
    unknown = {case: sorted(each - set(HEADINGS)) for case, each in codes_expected().items()}
    assert {case: each for case, each in unknown.items() if each} == {}


# The form


def test_the_page_begins_with_its_title_and_a_few_words() -> None:
    lines = INTRODUCTION.splitlines()
    assert lines[:2] == ["# Problem codes", ""]
    assert [line for line in lines[1:] if line.startswith("#")] == []
    assert "hpplan explain" in INTRODUCTION
    assert len(lines) <= LONGEST_SECTION


def test_the_page_is_laid_out_to_be_read_as_it_stands() -> None:
    lines = PAGE.split("\n")
    assert [line for line in lines if cell_len(line) > WIDEST_LINE or line != line.rstrip()] == []
    assert "\n\n\n" not in PAGE
    assert PAGE.endswith("\n")
    assert not PAGE.endswith("\n\n")


@pytest.mark.parametrize("section", SECTIONS, ids=name_of)
def test_a_section_has_the_form_that_all_have(section: str) -> None:
    parts = read(section)
    title = parts["title"]
    assert len(title) <= 70
    assert title[0].isupper()
    assert "`" not in title
    assert title[-1] not in ".!?:;, "
    paragraphs = [*parts["meaning"].strip().split("\n\n"), parts["mend"].strip()]
    assert [text for text in paragraphs if not text.endswith((".", ".)"))] == []
    assert parts["fails"] != parts["passes"]
    assert len(section.splitlines()) <= LONGEST_SECTION


def test_only_what_cannot_be_tried_out_is_told_in_words() -> None:
    assert {name_of(section) for section in sections_in("text")} == NOT_TO_BE_SHOWN


# The examples


def test_the_workspaces_of_the_examples_are_sound(workspaces: tuple[Path, Path]) -> None:
    assert [codes(workspace) for workspace in workspaces] == [set(), set()]


@pytest.mark.parametrize("section", sections_in("yaml"), ids=name_of)
def test_lines_of_a_plan_fail_and_pass_as_shown(
    section: str, workspaces: tuple[Path, Path]
) -> None:
    parts = read(section)
    for workspace in workspaces:
        plan = workspace / "plan.yaml"
        text = plan.read_text(encoding="utf-8")
        broken = replaced(text, parts["passes"], parts["fails"])
        if broken is not None:
            plan.write_text(broken, encoding="utf-8", newline="")
            assert codes(workspace) == {parts["code"]}
            return
    pytest.fail("the passing lines stand in neither of the sound plans, or more than once")


FORM_CODES = "HP4"
"""How the codes begin of what `hpplan collect` finds in a form."""

DIVISION_CODES = "HP42"
"""How those begin of what `hpplan assign` finds in a sheet."""


def collected(workspace: Path, text: str, code: str) -> set[str]:
    """The codes that are reported on a form or sheet that was handed in as a CSV."""
    form = workspace / "waitan.csv"
    form.write_text(text, encoding="utf-8", newline="")
    if code.startswith(DIVISION_CODES):
        args = ["assign", str(form), "--dry-run", "--plan", str(workspace / "plan.yaml")]
        return set(CODE.findall(CliRunner().invoke(app, args, catch_exceptions=False).stderr))
    args = ["collect", str(form), "--dry-run", "--format", "json", "--as-of", "2026-11-22"]
    result = CliRunner().invoke(
        app, [*args, "--plan", str(workspace / "plan.yaml")], catch_exceptions=False
    )
    (found,) = json.loads(result.stdout)["forms"]
    return {problem["code"] for problem in (*found["faults"], *found["notices"])}


@pytest.mark.parametrize(
    "section", [each for each in sections_in("csv") if name_of(each) >= FORM_CODES], ids=name_of
)
def test_forms_fail_and_pass_as_shown(section: str, workspaces: tuple[Path, Path]) -> None:
    parts = read(section)
    code = parts["code"]
    assert collected(workspaces[0], parts["passes"], code) == set()
    assert collected(workspaces[0], parts["fails"], code) == {code}


@pytest.mark.parametrize(
    "section", [each for each in sections_in("csv") if name_of(each) < FORM_CODES], ids=name_of
)
def test_rows_fail_and_pass_as_shown(section: str, workspaces: tuple[Path, Path]) -> None:
    parts = read(section)
    names_second = re.search(r",2\.[12][a-z]", parts["passes"])
    workspace = workspaces[1 if names_second else 0]
    write_rows(workspace, parts["passes"])
    assert codes(workspace) == set()
    write_rows(workspace, parts["fails"])
    assert codes(workspace) == {parts["code"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a: 1\n  b: 2\n", "  a: 3\n"),
        ("a: 1\nb: 2\nc: 3\n", "a: 3\nc: 3\n"),
        ("  a: 1\nb: 2\n", None),
        ("a: 1\nb: 22\n", None),
        ("a: 1\nb: 2\n  a: 1\n  b: 2\n", None),
    ],
)
def test_lines_are_replaced_only_where_they_stand_together_and_once(
    text: str, expected: str | None
) -> None:
    assert replaced(text, "a: 1\nb: 2\n", "a: 3\n") == expected
