"""Read a web page: the element that holds the text, its paragraphs, and its tables' rows."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from hpplan.drafting.sources.lines import DocumentError, Line, rejoined, trimmed
from hpplan.drafting.sources.plain import decoded
from hpplan.drafting.tables import ABOVE, LEFT
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_NO_TEXT = {
    "script",
    "style",
    "noscript",
    "iframe",
    "select",
    "button",
    "textarea",
    "head",
    "nav",
    "svg",
    "template",
    "object",
    "rt",
    "rp",
}
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|center|d[dlt]|div|fieldset|footer|form|h[1-6r]|header"
    "|html|li|main|[ou]l|p|pre|section|t[dhr]|tbody|thead|tfoot|table"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_OF = 0.7
"""What share of an element's text a part of it holds, at least, to be taken for the whole."""

_LONGEST_CELL, _MOST_COLUMNS, _MOST_ROWS = 1500, 60, 2000
_NEAR = 20
_TITLES = ("ArticleTitle", "articletitle", "title")


def page_lines(data: bytes) -> list[Line]:
    """The lines of a web page.

    Raises:
        DocumentError: it holds no text.
        ImportError: lxml, which reads pages, is not installed.
    """
    from lxml import etree, html

    found = _CHARSET.search(data[:4096])
    text = decoded(data, found[1].decode("ascii") if found else "")
    text = re.sub(r"[\0-\x08\x0b\x0c\x0e-\x1f]", "", _DECLARATION.sub("", text))
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise DocumentError(_("the page holds no text")) from None
    title = _title(root)
    for each in list(root.iter()):
        if not isinstance(each.tag, str) or each.tag in _NO_TEXT or _is_hidden(each):
            _drop(each)
    lines = list(_lines(_holder(root)))
    if title and not any(_names(line, title) for line in lines[:_NEAR]):
        lines.insert(0, title)
    if all(isinstance(line, str) for line in lines):
        lines = [*rejoined([line for line in lines if isinstance(line, str)])]
    if not lines:
        raise DocumentError(_("the page holds no text"))
    return lines


def _names(line: Line, title: str) -> bool:
    return isinstance(line, str) and (line in title or title in line)


def _is_hidden(element: Any) -> bool:
    return bool(_HIDDEN.search(element.get("style") or "")) or element.get("hidden") is not None


def _drop(element: Any) -> None:
    """Take an element out, but leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _title(root: Any) -> str:
    """The title that a page's head names for its article; empty where none is named."""
    for name in _TITLES:
        for each in root.iter("meta"):
            if each.get("name") == name and (each.get("content") or "").strip():
                return trimmed(each.get("content"))
    return ""


def _holder(root: Any) -> Any:
    """The innermost element that holds most of the page's text."""
    sizes: dict[Any, int] = {}
    for each in reversed(list(root.iter())):
        if each.tag == "a":
            sizes[each] = 0
            continue
        own = len((each.text or "").strip())
        sizes[each] = own + sum(sizes[part] + len((part.tail or "").strip()) for part in each)
    holder = root
    while True:
        inner = next(
            (each for each in holder if sizes[each] > sizes[holder] * _MOST_OF and len(each)), None
        )
        if inner is None or inner.tag in {"p", "span", "tr", "table", "tbody", "ol", "ul"}:
            return holder
        holder = inner


def _lines(holder: Any) -> Iterator[Line]:
    """The lines of an element: a block or a break ends one."""
    text: list[str] = []
    counts: dict[Any, int] = {}

    def ended() -> Iterator[str]:
        line = trimmed("".join(text).replace("\n", " "))
        text.clear()
        if line:
            yield line

    stack: list[tuple[Any, bool]] = [(holder, False)]
    while stack:
        element, left = stack.pop()
        if left:
            if _BLOCK.fullmatch(element.tag):
                yield from ended()
            if element is not holder:
                text.append(element.tail or "")
            continue
        if _BLOCK.fullmatch(element.tag) or element.tag == "br":
            yield from ended()
        rows = _table(element) if element.tag == "table" else []
        stack.append((element, True))
        if rows:
            yield from rows
            continue
        if element.tag == "li":
            text.append(_counted(element, counts))
        text.append(element.text or "")
        stack += [(each, False) for each in reversed(element)]
    yield from ended()


def _counted(item: Any, counts: dict[Any, int]) -> str:
    """The number that an item of an ordered list shows, unless its text has one."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    counts[parent] = counts.get(parent, 0) + 1
    begins = re.match(r"\s*(?:[（(]?[\d一二三四五六七八九十]+[.、)）．])", item.text_content())
    return "" if begins else f"{counts[parent]}."


def _table(table: Any) -> list[Line]:
    """The rows of a table; none of one that only lays out the page."""
    if next(iter(table.iterdescendants("table")), None) is not None:
        return []
    rows = list(islice(table.iterdescendants("tr"), _MOST_ROWS))
    grid = _grid([[cell for cell in row if cell.tag in {"td", "th"}] for row in rows])
    width = max(map(len, grid), default=0)
    longest = max((len(cell) for row in grid for cell in row), default=0)
    if width <= 1 or longest > _LONGEST_CELL:
        return []
    filled = [row for row in grid if any(cell and cell != LEFT for cell in row)]
    return [(*row, *[""] * (width - len(row))) for row in filled]


def _grid(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """The words of a table's cells, with those that span others marked."""
    grid: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells: list[str] = []
        given = list(row)
        while given or len(cells) in hanging:
            at = len(cells)
            if at in hanging:
                left, mark = hanging.pop(at)
                cells.append(mark)
                if left > 1:
                    hanging[at] = (left - 1, mark)
                continue
            cell = given.pop(0)
            wide = min(_span(cell, "colspan"), _MOST_COLUMNS)
            tall = _span(cell, "rowspan")
            for n in range(wide):
                cells.append(LEFT if n else "\n".join(map(str, _lines(cell))))
                if tall > 1:
                    hanging[at + n] = (tall - 1, LEFT if n else ABOVE)
            if len(cells) > _MOST_COLUMNS:
                break
        grid.append(cells)
    return grid


def _span(cell: Any, name: str) -> int:
    given = (cell.get(name) or "").strip()
    return max(int(given), 1) if given.isdigit() and len(given) < 4 else 1  # noqa: PLR2004
