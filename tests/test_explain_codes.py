"""`hpplan explain`: what docs/codes.md says of a code, for reading in a terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from running import Shown, ran

if TYPE_CHECKING:
    from golden import Golden


PAGE = (Path(__file__).parents[1] / "docs" / "codes.md").read_text(encoding="utf-8")
TITLES = dict(re.findall(r"^## (HP\d{3}): (.+)$", PAGE, re.MULTILINE))


pytestmark = pytest.mark.usefixtures("surrounding")


def explain(*codes: str) -> Shown:
    """What `hpplan explain` shows."""
    return ran("explain", *codes)


def without_blanks(text: str) -> str:
    """A text without the blanks and line ends that lay it out."""
    return "".join(text.split())


def test_a_code_is_explained_with_examples_and_a_remedy(golden: Golden) -> None:
    shown = explain("HP352")
    assert (shown.stderr, shown.code) == ("", 0)
    golden("HP352.en.txt", shown.stdout)


@pytest.mark.parametrize("code", ["hp352", "Hp352", " HP352 "])
def test_how_a_code_may_be_written(code: str) -> None:
    assert explain(code) == explain("HP352")


def test_several_codes_stand_in_the_order_in_which_they_were_named() -> None:
    shown = explain("HP352", "HP203")
    assert shown == Shown(explain("HP352").stdout + explain("HP203").stdout, "", 0)


def test_without_a_code_all_are_listed_a_line_each() -> None:
    assert len(TITLES) > 40
    listed = "".join(f"{code}  {title}\n" for code, title in TITLES.items())
    assert explain() == Shown(listed, "", 0)


@pytest.mark.parametrize("code", TITLES)
def test_each_section_is_shown_whole_and_fits_a_terminal(code: str) -> None:
    shown = explain(code)
    assert (shown.stderr, shown.code) == ("", 0)
    lines = shown.stdout.split("\n")
    assert lines[0] == f"{code}: {TITLES[code]}"
    assert lines[-3].strip()
    assert lines[-2:] == ["", ""]
    assert {"Fails:", "Passes:"} <= set(lines)
    assert [line for line in lines if cell_len(line) > 80 and not line.startswith("    ")] == []
    assert [line for line in lines if line != line.rstrip() or "```" in line] == []
    section = PAGE.partition(f"## {code}: ")[2].partition("\n## ")[0]
    said = without_blanks(shown.stdout.partition(": ")[2])
    assert said == without_blanks(re.sub(r"```\w*", "", section))


@pytest.mark.parametrize("code", TITLES)
def test_examples_are_set_in_as_they_stand(code: str) -> None:
    section = PAGE.partition(f"## {code}: ")[2].partition("\n## ")[0]
    shown = explain(code).stdout
    blocks = re.findall(r"^```\w+\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        assert "\n\n" + "".join(f"    {line}\n" for line in block.splitlines()) + "\n" in shown


def test_on_a_wide_terminal_paragraphs_are_as_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    lines = explain("HP352").stdout.splitlines()
    assert cell_len(lines[2]) > 150 or not lines[3]


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("HP999", "HP999"),  # another code is no slip of it
        ("HP2033", "HP203"),
        ("203", "HP203"),
        ("P203", "HP203"),
        ("xyz", None),
        ("", None),
        ("\x1b[31m", None),
    ],
)
def test_an_unknown_code_is_a_usage_error_with_a_near_one(
    code: str, near: str | None, golden: Golden
) -> None:
    shown = explain(code)
    assert (shown.stdout, shown.code) == ("", 2)
    assert re.findall("HP[0-9]+", shown.reason)[-1:] == ([near] if near else [])
    golden.says(shown.reason, f"the code {code!r}")


def test_nothing_is_explained_where_one_of_several_codes_is_unknown() -> None:
    shown = explain("HP352", "HP99")
    assert (shown.stdout, shown.code) == ("", 2)


def test_nothing_is_written(tmp_path: Path) -> None:
    assert explain("HP101").code == 0
    assert list(tmp_path.iterdir()) == []
