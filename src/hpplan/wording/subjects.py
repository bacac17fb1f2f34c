"""Find the units that sentences have for their subjects: 由A牵头，B配合，建立…; A要推动….

They lead where nothing else of a clause names anybody.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hpplan.wording.folding import fold
from hpplan.wording.units import NamedUnit, Responsible, is_unit, responsible

_BEGIN = r"(?:^|(?<=[。；\n]))\s*"
_NAMES = r"[\u4e00-\u9fff、（）/]{2,60}?"
_BY = re.compile(
    rf"{_BEGIN}(?P<by>由)(?P<said>{_NAMES}(?:牵头|负责|主办|办理|组织实施|实施|落实)"
    rf"(?:，{_NAMES}(?:配合|协助|参与|协同|支持))*)(?=[，。；\n]|$|[^，。；\n])"
)
_DOES = re.compile(
    rf"{_BEGIN}(?P<said>{_NAMES})"
    r"(?P<does>牵头(?:负责|组织)?|负责|要(?!求)|应当?(?!急|用|对)|须|需要|会同(?P<with>[\u4e00-\u9fff、（）]{2,40}?)"
    r"(?:负责|牵头)?(?=[\u4e00-\u9fff]))"
)


class Subject(NamedTuple):
    """Units that are the subject of a sentence.

    Attributes:
        start: where the sentence begins.
        said: who leads, and who helps.
    """

    start: int
    said: Responsible


def subjects(text: str) -> list[Subject]:
    """The units that sentences of a text have for their subjects, in order.

    >>> subjects("由区人社局牵头，区财政局配合，建立机制。")[0].said.named("support")
    ('区财政局',)
    """
    plain = fold(text)
    found = [
        Subject(each.start("by"), said)
        for each in _BY.finditer(plain)
        if (said := _moved(responsible(text[slice(*each.span("said"))]), each.start("said"))).units
        and not said.unread
        and all(is_unit(unit.name) for unit in said.units)
    ]
    taken = {each.start for each in found}
    for each in _DOES.finditer(plain):
        begin, end = each.span("said")
        said = responsible(text[begin:end])
        names = [unit.name for unit in said.units]
        if begin in taken or not names or said.unread or not all(map(_is_one, names)):
            continue
        asked = () if each["does"].startswith(("负责", "牵头")) else ("label-unknown",)
        lead = tuple(unit._replace(role="lead") for unit in said.units)
        found.append(Subject(begin, _moved(Responsible(lead, asked=asked), begin)))
    return sorted(found)


def _is_one(name: str) -> bool:
    """Whether a name is surely a unit's: those of everybody (各单位) call, and lead nothing."""
    return is_unit(name) and not re.match("各|有关|相关|本|该|全", fold(name))


def _moved(said: Responsible, by: int) -> Responsible:
    units = tuple(
        NamedUnit(each.name, each.role, each.start + by, each.end + by) for each in said.units
    )
    return said._replace(units=units)
