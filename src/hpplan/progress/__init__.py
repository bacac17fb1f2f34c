"""The rows of data/progress/<unit>.csv: read in one pass, each fault named at its cell."""

from hpplan.progress.file import BOM, Arrival, ProgressFile, Row, Series, Tail, encoding_of
from hpplan.progress.reader import read_progress
from hpplan.progress.sheet import Sheet
from hpplan.progress.table import (
    Entries,
    Memory,
    Table,
    no_reporter,
    no_year,
    shifted,
    unknown_target,
)

__all__ = [
    "BOM",
    "Arrival",
    "Entries",
    "Memory",
    "ProgressFile",
    "Row",
    "Series",
    "Sheet",
    "Table",
    "Tail",
    "encoding_of",
    "no_reporter",
    "no_year",
    "read_progress",
    "shifted",
    "unknown_target",
]
