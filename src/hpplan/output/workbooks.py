"""What all workbooks that hpplan writes have in common."""

A4_PAPER, A3_PAPER = 9, 8
"""The numbers by which a spreadsheet knows paper of A4 and of A3."""
