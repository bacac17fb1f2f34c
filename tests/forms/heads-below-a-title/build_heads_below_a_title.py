from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder, heads=()) as sheet:
        sheet.row("区建管委进度填报表")
        sheet.row()
        sheet.row("填报单位：", "区建管委")
        sheet.row(
            "编号 ",
            "任务事项",
            "统计截止日\n",
            "本次累计",
            "滞后原因",
            "下一步措施",
            "预计完成时间",
            "说明",
        )
        sheet.row(
            "1.1a", "加梯", DAY, 12, "居民意见不一。", "逐户协商", date(2026, 3, 31), "进展慢"
        )
        sheet.row("1.1b", "绿道", DAY, 2.5, None, None, "年底前")
