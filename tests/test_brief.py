"""`hpplan report --brief`: what presses most, in what a chat robot takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plans import lay_out
from running import ran
from test_show import PLAN, ROWS

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

DAY = "2026-06-30"

pytestmark = pytest.mark.workspace(PLAN, ROWS)


def brief(folder: Path, *arguments: str, lang: str = "en") -> bytes:
    command = ["--lang", lang, "report", "-o", "b.md", "--brief", "--as-of", DAY, *arguments]
    assert ran(*command).code == 0
    return (folder / "b.md").read_bytes()


def test_what_presses_most_in_the_order_of_the_meeting(workspace: Path, golden: Golden) -> None:
    golden("whole.en.md", brief(workspace, "--since", "2026-05-31").decode())
    golden("whole.zh.md", brief(workspace, lang="zh").decode())


def wordy(plan: str) -> str:
    """A plan whose title and names are as long as they may be, and full of marks."""
    for name in ("加梯", "投诉", "改造管道", "街区更新设计", "打造更新街区", "更新燃气立管"):
        plan = plan.replace(f"name: {name}", f'name: "{"*名" * 100}"')
    for name in ("区房管局", "外滩街道", "豫园街道", "区绿化市容局"):
        plan = plan.replace(f"name: {name}", f"name: {name}{'局' * 190}")
    return plan.replace("title: 城市管理", f"title: {'长' * 150}城市管理")


@pytest.mark.parametrize("lang", ["en", "zh", "zh_Hant"])
def test_it_never_takes_more_than_2048_bytes(workspace: Path, lang: str) -> None:
    lay_out(workspace, wordy(PLAN))
    options = ["--since", "2026-01-31", "--unit", "区房管局" + "局" * 190, "--unit", "yuyuan"]
    data = brief(workspace, *options, lang=lang)
    assert 600 < len(data) <= 2048
    assert "hpplan status" in data.decode() or data.decode().count("\n- ") >= 2


def test_what_it_took_is_said_in_bytes(workspace: Path, golden: Golden) -> None:
    done = ran("report", "-o", "b.md", "--brief", "--as-of", DAY)
    golden.says(done.stdout)
    assert f"{(workspace / 'b.md').stat().st_size} bytes" in done.stdout


def test_it_is_markdown_alone(workspace: Path, golden: Golden) -> None:
    done = ran("report", "-o", "b.html", "--brief", "--as-of", DAY)
    assert done.code == 2
    golden.says(done.reason)
    assert not (workspace / "b.html").exists()
