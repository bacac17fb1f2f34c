"""The JSON Schema of plan.yaml, which editors use to complete and check what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.plan.model import MEASURED, OPERATORS, Plan, Policy

if TYPE_CHECKING:
    from hpplan.numbers import Number


def plan_schema() -> dict[str, Any]:
    """The schema, draft 2020-12, of the current format."""
    schema = Plan.model_json_schema()
    schema["$defs"]["Target"] |= _requirement()
    # Pydantic writes a Fraction as text, which the loader would refuse.
    policy = Policy()
    defaults = {name: _plain(getattr(policy, name)) for name in Policy.model_fields}
    for name, value in defaults.items():
        schema["$defs"]["Policy"]["properties"][name]["default"] = value
    schema["properties"]["policy"]["default"] = defaults
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _plain(value: Number) -> int | float:
    return value if isinstance(value, int) else float(value)


def _requirement() -> dict[str, Any]:
    """A count, amount or level has one requirement and its unit of measure; others have none."""
    keys = [*OPERATORS, "illegible"]
    return {
        "if": {"properties": {"kind": {"enum": list(MEASURED)}}},
        "then": {"required": ["uom"], "anyOf": [{"required": [key]} for key in keys]},
        "else": {"properties": dict.fromkeys(keys, False)},
        "dependentSchemas": {
            key: {"properties": {other: False for other in OPERATORS if other != key}}
            for key in OPERATORS
        },
    }
