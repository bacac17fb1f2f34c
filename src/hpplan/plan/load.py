"""plan.yaml into the model: every fault of structure and type, each at its place."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, ValidationError

from hpplan.i18n import _
from hpplan.phrases import meant, nearest, shortened
from hpplan.plan import model
from hpplan.plan.document import Document, parse, read_text
from hpplan.plan.model import Plan
from hpplan.plan.timing import STRUCTURE_RULES
from hpplan.problem import MOST, capped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from hpplan.plan.document import Key
    from hpplan.plan.structure import PlanFault
    from hpplan.problem import Problem

    Where = tuple[Key, ...]


class LoadedPlan(NamedTuple):
    """A plan, and the document that it was read from."""

    plan: Plan
    document: Document


def load_plan(path: Path, name: str) -> tuple[LoadedPlan | None, list[Problem]]:
    """The plan in a file, and its faults of structure and type; None where it has any."""
    text, problems = read_text(path, name)
    return (None, problems) if text is None else plan_from(text, name)


def plan_from(text: str, name: str) -> tuple[LoadedPlan | None, list[Problem]]:
    """The plan in a YAML text, and its faults of structure and type; None where it has any."""
    document, problems = parse(text, name)
    if document is None:
        return None, problems
    if not isinstance(document.data, dict):
        message = _("expected a plan: keys such as title, units and chapters, each with its value")
        return None, [document.problem("HP203", message, (), hint=_colon(str(document.data)))]
    try:
        plan = Plan.model_validate(document.data)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        # A list of which an entry is faulty counts as too short as well.
        faults = [each for each in faults if each["type"] != "too_short" or not each["input"]]
        return None, _first(_invalid(document, each) for each in faults)
    problems = _first(_placed(document, fault) for rule in STRUCTURE_RULES for fault in rule(plan))
    return (None, problems) if problems else (LoadedPlan(plan, document), [])


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
        message = _("there is no key {key} here").format(key=shortened(key) or '""')
        near = nearest(key, _known_keys(where))
        hint = _colon(key) or meant(near)
        return document.problem("HP202", message, where, hint=hint, key=True, width=len(key))
    value = error["input"]
    hint = _colon(value) if isinstance(value, str) else ""
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
        choices = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return _("expected one of: {choices}").format(choices=choices)
    if kind == "bool_type":
        return _("expected true or false")
    if kind in {"int_type", "greater_than_equal", "less_than_equal"}:
        return _("expected a whole number of days, up to ten years")
    return str(error["msg"])


def _known_keys(where: Where) -> list[str]:
    """The keys that a model of the plan knows, found by walking the fields."""
    steps = [step for step in where[:-1] if isinstance(step, str)]
    models: dict[str, type[BaseModel]] = {
        "policy": model.Policy,
        "units": model.Unit,
        "groups": model.Group,
        "chapters": model.Chapter,
        "clauses": model.Clause,
        "closing": model.Clause,
        "set_aside": model.SetAside,
        "targets": model.Target,
        "illegible": model.Illegible,
        "baseline": model.Baseline,
        "path": model.Checkpoint,
        "handover": model.Handover,
        "revisions": model.Revision,
    }
    found = models.get(steps[-1], model.Plan) if steps else model.Plan
    return [field.alias or name for name, field in found.model_fields.items()]


def _colon(value: str) -> str:
    """A hint where a full-width colon seems to have swallowed a key."""
    before, colon, _after = value.rpartition("：")
    key = before.split()[-1] if before.split() else ""
    if colon and key.isascii() and key.isidentifier():
        return _("write “{key}: ” with an ASCII colon and a space, not ：").format(key=key)
    return ""


# The rules of structure: without them there is nothing that could be judged.
