"""The page of a report: what stands on it, that it is whole, and that text stays text."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from hpplan.demo import make_demo
from hpplan.i18n import use
from hpplan.judging.agenda import agenda
from hpplan.judging.briefing import gather
from hpplan.judging.standing import ORDERS, sorted_lines, standings
from hpplan.judging.status import STATUSES
from hpplan.output.html.page import report_page
from hpplan.output.html.signs import link_of
from hpplan.output.words.cells import call_cell, done_cell, planned_cell
from hpplan.progress.cells import SIMULATED
from hpplan.workspace import open_plan
from plans import HEADER
from test_show import PLAN, ROWS

if TYPE_CHECKING:
    from golden import Golden

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


pytestmark = pytest.mark.workspace(PLAN, ROWS)


def made(folder: Path, day: date = DAY, **more: Any) -> str:
    loaded, problems = open_plan(folder / "plan.yaml")
    assert loaded is not None, problems
    items = list(loaded.catalogue.items.values())
    return report_page(gather(loaded, day, items, **more)).decode()


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


def places(found: Page) -> list[str]:
    """The ids of all that opens in place."""
    return [attrs["id"] for attrs, _text in found.all("div", "body") if "id" in attrs]


def rows_of(found: Page) -> dict[str, str]:
    """The text of each row of what needs attention, by the id that its link names."""
    ids = [each for each in places(found) if each.startswith("a-")]
    return dict(zip(ids, (text for _attrs, text in found.all("details", "row")), strict=True))


def test_the_page_is_whole_in_every_language(workspace: Path) -> None:
    for language, name in (("en", "en"), ("zh", "zh-CN"), ("zh_Hant", "zh-Hant")):
        use(language)
        found = assert_whole(made(workspace, since=date(2026, 6, 1)))
        ((attrs, _text),) = found.all("html")
        assert attrs["lang"] == name


def test_sections_stand_in_the_order_of_a_meeting(workspace: Path, golden: Golden) -> None:
    found = assert_whole(made(workspace, since=date(2026, 6, 1)))
    golden.says([text for _attrs, text in found.all("h2")])
    (nav,) = found.all("nav")
    golden.says(nav[1])


def test_the_first_screen_says_what_is_to_be_decided(workspace: Path, golden: Golden) -> None:
    found = Page(made(workspace, since=date(2026, 6, 1)))
    assert found.all("h1")[0][1] == "城市管理精细化行动计划（2025—2026年）"
    golden.says(found.all("header")[0][1])
    golden.says([text for _attrs, text in found.all("ul", "tally")])
    golden.says([text for _attrs, text in found.all("div", "point")])
    golden.says([text for _attrs, text in found.all("div", "beside")])


def test_the_page_says_what_the_screen_says(workspace: Path) -> None:
    """The cells of a line are those of `status`, by the same functions."""
    found = Page(made(workspace))
    loaded, _problems = open_plan(workspace / "plan.yaml")
    assert loaded is not None
    meeting = gather(loaded, DAY, list(loaded.catalogue.items.values()))
    shown = [
        (
            line.id,
            done_cell(line, measured=True),
            planned_cell(line),
            call_cell(line, loaded.catalogue),
        )
        for items in agenda(meeting.assessments).values()
        for line in sorted_lines(standings(items, meeting.assessments), "gap")
    ]
    for text, (name, done, planned, call) in zip(rows_of(found).values(), shown, strict=True):
        assert f"{done}{planned}" in text.replace(" ", "")
        assert "".join(call) in text
        assert name in text
    assert len(shown) == 7


def test_a_row_unfolds_its_arithmetic_its_note_and_its_chart(
    workspace: Path, golden: Golden
) -> None:
    found = Page(made(workspace))
    rows = rows_of(found)
    assert list(rows) == [
        "a-1.1e", "a-1.1b", "a-1.1a", "a-1.2a", "a-1.2b@2025", "a-2.1a", "a-1.2c@yuyuan",
    ]  # fmt: skip
    golden.says(rows["a-1.1a"])
    labels = [attrs["aria-label"] for attrs, _text in found.all("svg", "chart")]
    golden.says(labels[0])
    assert len(labels) == 7
    # The newest row that says anything.
    assert "“更正为公里”" in rows["a-1.1b"]
    assert rows["a-1.1b"].count("验收单2.pdf") == 1
    golden.says(rows["a-1.1b"])


def test_no_fact_of_the_folded_page_stands_four_times(workspace: Path) -> None:
    text = made(workspace, since=date(2026, 6, 1))
    folded = re.sub(r"(</summary>).*?(</details>)", r"\1\2", text, flags=re.DOTALL)
    found = Page(folded)
    for figure in ("27/91公里", "12/27部"):
        assert 1 <= found.all("body")[0][1].count(figure) <= 3, figure


def test_units_open_with_what_is_asked_of_them(workspace: Path, golden: Golden) -> None:
    found = Page(made(workspace))
    units = {attrs["data-u"]: text for attrs, text in found.all("details", "unit")}
    golden.says(units["yuyuan"])
    golden.says(units["fangguan"])
    # Its place is the address by which the page shows this unit alone, with a script or without.
    assert "unit=yuyuan" in places(found)


def test_a_clause_has_every_word_with_its_targets(workspace: Path, golden: Golden) -> None:
    found = Page(made(workspace))
    text = found.by_id("c-1.1")
    assert "坚持以人为本。1.1b改造管道72.9公里，1.1a到2025年加梯13部、到2026年27部；" in text
    golden.says(text)
    (aside, *_rest) = [t for attrs, t in found.all("span", "aside")]
    assert aside == "坚持以人为本"
    # The words of the document alone are what stands there.
    (words,) = [t for attrs, t in found.all("p", "text") if "坚持以人为本" in t]
    assert re.sub(r"1\.1[a-f]", "", words).startswith("坚持以人为本。改造管道72.9公里，到2025年")


def test_all_items_stand_in_one_table(workspace: Path, golden: Golden) -> None:
    found = Page(made(workspace))
    rows = [(attrs["id"], text) for attrs, text in found.all("tr") if "id" in attrs]
    assert [name for name, _text in rows] == [
        "i-1.1a", "i-1.1b", "i-1.1c", "i-1.1d", "i-1.1e", "i-1.1f", "i-1.2a", "i-1.2b@2025",
        "i-1.2b@2026", "i-1.2c@waitan", "i-1.2c@yuyuan", "i-1.2d", "i-2.1a", "i-2.1b", "i-2.1c",
    ]  # fmt: skip
    by_id = dict(rows)
    golden.says(by_id["i-1.2c@waitan"])


def test_what_is_counted_anew_names_items_by_their_places(workspace: Path) -> None:
    found = Page(made(workspace, since=date(2026, 6, 1)))
    items = [attrs for attrs, _text in found.all("tr") if "id" in attrs]
    for _tag, attrs, _words in found.elements:
        assert all(int(each) < len(items) for each in attrs.get("data-i", "").split())
    (row,) = [attrs for attrs, text in found.all("details", "row") if "1.2b@2025" in text]
    (number,) = row["data-i"].split()
    assert items[int(number)]["id"] == "i-1.2b@2025"
    (due,) = [attrs for attrs, text in found.all("li", "overdue") if text.startswith("overdue")]
    overdue = [items[int(each)] for each in due["data-i"].split()]
    assert {each["data-s"] for each in overdue} == {"overdue"}


def test_rows_are_ranked_by_the_orders_of_the_screen(workspace: Path) -> None:
    found = Page(made(workspace))
    ranks = [attrs["data-k"].split() for attrs, _text in found.all("details", "row")]
    assert {len(each) for each in ranks} == {len(ORDERS)}
    lost = ranks[:2]  # off track and out of reach: 1.1e, 1.1b
    assert [each[0] for each in lost] == ["0", "1"]
    assert [each[list(ORDERS).index("id")] for each in lost] == ["1", "0"]


def test_revised_targets_and_lost_figures(workspace: Path, golden: Golden) -> None:
    found = Page(made(workspace))
    golden.says(found.by_id("revised"))
    golden.says(found.by_id("illegible"))


def test_how_statuses_come_about_names_the_plans_own_thresholds(
    workspace: Path, golden: Golden
) -> None:
    with (workspace / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write("policy: {off_track_spi: 0.555, silent_after: 90}\n")
    text = Page(made(workspace)).by_id("judging")
    assert "0.555" in text
    assert " 90 " in text
    golden.says(text)


def test_what_moved(workspace: Path, golden: Golden) -> None:
    text = Page(made(workspace, since=date(2026, 6, 1))).by_id("changes")
    golden.says(text)


def test_nothing_moved(workspace: Path, golden: Golden) -> None:
    golden.says(Page(made(workspace, since=DAY)).by_id("changes"))


def test_an_empty_ledger_is_a_sentence_and_the_next_steps(workspace: Path, golden: Golden) -> None:
    for path in (workspace / "data" / "progress").iterdir():
        path.unlink()
    found = assert_whole(made(workspace, since=date(2026, 6, 1)))
    golden.says(found.by_id("decide"))
    golden.says([text for _attrs, text in found.all("h2")])
    golden.says([text for _attrs, text in found.all("details", "unit")])
    # Nobody is accused of anything: no status stands there but in the rules.
    assert found.all("svg", "chart") == found.all("svg", "bar") == found.all("details", "row") == []
    assert {attrs["class"] for attrs, _text in found.all("span", "chip")} == {
        f"chip {status}" for status in STATUSES
    }
    assert len(found.all("span", "chip")) == len(STATUSES)


def test_a_plan_of_one_day(workspace: Path) -> None:
    text = (
        "format: 1\ntitle: 一天\nissued: 2025-01-01\nstart: 2025-01-01\nend: 2025-01-01\n"
        "units: [{id: a, name: 甲}]\nchapters:\n  - id: '1'\n    title: 章\n    clauses:\n"
        "      - {id: '1.1', title: 条, leads: [a], text: 办好, targets: [{id: 1.1a, name: 办好,"
        " quote: 办好, kind: milestone}]}\n"
    )
    (workspace / "plan.yaml").write_text(text, encoding="utf-8")
    for path in (workspace / "data" / "progress").iterdir():
        path.unlink()
    assert_whole(made(workspace, date(2025, 1, 1)))
    row = f"{HEADER}2025-01-01,1.1a,50,办,,\n"
    (workspace / "data" / "progress" / "a.csv").write_text(row, encoding="utf-8")
    assert_whole(made(workspace, date(2025, 1, 1)))


@pytest.mark.parametrize("day", [date.min, date(2024, 12, 31), date(2027, 7, 1), date.max])
def test_a_day_before_or_behind_the_plan(workspace: Path, day: date) -> None:
    assert_whole(made(workspace, day))


def test_a_part_of_the_plan(workspace: Path, golden: Golden) -> None:
    loaded, _problems = open_plan(workspace / "plan.yaml")
    assert loaded is not None
    items = [item for item in loaded.catalogue.items.values() if "waitan" in item.reporters]
    found = assert_whole(report_page(gather(loaded, DAY, items, units={"waitan"})).decode())
    golden.says(found.all("header")[0][1])
    assert [each for each in places(found) if each.startswith("c-")] == ["c-1.2"]


# Simulated data, and rows that are left out


def test_simulated_data_are_said_to_be_so_at_the_top_and_on_each_printed_page(
    workspace: Path, golden: Golden
) -> None:
    path = workspace / "data" / "progress" / "fangguan.csv"
    path.write_text(f"{HEADER}2026-06-01,1.1a,3,{SIMULATED},,\n", encoding="utf-8")
    for other in ("lvhua", "waitan", "yuyuan"):
        (workspace / "data" / "progress" / f"{other}.csv").write_text(HEADER, encoding="utf-8")
    text = made(workspace)
    (line,) = (words for _attrs, words in Page(text).all("p", "simulated"))
    golden.says(line)
    points = "".join(f"\\{ord(letter):06x}" for letter in line)
    assert f'@top-right{{content:"{points}"}}' in text


def test_real_data_are_not_said_to_be_simulated(workspace: Path) -> None:
    assert Page(made(workspace)).all("p", "simulated") == []


def test_faults_are_shown_on_the_page(workspace: Path, golden: Golden) -> None:
    with (workspace / "data" / "progress" / "waitan.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-26,1.2a,<b>约70,,,\n")
    ((_attrs, text),) = Page(made(workspace)).all("details", "faults")
    assert "waitan.csv:4:17: HP306 “<b>约70”" in text
    golden.says(text)


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
def test_texts_of_plan_and_rows_are_no_markup(workspace: Path, text: str) -> None:
    (workspace / "plan.yaml").write_text(hostile_plan(text), encoding="utf-8")
    cell = '"' + text.replace('"', '""') + '"'
    with (workspace / "data" / "progress" / "fangguan.csv").open("a", encoding="utf-8") as file:
        file.write(f"2026-06-29,1.1a,13,{cell},{cell},\n")
    found = assert_whole(made(workspace, since=date(2026, 6, 1)))
    assert len(found.all("script")) == len(found.all("style")) == 1
    assert found.all("img") == []
    assert found.all("h1")[0][1] == text
    row = rows_of(found)["a-1.1a"]
    assert row.startswith(f"at-risk 1.1a {text} planned 19.9 部 13/27部")
    assert f"“{text}”" in row
    assert f": {text}" in row


def test_what_turns_the_line_or_hides_is_shown_by_its_code(workspace: Path) -> None:
    with (workspace / "data" / "progress" / "fangguan.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-29,1.1a,13,\u202etxt.exe\u200b,,\n")
    text = made(workspace, since=date(2026, 6, 1))
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
def test_evidence_in_the_web_is_a_link(workspace: Path, evidence: str) -> None:
    assert link_of(f" {evidence} ") == evidence
    with (workspace / "data" / "progress" / "fangguan.csv").open("a", encoding="utf-8") as file:
        file.write(f"2026-06-29,1.1a,13,,{evidence},\n2026-06-29,1.1c,96,,{evidence},\n")
    found = Page(made(workspace, since=date(2026, 6, 1)))
    links = [attrs for attrs, text in found.all("a") if text.endswith(f": {evidence}")]
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
def test_any_other_evidence_is_plain_text(workspace: Path, evidence: str) -> None:
    assert link_of(evidence) == ""
    cell = '"' + evidence.replace('"', '""') + '"'
    with (workspace / "data" / "progress" / "fangguan.csv").open("a", encoding="utf-8") as file:
        file.write(f"2026-06-29,1.1a,13,,{cell},\n")
    found = assert_whole(made(workspace))
    shown = evidence.replace("\u202e", "<U+202E>")
    assert f": {shown}" in found.by_id("a-1.1a")
    assert all(attrs["href"].startswith("#") for attrs, _text in found.all("a"))


# What the page may do


def test_the_page_may_run_and_load_nothing_but_its_own(workspace: Path) -> None:
    text = made(workspace)
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


# What is on paper


def test_paper_has_what_a_meeting_needs_or_all_of_it(workspace: Path) -> None:
    loaded, _problems = open_plan(workspace / "plan.yaml")
    assert loaded is not None
    meeting = gather(loaded, DAY, list(loaded.catalogue.items.values()))
    brief, full = (Page(report_page(meeting, full=full).decode()) for full in (False, True))
    assert brief.all("body")[0][0] == {"class": "brief"}
    assert full.all("body")[0][0] == {"class": "full"}


# The plan that ships, with its demo


@pytest.mark.slow
def test_the_demo_of_the_plan_that_ships_stays_small_and_whole(tmp_path: Path) -> None:
    loaded, problems = open_plan(ROOT / "plan.yaml")
    assert loaded is not None, problems
    day = date(2026, 11, 22)
    make_demo(loaded, tmp_path / "try", seed=1, rows=None, as_of=day)
    for language in ("en", "zh"):
        use(language)
        text = made(tmp_path / "try", day, since=date(2026, 10, 22))
        assert len(text.encode()) < 700_000
        found = assert_whole(text)
    clauses = [each for each in places(found) if each.startswith("c-")]
    assert len(clauses) == 30
    assert [clauses[0], clauses[-2], clauses[-1]] == ["c-1.1", "c-5.6", "c-0.1"]
    assert len(found.all("details", "unit")) == 29
