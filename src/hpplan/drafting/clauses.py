"""Make clauses of a plan's headings and paragraphs: title, text, and who is responsible."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from hpplan.drafting.outline import outline
from hpplan.drafting.reading import Calendar, read
from hpplan.drafting.titles import heading_of, is_title, parted, units_behind
from hpplan.wording.brackets import UnitBracket, unit_brackets
from hpplan.wording.subjects import subjects
from hpplan.wording.units import responsible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hpplan.drafting.outline import Node
    from hpplan.wording.units import Responsible, Role

_ANY_YEAR = Calendar(2000, None, date(2000, 1, 1), date(2000, 12, 31))
_MOST = 0.6
_MINOR = {"digit-bracket", "digit-half", "circled", "ordinal"}


@dataclass(frozen=True)
class Scope:
    """A stretch of a clause's text that has its own units.

    Attributes:
        start: where it begins in the text.
        end: the place behind it.
        said: who is responsible for it.
    """

    start: int
    end: int
    said: Responsible


@dataclass(frozen=True)
class ClauseText:
    """A clause as it stands in the document, before anything is made of its words.

    Attributes:
        path: the titles of the headings above it, the highest first.
        label: its number, as the document writes it.
        title: its title, where it has one.
        text: its body, word for word.
        scopes: who is responsible; one scope over the whole text, or several over its parts.
        asides: places of the text that only name units or dates: start, end, and why.
        dated: words that say by when the whole clause is due.
        parts: places of the text with a date of their own, from a table: start, end, words.
        asked: codes of what a person should confirm of the clause.
        measure: the measure word of figures that stand alone in a cell, from a column of its own.
    """

    path: tuple[str, ...]
    label: str
    title: str
    text: str
    scopes: tuple[Scope, ...] = ()
    asides: tuple[tuple[int, int, str], ...] = ()
    dated: str = ""
    parts: tuple[tuple[int, int, str], ...] = ()
    asked: tuple[str, ...] = ()
    measure: str = ""

    def named(self, role: Role) -> tuple[str, ...]:
        """The names of those that lead or help in any part of it, each once, in order."""
        names = [name for scope in self.scopes for name in scope.said.named(role)]
        leads = {name for scope in self.scopes for name in scope.said.named("lead")}
        if role == "support":
            names = [name for name in names if name not in leads]
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Chaptered:
    """The clauses of a document with what stands between them.

    Attributes:
        clauses: the clauses in the document's order.
        intros: what a heading says before its first clause, by the titles above it.
        closing: the paragraphs behind the last clause.
        opening: the paragraphs before the first heading.
        source: the lines of the text that make up the plan.
        left_out: what of the text is no part of it.
    """

    clauses: tuple[ClauseText, ...]
    intros: dict[tuple[str, ...], str] = field(default_factory=dict)
    closing: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def chaptered(lines: Sequence[str]) -> Chaptered:
    """The clauses in the lines of a plan's body."""
    root = outline(lines)
    inherit = _levels(root)
    clauses: list[ClauseText] = []
    intros: dict[tuple[str, ...], str] = {}
    closing: list[str] = []
    leaves = list(_leaves(root, (), inherit))
    for n, (node, path, whole) in enumerate(leaves):
        if not whole:
            title, rest = heading_of(node.line)
            text = "\n".join(([rest] if rest else []) + node.paragraphs)
            if _commits(text):
                clauses.append(_clause((*path, title), "", "", text))
            elif text:
                intros[*path, title] = text
            continue
        held, behind = _until_closing(node) if n + 1 == len(leaves) else (node, [])
        closing = behind
        clauses.append(_made(held, path, alone=_stands_alone(node, root, inherit)))
    opening = tuple(root.paragraphs)
    above = dict(_units_above(root, ()))
    clauses = [_inheriting(each, above) for each in clauses]
    return Chaptered(tuple(each for each in clauses if each.text), intros, tuple(closing), opening)


def _levels(root: Node) -> set[str]:
    """The styles of number whose items are parts of a clause rather than clauses.

    Where of several items below a heading the last alone names who is responsible, it names them
    for the heading.
    """
    inner: set[str] = set()
    for style in {child.style for node in _all(root) for child in node.children}:
        groups = [
            node.children
            for node in _all(root)
            if len(node.children) > 1 and node.children[0].style == style and node.style
        ]
        if not groups:
            continue
        last_only = [
            group
            for group in groups
            if _has_units(group[-1]) and not any(_has_units(each) for each in group[:-1])
        ]
        own = [node for node in _all(root) for node in node.children if node.style == style]
        bare = [
            node
            for node in _all(root)
            if node.children
            and node.children[0].style == style
            and _has_units(node, deep=False)
            and not any(_has_units(each) for each in node.children)
        ]
        carrying = sum(map(_has_units, own))
        steps = style in _MINOR and carrying < len(own) * _MOST
        if steps or (len(last_only) * 2 > len(groups) > 1) or 0 < len(groups) <= len(bare) * 2:
            inner.add(style)
    return inner


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _has_units(node: Node, *, deep: bool = True) -> bool:
    lines = [node.line, *node.paragraphs]
    if any(unit_brackets(line) for line in lines):
        return True
    return deep and any(_has_units(child) for child in node.children)


def _leaves(
    node: Node, path: tuple[str, ...], inner: set[str]
) -> Iterator[tuple[Node, tuple[str, ...], bool]]:
    """Clauses, and the headings above them where they say something themselves."""
    for child in node.children:
        if not child.children or all(each.style in inner for each in child.children):
            yield child, path, True
            continue
        title, rest = heading_of(child.line)
        if rest or child.paragraphs:
            yield child, path, False
        yield from _leaves(child, (*path, title), inner)


def _units_above(
    node: Node, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Responsible]]:
    """Who is responsible for all that stands below a heading, by the titles down to it."""
    for child in node.children:
        below = (*path, heading_of(child.line)[0])
        said = responsible(units_behind(child.line)) if child.children else None
        if said and said.units:
            yield below, said
        yield from _units_above(child, below)


def _inheriting(clause: ClauseText, above: dict[tuple[str, ...], Responsible]) -> ClauseText:
    """A clause that nobody leads with those whom the nearest heading above it names."""
    if clause.named("lead"):
        return clause
    paths = [clause.path[:n] for n in range(len(clause.path), 0, -1)]
    said = next((above[path] for path in paths if path in above), None)
    if said is None:
        return clause
    return replace(clause, scopes=(Scope(0, len(clause.text), said), *clause.scopes))


def _commits(text: str) -> bool:
    """Whether words above the clauses hold a figure that must be reached."""
    return bool(read(text, (), _ANY_YEAR).reached)


def _stands_alone(node: Node, root: Node, inner: set[str]) -> bool:
    """Whether a heading without others below it is a chapter, since its siblings are chapters."""
    siblings = next((each.children for each in _all(root) if node in each.children), [])
    return any(
        each.style == node.style and any(below.style not in inner for below in each.children)
        for each in siblings
    )


def _until_closing(node: Node) -> tuple[Node, list[str]]:
    """The last clause without the paragraphs behind its units, which close the document."""
    if node.children:
        last = node.children[-1]
        held, behind = _until_closing(last)
        return replace(node, children=[*node.children[:-1], held]), behind
    lines = [node.line, *node.paragraphs]
    for at in range(len(lines)):
        if _ends_with_units(lines[at]) and at + 1 < len(lines):
            rest = lines[at + 1 :]
            if any(unit_brackets(line) for line in rest):
                continue
            return replace(node, paragraphs=lines[1 : at + 1]), rest
    return node, []


def _ends_with_units(line: str) -> bool:
    found = unit_brackets(line)
    return bool(found) and not line[found[-1].end :].strip(" 。；;.")


def _lines(node: Node) -> list[str]:
    """Every line of a heading and of what stands below it, its own number left out."""
    lines = [node.line] if node.line else []
    lines += node.paragraphs
    for child in node.children:
        below = _lines(child)
        lines += [
            child.label + (below[0] if below and child.line else ""),
            *below[bool(child.line) :],
        ]
    return lines


def _made(node: Node, path: tuple[str, ...], *, alone: bool) -> ClauseText:
    """A clause of a heading: its first sentence is the title, where it is one."""
    lines = _lines(node)
    first = node.line
    head_units = ""
    for bracket in unit_brackets(first):
        if (
            len(lines) > 1
            and not first[bracket.end :].strip()
            and is_title(first[: bracket.start])
            and "。" not in first[: bracket.start].rstrip("。")
        ):
            head_units = first[bracket.inner[0] : bracket.inner[1]]
            first = first[: bracket.start].rstrip()
    title, rest = parted(first)
    below = lines[1:] if node.line else lines
    if not title and below and is_title(first) and not all(map(_only_units, below)):
        title, rest = first.rstrip("。：:"), ""
    if not title:
        rest = first
    text = "\n".join(([rest] if rest else []) + below)
    if alone and title:
        return _clause((*path, title), "", "", text, head_units)
    return _clause(path, node.label, title, text, head_units)


def _only_units(line: str) -> bool:
    found = unit_brackets(line)
    return bool(found) and not line[: found[0].start].strip() and not line[found[-1].end :].strip()


def _adjoining(brackets: Sequence[UnitBracket], text: str) -> Iterator[list[UnitBracket]]:
    """Brackets and lines that stand side by side, to be read together."""
    group: list[UnitBracket] = []
    for each in brackets:
        if group and text[group[-1].end : each.start].strip(" 。；;.\n"):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _by_subjects(text: str) -> tuple[list[Scope], list[str]]:
    """Who the sentences of a text have for their subjects, each down to the next one."""
    said = subjects(text)
    begins = [0, *(each.start for each in said[1:]), len(text)]
    scopes = [
        Scope(begin, end, each.said)
        for each, begin, end in zip(said, begins, begins[1:], strict=False)
    ]
    return scopes, [code for each in said for code in each.said.asked]


def _clause(
    path: tuple[str, ...], label: str, title: str, text: str, head_units: str = ""
) -> ClauseText:
    """A clause of its words: what names the units at its end is cut off, the rest set aside."""
    scopes: list[Scope] = []
    asides: list[tuple[int, int, str]] = []
    dated: list[str] = []
    asked: list[str] = []
    end = len(text)
    tail: list[UnitBracket] = []
    found = unit_brackets(text)
    while found and not text[found[-1].end : end].strip(" 。；;.\n"):
        tail.insert(0, found.pop())
        end = tail[0].start
    text, whole = text[:end].rstrip(), text
    begin = 0
    for together in _adjoining([*found, *tail], whole):
        said = responsible("；".join(whole[slice(*each.inner)] for each in together))
        asked += said.asked
        if said.units:
            scopes.append(Scope(begin, min(together[0].start, len(text)), said))
            begin = together[-1].end
        if said.due:
            dated.append(said.due)
        if said.unread:
            asked.append("label-unknown")
        asides += [(each.start, each.end, "units") for each in together if each.end <= len(text)]
    if head_units:
        said = responsible(head_units)
        scopes = [Scope(0, len(text), said), *scopes]
        if said.due:
            dated.append(said.due)
    if not scopes:
        scopes, doubts = _by_subjects(text)
        asked += doubts
    if len(scopes) == 1 and not found:
        scopes = [replace(scopes[0], start=0, end=len(text))]
    return ClauseText(
        path,
        label.strip(),
        title.strip(),
        text,
        tuple(scopes),
        tuple(asides),
        "；".join(dated),
        (),
        tuple(dict.fromkeys(asked)),
    )
