"""Looking through the records of an old workbook before a library reads its cells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hpplan.forms.parts import WorkbookError
from hpplan.forms.xls import inspect_xls

if TYPE_CHECKING:
    from golden import Golden


OLD_KIND = Path(__file__).parent / "forms" / "file-of-the-old-kind" / "jianguan.xls"


def test_an_old_workbook_is_handed_on_as_it_is() -> None:
    data = OLD_KIND.read_bytes()
    found = inspect_xls(data)
    assert found.data.getvalue() == data
    assert (list(found.sheets), found.from_1904) == (["进度"], False)


@pytest.mark.parametrize("length", [8, 75, 511, 512, 1000, 3000, 5000])
def test_an_old_workbook_cut_short(length: int, golden: Golden) -> None:
    with pytest.raises(WorkbookError) as caught:
        inspect_xls(OLD_KIND.read_bytes()[:length])
    golden.says(caught.value.message, "damaged")


def test_what_an_old_workbook_claims_to_span(golden: Golden) -> None:
    data = bytearray(OLD_KIND.read_bytes())
    at = data.index(bytes.fromhex("00020e00"))
    data[at + 4 : at + 16] = bytes.fromhex("00000000 ffff0000 0000ff00")
    with pytest.raises(WorkbookError, match="2000000") as caught:
        inspect_xls(bytes(data))
    golden.says(caught.value.message)
    data[at + 4 : at + 16] = bytes.fromhex("09000000 00000000 0000ff00")
    with pytest.raises(WorkbookError) as caught:
        inspect_xls(bytes(data))
    golden.says(caught.value.message, "damaged")
