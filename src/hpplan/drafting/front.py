"""Find the plan within a published text: its title, number, issuer, day of issue, and its body.

A notice (印发通知) stands before many plans, annexes and signatures behind them. The part that
reads most like a plan is taken; what was left out is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hpplan.drafting.outline import numbered
from hpplan.wording.brackets import unit_brackets
from hpplan.wording.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:字)?\s?(?:〔|［|【|（)\s?(?:19|20)\d\d\s?(?:〕|］|】|）)\s?(?:第\s?)?\d{1,4}\s?号"
)
_DAY = re.compile(
    r"(?:（)?(?P<y>(?:19|20)\d\d)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日(?:）)?(?:印发|发布)?$"
)
_ISSUER = re.compile(
    r"^(?:国务院|(?:中共)?[\u4e00-\u9fff、 ]{2,40}?(?:人民政府(?:办公厅|办公室)?|国务院(?:办公厅)?"
    r"|委员会(?:办公室)?|委办公室|委办公厅|[局厅部委]))$"
)
_ADDRESSED = re.compile(r"^[^。]{2,200}[：]$")
_ANNEX = re.compile(
    r"^附\s?(?:件|表|录)\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s?(?:[:：].*)?$"
)
_ANNEX_LIST = re.compile(r"^附\s?(?:件|表)?\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s?：")
_REMARK = re.compile(
    r"^（(?:此件|本件|联系|来源|注)|^(?:抄送|主送|信息来源|发布时间|发布日期|来源|索引号|浏览|字号|点击|扫一扫|打印|关闭|分享|责任编辑|编辑)"
)
_ISSUES = re.compile(
    r"(?:印发|转发|批转)\s?(?:《|<|〈)(?P<title>.+)(?:》|>|〉)\s?的?\s?(?:通知|函|意见)?"
)
_KINDS = (
    "计划|方案|要点|意见|规划|措施|清单|分解表|任务表|工作表|责任表|一览表|实事|办法|纲要|安排|通知|分工|分解"
    "|任务|目标|决定|报告|项目|指标|KPI"
)
_LONGEST_TITLE, _HEAD = 60, 3


@dataclass(frozen=True)
class Front:
    """What stands around the plan.

    Attributes:
        title: the plan's title, as it is written on one or several lines.
        number: its document number, as 黄府办发〔2024〕13号; empty where none stands.
        issuer: who issued it; empty where nobody signed.
        issued: the day that the signature bears.
        body: the lines of the plan itself, from its first paragraph or heading on.
        head: the lines of the text before the body.
        left_out: the first lines of annexes that were left out.
    """

    title: str
    number: str
    issuer: str
    issued: date | None
    body: tuple[str, ...]
    head: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def front(lines: Sequence[str]) -> Front:
    """The plan in the lines of a text, and what stands around it."""
    sections = _sections(lines)
    weights = [_weight(section) for section in sections]
    at = max(range(len(sections)), key=lambda n: (weights[n], -n)) if sections else 0
    main = sections[at] if sections else []
    number = next((found[0] for line in lines if (found := _NUMBER.search(fold(line)))), "")
    issuer, issued = _signature(lines)
    title, names, body = _titled(main)
    head = [line for section in sections[:at] for line in section] + names
    if not title:
        title = _issued_title(lines) or (lines[0] if lines else "")
    left = [
        section[0]
        for section, weight in zip(sections[at + 1 :], weights[at + 1 :], strict=True)
        if section and not _noise(section[0])
    ]
    return Front(
        title, _as_written(lines, number), issuer, issued, tuple(body), tuple(head), tuple(left)
    )


def _as_written(lines: Sequence[str], number: str) -> str:
    """A document number in the characters of the text."""
    for line in lines:
        at = fold(line).find(number) if number else -1
        if at >= 0:
            return line[at : at + len(number)]
    return number


def _sections(lines: Sequence[str]) -> list[list[str]]:
    """The text cut behind each signature and before each annex."""
    sections: list[list[str]] = [[]]
    for at, line in enumerate(lines):
        plain = fold(line)
        if _ANNEX.match(plain) and (not _ANNEX_LIST.match(plain) or at + 1 == len(lines)):
            sections.append([line])
            continue
        if _ANNEX_LIST.match(plain) and sections[-1]:
            sections.append([line])
            continue
        sections[-1].append(line)
        if _DAY.match(plain) and len(sections[-1]) > 1 and not _is_title(sections[-1][:-1]):
            sections.append([])
    return [section for section in sections if section]


def _is_title(lines: list[str]) -> bool:
    """Whether a day stands below a title, and below no signature: short lines, nobody's name."""
    return len(lines) <= _HEAD and all(
        len(line) <= _LONGEST_TITLE
        and not _ISSUER.match(fold(line).replace(" ", ""))
        and not re.search("[。；：]$", fold(line))
        and not numbered(line)
        for line in lines
    )


def _weight(section: list[str]) -> float:
    """How much of a plan a section is: headings, units, and length."""
    headings = sum(bool(numbered(line)) for line in section)
    units = sum(bool(unit_brackets(line)) for line in section)
    return headings + 3 * units + sum(map(len, section)) / 300


def _signature(lines: Sequence[str]) -> tuple[str, date | None]:
    """Who signed, and the day below the signature."""
    for at, line in enumerate(lines):
        found = _DAY.match(fold(line))
        if found is None:
            continue
        try:
            day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        except ValueError:
            continue
        before = lines[at - 1] if at else ""
        issuer = before.strip() if _ISSUER.match(fold(before).strip()) else ""
        return issuer, day
    return "", None


def _titled(section: list[str]) -> tuple[str, list[str], list[str]]:
    """The title at the head of a section, the lines down to it, and what follows them."""
    title: list[str] = []
    at = 0
    while at < len(section):
        line, plain = section[at], fold(section[at])
        if _ANNEX.match(plain) or _REMARK.match(plain) or _NUMBER.fullmatch(plain):
            at += 1
            continue
        if _DAY.match(plain) and (title or at < _HEAD):
            at += 1
            continue
        if _ADDRESSED.match(plain) and not numbered(line) and title:
            at += 1
            continue
        if (
            numbered(line)
            or len(line) > _LONGEST_TITLE
            or plain.endswith(("。", "；", "，"))
            or (title and re.search(f"(?:{_KINDS})$", title[-1]))
            or (title and at + 1 < len(section) and _heads(section[at + 1], line))
        ):
            break
        title.append(line)
        at += 1
    text = "".join(title)
    issued = _ISSUES.search(text)
    if issued:
        text = issued["title"]
    text = _NUMBER.sub("", text).strip()
    if text.startswith("《") and text.endswith("》"):
        text = text[1:-1]
    body = [line for line in section[at:] if not _noise(line)]
    while body and _ISSUER.match(fold(body[-1]).replace(" ", "")) and not numbered(body[-1]):
        body.pop()
    return text, section[:at], body


def _heads(following: str, line: str) -> bool:
    """Whether a short line above a first item is a heading rather than part of the title."""
    first = numbered(following)
    return bool(first) and first[0].style == "digit" and not re.search(f"(?:{_KINDS})$", line)


def _noise(line: str) -> bool:
    plain = fold(line)
    return bool(_REMARK.match(plain) or _NUMBER.fullmatch(plain) or _DAY.fullmatch(plain))


def _issued_title(lines: Sequence[str]) -> str:
    for line in lines:
        if found := _ISSUES.search(line):
            return found["title"]
    return ""
