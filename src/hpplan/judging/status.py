"""The statuses that an item can have, each declared once, and the orders and groups of them.

What depends on a status asks here, at the time of use: which come first, which are settled, which
need attention. What a status is called stands in `output/words/text.py`, how it looks in
`output/looks.py`; `tests/test_status_tables.py` fails where either lacks one.

To add a status: its code to `Status`, its record to `STATUSES` at its place in the order of
judging, and the reasons that stand for it to `judging/reasons.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Status = Literal[
    "withdrawn",
    "suspended",
    "upcoming",
    "met",
    "kept",
    "overdue",
    "off-track",
    "at-risk",
    "silent",
    "unrated",
    "on-track",
]
"""The codes of `STATUSES`, written out so that mypy finds a status that does not exist."""


class StatusRecord(NamedTuple):
    """What there is to know of a status, whatever is written of it.

    Attributes:
        code: its name in files, options and JSON.
        rank: its place in reports, the worst first, from 0.
        means: says how it comes about, in one sentence; its places are the policy's figures: {off}
            and {risk} of SPI, {fast} and {faster} of TSPI, {slower} of recent paces, {soon} and
            {silent} in days.
        settled: nothing is open, so that an item of this status is judged no further.
        closed: nothing of it is waited for: neither its due date nor who holds it back matters.
        asked: reports on it are asked for.
        urgent: work can mend it, and units are urged to; silence is no verdict on work.
        attention: it is shown among what needs attention, as everything urgent is.
    """

    code: Status
    rank: int
    means: Callable[[], str]
    settled: bool = False
    closed: bool = False
    asked: bool = True
    urgent: bool = False
    attention: bool = False


STATUSES: Mapping[Status, StatusRecord] = {
    record.code: record
    for record in (
        StatusRecord(
            "withdrawn",
            rank=10,
            means=lambda: _("A decision gave it up."),
            settled=True,
            closed=True,
            asked=False,
        ),
        StatusRecord(
            "suspended",
            rank=9,
            means=lambda: _("A decision lets it rest; it is not judged until another resumes it."),
            settled=True,
            closed=True,
            asked=False,
        ),
        StatusRecord(
            "upcoming",
            rank=8,
            means=lambda: _("Its time has not begun."),
            settled=True,
            asked=False,
        ),
        StatusRecord(
            "met",
            rank=7,
            means=lambda: _(
                "The requirement is satisfied; “late” if that began after the due date."
            ),
            settled=True,
            closed=True,
        ),
        StatusRecord(
            "kept",
            rank=6,
            means=lambda: _("A duty that was reported on within {silent}."),
        ),
        StatusRecord(
            "overdue",
            rank=0,
            means=lambda: _("The due date has passed, and it is not met."),
            urgent=True,
            attention=True,
        ),
        StatusRecord(
            "off-track",
            rank=1,
            means=lambda: _(
                "SPI is below {off}, or the rest needs more than {fast} times the planned pace, or"
                " a level is worse than where it began."
            ),
            urgent=True,
            attention=True,
        ),
        StatusRecord(
            "at-risk",
            rank=2,
            means=lambda: _(
                "SPI is below {risk}, or the rest needs more than {faster} times the planned pace"
                " or {slower} times the pace seen lately, or a level no longer satisfies what it"
                " once did, or it is due within {soon} and no forecast lies before that."
            ),
            urgent=True,
            attention=True,
        ),
        StatusRecord(
            "silent",
            rank=3,
            means=lambda: _("Nothing was reported for more than {silent}."),
            attention=True,
        ),
        StatusRecord(
            "unrated",
            rank=4,
            means=lambda: _(
                "It was reported on, and there is nothing to measure the figure against."
            ),
        ),
        StatusRecord("on-track", rank=5, means=lambda: _("None of the others.")),
    )
}
"""Every status by its code, in the order of judging: an item has the first that holds of it."""


def record_of(status: Status) -> StatusRecord:
    """Return the record of a status; of one that is not registered, one that asks for nothing."""
    return STATUSES.get(status) or StatusRecord(status, len(STATUSES), means=str)


def worst_first(statuses: Iterable[Status] | None = None) -> list[Status]:
    """Return some statuses, or all registered ones, each once, the worst first."""
    found = set(STATUSES if statuses is None else statuses)
    return sorted(found, key=lambda status: (record_of(status).rank, status))


def urgent() -> list[Status]:
    """Return the statuses that work can mend, the most pressing first."""
    return [status for status in worst_first() if STATUSES[status].urgent]


def attention() -> list[Status]:
    """Return the statuses that need attention, the most pressing first."""
    return [status for status in worst_first() if STATUSES[status].attention]
