"""What all parts of the report's page ask: groups of lines, links, and the numbers of items."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _
from hpplan.judging.agenda import agenda
from hpplan.judging.standing import ORDERS, sorted_lines, standings
from hpplan.judging.status import record_of, worst_first
from hpplan.judging.summary import counts
from hpplan.output.words.text import plan_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hpplan.judging.agenda import AgendaPoint
    from hpplan.judging.assess import Assessment
    from hpplan.judging.briefing import Meeting
    from hpplan.judging.standing import ListLine
    from hpplan.judging.status import Status
    from hpplan.plan.model import Clause
    from hpplan.progress.series import Row


LINES_SHOWN = 6
"""How many lines of a point stand on the first screen."""


class StatusCount(NamedTuple):
    """A status, and how many items have it."""

    status: Status
    number: int


class LineGroup(NamedTuple):
    """The lines that stand under one point of a meeting.

    Attributes:
        point: what is to be done about them; the group's id on the page.
        status: by which it is coloured.
        lines: the lines, by the order in which the screen lists them.
        ranks: the place of each line in every order of `ORDERS`.
    """

    point: AgendaPoint
    status: Status
    lines: Sequence[ListLine]
    ranks: Sequence[tuple[int, ...]]

    @property
    def items(self) -> list[Assessment]:
        """The items of all lines."""
        return [each for line in self.lines for each in line.items]


_COLOURED: Mapping[AgendaPoint, Status] = {
    "due": "overdue",
    "lost": "off-track",
    "reach": "at-risk",
    "closing": "overdue",
    "silent": "silent",
}


class ReportPage:
    """A meeting, and where its items stand on the page."""

    def __init__(self, meeting: Meeting, *, full: bool = False) -> None:
        self.meeting = meeting
        self.catalogue = meeting.catalogue
        self.plan = meeting.catalogue.plan
        self.title = plan_title(self.plan)
        self.as_of = meeting.as_of
        self.full = full
        self.numbers = {each.item.id: at for at, each in enumerate(meeting.assessments)}

    @property
    def is_empty(self) -> bool:
        """Whether no row at all was reported, so that there is no verdict on any work."""
        return not any(file.rows for file in self.meeting.workspace.files.values())

    @cached_property
    def groups(self) -> list[LineGroup]:
        """The lines of what needs attention, in the order of a meeting; groups without any too."""
        found = []
        for point, items in agenda(self.meeting.assessments).items():
            standing = standings(items, self.meeting.assessments)
            lines = sorted_lines(standing, "gap")
            places = [
                {line.worst.item.id: at for at, line in enumerate(sorted_lines(standing, order))}
                for order in ORDERS
            ]
            ranks = [tuple(place[line.worst.item.id] for place in places) for line in lines]
            found.append(LineGroup(point, _COLOURED[point], lines, ranks))
        return found

    @cached_property
    def _rows(self) -> dict[str, str]:
        """The item whose row each item is told of in, by id."""
        if self.is_empty:
            return {}
        return {
            each.item.id: line.worst.item.id
            for group in self.groups
            for line in group.lines
            for each in line.items
        }

    def has_row(self, item: str) -> bool:
        """Tell whether an item has a row among what needs attention."""
        return item in self._rows

    def href(self, item: str) -> str:
        """Return the link to where an item is told of on the page."""
        row = self._rows.get(item)
        return f"#a-{row}" if row else f"#i-{item}"

    def numbers_of(self, items: Iterable[Assessment]) -> str:
        """Return the numbers of items, by which the page filters and counts them anew."""
        return " ".join(str(self.numbers[each.item.id]) for each in items)

    def tally_of(self, assessments: Sequence[Assessment]) -> list[StatusCount]:
        """How many of some items have each status that occurs, the worst first."""
        found = counts(assessments)
        return [StatusCount(each, found[each]) for each in worst_first(found) if found[each]]

    @cached_property
    def chapters(self) -> list[tuple[str, str, list[Clause]]]:
        """Id, title and clauses of each chapter, and of what stands in none."""
        found = []
        shown = {clause.id for clause in self.meeting.clauses}
        for chapter in self.plan.chapters:
            clauses = [clause for clause in chapter.clauses if clause.id in shown]
            found.append((chapter.id, f"{chapter.id} {chapter.title}", clauses))
        closing = self.plan.closing
        if closing and closing.id in shown:
            title = closing.title or _("Closing paragraph")
            found.append((chapter_of(closing), f"{closing.id} {title}", [closing]))
        return [chapter for chapter in found if chapter[2]]

    @cached_property
    def _worst(self) -> dict[str, Assessment]:
        """The worst item of each target."""
        found: dict[str, Assessment] = {}
        for each in self.meeting.assessments:
            old = found.get(each.item.target.id)
            if old is None or record_of(each.status).rank < record_of(old.status).rank:
                found[each.item.target.id] = each
        return found

    def worst(self, target: str) -> Assessment | None:
        """The worst item of a target; None where it was not asked for."""
        return self._worst.get(target)

    def said_of(self, each: Assessment) -> tuple[Row, str] | None:
        """Return the newest row with a note or evidence, and its unit; None without any.

        What a unit says that holds the item back comes before what others say.
        """
        return max(
            self._saying(each),
            key=lambda said: (said[1] in each.behind, said[0].day),
            default=None,
        )

    def _saying(self, each: Assessment) -> Iterator[tuple[Row, str]]:
        """Return the newest row of each reporter that has a note or evidence."""
        for unit, series in self.meeting.reports.get(each.item.id, {}).items():
            for at in reversed(range(bisect_right(series.days, self.as_of))):
                if series.notes[at].strip() or series.evidence[at].strip():
                    yield series.row(at), unit
                    break


def chapter_of(clause: Clause) -> str:
    """Return the id of the chapter that a clause stands in."""
    return clause.id.partition(".")[0]
