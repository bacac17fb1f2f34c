"""Makes the built-in templates of `hpplan notice`, by python tools/notice_templates.py.

The form is that of GB/T 9704-2012, official documents: A4, a text block of 156 by 225 mm with 37 mm
above it and 28 mm on its left, 22 lines a page; the title in 小标宋 of size 二号, the text in 仿宋
of size 三号, headings in 黑体 and 楷体, page numbers in 宋体 of size 四号 between dashes, outside.

What is to be filled in is written in jinja2, as docxtpl reads it; docs/notice.md lists the
variables.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

FOLDER = Path(__file__).parents[1] / "src" / "hpplan" / "output" / "templates"

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    f' xmlns:r="{OFFICE}/relationships"'
)

# Looks

TITLE, TEXT, HEADING, SUBHEADING, NUMBER = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
LATIN = dict.fromkeys((TITLE, TEXT, HEADING, SUBHEADING), "Times New Roman")
"""The font of Latin letters and digits, where it is another one."""

ALSO = {
    TITLE: "FZXiaoBiaoSong-B05S",
    TEXT: "FangSong",
    HEADING: "SimHei",
    SUBHEADING: "KaiTi",
    NUMBER: "SimSun",
}
"""By what other name a system may know a font."""

SIZE_2, SIZE_3, SIZE_4, SMALL_4 = 44, 32, 28, 24  # 二号, 三号, 四号, 小四, in half points
LINE = 579  # of 22 lines in 225 mm, in twentieths of a point
WIDE = "\u3000"


class Look(NamedTuple):
    """A style of paragraphs: font, size in half points, height of a line in twentieths of a point.

    And, in WordprocessingML, what else holds, in the order that its schema asks for.
    """

    name: str
    font: str = TEXT
    size: int = SIZE_3
    line: int = LINE
    ind: str = ""
    jc: str = "both"
    level: int | None = None  # in the outline; 9 is none, but stays with the next paragraph


TWO = 'w:firstLineChars="200" w:firstLine="640"'

LOOKS = {
    "Normal": Look("Normal"),
    "Title": Look("Title", TITLE, SIZE_2, 700, jc="center", level=0),
    "Subtitle": Look("Subtitle", SUBHEADING, jc="center"),
    "BodyText": Look("Body Text", ind=TWO),
    "Heading1": Look("heading 1", HEADING, ind=TWO, level=0),
    "Heading2": Look("heading 2", SUBHEADING, ind=TWO, level=1),
    "Closing": Look("Closing", ind=TWO, level=9),
    "Signature": Look("Signature", ind='w:left="4400"', jc="center", level=9),
    "Enclosure": Look("Enclosure", HEADING, jc="left", level=0),
    "TableHead": Look("Table Head", HEADING, SMALL_4, 360, jc="center"),
    "TableText": Look("Table Text", TEXT, SMALL_4, 360, jc="left"),
    "Footer": Look("footer", NUMBER, SIZE_4, 400, 'w:rightChars="100" w:right="280"', "right"),
    "FooterEven": Look(
        "footer even", NUMBER, SIZE_4, 400, 'w:leftChars="100" w:left="280"', "left"
    ),
}


def mm(length: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(length * 1440 / 25.4)


def fonts(font: str) -> str:
    """One font for Chinese and one for Latin letters; marks that both have are Chinese."""
    latin = LATIN.get(font, font)
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}"'
        f' w:cs="{latin}"/>'
    )


def letters(look: Look, more: str = "") -> str:
    """What the letters of a style are like."""
    size = f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>'
    return f"<w:rPr>{fonts(look.font)}{size}{more}</w:rPr>"


def styles() -> str:
    """All styles."""
    found = []
    for name, look in LOOKS.items():
        normal = name == "Normal"
        keep = "<w:keepNext/>" if look.level is not None else ""
        ind = f"<w:ind {look.ind}/>" if look.ind else ""
        level = f'<w:outlineLvl w:val="{look.level}"/>' if look.level is not None else ""
        default = ' w:default="1"' if normal else ""
        based = "" if normal else '<w:basedOn w:val="Normal"/>'
        found.append(
            f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{look.name}"/>'
            f'{based}<w:qFormat/><w:pPr>{keep}<w:widowControl w:val="0"/>'
            f'<w:spacing w:before="0" w:after="0" w:line="{look.line}" w:lineRule="exact"/>'
            f'{ind}<w:jc w:val="{look.jc}"/>{level}</w:pPr>{letters(look)}</w:style>'
        )
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(TEXT)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    return f"{HEAD}<w:styles {SPACES}>{defaults}{''.join(found)}</w:styles>"


# Paragraphs


class Blank(NamedTuple):
    """A line to write on, of so many wide letters."""

    wide: int


def run(part: str | Blank, look: Look) -> str:
    """Letters of one look."""
    if isinstance(part, Blank):
        text, more = WIDE * part.wide, '<w:u w:val="single"/>'
    else:
        text, more = part, ""
    return f'<w:r>{letters(look, more)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, *parts: str | Blank) -> str:
    """A paragraph; a part that begins with {%r is a run by itself, as docxtpl wants it."""
    runs = "".join(run(part, LOOKS[style]) for part in parts)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def repeated(loop: str, *paragraphs: str) -> str:
    """Paragraphs once for each of a list, as `section in sections`."""
    return _around(f"for {loop}", "endfor", paragraphs)


def only_if(condition: str, *paragraphs: str) -> str:
    """Paragraphs that are there only where a condition holds."""
    return _around(f"if {condition}", "endif", paragraphs)


def _around(first: str, last: str, paragraphs: tuple[str, ...]) -> str:
    first, last = (paragraph("Normal", f"{{%p {tag} %}}") for tag in (first, last))
    return first + "".join(paragraphs) + last


def one_or_other(variable: str, *blank: str | Blank) -> tuple[str | Blank, ...]:
    """A variable, or what is to be filled in by hand where it is empty."""
    return (
        f"{{%r if {variable} %}}",
        f"{{{{ {variable} }}}}",
        "{%r else %}",
        *blank,
        "{%r endif %}",
    )


EMPTY = paragraph("Normal")


def table(heads: tuple[str, ...], widths: tuple[float, ...], loop: str, first: str) -> str:
    """A table with a row for each of a list: its first cell filled, the others to be filled in.

    Its head stands on each page, and no row is broken.
    """
    grid = "".join(f'<w:gridCol w:w="{mm(width)}"/>' for width in widths)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    look = (
        f'<w:tblPr><w:tblW w:w="{mm(sum(widths))}" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
    )

    def row(height: float, more: str, texts: tuple[str, ...], style: str) -> str:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{mm(width)}" w:type="dxa"/><w:vAlign w:val="center"/>'
            f"</w:tcPr>{paragraph(style, *([text] if text else []))}</w:tc>"
            for width, text in zip(widths, texts, strict=True)
        )
        size = f'<w:cantSplit/><w:trHeight w:val="{mm(height)}" w:hRule="atLeast"/>{more}'
        return f"<w:tr><w:trPr>{size}</w:trPr>{cells}</w:tr>"

    rest = ("",) * (len(heads) - 1)
    rows = (
        row(10, "<w:tblHeader/>", heads, "TableHead"),
        row(0, "", (f"{{%tr for {loop} %}}", *rest), "TableText"),
        row(22, "", (first, *rest), "TableText"),
        row(0, "", ("{%tr endfor %}", *rest), "TableText"),
    )
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


# The notice

DAY = (Blank(3), "年", Blank(2), "月", Blank(2), "日")
PAGE_BREAK = '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
WIDTHS = (48, 36, 40, 32)


def chinese() -> str:
    """The notice in Chinese."""
    return "".join(
        (
            paragraph("Title", f"督{WIDE}办{WIDE}单"),
            paragraph("Subtitle", "{{ plan }}"),
            only_if("simulated", paragraph("Subtitle", "{{ simulated }}")),
            EMPTY,
            paragraph("Normal", "{{ unit }}："),
            paragraph(
                "BodyText",
                "根据《{{ plan }}》{% if number %}（{{ number }}）{% endif %}和各单位报送情况，截至"
                "{{ as_of }}，你单位负责的事项中有{{ items|length }}项需要督办：{{ summary }}。",
            ),
            repeated(
                "section in sections",
                paragraph("Heading1", "{{ section.numeral }}、{{ section.title }}"),
                repeated(
                    "item in section.entries",
                    paragraph("Heading2", "（{{ item.numeral }}）{{ item.name }}（{{ item.id }}）"),
                    paragraph(
                        "BodyText",
                        "原文：“{{ item.quote }}”（条款{{ item.clause }}）。"
                        "完成时限：{{ item.due }}，{{ item.left }}。",
                    ),
                    paragraph("BodyText", "依据：{{ item.explanation }}"),
                    only_if(
                        "item.others",
                        paragraph("BodyText", "共同填报单位：{{ item.others }}。{{ item.own }}"),
                    ),
                    only_if("item.asked", paragraph("BodyText", "{{ item.asked }}")),
                ),
            ),
            paragraph(
                "Closing",
                "请逐项核实，填写附件，说明滞后原因、下一步措施和预计完成时间，于",
                *one_or_other("reply_by", *DAY),
                "前反馈。",
            ),
            paragraph("Closing"),
            paragraph("Closing", "附件：督办事项反馈表"),
            paragraph("Closing"),
            paragraph("Closing"),
            paragraph("Signature", *one_or_other("coordinator", Blank(8))),
            paragraph("Signature", *DAY),
            PAGE_BREAK,
            paragraph("Enclosure", "附件"),
            EMPTY,
            paragraph("Title", "督办事项反馈表"),
            EMPTY,
            table(
                ("督办事项", "滞后原因", "下一步措施", "预计完成时间"),
                WIDTHS,
                "item in items",
                "{{ loop.index }}. {{ item.name }}（{{ item.id }}，{{ item.status }}）",
            ),
            EMPTY,
            paragraph("Normal", "{{ unit }}（盖章）", WIDE, "负责人：", Blank(6)),
            paragraph("Normal", "填报日期：", *DAY),
        )
    )


def english() -> str:
    """The notice in English."""
    return "".join(
        (
            paragraph("Title", "Notice of items to be expedited"),
            paragraph("Subtitle", "{{ plan }}"),
            only_if("simulated", paragraph("Subtitle", "{{ simulated }}")),
            EMPTY,
            paragraph("Normal", "To {{ unit }}:"),
            paragraph(
                "BodyText",
                "Under {{ plan }}{% if number %} ({{ number }}){% endif %} and by what was reported"
                " up to {{ as_of }}, these of the items that you report on need to be expedited:"
                " {{ summary }}.",
            ),
            repeated(
                "section in sections",
                paragraph("Heading1", "{{ section.numeral }}. {{ section.title }}"),
                repeated(
                    "item in section.entries",
                    paragraph("Heading2", "({{ item.numeral }}) {{ item.name }} ({{ item.id }})"),
                    paragraph(
                        "BodyText",
                        "The document: “{{ item.quote }}” (clause {{ item.clause }}). Due:"
                        " {{ item.due }}, {{ item.left }}.",
                    ),
                    paragraph("BodyText", "Why: {{ item.explanation }}"),
                    only_if(
                        "item.others",
                        paragraph("BodyText", "Shared with: {{ item.others }}. {{ item.own }}"),
                    ),
                    only_if("item.asked", paragraph("BodyText", "{{ item.asked }}")),
                ),
            ),
            paragraph(
                "Closing",
                "For each, please say why it is behind, what will be done and when it will be met,"
                " on the enclosed form, by ",
                *one_or_other("reply_by", Blank(8)),
                ".",
            ),
            paragraph("Closing"),
            paragraph("Closing", "Enclosed: reply form"),
            paragraph("Closing"),
            paragraph("Closing"),
            paragraph("Signature", *one_or_other("coordinator", Blank(8))),
            paragraph("Signature", "Date: ", Blank(6)),
            PAGE_BREAK,
            paragraph("Enclosure", "Enclosure"),
            EMPTY,
            paragraph("Title", "Reply form"),
            EMPTY,
            table(
                ("Item", "Why it is behind", "What will be done", "To be met by"),
                WIDTHS,
                "item in items",
                "{{ loop.index }}. {{ item.name }} ({{ item.id }}, {{ item.status }})",
            ),
            EMPTY,
            paragraph("Normal", "{{ unit }} (seal)", WIDE, "Signed: ", Blank(6)),
            paragraph("Normal", "Date: ", Blank(6)),
        )
    )


# The package


def document(body: str) -> str:
    """The document's part."""
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{mm(210)}" w:h="{mm(297)}"/><w:pgMar w:top="{mm(37)}" w:right="{mm(26)}"'
        f' w:bottom="{mm(35)}" w:left="{mm(28)}" w:header="{mm(15)}" w:footer="{mm(23)}"'
        ' w:gutter="0"/></w:sectPr>'
    )
    return f"{HEAD}<w:document {SPACES}><w:body>{body}{page}</w:body></w:document>"


def footer(style: str) -> str:
    """A page's number between dashes."""
    look = LOOKS[style]
    number = f'<w:fldSimple w:instr=" PAGE ">{run("1", look)}</w:fldSimple>'
    return (
        f'{HEAD}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f"{run('— ', look)}{number}{run(' —', look)}</w:p></w:ftr>"
    )


def font_table() -> str:
    """The fonts, each with its other name."""
    found = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for font, other in ALSO.items()
    )
    return f"{HEAD}<w:fonts {SPACES}>{found}</w:fonts>"


SETTINGS = (
    f"{HEAD}<w:settings {SPACES}><w:evenAndOddHeaders/>"
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting'
    ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)

CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title>'
    "</cp:coreProperties>"
)

PARTS = {  # of word/, each with its kind
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "footer1": "footer",
    "footer2": "footer",
}


def types() -> str:
    """The content types of all parts."""
    kinds = {"document": "document.main", **PARTS}
    found = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{found}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def relations(targets: list[tuple[str, str]]) -> str:
    """Relationships to (kind, target), numbered from rId1."""
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{found}</Relationships>'


def parts(body: str) -> dict[str, str]:
    """All parts of a template by name."""
    return {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(
            [
                (f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
                (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": CORE,
        "word/_rels/document.xml.rels": relations(
            [(f"{OFFICE}/relationships/{kind}", f"{name}.xml") for name, kind in PARTS.items()]
        ),
        "word/document.xml": document(body),
        "word/styles.xml": styles(),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": font_table(),
        "word/footer1.xml": footer("Footer"),
        "word/footer2.xml": footer("FooterEven"),
    }


TEMPLATES = {"notice.zh.docx": chinese, "notice.en.docx": english}


def main() -> None:
    """Write the templates; the same on each day and system, since nothing is compressed."""
    FOLDER.mkdir(exist_ok=True)
    for name, body in TEMPLATES.items():
        with zipfile.ZipFile(FOLDER / name, "w") as file:
            for part, text in parts(body()).items():
                file.writestr(zipfile.ZipInfo(part), text)


if __name__ == "__main__":
    main()
