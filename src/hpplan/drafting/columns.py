"""Tell what the columns of a task table are by their names, and what a cell is by its look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.wording.dates import date_spans
from hpplan.wording.folding import fold
from hpplan.wording.units import is_unit, responsible

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number", re.compile(r"^(?:序号|编号|项目序号|号|No\.?)$")),
    ("measure", re.compile(r"计量单位|指标单位|^单位（|^单位$")),
    (
        "due",
        re.compile(
            r"(?:完成|办理|责任|工作)?(?:时限|时间|期限|时间节点|进度安排|时间要求|时限要求)$|^时间$|完成日期"
        ),
    ),
    (
        "lead",
        re.compile(r"牵头(?:责任)?(?:单位|部门|科室|处室)|主责(?:单位|部门)|主办(?:单位|部门)"),
    ),
    (
        "support",
        re.compile(
            r"(?:配合|协办|协同|参与|协助|支持|联办)(?:责任)?(?:单位|部门|科室|处室)|责任主体与协同"
        ),
    ),
    (
        "responsible",
        re.compile(
            r"(?:责任|承办|实施|负责|落实|主体|推进)(?:单位|部门|科室|主体|处室)|^部门$|责任分工"
        ),
    ),
    (
        "person",
        re.compile(r"领导|责任人|负责人|联系人|备注|说明|进展|完成情况|推进情况|是否|资金|投资"),
    ),
    ("chapter", re.compile(r"类别|类型|领域|板块|分类|章节|方面|重点领域|一级")),
    ("task", re.compile(r"任务|工作|事项|内容|项目|实事|举措|措施|要求|目标|指标|名称")),
)
_LEAST = 2
"""How many columns a header row has at least."""

_LONGEST_HEAD, _LONGEST_DUE = 16, 20
_ANY_YEAR = 2000

UNIT_COLUMNS = frozenset({"lead", "support", "responsible"})
"""The kinds of column that name units."""

_LASTING = re.compile("持续(?:推进|开展|实施)?|长期(?:坚持|推进)?|全年|常态化(?:推进)?|年度内?")
_OF_DATES = re.compile(
    r"\d+|[年月日号底前末中初旬、，完成投入使用动工开工竣工建启]|之前|以前|季度|上半|下半|[一二三四]"
)
_NONE = {"无", "/", "-", "—", "——", ""}


def column_kind(name: str) -> str:
    """What a column is by its name in the header; empty where nothing is known of it."""
    plain = re.sub(r"\s", "", fold(name))
    if len(plain) > _LONGEST_HEAD:
        return ""
    return next((kind for kind, pattern in _COLUMNS if pattern.search(plain)), "")


def header(cells: Sequence[str]) -> tuple[str, ...] | None:
    """What the columns of a header row are; None where the row is no header."""
    columns = tuple(column_kind(cell) for cell in cells)
    if "measure" in columns and not UNIT_COLUMNS.intersection(columns):
        columns = tuple(
            "responsible" if kind == "measure" and re.sub(r"\s", "", fold(cell)) == "单位" else kind
            for kind, cell in zip(columns, cells, strict=True)
        )
    named = [each for each in columns if each]
    others = [each for each in named if each in UNIT_COLUMNS or each == "due"]
    filled = [cell for cell in cells if cell.strip()]
    is_header = len(named) >= _LEAST and "task" in named and others
    return columns if is_header and len(named) * 2 > len(filled) else None


def cell_kind(cell: str, *, first: bool) -> str:
    """What a cell of a flattened table looks like: none, due, task or units.

    Args:
        cell: its words.
        first: whether it is the first of its row, which is a task whatever it looks like.
    """
    plain = fold(cell).strip()
    if plain in _NONE:
        return "none"
    if _LASTING.fullmatch(plain):
        return "due"
    is_dated = (
        len(plain) <= _LONGEST_DUE and not plain.endswith("。") and date_spans(plain, _ANY_YEAR)
    )
    if is_dated and not first and len(_OF_DATES.sub("", plain)) <= _LEAST:
        return "due"
    if first or plain.endswith(("。", "；")):
        return "task"
    names = responsible(cell).units
    return "units" if names and all(is_unit(each.name) for each in names) else "task"


def stands_for_nothing(cell: str) -> bool:
    """Whether a cell is filled only to say that it is empty, as with 无 or /."""
    return fold(cell).strip() in _NONE
