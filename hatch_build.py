"""Compiles the catalogues of translations when hpplan is built or installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = Path(__file__).parent / "src" / "hpplan" / "locale"


def compiled(po: Path) -> Path:
    """The catalogue beside its source, made anew."""
    mo = po.with_suffix(".mo")
    with po.open("rb") as source, mo.open("wb") as target:
        write_mo(target, read_po(source, locale=po.parts[-3]))
    return mo


class CustomBuildHook(BuildHookInterface[Any]):
    """Puts the compiled catalogues into what is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue; an editable install reads them where they are made."""
        del version
        build_data["artifacts"] += [
            f"/{compiled(po).relative_to(self.root).as_posix()}"
            for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
        ]
