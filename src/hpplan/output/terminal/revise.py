"""Draw what `revise`, `fill` and `assign` did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from hpplan.i18n import _, prose
from hpplan.judging.summary import counts
from hpplan.output.terminal.layout import fit
from hpplan.output.words.explain import explain
from hpplan.output.words.text import inert, status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue
    from hpplan.plan.rewrite import Revised


def revision_effect(done: Revised, catalogue: Catalogue, *, width: int) -> list[Text]:
    """Draw what was written where, and the target before and after it."""
    head = _("Written to {path}:{line}:").format(path=done.path, line=done.line)
    added = [line[1:] for line in done.diff[2:] if line.startswith("+")]
    margin = min((len(line) - len(line.lstrip()) for line in added), default=0)
    title = _("{target} {name}, as of {day}").format(
        target=done.target.id, name=done.target.name, day=prose(done.after[0].as_of)
    )
    return [
        Text(fit(inert(head), width)),
        *(Text(f"  {inert(line[margin:])}") for line in added),
        Text(fit(inert(title), width), style="bold"),
        Text(fit(_line(_("was: {status}. {why}"), done.before, catalogue), width)),
        Text(fit(_line(_("now: {status}. {why}"), done.after, catalogue), width)),
    ]


def revision_diff(done: Revised) -> str:
    """Return the unified diff of what would be written."""
    return "\n".join(map(inert, done.diff))


def _line(message: str, items: Sequence[Assessment], catalogue: Catalogue) -> str:
    """Say an item's status and why; of several, how many have which."""
    if len(items) == 1:
        (item,) = items
        return message.format(status=status_word(item.status), why=explain(item, catalogue))
    statuses = (
        _("{status} {n}").format(status=status_word(status), n=n)
        for status, n in counts(items).items()
        if n
    )
    return message.format(status=", ".join(statuses), why="").rstrip()
