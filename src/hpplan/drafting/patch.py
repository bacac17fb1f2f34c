"""What is to be changed and added in a drafted plan, and its text and data with that."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from hpplan.i18n import _
from hpplan.plan.document import parse
from hpplan.plan.edit import EditError, composed, node_end
from hpplan.plan.settings import Rendered, with_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.plan.document import Key

    Where = tuple[Key, ...]

Matter = Literal["text", "units", "words", "target", "dropped", "gone"]

CLAUSE_KEYS = ("title", "leads", "support", "text", "confirm", "set_aside")
"""The keys of a clause that a draft writes, but for its targets."""

TARGET_KEYS = (
    "quote",
    "kind",
    "illegible",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "uom",
    "start",
    "due",
    "every",
    "each",
    "approximate",
    "reporters",
    "context",
    "confirm",
)
"""The keys of a target that a draft writes, but for its name."""

_ORDER = (
    *("id", "title", "name", "leads", "support", "text"),
    *TARGET_KEYS,
    *("set_aside", "targets"),
)
"""The keys of clauses and of targets as they are laid out; no two stand the other way round."""


class LeftStanding(NamedTuple):
    """What the new text says otherwise than a person has it, who is to decide.

    Attributes:
        id: the clause or target.
        matter: text or units of a clause read differently, words that a clause lacks, a target
            that reads differently, a clause that was dropped, a target whose words are gone.
        words: the words that it is about.
    """

    id: str
    matter: Matter
    words: str


@dataclass
class PlanUpdate:
    """A plan brought up to date, before it is written.

    Attributes:
        units: names of units and groups that were added.
        clauses: ids of clauses that were added.
        targets: ids of targets that were added to clauses that were there.
        renewed: ids of clauses and targets that were open, and are proposed anew.
        standing: what a person is to decide.
        ids: the id of each unit and group by its name.
    """

    units: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    standing: list[LeftStanding] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    settings: dict[Where, dict[str, Rendered | None]] = field(default_factory=dict)
    inserted: list[tuple[Where, int, list[str]]] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether any byte of the plan changes."""
        return bool(self.settings or self.inserted or self.closing)

    def text(self, old: str) -> str:
        """The new text of plan.yaml.

        Raises:
            EditError: it is laid out in a way that this knows nothing of.
        """
        root = composed(old)
        below: dict[int, list[str]] = {}
        for where, at, lines in self.inserted:
            place, head = _place(old, root, where, at)
            below.setdefault(place, []).extend([*head, *lines])
        if self.closing:
            below.setdefault(node_end(old, root), []).extend(self.closing)
        return with_settings(old, self.settings, keys=_ORDER, below=below)

    def data(self, old: dict[str, Any]) -> dict[str, Any]:
        """The data that the new text should be read back as."""
        new = deepcopy(old)
        for where, keys in self.settings.items():
            holder = at_place(new, where)
            for key, written in keys.items():
                if written is None:
                    holder.pop(key, None)
                else:
                    holder[key] = data_in(written)[key]
        # From the end on, so that the places before hold.
        for _n, (where, at, lines) in sorted(
            enumerate(self.inserted), key=lambda each: (each[1][1], each[0]), reverse=True
        ):
            listed = at_place(new, where[:-1]).setdefault(where[-1], [])
            listed[at:at] = data_in(lines)
        if self.closing:
            new |= data_in(self.closing)
        return new


def data_in(lines: Sequence[str]) -> Any:
    """What lines of YAML hold, each set in as far as it is in the plan."""
    document, _problems = parse("\n".join(lines), "")
    return document.data if document else None


def at_place(data: Any, where: Where) -> Any:
    """The data at a place."""
    for step in where:
        data = data[step]
    return data


def _place(text: str, root: Any, where: Where, at: int) -> tuple[int, list[str]]:
    """The place below whose line an item of a list goes, and what stands before it.

    Raises:
        EditError: the list stands between brackets.
    """
    node = root
    for step in where[:-1]:
        node = node.value[step] if isinstance(step, int) else _under(node, step)[1]
    found = _under(node, str(where[-1]))
    if found is None:  # the list begins with what goes in, behind the one before it
        return node_end(text, _under(node, "units")[1]), ["", f"{where[-1]}:"]
    key, listed = found
    if listed.flow_style:
        raise EditError(_("it stands between braces, on lines that cannot be parted"))
    return (node_end(text, listed.value[at - 1]) if at else int(key.end_mark.index)), []


def _under(node: Any, key: str) -> Any:
    return next((pair for pair in node.value if pair[0].value == key), None)
