"""Write a person's settings as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.output.data.formats import json_text

if TYPE_CHECKING:
    from hpplan.output.views import SettingsView


def settings_json(view: SettingsView) -> str:
    """Write each setting with its value and where that comes from; null for what there is not."""
    return json_text(
        {
            "version": 1,
            "file": view.path or None,
            "settings": {
                each.key: {"value": each.value, "from": each.origin or None} for each in view.rows
            },
            "faults": list(view.faults),
        }
    )
