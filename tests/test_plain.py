"""Files read a column at a time say what they say row by row."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpplan.plan.items import Catalogue
from hpplan.progress import plain, reader
from hpplan.progress.plain import read_plain
from hpplan.progress.reader import read_progress
from hpplan.progress.series import ProgressFile
from hpplan.progress.targets import Memory, Table
from plans import of_several_kinds

if TYPE_CHECKING:
    from typing import Any

CATALOGUE = Catalogue(of_several_kinds())
HEADER = "date,target,value,note,evidence,recorded\n"
ROW = "2025-03-31,1.1a,12,说明,照片,2025-04-03T10:12:00+08:00\n"
LATER = ROW.replace("10:12", "10:13")


def is_plain(data: str | bytes, *, keep_rows: bool = False) -> bool:
    data = data.encode() if isinstance(data, str) else data
    file = ProgressFile("a.csv", "a", "utf-8", data, problems=[])
    return read_plain(file, Table("a", CATALOGUE, Memory()), keep_rows=keep_rows)


def said(data: bytes, *, keep_rows: bool, known: date | None = None) -> dict[str, Any]:
    """What a file says of every item, its faults included."""
    zone = ZoneInfo("Asia/Shanghai")
    file = read_progress(
        data, "a.csv", "a", CATALOGUE, zone=zone, keep_rows=keep_rows, known=known, since=known
    )
    series = {
        item: [(each.days, each.values, each.rows) for each in of.parts()]
        for item, of in file.series.items()
    }
    faults = [str(each) for each in file.problems]
    return {"series": series, "rows": file.rows, "left out": file.left_out, "faults": faults}


def check_alike(text: str) -> None:
    """Read a file in each way, and compare what it says with what its rows say one by one."""
    data = text.encode()
    for keep_rows, known in product((False, True), (None, date(2025, 4, 3))):
        found = said(data, keep_rows=keep_rows, known=known)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reader, "read_plain", lambda *_given, **_named: False)
            assert found == said(data, keep_rows=keep_rows, known=known)


@pytest.mark.parametrize(
    "text",
    [
        HEADER,
        HEADER + ROW,
        "\ufeff" + HEADER + ROW,
        (HEADER + ROW).replace("\n", "\r\n"),
        HEADER + ROW.rstrip("\n"),
        HEADER + ROW + LATER,
        "日期,事项,数值\n2025年3月31日,1.1a,1 200\n".replace("1 200", "1200"),
        HEADER + "2025-03-31,1.1d,3,,,\n2024-03-31,1.1d@2024,2,,,\n",
    ],
)
def test_a_file_is_plain(text: str) -> None:
    assert is_plain(text)
    assert is_plain(text, keep_rows=True)
    check_alike(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADER + "\n" + ROW,
        HEADER + ROW + "\n",
        HEADER + ROW.replace("说明", '"说明"'),
        HEADER + ROW.replace("说明", "说\0明"),
        HEADER + ROW.replace("说明", "说,明"),
        HEADER + ROW.replace(",照片", ""),
        # Three and three cells: no more and no fewer than two rows of two would have.
        "date,target,value,note,evidence,recorded\n2025-03-31,1.1a,12\n2025-03-31,1.1a\n",
        (HEADER + ROW + ROW).replace("\n", "\r"),
        HEADER + ROW.replace("\n", "\r") + ROW,
        HEADER + ROW.replace("2025-03-31", "2025-02-30"),
        HEADER + ROW.replace("1.1a", "1.1z"),
        HEADER + ROW.replace("12", "约12"),
        HEADER + ROW.replace("12", "不涉及", 1).replace("说明", " "),
        HEADER + "2031-01-01,1.1d,3,,,\n",
        HEADER + "2025-03-31,1.1d,3,,,\n2025-03-31,1.1d@2025,4,,,\n",
        "date,target,value,remark\n2025-03-31,1.1a,12,\n",
        "date,target\n2025-03-31,1.1a\n",
        "target,value,date,date\n1.1a,12,2025-03-31,2025-03-31\n",
    ],
)
def test_a_file_is_read_by_rows(text: str) -> None:
    assert not is_plain(text)
    assert not is_plain(text, keep_rows=True)
    check_alike(text)


@pytest.mark.parametrize(
    "rows",
    [
        LATER + ROW,
        ROW + LATER.replace("+08:00", "+07:00"),
        ROW + LATER.replace("+08:00", "Z"),
        ROW.replace("+08:00", "") + LATER.replace("+08:00", ""),
        ROW + LATER.replace("10:13", "１０:13"),
        ROW + LATER.replace("2025-04-03T10:13:00+08:00", ""),
    ],
)
def test_moments_out_of_order_are_compared_one_by_one(rows: str) -> None:
    assert not is_plain(HEADER + rows)
    assert is_plain(HEADER + rows, keep_rows=True)
    check_alike(HEADER + rows)


@pytest.mark.parametrize("note", ["还没有开始", "", " ", "　"])
def test_a_statement_is_plain_where_its_note_is_looked_at(note: str) -> None:
    text = HEADER + ROW + f"2025-04-30,1.1a,不涉及,{note},,2025-05-03T10:12:00+08:00\n"
    assert is_plain(text) == is_plain(text, keep_rows=True) == bool(note.strip())
    check_alike(text)


def test_other_encodings_are_read_by_rows() -> None:
    for data in ((HEADER + ROW).encode("gb18030"), (HEADER + ROW).encode("utf-16")):
        assert not is_plain(data)


def test_lines_longer_than_a_block_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEADER + ROW + LATER.replace("说明", "说" * 40).replace("12", "13", 1) + LATER
    whole = said(text.encode(), keep_rows=True)
    monkeypatch.setattr(plain, "PLAIN_BYTES", 64)
    assert is_plain(text)
    assert said(text.encode(), keep_rows=True) == whole
    check_alike(text)


DAYS = st.sampled_from(("2025-03-31", "2025/3/31", "2024-06-30", "2025-03-30", "2025-13-01"))
NAMES = st.sampled_from(("1.1a", "1.1a", "１.1a ", "1.1b", "1.1c", "1.1d", "1.1d@2025", "1.1z"))
VALUES = st.sampled_from(("12", "13", "", "不涉及", "40%", "约"))
NOTES = st.sampled_from(("说明", "甲,乙", '"甲,乙"', "", " ", "　", "甲\n2025-03-31"))
MOMENTS = st.sampled_from(
    ("", "2025-04-03T10:12:00+08:00", "2025-04-03T10:13:00+08:00", "2025-04-03T03:00:00Z", "昨天")
)
ROWS = st.tuples(DAYS, NAMES, VALUES, NOTES, st.just("照片"), MOMENTS).map(",".join)


@given(st.lists(ROWS, max_size=8), st.sampled_from(("\n", "\r\n")))
def test_what_is_read_does_not_depend_on_how(rows: list[str], newline: str) -> None:
    check_alike(newline.join([HEADER.rstrip(), *rows]))


SOUND = st.tuples(
    st.sampled_from(("2025-03-31", "2024-06-30", "2025-03-30")),
    st.sampled_from(("1.1a", "1.1c", "1.1d")),
    st.sampled_from(("12", "13", "", "不涉及")),
    st.sampled_from(("说明", "其他")),
    st.just(""),
).map(",".join)


@given(st.lists(SOUND, max_size=12), st.booleans())
def test_plain_files_say_what_their_rows_say(rows: list[str], moments: bool) -> None:  # noqa: FBT001
    recorded = [f"2025-04-03T10:{at:02}:00+08:00" if moments else "" for at in range(len(rows))]
    lines = [f"{row},{moment}\n" for row, moment in zip(rows, recorded, strict=True)]
    text = HEADER + "".join(lines)
    assert is_plain(text, keep_rows=True)
    assert is_plain(text, keep_rows=True)
    check_alike(text)


def test_no_blank_is_taken_for_a_note() -> None:
    for blank in filter(str.isspace, map(chr, range(0x3001))):
        text = HEADER + f"2025-04-30,1.1a,不涉及,{blank},,\n"
        if blank not in "\n\r":
            assert not is_plain(text), f"U+{ord(blank):04X}"
