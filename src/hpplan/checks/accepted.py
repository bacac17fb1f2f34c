"""Warnings that somebody accepted for good, with a reason: `accepted` in plan.yaml."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from hpplan.csvtext import folded
from hpplan.i18n import _
from hpplan.phrases import meant, nearest, some
from hpplan.problem import Acceptance, is_warning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hpplan.plan.load import LoadedPlan
    from hpplan.plan.model import Accepted, Plan
    from hpplan.problem import Problem

UNLISTED, STALE = "HP151", "HP265"

NOT_TO_ACCEPT = frozenset({UNLISTED, STALE})
"""Warnings about the list of problems itself."""

OF_HISTORY = frozenset({"HP253"})
"""Warnings that a comparison with a git revision alone gives."""

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)


def place_of(problem: Problem) -> str:
    """By which name a warning is accepted: what it is about, never a line, which moves.

    That is a row's file, date and item (`waitan.csv 2025-06-30 1.1a`), an item or target, what else
    has an id in the plan, a key of the plan, or else the name of the file.
    """
    return problem.at or PurePosixPath(problem.position.path).name


def marked(problems: Iterable[Problem], plan: Plan) -> list[Problem]:
    """The problems, those that the plan accepts marked as such; an error never is."""
    known = {_key(each): Acceptance(each.why, each.by) for each in _acceptable(plan)}
    if not known:
        return list(problems)
    return [
        problem._replace(accepted=known.get((problem.code, _plain(place_of(problem)))))
        if is_acceptable(problem.code)
        else problem
        for problem in problems
    ]


def with_acceptances(
    problems: Iterable[Problem], loaded: LoadedPlan, *, compared: bool = False
) -> list[Problem]:
    """The problems, those that the plan accepts marked, and what is wrong with what it accepts.

    Args:
        problems: what `check` found.
        loaded: the plan.
        compared: whether the workspace was compared with a git revision.
    """
    found = marked(problems, loaded.plan)
    return [*found, *_unacceptable(loaded), *_stale(found, loaded, compared=compared)]


def is_acceptable(code: str) -> bool:
    """Whether a problem of this code can be accepted."""
    return is_warning(code) and code not in NOT_TO_ACCEPT


def _acceptable(plan: Plan) -> Iterator[Accepted]:
    return (each for each in plan.accepted if is_acceptable(each.code))


def _key(each: Accepted) -> tuple[str, str]:
    return each.code, _plain(each.at)


def _plain(place: str) -> str:
    """A place as it is compared: blanks, width and the way in which a date is written aside."""
    text = " ".join(folded(place).split())
    return _DAY.sub(lambda day: f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}", text)


def _unacceptable(loaded: LoadedPlan) -> Iterator[Problem]:
    """A plan accepts warnings alone.

    Passes: `code: HP353`. Fails: `code: HP306`, an error.
    """
    for n, each in enumerate(loaded.plan.accepted):
        if not is_acceptable(each.code):
            message = _("{code} cannot be accepted").format(code=each.code)
            hint = _("only warnings can, whose last two digits are 51 or more; mend what it names")
            where = ("accepted", n, "code")
            yield loaded.document.problem("HP226", message, where, hint=hint)


def _stale(found: list[Problem], loaded: LoadedPlan, *, compared: bool) -> Iterator[Problem]:
    """What a plan accepts is there, and is accepted once.

    Passes: HP353 at a row that `check` warns of. Warns: at a row that is right by now.
    """
    if any(problem.code == UNLISTED for problem in found):
        return  # it may be among those that are not listed
    there = {(each.code, _plain(place_of(each))) for each in found if each.accepted}
    open_ = [each for each in found if not each.accepted]
    for n, each in enumerate(loaded.plan.accepted):
        if not is_acceptable(each.code) or (each.code in OF_HISTORY and not compared):
            continue
        if _key(each) in there:
            there.remove(_key(each))
            continue
        message = _("there is no warning {code} at {at} to be accepted").format(
            code=each.code, at=each.at
        )
        places = list(dict.fromkeys(place_of(one) for one in open_ if one.code == each.code))
        near = nearest(each.at, places)
        hint = meant(near) or _("take it out; what it accepted is gone, or accepted twice")
        if places and not near:
            hint = _("{code} stands at {places}").format(code=each.code, places=some(places, 3))
        yield loaded.document.problem(STALE, message, ("accepted", n, "at"), hint=hint)
