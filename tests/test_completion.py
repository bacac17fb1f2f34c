from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hpplan.cli.options import completer

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: fangguan, name: 区房管局}
  - {id: waitan, name: 外滩街道}
  - {id: wenlv, name: 区文化旅游局}
groups:
  - {id: jiedao, name: 各街道, members: [waitan]}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 居住
        leads: [fangguan]
        text: 加梯30个，巡查
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1b, name: 巡查, quote: 巡查, kind: duty}
      - id: "1.2"
        title: 街区
        leads: [jiedao]
        text: 每年1片街区
        targets:
          - {id: 1.2a, name: 街区, quote: 每年1片街区, kind: count, at_least: 1, uom: 片,
             every: year, each: jiedao}
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    return tmp_path


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("kind", "typed", "offered"),
    [
        ("target", "1.1", [("1.1a", "加梯"), ("1.1b", "巡查")]),
        ("target", "1.1b", [("1.1b", "巡查")]),
        ("target", "", [("1.1a", "加梯"), ("1.1b", "巡查"), ("1.2a", "街区")]),
        ("target", "1.2a@", [("1.2a@2025@waitan", "街区"), ("1.2a@2026@waitan", "街区")]),
        ("target", "1.2a@2026", [("1.2a@2026@waitan", "街区")]),
        ("target", "9", []),
        ("unit", "", [("fangguan", "区房管局"), ("waitan", "外滩街道"), ("wenlv", "区文化旅游局")]),
        ("unit", "w", [("waitan", "外滩街道"), ("wenlv", "区文化旅游局")]),
        ("unit", "1.1", []),
        ("clause", "1.", [("1.1", "居住"), ("1.2", "街区")]),
        ("any", "1.1", [("1.1a", "加梯"), ("1.1b", "巡查"), ("1.1", "居住")]),
        ("any", "wai", [("waitan", "外滩街道")]),
    ],
)
def test_ids_are_completed(kind: str, typed: str, offered: list[tuple[str, str]]) -> None:
    assert completer(kind)(typed) == offered


def test_the_plan_named_in_the_environment_is_the_one(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = workspace / "other.yaml"
    other.write_text(PLAN.replace("waitan", "yuyuan"), encoding="utf-8")
    monkeypatch.setenv("HPPLAN_PLAN", str(other))
    assert completer("unit")("y") == [("yuyuan", "外滩街道")]


@pytest.mark.parametrize("content", [None, "", "title: [", "format: 2\n"])
def test_without_a_sound_plan_nothing_is_offered_and_nothing_said(
    content: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "plan.yaml").write_text(content, encoding="utf-8")
    assert completer("any")("1") == []
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("workspace")
def test_a_folder_in_the_environment_means_the_plan_in_it(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HPPLAN_PLAN", str(workspace))
    assert completer("unit")("f") == [("fangguan", "区房管局")]
