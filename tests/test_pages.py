"""The pages under docs/ lead to one another, show the same in both languages, and are complete."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import yaml

from hpplan.plan.schema import plan_schema
from running import run
from test_readme import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAIRS = sorted(path.stem for path in DOCS.glob("*.md") if path.with_suffix(".zh-CN.md").exists())
ALL = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def text_of(name: str) -> str:
    """A page's text."""
    return (DOCS / name).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The places of a page that a link can lead to, as they are named on GitHub."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", ALL, ids=lambda path: str(path.name))
def test_each_link_leads_somewhere(page: Path) -> None:
    prose = re.sub(r"(?ms)^```.*?^```$", "", page.read_text(encoding="utf-8"))
    for link in LINK.findall(prose):
        if re.match(r"https?://", link):
            continue
        path, _, place = unquote(link).partition("#")
        led = page.parent / path if path else page
        assert led.is_file(), link
        assert not place or place in anchors(led), link


@pytest.mark.parametrize("name", ["ci", "measurements", "plan", "progress", "start", "statuses"])
def test_both_languages_of_a_page_show_the_same(name: str) -> None:
    english, chinese = text_of(f"{name}.md"), text_of(f"{name}.zh-CN.md")
    assert code_of(english) == code_of(chinese)
    assert english.count("\n## ") == chinese.count("\n## ")
    assert english.count("\n| ") == chinese.count("\n| ")


@pytest.mark.parametrize("name", PAIRS)
def test_each_page_leads_to_its_other_language(name: str) -> None:
    assert text_of(f"{name}.md").split("\n")[2] == f"English · [中文]({name}.zh-CN.md)"
    assert text_of(f"{name}.zh-CN.md").split("\n")[2] == f"[English]({name}.md) · 中文"


def keys(schema: Any) -> Iterator[str]:
    """Every key that a part of plan.yaml may have."""
    if isinstance(schema, dict):
        if isinstance(properties := schema.get("properties"), dict):
            yield from properties
        for each in schema.values():
            yield from keys(each)


@pytest.mark.parametrize("name", ["plan.md", "plan.zh-CN.md"])
def test_every_key_of_a_plan_is_explained(name: str) -> None:
    known = set(keys(plan_schema()))
    assert len(known) > 60
    explained = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", text_of(name)))))
    assert known - explained == set()


def test_the_whole_plan_of_the_page_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (plan,) = (text for _, text in code_of(text_of("plan.md")) if text.startswith("format: 1\n"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    folder = tmp_path / "data" / "progress"
    folder.mkdir(parents=True)
    for unit in yaml.safe_load(plan)["units"]:
        (folder / f"{unit['id']}.csv").write_text("date,target,value\n", encoding="utf-8")
    shown = run("--strict")
    assert (shown.stdout, shown.code) == ("", 0)
    assert (
        "2 clauses, 6 targets, 100% of the document accounted for, 6 progress files" in shown.stderr
    )
