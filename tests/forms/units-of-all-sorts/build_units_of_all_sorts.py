from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder, "waitan.xlsx") as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
    with form(folder, "yuyuan 豫园.xlsx") as sheet:
        sheet.row("1.3a", "花园", "六月底", 2)
    with form(folder, "jianguan-1.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
    with form(folder, "jianguan-2.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, 2.5)
    with form(folder, "jianguan-3.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 14)
    (folder / "~$jianguan-1.xlsx").write_bytes(b"\x05user")
    (folder / ".hidden.xlsx").write_bytes(b"x")
    (folder / "照片[red].png").write_bytes(b"\x89PNG")
    (folder / "旧表").mkdir()
