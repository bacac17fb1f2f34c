"""Compose the page of a unit or of a group of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.judging.status import record_of
from hpplan.judging.turn import turn_of
from hpplan.numbers import decimal_text
from hpplan.output.pages.blocks import DataTable, Fields, Heading, Paragraph
from hpplan.output.pages.items import late_items, tally_text
from hpplan.output.words.asking import reached_by, unit_called
from hpplan.output.words.text import days, days_left, inert, names, status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.output.pages.blocks import Block
    from hpplan.output.views import ShowView
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Unit
    from hpplan.progress.series import Arrival

NEWEST_ROWS = 10
"""Rows of a unit that are shown."""


def unit_page(view: ShowView, name: str) -> list[Block]:
    """Compose a unit's page: what it leads, what is late or unreported, its newest rows."""
    catalogue = view.catalogue
    unit = catalogue.unit(name)
    if unit is None:
        return _group_page(view, name)
    items = [item for item in catalogue.items.values() if unit.id in item.reporters]
    assessments = view.of(items)
    own = sum(item.reporters == (unit.id,) for item in items)
    led = clauses_led(unit, catalogue)
    turns = [(each, turn_of(each, unit.id)) for each in assessments]
    late = [
        each for each, turn in turns if turn in {"move", "settle"} and record_of(each.status).urgent
    ]
    waits = [each for each, turn in turns if turn == "wait"]
    unheard = [
        each for each, turn in turns if turn in {"move", "report"} and unit.id not in each.latest
    ]
    rows = newest_rows(view, unit.id)
    blocks: list[Block] = [
        Heading(f"{unit.id} {unit_called(unit)}"),
        Fields(
            (
                (_("as of"), str(view.as_of)),
                (_("contact"), reached_by(unit, catalogue, view.as_of)),
                (_("leads clauses"), ", ".join(led)),
                (_("own items"), str(own)),
                (_("shared items"), str(len(items) - own)),
                (_("items"), tally_text(assessments)),
                (_("note"), inert(unit.note or "")),
            )
        ),
        *late_items(view, late),
    ]
    if waits:
        title = _("What waits for others, its own part being done")
        blocks += [Heading(title), _held_back(view, waits)]
    silent = [
        each
        for each, turn in turns
        if turn == "report" and each.status == "silent" and unit.id in each.latest
    ]
    if silent:
        blocks += [Heading(_("What has fallen silent")), _silent(view, silent, unit.id)]
    if unheard:
        blocks += [Heading(_("What it has not reported on")), _waiting(view, unheard)]
    blocks.append(Heading(_("Its newest rows")))
    if not rows:
        return [
            *blocks,
            Paragraph(_("It has reported nothing up to {day}.").format(day=prose(view.as_of))),
        ]
    table = tuple(
        (
            str(each.row.day),
            each.item.id,
            "" if each.row.value is None else decimal_text(each.row.value),
            inert(each.row.note),
            inert(each.row.evidence),
            inert(each.recorded[:10]),
        )
        for each in rows[:NEWEST_ROWS]
    )
    heads = (_("date"), _("item"), _("value"), _("note"), _("evidence"), _("recorded"))
    return [*blocks, DataTable(heads, table)]


def clauses_led(unit: Unit, catalogue: Catalogue) -> list[str]:
    """Return the ids of the clauses that a unit leads, by itself or as a member of a group."""
    return [
        clause.id
        for clause in catalogue.plan.clauses()
        if unit.id in catalogue.members(clause.leads)
    ]


def newest_rows(view: ShowView, unit: str) -> list[Arrival]:
    """Return the rows of a unit up to the as-of day, the last that was known first."""
    return sorted(
        (each for each in view.arrivals if each.unit == unit and each.row.day <= view.as_of),
        key=lambda each: (each.known, each.row.day, each.row.line),
        reverse=True,
    )


def _silent(view: ShowView, assessments: Sequence[Assessment], unit: str) -> DataTable:
    rows = tuple(
        (
            each.item.id,
            inert(each.item.target.name),
            str(each.latest[unit][0]),
            days((view.as_of - each.latest[unit][0]).days),
        )
        for each in assessments
    )
    return DataTable((_("item"), _("name"), _("last report"), _("silent for")), rows)


def _held_back(view: ShowView, assessments: Sequence[Assessment]) -> DataTable:
    heads = (_("item"), _("name"), _("status"), _("held back by"), _("due"))
    rows = [
        (
            each.item.id,
            inert(each.item.target.name),
            status_word(each.status),
            names((*each.behind, *each.unheard), view.catalogue),
            str(each.terms.due),
        )
        for each in assessments
    ]
    return DataTable(heads, tuple(rows))


def _waiting(view: ShowView, assessments: Sequence[Assessment]) -> DataTable:
    heads = (_("item"), _("name"), _("shared with"), _("due"), _("left"))
    rows = []
    for each in assessments:
        others = tuple(unit for unit in each.item.reporters if unit in each.latest)
        left = "" if each.item.target.kind == "duty" else days_left(each)
        texts = (inert(each.item.target.name), names(others, view.catalogue) if others else "")
        rows.append((each.item.id, *texts, str(each.terms.due), left))
    return DataTable(heads, tuple(rows))


def _group_page(view: ShowView, name: str) -> list[Block]:
    """Compose a group's page: its members, and how their items stand."""
    catalogue = view.catalogue
    group = next(each for each in catalogue.plan.groups if name in {each.id, each.name})
    rows = []
    for member in group.members:
        items = [item for item in catalogue.items.values() if member in item.reporters]
        rows.append((member, inert(catalogue.name(member)), tally_text(view.of(items))))
    return [
        Heading(f"{group.id} {inert(group.name)}"),
        Fields(((_("note"), inert(group.note or "")),)),
        Heading(_("Its members as of {day}").format(day=prose(view.as_of))),
        DataTable((_("unit"), _("name"), _("items")), tuple(rows)),
    ]
