from __future__ import annotations

from typing import TYPE_CHECKING

from forming import HEADS, NAMES, inline, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    texts = "<si><t>1.1a</t></si><si><r><t>加</t></r><r><t>梯</t></r>"
    texts += "<rPh sb='0' eb='1'><t>ふりがな</t></rPh></si>"
    row = inline(
        2,
        '<c t="s"><v>0</v></c>',
        '<c t="s"><v>1</v></c>',
        "2025-06-30",
        "<c><v>12</v></c>",
        '<c t="s"><v>1</v></c>',
    )
    pack(
        folder,
        parts(
            inline(1, *HEADS) + row, more={"xl/sharedStrings.xml": f"<sst {NAMES}>{texts}</sst>"}
        ),
    )
