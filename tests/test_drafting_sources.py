"""Documents on their way to lines: text, Word, PDF, pages and workbooks; hostile ones refused."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from hpplan.drafting.sources.document import document_lines
from hpplan.drafting.sources.lines import DocumentError, rejoined
from hpplan.drafting.sources.numbering import counted
from hpplan.drafting.sources.ruled import Box, ruled_tables
from hpplan.drafting.tables import ABOVE, LEFT

WORDS = "某区2025年工作方案\n一、主要任务\n1.完成改造。"
LINES = WORDS.split("\n")


def zipped(**parts: bytes) -> bytes:
    """A zip file; __ in a name stands for a slash, and the last _ for the dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            stem, _mark, ending = name.replace("__", "/").rpartition("_")
            file.writestr(f"{stem}.{ending}", data)
    return out.getvalue()


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings(encoding: str, end: str) -> None:
    assert document_lines(WORDS.replace("\n", end).encode(encoding), "a.txt") == LINES


def test_a_broken_byte_is_seen() -> None:
    text = WORDS * 20
    data = text.encode()[:40] + b"\xff" + text.encode()[40:]
    assert "\ufffd" in "".join(map(str, document_lines(data, "a.txt")))


def test_lines_that_were_broken_by_width_are_joined() -> None:
    sentence = "推进城市治理现代化，完成十二个老旧小区的改造任务，惠及居民三千二百户以上，"
    text = ("一、" + sentence * 6).rstrip("，") + "。"
    broken = [text[at : at + 30] for at in range(0, len(text), 30)]
    assert rejoined(["标题", *broken, "二、做好工作。"]) == ["标题", text, "二、做好工作。"]
    assert rejoined(LINES * 4) == LINES * 4


def test_cells_parted_by_tabs_are_rows() -> None:
    data = "某区任务表\n序号\t任务\t责任单位\n1\t新建公园2座\t区绿化局\n".encode()
    assert document_lines(data, "a.txt") == [
        "某区任务表",
        ("序号", "任务", "责任单位"),
        ("1", "新建公园2座", "区绿化局"),
    ]


# Word ---------------------------------------------------------------------------------------------


def element(name: str, value: object) -> object:
    made = OxmlElement(name)
    made.set(qn("w:val"), str(value))
    return made


def numbered_document() -> bytes:
    """A document whose headings and items Word counts by itself."""
    document = Document()
    lists = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "70")
    for level, (form, text) in enumerate(
        [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    ):
        made = OxmlElement("w:lvl")
        made.set(qn("w:ilvl"), str(level))
        for name, value in (("w:start", 1), ("w:numFmt", form), ("w:lvlText", text)):
            made.append(element(name, value))
        abstract.append(made)
    lists.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "70")
    number.append(element("w:abstractNumId", 70))
    lists.append(number)
    document.add_paragraph("某区2025年工作方案")
    for level, text in [
        (0, "主要任务"),
        (1, "提升品质"),
        (2, "完成改造。"),
        (2, "建成公园。"),
        (1, "改善环境"),
        (2, "新建绿道。"),
        (0, "保障措施"),
    ]:
        paragraph = document.add_paragraph(text)
        properties = OxmlElement("w:numPr")
        properties.append(element("w:ilvl", level))
        properties.append(element("w:numId", 70))
        paragraph._p.get_or_add_pPr().append(properties)  # noqa: SLF001
    return saved(document)


def test_numbers_that_word_counts() -> None:
    assert document_lines(numbered_document(), "a.docx") == [
        "某区2025年工作方案",
        "一、主要任务",
        "（一）提升品质",
        "1.完成改造。",
        "2.建成公园。",
        "（二）改善环境",
        "1.新建绿道。",
        "二、保障措施",
    ]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (12, "chineseCounting", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (105, "taiwaneseCounting", "一百零五"),
        (3, "decimalEnclosedCircle", "③"),
        (7, "decimalFullWidth", "７"),
        (4, "lowerRoman", "iv"),
        (2, "upperLetter", "B"),
        (9, "unknown", "9"),
        (21, "chineseLegalSimplified", "贰拾壹"),
        (5, "decimalZero", "05"),
        (6, "decimalEnclosedParen", "（6）"),
    ],
)
def test_formats_of_numbers(number: int, form: str, text: str) -> None:
    assert counted(number, form) == text


def test_numbers_by_style_and_a_list_that_begins_anew() -> None:
    document = Document()
    lists, styles = document.part.numbering_part.element, document.styles.element
    for ident, link in (("80", ""), ("81", "Listed")):
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), ident)
        if link:
            abstract.append(element("w:numStyleLink", link))
        else:
            level = OxmlElement("w:lvl")
            level.set(qn("w:ilvl"), "0")
            for name, value in (("w:start", 1), ("w:numFmt", "decimal"), ("w:lvlText", "%1.")):
                level.append(element(name, value))
            abstract.append(level)
        lists.insert(0, abstract)
        number = OxmlElement("w:num")
        number.set(qn("w:numId"), ident)
        number.append(element("w:abstractNumId", ident))
        if link:
            override = OxmlElement("w:lvlOverride")
            override.set(qn("w:ilvl"), "0")
            override.append(element("w:startOverride", 5))
            number.append(override)
        lists.append(number)
    style = OxmlElement("w:style")
    style.set(qn("w:styleId"), "Listed")
    properties, given = OxmlElement("w:pPr"), OxmlElement("w:numPr")
    given.append(element("w:ilvl", 0))
    given.append(element("w:numId", 80))
    properties.append(given)
    style.append(properties)
    styles.append(style)
    for text, ident in [("甲项工作", ""), ("乙项工作", ""), ("丙项工作", "81"), ("丁项工作", "99")]:
        made = document.add_paragraph(text)._p.get_or_add_pPr()  # noqa: SLF001
        if ident:
            own = OxmlElement("w:numPr")
            own.append(element("w:ilvl", 0))
            own.append(element("w:numId", ident))
            made.append(own)
        else:
            made.append(element("w:pStyle", "Listed"))
    assert document_lines(saved(document), "a.docx") == [
        "1.甲项工作",
        "2.乙项工作",
        "5.丙项工作",
        "丁项工作",
    ]


def test_what_stands_in_boxes_cells_and_controls_of_word() -> None:
    words = (
        '<w:p><w:r><w:t>一、任务</w:t><w:br w:type="page"/><w:tab/><w:t>甲</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:txbxContent><w:p><w:r><w:t>框中的话</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>单列的一行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>左</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>里</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc>"
        "</w:tr></w:sdtContent></w:sdt></w:tbl>"
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<w:document xmlns:w="{space}"><w:body>{words}</w:body></w:document>'
    data = zipped(word__document_xml=text.encode())
    found = document_lines(data, "a.docx")
    assert ("左", "里") in found
    assert "单列的一行" in found
    assert "框中的话" in found
    assert not any("隐藏" in str(line) for line in found)


def test_merged_cells_of_word() -> None:
    document = Document()
    table = document.add_table(4, 3)
    for row, texts in enumerate(
        [["序号", "任务", "责任单位"], ["一、民生", "", ""], ["1", "甲", "区局"], ["2", "乙", ""]]
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(2, 2).merge(table.cell(3, 2))
    assert document_lines(saved(document), "a.docx") == [
        ("序号", "任务", "责任单位"),
        ("一、民生", LEFT, LEFT),
        ("1", "甲", "区局"),
        ("2", "乙", ABOVE),
    ]


# Pages --------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>某区2025年工作方案-网站</title>
<meta name="ArticleTitle" content="某区2025年工作方案"></head><body>
<div class="nav"><a href="/">首页</a><a href="/x">政务公开</a></div>
<div class="wrap"><div class="text"><p>&emsp;一、主要任务</p><p><span>1.完成</span><b>改造</b>。<br>
责任单位：区房管局</p><p style="display:none">隐藏</p>
<p>2.建成公园，推进城市治理现代化，惠及居民三千二百户以上，提升居住品质和安全水平。</p></div></div>
<div class="foot">版权所有</div><script>var a = 1;</script></body></html>"""


def test_the_text_of_a_page() -> None:
    assert document_lines(PAGE.encode("gb18030"), "a.html") == [
        "某区2025年工作方案",
        "一、主要任务",
        "1.完成改造。",
        "责任单位：区房管局",
        "2.建成公园，推进城市治理现代化，惠及居民三千二百户以上，提升居住品质和安全水平。",
    ]


def test_cells_of_a_page_that_span_others() -> None:
    page = (
        "<html><meta charset=utf-8><body><table><tr><td>序号<td>任务<td>责任单位</tr>"
        "<tr><td colspan=3>一、民生</tr><tr><td>1<td>甲<td rowspan=2><p>区局</p></tr>"
        "<tr><td>2<td>乙</tr></table></body></html>"
    )
    assert document_lines(page.encode(), "a.html") == [
        ("序号", "任务", "责任单位"),
        ("一、民生", LEFT, LEFT),
        ("1", "甲", "区局"),
        ("2", "乙", ABOVE),
    ]


# Workbooks ----------------------------------------------------------------------------------------


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    sheet = book.create_sheet("任务")
    for row in [
        ["某区2026年任务分解表", None, None, None],
        ["序号", "任务", "责任单位", "完成时限"],
        ["一、民生", None, None, None],
        [1, "新建公园2座", "区绿化局\n区建委", datetime(2026, 6, 1)],  # noqa: DTZ001
        [2, "改造泵站", None, datetime(2026, 9, 15)],  # noqa: DTZ001
    ]:
        sheet.append(row)
    for span in ("A1:D1", "A3:D3", "C4:C5"):
        sheet.merge_cells(span)
    return saved(book)


def test_the_rows_of_a_workbook() -> None:
    expected = [
        "某区2026年任务分解表",
        ("序号", "任务", "责任单位", "完成时限"),
        ("一、民生", LEFT, LEFT, LEFT),
        ("1", "新建公园2座", "区绿化局\n区建委", "2026年6月"),
        ("2", "改造泵站", ABOVE, "2026年9月15日"),
    ]
    assert document_lines(workbook(), "a.xlsx") == expected
    assert document_lines(workbook(), "a.xlsx", "任务") == expected


@pytest.mark.parametrize("sheet", ["说明", "没有"])
def test_a_sheet_without_a_task_table(sheet: str) -> None:
    with pytest.raises(DocumentError):
        document_lines(workbook(), "a.xlsx", sheet)


# PDF ----------------------------------------------------------------------------------------------


def test_rules_make_a_table() -> None:
    across = [Box(0, y, 100, y + 0.5) for y in (0, 20, 40)]
    down = [Box(x, 0, x + 0.5, 40) for x in (0, 30)] + [
        Box(60, 20, 60.5, 40),
        Box(100, 0, 100.5, 40),
    ]
    [table] = ruled_tables([*across, *down])
    assert table.filled(lambda cell: f"{cell}") == [
        ("(0, 0)", "(0, 1)", "(0, 2)"),
        ("(1, 0)", "(1, 1)", LEFT),
    ]
    assert table.cell_at(70, 30) == (0, 2)
    assert table.cell_at(70, 10) == (1, 1)
    assert table.cell_at(200, 10) is None


def test_frames_and_single_rules_are_no_tables() -> None:
    assert ruled_tables([Box(0, 0, 100, 100)]) == []
    assert ruled_tables([Box(0, 50, 100, 50.5)]) == []


# Hostile ones -------------------------------------------------------------------------------------

DTD = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)
SOUND = b'<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>a</w:t></w:r></w:p></w:body></w:document>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dtd.docx", zipped(word__document_xml=DTD)),
        ("bomb.docx", zipped(word__document_xml=SOUND[:30] + b" " * (40 << 20))),
        ("macro.docx", zipped(word__document_xml=SOUND, word__vbaProject_bin=b"x")),
        (
            "deep.docx",
            zipped(
                word__document_xml=b'<w:document xmlns:w="x"><w:body>'
                + b"<w:sdt>" * 150
                + b"</w:sdt>" * 150
                + b"</w:body></w:document>"
            ),
        ),
        ("cut.docx", zipped(word__document_xml=SOUND)[:-30]),
        ("none.docx", zipped(a_xml=b"x")),
        (
            "empty.docx",
            zipped(word__document_xml=b'<w:document xmlns:w="x"><w:body/></w:document>'),
        ),
        ("other.zip", zipped(a_xml=b"1")),
        ("old.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
        ("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
        ("bad.pdf", b"%PDF-1.4 nothing"),
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 50),
        ("deep.html", b"<html><body>" + b"<div>" * 50_000 + b"a"),
        ("picture.html", b"<html><body><img src=x></body></html>"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        document_lines(data, name)
    assert caught.value.message


def test_a_table_that_claims_to_span_the_earth() -> None:
    row = "<tr><td rowspan=9999 colspan=9999>a<td colspan=999>b</tr>"
    page = f"<html><body><table>{row * 500}</table></body></html>"
    rows = document_lines(page.encode(), "a.html")
    assert max(len(each) for each in rows) < 200
