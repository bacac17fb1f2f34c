"""Complete what is typed in the shell: ids and names of the plan at hand, statuses, codes.

Nothing is offered where there is no sound plan, and nothing is ever said.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hpplan.cli.settings import COLORS, SETTING_KEYS
from hpplan.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Plan

Offer = tuple[str, str]
"""A word that is offered, and what it stands for."""


def plan_file(path: Path) -> Path:
    """Return the plan's file where its folder may be named instead."""
    return path / "plan.yaml" if os.path.isdir(path) else path  # noqa: PTH112 (it raises nothing)


def completer(kind: str) -> Any:
    """Return a function that completes ids from the plan at hand.

    Args:
        kind: `target`; `lost`, a target with a figure to be filled in; `unit`; `units`, groups too;
            `reporter`, one that reports on the target named before; `part`, a chapter, clause,
            target or item; `any`.
    """

    def complete(context: typer.Context, incomplete: str) -> list[Offer]:
        catalogue = _catalogue(context)
        # Bash takes an @ for the end of a word, and would put what is returned in place of it.
        if catalogue is None or "@" in os.environ.get("COMP_WORDS", ""):
            return []
        return _fitting(_KINDS[kind](catalogue, context, incomplete), incomplete)

    return complete


def complete_statuses(incomplete: str) -> list[Offer]:
    """Complete the last of several statuses, by its code or its word in the user's language."""
    from hpplan.judging.status import STATUSES
    from hpplan.output.words.text import status_word

    return _last_of_several(incomplete, STATUSES, status_word)


def complete_kinds(incomplete: str) -> list[Offer]:
    """Complete the last of several kinds of targets, by its code or word, as statuses are."""
    from hpplan.output.words.text import KIND_WORDS, kind_noun

    return _last_of_several(incomplete, KIND_WORDS, kind_noun)


def _last_of_several(
    incomplete: str, codes: "Iterable[str]", word_of: "Callable[[Any], str]"
) -> list[Offer]:
    """Offer what may be the last of several words; those that stand before it are left out."""
    *before, last = incomplete.replace("，", ",").split(",")
    given = {word.strip() for word in before}
    begun = "".join(f"{word}," for word in before)
    left = [code for code in codes if not {code, word_of(code)} & given]
    return [(f"{begun}{word}", other) for word, other in _by_either(left, word_of, last)]


def complete_codes(incomplete: str) -> list[Offer]:
    """Complete a problem code."""
    from hpplan.checks.codes import sections

    known = [(code, section.title) for code, section in sections().items()]
    return [each for each in known if each[0].startswith(incomplete.upper())]


def complete_setting(incomplete: str) -> list[str]:
    """Complete the name of a setting."""
    return [key for key in SETTING_KEYS if key.startswith(incomplete)]


def complete_value(context: typer.Context, incomplete: str) -> list[Offer]:
    """Complete what a setting may be set to."""
    key = context.params.get("key")
    if key == "language":
        offers = [(each.code, each.name) for each in LANGUAGES.values()]
    elif key == "color":
        offers = [(color, "") for color in COLORS]
    elif key == "unit":
        plan = plan_in_use(None)
        offers = _named_units(plan, {unit.id for unit in plan.units}, incomplete) if plan else []
    else:
        offers = []
    return _fitting(offers, incomplete)


def _by_either(
    ids: "Iterable[str]", name_of: "Callable[[Any], str]", typed: str
) -> "Iterable[Offer]":
    """Offer ids with their names, or, where a name is being typed, names with their ids."""
    for each in ids:
        name = name_of(each)
        if each.startswith(typed):
            yield each, name
        elif name.startswith(typed) and " " not in name:  # a blank would end the word
            yield name, each


def plan_in_use(given: Path | None) -> "Plan | None":
    """Return the plan that is given or named by the environment, else the nearest one.

    None where it cannot be loaded.
    """
    from hpplan.plan.load import load_plan
    from hpplan.workspace import find_plan

    named = given or os.environ.get("HPPLAN_PLAN")
    try:
        path = plan_file(Path(named)) if named else find_plan(Path.cwd())
    except OSError:  # the current folder is gone
        return None
    loaded = load_plan(path, str(path))[0] if path else None
    return loaded.plan if loaded else None


def _catalogue(context: typer.Context) -> "Catalogue | None":
    from hpplan.plan.items import Catalogue

    plan = plan_in_use(context.params.get("plan"))
    return Catalogue(plan) if plan else None


def _fitting(offers: "Iterable[Offer]", typed: str) -> list[Offer]:
    return list(dict.fromkeys(each for each in offers if each[0].startswith(typed)))


def _targets(catalogue: "Catalogue", _context: Any, typed: str) -> list[Offer]:
    targets = [(target.id, target.name) for target in catalogue.targets.values()]
    items = [(item.id, item.target.name) for item in catalogue.items.values() if "@" in item.id]
    return targets + (items if "@" in typed else [])


def _lost(catalogue: "Catalogue", _context: Any, _typed: str) -> list[Offer]:
    return [(each.id, each.name) for each in catalogue.targets.values() if each.illegible]


def _units(catalogue: "Catalogue", _context: Any, typed: str) -> list[Offer]:
    return _named_units(catalogue.plan, set(catalogue.units), typed)


def _named_units(plan: "Plan", ids: set[str], typed: str) -> list[Offer]:
    names = {unit.id: unit.name for unit in plan.units if unit.id in ids}
    return list(_by_either(names, names.__getitem__, typed))


def _groups(catalogue: "Catalogue", context: Any, typed: str) -> list[Offer]:
    groups = {group.id: group.name for group in catalogue.plan.groups}
    named = list(_by_either(groups, groups.__getitem__, typed))
    return [*_units(catalogue, context, typed), *named]


def _reporters(catalogue: "Catalogue", context: Any, typed: str) -> list[Offer]:
    """Those who report on the target that stands before; all units where none does."""
    name = context.params.get("target") or ""
    items = catalogue.of_target.get(name) or [
        item for item in catalogue.items.values() if item.id == name
    ]
    ids = {unit for item in items for unit in item.reporters}
    return _named_units(catalogue.plan, ids or set(catalogue.units), typed)


def _parts(catalogue: "Catalogue", _context: Any, typed: str) -> list[Offer]:
    chapters = [(each.id, each.title) for each in catalogue.plan.chapters]
    clauses = [(each.id, each.title or "") for each in catalogue.plan.clauses()]
    return [*chapters, *clauses, *_targets(catalogue, None, typed)]


def _any(catalogue: "Catalogue", context: Any, typed: str) -> list[Offer]:
    return [*_parts(catalogue, context, typed), *_groups(catalogue, context, typed)]


_KINDS: "dict[str, Callable[[Catalogue, Any, str], list[Offer]]]" = {
    "target": _targets,
    "lost": _lost,
    "unit": _units,
    "units": _groups,
    "reporter": _reporters,
    "part": _parts,
    "any": _any,
}
