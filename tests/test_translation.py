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
from typer.testing import CliRunner

import hpplan
from hpplan.cli import app
from hpplan.i18n import DOMAIN, LOCALE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from babel.messages.catalog import Catalog, Message

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
HEADER = "date,target,value,note,evidence,recorded\n"
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

# What is expected.

HELP = """\
用法：hpplan [选项] 命令 [参数]...

  用纯文本文件跟踪政府印发计划的各项目标。

选项：
  --version             显示版本号。
  --lang LANG           显示语言，可填zh、zh_Hant或en；不填按系统设置。
                        [环境变量：HPPLAN_LANG]
  --debug               hpplan自身出错时，显示出错详情。
  --install-completion  为当前命令行环境安装自动补全。
  --show-completion     显示当前命令行环境的自动补全脚本，供复制或修改。
  -h, --help            显示本帮助。

命令：
  status   列出需要关注的事项和长期未报的单位。
  show     列出一个目标、事项、条款、章或单位的详情。
  changes  列出两个日期之间的变化，供下次会议使用。
  report   生成会议用的报告：网页、工作簿、表格或Markdown。
  notice   为有逾期或滞后事项的单位生成督办单。
  record   向单位的进度文件追加一行记录。
  form     生成各单位的填报表。
  collect  收取各单位填好的填报表。
  check    校验计划、原文和全部进度文件。
  explain  解释问题代码。
  schema   输出plan.yaml的JSON Schema，供编辑器使用。
  revise   将调整目标的决定写入计划。
  fill     在计划中补填原文缺字的数字。
  demo     建立试用工作区，内有模拟报送。
"""
HELP_OF_STATUS = """\
用法：hpplan status [选项] [ID]...

  列出需要关注的事项（逾期、严重滞后、存在风险）和长期未报的单位。

  进度指数（SPI）表示推进速度与计划速度之比：1为与计划同步，0.5为速度只有计划
  的一半。预计完成日期按目前速度推算，区间的另一端按余下部分以计划速度推进推
  算。

参数：
  ID  单位、章、条款、目标或事项；不填为整个计划。

选项：
  --all                         列出全部事项，不限于需要关注的。
  --unit UNIT                   只列该单位填报的事项，用代号或名称。
  --clause ID                   只列该章、条款或目标的事项。
  --status STATUS,...           只列所列状态的事项，如overdue,at-risk。
  --due-within DAYS             只列若干天内到期的未完成事项。  [x>=0]
  --shared                      只列多个单位均可填报、尚未分工的事项。
  --by <unit>                   分单位汇总。
  --format <table|json|csv|markdown>
                                输出格式。  [默认：table]
  --fail-on STATUS,...          有事项处于所列状态的，以退出码1结束。
  --as-of DATE                  评价截至的日期；不填为计划所在时区的当日。
  --plan PATH                   计划文件；不填为当前文件夹或上级文件夹中最近的
                                plan.yaml。  [环境变量：HPPLAN_PLAN]
  -h, --help                    显示本帮助。
"""
WRONG_VALUE = """\
用法：hpplan record [选项] [TARGET] [VALUE]
运行“hpplan record -h”可查看帮助。

错误：写的是“约14”，不是确切数字；请填写确切数字，例如14
"""
WRONG_OPTION = """\
用法：hpplan status [选项] [ID]...
运行“hpplan status -h”可查看帮助。

错误：没有选项--untt；是否应为--unit？
"""
MISSING = """\
用法：hpplan record [选项] [TARGET] [VALUE]
运行“hpplan record -h”可查看帮助。

错误：缺少TARGET
"""
STATUS = """\
城市管理精细化行动计划（2025—2026年）
截至2026年6月30日，时间进度75%，距期末184天
可评价事项6个，已完成1个
███████████████▆▆▆▆▆▆▆▄▄▄▄▄▄▄▄▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂───────════════
█ 逾期 2  ▆ 严重滞后 1  ▄ 存在风险 1  ▂ 长期未报 2  ─ 正常履行 1  ═ 已完成 1

逾期（2）
事项       名称          单位      完成情况        完成时限
1.2a@2025  打造更新街区  豫园街道  1片（目标2片）  2025-12-31
                                                   逾期181天
  截至2025年12月31日累计完成1片（目标2片）。完成时限为2025年12月31日，已逾期181
  天。最近一次报送截至2025年12月31日，已有181天未更新（超过120天）。
1.1a       改造旧里      区房管局  80%             2026-03-31
                                                   逾期91天
  截至2026年3月31日累计完成80%。照目前速度将于2026年7月23日完成（区间为2026年6月
  30日至2026年7月23日）。完成时限为2026年3月31日，已逾期91天。

严重滞后（1）
事项  名称        单位      完成情况              完成时限
1.1c  物业达标率  区房管局  86%（目标不低于95%）  2026-12-31
                                                  距时限184天
  2026年5月31日实测为86%（目标不低于95%）。基期值为80%（2025年1月1日）。按匀速推
  算，序时进度应完成90.6%。进度指数0.57（低于0.60为严重滞后）。余下须以原定2.04
  倍的速度推进（超过2.00倍为严重滞后）。照目前速度将于2028年7月12日完成（区间为
  2027年8月12日至2028年7月12日）。

存在风险（1）
事项  名称              单位      完成情况          完成时限
1.1b  规模化加梯全覆盖  区房管局  14个（目标30个）  2026-12-31
                                                    距时限184天
  截至2026年5月31日累计完成14个（目标30个）。按匀速推算，序时进度应完成21个。进
  度指数0.71（低于0.80为存在风险）。余下须以原定1.70倍的速度推进（超过1.10倍为存
  在风险）。照目前速度将于2027年10月28日完成（区间为2027年5月31日至2027年10月28
  日）。

长期未报（2）
事项       名称          单位                    完成情况            完成时限
1.2a@2026  打造更新街区  豫园街道                未报（目标2片）     2026-12-31
                                                                     距时限184天
  已有180天未报送（超过120天）。
1.2c       改造管道      区绿化市容局、豫园街道  3公里（目标□5.1公   2026-12-31
                                                 里）                距时限184天
  截至2025年6月30日累计完成3公里（目标□5.1公里）。原文目标值缺字（□5.1），无从比
  较。最近一次报送截至2025年6月30日，已有365天未更新（超过120天）。区绿化市容局
  从未报送。

正常履行（1）
事项  名称      单位                    完成情况  完成时限
1.2d  日常巡查  区绿化市容局、豫园街道  -         2026-12-31
  最近一次报送截至2026年6月15日。豫园街道从未报送。

已完成（1）
事项  名称      单位                    完成情况            完成时限
1.2b  新增绿道  区绿化市容局、豫园街道  2公里（目标2公里）  2026-12-31
  截至2026年5月31日累计完成2公里（目标2公里）。已于2026年5月31日完成，提前214
  天。豫园街道从未报送。
"""
SILENT = """\
逾期（1）
事项       名称          单位      完成情况        完成时限
1.2a@2025  打造更新街区  豫园街道  1片（目标2片）  2025-12-31
                                                   逾期335天
  截至2025年12月31日累计完成1片（目标2片）。完成时限为2025年12月31日，已逾期335
  天。最近一次报送截至2025年12月31日，已有335天未更新（超过120天）。

长期未报（3）
超过120天没有报送，自最近一次报送、开始日期、计划印发日期中最晚的一个起算
                    共同
单位      单独填报  填报  最长未报  30天内到期
豫园街道         1     2     699天           3
加--status silent可列出具体事项。
"""
SCOREBOARD = """\
                                                            单独  共同  未报
单位          逾期  严重滞后  存在风险  长期未报    完成率  填报  填报  天数
区房管局         1         1         1              0/3 0%     3     0    91
豫园街道         1                             2   1/3 33%     2     3   545
区绿化市容局                                   1  1/1 100%     0     3   545
窗口宽度达到110列的，另列其他状态。
"""
TRIED = """\
尚未写入；将写入data/progress/fangguan.csv：
  2026-06-30,1.1b,16,新增2个,,（填报时间）
1.1b 规模化加梯全覆盖，区房管局填报，截至2026年6月30日
原状态：存在风险。截至2026年5月31日累计完成14个（目标30个）。按匀速推算，序时进
度应完成21个。进度指数0.71（低于0.80为存在风险）。余下须以原定1.70倍的速度推进
（超过1.10倍为存在风险）。照目前速度将于2027年10月28日完成（区间为2027年5月31日
至2027年10月28日）。
现状态：存在风险。截至2026年6月30日累计完成16个（目标30个）。按匀速推算，序时进
度应完成22个。进度指数0.76（低于0.80为存在风险）。余下须以原定1.72倍的速度推进
（超过1.10倍为存在风险）。照目前速度将于2027年8月21日完成（区间为2027年5月12日至
2027年8月21日）。
"""
FAULTS = """\
data/progress/fangguan.csv:2:17: HP306 写的是“约14”，不是确切数字
data/progress/fangguan.csv:3:1: HP304 写的是“2026/2/30”，没有这一天
data/progress/fangguan.csv:3:11: HP305 没有目标“1.1d”
data/progress/fangguan.csv:5:17: HP353 提醒：1.1b的累计数下降，由12（2025-09-30）降为9
data/progress/fangguan.csv:5:21: HP309 写的是“昨天”，不是有效的填报时间
"""
SUMMARY = """\
条款2条，目标7个，原文逐字落实100%；进度文件3个，记录6行；错误4个，提醒1个
"""
FRAMES = """\
data/progress/fangguan.csv:2:17: HP306 写的是“约14”，不是确切数字
  2 | 2026-05-31,1.1b,约14,,,
    |                 ^^^^
  建议：请填写确切数字，例如14

data/progress/fangguan.csv:3:1: HP304 写的是“2026/2/30”，没有这一天
  3 | 2026/2/30,1.1d,3,,,
    | ^^^^^^^^^
  建议：请填写日期，写作2025-03-31

data/progress/fangguan.csv:3:11: HP305 没有目标“1.1d”
  3 | 2026/2/30,1.1d,3,,,
    |           ^^^^
  建议：条款1.1的目标为1.1a至1.1c

data/progress/fangguan.csv:5:17: HP353 提醒：1.1b的累计数下降，由12
（2025-09-30）降为9
  5 | 2025-12-31,1.1b,9,,,昨天
    |                 ^
  建议：数值应为自开始以来的累计数，所填是否为增量？

data/progress/fangguan.csv:5:21: HP309 写的是“昨天”，不是有效的填报时间
  5 | 2025-12-31,1.1b,9,,,昨天
    |                     ^^^^
  建议：请写作2025-04-03T10:12:00+08:00，或留空
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small workspace as the current folder, at eighty columns."""
    (tmp_path / "data" / "progress").mkdir(parents=True)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for unit, rows in ROWS.items():
        (tmp_path / "data" / "progress" / f"{unit}.csv").write_text(HEADER + rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LANGUAGE", "en")
    return tmp_path


def run(*arguments: str) -> tuple[str, str, int]:
    """Output, messages and exit code of a run in Chinese."""
    result = CliRunner().invoke(app, ["--lang", "zh", *arguments], catch_exceptions=False)
    return result.stdout, result.stderr, result.exit_code


def ran(*arguments: str) -> tuple[str, str, int]:
    """The same of a run of its own: help and usage are made when the program starts."""
    settings = {name: text for name, text in os.environ.items() if not name.startswith("HPPLAN_")}
    path = os.pathsep.join(filter(None, (str(PACKAGE.parent), settings.get("PYTHONPATH"))))
    settings |= {"HPPLAN_LANG": "zh", "COLUMNS": "80", "PYTHONUTF8": "1", "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-m", "hpplan", *arguments],
        env=settings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout, done.stderr, done.returncode


in_workspace = pytest.mark.usefixtures("workspace")


def test_the_help_of_the_program() -> None:
    assert ran("--help") == (HELP, "", 0)


def test_the_help_of_a_command() -> None:
    assert ran("status", "--help") == (HELP_OF_STATUS, "", 0)


@in_workspace
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("record", "1.1b", "约14"), WRONG_VALUE),
        (("status", "--untt", "lvhua"), WRONG_OPTION),
        (("record",), MISSING),
        ((), HELP),
    ],
)
def test_a_command_given_wrongly(arguments: tuple[str, ...], expected: str) -> None:
    assert ran(*arguments) == ("", expected, 2)


@in_workspace
def test_all_items() -> None:
    assert run("status", "--all", "--as-of", DAY) == (STATUS, "", 0)


@in_workspace
def test_who_is_silent() -> None:
    out, err, code = run("status", "yuyuan", "--as-of", "2026-12-01")
    assert (out.partition("\n\n")[2], err, code) == (SILENT, "", 0)


@in_workspace
def test_the_scoreboard() -> None:
    out, err, code = run("status", "--by", "unit", "--as-of", DAY)
    assert (out.partition("\n\n")[2], err, code) == (SCOREBOARD, "", 0)


def test_faults_in_lines(workspace: Path) -> None:
    file = workspace / "data" / "progress" / "fangguan.csv"
    file.write_text(HEADER + FAULTY, encoding="utf-8")
    assert run("check", "--as-of", DAY) == (FAULTS, SUMMARY, 1)


def test_faults_in_frames(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = workspace / "data" / "progress" / "fangguan.csv"
    file.write_text(HEADER + FAULTY, encoding="utf-8")
    monkeypatch.setattr("hpplan.cli.console.terminal_columns", lambda _stream: 80)
    assert run("check", "--as-of", DAY) == (FRAMES, SUMMARY, 1)


@in_workspace
def test_a_row_that_is_only_tried() -> None:
    out, err, code = run("record", "1.1b", "+2", "--as-of", DAY, "--note", "新增2个", "--dry-run")
    now = re.compile(r"[0-9-]{10}T[0-9:]{8}\+08:00")
    assert (now.sub("（填报时间）", out), err, code) == (TRIED, "", 0)
