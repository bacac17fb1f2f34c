from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpplan.plan.items import Catalogue
from hpplan.progress.reader import read_progress
from plans import HEADER, placed, plan_of, target

if TYPE_CHECKING:
    from golden import Golden
    from hpplan.numbers import Number
    from hpplan.progress.series import ProgressFile

SHANGHAI = ZoneInfo("Asia/Shanghai")

CATALOGUE = Catalogue(
    plan_of(
        target("count", at_least=30, reporters=["a", "b"]),
        {**target("amount", at_least=15.5, uom="公里"), "id": "1.1b"},
        {**target("level", at_least=95, uom="%"), "id": "1.1c"},
        {**target("milestone"), "id": "1.1d"},
        {**target("duty"), "id": "1.1e"},
        {**target("count", at_least=2, every="year"), "id": "1.1f"},
        {**target("milestone", each="team"), "id": "1.1g"},
        {**target("count", at_least=2, every="year", each="team"), "id": "1.1h"},
        start="2024-01-01",
        end="2026-12-31",
    )
)


def read(data: str | bytes, unit: str = "a", *, keep_rows: bool = True) -> ProgressFile:
    """What a file of a unit reports."""
    data = data.encode() if isinstance(data, str) else data
    return read_progress(data, "a.csv", unit, CATALOGUE, zone=SHANGHAI, keep_rows=keep_rows)


def rows(text: str, unit: str = "a") -> ProgressFile:
    """What rows below the header report."""
    return read(HEADER + text, unit)


def faults(file: ProgressFile) -> list[str]:
    """The problems, as printed."""
    return [str(problem) for problem in file.problems]


def figures(file: ProgressFile) -> dict[str, list[tuple[str, Number | None]]]:
    """The rows that count: by item the days with their figures."""
    return {
        item: [(str(day), value) for day, value in zip(series.days, series.values, strict=True)]
        for item, series in file.series.items()
    }


# Read with kindness


def test_a_plain_file() -> None:
    file = rows("2025-03-31,1.1a,12,一季度,照片.jpg,2025-04-03T10:12:00+08:00\n")
    assert faults(file) == []
    assert (file.encoding, file.rows, file.left_out) == ("utf-8", 1, 0)
    assert figures(file) == {"1.1a": [("2025-03-31", 12)]}
    series = file.series["1.1a"]
    assert (series.unit, series.item.id) == ("a", "1.1a")
    assert [row.note for row in series.rows] == ["一季度"]
    assert [row.evidence for row in series.rows] == ["照片.jpg"]
    assert [row.line for row in series.rows] == [2]


KIND: dict[str, bytes] = {
    "byte order mark": b"\xef\xbb\xbf" + (HEADER + "2025-03-31,1.1a,1200,,,\n").encode(),
    "windows line ends": (HEADER + "2025-03-31,1.1a,1200,,,\n").replace("\n", "\r\n").encode(),
    "old mac line ends": (HEADER + "2025-03-31,1.1a,1200,,,\n").replace("\n", "\r").encode(),
    "no end of the last line": (HEADER + "2025-03-31,1.1a,1200").encode(),
    "chinese headers": "日期,事项,数值,说明,佐证,填报时间\n2025-03-31,1.1a,1200,,,\n".encode(),
    "required columns alone": b"date,target,value\n2025-03-31,1.1a,1200\n",
    "another order": b"value,date,target\n1200,2025-03-31,1.1a\n",
    "wide and upper-case headers": "ＤＡＴＥ, Target ,VALUE\n2025-03-31,1.1a,1200\n".encode(),
    "quoted headers": b'"date","target","value"\n"2025-03-31","1.1a","1200"\n',
    "slashes": (HEADER + "2025/3/31,1.1a,1200,,,\n").encode(),
    "chinese date": (HEADER + "2025年3月31日,1.1a,1200,,,\n").encode(),
    "full-width digits": (HEADER + "２０２５－０３－３１,1.1a,１２００,,,\n").encode(),
    "separated thousands": (HEADER + '2025-03-31,1.1a,"1,200",,,\n').encode(),
    "blanks around": (HEADER + " 2025-03-31 , 1.1a , 1200 ,,,\n").encode(),
    "too few cells": (HEADER + "2025-03-31,1.1a,1200\n").encode(),
    "empty cells at the end": (HEADER + "2025-03-31,1.1a,1200,,,,,,,\n").encode(),
    "blank cells at the end": (HEADER + "2025-03-31,1.1a,1200,,,, ,\t\n").encode(),
    "empty columns in the header": b"date,target,value,,\n2025-03-31,1.1a,1200,,\n",
    "blank lines": ("\n" + HEADER + "\n,,,,,\n  \n2025-03-31,1.1a,1200,,,\n\n").encode(),
    "note of two lines": (HEADER + '2025-03-31,1.1a,1200,"一\n二",,\n').encode(),
    "note with a comma and a quote": (HEADER + '2025-03-31,1.1a,1200,"一,""二""",,\n').encode(),
    "a quote in the middle of a note": (HEADER + '2025-03-31,1.1a,1200,12" 管,,\n').encode(),
    "twice the same row": (HEADER + "2025-03-31,1.1a,1200,,,\n" * 2).encode(),
}


@pytest.mark.parametrize("keep_rows", [True, False])
@pytest.mark.parametrize("data", KIND.values(), ids=KIND)
def test_read_with_kindness(data: bytes, *, keep_rows: bool) -> None:
    file = read(data, keep_rows=keep_rows)
    assert faults(file) == []
    assert figures(file) == {"1.1a": [("2025-03-31", 1200)]}
    assert file.left_out == 0


@pytest.mark.parametrize("cell", ["75", "75%", "７５％", "75 %"])
def test_percentages(cell: str) -> None:
    file = rows(f"2025-03-31,1.1d,{cell},,,\n2025-03-31,1.1c,{cell},,,\n")
    assert faults(file) == []
    assert figures(file) == {"1.1d": [("2025-03-31", 75)], "1.1c": [("2025-03-31", 75)]}


@pytest.mark.parametrize("cell", ["done", "完成", "已完成", "100", "100%"])
def test_a_milestone_that_is_done(cell: str) -> None:
    assert figures(rows(f"2025-03-31,1.1d,{cell},,,\n")) == {"1.1d": [("2025-03-31", 100)]}


def test_a_duty_has_no_figure() -> None:
    file = rows("2025-03-31,1.1e,,巡查三次,,\n")
    assert faults(file) == []
    assert figures(file) == {"1.1e": [("2025-03-31", None)]}


def test_gb18030_is_read_with_a_warning(golden: Golden) -> None:
    text = HEADER + "2025-03-31,1.1a,12,一季度,,\n2025-06-30,1.1d,完成,半年,,\n"
    file = read(text.encode("gb18030"))
    assert placed(faults(file)) == ["a.csv:2:20: HP351"]
    golden.says(faults(file))
    assert file.encoding == "gb18030"
    assert figures(file) == {"1.1a": [("2025-03-31", 12)], "1.1d": [("2025-06-30", 100)]}
    assert file.series["1.1a"].rows[0].note == "一季度"


def test_the_characters_that_gb18030_alone_has() -> None:
    file = read((HEADER + "2025-03-31,1.1a,12,㐂𠮷€,,\n").encode("gb18030"))
    assert [problem.code for problem in file.problems] == ["HP351"]
    assert file.series["1.1a"].rows[0].note == "㐂𠮷€"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16_is_refused(encoding: str, golden: Golden) -> None:
    file = read((HEADER + "2025-03-31,1.1a,12,,,\n").encode(encoding))
    assert placed(faults(file)) == ["a.csv: HP301"]
    golden.says(faults(file), "UTF-16")
    assert file.series == {}


def test_a_file_in_no_encoding_is_read_as_far_as_it_goes(golden: Golden) -> None:
    data = (HEADER + "2025-03-31,1.1a,12,一").encode() + b"\xff\xff,,\n2025-06-30,1.1a,15,,,\n"
    file = read(data)
    assert placed(faults(file)) == ["a.csv:2:21: HP302"]
    golden.says(faults(file))
    assert figures(file) == {"1.1a": [("2025-03-31", 12), ("2025-06-30", 15)]}


def test_the_encoding_is_remembered() -> None:
    row = (HEADER + "2025-03-31,1.1a,12,说明,,\n").encode()
    assert read(row).encoding == "utf-8"
    assert read(b"\xef\xbb\xbf" + row).encoding == "utf-8-sig"
    assert read(row.decode().encode("gb18030")).encoding == "gb18030"


# Faults stand at their cells


class Fault(NamedTuple):
    """Rows below the header, and where they give which fault."""

    text: str
    expected: str


FAULTS = {
    "date": Fault("2025-02-30,1.1a,5,,,\n", "2:1: HP304"),
    "target": Fault("2025-03-31,1.1z,5,,,\n", "2:12: HP305"),
    "value": Fault("2025-03-31,1.1a,约5,,,\n", "2:17: HP306"),
    "recorded": Fault("2025-03-31,1.1a,5,,,昨天\n", "2:21: HP309"),
    "quoted": Fault('"2025-03-31","1.1a","约5",,,\n', "2:21: HP306"),
    "behind a quoted comma": Fault('2025-03-31,"1.1z,x",5,,,\n', "2:12: HP305"),
    "wide characters count once": Fault("2025年3月31日,1.1a,约5,,,\n", "2:17: HP306"),
    "missing": Fault("2025-03-31,1.1a\n", "2:16: HP306"),
    "too many cells": Fault("2025-03-31,1.1a,5,,,,x\n", "2:22: HP311"),
    "too many cells, the first of them empty": Fault("2025-03-31,1.1a,5,,,,,x\n", "2:23: HP311"),
    "too many cells, the first of them blank": Fault("2025-03-31,1.1a,5,,,, ,x\n", "2:24: HP311"),
    "behind a record of two lines": Fault(
        '2025-03-31,1.1d,5,"一\n二",,\n2025-06-30,1.1a,约5,,,\n',
        "4:17: HP306",
    ),
    "in a record of two lines, on its first": Fault(
        '2025-03-31,1.1a,约5,"一\n二",,\n', "2:17: HP306"
    ),
    "in a record of two lines, on its second": Fault(
        '2025-03-31,1.1a,5,"一\n二",,昨天\n', "3:5: HP309"
    ),
    "in a record of four lines, on its last": Fault(
        '2025-03-31,1.1a,5,"一\n\n二","x\ny""",昨天\n', "5:6: HP309"
    ),
    "too many cells on a record's second line": Fault(
        '2025-03-31,1.1a,5,"一\n二",,,x\n',
        "3:6: HP311",
    ),
    "text behind a quote": Fault(
        '2025-03-31,1.1a,5,"一"二,,\n',
        "2:19: HP308",
    ),
    "a quote never closed": Fault(
        '2025-03-31,1.1a,"5,,,\n',
        "2:17: HP308",
    ),
    "a quote never closed behind a sound one": Fault(
        '"2025-03-31",1.1a,5,"一,,\n',
        "2:21: HP308",
    ),
    "a conflict": Fault("<<<<<<< HEAD\n", "2:1: HP310"),
    "a year that is not the plan's": Fault(
        "2027-01-01,1.1f,1,,,\n",
        "2:12: HP305",
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_stands_at_its_cell(name: str, end: str, golden: Golden) -> None:
    fault = FAULTS[name]
    text = (HEADER + fault.text).replace("\n", end)
    found = faults(read(text))
    assert placed(found) == [f"a.csv:{fault.expected}"]
    assert faults(read(b"\xef\xbb\xbf" + text.encode())) == found
    golden.says(found, f"a fault at its cell: {name}")


@pytest.mark.parametrize(
    "fault",
    [fault for name, fault in FAULTS.items() if "HP309" not in fault.expected],
    ids=[name for name, fault in FAULTS.items() if "HP309" not in fault.expected],
)
def test_a_fault_costs_its_row_and_no_other(fault: Fault) -> None:
    before, behind = "2024-06-30,1.1b,0.5,,,\n", "2024-12-31,1.1b,1.5,,,\n"
    for file in (rows(before + fault.text + behind), read(HEADER + before + fault.text + behind)):
        assert figures(file)["1.1b"] == [
            ("2024-06-30", figures(rows(before))["1.1b"][0][1]),
            ("2024-12-31", figures(rows(behind))["1.1b"][0][1]),
        ]
        assert file.left_out == (0 if "HP310" in fault.expected else 1)
        assert len(file.problems) == 1


def test_a_target_in_full_width_is_read() -> None:
    assert figures(rows("2025-03-31,１.１ａ,5,,,\n")) == {"1.1a": [("2025-03-31", 5)]}


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-31,1.1a,5,,,2025-06-30,1.1a,6,,,\n",
        "2025-03-31,1.1a,5,,,2025-07-01T08:00:00+08:002025-06-30,1.1a,6,,,\n",
    ],
)
def test_two_rows_on_one_line_are_told_from_a_comma_in_a_cell(text: str, golden: Golden) -> None:
    (problem,) = rows(text).problems
    assert (problem.code, problem.position.line) == ("HP311", 2)
    golden.says(problem.hint, "two rows on one line")


@pytest.mark.parametrize(
    "above", ["外滩街道填报表\n", "外滩街道填报表,,,,,\n\n2025年,二季度,,,,\n"]
)
def test_a_title_above_the_header_does_not_cost_the_rows(above: str, golden: Golden) -> None:
    file = read(above + HEADER + "2025-03-31,1.1a,5,,,\n")
    assert placed(faults(file)) == ["a.csv:1:1: HP303"]
    golden.says(faults(file), "a title above the header")
    assert figures(file) == {"1.1a": [("2025-03-31", 5)]}


@pytest.mark.parametrize("again", ["\ufeff" + HEADER, "\ufeff"])
def test_a_byte_order_mark_inside_the_file_is_read_over(again: str) -> None:
    file = rows(f"2025-03-31,1.1a,5,,,\n{again}2025-06-30,1.1a,6,,,\n")
    assert figures(file) == {"1.1a": [("2025-03-31", 5), ("2025-06-30", 6)]}
    assert {problem.code for problem in file.problems} <= {"HP352"}


def test_a_moment_that_cannot_be_read_does_not_cost_the_row() -> None:
    file = rows("2025-03-31,1.1a,5,,,昨天\n")
    assert (file.rows, file.left_out) == (1, 0)
    assert figures(file) == {"1.1a": [("2025-03-31", 5)]}


def test_every_fault_of_a_row_is_named(golden: Golden) -> None:
    found = faults(rows("25-3-31,1.1a,约5,,,\n,,,说明,,\n"))
    assert placed(found) == [
        "a.csv:2:1: HP304",
        "a.csv:2:14: HP306",
        "a.csv:3:1: HP304",
        "a.csv:3:2: HP305",
    ]
    golden.says(found)


def test_the_excerpt_of_a_fault_is_its_line_and_its_width_the_cell() -> None:
    file = rows('2025-03-31,1.1d,5,"一\n二",,\r\n2025-06-30,1.1a,约50,,,\r\n')
    assert [(each.excerpt, each.width) for each in file.problems] == [
        ("2025-06-30,1.1a,约50,,,", 3)
    ]


@pytest.mark.parametrize(
    ("cell", "near"),
    [
        ("1.1A", "1.1a"),
        ("1.1а", "1.1a"),
        ("1.1x", "1.1h"),
        ("9.9z", None),
        ("", "1.1d"),
    ],
)
def test_an_unknown_target_has_a_near_one(cell: str, near: str | None, golden: Golden) -> None:
    (problem,) = rows(f"2025-03-31,{cell},5,,,\n").problems
    assert (problem.code, problem.position.column) == ("HP305", 12)
    assert (near or "") in problem.hint
    assert bool(problem.hint) == bool(near)
    golden.says([problem.message, problem.hint])


def test_a_note_in_quotes_may_stand_before_date_and_target() -> None:
    text = 'note,date,target,value\n"一\n二",2025-03-31,1.1a,5\n'
    file = read(text)
    assert faults(file) == []
    assert figures(file) == {"1.1a": [("2025-03-31", 5)]}
    assert file.series["1.1a"].rows[0].note == "一\n二"


def test_a_quote_that_is_never_closed_swallows_no_rows() -> None:
    many = "".join(f"2025-03-{n:02},1.1a,{n},,,\n" for n in range(2, 30))
    file = rows('2025-03-01,1.1a,1,"一,,\n' + many + '2025-03-30,1.1a,30,"二,三",,\n')
    assert placed(faults(file)) == ["a.csv:2:19: HP308"]
    assert figures(file)["1.1a"] == [(f"2025-03-{n:02}", n) for n in range(2, 31)]


# Headers


HEADERS = [
    ("", "1:1: HP303"),
    ("\n\n", "1:1: HP303"),
    (" , ,\n", "1:1: HP303"),
    (
        "date,target\n2025-03-31,1.1a\n",
        "1:1: HP303",
    ),
    (
        "date,target,value,date\n2025-03-31,1.1a,5,\n",
        "1:19: HP303",
    ),
    (
        "date,target,value,日期\n2025-03-31,1.1a,5,\n",
        "1:19: HP303",
    ),
]


@pytest.mark.parametrize(("text", "expected"), HEADERS, ids=[repr(each[0]) for each in HEADERS])
def test_a_header_that_cannot_be_read_by(text: str, expected: str, golden: Golden) -> None:
    file = read(text)
    assert placed(faults(file)) == [f"a.csv:{expected}"]
    golden.says(faults(file))
    assert file.series == {}


def test_an_unknown_column_does_not_cost_the_rows(golden: Golden) -> None:
    file = read("date,target,value,备注,notes\n2025-03-31,1.1a,5,x,y\n")
    assert placed(faults(file)) == ["a.csv:1:19: HP303", "a.csv:1:22: HP303"]
    golden.says([*faults(file), file.problems[1].hint])
    assert figures(file) == {"1.1a": [("2025-03-31", 5)]}


def test_a_header_that_stands_again_is_read_over(golden: Golden) -> None:
    file = rows("2025-03-31,1.1a,5,,,\n日期,事项,数值,说明,佐证,填报时间\n2025-06-30,1.1a,6,,,\n")
    assert placed(faults(file)) == ["a.csv:3:1: HP352"]
    golden.says(faults(file))
    assert file.left_out == 0
    assert figures(file) == {"1.1a": [("2025-03-31", 5), ("2025-06-30", 6)]}


# Who reports on what


REPORTERS = [
    ("a", "1.1a", None),
    ("b", "1.1a", None),
    ("c", "1.1a", "a局、b局"),
    ("b", "1.1b", "a局"),
    ("b", "1.1f", "a局"),
    ("b", "1.1f@2025", "a局"),
    ("b", "1.1g", None),
    ("b", "1.1g@b", None),
    ("b", "1.1g@c", "c局"),
    ("a", "1.1g", "b局、c局"),
    ("a", "1.1h", "b局、c局"),
    ("b", "1.1h", None),
    ("b", "1.1h@2025@b", None),
]


@pytest.mark.parametrize(("unit", "name", "who"), REPORTERS)
def test_only_a_targets_reporters_report_on_it(
    unit: str, name: str, who: str | None, golden: Golden
) -> None:
    found = faults(rows(f"2025-03-31,{name},1,,,\n", unit))
    assert placed(found) == (["a.csv:2:12: HP307"] if who else [])
    if who:
        assert found[0].endswith(f" {who}")
        golden.says(found, f"{unit}局 on {name}")


def test_a_bare_id_means_the_dates_year_and_the_units_own_item() -> None:
    text = "".join(f"{year}-06-30,1.1h,{n},,,\n" for n, year in enumerate((2024, 2025, 2026)))
    assert figures(rows(text, "c")) == {
        "1.1h@2024@c": [("2024-06-30", 0)],
        "1.1h@2025@c": [("2025-06-30", 1)],
        "1.1h@2026@c": [("2026-06-30", 2)],
    }


def test_a_past_year_may_be_closed_late() -> None:
    text = "2025-12-31,1.1f,1,,,\n2026-02-01,1.1f@2025,2,,,\n2026-02-01,1.1f,0,,,\n"
    assert figures(rows(text)) == {
        "1.1f@2025": [("2025-12-31", 1), ("2026-02-01", 2)],
        "1.1f@2026": [("2026-02-01", 0)],
    }


# The rows that count


def recorded(*rows_: tuple[str, str]) -> list[tuple[str, Number | None]]:
    """The figures that count of rows of one day, each a value and when it was recorded."""
    file = rows("".join(f"2025-03-31,1.1a,{value},,,{moment}\n" for value, moment in rows_))
    assert faults(file) == []
    return figures(file)["1.1a"]


CORRECTIONS = [
    ([("12", ""), ("13", "")], 13),
    ([("12", "2025-04-03T10:00"), ("13", "2025-04-02T10:00")], 12),
    ([("12", "2025-04-02T10:00"), ("13", "2025-04-03T10:00")], 13),
    ([("12", "2025-04-03T10:00"), ("13", "2025-04-03T10:00")], 13),
    ([("12", "2025-04-03T10:00"), ("13", "")], 13),
    ([("12", ""), ("13", "2025-04-03T10:00")], 13),
    ([("12", "2025-04-03T10:00+08:00"), ("13", "2025-04-03T03:00Z")], 13),
    ([("12", "2025-04-03T10:00+08:00"), ("13", "2025-04-03T01:00Z")], 12),
    ([("12", "2025-04-03T10:00"), ("13", "2025-04-03T01:59Z")], 12),
    ([("12", "2025-04-03T10:00:00"), ("13", "2025-04-03T09:59:59.9")], 12),
]


@pytest.mark.parametrize(("reports", "value"), CORRECTIONS)
def test_a_later_row_corrects_an_earlier_one(reports: list[tuple[str, str]], value: int) -> None:
    assert recorded(*reports) == [("2025-03-31", value)]


def test_a_correction_may_be_written_another_way() -> None:
    file = rows("2025-12-31,1.1f,12,,,\n2025/12/31,1.1f@2025,13,,,\n")
    assert figures(file) == {"1.1f@2025": [("2025-12-31", 13)]}


def test_rows_count_in_order_of_their_days() -> None:
    file = rows("2025-06-30,1.1a,6,,,\n2025-03-31,1.1a,3,,,\n2025-09-30,1.1a,9,,,\n")
    assert figures(file) == {
        "1.1a": [("2025-03-31", 3), ("2025-06-30", 6), ("2025-09-30", 9)],
    }
    assert [row.line for row in file.series["1.1a"].rows] == [3, 2, 4]


def test_a_row_with_a_fault_corrects_nothing() -> None:
    file = rows("2025-03-31,1.1a,12,,,\n2025-03-31,1.1a,约13,,,\n")
    assert figures(file) == {"1.1a": [("2025-03-31", 12)]}


def test_the_row_kept_is_the_one_that_counts() -> None:
    file = rows("2025-03-31,1.1a,12,错,,\n2025-03-31,1.1a,13,对,,\n")
    assert [row.note for row in file.series["1.1a"].rows] == ["对"]
    assert file.rows == 2


# Whatever the spreadsheet writes

NOTES = st.text(
    st.characters(
        codec="gb18030",
        exclude_categories=["Cs", "Cc"],
        include_characters="\n,\"'",
        exclude_characters="\ufeff",
    ),
    max_size=12,
)
REPORTS = st.lists(
    st.tuples(
        st.dates(date(2024, 1, 1), date(2026, 12, 31)),
        st.integers(0, 10**15 - 1),
        NOTES,
        NOTES,
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(
    REPORTS,
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
def test_what_is_written_reads_back_the_same(
    reports: list[tuple[date, int, str, str]],
    encoding: str,
    end: str,
    quoting: int,
    chinese: bool,  # noqa: FBT001
) -> None:
    # A note breaks its lines as the file does: csv.writer quotes no other line break.
    reports = [
        (day, value, note.replace("\n", end), evidence.replace("\n", end))
        for day, value, note, evidence in reports
    ]
    names = ["日期", "事项", "数值", "说明", "佐证"] if chinese else HEADER.split(",")[:5]
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(names)
    for day, value, note, evidence in reports:
        writer.writerow([day, "1.1a", value, note, evidence])
    file = read(written.getvalue().encode(encoding))
    assert [each.code for each in file.problems if each.code != "HP351"] == []
    counting = {day: (value, note, evidence) for day, value, note, evidence in reports}
    series = file.series["1.1a"]
    assert series.days == sorted(counting)
    assert [(row.value, row.note, row.evidence) for row in series.rows] == [
        counting[day] for day in sorted(counting)
    ]
    assert file.rows == len(reports)
    assert file.left_out == 0


PIECES = st.sampled_from(
    [
        HEADER,
        "2025-03-31,1.1a,5,,,\n",
        '2025-03-31,1.1a,5,"一\n二",,\n',
        "2025-06-30,1.1f,2,,,\n",
        '"',
        ",",
        "\n",
        "\r",
        "\x00",
        "约",
        "1.1a",
        "<<<<<<< x\n",
        " ",
        "2025-02-30",
        "9999-12-31",
        "０",
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES, max_size=12), st.booleans(), st.binary(max_size=2))
def test_no_row_is_lost_without_a_word(
    pieces: list[str],
    keep_rows: bool,  # noqa: FBT001
    noise: bytes,
) -> None:
    file = read((HEADER + "".join(pieces)).encode() + noise, keep_rows=keep_rows)
    errors = [problem for problem in file.problems if problem.severity == "error"]
    assert bool(file.left_out) <= bool(errors)
    for problem in file.problems:
        assert problem.position.line >= 1 or problem.code == "HP301"
    if not errors and file.encoding:
        text = "".join(pieces) + noise.decode(file.encoding)
        records = [
            each for each in csv.reader(io.StringIO(text, newline="")) if "".join(each).strip()
        ]
        warned = sum(problem.code == "HP352" for problem in file.problems)
        assert file.rows == len(records) - warned


def test_a_long_file_is_read_in_one_pass() -> None:
    start = date(2024, 1, 1)
    text = HEADER + "".join(
        f'{start + timedelta(days=n % 1000)},1.1a,{n},"一\n二",,\n' for n in range(5000)
    )
    file = read(text)
    assert faults(file) == []
    assert file.rows == 5000
    assert len(file.series["1.1a"].days) == 1000
