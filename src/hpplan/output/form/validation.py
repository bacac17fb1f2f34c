"""Data validation of a form's white cells, and the prompts that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.forms.columns import title
from hpplan.i18n import _, prose
from hpplan.output.words.asking import not_involved
from hpplan.progress.cells import DONE, is_percentage

if TYPE_CHECKING:
    from datetime import date

    from hpplan.plan.items import Item
    from hpplan.plan.model import Target

NO_PART = ("none", "不涉及")
"""What a cell admits in place of a figure, whatever language the form is in."""

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
    """Return the validation of an item's figure, in place of which a unit may have no part in it.

    Args:
        item: the item.
        cell: the first cell for which this holds, as `M7`.
    """
    kind = item.target.kind
    if kind == "duty":
        return _chosen(
            [not_involved()],
            _("No figure"),
            _("A duty has no figure; its note says what was done."),
        )
    if kind == "milestone":
        # Whatever else is typed is not refused: what it is not, its colour says.
        message = _(
            "How much of it is done, as 40%; choose “done” when all of it is. A percentage lies"
            " between 0 and 100."
        )
        return _chosen([_("done"), not_involved()], _("Percentage, or done"), message)
    if kind == "level":
        return _measured(item.target, cell)
    since = prose(item.start)
    whole = kind == "count"
    message = _(
        "All that your unit achieved since {since}, not what is new: 12 last time and 3 since make"
        " 15. The exact figure, without unit of measure."
    ).format(since=since)
    return {
        **_number_or_word(cell, f"AND({cell}>=0,{cell}=INT({cell}))" if whole else f"{cell}>=0"),
        "input_title": _("Running total"),
        "input_message": cut_prompt(f"{message}{_or_no_part()}"),
        "error_title": _("This is no running total"),
        "error_message": _("Write a whole number, 0 or more: 50, not “about 50”.")
        if whole
        else _("Write a number, 0 or more: 12.5, not “about 12.5”."),
    }


def _chosen(words: list[str], heading: str, message: str) -> dict[str, Any]:
    """Return a validation that offers words, and refuses nothing else."""
    return {
        "validate": "list",
        "source": words,
        "show_error": False,
        "input_title": heading,
        "input_message": cut_prompt(f"{message}{_or_no_part()}"),
    }


def _or_no_part() -> str:
    """Say what a unit types that has no part in an item."""
    return _(" Without a part in it: “{none}”, and why in the note.").format(none=not_involved())


def _number_or_word(cell: str, number: str) -> dict[str, Any]:
    """Return a validation that admits a number of which a formula is true, or to have no part."""
    return {"validate": "custom", "value": f"=IF(ISTEXT({cell}),{says_no_part(cell)},{number})"}


def says_no_part(cell: str) -> str:
    """Return a formula that is true where a cell says that the unit has no part in the item."""
    equal = ",".join(f'{cell}="{word}"' for word in NO_PART)
    return f"OR({equal})"


def _measured(target: Target, cell: str) -> dict[str, Any]:
    """Return the validation of a level's measured value."""
    figure = _("Write a number, 0 or more: 12.5, not “about 12.5”.")
    checked = _number_or_word(cell, f"{cell}>=0")
    message = _("What was measured on that day: the exact figure, without unit of measure.")
    if in_percent(target):
        figure = _("Write a percentage: 93.5%, not “about 93%”.")
        formula = f"=IFERROR({_number(cell)}>=0,{says_no_part(cell)})"
        checked = {"validate": "custom", "value": formula}
        message = _("What was measured on that day, as 93.5%.")
    return {
        **checked,
        "input_title": _("Measured value"),
        "input_message": cut_prompt(f"{message}{_or_no_part()}"),
        "error_title": _("This is no measured value"),
        "error_message": figure,
    }


def duty_note_prompt() -> dict[str, Any]:
    """Return the prompt of a duty's note, which takes the place of a figure."""
    return prompt_only(title("note"), _("What was done, in a sentence; a duty has no figure."))


def settling_note_prompt() -> dict[str, Any]:
    """Return the prompt of the note on an item that nobody took on."""
    message = _("All units asked declared to have no part in it: say which unit should report.")
    return prompt_only(title("note"), message)


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
    words = ",".join(f'{cell}="{word}"' for word in (*sorted(DONE), *NO_PART))
    return f'=AND({cell}<>"",NOT(IFERROR(AND({number}>=0,{number}<=100),OR({words}))))'


def _number(cell: str) -> str:
    """Return a formula for the figure of a percentage that was typed as text."""
    return f'VALUE(SUBSTITUTE(SUBSTITUTE({cell},"%",""),"％",""))'
