"""Write a meeting as Markdown for a chat or a wiki, or its items as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.csvtext import BOM
from hpplan.i18n import _, prose
from hpplan.judging.summary import share
from hpplan.output.data.items import items_csv
from hpplan.output.pages.blocks import Bullets, Heading, Paragraph, markdown_blocks
from hpplan.output.words.asking import reached_by, unit_called
from hpplan.output.words.changes import change_text, kind_title
from hpplan.output.words.outline import (
    day_line,
    left_out_line,
    lines_of,
    lost_line,
    met_line,
    nothing_line,
    revisions_of,
    scope_line,
    sections_of,
    simulated_line,
)
from hpplan.output.words.text import (
    days,
    inert,
    plan_title,
    status_heading,
    status_word,
    value_of_required,
    who,
)
from hpplan.phrases import sentences

if TYPE_CHECKING:
    from hpplan.judging.briefing import Meeting
    from hpplan.output.pages.blocks import Block


def report_csv(meeting: Meeting) -> bytes:
    """Write all items as CSV, with the byte order mark by which a spreadsheet knows UTF-8."""
    return BOM + items_csv(meeting.assessments, meeting.catalogue).encode()


def report_markdown(meeting: Meeting) -> bytes:
    """Write what needs attention, who is silent and what moved as Markdown."""
    return markdown_blocks(_blocks(meeting)).encode()


def _blocks(meeting: Meeting) -> list[Block]:
    plan, as_of = meeting.catalogue.plan, meeting.as_of
    tally = [f"{status_word(status)} {meeting.counts[status]}" for status in meeting.statuses]
    lines = (
        simulated_line(meeting),
        scope_line(meeting),
        day_line(plan, as_of),
        met_line(meeting.assessments),
        _(", ").join(tally),
        "" if meeting.notes else nothing_line(plan, as_of),
        left_out_line(meeting.workspace.left_out),
    )
    return [
        Heading(plan_title(plan)),
        *(Paragraph(line) for line in lines if line),
        *_attention(meeting),
        *_silence(meeting),
        *_changes(meeting),
        *_units(meeting),
        *_revised(meeting),
        *_lost(meeting),
    ]


def _attention(meeting: Meeting) -> list[Block]:
    """What is overdue, off track and at risk, with the reasons."""
    blocks: list[Block] = []
    for title, _note, items in sections_of(meeting.attention):
        if items[0].status == "silent":
            continue
        blocks.append(Heading(_("{title} ({n})").format(title=title, n=len(items))))
        entries = []
        for line in lines_of(items, meeting.catalogue):
            facts = _("{figures}.").format(figures=_("; ").join((line.who, line.value, line.due)))
            entries.append((f"{line.id} {line.name}", sentences([facts, line.why])))
        blocks.append(Bullets(tuple(entries)))
    return blocks


def _silence(meeting: Meeting) -> list[Block]:
    if not meeting.silences:
        return []
    entries = [
        (
            inert(meeting.catalogue.name(each.unit)),
            _counted(
                (_("own items"), str(each.own)),
                (_("shared items"), str(each.shared)),
                (_("longest silence"), days(each.longest)),
            ),
        )
        for each in meeting.silences
    ]
    title = _("{title} ({n})").format(title=status_heading("silent"), n=meeting.counts["silent"])
    return [Heading(title), Bullets(tuple(entries))]


def _counted(*facts: tuple[str, str]) -> str:
    """Say several figures, each behind its name; those that are nothing are left out."""
    return _(", ").join(f"{name} {figure}" for name, figure in facts if figure not in {"", "0"})


def _changes(meeting: Meeting) -> list[Block]:
    """What moved, but for items of which only the figure did."""
    changes = meeting.changes
    if changes is None:
        return []
    blocks: list[Block] = [Heading(_("Since {day}").format(day=prose(changes.since)))]
    found = [each for each in changes.found if each.kind != "moved"]
    if not found:
        return [*blocks, Paragraph(_("No status changed."))]
    entries = []
    for each in found:
        facts = (who(each.now, meeting.catalogue), value_of_required(each.now))
        told = change_text(each, meeting.catalogue).replace("\n", " ")
        lead = f"{kind_title(each.kind)} {each.item.id} {inert(each.item.target.name)}"
        said = _("{figures}.").format(figures=_("; ").join(facts))
        entries.append((lead, sentences([said, told])))
    return [*blocks, Bullets(tuple(entries))]


def _units(meeting: Meeting) -> list[Block]:
    """The scoreboard."""
    entries = []
    for score in meeting.scores:
        unit, since = meeting.catalogue.units[score.unit], score.days_since(meeting.as_of)
        facts = (
            (_("to move"), str(score.to_move)),
            *((status_word(status), str(score.of(status))) for status in meeting.statuses),
            (_("not reported"), str(score.unreported)),
            (_("waiting for others"), str(score.waits)),
            (_("share met"), share(score.met, score.measurable)),
            (_("days since last report"), _("never") if since is None else str(since)),
            (_("contact"), reached_by(unit, meeting.catalogue, meeting.as_of)),
        )
        entries.append((unit_called(unit), _counted(*facts)))
    return [Heading(_("Units")), Bullets(tuple(entries))] if entries else []


def _revised(meeting: Meeting) -> list[Block]:
    entries = [
        (f"{each.item.id} {inert(each.item.target.name)}", revisions_of(each))
        for each in meeting.revised
    ]
    return [Heading(_("Revised targets")), Bullets(tuple(entries))] if entries else []


def _lost(meeting: Meeting) -> list[Block]:
    entries = [(f"{each.id} {inert(each.name)}", lost_line(each)) for each in meeting.lost]
    title = _("Figures that the source lost")
    return [Heading(title), Bullets(tuple(entries))] if entries else []
