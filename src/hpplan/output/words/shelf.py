"""Word what many plans come to: a column a fact, the same in tables, Markdown and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _
from hpplan.judging.status import attention, urgent
from hpplan.judging.summary import share
from hpplan.numbers import exact, percent
from hpplan.output.words.cells import NOTHING
from hpplan.output.words.text import inert, kind_noun, status_word
from hpplan.phrases import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from typing import Any

    from hpplan.judging.status import Status
    from hpplan.judging.tallies import (
        GroupTally,
        ListedItem,
        PlanTally,
        PromisePlace,
        PromiseTally,
        RegionTally,
        ShelfFault,
        StatusCounts,
        UnitTally,
    )
    from hpplan.output.views import RollupView
    from hpplan.plan.model import Kind


class WordedColumn(NamedTuple):
    """A column of a list: its key, its head, a cell for each row, and if these are figures."""

    key: str
    head: str
    cells: Sequence[str]
    right: bool = False


STATE_WORDS: Mapping[str, Callable[[], str]] = {
    "judged": lambda: _("judged"),
    "draft": lambda: _("draft"),
    "no-reports": lambda: _("without reports"),
    "unreadable": lambda: _("unreadable"),
    "lost": lambda: _("lost"),
    "failed": lambda: _("failed"),
}
"""What became of a plan, by the code that the tables have."""


def state_word(state: str) -> str:
    """Return what became of a plan, in a cell; its code where it has no word."""
    return STATE_WORDS[state]() if state in STATE_WORDS else inert(state)


def states_line(states: Mapping[str, int]) -> str:
    """Say how many plans could not be judged, or say nothing of the work: `3 unreadable`."""
    told = [
        _("{n} {state}").format(n=states[state], state=state_word(state))
        for state in STATE_WORDS
        if state != "judged" and states.get(state)
    ]
    return _(", ").join(told)


def counted_cell(part: int, whole: int) -> str:
    """Return a number with its share, `144 18%`; nothing of nothing."""
    return f"{part} {share(part, whole).partition(' ')[2]}" if part else ""


def status_cell(counts: StatusCounts, status: Status, before: StatusCounts | None = None) -> str:
    """Return how many items have a status, their share, and by how many they are more or fewer."""
    cell = counted_cell(counts.number(status), counts.whole(status))
    moved = counts.number(status) - before.number(status) if before else 0
    if moved:
        cell = f"{cell or '0 0%'} {'▲' if moved > 0 else '▼'}{abs(moved)}"
    return cell


def region_cell(region: str) -> str:
    """Return a region; a dash where none is said."""
    return inert(region) or NOTHING


def place_cell(place: PromisePlace | None, part: int) -> str:
    """Return a region with how many of the items there: `甲省 8/9`."""
    return f"{region_cell(place.region)} {part}/{place.items}" if place else ""


def group_word(column: str, group: str) -> str:
    """Return a kind or a status as a cell has it."""
    if column == "kind":
        kinds: tuple[Kind, ...] = ("count", "amount", "level", "milestone", "duty")
        return next((kind_noun(kind) for kind in kinds if kind == group), inert(group))
    return _status(group)


def _status(code: str) -> str:
    found = [each for each in _SHOWN_OF_ALL if each == code]
    return status_word(found[0]) if found else inert(code)


def _day(day: date | None) -> str:
    return str(day) if day else ""


_SHOWN: tuple[Status, ...] = (*attention(), "met")
_SHOWN_OF_ALL: tuple[Status, ...] = (
    *(*_SHOWN, "kept", "unrated", "on-track"),
    *("upcoming", "suspended", "withdrawn"),
)


def _statuses(
    tallies: Sequence[PlanTally] | Sequence[RegionTally] | Sequence[GroupTally],
) -> list[WordedColumn]:
    """Return a column for each status that needs attention, and of what is met."""
    found: list[WordedColumn] = []
    for status in _SHOWN:
        cells = [
            status_cell(each.counts, status, getattr(each, "before", None)) for each in tallies
        ]
        found.append(WordedColumn(status, status_word(status), cells, right=True))
    return found


def _figures(
    key: str, head: str, values: Iterable[int | str], *, right: bool = True
) -> WordedColumn:
    return WordedColumn(key, head, [str(value or "") for value in values], right=right)


def plan_columns(plans: Sequence[PlanTally], section: str = "") -> list[WordedColumn]:
    """Return the columns of a list of plans.

    Args:
        plans: the plans.
        section: which list of plans it is, of `plan_sections`; empty of one of all plans.
    """
    names = WordedColumn("name", _("plan"), [inert(each.plan) for each in plans])
    regions = WordedColumn("region", _("region"), [region_cell(each.region) for each in plans])
    states = WordedColumn("state", _("state"), [state_word(each.state) for each in plans])
    if section == "unjudged":
        plan = WordedColumn("plan", _("plan"), names.cells)
        whys = [each.why.removeprefix(each.plan).lstrip(":/ ") for each in plans]
        return [plan, states, WordedColumn("name", _("why"), list(map(inert, whys)))]
    items = _figures("items", _("items"), (each.counts.items for each in plans))
    if section == "unheard":
        return [names, regions, items]
    left_out = WordedColumn(
        "left_out",
        _("rows left out"),
        [f"{each.left_out}/{each.rows}" if each.left_out else "" for each in plans],
        right=True,
    )
    last = WordedColumn(
        "last", _("last report"), [_day(each.last_report) for each in plans], right=True
    )
    more = {"left-out": [left_out], "": [states, left_out]}.get(section, [])
    return [names, regions, *more, *_statuses(plans), items, last]


def region_columns(regions: Sequence[RegionTally]) -> list[WordedColumn]:
    """Return the columns of a list of regions."""
    names = WordedColumn("name", _("region"), [region_cell(each.region) for each in regions])
    counted = [f"{each.counted}/{each.plans}" for each in regions]
    states = [
        _figures(state, state_word(state), (each.states.get(state, 0) for each in regions))
        for state in ("no-reports", "unreadable")
    ]
    items = _figures("items", _("items"), (each.counts.items for each in regions))
    plans = WordedColumn("counted", _("counted"), counted, right=True)
    return [names, plans, *_statuses(regions), items, *states]


def unit_columns(units: Sequence[UnitTally]) -> list[WordedColumn]:
    """Return the columns of a list of units: of what is late, what is their own to move."""
    by_plan = any(each.plan for each in units)
    plans = (
        WordedColumn("plan", _("plan"), [inert(each.plan) for each in units])
        if by_plan
        else _figures("plans", _("plans"), (each.plans for each in units))
    )
    moves = [
        WordedColumn(
            status,
            status_word(status),
            [counted_cell(each.moves.get(status, 0), each.measurable) for each in units],
            right=True,
        )
        for status in urgent()
    ]
    met = [counted_cell(each.met, each.measurable) for each in units]
    return [
        WordedColumn("name", _("who"), [inert(each.unit) for each in units]),
        *(
            []
            if by_plan
            else [WordedColumn("region", _("region"), [region_cell(each.region) for each in units])]
        ),
        plans,
        _figures("own", _("own items"), (each.own for each in units)),
        _figures("shared", _("shared items"), (each.shared for each in units)),
        *moves,
        _figures("not_reported", _("not reported"), (each.not_reported for each in units)),
        WordedColumn("met", status_word("met"), met, right=True),
        WordedColumn(
            "last", _("last report"), [_day(each.last_report) for each in units], right=True
        ),
    ]


def unit_line(units: Sequence[UnitTally]) -> str:
    """Say what a unit answers for in all of its plans."""
    return _("{own} own items, {shared} shared, {moves} its own to move").format(
        own=sum(each.own for each in units),
        shared=sum(each.shared for each in units),
        moves=sum(sum(each.moves.values()) for each in units),
    )


def group_columns(column: str, groups: Sequence[GroupTally]) -> list[WordedColumn]:
    """Return the columns of a list of kinds or of statuses."""
    whole = sum(each.counts.items for each in groups)
    head = _("kind") if column == "kind" else _("status")
    names = [group_word(column, each.group) for each in groups]
    items = [counted_cell(each.counts.items, whole) for each in groups]
    return [
        WordedColumn("name", head, names),
        _figures("plans", _("plans"), (each.plans for each in groups)),
        WordedColumn("items", _("items"), items, right=True),
        *(_statuses(groups) if column == "kind" else ()),
    ]


def promise_columns(promises: Sequence[PromiseTally]) -> list[WordedColumn]:
    """Return the columns of a list of commitments: kept where, failing where."""
    worst = [(each.failing_most(), each) for each in promises]
    best = [(each.kept_best(), each) for each in promises]
    return [
        WordedColumn("name", _("commitment"), [inert(each.name) for each in promises]),
        WordedColumn("kind", _("kind"), [group_word("kind", each.kind) for each in promises]),
        WordedColumn("uom", _("unit of measure"), [inert(each.uom) for each in promises]),
        _figures("plans", _("plans"), (each.plans for each in promises)),
        _figures("items", _("items"), (each.items for each in promises)),
        WordedColumn(
            "failing",
            _("failing"),
            [counted_cell(p.failing, p.items) for p in promises],
            right=True,
        ),
        WordedColumn(
            "kept",
            _("met or kept"),
            [counted_cell(p.kept, p.items) for p in promises],
            right=True,
        ),
        WordedColumn(
            "failing_in",
            _("failing most in"),
            [place_cell(place, place.failing if place else 0) for place, _each in worst],
        ),
        WordedColumn(
            "kept_in",
            _("kept best in"),
            [place_cell(place, place.kept if place else 0) for place, _each in best],
        ),
    ]


def fault_columns(faults: Sequence[ShelfFault]) -> list[WordedColumn]:
    """Return the columns of a list of faults."""
    texts = [inert(_("; ").join(filter(None, (each.message, each.hint)))) for each in faults]
    return [
        WordedColumn("place", _("place"), [inert(each.place) for each in faults]),
        WordedColumn("code", _("code"), [inert(each.code) for each in faults]),
        WordedColumn("name", _("what is wrong"), texts),
    ]


def item_columns(items: Sequence[ListedItem]) -> list[WordedColumn]:
    """Return the columns of a list of the items of a plan."""
    shares = [
        NOTHING if each.progress is None else percent(exact_share(each.progress)) for each in items
    ]
    return [
        WordedColumn("id", _("item"), [inert(each.item) for each in items]),
        WordedColumn("name", _("name"), [inert(each.name) for each in items]),
        WordedColumn("status", _("status"), [_status(each.status) for each in items]),
        WordedColumn("progress", _("progress"), shares, right=True),
        WordedColumn("due", _("due"), [str(each.due) for each in items], right=True),
        WordedColumn(
            "call", _("held back by"), [inert(listed(each.behind_names)) for each in items]
        ),
    ]


def exact_share(value: float) -> Any:
    """Return a share that was kept as a binary fraction as an exact number."""
    from fractions import Fraction

    return exact(Fraction(value).limit_denominator(10**9))


def worded(view: RollupView, by: str) -> list[WordedColumn]:
    """Return the columns of what a roll-up is shown by."""
    made: dict[str, Callable[[], list[WordedColumn]]] = {
        "plan": lambda: plan_columns([each for rows in view.plans.values() for each in rows]),
        "region": lambda: region_columns(view.regions),
        "unit": lambda: unit_columns(view.units),
        "kind": lambda: group_columns("kind", view.groups),
        "status": lambda: group_columns("status", view.groups),
        "commitment": lambda: promise_columns(view.promises),
        "faults": lambda: fault_columns(view.faults),
        "item": lambda: item_columns(view.items),
    }
    return made[by]()


def twin_lines(twins: Sequence[tuple[str, str, bool]], most: int) -> list[str]:
    """Say which plans repeat another: the same bytes, or the same title, issuer and number."""
    lines = [
        (
            _("{plan} is the same as {other}, byte for byte")
            if whole
            else _("{plan} has the title, issuer and number of {other}")
        ).format(plan=inert(plan), other=inert(other))
        for plan, other, whole in twins[:most]
    ]
    if len(twins) > most:
        lines.append(_("… {n} more that repeat another").format(n=len(twins) - most))
    return lines


def next_steps(view: RollupView) -> list[str]:
    """Say what to type for more."""
    if view.plan is not None:
        return [_down(view)] if view.items else []
    if view.by:
        return []
    worst = next((rows[0].plan for rows in view.plans.values() if rows), "")
    return [
        _("go down: {command}").format(command=f"{view.command} --plan {quoted_word(worst)}"),
        _("promises: {command}").format(command="--by commitment"),
        _("regions: {command}").format(command="--region R --level N"),
        _("a page: {command}").format(command="--html FILE"),
    ]


def _down(view: RollupView) -> str:
    """Return the command that goes on with the worst item of a plan."""
    path = view.plan.path if view.plan else ""
    item = quoted_word(view.items[0].item)
    if not path.endswith("plan.yaml") or "://" in path:
        return _("why: unpack {path}, then hpplan show {item} --plan its plan.yaml").format(
            path=inert(path), item=item
        )
    return _("why: {command}").format(
        command=f"hpplan show {item} --plan {quoted_word(inert(path))}"
    )


def quoted_word(text: str) -> str:
    """Return a word as a shell takes it: in quotes where it needs them."""
    import shlex

    return shlex.quote(text)
