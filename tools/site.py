"""Builds the pages under docs/ as a site in build/site, by python tools/site.py.

English stands at its root, Chinese under zh/; a page without a translation stands in both. The
build is strict: a link or an anchor that leads nowhere fails it, and so does anything that a page
would load from another host.

It needs the extra `docs`: Zensical, by the makers of Material for MkDocs, which they support no
longer, as nobody does MkDocs 1, on which it rests. Zensical reads the same pages, and needs little.
"""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
STAGE, SITE = "docs", "site"
"""The folders in which pages are laid out for Zensical, and of what it makes of them."""

STYLE = Path(__file__).with_suffix(".css")
TRANSLATED = ".zh-CN"
"""What stands between the name of a page and .md where it is Chinese."""


class Language(NamedTuple):
    """A language of the site, and where it stands below the site's root."""

    code: str
    folder: str
    other: str
    """The other language."""
    across: str
    """The way from its pages to those of the other language."""


LANGUAGES = (Language("en", "", "zh", "zh/"), Language("zh", "zh", "en", "../"))

NAVIGATION: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
    (
        {"en": "For everybody", "zh": "使用"},
        ("start", "page", "reporting", "progress", "notice", "rollup", "config"),
    ),
    ({"en": "A plan", "zh": "计划"}, ("plan", "draft")),
    ({"en": "Judgement", "zh": "评价"}, ("statuses", "judgement", "glossary")),
    ({"en": "Checks", "zh": "校验"}, ("ci", "codes", "codes.zh-Hant")),
    ({"en": "For programs", "zh": "供程序使用"}, ("library", "measurements")),
    (
        {"en": "The project", "zh": "本项目"},
        ("CONTRIBUTING", "ARCHITECTURE", "SECURITY", "CHANGELOG"),
    ),
)
"""The heads of the navigation, and the pages under each; those that are not there are left out."""

REST = NAVIGATION[0]
"""Where a page stands that the navigation does not name."""

_FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_WRAPPED = re.compile(r"(?<=[\u2e80-\uffef])\n *(?=[\u2e80-\uffef])")
"""The end of a line within Chinese text, which would be shown as a blank."""
_IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""")


def navigation(names: set[str], language: str) -> list[Any]:
    """The navigation of one language, of the pages that there are."""
    named = {name for _titles, listed in NAVIGATION for name in listed}
    rest = sorted(names - named - {"index"})
    found: list[Any] = ["index.md"]
    for head in NAVIGATION:
        titles, listed = head
        there = [name for name in listed if name in names] + (rest if head is REST else [])
        found.append({titles[language]: [f"{name}.md" for name in there]})
    return found


def settings(language: Language, nav: list[Any]) -> dict[str, Any]:
    """What Zensical is told of the site in one language."""
    return {
        "site_name": "hpplan",
        "docs_dir": f"{STAGE}/{language.code}",
        "site_dir": f"{SITE}/{language.folder}",
        "use_directory_urls": False,
        "nav": nav,
        "theme": {
            "language": language.code,
            "font": False,
            "features": ["navigation.sections", "navigation.top", "navigation.footer"],
            "palette": [
                {
                    "media": "(prefers-color-scheme: light)",
                    "scheme": "default",
                    "toggle": {"icon": "lucide/sun", "name": "→ dark"},
                },
                {
                    "media": "(prefers-color-scheme: dark)",
                    "scheme": "slate",
                    "toggle": {"icon": "lucide/moon", "name": "→ light"},
                },
            ],
        },
        "extra": {"generator": False},
        "extra_css": [STYLE.name],
        "markdown_extensions": {
            "attr_list": {},
            "pymdownx.highlight": {"pygments_lang_class": True},
            "pymdownx.superfences": {},
            "tables": {},
            "toc": {
                "permalink": True,
                "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}},
            },
        },
    }


class Sources:
    """The pages of a folder, as README and docs/ hold them, by their names in the site."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, dict[str, Path]] = {}
        for path in sorted([*root.glob("*.md"), *(root / "docs").glob("*.md")]):
            name = path.stem.removesuffix(TRANSLATED)
            page = self.files.setdefault("index" if name == "README" else name, {})
            page["zh" if path.stem.endswith(TRANSLATED) else "en"] = path
        for name, page in self.files.items():
            page.setdefault("zh", page["en"])
            if "." in name:  # another script of Chinese
                del page["en"]
        self.names = {
            (path, language): name
            for name, page in self.files.items()
            for language, path in page.items()
        }

    def of(self, language: str) -> dict[str, Path]:
        """The file of each page of the site in one language."""
        return {name: page[language] for name, page in self.files.items() if language in page}

    def text(self, name: str, language: Language, stage: Path) -> str:
        """The text of a page as the site takes it, its links leading to pages of the site.

        Pictures, and other files that it links to, are copied beside it.
        """
        path = self.files[name][language.code]
        pieces = _FENCE.split(path.read_text(encoding="utf-8"))
        for index, piece in enumerate(pieces):
            if not piece.startswith("```"):
                text = _WRAPPED.sub("", piece)
                pieces[index] = _LINK.sub(lambda link: self._led(link, path, language, stage), text)
        # The same once more in another script would be found twice.
        unlisted = "---\nsearch:\n  exclude: true\n---\n" if "." in name else ""
        return unlisted + "".join(pieces)

    def _led(self, link: re.Match[str], page: Path, language: Language, stage: Path) -> str:
        sign, label, target = link.groups()
        split = urlsplit(target)
        file = Path(os.path.normpath(page.parent / unquote(split.path)))
        if split.scheme or not split.path or not file.is_file():
            return link[0]  # what leads nowhere is for the builder to tell
        place = f"#{split.fragment}" if split.fragment else ""
        if name := self.names.get((file, language.code)):
            return f"{sign}[{label}]({name}.md{place})"
        if name := self.names.get((file, language.other)):
            return f'<a href="{language.across}{name}.html{place}">{label}</a>'
        beside = file.relative_to(self.root).as_posix().removeprefix("docs/")
        (stage / beside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, stage / beside)
        return f"{sign}[{label}]({beside})"


def build(root: Path, folder: Path) -> Path:
    """Build the site of a folder's pages, each language in its place; a warning is a failure.

    Returns:
        The folder of the site.

    Raises:
        subprocess.CalledProcessError: Zensical found something wrong, and has said so.
    """
    sources = Sources(root)
    for each in (folder / STAGE, folder / SITE):
        shutil.rmtree(each, ignore_errors=True)
    for language in LANGUAGES:
        stage = folder / STAGE / language.code
        stage.mkdir(parents=True)
        shutil.copy(STYLE, stage)
        names = sources.of(language.code)
        for name in names:
            text = sources.text(name, language, stage)
            (stage / f"{name}.md").write_text(text, encoding="utf-8")
        config = folder / f"{STAGE}.{language.code}.yml"
        told = settings(language, navigation(set(names), language.code))
        config.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
        command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", str(config)]
        subprocess.run(command, check=True)  # noqa: S603
        # It would be right at the root of a host alone, and nobody knows where the site will stand.
        (folder / SITE / language.folder / "404.html").unlink()
    return folder / SITE


class Page(HTMLParser):
    """What a built page loads, where it links to, and the places that it has."""

    LOADING = ("src", "poster", "data")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of one element."""
        for name, given in attrs:
            value = given or ""
            if name in {"id", "name"}:
                self.places.add(value)
            elif name in self.LOADING or (name == "href" and tag in {"link", "use", "image"}):
                self.loads.append(value)
            elif name == "srcset":
                self.loads.extend(each.split()[0] for each in value.split(",") if each.strip())
            elif name == "style":
                self.loads.extend(_IN_STYLE.findall(value))
            elif name == "href" and tag == "a":
                self.links.append(value)

    def handle_data(self, data: str) -> None:
        """Take note of what a style of the page loads."""
        if self.cdata_elem == "style":
            self.loads.extend(_IN_STYLE.findall(data))


def faults(site: Path) -> Iterator[str]:
    """What is wrong in a built site, a line each: what is loaded from elsewhere, and dead links.

    Scripts are not read: those of the theme ask another host where a page has a diagram or names
    the project's repository, and none does.
    """
    parsed = {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }
    for name, page in parsed.items():
        yield from (f"{name} loads {each}" for each in page.loads if urlsplit(each).netloc)
        for link in [*page.links, *page.loads]:
            split = urlsplit(link)
            if split.scheme or split.netloc:
                continue
            beside = posixpath.join(posixpath.dirname(name), unquote(split.path))
            led = posixpath.normpath(beside) if split.path else name
            place = unquote(split.fragment)
            there = (site / led).is_file()
            if not there or (place and led in parsed and place not in parsed[led].places):
                yield f"{name} links to {link}, which is not there"
    for path in sorted([*site.rglob("*.css"), *site.rglob("*.svg")]):
        for each in _IN_STYLE.findall(path.read_text(encoding="utf-8")):
            if urlsplit(each).netloc:
                yield f"{path.relative_to(site).as_posix()} loads {each}"


def main() -> None:
    """Build the site, and look it over."""
    site = build(ROOT, ROOT / "build")
    found = list(faults(site))
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        sys.exit(1)
    print(site / "index.html")


if __name__ == "__main__":
    main()
