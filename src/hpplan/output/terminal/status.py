"""Draw `status`: a headline, what needs attention, and who is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from hpplan.i18n import _
from hpplan.judging.status import worst_first
from hpplan.judging.summary import counts, scores, share, silences
from hpplan.output.looks import look_of
from hpplan.output.terminal.layout import GAP, beside, fit, share_out
from hpplan.output.words.asking import reached_by, unit_called
from hpplan.output.words.outline import day_line, lines_of, met_line, nothing_line, sections_of
from hpplan.output.words.text import days, dividing, inert, status_heading, status_word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rich.console import RenderableType

    from hpplan.judging.assess import Assessment
    from hpplan.judging.status import Status
    from hpplan.output.views import StatusView
    from hpplan.output.words.outline import ItemLine
    from hpplan.plan.items import Catalogue

WIDE = 110
"""From this width on the reasons have a column of their own."""

UNIT_NAME = 16
"""Columns of a unit's name on the scoreboard."""

SCOREBOARD, STATUS_COLUMN = 80, 9
"""Columns of the scoreboard without statuses, and of each, which stand there if all have room."""

HEAD = 10
"""Columns of a head of the scoreboard, beyond which it goes on below."""

BAR = 60
"""Columns of the bar of all items."""


def status_table(view: StatusView) -> list[RenderableType]:
    """Draw the headline, and the chosen items under the headings of their statuses."""
    if view.chosen:
        return [*_headline(view), *_sections(view), *(_to_divide(view) if view.shared else ())]
    nothing = _("There is no such item.")
    if view.summed and view.everything:
        nothing = _("Nothing needs attention here; --all shows the rest.")
    return [*_headline(view), "", nothing]


def _to_divide(view: StatusView) -> list[RenderableType]:
    """Draw the commands that divide what is shared."""
    one = _("To divide one: {command}").format(command=dividing(view.chosen[0].item.target.id))
    rest = _("To divide all of them in a sheet: hpplan assign --sheet -o FILE.xlsx")
    return [Text(""), *(Text(fit(line, view.width), style="italic") for line in (one, rest))]


def scoreboard_table(view: StatusView) -> list[RenderableType]:
    """Draw the headline, and a row a unit."""
    return [*_headline(view), *_scoreboard(view)]


def _headline(view: StatusView) -> list[RenderableType]:
    """Draw the plan, the day, the time elapsed, what is met, and all items as one bar."""
    plan, as_of, width = view.catalogue.plan, view.as_of, view.width
    parts: list[RenderableType] = [
        Text(fit(inert(plan.title), width), style="bold"),
        Text(fit(day_line(plan, as_of), width)),
    ]
    if line := met_line(view.everything):
        parts.append(Text(line))
    if view.everything:
        parts += _bar(counts(view.everything), width)
    if not view.rows:
        parts.append(Text(fit(nothing_line(plan, as_of), width), style="bold"))
    return parts


def _bar(found: dict[Status, int], width: int) -> list[RenderableType]:
    """Draw all items as one bar, the worst first, with the counts under it."""
    total = sum(found.values())
    bar, legend = Text(no_wrap=True), Text(no_wrap=True)
    columns = min(BAR, width)
    done = shown = on_line = 0
    for status in worst_first(status for status, count in found.items() if count):
        look, count = look_of(status), found[status]
        done += count
        length = max(round(done * columns / total) - shown, 1)
        shown += length
        bar.append(look.glyph * length, look.style)
        entry = f"{look.glyph} {status_word(status)} {count}"
        if on_line and on_line + cell_len(entry) > width:
            legend.append("\n")
            on_line = 0
        elif on_line:
            legend.append(" " * GAP)
        legend.append(look.glyph, look.style)
        legend.append(entry.removeprefix(look.glyph))
        on_line += cell_len(entry) + GAP
    return [bar, legend]


def _sections(view: StatusView) -> list[RenderableType]:
    """Draw the chosen items as tables, one a status."""
    catalogue, width = view.catalogue, view.width
    parts: list[RenderableType] = []
    for title, note, items in sections_of(view.chosen):
        if view.summed and items[0].status == "silent":
            parts += _silent(items, catalogue, width, view.units)
            continue
        parts += section_heading(title, len(items), look_of(items[0].status).style, note, width)
        parts += items_section(lines_of(items, catalogue), width)
    return parts


def section_heading(
    title: str, count: int, style: str, note: str, width: int
) -> list[RenderableType]:
    """Draw the heading of a section, with how much stands under it."""
    text = _("{title} ({n})").format(title=title, n=count)
    parts: list[RenderableType] = [Text(""), Text(text, style=style)]
    if note:
        parts.append(Text(fit(note, width), style="italic"))
    return parts


def _heads() -> tuple[str, ...]:
    return _("item"), _("name"), _("who"), _("value"), _("due"), _("why")


def items_section(lines: Sequence[ItemLine], width: int) -> list[RenderableType]:
    """Draw the lines of a section under the names of their columns."""
    return _wide(lines, width) if width >= WIDE else _narrow(lines, width)


def _wide(lines: Sequence[ItemLine], width: int) -> list[RenderableType]:
    """Draw one table with a column for the reasons."""
    fixed, shared = _widths(lines, width * 6 // 10)
    widths = (fixed[0], *shared, fixed[1], width - sum((*fixed, *shared)) - 5 * GAP)
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    for head, columns in zip(_heads(), widths, strict=True):
        table.add_column(Text(head, style="bold"), width=columns)
    for line in lines:
        table.add_row(
            *(Text(fit(cell, columns)) for cell, columns in zip(line.cells, widths, strict=True))
        )
    return [table]


def _narrow(lines: Sequence[ItemLine], width: int) -> list[RenderableType]:
    """Draw the reasons under their items, on lines of their own."""
    fixed, shared = _widths(lines, width)
    widths = (fixed[0], *shared, fixed[1])
    text = Text("\n".join(beside(_heads()[:-1], widths)), style="bold", no_wrap=True)
    for line in lines:
        text.append("\n" + "\n".join(beside(line.cells[:-1], widths)), "not bold")
        for part in fit(line.why, width - GAP).split("\n") if line.why else ():
            text.append(f"\n{' ' * GAP}{part}", "not bold")
    return [text]


def _widths(lines: Sequence[ItemLine], width: int) -> tuple[tuple[int, int], list[int]]:
    """Return the widths of ids and dates, which stay whole, and of what stands between."""
    heads = _heads()
    wanted = [
        max(cell_len(part) for cell in (head, *texts) for part in cell.split("\n"))
        for head, *texts in zip(heads, *(line.cells for line in lines), strict=True)
    ]
    fixed = (wanted[0], wanted[4])
    return fixed, share_out(width - sum(fixed) - 4 * GAP, wanted[1:4], (4, 4, 3))


def _silent(
    items: Sequence[Assessment], catalogue: Catalogue, width: int, units: Collection[str]
) -> list[RenderableType]:
    """Draw who is silent, a line a unit."""
    found = silences(items, catalogue, units)
    policy = catalogue.plan.policy
    parts = section_heading(
        status_heading("silent"),
        len(items),
        look_of("silent").style,
        _(
            "no report in more than {days} days, counted from the latest of report, start and issue"
        ).format(days=policy.silent_after),
        width,
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(_("who"), overflow="fold")
    for head in (
        _("own items"),
        _("shared"),
        _("longest silence"),
        _("due within {days} days").format(days=policy.due_soon),
    ):
        table.add_column(head, justify="right")
    for each in found:
        cells = (
            fit(inert(catalogue.name(each.unit)), 2 * UNIT_NAME),
            str(each.own),
            str(each.shared),
            days(each.longest),
            str(each.due_soon),
        )
        table.add_row(*(Text(cell) for cell in cells))
    hint = _("To see which items these are, add --status silent.")
    return [*parts, table, Text(fit(hint, width), style="italic")]


def _scoreboard(view: StatusView) -> list[RenderableType]:
    """Draw a row a unit, those who need a call first at the top: what is its own to move.

    Where there is room for all, each status has a column.
    """
    rows = scores(view.everything, view.catalogue, view.units)
    shown = [each for each in worst_first() if any(row.of(each) for row in rows)]
    wide = view.width >= SCOREBOARD + STATUS_COLUMN * len(shown)
    if not wide:
        shown = []
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    names = [fit(unit_called(view.catalogue.units[row.unit]), UNIT_NAME) for row in rows]
    widest = max((cell_len(line) for name in names for line in name.split("\n")), default=0)
    table.add_column(_("who"), min_width=widest)
    table.add_column(_("to move"), justify="right", max_width=HEAD, overflow="fold")
    for status in shown:
        head = Text(status_word(status).replace("-", "-\n"), style=look_of(status).style)
        table.add_column(head, justify="right")
    met = _("share met") if wide else status_word("met")
    for title in (_("not reported"), _("waiting for others"), met):
        table.add_column(title, justify="right", max_width=HEAD, overflow="fold")
    table.add_column(_("days since last report"), justify="right", max_width=HEAD, overflow="fold")
    table.add_column(_("contact"), overflow="fold")
    for score, name in zip(rows, names, strict=True):
        unit, since = view.catalogue.units[score.unit], score.days_since(view.as_of)
        cells = (
            name,
            str(score.to_move or ""),
            *(str(score.of(status) or "") for status in shown),
            *(str(number or "") for number in (score.unreported, score.waits)),
            share(score.met, score.measurable) if wide else str(score.done or ""),
            _("never") if since is None else str(since),
            reached_by(unit, view.catalogue, view.as_of),
        )
        table.add_row(*(Text(cell) for cell in cells))
    return [Text(""), table]
