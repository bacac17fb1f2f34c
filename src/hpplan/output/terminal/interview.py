"""Draw what somebody is shown who is asked for a report: units, items, what is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells
from rich.text import Text

from hpplan.i18n import _, prose
from hpplan.output.looks import look_of
from hpplan.output.terminal.layout import GAP, fit
from hpplan.output.words.explain import explain
from hpplan.output.words.text import inert, status_word
from hpplan.plan.model import figure_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Unit

LEAST_NAME_COLUMNS = 16
"""Columns of a name below which the columns behind it give way, the last figure first."""


def numbered_units(numbered: Sequence[tuple[int, Unit]], width: int) -> list[Text]:
    """Draw units by number, in as many columns as there is room for, downwards."""
    entries = [f"{number:>2}  {_called(unit)}" for number, unit in numbered]
    lines = -(-len(entries) // units_on_a_line([unit for _number, unit in numbered], width))
    columns = max(map(cell_len, entries), default=0) + GAP
    padded = [each + " " * (columns - cell_len(each)) for each in entries]
    return [Text("".join(padded[at::lines])) for at in range(lines)]


def units_on_a_line(of: Sequence[Unit], width: int) -> int:
    """Return how many units have room on a line."""
    widest = max((cell_len(_called(unit)) for unit in of), default=0)
    return max((width + GAP) // (widest + 4 + GAP), 1)


def _called(unit: Unit) -> str:
    return f"{inert(unit.name)} ({unit.id})"


def numbered_items(numbered: Sequence[tuple[int, Assessment]], unit: str, width: int) -> list[Text]:
    """Draw items by number: id, name, the unit's last figure and day, due, status."""
    heads = ("", _("item"), _("name"), _("last report"), _("due"), _("status"))
    table = [
        (
            str(number),
            each.item.id,
            inert(each.item.target.name),
            last_figure(each, unit) or "-",
            str(each.terms.due),
            status_word(each.status),
        )
        for number, each in numbered
    ]
    widths = [max(map(cell_len, column)) for column in zip(heads, *table, strict=True)]
    shown = [0, 1, 2, 3, 4, 5]
    for least in (3, 4):
        room = width - sum(widths[at] + GAP for at in shown if at != 2)  # noqa: PLR2004
        if room < min(LEAST_NAME_COLUMNS, widths[2]):
            shown.remove(least)
    room = width - sum(widths[at] + GAP for at in shown if at != 2)  # noqa: PLR2004
    widths[2] = min(widths[2], max(room, LEAST_NAME_COLUMNS))
    lines = [Text(_row(heads, widths, shown), style="bold")]
    for cells, (_number, each) in zip(table, numbered, strict=True):
        line = Text(_row(cells, widths, shown))
        line.stylize(look_of(each.status).style, len(line) - len(cells[5]))
        lines.append(line)
    return lines


def _row(cells: Sequence[str], widths: Sequence[int], shown: Sequence[int]) -> str:
    """Lay some cells of a row side by side, the number to the right, each cut to its column."""
    texts = []
    for at in shown:
        text = _cut(cells[at], widths[at])
        blanks = " " * (widths[at] - cell_len(text))
        texts.append(blanks + text if at == 0 else text + blanks)
    return (" " * GAP).join(texts).rstrip()


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else f"{chop_cells(text, width - 1)[0]}…"


def last_figure(assessment: Assessment, unit: str) -> str:
    """Write a unit's last figure and its day, of a duty the day alone; empty if there is none."""
    if unit not in assessment.latest:
        return ""
    day, value = assessment.latest[unit]
    if value is None:
        return str(day)
    return f"{day} {inert(figure_text(value, assessment.item.target.measured_in()))}"


def item_briefing(
    assessment: Assessment, unit: str, catalogue: Catalogue, width: int
) -> list[Text]:
    """Draw what to know before giving a figure: the words, how it stands, the last one."""
    item = assessment.item
    target = item.target
    standing = _("{status}, due {due}. {why}").format(
        status=status_word(assessment.status),
        due=assessment.terms.due,
        why=explain(assessment, catalogue),
    )
    lines = [inert(target.quote), standing]
    if target.definition:
        lines.append(_("How it is counted: {text}").format(text=inert(target.definition)))
    name = inert(catalogue.name(unit))
    if unit in assessment.latest:
        said = last_figure(assessment, unit)
        lines.append(_("Last report of {unit}: {last}").format(unit=name, last=said))
    else:
        lines.append(_("{unit} has not reported on it yet.").format(unit=name))
    lines.append(expected_figure(assessment, unit))
    return [
        Text(fit(f"{item.id} {inert(target.name)}", width), style="bold"),
        *(
            Text("\n".join(f"  {part}" for part in fit(each, width - 2).split("\n")))
            for each in lines
        ),
    ]


def expected_figure(assessment: Assessment, unit: str) -> str:
    """Say what a unit is to give as the figure of such an item."""
    item = assessment.item
    target = item.target
    if target.kind == "duty":
        return _("A duty has no figure; the note says what was done.")
    if target.kind == "milestone":
        return _("Expected: a percentage from 0 to 100, or done.")
    uom = inert(target.uom or "")
    if target.kind == "level":
        return _("Expected: the value measured, in {uom}.").format(uom=uom)
    return _(
        "Expected: the unit's own running total since {start}, in {uom}; +3 adds 3 to the last one."
    ).format(start=prose(item.since(unit)), uom=uom)
