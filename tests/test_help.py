"""`hpplan --help`, and of each command: it says what there is, on eighty columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

import hpplan
from running import ran

if TYPE_CHECKING:
    from golden import Golden

ESCAPE = "\x1b"
COMMON = ("--plan", "--as-of")
MENTIONED: dict[str, tuple[str, ...]] = {
    "hpplan": ("status", "check", "record", "schema", "demo", "--version", "--debug"),
    "status": (
        *("--all", "--unit", "--clause", "--status", "--due-within", "--shared", "--by"),
        *("--format", "table", "json", "csv", "markdown", "--fail-on", "HPPLAN_PLAN", *COMMON),
    ),
    "show": ("--format", "table", "json", "csv", "markdown", *COMMON),
    "changes": ("--since", "--all", "--unit", "--clause", "--rows", "--format", *COMMON),
    "backtest": ("--as-of-share", "--unit", "--clause", "--format", *COMMON),
    "report": ("-o", "--since", *COMMON),
    "check": ("--format", "text", "json", *COMMON),
    "explain": ("CODE",),
    "record": (
        *("VALUE", "+3", "done", "--unit", "HPPLAN_UNIT", "--date", "--note", "--evidence"),
        *("--dry-run", *COMMON),
    ),
    "form": ("--all", "-o", *COMMON),
    "collect": ("--yes", "--dry-run", "--unit", *COMMON),
    "notice": ("-o", *COMMON),
    "assign": (
        *("TARGET", "FILE", "--support", "--definition", "--path", "--clear", "--sheet", "-o"),
        *("--unit", "--clause", "--yes", "--dry-run", "--force", *COMMON),
    ),
    "revise": ("--due", "--withdraw", "--why", "--by", "--on", "--plan"),
    "fill": ("--note", "--plan"),
    "schema": ("JSON Schema", "plan.yaml"),
    "demo": ("DIR", "--seed", "--rows", "--plans", *COMMON),
}


def test_version() -> None:
    shown = ran("--version")
    assert (shown.code, shown.stdout) == (0, f"hpplan {hpplan.__version__}\n")


@pytest.mark.parametrize("command", MENTIONED)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help(command: str, option: str, golden: Golden) -> None:
    shown = ran(*([] if command == "hpplan" else [command]), option)
    assert (shown.code, shown.stderr) == (0, "")
    golden(f"{command}.en.txt", shown.stdout)
    text = " ".join(shown.stdout.split())
    assert [word for word in MENTIONED[command] if word not in text] == []
    assert re.search(r"[a-z ]\.\.\.", text) is None, "nothing is cut off"
    assert [line for line in shown.stdout.splitlines() if cell_len(line) > 80] == []
    assert ESCAPE not in shown.stdout
