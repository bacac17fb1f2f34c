"""Old workbooks put together record by record, and the compound files that they lie in."""

from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING

from workbooks import HEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTOR = 512
SMALL = 64
SMALLEST = 4096
"""Bytes from which on a stream lies in sectors of its own."""

FREE, END, TABLE = -1, -2, -3
ROOT, STREAM = 5, 2

FORM = (HEADS, ("1.1a", "加梯", "2025-06-30", "12", "说明", ""))
"""The rows of a sound form."""


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of a workbook."""
    return pack("<HH", kind, len(data)) + data


def workbook(rows: Sequence[Sequence[str | float]] = FORM, more: bytes = b"") -> bytes:
    """The stream of a workbook with one sheet; more records stand before its sheets."""
    begin, end = record(0x0809, pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)), record(0x000A)
    name = "进度".encode("utf-16-le")
    sheet = record(0x0809, pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += record(0x0200, pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if not isinstance(text, str):
                sheet += record(0x0203, pack("<HHHd", at, column, 0, text))
                continue
            cell = pack("<HHHHB", at, column, 0, len(text), 1) + text.encode("utf-16-le")
            sheet += record(0x0204, cell)
    size = len(begin + more + record(0x0085, bytes(8) + name) + end)
    about = record(0x0085, pack("<IBBBB", size, 0, 0, 2, 1) + name)
    return begin + more + about + end + sheet + end


def entry(
    name: str, kind: int, *, beside: int = -1, below: int = -1, first: int = END, size: int = 0
) -> bytes:
    """An entry of the directory, both of whose neighbours are the entry `beside`."""
    spelled = f"{name}\0".encode("utf-16-le")
    tree = pack("<HBBiii", len(spelled), kind, 1, beside, beside, below)
    return spelled.ljust(64, b"\0") + tree + bytes(36) + pack("<iii", first, size, 0)


def compound(streams: dict[str, bytes], beside: dict[str, int] | None = None) -> bytes:
    """A compound file of streams that lie in sectors of their own.

    Args:
        streams: the streams by name, in the order of the directory, from 1 on.
        beside: which entry of the directory stands to both sides of a stream's.
    """
    directory = -(-(len(streams) + 1) * 128 // SECTOR)
    table = [TABLE, *range(2, directory + 1), END]
    entries, body = [entry("Root Entry", ROOT, below=1)], b""
    for name, given in streams.items():
        data = given.ljust(SMALLEST, b"\0") if given else given
        first, count = len(table), -(-len(data) // SECTOR)
        table += [*range(first + 1, first + count), END] if count else []
        place = first if count else END
        near = (beside or {}).get(name, -1)
        entries.append(entry(name, STREAM, beside=near, first=place, size=len(data)))
        body += data.ljust(count * SECTOR, b"\0")
    return _file(table, b"".join(entries).ljust(directory * SECTOR, b"\0") + body)


def in_small_sectors(data: bytes, *, ring: bool = False) -> bytes:
    """A compound file whose workbook lies in small sectors; in a ring the last leads to the first.

    Args:
        data: the workbook, of less than 4096 bytes.
        ring: whether the chain of its sectors never ends.
    """
    count = -(-len(data) // SECTOR)
    container = data.ljust(count * SECTOR, b"\0")
    entries = entry("Root Entry", ROOT, below=1, first=2, size=len(container))
    entries += entry("Workbook", STREAM, first=0, size=len(data))
    last = -(-len(data) // SMALL) - 1
    chain = [*range(1, last + 1), 0 if ring else END]
    table = [TABLE, END, *range(3, count + 2), END, END]
    small = pack("<128i", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    return _file(table, entries.ljust(SECTOR, b"\0") + container + small, small=count + 2)


def _file(table: list[int], body: bytes, small: int = END) -> bytes:
    """A compound file: its header, its table of sectors, and the directory and what follows."""
    room = SECTOR // 4
    assert len(table) <= room
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += pack("<iiiiiiii", 1, 1, 0, SMALLEST, small, int(small != END), END, 0)
    head += pack("<109i", 0, *[FREE] * 108)
    return head + pack(f"<{room}i", *table, *[FREE] * (room - len(table))) + body
