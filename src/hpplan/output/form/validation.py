"""Data validation of a form's white cells, and the prompts that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.forms.columns import title
from hpplan.i18n import _, prose
from hpplan.progress.cells import is_percentage

if TYPE_CHECKING:
    from datetime import date

    from hpplan.plan.items import Item
    from hpplan.plan.model import Target

LONGEST_PROMPT = 255
"""Characters of a prompt that a spreadsheet takes, as UTF-16 counts them."""


def in_percent(target: Target) -> bool:
    """Tell whether a target's figure is a percentage, and so typed as text: `40%`, `40` or 完成."""
    return is_percentage(target.kind, target.uom)


def prompt_only(heading: str, message: str) -> dict[str, Any]:
    """Return a validation that admits anything and shows a prompt."""
    return {"validate": "any", "input_title": heading, "input_message": cut_prompt(message)}


def cut_prompt(text: str) -> str:
    """Cut a text to the length that a spreadsheet takes as a prompt."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_PROMPT:
        return text
    return units[: 2 * LONGEST_PROMPT - 2].decode("utf-16-le", "ignore") + "…"


def day_check(first: date | None) -> dict[str, Any]:
    """Return the validation of a figure's day: from a first day, if any, to today."""
    until: dict[str, Any] = {"validate": "date", "criteria": "<=", "value": "=TODAY()"}
    span = _("Not after today.")
    if first:
        until |= {"criteria": "between", "minimum": first, "maximum": until.pop("value")}
        span = _("From {start} to today.").format(start=prose(first))
    message = _("The day that the figure speaks of, as 2025-03-31. {span}").format(span=span)
    return {
        **until,
        "input_title": title("date"),
        "input_message": message,
        "error_title": _("This day cannot be"),
        "error_message": message,
    }


def value_check(item: Item, cell: str) -> dict[str, Any]:
    """Return the validation of an item's figure.

    Args:
        item: the item.
        cell: the first cell for which this holds, as `M7`.
    """
    kind = item.target.kind
    if kind == "milestone":
        # Whatever else is typed is not refused: what it is not, its colour says.
        return {
            "validate": "list",
            "source": [_("done")],
            "show_error": False,
            "input_title": _("Percentage, or done"),
            "input_message": _(
                "How much of it is done, as 40%; choose “done” when all of it is. A percentage"
                " lies between 0 and 100."
            ),
        }
    if kind == "level":
        return _measured(item.target, cell)
    since = prose(item.start)
    whole = kind == "count"
    message = _(
        "All that your unit achieved since {since}, not what is new: 12 last time and 3 since make"
        " 15. The exact figure, without unit of measure."
    ).format(since=since)
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": ">=",
        "value": 0,
        "input_title": _("Running total"),
        "input_message": message,
        "error_title": _("This is no running total"),
        "error_message": _("Write a whole number, 0 or more: 50, not “about 50”.")
        if whole
        else _("Write a number, 0 or more: 12.5, not “about 12.5”."),
    }


def _measured(target: Target, cell: str) -> dict[str, Any]:
    """Return the validation of a level's measured value."""
    figure = _("Write a number, 0 or more: 12.5, not “about 12.5”.")
    checked: dict[str, Any] = {"validate": "decimal", "criteria": ">=", "value": 0}
    message = _("What was measured on that day: the exact figure, without unit of measure.")
    if in_percent(target):
        figure = _("Write a percentage: 93.5%, not “about 93%”.")
        checked = {"validate": "custom", "value": f"=IFERROR({_number(cell)}>=0,FALSE)"}
        message = _("What was measured on that day, as 93.5%.")
    return {
        **checked,
        "input_title": _("Measured value"),
        "input_message": message,
        "error_title": _("This is no measured value"),
        "error_message": figure,
    }


def duty_note_prompt() -> dict[str, Any]:
    """Return the prompt of a duty's note, which takes the place of a figure."""
    return prompt_only(title("note"), _("What was done, in a sentence; a duty has no figure."))


def expected_day_check() -> dict[str, Any]:
    """Return the validation of the day by which what is late will be done: words only warn."""
    message = _("A day to come, as 2027-03-31.")
    return {
        "validate": "date",
        "criteria": ">=",
        "value": "=TODAY()",
        "input_title": title("expected"),
        "input_message": message,
        "error_title": _("No day to come"),
        "error_message": message,
        "error_type": "warning",
    }


def is_no_percentage(cell: str) -> str:
    """Return a formula that is true where a milestone's cell holds none of its values."""
    number = _number(cell)
    words = ",".join(f'{cell}="{word}"' for word in ("完成", "已完成", "done"))
    return f'=AND({cell}<>"",NOT(IFERROR(AND({number}>=0,{number}<=100),OR({words}))))'


def _number(cell: str) -> str:
    """Return a formula for the figure of a percentage that was typed as text."""
    return f'VALUE(SUBSTITUTE(SUBSTITUTE({cell},"%",""),"％",""))'
