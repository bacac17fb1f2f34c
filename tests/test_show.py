"""`hpplan show` from end to end: exact figures, what is shown, and how it ends.

The plan runs for the two years 2025 and 2026, so PD is 729 days, and most reports are dated
2026-06-25, day 540; everything is judged as of 2026-06-30, day 545. Whole pages stand in
golden/show; their figures are worked out by hand here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len
from rich.text import Text

from hpplan.judging.assess import assess
from hpplan.judging.status import STATUSES
from hpplan.output.pages.blocks import terminal_blocks
from hpplan.output.pages.show import show_page
from hpplan.output.views import ShowView
from hpplan.output.words.rules import TriedRule, rules_tried
from hpplan.plan.items import Catalogue
from hpplan.plan.load import load_plan
from hpplan.plan.segments import segments
from plans import ONE_COUNT, Rows, judge, lay_out, plan_of
from running import Shown, ran
from test_assess import ALONE, AMOUNT, DUTY, EXAMPLES, ILLEGIBLE, LEVEL

if TYPE_CHECKING:
    from golden import Golden
    from hpplan.judging.status import Status

ROOT = Path(__file__).parents[1]

DAY = "2026-06-30"

PLAN = """\
format: 1
title: 城市管理精细化行动计划（2025—2026年）
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: fangguan, name: 区房管局, note: 联系人待补}
  - {id: lvhua, name: 区绿化市容局}
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan], note: 名单不在文件中}
chapters:
  - id: "1"
    title: 焕新城市面貌
    clauses:
      - id: "1.1"
        title: 推进居住环境品质提升
        leads: [fangguan]
        note: “提升”读作定语
        text: 坚持以人为本。改造管道72.9公里，到2025年加梯13部、到2026年27部；物业达标率95%，\
满意度90%，投诉不超过100件，建成示范小区。
        set_aside:
          - {quote: 坚持以人为本, why: 原则，不是任务}
        targets:
          - {id: 1.1a, name: 加梯, quote: 到2025年加梯13部、到2026年27部, kind: count, at_least: 27,
             uom: 部, due: 2026-12-31, path: [{by: 2025-12-31, value: 13}],
             context: {"13": 2025年的节点}}
          - id: 1.1b
            name: 改造管道
            quote: 改造管道72.9公里
            kind: amount
            at_least: 72.9
            uom: 公里
            revisions:
              - {on: 2025-11-03, due: 2027-06-30, why: 勘察发现管线交叉, by: 区政府常务会议}
              - {on: 2026-03-01, at_least: 91, why: 增补三个街坊, by: 联席会议}
              - {on: 2026-09-01, at_least: 80, why: 以后的决定, by: 联席会议}
          - {id: 1.1c, name: 物业达标率, quote: 物业达标率95%, kind: level, at_least: 95, uom: "%",
             baseline: {date: 2025-01-01, value: 80}, definition: 以年度测评为准}
          - {id: 1.1d, name: 满意度, quote: 满意度90%, kind: level, at_least: 90, uom: "%"}
          - {id: 1.1e, name: 投诉, quote: 投诉不超过100件, kind: level, at_most: 100, uom: 件,
             baseline: {date: 2025-01-01, value: 829}, note: 口径待确认}
          - {id: 1.1f, name: 示范小区, quote: 建成示范小区, kind: milestone, due: 2026-03-31,
             revisions: [{on: 2026-01-15, withdrawn: true, why: 并入1.1a, by: 联席会议}]}
      - id: "1.2"
        title: 规划建设更新街区
        leads: [lvhua, jiedao]
        text: 全面完成街区更新设计；每年打造2片更新街区，各街道建成1个公园，开展日常巡查。
        targets:
          - {id: 1.2a, name: 街区更新设计, quote: 全面完成街区更新设计, kind: milestone}
          - {id: 1.2b, name: 打造更新街区, quote: 每年打造2片更新街区, kind: count, at_least: 2,
             uom: 片, every: year, reporters: [lvhua]}
          - {id: 1.2c, name: 建成公园, quote: 各街道建成1个公园, kind: count, at_least: 1, uom: 个,
             each: jiedao}
          - {id: 1.2d, name: 日常巡查, quote: 开展日常巡查, kind: duty}
  - id: "2"
    title: 保障城市运行安全
    clauses:
      - id: "2.1"
        title: 推进燃气安全专项整治
        leads: [yuyuan]
        text: 更新燃气立管并检查□5.1公里燃气管道。
        targets:
          - {id: 2.1a, name: 更新燃气立管, quote: 更新燃气立管并检查, kind: milestone,
             due: 2026-05-31}
          - {id: 2.1b, name: 检查燃气管道, quote: 检查□5.1公里燃气管道, kind: amount,
             illegible: {at_least: □5.1}, uom: 公里}
          - {id: 2.1c, name: "巡[red]检\\u202e::error", quote: 燃气管道, kind: duty}
"""

ROWS = {
    "fangguan": (
        "2025-12-20,1.1a,12,,,2025-12-22T09:00:00+08:00\n"
        "2026-06-25,1.1a,12,,,2026-06-26T09:00:00+08:00\n"
        "2025-06-30,1.1b,9.1,,验收单1.pdf,2025-07-02T10:00:00+08:00\n"
        "2026-06-25,1.1b,270,把米当公里,,2026-06-25T10:00:00+08:00\n"
        # corrected by a row that came in after the as-of day: it speaks of a day before
        "2026-06-25,1.1b,27,更正为公里,验收单2.pdf,2026-07-10T10:00:00+08:00\n"
        "2026-07-05,1.1b,33,以后的行,,2026-07-05T10:00:00+08:00\n"
        "2026-06-25,1.1c,91.5,,,\n"
        "2026-06-25,1.1d,85,,,\n"
        "2025-06-25,1.1e,750,,,\n"
        "2026-06-25,1.1e,600,,,\n"
    ),
    "lvhua": (
        "2026-05-31,1.2a,80,方案已批,,\n"
        "2025-11-30,1.2b,1,,,\n"
        "2026-06-15,1.2b,1,,,\n"
        "2026-06-15,1.2d,,巡查三次,,\n"
    ),
    "waitan": "2026-06-25,1.2a,60,,,\n2026-04-30,1.2c,1,,,\n",
    "yuyuan": (
        "2026-02-28,2.1a,90,,,\n"
        "2026-05-31,2.1b,3,,,\n"
        "2026-06-15,2.1c,,\x1b[31m[red]红\x1b[0m ::error::x \u202e倒,=1+1,\n"
    ),
}

# The figures of three pages, worked out by hand.
#
# 1.1a: one thing in 28 days up to the checkpoint on day 364, then 14 in 365 days:
# 13 + 14 × 176/365 is 19.75, so 19 are planned on day 540. The 12th is planned for day 336 and the
# 13th for day 364, so 12 were on their path until then: ES = 364, SPI = 364/540 = 0.674, and
# TSPI = (729 - 364) / (729 - 540) = 365/189 = 1.931. IEAC is 729 × 540 / 364 = 1081.5 days. ES was
# 353 on day 353, so 270 on day 270, and from there on rose by 11 in 187 days, 1/17 a day: the half
# made 94/270, the quarter 1/17, and 365 days more are 540 + 1048.4 or 540 + 6205 days.
#
# 1.1b: due 910 days behind the start, 0.1 a day: 54 planned on day 540. 27 is ES = 270, SPI = 1/2,
# TSPI = 640/370 = 1.7297, IEAC 910 × 540 / 270 = 1820 days. ES was 91 on day 180, and rose by 179
# in the 360 days since, within which half and quarter lie: 540 + 640 × 360/179 = 1827.2 days.
#
# 1.1e: one less a day, 829 - 540 = 289 planned. 829 - 600 = 229 days are earned:
# SPI = 229/540 = 0.424, TSPI = 500/189 = 2.6455, IEAC 729 × 540 / 229 = 1719.04 days. ES was 79 on
# day 175, and rose by 150 in the 365 days since: 540 + 500 × 365/150 = 1756.7 days.

NAMES = (
    *("1", "2", "1.1", "1.2", "2.1", "1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f"),
    *("1.2a", "1.2b", "1.2b@2025", "1.2b@2026", "1.2c", "1.2c@waitan", "1.2c@yuyuan", "1.2d"),
    *("2.1a", "2.1b", "2.1c", "fangguan", "lvhua", "waitan", "yuyuan", "jiedao"),
)


# The program in a workspace of its own

in_workspace = pytest.mark.usefixtures("workspace")
pytestmark = pytest.mark.workspace(PLAN, ROWS)


def run(*arguments: str) -> Shown:
    """A run that shows a page in full; tests/test_show_brief.py has what stands there without."""
    return ran("show", "-v", *arguments)


def show(*arguments: str, as_of: str = DAY) -> str:
    """The output of a run in which all is well."""
    result = run(*arguments, "--as-of", as_of)
    assert (result.code, result.stderr) == (0, "")
    return result.stdout


def show_data(name: str, as_of: str = DAY) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(show(name, "--format", "json", as_of=as_of))
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def without_chart(text: str) -> str:
    """A page but for the chart, which takes the width that there is."""
    return re.sub(r"^ +([0-9.]* \||[0-9-]{10} +[0-9-]{10}$).*\n", "", text, flags=re.MULTILINE)


def lines_of(text: str, *begin: str) -> list[str]:
    """The lines that begin so, but for their indentation."""
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line.startswith(begin)]


# Pages


@pytest.mark.parametrize("name", NAMES)
@in_workspace
def test_a_whole_page_at_eighty_columns(name: str, golden: Golden) -> None:
    golden(f"{name}.en.txt", show(name))


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("name", NAMES)
@in_workspace
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(
    name: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = show(name)
    monkeypatch.setenv("COLUMNS", str(width))
    text = show(name)
    assert [line for line in text.splitlines() if cell_len(line) > width] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "…" not in text
    assert sorted(squeezed(without_chart(text))) == sorted(squeezed(without_chart(narrow)))


@pytest.mark.parametrize("name", NAMES)
@in_workspace
def test_what_came_after_the_day_is_not_shown(name: str) -> None:
    for fmt in ("table", "markdown", "json", "csv"):
        text = show(name, "--format", fmt)
        assert "以后的行" not in text
        assert "2026-07-05" not in text


@in_workspace
def test_the_day_decides_what_is_shown(golden: Golden) -> None:
    later = show("1.1b", as_of="2026-09-01")
    assert "2026-07-05  区房管局  33" in later
    golden("1.1b-all-decided.en.txt", later)
    before = show("1.1b", as_of="2025-11-02")
    assert lines_of(before, "2025-06-30") == [
        "2025-06-30  区房管局  9.1          验收单1.pdf  2025-07-02"
    ]
    assert lines_of(before, "2026-06-25") == []
    golden("1.1b-nothing-decided.en.txt", before)


# Stated by the document, the end of the plan, none, revised, and the end of each year.
@pytest.mark.parametrize("name", ["2.1a", "1.2a", "1.2d", "1.1b", "1.2b"])
@in_workspace
def test_by_what_right_a_target_is_due_is_said(name: str, golden: Golden) -> None:
    golden.says(show(name).partition("\n\n")[0])


@in_workspace
def test_a_date_brought_forward(workspace: Path, golden: Golden) -> None:
    lay_out(workspace, PLAN.replace("due: 2027-06-30, why: 勘察", "due: 2026-12-01, why: 勘察"))
    golden.says(next(line for line in lines_of(show("1.1b"), "due  ") if "2026-12-01" in line))


@in_workspace
def test_the_words_of_the_document_with_the_quoted_part_marked() -> None:
    for clause in show_data("1")["clauses"]:
        whole = "".join(each["text"] for each in clause["text"])
        for each in show_data(clause["clause"])["items"]:
            text = squeezed(show(each["item"]))
            marked = whole.replace(each["quote"], f"【{each['quote']}】", 1)
            assert squeezed(marked) in text


@in_workspace
def test_notes_definitions_baselines_and_who_leads() -> None:
    # Each on a line of the page, behind a head that says what it is.
    for name, words in (
        ("1.1e", ("口径待确认",)),
        ("1.1c", ("以年度测评为准",)),
        ("1.1a", ("13: 2025年的节点",)),
        ("1.1", ("“提升”读作定语",)),
        ("1.2a", ("区绿化市容局、各街道",)),
        ("1.2b", ("区绿化市容局",)),
        ("fangguan", ("联系人待补",)),
        ("jiedao", ("名单不在文件中",)),
    ):
        text = show(name)
        found = [line.rpartition("  ")[2] for line in text.splitlines() if line.startswith("  ")]
        assert set(words) <= set(found), name


@in_workspace
def test_several_reporters_and_one_never_heard_from(golden: Golden) -> None:
    text = show("1.2a")
    assert lines_of(text, "区绿化市容局  ", "外滩街道  ", "豫园街道  ") == [
        "区绿化市容局  80%    2026-05-31",
        "外滩街道      60%    2026-06-25",
    ]
    (item,) = show_data("1.2a")["items"]
    golden.says(item["explanation"])
    assert lines_of(text, "2026-") == [
        "2026-05-31  区绿化市容局  80     方案已批",
        "2026-06-25  外滩街道      60",
    ]


@in_workspace
def test_the_figure_that_the_source_lost() -> None:
    text = show("2.1b")
    assert "  □5.1 公里\n" in text
    assert lines_of(text, "AT", "PD", "ES", "SPI") == []
    assert without_chart(text) == text
    assert lines_of(text, "=>")[0].split()[1] == "unrated"


@in_workspace
def test_what_a_unit_leads_owes_and_reported() -> None:
    text = show("lvhua")
    assert [item["item"] for item in show_data("lvhua")["items"]] == [
        *("1.2a", "1.2b@2025", "1.2b@2026", "1.2d")
    ]
    assert lines_of(text, "1.2") == [
        "1.2b@2025  打造更新街区  区绿化市容局          1 of 2 片  2025-12-31  overdue",
        "1.2a       街区更新设计  区绿化市容局、各街道  60%        2026-12-31  at-risk",
    ]
    assert [line.split()[0] for line in lines_of(text, "20")] == [
        *("2026-06-15", "2026-06-15", "2026-05-31", "2025-11-30")
    ]


@in_workspace
def test_a_unit_that_has_reported_nothing(workspace: Path, golden: Golden) -> None:
    lay_out(workspace, rows={"waitan": ""})
    golden("nothing-reported.en.txt", show("waitan"))


@in_workspace
def test_of_a_unit_the_newest_ten_rows_are_shown(workspace: Path) -> None:
    rows = "".join(f"2026-05-{n:02},1.2d,,第{n}次巡查,,\n" for n in range(1, 13))
    lay_out(workspace, rows={"waitan": rows})
    dates = [line[:10] for line in lines_of(show("waitan"), "2026-05-")]
    assert dates == [f"2026-05-{n:02}" for n in range(12, 2, -1)]
    assert len(lines_of(show("1.2d"), "2026-0")) == 13  # all of them, and another unit's


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        (" 1.1a\t", "1.1a 加梯"),
        ("　1.1　", "1.1 推进居住环境品质提升"),
        ("区房管局", "fangguan 区房管局"),
        (" 豫园街道 ", "yuyuan 豫园街道"),
        ("各街道", "jiedao 各街道"),
        ("1.2b@2025", "1.2b@2025 打造更新街区"),
        ("1.2c@waitan", "1.2c@waitan 建成公园 外滩街道"),
        ("2", "2 保障城市运行安全"),
    ],
)
@in_workspace
def test_things_are_named_by_id_or_name(name: str, heading: str) -> None:
    assert show(name).splitlines()[0] == heading


# The arithmetic


@in_workspace
def test_the_measures_worked_out_by_hand() -> None:
    found = {each["item"]: each for each in show_data("1.1")["items"]}
    measures = (
        *("earned_schedule_days", "spi", "tspi", "expected", "forecast", "likely"),
        "forecast_range",
    )
    assert {item: [each[key] for key in measures] for item, each in found.items()} == {
        "1.1a": [
            *(364, 364 / 540, 365 / 189, 19),
            *("2027-12-19", "2029-05-09", ["2027-12-19", "2043-06-21"]),
        ],
        "1.1b": [
            *(270, 0.5, 640 / 370, 54),
            *("2029-12-26", "2030-01-03", ["2029-12-26", "2030-01-03"]),
        ],
        # 11.5 of 15 are 558.9 of 729 days
        "1.1c": [
            *(558.9, 558.9 / 540, 170.1 / 189, 80 + 100 / 9),
            *("2026-12-07", "2026-12-07", ["2026-12-07", "2026-12-07"]),
        ],
        "1.1d": [0, None, 1, 85, None, None, None],
        "1.1e": [
            *(229, 229 / 540, 500 / 189, 289),
            *("2029-09-17", "2029-10-24", ["2029-09-17", "2029-10-24"]),
        ],
        "1.1f": [None] * 7,
    }


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        (
            "1.2a",  # 80% and 60% report for the day of the older: 515 days, 0.6 × 729 = 437.4
            {
                "AT": "515 2025-01-01 2026-05-31",
                "PD": "729 2025-01-01 2026-12-31",
                "SPI": "437.40 515 0.85",
                "TSPI": "291.60 214 1.36",
                "IEAC": "2025-01-01 2025-01-01 859 2027-05",
            },
        ),
        (
            "1.2b@2026",  # the first is planned for day 182, and done by day 165
            {
                "AT": "165 2026-01-01 2026-06-15",
                "PD": "364 2026-01-01 2026-12-31",
                "PV": "0 0 2",
                "SPI": "182.00 165 1.10",
                "TSPI": "182.00 199 0.91",
                "IEAC": "2026-01-01 2026-01-01 330 2026-11",
            },
        ),
        (
            "2.1a",  # overdue: there is no pace left to tell of
            {
                "SPI": "",
                "TSPI": "",
                "IEAC": "",
                "forecast": "",
            },
        ),
    ],
)
@in_workspace
def test_the_arithmetic_step_by_step(
    name: str, steps: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    shown = dict.fromkeys(steps, "")
    for line in show(name).partition("What the letters stand for")[0].splitlines():
        label = (line.split() or [""])[0]
        if label in steps and line.startswith("  "):
            shown[label] = " ".join(re.findall(r"(?<![^ ])[0-9][0-9.-]*", line))
    assert shown == steps


# The rules


def tried(of: dict[str, Any], rows: Rows, as_of: int, **changes: Any) -> list[TriedRule]:
    plan = plan_of(of, **changes)
    return rules_tried(judge(plan, rows, as_of), plan.policy)


def why(rules: list[TriedRule], status: Status) -> str:
    return next(rule.why for rule in rules if rule.status == status)


ALSO: dict[str, list[str]] = {
    "nothing on the due day": ["silent"],
    "SPI 59/100": ["at-risk"],
    "worse than its baseline": ["at-risk"],
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_rule_that_decided_and_those_that_hold_as_well(name: str, golden: Golden) -> None:
    of, rows, as_of, status, _reasons = EXAMPLES[name]
    rules = tried(of, rows, as_of)
    assert [rule.status for rule in rules if rule.mark == "=>"] == [status]
    assert [rule.status for rule in rules if rule.mark == "+"] == ALSO.get(name, [])
    assert {rule.mark for rule in rules} <= {"=>", "+", ""}
    golden.says(next(rule.why for rule in rules if rule.mark))


def test_the_rules_stand_in_the_order_of_judging() -> None:
    assert {example[3] for example in EXAMPLES.values()} == set(STATUSES)
    for of, rows, as_of, status, _reasons in EXAMPLES.values():
        shown = [rule.status for rule in tried(of, rows, as_of)]
        assert shown == [each for each in STATUSES if each in shown]
        assert ("kept" in shown) is (of is DUTY)
        # what is settled is tried no further
        tries = {"withdrawn": 1, "suspended": 2, "upcoming": 3, "met": 4}
        assert len(shown) == tries.get(status, 6 if of is DUTY else 10)


@in_workspace
def test_the_deciding_rule_is_marked_on_the_page() -> None:
    for item in ("1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f", "1.2a", "1.2d", "2.1a", "2.1b"):
        (found,) = show_data(item)["items"]
        marks = lines_of(show(item), "=>", "+")
        assert marks[0].split()[:2] == ["=>", found["status"]]
        assert [rule["status"] for rule in found["rules"] if rule["decided"]] == [found["status"]]
        assert [line.split()[1] for line in marks] == [
            rule["status"] for rule in found["rules"] if rule["holds"]
        ]
    (withdrawn,) = show_data("1.1f")["items"]
    assert [rule["status"] for rule in withdrawn["rules"]] == ["withdrawn"]


# The plan that ships


@cache
def shipped() -> ShowView:
    loaded, problems = load_plan(ROOT / "plan.yaml", "plan.yaml")
    assert loaded is not None, problems
    plan = loaded.plan
    catalogue, as_of = Catalogue(plan), date(2026, 6, 30)
    judged = {item.id: assess(item, {}, plan, as_of) for item in catalogue.items.values()}
    return ShowView("", catalogue, as_of, judged, {}, [])


def shipped_page(name: str, width: int = 80) -> list[str]:
    parts = terminal_blocks(show_page(shipped()._replace(name=name)), width)
    return "\n".join(part.plain for part in parts if isinstance(part, Text)).split("\n")


def test_every_word_of_the_shipped_plan_is_a_targets_or_set_aside() -> None:
    for clause in shipped().catalogue.plan.clauses():
        for segment in segments(clause):
            words = [char for char in segment.text if unicodedata.category(char)[0] not in "PZC"]
            assert segment.targets or segment.aside or not words, (clause.id, segment.text)


def test_every_target_of_the_shipped_plan_is_marked_in_its_clause() -> None:
    for clause in shipped().catalogue.plan.clauses():
        marked = {name for segment in segments(clause) for name in segment.targets}
        of_title = {each.id for each in clause.targets if each.quote not in clause.text}
        assert marked | of_title == {each.id for each in clause.targets}
        text = "\n".join(shipped_page(clause.id))
        for name in marked:
            assert re.search(rf"【(?:\S+\+)?{re.escape(name)}[+ \n]", text), name
        for item in shipped().catalogue.items.values():
            if item.clause.id == clause.id:
                assert re.search(rf"^  {re.escape(item.id)}  ", text, re.MULTILINE), item.id


@pytest.mark.slow
@pytest.mark.parametrize("width", [80, 120])
def test_every_page_of_the_shipped_plan_fits(width: int) -> None:
    catalogue = shipped().catalogue
    names = [
        *(*catalogue.items, *catalogue.targets, *catalogue.clauses, *catalogue.chapters),
        *(*catalogue.units, *catalogue.groups),
    ]
    assert len(names) > 400
    wide = {
        name: line for name in names for line in shipped_page(name, width) if cell_len(line) > width
    }
    assert wide == {}


# For programs


ITEM_KEYS = {
    *("item", "target", "clause", "name", "kind", "period", "member", "leads", "reporters"),
    *("status", "late", "reasons", "explanation", "value", "required", "progress", "expected"),
    *("spi", "tspi", "earned_schedule_days", "start", "due", "original_due", "days_left"),
    *("reported", "met_on", "forecast", "likely", "forecast_range"),
}


@pytest.mark.parametrize("name", NAMES)
@in_workspace
def test_json_has_what_is_promised(name: str) -> None:
    found = show_data(name)
    assert {"version", "plan", "as_of", "summary", "items", "clauses", "rows"} <= set(found)
    assert (found["version"], found["as_of"], found["name"]) == (1, DAY, name)
    assert set(found["summary"]) == set(STATUSES)
    assert sum(found["summary"].values()) == len(found["items"]) > 0
    for each in found["items"]:
        assert set(each) >= ITEM_KEYS
        assert sum(rule["decided"] for rule in each["rules"]) == 1
    assert {row["item"] for row in found["rows"]} <= {each["item"] for each in found["items"]}


@in_workspace
def test_json_rounds_nothing_and_says_which_rows_count() -> None:
    found = show_data("1.1b")
    assert found["rows"] == [
        {
            "date": date,
            "item": "1.1b",
            "unit": "fangguan",
            "value": value,
            "note": note,
            "evidence": evidence,
            "recorded": recorded,
            "says": "figure",
            "counts": counts,
        }
        for date, value, note, evidence, recorded, counts in (
            ("2025-06-30", 9.1, "", "验收单1.pdf", "2025-07-02T10:00:00+08:00", True),
            ("2026-06-25", 270, "把米当公里", "", "2026-06-25T10:00:00+08:00", False),
            ("2026-06-25", 27, "更正为公里", "验收单2.pdf", "2026-07-10T10:00:00+08:00", True),
        )
    ]
    (item,) = found["items"]
    assert item["tspi"] == 640 / 370
    assert item["planned"] == [
        {"date": "2025-01-01", "value": 0},
        {"date": "2027-06-30", "value": 91},
    ]
    reported = [{"date": "2025-06-30", "value": 9.1}, {"date": "2026-06-25", "value": 27}]
    assert item["reported_values"] == reported
    assert item["reporter_values"] == {"fangguan": reported}


@in_workspace
def test_json_of_a_path_and_of_a_falling_level() -> None:
    (count,), (level,) = (show_data(name)["items"] for name in ("1.1a", "1.1e"))
    assert [(each["date"], each["value"]) for each in count["planned"]] == [
        *(("2025-01-01", 0), ("2025-12-31", 13), ("2026-12-31", 27))
    ]
    assert [each["value"] for each in level["planned"]] == [829, 100]
    assert [each["value"] for each in level["reported_values"]] == [750, 600]


@in_workspace
def test_json_of_a_clause_has_its_text_in_segments() -> None:
    (clause,) = show_data("2.1")["clauses"]
    assert [(each["text"], each["targets"], each["set_aside"]) for each in clause["text"]] == [
        ("更新燃气立管并", ["2.1a"], False),
        ("检查", ["2.1a", "2.1b"], False),
        ("□5.1公里", ["2.1b"], False),
        ("燃气管道", ["2.1b", "2.1c"], False),
        ("。", [], False),
    ]
    (clause,) = show_data("1.1")["clauses"]
    assert clause["text"][0] == {"text": "坚持以人为本", "targets": [], "set_aside": True}
    assert clause["note"] == "“提升”读作定语"


@in_workspace
def test_csv_of_an_item_is_its_rows() -> None:
    assert show("1.1b", "--format", "csv") == (
        "date,item,unit,value,note,evidence,recorded,counts\n"
        "2025-06-30,1.1b,fangguan,9.1,,验收单1.pdf,2025-07-02T10:00:00+08:00,true\n"
        "2026-06-25,1.1b,fangguan,270,把米当公里,,2026-06-25T10:00:00+08:00,false\n"
        "2026-06-25,1.1b,fangguan,27,更正为公里,验收单2.pdf,2026-07-10T10:00:00+08:00,true\n"
    )


@in_workspace
def test_csv_of_a_clause_is_its_items() -> None:
    found = list(csv.DictReader(io.StringIO(show("1.1", "--format", "csv"))))
    assert [(each["item"], each["status"], each["value"]) for each in found] == [
        ("1.1a", "at-risk", "12"),
        ("1.1b", "off-track", "27"),
        ("1.1c", "on-track", "91.5"),
        ("1.1d", "unrated", "85"),
        ("1.1e", "off-track", "600"),
        ("1.1f", "withdrawn", ""),
    ]


@in_workspace
def test_a_note_that_a_spreadsheet_would_run_is_text(workspace: Path) -> None:
    lay_out(
        workspace,
        rows={"waitan": "2026-06-15,1.2d,,@SUM(A1),-1+2,\n", "yuyuan": "2026-06-15,1.2d,,=1,+2,\n"},
    )
    found = list(csv.DictReader(io.StringIO(show("1.2d", "--format", "csv"))))
    cells = {each["unit"]: (each["note"], each["evidence"]) for each in found}
    assert cells["waitan"] == ("'@SUM(A1)", "'-1+2")
    assert cells["yuyuan"] == ("'=1", "'+2")


@in_workspace
def test_markdown_leaves_what_files_hold_as_text(golden: Golden) -> None:
    text = show("2.1c", "--format", "markdown")
    golden("2.1c.en.md", text)
    lines = text.splitlines()
    assert lines[0] == "# 2.1c 巡\\[red\\]检\\<U+202E\\>\\<U+003A\\>:error"
    assert lines[-1] == (
        "| 2026-06-15 | 豫园街道 |  | \\<U+001B\\>\\[31m\\[red\\]红\\<U+001B\\>\\[0m"
        " \\<U+003A\\>:error::x \\<U+202E\\>倒 | =1+1 |  |"
    )
    assert [line.split(" | ")[1] for line in lines if line.startswith("| =\\>")] == ["kept"]
    assert "\n\n      91 |  " in show("1.1b", "--format", "markdown")


@pytest.mark.parametrize("name", NAMES)
@in_workspace
def test_text_from_files_is_never_a_command_to_the_terminal(name: str) -> None:
    for fmt in ("table", "json", "csv", "markdown"):
        text = show(name, "--format", fmt)
        assert not set(text) & {"\x1b", "\x07", "\u202e", "\u200b"}
        if fmt != "json":
            assert "::error" not in text.replace("<U+003A>:error::x", "")


# How it ends


@pytest.mark.parametrize("name", ["1.2z", "2.1d", "外滩街", "fanguan", "9", " "])
@in_workspace
def test_an_unknown_name_is_refused_with_the_nearest(name: str, golden: Golden) -> None:
    result = run(name, "--as-of", DAY)
    assert (result.code, result.stdout) == (2, "")
    golden.says(result.reason)


def test_a_name_must_be_given() -> None:
    result = run()
    assert (result.code, result.stdout) == (2, "")


@pytest.mark.parametrize("fmt", ["table", "json", "csv", "markdown"])
@in_workspace
def test_faulty_rows_are_named_and_the_page_is_still_there(
    workspace: Path, fmt: str, golden: Golden
) -> None:
    sound = show("1.2a", "--format", fmt)
    bad = ROWS["waitan"] + "2026-06-26,1.2c,约5,,,\n2026-06-26,9.9z,1,,,\n"
    lay_out(workspace, rows={"waitan": bad})
    result = run("1.2a", "--as-of", DAY, "--format", fmt)
    assert (result.code, result.stdout) == (1, sound)
    golden.says(result.stderr, "faulty rows")


@pytest.mark.parametrize("fmt", ["table", "json"])
def test_without_a_plan_nothing_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fmt: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("1.1a", "--format", fmt)
    assert (result.code, result.stdout) == (3, "")
    assert "plan.yaml" in result.stderr


@pytest.mark.workspace(PLAN.replace("kind: duty", "kind: duties"))
@in_workspace
def test_a_plan_that_cannot_be_used_is_not_shown() -> None:
    result = run("1.1a", "--as-of", DAY)
    assert (result.code, result.stdout) == (3, "")
    assert "plan.yaml:" in result.stderr


@pytest.mark.parametrize("of", ["", "plan.yaml"])
def test_the_plan_can_be_named(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, of: str, golden: Golden
) -> None:
    elsewhere = workspace.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    golden("1.1a.en.txt", show("1.1a", "--plan", str(workspace / of)))


@in_workspace
def test_nothing_is_written(workspace: Path) -> None:
    def seen() -> dict[str, bytes]:
        return {
            path.relative_to(workspace).as_posix(): path.read_bytes()
            for path in workspace.rglob("*")
            if path.is_file()
        }

    before = seen()
    for fmt in ("table", "json", "csv", "markdown"):
        run("1.1", "--format", fmt)
    assert seen() == before


# Faults that were mended


@in_workspace
def test_a_year_of_a_target_for_each_member_has_a_page(workspace: Path) -> None:
    lay_out(workspace, PLAN.replace("each: jiedao}", "each: jiedao, every: year}"), {"waitan": ""})
    text = show("1.2c@2025")
    assert "1.2c@2025@waitan" in text
    assert "1.2c@2026@waitan" not in text


@in_workspace
def test_a_long_link_is_folded(workspace: Path) -> None:
    lay_out(workspace, rows={"waitan": f"2026-06-15,1.2d,,巡查,https://x.cn/{'a' * 120},\n"})
    assert max(cell_len(line) for line in show("1.2d").splitlines()) <= 80


@pytest.mark.parametrize("width", [60, 80, 120])
@in_workspace
def test_the_chart_takes_the_width_of_the_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = show("1.1a")
    assert max(cell_len(line) for line in text.splitlines()) <= width
    ends = ["2025-01-01", "2026-12-31"]
    (axis,) = [line for line in text.splitlines() if line.split() == ends]
    assert len(axis) == width - 2


@in_workspace
def test_a_row_that_is_there_twice_counts(workspace: Path) -> None:
    lay_out(workspace, rows={"waitan": "2026-06-25,1.2a,60,,,\n2026-06-25,1.2a,60,,,\n"})
    rows = [row for row in show_data("1.2a")["rows"] if row["unit"] == "waitan"]
    assert [row["counts"] for row in rows] == [True]  # the same words are one row
    assert len(lines_of(show("1.2a"), "2026-06-25")) == 1


@in_workspace
def test_a_corrected_row_of_a_duty_says_so(workspace: Path, golden: Golden) -> None:
    lay_out(workspace, rows={"waitan": "2026-06-25,1.2d,,一次,,\n2026-06-25,1.2d,,两次,,\n"})
    golden("corrected-duty.en.txt", show("1.2d"))


def test_a_level_that_went_back_is_red_for_that_reason(golden: Golden) -> None:
    of, rows, as_of, *_rest = EXAMPLES["no longer met"]
    golden.says(why(tried(of, rows, as_of), "at-risk"))
    golden.says(why(tried(LEVEL, [(60, 590)], 60), "off-track"))


def test_that_spi_is_not_judged_yet_is_said(golden: Golden) -> None:
    """29 of 300 on day 49 is SPI 0.59, which decides from day 50 on alone."""
    for day in (49, 50, 310):  # the last behind the due date
        golden.says(why(tried(AMOUNT, [(day, 29)], day), "off-track"), f"SPI 0.59 on day {day}")


def test_a_measure_is_not_rounded_onto_its_limit() -> None:
    found = why(tried(AMOUNT, [(100, "59.9")], 100), "off-track")
    assert re.findall("[0-9.]+", found)[:2] == ["0.599", "0.60"]


def test_an_item_that_is_at_risk_as_it_is_due_soon_says_so(golden: Golden) -> None:
    of, rows, as_of, *_rest = EXAMPLES["due soon"]
    golden.says(why(tried(of, rows, as_of), "at-risk"))


def test_a_lost_figure_is_nothing_to_measure_against(golden: Golden) -> None:
    rules = tried(ILLEGIBLE, [], 110)
    golden.says(why(rules, "unrated"))
    golden.says(why(rules, "overdue"))


def test_a_duty_that_was_never_reported_on_is_not_kept_for_a_reason(golden: Golden) -> None:
    """On day 30 nothing was reported, which is no 30 days behind a report."""
    golden.says(why(tried(DUTY, [], 30), "kept"))


def test_a_level_without_a_baseline_starts_when_the_plan_does(golden: Golden) -> None:
    golden.says(why(tried(ALONE, [(60, 700)], 70), "upcoming"))


@in_workspace
def test_a_target_of_several_items_says_which_way_it_is_required(
    workspace: Path, golden: Golden
) -> None:
    each = PLAN.replace("at_least: 1, uom: 个,", "at_most: 1, uom: 天,").replace(
        "各街道建成1个公园, kind: count", "各街道建成1个公园, kind: level"
    )
    lay_out(workspace, each, {"waitan": ""})
    golden("each-at-most.en.txt", show("1.2c"))


@in_workspace
def test_a_members_item_is_reported_by_the_member() -> None:
    (item,) = show_data("1.2c@yuyuan")["items"]
    assert item["reporters"] == ["yuyuan"]
    assert "   豫园街道\n" in show("1.2c@yuyuan")


@in_workspace
def test_a_year_is_due_at_its_own_end(workspace: Path) -> None:
    lay_out(workspace, PLAN.replace("every: year,", "every: year, due: 2026-06-30,"))
    (item,) = show_data("1.2b@2025")["items"]
    assert item["due"] == "2025-12-31"
    assert "2025-06-30" not in show("1.2b@2025")


@in_workspace
def test_the_planned_value_is_rounded_as_the_explanation_rounds_it() -> None:
    line, _meaning = lines_of(show("1.1c"), "PV  ")
    assert line.split()[1] == "91.11%"


@in_workspace
def test_what_a_reporter_of_a_milestone_stands_at_is_a_percentage() -> None:
    assert "80%    2026-05-31" in show("1.2a")


@in_workspace
def test_a_units_page_names_what_has_fallen_silent(golden: Golden) -> None:
    """豫园街道 last reported on 2.1b on 2026-05-31, 121 days before."""
    golden("yuyuan-fallen-silent.en.txt", show("yuyuan", as_of="2026-09-29"))


@in_workspace
def test_a_units_page_says_as_of_which_day_it_speaks() -> None:
    assert re.search(f"^  .* {DAY}$", show("fangguan"), re.MULTILINE)


@pytest.mark.usefixtures("workspace")
@pytest.mark.workspace(
    ONE_COUNT.replace("leads: [aa]", "leads: [aa, bb]")
    .replace("count, at_least: 30, uom: 个", "milestone")
    .replace("{id: aa, name: 甲局}", "{id: aa, name: 甲局}\n  - {id: bb, name: 乙局}"),
    {"aa": "2026-05-31,1.1a,100%,全部完成,x,\n", "bb": "2026-05-31,1.1a,20%,,,\n"},
)
def test_a_units_page_names_what_waits_for_others(golden: Golden) -> None:
    golden("waits.en.txt", show("aa"))


@pytest.mark.usefixtures("workspace")
@pytest.mark.workspace(
    ONE_COUNT.replace(
        "  - {id: aa, name: 甲局}\n",
        "  - {id: aa, name: 甲局, until: 2024-12-31, into: [bb]}\n"
        "  - {id: bb, name: 乙局, from: 2025-01-01, until: 2025-12-31, into: [cc]}\n"
        "  - {id: cc, name: 丙局, from: 2026-01-01}\n",
    ).replace("uom: 个", "uom: 个, every: year")
)
def test_a_target_names_who_answers_for_it_in_turn() -> None:
    turns = "甲局 up to 2024-12-31; 乙局 from 2025-01-01 to 2025-12-31; 丙局 from 2026-01-01 on"
    assert squeezed(f"in turn {turns} kind") in squeezed(show("1.1a"))
