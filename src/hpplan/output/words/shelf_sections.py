"""Which lists `rollup` shows of many plans, under which headings: on a terminal and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _, ngettext
from hpplan.output.words.shelf import plan_columns, states_line, worded
from hpplan.output.words.text import inert
from hpplan.progress.cells import SIMULATED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hpplan.judging.tallies import StatusCounts
    from hpplan.output.views import RollupView
    from hpplan.output.words.shelf import WordedColumn


class ShelfSection(NamedTuple):
    """A list below a heading.

    Attributes:
        key: what is listed.
        title: the heading.
        notes: what holds for all of it, the most important first.
        columns: the columns, which have a cell for each line.
        mixes: how the items of each line stand; empty where a line says that itself.
        whole: how many lines there are, also those that are not shown.
    """

    key: str
    title: str
    notes: Sequence[str]
    columns: Sequence[WordedColumn]
    mixes: Sequence[StatusCounts]
    whole: int


_PLANS: Mapping[str, Callable[[], tuple[str, list[str]]]] = {
    "worst": lambda: (
        _("Plans"),
        [_("largest share overdue first"), _("shares of what can be met")],
    ),
    "left-out": lambda: (
        _("Plans with rows left out"),
        [_("their figures are not whole"), _("--faults lists the rows")],
    ),
    "unheard": lambda: (_("Plans without reports"), [_("no verdict on the work")]),
    "unjudged": lambda: (_("Plans that could not be judged"), [_("--faults says where")]),
}
"""The lists of plans; those that say least of the work have lists of their own."""

_OTHERS: Mapping[str, Callable[[], tuple[str, list[str]]]] = {
    "region": lambda: (_("Regions"), []),
    "unit": lambda: (_("Units"), [_("what is their own to move")]),
    "kind": lambda: (_("Kinds"), []),
    "status": lambda: (_("Statuses"), []),
    "commitment": lambda: (
        _("Commitments"),
        [_("largest share failing first: overdue or off track")],
    ),
    "faults": lambda: (_("What is wrong"), []),
    "item": lambda: (_("Items"), []),
}

_OVERVIEW = ("worst", "region", "unit", "left-out", "unheard", "unjudged", "faults")
"""The lists of the overview, in their order; on a terminal, faults are no part of it."""


def shelf_sections(view: RollupView) -> list[ShelfSection]:
    """Return the lists that were asked for, but for empty ones."""
    if view.by not in {"", "plan"}:
        keys: Sequence[str] = (view.by,)
    else:
        keys = _OVERVIEW if not view.by else tuple(_PLANS)
    made = [_made(view, key) for key in keys]
    return [each for each in made if each.columns[0].cells]


def _made(view: RollupView, key: str) -> ShelfSection:
    """Return one list."""
    mixes: Sequence[StatusCounts] = ()
    if key in _PLANS:
        plans = view.plans.get(key, ())
        (title, notes), columns = _PLANS[key](), plan_columns(plans, key)
        if key in {"worst", "left-out"}:
            mixes = [each.counts for each in plans]
    else:
        (title, notes), columns = _OTHERS[key](), worded(view, key)
        if key == "region":
            mixes = [each.counts for each in view.regions]
        elif key == "kind":
            mixes = [each.counts for each in view.groups]
    whole = max(view.lengths.get(key, 0), len(columns[0].cells))
    return ShelfSection(key, title, notes, columns, mixes, whole)


def shelf_title(view: RollupView) -> str:
    """Say which plans these are."""
    if view.plan is not None:
        return inert(view.plan.plan)
    plans = ngettext("{n} plan", "{n} plans", view.totals.plans).format(n=view.totals.plans)
    of = [inert(each) for each in (view.region, view.unit) if each]
    return _("{names}: {plans}").format(names=_(", ").join(of), plans=plans) if of else plans


def not_counted(view: RollupView) -> str:
    """Say if the data are simulated, and which plans do not count, or not whole."""
    titles = [each.title for rows in view.plans.values() for each in rows]
    told = [_("Simulated data")] if any(SIMULATED in title for title in titles) else []
    told += [states_line(view.totals.states)] if view.plan is None else []
    if left_out := view.totals.left_out:
        message = ngettext("{n} with rows left out", "{n} with rows left out", left_out)
        told.append(message.format(n=left_out))
    return _("; ").join(filter(None, told))
