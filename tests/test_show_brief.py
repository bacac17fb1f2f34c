"""`hpplan show` without -v: what is read aloud, whom to call, the newest reports; its length.

On the demo, whose figures are the same on every machine.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from hpplan.i18n import LANGUAGES
from plans import DEMO_DAY
from running import ran

if TYPE_CHECKING:
    from golden import Golden

DAY = DEMO_DAY


def show(plan: str, *arguments: str, lang: str = "en") -> str:
    """What a run shows in which all is well."""
    shown = ran("--lang", lang, "show", "--plan", plan, "--as-of", DAY, *arguments)
    assert (shown.code, shown.stderr) == (0, "")
    return shown.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_item_takes_forty_lines(demo: str, lang: str, golden: Golden) -> None:
    text = show(demo, "1.1a", lang=lang)
    assert len(text.splitlines()) <= 40
    golden(f"1.1a.{lang}.txt", text)


# A count, an amount of several units, a level, a lost figure, a duty, and one that is met; a target
# for each member, a clause, a chapter, a unit and a group.
NAMES = ("1.3c", "1.4a", "2.5c", "4.2b", "1.1j", "1.1d", "1.2c", "1.2", "1", "jianguan", "jiedao")


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_there_of_each(demo: str, name: str, golden: Golden) -> None:
    golden(f"{name}.zh.txt", show(demo, name, lang="zh"))
    golden(f"{name}.en.txt", show(demo, name))


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_passes_the_width(demo: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for name in NAMES:
        lines = show(demo, name).splitlines()
        assert [line for line in lines if cell_len(line) > width] == []


def test_all_reports_are_a_word_away(demo: str) -> None:
    rows = json.loads(show(demo, "1.4a", "--format", "json"))["rows"]
    newest = sorted((row["date"] for row in rows), reverse=True)

    def dates(*more: str) -> list[str]:
        return re.findall(
            "^  ([0-9]{4}-[0-9]{2}-[0-9]{2}) ", show(demo, "1.4a", *more), re.MULTILINE
        )

    assert dates() == newest[:6]
    assert dates("--rows") == newest


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_letters_are_explained_where_they_are_used(demo: str, lang: str) -> None:
    letters = ("SPI", "TSPI", "IEAC", "AT", "PD", "ES")
    brief, full = show(demo, "1.3c", lang=lang), show(demo, "1.3c", "-v", lang=lang)
    assert [each for each in letters if re.search(rf"\b{each}\b", brief)] == []
    assert {each: len(re.findall(rf"^  {each}  ", full, re.MULTILINE)) for each in letters} == (
        dict.fromkeys(letters, 2)
    )
    assert len(re.findall("^  PC  ", full, re.MULTILINE)) == 1


def test_a_member_stands_beside_those_that_stand_alike(demo: str) -> None:
    text = show(demo, "1.2c")
    items = json.loads(show(demo, "1.2c", "--format", "json"))["items"]
    *sections, _reports = re.findall("^── [A-Z][a-z ]+ ([0-9]+) ", text, re.MULTILINE)
    assert sum(map(int, sections)) == len(items)
    assert len(re.findall("^1.2c ", text, re.MULTILINE)) == len(sections) + 1  # and the title
