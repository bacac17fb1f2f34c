"""The JSON Schema of plan.yaml, which editors use to complete and check what is typed."""

from __future__ import annotations

from typing import Any

from hpplan.model import Plan


def plan_schema() -> dict[str, Any]:
    """The schema, draft 2020-12, of the current format."""
    schema = Plan.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
