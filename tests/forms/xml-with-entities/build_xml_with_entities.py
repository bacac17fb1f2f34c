from __future__ import annotations

from typing import TYPE_CHECKING

from forming import NAMES, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + "]>"
    )
    found = parts(
        more={"xl/sharedStrings.xml": f"<sst {NAMES}/>", "xl/styles.xml": f"<styleSheet {NAMES}/>"}
    )
    for part in found:
        if part != "[Content_Types].xml":
            pack(
                folder,
                {**found, part: laughs + str(found[part])},
                f"jianguan {part.replace('/', '-')}.xlsx",
            )
