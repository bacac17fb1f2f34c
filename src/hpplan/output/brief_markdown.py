"""Write a meeting as a message that a chat robot takes: what presses most, in few bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.judging.changes import KINDS
from hpplan.judging.standing import calls, sorted_lines, standings
from hpplan.judging.status import record_of
from hpplan.output.pages.blocks import Bullets, Heading, Paragraph, markdown_blocks
from hpplan.output.words.cells import call_cell, done_cell, planned_cell
from hpplan.output.words.changes import kind_word
from hpplan.output.words.outline import (
    day_line,
    met_line,
    nothing_line,
    scope_line,
    simulated_line,
)
from hpplan.output.words.text import inert, plan_title, status_word
from hpplan.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.judging.briefing import Meeting
    from hpplan.judging.standing import ListLine
    from hpplan.output.pages.blocks import Block

MOST_BYTES = 2048
"""Bytes of a message in UTF-8 that chat robots of offices take (WeCom: text up to 2,048)."""

CALLED = 5
"""Units to call first that are named."""

LONGEST_TITLE, LONGEST_ITEM, LONGEST_LIST = 40, 24, 80
"""Characters of the plan's title, of an item's name, and of a line that lists names."""


def brief_markdown(meeting: Meeting) -> bytes:
    """Write the headline, and as many items, those first that press most, as there is room for."""
    lines = list(_pressing(meeting))
    data = _written(meeting, lines, 0)
    for shown in range(1, len(lines) + 1):
        longer = _written(meeting, lines, shown)
        if len(longer) > MOST_BYTES:
            break
        data = longer
    return data


def _pressing(meeting: Meeting) -> Iterator[ListLine]:
    """Yield what is urgent in the order of the meeting: the worst status, the largest gap."""
    for status in meeting.statuses:
        if record_of(status).urgent:
            chosen = [each for each in meeting.assessments if each.status == status]
            yield from sorted_lines(standings(chosen, meeting.assessments), "gap")


def _written(meeting: Meeting, lines: list[ListLine], shown: int) -> bytes:
    blocks: list[Block] = [Heading(shortened(plan_title(meeting.catalogue.plan), LONGEST_TITLE))]
    blocks += [Paragraph(line) for line in _headline(meeting) if line]
    blocks.append(Bullets(tuple(_entry(line, meeting) for line in lines[:shown])))
    if rest := len(lines) - shown:
        blocks.append(Paragraph(_("And {n} more: hpplan status").format(n=rest)))
    if called := calls(meeting.assessments, meeting.catalogue)[:CALLED]:
        names = (
            f"{shortened(inert(meeting.catalogue.name(call.unit)), LONGEST_ITEM)} {len(call.lines)}"
            for call in called
        )
        blocks.append(Paragraph(_("Call first: {names}").format(names=_(", ").join(names))))
    return markdown_blocks(blocks).encode()


def _headline(meeting: Meeting) -> tuple[str, ...]:
    """Return the lines above the items; one that says nothing is empty."""
    plan, as_of = meeting.catalogue.plan, meeting.as_of
    tally = (f"{status_word(status)} {meeting.counts[status]}" for status in meeting.statuses)
    return (
        simulated_line(meeting),
        shortened(scope_line(meeting), LONGEST_LIST),
        day_line(plan, as_of),
        shortened(met_line(meeting.assessments), LONGEST_LIST),
        _(", ").join(tally),
        "" if meeting.notes else nothing_line(plan, as_of),
        _since(meeting),
    )


def _since(meeting: Meeting) -> str:
    """Count what moved since the last meeting, by kind."""
    if meeting.changes is None:
        return ""
    kinds = [each.kind for each in meeting.changes.found]
    told = [f"{kind_word(kind)} {kinds.count(kind)}" for kind in KINDS if kind in kinds]
    return _("Since {day}: {changes}").format(
        day=prose(meeting.changes.since), changes=_(", ").join(told) or _("No status changed.")
    )


def _entry(line: ListLine, meeting: Meeting) -> tuple[str, str]:
    """Say of an item what is done, what is due by now, and who holds it back."""
    name, others = call_cell(line, meeting.catalogue)
    planned = planned_cell(line)
    facts = (
        status_word(line.worst.status),
        done_cell(line, measured=True),
        _("due by now {planned}").format(planned=planned) if planned else "",
        f"{shortened(name, LONGEST_ITEM)}{others}",
    )
    lead = f"{line.id} {shortened(inert(line.worst.item.target.name), LONGEST_ITEM)}"
    return lead, _("; ").join(filter(None, facts))
