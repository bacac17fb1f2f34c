"""What a meeting is shown: judged once, and the same for its page, its workbook and its tables."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from hpplan.judging.assess import Trajectory, trajectory
from hpplan.judging.changes import Changes, compare
from hpplan.judging.status import record_of, worst_first
from hpplan.judging.summary import counts, measurable, scores, silences
from hpplan.plan.model import lost_figure
from hpplan.progress.cells import SIMULATED
from hpplan.workspace import as_known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.judging.status import Status
    from hpplan.judging.summary import Score, Silence
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.model import Clause, Target
    from hpplan.problem import Problem
    from hpplan.progress.series import Arrival, Series
    from hpplan.workspace import LoadedWorkspace


@dataclass(frozen=True)
class Meeting:
    """How things stand on a day, and what came in since the last meeting.

    Attributes:
        workspace: the plan, and what was read of its progress files.
        as_of: the day on which everything is judged.
        assessments: the items that were asked for, judged on that day, in the plan's order.
        reports: what was reported, with its rows, by item and unit.
        changes: what happened since an earlier day, where one was named.
        units: the units that were asked for; all where there are none.
        parts: the chapters, clauses and targets that were asked for; all where there are none.
    """

    workspace: LoadedWorkspace
    as_of: date
    assessments: Sequence[Assessment]
    reports: Mapping[str, Mapping[str, Series]]
    changes: Changes | None = None
    units: Collection[str] = ()
    parts: Sequence[str] = ()

    @property
    def catalogue(self) -> Catalogue:
        """The plan, with its items."""
        return self.workspace.catalogue

    @property
    def problems(self) -> Sequence[Problem]:
        """The faults for which rows were left out, and other remarks on the progress files."""
        return self.workspace.problems

    @cached_property
    def arrivals(self) -> list[Arrival]:
        """Every sound row on these items dated up to the day, unit by unit.

        Also those that a later one corrects; they are read when they are asked for.
        """
        ids = {each.item.id for each in self.assessments}
        found = as_known(self.workspace, date.max, since=date.min).arrivals()
        return [each for each in found if each.item.id in ids and each.row.day <= self.as_of]

    @cached_property
    def notes(self) -> list[str]:
        """The note of each row that counts."""
        return [
            note
            for each in self.assessments
            for series in self.reports.get(each.item.id, {}).values()
            for note in series.notes[: bisect_right(series.days, self.as_of)]
        ]

    @cached_property
    def simulated(self) -> int:
        """How many of the rows that count say that they are simulated."""
        return sum(note.endswith(SIMULATED) for note in self.notes)

    @cached_property
    def counts(self) -> dict[Status, int]:
        """How many items have each status, every status named."""
        return counts(self.assessments)

    @property
    def statuses(self) -> list[Status]:
        """The statuses that occur, the worst first."""
        return worst_first(each.status for each in self.assessments)

    @cached_property
    def measurable(self) -> list[Assessment]:
        """The items that can be met."""
        return [each for each in self.assessments if measurable(each)]

    @property
    def met(self) -> int:
        """How many of the measurable items are met."""
        return sum(each.status == "met" for each in self.measurable)

    @cached_property
    def attention(self) -> list[Assessment]:
        """The items that need attention, in the plan's order."""
        return [each for each in self.assessments if record_of(each.status).attention]

    @cached_property
    def scores(self) -> list[Score]:
        """A row for each unit, who needs a call first."""
        return scores(self.assessments, self.catalogue, self.units)

    @cached_property
    def silences(self) -> list[Silence]:
        """Who is silent, a row for each unit."""
        return silences(self.assessments, self.catalogue, self.units)

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clauses, in the document's order; those of the items where not all were asked for."""
        if not self.units and not self.parts:
            return self.catalogue.plan.clauses()
        return list({each.item.clause.id: each.item.clause for each in self.assessments}.values())

    @cached_property
    def of_clause(self) -> dict[str, list[Assessment]]:
        """The items of each clause."""
        found: dict[str, list[Assessment]] = {clause.id: [] for clause in self.clauses}
        for each in self.assessments:
            found[each.item.clause.id].append(each)
        return found

    @cached_property
    def of_unit(self) -> dict[str, list[Assessment]]:
        """The items for which each unit answers."""
        found: dict[str, list[Assessment]] = {score.unit: [] for score in self.scores}
        for each in self.assessments:
            for unit in each.item.acting(self.as_of):
                if unit in found:
                    found[unit].append(each)
        return found

    @property
    def revised(self) -> list[Assessment]:
        """The items of which a decision changed what they are held to."""
        return [each for each in self.assessments if each.terms.revisions]

    @property
    def lost(self) -> list[Target]:
        """The targets of which the source lost the figure, also where it was filled in since."""
        targets = {each.item.target.id: each.item.target for each in self.assessments}
        return [target for target in targets.values() if lost_figure(target)]

    def trajectory(self, assessment: Assessment) -> Trajectory:
        """Return how an item was planned to move, and how it did."""
        item = assessment.item
        return trajectory(item, self.reports.get(item.id, {}), self.catalogue.plan, self.as_of)


def gather(
    workspace: LoadedWorkspace,
    as_of: date,
    items: Sequence[Item],
    *,
    since: date | None = None,
    units: Collection[str] = (),
    parts: Sequence[str] = (),
) -> Meeting:
    """Read the progress files, and judge everything that is shown.

    Args:
        workspace: the workspace, whose progress files need not have been read.
        as_of: the day.
        items: what to judge.
        since: the day of the last meeting.
        units: the units that were asked for.
        parts: the chapters, clauses and targets that were asked for.
    """
    seen = as_known(workspace, date.max, since=since or date.max)
    assessments = seen.assess(as_of, items)
    changes = None
    if since is not None:
        # Nearly always nothing was recorded after the day: then what is read is what was known.
        late = any(each.known > as_of for each in seen.arrivals())
        after = as_known(workspace, as_of, since=since) if late else seen
        now = after.assess(as_of, items) if late else assessments
        changes = between(as_known(workspace, since), after, since, as_of, items, now)
    return Meeting(seen, as_of, assessments, seen.reports(), changes, units, parts)


def between(
    before: LoadedWorkspace,
    after: LoadedWorkspace,
    since: date,
    as_of: date,
    items: Sequence[Item],
    now: Iterable[Assessment] | None = None,
) -> Changes:
    """Compare two days, each as it was known then.

    Args:
        before: the workspace as it was known on the first day.
        after: the workspace as it was known on the second, with the rows that came in between.
        since: the first day.
        as_of: the second day.
        items: what to compare.
        now: the items as judged on the second day, where they are already.
    """
    ids = {item.id for item in items}
    arrivals = [
        each for each in after.arrivals() if each.item.id in ids and since < each.known <= as_of
    ]
    then = before.assess(since, items)
    found = list(after.assess(as_of, items) if now is None else now)
    changed = compare(then, found, after.reports(), arrivals)
    return Changes(since, as_of, changed, arrivals, counts(then), counts(found))
