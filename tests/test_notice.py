"""`hpplan notice`: whole documents, what they look like on paper, and what is refused."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from typer.testing import CliRunner

from helpers import judge, plan_of, target
from hpplan.cli import app
from hpplan.i18n import use
from hpplan.judging.urged import figure_asked, notices
from hpplan.output.notice_docx import heading_numeral

if TYPE_CHECKING:
    from typer.testing import Result

ROOT = Path(__file__).parents[1]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

DAY = "2026-11-22"

PLAN = """\
format: 1
title: 计划（2025—2026年）
number: 府办发〔2025〕1号
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
coordinator: chengguan
units:
  - {id: fangguan, name: 区房管局}
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
  - {id: chengguan, name: 区城管执法局}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan]}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 提升品质
        leads: [fangguan, jiedao]
        text: 到2025年底加梯30个，到2025年底绿道10公里。完成示范
        targets:
          - {id: 1.1a, name: 加梯, quote: 到2025年底加梯30个, kind: count, at_least: 30, uom: 个,
             due: 2025-12-31, reporters: [fangguan]}
          - {id: 1.1b, name: 绿道, quote: 到2025年底绿道10公里, kind: count, at_least: 10,
             uom: 公里, due: 2025-12-31, reporters: [fangguan]}
          - {id: 1.1c, name: 示范, quote: 完成示范, kind: milestone}
      - id: "1.2"
        title: 巡查
        leads: [chengguan]
        text: 巡查
        targets:
          - {id: 1.2a, name: 巡查, quote: 巡查, kind: duty}
"""
UNITS = {"fangguan": "区房管局", "waitan": "外滩街道", "yuyuan": "豫园街道"}
ROWS = {
    "fangguan": ["2025-12-31,1.1a,12,", "2025-12-30,1.1b,9,", "2026-11-22,1.1c,96,"],
    "waitan": ["2026-11-22,1.1c,20,"],
}

SOFFICE = shutil.which("soffice")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, and the folder that commands run in."""
    (tmp_path / "data" / "progress").mkdir(parents=True)
    write(tmp_path, PLAN, ROWS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, plan: str, rows: dict[str, list[str]]) -> None:
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    for unit, lines in rows.items():
        text = "\n".join(["date,target,value,note", *lines, ""])
        (folder / "data" / "progress" / f"{unit}.csv").write_text(text, encoding="utf-8")


def hpplan(*arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(
        app,
        ["--lang", lang, "notice", *arguments, "-o", "out", "--as-of", DAY],
        catch_exceptions=False,
    )


def lines(path: Path) -> list[str]:
    """The text of a document, a paragraph a line, the cells of a row side by side; _ is wide."""
    found = []
    for block in Document(str(path)).element.body:
        if block.tag == qn("w:p"):
            found.append(text_of(block))
        elif block.tag == qn("w:tbl"):
            rows = block.iter(qn("w:tr"))
            found += [" | ".join(text_of(cell) for cell in row.iter(qn("w:tc"))) for row in rows]
    return [line.replace("\u3000", "_") for line in found if line.strip()]


def text_of(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def template(folder: Path, *paragraphs: str) -> str:
    """The name of a template with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "mine.docx"))
    return "mine.docx"


# Who gets one, and on what


def test_a_notice_holds_what_is_overdue_off_track_or_at_risk() -> None:
    plan = plan_of(target("count", at_least=30), leads=["a", "b"])
    red, green = judge(plan, [(150, 1)], 150), judge(plan, [(150, 15)], 150)
    late, risky = judge(plan, [(300, 29)], 301), judge(plan, [(150, 11)], 150)
    silent, met = judge(plan, {}, 290), judge(plan, [(100, 30)], 150)
    assert [each.status for each in (red, green, late, risky, silent, met)] == [
        *("off-track", "on-track", "overdue", "at-risk", "silent", "met")
    ]
    made = notices([red, green, late, risky, silent, met], ["c", "b", "a"])
    assert made == [("b", [red, late, risky]), ("a", [red, late, risky])]


@pytest.mark.parametrize(
    ("rows", "as_of", "expected"),
    [
        ([(150, 1)], 150, None),
        ([(150, 1)], 280, "current"),  # 130 days later
        ([], 301, "closing"),
        ([(299, 29)], 301, "closing"),
        ([(300, 29)], 301, None),
    ],
)
def test_which_figure_is_missing(
    rows: list[tuple[int, int]], as_of: int, expected: str | None
) -> None:
    assert figure_asked(judge(plan_of(target("count", at_least=30)), rows, as_of)) == expected


def test_numerals() -> None:
    use("zh")
    numbers = (1, 9, 10, 11, 19, 20, 21, 99, 100)
    assert [heading_numeral(n) for n in numbers] == [
        *("一", "九", "十", "十一", "十九", "二十", "二十一", "九十九", "100")
    ]
    use("zh_Hant")
    assert heading_numeral(12) == "十二"
    use("en")
    assert heading_numeral(12) == "12"


# The document, in which _ is a wide blank

FANGGUAN = """\
督_办_单
计划（2025—2026年）
区房管局：
根据《计划（2025—2026年）》（府办发〔2025〕1号）和各单位报送情况，截至2026年11月22日，你单位负责的事项中\
有3项需要督办：逾期2项、严重滞后1项。
一、逾期
（一）加梯（1.1a）
原文：“到2025年底加梯30个”（条款1.1）。完成时限：2025年12月31日，逾期326天。
依据：截至2025年12月31日累计完成12个（目标30个）。照目前速度将于2027年4月21日完成（区间为2026年7月26日至2027年4月21日）。完成时限为2025年12月\
31日，已逾期326天。最近一次报送截至2025年12月31日，已有326天未更新（超过120天）。
二、逾期：仅缺到期数据
（一）绿道（1.1b）
原文：“到2025年底绿道10公里”（条款1.1）。完成时限：2025年12月31日，逾期326天。
依据：截至2025年12月30日累计完成9公里（目标10公里）。按匀速推算，序时进度应完成9公里。完成时限为2025年12月31日，已过326天，没有统计截止日在当日或以后的报送，缺少到期数据。\
最近一次报送截至2025年12月30日，已有327天未更新（超过120天）。
请补报截至2025年12月31日或其后的到期数据。
三、严重滞后
（一）示范（1.1c）
原文：“完成示范”（条款1.1）。完成时限：2026年12月31日，距时限39天。
依据：截至2026年11月22日累计完成20%。按匀速推算，序时进度应完成94.65%。进度指数0.21（低于0.60为严重滞后）。\
余下须以原定14.95倍的速度推进（超过2.00倍为严重滞后）。照目前速度将于2034年6月13日完成（区间为2028年6月28日\
至2034年6月13日）。2个单位中，进度最低的为外滩街道。豫园街道从未报送。
共同填报单位：各街道。你单位最近一次报送截至2026年11月22日，数值为96%。
请逐项核实，填写附件，说明滞后原因、下一步措施和预计完成时间，于2026年12月5日前反馈。
附件：督办事项反馈表
区城管执法局
___年__月__日
附件
督办事项反馈表
督办事项 | 滞后原因 | 下一步措施 | 预计完成时间
1. 加梯（1.1a，逾期） |  |  | \n\
2. 绿道（1.1b，逾期） |  |  | \n\
3. 示范（1.1c，严重滞后） |  |  | \n\
区房管局（盖章）_负责人：______
填报日期：___年__月__日
"""

YUYUAN = """\
Notice of items to be expedited
计划（2025—2026年）
To 豫园街道:
Under 计划（2025—2026年） (府办发〔2025〕1号) and by what was reported up to 2026-11-22, these of \
the items that you report on need to be expedited: 1 off-track.
1. Off track
(1) 示范 (1.1c)
The document: “完成示范” (clause 1.1). Due: 2026-12-31, 39 days left.
Why: 20% by 2026-11-22. Even progress, an assumption, expects 94.65%. SPI 0.21 (off-track below \
0.60). The rest needs 14.95 times the planned pace (off-track above 2.00). Forecast: 2034-06-13 \
(range 2028-06-28 to 2034-06-13). Least advanced of 2: 外滩街道. Never heard from: 豫园街道.
Shared with: 区房管局, 外滩街道. You have never reported on it.
For each, please say why it is behind, what will be done and when it will be met, on the enclosed \
form, by ________.
Enclosed: reply form
区城管执法局
Date: ______
Enclosure
Reply form
Item | Why it is behind | What will be done | To be met by
1. 示范 (1.1c, off-track) |  |  | \n\
豫园街道 (seal)_Signed: ______
Date: ______
"""


def test_a_notice_in_chinese(here: Path) -> None:
    done = hpplan("区房管局", "--reply-by", "2026-12-05", lang="zh")
    assert done.stdout == f"{file('fangguan')}：区房管局，逾期2项、严重滞后1项\n"
    assert (done.stderr, done.exit_code) == ("", 0)
    assert lines(here / file("fangguan")) == FANGGUAN.splitlines()


def test_a_notice_in_english_its_day_of_reply_left_open(here: Path) -> None:
    done = hpplan("yuyuan")
    assert done.stdout == f"{file('yuyuan')}: 豫园街道, 1 off-track\n"
    assert lines(here / file("yuyuan")) == YUYUAN.splitlines()


def file(unit: str) -> Path:
    return Path("out", f"{unit}-{UNITS[unit]}-{DAY}.docx")


def test_what_a_unit_that_shares_an_item_reported_itself(here: Path) -> None:
    hpplan("外滩街道")
    assert "Shared with: 区房管局, 豫园街道. Your last report, of 2026-11-22, says 20%." in lines(
        here / file("waitan")
    )


def test_to_all_units_but_those_with_nothing_to_urge(here: Path) -> None:
    done = hpplan("--all")
    assert done.stdout == (
        f"{file('fangguan')}: 区房管局, 2 overdue, 1 off-track\n"
        f"{file('waitan')}: 外滩街道, 1 off-track\n"
        f"{file('yuyuan')}: 豫园街道, 1 off-track\n"
    )
    assert done.stderr == "Nothing to urge, and so no notice: 区城管执法局\n"
    assert done.exit_code == 0
    assert names(here) == [file(unit).name for unit in ("fangguan", "waitan", "yuyuan")]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "out").iterdir())


@pytest.mark.parametrize("group", ["jiedao", "各街道"])
def test_to_the_members_of_a_group_each_once(here: Path, group: str) -> None:
    assert hpplan(group, "waitan").exit_code == 0
    assert names(here) == [file("waitan").name, file("yuyuan").name]


def test_with_nothing_to_urge_nothing_is_made(here: Path) -> None:
    done = hpplan("chengguan")
    assert (done.stdout, done.exit_code) == ("", 0)
    assert done.stderr == "Nothing to urge, and so no notice: 区城管执法局\n"
    assert not (here / "out").exists()


def test_without_a_coordinator_the_signature_is_left_open(here: Path) -> None:
    (here / "plan.yaml").write_text(PLAN.replace("coordinator: chengguan\n", ""), encoding="utf-8")
    hpplan("waitan", lang="zh")
    said = lines(here / file("waitan"))
    assert said[said.index("附件：督办事项反馈表") + 1 :][0] == "___年__月__日"


def test_that_data_are_simulated_stands_under_the_title(here: Path) -> None:
    row = "2026-11-22,1.1c,20,模拟数据 simulated"
    write(here, PLAN, {"fangguan": [row], "waitan": [row]})
    hpplan("waitan")
    assert lines(here / file("waitan"))[2] == (
        "Simulated data: every row says in its note that it is simulated."
    )


def test_rows_with_faults_are_owned_up_to_beside_what_was_written(here: Path) -> None:
    write(here, PLAN, {"waitan": [*ROWS["waitan"], "2026-11-22,1.1c,约30,"]})
    done = hpplan("waitan")
    assert done.exit_code == 1
    assert "data/progress/waitan.csv:3:17: HP306 " in done.stderr
    assert names(here) == [file("waitan").name]


def test_the_same_input_gives_the_same_bytes_without_a_clock(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hpplan("--all", lang="zh")
    before = {name: (here / "out" / name).read_bytes() for name in names(here)}
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    shutil.rmtree(here / "out")
    hpplan("--all", lang="zh")
    assert {name: (here / "out" / name).read_bytes() for name in names(here)} == before
    with zipfile.ZipFile(here / file("waitan")) as found:
        assert {part.date_time for part in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = Document(str(here / file("waitan"))).core_properties
    assert properties.title == "督办单：外滩街道，截至2026年11月22日"
    assert properties.created == properties.modified
    assert str(properties.modified).startswith(DAY)
    assert (properties.author, properties.last_modified_by) == ("", "")


# Writing


def test_what_is_there_already_is_not_replaced_unasked(here: Path) -> None:
    (here / "out").mkdir()
    (here / file("yuyuan")).write_bytes(b"mine")
    done = hpplan("jiedao")
    assert (done.stdout, done.exit_code) == ("", 3)
    assert done.stderr == (
        "Nothing was written: already there, with other content: yuyuan-豫园街道-2026-11-22.docx\n"
        "--force replaces them\n"
    )
    assert names(here) == [file("yuyuan").name]
    assert (here / file("yuyuan")).read_bytes() == b"mine"
    assert hpplan("jiedao", "--force").exit_code == 0
    assert lines(here / file("yuyuan"))[2] == "To 豫园街道:"


def test_the_same_notice_may_be_written_again(here: Path) -> None:
    assert [hpplan("jiedao").exit_code for _again in range(2)] == [0, 0]
    assert names(here) == [file("waitan").name, file("yuyuan").name]


def test_a_folder_that_cannot_be_made(here: Path) -> None:
    (here / "out").write_bytes(b"mine")
    done = hpplan("jiedao")
    assert (done.stdout, done.exit_code) == ("", 3)
    assert done.stderr == "out cannot be written: Not a directory\n"


@pytest.mark.skipif(os.name == "nt", reason="its links need a privilege")
def test_the_folder_of_the_progress_files_is_for_them_alone(here: Path) -> None:
    (here / "out").symlink_to(here / "data" / "progress")
    before = sorted((here / "data" / "progress").iterdir())
    done = hpplan("jiedao")
    assert done.exit_code == 2
    assert "out is for the progress files alone; name another folder" in done.stderr
    assert sorted((here / "data" / "progress").iterdir()) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes of that kind")
def test_a_pipe_for_a_template_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "mine.docx")
    done = hpplan("waitan", "--template", "mine.docx")
    assert (done.stdout, done.exit_code) == ("", 3)
    assert done.stderr == "The template mine.docx cannot be used: this is no regular file\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name units, or give --all for all of them, not both"),
        (("waitan", "--all"), "name units, or give --all for all of them, not both"),
        (("waitam",), "there is no unit “waitam”; did you mean waitan?"),
        (("1.1a",), "there is no unit “1.1a”"),
        (
            ("waitan", "--reply-by", "2026-11-21"),
            "--reply-by names 2026-11-21, which is before 2026-11-22, the day to judge",
        ),
    ],
)
def test_a_notice_asked_for_wrongly(here: Path, arguments: tuple[str, ...], said: str) -> None:
    done = hpplan(*arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert not (here / "out").exists()


def test_without_docxtpl_it_is_said_how_to_install_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "hpplan.output.notice_docx")
    monkeypatch.delattr("hpplan.output.notice_docx")
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    done = hpplan("waitan")
    assert (done.stdout, done.exit_code) == ("", 3)
    assert done.stderr == (
        "Notices are written by docxtpl, which is missing: pip install docxtpl\n"
    )
    assert not (here / "out").exists()


# Text from files stays text

HOSTILE = (
    "<w:p>&amp;",
    "{{ 7*7 }}",
    "{% raw %}",
    "=1+1",
    '"><w:br/>',
    "]]>",
    "{{r x }}",
    "\u202egnp",
    "\uffffgnp",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_they_are(here: Path, name: str) -> None:
    given = json.dumps(name)
    plan = PLAN.replace("name: 示范", f"name: {given}").replace("外滩街道", given)
    (here / "plan.yaml").write_text(plan, encoding="utf-8")
    done = hpplan("waitan")
    shown = name.replace("\u202e", "<U+202E>").replace("\uffff", "<U+FFFF>")
    (path,) = (here / "out").iterdir()
    assert re.fullmatch(rf"waitan-(\w+-)?{DAY}\.docx", path.name)
    assert (done.stdout, done.exit_code) == (f"{Path('out', path.name)}: {shown}, 1 off-track\n", 0)
    said = lines(path)
    assert said[2] == f"To {shown}:"
    assert f"(1) {shown} (1.1c)" in said
    assert f"1. {shown} (1.1c, off-track) |  |  | " in said


# The built-in templates


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_letter_has_a_chinese_font(here: Path, language: str) -> None:
    hpplan("fangguan", lang=language)
    with zipfile.ZipFile(here / file("fangguan")) as found:
        parts = [parse_xml(found.read(f"word/{name}.xml")) for name in PARTS]
    looks = [look for part in parts for look in part.iter(f"{W}rPr")]
    fonts = [look.find(f"{W}rFonts") for look in looks]
    assert {None if font is None else font.get(f"{W}eastAsia") for font in fonts} == {
        *("方正小标宋简体", "仿宋", "黑体", "楷体", "宋体")
    }
    runs = [run for part in parts for run in part.iter(f"{W}r")]
    assert [run for run in runs if run.find(f"{W}rPr") is None and text_of(run)] == []


PARTS = ("document", "styles", "footer1", "footer2")


def test_the_page_is_that_of_official_documents(here: Path) -> None:
    hpplan("fangguan", lang="zh")
    document: Any = Document(str(here / file("fangguan")))
    (page,) = document.sections
    edges = (page.page_width, page.page_height, page.left_margin, page.top_margin)
    wide, high, left, top, right, bottom = (
        round((edge or 0) / 36000) for edge in (*edges, page.right_margin, page.bottom_margin)
    )
    assert (wide, high, left, top) == (210, 297, 28, 37)
    assert (wide - left - right, high - top - bottom) == (156, 225)
    body = document.styles["Body Text"]
    assert (body.font.size.pt, body.paragraph_format.line_spacing.pt) == (16, 28.95)


# A template of the office's own

VARIABLES = re.compile(r"^\| `([a-z_.]+)` \|", re.MULTILINE)


@pytest.mark.parametrize("page", ["notice.md", "notice.zh-CN.md"])
def test_every_variable_is_documented(here: Path, page: str) -> None:
    listed = VARIABLES.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
    shown = [f"{name}={{{{ {name} }}}}" for name in listed if "." not in name]
    inner = [f"{name}={{{{ {name} }}}}" for name in listed if "." in name]
    mine = template(
        here,
        *shown,
        "{%p for section in sections %}",
        "{%p for item in section.entries %}",
        *inner,
        "{%p endfor %}",
        "{%p endfor %}",
    )
    assert hpplan("fangguan", "--template", mine).exit_code == 0
    said = lines(here / file("fangguan"))
    assert "summary=2 overdue, 1 off-track" in said
    assert said[said.index("item.name=示范") - 2] == "item.numeral=1"
    rendered = runpy.run_path(str(ROOT / "src" / "hpplan" / "output" / "notice_docx.py"))
    assert known(rendered) == set(listed)


def known(module: dict[str, Any]) -> set[str]:
    """The names that a template may ask for, read from the module's own text."""
    source = Path(module["__file__"]).read_text(encoding="utf-8")
    found = set()
    for function, prefix in (("notice_values", ""), ("_entry", "item.")):
        body = source.split(f"def {function}(")[1].split("\ndef ")[0]
        for indent, name in re.findall(r'^( +)"([a-z_]+)":', body, re.MULTILINE):
            found.add(f"{prefix or ('section.' if len(indent) > 8 else '')}{name}")
    return found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ foo }}", "it cannot be filled in: 'foo' is undefined"),
        ("{{ items[0].foo }}", "it cannot be filled in: 'dict object' has no attribute 'foo'"),
        (
            "到期 {{ unit unit }}",
            "it cannot be filled in: expected token 'end of print statement', got 'unit' (到期 {{",
        ),
        ("{% for %}", "it cannot be filled in: Expected an expression, got 'end of statement"),
        ("{{ 1/0 }}", "it cannot be filled in: division by zero"),
        ("{% include 'x' %}", "it cannot be filled in: no loader for this environment specified"),
        (
            "{{ unit.__class__ }}",
            "it cannot be filled in: access to attribute '__class__' of 'str' object is unsafe.",
        ),
        (
            "{{ ''.__class__.__mro__[1].__subclasses__() }}",
            "it cannot be filled in: access to attribute '__class__' of 'str' object is unsafe.",
        ),
        (
            "{{ items.append(1) }}",
            "it cannot be filled in: access to attribute 'append' of 'list' object is unsafe.",
        ),
    ],
)
def test_a_template_that_cannot_be_filled_in(here: Path, text: str, why: str) -> None:
    done = hpplan("waitan", "--template", template(here, text))
    assert (done.stdout, done.exit_code) == ("", 3)
    assert done.stderr.startswith(f"The template mine.docx cannot be used: {why}")
    assert ("docs/notice.md" in done.stderr) == ("foo" in text)
    assert not (here / "out").exists()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"text", "it is no Word document\nsave it as .docx, without macros and password\n"),
        (b"", "it is no Word document\nsave it as .docx, without macros and password\n"),
        (zipped(a=b"1"), "it is no Word document\nsave it as .docx, without macros and password\n"),
        (zipped(a=bytes(33 * 2**20)), "it expands to more than 32 MiB\n"),
        (None, "the file cannot be read: No such file or directory\n"),
    ],
)
def test_a_template_that_is_none(here: Path, data: bytes | None, why: str) -> None:
    if data is not None:
        (here / "mine.docx").write_bytes(data)
    done = hpplan("waitan", "--template", "mine.docx")
    assert (done.stdout, done.exit_code) == ("", 3)
    assert done.stderr == f"The template mine.docx cannot be used: {why}"


def test_a_part_that_a_template_calls_by_another_kind_is_written_once(here: Path) -> None:
    template(here, "{{ unit }}")
    with zipfile.ZipFile(here / "mine.docx") as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"core-properties", b"properties")
    (here / "mine.docx").write_bytes(zipped(**parts))
    with warnings.catch_warnings(action="error"):
        assert hpplan("waitan", "--template", "mine.docx").stderr == ""
    with zipfile.ZipFile(here / file("waitan")) as made:
        assert sorted(made.namelist()) == sorted(set(made.namelist()))
    assert lines(here / file("waitan")) == ["外滩街道"]


# On paper


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_notice_on_paper(here: Path) -> None:
    hpplan("fangguan", "--reply-by", "2026-12-05", lang="zh")
    assert SOFFICE is not None
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={(here / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", "pdf", str(file("fangguan"))),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    done = subprocess.run(
        ["pdftotext", "-layout", f"pdf/{file('fangguan').stem}.pdf", "-"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    pages = [re.sub(r"\s", "", page) for page in done.stdout.split("\f")[:-1]]
    assert [page[-3:] for page in pages] == ["—1—", "—2—", "—3—", "—4—"]
    numbered = re.compile("—[0-9]—")
    on_paper = re.sub("[_|]", "", "".join(numbered.sub("", page) for page in pages))
    assert on_paper == re.sub(r"[_|\s]", "", FANGGUAN)
    assert pages[0].startswith("督办单计划（2025—2026年）区房管局：根据")
    # The signature has words of the text on its page, and the form a page of its own.
    assert pages[2].startswith("请逐项核实，填写附件，")
    assert pages[2].endswith("区城管执法局年月日—3—")
    assert pages[3].startswith("附件督办事项反馈表督办事项滞后原因下一步措施预计完成时间1.加梯")
