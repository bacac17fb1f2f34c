from __future__ import annotations

from typing import TYPE_CHECKING

from forming import HEADS, NAMES, inline, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    link = f'<externalLink {NAMES}><externalBook r:id="rId1"/></externalLink>'
    more = {"xl/externalLinks/externalLink1.xml": link}
    row = inline(
        2,
        "1.1a",
        "加梯",
        "2025-06-30",
        "<c><f>[1]Sheet1!A1</f><v>12</v></c>",
        '<c t="str"><f>HYPERLINK("file:///etc/passwd")</f><v>附件</v></c>',
    )
    pack(folder, parts(inline(1, *HEADS) + row, more=more))
