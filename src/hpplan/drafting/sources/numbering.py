"""Write the numbers that a Word document counts by itself: 一、 （二） 3. ④."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_MOST_STYLES = 12
"""How many styles may build upon one another."""

_ONES = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_HANZI = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "japaneseDigitalTenThousand",
    "koreanDigital",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_SILENT = {"bullet", "none"}
_LARGEST_CIRCLED, _LARGEST_HANZI, _LETTERS = 20, 999, 26


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Any, *names: str) -> Any:
    """The element below another along a path of names; None where there is none."""
    for name in names:
        element = next((each for each in element if local(each) == name), None)
        if element is None:
            return None
    return element


def value(element: Any, name: str = "val") -> str:
    """An attribute of an element without regard to its namespace; empty where there is none."""
    if element is None:
        return ""
    return next(
        (text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def counted(number: int, form: str) -> str:
    """A number in one of Word's formats; in digits where the format is not known.

    >>> counted(12, "chineseCountingThousand"), counted(3, "decimalEnclosedCircle")
    ('十二', '③')
    """
    if form in _HANZI and 0 <= number <= _LARGEST_HANZI:
        return _in_hanzi(number)
    if form == "chineseLegalSimplified" and 0 <= number <= _LARGEST_HANZI:
        formal = str.maketrans(_ONES + "十百", _FORMAL + "拾佰")
        return _in_hanzi(number).translate(formal)
    if form.startswith("decimalEnclosedCircle") and 0 < number <= _LARGEST_CIRCLED:
        return chr(ord("①") + number - 1)
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "decimalEnclosedParen":
        return f"（{number}）"
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= _LETTERS:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and 0 < number <= _LETTERS:
        roman = _in_roman(number)
        return roman if form == "upperRoman" else roman.lower()
    return str(number)


def _in_hanzi(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_ONES[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _ONES[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_ONES[ones] if ones or not number else "")


def _in_roman(number: int) -> str:
    text = ""
    for size, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += letters * (number // size)
        number %= size
    return text


@dataclass
class _Level:
    """How a level of a list is counted.

    Attributes:
        form: the format of its numbers.
        text: its label, in which %1 stands for the number of the highest level.
        start: its first number.
        legal: whether the numbers of the levels above are written in digits.
        counts_on: whether it goes on where a level above moves on.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    counts_on: bool = False


@dataclass
class Numbering:
    """The lists of a document, which count on as its paragraphs are read.

    Attributes:
        lists: the levels of each abstract list.
        numbers: the abstract list of each list, and the first numbers that it sets itself.
        styles: the list and level of each style of paragraph, and the style that it builds upon.
        counts: how far each abstract list has been counted.
        begun: the lists whose own first numbers were set.
    """

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    numbers: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int | None, str]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, properties: Any) -> str:
        """The number that a paragraph bears by its properties; empty where it bears none."""
        number, level = self._list_of(properties)
        abstract, starts = self.numbers.get(number, ("", {}))
        levels = self.lists.get(abstract, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if number not in self.begun:
            self.begun.add(number)
            for each, first in starts.items():
                counts[each] = first - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            if not (deeper in levels and levels[deeper].counts_on):
                del counts[deeper]
        if levels[level].form in _SILENT:
            return ""
        return self._written(levels, counts, level)

    def _written(self, levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
        own = levels[level]

        def of_level(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            each = levels.get(at, own)
            number = counts.get(at, each.start)
            legal = own.legal and at != level
            return counted(number, "decimal" if legal else each.form)

        return re.sub(r"%([1-9])", of_level, own.text).strip()

    def _list_of(self, properties: Any) -> tuple[str, int]:
        """The list and level of a paragraph: its own, or those of its style."""
        given = child(properties, "numPr") if properties is not None else None
        number = value(child(given, "numId")) if given is not None else ""
        level = value(child(given, "ilvl")) if given is not None else ""
        style = value(child(properties, "pStyle")) if properties is not None else ""
        own_level: int | None = int(level) if level.isdigit() else None
        for _depth in range(_MOST_STYLES):
            if number or style not in self.styles:
                break
            number, of_style, style = self.styles[style]
            own_level = own_level if own_level is not None else of_style
        return number, own_level or 0


def numbering(lists: Any, styles: Any) -> Numbering:
    """The lists of a document.

    Args:
        lists: the root of numbering.xml, or None.
        styles: the root of styles.xml, or None.
    """
    made = Numbering()
    links: dict[str, str] = {}
    for each in lists if lists is not None else ():
        if local(each) == "abstractNum":
            ident = value(each, "abstractNumId")
            links[ident] = value(child(each, "numStyleLink"))
            made.lists[ident] = dict(_levels(each))
        elif local(each) == "num":
            starts = {}
            for override in each:
                first = value(child(override, "startOverride"))
                level = value(override, "ilvl")
                if first.isdigit() and level.isdigit():
                    starts[int(level)] = int(first)
            made.numbers[value(each, "numId")] = (value(child(each, "abstractNumId")), starts)
    for each in styles if styles is not None else ():
        if local(each) != "style":
            continue
        given = child(each, "pPr", "numPr")
        level = value(child(given, "ilvl")) if given is not None else ""
        made.styles[value(each, "styleId")] = (
            value(child(given, "numId")) if given is not None else "",
            int(level) if level.isdigit() else None,
            value(child(each, "basedOn")),
        )
    for ident, style in links.items():
        number = made.styles.get(style, ("", None, ""))[0]
        if style and number in made.numbers:
            made.lists[ident] = made.lists.get(made.numbers[number][0], {})
    return made


def _levels(abstract: Any) -> list[tuple[int, _Level]]:
    found = []
    for each in abstract:
        if local(each) != "lvl" or not value(each, "ilvl").isdigit():
            continue
        start = value(child(each, "start"))
        found.append(
            (
                int(value(each, "ilvl")),
                _Level(
                    value(child(each, "numFmt")) or "decimal",
                    value(child(each, "lvlText")),
                    int(start) if start.isdigit() else 1,
                    child(each, "isLgl") is not None,
                    value(child(each, "lvlRestart")) == "0",
                ),
            )
        )
    return found
