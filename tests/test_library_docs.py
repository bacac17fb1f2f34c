"""The examples of docs/library.md, run in order: what they print is what the page shows."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hpplan.cli import app

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {
    "en": (DOCS / "library.md").read_text(encoding="utf-8"),
    "zh": (DOCS / "library.zh-CN.md").read_text(encoding="utf-8"),
}
EXAMPLE = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def examples(language: str) -> list[tuple[str, str]]:
    """Each piece of code of a page, and what is shown under it."""
    return EXAMPLE.findall(PAGES[language])


def run(pieces: list[str]) -> list[str]:
    """What each piece of code prints, one behind the other in the same session."""
    session: dict[str, object] = {"__name__": "__main__"}
    printed = []
    for number, piece in enumerate(pieces):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(piece, f"example {number + 1}", "exec"), session)  # noqa: S102
        printed.append(out.getvalue().rstrip("\n") + "\n")
    return printed


def test_both_pages_show_the_same() -> None:
    assert examples("zh") == examples("en")
    assert len(examples("en")) >= 8


def test_every_piece_of_code_is_an_example() -> None:
    for text in PAGES.values():
        assert text.count("```python\n") == len(EXAMPLE.findall(text))


@pytest.mark.slow
def test_the_examples_print_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (command,) = set(re.findall(r"`hpplan (demo [^`]*)`", PAGES["en"]))
    CliRunner().invoke(app, command.split(), catch_exceptions=False)
    pieces, shown = zip(*examples("en"), strict=True)
    assert run(list(pieces)) == list(shown)
