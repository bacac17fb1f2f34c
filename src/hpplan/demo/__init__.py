"""A workspace to try things in: the plan, and a simulated history that says so in each row."""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hpplan.demo.division import SimulatedDivision, divide, divided_text
from hpplan.demo.history import History, Made
from hpplan.errors import HpplanError
from hpplan.files import PROGRESS
from hpplan.i18n import _
from hpplan.phrases import reason
from hpplan.plan.items import Catalogue
from hpplan.plan.load import plan_from
from hpplan.workspace import LoadedWorkspace, inside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path


class DemoError(HpplanError):
    """Why no workspace was made."""


def make_demo(
    workspace: LoadedWorkspace, folder: Path, *, seed: int, rows: int | None, as_of: date
) -> Made:
    """Write a workspace with simulated reports up to a day, on a plan whose work is divided.

    Args:
        workspace: where plan and source are taken from.
        folder: where to; new or empty.
        seed: the same seed, day and number of rows give the same files.
        rows: about how many rows; else one a quarter for each item and reporter.
        as_of: the last day that may be reported on.

    Raises:
        DemoError: the folder holds something, or cannot be written.
    """
    chance = random.Random(seed)  # noqa: S311 (a simulation)
    with new_folder(folder):
        (folder / PROGRESS).mkdir(parents=True)
        catalogue, division = _divided(workspace, folder / "plan.yaml", chance)
        source = inside(workspace.root, workspace.plan.source or "")
        if source and source.is_file():
            copy = folder / source.resolve().relative_to(workspace.root.resolve())
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(source.read_bytes())
        history = History(catalogue, division, chance, as_of)
        return history.write(folder / PROGRESS, rows, workspace.zone)


@contextmanager
def new_folder(folder: Path) -> Iterator[None]:
    """Make a folder that something is written into; one that holds something is refused.

    Raises:
        DemoError: that, or it or what is written into it cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise DemoError(_("{folder} is no empty folder; name a new one").format(folder=folder))
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        message = _("{folder} cannot be written: {why}").format(folder=folder, why=reason(error))
        raise DemoError(message) from None


def _divided(
    workspace: LoadedWorkspace, path: Path, chance: random.Random
) -> tuple[Catalogue, SimulatedDivision]:
    """Write the plan with its work divided, and return what it holds and who does what.

    A plan without anything to divide, or laid out in a way that this cannot add to, stays as it is.
    """
    division = divide(workspace.catalogue, chance)
    if division.reporters:
        document = workspace.loaded.document
        text = divided_text(document, workspace.plan, division)
        loaded, _problems = plan_from(text, path.name)
        if loaded:
            path.write_bytes(text.encode())
            return Catalogue(loaded.plan), division
    path.write_bytes(workspace.path.read_bytes())
    return workspace.catalogue, SimulatedDivision()
