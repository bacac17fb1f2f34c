"""`hpplan notice`: whole documents, what they look like on paper, and what is refused."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import shutil
import sys
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from hpplan.i18n import use
from hpplan.judging.urged import figure_asked, notices
from hpplan.output.notice_values import heading_numeral
from plans import judge, lay_out, plan_of, target
from running import Shown, our_words, ran

if TYPE_CHECKING:
    from golden import Golden

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
    "fangguan": "2025-12-31,1.1a,12,,,\n2025-12-30,1.1b,9,,,\n2026-11-22,1.1c,96,,,\n",
    "waitan": "2026-11-22,1.1c,20,,,\n",
}

pytestmark = pytest.mark.workspace(PLAN, ROWS)


def hpplan(*arguments: str, lang: str = "en") -> Shown:
    """What `hpplan notice` shows, which writes into the folder `out`."""
    return ran("--lang", lang, "notice", *arguments, "-o", "out", "--as-of", DAY)


def made_of(done: Shown) -> str:
    """What is said of the notices that were made, their paths as on any system."""
    return done.stdout.replace(os.sep, "/")


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
    urged = [red, late, risky]
    assert made == [("c", [], []), ("b", urged, []), ("a", urged, [])]


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


def test_a_notice_in_chinese(workspace: Path, golden: Golden) -> None:
    done = hpplan("区房管局", "--reply-by", "2026-12-05", lang="zh")
    assert done.code == 0
    golden.says([made_of(done), done.stderr], lang="zh")
    golden("fangguan.zh.txt", "\n".join(lines(workspace / file("fangguan"))))


def test_a_notice_in_english_its_day_of_reply_left_open(workspace: Path, golden: Golden) -> None:
    golden.says(made_of(hpplan("yuyuan")))
    golden("yuyuan.en.txt", "\n".join(lines(workspace / file("yuyuan"))))


def file(unit: str) -> Path:
    return Path("out", f"{unit}-{UNITS[unit]}-{DAY}.docx")


def test_what_a_unit_that_shares_an_item_reported_itself(workspace: Path, golden: Golden) -> None:
    hpplan("外滩街道")
    (shared,) = (line for line in lines(workspace / file("waitan")) if "20%" in line)
    golden.says(shared)


def test_to_all_units_but_those_with_nothing_to_urge(workspace: Path, golden: Golden) -> None:
    done = hpplan("--all")
    golden.says([made_of(done), done.stderr])
    assert done.code == 0
    assert names(workspace) == [file(unit).name for unit in ("fangguan", "waitan", "yuyuan")]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "out").iterdir())


@pytest.mark.parametrize("group", ["jiedao", "各街道"])
def test_to_the_members_of_a_group_each_once(workspace: Path, group: str) -> None:
    assert hpplan(group, "waitan").code == 0
    assert names(workspace) == [file("waitan").name, file("yuyuan").name]


def test_with_nothing_to_urge_nothing_is_made(workspace: Path, golden: Golden) -> None:
    done = hpplan("chengguan")
    assert (done.stdout, done.code) == ("", 0)
    golden.says(done.stderr)
    assert not (workspace / "out").exists()


def test_without_a_coordinator_the_signature_is_left_open(workspace: Path) -> None:
    hpplan("waitan", lang="zh")
    signed = lines(workspace / file("waitan"))
    assert signed.count("区城管执法局") == 1
    lay_out(workspace, PLAN.replace("coordinator: chengguan\n", ""))
    hpplan("waitan", "--force", lang="zh")
    signed.remove("区城管执法局")
    assert lines(workspace / file("waitan")) == [
        line.replace("前反馈区城管执法局。", "前反馈。") for line in signed
    ]


def test_that_data_are_simulated_stands_under_the_title(workspace: Path, golden: Golden) -> None:
    row = "2026-11-22,1.1c,20,进入收尾（模拟）,,\n"
    lay_out(workspace, rows={"fangguan": row, "waitan": row})
    hpplan("waitan")
    golden.says(lines(workspace / file("waitan"))[1])


def test_rows_with_faults_are_owned_up_to_beside_what_was_written(workspace: Path) -> None:
    lay_out(workspace, rows={"waitan": ROWS["waitan"] + "2026-11-22,1.1c,约30,,,\n"})
    done = hpplan("waitan")
    assert done.code == 1
    assert "data/progress/waitan.csv:3:17: HP306 " in done.stderr
    assert names(workspace) == [file("waitan").name]


def test_the_same_input_gives_the_same_bytes_without_a_clock(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    hpplan("--all", lang="zh")
    before = {name: (workspace / "out" / name).read_bytes() for name in names(workspace)}
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    shutil.rmtree(workspace / "out")
    hpplan("--all", lang="zh")
    assert {name: (workspace / "out" / name).read_bytes() for name in names(workspace)} == before
    with zipfile.ZipFile(workspace / file("waitan")) as found:
        assert {part.date_time for part in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = Document(str(workspace / file("waitan"))).core_properties
    golden.says(properties.title, lang="zh")
    assert properties.created == properties.modified
    assert str(properties.modified).startswith(DAY)
    assert (properties.author, properties.last_modified_by) == ("", "")


# Writing


def test_what_is_there_already_is_not_replaced_unasked(workspace: Path, golden: Golden) -> None:
    (workspace / "out").mkdir()
    (workspace / file("yuyuan")).write_bytes(b"mine")
    done = hpplan("jiedao")
    assert (done.stdout, done.code) == ("", 3)
    golden.says(done.stderr)
    assert names(workspace) == [file("yuyuan").name]
    assert (workspace / file("yuyuan")).read_bytes() == b"mine"
    assert hpplan("jiedao", "--force").code == 0
    assert "To 豫园街道:" in lines(workspace / file("yuyuan"))


def test_the_same_notice_may_be_written_again(workspace: Path) -> None:
    assert [hpplan("jiedao").code for _again in range(2)] == [0, 0]
    assert names(workspace) == [file("waitan").name, file("yuyuan").name]


def test_a_folder_that_cannot_be_made(workspace: Path, golden: Golden) -> None:
    (workspace / "out").write_bytes(b"mine")
    done = hpplan("jiedao")
    assert (done.stdout, done.code) == ("", 3)
    golden.says(our_words(done.stderr))


@pytest.mark.skipif(os.name == "nt", reason="its links need a privilege")
def test_the_folder_of_the_progress_files_is_for_them_alone(
    workspace: Path, golden: Golden
) -> None:
    (workspace / "out").symlink_to(workspace / "data" / "progress")
    before = sorted((workspace / "data" / "progress").iterdir())
    done = hpplan("jiedao")
    assert done.code == 2
    golden.says(done.reason)
    assert sorted((workspace / "data" / "progress").iterdir()) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes of that kind")
def test_a_pipe_for_a_template_is_not_waited_for(workspace: Path, golden: Golden) -> None:
    os.mkfifo(workspace / "mine.docx")
    done = hpplan("waitan", "--template", "mine.docx")
    assert (done.stdout, done.code) == ("", 3)
    golden.says(done.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("waitan", "--all"),
        ("waitam",),
        ("1.1a",),
        ("waitan", "--reply-by", "2026-11-21"),
    ],
    ids=" ".join,
)
def test_a_notice_asked_for_wrongly(
    workspace: Path, arguments: tuple[str, ...], golden: Golden
) -> None:
    done = hpplan(*arguments)
    assert done.code == 2
    golden.says(done.reason)
    assert not (workspace / "out").exists()


def test_without_docxtpl_it_is_said_how_to_install_it(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.delitem(sys.modules, "hpplan.output.notice_docx")
    monkeypatch.delattr("hpplan.output.notice_docx")
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    done = hpplan("waitan")
    assert (done.stdout, done.code) == ("", 3)
    golden.says(done.stderr)
    assert not (workspace / "out").exists()


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
def test_hostile_names_are_shown_as_they_are(workspace: Path, name: str) -> None:
    plain, plain_path = notice_with_the_name(workspace, "某某")
    done, path = notice_with_the_name(workspace, name)
    shown = name.replace("\u202e", "<U+202E>").replace("\uffff", "<U+FFFF>")
    assert re.fullmatch(rf"waitan-(\w+-)?{DAY}\.docx", path.name)
    said = plain.stdout.replace(plain_path.name, path.name).replace("某某", shown)
    assert (done.stdout, done.code) == (said, 0)
    found = [line.replace("某某", shown) for line in lines(plain_path)]
    assert lines(path) == found
    assert sum(shown in line for line in found) == 4


def notice_with_the_name(folder: Path, name: str) -> tuple[Shown, Path]:
    """The notice to a unit and on an item of this name, and its file."""
    given = json.dumps(name)
    lay_out(folder, PLAN.replace("name: 示范", f"name: {given}").replace("外滩街道", given))
    before = set((folder / "out").glob("*"))
    done = hpplan("waitan")
    (path,) = set((folder / "out").glob("*")) - before
    return done, path


# The built-in templates


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_letter_has_a_chinese_font(workspace: Path, language: str) -> None:
    hpplan("fangguan", lang=language)
    with zipfile.ZipFile(workspace / file("fangguan")) as found:
        parts = [parse_xml(found.read(f"word/{name}.xml")) for name in PARTS]
    looks = [look for part in parts for look in part.iter(f"{W}rPr")]
    fonts = [look.find(f"{W}rFonts") for look in looks]
    assert {None if font is None else font.get(f"{W}eastAsia") for font in fonts} == {
        *("方正小标宋简体", "仿宋", "黑体", "楷体", "宋体")
    }
    runs = [run for part in parts for run in part.iter(f"{W}r")]
    assert [run for run in runs if run.find(f"{W}rPr") is None and text_of(run)] == []


PARTS = ("document", "styles", "footer1", "footer2")


def test_the_page_is_that_of_official_documents(workspace: Path) -> None:
    hpplan("fangguan", lang="zh")
    document: Any = Document(str(workspace / file("fangguan")))
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
def test_every_variable_is_documented(workspace: Path, page: str, golden: Golden) -> None:
    listed = VARIABLES.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
    shown = [f"{name}={{{{ {name} }}}}" for name in listed if "." not in name]
    waits = [f"{name}={{{{ {name} }}}}" for name in listed if name.startswith("wait.")]
    inner = [
        f"{name}={{{{ {name} }}}}"
        for name in listed
        if "." in name and not name.startswith("wait.")
    ]
    mine = template(
        workspace,
        *shown,
        "{%p for section in sections %}",
        "{%p for item in section.entries %}",
        *inner,
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p for wait in waits %}",
        *waits,
        "{%p endfor %}",
    )
    assert hpplan("fangguan", "--template", mine).code == 0
    said = lines(workspace / file("fangguan"))
    golden.says([line for line in said if line.startswith("summary=")], "the summary")
    assert said[said.index("item.name=示范") - 2] == "item.numeral=1"
    rendered = runpy.run_path(str(ROOT / "src" / "hpplan" / "output" / "notice_values.py"))
    assert known(rendered) == set(listed)


def known(module: dict[str, Any]) -> set[str]:
    """The names that a template may ask for, read from the module's own text."""
    source = Path(module["__file__"]).read_text(encoding="utf-8")
    found = set()
    for function, prefix in (
        ("notice_values", ""),
        ("_entry", "item."),
        ("_waiting", "wait."),
    ):
        body = source.split(f"def {function}(")[1].split("\ndef ")[0]
        for indent, name in re.findall(r'^( +)"([a-z_]+)":', body, re.MULTILINE):
            found.add(f"{prefix or ('section.' if len(indent) > 8 else '')}{name}")
    return found


@pytest.mark.parametrize(
    "text",
    [
        "{{ foo }}",
        "{{ items[0].foo }}",
        "到期 {{ unit unit }}",
        "{% for %}",
        "{{ 1/0 }}",
        "{% include 'x' %}",
        "{{ unit.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ items.append(1) }}",
    ],
)
def test_a_template_that_cannot_be_filled_in(workspace: Path, text: str, golden: Golden) -> None:
    done = hpplan("waitan", "--template", template(workspace, text))
    assert (done.stdout, done.code) == ("", 3)
    golden.says(done.stderr)
    assert ("docs/notice.md" in done.stderr) == ("foo" in text)
    assert not (workspace / "out").exists()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"text", b"", zipped(a=b"1"), zipped(a=bytes(33 * 2**20)), None],
    ids=["text", "empty", "another archive", "a large part", "no file"],
)
def test_a_template_that_is_none(workspace: Path, data: bytes | None, golden: Golden) -> None:
    if data is not None:
        (workspace / "mine.docx").write_bytes(data)
    done = hpplan("waitan", "--template", "mine.docx")
    assert (done.stdout, done.code) == ("", 3)
    golden.says(our_words(done.stderr))


def test_a_part_that_a_template_calls_by_another_kind_is_written_once(workspace: Path) -> None:
    template(workspace, "{{ unit }}")
    with zipfile.ZipFile(workspace / "mine.docx") as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"core-properties", b"properties")
    (workspace / "mine.docx").write_bytes(zipped(**parts))
    with warnings.catch_warnings(action="error"):
        assert hpplan("waitan", "--template", "mine.docx").stderr == ""
    with zipfile.ZipFile(workspace / file("waitan")) as made:
        assert sorted(made.namelist()) == sorted(set(made.namelist()))
    assert lines(workspace / file("waitan")) == ["外滩街道"]
