"""Write the report of a meeting as an .xlsx workbook."""
