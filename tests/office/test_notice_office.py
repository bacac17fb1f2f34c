"""The built-in templates of notices in a word processor: opened, saved there, and filled in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from typer.testing import CliRunner

import hpplan
from hpplan.cli import app
from hpplan.i18n import use

FOLDER = Path(hpplan.__file__).parent / "output" / "templates"
DAY = "2026-06-30"

pytestmark = [
    pytest.mark.office,
    pytest.mark.xdist_group("notice_office"),  # what the program makes of all cases is made once
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo workspace, and in `saved` each template as the word processor saves it."""
    folder = tmp_path_factory.mktemp("office")
    done = CliRunner().invoke(app, ["demo", str(folder / "demo"), "--as-of", DAY])
    assert done.exit_code == 0, done.output
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "docx", "--outdir", str(folder / "saved")),
            *map(str, sorted(FOLDER.glob("notice.*.docx"))),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder


def filled_in(place: Path, language: str, *more: str) -> Any:
    """A unit's notice, made with a template or with the built-in one."""
    folder = place / f"out-{language}-{len(more)}"
    arguments = ["--lang", language, "notice", "fangguan", "--plan", str(place / "demo")]
    use(language)
    done = CliRunner().invoke(
        app, [*arguments, "--as-of", DAY, "-o", str(folder), *more], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    (file,) = folder.iterdir()
    return Document(str(file))


def words(document: Any) -> list[str]:
    """The text of a document, a paragraph a line, those in tables included."""
    paragraphs = document.element.body.iter(qn("w:p"))
    lines = ("".join(each.text or "" for each in one.iter(qn("w:t"))) for one in paragraphs)
    return [line for line in lines if line.strip()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_that_was_saved_there_says_the_same(place: Path, language: str) -> None:
    saved = filled_in(
        place, language, "--template", str(place / "saved" / f"notice.{language}.docx")
    )
    own = filled_in(place, language)
    assert words(saved) == words(own)
    assert len(words(own)) > 30


def fonts_of(document: Any) -> dict[str, str]:
    """The font of Chinese letters by style of paragraphs, whose names programs spell alike."""
    styles = [each for each in document.styles.element.iter(qn("w:style")) if each.rPr is not None]
    fonts = {each.name_val.lower(): each.rPr.find(qn("w:rFonts")) for each in styles}
    return {
        name: font.get(qn("w:eastAsia"))
        for name, font in fonts.items()
        if font is not None and font.get(qn("w:eastAsia"))
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_that_was_saved_there_keeps_its_page_and_fonts(
    place: Path, language: str
) -> None:
    saved: Any = Document(str(place / "saved" / f"notice.{language}.docx"))
    own: Any = Document(str(FOLDER / f"notice.{language}.docx"))
    for edge in ("page_width", "page_height", "left_margin", "right_margin", "top_margin"):
        difference = getattr(saved.sections[0], edge) - getattr(own.sections[0], edge)
        assert abs(difference) < 36000 / 10
    fonts = fonts_of(own)
    assert {name: fonts_of(saved)[name] for name in fonts} == fonts


def test_a_template_that_was_changed_says_what_was_changed(place: Path) -> None:
    template: Any = Document(str(place / "saved" / "notice.zh.docx"))
    title = next(each for each in template.paragraphs if each.text.startswith("关于"))
    title.runs[0].text = "催办单"
    for rest in title.runs[1:]:
        rest.text = ""
    template.save(str(place / "changed.docx"))
    found = words(filled_in(place, "zh", "--template", str(place / "changed.docx"), "--force"))
    assert found[0] == "催办单"
