"""One item, target, clause, chapter or unit in full, as a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _, prose
from hpplan.judging.assess import SETTLED, STATUSES, URGENT, trajectory
from hpplan.judging.summary import counts
from hpplan.numbers import decimal_text, rounded
from hpplan.output.pages.page import Block, Fields, Grid, Heading, Lines, Paragraph
from hpplan.output.terminal.chart import chart
from hpplan.output.words.explain import explain, shown
from hpplan.output.words.rules import rules_tried
from hpplan.output.words.text import (
    days,
    days_left,
    inert,
    names,
    required,
    status_word,
    value_of_required,
    who,
)
from hpplan.phrases import some
from hpplan.plan.items import goal
from hpplan.plan.lookup import of_any, units
from hpplan.plan.model import figure_of, figure_text, lost_figure
from hpplan.plan.segments import segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.model import Clause, Target
    from hpplan.plan.segments import Segment
    from hpplan.progress.series import Arrival, Series

NEWEST = 10
"""Rows of a unit that are shown."""

MARGIN = 4
"""Columns that a page leaves beside a chart."""


class View(NamedTuple):
    """What a page is made from.

    Attributes:
        catalogue: the plan.
        as_of: the day on which everything is judged.
        assessments: the items that are asked for, judged on that day, in the plan's order.
        reports: the series of each item by unit.
        arrivals: every sound row, also those that a later one corrects.
        width: columns for a chart.
    """

    catalogue: Catalogue
    as_of: date
    assessments: dict[str, Assessment]
    reports: dict[str, dict[str, Series]]
    arrivals: Sequence[Arrival]
    width: int = 80

    def counts(self, each: Arrival) -> bool:
        """Whether no later row corrects this one."""
        series = self.reports.get(each.item.id, {}).get(each.unit)
        if series is None or each.row.day not in series.days:
            return False
        row = series.row(series.days.index(each.row.day))
        return row._replace(line=0) == each.row._replace(line=0)

    def of(self, items: Iterable[Item]) -> list[Assessment]:
        """The items judged."""
        return [self.assessments[item.id] for item in items]

    def rows(self, items: Iterable[Item]) -> list[Arrival]:
        """The rows on these items up to the as-of day, by day."""
        wanted = {item.id for item in items}
        found = [
            each for each in self.arrivals if each.item.id in wanted and each.row.day <= self.as_of
        ]
        return sorted(found, key=lambda each: (each.row.day, each.unit, each.row.line))


def page(view: View, name: str) -> list[Block]:
    """The page of whatever a name stands for: an item, target, clause, chapter, unit or group."""
    catalogue = view.catalogue
    if name in catalogue.items:
        return _item_page(view, catalogue.items[name])
    if name in catalogue.targets:
        items = catalogue.of_target[name]
        return _item_page(view, items[0]) if len(items) == 1 else _target_page(view, items)
    if name in catalogue.clauses:
        return _clause_page(view, catalogue.clauses[name])
    if name in catalogue.chapters:
        return _chapter_page(view, name)
    if units(catalogue, name):
        return _unit_page(view, name)
    ids = of_any(catalogue, name)  # a target in one of its years
    return _target_page(view, [item for item in catalogue.items.values() if item.id in ids])


# An item


def _item_page(view: View, item: Item) -> list[Block]:
    assessment = view.assessments[item.id]
    member = inert(view.catalogue.name(item.member)) if item.member else ""
    return [
        Heading(" ".join(filter(None, (item.id, inert(item.target.name), member)))),
        *_target_blocks(view, item.target, item.clause, assessment, assessment),
        *_status_blocks(view, assessment),
        *_report_blocks(view, assessment),
    ]


def _target_page(view: View, items: list[Item]) -> list[Block]:
    """A target of several items: what it says, and how each of them stands."""
    first = items[0]
    return [
        Heading(f"{first.target.id} {inert(first.target.name)}"),
        *_target_blocks(view, first.target, first.clause, None, view.assessments[first.id]),
        Heading(_("Its items as of {day}").format(day=prose(view.as_of))),
        _items(view, view.of(items)),
    ]


def _target_blocks(
    view: View,
    target: Target,
    clause: Clause,
    assessment: Assessment | None,
    example: Assessment,
) -> list[Block]:
    """What the document says of a target, and how it is read; of several items by an example."""
    catalogue = view.catalogue
    title = f"{clause.id} {inert(clause.title or '')}".rstrip()
    each = inert(catalogue.name(target.each)) if target.each else ""
    reporters = target.reporters or clause.leads
    rows = [
        (_("clause"), title),
        (_("leads"), some([inert(catalogue.name(lead)) for lead in clause.leads], 30)),
        (_("reported by"), _reporters(view, each, reporters, assessment)),
        (_("kind"), _kind(target)),
        (_("requirement"), _requirement(target, example)),
        (_("recurs"), _("in each calendar year") if target.every else ""),
        (_("owed by each"), each),
        (_("start"), str(target.start or "")),
        (_("due"), _due(view, target, assessment)),
        (_("how it is counted"), inert(target.definition or "")),
        (_("baseline"), _baseline(target)),
        (_("checkpoints"), _checkpoints(target)),
        (_("in the words"), _context(target)),
        (_("how it is read"), inert(target.note or "")),
    ]
    return [
        Paragraph(_marked(clause, target)),
        Fields(tuple(rows)),
        *_revisions(target, assessment),
    ]


def _reporters(
    view: View, each: str, reporters: tuple[str, ...], assessment: Assessment | None
) -> str:
    if assessment and assessment.item.member:
        return inert(view.catalogue.name(assessment.item.member))
    return each or some([inert(view.catalogue.name(one)) for one in reporters], 30)


def _marked(clause: Clause, target: Target) -> str:
    """The clause's text with the target's quote between marks."""
    for text in (clause.text, clause.title or ""):
        if target.quote in text:
            return inert(text.replace(target.quote, f"【{target.quote}】", 1))
    return inert(clause.text)


def _kind(target: Target) -> str:
    return {
        "count": _("count: whole things that add up"),
        "amount": _("amount: a divisible quantity that adds up"),
        "level": _("level: an indicator that is measured, not added up"),
        "milestone": _("milestone: done or not, with a percentage on the way"),
        "duty": _("duty: never finished, only kept up"),
    }[target.kind]


def _requirement(target: Target, assessment: Assessment | None) -> str:
    if assessment:
        now, original = required(assessment), figure_of(target)
        revised = assessment.terms.requirement
        if original and revised and revised != original and target.kind != "milestone":
            was = inert(figure_text(original[1], target.uom))
            return _("{now} (was {was})").format(now=now, was=was)
        return now
    figure, lost = figure_of(target), lost_figure(target)
    if figure:
        return inert(figure_text(figure[1], target.uom))
    return f"{lost[1]} {inert(target.uom or '')}".rstrip() if lost else ""


def _due(view: View, target: Target, assessment: Assessment | None) -> str:
    """The due date, and by what right."""
    plan = view.catalogue.plan
    if assessment and assessment.terms.due != assessment.item.due:
        slip = (assessment.terms.due - assessment.item.due).days
        message = (
            _("{due} (was {was}, slipped {days})")
            if slip > 0
            else _("{due} (was {was}, brought forward {days})")
        )
        return message.format(
            due=assessment.terms.due, was=assessment.item.due, days=days(abs(slip))
        )
    if target.kind == "duty" and not target.due:
        return _("none: it goes on to the end of the plan, {end}").format(end=plan.end)
    if target.every and assessment and assessment.item.period:
        item = assessment.item
        if item.due == date(item.due.year, 12, 31) and item.due != target.due:
            return _("{due}, the end of {year}").format(due=item.due, year=item.period)
    elif target.every and not target.due:
        return _("the end of each year")
    if target.due:
        return _("{due}, which the document states").format(due=target.due)
    due = assessment.item.due if assessment else plan.end
    return _("{due}, the end of the plan; the document states no date").format(due=due)


def _checkpoints(target: Target) -> str:
    points = [
        _noted(
            _("{value} by {day}").format(value=figure_text(point.value, target.uom), day=point.by),
            point.note,
        )
        for point in target.path
    ]
    return inert(_("; ").join(points))


def _noted(text: str, note: str | None) -> str:
    """A text with the note that names its source."""
    return _("{text} ({note})").format(text=text, note=note) if note else text


def _baseline(target: Target) -> str:
    baseline = target.baseline
    if baseline is None:
        return ""
    figure = figure_text(baseline.value, target.uom)
    return inert(
        _noted(_("{value} on {day}").format(value=figure, day=baseline.date), baseline.note)
    )


def _context(target: Target) -> str:
    return inert(_("; ").join(f"{figure}: {why}" for figure, why in target.context.items()))


def _revisions(target: Target, assessment: Assessment | None) -> list[Block]:
    """What was decided, and since when it holds."""
    if not target.revisions:
        return []
    holding = assessment.terms.revisions if assessment else ()
    rows = []
    for decision in sorted(target.revisions, key=lambda each: each.on):
        figure = figure_of(decision)
        changes = [
            _("withdrawn") if decision.withdrawn else "",
            _("due {due}").format(due=decision.due) if decision.due else "",
            figure_text(figure[1], target.uom) if figure else "",
        ]
        holds = _("holds") if decision in holding else _("not yet") if assessment else ""
        texts = (_(", ").join(filter(None, changes)), decision.why or "", decision.by or "", holds)
        rows.append((str(decision.on), *(inert(text) for text in texts)))
    heads = (_("decided on"), _("change"), _("reason"), _("decided by"), "")
    return [Heading(_("Decisions that revise it")), Grid(heads, tuple(rows))]


def _status_blocks(view: View, assessment: Assessment) -> list[Block]:
    """The status, its explanation, the arithmetic, and the rules one by one."""
    heading = _("Status as of {day}: {status}").format(
        day=prose(view.as_of), status=status_word(assessment.status)
    )
    blocks: list[Block] = [Heading(heading), Paragraph(explain(assessment, view.catalogue))]
    steps = _steps(assessment)
    if steps:
        blocks += [Heading(_("The arithmetic")), Fields(tuple(steps))]
    tried = rules_tried(assessment, view.catalogue.plan.policy)
    rows = tuple((rule.mark, status_word(rule.status), rule.why) for rule in tried)
    blocks.append(Heading(_("The rules in their order; the first that holds decides")))
    blocks.append(Grid(("", _("rule"), _("why")), rows))
    return blocks


def _steps(assessment: Assessment) -> list[tuple[str, str]]:
    """The measures, each with how it comes about."""
    measures = assessment.measures
    if measures is None or assessment.reported is None:
        return []
    earned, actual, duration = rounded(measures.earned, 2), measures.actual, measures.duration
    uom = assessment.item.target.measured_in()
    figure = goal(assessment.item, assessment.terms)
    rows = [
        (
            "AT",
            _("{days} from {start} to the report of {day}").format(
                days=days(actual), start=assessment.start, day=assessment.reported
            ),
        ),
        (
            "PD",
            _("{days} from {start} to {due}").format(
                days=days(duration), start=assessment.start, due=assessment.terms.due
            ),
        ),
    ]
    if assessment.expected is not None and figure is not None and assessment.zero is not None:
        rows.append(
            (
                "PV",
                _("{expected} were planned by then, on the way from {zero} to {goal}").format(
                    expected=inert(figure_text(shown(assessment.expected), uom)),
                    zero=decimal_text(assessment.zero),
                    goal=inert(figure_text(figure, uom)),
                ),
            )
        )
    rows.append(
        (
            "ES",
            _("{earned} days: the time at which the planned value was what is reported").format(
                earned=earned
            ),
        )
    )
    if measures.spi is not None:
        rows.append(("SPI", f"ES / AT = {earned} / {actual} = {rounded(measures.spi, 2)}"))
    if measures.tspi is not None:
        rest, left = rounded(measures.tspi * (duration - actual), 2), duration - actual
        tspi = f"(PC - ES) / (PD - AT) = {rest} / {left} = {rounded(measures.tspi, 2)}"
        rows.append(("TSPI", tspi))
    if assessment.forecast:
        rows.append(
            (
                _("forecast"),
                _("{start} + PD × AT / ES = {start} + {n} days = {day}").format(
                    start=assessment.start,
                    day=assessment.forecast,
                    n=(assessment.forecast - assessment.start).days,
                ),
            )
        )
    return rows


def _report_blocks(view: View, assessment: Assessment) -> list[Block]:
    """The trajectory, each reporter's part, and every row."""
    item, catalogue = assessment.item, view.catalogue
    reports = view.reports.get(item.id, {})
    found = trajectory(item, reports, catalogue.plan, view.as_of)
    lines = (
        []
        if item.target.kind == "duty"
        else chart(found, assessment.terms.due, view.as_of, view.width - MARGIN)
    )
    uom = item.target.measured_in()
    blocks: list[Block] = []
    if lines:
        legend = _("o reported, - carried forward, | due")
        if found.planned:
            legend = _("o reported, - carried forward, . planned, | due")
        blocks += [Heading(_("Planned and reported")), Lines((*lines, "", legend))]
    if len(assessment.latest) > 1:
        parts = tuple(
            (
                inert(catalogue.name(unit)),
                inert(figure_text(value, uom)) if value is not None else "",
                str(day),
            )
            for unit, (day, value) in assessment.latest.items()
        )
        blocks += [
            Heading(_("What each reporter stands at")),
            Grid((_("who"), _("value"), _("by")), parts),
        ]
    blocks.append(Heading(_("Reports")))
    rows = view.rows([item])
    if not rows:
        return [
            *blocks,
            Paragraph(_("Nothing was reported up to {day}.").format(day=prose(view.as_of))),
        ]
    corrected = not all(map(view.counts, rows))
    table = tuple(_row(view, each) for each in rows)
    blocks.append(
        Grid((_("date"), _("who"), _("value"), _("note"), _("evidence"), _("recorded")), table)
    )
    if corrected:
        blocks.append(Paragraph(_("A value in brackets was corrected by a later row.")))
    return blocks


def _row(view: View, each: Arrival) -> tuple[str, ...]:
    value = "" if each.row.value is None else decimal_text(each.row.value)
    if not view.counts(each):
        value = f"({value or _('corrected')})"
    texts = (view.catalogue.name(each.unit), value, each.row.note, each.row.evidence)
    return str(each.row.day), *(inert(text) for text in texts), inert(each.recorded[:10])


# What holds several items


def _items(view: View, assessments: Sequence[Assessment]) -> Grid:
    heads = (_("item"), _("name"), _("who"), _("value"), _("due"), _("status"))
    rows = tuple(
        (
            each.item.id,
            inert(each.item.target.name),
            who(each.item, view.catalogue),
            value_of_required(each),
            str(each.terms.due),
            status_word(each.status),
        )
        for each in assessments
    )
    return Grid(heads, rows)


def _tally(assessments: Sequence[Assessment]) -> str:
    """How many items have each status: `overdue 2, met 3`."""
    found = counts(assessments)
    return _(", ").join(f"{status_word(status)} {n}" for status, n in found.items() if n)


def _clause_page(view: View, clause: Clause) -> list[Block]:
    """A clause with every commitment marked by its target's id, so that nothing is left out."""
    catalogue = view.catalogue
    items = [item for item in catalogue.items.values() if item.clause.id == clause.id]
    assessments = view.of(items)
    blocks: list[Block] = [
        Heading(f"{clause.id} {inert(clause.title or '')}".rstrip()),
        Fields(
            (
                (_("leads"), some([inert(catalogue.name(lead)) for lead in clause.leads], 30)),
                (_("items"), _tally(assessments)),
                (_("how it is read"), inert(clause.note or "")),
            )
        ),
        Heading(_("The document, with what each target quotes")),
        Paragraph("".join(map(_segment, segments(clause)))),
    ]
    if clause.set_aside:
        rows = tuple((inert(each.quote), inert(each.why)) for each in clause.set_aside)
        blocks += [Heading(_("Set aside")), Grid((_("words"), _("why")), rows)]
    return [
        *blocks,
        Heading(_("Its items as of {day}").format(day=prose(view.as_of))),
        _items(view, assessments),
    ]


def _segment(segment: Segment) -> str:
    text = inert(segment.text)
    if segment.targets:
        return f"【{'+'.join(segment.targets)} {text}】"
    return f"〔{text}〕" if segment.aside else text


def _chapter_page(view: View, name: str) -> list[Block]:
    chapter = view.catalogue.chapters[name]
    rows = []
    everything: list[Assessment] = []
    for clause in chapter.clauses:
        items = [item for item in view.catalogue.items.values() if item.clause.id == clause.id]
        assessments = view.of(items)
        everything += assessments
        leads = some([inert(view.catalogue.name(lead)) for lead in clause.leads], 4)
        rows.append((clause.id, inert(clause.title or ""), leads, _tally(assessments)))
    late = [each for each in everything if each.status in URGENT]
    return [
        Heading(f"{chapter.id} {inert(chapter.title)}"),
        Fields(((_("items"), _tally(everything)),)),
        Heading(_("Its clauses as of {day}").format(day=prose(view.as_of))),
        Grid((_("clause"), _("title"), _("leads"), _("items")), tuple(rows)),
        *_late(view, late),
    ]


def _late(view: View, assessments: Sequence[Assessment]) -> list[Block]:
    if not assessments:
        return []
    ordered = sorted(assessments, key=lambda each: (STATUSES.index(each.status), each.terms.due))
    return [Heading(_("What is late, or will be")), _items(view, ordered)]


def _unit_page(view: View, name: str) -> list[Block]:
    """What a unit leads, what is late, what it has not reported on, and its newest rows."""
    catalogue = view.catalogue
    unit = catalogue.unit(name)
    if unit is None:
        return _group_page(view, name)
    items = [item for item in catalogue.items.values() if unit.id in item.reporters]
    assessments = view.of(items)
    own = sum(item.reporters == (unit.id,) for item in items)
    led = [
        clause.id
        for clause in catalogue.plan.clauses()
        if unit.id in catalogue.members(clause.leads)
    ]
    late = [each for each in assessments if each.status in URGENT]
    unheard = [
        each for each in assessments if unit.id not in each.latest and each.status not in SETTLED
    ]
    rows = sorted(
        (each for each in view.arrivals if each.unit == unit.id and each.row.day <= view.as_of),
        key=lambda each: (each.known, each.row.day, each.row.line),
        reverse=True,
    )
    blocks: list[Block] = [
        Heading(f"{unit.id} {inert(unit.name)}"),
        Fields(
            (
                (_("as of"), str(view.as_of)),
                (_("leads clauses"), ", ".join(led)),
                (_("own items"), str(own)),
                (_("shared items"), str(len(items) - own)),
                (_("items"), _tally(assessments)),
                (_("note"), inert(unit.note or "")),
            )
        ),
        *_late(view, late),
    ]
    silent = [each for each in assessments if each.status == "silent" and unit.id in each.latest]
    if silent:
        blocks += [Heading(_("What has fallen silent")), _silent(view, silent, unit.id)]
    if unheard:
        blocks += [Heading(_("What it has not reported on")), _waiting(view, unheard)]
    blocks.append(Heading(_("Its newest rows")))
    if not rows:
        return [
            *blocks,
            Paragraph(_("It has reported nothing up to {day}.").format(day=prose(view.as_of))),
        ]
    table = tuple(
        (
            str(each.row.day),
            each.item.id,
            "" if each.row.value is None else decimal_text(each.row.value),
            inert(each.row.note),
            inert(each.row.evidence),
            inert(each.recorded[:10]),
        )
        for each in rows[:NEWEST]
    )
    heads = (_("date"), _("item"), _("value"), _("note"), _("evidence"), _("recorded"))
    return [*blocks, Grid(heads, table)]


def _silent(view: View, assessments: Sequence[Assessment], unit: str) -> Grid:
    rows = tuple(
        (
            each.item.id,
            inert(each.item.target.name),
            str(each.latest[unit][0]),
            days((view.as_of - each.latest[unit][0]).days),
        )
        for each in assessments
    )
    return Grid((_("item"), _("name"), _("last report"), _("silent for")), rows)


def _waiting(view: View, assessments: Sequence[Assessment]) -> Grid:
    heads = (_("item"), _("name"), _("shared with"), _("due"), _("left"))
    rows = []
    for each in assessments:
        others = tuple(unit for unit in each.item.reporters if unit in each.latest)
        left = "" if each.item.target.kind == "duty" else days_left(each)
        texts = (inert(each.item.target.name), names(others, view.catalogue) if others else "")
        rows.append((each.item.id, *texts, str(each.terms.due), left))
    return Grid(heads, tuple(rows))


def _group_page(view: View, name: str) -> list[Block]:
    """The members of a group, and how their items stand."""
    catalogue = view.catalogue
    group = next(each for each in catalogue.plan.groups if name in {each.id, each.name})
    rows = []
    for member in group.members:
        items = [item for item in catalogue.items.values() if member in item.reporters]
        rows.append((member, inert(catalogue.name(member)), _tally(view.of(items))))
    return [
        Heading(f"{group.id} {inert(group.name)}"),
        Fields(((_("note"), inert(group.note or "")),)),
        Heading(_("Its members as of {day}").format(day=prose(view.as_of))),
        Grid((_("unit"), _("name"), _("items")), tuple(rows)),
    ]
