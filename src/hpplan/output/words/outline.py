"""Word and sort what every report of many items says: its headline and its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext, prose, spoken
from hpplan.judging.standing import ListLine
from hpplan.judging.status import STATUSES, record_of, worst_first
from hpplan.judging.summary import elapsed, gravity, grouped_misses, measurable
from hpplan.numbers import percent
from hpplan.output.words.briefly import briefly
from hpplan.output.words.cells import planned_cell
from hpplan.output.words.decisions import how_settled, revision_sentences
from hpplan.output.words.pace import value_and_limit
from hpplan.output.words.text import (
    days,
    days_left,
    inert,
    status_heading,
    value_of_required,
    who,
)
from hpplan.phrases import sentences as joined
from hpplan.phrases import some
from hpplan.plan.model import figure_of, figure_text, lost_figure
from hpplan.problem import LONGEST_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.judging.briefing import Meeting
    from hpplan.judging.status import Status
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Plan, Policy, Target


def day_line(plan: Plan, as_of: date) -> str:
    """Return the day, how much of the plan's time has passed, and how much is left."""
    return _("As of {day} | {time} of the time elapsed, {ahead}").format(
        day=prose(as_of), time=percent(elapsed(plan, as_of)), ahead=ahead_line(plan, as_of)
    )


def ahead_line(plan: Plan, as_of: date) -> str:
    """Return how many days are left to the plan's end, or have passed since."""
    left = (plan.end - as_of).days
    if left >= 0:
        return ngettext("{n} day to the end", "{n} days to the end", left).format(n=left)
    return ngettext("{n} day past the end", "{n} days past the end", -left).format(n=-left)


def met_line(everything: Sequence[Assessment]) -> str:
    """Say how many of the measurable items are met, and which by a doubtful figure.

    Empty where there are none.
    """
    rated = [each for each in everything if measurable(each)]
    if not rated:
        return ""
    met = [each for each in rated if each.status == "met"]
    line = _("{met} of {rated} measurable items met").format(met=len(met), rated=len(rated))
    if doubtful := [each.item.id for each in met if each.doubted]:
        message = ngettext(
            "{line}, {n} by a doubtful figure: {items}",
            "{line}, {n} by doubtful figures: {items}",
            len(doubtful),
        )
        line = message.format(line=line, n=len(doubtful), items=some(doubtful))
    return line


def doubtful_line(everything: Sequence[Assessment]) -> str:
    """Say which items count as met by a doubtful figure; empty where there are none."""
    found = [each.item.id for each in everything if each.status == "met" and each.doubted]
    message = ngettext(
        "{n} met by a doubtful figure: {items}", "{n} met by doubtful figures: {items}", len(found)
    )
    return message.format(n=len(found), items=some(found)) if found else ""


def nothing_line(plan: Plan, as_of: date) -> str:
    """Say that nothing has been reported, and how long after the plan was issued."""
    since = (as_of - plan.issued).days
    if since <= 0:
        return _("Nothing has been reported yet.")
    return ngettext(
        "Nothing has been reported yet, {n} day after the plan was issued.",
        "Nothing has been reported yet, {n} days after the plan was issued.",
        since,
    ).format(n=since)


def simulated_line(meeting: Meeting) -> str:
    """Say that the rows are simulated, as their notes say; empty where none does."""
    n = meeting.simulated
    if not n:
        return ""
    if n == len(meeting.notes):
        return _("Simulated data: every row says in its note that it is simulated.")
    return ngettext(
        "Simulated data: {n} of {all} rows says in its note that it is simulated.",
        "Simulated data: {n} of {all} rows say in their notes that they are simulated.",
        n,
    ).format(n=n, all=len(meeting.notes))


def scope_line(meeting: Meeting) -> str:
    """Say what the report is confined to; empty where it is of the whole plan."""
    catalogue = meeting.catalogue
    chosen = [inert(catalogue.name(unit)) for unit in catalogue.units if unit in meeting.units]
    chosen += [inert(part) for part in meeting.parts]
    return _("Only the items of {names}").format(names=some(chosen, 12)) if chosen else ""


def left_out_line(n: int) -> str:
    """Say that so many rows with faults count for nothing; empty where there are none."""
    if not n:
        return ""
    return ngettext(
        "{n} row with faults was left out; hpplan check says more.",
        "{n} rows with faults were left out; hpplan check says more.",
        n,
    ).format(n=n)


def revisions_of(assessment: Assessment) -> str:
    """Return the decisions that changed what an item is held to, in sentences."""
    sentences = revision_sentences(assessment, longest=LONGEST_MESSAGE)
    return joined([*sentences, *how_settled(assessment)])


def lost_line(target: Target) -> str:
    """Return a figure that the source lost, and what was filled in for it."""
    lost, figure = lost_figure(target), figure_of(target)
    pattern = inert(f"{lost[1] if lost else '□'}{spoken().before_unit}{target.uom or ''}".rstrip())
    if figure is None:
        return _("{pattern}: not filled in yet").format(pattern=pattern)
    filled = inert(figure_text(figure[1], target.uom))
    return _("{pattern}: filled in as {figure}").format(pattern=pattern, figure=filled)


def status_meanings(policy: Policy) -> list[tuple[Status, str]]:
    """Say how each status comes about, in the order in which they are tried."""
    return [(status, status_meaning(status, policy)) for status in STATUSES]


def status_meaning(status: Status, policy: Policy) -> str:
    """Say how a status comes about, in one sentence with the plan's own figures."""
    return (
        record_of(status)
        .means()
        .format(
            off=value_and_limit(policy.off_track_spi, policy.off_track_spi)[0],
            risk=value_and_limit(policy.at_risk_spi, policy.at_risk_spi)[0],
            fast=value_and_limit(policy.off_track_tspi, policy.off_track_tspi)[0],
            faster=value_and_limit(policy.at_risk_tspi, policy.at_risk_tspi)[0],
            slower=value_and_limit(policy.at_risk_slowing, policy.at_risk_slowing)[0],
            soon=days(policy.due_soon),
            silent=days(policy.silent_after),
        )
    )


class ItemLine:
    """One line of a section: an item, or the like misses of several, each fact once."""

    def __init__(self, group: Sequence[Assessment], catalogue: Catalogue) -> None:
        first = group[0]
        item = first.item
        line = ListLine(tuple(group))
        # A duty is never overdue, and what is closed no longer waits for its date.
        closed = item.target.kind == "duty" or record_of(first.status).closed
        left = "" if closed else days_left(first)
        self.due = _(", ").join(part for part in (str(first.terms.due), left) if part)
        self.name = inert(item.target.name)
        self.why = briefly(line, catalogue)
        if len(group) == 1:
            self.id = item.id
            self.who = who(first, catalogue)
            done, planned = value_of_required(first, original=False), planned_cell(line)
            told = _("{done}, {planned} due now")
            self.value = told.format(done=done, planned=planned) if planned else done
        else:
            self.id = f"{item.target.id}@{item.period.label if item.period else ''}"
            self.who = _members(group, catalogue)
            self.value = _("{n} not met").format(n=len(group))


def _members(group: Sequence[Assessment], catalogue: Catalogue) -> str:
    each = group[0].item.target.each or ""
    return _("{group}: {n} of {all}").format(
        group=inert(catalogue.name(each)), n=len(group), all=len(catalogue.members((each,)))
    )


def lines_of(items: Sequence[Assessment], catalogue: Catalogue) -> list[ItemLine]:
    """Return the lines of a section; the misses of one closed year stand together."""
    overdue = items[0].status == "overdue"
    groups = grouped_misses(items) if overdue else [[each] for each in items]
    return [ItemLine(group, catalogue) for group in groups]


def sections_of(
    chosen: Sequence[Assessment],
) -> list[tuple[str, str, list[Assessment]]]:
    """Return title, note and items of each section, the worst first; every status has one."""
    found = []
    for status in worst_first(each.status for each in chosen):
        items = [each for each in chosen if each.status == status]
        if record_of(status).attention:
            items.sort(key=gravity)
        if status == "overdue":
            lacking = [each for each in items if each.lacks_only_closing_figure]
            rest = [each for each in items if not each.lacks_only_closing_figure]
            note = _("on course at their last report, but none is dated on or after the due date")
            found.append((status_heading(status), "", rest))
            found.append((_("Overdue: only the closing figure is missing"), note, lacking))
        elif status == "off-track":
            lost = [each for each in items if each.lost]
            within = [each for each in items if not each.lost]
            note = _("no forecast lies within a quarter of the planned time behind the due date")
            found.append((_("Off track: out of reach"), note, lost))
            found.append((_("Off track: within reach"), _("with more speed"), within))
        else:
            found.append((status_heading(status), "", items))
    return [section for section in found if section[2]]
