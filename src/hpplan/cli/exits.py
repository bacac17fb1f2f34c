"""The exit codes."""

FINDINGS, USAGE, NOTHING_DONE, OUR_FAULT = 1, 2, 3, 70
