"""The plan against its source: the same words, in order, nothing left over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hpplan.checks.between import explained, named_in
from hpplan.i18n import _
from hpplan.phrases import shortened
from hpplan.plan.structure import each_clause
from hpplan.problem import Position, Problem, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hpplan.checks.facts import Facts
    from hpplan.plan.document import Key
    from hpplan.plan.model import Clause

    Where = tuple[Key, ...]

_MARKS = re.compile(r"[\W_]*")
_NUMBERING = re.compile(
    r"[\W_]*(?:第?[\d一二三四五六七八九十百]+[章节条款]?[\W_]+|[一二三四五六七八九十]+是){0,3}"
)
_UNITS = re.compile(r"(?:牵头|责任|主责)(?:单位|部门)")
_LABEL = re.compile(r"[（(、，]*(?:(?:牵头|责任|主责|配合|协同)(?:单位|部门)[：:]?)?$")
_NAMED = re.compile(r"(?:(?:牵头|责任|主责|配合|协同)(?:单位|部门)|、)[\W_]*\w")
_LEADING = re.compile(r"[\W_]*(?:(?:牵头|责任|主责|配合|协同)(?:单位|部门)[\W_]*)?")


class _Piece(NamedTuple):
    """A piece of the plan that stands in the source.

    Attributes:
        where: the way to it in the plan.
        text: its words.
        between: what may stand between it and the piece before it.
    """

    where: Where
    text: str
    between: re.Pattern[str]


def source_in_order(facts: Facts) -> Iterator[Problem]:
    """Title, text and lead names of each clause stand in the source, in order, nothing left over.

    Passes: every paragraph of the source is some clause's. Fails: a character of a text differs
    (HP211); a sentence of the source is in no clause (HP212).
    """
    source = facts.source
    if source is None:
        return
    at, aligned = 0, False  # what stands before the first piece is no part of the plan
    skipped: Where | None = None
    pieces = list(_pieces(facts))
    for n, (where, text, between) in enumerate(pieces):
        if skipped == where[:-1]:
            continue  # a lead behind one that was not found, or that was read with the others
        is_lead = where[-2:-1] == ("leads",)
        end = _end_of_line(source, at) if is_lead else len(source)
        found = _line_of(text, source) if not n else -1
        found = found if found >= 0 else source.find(text, at, end)
        other = aligned and found >= 0 and is_lead and bool(_NAMED.search(source, at, found))
        if found < 0 or other:
            yield _differs(facts, source, at, where, text, _NUMBERING if not is_lead else _LEADING)
            if not source[at:].strip():
                return
            aligned, skipped = False, where[:-1] if is_lead else None
            continue
        if aligned and not between.fullmatch(source, at, found):
            known = () if is_lead else _names(facts, pieces[n + 1 :], where)
            if is_lead or not explained(source[at:found], known, _headings(facts)):
                yield _left_over(facts, source, at, found)
        at, aligned = found + len(text), True
        if where[-1] == "text":
            behind = _behind_units(facts, source, at, pieces[n:])
            if behind > at:
                at, skipped = behind, (*where[:-1], "leads")
    if aligned and not _MARKS.fullmatch(source, at):
        yield _left_over(facts, source, at, len(source))


def _line_of(text: str, source: str) -> int:
    """Where a piece begins a line of the source, behind its number; below 0 where it does not."""
    found = re.search(rf"(?m)^{_NUMBERING.pattern}(?P<text>{re.escape(text)})", source)
    return found.start("text") if found else -1


def _behind_units(facts: Facts, source: str, at: int, pieces: Sequence[_Piece]) -> int:
    """The place of the piece behind a clause's text, if who is responsible is all that is between.

    The place of the text's end where it is not, or where a lead is not named there.
    """
    (where, text, _between), *others = pieces
    following = next((each.text for each in others if each.where[-2:-1] != ("leads",)), None)
    end = len(source) if following is None else source.find(following, at)
    if end < 0:
        return at
    clause = _clause(facts, where)
    between = source[at:end]
    title = clause.title or ""
    leads = [facts.catalogue.name(lead) for lead in clause.leads]
    order = [name for name in named_in(between, leads) if name in leads]
    above = _heading_line(facts, source, where)
    there = {name for name in leads if name in text or name in title or name in above}
    if order == [name for name in leads if name in order or name not in there] and explained(
        between, _names(facts, [], where), _headings(facts)
    ):
        return end
    return at


def _heading_line(facts: Facts, source: str, where: Where) -> str:
    """The source's line with the title of a clause's chapter, which may name who answers for it."""
    if where[0] == "closing":
        return ""
    title = facts.loaded.plan.chapters[int(where[1])].title
    return next((line for line in source.split("\n") if title in line), "")


def _clause(facts: Facts, where: Where) -> Clause:
    """The clause that a way leads to or into."""
    plan = facts.loaded.plan
    if where[0] == "closing" and plan.closing:
        return plan.closing
    return plan.chapters[int(where[1])].clauses[int(where[3])]


def _names(facts: Facts, following: Sequence[_Piece], where: Where) -> list[str]:
    """The names of those who lead a clause, or report where it has no leads, and of helpers."""
    if where[-1] == "title" and len(where) == len(("chapters", 0, "title")) and following:
        where = following[0].where  # units that stand before the chapter's first clause
    if len(where) < len(("chapters", 0, "clauses", 0)) and where[0] != "closing":
        return []
    clause = _clause(facts, where)
    ids = {*clause.leads, *clause.support}
    for target in clause.targets:
        ids |= set(target.support) | set(() if clause.leads else target.reporters or ())
    return [facts.catalogue.name(each) for each in ids]


def _headings(facts: Facts) -> list[str]:
    """The headings above chapters, each of which stands once before several of them."""
    return [chapter.part for chapter in facts.loaded.plan.chapters if chapter.part]


def _end_of_line(source: str, at: int) -> int:
    """The end of the line on which the next word stands."""
    end = source.find("\n", _behind(_MARKS, source, at))
    return end if end >= 0 else len(source)


def _behind(pattern: re.Pattern[str], source: str, at: int) -> int:
    """The place behind what a pattern matches from a place on."""
    found = pattern.match(source, at)
    return found.end() if found else at


def _pieces(facts: Facts) -> Iterator[_Piece]:
    """The plan's pieces of the source, in order."""
    plan = facts.loaded.plan
    if plan.preamble:
        yield _Piece(("preamble",), plan.preamble, _NUMBERING)
    chapter = None
    for where, clause in each_clause(plan):
        if where[:2] != chapter and len(where) > 1:
            chapter = where[:2]
            held = plan.chapters[int(where[1])]
            if held.title != plan.title:  # the document's own stands before its preamble
                yield _Piece((*chapter, "title"), held.title, _NUMBERING)
            if held.preamble:
                yield _Piece((*chapter, "preamble"), held.preamble, _MARKS)
        if clause.title:
            yield _Piece((*where, "title"), clause.title, _NUMBERING)
        yield _Piece((*where, "text"), clause.text, _MARKS if clause.title else _NUMBERING)
        if not clause.title:
            continue
        for n, lead in enumerate(clause.leads):
            between = _MARKS if n else _LEADING
            yield _Piece((*where, "leads", n), facts.catalogue.name(lead), between)


def _differs(
    facts: Facts, source: str, at: int, where: Where, text: str, before: re.Pattern[str]
) -> Problem:
    """A piece that does not stand in the source behind a place and what may come before it."""
    begin = source.find(text[:4], at) if where[-1] == "text" else -1
    if begin < 0:
        begin = _behind(before, source, at)
    offset = 0
    while offset < len(text) and source[begin + offset : begin + offset + 1] == text[offset]:
        offset += 1
    reads = source[begin + offset : begin + offset + 40].split("\n", maxsplit=1)[0]
    if reads:
        message = _("the source reads “{source}” where the plan reads “{plan}”").format(
            source=shortened(reads, 12), plan=shortened(text[offset:], 12)
        )
    else:
        message = _("the source ends where the plan reads “{plan}”").format(
            plan=shortened(text[offset:], 12)
        )
    return facts.loaded.document.problem("HP211", message, where, offset=offset)


def _left_over(facts: Facts, source: str, at: int, end: int) -> Problem:
    """Words of the source between two places that no clause holds."""
    while at < end and not source[at].isalnum():
        at += 1
    words = _LABEL.sub("", source[at:end].split("\n", maxsplit=1)[0].strip())
    if words.count("）") > words.count("（"):
        words = words.removesuffix("）")
    line, column = place(source[:at])
    begin = source.rfind("\n", 0, at) + 1
    excerpt = source[begin:].split("\n", maxsplit=1)[0]
    message = _("no clause of the plan holds “{text}”").format(text=shortened(words, 24))
    hint = _("take it into the text of its clause, word for word")
    if _UNITS.search(source, begin, at):
        hint = _("name it among the leads of its clause")
    position = Position(facts.source_path, line, column)
    return Problem("HP212", message, position, hint, excerpt, len(words))
