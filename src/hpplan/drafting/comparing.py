"""Compare a plan with a new draft of its text: what became of each clause and target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from hpplan.numbers import exact
from hpplan.plan.model import figure_of
from hpplan.plan.structure import each_clause

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hpplan.drafting.plan import DraftClause, DraftPlan
    from hpplan.drafting.targets import DraftTarget
    from hpplan.plan.document import Key
    from hpplan.plan.model import Clause, Plan, Target

_ALIKE = 0.6
"""The share of characters in common from which on two texts are taken for one, changed."""

_SAME_TITLE = 0.3
"""What the same title adds to that share."""


class TextPart(NamedTuple):
    """Words that are looked for in another text: a title, which may be empty, and a body."""

    title: str
    text: str


@dataclass(frozen=True)
class Pairing:
    """A clause of the plan, and the one of the new draft that it is, changed.

    Attributes:
        where: the way to the clause in the plan.
        ours: the clause as the plan has it.
        theirs: the clause as the new text has it.
        before: the clause as the earlier text had it, where that is known.
    """

    where: tuple[Key, ...]
    ours: Clause
    theirs: DraftClause
    before: DraftClause | None


@dataclass(frozen=True)
class DraftComparison:
    """What a new draft changes in a plan.

    Attributes:
        changed: clauses that the new text changed.
        added: clauses that the new text has and the plan has not, with their chapter's number in
            the draft; the closing paragraphs have None.
        dropped: clauses that the new text has no more.
        places: the way to the clause of the plan, by chapter and place of the one in the draft.
    """

    changed: list[Pairing]
    added: list[tuple[int | None, DraftClause]]
    dropped: list[Clause]
    places: dict[str, tuple[Key, ...]]


def compare_drafts(plan: Plan, before: DraftPlan | None, new: DraftPlan) -> DraftComparison:
    """What a new draft changes in a plan.

    Where the earlier text is known, only what differs between the two texts counts: what a person
    took out or put in since is left alone.

    Args:
        plan: the plan.
        before: the draft of the text that the plan was made from, where there is one.
        new: the draft of the new text.
    """
    ours = list(each_clause(plan))
    theirs = _clauses(new)
    earlier = [clause for _chapter, clause in _clauses(before)] if before else []
    parts = [TextPart(clause.title or "", clause.text) for _where, clause in ours]
    drafted = [_part(clause) for _chapter, clause in theirs]
    pairs = paired(parts, drafted)
    of_before = paired([_part(each) for each in earlier], drafted)
    found = DraftComparison([], [], [], {})
    for n, (chapter, clause) in enumerate(theirs):
        was = earlier[of_before[n]] if n in of_before else None
        is_known = was is not None and _signature(was) == _signature(clause)
        if n in pairs:
            where, own = ours[pairs[n]]
            found.places[clause.id] = where
            reads_alike = _bare(own.text) == _bare(clause.source.text)
            if not is_known and (was is not None or not reads_alike):
                found.changed.append(Pairing(where, own, clause, was))
        elif not is_known:
            found.added.append((chapter, clause))
    kept = set(pairs.values())
    held = set(paired([_part(each) for each in earlier], parts)) if before else None
    found.dropped.extend(
        clause
        for n, (_where, clause) in enumerate(ours)
        if n not in kept and (held is None or n in held)
    )
    return found


def _clauses(draft: DraftPlan) -> list[tuple[int | None, DraftClause]]:
    made: list[tuple[int | None, DraftClause]] = [
        (n, clause) for n, chapter in enumerate(draft.chapters) for clause in chapter.clauses
    ]
    return [*made, (None, draft.closing)] if draft.closing else made


def _part(clause: DraftClause) -> TextPart:
    return TextPart(clause.source.title, clause.source.text)


def _signature(clause: DraftClause) -> tuple[object, ...]:
    """What a clause is made from; two of the same signature say the same."""
    source = clause.source
    named = (source.named("lead"), source.named("support"))
    return (source.title, source.text, named, source.dated, source.parts, source.asked)


def paired(ours: Sequence[TextPart], theirs: Sequence[TextPart]) -> dict[int, int]:
    """For each of their texts the one of ours that it is, by their numbers.

    First what reads the same, in order; then what is most alike.
    """
    found: dict[int, int] = {}
    same: dict[str, list[int]] = {}
    for n, each in enumerate(ours):
        same.setdefault(_bare(each.title + each.text), []).append(n)
    for n, each in enumerate(theirs):
        if places := same.get(_bare(each.title + each.text)):
            found[n] = places.pop(0)
    left = [n for n in range(len(ours)) if n not in found.values()]
    scores = sorted(
        (-_likeness(ours[m], theirs[n]), n, m)
        for n in range(len(theirs))
        if n not in found
        for m in left
    )
    taken = set(found.values())
    for score, n, m in scores:
        if -score >= _ALIKE and n not in found and m not in taken:
            found[n] = m
            taken.add(m)
    return found


def _likeness(one: TextPart, other: TextPart) -> float:
    extra = _SAME_TITLE if one.title and _bare(one.title) == _bare(other.title) else 0
    match = SequenceMatcher(None, _bare(one.text), _bare(other.text), autojunk=False)
    if match.real_quick_ratio() + extra < _ALIKE or match.quick_ratio() + extra < _ALIKE:
        return 0
    return match.ratio() + extra


def _bare(text: str) -> str:
    """The letters and digits of a text, by which two are compared."""
    return re.sub(r"[\W_]", "", text)


@dataclass(frozen=True)
class TargetPairs:
    """What became of the targets of a clause whose text changed.

    Attributes:
        pairs: a target of the plan with the one of the draft that it is.
        new: targets that the new text brings.
        gone: targets of the plan whose words the new text has no more.
    """

    pairs: list[tuple[int, DraftTarget]]
    new: list[DraftTarget]
    gone: list[int]


def compare_targets(pairing: Pairing) -> TargetPairs:
    """What became of the targets of a clause whose text changed."""
    own, theirs = pairing.ours.targets, pairing.theirs.targets
    found = paired(
        [TextPart("", each.quote) for each in own], [TextPart("", each.quote) for each in theirs]
    )
    known = {_told(each) for each in pairing.before.targets} if pairing.before else set()
    changed = [(m, theirs[n]) for n, m in sorted(found.items()) if _told(theirs[n]) not in known]
    new = [each for n, each in enumerate(theirs) if n not in found and _told(each) not in known]
    text = _bare(pairing.theirs.source.text)
    gone = [
        m for m, each in enumerate(own) if m not in found.values() and _bare(each.quote) not in text
    ]
    return TargetPairs(changed, new, gone)


def _told(target: DraftTarget) -> tuple[object, ...]:
    """What a drafted target says."""
    return (
        target.quote,
        target.kind,
        target.op,
        target.figure,
        target.uom,
        target.illegible,
        target.due,
        target.begins,
        target.every,
        target.each,
    )


def differs(own: Target, drafted: DraftTarget) -> bool:
    """Whether a target of a plan says something else than a drafted one."""
    required = figure_of(own)
    wanted = None
    if drafted.op and not drafted.illegible:
        wanted = (drafted.op, exact(Decimal(drafted.figure)))
    return (
        _bare(own.quote) != _bare(drafted.quote)
        or own.kind != drafted.kind
        or (not drafted.illegible and required != wanted)
        or (own.uom or "", own.due, own.every or "") != (drafted.uom, drafted.due, drafted.every)
    )


def free_number(stem: str, used: Iterable[str]) -> int:
    """The number behind the highest that follows a stem in ids.

    >>> free_number("2.", ["2.1", "2.3a", "4"])
    4
    """
    numbers = [
        int(found[1]) for each in used if (found := re.match(rf"{re.escape(stem)}(\d+)", each))
    ]
    return max(numbers, default=0) + 1
