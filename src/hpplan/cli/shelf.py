"""What `rollup` shows of the plans that were judged: lists, a page, a way down to one plan."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from hpplan.cli.console import NOTHING_DONE, print_note, print_view, refuse
from hpplan.cli.options import StatusFormat, parse_day
from hpplan.i18n import _, ngettext

if TYPE_CHECKING:
    from hpplan.output.views import RollupView
    from hpplan.rollup.queries import Shelf
    from hpplan.rollup.store import Rollup

TOP = 20
"""Lines of a list for people, unless another number is asked for."""

WORST_ON_PAGE = 200
"""Lines of a list on the page."""


class RollupBy(StrEnum):
    """By what `rollup` lists."""

    plan = "plan"
    region = "region"
    unit = "unit"
    kind = "kind"
    status = "status"
    commitment = "commitment"


class Asked(NamedTuple):
    """What of a roll-up is asked for, each as its option says."""

    by: RollupBy | None
    region: str
    level: int | None
    unit: str
    plan: str
    top: int | None
    faults: bool
    since: date | None
    fmt: StatusFormat
    html: Path | None
    compact: bool


ByOption = Annotated[
    RollupBy | None,
    typer.Option("--by", help=_("List by this alone."), show_default=False),
]
RegionOption = Annotated[
    str,
    typer.Option(
        "--region",
        metavar="R",
        help=_("Only the plans of this region and of those below it, as 甲省/子市."),
        show_default=False,
    ),
]
LevelOption = Annotated[
    int | None,
    typer.Option(
        "--level",
        metavar="N",
        min=1,
        max=9,
        help=_("Regions of this level; else of the one below the region that is shown."),
        show_default=False,
    ),
]
ForUnitOption = Annotated[
    str,
    typer.Option(
        "--unit",
        metavar="NAME",
        help=_("Only what this unit answers for, a line a plan."),
        show_default=False,
    ),
]
DownOption = Annotated[
    str,
    typer.Option(
        "--plan",
        metavar="NAME",
        help=_("The items of this plan, and the command that goes on with them."),
        show_default=False,
    ),
]
TopOption = Annotated[
    int | None,
    typer.Option(
        "--top",
        metavar="N",
        min=0,
        help=_("So many lines a list, 0 for all; else {n}, and in JSON and CSV all.").format(n=TOP),
        show_default=False,
    ),
]
FaultsOption = Annotated[
    bool, typer.Option("--faults", help=_("List what is wrong in the files of the plans."))
]
TrendOption = Annotated[
    date | None,
    typer.Option(
        "--since",
        parser=parse_day,
        metavar="DATE",
        help=_("Compare with the last run into the same folder as of this day or before it."),
        show_default=False,
    ),
]
PageOption = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar="FILE",
        readable=False,
        help=_("Write a page of it, which asks nothing of the network."),
        show_default=False,
    ),
]
CompactOption = Annotated[
    bool,
    typer.Option(
        "--compact", help=_("Write all items into one file, items.parquet, for other programs.")
    ),
]


def show_shelf(rollup: "Rollup", asked: Asked, command: str) -> None:
    """Show what was asked of a roll-up.

    Args:
        rollup: the roll-up.
        asked: what was asked for.
        command: the call that asks it again, for hints.
    """
    from hpplan.rollup.queries import Shelf, ShelfChoice
    from hpplan.rollup.reduce import write_compact

    if asked.faults and asked.by:
        refuse(_("--faults is a list of its own, and takes no --by"))
    if asked.compact:
        write_compact(rollup)
        path = rollup.folder / "items.parquet"
        print_note(_("{file}: {n} items").format(file=path, n=rollup.items))
    choice = ShelfChoice(asked.region.strip("/"), asked.unit, asked.plan)
    with Shelf(rollup, choice) as shelf:
        _check_names(shelf)
        if asked.since:
            _compare(shelf, rollup, asked.since)
        if asked.html:
            _write_page(shelf, rollup, asked, asked.html)
            return
        by = _listed_by(asked)
        people = asked.fmt in {StatusFormat.table, StatusFormat.markdown}
        top = asked.top if asked.top is not None else TOP if people else 0
        view = _viewed(shelf, rollup, asked, by, top)._replace(command=command)
    print_view("rollup", asked.fmt, view)


def _listed_by(asked: Asked) -> str:
    """Return by what is listed; empty for the overview."""
    if asked.faults:
        return "faults"
    if asked.by:
        return asked.by.value
    if asked.plan:
        return "item"
    if asked.unit:
        return "unit"
    return "" if asked.fmt is StatusFormat.table else "plan"


def _check_names(shelf: "Shelf") -> None:
    """Refuse a region, unit or plan that the roll-up does not have, with the one that was meant."""
    from hpplan.phrases import meant, nearest

    words = {
        "region": _("there is no region “{name}” in this roll-up"),
        "unit": _("there is no unit “{name}” in this roll-up"),
        "plan": _("there is no plan “{name}” in this roll-up"),
    }
    for of, name in shelf.choice._asdict().items():
        if name and not shelf.knows(of):
            refuse(words[of].format(name=name), meant(nearest(name, shelf.names(of))))
    if not shelf.regions(0):
        refuse(_("no plan of this roll-up is of all that was named"))


def _compare(shelf: "Shelf", rollup: "Rollup", day: date) -> None:
    """Compare with an earlier day; a usage error where none is kept."""
    from hpplan.rollup.queries import trend_days

    if day >= rollup.as_of:
        message = _("{day} is not before {as_of}, the day of this roll-up")
        refuse(message.format(day=day, as_of=rollup.as_of))
    if not shelf.compare(day):
        kept = [str(each) for each in trend_days(rollup.folder)]
        message = _("no run as of {day} or before it is kept in {folder}")
        hint = _("there are: {days}").format(days=_(", ").join(kept)) if kept else ""
        refuse(message.format(day=day, folder=rollup.folder), hint)


def _viewed(shelf: "Shelf", rollup: "Rollup", asked: Asked, by: str, top: int) -> "RollupView":
    """Ask what is shown.

    Args:
        shelf: what is asked.
        rollup: the roll-up.
        asked: what was asked for.
        by: by what is listed.
        top: lines of each list; 0 for all.
    """
    from hpplan.output.views import RollupView
    from hpplan.rollup.queries import EVERYTHING
    from hpplan.rollup.statements import SECTIONS
    from hpplan.workspace import display

    most = top or EVERYTHING
    level = asked.level or shelf.choice.depth + 1
    totals = shelf.regions(0)[0]
    view = RollupView(
        "",
        rollup.as_of,
        totals,
        by,
        shelf.choice.region,
        shelf.choice.unit,
        since=shelf.then,
        lengths=shelf.lengths,
    )
    if by in {"", "plan"}:
        plans = {section: shelf.plans(section, most) for section in SECTIONS}
        view = view._replace(plans=plans)
    if by in {"", "region"}:
        regions = shelf.regions(level)
        shelf.lengths["region"] = len(regions)
        view = view._replace(regions=regions[:most])
    if by in {"", "unit"}:
        view = view._replace(units=shelf.units(most))
    if by in {"kind", "status"}:
        view = view._replace(groups=shelf.groups(by))
    if by == "commitment":
        view = view._replace(promises=shelf.promises(level, most))
    if by == "faults":
        view = view._replace(faults=shelf.faults(most))
    if shelf.choice.plan:
        plan = shelf.plans()[0]
        path = plan.path if "://" in plan.path else display(Path(plan.path))
        view = view._replace(plan=plan._replace(path=path))
    if by == "item":
        items = shelf.items()
        shelf.lengths["item"] = len(items)
        view = view._replace(items=items[:most])
    return view._replace(twins=shelf.twins())


def _write_page(shelf: "Shelf", rollup: "Rollup", asked: Asked, path: Path) -> None:
    """Write the page, and say so."""
    from hpplan.files import write_whole
    from hpplan.output.words.text import inert
    from hpplan.output.writers import writer
    from hpplan.phrases import reason

    view = _viewed(shelf, rollup, asked, "", WORST_ON_PAGE)
    view = view._replace(faults=shelf.faults(WORST_ON_PAGE))
    data: bytes = writer("shelf", "html")(view)
    try:
        write_whole(path, data)
    except OSError as error:
        message = _("{file} cannot be written: {why}")
        print_note(message.format(file=path, why=reason(error)))
        raise typer.Exit(NOTHING_DONE) from None
    written = ngettext(
        "{file}: {n} plan as of {day}, {size} KiB",
        "{file}: {n} plans as of {day}, {size} KiB",
        view.totals.plans,
    )
    size = -(-len(data) // 1024)
    said = written.format(file=path, n=view.totals.plans, day=rollup.as_of, size=size)
    print(inert(said))
