"""The values that commands show, each whatever the format that it is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.progress.cells import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from hpplan.check import Extent
    from hpplan.drafting.plan import DraftPlan
    from hpplan.drafting.renew import Renewed
    from hpplan.forms.received import Collected
    from hpplan.judging.assess import Assessment
    from hpplan.judging.backtest import Backtest
    from hpplan.judging.changes import Change, Changes
    from hpplan.judging.parts import PartKind
    from hpplan.judging.tallies import (
        GroupTally,
        ListedItem,
        PlanTally,
        PromiseTally,
        RegionTally,
        ShelfFault,
        UnitTally,
    )
    from hpplan.plan.doubts import OpenDoubt
    from hpplan.plan.items import Catalogue, Item
    from hpplan.problem import Problem
    from hpplan.progress.series import Arrival, Series


class StatusView(NamedTuple):
    """What `status` shows.

    Attributes:
        catalogue: the plan.
        as_of: the day on which everything is judged.
        everything: the items that were asked for, judged.
        chosen: those among them that are listed.
        units: the units that were asked for by name; all where there are none.
        rows: how many rows there are in all progress files.
        summed: whether nothing particular was asked for: then only what needs attention is listed,
            and silence is summed up by unit.
        shared: whether what nobody divided was asked for.
        verbose: whether the reasons are shown.
        limit: how many lines a section has at most; all with 0.
        order: by what the lines are sorted, of `standing.ORDERS`.
        by: the parts of the document by which items are summed up; None where that is not asked.
        since: the day with which the counts are compared, as that of the last meeting.
        before: the same items as they were judged, and known, on that day.
        plan: what names the plan in a command; empty where hpplan finds it by itself.
        width: columns of the terminal.
    """

    catalogue: Catalogue
    as_of: date
    everything: Sequence[Assessment]
    chosen: Sequence[Assessment]
    units: Collection[str] = ()
    rows: int = 0
    summed: bool = False
    shared: bool = False
    verbose: bool = False
    limit: int = 0
    order: str = "gap"
    by: PartKind | None = None
    since: date | None = None
    before: Sequence[Assessment] | None = None
    plan: str = ""
    width: int = 80


class ShowView(NamedTuple):
    """What `show` shows of a name in the plan.

    Attributes:
        name: what was asked for: an item, target, clause, chapter, unit or group.
        catalogue: the plan.
        as_of: the day on which everything is judged.
        assessments: the items that are asked for, judged on that day, in the plan's order.
        reports: the series of each item by unit.
        arrivals: every sound row, also those that a later one corrects.
        verbose: whether the arithmetic, the rules and the whole of the document's words are shown.
        every_row: whether all rows are listed, and not the newest alone.
        plan: what names the plan in a command; empty where hpplan finds it by itself.
        width: columns of the terminal.
    """

    name: str
    catalogue: Catalogue
    as_of: date
    assessments: dict[str, Assessment]
    reports: dict[str, dict[str, Series]]
    arrivals: Sequence[Arrival]
    verbose: bool = False
    every_row: bool = False
    plan: str = ""
    width: int = 80

    def counts(self, each: Arrival) -> bool:
        """Tell whether no later row corrects this one."""
        series = self.reports.get(each.item.id, {}).get(each.unit)
        if series and each.row.statement is Statement.remark:
            series = series.remarks
        elif series and each.row.statement is Statement.none:
            series = series.declared
        if series is None or each.row.day not in series.days:
            return False
        row = series.row(series.days.index(each.row.day))
        return row._replace(line=0) == each.row._replace(line=0, statement=None)

    def of(self, items: Iterable[Item]) -> list[Assessment]:
        """Return items as they were judged."""
        return [self.assessments[item.id] for item in items]

    def rows(self, items: Iterable[Item]) -> list[Arrival]:
        """Return the rows on these items up to the as-of day, by day."""
        wanted = {item.id for item in items}
        found = [
            each for each in self.arrivals if each.item.id in wanted and each.row.day <= self.as_of
        ]
        return sorted(found, key=lambda each: (each.row.day, each.unit, each.row.line))


class ChangesView(NamedTuple):
    """What `changes` shows.

    Attributes:
        catalogue: the plan.
        changes: all that lies between the two days.
        listed: the changes that are listed.
        rows: whether the rows that came in are listed.
        verbose: whether the reasons are shown.
        limit: how many lines a section has at most; all with 0.
        width: columns of the terminal.
    """

    catalogue: Catalogue
    changes: Changes
    listed: Sequence[Change]
    rows: bool
    verbose: bool = False
    limit: int = 0
    width: int = 80


class DraftView(NamedTuple):
    """What `draft` says of the plan that it wrote.

    Attributes:
        plan: the plan.
        path: its file, as a person would name it.
        files: the names below its folder of all files that make up the workspace.
        readings: how many readings in brackets the document holds behind characters.
        odd: how many characters it holds that cannot be right.
        is_repaired: whether readings and traditional look-alikes were taken out.
        doubts: what is to be confirmed.
        problems: what `check` says of it.
        width: columns of the terminal; 0 where it goes elsewhere.
    """

    plan: DraftPlan
    path: str
    files: Sequence[str]
    readings: int
    odd: int
    is_repaired: bool
    doubts: Sequence[OpenDoubt]
    problems: Sequence[Problem]
    width: int = 0


class UpdateView(NamedTuple):
    """What `draft --update` says of the plan that it brought up to date.

    Attributes:
        path: the plan's file, as a person would name it.
        renewed: what was changed, and what is left for a person.
        is_written: whether it was written, or only tried.
        doubts: what is to be confirmed.
        problems: what `check` says of it.
        width: columns of the terminal; 0 where it goes elsewhere.
    """

    path: str
    renewed: Renewed
    is_written: bool
    doubts: Sequence[OpenDoubt]
    problems: Sequence[Problem]
    width: int = 0


class BacktestView(NamedTuple):
    """What `backtest` shows.

    Attributes:
        catalogue: the plan.
        found: what had been flagged, and what became of the items.
        width: columns of the terminal.
    """

    catalogue: Catalogue
    found: Backtest
    width: int = 80


class CheckView(NamedTuple):
    """What `check` shows.

    Attributes:
        problems: what it found, in order.
        extent: how much there was to check; None where the plan cannot be loaded.
        place: a problem's path as a service names it: from the root of the repository.
        width: columns of the terminal; 0 where the problems go elsewhere, a line each.
    """

    problems: Sequence[Problem]
    extent: Extent | None
    place: Callable[[str], str]
    width: int = 0


class CollectView(NamedTuple):
    """What `collect` shows.

    Attributes:
        catalogue: the plan.
        collected: the forms that were handed in, and what came beside them.
        width: columns of the terminal.
    """

    catalogue: Catalogue
    collected: Collected
    width: int = 80


class SettingRow(NamedTuple):
    """A setting as it holds.

    Attributes:
        key: its name.
        value: what it is; None where it is not set.
        origin: where that comes from: an option, a variable, a line of a file; empty for nowhere.
    """

    key: str
    value: str | None
    origin: str


class SettingsView(NamedTuple):
    """What `config` shows.

    Attributes:
        rows: the settings.
        path: their file, as a person would name it; empty for no file at all.
        is_there: whether there is such a file.
        faults: what is wrong in it.
        width: columns of the terminal.
    """

    rows: Sequence[SettingRow]
    path: str
    is_there: bool
    faults: Sequence[str] = ()
    width: int = 80


class RollupView(NamedTuple):
    """What `rollup` shows of many plans.

    Attributes:
        command: the call that asks this roll-up again, for hints.
        as_of: the day on which everything was judged.
        totals: all plans that were asked for, as one region.
        by: by what they are listed: `plan`, `region`, `unit`, `kind`, `status`, `commitment`,
            `item` or `faults`; empty for the overview of plans, regions and units.
        region: the region that was asked for; empty where none was.
        unit: the unit that was asked for; empty where none was.
        plan: the plan that was asked for; None where none was.
        plans: the lists of plans: `worst`, `left-out`, `unheard` and `unjudged`.
        regions: the regions of the level that is shown.
        units: the units.
        groups: the kinds or statuses.
        promises: the commitments.
        faults: what is wrong.
        items: the items of the plan that was asked for.
        twins: the plans that repeat another, with its name, and whether in every byte.
        lengths: how many lines a list has in all, of those that are cut.
        since: the day that is compared with; None without any.
        width: columns of the terminal.
    """

    command: str
    as_of: date
    totals: RegionTally
    by: str = ""
    region: str = ""
    unit: str = ""
    plan: PlanTally | None = None
    plans: Mapping[str, Sequence[PlanTally]] = {}
    regions: Sequence[RegionTally] = ()
    units: Sequence[UnitTally] = ()
    groups: Sequence[GroupTally] = ()
    promises: Sequence[PromiseTally] = ()
    faults: Sequence[ShelfFault] = ()
    items: Sequence[ListedItem] = ()
    twins: Sequence[tuple[str, str, bool]] = ()
    lengths: Mapping[str, int] = {}
    since: date | None = None
    width: int = 80
