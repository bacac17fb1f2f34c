from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
import typer.main

from hpplan.cli import app
from hpplan.cli.completing import complete_codes, complete_statuses, complete_value
from hpplan.cli.completing import completer as complete_kind
from hpplan.i18n import speaking

if TYPE_CHECKING:
    from collections.abc import Callable

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
        text: 加梯30个，巡查□5次
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1b, name: 巡查, quote: 巡查□5次, kind: count,
             illegible: {at_least: □5}, uom: 次}
      - id: "1.2"
        title: 街区
        leads: [jiedao]
        text: 每年1片街区
        targets:
          - {id: 1.2a, name: 街区, quote: 每年1片街区, kind: count, at_least: 1, uom: 片,
             every: year, each: jiedao}
"""


def context(**params: Any) -> typer.Context:
    """The context of a command that was typed so far."""
    made = typer.Context(typer.main.get_command(app))
    made.params.update(params)
    return made


def completer(kind: str, **params: Any) -> Callable[[str], list[tuple[str, str]]]:
    complete = complete_kind(kind)
    return lambda typed: complete(context(**params), typed)


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
        ("unit", "区", [("区房管局", "fangguan"), ("区文化旅游局", "wenlv")]),
        ("unit", "j", []),
        ("units", "j", [("jiedao", "各街道")]),
        ("units", "各", [("各街道", "jiedao")]),
        ("part", "1.2", [("1.2", "街区"), ("1.2a", "街区")]),
        ("part", "1", [("1", "章"), ("1.1", "居住"), ("1.2", "街区"), ("1.1a", "加梯"),
                       ("1.1b", "巡查"), ("1.2a", "街区")]),
        ("lost", "", [("1.1b", "巡查")]),
        ("any", "1.1", [("1.1", "居住"), ("1.1a", "加梯"), ("1.1b", "巡查")]),
        ("any", "wai", [("waitan", "外滩街道")]),
    ],
)  # fmt: skip
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


def test_in_a_folder_that_is_gone_nothing_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", gone)
    assert completer("any")("1") == []


@pytest.mark.usefixtures("workspace")
def test_a_folder_in_the_environment_means_the_plan_in_it(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HPPLAN_PLAN", str(workspace))
    assert completer("unit")("f") == [("fangguan", "区房管局")]


@pytest.mark.usefixtures("workspace")
def test_only_those_who_report_on_a_target_are_offered_behind_it() -> None:
    assert completer("reporter", target="1.1a")("") == [("fangguan", "区房管局")]
    assert completer("reporter", target="1.2a")("") == [("waitan", "外滩街道")]
    assert [word for word, _name in completer("reporter")("")] == ["fangguan", "waitan", "wenlv"]


def test_the_last_of_several_statuses_is_completed_by_code_or_word() -> None:
    assert complete_statuses("o") == [
        ("overdue", "overdue"), ("off-track", "off-track"), ("on-track", "on-track")
    ]  # fmt: skip
    assert complete_statuses("overdue,o")[0] == ("overdue,off-track", "off-track")
    with speaking("zh"):
        assert complete_statuses("逾") == [("逾期", "overdue")]
        assert complete_statuses("ove") == [("overdue", "逾期")]
        assert complete_statuses("逾期,已") == [
            ("逾期,已撤销", "withdrawn"), ("逾期,已暂停", "suspended"), ("逾期,已完成", "met")
        ]  # fmt: skip


def test_codes_are_completed() -> None:
    assert [code for code, _title in complete_codes("hp20")][:2] == ["HP201", "HP202"]
    assert complete_codes("HPX") == []


@pytest.mark.usefixtures("workspace")
def test_what_a_setting_takes_is_completed() -> None:
    assert complete_value(context(key="language"), "zh") == [
        ("zh", "简体中文"), ("zh_Hant", "繁體中文")
    ]  # fmt: skip
    assert complete_value(context(key="color"), "a") == [("auto", ""), ("always", "")]
    assert complete_value(context(key="unit"), "区房") == [("区房管局", "fangguan")]
    assert complete_value(context(key="pager"), "") == []


def test_options_of_all_commands_are_offered_behind_a_command() -> None:
    group: Any = typer.main.get_command(app)
    root = typer.Context(group, info_name="hpplan")
    status = group.get_command(root, "status")
    here = typer.Context(status, parent=root, info_name="status")
    assert [each.value for each in status.shell_complete(here, "--la")] == ["--lang"]
    offered = [each.value for each in status.shell_complete(here, "--w")]
    assert offered == ["--watch", "--width"]
    assert "--install-completion" not in {each.value for each in status.shell_complete(here, "--")}
