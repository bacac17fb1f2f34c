"""What the sheet of the division of work (任务分解表) holds: its columns, its stamp, its cells.

What writing and reading must agree on stands here, and by what heads an office's own sheet is read.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hpplan.csvtext import folded
from hpplan.forms.columns import IDENTITY_DIGITS
from hpplan.forms.read import HEAD_ROWS
from hpplan.i18n import LANGUAGES, noted, pgettext, translations
from hpplan.numbers import decimal_text
from hpplan.plan.assign import joined_lines
from hpplan.progress.cells import is_percentage
from hpplan.progress.points import period_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hpplan.forms.grid import Grid
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Clause, Target

DIVISION_TITLES = {
    "number": noted("division", "No."),
    "target": noted("division", "Target"),
    "name": noted("division", "Name"),
    "quote": noted("division", "Words of the document"),
    "required": noted("division", "Required"),
    "due": noted("division", "Due"),
    "leads": noted("division", "Leads"),
    "standing": noted("division", "Standing"),
    "reporters": noted("division", "Reporting units"),
    "support": noted("division", "Supporting units"),
    "definition": noted("division", "How it is counted"),
    "path": noted("division", "Checkpoints"),
    "what": noted("division", "What is to be seen"),
    "contact": noted("division", "Contact"),
    "as ran": noted("division", "Proposal: as last year ran"),
    "check": noted("division", "Check mark"),
}
"""The columns of the sheet by their key: their titles in English."""

DIVIDED_BY = ("reporters", "support", "definition", "path", "what")
"""The columns that are filled in; the others tell."""

_OTHER_HEADS = {
    "number": "序 号码 編碼",
    "target": "事项编号 任务编号 目标编号 代码 編號",
    "name": "任务 任务事项 工作任务 重点任务 任务名称 事项名称 主要任务 目标任务 工作事项 任務事項",
    "quote": "任务内容 工作内容 具体内容 具体任务 主要内容 文件原文 任務內容",
    "required": "目标 任务目标 工作目标 量化目标",
    "due": "时限 完成时间 办结时限 截止时间 完成日期 時限 完成時間",
    "leads": "牵头部门 牽頭部門",
    "reporters": "责任单位 责任部门 主责单位 主责部门 填报部门 承办单位 落实单位 主办单位 責任單位",
    "support": "配合部门 协办单位 协同单位 参与单位 协作单位 協辦單位",
    "definition": "口径 计算口径 指标口径 指标解释 口徑",
    "path": "节点 时间节点 节点目标 阶段目标 年度节点 季度节点 節點",
    "what": "进度要求 阶段性成果 工作进度",
    "contact": "联系方式 联络员 责任人 联系电话 聯繫電話",
}
"""Other heads by which offices name the columns in sheets of their own."""

CLEARED = frozenset({"无", "無", "none", "-", "－", "—", "——"})
"""What stands in a cell that takes out what the plan holds; an empty one changes nothing."""

_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]|[*＊\s]")
_PURPOSE = re.compile(r"(?:年度)?(?:目标|节点|计划|任务|进度|要求|目標|節點|計劃)+值?$")
_STAMP = re.compile(rf"hpplan-division/1 plan=([0-9a-f]{{{IDENTITY_DIGITS}}})", re.ASCII)
_CHECK_DIGITS = 10


def division_title(key: str) -> str:
    """A column's title in the language spoken."""
    return pgettext("division", DIVISION_TITLES[key])


@cache
def _columns() -> dict[str, str]:
    """The columns by their titles in all languages and by other heads, in lower case."""
    found = {head: key for key, heads in _OTHER_HEADS.items() for head in heads.split()}
    for language in LANGUAGES.values():
        speech = translations(language)
        for key, title in DIVISION_TITLES.items():
            found[_plain(speech.pgettext("division", title))] = key
    return found


def _plain(text: str) -> str:
    """A head without blanks and what stands in brackets, in lower case."""
    return _IN_BRACKETS.sub("", folded(text)).casefold()


def division_column(text: str) -> str | date | None:
    """The column that a head names, or the day by which its figures are to be reached."""
    plain = _plain(text)
    return _columns().get(plain) or (period_end(_PURPOSE.sub("", plain)) if plain else None)


def division_stamp(plan: str) -> str:
    """What the sheet bears to be known again, by what its plan is known by."""
    return f"hpplan-division/1 plan={plan}"


def stamped_plan(text: str) -> str | None:
    """What the plan of a sheet is known by, from the stamp in a cell; None where there is none."""
    found = _STAMP.search(text)
    return found[1] if found else None


def division_cells(target: Target, clause: Clause, catalogue: Catalogue) -> dict[str, str]:
    """What stands in the columns that are filled in, as the plan holds it.

    A single lead unit stands there as well, which need not be named in the plan.
    """
    single = clause.leads if len(catalogue.members(clause.leads)) == 1 else ()
    reporting = target.reporters or ((target.each,) if target.each else single)
    return {
        "reporters": "、".join(map(catalogue.name, reporting)),
        "support": "、".join(map(catalogue.name, target.support or clause.support)),
        "definition": target.definition or "",
        "path": path_lines(target, ((point.by, point.value) for point in target.path)),
        "what": "\n".join(f"{p.by}={joined_lines(p.what)}" for p in target.path if p.what),
    }


def path_lines(target: Target, points: Iterable[tuple[date, Number]]) -> str:
    """The checkpoints of a target as they stand in a cell, a line each: `2025-06-30=12`."""
    sign = "%" if is_percentage(target.kind, target.uom) else ""
    return "\n".join(f"{by}={decimal_text(value)}{sign}" for by, value in points)


def check_mark(texts: Mapping[str, str]) -> str:
    """What the filled-in cells of a row are known by, so that an untouched row says nothing."""
    words = "\n".join("".join(texts.get(key, "").split()) for key in DIVIDED_BY)
    return hashlib.sha256(words.encode()).hexdigest()[:_CHECK_DIGITS]


class DivisionHeads(NamedTuple):
    """The heads of a sheet's columns.

    Attributes:
        last: the number of the last row that they take.
        texts: the heads, from the first column on.
        columns: the place of each column that is known, from 0.
        days: the day of each column that holds figures to be reached by then, by its place.
    """

    last: int
    texts: list[str]
    columns: dict[str, int]
    days: dict[int, date]


def find_division(grid: Grid) -> DivisionHeads | None:
    """The heads of a sheet of the division of work; None where a table is none."""
    rows = grid.rows[:HEAD_ROWS]
    for at, (number, row) in enumerate(rows):
        texts = [cell if isinstance(cell, str) else "" for cell in row]
        found = list(map(division_column, texts))
        if not {"target", "name", "quote"}.intersection(map(str, found)):
            continue
        last, below = number, rows[at + 1][1] if at + 1 < len(rows) else []
        under = [division_column(str(cell)) if str(cell).strip() else None for cell in below]
        said = [name for cell, name in zip(below, under, strict=True) if str(cell).strip()]
        if any(isinstance(each, date) for each in said) and None not in said:
            # A second row of heads parts what the first one names: the checkpoints by their days.
            last = number + 1
            for place, name in enumerate(under):
                if isinstance(name, date):
                    found[place] = name
        columns: dict[str, int] = {}
        for place, name in enumerate(found):
            if isinstance(name, str):
                columns.setdefault(name, place)
        days = {place: name for place, name in enumerate(found) if isinstance(name, date)}
        if days or {*DIVIDED_BY, "leads"}.intersection(columns):
            return DivisionHeads(last, texts, columns, days)
    return None
