"""Who answers for the items: that somebody does, that it is known who, and how items pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext
from hpplan.judging.reported import is_undivided
from hpplan.judging.status import record_of
from hpplan.phrases import some
from hpplan.plan.items import ONE_DAY, terms_of
from hpplan.plan.structure import each_target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hpplan.checks.facts import Facts
    from hpplan.plan.items import Item
    from hpplan.plan.model import Handover, Target
    from hpplan.plan.structure import Where
    from hpplan.problem import Problem


def handovers(facts: Facts) -> Iterator[Problem]:
    """A target is handed over by a unit that answers for it, to one that can.

    Passes: `on: 2025-07-01, from: aa, to: bb` of a target on which aa reports. Fails: cc hands it
    over, which never had it; or aa, on a day on which bb does not exist.
    """
    for where, _clause, target in each_target(facts.loaded.plan):
        for n, each in enumerate(target.handover):
            key, message = _misfit(facts, target, each)
            if message:
                way = (*where, "handover", n, key)
                yield facts.loaded.document.problem("HP221", message, way)


def _misfit(facts: Facts, target: Target, given: Handover) -> tuple[str, str]:
    """Return what keeps a handover from coming about, and the key that says so."""
    catalogue, items = facts.catalogue, facts.catalogue.of_target[target.id]
    leaving, coming = catalogue.units[given.from_], catalogue.units[given.to]
    last = max((terms_of(item, facts.today).due for item in items), default=given.on)
    before = given.on - ONE_DAY
    if not any(leaving.id in item.acting(before) for item in items):
        return "from", _("{unit} does not answer for {target} before {day}").format(
            unit=leaving.name, target=target.id, day=given.on
        )
    if given.on > last:
        return "on", _("{target} is due on {due}, before it is handed over").format(
            target=target.id, due=last
        )
    if coming.from_ and coming.from_ > given.on:
        return "to", _("{unit} does not exist before {day}").format(
            unit=coming.name, day=coming.from_
        )
    if coming.until and coming.until < given.on:
        return "to", _("{unit} ended on {day}").format(unit=coming.name, day=coming.until)
    return "", ""


def answered_for(facts: Facts) -> Iterator[Problem]:
    """Somebody answers for an item up to its due date, whatever becomes of its units.

    Passes: `until: 2025-06-30, into: [bb]`. Warns: `until: 2025-06-30` of the only unit that
    reports on something that is still open. What its units leave undone is nobody's otherwise.
    """
    left: dict[tuple[str, date], list[str]] = {}
    for item in facts.catalogue.items.values():
        if not item.tenures or (found := _deserted(item, facts.today)) is None:
            continue
        if not record_of(facts.judged(item).status).closed:
            left.setdefault(found, []).append(item.id)
    places = {unit.id: n for n, unit in enumerate(facts.loaded.plan.units)}
    hint = _("name who took over as its into, or others as reporters of the targets")
    for (unit, day), items in left.items():
        message = _("{unit} answered for {items}; from {day} on nobody does").format(
            unit=facts.catalogue.name(unit), items=some(items), day=day
        )
        way = ("units", places[unit], "until")
        yield facts.loaded.document.problem("HP258", message, way, hint=hint)


def _deserted(item: Item, today: date) -> tuple[str, date] | None:
    """Return the unit behind whose last day nobody answers for an item that is not due yet."""
    due = terms_of(item, today).due
    for each in item.tenures:
        if each.until is None:
            continue
        day = max(each.until + ONE_DAY, item.start)
        if day <= due and not item.acting(day):
            return each.unit, day
    return None


def undivided_level(facts: Facts) -> Iterator[Problem]:
    """Of a level that is reported on it is known who measures it.

    Passes: `reporters: [aa]` of a level that aa and bb lead. Warns: aa reports on it, and nobody
    said that bb does not: no figure is held to the requirement.
    """
    hint = _("name the one that measures it as its reporter in plan.yaml")
    for where, items in _of_targets(facts):
        target = items[0].target
        if target.kind != "level" or not is_undivided(items[0], items[0].reporters):
            continue
        judged = (facts.judged(item) for item in items if _has_rows(facts, item))
        found = [each for each in judged if "undivided" in each.reasons]
        if found:
            message = _("{names} answer for the level {items}; no figure is judged").format(
                names=some([facts.catalogue.name(unit) for unit in found[-1].taking_part]),
                items=some([each.item.id for each in found]),
            )
            yield facts.loaded.document.problem("HP259", message, where, hint=hint)


def orphaned(facts: Facts) -> Iterator[Problem]:
    """Somebody takes part in each item.

    Passes: aa declares that it has no part (`none`), and bb reports. Warns: both declare it. The
    commitment stands; it is nobody's.
    """
    hint = _("name who has it as its reporters in plan.yaml")
    declined = {
        item for file in facts.files for item, series in file.series.items() if series.declared
    }
    for where, items in _of_targets(facts):
        judged = (facts.judged(item) for item in items if item.id in declined)
        found = [each for each in judged if each.orphaned and not record_of(each.status).closed]
        if found:
            units = dict.fromkeys(unit for each in found for unit in each.declined)
            message = ngettext(
                "nobody takes part in {items}: {names} has declared to have no part",
                "nobody takes part in {items}: {names} have declared to have no part",
                len(units),
            ).format(
                items=some([each.item.id for each in found]),
                names=some([facts.catalogue.name(unit) for unit in units]),
            )
            yield facts.loaded.document.problem("HP260", message, where, hint=hint)


def _of_targets(facts: Facts) -> Iterator[tuple[Where, list[Item]]]:
    """Each target's items, with the way to what says who reports on it."""
    for where, _clause, target in each_target(facts.loaded.plan):
        if items := facts.catalogue.of_target[target.id]:
            yield (*where, "reporters"), items


def _has_rows(facts: Facts, item: Item) -> bool:
    """Tell whether anybody has reported on an item."""
    return any(item.id in file.series for file in facts.files)
