"""The reasons that look at how fast an item moves: SPI, TSPI, and its pace lately.

The examples are those of `reasons`: a requirement of 300 from day 0 to day 300, one a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.judging.paces import HALF, LAST_QUARTER

if TYPE_CHECKING:
    from hpplan.judging.case import Case
    from hpplan.numbers import Number

EARLY = 6
"""Before PD/6 has passed, SPI and a level's retreat are not judged; this program's own choice."""

REACH = 4
"""An item off track is lost where no forecast lies by the due date and PD/4; our own choice."""

FOUNDED = 3
"""From PD/3 on, and with reports on three days, a pace tells enough to say that it slows down."""


def spi_off_track(case: Case) -> bool:
    """SPI is below `off_track_spi`, 0.60, once a sixth of the time has passed.

    Holds: 59 on day 100, SPI 0.59. Does not: 60 on day 100, or 29 on day 49.

    The threshold is the red card of Wuhan's rules for major projects, which looks at progress in
    proportion to the time that has passed (序时进度).
    """
    spi = _spi(case)
    return spi is not None and spi < case.plan.policy.off_track_spi


def spi_at_risk(case: Case) -> bool:
    """SPI is below `at_risk_spi`, 0.80, but not off track, once a sixth of the time has passed.

    Holds: 79 on day 100, SPI 0.79. Does not: 80 on day 100, or 59, which is worse.

    The threshold is the yellow card of the same rules.
    """
    spi = _spi(case)
    return spi is not None and case.plan.policy.off_track_spi <= spi < case.plan.policy.at_risk_spi


def tspi_off_track(case: Case) -> bool:
    """The rest needs more than `off_track_tspi`, 2.00, times the planned pace.

    Holds: 219 on day 260, 81 in 40 days. Does not: 220, which leaves 80.

    The threshold is this program's own choice.
    """
    tspi = _tspi(case)
    return tspi is not None and tspi > case.plan.policy.off_track_tspi


def tspi_at_risk(case: Case) -> bool:
    """The rest needs more than `at_risk_tspi`, 1.10, times the planned pace, but is not off track.

    Holds: 189 on day 200, 111 in 100 days. Does not: 190, which leaves 110.

    The threshold follows W. Lipke, "Schedule is Different", The Measurable News, 2003.
    """
    tspi = _tspi(case)
    return (
        tspi is not None and case.plan.policy.at_risk_tspi < tspi <= case.plan.policy.off_track_tspi
    )


def slowing(case: Case) -> bool:
    """The rest needs more than `at_risk_slowing`, 1.10, times both of the paces seen lately.

    Those of the last half and of the last quarter of the time up to the report. Told from a third
    of the time on, of what was reported on three days.

    Holds: 45 on day 50, 70 on day 75 and 90 on day 100: the rest needs 1.05, and the last half made
    0.90, the last quarter 0.80. Does not: 93 on day 100, of which the last half made 0.96, enough
    for 1.035; or 60 on day 75, so that the last quarter made 1.20; or without the report of day 75.

    The rule and its threshold are this program's own choice, made on commitments with a known end
    (docs/judgement.md): SPI is an average of all the time, and is late to see what fell asleep.
    """
    tspi = _tspi(case)
    return tspi is not None and slows(case, tspi)


def is_lost(case: Case) -> bool:
    """Tell whether an item off track is out of reach rather than reachable with more speed.

    Lost: 59 on day 100, SPI 0.59, or 150 on day 250, forecast for day 500. Reachable: 219 on day
    260, forecast for day 357, though the rest needs 2.03 times the planned pace.
    """
    finish, measures = case.finish, case.measures
    if finish is None or measures is None or spi_off_track(case):
        return True
    return (finish - measures.duration) * REACH > measures.duration


def is_early(case: Case) -> bool:
    """Tell whether too little of the time had passed at the report to judge by it."""
    day = case.reported.day
    return day is None or (day - case.start) * EARLY < case.terms.due - case.start


def _spi(case: Case) -> Number | None:
    """Return SPI, where enough of the time has passed to judge by it, and not all of it."""
    if case.measures is None or is_early(case) or case.is_over:
        return None
    return case.measures.spi


def _tspi(case: Case) -> Number | None:
    """Return TSPI, where there is time left."""
    return None if case.measures is None or case.is_over else case.measures.tspi


def slows(case: Case, tspi: Number) -> bool:
    """Tell whether the rest needs more than the limit of both paces seen lately."""
    measures = case.measures
    if measures is None or measures.actual * FOUNDED < measures.duration:
        return False
    if not case.reported.on_days(FOUNDED):
        return False
    for quarters in (HALF, LAST_QUARTER):
        pace = case.pace_since(quarters)
        if pace is None or tspi <= case.plan.policy.at_risk_slowing * pace:
            return False
    return True
