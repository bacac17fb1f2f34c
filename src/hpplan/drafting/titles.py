"""Tell titles from sentences: what heads a line, and what a heading says besides its title."""

from __future__ import annotations

import re

from hpplan.wording.brackets import unit_brackets
from hpplan.wording.figures import quantities
from hpplan.wording.folding import fold
from hpplan.wording.subjects import subjects

_LONGEST_TITLE = 60
_MANY_COMMAS = 2


def heading_of(line: str) -> tuple[str, str]:
    """The title of a heading with others below it, and what it says beyond that."""
    for bracket in reversed(unit_brackets(line)):
        line = line[: bracket.start] + line[bracket.end :]
    title, rest = parted(line)
    if not title:
        return line.rstrip("。：:"), ""
    return title.rstrip("。：:"), rest


def units_behind(line: str) -> str:
    """What the brackets behind a heading say of who is responsible for all that is below it."""
    title, rest = heading_of(line)
    found = unit_brackets(line)
    return "；".join(line[slice(*each.inner)] for each in found) if title and not rest else ""


def parted(line: str) -> tuple[str, str]:
    """The title at the head of a line and the text behind it; no title where it is a sentence."""
    plain = fold(line)
    brackets = unit_brackets(line)
    first = brackets[0].start if brackets else len(line)
    at = plain.find("。")
    if 0 < at < first - 1 and is_title(line[:at]):
        rest = line[at + 1 :].strip()
        if rest and not (brackets and not line[at + 1 : first].strip()):
            return line[:at], rest
        return "", line
    found = re.match(
        r"[^。；，：]{2,24}?(?:：|\s{2,}(?=[\u4e00-\u9fff“])|(?<=[\u4e00-\u9fff]{4})\s(?=[\u4e00-\u9fff“]{8}))",
        plain,
    )
    if (
        found
        and found.end() <= first
        and "（" not in found[0]
        and len(line) > found.end() + 4
        and is_title(line[: found.end() - 1])
    ):
        return line[: found.end()].rstrip("：: \u3000"), line[found.end() :].strip()
    return "", line


def is_title(words: str) -> bool:
    """Whether words could be a title: short, hardly parted, without a figure to be reached."""
    plain = fold(words).strip()
    if (
        not plain
        or len(plain) > _LONGEST_TITLE
        or plain.count("，") > _MANY_COMMAS
        or "；" in plain
        or subjects(words)
    ):
        return False
    outside = re.sub(r"“[^”]*”|《[^》]*》", lambda each: "＿" * len(each[0]), plain)
    for each in quantities(outside):
        if each.uom and not each.glued and not each.spelled and not _names(outside, each.end):
            return False
    return True


def _names(plain: str, at: int) -> bool:
    """Whether a figure at a place is part of a name (10分钟社区生活圈, 121人才工程)."""
    return bool(re.match(r"分钟[\u4e00-\u9fff]{0,4}圈|人才|年(?:行动|计划)|年", plain[at:]))
