"""Notices with a head of their own, with the arithmetic, and as PDF."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from plans import lay_out
from running import Shown, our_words, ran
from test_notice import DAY, PLAN, ROWS, file, lines, names, template

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

OFFICE = """\
office:
  name: 联席会议办公室
  red_head: 联席会议办公室文件
  number: 办督〔2026〕　号
  copies_to: [区政府办公室, 区委督查室]
"""
MILLIMETRE = 36000

pytestmark = pytest.mark.workspace(f"{PLAN}{OFFICE}", ROWS)


def hpplan(*arguments: str, lang: str = "zh") -> Shown:
    return ran("--lang", lang, "notice", *arguments, "-o", "out", "--as-of", DAY)


def document(folder: Path, *arguments: str) -> Any:
    """A unit's notice as a word processor opens it."""
    assert hpplan("waitan", "--force", *arguments).code == 0
    return Document(str(folder / file("waitan")))


def paragraph(made: Any, text: str) -> Any:
    """The first paragraph that holds a text."""
    return next(each for each in made.paragraphs if text in each.text)


def test_a_notice_with_a_head_and_a_foot(workspace: Path, golden: Golden) -> None:
    done = hpplan("waitan", "--reply-by", "2026-12-05")
    assert (done.stderr, done.code) == ("", 0)
    golden("waitan.zh.txt", "\n".join(lines(workspace / file("waitan"))))


def test_with_the_arithmetic_as_an_annex(workspace: Path, golden: Golden) -> None:
    without = lines(workspace / file("waitan")) if hpplan("waitan").code == 0 else []
    hpplan("waitan", "--annex", "--force")
    found = lines(workspace / file("waitan"))
    golden.says([line for line in found if line not in without], lang="zh")


def test_no_index_no_pace_and_no_id_stands_in_the_notice_itself(workspace: Path) -> None:
    hpplan("--all")
    said = "\n".join(line for name in names(workspace) for line in lines(workspace / "out" / name))
    assert "第1.1条" in said
    assert not re.search(r"SPI|进度指数|的速度|预计.*完成$|1\.1[a-z]|@", said)


def test_the_head_is_red_over_a_red_line(workspace: Path) -> None:
    made = document(workspace)
    mark, number = paragraph(made, "办公室文件"), paragraph(made, "办督〔2026〕")
    (run,) = mark.runs
    assert str(run.font.color.rgb) == "FF0000"
    assert run.font.size.pt == 36
    line = number.style.element.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert line.get(qn("w:color")) == "FF0000"
    assert int(line.get(qn("w:space"))) * 12700 == pytest.approx(4 * MILLIMETRE, rel=0.05)
    space = made.paragraphs[0].paragraph_format.line_spacing
    assert space == pytest.approx(35 * MILLIMETRE, rel=0.05)


@pytest.mark.parametrize(
    ("head", "points", "narrower"),
    [("办" * 11, 36, None), ("办" * 17, 36, "66"), ("办" * 18, 28, "66")],
)
def test_a_longer_head_is_set_narrower(
    workspace: Path, head: str, points: int, narrower: str | None
) -> None:
    lay_out(workspace, PLAN + OFFICE.replace("联席会议办公室文件", head))
    mark = paragraph(document(workspace), head)
    (run,) = mark.runs
    scale = run._r.rPr.find(qn("w:w"))  # noqa: SLF001
    assert run.font.size.pt == points
    assert (None if scale is None else scale.get(qn("w:val"))) == narrower


def test_the_foot_stands_at_the_bottom_of_the_last_page(workspace: Path) -> None:
    made = document(workspace)
    foot = [paragraph(made, "抄送："), paragraph(made, "日印发")]
    for each in foot:
        frame = each._p.pPr.find(qn("w:framePr"))  # noqa: SLF001
        assert (frame.get(qn("w:vAnchor")), frame.get(qn("w:yAlign"))) == ("margin", "bottom")
        sides = each._p.pPr.find(qn("w:pBdr"))  # noqa: SLF001
        assert [side.tag for side in sides] == [qn("w:top"), qn("w:bottom")]
    assert [each.text for each in made.paragraphs if each.text.strip()][-2:] == [
        each.text for each in foot
    ]


@pytest.mark.parametrize(
    ("office", "there"),
    [
        ("", []),
        ("office: {name: 联席会议办公室}\n", ["日印发"]),
        ("office: {name: 联席会议办公室, number: 办督1号}\n", ["办督1号", "日印发"]),
    ],
)
def test_without_a_red_head_it_is_for_printed_paper(
    workspace: Path, office: str, there: list[str], golden: Golden
) -> None:
    lay_out(workspace, PLAN + office)
    done = hpplan("waitan", lang="en")
    if not office:
        golden.says(done.stderr)
    assert bool(done.stderr) is (not office)
    made = document(workspace)
    texts = [each.text for each in made.paragraphs]
    assert [
        word for word in ("办督1号", "抄送", "日印发") if any(word in text for text in texts)
    ] == there
    assert made.paragraphs[0].text == ""
    assert made.paragraphs[0].paragraph_format.line_spacing > 50 * MILLIMETRE
    assert bool(paragraph(made, "联席会议办公室" if office else "区城管执法局"))


def test_a_form_of_ones_own_is_not_told_of_heads(workspace: Path) -> None:
    lay_out(workspace, PLAN)
    assert hpplan("waitan", "--template", template(workspace, "{{ matter }}")).stderr == ""
    assert lines(workspace / file("waitan")) == ["计划"]


@pytest.mark.parametrize(
    "office",
    [
        "联席会议办公室",
        "{red_head: 办公室文件}",
        "{name: 办公室, copys_to: [甲]}",
        "{name: 办公室, copies_to: 甲}",
    ],
)
def test_an_office_that_cannot_be_read(workspace: Path, office: str, golden: Golden) -> None:
    lay_out(workspace, f"{PLAN}office: {office}\n")
    done = hpplan("waitan", lang="en")
    assert (done.stdout, done.code) == ("", 3)
    golden.says(our_words(done.stderr))


# As PDF


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs in place of the system's: what they are, a test puts there."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr("hpplan.output.office_pdf.PROGRAMS", ("soffice",))
    return programs


def put(folder: Path, name: str, script: str) -> None:
    """Put a program into a folder."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{script}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


PRINTS = """\
import shutil, sys
for path in sys.argv[sys.argv.index("--outdir") + 2:]:
    shutil.copy(path, path.replace(".docx", ".pdf"))
"""


def test_without_libreoffice_nothing_is_written(
    workspace: Path, office: Path, golden: Golden
) -> None:
    del office
    done = hpplan("waitan", "--pdf", lang="en")
    assert (done.stdout, done.code) == ("", 3)
    golden.says(done.stderr)
    assert not (workspace / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="its programs are no scripts")
@pytest.mark.parametrize("script", ["raise SystemExit(1)", "pass"], ids=["fails", "prints nothing"])
def test_where_libreoffice_fails_nothing_is_written(
    workspace: Path, office: Path, script: str, golden: Golden
) -> None:
    put(office, "soffice", script)
    done = hpplan("waitan", "--pdf", lang="en")
    assert (done.stdout, done.code) == ("", 3)
    golden.says(re.sub(r"'\[.*\]'|\['.*'\]|Command .* returned", "…", done.stderr))
    assert not (workspace / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="its programs are no scripts")
def test_a_font_that_is_missing_is_a_simplified_chinese_one_in_the_pdf(
    workspace: Path, office: Path
) -> None:
    put(office, "soffice", PRINTS)
    put(office, "fc-list", "print('Noto Serif CJK SC,思源宋体\\nNoto Serif CJK JP\\n黑体,SimHei')")
    assert hpplan("区房管局", "waitan", "--pdf").code == 0
    assert names(workspace) == sorted(
        file(unit).with_suffix(suffix).name
        for unit in ("fangguan", "waitan")
        for suffix in (".docx", ".pdf")
    )
    printed = (workspace / file("waitan")).with_suffix(".pdf").read_bytes()
    with zipfile.ZipFile(io.BytesIO(printed)) as made:
        text = made.read("word/document.xml").decode() + made.read("word/styles.xml").decode()
    assert set(re.findall('w:eastAsia="([^"]+)"', text)) - {"zh-CN"} == {
        "Noto Serif CJK SC",
        "黑体",
    }
    own = Document(str(workspace / file("waitan"))).styles["Body Text"].element.rPr
    assert own.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋"


@pytest.mark.skipif(os.name == "nt", reason="its programs are no scripts")
def test_a_libreoffice_that_does_not_end_is_given_up(
    workspace: Path, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hpplan.output.office_pdf.SECONDS", 0.3)
    put(office, "soffice", "import time\ntime.sleep(60)\n")
    done = hpplan("waitan", "--pdf", lang="en")
    assert (done.stdout, done.code) == ("", 3)
    assert done.stderr == "Nothing was written: LibreOffice did not end within 0.3 seconds\n"
    assert not (workspace / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="its programs are no scripts")
def test_where_nobody_tells_the_fonts_the_templates_own_stay(workspace: Path, office: Path) -> None:
    put(office, "soffice", PRINTS)
    put(office, "fc-list", "raise SystemExit(1)")
    assert hpplan("waitan", "--pdf").code == 0
    document, printed = (
        (workspace / "out" / file("waitan").with_suffix(suffix).name).read_bytes()
        for suffix in (".docx", ".pdf")
    )
    assert printed == document  # as this LibreOffice copies what it is given
