"""The built-in templates of notices: documents to be edited, in the form of GB/T 9704-2012."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

import hpplan
from hpplan.i18n import LANGUAGES

FOLDER = Path(hpplan.__file__).parent / "output" / "templates"
TEMPLATES = sorted(FOLDER.glob("notice.*.docx"))
MILLIMETRE = 36000

# Of the styles that a notice is written in: the font of Chinese letters, and their size in points.
STYLES = {
    "Title": ("方正小标宋简体", 22),
    "Subtitle": ("楷体", 16),
    "Body Text": ("仿宋", 16),
    "Heading 1": ("黑体", 16),
    "Heading 2": ("楷体", 16),
    "Closing": ("仿宋", 16),
    "Signature": ("仿宋", 16),
    "Red Head": ("方正小标宋简体", 36),
    "Document Number": ("仿宋", 16),
    "Caption": ("黑体", 12),
    "Table Head": ("黑体", 10.5),
    "Table Text": ("仿宋", 10.5),
    "Imprint": ("仿宋", 14),
    "Footer": ("宋体", 14),
}
ALSO = {
    "方正小标宋简体": "FZXiaoBiaoSong-B05S",
    "仿宋": "FangSong",
    "黑体": "SimHei",
    "楷体": "KaiTi",
    "宋体": "SimSun",
}
TRADITIONAL = {
    "方正小标宋简体": "標楷體",
    "仿宋": "標楷體",
    "楷体": "標楷體",
    "黑体": "微軟正黑體",
    "宋体": "新細明體",
}
"""What an office that writes Traditional Chinese has for these fonts."""
ALSO_TRADITIONAL = {
    "標楷體": "DFKai-SB",
    "微軟正黑體": "Microsoft JhengHei",
    "新細明體": "PMingLiU",
}


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def document(path: Path) -> Any:
    return Document(str(path))


def is_traditional(path: Path) -> bool:
    return path.name == "notice.zh_Hant.docx"


def test_there_is_one_in_every_language() -> None:
    assert [path.name for path in TEMPLATES] == sorted(f"notice.{code}.docx" for code in LANGUAGES)


def test_it_is_an_ordinary_compressed_document(path: Path) -> None:
    with zipfile.ZipFile(path) as found:
        parts = {part.filename: part.compress_type for part in found.infolist()}
        assert found.testzip() is None
    assert {"[Content_Types].xml", "word/document.xml", "word/styles.xml"} <= set(parts)
    assert parts["word/document.xml"] == zipfile.ZIP_DEFLATED
    assert [name for name in parts if "vba" in name or "embed" in name] == []


def test_nobodys_name_stands_in_it(document: Any) -> None:
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")


def test_the_page_has_22_lines_within_the_edges_of_an_official_document(document: Any) -> None:
    (page,) = document.sections
    edges = (page.page_width, page.page_height, page.left_margin, page.top_margin)
    wide, high, left, top, right, bottom = (
        round(edge / MILLIMETRE) for edge in (*edges, page.right_margin, page.bottom_margin)
    )
    assert (wide, high, left, top) == (210, 297, 28, 37)
    assert (wide - left - right, high - top - bottom) == (156, 225)
    line = document.styles["Body Text"].paragraph_format.line_spacing
    assert 22 <= (297 - 37 - 35) * MILLIMETRE / line < 23


def test_its_styles_have_the_fonts_and_sizes_of_an_official_document(
    path: Path, document: Any
) -> None:
    fonts_of_office = TRADITIONAL if is_traditional(path) else {font: font for font in ALSO}
    found = {}
    for name in STYLES:
        style = document.styles[name]
        fonts = style.element.rPr.find(qn("w:rFonts"))
        found[name] = (fonts.get(qn("w:eastAsia")), style.font.size.pt)
    assert found == {
        name: (fonts_of_office[font], points) for name, (font, points) in STYLES.items()
    }


def test_each_font_is_known_by_its_other_name_too(path: Path) -> None:
    with zipfile.ZipFile(path) as found:
        text = found.read("word/fontTable.xml").decode()
    also = re.findall(r'<w:font w:name="([^"]+)"><w:altName w:val="([^"]+)"/>', text)
    assert dict(also) == (ALSO_TRADITIONAL if is_traditional(path) else ALSO)


def test_page_numbers_stand_between_dashes_outside(document: Any) -> None:
    (page,) = document.sections
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        text = "".join(each.text for each in paragraph._p.iter(qn("w:t")))  # noqa: SLF001
        assert text == "— 1 —"
        alignment = paragraph.style.element.pPr.find(qn("w:jc")).get(qn("w:val"))
        assert alignment == side


def test_the_heads_of_its_tables_are_repeated_and_rows_stay_whole(document: Any) -> None:
    assert len(document.tables) == 3
    for table in document.tables:
        rows = [row._tr.trPr for row in table.rows]  # noqa: SLF001
        first, *others = [row.find(qn("w:tblHeader")) is not None for row in rows]
        assert first
        assert not any(others)
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)


def test_every_style_says_in_which_chinese_its_letters_are(path: Path, document: Any) -> None:
    """By it a program that lacks the font takes one with these letters, and none of Japan."""
    styles = document.styles.element.iter(qn("w:style"))
    spoken = {style.rPr.find(qn("w:lang")).get(qn("w:eastAsia")) for style in styles}
    assert spoken == {"zh-TW" if is_traditional(path) else "zh-CN"}
    with zipfile.ZipFile(path) as found:
        sets = re.findall(
            '<w:charset w:val="([0-9]+)"/>', found.read("word/fontTable.xml").decode()
        )
    assert set(sets) == {"88" if is_traditional(path) else "86"}


def test_every_loop_and_condition_is_closed(document: Any) -> None:
    text = "\n".join(each.text or "" for each in document.element.body.iter(qn("w:t")))
    open_: list[str] = []
    for tag in re.findall(r"\{%(?:p|tr|r)? *(\w+)", text):
        if tag in {"for", "if"}:
            open_.append(tag)
        elif tag not in {"elif", "else"}:
            assert tag == f"end{open_.pop()}"
    assert open_ == []
    assert text.count("{{") == text.count("}}") > 20
