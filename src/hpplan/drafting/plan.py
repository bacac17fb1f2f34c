"""Draft a plan: from the lines of a published text to units, chapters, clauses and targets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from hpplan.drafting.clauses import Chaptered, ClauseText, Scope, chaptered
from hpplan.drafting.damage import damage, odd_places, with_boxes
from hpplan.drafting.front import Front, front
from hpplan.drafting.reading import Calendar
from hpplan.drafting.tables import TaskTable, flat_table, flattened, task_table
from hpplan.drafting.targets import Aside, DraftTarget, propose
from hpplan.wording.dates import date_spans
from hpplan.wording.folding import fold
from hpplan.wording.units import NamedUnit, Responsible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.wording.dates import DateSpan


@dataclass(frozen=True)
class Wanted:
    """What the caller knows better than the text.

    Attributes:
        title: the plan's title.
        start: its first day.
        end: its last day.
        issued: the day on which it was issued.
    """

    title: str = ""
    start: date | None = None
    end: date | None = None
    issued: date | None = None


@dataclass(frozen=True)
class DraftClause:
    """A clause with its proposed targets."""

    id: str
    source: ClauseText
    targets: tuple[DraftTarget, ...]
    asides: tuple[Aside, ...]


@dataclass(frozen=True)
class DraftChapter:
    """A chapter: the headings above it, its own title, and its clauses."""

    id: str
    parts: tuple[str, ...]
    title: str
    intro: str
    clauses: tuple[DraftClause, ...]


@dataclass(frozen=True)
class DraftPlan:
    """A proposed plan.

    Attributes:
        title: the plan's title.
        number: its document number, or empty.
        issuer: who issued it, or empty.
        issued: the day of issue.
        start: its first day.
        end: its last day.
        preamble: the paragraphs before the first heading.
        chapters: the chapters.
        closing: the paragraphs behind the last clause, as a clause.
        source: the text that it encodes, line by line.
        left_out: the first lines of annexes that were left out.
        asked: codes of what a person should confirm of the plan itself.
    """

    title: str
    number: str
    issuer: str
    issued: date
    start: date
    end: date
    preamble: str
    chapters: tuple[DraftChapter, ...]
    closing: DraftClause | None
    source: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


def draft(lines: Sequence[str | tuple[str, ...]], wanted: Wanted | None = None) -> DraftPlan:
    """The plan that a published text makes.

    Args:
        lines: its paragraphs, and its tables' rows as tuples of cells.
        wanted: what the caller knows better.
    """
    wanted = wanted or Wanted()
    lines = [_barless(line) if isinstance(line, str) else line for line in lines]
    harmed = any(damage(cell) for line in lines for cell in _cells(line))
    lines = [
        with_boxes(line) if isinstance(line, str) else tuple(map(with_boxes, line))
        for line in lines
    ]
    texts = [line for line in lines if isinstance(line, str)]
    found = front(texts)
    title = wanted.title or found.title or "（标题）"
    issued = wanted.issued or found.issued
    start, end, asked = _period(title, texts, issued, wanted)
    issued = issued or start
    calendar = Calendar(
        _year(start, end, wanted.issued or found.issued), wanted.issued or found.issued, start, end
    )
    read = _assigned(lines, found)
    chapters = _chapters(read, title, calendar)
    closing = None
    if read.closing:
        words = _closing("\n".join(read.closing), read.clauses)
        targets, asides = propose(words, calendar, None)
        taken = sum(each.id == "0" for each in chapters) and len(chapters[0].clauses)
        closing = DraftClause(f"0.{taken + 1}", words, tuple(targets), tuple(asides))
    if wanted.issued is None and found.issued is None:
        asked = (*asked, "period-words")
    if harmed:
        asked = (*asked, "damaged")
    preamble = "\n".join(each for each in read.opening if not _tracked(each))
    preamble = _to_the_first_heading(preamble, read.source, chapters)
    return DraftPlan(
        title,
        found.number,
        found.issuer,
        issued,
        start,
        end,
        preamble,
        tuple(chapters),
        closing,
        read.source,
        read.left_out,
        tuple(dict.fromkeys(asked)),
    )


def _to_the_first_heading(
    preamble: str, source: Sequence[str], chapters: Sequence[DraftChapter]
) -> str:
    """The preamble with all else before the first heading: a signature, heads of columns."""
    text = "\n".join(source)
    begin = text.find(preamble)
    if not preamble or begin < 0 or not chapters:
        return preamble
    first = chapters[0]
    words = (*first.parts, first.title, first.clauses[0].source.title, first.clauses[0].source.text)
    end = begin + len(preamble)
    places = [at for each in words if each and (at := text.find(each[:_ENOUGH], end)) >= 0]
    between = text[end : min(places, default=end)].split("\n")[:-1]
    while between and not re.search(r"[\u4e00-\u9fff]{2}", between[-1]):
        between.pop()
    return preamble + "\n".join(between)


_ENOUGH = 20
"""Characters of a text by which its place is found."""

_GROUP = re.compile(
    "^(?:各|有关|相关)|^(?:[省市区县州]直|全[省市区县州]|[省市区县州])(?:各|有关|相关)"
    "|(?:有关|相关|成员)(?:单位|部门)$|各(?:单位|部门)$"
)


def is_group(name: str) -> bool:
    """Whether a name stands for several units, as 各街道."""
    return bool(_GROUP.search(fold(name)))


def _closing(text: str, clauses: Sequence[ClauseText]) -> ClauseText:
    """The closing paragraphs as a clause; who is told there to do something leads it."""
    names = dict.fromkeys(name for clause in clauses for name in clause.named("lead"))
    told = [
        NamedUnit(name, "lead", at, at + len(name))
        for name in names
        if not is_group(name) and (at := _told(text, name)) >= 0
    ]
    said = Responsible(tuple(sorted(told, key=lambda each: each.start)))
    scopes = (Scope(0, len(text), said),) if told else ()
    return ClauseText((), "", "", text, scopes, asked=("label-unknown",) if told else ())


def _told(text: str, name: str) -> int:
    """Where a text says that a unit is to do something; -1 where it does not."""
    found = re.search(re.escape(name) + "(?=要|应|负责|会同|牵头)", text)
    return found.start() if found else -1


def _cells(line: str | tuple[str, ...]) -> tuple[str, ...]:
    return (line,) if isinstance(line, str) else line


def _assigned(lines: Sequence[str | tuple[str, ...]], found: Front) -> Chaptered:
    """The clauses of a text: those of its tables, or of its headings, whichever name more units."""
    first = next((n for n, line in enumerate(lines) if not isinstance(line, str)), None)
    table, opening = task_table(lines), found.body
    if first is not None:
        begins = len([line for line in lines[:first] if isinstance(line, str)])
        opening = found.body[: max(begins - len(found.head), 0)]
    else:
        piped = [_piped(line) for line in found.body]
        table = task_table(piped, ragged=True)
        begins = next((n for n, line in enumerate(piped) if not isinstance(line, str)), 0)
        opening = found.body[:begins]
    prose = _headed(found)
    if table is None or _assigning(prose) >= max(_assigning(table), 1):
        return prose
    return Chaptered(
        table.clauses,
        opening=opening,
        source=(*found.head, *opening, *table.lines),
        left_out=(*found.left_out, *table.left_out),
    )


def _assigning(read: Chaptered | TaskTable) -> int:
    """How many clauses name who is responsible."""
    return sum(bool(each.scopes) for each in read.clauses)


def _barless(line: str) -> str:
    """A line without the bar at its end, where cells of a table stand on lines of their own."""
    return line.rstrip("| \t") if line.count("|") == 1 and line.rstrip().endswith("|") else line


def _piped(line: str) -> str | tuple[str, ...]:
    """A line as a row of a table, where bars part its cells."""
    if line.count("|") < 2:  # noqa: PLR2004 (one bar may stand in a sentence)
        return line
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _headed(found: Front) -> Chaptered:
    """The clauses of a text that has no rows: of a flattened table, or below its headings."""
    source = (*found.head, *found.body)
    at = flattened(found.body)
    if at:
        clauses = flat_table(found.body, *at)
        if len(clauses) > 1:
            opening = found.body[: at[0]]
            return Chaptered(tuple(clauses), {}, (), opening, source, found.left_out)
    read = chaptered(found.body)
    return replace(read, source=source, left_out=found.left_out)


_YEARS = re.compile(r"(?P<first>20\d\d)\s?年?\s?(?:[-—~－至到]+)\s?(?P<last>20\d\d)")
_FIVE_YEARS = re.compile("第十(?P<n>[一二三四五六])个五年|“?十(?P<m>[一二三四五六])五”?")
_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}
_ONE_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)\s?年?(?:度)?")
_SAID_YEAR = re.compile(r"(?<![比较与同])(?P<year>(?:19|20)\d\d)\s?年")
_WITHIN = re.compile(r"(?<!\d)(?P<years>[3-9]|[三五])年(?:之|以)?内")
_OWN_YEARS = re.compile(r"(?<!\d)(?P<years>[3-9]|[三五])年(?:行动|计划|规划|攻坚|实施|工作)")
_SPELLED_YEARS = {"三": 3, "五": 5}
_UNTIL = re.compile(r"到\s?(?P<year>20\d\d)\s?年")


def _period(
    title: str, texts: Sequence[str], issued: date | None, wanted: Wanted
) -> tuple[date, date, tuple[str, ...]]:
    """The plan's first and last day, and whether a person should confirm them."""
    plain = fold(title)
    asked: tuple[str, ...] = ()
    if found := _FIVE_YEARS.search(plain):
        last = _ENDS[found["n"] or found["m"]]
        first = last - 4
    elif found := _YEARS.search(plain):
        first, last = int(found["first"]), int(found["last"])
    elif found := _ONE_YEAR.search(plain):
        first = last = int(found["year"])
    else:
        asked = ("period-words",)
        years = [int(each["year"]) for line in texts for each in _UNTIL.finditer(fold(line))]
        named = [int(each["year"]) for line in texts for each in _SAID_YEAR.finditer(fold(line))]
        within = [each["years"] for line in texts for each in _WITHIN.finditer(fold(line))]
        first = issued.year if issued else min(named, default=2000)
        last = max(
            [*years, *(year for year in named if year > first)],
            default=issued.year + 2 if issued else first,
        )
        if own := _OWN_YEARS.search(plain):
            last = first + _count_of_years(own["years"]) - 1
        elif within and not years:
            last = first + max(map(_count_of_years, within)) - 1
        last = max(first, min(last, first + 15))
    start = wanted.start or date(first, 1, 1)
    end = wanted.end or date(max(last, start.year), 12, 31)
    if wanted.start and wanted.end:
        asked = ()
    return start, max(start, end), asked


def _count_of_years(said: str) -> int:
    return _SPELLED_YEARS.get(said, 0) or int(said)


def _year(start: date, end: date, issued: date | None) -> int:
    """The year of dates that name none: the plan's one year, or that of its issue."""
    if start.year == end.year or issued is None:
        return start.year
    return issued.year


def _tracked(paragraph: str) -> bool:
    """Whether a paragraph before the headings states figures under a label of its own."""
    plain = fold(paragraph)
    found = re.match(r"[\u4e00-\u9fff]{2,12}：", plain)
    return bool(found) and bool(
        re.search(r"\d+(?:\.\d+)?\s?(?:[个所家户条项座%万亿]|公里|名)", plain)
    )


def _heading_date(clause: ClauseText, intro: str, calendar: Calendar) -> DateSpan | None:
    """The date that a heading above a clause states as a deadline, the nearest first."""
    if not re.search("[：:]$|如下", intro) or "。" in intro.rstrip("。"):
        intro = ""
    for words in (clause.title, intro, *reversed(clause.path)):
        found = [
            each
            for each in date_spans(words, calendar.year, None)
            if each.use == "due" and each.precision != "within"
        ]
        if found and (
            found[-1].precision != "year"
            or not re.search(
                "^(?:的)?[^，：]{0,12}(?:目标|计划|方案|要点|任务|工作)$",
                fold(words)[found[-1].end :],
            )
        ):
            return found[-1]
    return None


def _chapters(read: Chaptered, title: str, calendar: Calendar) -> list[DraftChapter]:
    clauses = list(read.clauses)
    for paragraph in reversed(read.opening):
        if _tracked(paragraph):
            at = fold(paragraph).index("：")
            clauses.insert(0, ClauseText((paragraph[:at],), "0", "", paragraph[at + 1 :].strip()))
    groups: list[tuple[tuple[str, ...], list[ClauseText]]] = []
    for clause in clauses:
        path = clause.path or (title,)
        if groups and groups[-1][0] == path:
            groups[-1][1].append(clause)
        else:
            groups.append((path, [clause]))
    named = [
        name for clause in clauses for name in (*clause.named("lead"), *clause.named("support"))
    ]
    everybody = [name for name in dict.fromkeys(named) if is_group(name)]
    chapters: list[DraftChapter] = []
    number = 0
    for path, held in groups:
        opening = held[0].label == "0" and not held[0].title and len(held) == 1
        number += not opening
        ident = "0" if opening else str(number)
        made = []
        intro = read.intros.get(path, "")
        begin = sum(len(each.clauses) for each in chapters if each.id == ident)
        for n, clause in enumerate(held, begin + 1):
            odd = odd_places(clause.text)
            heading = _heading_date(clause, intro, calendar)
            targets, asides = propose(clause, calendar, heading, odd, everybody)
            made.append(DraftClause(f"{ident}.{n}", clause, tuple(targets), tuple(asides)))
        if begin:
            last = chapters.pop()
            made = [*last.clauses, *made]
        chapters.append(DraftChapter(ident, path[:-1], path[-1], intro, tuple(made)))
    return chapters
