"""plan.yaml into the model: every fault of structure and type, each at its place."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from hpplan.i18n import _
from hpplan.phrases import meant, nearest, shortened
from hpplan.plan.document import Document, parse, read_text
from hpplan.plan.model import Plan
from hpplan.plan.timing import STRUCTURE_RULES
from hpplan.problem import MOST, capped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hpplan.plan.document import Key
    from hpplan.plan.salvage import Usable
    from hpplan.plan.structure import PlanFault
    from hpplan.problem import Problem

    Where = tuple[Key, ...]


class LoadedPlan(NamedTuple):
    """A plan, and the document that it was read from."""

    plan: Plan
    document: Document


class Partial(NamedTuple):
    """What can be used of a faulty plan, and the document that it was read from."""

    document: Document
    usable: Usable


def load_plan(path: Path, name: str) -> tuple[LoadedPlan | None, list[Problem]]:
    """The plan in a file, and its faults of structure and type; None where it has any."""
    loaded, problems, _usable = load_as_far(path, name)
    return loaded, problems


def load_as_far(path: Path, name: str) -> tuple[LoadedPlan | None, list[Problem], Partial | None]:
    """The plan in a file, its faults, and where it has any what can be used of it."""
    text, problems = read_text(path, name)
    return (None, problems, None) if text is None else plan_as_far(text, name)


def plan_from(text: str, name: str) -> tuple[LoadedPlan | None, list[Problem]]:
    """The plan in a YAML text, and its faults of structure and type; None where it has any."""
    loaded, problems, _usable = plan_as_far(text, name)
    return loaded, problems


def plan_as_far(text: str, name: str) -> tuple[LoadedPlan | None, list[Problem], Partial | None]:
    """The plan in a YAML text, its faults, and where it has any what can be used of it."""
    document, problems = parse(text, name)
    if document is None:
        return None, problems, None
    if not isinstance(document.data, dict):
        message = _("expected a plan: keys such as title, units and chapters, each with its value")
        problem = document.problem("HP203", message, (), hint=_colon(str(document.data)))
        return None, [problem], None
    try:
        plan = Plan.model_validate(document.data)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        # A list of which an entry is faulty counts as too short as well.
        faults = [each for each in faults if each["type"] != "too_short" or not each["input"]]
        return _partly(document, faults)
    found = [fault for rule in STRUCTURE_RULES for fault in rule(plan)]
    if not found:
        return LoadedPlan(plan, document), [], None
    problems = _first(_placed(document, fault) for fault in found)
    from hpplan.plan.salvage import Salvaged, usable

    return None, problems, _partial(document, usable(Salvaged(plan, (), {}).with_faults(found)))


def _partly(document: Document, faults: list[Any]) -> tuple[None, list[Problem], Partial | None]:
    """The faults of type, those of structure in what can be read all the same, and its use."""
    from hpplan.plan.salvage import salvaged, usable

    found: list[PlanFault] = []
    rest = salvaged(document.data, [tuple(each["loc"]) for each in faults])
    if rest:
        found = [
            fault
            for rule in STRUCTURE_RULES
            for fault in rule(rest.plan)
            if rest.is_real(rule, fault)
        ]
    problems = _first(
        chain(
            (_invalid(document, each) for each in faults),
            (_placed(document, fault) for fault in found),
        )
    )
    return None, problems, _partial(document, usable(rest.with_faults(found))) if rest else None


def _partial(document: Document, found: Usable | None) -> Partial | None:
    return Partial(document, found) if found else None


def _placed(document: Document, fault: PlanFault) -> Problem:
    """A fault at its line and column; of what stands twice both places are named."""
    message = fault.message
    if fault.first is not None:
        mark = document.mark(fault.first)
        message = _("{message}, at {line}:{column}").format(
            message=message, line=mark.line, column=mark.column
        )
    return document.problem(fault.code, message, fault.where, hint=fault.hint)


def _first(problems: Iterator[Problem]) -> list[Problem]:
    """As many problems as are listed; what lies beyond is not even worked out."""
    return capped(islice(problems, MOST + 1))


def _invalid(document: Document, error: Any) -> Problem:
    """One of pydantic's errors in our own words, at the value it speaks of."""
    where, kind = error["loc"], error["type"]
    key = str(where[-1]) if where else ""
    if kind == "missing":
        message = _("the key {key} is missing here").format(key=key)
        return document.problem("HP201", message, where)
    if kind == "extra_forbidden":
        from hpplan.plan.salvage import known_keys

        message = _("there is no key {key} here").format(key=shortened(key) or '""')
        near = nearest(key, known_keys(where))
        hint = _colon(key) or meant(near)
        return document.problem("HP202", message, where, hint=hint, key=True)
    value = error["input"]
    hint = _colon(value) if isinstance(value, str) else ""
    if kind == "literal_error" and isinstance(value, str):
        hint = hint or meant(nearest(value, _choices(error)))
    return document.problem("HP203", _expectation(kind, error), where, hint=hint)


def _expectation(kind: str, error: Any) -> str:
    """What was expected in place of a value."""
    if kind in {"tuple_type", "list_type"}:
        return _("expected a list")
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return _("expected keys with values")
    if kind == "too_short":
        return _("expected a list with one entry at least")
    if kind == "literal_error":
        choices = _(", ").join(_choices(error))
        return _("expected one of: {choices}").format(choices=choices)
    if kind == "bool_type":
        return _("expected true or false")
    if kind in {"int_type", "greater_than_equal", "less_than_equal"}:
        return _("expected a whole number of days, up to ten years")
    return str(error["msg"])


def _choices(error: Any) -> list[str]:
    """The words of which one was expected."""
    return re.findall("'([^']*)'", error["ctx"]["expected"])


def _colon(value: str) -> str:
    """A hint where a full-width colon seems to have swallowed a key."""
    before, colon, _after = value.rpartition("：")
    key = before.split()[-1] if before.split() else ""
    if colon and key.isascii() and key.isidentifier():
        return _("write “{key}: ” with an ASCII colon and a space, not ：").format(key=key)
    return ""


# The rules of structure: without them there is nothing that could be judged.
