"""A row a unit, which opens in place: what is its own to move, and what it has not reported on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.judging.summary import gravity, share
from hpplan.judging.turn import turn_of
from hpplan.output.html.element import element, fragment
from hpplan.output.html.pictures import tally_picture
from hpplan.output.html.signs import (
    heading,
    item_list,
    items_counted,
    opens_in_place,
    row_cells,
    row_heads,
    section,
    signs_of,
)
from hpplan.output.words.asking import reached_by, unit_called

if TYPE_CHECKING:
    from markupsafe import Markup

    from hpplan.judging.assess import Assessment
    from hpplan.judging.summary import Score
    from hpplan.judging.turn import Turn
    from hpplan.output.html.view import ReportPage


def unit_heads() -> tuple[tuple[str, str], ...]:
    """Return the class and head of each cell of a unit's row, but for its name."""
    return (
        ("moves", _("to move")),
        ("unreported", _("not reported")),
        ("waits", _("waiting for others")),
        ("last", _("days since last report")),
        ("met", _("share met")),
        ("tally", _("by status")),
        ("reached", _("contact")),
    )


def units_section(page: ReportPage) -> Markup:
    """Return all units, those first that have most to move."""
    heads = (("name", _("who")), *unit_heads())
    if page.is_empty:
        heads = (heads[0], ("tally", _("items")))
    note = _("Of what waits for others, a unit's own part is done. A row opens with what is asked.")
    return section(
        "units",
        _("Units"),
        "" if page.is_empty else element("p", note, class_="note"),
        row_heads(heads),
        element("div", *(_unit(page, score) for score in page.meeting.scores), class_="rows"),
        class_="bare" if page.is_empty else "",
        data_g=True,
    )


def _unit(page: ReportPage, score: Score) -> Markup:
    """Return the row of a unit."""
    unit, own = page.catalogue.units[score.unit], page.meeting.of_unit[score.unit]
    since, reached = score.days_since(page.as_of), reached_by(unit, page.catalogue, page.as_of)
    tally = page.tally_of(own)
    cells: tuple[tuple[str, object], ...] = (
        ("name", unit_called(unit)),
        ("moves", score.to_move or ""),
        ("unreported", score.unreported or ""),
        ("waits", score.waits or ""),
        ("last", _("never") if since is None else since),
        ("met", share(score.met, score.measurable)),
        ("tally", tally_picture(tally) if tally else ""),
        ("reached", reached),
    )
    if page.is_empty:
        cells = (cells[0], ("tally", items_counted(len(own))), ("reached", reached))
    return opens_in_place(
        row_cells(cells),
        element("div", *_asked(page, score), class_="body", id=f"unit={score.unit}"),
        class_="unit",
        data_u=score.unit,
        data_i=page.numbers_of(own),
    )


def _asked(page: ReportPage, score: Score) -> list[Markup]:
    """Return what is asked of a unit, the worst first, and what it leads."""
    own = page.meeting.of_unit[score.unit]
    unit = page.catalogue.units[score.unit]
    shares = f"{_('own items')} {score.own} · {_('shared items')} {score.shared}"
    tally = () if page.is_empty else (" · ", signs_of(page.tally_of(own)))
    parts = [element("p", shares, *tally, class_="note marks")]
    if unit.note:
        parts.append(element("p", unit.note, class_="note"))
    led = [
        clause
        for clause in page.meeting.clauses
        if score.unit in page.catalogue.members(clause.leads)
    ]
    if led:
        links = (element("a", clause.id, href=f"#c-{clause.id}", class_="id") for clause in led)
        parts.append(element("p", _("leads clauses"), *(fragment(" ", link) for link in links)))
    if page.is_empty:
        return parts
    lists: tuple[tuple[str, tuple[Turn, ...]], ...] = (
        (_("What is its own to move"), ("move", "settle")),
        (_("What it has not reported on"), ("report",)),
        (_("What waits for others, its own part being done"), ("wait",)),
    )
    for title, turns in lists:
        if items := _of_turn(own, score.unit, turns):
            parts += [heading(3, title), item_list(page, items)]
    return parts


def _of_turn(own: list[Assessment], unit: str, turns: tuple[Turn, ...]) -> list[Assessment]:
    """Return a unit's items that ask such things of it, the worst first."""
    return sorted((each for each in own if turn_of(each, unit) in turns), key=gravity)
