"""Judging: what status an item has on a day, and why. No clock, no files."""
