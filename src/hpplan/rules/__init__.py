"""What `check` holds a sound plan and its reports to; one rule, one function, one registry.

A rule is a function of the facts that yields problems. Nothing here keeps `status` from judging:
faults that would are found while loading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hpplan.problem import Problem
from hpplan.rules import account, rows, source
from hpplan.rules.account import unaccounted
from hpplan.rules.facts import Facts

Rule = Callable[[Facts], Iterable[Problem]]

PLAN_RULES: tuple[Rule, ...] = (
    source.source_in_order,
    account.quotes,
    account.accounted,
    account.figures,
    account.own_figure,
    account.contexts,
    account.governing_dates,
)
ROW_RULES: tuple[Rule, ...] = (
    rows.falling_totals,
    rows.too_large,
    rows.small_percentages,
    rows.thousands,
    rows.empty_reports,
    rows.counted_twice,
    rows.several_on_a_level,
    rows.met_without_evidence,
    rows.days_in_range,
)
RULES: tuple[Rule, ...] = (*PLAN_RULES, *ROW_RULES)


def check(facts: Facts) -> list[Problem]:
    """All problems that the rules find."""
    return [problem for rule in RULES for problem in rule(facts)]


__all__ = ["PLAN_RULES", "ROW_RULES", "RULES", "Facts", "Rule", "check", "unaccounted"]
