"""What the cells of one row mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from typing import TYPE_CHECKING

import pytest

from hpplan.csvtext import join_record
from hpplan.errors import CellError
from hpplan.plan.items import Catalogue
from hpplan.progress.cells import HEADERS
from hpplan.progress.reader import read_progress
from hpplan.progress.row import RowMeaning, read_row, sound_row
from hpplan.progress.targets import Memory, Table
from plans import of_several_kinds

if TYPE_CHECKING:
    from golden import Golden


CATALOGUE = Catalogue(of_several_kinds())
MOMENT = "2025-04-03T10:12:00+00:00"


def table() -> Table:
    return Table("a", CATALOGUE, Memory())


def meaning(**cells: str) -> RowMeaning:
    return read_row(lambda column: cells.get(column, ""), table())


def faults(read: RowMeaning) -> dict[str, str]:
    """Code and message of each fault by its column."""
    return {column: f"{error.code} {error.message}" for column, error in read.faults.items()}


def test_a_sound_row() -> None:
    read = meaning(
        date="2025/3/31", target="1.1a", value="１２", note="说明", evidence="照片", recorded=MOMENT
    )
    assert read == (
        date(2025, 3, 31),
        CATALOGUE.items["1.1a"],
        12,
        "说明",
        "照片",
        datetime(2025, 4, 3, 10, 12, tzinfo=UTC),
        {},
    )


def test_every_fault_is_told_by_its_column(golden: Golden) -> None:
    read = meaning(date="31 May", target="1.1a", value="约12", recorded="昨天")
    codes = {column: fault.code for column, fault in read.faults.items()}
    assert list(codes.items()) == [("date", "HP304"), ("value", "HP306"), ("recorded", "HP309")]
    golden.says(faults(read).values())
    assert (read.day, read.value, read.recorded) == (None, None, None)
    assert read.item == CATALOGUE.items["1.1a"]


def test_without_a_target_no_figure_is_looked_at(golden: Golden) -> None:
    read = meaning(date="2025-03-31", target="1.9z", value="约12")
    assert {column: fault.code for column, fault in read.faults.items()} == {"target": "HP305"}
    golden.says(faults(read).values())
    assert (read.item, read.value) == (None, None)


def test_of_a_year_that_is_not_the_targets_the_figure_is_looked_at_all_the_same(
    golden: Golden,
) -> None:
    read = meaning(date="2031-03-31", target="1.1d", value="2.5")
    assert list(read.faults) == ["target", "value"]
    golden.says(read.faults["target"].message)
    assert meaning(date="", target="1.1d", value="2").item is None
    assert meaning(date="2025-03-31", target="1.1d", value="2").item == CATALOGUE.items["1.1d@2025"]


def test_a_cell_that_cannot_be_given_is_a_fault_of_its_column() -> None:
    def text(column: str) -> str:
        if column == "note":
            raise CellError("HP404", "the cell shows an error")
        return {"date": "2025-03-31", "target": "1.1a", "value": "1"}.get(column, "")

    read = read_row(text, table())
    assert faults(read) == {"note": "HP404 the cell shows an error"}
    assert (read.value, read.note) == (1, "")


@pytest.mark.parametrize(("of", "percentage"), [("1.1a", False), ("1.1b", False), ("1.1c", True)])
def test_whoever_gives_the_figure_is_told_whether_it_is_a_percentage(
    of: str, *, percentage: bool
) -> None:
    told = []

    def figure(is_percentage: bool) -> str:  # noqa: FBT001
        told.append(is_percentage)
        return "" if of == "1.1b" else "40"

    cells = {"date": "2025-03-31", "target": of}
    read = read_row(lambda column: cells.get(column, ""), table(), figure=figure)
    assert (told, read.faults) == ([percentage], {})
    assert read.value == (None if of == "1.1b" else 40)


# The one meaning, wherever a row stands: what a file's reader makes of it, faults and all


DAYS = ("2025-03-31", "2025年3月31日", "2025-02-30", "", "45747", "2031-01-01")
NAMES = ("1.1a", "１.1a ", "1.1b", "1.1c", "1.1d", "1.1d@2024", "1.1z", "")
VALUES = ("12", " 12 ", "1,200", "12.5", "40%", "done", "约12", "", "-3")


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_read_as_its_rows_are(name: str) -> None:
    for day, value in product(DAYS, VALUES):
        cells = dict.fromkeys(HEADERS, "") | {"date": day, "target": name, "value": value}
        if not any(cells.values()):
            continue  # a blank line
        read = read_row(cells.__getitem__, table())
        data = join_record(HEADERS, "\n") + join_record(cells.values(), "\n")
        file = read_progress(data.encode(), "a.csv", "a", CATALOGUE, keep_rows=True)
        assert [(each.code, each.message, each.hint) for each in file.problems] == [
            (each.code, each.message, each.hint) for each in read.faults.values()
        ]
        found = [
            (row.day, series.item, row.value)
            for series in file.series.values()
            for row in series.rows
        ]
        if read.faults:
            assert found == []
            with pytest.raises((CellError, LookupError)):
                sound_row(day, name, value, "", table())
        else:
            sound = sound_row(day, name, value, "", table())
            assert found == [read[:3]] == [(sound.day, sound.entries.item, sound.value)]
