"""Brings the catalogues of translations up to date with the code, by python tools/messages.py.

Messages that are new are added without a translation, those that are no longer said are dropped,
and each catalogue is written in one form: sorted, a message a line.

What is new in Traditional Chinese is proposed, as OpenCC converts the Simplified translation, where
that is installed (pip install opencc). A proposal is marked fuzzy, and not to be shipped, until
somebody has read it over and taken the mark out.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from babel.messages.catalog import Message

PACKAGE = Path(__file__).parents[1] / "src" / "hpplan"
LOCALE = PACKAGE / "locale"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "ngettext": (1, 2),
    "noted": ((1, "c"), 2),
}
TYPERS_OWN = "Typer's own"
"""The comment of entries for what Typer says, which are in no file of ours."""


def ours() -> Catalog:
    """Every message of the program, help texts included, untranslated."""
    found = Catalog()
    methods = [("**.py", "python")]
    for _file, _line, message, _comments, context in extract_from_dir(
        PACKAGE, methods, keywords=KEYWORDS
    ):
        found.add(message, context=context)
    return found


def of_typer() -> Catalog:
    """Every message of Typer that reaches a user of plain help texts, untranslated."""
    found = Catalog()
    core = Path(typer.__file__).with_name("core.py")
    for _line, message, _comments, context in extract_from_file("python", core, keywords=KEYWORDS):
        found.add(message, context=context, user_comments=[TYPERS_OWN])
    return found


def entries(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue, without its header."""
    return (entry for entry in catalogue if entry.id)


def read(po: Path) -> Catalog:
    """A catalogue from its file."""
    with po.open("rb") as file:
        return read_po(file, locale=po.parts[-3])


def written(catalogue: Catalog, old: str) -> str:
    """The text of a catalogue's file, under the header that it had."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, omit_header=True)
    return old.partition("\n\n")[0] + "\n\n" + out.getvalue().decode()


def bring_up_to_date(catalogue: Catalog, propose: Callable[[Message], str] | None = None) -> None:
    """Add what is new to a catalogue, with the translation proposed, and drop what is gone."""
    own, typers = ours(), of_typer()
    for entry in list(entries(catalogue)):
        if TYPERS_OWN not in entry.user_comments and not own.get(entry.id, entry.context):
            catalogue.delete(entry.id, entry.context)
    for entry in [*entries(own), *entries(typers)]:
        if not catalogue.get(entry.id, entry.context):
            proposal = propose(entry) if propose else ""
            catalogue.add(
                entry.id,
                (proposal,) if entry.pluralizable else proposal,
                context=entry.context,
                user_comments=entry.user_comments,
                flags={"fuzzy"} if proposal else (),
            )


def from_simplified() -> Callable[[Message], str] | None:
    """How Traditional Chinese is proposed; None without OpenCC."""
    try:
        from opencc import OpenCC
    except ImportError:
        return None
    simplified = read(LOCALE / "zh" / "LC_MESSAGES" / "hpplan.po")
    convert = OpenCC("s2twp").convert

    def proposed(entry: Message) -> str:
        known = simplified.get(entry.id, entry.context)
        string = known.string if known else ""
        return convert(string if isinstance(string, str) else string[0]) if string else ""

    return proposed


def main() -> None:
    """Bring every catalogue up to date; zh first, from which zh_Hant is proposed."""
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        catalogue = read(po)
        bring_up_to_date(catalogue, from_simplified() if po.parts[-3] == "zh_Hant" else None)
        old = po.read_text(encoding="utf-8")
        po.write_text(written(catalogue, old), encoding="utf-8", newline="\n")
        fuzzy = sum(entry.fuzzy for entry in entries(catalogue))
        blank = sum(not any(entry.string or "") for entry in entries(catalogue))
        print(f"{po.parts[-3]}: {blank} to translate, {fuzzy} to read over")


if __name__ == "__main__":
    main()
