"""Readers of published documents: the lines of a text, and the rows of its tables, by format."""
