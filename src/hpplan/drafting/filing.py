"""The files of a new workspace: the drafted plan, its source, and a file for each unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.csvtext import BOM
from hpplan.drafting.layout import plan_yaml, units_of
from hpplan.files import PROGRESS
from hpplan.progress.cells import HEADERS

if TYPE_CHECKING:
    from hpplan.drafting.plan import DraftPlan

SOURCE_TEXT = "data/source/plan.txt"
"""Where the text lies that a drafted plan encodes."""

ORIGINAL = "original"
"""What the document beside it is called, but for its suffix."""


def draft_files(plan: DraftPlan, plan_name: str, original: bytes, suffix: str) -> dict[str, bytes]:
    """The files of a workspace for a proposed plan, by their names below its folder.

    Args:
        plan: the plan.
        plan_name: the name of the plan's own file.
        original: the bytes of the document that it was drafted from, which are kept.
        suffix: how the document's name ends, as .pdf.
    """
    files = {
        plan_name: plan_yaml(plan).encode(),
        SOURCE_TEXT: source_bytes(plan),
        f"data/source/{ORIGINAL}{suffix}": original,
    }
    units = units_of(plan)
    for name in units.names:
        files[f"{PROGRESS.as_posix()}/{units.ids[name]}.csv"] = progress_file()
    return files


def source_bytes(plan: DraftPlan) -> bytes:
    """The text that a drafted plan encodes, as its file holds it."""
    return ("\n".join(plan.source) + "\n").encode()


def progress_file() -> bytes:
    """A unit's file before its first report."""
    return BOM + (",".join(HEADERS) + "\n").encode()
