"""Tell what forms that were handed in add, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.forms.received import CellFault
from hpplan.i18n import _, ngettext
from hpplan.judging.standing import ListLine
from hpplan.judging.status import record_of
from hpplan.output.pages.blocks import (
    Block,
    DataTable,
    Heading,
    Lines,
    Paragraph,
    terminal_blocks,
)
from hpplan.output.terminal.problems import problem_line
from hpplan.output.words.cells import planned_cell
from hpplan.output.words.text import inert, status_word
from hpplan.phrases import listed, sentences, shortened
from hpplan.plan.model import figure_text
from hpplan.progress import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from hpplan.forms.received import Collected, Form
    from hpplan.output.views import CollectView
    from hpplan.plan.items import Catalogue
    from hpplan.progress.record import Entry, Recorded


def collect_table(view: CollectView) -> list[RenderableType]:
    """Draw each form's outcome and, of several, the table of who handed in.

    Of several forms, those with nothing to tell stand in that table alone.
    """
    found = view.collected
    several = len(found.forms) > 1 or found.others
    told = found.forms
    if several:
        told = [form for form in told if form.entries or not form.sound or form_notices(form)]
    pages = [form_outcome(form) for form in told]
    if several:
        pages.append(handed_in_table(found, view.catalogue))
    parts: list[RenderableType] = []
    for page in pages:
        parts += [*([""] if parts else []), *terminal_blocks(page, view.width)]
    return parts


def form_outcome(form: Form) -> list[Block]:
    """Compose what a form adds row by row, or why it is not taken in."""
    title = form.path
    if form.unit:
        title = _("{path}: {unit}").format(path=form.path, unit=form.unit.name)
    blocks: list[Block] = [Heading(inert(title)), Paragraph(_tally(form))]
    if form.rows:
        heads = (_("item"), _("name"), _("date"), _("value"), _("due now"), _("status"))
        columns = zip(heads, *map(_row, form.entries, form.rows), strict=True)
        shown, *rows = zip(*(each for each in columns if any(each[1:])), strict=True)
        blocks.append(DataTable(shown, tuple(rows)))
    said = [
        *form_complaints(form),
        *(notice_line(form.path, notice) for notice in form_notices(form)),
    ]
    return [*blocks, *map(Paragraph, said)]


def form_complaints(form: Form) -> list[str]:
    """Return why a form is not taken in: its faults, and that of its unit's file."""
    said = [fault_line(fault) for fault in form.faults]
    return [*said, refusal_text(form)] if form.refused else said


def form_notices(form: Form) -> list[CellFault]:
    """Return what is to be known of a form that is taken in all the same.

    What `check` would say of a row is said of the form's row; of other units' rows, where they
    stand.
    """
    warnings = form.rows[0].warnings if form.rows else []
    places = {row.line: place for row, place in zip(form.rows, form.places, strict=False)}
    ours = form.rows[0].path if form.rows else ""
    found = list(form.notices)
    for warning in warnings:
        position = warning.position
        place = places.get(position.line) if position.path == ours else None
        moved = place.problem.position if place else position
        found.append(CellFault(warning._replace(position=moved)))
    return found


def _tally(form: Form) -> str:
    """Say how many rows a form adds, and which of its rows add nothing."""
    n = len(form.entries)
    if form.faults:
        count = ngettext("{n} fault", "{n} faults", len(form.faults)).format(n=len(form.faults))
        return _("Not taken in: {faults}.").format(faults=count)
    if form.refused:
        return _("Not taken in.")
    written = any(row.written for row in form.rows)
    if not n:
        parts = [_("There is nothing to add.")]
    elif written:
        parts = [ngettext("{n} row was added.", "{n} rows were added.", n).format(n=n)]
    else:
        parts = [ngettext("{n} row to add.", "{n} rows to add.", n).format(n=n)]
    if form.known:
        message = ngettext("{n} row is known.", "{n} rows are known.", form.known)
        parts.append(message.format(n=form.known))
    if form.blank:
        message = ngettext("{n} row was not filled in.", "{n} rows were not filled in.", form.blank)
        parts.append(message.format(n=form.blank))
    return sentences(parts)


def _row(entry: Entry, row: Recorded) -> tuple[str, ...]:
    """Return the cells of a row: item, name, day, figures before and now, what is due, statuses."""
    target = row.after.item.target
    value = shortened(entry.note, 16) or "-"
    new = cells.reading(entry.value, target.kind, target.uom)
    if new is cells.Statement.none:
        value = _("no part")
    elif target.kind != "duty" and not isinstance(new, cells.Statement):
        uom = target.measured_in()
        last = row.before.latest.get(row.unit, (None, None))[1]
        # What it says is the unit's figure by now only where it counts, and none is newer.
        if row.after.latest.get(row.unit, (None, None)) != (row.day, new) or not row.counts:
            last = None
        value = _arrow([figure_text(each, uom) for each in (last, new) if each is not None])
        if target.kind != "level" and last is not None and new is not None and new < last:
            value = _("{figures} (falls)").format(figures=value)
    statuses = [status_word(row.before.status), status_word(row.after.status)]
    return (
        row.after.item.id,
        inert(target.name),
        row.day.isoformat(),
        inert(value),
        _due_now(row),
        _arrow(statuses),
    )


def _due_now(row: Recorded) -> str:
    """Say what is due by now of an open item that the unit alone answers for."""
    alone = row.after.taking_part == (row.unit,)
    if not alone or record_of(row.after.status).closed:
        return ""
    return planned_cell(ListLine((row.after,)))


def _arrow(texts: Sequence[str]) -> str:
    """Join what was and what is by an arrow; once where that is the same."""
    return " → ".join(dict.fromkeys(texts))


def fault_line(fault: CellFault) -> str:
    """Write a fault for a clerk: the cell, the head of its column, what to type."""
    problem = fault.problem
    said = _("{message} ({code})").format(
        message=_sentence(problem.message, problem.hint), code=problem.code
    )
    position = problem.position
    if not position.line:
        return said
    place = position.inside
    if fault.heading:
        place = _("{place} “{heading}”").format(place=place, heading=fault.heading)
    if fault.item:
        place = _("{place} of {item}").format(place=place, item=fault.item)
    return inert(_("{place}: {message}").format(place=place, message=said))


def notice_line(path: str, notice: CellFault) -> str:
    """Write a notice on a file that was handed in, with its hint."""
    problem = notice.problem
    if problem.position.path == path:
        return _("note: {message}").format(message=fault_line(notice))
    return _sentence(problem_line(problem), problem.hint)


def _sentence(message: str, hint: str) -> str:
    return inert(_("; ").join(part for part in (message, hint) if part))


def refusal_text(form: Form) -> str:
    """Say why a form's rows could not be added, where that lies in the unit's file."""
    error = form.refused
    if error is None:
        return ""
    said = _("{place}: {message}").format(place=form.path, message=error.message)
    return _sentence(said, error.hint)


def handed_in_table(found: Collected, catalogue: Catalogue) -> list[Block]:
    """Compose the table of who handed in, with rows and faults; and who did not."""
    heads = (_("from"), _("file"), _("rows"), _("known"), _("faults"))
    counts = [
        (
            len(form.entries) if form.sound else 0,
            form.known,
            len(form.faults) + (form.refused is not None),
        )
        for form in found.forms
    ]
    rows = [
        (inert(form.unit.name) if form.unit else "?", inert(form.path), *map(str, count))
        for form, count in zip(found.forms, counts, strict=True)
    ]
    if len(rows) > 1:
        rows.append((_("in all"), "", *(str(sum(column)) for column in zip(*counts, strict=True))))
    blocks: list[Block] = [
        Heading(_("Handed in")),
        DataTable(heads, tuple(rows), numbers=(2, 3, 4)),
    ]
    if not all(form.sound for form in found.forms):
        blocks.append(Paragraph(_("Collect the faulty forms again once they are mended.")))
    if found.missing:
        names = listed(inert(unit.name) for unit in found.missing)
        message = _("Nothing came from {n} of {all} units: {names}.").format(
            n=len(found.missing), all=len(catalogue.units), names=names
        )
        blocks.append(Paragraph(message))
    if found.others:
        blocks.append(Paragraph(_("These files are no forms, and were not read:")))
        blocks.append(Lines(tuple(map(inert, found.others))))
    return blocks
