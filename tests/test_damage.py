"""What happened to a cell: told from what a spreadsheet or a wrong encoding left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpplan.errors import CellError
from hpplan.plan.items import Catalogue
from hpplan.progress import damage
from hpplan.progress.cells import day, figure, recorded
from hpplan.progress.targets import Memory, Table, shifted, unknown_target
from plans import plan_of, target

if TYPE_CHECKING:
    from golden import Golden


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
    "cell",
    [
        "45747.5",
        "########",
        "##",
        "1900-01-00",
        "1900/1/0",
        "1900年1月0日",
        "Mar-25",
        "31-Mar-25",
        "31-mar",
        "March 2025",
        "3月31日",
        "３月３１日",
        "3/31",
        "3-31",
        "2025-03-31 10:12",
        "2025年3月31日 10:12",
        "2025-03-31 00:00:01",
        "#REF!",
        "#N/A",
        "'2025-03-31",
        "锟斤拷",
        "????",
    ],
)
def test_what_happened_to_a_day(cell: str, golden: Golden) -> None:
    with pytest.raises(CellError) as caught:
        day(cell)
    assert caught.value.code == "HP304"
    golden.says([caught.value.message, caught.value.hint])


@pytest.mark.parametrize("cell", ["1900-02-30", "2025-02-30 00:00:00"])
def test_a_day_that_there_never_was_is_no_damage(cell: str, golden: Golden) -> None:
    with pytest.raises(CellError) as caught:
        day(cell)
    golden.says([caught.value.message, caught.value.hint])


@pytest.mark.parametrize("cell", ["#", "March", "31/3/2025", "3.31", "1月", "?", "三月底", "#5"])
def test_a_day_to_which_nothing_known_happened(cell: str, golden: Golden) -> None:
    with pytest.raises(CellError) as caught:
        day(cell)
    golden.says([caught.value.message, caught.value.hint])


@pytest.mark.parametrize(
    "cell",
    [
        "1.2E+05",
        "1E5",
        "-1.5e-3",
        "########",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "'12",
        "‘12",
        as_gbk("约50处左右"),
        as_gbk("完成"),
        as_latin("约50"),
    ],
)
def test_what_happened_to_a_figure(cell: str, golden: Golden) -> None:
    with pytest.raises(CellError) as caught:
        figure(cell, "amount", "公里")
    assert caught.value.code == "HP306"
    golden.says([caught.value.message, caught.value.hint])


def test_a_percentage_and_a_duty_have_their_damage_too(golden: Golden) -> None:
    with pytest.raises(CellError) as caught:
        figure(as_gbk("完成"), "milestone")
    golden.says([caught.value.message, caught.value.hint])
    with pytest.raises(CellError) as caught:
        figure("#NAME?", "duty")
    golden.says([caught.value.message, caught.value.hint])


@pytest.mark.parametrize(
    "cell",
    ["45747.425", "####"],
)
def test_what_happened_to_a_moment(cell: str, golden: Golden) -> None:
    with pytest.raises(CellError) as caught:
        recorded(cell)
    assert caught.value.code == "HP309"
    golden.says([caught.value.message, caught.value.hint])


# Targets

CATALOGUE = Catalogue(
    plan_of(
        target("count", at_least=3),
        {**target("count", at_least=3, every="year", start="2025-01-01"), "id": "1.1b"},
    )
)


@pytest.mark.parametrize(
    "cell",
    [
        "mailto:1.1b@2025",
        "'1.1a",
        "1。1a",
        "1、1a",
        "1·1A",
        "1.1 a",
        "1.1A",
        "１．１Ａ",
        ".1a",
        "1b",
    ],
)
def test_what_happened_to_a_targets_id(cell: str, golden: Golden) -> None:
    fault = unknown_target(CATALOGUE, cell)
    assert fault.code == "HP305"
    golden.says([fault.message, fault.hint])


@pytest.mark.parametrize("cell", ["#REF!", "####", "????1.1a", "\ufffd"])
def test_what_stands_in_place_of_a_target(cell: str, golden: Golden) -> None:
    fault = unknown_target(CATALOGUE, cell)
    golden.says([fault.message, fault.hint])


# Rows

COLUMNS = {"date": 0, "target": 1, "value": 2, "note": 3}


@pytest.mark.parametrize(
    "cells",
    [
        ["", "2025-03-31", "1.1a", "3"],
        ["", "", "2025-03-31", "1.1a"],
        ["1", "2025年3月31日", "１.1a", ""],
        ["1.1a", "3", "说明", ""],
        ["1.1a", "", "说明", ""],
        ["1.1b@2025", "50%", "", ""],
    ],
    ids=",".join,
)
def test_a_row_that_is_shifted(cells: list[str], golden: Golden) -> None:
    fault = shifted(cells, COLUMNS, Table("a", CATALOGUE, Memory()))
    assert fault is not None
    assert fault.code == "HP317"
    golden.says(fault.message)


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
