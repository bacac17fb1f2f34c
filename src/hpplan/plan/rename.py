"""Give a unit another id before it reports: throughout the plan, and in its file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from pydantic import TypeAdapter, ValidationError

from hpplan.errors import RecordError
from hpplan.files import PROGRESS
from hpplan.i18n import _
from hpplan.plan.edit import composed
from hpplan.plan.rewrite import PlanFile
from hpplan.plan.types import UnitId
from hpplan.progress.append import locked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.workspace import LoadedWorkspace

_REFERENCES = frozenset(
    {"leads", "support", "reporters", "members", "into", "each", "coordinator", "from", "to"}
)
"""The keys whose values are ids of units and groups."""


def rename_unit(workspace: LoadedWorkspace, old: str, new: str) -> None:
    """Write another id wherever a unit or group is meant, and rename its progress file.

    Args:
        workspace: the workspace.
        old: the id as it is.
        new: the id as it should be.

    Raises:
        RecordError: there is no such unit, it has reported, the id cannot be given, or the files
            cannot be written.
    """
    _check_id(new)
    catalogue = workspace.catalogue
    if old not in catalogue.units and old not in catalogue.groups:
        raise RecordError(_("there is no unit “{name}”").format(name=old))
    path, wanted = (workspace.root / PROGRESS / f"{each}.csv" for each in (old, new))
    plan = PlanFile(workspace)
    with locked(plan.real, plan.name):
        if path.is_file() and len(path.read_bytes().splitlines()) > 1:
            message = _("{unit} has reported already; its id stays")
            raise RecordError(message.format(unit=catalogue.name(old)))
        if wanted.exists() and not path.is_file():
            raise RecordError(_("there is a file {name} already").format(name=wanted.name))
        data = _renamed(workspace.loaded.document.data, old, new)
        plan.put(
            plan.rewritten(lambda text: _written(text, old, new), {(): data}, workspace.today())
        )
        if path.is_file():
            path.replace(wanted)


def _check_id(text: str) -> None:
    """Raise RecordError for a text that is no id, before it stands in YAML and means something."""
    try:
        TypeAdapter(UnitId).validate_python(text)
    except ValidationError as error:
        raise RecordError(error.errors()[0]["msg"]) from None


def _written(text: str, old: str, new: str) -> str:
    """The text with another id in each place; from the end on, so that places hold."""
    nodes = [node for node in _ids(composed(text), "") if node.value == old]
    for node in sorted(nodes, key=lambda each: each.start_mark.index, reverse=True):
        text = text[: node.start_mark.index] + new + text[node.end_mark.index :]
    return text


def _ids(node: Any, key: str, holder: str = "") -> Iterator[Any]:
    """The scalars that are ids of units and groups."""
    if isinstance(node, yaml.MappingNode):
        for of_key, value in node.value:
            yield from _ids(value, of_key.value, key)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _ids(each, key, holder)
    elif key in _REFERENCES or (key == "id" and holder in {"units", "groups"}):
        yield node


def _renamed(data: Any, old: str, new: str, key: str = "", holder: str = "") -> Any:
    """The data with another id in the same places."""
    if isinstance(data, dict):
        return {name: _renamed(value, old, new, name, key) for name, value in data.items()}
    if isinstance(data, list):
        return [_renamed(each, old, new, key, holder) for each in data]
    is_id = key in _REFERENCES or (key == "id" and holder in {"units", "groups"})
    return new if is_id and data == old else data
