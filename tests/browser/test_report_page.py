"""The page of a report in a real browser, offline: it asks for nothing, and works without script.

Skipped where there is no Chromium. The environment variable AXE_CORE names axe.min.js of axe-core,
by which accessibility is checked; without it those tests are skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright
from typer.testing import CliRunner

from hpplan.cli import app
from plans import HEADER
from test_show import PLAN, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = os.environ.get("AXE_CORE", "")
ROOT = Path(__file__).parents[2]
DAY = "2026-11-22"

# Nothing but the page itself: no look-ups, no updates of the browser's own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),  # one browser for all of them
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def hpplan(*arguments: str, language: str = "en") -> None:
    """Run the program by itself, so that it speaks one language from its start."""
    settings = {name: text for name, text in os.environ.items() if not name.startswith("HPPLAN_")}
    subprocess.run(
        [sys.executable, "-m", "hpplan", "--lang", language, *arguments],
        env={**settings, "PYTHONPATH": str(ROOT / "src")},
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report on the demo of the plan that ships, in each language."""
    folder = tmp_path_factory.mktemp("demo")
    plan = ["--plan", str(folder / "try"), "--as-of", DAY]
    hpplan("demo", str(folder / "try"), "--as-of", DAY, "--plan", str(ROOT / "plan.yaml"))
    pages = {}
    for language in ("en", "zh"):
        pages[language] = folder / f"{language}.html"
        report = ["report", "-o", str(pages[language]), "--since", "2026-10-22", *plan]
        hpplan(*report, language=language)
    return pages


class Watched:
    """A page, and all that it asked for or complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, path: Path, fragment: str = "") -> Page:
        self.page.goto(path.as_uri() + fragment)
        return self.page


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    yield Watched(context.new_page())
    context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Watched]:
    """A page without script."""
    context = browser.new_context(java_script_enabled=False, offline=True)
    yield Watched(context.new_page())
    context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_asks_for_nothing_and_complains_of_nothing(
    demo: dict[str, Path], watched: Watched, language: str
) -> None:
    page = watched.open(demo[language])
    page.get_by_role("main").wait_for()
    asked = [url for url in watched.asked if not url.startswith("data:")]
    assert asked == [demo[language].as_uri()]
    assert watched.said == []
    page.goto(demo[language].as_uri() + "#judging")
    assert watched.said == []


@pytest.mark.parametrize("width", [1440, 768, 390])
def test_nothing_runs_over_the_edge(demo: dict[str, Path], browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(demo["zh"].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    # Nor does a text of a picture lie on another; a box is higher than the letters in it.
    over = page.evaluate(
        """() => {
          const found = [];
          for (const svg of document.querySelectorAll('svg.chart, svg.standing')) {
            const boxes = [...svg.querySelectorAll('text')].map(
              (text) => [text.textContent, text.getBoundingClientRect()]);
            boxes.forEach(([one, a], n) => boxes.slice(n + 1).forEach(([other, b]) => {
              const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
              const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
              if (across > 1 && down > a.height / 2) found.push([one, other]);
            }));
          }
          return found;
        }"""
    )
    assert over == []
    context.close()


# Links and folding


def test_links_lead_from_item_to_clause_to_unit(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    card = page.locator("[id='a-1.3e']")
    card.get_by_role("link", name="clause 1.3").click()
    clause = page.locator("[id='c-1.3']")
    expect(clause).to_have_attribute("open", "")
    expect(clause).to_be_in_viewport()
    clause.locator("p.text").get_by_role("link", name="1.3e", exact=True).click()
    expect(card).to_be_in_viewport()
    page.locator(".heat").get_by_role("link", name="外滩街道").click()
    unit = page.locator("#u-waitan")
    expect(unit).to_have_attribute("open", "")
    expect(unit.get_by_role("heading", name="What is its own to move")).to_be_in_viewport()
    unit.get_by_role("link", name="1.2c@waitan").click()
    expect(page.locator("[id='a-1.2c@waitan']")).to_be_in_viewport()


def test_a_page_opens_at_what_its_address_names(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"], "#c-2.4")
    expect(page.locator("[id='c-2.4']")).to_have_attribute("open", "")
    expect(page.locator("[id='c-2.4'] p.text")).to_be_in_viewport()


def test_a_clause_folds_by_mouse_and_by_keyboard(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    clause = page.locator("[id='c-1.1']")
    text = clause.locator("p.text")
    expect(text).to_be_hidden()
    clause.locator("summary").click()
    expect(text).to_be_visible()
    page.keyboard.press("Enter")
    expect(text).to_be_hidden()


def test_the_first_key_leads_past_the_navigation(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="To the content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()


def test_a_mark_of_the_picture_leads_to_its_item(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    page.locator("svg.standing a[href='#a-1.3e']").click()
    expect(page.locator("[id='a-1.3e']")).to_be_in_viewport()


# Filter and sort


def shown(page: Page) -> list[str]:
    """The items that the table shows, in their order."""
    rows: list[str] = page.evaluate(
        "[...document.querySelectorAll('.register tbody tr')]"
        ".filter(row => row.checkVisibility()).map(row => row.id.slice(2))"
    )
    return rows


def choose(page: Page, name: str, value: str) -> None:
    """Set the filter by unit (u), chapter (c) or status (s)."""
    page.locator(f"select[name={name}]").select_option(value)


def test_filters_leave_what_was_asked_for(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    everything = shown(page)
    expect(page.locator("output")).to_have_text(f"{len(everything)} / {len(everything)}")
    choose(page, "s", "overdue")
    overdue = shown(page)
    assert 0 < len(overdue) < len(everything)
    expect(page.locator("output")).to_have_text(f"{len(overdue)} / {len(everything)}")
    chips = page.locator(".register tbody tr:visible .chip").all_inner_texts()
    assert set(chips) == {"overdue"}
    choose(page, "u", "shengtai")
    choose(page, "c", "2")
    both = shown(page)
    assert both == [item for item in overdue if item in {"2.6a@2024", "2.6a@2025"}] != []
    # What is told of elsewhere is filtered likewise.
    assert page.locator("article.card:visible").count() == len(both)
    assert page.locator("details.clause:visible").all_inner_texts() != []
    assert page.locator("details.unit:visible").count() == 1
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("output")).to_have_text(f"{len(everything)} / {len(everything)}")
    assert shown(page) == everything


def test_a_link_to_what_is_filtered_out_shows_it(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    choose(page, "u", "guodong")
    expect(page.locator("[id='c-1.3']")).to_be_hidden()
    page.evaluate("location.hash = '#c-1.3'")
    expect(page.locator("[id='c-1.3'] p.text")).to_be_visible()


def test_columns_sort_both_ways(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    plan = shown(page)
    head = page.locator(".register thead th")
    page.get_by_role("button", name="status").click()
    expect(head.nth(3)).to_have_attribute("aria-sort", "ascending")
    order = page.locator(".register tbody tr td:nth-child(4)").evaluate_all(
        "cells => cells.map(cell => Number(cell.dataset.k))"
    )
    assert order == sorted(order)
    page.get_by_role("button", name="due").click()
    page.get_by_role("button", name="due").click()
    expect(head.nth(5)).to_have_attribute("aria-sort", "descending")
    assert head.nth(3).get_attribute("aria-sort") is None
    days = page.locator(".register tbody tr time").evaluate_all(
        "times => times.map(time => time.dateTime)"
    )
    assert days == sorted(days, reverse=True)
    page.get_by_role("button", name="item", exact=True).click()
    assert shown(page) == plan


# Without script


def test_without_script_everything_is_there(demo: dict[str, Path], plain: Watched) -> None:
    page = plain.open(demo["en"])
    expect(page.locator(".filter")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator(".register tbody tr").count() == 207
    expect(page.locator(".register tbody tr").last).to_be_visible()
    clause = page.locator("[id='c-1.3']")
    clause.locator("summary").click()
    expect(clause.locator("p.text")).to_be_visible()
    expect(page.locator("svg.chart").first).to_be_visible()
    assert plain.said == []


def test_simulated_data_are_said_to_be_so(demo: dict[str, Path], plain: Watched) -> None:
    page = plain.open(demo["zh"])
    told = page.locator("header .simulated")
    expect(told).to_have_text("模拟数据，并非实际进展：每行记录的说明均已注明。")
    expect(told).to_be_in_viewport()
    page.locator("#judging").scroll_into_view_if_needed()
    expect(page.locator("aside .simulated")).to_be_in_viewport()


# Hostile texts


def test_hostile_texts_do_nothing(tmp_path: Path, watched: Watched) -> None:
    hostile = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"
    quoted = "'" + hostile.replace("'", "''") + "'"
    plan = PLAN.replace("name: 加梯,", f"name: {quoted},").replace(": 区房管局", f": {quoted}")
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    (tmp_path / "data" / "progress").mkdir(parents=True)
    for unit, rows in ROWS.items():
        more = ""
        if unit == "fangguan":
            more = f'2026-06-28,1.1a,12,"{hostile}",javascript:window.hit=1,\n'
            more += "2026-06-28,1.1e,599,,https://example.org/a?b=1&c=2,\n"
        path = tmp_path / "data" / "progress" / f"{unit}.csv"
        path.write_text(HEADER + rows + more, encoding="utf-8")
    out = tmp_path / "r.html"
    arguments = ["--plan", str(tmp_path), "--as-of", "2026-06-30", "--since", "2026-06-01"]
    done = CliRunner().invoke(app, ["report", "-o", str(out), *arguments])
    assert done.exit_code == 0, done.stderr
    page = watched.open(out)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert page.evaluate("window.hit") is None
    assert watched.said == []
    assert page.locator("img").count() == 0
    card = page.locator("[id='a-1.1a']")
    expect(card).to_contain_text(hostile)
    expect(card).to_contain_text("Evidence: javascript:window.hit=1")
    assert page.locator("a[href^='javascript']").count() == 0
    link = page.get_by_role("link", name="Evidence: https://example.org/a?b=1&c=2").first
    expect(link).to_have_attribute("href", "https://example.org/a?b=1&c=2")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    # A page that was tampered with runs nothing either: the policy knows the one script.
    text = out.read_text(encoding="utf-8").replace(
        "</main>", "<script>window.hit=1</script></main>"
    )
    out.write_text(text, encoding="utf-8")
    page = watched.open(out)
    assert page.evaluate("window.hit") is None
    assert any("Content Security Policy" in said for said in watched.said)


# On paper


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="there is no pdftotext")
def test_paper_has_whole_rows_heads_and_everything_unfolded(
    demo: dict[str, Path], watched: Watched, tmp_path: Path
) -> None:
    page = watched.open(demo["zh"])
    path = tmp_path / "r.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True
    ).stdout.decode()
    pages = text.rstrip("\f").split("\f")
    assert 20 < len(pages) < 60
    size = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    assert re.search(r"Page size: +59[45].* x 84[12].*A4", size)
    for number, sheet in enumerate(pages, 1):
        lines = [line for line in sheet.split("\n") if line.strip()]
        assert lines[0].startswith("黄浦区城市管理精细化三年行动计划（2024—2026年）")
        assert "模拟数据，并非实际进展" in lines[0]
        assert lines[-1].split() == [str(number), "/", str(len(pages))]
    # Each page of the table of all items begins with its head, and a row is not torn apart.
    tables = [sheet for sheet in pages if re.search(r"^ *5\.6e ", sheet, re.MULTILINE)]
    assert tables
    assert re.search("事项 +名称 +单位 +状态 +完成情况 +完成时限", tables[-1])
    # Clauses and units are unfolded.
    assert "牵头条款" in text
    assert "坚持问题导向" in text.replace(" ", "")


def test_no_row_is_broken_across_pages(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["zh"])
    page.emulate_media(media="print")
    kept = page.evaluate(
        "[...document.querySelectorAll('tr, article')]"
        ".every(each => getComputedStyle(each).breakInside === 'avoid')"
    )
    assert kept is True


# Accessibility


@pytest.mark.skipif(not AXE, reason="AXE_CORE names no axe-core")
@pytest.mark.parametrize(
    ("language", "width", "scheme"),
    [("zh", 1440, "light"), ("en", 1440, "dark"), ("zh", 390, "light")],
)
def test_axe_finds_no_violation(
    demo: dict[str, Path], browser: Browser, language: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(demo[language].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.evaluate(Path(AXE).read_text(encoding="utf-8") + "; null")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [
        (each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]
    ] == []
    context.close()
