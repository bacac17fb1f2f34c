"""A new status appears in every command and format.

The proof registers a status that no table knows, `paused`, with a reason that gives it to one item,
and looks for that item wherever items are shown. That no table lacks a status that is registered
for good is for `test_status_tables.py`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import openpyxl
import pytest
from docx import Document
from rich.cells import cell_len, set_cell_size
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.judging import reasons
from hpplan.judging.reasons import ALL_KINDS, CRITERIA, Criterion, Reason
from hpplan.judging.status import STATUSES, Status, StatusRecord
from hpplan.output.words.outline import status_meanings
from hpplan.output.words.rules import rules_tried
from plans import day, judge, plan_of, target
from workbooks import form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.judging.case import Case

PAUSED = cast("Status", "paused")
FROM = day(150)
"""The day from which the item is paused: what changes since a day before."""


def is_paused(case: Case) -> bool:
    """Whether the item is the one of the proof, on a day late enough."""
    return case.item.id == "1.1b" and case.as_of >= FROM


def means() -> str:
    return "It rests, for {soon} or more."


QUIET = StatusRecord(PAUSED, rank=4, means=means)
URGENT = StatusRecord(PAUSED, rank=2, means=means, urgent=True, attention=True)
SETTLED = StatusRecord(PAUSED, rank=8, means=means, settled=True)

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2025-12-31
units:
  - {id: fangguan, name: 区房管局}
  - {id: lvhua, name: 区绿化市容局}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [fangguan]
        text: 加梯30个，绿道10公里
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1b, name: 绿道, quote: 绿道10公里, kind: amount, at_least: 10, uom: 公里}
"""
ROWS = """\
2025-05-20,1.1a,12,,照片,
2025-05-20,1.1b,4,先行段,照片,
2025-06-20,1.1b,5,,照片,
"""
AS_OF = ("--as-of", "2025-06-30")
SINCE = ("--since", "2025-05-25")


@pytest.fixture(params=[QUIET, URGENT, SETTLED], ids=["quiet", "urgent", "settled"])
def paused(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> StatusRecord:
    """The status, registered, with a reason that stands for it; as it is declared."""
    record: StatusRecord = request.param
    first = {PAUSED: Criterion(PAUSED, cast("Reason", PAUSED), is_paused, ALL_KINDS)}
    monkeypatch.setitem(STATUSES, PAUSED, record)
    # What is settled is looked at first.
    monkeypatch.setattr(reasons, "CRITERIA", first | dict(CRITERIA))
    return record


@pytest.fixture
def wide(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the workspace, on a wide terminal."""
    assert workspace == Path.cwd()
    monkeypatch.setenv("COLUMNS", "120")


pytestmark = [
    pytest.mark.workspace(PLAN, {"fangguan": ROWS}),
    pytest.mark.usefixtures("wide"),
    pytest.mark.filterwarnings("ignore:.*extension is not supported"),
]


def run(*arguments: str, code: int = 0, err: str = "", given: str | None = None) -> str:
    """What a command shows as data."""
    command = [*arguments, *AS_OF]
    result = CliRunner().invoke(app, command, input=given, catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (code, err)
    return result.stdout


def found(text: str, *words: str) -> list[str]:
    """The lines that have all of some words."""
    return [line for line in text.splitlines() if all(word in line for word in words)]


def cells_of(path: Path) -> Iterator[list[Any]]:
    """The rows of all sheets of a workbook."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield list(row)


def test_the_item_is_judged_so(paused: StatusRecord) -> None:
    items = json.loads(run("status", "--all", "--format", "json"))["items"]
    assert {each["item"]: each["status"] for each in items} == {
        "1.1a": "on-track",
        "1.1b": paused.code,
    }
    assert [each["reasons"] for each in items] == [["on-track"], ["paused"]]


def test_status_for_a_person(paused: StatusRecord) -> None:
    every = run("status", "--all")
    assert found(every, "paused 1", "on-track 1")
    assert found(every, "── paused 1 ")
    assert found(every, "1.1b", "绿道")
    needed = run("status")
    assert found(needed, "paused 1", "on-track 1")
    assert bool(found(needed, "1.1b", "绿道")) is paused.attention
    assert found(run("status", "--status", "paused"), "1.1b", "绿道")
    assert run("status", "--fail-on", "paused", code=1)


@pytest.mark.usefixtures("paused")
def test_status_for_programs() -> None:
    found_json = json.loads(run("status", "--all", "--format", "json"))
    assert list(found_json["summary"]) == list(STATUSES)
    numbers = {code: n for code, n in found_json["summary"].items() if n}
    assert numbers == {"on-track": 1, "paused": 1}
    table = list(csv.DictReader(io.StringIO(run("status", "--all", "--format", "csv"))))
    assert [(row["item"], row["status"]) for row in table if row["status"] == "paused"] == [
        ("1.1b", "paused")
    ]
    assert found(run("status", "--all", "--format", "markdown"), "| 1.1b |", "| paused |")


@pytest.mark.usefixtures("paused")
def test_the_scoreboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")  # where every status has a column
    shown = run("status", "--by", "unit")
    head, *_rest = found(shown, "who", "paused")
    unit, *_none = found(shown, "区房管局")
    begin = cell_len(head[: head.index("paused")])
    assert set_cell_size(unit, begin + len("paused"))[-len("paused") :].strip() == "1"
    by_unit = ("status", "--by", "unit", "--format")
    (unit_data,) = json.loads(run(*by_unit, "json"))["units"]
    assert unit_data["counts"]["paused"] == 1
    (row,) = csv.DictReader(io.StringIO(run(*by_unit, "csv")))
    assert row["paused"] == "1"
    head, _rule, line = run(*by_unit, "markdown").splitlines()
    assert dict(zip(head.split(" | "), line.split(" | "), strict=True))["paused"] == "1"


def test_show(paused: StatusRecord) -> None:
    item = run("show", "-v", "1.1b")
    assert found(item, "Status as of 2025-06-30: paused")
    assert found(item, "=>", "paused", "It rests, for 30 days or more.")
    for name in ("1.1", "1", "fangguan"):
        assert found(run("show", name), "paused 1")
        listed = name == "1.1" or paused.urgent
        assert bool(found(run("show", "-v", name), "1.1b", "paused")) is listed
        assert bool(found(run("show", name), "1.1b", "绿道", "5/10")) is listed
    assert json.loads(run("show", "1.1b", "--format", "json"))["items"][0]["status"] == "paused"
    assert len(found(run("show", "1.1b", "--format", "csv"), "1.1b")) == 2  # its rows
    assert found(run("show", "1.1b", "--format", "markdown"), "Status as of", "paused")


@pytest.mark.usefixtures("paused")
def test_changes() -> None:
    assert found(run("changes", *SINCE), "on-track → paused")
    assert found(run("changes", "-v", *SINCE), "now paused")
    data = json.loads(run("changes", *SINCE, "--format", "json"))
    assert [(each["item"], each["now"]["status"]) for each in data["changes"]] == [
        ("1.1b", "paused")
    ]
    assert data["changes"][0]["kinds"] == ["changed"]
    (row,) = csv.DictReader(io.StringIO(run("changes", *SINCE, "--format", "csv")))
    assert (row["item"], row["then_status"], row["now_status"]) == ("1.1b", "on-track", "paused")
    assert found(run("changes", *SINCE, "--format", "markdown"), "1.1b", "now paused")


def test_the_page_of_a_report(workspace: Path, paused: StatusRecord) -> None:
    run("report", "-o", "report.html", *SINCE)
    page = (workspace / "report.html").read_text(encoding="utf-8")
    assert '<symbol id="s-paused"' in page
    chip = '<svg class="sign" aria-hidden="true" focusable="false"><use href="#s-paused"/></svg>'
    assert re.search(
        rf'<li class="paused" data-i="\d+">{chip}paused <span class="n">1</span>', page
    )
    (row,) = re.findall('<tr id="i-1.1b".*?</tr>', page)
    assert f'data-k="{paused.rank}"><span class="chip paused">{chip}paused</span>' in row
    assert f'<dt><span class="chip paused">{chip}paused</span></dt>' in page
    assert "<dd>It rests, for 30 days or more.</dd>" in page
    assert '<option value="paused">paused</option>' in page
    assert ('<div class="body" id="a-1.1b"' in page) is paused.attention
    point = "reach" if paused.urgent else "silent"
    groups = re.findall('<div id="(?:reach|silent)" class="group".*?</details></div></div>', page)
    assert [each[9:15].startswith(point) for each in groups if "a-1.1b" in each] == [
        True
    ] * paused.attention
    assert found(page, "now paused, 5 of 10 公里")


def test_the_other_reports(workspace: Path, paused: StatusRecord) -> None:
    run("report", "-o", "report.md", *SINCE)
    text = (workspace / "report.md").read_text(encoding="utf-8")
    assert found(text, "on-track 1", "paused 1")
    assert bool(found(text, "## paused (1)")) is paused.attention
    assert found(text, "- **区房管局**", "paused 1")
    run("report", "-o", "report.csv")
    assert found((workspace / "report.csv").read_text(encoding="utf-8-sig"), "1.1b", ",paused,")
    run("report", "-o", "report.xlsx", *SINCE)
    rows = list(cells_of(workspace / "report.xlsx"))
    assert [row for row in rows if row[:2] == ["paused", 1]]  # the overview
    assert [row for row in rows if row[0] == "1.1b" and "paused" in row]  # the items
    (head,) = [row for row in rows if row[0] == "who" and "paused" in row]  # the units
    assert [row for row in rows if row[0] == "区房管局" and row[head.index("paused")] == 1]
    assert [row for row in rows if row[1] == "1.1b" and row[4:6] == ["on-track", "paused"]]


def test_forms_and_what_they_add(workspace: Path, paused: StatusRecord) -> None:
    run("form", "fangguan", "-o", "forms")
    (path,) = (workspace / "forms").iterdir()
    (row,) = [row for row in cells_of(path) if row[1] == "1.1b"]
    assert "paused" in row
    assert (row[0] == "to be filled in") is paused.urgent
    with form(workspace, "in.xlsx") as sheet:
        sheet.row("1.1b", "绿道", day(170), 6)
    collect = ("collect", "in.xlsx", "--unit", "fangguan", "--dry-run")
    assert found(run(*collect), "1.1b", "paused")
    (added,) = json.loads(run(*collect, "--format", "json"))["forms"][0]["rows"]
    assert (added["before"], added["after"]) == ("paused", "paused")


@pytest.mark.parametrize("paused", [URGENT], ids=["urgent"], indirect=True)
@pytest.mark.usefixtures("paused")
def test_a_notice_of_what_is_urgent(workspace: Path) -> None:
    head = (
        "These are for paper with a printed head.\n"
        "office: {name: …, red_head: …} in plan.yaml gives them a head; docs/notice.md says how\n"
    )
    made = run("notice", "fangguan", "-o", "notices", err=head)
    assert made.endswith("区房管局, 1 paused\n")
    (path,) = (workspace / "notices").iterdir()
    document = Document(str(path))
    texts = [each.text for each in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert [text for text in texts if "绿道" in text]
    assert [text for text in texts if "paused" in text]


@pytest.mark.usefixtures("paused")
def test_record_and_its_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    effect = run("record", "1.1b", "6", "--date", "2025-06-30", "--dry-run")
    assert found(effect, "status", "paused", "unchanged")
    monkeypatch.setattr("hpplan.cli.prompts.at_terminal", lambda: True)
    answers, left = "1.1b\n\nq\n", "Nothing was recorded.\n"
    asked = run("record", "--unit", "fangguan", given=answers, code=3, err=left)
    assert found(asked, "1.1b", "绿道", "paused")
    assert found(asked, "paused, due 2025-12-31. ")


@pytest.mark.usefixtures("paused")
def test_a_decision_that_changes_the_item() -> None:
    decision = ("--on", "2025-06-30", "--due", "2026-06-30", "--why", "延期", "--by", "会议")
    revised = run("revise", "1.1b", *decision)
    assert found(revised, "was: paused. ")
    assert found(revised, "now: paused. ")


def test_the_legend_and_the_rules_follow_the_registry(paused: StatusRecord) -> None:
    plan = plan_of(target("amount", at_least=300), {**target("amount", at_least=300), "id": "1.1b"})
    assert status_meanings(plan.policy)[-1] == (PAUSED, "It rests, for 30 days or more.")
    judged = judge(plan, [(150, 150)], 160, item="1.1b")
    tried = {each.status: each.mark for each in rules_tried(judged, plan.policy)}
    assert tried[PAUSED] == "=>"
    assert judged.reasons == ("paused",)
    assert paused.code in tried
