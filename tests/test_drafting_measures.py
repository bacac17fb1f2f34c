"""What drafting must reach on published texts, by the readings of people (tests/drafting)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from hpplan.drafting.damage import repaired_lines
from hpplan.drafting.plan import draft
from hpplan.shipped import shipped
from measuring import FOLDER, drafted, gold, measured, shares

if TYPE_CHECKING:
    from pathlib import Path

    from hpplan.drafting.sources.lines import Line

READ_FIRST = ["dazhu", "gd-shuzi", "hk-kpi", "huangpu", "lishui", "sc-zhbs", "sc-zhijiao"]
"""The texts that the rules were written with, the shipped plan among them."""

READ_LATER = sorted(
    path.stem for path in (FOLDER / "gold").glob("*.json") if path.stem not in READ_FIRST
)
"""The texts on which the rules were tried when they had been written."""

TEXTS = [*READ_FIRST, *READ_LATER]


def lines_of(name: str) -> list[Line]:
    path: Path = FOLDER / "texts" / f"{name}.txt"
    if name == "huangpu":
        path = shipped("plan.yaml").parent / "data" / "source" / "plan.txt"
    words = [line.strip() for line in path.read_text(encoding="utf-8").split("\n")]
    return repaired_lines([line for line in words if line])


@pytest.fixture(scope="module")
def counts() -> dict[str, Counter[str]]:
    """What was measured of each text."""
    found = {}
    for name in TEXTS:
        reading = gold(name)
        found[name] = measured(drafted(lines_of(name), reading), reading)
    return found


def summed(counts: dict[str, Counter[str]], names: list[str]) -> Counter[str]:
    total: Counter[str] = Counter()
    for name in names:
        total.update(counts[name])
    return total


@pytest.mark.parametrize("name", TEXTS)
def test_each_clause_is_found_and_all_its_words_are_accounted_for(
    name: str, counts: dict[str, Counter[str]]
) -> None:
    found = counts[name]
    assert found["clauses"] == found["gold_clauses"] == found["drafted_clauses"]
    assert (found["words_left"], found["strange_quotes"]) == (0, 0)


@pytest.mark.parametrize("names", [READ_FIRST, READ_LATER], ids=["first", "later"])
def test_units_and_figures(names: list[str], counts: dict[str, Counter[str]]) -> None:
    total = summed(counts, names)
    assert total["leads_right"] > 100
    assert min(shares(total, "leads")) >= 0.99
    assert min(shares(total, "support")) >= 0.98
    assert total["figures_right"] > 60
    assert min(shares(total, "figures")) >= 0.98
    assert total["figures_invented_unasked"] == 0


@pytest.mark.parametrize("names", [READ_FIRST, READ_LATER], ids=["first", "later"])
def test_days_kinds_and_recurrence(names: list[str], counts: dict[str, Counter[str]]) -> None:
    total = summed(counts, names)
    assert (total["dues_right"], total["deliverables_right"]) == (
        total["dues"],
        total["deliverables"],
    )
    assert total["dues"] > 5
    assert total["kinds_right"] >= 0.98 * total["figures_right"]
    assert total["recurrences_right"] >= 0.98 * total["recurrences"]
    assert total["approximate_right"] >= 0.98 * total["figures_right"]


def test_few_targets_are_to_be_confirmed(counts: dict[str, Counter[str]]) -> None:
    total = summed(counts, TEXTS)
    assert 0 < total["targets_asked"] <= 0.35 * total["targets"]


@pytest.mark.parametrize("is_repaired", [False, True])
def test_lost_figures_are_illegible(is_repaired: bool) -> None:  # noqa: FBT001
    path = FOLDER / "texts" / "damaged.txt"
    lines: list[Line] = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
    plan = draft(repaired_lines(lines) if is_repaired else lines)
    lost = {
        target.illegible
        for chapter in plan.chapters
        for clause in chapter.clauses
        for target in clause.targets
        if target.illegible
    }
    assert lost == {"□5.1", "□3.3", "□94"}


def test_most_targets_of_the_shipped_plan_are_as_its_authors_wrote_them() -> None:
    """In all but name and note."""
    reading = gold("huangpu")
    plan = drafted(lines_of("huangpu"), reading)
    made: Counter[tuple[Any, ...]] = Counter(
        (
            clause.id,
            each.quote,
            each.kind,
            each.op,
            each.illegible or each.figure,
            each.uom,
            str(each.due or ""),
            each.every,
            bool(each.each),
            each.approximate,
        )
        for chapter in plan.chapters
        for clause in chapter.clauses
        for each in clause.targets
    )
    authors = yaml.safe_load(shipped("plan.yaml").read_text(encoding="utf-8"))
    wanted = Counter(
        as_written(clause["id"], target)
        for chapter in authors["chapters"]
        for clause in chapter["clauses"]
        for target in clause["targets"]
    )
    assert (made & wanted).total() >= 0.75 * wanted.total()


def as_written(clause: str, target: dict[str, Any]) -> tuple[Any, ...]:
    """A target of plan.yaml in the order in which a drafted one is compared."""
    signs = ("at_least", "more_than", "at_most", "less_than")
    lost = target.get("illegible", {})
    sign = next((key for key in signs if key in target or key in lost), "")
    return (
        clause,
        target["quote"],
        target["kind"],
        sign,
        str(lost.get(sign) or target.get(sign) or ""),
        target.get("uom", ""),
        str(target.get("due", "")),
        target.get("every", ""),
        "each" in target,
        target.get("approximate", False),
    )
