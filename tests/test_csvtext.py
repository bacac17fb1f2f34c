"""The text of CSV files: records, and where their cells stand."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from hpplan.csvtext import LONGEST_CELL, CsvText, join_record, newline_of, spans, split_record
from hpplan.errors import CellError
from hpplan.forms.tables import read_grids
from test_layers import module, modules

texts = st.text(st.sampled_from('ab,"\n\r 一\x00'), max_size=12)


def read(text: str, encoding: str = "utf-8") -> tuple[list[tuple[int, list[str]]], list[int]]:
    """The records of a text, and the lines of those with a faulty quote."""
    faulty: list[int] = []
    file = CsvText("a.csv", encoding, text.encode(encoding))
    return list(file.records(faulty.append)), faulty


# A record


@given(texts)
@example('"a""b"')
@example('"""')
@example('""x')
@example('a"b",c\n')
@example('"a\r\nb",\r\n')
def test_a_record_is_split_as_the_csv_module_does(text: str) -> None:
    lines = list(io.StringIO(text, newline=""))
    assume(text[:1] not in {"\r", "\n"} or len(lines) == 1)
    try:
        expected = next(csv.reader(lines, strict=True), [])
    except csv.Error:
        expected = None
    assert split_record(text if '"' in text else "".join(lines[:1])) == expected


@given(st.lists(st.text(max_size=8), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_is_written_is_read_back(cells: list[str], newline: str) -> None:
    record = join_record(cells, newline)
    assert record.endswith(newline)
    assert split_record(record) == cells
    assert len(list(spans(record))) == len(cells)


@pytest.mark.parametrize(
    ("data", "newline"),
    [(b"", "\n"), (b"a", "\n"), (b"a\r\nb\n", "\r\n"), (b"a\rb\n", "\r"), (b"a\nb\r\n", "\n")],
)
def test_a_file_goes_on_with_the_line_end_of_its_first_line(data: bytes, newline: str) -> None:
    assert newline_of(data) == newline


# A file


@given(st.lists(st.text(st.sampled_from("ab, 一\x0b\u2028"), max_size=8), max_size=8))
def test_without_a_quote_lines_are_records(lines: list[str]) -> None:
    cells = [(at, line.split(",")) for at, line in enumerate(lines, 1)]
    text = "".join(f"{line}\r\n" for line in lines)
    assert read(text) == (cells, [])
    # The same lines behind a cell in quotes are read one by one.
    quoted = [(at + 1, row if row != [""] else []) for at, row in cells]
    assert read('"q"\n' + text) == ([(1, ["q"]), *quoted], [])


def test_a_quote_inside_a_cell_holds_no_line_back() -> None:
    text = '5" 管,1\n甲,2\n乙,3\n6" 管,4\n'
    rows = [(1, ['5" 管', "1"]), (2, ["甲", "2"]), (3, ["乙", "3"]), (4, ['6" 管', "4"])]
    assert read(text) == (rows, [])
    (grid,), problems = read_grids(text.encode(), "a.csv", 2**20)
    assert (grid.rows, problems) == (rows, [])


def test_a_quoted_cell_of_many_lines_is_one_record() -> None:
    assert read('a,"1\n2\n""3""",b\nc\n') == ([(1, ["a", '1\n2\n"3"', "b"]), (4, ["c"])], [])


def test_a_quote_that_is_never_closed_costs_its_line_alone() -> None:
    assert read('a,"b\nc\nd\n') == ([(2, ["c"]), (3, ["d"])], [1])
    assert read('a\n"b"c,d\ne\n') == ([(1, ["a"]), (3, ["e"])], [2])
    long = '"' + "\n" * LONGEST_CELL + '"\n'
    assert read(long)[1] == [1, LONGEST_CELL + 1]
    assert read(long.replace("\n", "", 1))[1] == []


def test_a_line_that_is_told_to_be_a_record_ends_a_quote() -> None:
    faulty: list[int] = []
    file = CsvText("a.csv", "utf-8", b'a,"b\nROW\nc"\n')
    records = list(file.records(faulty.append, lambda line: line.startswith("ROW")))
    assert (records, faulty) == ([(2, ["ROW"]), (3, ['c"'])], [1])


def test_places_are_those_of_characters() -> None:
    file = CsvText("a.csv", "gb18030", '一,"二\n三",四\n'.encode("gb18030"))
    assert [file.span(1, at) for at in range(4)] == [(1, 1, 1), (1, 3, 5), (2, 4, 1), (2, 5, 1)]
    problem = file.cell_problem(CellError("HP306", "no figure", "write one"), 1, 2)
    assert str(problem) == "a.csv:2:4: HP306 no figure"
    assert (problem.excerpt, problem.hint, problem.width) == ('三",四', "write one", 1)
    assert str(file.record_problem(1)) == (
        "a.csv:1:3: HP308 a quote opens here and is never closed"
    )


def test_a_text_that_was_forgotten_is_read_again() -> None:
    file = CsvText("a.csv", "utf-8", b"a,b\n")
    assert file.lines == ["a,b\n"]
    file.forget()
    assert file.lines == []
    file.forget()
    file.again = lambda: b"c\n"
    assert file.lines == ["c\n"]


# The process around it


def test_the_limit_of_the_csv_module_is_neither_changed_nor_heeded() -> None:
    before = csv.field_size_limit(5)
    try:
        assert read('a,"long, and in quotes"\n') == ([(1, ["a", "long, and in quotes"])], [])
        assert join_record(["long, and in quotes"], "\n") == '"long, and in quotes"\n'
        assert csv.field_size_limit() == 5
    finally:
        csv.field_size_limit(before)


def test_no_module_changes_the_limit_of_whoever_imports_it() -> None:
    names = [f"hpplan.{module(path)}" for path in modules() if module(path) != "__main__"]
    program = (
        "import csv, importlib, sys\n"
        "csv.field_size_limit(5)\n"
        "for name in sys.argv[1:]: importlib.import_module(name.rstrip('.'))\n"
        "print(csv.field_size_limit())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *names], capture_output=True, text=True, check=True
    )
    assert done.stdout == "5\n"
