"""The page of a report in a real browser, offline: it asks for nothing, and works without script.

Skipped where there is no Chromium. The environment variable AXE_CORE names axe.min.js of axe-core,
by which accessibility is checked; without it those tests are skipped.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.demo import make_demo
from hpplan.i18n import speaking
from hpplan.judging.briefing import gather
from hpplan.output.html.page import report_page
from hpplan.workspace import open_plan
from plans import HEADER
from test_show import PLAN, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = os.environ.get("AXE_CORE", "")
ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 22)

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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report on the demo of the plan that ships, by language; and all of it to be printed."""
    folder = tmp_path_factory.mktemp("demo")
    loaded, problems = open_plan(ROOT / "plan.yaml")
    assert loaded is not None, problems
    make_demo(loaded, folder / "try", seed=1, rows=None, as_of=DAY)
    tried, problems = open_plan(folder / "try" / "plan.yaml")
    assert tried is not None, problems
    items = list(tried.catalogue.items.values())
    meeting = gather(tried, DAY, items, since=date(2026, 10, 22))
    pages = {}
    for name, language, full in (("en", "en", False), ("zh", "zh", False), ("full", "zh", True)):
        pages[name] = folder / f"{name}.html"
        with speaking(language):
            pages[name].write_bytes(report_page(meeting, full=full))
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


@pytest.mark.parametrize("width", [1920, 1440, 1024, 390])
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
          for (const svg of document.querySelectorAll('svg.chart')) {
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
    # And no cell is cut: a phone has cards, whose texts break.
    cut = page.evaluate(
        "[...document.querySelectorAll('summary span, .point span, td, th')].filter("
        "each => !each.closest('.unseen') && each.scrollWidth > each.clientWidth + 1"
        " && each.clientWidth > 0).map(each => each.textContent)"
    )
    assert cut == []
    context.close()


# How much there is of it


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_the_first_screen_answers(
    demo: dict[str, Path], browser: Browser, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(demo["zh"].as_uri())
    for place in page.locator("#decide .point, #decide .beside").all():
        expect(place).to_be_in_viewport(ratio=1)
    columns = page.locator("#decide .point h3").all_inner_texts()
    assert columns == ["到期未完成 9", "难以按期完成 16", "加快推进可完成 16"]
    assert page.locator("#decide .point").first.locator("li:visible").count() == 6
    letters = page.locator("#decide .point li a").first
    size = letters.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert size >= (19 if width == 1920 else 15)
    context.close()


def test_all_folded_it_is_at_most_twelve_screens(demo: dict[str, Path], watched: Watched) -> None:
    for language in ("en", "zh"):
        page = watched.open(demo[language])
        screens = page.evaluate("document.documentElement.scrollHeight / innerHeight")
        assert 4 < screens <= 12
        assert demo[language].stat().st_size < 700_000


# Links and folding


def test_links_lead_from_point_to_item_to_clause_to_unit(
    demo: dict[str, Path], watched: Watched
) -> None:
    page = watched.open(demo["en"])
    page.locator("#decide").get_by_role("link", name="2.3h").click()
    row = page.locator("details.row", has=page.locator("[id='a-2.3h']"))
    expect(row).to_have_attribute("open", "")
    expect(row.locator("svg.chart")).to_be_in_viewport()
    row.get_by_role("link", name="clause 2.3").click()
    clause = page.locator("[id='c-2.3']")
    expect(clause.locator("p.text")).to_be_in_viewport()
    clause.locator("p.text").get_by_role("link", name="2.3h", exact=True).click()
    expect(row.locator("summary")).to_be_in_viewport()
    unit = page.locator("details.unit[data-u=waitan]")
    unit.locator("summary").click()
    expect(unit.get_by_role("heading", name="What is its own to move")).to_be_visible()
    unit.get_by_role("link", name="1.2b@2025@waitan").click()
    expect(page.locator("[id='a-1.2b@2025@waitan']")).to_be_in_viewport()


def test_a_page_opens_at_what_its_address_names(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"], "#c-2.4")
    expect(page.locator("[id='c-2.4'] p.text")).to_be_in_viewport()
    page.goto("about:blank")
    watched.open(demo["en"], "#i-1.1a")
    expect(page.locator("[id='i-1.1a']")).to_be_in_viewport()


def test_a_row_folds_by_mouse_and_by_keyboard(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    row = page.locator("#lost details.row").first
    expect(row.locator(".told")).to_be_hidden()
    row.locator("summary").click()
    expect(row.locator(".told")).to_be_visible()
    page.keyboard.press("Enter")
    expect(row.locator(".told")).to_be_hidden()


def test_the_first_key_leads_past_the_navigation(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="To the content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()


# Filter and sort


def register(page: Page) -> list[str]:
    """The items that the table shows, in their order."""
    rows: list[str] = page.evaluate(
        "[...document.querySelectorAll('.register tbody tr')]"
        ".filter(row => !row.hidden).map(row => row.id.slice(2))"
    )
    return rows


def lines_of(page: Page) -> list[str]:
    """The ids of the rows out of reach that are in sight, in their order."""
    ids: list[str] = page.locator("#lost .row:visible .body").evaluate_all(
        "bodies => bodies.map(body => body.id)"
    )
    return ids


def choose(page: Page, name: str, value: str) -> None:
    """Set the filter by unit, chapter or status, or the order."""
    page.locator(f"select[name={name}]").select_option(value)


def counted(page: Page) -> dict[str, int]:
    """What the heading of each group in sight says that it holds, and that it does hold."""
    found: dict[str, int] = {}
    for group in page.locator("#rows .group:visible").all():
        name = group.get_attribute("id") or ""
        found[name] = int(group.locator("h3 .n").inner_text())
        numbers = group.locator(".row:visible").evaluate_all(
            "rows => rows.flatMap(row => row.dataset.i.split(' ')).map(Number)"
        )
        shown = page.locator(".register tbody tr").evaluate_all(
            "rows => rows.filter(row => !row.hidden).map(row => Number(row.cells[0].dataset.k))"
        )
        assert found[name] == len(set(numbers) & set(shown)), name
    return found


def test_filters_leave_what_was_asked_for_and_count_it_anew(
    demo: dict[str, Path], watched: Watched
) -> None:
    page = watched.open(demo["en"])
    everything = register(page)
    assert counted(page) == {"due": 9, "lost": 16, "reach": 16, "closing": 2, "silent": 7}
    choose(page, "status", "overdue")
    assert counted(page) == {"due": 9, "closing": 2}
    assert len(register(page)) == 11
    expect(page.locator("#all h2 .n")).to_have_text("11")
    expect(page.locator("output")).to_have_text(f"11 / {len(everything)}")
    choose(page, "unit", "shengtai")
    choose(page, "chapter", "2")
    assert register(page) == ["2.6a@2024", "2.6a@2025"]
    assert counted(page) == {"due": 2}
    # The first screen, the units and the clauses are filtered likewise, and empty groups hidden.
    expect(page.locator(".point:visible h3")).to_have_text(["Due and not done 2"])
    expect(page.locator(".tally li:visible .n")).to_have_text(["2"])
    expect(page.locator(".beside:visible > :visible")).to_have_count(0)  # no names of others
    assert page.locator("details.unit:visible").count() == 1
    expect(page.locator("details.clause:visible summary .id")).to_have_text(["2.6"])
    expect(page.locator(".whole:visible")).to_have_count(0)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("output")).to_have_text(f"{len(everything)} / {len(everything)}")
    assert register(page) == everything
    assert counted(page)["lost"] == 16


def test_of_many_lines_the_first_screen_says_how_many_more_there_are(
    demo: dict[str, Path], watched: Watched
) -> None:
    page = watched.open(demo["en"])
    lost = page.locator(".point.off-track")
    expect(lost.locator(".more")).to_have_text("9 more")
    calls = page.locator(".calls li:visible")
    expect(calls).to_have_count(5)
    choose(page, "unit", "jianguan")
    expect(calls).to_have_text(["区建管委 17 items"])
    n = int(lost.locator("h3 .n").inner_text())
    assert lost.locator("li:visible").count() == 6 < n
    expect(lost.locator(".more")).to_have_text(f"{n - 6} more")


def test_a_view_can_be_sent_by_its_address(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"], "#unit=jianguan")
    own = register(page)
    assert 0 < len(own) < 207
    expect(page.locator("select[name=unit]")).to_have_value("jianguan")
    choose(page, "sort", "id")
    order = lines_of(page)
    assert len(order) > 6
    assert order == sorted(order)
    row = page.locator("#lost .row:visible").first
    row.locator("summary").click()
    row.get_by_role("link", name="clause").click()
    expect(page).to_have_url(re.compile(r"#unit=jianguan&sort=id&at=c-\d"))
    sent = page.url
    page.goto("about:blank")
    page.goto(sent)
    assert register(page) == own
    assert lines_of(page) == order
    expect(page.locator("details.clause[open] p.text")).to_be_in_viewport()
    # What nobody knows is passed over, and an address without a view shows everything.
    watched.open(demo["en"], "#unit=nobody&status=&sort=odd&by=odd")
    page.reload()
    assert len(register(page)) == 207
    watched.open(demo["en"], "#100%")
    page.reload()
    assert len(register(page)) == 207
    assert watched.said == []
    # A call leads to what the unit has.
    page.locator("#decide .beside").get_by_role("link", name="区房管局").click()
    expect(page.locator("select[name=unit]")).to_have_value("fangguan")
    assert page.url.endswith("#unit=fangguan")
    assert page.evaluate("scrollY") == 0


def test_a_link_to_what_is_filtered_out_shows_it(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    choose(page, "unit", "guodong")
    expect(page.locator("details.clause", has=page.locator("[id='c-1.3']"))).to_be_hidden()
    page.evaluate("location.hash = '#c-1.3'")
    expect(page.locator("[id='c-1.3'] p.text")).to_be_visible()
    assert page.url.endswith("#c-1.3")


def test_columns_sort_both_ways(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    plan = register(page)
    page.locator("#all summary").click()
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
    assert page.url.endswith("#by=-due")
    days = page.locator(".register tbody tr time").evaluate_all(
        "times => times.map(time => time.dateTime)"
    )
    assert days == sorted(days, reverse=True)
    page.get_by_role("button", name="item", exact=True).click()
    assert register(page) == plan


# One item after the other


def test_a_meeting_goes_from_item_to_item_by_keys(demo: dict[str, Path], watched: Watched) -> None:
    page = watched.open(demo["en"])
    choose(page, "status", "overdue")
    page.get_by_role("button", name="Present").click()
    expect(page.locator("#decide .point li").last).to_be_hidden()
    expect(page.locator("#decide .point").first).to_be_in_viewport(ratio=1)
    expect(page.locator("#units")).to_be_hidden()
    place = page.locator(".place")
    page.keyboard.press("ArrowRight")
    rows = page.locator("#rows .row:visible")
    expect(rows).to_have_count(1)
    expect(rows.locator(".id").first).to_contain_text("2.6a@2024")
    expect(rows.locator("svg.chart")).to_be_in_viewport()
    expect(page.locator("#due h3")).to_be_visible()
    n = int(place.inner_text().split(" / ")[1])
    for _turn in range(n):  # the last stays
        page.keyboard.press("PageDown")
    expect(place).to_have_text(f"{n} / {n}")
    page.get_by_role("button", name="Back").click()
    expect(place).to_have_text(f"{n - 1} / {n}")
    page.keyboard.press("Escape")
    expect(page.locator("#units")).to_be_visible()
    expect(page.locator("details.row[open]")).to_have_count(0)


# Without script


def test_without_script_everything_is_there(demo: dict[str, Path], plain: Watched) -> None:
    page = plain.open(demo["en"])
    expect(page.locator(".filter")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator(".point").first.locator("li:visible").count() == 6
    assert page.locator(".register tbody tr").count() == 207
    page.locator("#all summary").click()
    expect(page.locator(".register tbody tr").last).to_be_visible()
    row = page.locator("#lost .row").first
    row.locator("summary").click()
    expect(row.locator("svg.chart")).to_be_visible()
    # The address of a unit's view leads to what is asked of it.
    page.goto("about:blank")
    plain.open(demo["en"], "#unit=jianguan")
    expect(page.locator("details.unit[open]")).to_have_attribute("data-u", "jianguan")
    assert plain.said == []


def test_simulated_data_are_said_to_be_so_once(demo: dict[str, Path], plain: Watched) -> None:
    page = plain.open(demo["zh"])
    told = page.get_by_text("模拟数据，并非实际进展")
    expect(told).to_have_count(1)
    expect(told).to_be_in_viewport()


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
    row = page.locator("details.row", has=page.locator("[id='a-1.1a']"))
    expect(row).to_contain_text(hostile)
    expect(row).to_contain_text("Evidence: javascript:window.hit=1")
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


def printed(page: Page, path: Path) -> list[str]:
    """The text of each printed sheet, every one of A4 with its head and its number."""
    page.pdf(path=path, prefer_css_page_size=True)
    layout = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(layout, check=True, capture_output=True).stdout.decode()
    size = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True).stdout.decode()
    assert re.search(r"Page size: +59[45].* x 84[12].*A4", size)
    sheets = text.rstrip("\f").split("\f")
    for number, sheet in enumerate(sheets, 1):
        lines = [line for line in sheet.split("\n") if line.strip()]
        assert lines[0].startswith("黄浦区城市管理精细化三年行动计划（2024—2026年）")
        assert "模拟数据，并非实际进展" in lines[0]
        assert lines[-1].replace(" ", "") == f"{number}/{len(sheets)}"
    return sheets


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="there is no pdftotext")
def test_paper_has_what_a_meeting_needs(
    demo: dict[str, Path], watched: Watched, tmp_path: Path
) -> None:
    sheets = printed(watched.open(demo["zh"]), tmp_path / "r.pdf")
    assert 2 <= len(sheets) <= 4
    text = "".join(sheets)
    assert "今日须议定的事项" in sheets[0]
    assert re.search(r"5\.4c .*91%", text)  # a row near the end
    assert "区财政局" in text
    assert "坚持问题导向" not in text.replace(" ", "")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="there is no pdftotext")
def test_paper_has_everything_where_that_was_asked_for(
    demo: dict[str, Path], watched: Watched, tmp_path: Path
) -> None:
    sheets = printed(watched.open(demo["full"]), tmp_path / "r.pdf")
    assert 20 < len(sheets) < 50
    text = "".join(sheets)
    # Each sheet of the table of all items begins with its head, and a row is not torn apart.
    tables = [sheet for sheet in sheets if re.search(r"^ *5\.6e ", sheet, re.MULTILINE)]
    assert tables
    assert re.search("事项 +名称 +单位 +状态 +完成情况 +完成时限", tables[-1])
    # Clauses and units are unfolded.
    assert "牵头条款" in text
    assert "坚持问题导向" in text.replace(" ", "")


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
