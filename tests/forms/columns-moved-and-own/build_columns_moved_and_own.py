from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(
        folder, heads=("佐证", "本次累计", "编号", "经办人", "日期", "事项", "上次累计", "说明")
    ) as sheet:
        sheet.row("加梯一览", 12, "1.1a", "张三", DAY, "加梯", 6, "有进展")
        sheet.row(None, 2.5, "1.1b", None, DAY, "绿道")
