"""The report of a meeting as an .xlsx workbook."""
