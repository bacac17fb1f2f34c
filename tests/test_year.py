"""A year with a plan, as the office that coordinates it and its units live through it.

The work is divided by the sheet, forms are sent out each quarter and come back filled in, two units
declare to have no part in an item, one is merged into another in July, one hands a milestone over,
an amount rests for two months; and in November only those are urged who have something to move.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from openpyxl import load_workbook

from running import ran
from test_notice import lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from golden import Golden

PLAN = """\
# 演练用的计划，非真实文件
format: 1
title: 某区城市管理年度计划（演练）
issued: 2025-12-31
start: 2026-01-01
end: 2026-12-31
timezone: Asia/Shanghai
coordinator: jianguan
units:
  - {id: jianguan, name: 区建管委, contact: 综合科}
  - {id: lvhua, name: 区绿化市容局}
  - {id: fangguan, name: 区房管局}
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
  - {id: laoximen, name: 老西门街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan, laoximen]}
chapters:
  - id: "1"
    title: 改善空间环境
    clauses:
      - id: "1.1"
        title: 居住环境
        leads: [jianguan, lvhua, fangguan]
        text: 完成30个小区加梯。新增绿道2公里。市民满意率达到95%。\
编制街区导则。建立巡查机制。持续加强管养。
        targets:
          - {id: 1.1a, name: 小区加梯, quote: 完成30个小区加梯, kind: count, at_least: 30, uom: 个}
          - {id: 1.1b, name: 新增绿道, quote: 新增绿道2公里, kind: amount, at_least: 2, uom: 公里}
          - id: 1.1c
            name: 市民满意率
            quote: 市民满意率达到95%
            kind: level
            at_least: 95
            uom: "%"
            baseline: {date: 2025-12-31, value: 90}
          - {id: 1.1d, name: 街区导则, quote: 编制街区导则, kind: milestone}
          - {id: 1.1e, name: 巡查机制, quote: 建立巡查机制, kind: milestone}
          - {id: 1.1f, name: 加强管养, quote: 持续加强管养, kind: duty}
      - id: "1.2"
        title: 街区品质
        leads: [jiedao]
        text: 每个街道打造1片示范街区。6月底前完成招牌整治。新增座椅90处。
        targets:
          - id: 1.2a
            name: 示范街区
            quote: 每个街道打造1片示范街区
            kind: milestone
            each: jiedao
            context: {"1": 每个街道一片}
          - {id: 1.2b, name: 招牌整治, quote: 6月底前完成招牌整治, kind: milestone, due: 2026-06-30}
          - {id: 1.2c, name: 新增座椅, quote: 新增座椅90处, kind: count, at_least: 90, uom: 处}
"""
UNITS = ("jianguan", "lvhua", "fangguan", "waitan", "yuyuan", "laoximen")
HEADS = 5
"""The row of the heads, on the sheet and on the forms."""

Cells: TypeAlias = "Mapping[str, Mapping[str, object]]"
"""What is typed: by item and head."""

VALUE, NOTE, EVIDENCE = "本次累计", "说明", "佐证"

DIVISION: Cells = {
    "1.1a": {
        "填报单位": "区房管局",
        "配合单位": "区建管委",
        "统计口径": "以验收合格为准",
        "年度和季度节点": "2026-06-30=12\n2026-09-30=20",
        "形象进度": "2026-06-30=首批开工",
    },
    "1.1b": {"填报单位": "区绿化市容局"},
    "1.1c": {"填报单位": "区建管委"},
    "1.1d": {"填报单位": "区建管委、区绿化局"},  # a name that no unit has
    "1.1e": {"填报单位": "区建管委"},
    "1.2c": {"填报单位": "各街道"},
}
MARCH: dict[str, Cells] = {
    "fangguan": {"1.1a": {VALUE: 5}, "1.1f": {VALUE: "不涉及", NOTE: "管养不属我局职责（演练）"}},
    "lvhua": {"1.1b": {VALUE: 0.5}, "1.1d": {VALUE: 20}, "1.1f": {NOTE: "巡查12次（演练）"}},
    "jianguan": {
        "1.1c": {VALUE: 92},
        "1.1d": {VALUE: 30},
        "1.1e": {VALUE: 20, NOTE: "起草中（演练）"},
        "1.1f": {NOTE: "检查3次（演练）"},
    },
    "waitan": {"1.2a@waitan": {VALUE: 25}, "1.2b": {VALUE: 40}, "1.2c": {VALUE: 8}},
    "yuyuan": {
        "1.2a@yuyuan": {VALUE: 30},
        "1.2b": {VALUE: "不涉及", NOTE: "辖区无待整治招牌（演练）"},
        "1.2c": {VALUE: 8},
    },
    "laoximen": {"1.2a@laoximen": {VALUE: 22}, "1.2b": {VALUE: 40}, "1.2c": {VALUE: 8}},
}
JUNE: dict[str, Cells] = {
    "fangguan": {"1.1a": {VALUE: 12}},
    "lvhua": {
        "1.1b": {VALUE: 1},
        "1.1d": {VALUE: "完成", EVIDENCE: "导则（演练）"},
        "1.1f": {NOTE: "巡查9次（演练）"},
    },
    "jianguan": {"1.1c": {VALUE: 93}, "1.1d": {VALUE: 50}, "1.1e": {VALUE: 40}},
    "waitan": {
        "1.2a@waitan": {VALUE: 50},
        "1.2b": {VALUE: "完成", EVIDENCE: "照片（演练）"},
        "1.2c": {VALUE: 15},
    },
    "yuyuan": {"1.2a@yuyuan": {VALUE: 55}, "1.2c": {VALUE: 15}},
    "laoximen": {
        "1.2a@laoximen": {VALUE: 40},
        "1.2b": {VALUE: "完成", EVIDENCE: "照片（演练）"},
        "1.2c": {VALUE: 15},
    },
}
SEPTEMBER: dict[str, Cells] = {
    "fangguan": {"1.1a": {VALUE: 20}, "1.1e": {VALUE: 45}},
    "lvhua": {"1.1f": {NOTE: "巡查9次（演练）"}},
    "jianguan": {
        "1.1c": {VALUE: 96, EVIDENCE: "调查报告（演练）"},
        "1.1d": {VALUE: 60, "滞后原因": "意见未统一", "下一步措施": "召开协调会（演练）"},
    },
    # Of the seats those that the unit added by itself: what the merged one had added stands.
    "waitan": {"1.2a@waitan": {VALUE: 80}, "1.2a@laoximen": {VALUE: 45}, "1.2c": {VALUE: 32}},
    "yuyuan": {"1.2a@yuyuan": {VALUE: 100, EVIDENCE: "验收单（演练）"}, "1.2c": {VALUE: 26}},
}
CHANGED_UNITS = {
    "name: 老西门街道}": "name: 老西门街道, until: 2026-06-30, into: [waitan]}",
    "kind: milestone, reporters: [jianguan]}": "kind: milestone, reporters: [jianguan],"
    " handover: [{on: 2026-07-01, from: jianguan, to: fangguan, why: 职能调整}]}",
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The day on which rows are entered, under `today`."""
    day = {"today": "2026-01-15"}

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromisoformat(f"{day['today']}T09:30:00").replace(tzinfo=tz)

    monkeypatch.setattr("hpplan.progress.record.datetime", Clock)
    return day


def hpplan(*arguments: str, day: str, lang: str = "zh") -> str:
    """What a command that succeeds shows, under what was typed."""
    shown = ran("--lang", lang, *arguments, "--as-of", day)
    assert shown.code == 0, shown
    return f"$ hpplan {' '.join(arguments)}\n{shown.stderr}{shown.stdout}"


def fill_in(path: Path, cells: Cells) -> None:
    """Type into cells of a workbook, by the item of their row and the head of their column."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = {str(cell.value): cell.column for cell in sheet[HEADS]}
    rows = {cell.value: cell.row for cell in sheet["B"][HEADS:]}
    for item, texts in cells.items():
        for head, text in texts.items():
            sheet.cell(rows[item], columns[head]).value = text
    book.save(path)


def form(folder: str, unit: str) -> Path:
    (path,) = Path(folder).glob(f"{unit}-*.xlsx")
    return path


def asked(folder: str) -> str:
    """What the forms ask of each unit, how it is counted, and what was reported last."""
    found = []
    for unit in UNITS:
        for path in Path(folder).glob(f"{unit}-*.xlsx"):
            found.append(path.stem)
            sheet = load_workbook(path).worksheets[0]
            heads = [str(cell.value) for cell in sheet[HEADS]]
            wanted = [heads.index(head) for head in ("填报要求", "编号", "统计口径", "上次累计")]
            for row in sheet.iter_rows(min_row=HEADS + 1, values_only=True):
                cells = (str(row[at] if row[at] is not None else "") for at in wanted)
                found.append(" | ".join(["", *cells]).replace("\n", "，").rstrip(" |"))
    return "\n".join(found)


def quarter(folder: str, day: str, entered: str, filled: Mapping[str, Cells]) -> str:
    """Send forms out, have them filled in, and collect them."""
    told = [hpplan("form", "--all", "-o", folder, day=day), asked(folder), ""]
    for unit, cells in filled.items():
        fill_in(form(folder, unit), cells)
    told.append(hpplan("collect", folder, "--yes", day=entered))
    return "\n".join(told)


@pytest.mark.workspace(PLAN)
@pytest.mark.usefixtures("workspace")
def test_a_year(golden: Golden, clock: dict[str, str]) -> None:
    # January: the work is divided by the sheet
    hpplan("assign", "--sheet", "-o", "分工.xlsx", day="2026-01-15")
    fill_in(Path("分工.xlsx"), DIVISION)
    wrong = ran("--lang", "zh", "assign", "分工.xlsx", "--yes", "--as-of", "2026-01-15")
    assert wrong.code == 1
    fill_in(Path("分工.xlsx"), {"1.1d": {"填报单位": "区建管委、区绿化市容局"}})
    golden(
        "1-january.zh.txt",
        "\n".join(
            [
                wrong.stderr + wrong.stdout,
                *(hpplan("assign", "分工.xlsx", "--yes", day="2026-01-15") for _time in "12"),
                Path("plan.yaml").read_text(encoding="utf-8").partition("chapters:")[2],
            ]
        ),
    )

    # April and July: reports of two quarters; two units have no part in an item
    clock["today"] = "2026-04-03"
    golden("2-april.zh.txt", quarter("一季度", "2026-03-31", "2026-04-03", MARCH))
    clock["today"] = "2026-07-02"
    golden("3-july.zh.txt", quarter("二季度", "2026-06-30", "2026-07-02", JUNE))

    # One unit is merged, one hands a milestone over
    text = Path("plan.yaml").read_text(encoding="utf-8")
    for old, new in CHANGED_UNITS.items():
        assert old in text
        text = text.replace(old, new)
    Path("plan.yaml").write_text(text, encoding="utf-8")
    assert hpplan("check", day="2026-07-02").endswith("错误0个，提醒0个\n")

    # An amount rests from August to October
    decided = ("--by", "联席会议", "--on")
    golden(
        "4-decisions.zh.txt",
        "\n".join(
            [
                hpplan(
                    *("revise", "1.1b", "--suspend", "--why", "等待场地", *decided, "2026-08-10"),
                    day="2026-08-10",
                ),
                hpplan("status", "1.1b", day="2026-08-20"),
                hpplan(
                    *("revise", "1.1b", "--resume", "--why", "场地已移交", *decided, "2026-10-15"),
                    day="2026-10-15",
                ),
            ]
        ),
    )

    # October: the merged unit is asked for nothing, who took over answers for what it left
    clock["today"] = "2026-10-10"
    golden("5-october.zh.txt", quarter("三季度", "2026-09-30", "2026-10-10", SEPTEMBER))
    assert not list(Path("三季度").glob("laoximen-*"))

    # November: the meeting, and whom the notices urge
    november = "2026-11-20"
    golden(
        "6-november.zh.txt",
        "\n".join(
            [
                hpplan("status", day=november),
                hpplan("changes", "--since", "2026-07-05", day=november),
                hpplan("notice", "--all", "-o", "督办", "--reply-by", "2026-12-01", day=november),
            ]
        ),
    )
    made = {path.name.partition("-")[0]: path for path in Path("督办").iterdir()}
    assert set(made) == {"jianguan", "fangguan", "waitan"}
    golden(
        "7-notices.zh.txt",
        "\n\n".join("\n".join(lines(made[unit])) for unit in UNITS if unit in made),
    )
    hpplan("report", "-o", "报告.md", "--since", "2026-07-05", day=november)
    golden("8-report.zh.md", Path("报告.md").read_text(encoding="utf-8"))
    golden("9-november.en.txt", hpplan("status", day=november, lang="en"))
