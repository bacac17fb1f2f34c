"""What all workbooks that hpplan writes have in common."""

A4_PAPER = 9
"""The number by which a spreadsheet knows paper of A4."""
