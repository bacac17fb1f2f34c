"""Small PDF files as tests need them: Chinese text at given places, and ruled lines."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH, HEIGHT, SIZE = 595, 842, 12

_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
    b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880"
    b"/Descent -120/CapHeight 880/StemV 80/ItalicAngle 0/FontBBox[0 -120 1000 880]>>>>]>>"
)


class Words(NamedTuple):
    """A run of text on a page: its left end, its height from below, and the words."""

    x: float
    y: float
    text: str


class Rule(NamedTuple):
    """A filled rectangle on a page: a line of a table."""

    x: float
    y: float
    width: float
    height: float


def lines_down(texts: Iterable[str], x: float = 72, y: float = 760) -> list[Words]:
    """Lines below one another."""
    return [Words(x, y - 20 * n, text) for n, text in enumerate(texts)]


def grid(
    columns: Sequence[float], rows: Sequence[float], texts: Sequence[Sequence[str]]
) -> list[Words | Rule]:
    """A ruled table; rows are the heights of its lines, from above."""
    top, bottom, left, right = rows[0], rows[-1], columns[0], columns[-1]
    made: list[Words | Rule] = [Rule(left, y, right - left, 0.5) for y in rows]
    made += [Rule(x, bottom, 0.5, top - bottom) for x in columns]
    for n, row in enumerate(texts):
        for k, cell in enumerate(row):
            made += [
                Words(columns[k] + 4, rows[n] - 14 - 14 * at, line)
                for at, line in enumerate(cell.split("\n"))
                if line
            ]
    return made


def pdf_of(*pages: Iterable[Words | Rule], encrypted: bool = False) -> bytes:
    """A PDF with a page for each list of what is drawn on it."""
    objects: list[bytes] = [b"", b"", _FONT]
    kids = []
    for drawn in pages:
        stream = zlib.compress("\n".join(map(_operator, drawn)).encode())
        objects.append(
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream)
        )
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (WIDTH, HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return _file(objects, encrypted=encrypted)


def _operator(each: Words | Rule) -> str:
    if isinstance(each, Rule):
        return f"{each.x} {each.y} {each.width} {each.height} re f"
    return f"BT /F {SIZE} Tf {each.x} {each.y} Td <{each.text.encode('utf-16-be').hex()}> Tj ET"


def _file(objects: Sequence[bytes], *, encrypted: bool) -> bytes:
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in places)
    lock = b""
    if encrypted:  # with keys that no password, not even the empty one, leads to
        lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (
            b"ab" * 32,
            b"cd" * 32,
        )
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        lock,
        begin,
    )
    return out
