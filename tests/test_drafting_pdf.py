"""PDF documents: lines become paragraphs again, tables rows, and what is no text is refused."""

from __future__ import annotations

import pytest

from hpplan.drafting.sources import pdf as reader
from hpplan.drafting.sources.document import document_lines
from hpplan.drafting.sources.lines import DocumentError
from pdfs import Rule, Words, grid, lines_down, pdf_of

TITLE = "某区二〇二五年重点工作任务"
FULL = "推进城市治理现代化完成老旧小区改造任务惠及居民三千二百户以上并加装电梯"
"""36 characters: a full line between margins of 72 and 504 points."""


def read(data: bytes) -> list[object]:
    return list(document_lines(data, "a.pdf"))


def test_lines_are_joined_to_paragraphs() -> None:
    page = lines_down([TITLE, "一、主要任务"])
    page += [
        Words(96, 700, "1.改造小区。" + FULL[:27]),
        Words(72, 680, FULL),
        Words(72, 660, "四十台。"),
    ]
    page += [Words(96, 640, "2.建设 park 公园5座。")]
    assert read(pdf_of(page)) == [
        TITLE,
        "一、主要任务",
        "1.改造小区。" + FULL[:27] + FULL + "四十台。",
        "2.建设 park 公园5座。",
    ]


def test_a_paragraph_goes_on_over_a_page_and_page_numbers_are_left_out() -> None:
    pages = []
    for n in range(3):
        body = [Words(72, 720 - 20 * k, FULL) for k in range(3)]
        pages.append([Words(72, 800, "某区文件"), *body, Words(290, 40, f"- {n + 1} -")])
    (words,) = read(pdf_of(*pages))
    assert words == FULL * 9


def test_bare_page_numbers_are_told_from_figures() -> None:
    pages = [
        [
            Words(72, 700, FULL),
            Words(72, 600, f"{n}项任务已经列入计划之中，另行公布。"),
            Words(290, 40, str(n)),
        ]
        for n in (4, 5)
    ]
    found = read(pdf_of(*pages))
    assert "4项任务已经列入计划之中，另行公布。" in found
    assert not [line for line in found if line in {"4", "5"}]


def test_a_number_at_the_edge_that_counts_no_pages_stays() -> None:
    found = read(pdf_of([Words(72, 700, FULL), Words(290, 40, "2025")]))
    assert found == [FULL, "2025"]


def test_columns_beside_each_other_are_lines_of_their_own() -> None:
    page = [Words(72, 700, "序号"), Words(300, 700, "任务名称及内容"), Words(72, 660, FULL)]
    assert read(pdf_of(page)) == ["序号", "任务名称及内容", FULL]


def test_a_ruled_table_gives_rows_in_its_place() -> None:
    heads = ["序号", "任务", "责任单位"]
    rows = [
        heads,
        ["1", "新建公园二座改造绿\n地三处", "区绿化局\n区水务局"],
        ["2", "修缮道路", "区建管委"],
    ]
    page = lines_down([TITLE], y=790)
    page += grid([72, 120, 240, 360], [740, 710, 660, 630], rows)  # type: ignore[arg-type]
    page += [Words(72, 600, "表后的一段文字，说明情况并提出要求。")]
    assert read(pdf_of(page)) == [
        TITLE,
        ("序号", "任务", "责任单位"),
        ("1", "新建公园二座改造绿地三处", "区绿化局\n区水务局"),
        ("2", "修缮道路", "区建管委"),
        "表后的一段文字，说明情况并提出要求。",
    ]


def test_a_row_that_a_page_parts_is_whole_again() -> None:
    heads, columns = ["序号", "任务"], [72, 120, 360]
    first = grid(columns, [740, 710, 660], [heads, ["1", "新建公园二座，改造老旧小区并加装"]])
    rest = [["", "电梯四十台。"], ["2", "修缮道路八条。"]]
    assert read(pdf_of(first, grid(columns, [790, 750, 720], rest))) == [
        ("序号", "任务"),
        ("1", "新建公园二座，改造老旧小区并加装电梯四十台。"),
        ("2", "修缮道路八条。"),
    ]


def test_rows_before_words_and_further_rows() -> None:
    first = grid([72, 120, 360], [740, 710, 680], [["序号", "任务"], ["1", "新建公园二座"]])
    second: list[Words | Rule] = [Words(72, 790, "二、其他任务如下所列")]
    second += grid([72, 120, 360], [740, 710, 680], [["序号", "任务"], ["2", "修缮道路八条"]])
    assert read(pdf_of(first, second)) == [
        ("序号", "任务"),
        ("1", "新建公园二座"),
        "二、其他任务如下所列",
        ("序号", "任务"),
        ("2", "修缮道路八条"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf_of([]), "the PDF holds no text; its pages are pictures"),
        (pdf_of([Rule(72, 72, 400, 600)]), "the PDF holds no text; its pages are pictures"),
        (pdf_of(lines_down([TITLE]), encrypted=True), "the PDF is protected by a password"),
        (pdf_of(lines_down([TITLE]))[:200], "the PDF is damaged"),
        (b"%PDF-1.7\n" + bytes(5000), "the PDF is damaged"),
    ],
    ids=["empty", "pictures", "encrypted", "cut", "zeros"],
)
def test_what_holds_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert caught.value.message == reason
    assert caught.value.hint


def test_a_document_of_too_many_pages_or_characters_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = pdf_of(lines_down([FULL]), lines_down([FULL]))
    monkeypatch.setattr(reader, "_MOST_PAGES", 1)
    with pytest.raises(DocumentError, match="has more than 1 pages"):
        read(data)
    monkeypatch.undo()
    monkeypatch.setattr(reader, "_MOST_CHARACTERS", 10)
    with pytest.raises(DocumentError, match="the PDF is damaged"):
        read(data)
