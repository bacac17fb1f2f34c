from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, HEADS, form
from hpplan.forms.columns import Stamp, identity
from hpplan.plan.load import load_plan

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    loaded, _problems = load_plan(folder.parent / "plan.yaml", "plan.yaml")
    assert loaded is not None
    with form(folder, heads=()) as sheet:
        sheet.row(str(Stamp(identity(loaded.plan), "nobody", DAY)))
        sheet.row(*HEADS)
        sheet.row("1.1a", "加梯", DAY, 12)
