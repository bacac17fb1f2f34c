"""Tables that come in from outside, workbooks and CSV alike, as cells of text with their places."""

from hpplan.sheets.grid import Grid, Value
from hpplan.sheets.reader import read_grids

__all__ = ["Grid", "Value", "read_grids"]
