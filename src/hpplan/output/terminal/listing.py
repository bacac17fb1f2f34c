"""Sort lines of items into sections by status, and say in each heading what holds for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext
from hpplan.judging.status import record_of, worst_first
from hpplan.output.terminal.rows import ListSection, status_title
from hpplan.output.words.cells import mark_notes, order_word
from hpplan.output.words.text import days, status_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.standing import ListLine
    from hpplan.judging.status import Status
    from hpplan.plan.model import Policy


def status_sections(
    lines: Sequence[ListLine], policy: Policy, *, order: str = "gap", limit: int = 0
) -> list[ListSection]:
    """Return a section for each status, the worst first.

    Args:
        lines: the lines, as they are sorted.
        policy: the plan's, whose limits are told.
        order: by what they are sorted, of `standing.ORDERS`.
        limit: how many lines a section has at most; all with 0.
    """
    sections: list[ListSection] = []
    for status in worst_first(line.worst.status for line in lines):
        own = [line for line in lines if line.worst.status == status]
        count = sum(len(line.items) for line in own)
        shown = own[:limit] if limit else own
        title = status_title(status, status_heading(status), count)
        notes = _notes(status, own, policy, order if not sections else "")
        sections.append(ListSection(title, notes, status, shown, len(own) - len(shown)))
    return sections


def _notes(status: Status, lines: Sequence[ListLine], policy: Policy, order: str) -> list[str]:
    """Say in the heading what holds for a whole section, as much as there is room for."""
    worst = [line.worst for line in lines]
    notes = []
    if status == "silent":
        notes.append(_("nothing in more than {days}").format(days=days(policy.silent_after)))
        if len(worst) > 1 and len({each.silent_days for each in worst}) == 1:
            message = _("all for {days}")
            notes.append(message.format(days=days(worst[0].silent_days)))
    elif order and record_of(status).attention and len(lines) > 1:
        notes.append(order_word(order))
    if lost := sum(bool(each.lost) for line in lines for each in line.items):
        of_all = lost == sum(len(line.items) for line in lines)
        notes.append(_("out of reach") if of_all else _("{n} out of reach first").format(n=lost))
    dues = {each.terms.due for each in worst}
    if status in {"off-track", "at-risk", "on-track"} and len(dues) == 1:
        message = _("all due {day}") if len(lines) > 1 else _("due {day}")
        notes.append(message.format(day=dues.pop()))
    return notes + mark_notes(lines) + merged_notes(lines)


def merged_notes(lines: Sequence[ListLine]) -> list[str]:
    """Say on how many lines the items stand, where several share one: the title counts items."""
    n = len(lines)
    if n == sum(len(line.items) for line in lines):
        return []
    return [ngettext("on {n} line", "on {n} lines", n).format(n=n)]
