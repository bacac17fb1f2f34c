"""Notices where work is shared, declined or handed over: each asks what is a unit's own."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from running import ran
from test_form_division import PLAN
from test_notice import lines

if TYPE_CHECKING:
    from golden import Golden

DAY = "2026-11-22"

OFFICE = copy.deepcopy(PLAN) | {"coordinator": "xin"}
OFFICE["units"][1]["now"] = "区园林局"  # type: ignore[index]
OFFICE["units"][3]["contact"] = "督查科"  # type: ignore[index]
ROWS = {
    "fangguan": "2026-11-20,1.1e,100,,证明,\n2026-11-20,1.1g,100,,证明,\n"
    "2026-11-20,1.1b,不涉及,不属我局职责,,\n2026-11-20,1.1c,60,,,\n",
    "lvhua": "2026-11-20,1.1e,20,,,\n2026-11-20,1.1b,不涉及,不属我局职责,,\n"
    "2026-11-20,1.2a,90,,,\n",
    "xin": "2026-11-20,1.2b,99,,,\n",
}
LATE = copy.deepcopy(OFFICE)
for _target in LATE["chapters"][0]["clauses"][0]["targets"][:2]:  # type: ignore[index]
    _target["due"] = "2026-06-30"

pytestmark = [pytest.mark.workspace(LATE, ROWS), pytest.mark.usefixtures("workspace")]


def notices(*units: str, lang: str = "zh") -> tuple[str, str]:
    shown = ran("--lang", lang, "notice", *units, "-o", "out", "--as-of", DAY)
    assert shown.code == 0
    return shown.stdout, shown.stderr


def test_what_a_unit_finished_stands_in_a_table_without_reply(golden: Golden) -> None:
    out, err = notices("fangguan")
    golden.says(err, lang="zh")
    (path,) = Path("out").iterdir()
    golden("fangguan.zh.txt", "\n".join(lines(path)))
    golden.says(out, lang="zh")


def test_who_holds_back_is_asked_in_english(golden: Golden) -> None:
    notices("lvhua", lang="en")
    (path,) = Path("out").iterdir()
    golden("lvhua.en.txt", "\n".join(lines(path)))


def test_who_gets_none_is_told_why(golden: Golden) -> None:
    golden.says(notices("--all")[1], lang="zh")


@pytest.mark.workspace(OFFICE, {"fangguan": "2026-11-20,1.1g,100,,证明,\n"})
def test_a_unit_with_nothing_of_its_own_to_move_gets_none(golden: Golden) -> None:
    """All other items are silent, for which nobody is urged."""
    out, err = notices("fangguan")
    assert (out, Path("out").exists()) == ("", False)
    golden.says(err, lang="zh")
