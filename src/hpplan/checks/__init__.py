"""What `check` holds a sound plan and its reports to; one rule, one function, one registry.

A rule is a function of the facts that yields problems. Nothing here keeps `status` from judging:
faults that would are found while loading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hpplan.checks import account, answering, drafts, figures, revisions, rows, sizes, source, turns
from hpplan.checks.account import unaccounted
from hpplan.checks.facts import Facts
from hpplan.checks.figures import accounted_share
from hpplan.problem import Problem

Rule = Callable[[Facts], Iterable[Problem]]

PLAN_RULES: tuple[Rule, ...] = (
    source.source_in_order,
    account.quotes,
    account.accounted,
    figures.figures,
    figures.own_figure,
    figures.contexts,
    figures.governing_dates,
    revisions.decisions_in_order,
    revisions.reasoned,
    revisions.changing,
    revisions.dated,
    drafts.unconfirmed,
    drafts.with_reporters,
    drafts.groups_with_members,
    answering.handovers,
)
ROW_RULES: tuple[Rule, ...] = (
    rows.falling_totals,
    sizes.too_large,
    sizes.over_fulfilled,
    sizes.small_percentages,
    sizes.thousands,
    rows.empty_reports,
    rows.lost_characters,
    rows.rows_are_lines,
    rows.days_in_range,
    turns.closing_figures,
)
"""What a row shows by itself, or beside the others of its file."""

SHARED_RULES: tuple[Rule, ...] = (
    rows.counted_twice,
    rows.several_on_a_level,
    rows.met_without_evidence,
    answering.answered_for,
    answering.undivided_level,
    answering.orphaned,
)
"""What only all files together show, beside the plan."""

RULES: tuple[Rule, ...] = (*PLAN_RULES, *ROW_RULES, *SHARED_RULES)


def check(facts: Facts, rules: Iterable[Rule] = RULES) -> Iterator[Problem]:
    """All problems that the rules find."""
    for rule in rules:
        yield from rule(facts)


def sum_up(facts: Facts) -> None:
    """Have each series remember what `SHARED_RULES` need of its rows, and forget the rows."""
    for file in facts.files:
        for series in file.series.values():
            series.tail = rows.tail(series, facts)
        file.forget()


__all__ = [
    "PLAN_RULES",
    "ROW_RULES",
    "RULES",
    "SHARED_RULES",
    "Facts",
    "Rule",
    "accounted_share",
    "check",
    "sum_up",
    "unaccounted",
]
