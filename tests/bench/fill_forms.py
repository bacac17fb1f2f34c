"""Fill in forms as a clerk would: `python tests/bench/fill_forms.py FOLDER DAY`."""

from __future__ import annotations

import sys
from datetime import date
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook

from hpplan.forms.columns import TITLES

HEAD, FILLED_IN = 5, 5
"""The row of a form's heads; how many rows of each form are filled in."""

LAST, DATE, VALUE = (list(TITLES).index(key) for key in ("last_value", "date", "value"))


def main(folder: Path, day: date) -> None:
    """Report in some rows of each form what was reported last."""
    for path in sorted(folder.glob("*.xlsx")):
        book = load_workbook(path)
        rows = book.worksheets[0].iter_rows(min_row=HEAD + 1)
        for row in islice((row for row in rows if row[LAST].value is not None), FILLED_IN):
            row[DATE].value, row[VALUE].value = day, row[LAST].value
        book.save(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
