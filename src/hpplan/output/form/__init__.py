"""Write the reporting form: the workbook that a unit fills in."""
