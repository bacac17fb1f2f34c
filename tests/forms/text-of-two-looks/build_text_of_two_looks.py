from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        bold, plain = sheet.book.add_format({"bold": True}), sheet.book.add_format()
        sheet.row(None, "加梯", DAY, None)
        sheet.sheet.write_rich_string(1, 0, bold, "1.1", plain, "a")
        sheet.sheet.write_rich_string(1, 3, bold, "1", plain, "2")
        sheet.sheet.write_rich_string(1, 4, "有", bold, "粗体", plain, "的说明")
