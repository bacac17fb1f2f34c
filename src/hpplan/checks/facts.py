"""What the rules look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpplan.judging.assess import assess

if TYPE_CHECKING:
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.load import LoadedPlan
    from hpplan.progress.series import ProgressFile


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at.

    Attributes:
        loaded: the plan and its document.
        catalogue: the plan's items.
        source: the document's text, where the plan names one that could be read.
        source_path: that file, as a person would name it.
        files: the progress files, with their rows.
        today: the day on which the check is made.
    """

    loaded: LoadedPlan
    catalogue: Catalogue
    source: str | None
    source_path: str
    files: tuple[ProgressFile, ...]
    today: date

    def judged(self, item: Item) -> Assessment:
        """Return an item as it stands today."""
        reports = {file.unit: file.series[item.id] for file in self.files if item.id in file.series}
        return assess(item, reports, self.loaded.plan, self.today)
