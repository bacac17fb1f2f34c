"""Read a PDF that holds text: lines joined to paragraphs, page numbers and running heads left."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.drafting.outline import numbered
from hpplan.drafting.sources.lines import DocumentError, Line, trimmed
from hpplan.drafting.sources.ruled import Box, Ruled, ruled_tables
from hpplan.drafting.tables import ABOVE
from hpplan.i18n import _
from hpplan.wording.units import is_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_PAGES, _MOST_CHARACTERS = 400, 2_000_000
_PAGE_NUMBER = re.compile(r"[-—–－\s]*第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?[-—–－\s]*")
_AT_EDGE, _REPEATED = 0.12, 3
"""Where running heads stand, as a share of the page's height, and how often, at least."""

_LEAST_TEXT = 20
_APART = 2.2
"""How many heights of a character part two columns."""

_INDENT, _SPACING, _SLACK, _WIDE = 1.2, 3.2, 1.0, 10
"""In widths of a character: what an indented line begins behind the margin, what may lie between
lines of a paragraph, what a full line may lack, and how long lines are that tell the margins."""

_TOKEN = re.compile(
    r"[（(“‘《〈〔【\[]*(?:[!-~]+|.)(?:[，。、；：！？”’）》〉〕】]|(?<=[，。、；：！？”’）》〉〕】(])[!-~]+|[),.;:!?%]+[!-~]*)*"
)
_OTHER_UNIT = re.compile("[省市州区县镇各]")
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’—…]")


class _Glyph(NamedTuple):
    """A character where it is drawn."""

    text: str
    box: Box

    @property
    def middle(self) -> float:
        return (self.box.bottom + self.box.top) / 2


class _Line(NamedTuple):
    """A printed line.

    Attributes:
        text: its words.
        left: where it begins, in points.
        right: where it ends.
        middle: its height on the page, from below.
        em: how wide a Chinese character is in it.
        page: the number of its page, from 0.
        at_edge: whether it stands where running heads do.
    """

    text: str
    left: float
    right: float
    middle: float
    em: float
    page: int
    at_edge: bool


def pdf_lines(data: bytes) -> list[Line]:
    """The lines of a PDF, and the rows of its ruled tables.

    Raises:
        DocumentError: it cannot be read, or its pages are pictures.
        ImportError: pypdfium2, which reads PDF, is not installed.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            message = _("the PDF is protected by a password")
            raise DocumentError(message, _("save it without a password")) from None
        raise DocumentError(_("the PDF is damaged"), _("print it to a new PDF")) from None
    try:
        if len(document) > _MOST_PAGES:
            message = _("the PDF has more than {n} pages, and is not read").format(n=_MOST_PAGES)
            raise DocumentError(message, _("save the plan alone as a document of its own"))
        printed = [each for number in range(len(document)) for each in _page(document, number)]
    except pypdfium2.PdfiumError:
        raise DocumentError(_("the PDF is damaged"), _("print it to a new PDF")) from None
    finally:
        document.close()
    words = [each.text if isinstance(each, _Line) else "".join(each) for each in printed]
    if sum(map(len, words)) < _LEAST_TEXT:
        message = _("the PDF holds no text; its pages are pictures")
        raise DocumentError(message, _("have its text recognised, or ask for the document itself"))
    return [*_joined(_without_edges(printed))]


def _page(document: Any, number: int) -> list[_Line | tuple[str, ...]]:
    """The printed lines of a page in the order in which it draws them, and its tables' rows."""
    page = document[number]
    try:
        height = page.get_height()
        tables = ruled_tables(_drawn(page))
        inside: dict[tuple[int, int, int], list[_Glyph | None]] = {}
        outside: list[_Glyph | None] = []
        for glyph in _glyphs(page):
            held = _cell(tables, glyph) if glyph else None
            if held is not None:
                inside.setdefault(held, []).append(glyph)
                continue
            outside.append(glyph)
            for cell in inside.values():
                if glyph is None and cell[-1] is not None:
                    cell.append(None)
    finally:
        page.close()
    lines: list[_Line | tuple[str, ...]] = [*_lines(outside, number, height)]
    for n, table in enumerate(tables):

        def words(cell: tuple[int, int], n: int = n, table: Ruled = table) -> str:
            glyphs = inside.get((n, *cell), [])
            held = [*_lines(glyphs, number, 0)]
            return "\n".join(_paragraphs(held, *_within(table.cell_box(cell), held), cell=True))

        top = table.box.top
        at = next(
            (k for k, line in enumerate(lines) if isinstance(line, _Line) and line.middle < top),
            len(lines),
        )
        lines[at:at] = table.filled(words)
    return lines


def _within(box: Box, lines: Sequence[_Line]) -> tuple[float, float]:
    """Where the lines of a cell may begin and end: as far from its rules on either side."""
    left = min((line.left for line in lines), default=box.left)
    padding = min(left - box.left, max((line.em for line in lines), default=0))
    return left, box.right - padding


def _drawn(page: Any) -> Iterator[Box]:
    """The rectangles around the shapes of a page."""
    import pypdfium2.raw as pdfium

    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        yield Box(*shape.get_bounds())


def _glyphs(page: Any) -> Iterator[_Glyph | None]:
    """The characters of a page; None where a line ends."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > _MOST_CHARACTERS:
            raise DocumentError(_("the PDF is damaged"), _("print it to a new PDF"))
        for at in range(count):
            code = pdfium.FPDFText_GetUnicode(text_page, at)
            character = chr(code) if code < 0x110000 else "\ufffd"  # noqa: PLR2004
            if character in "\r\n\0\ufffe\uffff":
                yield None
            elif not character.isspace() or pdfium.FPDFText_IsGenerated(text_page, at) != 1:
                yield _Glyph(character, Box(*text_page.get_charbox(at, loose=True)))
    finally:
        text_page.close()


def _cell(tables: Sequence[Ruled], glyph: _Glyph) -> tuple[int, int, int] | None:
    for n, table in enumerate(tables):
        found = table.cell_at((glyph.box.left + glyph.box.right) / 2, glyph.middle)
        if found is not None:
            return (n, *found)
    return None


def _lines(glyphs: Sequence[_Glyph | None], page: int, height: float) -> Iterator[_Line]:
    """The lines that characters make: one ends where the next stands elsewhere."""
    line: list[_Glyph] = []
    for glyph in glyphs:
        apart = bool(glyph and line and not glyph.text.isspace() and _is_apart(line[-1], glyph))
        if glyph is None or apart:
            yield from _ended(line, page, height)
            line = []
        if glyph is not None:
            line.append(glyph)
    yield from _ended(line, page, height)


def _is_apart(last: _Glyph, glyph: _Glyph) -> bool:
    """Whether a character begins another line or column than the one before it."""
    size = max(last.box.top - last.box.bottom, glyph.box.top - glyph.box.bottom, 1)
    if abs(last.middle - glyph.middle) > size * 0.6:
        return True
    return not -size * _APART < glyph.box.left - last.box.right < size * _APART


def _ended(line: Sequence[_Glyph], page: int, height: float) -> Iterator[_Line]:
    words = trimmed("".join(each.text for each in line))
    drawn = [each for each in line if not each.text.isspace()]
    if not words or not drawn:
        return
    middle = median(each.middle for each in drawn)
    edge = height * _AT_EDGE
    yield _Line(
        words,
        min(each.box.left for each in drawn),
        max(each.box.right for each in drawn),
        middle,
        _em(drawn),
        page,
        bool(height) and (middle < edge or middle > height - edge),
    )


def _em(drawn: Sequence[_Glyph]) -> float:
    """How wide a Chinese character is: as those of a line, else about as high as the others."""
    wide = [each.box.right - each.box.left for each in drawn if _CHINESE.match(each.text)]
    return max(median(wide or [each.box.top - each.box.bottom for each in drawn]), 1)


def _without_edges(printed: Sequence[_Line | tuple[str, ...]]) -> list[_Line | tuple[str, ...]]:
    """What is printed without page numbers, and without what tops or ends several pages."""
    edges = [each for each in printed if isinstance(each, _Line) and each.at_edge]
    often = Counter(_undated(line.text) for line in edges)
    ahead = Counter(int(line.text) - line.page for line in edges if _is_digits(line.text))

    def is_edge(line: _Line) -> bool:
        if _is_digits(line.text):
            return ahead[int(line.text) - line.page] > 1
        return bool(_PAGE_NUMBER.fullmatch(line.text)) or often[_undated(line.text)] >= _REPEATED

    return [
        each for each in printed if not (isinstance(each, _Line) and each.at_edge and is_edge(each))
    ]


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5  # noqa: PLR2004


def _undated(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _joined(printed: Sequence[_Line | tuple[str, ...]]) -> Iterator[Line]:
    """Paragraphs and rows; a row that a page parted in two is whole again."""
    lines = [each for each in printed if isinstance(each, _Line)]
    left, right = _margins(lines)
    held: list[_Line] = []
    row: tuple[str, ...] | None = None
    for each in printed:
        if isinstance(each, _Line):
            if row is not None:
                yield row
                row = None
            held.append(each)
            continue
        yield from _paragraphs(held, left, right)
        held = []
        if row is not None and len(row) == len(each) and not each[0] and any(each):
            row = tuple(
                above + below if ABOVE not in {above, below} else above
                for above, below in zip(row, each, strict=True)
            )
            continue
        if row is not None:
            yield row
        row = each
    if row is not None:
        yield row
    yield from _paragraphs(held, left, right)


def _margins(lines: Sequence[_Line]) -> tuple[float, float]:
    """Where the text's lines begin and end."""
    if not lines:
        return 0, 0
    em = median(line.em for line in lines)
    wide = [line for line in lines if line.right - line.left > em * _WIDE] or list(lines)
    begins = Counter(round(line.left) for line in wide)
    left = min(at for at, n in begins.items() if n * 10 >= max(begins.values()))
    return left, sorted(line.right for line in wide)[-1 - len(wide) // 20]


def _paragraphs(
    lines: Sequence[_Line], left: float, right: float, *, cell: bool = False
) -> Iterator[str]:
    """The paragraphs of lines between two margins: a line goes on where the one before is full."""
    text = ""
    for n, line in enumerate(lines):
        if n and _goes_on(lines[n - 1], line, left, right, cell=cell):
            latin = text[-1:].isascii() and text[-1:].isalnum() and line.text[:1].isascii()
            text += " " * (latin and line.text[:1].isalpha()) + line.text
        else:
            if text:
                yield text
            text = line.text
    if text:
        yield text


def _goes_on(held: _Line, line: _Line, left: float, right: float, *, cell: bool) -> bool:
    """Whether a line belongs to the paragraph of the one before it."""
    gap = held.middle - line.middle
    if line.page == held.page and not held.em / 2 < gap < held.em * _SPACING:
        return False
    if cell and is_unit(held.text) and _OTHER_UNIT.match(line.text):
        return False
    found = numbered(line.text)
    if found and found[0].style in {"hanzi", "bracket", "chapter", "part"}:
        return False
    if not cell and line.left > left + line.em * _INDENT:
        return False
    return held.right + _width(line.text, line.em) > right


def _width(text: str, em: float) -> float:
    """How much room the first word of a line needs at the end of the one before."""
    token = _TOKEN.match(text)
    wide = sum(1 if _CHINESE.match(each) else 0.5 for each in token[0]) if token else 1
    return em * (wide + _SLACK)
