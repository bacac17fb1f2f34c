"""Draw `rollup`: how many plans count and how far they are, then lists of one line each."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from hpplan.i18n import _
from hpplan.judging.status import STATUSES, urgent, worst_first
from hpplan.judging.summary import share
from hpplan.numbers import exact
from hpplan.output.looks import GOOD, PLAIN, look_of
from hpplan.output.terminal.columns import (
    ROOMY,
    ScreenColumn,
    empty_table,
    fitting_columns,
    room_for_name,
    section_rule,
)
from hpplan.output.terminal.headline import BarRow, bars_table, counts_line
from hpplan.output.terminal.layout import GAP, cut, fit, flow
from hpplan.output.terminal.problems import hint_lines
from hpplan.output.words.shelf import next_steps, unit_line
from hpplan.output.words.shelf_sections import not_counted, shelf_sections, shelf_title
from hpplan.output.words.text import inert, status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from hpplan.judging.tallies import ShelfFault, StatusCounts
    from hpplan.output.views import RollupView
    from hpplan.output.words.shelf import WordedColumn
    from hpplan.output.words.shelf_sections import ShelfSection

MIX_BAR, WIDE_MIX_BAR = 8, 16
"""Columns of the bar that shows how the items of a plan or region are mixed."""

LEAST_LISTED, LEAST_PATH = 12, 24
"""Columns of a name, and of a plan's, that other columns give way to."""

_GIVE_WAY = {
    "region": ("unreadable", "no-reports", "items", "mix", "at-risk", "silent"),
    "unit": ("last", "not_reported", "plans", "at-risk", "met", "plan", "shared", "own"),
    "kind": ("plans", "mix", "at-risk", "silent"),
    "commitment": ("uom", "kept_in", "plans", "kind", "failing_in", "items"),
    "unjudged": ("state",),
    "item": ("call", "progress"),
}
"""The columns that give way where the screen is narrow, one after the other, by list."""

_OF_PLANS = ("last", "region", "items", "mix", "at-risk", "silent", "rows")
"""Those of a list of plans."""

_SHORTENED = {"region": 18, "failing_in": 16, "kept_in": 16, "plan": 24, "call": 20}
"""The columns of text that are cut, and up to where."""

_PATHS = frozenset({"region", "plan", "failing_in", "kept_in"})
"""The columns of paths, of which the end says most."""


def rollup_table(view: RollupView) -> list[RenderableType]:
    """Draw the head, and the lists that were asked for."""
    parts = _head(view)
    sections = shelf_sections(view)
    for section in sections:
        parts += _section(view, section)
    if view.by and not sections:
        nothing = _("Nothing is wrong.") if view.by == "faults" else _("There is no such item.")
        parts += ["", nothing]
    steps = flow(next_steps(view), view.width)
    return [*parts, Text(""), Text(steps, "dim")] if steps else parts


def _head(view: RollupView) -> list[RenderableType]:
    """Draw whose plans they are, the day, how many were judged, and how the items stand."""
    totals, counts = view.totals, view.totals.counts
    table = Table.grid(expand=True, padding=(0, 0, 0, GAP))
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    day = _("as of {day}").format(day=view.as_of)
    table.add_row(Text(shelf_title(view), "bold"), Text(day))
    parts: list[RenderableType] = [table]
    if view.unit and view.by == "unit":
        return [*parts, Text(fit(unit_line(view.units), view.width))]
    rows = []
    if view.plan is None:
        said = _("{part} of {all} ({share})").format(
            part=totals.counted,
            all=totals.plans,
            share=share(totals.counted, totals.plans).partition(" ")[2],
        )
        part = exact(Fraction(totals.counted, totals.plans or 1))
        rows.append(BarRow(_("counted"), PLAIN, part, said))
    if counts.measurable:
        met = counts.number("met")
        said = _("{met} of {all} ({share})").format(
            met=met,
            all=counts.measurable,
            share=share(met, counts.measurable).partition(" ")[2],
        )
        rows.append(BarRow(_("met"), GOOD, counts.share_of("met"), said))
    parts += bars_table(rows, view.width) if rows else []
    if line := not_counted(view):
        parts.append(Text(fit(line, view.width)))
    if counts.items:
        before = totals.before.of if totals.before else None
        parts.append(counts_line(counts.of, before, view.since, view.width))
    return parts


def _section(view: RollupView, section: ShelfSection) -> list[RenderableType]:
    """Draw a heading and a table, a line a row, and how many more there are."""
    key, mixes, whole = section.key, section.mixes, section.whole
    shown = len(section.columns[0].cells)
    columns = [_column(each) for each in section.columns]
    if mixes:
        wide = WIDE_MIX_BAR if view.width >= ROOMY else MIX_BAR
        bars = ScreenColumn("mix", _("statuses"), [_mix(each, wide) for each in mixes])
        columns.insert(
            2 if len(columns) > 1 and columns[1].key in {"region", "counted"} else 1, bars
        )
    is_path = key in {"worst", "left-out", "unheard"}
    if is_path and _is_told(columns):
        columns = [column for column in columns if column.key != "region"]
    heading = _("{title} {n}").format(title=section.title, n=whole)
    parts: list[RenderableType] = ["", section_rule(heading, section.notes, "bold", view.width)]
    if key == "faults":
        parts.append(_faults(view.faults, view.width))
    else:
        least = LEAST_PATH if is_path else LEAST_LISTED
        give_way = _GIVE_WAY.get(key, _OF_PLANS)
        whole_text = key == "unjudged"
        parts.append(_drawn_table(columns, view.width, give_way, least, whole_text=whole_text))
    if whole > shown:
        more = _("… {n} more; --top 0 lists all").format(n=whole - shown)
        parts.append(Text(more, "dim"))
    return parts


def _faults(faults: Sequence[ShelfFault], width: int) -> Text:
    """Write faults as `check` does; a hint that holds for several is said of the first."""
    lines, hints = [], {""}
    for each in faults:
        said = " ".join(filter(None, (f"{each.place}:", each.code, each.message)))
        lines.append(fit(inert(said), width))
        if each.hint not in hints:
            lines += hint_lines(each.hint, width)
            hints.add(each.hint)
    return Text("\n".join(lines))


def _is_told(columns: Sequence[ScreenColumn]) -> bool:
    """Tell whether the names of the plans begin with their regions."""
    cells = {column.key: column.cells for column in columns}
    pairs = zip(cells["name"], cells["region"], strict=True)
    return all(
        name.plain.replace("/", "").startswith(region.plain.replace("/", "").strip("–"))
        for name, region in pairs
    )


def _drawn_table(
    columns: Sequence[ScreenColumn],
    width: int,
    give_way: Sequence[str],
    least: int,
    *,
    whole_text: bool,
) -> RenderableType:
    """Draw columns for which there is room; the widest is cut to it, or wrapped as a whole."""
    gap = GAP if width >= ROOMY else 1
    shown = fitting_columns(columns, {}, width, gap, give_way, least)
    widest = max(
        (cell.cell_len for column in shown if column.key == "name" for cell in column.cells),
        default=0,
    )
    room = max(min(room_for_name(shown, {}, width, gap), max(widest, LEAST_LISTED)), 1)
    table = empty_table(shown, {}, room, gap, header=True)
    if whole_text:
        for drawn in table.columns:
            drawn.vertical = "top"
    for at in range(len(columns[0].cells)):
        cells = [column.cells[at] for column in shown]
        for cell, column in zip(cells, shown, strict=True):
            if column.key == "name":
                cell.plain = (fit if whole_text else _cut_path)(cell.plain, room)
        table.add_row(*cells)
    return table


def _column(worded_column: WordedColumn) -> ScreenColumn:
    """Return a column as it is drawn: figures below each other, statuses in their colours."""
    key, head, cells, right = worded_column
    texts = _aligned(cells) if right else list(cells)
    if room := _SHORTENED.get(key):
        texts = [(_cut_path if key in _PATHS else cut)(text, room) for text in texts]
    style = next((look_of(status).style for status in STATUSES if status == key), "")
    drawn = [Text(text, "bold" if key == "id" else "") for text in texts]
    if key == "status":
        words = {status_word(status): look_of(status).style for status in STATUSES}
        drawn = [Text(text, words.get(text, "")) for text in texts]
    if style and key in urgent():
        for text in drawn:
            text.highlight_regex(r"^ *\d+", style)
    return ScreenColumn(key, head, drawn, right)


def _aligned(cells: Sequence[str]) -> list[str]:
    """Return cells of several figures so that each stands below its like."""
    split = [cell.split(" ") for cell in cells]
    most = max(map(len, split), default=0)
    widths = [
        max((cell_len(parts[at]) for parts in split if at < len(parts)), default=0)
        for at in range(most)
    ]
    lines = []
    for parts in split:
        padded = [part.rjust(widths[at]) for at, part in enumerate(parts)]
        padded += [" " * widths[at] for at in range(len(parts), most)]
        lines.append(" ".join(padded) if any(parts) else "")
    return lines


def _cut_path(text: str, room: int) -> str:
    """Return a path of at most so many columns: where it is longer, its beginning is cut."""
    if cell_len(text) <= room or "/" not in text:
        return cut(text, room)
    while cell_len(text) > room - 2 and "/" in text:
        text = text.partition("/")[2]
    return cut(f"…/{text}", room)


def _mix(counts: StatusCounts, columns: int) -> Text:
    """Draw how many items have each status as parts of a bar, the worst first.

    A part that would be narrower than half a column is left out, and the rest fill the bar.
    """
    total = counts.items
    bar = Text()
    if not total:
        return bar
    done = 0
    for status in worst_first(counts.of):
        done += counts.number(status)
        look = look_of(status)
        end = round(Fraction(done * columns, total))
        bar.append(look.glyph * (end - len(bar.plain)), look.style)
    return bar
