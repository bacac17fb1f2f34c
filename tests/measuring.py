"""Measure a drafted plan against what people read in the same text (tests/drafting).

A gold reading holds facts: for each clause how it begins, its units, the figures that it requires
with operator, value, measure word and day, its dated deliverables, and figures that are no targets.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpplan.drafting.plan import Wanted, draft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpplan.drafting.plan import DraftClause, DraftPlan
    from hpplan.drafting.sources.lines import Line
    from hpplan.drafting.targets import DraftTarget

FOLDER = Path(__file__).parent / "drafting"
SIGNS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
SAME_WORDS = {"％": "%", "平米": "平方米", "㎡": "平方米", "千米": "公里", "個": "个"}
TIMES = {"万": 10**4, "亿": 10**8}


def gold(name: str) -> dict[str, Any]:
    """The gold reading of a text."""
    read: dict[str, Any] = json.loads((FOLDER / "gold" / f"{name}.json").read_text("utf-8"))
    return read


def drafted(lines: Iterable[Line], reading: dict[str, Any]) -> DraftPlan:
    """The plan that a text makes within the days that its reading gives."""
    from datetime import date

    begin, end = (date.fromisoformat(reading[key]) for key in ("start", "end"))
    return draft(list(lines), Wanted(start=begin, end=end))


def bare(text: str) -> str:
    """The letters and digits of a text."""
    return re.sub(r"[\W_]", "", text)


def amount(value: object, uom: str) -> tuple[Decimal, str]:
    """A figure in ones, and its measure word in one spelling."""
    number = Decimal(str(value))
    while uom[:1] in TIMES:
        number, uom = number * TIMES[uom[0]], uom[1:]
    return number.normalize(), SAME_WORDS.get(uom, uom)


def measured(plan: DraftPlan, reading: dict[str, Any]) -> Counter[str]:
    """How much of a reading the draft has, and what it has beyond that."""
    made = [clause for chapter in plan.chapters for clause in chapter.clauses]
    bodies = [bare(each.source.title + each.source.text) for each in made]
    counts: Counter[str] = Counter(gold_clauses=len(reading["clauses"]))
    at, places = 0, []
    for want in reading["clauses"]:
        begins = bare(want["title"])
        found = next((n for n in range(at, len(made)) if bodies[n].startswith(begins)), None)
        if found is None:
            _miss(counts, want)
            continue
        at = found + 1
        places.append(found)
        counts["clauses"] += all(bare(fact["quote"]) in bodies[found] for fact in want["facts"])
        _units(counts, want, made[found])
        _figures(counts, want, made[found], reading["end"])
        _words(counts, made[found])
    if places:
        counts["drafted_clauses"] += places[-1] - places[0] + 1
    return counts


def _miss(counts: Counter[str], want: dict[str, Any]) -> None:
    for key in ("leads", "support"):
        counts[f"{key}_missed"] += len(want[key] or ())
    counts["figures_missed"] += sum(
        fact["op"] is not None and not fact["optional"] for fact in want["facts"]
    )
    counts["deliverables"] += sum(fact["op"] is None for fact in want["facts"])


def _units(counts: Counter[str], want: dict[str, Any], clause: DraftClause) -> None:
    for key, role in (("leads", "lead"), ("support", "support")):
        if want[key] is None:
            continue
        expected = {bare(part) for name in want[key] for part in name.split("、")}
        named = clause.source.named("lead" if role == "lead" else "support")
        found = {bare(part) for name in named for part in name.split("、")}
        counts[f"{key}_right"] += len(expected & found)
        counts[f"{key}_missed"] += len(expected - found)
        counts[f"{key}_invented"] += len(found - expected)


def _figures(counts: Counter[str], want: dict[str, Any], clause: DraftClause, end: str) -> None:
    left = [each for each in clause.targets if each.op and not each.illegible]
    for fact in sorted(want["facts"], key=lambda each: bool(each["optional"])):
        if fact["op"] is None:
            counts["deliverables"] += 1
            counts["deliverables_right"] += any(
                str(each.due or end) == fact["due"] and _shared(fact["quote"], each.quote)
                for each in clause.targets
            )
            continue
        wanted = (fact["op"], *amount(fact["value"], fact["uom"] or ""))
        same = [each for each in left if (SIGNS[each.op], *amount(each.figure, each.uom)) == wanted]
        if not same:
            counts["figures_missed"] += not fact["optional"]
            continue
        best = max(same, key=lambda each: _overlap(bare(fact["quote"]), bare(each.quote)))
        left.remove(best)
        if not fact["optional"]:
            _attributes(counts, fact, best, end)
    counts["figures_invented"] += len(left)
    counts["figures_invented_unasked"] += sum(not each.asked for each in left)


def _attributes(counts: Counter[str], fact: dict[str, Any], target: DraftTarget, end: str) -> None:
    counts["figures_right"] += 1
    if fact["due"]:
        counts["dues"] += 1
        counts["dues_right"] += str(target.due or end) == fact["due"]
    counts["kinds_right"] += target.kind in fact["kinds"]
    if fact["every"] != "?":
        counts["recurrences"] += 1
        counts["recurrences_right"] += (target.every or None) == fact["every"]
    counts["approximate_right"] += target.approximate == bool(fact["approx"])


def _words(counts: Counter[str], clause: DraftClause) -> None:
    text = clause.source.text
    held = [not character.isalnum() for character in text]
    quotes = [each.quote for each in clause.targets] + [each.quote for each in clause.asides]
    for quote in quotes:
        counts["strange_quotes"] += quote not in text and quote not in clause.source.title
        at = text.find(quote)
        while at >= 0:
            held[at : at + len(quote)] = [True] * len(quote)
            at = text.find(quote, at + 1)
    counts["words_left"] += held.count(False)
    counts["targets"] += len(clause.targets)
    counts["targets_asked"] += sum(bool(each.asked) for each in clause.targets)


def _shared(one: str, other: str) -> bool:
    one, other = bare(one), bare(other)
    return _overlap(one, other) >= min(6, len(one))


def _overlap(one: str, other: str) -> int:
    """The length of the longest stretch that two texts share."""
    best = 0
    for at in range(len(one)):
        while one[at : at + best + 1] in other and at + best < len(one):
            best += 1
    return best


def shares(counts: Counter[str], what: str) -> tuple[float, float]:
    """Precision and recall of leads, support or figures."""
    right = counts[f"{what}_right"]
    made = right + counts[f"{what}_invented"]
    wanted = right + counts[f"{what}_missed"]
    return (right / made if made else 1, right / wanted if wanted else 1)
