"""The division of work, as the coordinator writes it: by arguments, and by the sheet."""

from __future__ import annotations

import csv
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hpplan.forms.division import DIVIDED_BY, division_column, division_title
from hpplan.plan.assign import joined_lines
from hpplan.plan.document import parse
from hpplan.plan.load import plan_from
from hpplan.plan.settings import with_settings
from hpplan.plan.types import LONGEST_TEXT
from hpplan.progress.points import checkpoint, period_end
from running import on_terminal, ran

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from golden import Golden
    from hpplan.plan.edit import Key
    from running import Shown

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: jianguan, name: 区建管委, contact: 综合科 6321}
  - {id: lvhua, name: 区绿化市容局}
  - {id: jiuju, name: 旧局, until: 2025-06-30, into: [jianguan]}
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan]}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 一
        leads: [jianguan, lvhua, jiedao]
        text: 加梯30个。绿道5公里。覆盖率90%。方案。巡查。每年街区10个。花园一座。
        targets:
          - id: 1.1a
            name: 加梯
            quote: 加梯30个
            kind: count
            at_least: 30
            uom: 个   # 部
            note: 请确认。
          - id: 1.1b   # 绿道
            name: '绿道'
            quote: 绿道5公里
            kind: amount
            at_least: 5
            uom: 公里
            # 由谁填报
            reporters: [lvhua]   # 商定
            path:
              # 年度
              - {by: 2025-12-31, value: 2, what: 开工, note: 自报}
          - {id: 1.1c, name: 覆盖率, quote: 覆盖率90%, kind: level, at_least: 90, uom: "%"}
          - {id: 1.1d, name: 方案, quote: 方案, kind: milestone, due: 2026-06-30}
          - {id: 1.1e, name: 巡查, quote: 巡查, kind: duty}
          - {id: 1.1f, name: 街区, quote: 每年街区10个, kind: count, at_least: 10, uom: 个,
             every: year}
          - {id: 1.1g, name: 花园, quote: 花园一座, kind: count, at_least: 1, uom: 座, each: jiedao}
      - id: "1.2"
        title: 二
        leads: [jianguan]
        support: [lvhua]
        text: 道路3条。
        targets:
          - {id: 1.2a, name: 道路, quote: 道路3条, kind: count, at_least: 3, uom: 条}
"""

pytestmark = pytest.mark.workspace(PLAN)

AS_OF = ("--as-of", "2025-12-01")


def assign(*arguments: str) -> Shown:
    """What `hpplan assign` shows."""
    return ran("assign", *arguments, *AS_OF)


def text_of(folder: Path) -> str:
    """The plan's text."""
    return (folder / "plan.yaml").read_bytes().decode()


def changed(before: str, after: str) -> list[str]:
    """The lines that were taken out and added, in the order of the text."""
    import difflib

    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line.startswith(("+ ", "- "))]


# By arguments


def test_the_present_division(golden: Golden, workspace: Path) -> None:
    for target in ("1.1a", "1.1b", "1.1g", "1.2a"):
        shown = assign(target)
        assert (shown.code, shown.stderr) == (0, "")
        golden.says(shown.stdout, target)
    assert text_of(workspace) == PLAN


def test_units_support_counting_and_checkpoints_stand_at_their_place(workspace: Path) -> None:
    more = ("--support", "各街道", "--definition", "按验收: 计", "--path", "2025年底=12=方案, 印发")
    shown = assign("1.1a", "区绿化市容局", "jianguan", *more, "--path", "2026Q2=20", "--yes")
    assert (shown.code, shown.stderr) == (0, "")
    assert changed(PLAN, text_of(workspace)) == [
        "+             reporters: [lvhua, jianguan]",
        "+             support: [jiedao]",
        "+             path:",
        '+               - {by: 2025-12-31, value: 12, what: "方案, 印发"}',
        "+               - {by: 2026-06-30, value: 20}",
        '+             definition: "按验收: 计"',
    ]
    assert text_of(workspace).index("reporters: [lvhua, jianguan]") < text_of(workspace).index(
        "note: 请确认。"
    )
    assert assign(
        "1.1a", "区绿化市容局", "区建管委", *more, "--path", "2026年二季度=20", "--yes"
    ) == (
        "",
        "1.1a is divided so already; nothing was changed.\n",
        0,
    )


def test_what_is_there_is_replaced_and_comments_stay(workspace: Path) -> None:
    assert (
        assign("1.1b", "jianguan", "--path", "2025年底=2", "--path", "2026Q3=4", "--yes").code == 0
    )
    assert changed(PLAN, text_of(workspace)) == [
        "-             reporters: [lvhua]   # 商定",
        "+             reporters: [jianguan]   # 商定",
        "-               # 年度",
        "+               - {by: 2026-09-30, value: 4}",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("1.1c", "lvhua"), ",\n             reporters: [lvhua]}"),
        (("1.1d", "--path", "2025年底=50%"), "path: [{by: 2025-12-31, value: 50}]}"),
        (("1.1e", "--definition", "a, b"), ', definition: "a, b"}'),
    ],
)
def test_between_braces(arguments: tuple[str, ...], expected: str, workspace: Path) -> None:
    assert assign(*arguments, "--yes").code == 0
    assert expected in text_of(workspace)
    (key,) = [key for key in ("reporters", "path", "definition") if f"{key}:" in expected] or [
        "path"
    ]
    assert assign(arguments[0], "--clear", key, "--yes").code == 0
    plan = plan_from(text_of(workspace), "plan.yaml")[0]
    assert plan is not None
    assert plan.plan == plan_from(PLAN, "plan.yaml")[0].plan  # type: ignore[union-attr]


def test_what_was_set_can_be_cleared_and_every_byte_is_as_before(workspace: Path) -> None:
    assert assign("1.1a", "lvhua", "--support", "jianguan", "--definition", "计", "--yes").code == 0
    clear = [part for key in ("reporters", "support", "definition") for part in ("--clear", key)]
    assert assign("1.1a", *clear, "--yes").code == 0
    assert text_of(workspace) == PLAN
    assert assign("1.1a", *clear, "--yes").stderr == (
        "1.1a is divided so already; nothing was changed.\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("1.1a", "区绿化市容"),
        ("1.1z", "lvhua"),
        ("1.1a", "jiuju"),
        ("1.1g", "lvhua"),
        ("1.1g", "waitan"),
        ("1.1b", "--support", "lvhua"),
        ("1.2a", "--clear", "support"),
        ("1.1a", "--path", "2025-06-30"),
        ("1.1a", "--path", "明年=3"),
        ("1.1a", "--path", "2027-06-30=3"),
        ("1.1a", "--path", "2025-06-30=20", "--path", "2025年底=10"),
        ("1.1a", "--path", "2025-06-30=31"),
        ("1.1a", "--path", "2025-06-30=约3"),
        ("1.1e", "--path", "2025-06-30=3"),
        ("1.1f", "--path", "2025-06-30=11"),
        ("1.1a", "--definition", " "),
        ("1.1a", "lvhua", "--clear", "reporters"),
        ("--sheet",),
        ("--sheet", "1.1a", "-o", "a.xlsx"),
        (),
    ],
    ids=" ".join,
)
def test_what_does_not_fit_is_refused(
    arguments: tuple[str, ...], golden: Golden, workspace: Path
) -> None:
    shown = assign(*arguments, "--yes")
    assert (shown.stdout, shown.code) == ("", 2)
    golden.says(shown.reason.rstrip("\n"), " ".join(arguments) or "nothing")
    assert text_of(workspace) == PLAN


@pytest.mark.workspace(PLAN, {"waitan": "2025-03-31,1.1a,3,,,\n"})
def test_a_unit_that_reported_is_not_left_out_unasked(workspace: Path) -> None:
    shown = assign("1.1a", "lvhua", "--yes")
    assert shown.code == 2
    assert " ".join(shown.reason.split()) == (
        "Error: Invalid value: UNIT: units that reported on 1.1a would be left out: 外滩街道; name"
        " them too, or write a handover; with --force their rows no longer count"
    )
    assert text_of(workspace) == PLAN
    assert assign("1.1a", "lvhua", "各街道", "--yes").code == 0
    assert assign("1.1a", "lvhua", "--yes", "--force").code == 0
    assert "reporters: [lvhua]\n" in text_of(workspace)


def test_a_single_lead_need_not_be_named(workspace: Path) -> None:
    assert assign("1.2a", "区建管委", "--yes").stderr.startswith("1.2a is divided so already")
    assert assign("1.1g", "各街道", "--yes").stderr.startswith("1.1g is divided so already")
    assert text_of(workspace) == PLAN


def test_looking_writes_nothing(golden: Golden, workspace: Path) -> None:
    shown = assign("1.1a", "lvhua", "--dry-run")
    assert (shown.code, shown.stderr) == (0, "")
    golden("diff.txt", shown.stdout)
    refused = assign("1.1a", "lvhua")
    assert refused.code == 2
    assert (
        "there is no terminal to ask at whether to write; add --dry-run to look, or --yes to write"
        in refused.reason
    )
    assert text_of(workspace) == PLAN


def test_it_asks_at_a_terminal(workspace: Path) -> None:
    for answer, written in ((b"n\n", False), (b"y\n", True)):
        with on_terminal(workspace, "assign", "1.1a", "lvhua", HPPLAN_LANG="en") as terminal:
            assert "+            reporters: [lvhua]" in terminal.until("Write this into the plan?")
            terminal.type(answer)
            terminal.until(None)
            assert terminal.code() == 0
        assert ("reporters: [lvhua]\n" in text_of(workspace)) is written


@pytest.mark.usefixtures("workspace")
def test_status_ends_with_the_commands_that_divide_what_is_shared() -> None:
    shown = ran("status", "--shared", *AS_OF)
    assert shown.stdout.endswith(
        "\n\nTo divide one: hpplan assign 1.1a UNIT\n"
        "To divide all of them in a sheet: hpplan assign --sheet -o division.xlsx\n"
    )
    assert "hpplan assign" not in ran("status", "--all", *AS_OF).stdout
    assert "hpplan assign" not in ran("status", "--shared", "--clause", "1.2", *AS_OF).stdout


@pytest.mark.usefixtures("workspace")
def test_show_names_the_command_where_nobody_divided_the_work() -> None:
    for target, count in (("1.1a", 1), ("1.1f", 1), ("1.1b", 0), ("1.1g", 0), ("1.2a", 0)):
        shown = ran("show", target, *AS_OF).stdout
        assert shown.count(f"hpplan assign {target} UNIT") == count
    assert re.search("support +区绿化市容局\n", ran("show", "1.2a", *AS_OF).stdout)


# Days and texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年底", "2025-12-31"),
        ("2025", "2025-12-31"),
        ("2025年度", "2025-12-31"),
        ("2025年末", "2025-12-31"),
        ("2025年二季度末", "2025-06-30"),
        ("2025年第3季度", "2025-09-30"),
        ("２０２５Q1", "2025-03-31"),
        ("2025-Q4", "2025-12-31"),
        ("2025年上半年", "2025-06-30"),
        ("2025H2", "2025-12-31"),
        ("2025年中", "2025-06-30"),
        ("2024年2月底", "2024-02-29"),
        ("2025-06", "2025-06-30"),
        ("2025年13月", None),
        ("明年底", None),
        ("2025年五季度", None),
    ],
)
def test_the_end_of_a_period(text: str, expected: str | None) -> None:
    found = period_end(text)
    assert (found and found.isoformat()) == expected


def test_a_checkpoint_may_say_what_is_to_be_seen() -> None:
    assert [str(part) for part in checkpoint("2025年底 ＝ 50% ＝ a=b")] == [
        "2025-12-31",
        "50%",
        "a=b",
    ]
    assert checkpoint("2025-06-30=3").what is None
    assert checkpoint("2025-06-30=3=").what == ""


def test_lines_are_joined() -> None:
    assert joined_lines(" 一\n二。\r\n三，\n四 ") == "一；二。三，四"


# The sheet


def sheet_of(*arguments: str) -> Any:
    """The sheet that `hpplan assign --sheet` writes, as a workbook."""
    shown = assign("--sheet", "-o", "a.xlsx", "--force", *arguments)
    assert (shown.code, shown.stderr) == (0, "")
    with open("a.xlsx", "rb") as file:  # noqa: PTH123
        return openpyxl.load_workbook(BytesIO(file.read()))


def filled(cells: Mapping[str, Mapping[str, str]]) -> Shown:
    """What the sheet says once cells are typed, by the keys of target and column."""
    book = sheet_of()
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[5]}
    rows = {sheet.cell(row, 2).value: row for row in range(6, sheet.max_row + 1)}
    for target, typed in cells.items():
        for key, text in typed.items():
            sheet.cell(rows[target], places[division_title(key)]).value = text
    book.save("b.xlsx")
    return assign("b.xlsx", "--yes")


def own(text: str, *options: str, name: str = "b.csv") -> Shown:
    """What an office's own sheet says."""
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(text)
    return assign(name, *(options or ("--yes",)))


@pytest.mark.usefixtures("workspace")
def test_the_sheet_holds_what_the_plan_holds() -> None:
    rows = list(sheet_of().worksheets[0].iter_rows(values_only=True))
    assert rows[4][:14] == (
        *("No.", "Target", "Name", "Words of the document", "Required", "Due", "Leads", "Standing"),
        *("Reporting units", "Supporting units", "How it is counted", "Checkpoints"),
        *("What is to be seen", "Contact"),
    )
    assert rows[6][:14] == (
        *(2, "1.1b", "绿道", "绿道5公里", "5 公里", "2026-12-31", "区建管委、区绿化市容局、各街道"),
        *("divided", "区绿化市容局", None, None, "2025-12-31=2", "2025-12-31=开工", None),
    )
    assert [row[8] for row in rows[5:]] == [
        *(None, "区绿化市容局", None, None, None, None, "各街道", "区建管委"),
    ]
    assert rows[12][13] == "区建管委: 综合科 6321"
    asked = sheet_of("--unit", "外滩街道", "--clause", "1.1").worksheets[0]
    assert [cell.value for cell in asked["B"][5:]] == [f"1.1{letter}" for letter in "acdefg"]
    assert [cell.value for cell in sheet_of("--clause", "1.2").worksheets[0]["B"][5:]] == ["1.2a"]


@pytest.mark.usefixtures("workspace")
def test_the_sheet_is_set_up_for_paper_and_screen() -> None:
    book = sheet_of()
    sheet = book.worksheets[0]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("D6", "$5:$5")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    lists = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert lists["I6:I13"] == "'Units'!$A$2:$A$7"
    assert [cell.value for cell in book.worksheets[1]["A"]][:3] == ["Name", "各街道", "区建管委"]
    unlocked = {sheet.cell(5, cell.column).value for cell in sheet[6] if not cell.protection.locked}
    assert unlocked == {division_title(key) for key in DIVIDED_BY}


def test_the_sheet_as_it_came_changes_nothing(workspace: Path) -> None:
    sheet_of()
    shown = assign("a.xlsx", "--yes")
    assert shown == ("", "The sheet says what the plan says; nothing was changed.\n", 0)
    assert text_of(workspace) == PLAN


def test_a_filled_in_sheet_is_written_in_one_step(golden: Golden, workspace: Path) -> None:
    cells = {
        "1.1a": {
            "reporters": "区建管委、区绿化市容局",
            "support": "各街道",
            "definition": "按\n验收",
        },
        "1.1b": {"path": "2025年底=2\n2026年三季度=4", "what": "2026-09-30=通车"},
        "1.1d": {"path": "2025-12-31=50%=方案；印发", "reporters": "lvhua，外滩街道"},
    }
    shown = filled(cells)
    assert (shown.code, shown.stderr) == (0, "")
    golden("filled.en.txt", shown.stdout)
    assert changed(PLAN, text_of(workspace)) == [
        "+             reporters: [jianguan, lvhua]",
        "+             support: [jiedao]",
        "+             definition: 按；验收",
        "-               # 年度",
        "+               - {by: 2026-09-30, value: 4, what: 通车}",
        "-           - {id: 1.1d, name: 方案, quote: 方案, kind: milestone, due: 2026-06-30}",
        "+           - {id: 1.1d, name: 方案, quote: 方案, kind: milestone, due: 2026-06-30,",
        (
            "+              reporters: [lvhua, waitan],"
            " path: [{by: 2025-12-31, value: 50, what: 方案；印发}]}"
        ),
    ]
    again = text_of(workspace)
    assert assign("b.xlsx", "--yes").stderr == (
        "The sheet says what the plan says; nothing was changed.\n"
    )
    assert text_of(workspace) == again


def test_faults_are_named_by_cell_and_the_rest_is_written(golden: Golden, workspace: Path) -> None:
    shown = filled(
        {
            "1.1a": {"reporters": "区绿化市容", "definition": "按验收计"},
            "1.1b": {"path": "2025年底=9"},
            "1.1c": {"path": "约3", "reporters": "旧局"},
            "1.1d": {"due": "2026-09-30", "what": "2025-12-31=印发"},
            "1.1g": {"reporters": "区绿化市容局"},
        }
    )
    assert shown.code == 1
    golden("faults.en.txt", shown.stderr)
    codes = ["HP422", "HP423", "HP423", "HP422", "HP423", "HP424", "HP422"]
    assert re.findall(r"\((HP\d+)\)", shown.stderr) == codes
    assert changed(PLAN, text_of(workspace)) == ["+             definition: 按验收计"]


def test_an_untouched_row_says_nothing_of_what_was_decided_since(workspace: Path) -> None:
    sheet_of()
    assert assign("1.1b", "jianguan", "--yes").code == 0
    assert assign("a.xlsx", "--yes").stderr.startswith("The sheet says what the plan says")
    assert "reporters: [jianguan]" in text_of(workspace)


def test_a_cell_is_cleared_by_a_word_alone(workspace: Path) -> None:
    assert filled({"1.1b": {"reporters": "", "path": ""}}).code == 0
    assert text_of(workspace) == PLAN
    assert filled({"1.1b": {"what": "无"}}).code == 0
    assert "{by: 2025-12-31, value: 2, note: 自报}" in text_of(workspace)
    assert filled({"1.1b": {"reporters": "无", "path": "无"}}).code == 0
    assert "1.1b" in text_of(workspace)
    assert "path:" not in text_of(workspace)
    assert "商定" not in text_of(workspace)


@pytest.mark.usefixtures("workspace")
def test_texts_of_the_plan_are_no_formulas() -> None:
    assert assign("1.1a", "--definition", "=1+1", "--yes").code == 0
    sheet = sheet_of().worksheets[0]
    assert (sheet["K6"].value, sheet["K6"].data_type) == ("=1+1", "s")
    assert assign("a.xlsx", "--yes").stderr.startswith("The sheet says what the plan says")


def test_a_sheet_of_another_plan_is_refused(workspace: Path) -> None:
    sheet_of()
    (workspace / "plan.yaml").write_text(PLAN.replace("title: 计划", "title: 另一计划"), "utf-8")
    shown = assign("a.xlsx", "--yes")
    assert shown.code == 1
    assert shown.stderr == (
        "Division of work!A4: the sheet belongs to another plan; read it in the workspace of that"
        " plan (HP403)\n"
    )


# An office's own sheet


def test_an_own_sheet_is_read_by_its_heads(golden: Golden, workspace: Path) -> None:
    shown = own(
        "附件,,,,,,\n"
        "序号,重点任务,责任单位,配合部门,完成时限,2025年底目标,备注\n"
        "一、民生,,,,,,\n"
        "1,加梯30个。,区建管委/区绿化市容局,各街道,2026年底,12,急\n"
        "2,1.1c 覆盖率,区绿化市容局,,2026-12-31,85%,\n"
        "3,不知何事,区绿化市容局,,,,\n"
        "合计,,区绿化市容局,,,,\n"
    )
    assert shown.code == 1
    golden("own.en.txt", shown.stdout + shown.stderr)
    assert re.findall(r"\((HP\d+)\)", shown.stderr) == ["HP421", "HP451"]
    plan, _problems = plan_from(text_of(workspace), "plan.yaml")
    assert plan is not None
    first, _second, third = plan.plan.chapters[0].clauses[0].targets[:3]
    assert (first.reporters, first.support) == (("jianguan", "lvhua"), ("jiedao",))
    assert [(point.by.isoformat(), point.value) for point in third.path] == [("2025-12-31", 85)]


def test_checkpoints_may_stand_below_a_head_of_their_own(workspace: Path) -> None:
    shown = own(
        "编号,责任单位,节点目标,\n,,2025年底,2026年6月底\n1.1c,区绿化市容局,80%,85%\n1.1d,,约50%,\n"
    )
    assert shown.stderr == (
        "row 4 “节点目标”: “约50%” is no exact figure; write a percentage from 0 to 100, or done"
        " (HP423)\n"
    )
    assert "path: [{by: 2025-12-31, value: 80}, {by: 2026-06-30, value: 85}]" in text_of(workspace)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "编号,责任单位\n1.1z,区绿化市容局\n",
            "row 2 “编号”: there is no target 1.1z; did you mean 1.1g? (HP421)\n",
        ),
        (
            "编号,形象进度\n1.1b,印发\n",
            (
                "row 2 “形象进度”: “印发” does not say by which day; write it as"
                " 2025-06-30=方案印发 (HP423)\n"
            ),
        ),
        (
            "编号,节点目标\n1.1c,2025年底=80；2025-12-31=85\n",
            (
                "row 2 “节点目标”: a day stands twice among the"
                " checkpoints; keep one of them (HP423)\n"
            ),
        ),
        (
            "编号,统计口径\n1.1c,\u0007\n",
            (
                "row 2 “统计口径”: the text holds the control character"
                " U+0007; type the text again (HP404)\n"
            ),
        ),
        (
            f"编号,统计口径\n1.1c,{'长' * (LONGEST_TEXT + 1)}\n",
            "row 2 “统计口径”: expected text of at most 100000 characters (HP404)\n",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(text: str, expected: str, workspace: Path) -> None:
    assert own(text).stderr == expected
    assert text_of(workspace) == PLAN


def test_leads_that_repeat_the_documents_divide_nothing(workspace: Path) -> None:
    text = "编号,牵头单位\n1.1a,区建管委、区绿化市容局、各街道\n1.1c,区绿化市容局\n"
    assert own(text).code == 0
    assert [line[2:].strip() for line in changed(PLAN, text_of(workspace))[2:]] == [
        "reporters: [lvhua]}"
    ]


def test_a_target_that_stands_twice_is_refused_where_it_differs(workspace: Path) -> None:
    text = "编号,填报单位\n1.1a,区建管委\n1.1a,区建管委\n1.1a,区绿化市容局\n"
    shown = own(text)
    assert shown.code == 1
    assert shown.stderr == (
        "row 4 “编号”: 1.1a stands twice, with something else in row 2; keep the row that is right"
        " (HP405)\n"
    )
    assert "reporters: [jianguan]\n" in text_of(workspace)


@pytest.mark.usefixtures("workspace")
def test_no_sheet_at_all() -> None:
    assert own("甲,乙\n1,2\n").stderr == (
        "there is no table with a division of work; its heads are: Target, Words of the document,"
        " Reporting units (HP402)\n"
    )
    assert "HP401" in assign("nowhere.xlsx", "--yes").stderr


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("责任单位", "reporters"),
        ("填报单位（可多个）", "reporters"),
        ("协办单位*", "support"),
        ("統計口徑", "definition"),
        ("Reporting units", "reporters"),
        ("完成\n时限", "due"),
        ("2025年二季度节点", "2025-06-30"),
        ("备注", "None"),
        ("", "None"),
    ],
)
def test_heads(head: str, expected: str) -> None:
    assert str(division_column(head)) == expected


def test_cells_merged_over_rows_speak_of_all_of_them(workspace: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (("编号", "责任单位"), ("1.1a", "区绿化市容局"), ("1.1c", None)):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    book.save("c.xlsx")
    assert assign("c.xlsx", "--yes").code == 0
    assert text_of(workspace).count("reporters: [lvhua]") == 3


# Whatever is set, every other byte stays

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "reporters": st.none()
    | st.lists(st.sampled_from(["lvhua", "on", "a-b"]), min_size=1, max_size=3),
    "definition": st.none()
    | st.text("计: #,[]{}'\"\\-~0 ", min_size=1, max_size=8).filter(str.strip),
    "path": st.none()
    | st.just([{"by": "2025-06-30", "value": 3, "what": "a, b"}, {"by": "2025-12-31", "value": 4}]),
}


@pytest.mark.workspace(None)
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.dictionaries(
        st.integers(0, 6), st.fixed_dictionaries({}, optional=VALUES), min_size=1
    ),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_only_the_keys_that_are_set_differ(
    changes: dict[int, dict[str, Any]], newline: str
) -> None:
    text = PLAN.replace("\n", newline)
    before = parse(text, "plan.yaml")[0]
    assert before is not None
    listed = before.data["chapters"][0]["clauses"][0]["targets"]
    wanted: dict[tuple[Key, ...], dict[str, Any]] = {
        ("chapters", 0, "clauses", 0, "targets", at): {
            key: value for key, value in values.items() if value is not None or key in listed[at]
        }
        for at, values in changes.items()
    }
    edited = with_settings(text, wanted)
    after, problems = parse(edited, "plan.yaml")
    assert after is not None, problems
    for way, values in wanted.items():
        at = way[-1]
        listed[at] = {
            key: value for key, value in (listed[at] | values).items() if value is not None
        }
    assert after.data == before.data
    kept = [line for at, line in enumerate(text.split(newline)) if at < 19]
    assert edited.split(newline)[:19] == kept
    assert edited.endswith(text[text.index('      - id: "1.2"') :])
    assert with_settings(edited, wanted) == edited or any(
        value is None for values in wanted.values() for value in values.values()
    )


def test_the_sheet_as_csv_is_read_as_well(workspace: Path) -> None:
    with open("d.csv", "w", encoding="gb18030", newline="") as file:  # noqa: PTH123
        csv.writer(file).writerows(
            [
                ("编号", "填报单位", "年度和季度节点"),
                ("1.1a", "区建管委\n区绿化市容局", "2025年底=12；2026Q2=20"),
            ]
        )
    assert assign("d.csv", "--yes").code == 0
    assert "- {by: 2026-06-30, value: 20}" in text_of(workspace)
