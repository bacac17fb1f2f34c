"""`backtest`: flags of earlier days against what became of the items, with figures by hand.

Each item runs from 2025-01-01 over 300 days to 2025-10-28, and is judged on day 150, 2025-05-31, by
what was known then; SPI is what was reported on that day over 150.
"""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from hpplan.judging.backtest import Backtest, Tally, Threshold, backtest, earlier_day
from hpplan.plan.items import Catalogue
from plans import day, lay_out, plan_of, series_of, target
from running import ran

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from golden import Golden
    from hpplan.plan.model import Plan
    from hpplan.progress.series import Series

Rows = list[tuple[int, Any]]
HALF = Fraction(1, 2)


def held(
    plan: Plan, reports: dict[str, Rows], as_of: int = 400, share: Fraction = HALF
) -> Backtest:
    """A backtest of a plan's items by the rows of unit a on each; all known on their days."""
    items = Catalogue(plan).items

    def known(by: date) -> Mapping[str, Mapping[str, Series]]:
        return {
            name: {"a": series_of(items[name], "a", [row for row in rows if day(row[0]) <= by])}
            for name, rows in reports.items()
            if any(day(row[0]) <= by for row in rows)
        }

    return backtest(items.values(), plan, share, day(as_of), known)


def many(*ends: tuple[int, int]) -> tuple[Plan, dict[str, Rows]]:
    """A plan of amounts of 300, and their rows: what each had on day 150, and on day 300."""
    names = [f"1.1{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(len(ends))]
    plan = plan_of(*(target("amount", id=name, at_least=300) for name in names))
    rows: dict[str, Rows] = {
        name: [(150, half), (300, whole)] for name, (half, whole) in zip(names, ends, strict=True)
    }
    return plan, rows


# What counts


def test_flags_are_counted_against_what_was_missed() -> None:
    """SPI 0.50, 0.70, 0.90 and 1.00; of the first and the last two the due date was missed."""
    plan, rows = many((75, 200), (105, 300), (135, 290), (150, 300), (150, 299))
    found = held(plan, rows)
    assert found.flagged == Tally(ended=5, missed=3, flagged=2, right=1)
    assert (found.flagged.precision, found.flagged.recall) == (HALF, Fraction(1, 3))
    assert found.flagged.balance == Fraction(2, 5)
    assert found.off_track == Tally(ended=5, missed=3, flagged=1, right=1)
    assert found.left_out == {}


def test_met_late_is_missed() -> None:
    plan, rows = many((75, 290), (150, 300))
    rows["1.1aa"].append((310, 300))
    assert [trial.missed for trial in held(plan, rows).trials] == [True, False]


def test_what_was_put_off_after_the_earlier_day_is_missed_by_the_date_that_held_then() -> None:
    """Due on day 300 as of day 150, put off to day 350 on day 200, met on day 340."""
    later = {"on": day(200), "due": day(350), "why": "推迟"}
    plan = plan_of(target("amount", at_least=300, revisions=[later]))
    (trial,) = held(plan, {"1.1a": [(150, 150), (300, 280), (340, 300)]}).trials
    assert trial.then.terms.due == day(300)
    assert (trial.now.status, trial.now.late, trial.missed) == ("met", False, True)


def test_a_share_of_the_time_decides_the_earlier_day() -> None:
    plan, rows = many((75, 300))
    item = Catalogue(plan).items["1.1aa"]
    shares = (Fraction(1, 4), HALF, Fraction(2, 3))
    assert [earlier_day(item, share) for share in shares] == [day(75), day(150), day(200)]
    (trial,) = held(plan, rows, share=Fraction(1, 4)).trials
    assert (trial.then.as_of, trial.then.value) == (day(75), None)


@pytest.mark.parametrize(
    ("of", "rows", "as_of", "why"),
    [
        (target("amount", at_least=300), [(150, 75)], 300, "not-due"),
        (target("amount", at_least=300), [(150, 75)], 100, "not-due"),
        (target("duty"), [], 400, "not-measured"),
        (target("amount", illegible={"at_least": "□5.1"}), [(150, 75)], 400, "not-measured"),
        (
            target("amount", at_least=300, revisions=[{"on": day(200), "withdrawn": True}]),
            [(150, 75)],
            400,
            "given-up",
        ),
        (target("amount", at_least=300), [(140, 300)], 400, "settled-before"),
        (target("amount", at_least=300), [(150, 150), (290, 290)], 400, "closing-figure-missing"),
    ],
)
def test_what_is_left_out(of: dict[str, Any], rows: Rows, as_of: int, why: str) -> None:
    found = held(plan_of(of), {"1.1a": rows}, as_of)
    assert (found.trials, found.left_out) == ([], {why: 1})


def test_an_item_off_course_without_a_closing_figure_was_missed() -> None:
    plan, rows = many((75, 0))
    rows["1.1aa"] = [(150, 75), (290, 100)]
    (trial,) = held(plan, rows).trials
    assert (trial.missed, trial.then.status) == (True, "off-track")


def test_by_kind_and_unit() -> None:
    plan = plan_of(
        target("amount", at_least=300),
        target("count", id="1.1b", at_least=300, reporters=["a", "b"]),
    )
    found = held(plan, {"1.1a": [(150, 75)], "1.1b": [(150, 150), (300, 300)]})
    missed, met = Tally(1, 1, 1, 1), Tally(1, 0, 0, 0)
    assert found.by_kind() == {"amount": missed, "count": met}
    assert found.by_unit() == {"a": Tally(2, 1, 1, 1), "b": met}


# Whether it is enough, and what would have been better


@pytest.mark.parametrize(
    ("missed", "met", "enough"), [(10, 10, True), (9, 30, False), (30, 9, False), (0, 1, False)]
)
def test_ten_missed_and_ten_met_are_enough(missed: int, met: int, *, enough: bool) -> None:
    plan, rows = many(*[(75, 200)] * missed, *[(150, 300)] * met)
    found = held(plan, rows)
    assert found.is_enough is enough
    assert bool(found.thresholds) is enough


def test_a_threshold_that_would_have_been_better_is_named() -> None:
    """Ten were missed with SPI 0.87, TSPI 170/150 = 1.13; ten were met with SPI 1.00.

    Of the values up to 0.90 the first to flag them is that itself; then nothing is left to gain by
    TSPI, which flags them at 1.10 already, unless that is raised.
    """
    plan, rows = many(*[(130, 200)] * 10, *[(150, 300)] * 10)
    lax = plan.model_copy(
        update={"policy": plan.policy.model_copy(update={"at_risk_tspi": Fraction(3, 2)})}
    )
    found = {each.key: each for each in held(lax, rows).thresholds}
    assert list(found) == [
        *("at_risk_spi", "at_risk_tspi", "at_risk_slowing", "off_track_spi", "off_track_tspi")
    ]
    nothing, all_of_them = Tally(20, 10, 0, 0), Tally(20, 10, 10, 10)
    assert found["at_risk_spi"] == Threshold(
        "at_risk_spi", Fraction(4, 5), nothing, Fraction(9, 10), all_of_them
    )
    assert found["at_risk_tspi"] == Threshold(
        "at_risk_tspi", Fraction(3, 2), nothing, Fraction(11, 10), all_of_them
    )
    assert found["off_track_spi"].better is None
    assert (found["off_track_tspi"].better, found["off_track_tspi"].better_tally) == (None, None)


def test_where_all_is_right_no_threshold_is_better() -> None:
    plan, rows = many(*[(75, 200)] * 10, *[(150, 300)] * 10)
    found = held(plan, rows)
    assert found.flagged == Tally(20, 10, 10, 10)
    assert [each.better for each in found.thresholds] == [None] * 5


# The command


def workspace_of(folder: Path, *, items: int) -> Path:
    """A workspace of as many amounts of which every other was missed.

    Half of these had SPI 75/149 at half-time, and the others 130/149, TSPI 170/151, which its
    policy lets pass.
    """
    names = [f"1.1{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(items)]
    plan = {
        "format": 1,
        "title": "计划（2025年）",
        "issued": "2025-01-01",
        "start": "2025-01-01",
        "end": "2025-12-31",
        "policy": {"at_risk_tspi": 1.5},
        "units": [{"id": "jian", "name": "建委"}, {"id": "lv", "name": "绿化局"}],
        "chapters": [
            {
                "id": "1",
                "title": "章",
                "clauses": [
                    {
                        "id": "1.1",
                        "title": "修路",
                        "text": "完成300公里",
                        "leads": ["jian"],
                        "targets": [
                            {
                                **target("amount", id=name, at_least=300, uom="公里"),
                                "name": f"修路{n + 1}",
                                "quote": "完成300公里",
                                "due": "2025-10-28",
                                "reporters": ["lv" if n % 3 else "jian"],
                            }
                            for n, name in enumerate(names)
                        ],
                    }
                ],
            }
        ],
    }
    rows: dict[str, str] = {"jian": "", "lv": ""}
    for n, name in enumerate(names):
        half, whole = [(150, 300), (75, 200), (150, 300), (130, 290)][n % 4]
        unit = "lv" if n % 3 else "jian"
        rows[unit] += f"2025-05-30,{name},{half},,,\n2025-10-28,{name},{whole},,,\n"
        # Known only behind the day on which it is judged: it would have flagged what was met.
        rows[unit] += f"2025-05-31,{name},{half - 70},,,2025-06-05T10:00:00+08:00\n"
    return lay_out(folder, json.loads(json.dumps(plan, default=str)), rows)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = workspace_of(tmp_path / "w", items=24)
    monkeypatch.chdir(made)
    return made


@pytest.mark.parametrize("language", ["en", "zh", "zh_Hant"])
@pytest.mark.usefixtures("folder")
def test_the_table(language: str, golden: Golden) -> None:
    shown = ran("--lang", language, "backtest", "--as-of", "2025-12-01")
    assert (shown.code, shown.stderr) == (0, "")
    golden(f"table.{language}.txt", shown.stdout)


@pytest.mark.usefixtures("folder")
def test_markdown(golden: Golden) -> None:
    shown = ran("backtest", "--as-of", "2025-12-01", "--format", "markdown")
    golden("markdown.en.md", shown.stdout)


def test_too_few_items_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.chdir(workspace_of(tmp_path / "w", items=5))
    golden("too-few.en.txt", ran("backtest", "--as-of", "2025-12-01").stdout)
    golden("too-few.zh.txt", ran("--lang", "zh", "backtest", "--as-of", "2025-12-01").stdout)
    golden("none-due.en.txt", ran("backtest", "--as-of", "2025-10-28").stdout)


@pytest.mark.usefixtures("folder")
def test_json_and_csv() -> None:
    data = json.loads(ran("backtest", "--as-of", "2025-12-01", "--format", "json").stdout)
    assert (data["version"], data["share"], data["enough"]) == (1, 0.5, True)
    counts = {"ended": 24, "missed": 12, "flagged": 6, "right": 6}
    as_it_was = {**counts, "precision": 1, "recall": 0.5}
    assert data["flagged"] == data["off_track"] == data["by_kind"]["amount"] == as_it_was
    assert {unit: each["ended"] for unit, each in data["by_unit"].items()} == {"jian": 8, "lv": 16}
    assert {each["key"]: each["better"] for each in data["thresholds"]} == {
        "at_risk_spi": 0.9,
        "at_risk_tspi": 1.1,
        "at_risk_slowing": None,
        "off_track_spi": None,
        "off_track_tspi": None,
    }
    assert data["thresholds"][0]["better_tally"] == {
        "ended": 24,
        "missed": 12,
        "flagged": 12,
        "right": 12,
        "precision": 1,
        "recall": 1,
    }
    assert data["items"][1] == {
        "item": "1.1ab",
        "name": "修路2",
        "kind": "amount",
        "reporters": ["lv"],
        "judged_on": "2025-05-31",
        "status": "off-track",
        "reasons": ["spi-off-track"],
        "spi": 75 / 149,
        "tspi": 225 / 151,
        "due": "2025-10-28",
        "met_on": None,
        "flagged": True,
        "missed": True,
    }
    text = ran("backtest", "1.1ab", "--as-of", "2025-12-01", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["item"], row["reasons"], row["missed"]) == (
        *("1.1ab", "spi-off-track"),
        "true",
    )


@pytest.mark.usefixtures("folder")
def test_names_choose_the_items() -> None:
    found = json.loads(
        ran("backtest", "--unit", "建委", "--as-of", "2025-12-01", "--format", "json").stdout
    )
    assert found["flagged"]["ended"] == 8
    assert found["enough"] is False
    assert found["thresholds"] == []


@pytest.mark.parametrize("share", ["0", "1", "0.04", "half", "nan"])
@pytest.mark.usefixtures("folder")
def test_a_share_that_is_none_is_refused(share: str) -> None:
    shown = ran("backtest", "--as-of-share", share)
    assert (shown.code, shown.stdout) == (2, "")
    assert "--as-of-share" in shown.stderr


def test_a_faulty_row_is_left_out_and_named(folder: Path) -> None:
    with (folder / "data/progress/jian.csv").open("a", encoding="utf-8") as file:
        file.write("2025-11-01,1.1aa,约300,,,\n")
    shown = ran("backtest", "--as-of", "2025-12-01")
    assert shown.code == 1
    assert "HP306" in shown.stderr
    assert "Of 24 ended items" in shown.stdout
