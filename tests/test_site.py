"""The site that tools/site.py makes of the pages: every page has its place, links lead to pages of
the site, and nothing is loaded from another host."""

from __future__ import annotations

import re
import runpy
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SITE: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "site.py"))
ENGLISH, CHINESE = SITE["LANGUAGES"]
builds = pytest.mark.skipif(find_spec("zensical") is None, reason="needs the extra docs")


def listed(navigation: list[Any]) -> list[str]:
    """The pages of a navigation, in its order."""
    return [
        page
        for entry in navigation
        for page in ([entry] if isinstance(entry, str) else next(iter(entry.values())))
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_has_its_place_in_the_navigation(language: str) -> None:
    names = set(SITE["Sources"](ROOT).of(language))
    assert {"index", "start", "plan", "statuses", "ci", "codes", "CONTRIBUTING"} <= names
    assert ("codes.zh-Hant" in names) is (language == "zh")
    pages = listed(SITE["navigation"](names, language))
    assert sorted(pages) == sorted(f"{name}.md" for name in names)
    assert pages[:2] == ["index.md", "start.md"]


def test_a_page_that_the_navigation_does_not_name_stands_in_its_first_group() -> None:
    assert SITE["navigation"]({"index", "start", "brand-new"}, "en")[:2] == [
        "index.md",
        {"For everybody": ["start.md", "brand-new.md"]},
    ]


def written(folder: Path, pages: dict[str, str]) -> Any:
    """The sources of a folder with these pages."""
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return SITE["Sources"](folder)


PAGES = {
    "README.md": "# x\n\n[zh](README.zh-CN.md) [a](docs/a.md#b) ![p](docs/pictures/p.svg)\n",
    "README.zh-CN.md": "# x\n\n[en](README.md) [a](docs/a.zh-CN.md) [g](docs/g.md)\n",
    "docs/a.md": "# a\n\n[zh](a.zh-CN.md) [up](../README.md) [no](gone.md) [w](https://e.org/)\n",
    "docs/a.zh-CN.md": "# a\n\n[en](a.md#b)，一行\n  又一行\n\n```\n[x](a.md)，一\n二\n```\n",
    "docs/g.md": "# g\n",
    "docs/pictures/p.svg": "<svg/>",
}


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("index", ENGLISH, '<a href="zh/index.html">zh</a> [a](a.md#b) ![p](pictures/p.svg)\n'),
        ("index", CHINESE, '<a href="../index.html">en</a> [a](a.md) [g](g.md)\n'),
        (
            "a",
            ENGLISH,
            '<a href="zh/a.html">zh</a> [up](index.md) [no](gone.md) [w](https://e.org/)\n',
        ),
        (
            "a",
            CHINESE,
            '<a href="../a.html#b">en</a>，一行又一行\n\n```\n[x](a.md)，一\n二\n```\n',
        ),
        ("g", CHINESE, ""),
    ],
)
def test_links_lead_to_the_pages_of_the_site(
    name: str, language: Any, text: str, tmp_path: Path
) -> None:
    sources = written(tmp_path / "root", PAGES)
    found = sources.text(name, language, tmp_path / "stage")
    assert found.partition("\n")[2].lstrip("\n") == text
    copied = (tmp_path / "stage" / "pictures" / "p.svg").is_file()
    assert copied is (name == "index" and language is ENGLISH)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.html", '<a href="b.html#there">b</a><img src="b.html">', None),
        ("a.html", '<a href="https://example.org/">elsewhere</a>', None),
        ("a.html", '<a href="c.html">c</a>', "a.html links to c.html, which is not there"),
        ("a.html", '<a href="b.html#x">b</a>', "a.html links to b.html#x, which is not there"),
        ("a.html", '<a href="#x">here</a>', "a.html links to #x, which is not there"),
        ("zh/a.html", '<a href="../b.html#there">b</a>', None),
        ("zh/a.html", '<a href="b.html">b</a>', "zh/a.html links to b.html, which is not there"),
        ("a.html", '<script src="//e.org/x.js"></script>', "a.html loads //e.org/x.js"),
        ("a.html", '<link rel="preconnect" href="https://e.org">', "a.html loads https://e.org"),
        ("a.html", '<img srcset="b.html 1x, http://e.org/p 2x">', "a.html loads http://e.org/p"),
        ("a.html", '<p style="background: url(//e.org/p)">', "a.html loads //e.org/p"),
        ("a.html", "<style>@import 'https://e.org/f';</style>", "a.html loads https://e.org/f"),
        ("s/a.css", '@font-face { src: url("https://e.org/f") }', "s/a.css loads https://e.org/f"),
        ("s/a.css", "@import url(b.css); a { fill: url(data:image/svg) }", None),
        ("p.svg", "<style>@font-face { src: url(https://e.org/f) }</style>", "p.svg loads https://e.org/f"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_site_is_named(
    name: str, text: str, fault: str | None, tmp_path: Path
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / "b.html").write_text('<p id="there">', encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert list(SITE["faults"](tmp_path)) == ([fault] if fault else [])


@builds
@pytest.mark.slow
def test_the_site_is_built_and_nothing_is_wrong_in_it(tmp_path: Path) -> None:
    site = SITE["build"](ROOT, tmp_path)
    assert list(SITE["faults"](site)) == []
    for language in (ENGLISH, CHINESE):
        pages = {path.stem for path in (site / language.folder).glob("*.html")}
        assert pages == set(SITE["Sources"](ROOT).of(language.code))
        text = (site / language.folder / "start.html").read_text(encoding="utf-8")
        assert f'<html lang="{language.code}"' in text
        assert re.search(r'<a href="[^"]*start\.html">(English|中文)</a>', text)


@builds
@pytest.mark.slow
@pytest.mark.parametrize("dead", ["gone.md", "a.md#gone"])
def test_a_link_that_leads_nowhere_fails_the_build(dead: str, tmp_path: Path) -> None:
    sound = {name: text.replace("[no](gone.md) ", "") for name, text in PAGES.items()}
    written(tmp_path / "root", sound | {"docs/a.md": f"# a\n\n## b\n\n[x]({dead})\n"})
    with pytest.raises(subprocess.CalledProcessError):
        SITE["build"](tmp_path / "root", tmp_path / "site")
