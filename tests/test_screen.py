"""The screen of `status` before a meeting: its length, what it compares, how it is shown.

On the demo, whose figures are the same on every machine.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from hpplan.cli.options import parse_statuses
from hpplan.i18n import LANGUAGES, speaking
from hpplan.judging.standing import ORDERS
from hpplan.judging.status import STATUSES
from hpplan.output.words.text import status_heading, status_word
from plans import DEMO_DAY, ONE_COUNT, TESTS, lay_out
from running import on_terminal, ran

if TYPE_CHECKING:
    from golden import Golden

DAY = DEMO_DAY
PLAN = TESTS.parent / "plan.yaml"


def screen(plan: str, *arguments: str, lang: str = "en", as_of: str = DAY) -> str:
    """What a run shows in which all is well."""
    shown = ran("--lang", lang, "status", "--plan", plan, "--as-of", as_of, *arguments)
    assert (shown.code, shown.stderr) == (0, "")
    return shown.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_demo_takes_eighty_lines_and_with_five_a_section_fifty(demo: str, lang: str) -> None:
    since = ("--since", "2026-10-22")
    assert len(screen(demo, *since, lang=lang).splitlines()) <= 80
    assert len(screen(demo, *since, "-n", "5", lang=lang).splitlines()) <= 50


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_passes_the_width(
    demo: str, lang: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for more in (("-n", "3", "--since", "2026-10-22"), ("--all", "-v", "2")):
        lines = screen(demo, *more, lang=lang).splitlines()
        assert [line for line in lines if cell_len(line) > width] == []


@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("zh", 80), ("en", 120), ("zh", 120)])
def test_the_screen(
    demo: str, lang: str, width: int, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    golden(f"demo-{width}.{lang}.txt", screen(demo, "--since", "2026-10-22", lang=lang))


def test_on_a_wide_screen_figures_stand_near_their_names(
    demo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    lines = [line for line in screen(demo).splitlines() if "┃" in line]
    assert len(lines) > 30
    before = [re.split("[█░]", line)[0] for line in lines]
    assert min(len(each) - len(each.rstrip()) for each in before) == 2
    assert max(map(cell_len, lines)) < 140


def test_the_reasons_in_chinese(demo: str, golden: Golden) -> None:
    golden("reasons.zh.txt", screen(demo, "-v", "-n", "6", lang="zh"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_without_reports_is_six_lines(lang: str, golden: Golden) -> None:
    text = screen(str(PLAN), lang=lang)
    assert len(text.splitlines()) == 6
    golden(f"nothing-entered.{lang}.txt", text)


def test_with_reasons_a_plan_without_reports_has_its_list() -> None:
    assert "\n── Overdue 28 " in screen(str(PLAN), "-v")


def test_the_day_of_the_last_meeting_is_the_plans_own(demo: str) -> None:
    named = screen(demo, "--since", "2026-10-22")
    text = Path(demo, "plan.yaml").read_text(encoding="utf-8")
    copy = Path(demo, "met.yaml")
    copy.write_text(text.replace("\nend: ", "\nlast_meeting: 2026-10-22\nend: ", 1), "utf-8")
    assert screen(str(copy)) == named
    assert "▲" in named
    # A meeting that is yet to come is none to compare with.
    copy.write_text(text.replace("\nend: ", f"\nlast_meeting: {DAY}\nend: ", 1), "utf-8")
    assert screen(str(copy)) == screen(demo)


@pytest.mark.parametrize("since", ["2026-11-23", "2023-01-01"])
def test_a_day_with_which_nothing_can_be_compared(demo: str, since: str, golden: Golden) -> None:
    shown = ran("status", "--plan", demo, "--as-of", DAY, "--since", since)
    assert (shown.code, shown.stdout) == (2, "")
    golden.says(shown.reason)


# Orders and choices


def rows(text: str) -> list[str]:
    """The ids of the lines of items."""
    found = re.findall(r"^([0-9]\.[0-9][a-z](?:@\S+)?) .*", text, re.MULTILINE)
    return [str(each) for each in found]


def test_what_is_out_of_reach_and_the_largest_gap_stand_first(demo: str) -> None:
    found = json.loads(screen(demo, "--format", "json", "--status", "off-track"))
    gaps: dict[str, tuple[bool, float]] = {}
    for each in found["items"]:
        name = re.sub("@[a-z]+$", "", each["item"])
        gaps[name] = max(gaps.get(name, (False, 0.0)), (each["lost"], each["gap"]))
    shown = [gaps[each] for each in rows(screen(demo, "--status", "off-track"))]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == len(gaps)
    assert 0 < sum(lost for lost, _gap in shown) < len(shown)


@pytest.mark.parametrize("order", ORDERS)
def test_each_order_lists_the_same(demo: str, order: str) -> None:
    assert sorted(rows(screen(demo, "--sort", order))) == sorted(rows(screen(demo)))
    if order == "id":
        overdue = rows(screen(demo, "--status", "overdue", "--sort", order))
        assert overdue == sorted(overdue)


def test_at_most_so_many_a_section(demo: str) -> None:
    text = screen(demo, "--status", "off-track", "-n", "3")
    assert len(rows(text)) == 3
    left = len(rows(screen(demo, "--status", "off-track"))) - 3
    assert f"\n… {left} more; -n 0 lists all\n" in text


def test_what_falls_due_by_a_day(demo: str) -> None:
    within = screen(demo, "--due-within", "39", "--format", "json")
    assert screen(demo, "--due-by", "2026-12-31", "--format", "json") == within
    both = ("--due-by", "2027-06-30", "--due-within", "38")
    assert json.loads(screen(demo, *both, "--format", "json"))["items"] == []
    assert json.loads(screen(demo, "--due-by", "2026-11-21", "--format", "json"))["items"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_statuses_are_named_in_any_language(lang: str) -> None:
    for status in STATUSES:
        with speaking(lang):
            words = status_word(status), status_heading(status)
        assert [parse_statuses(word) for word in words] == [{status}, {status}]


def test_several_words_with_any_comma(demo: str) -> None:
    plain = screen(demo, "--status", "overdue,at-risk", "--format", "json")
    assert screen(demo, "--status", "逾期、存在风险", "--format", "json") == plain


# Colours and pager


def test_colour_always_and_never(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = screen(demo)
    coloured = screen(demo, "--color", "always")
    assert "\x1b[1;38;5;160m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert screen(demo, "--color=never") == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert screen(demo, "--color", "always") == coloured


PAGER = "import sys; print('PAGED', len(sys.stdin.read().splitlines()))"


def paged(demo: str, *arguments: str, **variables: str) -> str:
    """What a terminal shows of a run."""
    command = ("status", "--as-of", DAY, *arguments)
    around = {"TERM": "xterm", "LINES": "24", **variables}
    with on_terminal(Path(demo), *command, **around) as terminal:
        return terminal.until(None)


def test_what_is_longer_than_the_window_is_paged(
    demo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.chdir(demo)

    script = tmp_path / "pager.py"
    script.write_text(PAGER, encoding="utf-8")
    pager = f"{sys.executable} {script}"
    lines = len(screen(demo).splitlines())
    assert paged(demo, HPPLAN_PAGER=pager).strip() == f"PAGED {lines}"
    assert paged(demo, PAGER=pager).strip() == f"PAGED {lines}"
    for arguments, variables in (
        (("--no-pager",), {"PAGER": pager}),
        ((), {"PAGER": ""}),
        ((), {"PAGER": "cat"}),
        ((), {"PAGER": "no-such-pager"}),
        ((), {"PAGER": "'"}),
        (("1.1a",), {"PAGER": pager}),
        ((), {"PAGER": pager, "TERM": "dumb"}),
    ):
        assert "PAGED" not in paged(demo, *arguments, **variables)


# What moved since the last meeting


def moved(plan: str, *arguments: str, lang: str = "en") -> str:
    """What a run of `changes` shows in which all is well."""
    shown = ran("--lang", lang, "changes", "--plan", plan, "--as-of", DAY, *arguments)
    assert (shown.code, shown.stderr) == (0, "")
    return shown.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_moved_takes_forty_five_lines(demo: str, lang: str, golden: Golden) -> None:
    text = moved(demo, "--since", "2026-10-22", lang=lang)
    assert len(text.splitlines()) <= 45
    golden(f"moved.{lang}.txt", text)


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_of_what_moved_passes_the_width(
    demo: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = moved(demo, "--since", "2026-10-22", "--all", "-v").splitlines()
    assert [line for line in lines if cell_len(line) > width] == []


def test_totals_are_those_of_both_days(demo: str) -> None:
    then, now = (
        json.loads(screen(demo, "--format", "json", as_of=day))["summary"]
        for day in ("2026-10-22", DAY)
    )
    text = moved(demo, "--since", "2026-10-22")
    told = {
        status: (int(was), int(now))
        for status, was, now in re.findall(r"([a-z-]+) ([0-9]+) → ([0-9]+)(?=\s)", text)
        if status in STATUSES
    }
    assert told == {each: (then[each], now[each]) for each in told}
    assert {each for each in STATUSES if then[each] != now[each]} <= told.keys()


def test_each_change_is_listed_once_and_what_lacks_evidence_is_named(demo: str) -> None:
    found = json.loads(moved(demo, "--since", "2026-10-22", "--format", "json"))["changes"]
    text = moved(demo, "--since", "2026-10-22")
    head, _hints = text.split("\n\n", 1)[1].rsplit("\n\n", 1)
    ids = set(re.findall(r"(?<!\S)[0-9]\.[0-9]+[a-z](?:@[0-9]{4})?(?= )", head))
    met = [each for each in found if "met" in each["kinds"]]
    assert ids == {re.sub("@[a-z]+$", "", each["item"]) for each in found}
    unproven = [each["item"] for each in met if not each["evidence"]]
    assert f"No report names evidence for {len(unproven)}: " in text
    assert all(each in text for each in unproven[:8])


def test_without_a_day_it_is_the_last_meeting(demo: str) -> None:
    text = Path(demo, "plan.yaml").read_text(encoding="utf-8")
    copy = Path(demo, "since.yaml")
    copy.write_text(text.replace("\nend: ", "\nlast_meeting: 2026-10-22\nend: ", 1), "utf-8")
    assert moved(str(copy)) == moved(demo, "--since", "2026-10-22")
    refused = ran("changes", "--plan", demo, "--as-of", DAY)
    assert refused.code == 2
    assert "last_meeting in plan.yaml" in refused.stderr


# Summed up


@pytest.mark.parametrize("by", ["unit", "clause", "chapter"])
@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("zh", 80), ("zh", 120)])
def test_summed_up(
    demo: str, lang: str, width: int, by: str, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = screen(demo, "--by", by, lang=lang)
    assert [line for line in text.splitlines() if cell_len(line) > width] == []
    golden(f"by-{by}-{width}.{lang}.txt", text)


@pytest.mark.parametrize("by", ["clause", "chapter"])
def test_clauses_and_chapters_add_up_in_every_format(demo: str, by: str) -> None:
    whole = json.loads(screen(demo, "--format", "json"))["summary"]
    found = json.loads(screen(demo, "--by", by, "--format", "json"))[f"{by}s"]
    assert {status: sum(part["counts"][status] for part in found) for status in STATUSES} == whole
    named = [part[by] for part in found]
    assert named[0] == ("1.1" if by == "clause" else "1")
    for fmt, mark in (("csv", ","), ("markdown", " | ")):
        lines = screen(demo, "--by", by, "--format", fmt).splitlines()
        heads = [line.strip("| ").split(mark)[0] for line in lines if "---" not in line]
        assert heads == [by, *named]


def test_each_member_of_a_group_says_what_is_its_own(demo: str) -> None:
    text = screen(demo, "--by", "unit", "--unit", "各街道")
    lines = [re.sub(r"^\S+", "", line) for line in text.splitlines() if "街道 " in line]
    assert len(lines) == 10
    assert len(set(lines)) >= 8


def test_at_most_so_many_of_what_moved(demo: str) -> None:
    since = ("--since", "2026-10-22", "--all")
    whole, short = moved(demo, *since), moved(demo, *since, "-n", "2")
    left = re.findall("^… ([0-9]+) more; -n 0 lists all$", short, re.MULTILINE)
    assert len(rows(whole)) - len(rows(short)) == sum(map(int, left))
    assert left


# Silence, where it is much


def test_much_silence_is_summed_up_by_unit(
    tmp_path: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine items of a and eight of a and b; b alone said something of one, too long ago."""
    monkeypatch.chdir(tmp_path)
    head, _clause, last = ONE_COUNT.rpartition("          - {id: 1.1a")
    head = head.replace("units:\n", "units:\n  - {id: bb, name: 乙局}\n")
    targets = [
        f"          - {{id: 1.1a{last}".replace("1.1a", f"1.1{chr(97 + n)}").replace(
            "kind: count", f"kind: count, reporters: [{'aa' if n < 9 else 'aa, bb'}]"
        )
        for n in range(17)
    ]
    lay_out(tmp_path, head + "".join(targets), {"bb": "2024-03-31,1.1j,1,,,\n"})
    golden("silent.en.txt", ran("status", "--as-of", "2024-12-31").stdout)
    golden("silent.zh.txt", ran("--lang", "zh", "status", "--as-of", "2024-12-31").stdout)
    short = ran("status", "--as-of", "2024-12-31", "-n", "1").stdout
    assert "\n… 1 more; -n 0 lists all\n" in short
