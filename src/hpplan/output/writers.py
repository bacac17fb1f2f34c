"""The table of writers: which function writes a command's value in a format.

A new format is a function from the command's value to what is written, and a line here; the
formats that a command's --format takes are held to this table by a test.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

WRITERS: dict[str, dict[str, str]] = {
    "status": {
        "table": "terminal.status:status_table",
        "json": "data.status:status_json",
        "csv": "data.status:status_csv",
        "markdown": "data.status:status_markdown",
    },
    "scoreboard": {  # status --by unit
        "table": "terminal.scoreboard:scoreboard_table",
        "json": "data.status:scoreboard_json",
        "csv": "data.status:scoreboard_csv",
        "markdown": "data.status:scoreboard_markdown",
    },
    "parts": {  # status --by clause, --by chapter
        "table": "terminal.scoreboard:parts_table",
        "json": "data.parts:parts_json",
        "csv": "data.parts:parts_csv",
        "markdown": "data.parts:parts_markdown",
    },
    "show": {
        "table": "terminal.show:show_table",
        "json": "data.show:show_json",
        "csv": "data.show:show_csv",
        "markdown": "pages.show:show_markdown",
    },
    "changes": {
        "table": "terminal.changes:changes_table",
        "json": "data.changes:changes_json",
        "csv": "data.changes:changes_csv",
        "markdown": "data.changes:changes_markdown",
    },
    "backtest": {
        "table": "pages.backtest:backtest_table",
        "json": "data.backtest:backtest_json",
        "csv": "data.backtest:backtest_csv",
        "markdown": "pages.backtest:backtest_markdown",
    },
    "rollup": {
        "table": "terminal.rollup:rollup_table",
        "json": "data.rollup:rollup_json",
        "csv": "data.rollup:rollup_csv",
        "markdown": "data.rollup:rollup_markdown",
    },
    "shelf": {  # rollup --html
        "html": "html.rollup:rollup_page",
    },
    "check": {
        "text": "terminal.problems:check_text",
        "json": "data.check:check_json",
        "github": "data.check:check_github",
        "sarif": "data.check:check_sarif",
    },
    "draft": {
        "text": "terminal.draft:draft_text",
        "json": "data.draft:draft_json",
    },
    "draft --update": {
        "text": "terminal.renewal:renewal_text",
        "json": "data.draft:renewal_json",
    },
    "collect": {
        "table": "pages.collect:collect_table",
        "json": "data.collect:collect_json",
    },
    "config": {
        "table": "pages.settings:settings_table",
        "json": "data.settings:settings_json",
    },
    "report": {
        "html": "html.page:report_page",
        "md": "report_markdown:report_markdown",
        "csv": "report_markdown:report_csv",
        "xlsx": "report_xlsx.workbook:report_workbook",
    },
    "brief": {  # report --brief
        "md": "brief_markdown:brief_markdown",
    },
}
"""By command and format, the module of `output` and its function.

Each takes the command's value of `views`, `report` and `brief` a Meeting. A `table` is a list of
parts for a terminal, a report is bytes, everything else text that ends in a line break.
"""


def writer(command: str, fmt: str) -> Callable[[Any], Any]:
    """Load and return the function that writes a command's value in a format."""
    module, _colon, function = WRITERS[command][fmt].partition(":")
    found: Callable[[Any], Any] = getattr(import_module(f"hpplan.output.{module}"), function)
    return found
