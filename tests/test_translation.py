"""Each catalogue is whole and well formed, and whole outputs read well in it."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from functools import cache
from itertools import product
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

import hpplan
import running
from hpplan.i18n import DOMAIN, LOCALE
from plans import lay_out, placed
from running import NO_SETTINGS, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from babel.messages.catalog import Catalog, Message

    from golden import Golden

PACKAGE = Path(hpplan.__file__).parent
MESSAGES: dict[str, Any] = runpy.run_path(str(Path(__file__).parents[1] / "tools" / "messages.py"))
entries: Callable[[Catalog], Iterator[Message]] = MESSAGES["entries"]
CODES = sorted(path.name for path in LOCALE.iterdir())
each_catalogue = pytest.mark.parametrize("code", CODES)

HAN = "\u4e00-\u9fff"
FULL_WIDTH = "，。；：？！、（）“”「」…"
MARK_BEHIND = re.compile(rf"[{HAN}）”」}}][,;:?!.](?![A-Za-z0-9])")
"""A half-width mark behind Chinese: what goes on in letters or digits is a name, as 加.csv."""
YAML = re.compile("[“「]{key}: [”」]")
"""What is to be typed with a half-width mark."""
BLANK_BESIDE = re.compile(rf"[{HAN}{FULL_WIDTH}] [A-Za-z0-9{{{HAN}]|[A-Za-z0-9}}] [{HAN}]")


def path(code: str) -> Path:
    return LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def catalogue(code: str) -> Catalog:
    found: Catalog = MESSAGES["read"](path(code))
    return found


def forms(text: str | Sequence[str] | None) -> list[str]:
    """A text in each of its forms, by number."""
    return [text] if isinstance(text, str) else list(text or ())


def singular(message: str | Sequence[str]) -> str:
    """What a message is looked up by: of several forms the first."""
    return forms(message)[0]


@cache
def said() -> set[tuple[str | None, str]]:
    """Every message of the program by its context, help texts and templates included."""
    return {(entry.context, singular(entry.id)) for entry in entries(MESSAGES["ours"]())}


@cache
def said_by_typer() -> set[tuple[str | None, str]]:
    """Every message of Typer that reaches a user of plain help texts."""
    return {(entry.context, singular(entry.id)) for entry in entries(MESSAGES["of_typer"]())}


def pairs(code: str) -> Iterator[tuple[str, str]]:
    """Each message, in each of its forms, with its translation."""
    for entry in entries(catalogue(code)):
        yield from product(forms(entry.id), forms(entry.string))


def places(message: str) -> set[tuple[str, str | None, str | None]]:
    """The places of a message, each with how it is shown."""
    return {
        (name, conversion, spec)
        for _text, name, spec, conversion in Formatter().parse(message)
        if name is not None
    }


# The catalogue


@each_catalogue
def test_every_message_is_translated(code: str) -> None:
    translated = {
        (entry.context, singular(entry.id))
        for entry in entries(catalogue(code))
        if all(forms(entry.string))
    }
    assert sorted((said() | said_by_typer()) - translated, key=str) == []


@each_catalogue
def test_nothing_is_translated_that_is_never_said(code: str) -> None:
    ours = {
        (entry.context, singular(entry.id))
        for entry in entries(catalogue(code))
        if MESSAGES["TYPERS_OWN"] not in entry.user_comments
    }
    assert sorted(ours - said(), key=str) == []
    assert list(catalogue(code).obsolete) == []


@each_catalogue
def test_a_catalogue_is_written_as_the_tool_writes_it(code: str) -> None:
    text = path(code).read_text(encoding="utf-8")
    assert MESSAGES["written"](catalogue(code), text) == text


@each_catalogue
def test_no_translation_is_doubtful(code: str) -> None:
    assert [entry.id for entry in entries(catalogue(code)) if entry.fuzzy] == []


@each_catalogue
def test_the_header_names_nobody_and_no_day(code: str) -> None:
    header, _blank, _entries = path(code).read_text(encoding="utf-8").partition("\n\n")
    assert re.findall("AUTHOR|EMAIL|@|ORGANIZATION|-Date|Generated-By|20[0-9][0-9]", header) == []
    assert '"Plural-Forms: nplurals=1; plural=0;\\n"' in header


@each_catalogue
def test_a_translation_has_one_form_for_any_number(code: str) -> None:
    counted = [entry for entry in entries(catalogue(code)) if isinstance(entry.id, tuple)]
    assert counted
    assert [entry.id for entry in counted if len(forms(entry.string)) != 1] == []


@each_catalogue
def test_a_translation_has_the_places_of_its_message(code: str) -> None:
    assert [
        (message, string) for message, string in pairs(code) if places(message) != places(string)
    ] == []


@each_catalogue
def test_a_translation_is_in_chinese(code: str) -> None:
    # All but a few formulas: what consists of places and marks.
    bare = {string for _message, string in pairs(code) if not re.search(f"[{HAN}]", string)}
    assert [string for string in bare if re.search("[A-Za-z]", re.sub("{.*?}", "", string))] == []


@each_catalogue
def test_marks_in_chinese_are_full_width(code: str) -> None:
    strings = [YAML.sub("", string) for _message, string in pairs(code)]
    assert [string for string in strings if MARK_BEHIND.search(string)] == []
    assert [string for string in strings if re.search("[，。；：？！、]{2}", string)] == []


@each_catalogue
def test_no_blank_stands_between_chinese_and_letters_or_digits(code: str) -> None:
    assert [string for _message, string in pairs(code) if BLANK_BESIDE.search(string)] == []


@each_catalogue
def test_quotes_and_brackets_are_closed(code: str) -> None:
    for opening, closing in ("“”", "「」", "（）", "[]", "()"):
        assert [
            string
            for _message, string in pairs(code)
            if string.count(opening) != string.count(closing)
        ] == []


@each_catalogue
def test_a_translation_begins_and_ends_as_its_message(code: str) -> None:
    """Blanks at the ends are part of a message; a full-width mark brings its own."""

    def ends(text: str) -> tuple[str, str]:
        bare = text.strip()
        return text[: text.index(bare)], text[text.index(bare) + len(bare) :]

    assert [
        (message, string)
        for message, string in pairs(code)
        if ends(message) != ends(string) and string.strip()[-1] not in FULL_WIDTH
    ] == []


@each_catalogue
def test_a_sentence_is_a_sentence_in_chinese_too(code: str) -> None:
    assert [
        (message, string)
        for message, string in pairs(code)
        if (None, message) in said()
        and not message.endswith("...")
        and message.endswith(".") != string.endswith("。")
    ] == []


# Whole outputs

PLAN = """\
format: 1
title: 城市管理精细化行动计划（2025—2026年）
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: fangguan, name: 区房管局}
  - {id: lvhua, name: 区绿化市容局}
  - {id: yuyuan, name: 豫园街道}
chapters:
  - id: "1"
    title: 焕新城市面貌
    clauses:
      - id: "1.1"
        title: 推进居住环境品质提升
        leads: [fangguan]
        text: 改造旧里；加梯30个；达标95%。
        targets:
          - {id: 1.1a, name: 改造旧里, quote: 改造旧里, kind: milestone, due: 2026-03-31}
          - {id: 1.1b, name: 规模化加梯全覆盖, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1c, name: 物业达标率, quote: 达标95%, kind: level, at_least: 95, uom: "%",
             baseline: {date: 2025-01-01, value: 80}}
      - id: "1.2"
        title: 规划建设更新街区
        leads: [lvhua, yuyuan]
        text: 每年打造2片街区，新增绿道2公里，改造管道□5.1公里，日常巡查。
        targets:
          - {id: 1.2a, name: 打造更新街区, quote: 每年打造2片街区, kind: count, at_least: 2,
             uom: 片, every: year, reporters: [yuyuan]}
          - {id: 1.2b, name: 新增绿道, quote: 新增绿道2公里, kind: amount, at_least: 2, uom: 公里}
          - {id: 1.2c, name: 改造管道, quote: 改造管道□5.1公里, kind: amount,
             illegible: {at_least: □5.1}, uom: 公里}
          - {id: 1.2d, name: 日常巡查, quote: 日常巡查, kind: duty}
"""
ROWS = {
    "fangguan": (
        "2026-03-31,1.1a,80,,照片,\n2026-05-31,1.1b,14,,照片,\n2026-05-31,1.1c,86,,照片,\n"
    ),
    "lvhua": "2026-05-31,1.2b,2,,照片,\n2026-06-15,1.2d,,巡查三次,,\n",
    "yuyuan": "2025-12-31,1.2a,1,,照片,\n2025-06-30,1.2c,3,,照片,\n",
}
FAULTY = (
    "2026-05-31,1.1b,约14,,,\n"
    "2026/2/30,1.1d,3,,,\n"
    "2025-09-30,1.1b,12,,,\n"
    "2025-12-31,1.1b,9,,,昨天\n"
)
DAY = "2026-06-30"

pytestmark = pytest.mark.workspace(PLAN, ROWS)


@pytest.fixture(autouse=True)
def _locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system speaks English."""
    monkeypatch.setenv("LANGUAGE", "en")


def run(*arguments: str) -> Shown:
    """What a run in Chinese shows."""
    return running.ran("--lang", "zh", *arguments)


def ran(*arguments: str) -> Shown:
    """The same of a run of its own: help and usage are made when the program starts."""
    settings = {name: text for name, text in os.environ.items() if not name.startswith("HPPLAN_")}
    path = os.pathsep.join(filter(None, (str(PACKAGE.parent), settings.get("PYTHONPATH"))))
    settings |= {"HPPLAN_LANG": "zh", "COLUMNS": "80", "PYTHONUTF8": "1", "PYTHONPATH": path}
    settings |= NO_SETTINGS
    done = subprocess.run(
        [sys.executable, "-m", "hpplan", *arguments],
        env=settings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Shown(done.stdout, done.stderr, done.returncode)


in_workspace = pytest.mark.usefixtures("workspace")


def test_the_help_of_the_program(golden: Golden) -> None:
    shown = ran("--help")
    assert (shown.stderr, shown.code) == ("", 0)
    golden("help.zh.txt", shown.stdout)


def test_the_help_of_a_command(golden: Golden) -> None:
    shown = ran("status", "--help")
    assert (shown.stderr, shown.code) == ("", 0)
    golden("help-of-status.zh.txt", shown.stdout)


@in_workspace
@pytest.mark.parametrize(
    "arguments",
    [("record", "1.1b", "约14"), ("status", "--untt", "lvhua"), ("record",)],
    ids=" ".join,
)
def test_a_command_given_wrongly(arguments: tuple[str, ...], golden: Golden) -> None:
    shown = ran(*arguments)
    assert (shown.stdout, shown.code) == ("", 2)
    golden.says(shown.stderr, lang="zh")


@in_workspace
def test_without_a_command_the_groups_are_shown(golden: Golden) -> None:
    shown = ran()
    assert (shown.stderr, shown.code) == ("", 0)
    golden("overview.zh.txt", shown.stdout)


@in_workspace
def test_all_items(golden: Golden) -> None:
    shown = run("status", "--all", "--as-of", DAY)
    assert (shown.stderr, shown.code) == ("", 0)
    golden("status.zh.txt", shown.stdout)


@in_workspace
def test_who_is_silent(golden: Golden) -> None:
    shown = run("status", "yuyuan", "--as-of", "2026-12-01")
    assert (shown.stderr, shown.code) == ("", 0)
    golden("silent.zh.txt", shown.stdout)


@in_workspace
def test_the_scoreboard(golden: Golden) -> None:
    shown = run("status", "--by", "unit", "--as-of", DAY)
    assert (shown.stderr, shown.code) == ("", 0)
    golden("scoreboard.zh.txt", shown.stdout)


FAULTS = ["2:17: HP306", "3:1: HP304", "3:11: HP305", "5:21: HP309", "5:17: HP353"]


def test_faults_in_lines(workspace: Path, golden: Golden) -> None:
    lay_out(workspace, rows={"fangguan": FAULTY})
    shown = run("check", "--as-of", DAY)
    assert shown.code == 1
    assert placed(shown.stdout.splitlines()) == [
        f"data/progress/fangguan.csv:{at}" for at in FAULTS
    ]
    golden("faults.zh.txt", shown.stdout)
    golden.says(shown.stderr, lang="zh")


def test_faults_in_frames(workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden) -> None:
    lay_out(workspace, rows={"fangguan": FAULTY})
    monkeypatch.setattr("hpplan.cli.console.terminal_columns", lambda _stream: 80)
    shown = run("check", "--as-of", DAY)
    assert shown.code == 1
    golden("frames.zh.txt", shown.stdout)
    golden.says(shown.stderr, lang="zh")


@in_workspace
def test_a_row_that_is_only_tried(golden: Golden) -> None:
    shown = run("record", "1.1b", "+2", "--as-of", DAY, "--note", "新增2个", "--dry-run")
    assert (shown.stderr, shown.code) == ("", 0)
    now = re.compile(r"[0-9-]{10}T[0-9:]{8}\+08:00")
    golden("tried.zh.txt", now.sub("（填报时间）", shown.stdout))
