"""What was said last on an item: the note, the reason and the next step, with who said it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from hpplan.forms.columns import note_parts
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.judging.briefing import Meeting
    from hpplan.progress.series import Series


class SaidOnItem(NamedTuple):
    """What a unit said last on an item; empty where it said nothing.

    Attributes:
        note: what was done.
        cause: why it is late.
        measures: the next steps.
        expected: when it is expected to be done, as it was written.
    """

    note: str = ""
    cause: str = ""
    measures: str = ""
    expected: str = ""


class SaidLast:
    """Finds what was said last in a meeting, by item and unit."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.name = meeting.catalogue.name

    def by_unit(self, assessment: Assessment, unit: str) -> SaidOnItem:
        """Return what a unit said last on an item."""
        found = self._newest(assessment, [unit])
        return found[2] if found else SaidOnItem()

    def of_all(self, assessment: Assessment) -> SaidOnItem:
        """Return what was said last on an item, its note behind who said it where several may."""
        found = self._newest(assessment, self.meeting.reports.get(assessment.item.id, {}))
        if not found:
            return SaidOnItem()
        _day, unit, said = found
        if len(assessment.taking_part) > 1 and said.note:
            told = _("{unit}: {contact}").format(unit=self.name(unit), contact=said.note)
            said = said._replace(note=told)
        return said

    def _newest(
        self, assessment: Assessment, units: Iterable[str]
    ) -> tuple[date, str, SaidOnItem] | None:
        reports = self.meeting.reports.get(assessment.item.id, {})
        found = [
            (last[0], unit, last[1])
            for unit in units
            if (series := reports.get(unit))
            for each in (series, series.remarks)
            if each and (last := _last_note(each, self.meeting.as_of))
        ]
        if not found:
            return None
        day, unit, note = max(found, key=lambda each: each[0])
        return day, unit, SaidOnItem(**note_parts(note))


def _last_note(series: Series, as_of: date) -> tuple[date, str] | None:
    """Return the last note of a series up to a day, with the day that it speaks of."""
    if not series.notes:
        return None
    for at in range(bisect_right(series.days, as_of) - 1, -1, -1):
        if series.notes[at]:
            return series.days[at], series.notes[at]
    return None
