"""Pages of blocks: within any width on a terminal, and text that stays text in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len
from rich.text import Text

from hpplan.output.pages.blocks import (
    Block,
    DataTable,
    Fields,
    Heading,
    Lines,
    Paragraph,
    markdown_blocks,
    terminal_blocks,
)
from hpplan.output.words.text import inert

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = (
    Heading("1.1a 加梯"),
    Paragraph("改造旧里；【加梯30个】。"),
    Fields((("leads", "区房管局"), ("start", ""), ("due", "2026-12-31, the end of the plan"))),
    Heading("Reports"),
    DataTable(("date", "who", "note"), (("2026-06-25", "区房管局", "一季度新增三个小区"),)),
    Lines(("8 |  .", "", "o reported")),
)


def lines(blocks: Sequence[Block], width: int) -> list[str]:
    found: list[str] = []
    for part in terminal_blocks(blocks, width):
        assert isinstance(part, Text)
        found += part.plain.split("\n")
    return found


def test_a_page_on_a_terminal() -> None:
    assert lines(PAGE, 34) == [
        "1.1a 加梯",
        "  改造旧里；【加梯30个】。",
        "  leads  区房管局",
        "  due    2026-12-31, the end of",
        "         the plan",
        "",
        "Reports",
        "  date        who       note",
        "  2026-06-25  区房管局  一季度新增",
        "                        三个小区",
        "  8 |  .",
        "  ",
        "  o reported",
    ]


def test_a_page_as_markdown() -> None:
    assert markdown_blocks(PAGE) == (
        "# 1.1a 加梯\n\n"
        "改造旧里；【加梯30个】。\n\n"
        "- **leads**: 区房管局\n"
        "- **due**: 2026-12-31, the end of the plan\n\n"
        "## Reports\n\n"
        "| date | who | note |\n| --- | --- | --- |\n"
        "| 2026-06-25 | 区房管局 | 一季度新增三个小区 |\n\n"
        "    8 |  .\n\n    o reported\n"
    )


def test_headings_are_bold_and_so_are_the_heads_of_a_table() -> None:
    bold = [
        part.plain.strip()
        for part in terminal_blocks(PAGE, 80)
        if isinstance(part, Text) and part.style == "bold"
    ]
    assert bold == ["1.1a 加梯", "Reports", "date        who       note"]


def test_text_is_never_markup() -> None:
    text = "[red]加梯[/red] :smile:"
    page: list[Block] = [Heading(text), Paragraph(text)]
    page += [Fields(((text[:9], text),)), DataTable((text,), ((text,),))]
    assert lines(page, 80) == [
        text,
        f"  {text}",
        f"  {text[:9]}  {text}",
        f"  {text}",
        f"  {text}",
    ]


def test_fields_without_a_value_take_no_line() -> None:
    assert lines([Fields((("due", ""), ("start", "")))], 80) == []


# Whatever stands in the blocks

hanzi = st.text(st.sampled_from("街一路更新居住环境品质提升区“”（）、，。；"), max_size=30)
words = st.text(st.sampled_from("abcXYZ0123456789-@%/<>+=[] "), max_size=9)
texts = st.lists(hanzi | words, min_size=1, max_size=6).map(" ".join)
cells = st.builds("{}{}".format, st.sampled_from("街路"), texts) | st.text("ab1-", max_size=9)


@st.composite
def grids(draw: st.DrawFn) -> DataTable:
    columns = draw(st.integers(1, 3))
    heads = st.tuples(*[st.sampled_from(["", "item", "decided on", "填报时间"])] * columns)
    rows = st.lists(st.tuples(*[cells] * columns), min_size=1, max_size=3)
    return DataTable(draw(heads), tuple(draw(rows)))


blocks = (
    st.builds(Heading, texts)
    | st.builds(Paragraph, texts)
    | st.builds(Fields, st.lists(st.tuples(texts, texts), max_size=4).map(tuple))
    | grids()
)


@pytest.mark.slow
@given(st.lists(blocks, max_size=6), st.integers(40, 160))
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(
    page: list[Block], width: int
) -> None:
    found = lines(page, width)
    assert [line for line in found if cell_len(line) > width] == []
    shown = sorted(re.sub(r"\s", "", "".join(found)))
    wanted = "".join(
        block.text
        if isinstance(block, (Heading, Paragraph))
        else "".join(name + value for name, value in block.rows if value)
        if isinstance(block, Fields)
        else "".join("".join(row) for row in (block.heads, *block.rows))
        if isinstance(block, DataTable)
        else ""
        for block in page
    )
    assert shown == sorted(re.sub(r"\s", "", wanted))


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4), st.integers(80, 160))
def test_ids_dates_and_statuses_are_never_broken(rows: list[tuple[str, str]], width: int) -> None:
    fixed = ("1.2b@2025@waitan", "2026-12-31", "off-track")
    table = tuple((fixed[0], name, who, fixed[1], fixed[2]) for name, who in rows)
    heads = ("item", "name", "who", "due", "status")
    found = lines([DataTable(heads, table)], width)
    for word in fixed:
        assert sum(word in line for line in found) == len(rows)


def test_a_long_name_leaves_room_for_the_others() -> None:
    row = ("1.1a", "打造" * 40, "区房管局、区绿化市容局、区城管执法局", "2026-12-31")
    found = lines([DataTable(("item", "name", "who", "due"), (row,))], 80)
    assert max(map(cell_len, found)) <= 80
    assert "2026-12-31" in found[1]


def test_a_long_link_is_folded() -> None:
    row = ("2026-06-25", "巡查", "https://example.org/" + "a" * 120)
    found = lines([DataTable(("date", "note", "evidence"), (row,))], 80)
    assert max(map(cell_len, found)) <= 80


def test_no_label_of_ours_is_folded() -> None:
    assert lines([Fields((("how it is counted", "以竣工验收为准"),))], 80) == [
        "  how it is counted  以竣工验收为准"
    ]


# Markdown

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKS = "街路梯 12.\\`*_[]<>#|()!"


def read(text: str) -> str:
    """What a reader of Markdown sees of it: the words alone."""
    tokens = [child for token in MARKDOWN.parse(text) for child in token.children or [token]]
    # A tag that got through has a content too, which is a token's of another kind.
    return "".join(token.content for token in tokens if token.type in {"text", "text_special"})


@given(st.text(st.sampled_from(MARKS), max_size=20).map("街{}梯".format))
def test_what_files_hold_is_text_in_markdown(text: str) -> None:
    plain = inert(" ".join(text.split()))  # as a page is given what files hold
    for block in (Heading(plain), Paragraph(plain), Fields((("注", plain),))):
        assert read(markdown_blocks([block])).endswith(plain)
    assert read(markdown_blocks([DataTable(("注",), ((plain,),))])) == f"注{plain}"


@pytest.mark.parametrize(
    "text",
    [
        "~~删~~",
        "&lt;b&gt;",
        "- 街道",
        "1. 街道",
        "https://example.org/a_b_c",
        "<b>街道</b>",
        "![图](x)",
    ],
)
def test_a_paragraph_stays_text_in_markdown(text: str) -> None:
    assert read(markdown_blocks([Paragraph(text)])) == text
