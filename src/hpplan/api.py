"""The library: a folder opened, judged and checked from Python.

Other programs take it from `hpplan` itself, which loads it when it is first asked for. It stands
above the output, whose data it hands out: a record is an item of `hpplan status --format json`, and
a report a row of `hpplan show --format json`, made by the same functions.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpplan.errors import HpplanError, PlanError
from hpplan.i18n import LANGUAGES, _, speaking
from hpplan.i18n import language as find_language
from hpplan.plan.lookup import part_hint
from hpplan.problem import in_order
from hpplan.workspace import as_known, find_plan, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.model import Plan
    from hpplan.problem import Problem
    from hpplan.workspace import LoadedWorkspace

__all__ = ["Workspace", "open"]


class Workspace:
    """A plan and what has been reported on it, as it was read by `hpplan.open`.

    `status`, `records` and `chart` rest on that reading; open the folder anew to see what was
    written since. `reports` and `check` read the progress files again, since they look at single
    rows, which are not kept.
    """

    def __init__(self, loaded: LoadedWorkspace, language: str) -> None:
        self._loaded = loaded
        self._language = language

    def __repr__(self) -> str:
        return f"<hpplan.Workspace {str(self.path)!r}>"

    @property
    def path(self) -> Path:
        """plan.yaml."""
        return self._loaded.path

    @property
    def plan(self) -> Plan:
        """The plan as plan.yaml has it, frozen."""
        return self._loaded.plan

    @property
    def problems(self) -> list[Problem]:
        """The faults for which rows, or whole progress files, were left out on reading."""
        return in_order(self._loaded.problems)

    def today(self) -> date:
        """Today in the plan's time zone: the day on which everything is judged unless told."""
        return self._loaded.today()

    def status(self, as_of: date | None = None) -> list[Assessment]:
        """All items, judged on a day, in the plan's order.

        Args:
            as_of: the day, by whose end everything is judged; rows dated later do not count.
        """
        return self._loaded.assess(self._day(as_of))

    def records(self, as_of: date | None = None) -> list[dict[str, Any]]:
        """The same as plain values: the items of `hpplan status --all --format json`.

        Days are texts like 2026-11-22, figures are not rounded, and what does not apply is None.

        Args:
            as_of: the day, by whose end everything is judged; rows dated later do not count.
        """
        with speaking(self._language):
            return item_records(self.status(as_of), self._loaded.catalogue)

    def reports(self) -> list[dict[str, Any]]:
        """Every sound row of the progress files as plain values, by day, unit and line.

        A row is what `hpplan show --format json` lists under `rows`: `counts` is False where a
        later row corrects it.
        """
        from hpplan.output.data.show import row_data
        from hpplan.output.views import ShowView

        seen = as_known(self._loaded, date.max, since=date.min)
        catalogue, reports, arrivals = seen.catalogue, seen.reports(), seen.arrivals()
        view = ShowView("", catalogue, date.max, {}, reports, arrivals)
        return row_data(view, list(catalogue.items.values()))

    def check(self, as_of: date | None = None) -> list[Problem]:
        """Everything that is wrong with plan, source and progress files, as `hpplan check` has it.

        A warning that the plan accepts has its reason as `accepted`, and stands last.

        Args:
            as_of: the day behind which no row should be dated.

        Raises:
            PlanError: plan.yaml can no longer be loaded.
        """
        from hpplan.check import check_workspace
        from hpplan.checks.accepted import with_acceptances

        with speaking(self._language):
            workspace, problems = check_workspace(self.path, self._day(as_of))
            if workspace is None:
                raise PlanError(in_order(problems))
            return in_order(with_acceptances(problems, workspace.loaded))

    def chart(self, item: str, as_of: date | None = None, width: int = 80) -> str:
        """What was planned and what was reported over time, drawn with plain characters.

        Empty where there is nothing to draw: of a duty, or where no two figures differ.

        Args:
            item: id of an item, as `1.1d` or `1.3g@2025`.
            as_of: the day up to which a report is carried forward.
            width: columns.

        Raises:
            HpplanError: the plan has no such item.
        """
        from hpplan.judging.assess import trajectory
        from hpplan.output.terminal.chart import plain_chart

        found, day = self._item(item), self._day(as_of)
        if found.target.kind == "duty":
            return ""
        (assessment,) = self._loaded.assess(day, [found])
        reports = self._loaded.reports().get(found.id, {})
        line = trajectory(found, reports, self.plan, day)
        return "\n".join(plain_chart(line, assessment.terms.due, day, width))

    def _item(self, name: str) -> Item:
        items = self._loaded.catalogue.items
        if name not in items:
            with speaking(self._language):
                message = _("there is no “{name}” in the plan").format(name=name)
                raise HpplanError(message, part_hint(self._loaded.catalogue, name))
        return items[name]

    def _day(self, as_of: date | None) -> date:
        """A day as judging takes it: today unless given, and of a moment its day."""
        if as_of is None:
            return self.today()
        return as_of.date() if isinstance(as_of, datetime) else as_of


def item_records(assessments: Iterable[Assessment], catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return judged items as plain values, as `Workspace.records` does, in the language spoken."""
    from hpplan.output.data.items import item_data

    return [item_data(each, catalogue) for each in assessments]


def open(  # noqa: A001 (hpplan.open, as gzip.open)
    folder_or_plan: str | PathLike[str] | None = None, *, language: str = "en"
) -> Workspace:
    """Read a plan and its progress files.

    Args:
        folder_or_plan: the folder of a plan.yaml, or the file itself; the nearest plan.yaml in the
            current folder or above it unless given.
        language: of explanations and messages: `en`, `zh`, `zh_Hant`, or the name of a locale.

    Raises:
        PlanError: there is no plan, or it has faults of structure or type. Faulty rows are no
            reason: they are left out, and named by the workspace's `problems`.
        HpplanError: hpplan does not speak this language.
    """
    spoken = find_language(language)
    if spoken is None:
        message = _("there is no language “{lang}”").format(lang=language)
        raise HpplanError(message, ", ".join(LANGUAGES))
    if folder_or_plan is None:
        path = find_plan(Path.cwd()) or Path("plan.yaml")
    else:
        path = Path(folder_or_plan)
        path = path / "plan.yaml" if os.path.isdir(path) else path  # noqa: PTH112 (it raises nothing)
    with speaking(spoken.code):
        workspace, problems = open_workspace(path)
    if workspace is None:
        raise PlanError(in_order(problems))
    return Workspace(workspace, spoken.code)
