"""What happened to a cell: told from what a spreadsheet or a wrong encoding left of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import plan_of, target
from hpplan.errors import CellError
from hpplan.plan.items import Catalogue
from hpplan.progress import damage
from hpplan.progress.cells import day, figure, recorded
from hpplan.progress.targets import Memory, Table, shifted, unknown_target

DAY = "write the day as 2025-03-31"
NARROW = "“{cell}” is what a spreadsheet shows where a column is too narrow"
ERROR = "“{cell}” is the error of a spreadsheet's formula"
MARK = "“{cell}” begins with the mark by which a spreadsheet keeps text"
SHORT = "“{cell}” lacks its year, or is a day as a spreadsheet shortens it"
WHOLE = "write the whole day with its year, as 2025-03-31"
MADE_OF = "“{cell}” is what a spreadsheet makes of an empty date"
TIME = "“{cell}” holds a time of day"
ALONE = "write the day alone, as 2025-03-31"
LOST = "the characters of “{cell}” were lost when the file was saved"
SHORTENED = "“{cell}” is a figure as a spreadsheet shortens it; digits may be lost"
FULL = "write the full figure, digit by digit"
ITSELF = "write the figure itself"


def as_gbk(text: str) -> str:
    """What was written in UTF-8 and read as GBK."""
    return text.encode().decode("gb18030", "replace")


def as_latin(text: str) -> str:
    """What was written in UTF-8 and read in Windows' western encoding, as browsers do."""
    return "".join(
        bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252")
        for byte in text.encode()
    )


@pytest.mark.parametrize(
    ("cell", "message", "hint"),
    [
        (
            "45747.5",
            "“{cell}” is no date",
            "a spreadsheet writes 2025-03-31 as this number; write the day itself",
        ),
        ("########", NARROW, DAY),
        ("##", NARROW, DAY),
        ("1900-01-00", MADE_OF, DAY),
        ("1900/1/0", MADE_OF, DAY),
        ("1900年1月0日", MADE_OF, DAY),
        ("Mar-25", SHORT, WHOLE),
        ("31-Mar-25", SHORT, WHOLE),
        ("31-mar", SHORT, WHOLE),
        ("March 2025", SHORT, WHOLE),
        ("3月31日", SHORT, WHOLE),
        ("３月３１日", SHORT, WHOLE),
        ("3/31", SHORT, WHOLE),
        ("3-31", SHORT, WHOLE),
        ("2025-03-31 10:12", TIME, ALONE),
        ("2025年3月31日 10:12", TIME, ALONE),
        ("2025-03-31 00:00:01", TIME, ALONE),
        ("#REF!", ERROR, DAY),
        ("#N/A", ERROR, DAY),
        ("'2025-03-31", MARK, "take the mark ' away"),
        ("锟斤拷", LOST, DAY),
        ("????", LOST, DAY),
    ],
)
def test_what_happened_to_a_day(cell: str, message: str, hint: str) -> None:
    with pytest.raises(CellError) as caught:
        day(cell)
    assert caught.value.code == "HP304"
    assert (caught.value.message, caught.value.hint) == (message.format(cell=cell), hint)


@pytest.mark.parametrize("cell", ["1900-02-30", "2025-02-30 00:00:00"])
def test_a_day_that_there_never_was_is_no_damage(cell: str) -> None:
    with pytest.raises(CellError) as caught:
        day(cell)
    assert caught.value.message == f"there is no day “{cell}”"


@pytest.mark.parametrize("cell", ["#", "March", "31/3/2025", "3.31", "1月", "?", "三月底", "#5"])
def test_a_day_to_which_nothing_known_happened(cell: str) -> None:
    with pytest.raises(CellError) as caught:
        day(cell)
    assert (caught.value.message, caught.value.hint) == (f"“{cell}” is no date", DAY)


@pytest.mark.parametrize(
    ("cell", "message", "hint"),
    [
        ("1.2E+05", SHORTENED, FULL),
        ("1E5", SHORTENED, FULL),
        ("-1.5e-3", SHORTENED, FULL),
        ("########", NARROW, ITSELF),
        ("#VALUE!", ERROR, ITSELF),
        ("#DIV/0!", ERROR, ITSELF),
        ("#NAME?", ERROR, ITSELF),
        ("'12", MARK, "take the mark ' away"),
        ("‘12", MARK, "take the mark ' away"),
        (as_gbk("约50处左右"), LOST, ITSELF),
        (as_gbk("完成"), "“{cell}” is “完成”, read in a wrong encoding", ITSELF),
        (as_latin("约50"), "“{cell}” is “约50”, read in a wrong encoding", ITSELF),
    ],
)
def test_what_happened_to_a_figure(cell: str, message: str, hint: str) -> None:
    with pytest.raises(CellError) as caught:
        figure(cell, "amount", "公里")
    assert caught.value.code == "HP306"
    assert (caught.value.message, caught.value.hint) == (message.format(cell=cell), hint)


def test_a_percentage_and_a_duty_have_their_damage_too() -> None:
    with pytest.raises(CellError) as caught:
        figure(as_gbk("完成"), "milestone")
    assert (caught.value.message, caught.value.hint) == (
        f"“{as_gbk('完成')}” is “完成”, read in a wrong encoding",
        "write a percentage from 0 to 100, or done",
    )
    with pytest.raises(CellError) as caught:
        figure("#NAME?", "duty")
    assert (caught.value.message, caught.value.hint) == (
        ERROR.format(cell="#NAME?"),
        "leave the value empty",
    )


@pytest.mark.parametrize(
    ("cell", "message", "hint"),
    [
        (
            "45747.425",
            "“45747.425” is no moment",
            "a spreadsheet writes 2025-03-31T10:12:00 as this number; write the moment itself",
        ),
        ("####", NARROW.format(cell="####"), "leave it empty if the moment is not known"),
    ],
)
def test_what_happened_to_a_moment(cell: str, message: str, hint: str) -> None:
    with pytest.raises(CellError) as caught:
        recorded(cell)
    assert (caught.value.code, caught.value.message, caught.value.hint) == ("HP309", message, hint)


# Targets

CATALOGUE = Catalogue(
    plan_of(
        target("count", at_least=3),
        {**target("count", at_least=3, every="year", start="2025-01-01"), "id": "1.1b"},
    )
)


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("mailto:1.1b@2025", "did you mean 1.1b@2025? A spreadsheet made a mail address of it"),
        (
            "'1.1a",
            "did you mean 1.1a? A spreadsheet keeps a cell as text by the mark in front",
        ),
        ("1。1a", "did you mean 1.1a? Its point is another character, which only looks alike"),
        ("1、1a", "did you mean 1.1a? Its point is another character, which only looks alike"),
        ("1·1A", "did you mean 1.1a? Its point is another character, which only looks alike"),
        ("1.1 a", "did you mean 1.1a? It holds a blank"),
        ("1.1A", "did you mean 1.1a?"),
        ("１．１Ａ", "did you mean 1.1a?"),
        (".1a", "its first characters are lost; write it in full, as 1.1a"),
        ("1b", "its first characters are lost; write it in full, as 1.1b"),
    ],
)
def test_what_happened_to_a_targets_id(cell: str, hint: str) -> None:
    fault = unknown_target(CATALOGUE, cell)
    assert (fault.code, fault.hint) == ("HP305", hint)
    assert fault.message.startswith("there is no target “")


@pytest.mark.parametrize(
    ("cell", "message"), [("#REF!", ERROR), ("####", NARROW), ("????1.1a", LOST), ("\ufffd", LOST)]
)
def test_what_stands_in_place_of_a_target(cell: str, message: str) -> None:
    fault = unknown_target(CATALOGUE, cell)
    assert (fault.message, fault.hint) == (
        message.format(cell=cell),
        "write a target's id, as 1.1d",
    )


# Rows

COLUMNS = {"date": 0, "target": 1, "value": 2, "note": 3}
RIGHT = "the cells of this row stand {n} too far to the right"
LEFT = "the cells of this row stand one column too far to the left"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["", "2025-03-31", "1.1a", "3"], RIGHT.format(n="1 column")),
        (["", "", "2025-03-31", "1.1a"], RIGHT.format(n="2 columns")),
        (["1", "2025年3月31日", "１.1a", ""], RIGHT.format(n="1 column")),
        (["1.1a", "3", "说明", ""], LEFT),
        (["1.1a", "", "说明", ""], LEFT),
        (["1.1b@2025", "50%", "", ""], LEFT),
    ],
)
def test_a_row_that_is_shifted(cells: list[str], message: str) -> None:
    fault = shifted(cells, COLUMNS, Table("a", CATALOGUE, Memory()))
    assert fault is not None
    assert (fault.code, fault.message) == ("HP317", message)


@pytest.mark.parametrize(
    "cells",
    [
        ["25-3-31", "1.1a", "约5", ""],
        ["2025-03-31", "1.1x", "5", "1.1a"],
        ["", "2025-03-31", "1.1x", "5"],
        ["1.1a", "2025-03-31", "3", ""],  # the two are exchanged
        ["1.1a", "说明", "", ""],
        ["", "", "", ""],
        ["1.1a"],
    ],
)
def test_a_row_that_is_not(cells: list[str]) -> None:
    assert shifted(cells, COLUMNS, Table("a", CATALOGUE, Memory())) is None


# Encodings

SOUND = st.text("的一是完成个小区工程绿化新增，。处项加装电梯0123456789", min_size=2, max_size=60)


@given(SOUND.filter(lambda text: not text.isascii()))
def test_chinese_is_no_damage_and_what_was_made_of_it_is(text: str) -> None:
    assert not damage.harmed(text)
    assert damage.unscrambled(as_latin(text)) in {text, ""}
    scrambled = as_gbk(text)
    if "\ufffd" not in scrambled:
        assert damage.unscrambled(scrambled) in {text, ""}
    assert not damage.traces([text, text])


@pytest.mark.parametrize(
    "text", ["日期", "完成", "一季度完成12个小区，新增3处", "事项", "街道体检全覆盖"]
)
def test_what_a_scrambled_text_was(text: str) -> None:
    assert damage.unscrambled(as_latin(text)) == text
    assert damage.harmed(as_gbk(text))
    for made in (as_latin(text), as_gbk(text)):
        assert damage.traces(["完成", made])


@pytest.mark.parametrize(
    ("text", "harmed"),
    [
        ("??1????", True),
        ("???", True),
        ("是否完成???", False),
        ("why?", False),
        ("a?b?c?", False),
        ("小区\ufffd", True),
        ("锟斤拷锟斤拷", True),
        ("烫烫烫", True),
        ("锅很烫", False),
        ("联通", False),
        ("涓流工程", False),
        ("café新建", False),
        ("#REF!", True),
        ("见#REF!", False),
        ("#3楼", False),
        ("", False),
    ],
)
def test_which_notes_are_harmed(text: str, harmed: bool) -> None:  # noqa: FBT001
    assert damage.harmed(text) is harmed
    assert damage.traces([text]) or not harmed


@given(st.text(max_size=500))
def test_any_text_is_looked_at_without_a_fault(text: str) -> None:
    for found in (
        damage.of_day(text, text),
        damage.of_figure(text, text, "write a figure"),
        damage.of_moment(text, text),
    ):
        assert found is None or (found.message and found.hint)
    assert damage.name(text, ["1.1a"])[0] in {"", "1.1a"}
    damage.harmed(text)
