"""Bring a drafted plan up to date with a new text, in place.

What carries no `confirm` is the person's, and stays byte for byte; what the new text changed of it
is told, to be decided by hand. Nothing is taken out, and no id is given twice.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from hpplan.drafting.comparing import Pairing, compare_drafts, compare_targets, differs, free_number
from hpplan.drafting.ids import letters, unit_ids
from hpplan.drafting.layout import (
    aside_line,
    aside_why,
    chapter_head,
    clause_lines,
    group_lines,
    target_lines,
    unit_lines,
    units_of,
)
from hpplan.drafting.patch import (
    CLAUSE_KEYS,
    TARGET_KEYS,
    LeftStanding,
    PlanUpdate,
    at_place,
    data_in,
)
from hpplan.plan.settings import Rendered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hpplan.drafting.patch import Matter
    from hpplan.drafting.plan import DraftChapter, DraftClause, DraftPlan
    from hpplan.drafting.targets import DraftTarget
    from hpplan.plan.document import Key
    from hpplan.plan.load import LoadedPlan

    Where = tuple[Key, ...]

_BEFORE_IT = 8
"""Characters that are shown before the first that is another."""


class _Updater:
    """Works out what a new draft of its text changes in a plan."""

    def __init__(self, loaded: LoadedPlan, new: DraftPlan, used: Iterable[str]) -> None:
        self.plan, self.new = loaded.plan, new
        self.data: Any = loaded.document.data
        self.used = {each.id for clause in self.plan.clauses() for each in clause.targets}
        self.used |= {each.id for each in self.plan.chapters} | set(used)
        self.used |= {each.id for each in self.plan.clauses()}
        self.done = PlanUpdate()

    def updated(self, before: DraftPlan | None) -> PlanUpdate:
        """What is changed, added, and left for a person to decide."""
        found = compare_drafts(self.plan, before, self.new)
        self._name_units()
        for pairing in found.changed:
            self._change(pairing)
        self._add(found.added, found.places)
        for gone in found.dropped:
            self.done.standing.append(LeftStanding(gone.id, "dropped", gone.title or gone.text))
        self._add_units()
        return self.done

    # Units: those that the plan has keep their ids

    def _name_units(self) -> None:
        ids = self.done.ids
        ids |= {each.name: each.id for each in self.plan.groups}
        ids |= {each.name: each.id for each in self.plan.units}
        ids |= {each.now: each.id for each in self.plan.units if each.now}
        named = units_of(self.new)
        names = [name for name in (*named.names, *named.groups) if name not in ids]
        ids |= unit_ids(names, set(ids.values()))

    def _add_units(self) -> None:
        """Add the units that what was written names, and the plan has not."""
        known = {each.id for each in self.plan.units} | {each.id for each in self.plan.groups}
        written = self._written()
        named = units_of(self.new)
        for key, names, rows in (
            ("units", named.names, unit_lines),
            ("groups", named.groups, group_lines),
        ):
            wanted = [
                name
                for name in names
                if self.done.ids[name] not in known and self.done.ids[name] in written
            ]
            if wanted:
                at = len(getattr(self.plan, key))
                self.done.inserted.append(((key,), at, list(rows(wanted, self.done.ids))))
                self.done.units += wanted

    def _written(self) -> set[str]:
        """The words of all lines that are to be written, among them the ids of units."""
        lines = [line for _where, _at, lines in self.done.inserted for line in lines]
        lines += self.done.closing
        for keys in self.done.settings.values():
            lines += [line for each in keys.values() for line in each or ()]
        return {word for line in lines for word in re.findall("[a-z][a-z0-9]*", line)}

    # Clauses that the new text changed

    def _change(self, pairing: Pairing) -> None:
        own, theirs = pairing.ours, pairing.theirs
        targets = compare_targets(pairing)
        mine = [each for each in own.targets if not each.confirm]
        stay = [*mine, *(own.targets[n] for n in targets.gone)]
        text = theirs.source.text
        is_open = bool(own.confirm) and all(each.quote in text for each in stay)
        if is_open:
            self._renew_clause(pairing)
        elif own.text != text:
            self._stands(own.id, "text", _from_difference(own.text, text))
        else:
            named = [*theirs.source.named("lead"), *theirs.source.named("support")]
            if [self.done.ids[name] for name in named] != [*own.leads, *own.support]:
                self._stands(own.id, "units", "、".join(named))
        words = text if is_open else own.text
        for n, drafted in targets.pairs:
            self._renew_target(pairing, n, drafted, words)
        added = [each for each in targets.new if each.quote in words]
        for each in targets.new:
            if each not in added:
                self._stands(own.id, "words", each.quote)
        for n in targets.gone:
            self._stands(own.targets[n].id, "gone", own.targets[n].quote)
        if added:
            self._add_targets(pairing, added)

    def _stands(self, ident: str, matter: Matter, words: str) -> None:
        self.done.standing.append(LeftStanding(ident, matter, words))

    def _renew_clause(self, pairing: Pairing) -> None:
        """Propose the open fields of a clause anew."""
        where, own = pairing.where, pairing.ours
        bare = replace(pairing.theirs, id=own.id, targets=())
        indent = "" if where == ("closing",) else " " * 6
        lines = _by_key(
            clause_lines(bare, self.done.ids, indent, is_item=bool(indent)), f"{indent}  "
        )
        kept = {each.quote: each.why for each in own.set_aside if each.quote in bare.source.text}
        asides = {each.quote: aside_why(each) for each in bare.asides} | kept
        if asides:
            entries = [aside_line(quote, why, f"{indent}  ") for quote, why in asides.items()]
            lines["set_aside"] = [f"{indent}  set_aside:", *entries]
        self._set(where, own.id, lines, CLAUSE_KEYS)

    def _renew_target(self, pairing: Pairing, n: int, drafted: DraftTarget, words: str) -> None:
        """Propose an open target anew; of one that is not, say that it reads differently."""
        own = pairing.ours.targets[n]
        if not own.confirm or drafted.quote not in words:
            if differs(own, drafted):
                self._stands(own.id, "target", _from_difference(own.quote, drafted.quote))
            return
        where = (*pairing.where, "targets", n)
        indent = " " * 10 if pairing.where != ("closing",) else " " * 4
        lines = target_lines(drafted, own.id, self.done.ids, indent)
        keys = TARGET_KEYS if own.quote == drafted.quote else ("name", *TARGET_KEYS)
        self._set(where, own.id, _by_key(lines, f"{indent}  "), keys)

    def _set(
        self, where: Where, ident: str, lines: dict[str, list[str]], keys: Sequence[str]
    ) -> None:
        """Set those keys of a mapping whose value is another one."""
        old = at_place(self.data, where)
        changed: dict[str, Rendered | None] = {}
        for key in keys:
            new = data_in(lines[key])[key] if key in lines else None
            if new != old.get(key):
                changed[key] = Rendered(lines[key]) if key in lines else None
        if changed:
            self.done.settings[where] = changed
            self.done.renewed.append(ident)

    def _add_targets(self, pairing: Pairing, added: Sequence[DraftTarget]) -> None:
        """Add targets behind those of a clause, with letters that were never used."""
        own, where = pairing.ours, (*pairing.where, "targets")
        indent = " " * 10 if pairing.where != ("closing",) else " " * 4
        free = self._letters(own.id)
        for each in added:
            ident = f"{own.id}{next(free)}"
            lines = list(target_lines(each, ident, self.done.ids, indent))
            self.done.inserted.append((where, len(own.targets), lines))
            self.done.targets.append(ident)

    def _letters(self, clause: str) -> Iterator[str]:
        """The letters of a clause behind the last one that was ever used."""
        ends = {each.removeprefix(clause) for each in self.used if each.startswith(clause)}
        last = max((n for n in range(len(ends) + 26) if letters(n) in ends), default=-1)
        return (letters(n) for n in count(last + 1))

    # Clauses that are new

    def _add(self, added: list[tuple[int | None, DraftClause]], places: dict[str, Where]) -> None:
        """Add clauses beside those that are beside them in the new text, or with their chapter."""
        apart: dict[int, list[DraftClause]] = {}
        for chapter, clause in added:
            if chapter is None:
                self._add_closing(clause)
                continue
            beside = self._beside(self.new.chapters[chapter], clause, places)
            if beside is None:
                apart.setdefault(chapter, []).append(clause)
                continue
            where, n = beside
            named = replace(clause, id=self._clause_id(self.plan.chapters[int(where[1])].id))
            lines = list(clause_lines(named, self.done.ids, " " * 6))
            self.done.inserted.append(((*where, "clauses"), n, ["", *lines] if n else [*lines, ""]))
            places[clause.id] = (*where, "clauses", n - 1)
        for chapter, clauses in apart.items():
            self._add_chapter(self.new.chapters[chapter], clauses)

    def _beside(
        self, drafted: DraftChapter, clause: DraftClause, places: dict[str, Where]
    ) -> tuple[Where, int] | None:
        """The chapter and the place in it where a clause goes; None where its chapter is new."""
        at = drafted.clauses.index(clause)
        for back in reversed(drafted.clauses[:at]):
            if len(where := places.get(back.id, ())) > 1:
                return where[:2], int(where[3]) + 1
        for ahead in drafted.clauses[at + 1 :]:
            if len(where := places.get(ahead.id, ())) > 1:
                return where[:2], int(where[3])
        for n, chapter in enumerate(self.plan.chapters):
            if chapter.title == drafted.title:
                return ("chapters", n), len(chapter.clauses)
        return None

    def _clause_id(self, chapter: str) -> str:
        ident = f"{chapter}.{free_number(f'{chapter}.', self.used)}"
        self.used.add(ident)
        self.done.clauses.append(ident)
        return ident

    def _add_chapter(self, drafted: DraftChapter, clauses: Sequence[DraftClause]) -> None:
        """Add a chapter behind the last one."""
        ident = str(free_number("", self.used))
        self.used.add(ident)
        lines = list(chapter_head(replace(drafted, id=ident)))
        for clause in clauses:
            named = replace(clause, id=self._clause_id(ident))
            lines += [*clause_lines(named, self.done.ids, " " * 6), ""]
        at = len(self.plan.chapters)
        self.done.inserted.append((("chapters",), at, ["", *lines[:-1]]))

    def _add_closing(self, clause: DraftClause) -> None:
        """Add the closing paragraphs, where the plan has none."""
        if self.plan.closing:
            self._stands(self.plan.closing.id, "text", clause.source.text)
            return
        named = replace(clause, id=self._clause_id("0"))
        lines = ["", "closing:", *clause_lines(named, self.done.ids, "", is_item=False)]
        self.done.closing = lines


def _from_difference(old: str, new: str) -> str:
    """The new words from a little before the place where they are others."""
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    return new if at <= _BEFORE_IT else "…" + new[at - _BEFORE_IT :]


def _by_key(lines: Iterable[str], inner: str) -> dict[str, list[str]]:
    """The lines of an entry by the key that they belong to."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in lines:
        if line.startswith(inner) and line[len(inner) : len(inner) + 1] not in {"", " ", "-"}:
            key = line[len(inner) :].partition(":")[0]
        found.setdefault(key, []).append(line)
    return found


def plan_update(
    loaded: LoadedPlan, before: DraftPlan | None, new: DraftPlan, used: Iterable[str]
) -> PlanUpdate:
    """What a new draft of its text changes in a plan.

    Args:
        loaded: the plan.
        before: the draft of the text that the plan was made from, where that is still there.
        new: the draft of the new text.
        used: ids of targets that stand in the reports, though perhaps no more in the plan.
    """
    return _Updater(loaded, new, used).updated(before)
