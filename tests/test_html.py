"""The page of a report: what stands on it, that it is whole, and that text stays text."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from helpers import HEADER
from hpplan.demo import make_demo
from hpplan.i18n import use
from hpplan.judging.briefing import gather
from hpplan.output.html.page import report_page
from hpplan.output.html.view import link_of
from hpplan.progress.cells import SIMULATED
from hpplan.workspace import open_plan
from test_show import PLAN, ROWS

ROOT = Path(__file__).parents[1]
DAY = date(2026, 6, 30)
INLINE = {"a", "b", "wbr", "mark", "span", "svg", "use", "time"}
VOID = {"meta", "link", "br", "wbr", "path", "rect", "circle", "use", "input"}


class Page(HTMLParser):
    """A page taken apart: its elements in their order, each with its text.

    Attributes:
        elements: name, attributes and text of each; the text of those within counts as well.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str]]] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.handle_data(" ")
        words: list[str] = []
        self.elements.append((tag, {name: value or "" for name, value in attrs}, words))
        if tag not in VOID:
            self._open.append((tag, words))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _tag, words in self._open:
            words.append(data)

    def all(self, tag: str, css: str = "") -> list[tuple[dict[str, str], str]]:
        """Attributes and text of the elements of a name, and class where one is given."""
        return [
            (attrs, " ".join("".join(words).split()))
            for name, attrs, words in self.elements
            if name == tag and (not css or css in attrs.get("class", "").split())
        ]

    def by_id(self, name: str) -> str:
        """The text of the element of an id."""
        (words,) = [words for _tag, attrs, words in self.elements if attrs.get("id") == name]
        return " ".join("".join(words).split())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "data" / "progress").mkdir(parents=True)
    for unit, rows in ROWS.items():
        path = tmp_path / "data" / "progress" / f"{unit}.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
    return tmp_path


def made(folder: Path, day: date = DAY, **more: Any) -> str:
    workspace, problems = open_plan(folder / "plan.yaml")
    assert workspace is not None, problems
    items = list(workspace.catalogue.items.values())
    return report_page(gather(workspace, day, items, **more)).decode()


def assert_whole(text: str) -> Page:
    """A page is well formed, its links lead somewhere, and it asks for nothing from outside."""
    found = Page(text)
    ids = [attrs["id"] for _tag, attrs, _words in found.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for tag, attrs, _words in found.elements:
        for name in ("href", "src"):
            target = attrs.get(name, "")
            if target.startswith("#"):
                assert unquote(target[1:]) in ids, (tag, target)
            elif target:
                assert re.match(r"https?://|data:,$", target), (tag, target)
        assert not any(name.startswith("on") or name == "style" for name in attrs), (tag, attrs)
    return found


# What stands on the page


def test_the_page_is_whole_in_every_language(folder: Path) -> None:
    for language, name in (("en", "en"), ("zh", "zh-CN"), ("zh_Hant", "zh-Hant")):
        use(language)
        found = assert_whole(made(folder, since=date(2026, 6, 1)))
        ((attrs, _text),) = found.all("html")
        assert attrs["lang"] == name


def test_sections_stand_in_the_order_of_a_meeting(folder: Path) -> None:
    found = assert_whole(made(folder, since=date(2026, 6, 1)))
    assert [text for _attrs, text in found.all("h2")] == [
        "Overview",
        "Since 2026-06-01",
        "What needs attention",
        "Where everything stands",
        "Units",
        "Chapters and clauses",
        "All items",
        "Revised targets",
        "Figures that the source lost",
        "How statuses come about",
    ]
    (nav,) = found.all("nav")
    assert nav[1].startswith("Overview Since 2026-06-01 What needs attention Overdue: only the")


def test_the_headline(folder: Path) -> None:
    found = Page(made(folder))
    assert found.all("h1")[0][1] == "城市管理精细化行动计划（2025—2026年）"
    assert (
        "As of 2026-06-30 | 75% of the time elapsed, 184 days to the end"
        in found.all("header")[0][1]
    )
    assert found.by_id("overview").startswith(
        "Overview 9% 1 of 11 measurable items met 75% of the time elapsed overdue 2 off-track 2"
    )


def test_what_needs_attention_is_explained_and_drawn(folder: Path) -> None:
    found = Page(made(folder))
    cards = {attrs["id"]: text for attrs, text in found.all("article", "card")}
    assert list(cards) == ["a-1.2b@2025", "a-2.1a", "a-1.1b", "a-1.1e", "a-1.1a", "a-1.2a"]
    assert cards["a-1.1a"].startswith(
        "1.1a 加梯 区房管局 12 of 27 部 2026-12-31 184 days left clause 1.1 12 of 27 部 by"
        " 2026-06-25. The path expects 19 部. SPI 0.67 (at-risk below 0.80)."
    )
    labels = [attrs["aria-label"] for attrs, _text in found.all("svg", "chart")]
    assert labels[0] == "1.2b@2025: planned and reported over time"
    assert len(labels) == 6
    # The newest row that says anything.
    assert "区房管局 on 2026-06-25: “更正为公里” Evidence: 验收单2.pdf" in cards["a-1.1b"]


def test_who_is_silent(folder: Path) -> None:
    text = Page(made(folder)).by_id("attention")
    assert "Silent 1 no report in more than 120 days" in text
    assert "豫园街道 1 0 545 days 0 1.2c@yuyuan 建成公园 豫园街道 silent · - of 1 个" in text


def test_units_by_status(folder: Path) -> None:
    found = Page(made(folder))
    rows = {text.split()[0]: text for attrs, text in found.all("tr") if attrs.get("data-u")}
    assert rows["豫园街道"].startswith("豫园街道 1 1 1 1 2")
    (details,) = [text for attrs, text in found.all("details") if attrs.get("id") == "u-yuyuan"]
    counted = "overdue 1 at-risk 1 silent 1 unrated 1 kept 2"
    assert details.startswith(f"豫园街道{counted} 6 items {counted}")
    assert "own items 4 · shared items 2" in details
    assert "leads clauses 1.2 2.1" in details


def test_a_clause_has_every_word_with_its_targets(folder: Path) -> None:
    found = Page(made(folder))
    (text,) = [t for attrs, t in found.all("details") if attrs.get("id") == "c-1.1"]
    assert "坚持以人为本。1.1b改造管道72.9公里，1.1a到2025年加梯13部、到2026年27部；" in text
    assert text.endswith("Set aside 坚持以人为本 原则，不是任务")
    (aside, *_rest) = [t for attrs, t in found.all("span", "aside")]
    assert aside == "坚持以人为本"
    # The words of the document alone are what stands there.
    (words,) = [t for attrs, t in found.all("p", "text") if "坚持以人为本" in t]
    assert re.sub(r"1\.1[a-f]", "", words).startswith("坚持以人为本。改造管道72.9公里，到2025年")


def test_all_items_stand_in_one_table(folder: Path) -> None:
    found = Page(made(folder))
    rows = [(attrs["id"], text) for attrs, text in found.all("tr") if "id" in attrs]
    assert [name for name, _text in rows] == [
        "i-1.1a", "i-1.1b", "i-1.1c", "i-1.1d", "i-1.1e", "i-1.1f", "i-1.2a", "i-1.2b@2025",
        "i-1.2b@2026", "i-1.2c@waitan", "i-1.2c@yuyuan", "i-1.2d", "i-2.1a", "i-2.1b", "i-2.1c",
    ]  # fmt: skip
    by_id = dict(rows)
    assert by_id["i-1.2c@waitan"] == (
        "1.2c@waitan 建成公园 1 of 1 个 by 2026-04-30. Met on 2026-04-30, 245 days before the due"
        " date. 外滩街道 met 1 of 1 个 2026-12-31"
    )


def test_revised_targets_and_lost_figures(folder: Path) -> None:
    found = Page(made(folder))
    assert found.by_id("revised").startswith(
        "Revised targets 1.1b 改造管道 By the decision of 2025-11-03 it is due 2027-06-30"
    )
    assert found.by_id("lost").endswith("2.1b 检查燃气管道 □5.1 公里: not filled in yet")


def test_how_statuses_come_about_names_the_plans_own_thresholds(folder: Path) -> None:
    with (folder / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write("policy: {off_track_spi: 0.555, silent_after: 90}\n")
    text = Page(made(folder)).by_id("judging")
    assert "off-track SPI is below 0.555, or the rest needs more than 2.00 times" in text
    assert "silent Nothing was reported for more than 90 days." in text


def test_what_moved(folder: Path) -> None:
    text = Page(made(folder, since=date(2026, 6, 1))).by_id("changes")
    assert text.startswith("Since 2026-06-01 Each day as it was known then. 9 rows came in. Newly")
    assert (
        "Newly at risk 2 1.1a 加梯 区房管局 Was silent, 12 of 27 部 (SPI 1.00); now at-risk" in text
    )


def test_nothing_moved(folder: Path) -> None:
    assert Page(made(folder, since=DAY)).by_id("changes").endswith("Nothing moved.")


def test_a_plan_without_reports(folder: Path) -> None:
    for path in (folder / "data" / "progress").iterdir():
        path.unlink()
    found = assert_whole(made(folder))
    assert "Nothing has been reported yet, 545 days after the plan was issued." in found.by_id(
        "overview"
    )
    facts = [text for _attrs, text in found.all("p", "facts")]
    assert facts
    assert [text for text in facts if re.search(r" - \d{4}-", text)] == []
    assert not any(text.endswith("· -") for _attrs, text in found.all("span", "note"))


def test_a_plan_of_one_day(folder: Path) -> None:
    text = (
        "format: 1\ntitle: 一天\nissued: 2025-01-01\nstart: 2025-01-01\nend: 2025-01-01\n"
        "units: [{id: a, name: 甲}]\nchapters:\n  - id: '1'\n    title: 章\n    clauses:\n"
        "      - {id: '1.1', title: 条, leads: [a], text: 办好, targets: [{id: 1.1a, name: 办好,"
        " quote: 办好, kind: milestone}]}\n"
    )
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    for path in (folder / "data" / "progress").iterdir():
        path.unlink()
    assert_whole(made(folder, date(2025, 1, 1)))


@pytest.mark.parametrize("day", [date.min, date(2024, 12, 31), date(2027, 7, 1), date.max])
def test_a_day_before_or_behind_the_plan(folder: Path, day: date) -> None:
    assert_whole(made(folder, day))


def test_a_part_of_the_plan(folder: Path) -> None:
    workspace, _problems = open_plan(folder / "plan.yaml")
    assert workspace is not None
    items = [item for item in workspace.catalogue.items.values() if "waitan" in item.reporters]
    found = assert_whole(report_page(gather(workspace, DAY, items, units={"waitan"})).decode())
    assert "Only the items of 外滩街道" in found.all("header")[0][1]
    assert [attrs["id"] for attrs, _text in found.all("details", "clause")] == ["c-1.2"]


# Simulated data, and rows that are left out


def test_simulated_data_are_said_to_be_so_at_the_top_and_on_each_printed_page(folder: Path) -> None:
    path = folder / "data" / "progress" / "fangguan.csv"
    path.write_text(f"{HEADER}2026-06-01,1.1a,3,{SIMULATED},,\n", encoding="utf-8")
    for other in ("lvhua", "waitan", "yuyuan"):
        (folder / "data" / "progress" / f"{other}.csv").write_text(HEADER, encoding="utf-8")
    text = made(folder)
    line = "Simulated data: every row says in its note that it is simulated."
    shown = [words for _attrs, words in Page(text).all("p", "simulated")]
    assert shown == [line, "Simulated data"]
    points = "".join(f"\\{ord(letter):06x}" for letter in line)
    assert f'@top-right{{content:"{points}"}}' in text


def test_real_data_are_not_said_to_be_simulated(folder: Path) -> None:
    assert Page(made(folder)).all("p", "simulated") == []


def test_faults_are_shown_on_the_page(folder: Path) -> None:
    with (folder / "data" / "progress" / "waitan.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-26,1.2a,<b>约70,,,\n")
    ((_attrs, text),) = Page(made(folder)).all("details", "faults")
    assert text.startswith("1 row with faults was left out; hpplan check says more.")
    assert "waitan.csv:4:17: HP306 “<b>约70” is no exact figure" in text


# Text stays text

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "=HYPERLINK(1)",
)


def hostile_plan(text: str) -> str:
    """The plan, with a text in every place that takes any."""
    quoted = "'" + text.replace("'", "''") + "'"
    plan = PLAN.replace("城市管理精细化行动计划（2025—2026年）", quoted)
    for name in ("区房管局", "焕新城市面貌", "联系人待补", "口径待确认", "以年度测评为准"):
        plan = plan.replace(f": {name}", f": {quoted}")
    plan = plan.replace("name: 加梯,", f"name: {quoted},")
    return plan.replace("issued:", f"issuer: {quoted}\nissued:", 1)


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_plan_and_rows_are_no_markup(folder: Path, text: str) -> None:
    (folder / "plan.yaml").write_text(hostile_plan(text), encoding="utf-8")
    cell = '"' + text.replace('"', '""') + '"'
    with (folder / "data" / "progress" / "fangguan.csv").open("a", encoding="utf-8") as file:
        file.write(f"2026-06-29,1.1a,13,{cell},{cell},\n")
    found = assert_whole(made(folder, since=date(2026, 6, 1)))
    assert len(found.all("script")) == len(found.all("style")) == 1
    assert found.all("img") == []
    assert found.all("h1")[0][1] == text
    (card,) = [t for attrs, t in found.all("article", "card") if attrs["id"] == "a-1.1a"]
    assert card.startswith(f"1.1a {text} {text} 13 of 27 部")
    assert f"{text} on 2026-06-29: “{text}” Evidence: {text}" in card


def test_what_turns_the_line_or_hides_is_shown_by_its_code(folder: Path) -> None:
    with (folder / "data" / "progress" / "fangguan.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-29,1.1a,13,\u202etxt.exe\u200b,,\n")
    text = made(folder, since=date(2026, 6, 1))
    assert not re.search("[\u202e\u200b\x1b]", text)
    assert "“<U+202E>txt.exe<U+200B>”" in Page(text).by_id("a-1.1a")
    assert "巡[red]检<U+202E>" in Page(text).by_id("i-2.1c")


@pytest.mark.parametrize(
    "evidence",
    [
        "https://example.org/a?b=1&c=%E5%8A%A0#d",
        "http://10.0.0.1:8080/照片.jpg",
        "HTTPS://EXAMPLE.ORG",
    ],
)
def test_evidence_in_the_web_is_a_link(folder: Path, evidence: str) -> None:
    assert link_of(f" {evidence} ") == evidence
    with (folder / "data" / "progress" / "fangguan.csv").open("a", encoding="utf-8") as file:
        file.write(f"2026-06-29,1.1a,13,,{evidence},\n2026-06-29,1.1c,96,,{evidence},\n")
    found = Page(made(folder, since=date(2026, 6, 1)))
    links = [attrs for attrs, text in found.all("a") if text == f"Evidence: {evidence}"]
    assert links == [{"href": evidence, "rel": "noopener noreferrer", "target": "_blank"}] * 2


@pytest.mark.parametrize(
    "evidence",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/x",
        "ftp://example.org/x",
        "https://",
        "https://a b.example",
        "https://example.org/\u202egpj.exe",
        'https://example.org/"onmouseover=alert(1)',
        "见 https://example.org/x",
        "验收单.pdf",
    ],
)
def test_any_other_evidence_is_plain_text(folder: Path, evidence: str) -> None:
    assert link_of(evidence) == ""
    cell = '"' + evidence.replace('"', '""') + '"'
    with (folder / "data" / "progress" / "fangguan.csv").open("a", encoding="utf-8") as file:
        file.write(f"2026-06-29,1.1a,13,,{cell},\n")
    found = assert_whole(made(folder))
    shown = evidence.replace("\u202e", "<U+202E>")
    assert f"Evidence: {shown}" in found.by_id("a-1.1a")
    assert all(attrs["href"].startswith("#") for attrs, _text in found.all("a"))


# What the page may do


def test_the_page_may_run_and_load_nothing_but_its_own(folder: Path) -> None:
    text = made(folder)
    found = Page(text)
    (policy,) = [attrs["content"] for attrs, _t in found.all("meta") if "http-equiv" in attrs]

    def digest(tag: str) -> str:
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        return f"'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'"

    assert policy == (
        f"default-src 'none'; style-src {digest('style')}; script-src {digest('script')};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    # It stands before anything that it governs.
    assert text.index("Content-Security-Policy") < text.index("<link") < text.index("<style")


# The plan that ships, with its demo


@pytest.mark.slow
def test_the_demo_of_the_plan_that_ships_stays_small_and_whole(tmp_path: Path) -> None:
    workspace, problems = open_plan(ROOT / "plan.yaml")
    assert workspace is not None, problems
    day = date(2026, 11, 22)
    make_demo(workspace, tmp_path / "try", seed=1, rows=None, as_of=day)
    for language in ("en", "zh"):
        use(language)
        text = made(tmp_path / "try", day, since=date(2026, 10, 22))
        assert len(text.encode()) < 1_000_000
        found = assert_whole(text)
    clauses = [attrs["id"] for attrs, _text in found.all("details", "clause")]
    assert len(clauses) == 30
    assert [clauses[0], clauses[-2], clauses[-1]] == ["c-1.1", "c-5.6", "c-0.1"]
    assert len(found.all("details", "unit")) == 29
