"""Say what `draft` wrote, what is to be confirmed, and what comes next."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hpplan.drafting.layout import units_of
from hpplan.i18n import _, ngettext
from hpplan.output.terminal.problems import problems_tally
from hpplan.output.words.text import inert
from hpplan.plan.doubts import doubt_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.output.views import DraftView


def draft_text(view: DraftView) -> str:
    """Write the extent of a drafted plan, its open questions, its units, and what comes next."""
    return "\n".join(map(inert, _lines(view))) + "\n"


def _lines(view: DraftView) -> Iterator[str]:
    plan = view.plan
    clauses = [clause for chapter in plan.chapters for clause in chapter.clauses]
    clauses += [plan.closing] if plan.closing else []
    targets = [target for clause in clauses for target in clause.targets]
    units = units_of(plan)
    yield _("{path}: {title}, {clauses}, {targets}, {units}, from {start} to {end}").format(
        path=view.path,
        title=plan.title,
        clauses=ngettext("{n} clause", "{n} clauses", len(clauses)).format(n=len(clauses)),
        targets=ngettext("{n} target", "{n} targets", len(targets)).format(n=len(targets)),
        units=ngettext("{n} unit", "{n} units", len(units.names)).format(n=len(units.names)),
        start=plan.start,
        end=plan.end,
    )
    yield from _damage(view)
    for line in plan.left_out:
        yield _("left out: {line}").format(line=line)
    yield ""
    yield from _questions(view, len(targets))
    yield ""
    yield _("Units, whose ids can be changed until the first report:")
    wide = max((len(ident) for ident in units.ids.values()), default=0)
    for name in (*units.names, *units.groups):
        yield f"  {units.ids[name]:{wide}}  {name}"
    yield ""
    yield _("check says: {tally}").format(tally=problems_tally(view.problems))
    yield _(
        "Next: answer what is open with hpplan draft --review -o {path}, or correct ids and lines"
        " with confirm by hand; then run: hpplan check --plan {path}"
    ).format(path=view.path)


def _damage(view: DraftView) -> Iterator[str]:
    """Say what is damaged in the document, and what was or can be done about it."""
    if not view.readings and not view.odd:
        return
    yield _(
        "The document is damaged: {readings} and {odd}; figures beside these are marked illegible."
    ).format(
        readings=ngettext(
            "{n} reading in brackets", "{n} readings in brackets", view.readings
        ).format(n=view.readings),
        odd=ngettext(
            "{n} character that cannot be right",
            "{n} characters that cannot be right",
            view.odd,
        ).format(n=view.odd),
    )
    if view.is_repaired:
        yield _("It was repaired where that is sure; the original lies beside the text.")
    else:
        yield _("Run it with --repair into an empty folder to have it mended where that is sure.")


def _questions(view: DraftView, targets: int) -> Iterator[str]:
    """Say how much is to be confirmed, and what, the most frequent first."""
    if not view.doubts:
        yield _("Nothing is to be confirmed.")
        return
    flagged = sum(
        bool(target.asked)
        for chapter in view.plan.chapters
        for clause in chapter.clauses
        for target in clause.targets
    )
    if flagged:
        yield _("To confirm, in {flagged} of {targets} targets and elsewhere:").format(
            flagged=flagged, targets=targets
        )
    else:
        yield _("To confirm, in no target but elsewhere:")
    for code, n in Counter(doubt.code for doubt in view.doubts).most_common():
        yield f"  {n:>4}  {code}: {doubt_words(code)}"
