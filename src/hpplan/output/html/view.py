"""Compute what the template of the report's page asks for, by the names that it uses."""

from __future__ import annotations

import re
from bisect import bisect_right
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _, ngettext, spoken
from hpplan.judging.changes import KINDS
from hpplan.judging.status import record_of, worst_first
from hpplan.judging.summary import counts, gravity, share
from hpplan.judging.turn import turn_of
from hpplan.numbers import percent
from hpplan.output.html import svg
from hpplan.output.html.pictures import all_items_picture, item_picture, markup
from hpplan.output.words import outline
from hpplan.output.words.changes import (
    LONGEST_EVIDENCE,
    change_text,
    evidence_line,
    kind_title,
    note_line,
)
from hpplan.output.words.explain import explain
from hpplan.output.words.outline import ItemLine, lines_of, sections_of
from hpplan.output.words.text import (
    HIDING,
    UNSEEN,
    days_left,
    inert,
    plan_title,
    reported_figure,
    status_word,
    value_of_required,
    was_due,
    who,
)
from hpplan.phrases import listed, shortened
from hpplan.phrases import sentences as joined
from hpplan.plan.segments import segments
from hpplan.problem import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from hpplan.judging.assess import Assessment
    from hpplan.judging.briefing import Meeting
    from hpplan.judging.changes import Change
    from hpplan.judging.status import Status
    from hpplan.judging.summary import Score
    from hpplan.judging.turn import Turn
    from hpplan.plan.model import Clause, Target
    from hpplan.plan.segments import Segment
    from hpplan.progress.series import Row

LONGEST_NOTE_OF_A_CARD = 200
"""Characters of a note beyond which its beginning alone is shown."""

MOST_FAULTS = 50
"""Faults that are shown; `hpplan check` shows all."""

_WEB = re.compile(rf"https?://[^\s<>\"'\\^`{{|}}{HIDING}{UNSEEN}]+", re.IGNORECASE)


class StatusCount(NamedTuple):
    """A status, and how many items have it."""

    status: Status
    number: int


def link_of(evidence: str) -> str:
    """Return evidence as a link into the web; empty where it is anything else."""
    text = evidence.strip()
    return text if _WEB.fullmatch(text) else ""


class ReportPage:
    """The values and functions that the template of the report's page uses."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.catalogue = meeting.catalogue
        self.plan = meeting.catalogue.plan
        self.title = plan_title(self.plan)
        self.as_of = meeting.as_of
        self.language = spoken().tag
        self.simulated = outline.simulated_line(meeting)
        self.scope = outline.scope_line(meeting)
        self.left_out = outline.left_out_line(meeting.workspace.left_out)
        self.day_line = outline.day_line(self.plan, meeting.as_of)
        self.nothing = "" if meeting.notes else outline.nothing_line(self.plan, meeting.as_of)
        self.signs = markup(svg.sign_symbols())

    # The headline

    @property
    def faults(self) -> list[str]:
        """The faults for which rows were left out, in lines."""
        found = errors(self.meeting.problems)
        return [f"{each.position}: {each.code} {each.message}" for each in found[:MOST_FAULTS]]

    @property
    def elapsed(self) -> str:
        """The share of time elapsed."""
        return percent(self.meeting.elapsed)

    @property
    def met_share(self) -> str:
        """The share of the measurable items that is met."""
        return percent(Fraction(self.meeting.met, len(self.meeting.measurable) or 1))

    @property
    def met_line(self) -> str:
        """How many of the measurable items are met."""
        return outline.met_line(self.meeting.assessments) or _("nothing measurable")

    @property
    def gauges(self) -> tuple[Markup, Markup]:
        """Bars of the time that has passed, and of what is met."""
        met = Fraction(self.meeting.met, len(self.meeting.measurable) or 1)
        return (
            markup(svg.gauge(self.meeting.elapsed, None, self.elapsed)),
            markup(svg.gauge(met, self.meeting.elapsed, self.met_share)),
        )

    @property
    def tally(self) -> list[StatusCount]:
        """How many items have each status that occurs, the worst first."""
        return self.tally_of(self.meeting.assessments)

    def tally_of(self, assessments: Sequence[Assessment]) -> list[StatusCount]:
        """How many of some items have each status that occurs, the worst first."""
        found = counts(assessments)
        return [StatusCount(each, found[each]) for each in worst_first(found) if found[each]]

    def bar(self, tally: list[StatusCount]) -> Markup:
        """Draw a tally as a bar."""
        label = _(", ").join(f"{status_word(each.status)} {each.number}" for each in tally)
        return markup(svg.share_bar([(each.status, each.number) for each in tally], label))

    # What needs attention

    @cached_property
    def sections(self) -> list[tuple[str, str, str, list[ItemLine]]]:
        """Id, title, note and lines of what is overdue, off track and at risk."""
        return [
            (f"{items[0].status}{number}", title, note, lines_of(items, self.catalogue))
            for number, (title, note, items) in enumerate(sections_of(self.meeting.attention))
            if items[0].status != "silent"
        ]

    @property
    def silent(self) -> list[Assessment]:
        """The silent items."""
        return [each for each in self.meeting.attention if each.status == "silent"]

    @cached_property
    def fallen_silent(self) -> list[ItemLine]:
        """The silent items of which a figure is known."""
        return [ItemLine([each], self.catalogue) for each in self.silent if each.value is not None]

    @property
    def never_told(self) -> list[Assessment]:
        """The silent items of which no figure is known."""
        return [each for each in self.silent if each.value is None]

    @cached_property
    def _homes(self) -> dict[str, str]:
        """The item in whose card each item is told of, by id."""
        cards = [line for _id, _title, _note, lines in self.sections for line in lines]
        return {
            each.item.id: line.group[0].item.id
            for line in (*cards, *self.fallen_silent)
            for each in line.group
        }

    def href(self, item: str) -> str:
        """Return the link to where an item is told of on the page."""
        home = self._homes.get(item)
        return f"#a-{home}" if home else f"#i-{item}"

    def chart(self, each: Assessment) -> Markup:
        """Draw an item over time."""
        return item_picture(self.meeting, each)

    def said(self, each: Assessment) -> list[tuple[str, str]]:
        """Return the newest note or evidence in lines, each with its link."""
        newest = max(self._saying(each), key=lambda said: said[0].day, default=None)
        if newest is None:
            return []
        (row, unit), lines = newest, []
        if row.note.strip():
            lines.append((note_line(unit, row, self.catalogue, LONGEST_NOTE_OF_A_CARD), ""))
        if row.evidence.strip():
            evidence = evidence_line(shortened(row.evidence, LONGEST_EVIDENCE))
            lines.append((evidence, link_of(row.evidence)))
        return lines

    def _saying(self, each: Assessment) -> Iterator[tuple[Row, str]]:
        """Return the newest row of each reporter that has a note or evidence."""
        for unit, series in self.meeting.reports.get(each.item.id, {}).items():
            for at in reversed(range(bisect_right(series.days, self.as_of))):
                if series.notes[at].strip() or series.evidence[at].strip():
                    yield series.row(at), unit
                    break

    # Where everything stands

    @property
    def standing(self) -> Markup:
        """All items beside the time elapsed."""
        chapters = [(title, clauses) for _id, title, clauses in self.chapters]
        return all_items_picture(self.meeting, chapters, self.href)

    # Units

    @property
    def statuses(self) -> list[Status]:
        """The statuses that occur, the worst first."""
        return self.meeting.statuses

    @cached_property
    def _most(self) -> dict[Status, int]:
        scores = self.meeting.scores
        return {status: max(s.of(status) for s in scores) for status in self.statuses}

    def heat(self, score: Score, status: Status) -> int:
        """Return from 0 to 5 how a unit's count compares with the largest of a status."""
        return -(-5 * score.of(status) // (self._most[status] or 1))

    def share(self, score: Score) -> str:
        """The share of a unit's measurable items that is met."""
        return share(score.met, score.measurable)

    def led_by(self, unit: str) -> list[Clause]:
        """The clauses that a unit leads, alone or as a member of a group."""
        return [
            clause
            for clause in self.meeting.clauses
            if unit in self.catalogue.members(clause.leads)
        ]

    def of_turn(self, unit: str, *turns: Turn) -> list[Assessment]:
        """A unit's items that ask such things of it, the worst first."""
        items = [each for each in self.meeting.of_unit[unit] if turn_of(each, unit) in turns]
        return sorted(items, key=gravity)

    # Chapters, clauses and items

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
            found.append((closing.id.partition(".")[0], f"{closing.id} {title}", [closing]))
        return [chapter for chapter in found if chapter[2]]

    def segments(self, clause: Clause) -> list[Segment]:
        """A clause's text, with what was made of each word."""
        return segments(clause)

    def of_title(self, clause: Clause) -> list[str]:
        """Ids of the targets that rest on the clause's title alone."""
        return [each.id for each in clause.targets if each.quote not in clause.text]

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

    def leads(self, clause: Clause) -> str:
        """The lead units of a clause, by name."""
        return listed(inert(self.catalogue.name(lead)) for lead in clause.leads)

    def filters(self, items: Iterable[Assessment]) -> Markup:
        """Return attributes by which items can be filtered: their units, chapters and statuses."""
        units: dict[str, None] = {}
        chapters: dict[str, None] = {}
        statuses: dict[str, None] = {}
        for each in items:
            units.update(dict.fromkeys(each.item.reporters))
            chapters[each.item.clause.id.partition(".")[0]] = None
            statuses[each.status] = None
        # All are ids, of letters and digits that mean nothing to a page.
        found = {"u": units, "c": chapters, "s": statuses}
        return markup("".join(f' data-{name}="{" ".join(ids)}"' for name, ids in found.items()))

    def who(self, each: Assessment) -> str:
        """Return who owes an item."""
        return who(each, self.catalogue)

    def value(self, each: Assessment) -> str:
        """Return the reported figure beside the required one; empty where there is neither."""
        value = value_of_required(each)
        return "" if each.item.target.kind == "duty" or value == "-" else value

    def left(self, each: Assessment) -> str:
        """Return how far the due date is off, and what it was."""
        settled = each.item.target.kind == "duty" or record_of(each.status).settled
        return _(", ").join(filter(None, ("" if settled else days_left(each), was_due(each))))

    def why(self, each: Assessment) -> str:
        """Return the explanation of a status."""
        return explain(each, self.catalogue)

    def rank(self, each: Assessment) -> int:
        """Return the place of a status among all, the worst first."""
        return record_of(each.status).rank

    def progress(self, each: Assessment) -> str:
        """Return progress as a number to sort by."""
        return "" if each.progress is None else f"{float(each.progress):.4f}"

    def gauge(self, each: Assessment) -> Markup:
        """Draw progress beside what was expected by the report."""
        if each.progress is None:
            return markup("")
        return markup(svg.gauge(each.progress, each.planned_progress, percent(each.progress)))

    # What moved

    @property
    def between(self) -> str:
        """By what the two days were judged, and how many rows came in."""
        n = len(self.meeting.changes.arrivals) if self.meeting.changes else 0
        came = ngettext("{n} row came in.", "{n} rows came in.", n).format(n=n)
        return joined([_("Each day as it was known then."), came])

    @property
    def moved(self) -> list[tuple[str, str, list[Change]]]:
        """Kind, title and changes of each kind that occurs."""
        changes = self.meeting.changes
        found = changes.found if changes else ()
        return [
            (kind, kind_title(kind), chosen)
            for kind in KINDS
            if (chosen := [each for each in found if each.kind == kind])
        ]

    def told(self, change: Change) -> list[tuple[str, str]]:
        """Return what happened to an item in lines, each with its link."""
        link = link_of(change.evidence)
        named = evidence_line(shortened(change.evidence, LONGEST_EVIDENCE)) if link else ""
        return [
            (line, link if line == named else "")
            for line in change_text(change, self.catalogue).split("\n")
        ]

    def figures(self, change: Change) -> str:
        """Return the figure then and now."""
        return _("{then} → {now}").format(
            then=inert(reported_figure(change.then)), now=value_of_required(change.now)
        )

    # What was decided, and what was lost

    def decisions(self, each: Assessment) -> str:
        """The decisions that revised an item, in sentences."""
        return outline.revisions_of(each)

    def lost(self, target: Target) -> str:
        """A figure that the source lost."""
        return outline.lost_line(target)

    @property
    def judging(self) -> list[tuple[Status, str]]:
        """How each status comes about, in the order in which they are tried."""
        return outline.status_meanings(self.plan.policy)
