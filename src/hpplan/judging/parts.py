"""How each clause or chapter stands: its items by status, and whom to call for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.judging.standing import calls
from hpplan.judging.summary import counts, measurable
from hpplan.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.judging.status import Status
    from hpplan.plan.items import Catalogue

PartKind = Literal["clause", "chapter"]
"""The parts of the document by which items are summed up."""


class PartScore(NamedTuple):
    """How a part of the document stands.

    Attributes:
        part: its id.
        title: its title; where it has none, how its text begins.
        counts: how many of its items have each status.
        met: measurable items that are met.
        measurable: items that can be met.
        to_call: ids of the units that have something urgent to move, whoever has most first.
    """

    part: str
    title: str
    counts: dict[Status, int]
    met: int
    measurable: int
    to_call: tuple[str, ...]


def part_scores(
    assessments: Sequence[Assessment], catalogue: Catalogue, by: PartKind
) -> list[PartScore]:
    """Return the parts that have any of some items, in the order of the document."""
    chapter_of = {
        clause.id: chapter for chapter in catalogue.plan.chapters for clause in chapter.clauses
    }
    titles: dict[str, str] = {}
    groups: dict[str, list[Assessment]] = {}
    for each in assessments:
        clause = each.item.clause
        chapter = chapter_of.get(clause.id)
        part, title = clause.id, clause.title or shortened(clause.text)
        if by == "chapter" and chapter:
            part, title = chapter.id, chapter.title
        titles[part] = title
        groups.setdefault(part, []).append(each)
    return [_part_score(part, titles[part], items, catalogue) for part, items in groups.items()]


def _part_score(
    part: str, title: str, items: Sequence[Assessment], catalogue: Catalogue
) -> PartScore:
    rated = [each for each in items if measurable(each)]
    met = sum(each.status == "met" for each in rated)
    to_call = tuple(call.unit for call in calls(items, catalogue))
    return PartScore(part, title, counts(items), met, len(rated), to_call)
