"""The workbook that a unit fills in."""
