"""Units as they are called today, whom to call, and who answers for what from when to when."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from plans import lay_out
from running import ran, run

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
title: 计划
issued: 2024-01-10
start: 2024-01-01
end: 2026-12-31
units:
  - {id: aa, name: 区甲局, now: 区甲委, contact: 综合科 6300-0001}
  - {id: bb, name: 区乙局, until: 2025-06-30, into: [aa]}
  - {id: cc, name: 区丙局, from: 2025-03-01}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [bb, cc]
        text: 全面整治河道。完成改造。
        targets:
          - id: 1.1a
            name: 河道
            quote: 全面整治河道
            kind: milestone
            reporters: [bb]
          - id: 1.1b
            name: 改造
            quote: 完成改造
            kind: milestone
            reporters: [cc]
            handover: [{on: 2025-10-01, from: cc, to: aa, why: 职能划转, by: 区长}]
"""
ROWS = {"aa": "", "bb": "2025-03-31,1.1a,40,,,\n", "cc": ""}


@pytest.fixture
def planned(workspace: Path) -> Path:
    """A workspace of units that have changed."""
    return lay_out(workspace, PLAN, ROWS)


def shown(*arguments: str) -> dict[str, Any]:
    """What a command gives as JSON."""
    done = ran(*arguments, "--as-of", "2025-12-01", "--format", "json")
    assert done.code == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", ["aa", "区甲局", "区甲委"])
def test_a_unit_is_shown_by_any_of_its_names(name: str, planned: Path) -> None:
    assert run().stdout == ""
    assert shown("show", name)["unit"] == {
        "unit": "aa",
        "name": "区甲局",
        "now": "区甲委",
        "from": None,
        "until": None,
        "into": [],
        "contact": "综合科 6300-0001",
        "note": None,
    }
    page = ran("show", name, "--as-of", "2025-12-01").stdout
    assert "aa 区甲局 (now 区甲委)" in page
    assert "综合科 6300-0001" in page
    assert planned.is_dir()


def test_what_is_no_unit_has_none(planned: Path) -> None:
    assert planned.is_dir()
    assert shown("show", "1.1a")["unit"] is None


def test_a_unit_that_has_ended_says_who_took_over(planned: Path) -> None:
    assert planned.is_dir()
    found = shown("show", "bb")["unit"]
    assert (found["until"], found["into"]) == ("2025-06-30", ["aa"])


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["record", "1.1a", "60", "--unit", "区甲委", "--date", "2025-11-30"], ""),
        (["status", "--unit", "区甲委"], ""),
        (["record", "1.1a", "60", "--unit", "区甲伟"], "did you mean 区甲"),
    ],
)
def test_commands_take_todays_name(command: list[str], message: str, planned: Path) -> None:
    done = ran(*command, "--as-of", "2025-12-01", *(["--dry-run"] if "record" in command else []))
    assert done.code == (2 if message else 0), done.stderr
    assert message in done.stderr
    assert planned.is_dir()


def test_a_form_is_named_by_todays_name(planned: Path) -> None:
    (planned / "区甲委.csv").write_text(
        "编号,日期,数值,说明,佐证\n1.1a,2025-11-30,60,接手后推进,纪要\n", encoding="utf-8"
    )
    done = ran("collect", "区甲委.csv", "--yes", "--as-of", "2025-12-01")
    assert done.code == 0, done.stdout + done.stderr
    assert "2025-11-30,1.1a,60" in (planned / "data/progress/aa.csv").read_text("utf-8")


@pytest.mark.parametrize("now", ["区丙局", "区乙局"])
def test_the_documents_name_comes_before_todays(now: str, planned: Path) -> None:
    lay_out(planned, PLAN.replace("now: 区甲委", f"now: {now}"))
    assert shown("show", now)["unit"]["name"] == now


def test_a_name_that_two_units_have_today_is_nobodys(planned: Path) -> None:
    plan = PLAN.replace("name: 区丙局,", "name: 区丙局, now: 区甲委,")
    lay_out(planned, plan)
    done = ran("show", "区甲委", "--as-of", "2025-12-01")
    assert done.code == 2


def test_the_scoreboard_has_todays_name_and_whom_to_call(planned: Path) -> None:
    assert planned.is_dir()
    found = {each["unit"]: each for each in shown("status", "--by", "unit")["units"]}
    assert (found["aa"]["now"], found["aa"]["contact"]) == ("区甲委", "综合科 6300-0001")
    done = ran("status", "--by", "unit", "--as-of", "2025-12-01", "--format", "csv")
    rows = {row["unit"]: row for row in csv.DictReader(done.stdout.splitlines())}
    assert rows["aa"]["contact"] == "综合科 6300-0001"


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [
        (
            "1.1a",
            "区乙局 up to 2025-06-30; 区甲局 from 2025-07-01 on",
            "区乙局（至2025-06-30止）；区甲局（2025-07-01起）",
        ),
        (
            "1.1b",
            "区丙局 from 2025-03-01 to 2025-09-30; 区甲局 from 2025-10-01 on",
            "区丙局（2025-03-01至2025-09-30）；区甲局（2025-10-01起）",
        ),
    ],
)
def test_show_says_who_answers_from_when_to_when(
    name: str, en: str, zh: str, planned: Path
) -> None:
    assert planned.is_dir()
    for lang, words in (("en", en), ("zh", zh)):
        page = ran("--lang", lang, "show", name, "--as-of", "2025-12-01", "--format", "markdown")
        assert words in page.stdout


def test_json_says_who_answers_from_when_to_when(planned: Path) -> None:
    assert planned.is_dir()
    (item,) = shown("show", "1.1a")["items"]
    assert item["tenures"] == [
        {"unit": "bb", "since": None, "until": "2025-06-30", "into": ["aa"]},
        {"unit": "aa", "since": "2025-07-01", "until": None, "into": []},
    ]
