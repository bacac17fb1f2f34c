"""Say what a new text changed in a drafted plan, and what is left for a person to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext
from hpplan.output.terminal.problems import problems_tally
from hpplan.output.words.text import inert
from hpplan.phrases import listed, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.drafting.patch import LeftStanding, Matter
    from hpplan.output.views import UpdateView


def renewal_text(view: UpdateView) -> str:
    """Write what was added, what is proposed anew, and what is to be decided by hand."""
    return "\n".join(map(inert, _lines(view))) + "\n"


def _lines(view: UpdateView) -> Iterator[str]:
    renewed, update = view.renewed, view.renewed.update
    if not renewed.compared:
        yield _("The earlier text is not there to compare with; the plan's own words are.")
    if not update.changes and not update.standing:
        yield _("{path}: the new text changes nothing").format(path=view.path)
        yield from _files(view)
        return
    yield view.path + ":"
    if update.units:
        yield "  " + _("units added: {names}").format(
            names=listed(f"{name} ({update.ids[name]})" for name in update.units)
        )
    if update.clauses:
        yield "  " + _("clauses added: {ids}").format(ids=listed(update.clauses))
    if update.targets:
        yield "  " + _("targets added: {ids}").format(ids=listed(update.targets))
    if update.renewed:
        yield "  " + _("proposed anew, since they were still to be confirmed: {ids}").format(
            ids=listed(update.renewed)
        )
    if not update.changes:
        yield "  " + _("no byte of it changes")
    if update.standing:
        yield ""
        yield _("Left as it stands, to be decided by hand:")
        wide = max(len(each.id) for each in update.standing)
        for each in update.standing:
            yield f"  {each.id:{wide}}  {_standing(each)}"
    yield ""
    yield from _files(view)
    yield _("check says: {tally}").format(tally=problems_tally(view.problems))
    if view.doubts:
        yield ngettext("{n} question is open.", "{n} questions are open.", len(view.doubts)).format(
            n=len(view.doubts)
        )


def _files(view: UpdateView) -> Iterator[str]:
    if view.is_written and view.renewed.files:
        yield _("written beside it: {files}").format(files=listed(view.renewed.files))


def _standing(each: LeftStanding) -> str:
    return _standing_words(each.matter).format(words=shortened(each.words))


def _standing_words(matter: Matter) -> str:
    """What the new text says otherwise than the plan."""
    return {
        "text": _("reads differently now: {words}"),
        "units": _("names other units now: {words}"),
        "words": _("says something new: {words}"),
        "target": _("reads differently now: {words}"),
        "dropped": _("is no longer in the text: {words}"),
        "gone": _("its words are no longer in the text: {words}"),
    }[matter]
