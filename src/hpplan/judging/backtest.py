"""Hold the flags of earlier days against what became of the items: how far they can be trusted.

Each item whose due date has passed is judged once more on an earlier day, at the same share of its
time, by what was known then. What was flagged there, off-track or at-risk, is counted against what
was missed. Nothing is concluded from few items: with fewer than ten missed and ten met, chance
decides more than the rules do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.judging.assess import assess
from hpplan.judging.reasons import deciding, holding
from hpplan.judging.status import record_of, urgent
from hpplan.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.judging.status import Status
    from hpplan.numbers import Number
    from hpplan.plan.items import Item
    from hpplan.plan.model import Kind, Plan
    from hpplan.progress.series import Series

FEWEST = 10
"""Items that must have been missed, and as many met, before anything is concluded.

This program's own choice.
"""

OFF_TRACK: tuple[Status, ...] = ("off-track",)

LeftOut = Literal["not-due", "not-measured", "given-up", "settled-before", "closing-figure-missing"]
"""Why an item is no trial.

`not-due`: its due date has not passed, or the earlier day has not come. `not-measured`: a duty, a
lost figure, or a level for which no unit answers. `given-up`: withdrawn or suspended by now.
`settled-before`: met on the earlier day already, or not begun. `closing-figure-missing`: it was on
course, and nobody reported how it ended.
"""


class Trial(NamedTuple):
    """An item whose end is known, as it was judged on an earlier day.

    Attributes:
        then: how it was judged on that day, by what was known of it.
        now: how it is judged by now.
    """

    then: Assessment
    now: Assessment

    @property
    def item(self) -> Item:
        """The item."""
        return self.now.item

    @property
    def flagged(self) -> bool:
        """Whether it was off-track or at-risk on the earlier day."""
        return record_of(self.then.status).urgent

    @property
    def missed(self) -> bool:
        """Whether it was not met by the due date that held on the earlier day."""
        return self.now.met_on is None or self.now.met_on > self.then.terms.due


class Tally(NamedTuple):
    """How flags compare with what was missed.

    Attributes:
        ended: items.
        missed: those among them that were missed.
        flagged: those that had been flagged.
        right: those that had been flagged and were missed.
    """

    ended: int
    missed: int
    flagged: int
    right: int

    @property
    def precision(self) -> Number | None:
        """Of the flagged, the share that was missed."""
        return exact(Fraction(self.right, self.flagged)) if self.flagged else None

    @property
    def recall(self) -> Number | None:
        """Of the missed, the share that had been flagged."""
        return exact(Fraction(self.right, self.missed)) if self.missed else None

    @property
    def balance(self) -> Number:
        """F1, the harmonic mean of precision and recall; 0 where nothing was flagged rightly."""
        return exact(Fraction(2 * self.right, (self.flagged + self.missed) or 1))


class Threshold(NamedTuple):
    """What another value of a threshold would have come to.

    Attributes:
        key: its name in `policy`.
        now: the plan's value.
        tally: what that comes to.
        better: the value with the best balance of precision and recall; None where none is better.
        better_tally: what that would have come to.
    """

    key: str
    now: Number
    tally: Tally
    better: Number | None
    better_tally: Tally | None


class Tried(NamedTuple):
    """A threshold whose other values are tried.

    Attributes:
        values: the values, as plan.yaml has them.
        statuses: the statuses that count as flagged.
    """

    values: tuple[str, ...]
    statuses: Collection[Status]


TRIED: Mapping[str, Tried] = {
    "at_risk_spi": Tried(
        ("0.60", "0.65", "0.70", "0.75", "0.80", "0.85", "0.90", "0.95", "1.00"), urgent()
    ),
    "at_risk_tspi": Tried(
        ("1.00", "1.05", "1.10", "1.15", "1.20", "1.30", "1.50", "2.00"), urgent()
    ),
    "at_risk_slowing": Tried(
        ("1.00", "1.05", "1.10", "1.15", "1.20", "1.30", "1.50", "2.00"), urgent()
    ),
    "off_track_spi": Tried(("0.40", "0.45", "0.50", "0.55", "0.60", "0.65", "0.70"), OFF_TRACK),
    "off_track_tspi": Tried(("1.50", "1.75", "2.00", "2.50", "3.00"), OFF_TRACK),
}
"""The thresholds of the policy that are tried, each with the others as they are."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """What became of the items, beside what had been said of them.

    Attributes:
        share: the share of each item's time at which it was judged.
        as_of: the day by which it is known what became of them.
        trials: the items whose end is known.
        left_out: how many items are no trials, by the reason.
        thresholds: what other thresholds would have come to; empty where there are too few items.
    """

    share: Fraction
    as_of: date
    trials: Sequence[Trial]
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    thresholds: Sequence[Threshold] = ()

    @property
    def flagged(self) -> Tally:
        """What was flagged, off-track or at-risk, against what was missed."""
        return tally(self.trials, urgent())

    @property
    def off_track(self) -> Tally:
        """What was off-track against what was missed."""
        return tally(self.trials, OFF_TRACK)

    @property
    def silently_missed(self) -> int:
        """How many of the missed were not flagged, and silent at the time."""
        return sum(each.missed and each.then.status == "silent" for each in self.trials)

    @property
    def is_enough(self) -> bool:
        """Whether there are items enough, missed and met, to conclude anything."""
        return _is_enough(self.flagged)

    def by_kind(self) -> dict[Kind, Tally]:
        """Tally what was flagged by the kind of the target."""
        groups: dict[Kind, list[Trial]] = {}
        for trial in self.trials:
            groups.setdefault(trial.item.target.kind, []).append(trial)
        return {kind: tally(trials, urgent()) for kind, trials in groups.items()}

    def by_unit(self) -> dict[str, Tally]:
        """Tally what was flagged by unit; an item of several counts for each of them."""
        groups: dict[str, list[Trial]] = {}
        for trial in self.trials:
            for unit in trial.item.reporters:
                groups.setdefault(unit, []).append(trial)
        return {unit: tally(trials, urgent()) for unit, trials in groups.items()}


def tally(trials: Iterable[Trial], statuses: Collection[str]) -> Tally:
    """Count trials, with those of some statuses on the earlier day as flagged."""
    return _tally([(each.missed, each.then.status in statuses) for each in trials])


def earlier_day(item: Item, share: Fraction) -> date:
    """Return the day on which so much of an item's time had passed, by the original plan."""
    return item.start + timedelta(days=round((item.due - item.start).days * share))


def backtest(
    items: Iterable[Item],
    plan: Plan,
    share: Fraction,
    as_of: date,
    known: Callable[[date], Mapping[str, Mapping[str, Series]]],
) -> Backtest:
    """Judge items at a share of their time, and hold that against what became of them.

    Args:
        items: the items.
        plan: their plan.
        share: the share of each item's time, between 0 and 1.
        as_of: the day by which it is known what became of them.
        known: returns what had been reported by a day, as it was known then, by item and unit;
            asked once for each day.
    """
    reports = known(as_of)
    left_out: Counter[LeftOut] = Counter()
    waiting: dict[date, list[Assessment]] = {}
    for item in items:
        day = earlier_day(item, share)
        now = assess(item, reports.get(item.id, {}), plan, as_of)
        why = _left_out_now(now, day)
        if why:
            left_out[why] += 1
        else:
            waiting.setdefault(day, []).append(now)
    found = []
    for day, judged in waiting.items():
        reports = known(day)
        for now in judged:
            trial = Trial(assess(now.item, reports.get(now.item.id, {}), plan, day), now)
            why = _left_out_then(trial)
            if why:
                left_out[why] += 1
            else:
                found.append(trial)
    enough = _is_enough(tally(found, urgent()))
    return Backtest(share, as_of, found, left_out, other_thresholds(found, plan) if enough else ())


def _left_out_now(now: Assessment, day: date) -> LeftOut | None:
    """Return why an item can be no trial, by how it stands now."""
    status = record_of(now.status)
    if now.item.target.kind == "duty" or now.terms.requirement is None:
        return "not-measured"
    if "undivided" in now.reasons:
        return "not-measured"
    if day >= now.as_of or now.status == "upcoming":
        return "not-due"
    if status.settled and now.status != "met":
        return "given-up"
    return "closing-figure-missing" if now.lacks_only_closing_figure else None


def _left_out_then(trial: Trial) -> LeftOut | None:
    """Return why an item can be no trial, by how it stood on the earlier day."""
    if record_of(trial.then.status).settled:
        return "settled-before"
    return "not-due" if trial.now.as_of <= trial.then.terms.due else None


def other_thresholds(trials: Sequence[Trial], plan: Plan) -> list[Threshold]:
    """Try other values of each threshold, one at a time.

    Better is what balances precision and recall better (F1), with hindsight and on these very
    items: a hint at what to look at, and no promise.
    """
    return [_threshold(key, tried, trials, plan) for key, tried in TRIED.items()]


def _threshold(key: str, tried: Tried, trials: Sequence[Trial], plan: Plan) -> Threshold:
    now: Number = getattr(plan.policy, key)
    tally_now = tally(trials, tried.statuses)
    best, best_tally = None, tally_now
    for text in sorted(tried.values, key=lambda value: abs(Fraction(value) - now)):
        value = exact(Decimal(text))
        policy = plan.policy.model_copy(update={key: value})
        if not policy.off_track_spi <= policy.at_risk_spi:
            continue
        if not policy.at_risk_tspi <= policy.off_track_tspi:
            continue
        changed = plan.model_copy(update={"policy": policy})
        found = _tally(
            [
                (each.missed, deciding(holding(basis._replace(plan=changed))) in tried.statuses)
                for each in trials
                if (basis := each.then.basis)
            ]
        )
        if found.balance > best_tally.balance:
            best, best_tally = value, found
    return Threshold(key, now, tally_now, best, None if best is None else best_tally)


def _tally(found: Sequence[tuple[bool, bool]]) -> Tally:
    """Count (missed, flagged) pairs."""
    return Tally(
        len(found),
        sum(missed for missed, _flagged in found),
        sum(flagged for _missed, flagged in found),
        sum(missed and flagged for missed, flagged in found),
    )


def _is_enough(found: Tally) -> bool:
    return min(found.missed, found.ended - found.missed) >= FEWEST
