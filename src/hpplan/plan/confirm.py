"""Settle what a draft left open: take a proposal as it is, correct it, or set its words aside."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.csvtext import folded
from hpplan.errors import CellError
from hpplan.i18n import _
from hpplan.numbers import exact
from hpplan.plan.edit import with_entry, without_item
from hpplan.plan.model import MEASURED, OPERATORS, figure_of
from hpplan.plan.rewrite import PlanFile, data_of, data_with
from hpplan.plan.settings import with_settings
from hpplan.progress import cells
from hpplan.progress.append import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hpplan.numbers import Number
    from hpplan.plan.document import Key
    from hpplan.plan.model import Kind, Operator, Target
    from hpplan.workspace import LoadedWorkspace

    Where = tuple[Key, ...]

_SIGNS: dict[Operator, str] = {
    "at_least": "≥|>=|不少于|不低于|不小于|至少|达到",
    "more_than": ">|超过|高于|大于|多于",
    "at_most": "≤|<=|不超过|不高于|不大于|至多",
    "less_than": "<|低于|少于|小于",
}
_REQUIREMENT = re.compile(
    rf"(?:{'|'.join(f'(?P<{key}>{signs})' for key, signs in _SIGNS.items())})?"
    r"\s*(?P<figure>[\d.,]+)\s*(?P<uom>\D*)"
)


class TypedRequirement(NamedTuple):
    """A requirement that a person typed."""

    operator: Operator
    figure: Number
    uom: str


def typed_requirement(text: str, kind: Kind, uom: str) -> TypedRequirement:
    """The requirement that a person typed, as ≥30个; at_least unless it says otherwise.

    Args:
        text: what was typed.
        kind: the kind of the target.
        uom: the unit of measure where the text names none.

    Raises:
        CellError: it is none.
    """
    found = _REQUIREMENT.fullmatch(folded(text))
    if found is None:
        message = _("“{text}” is no requirement").format(text=text)
        raise CellError("HP422", message, _("write it as ≥30个, ≤15% or >5公里"))
    given: Operator = next((each for each in OPERATORS if found[each]), "at_least")
    unit = found["uom"].strip() or uom
    return TypedRequirement(given, cells.figure(found["figure"], kind, unit) or 0, unit)


def settle(workspace: LoadedWorkspace, where: Where, settings: Mapping[str, Any]) -> None:
    """Take what was proposed at a place for confirmed, with what a person corrects in it.

    Args:
        workspace: the workspace.
        where: the way to the plan, unit, group, clause or target that is open.
        settings: keys that are set anew; None takes one out.

    Raises:
        RecordError: it would be no sound plan so, or the file cannot be written.
    """
    changes = {**settings, "confirm": None}
    keys = list(dict.fromkeys([*(key for key in changes if key not in _TARGETS), *_TARGETS]))
    _write(
        workspace,
        lambda text: with_settings(text, {where: changes}, keys=keys),
        {where: data_with(workspace.loaded, where, changes)},
    )


_TARGETS = (
    "kind",
    "illegible",
    *OPERATORS,
    "uom",
    "due",
    "every",
    "approximate",
    "context",
    "confirm",
)
"""The keys of a target that are corrected, in their order."""


def required_anew(target: Target, kind: Kind, given: TypedRequirement | None) -> dict[str, Any]:
    """The keys of a target with another kind or requirement; those that go are None.

    A figure of its quote that is required no more is explained in its context.
    """
    keys: dict[str, Any] = {"kind": kind}
    if kind not in MEASURED:
        keys |= dict.fromkeys((*OPERATORS, "uom", "illegible", "approximate"))
    elif given:
        keys |= dict.fromkeys(OPERATORS)
        keys |= {given.operator: given.figure, "uom": given.uom}
    else:
        return keys
    was, now = figure_of(target), given.figure if given and kind in MEASURED else None
    context = dict(target.context)
    for figure in _digits(target.quote):
        value = exact(Decimal(figure.replace(",", "")))
        if value == now:
            context.pop(figure, None)
        elif was and value == was[1]:
            context.setdefault(figure, _NO_TARGET)
    return keys | {"context": context or None}


_NO_TARGET = "不是目标值"
"""What a context says of a figure that need not be reached."""


def _digits(quote: str) -> list[str]:
    """The figures of a quote, as they are written."""
    return re.findall(r"\d[\d,]*(?:\.\d+)?", quote)


def set_words_aside(workspace: LoadedWorkspace, where: Where, why: str) -> None:
    """Take a target out of its clause, and list its words under `set_aside` with the reason.

    The target's id stands behind the reason, so that nobody gives it to another.

    Raises:
        RecordError: it would be no sound plan so, or the file cannot be written.
    """
    *holder, _targets, number = where
    clause = tuple(holder)
    data = data_of(workspace.loaded, clause)
    target = data["targets"][number]
    entry = {"quote": target["quote"], "why": f"{why}（{target['id']}）"}
    targets = [each for n, each in enumerate(data["targets"]) if n != number]

    def edited(text: str) -> str:
        if targets:
            text = without_item(text, where)
        else:
            text = with_settings(text, {clause: {"targets": []}}, keys=("targets",))
        return with_entry(text, clause, "set_aside", entry)

    aside = [*data.get("set_aside", []), entry]
    _write(workspace, edited, {clause: {**data, "targets": targets, "set_aside": aside}})


def _write(
    workspace: LoadedWorkspace, edited: Callable[[str], str], wanted: Mapping[Where, dict[str, Any]]
) -> None:
    plan = PlanFile(workspace)
    with locked(plan.real, plan.name):
        plan.put(plan.rewritten(edited, wanted, workspace.today()))
