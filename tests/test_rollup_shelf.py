"""What `rollup` shows of many plans: whole screens, and the figures behind them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from hpplan.demo.shelf import make_shelf
from running import ran

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

pytest.importorskip("duckdb")

DAY = date(2026, 11, 22)
LISTS = {
    "overview": ["--top", "5"],
    "region": ["--by", "region", "--level", "3"],
    "unit": ["--by", "unit", "--region", "甲省", "--top", "5"],
    "kind": ["--by", "kind"],
    "status": ["--by", "status"],
    "commitment": ["--by", "commitment", "--top", "8"],
    "one-unit": ["--unit", "第1街道", "--region", "甲省/子市"],
    "faults": ["--faults"],
    "since": ["--by", "region", "--since", "2026-07-01"],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a shelf of 24 plans, judged as of two days by this process."""
    folder = tmp_path_factory.mktemp("rollup")
    make_shelf(folder / "shelf", 24, seed=1, rows=None, as_of=DAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for day in ("2026-06-30", str(DAY)):
            shown = ran("rollup", "shelf", "--into", "all", "--as-of", day, "--workers", "1")
            assert shown.code == 1, shown  # of the plan that ends in the middle
    return folder


@pytest.fixture
def here(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    return made


def data(*options: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(ran("rollup", "all", "--format", "json", *options).stdout)
    return found


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.usefixtures("here")
def test_lists(name: str, lang: str, golden: Golden) -> None:
    golden(f"{name}.{lang}.txt", ran("--lang", lang, "rollup", "all", *LISTS[name]).stdout)


@pytest.mark.usefixtures("here")
def test_a_wide_screen_has_the_columns_that_gave_way(
    golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    golden("overview-wide.en.txt", ran("rollup", "all", "--top", "3").stdout)


@pytest.mark.usefixtures("here")
def test_going_down_to_a_plan_names_the_command_that_goes_on() -> None:
    worst = data()["rows"][0]  # type: ignore[index]
    shown = ran("rollup", "all", "--plan", worst["plan"], "--top", "3").stdout.splitlines()
    assert shown[0].startswith(worst["plan"])
    command = shown[-1].removeprefix("why: hpplan ").replace("'", "").split()
    assert command[0] == "show"
    assert command[-1].endswith("plan.yaml")
    assert ran(*command, "--as-of", str(DAY)).code == 0


@pytest.mark.usefixtures("here")
def test_totals_are_sums_of_the_plans_that_count() -> None:
    found = data("--by", "plan")
    rows: list[dict[str, object]] = found["rows"]  # type: ignore[assignment]
    totals: dict[str, object] = found["totals"]  # type: ignore[assignment]
    assert len(rows) == totals["plans"] == 24
    counted = [row for row in rows if row["rows"] and row["rows"] > row["left_out"]]  # type: ignore[operator]
    assert len(counted) == totals["counted"]
    for status, number in totals["counts"].items():  # type: ignore[attr-defined]
        assert sum(row["counts"][status] for row in counted) == number  # type: ignore[index]
    regions = data("--by", "region")["rows"]
    assert sum(row["items"] for row in regions) == totals["items"]  # type: ignore[attr-defined]
    kinds = data("--by", "kind")["rows"]
    measurable = sum(row["measurable"] for row in kinds)  # type: ignore[attr-defined]
    assert measurable == totals["measurable"]


@pytest.mark.usefixtures("here")
def test_what_says_least_of_the_work_never_heads_the_worst() -> None:
    rows: list[dict[str, object]] = data("--by", "plan")["rows"]  # type: ignore[assignment]
    kinds = [
        "unjudged"
        if row["state"] == "unreadable"
        else "unheard"
        if not row["rows"]
        else "left-out"
        if row["left_out"]
        else "worst"
        for row in rows
    ]
    assert list(dict.fromkeys(kinds)) == ["worst", "left-out", "unheard", "unjudged"]
    shares = [
        row["counts"]["overdue"] / row["measurable"]  # type: ignore[index]
        for row, kind in zip(rows, kinds, strict=True)
        if kind == "worst"
    ]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.usefixtures("here")
def test_formats_for_programs_and_wikis() -> None:
    rows = list(
        csv.DictReader(io.StringIO(ran("rollup", "all", "--format", "csv", "--by", "unit").stdout))
    )
    assert len(rows) == len(data("--by", "unit")["rows"])  # type: ignore[arg-type]
    assert {"unit", "region", "own", "shared", "to_move_overdue", "met"} <= rows[0].keys()
    shown = ran("rollup", "all", "--format", "markdown", "--by", "commitment", "--top", "2").stdout
    assert len(shown.splitlines()) == 4
    assert shown.startswith("| commitment | kind | unit of measure |")


@pytest.mark.parametrize("by", ["kind", "status", "commitment"])
@pytest.mark.parametrize("fmt", ["csv", "json"])
@pytest.mark.usefixtures("here")
def test_lists_for_programs(by: str, fmt: str, golden: Golden) -> None:
    golden(f"{by}.{fmt}", ran("rollup", "all", "--format", fmt, "--by", by, "--top", "3").stdout)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--region", "丙省"], "there is no region “丙省” in this roll-up"),
        (
            ["--unit", "区民正局"],
            "there is no unit “区民正局” in this roll-up; did you mean 区民政局?",
        ),
        (["--plan", "' OR 1=1 --"], "there is no plan “' OR 1=1 --” in this roll-up"),
        (["--since", "2026-01-01"], "no run as of 2026-01-01 or before it is kept in all"),
        (["--since", "2027-01-01"], "2027-01-01 is not before 2026-11-22"),
        (["--faults", "--by", "unit"], "--faults is a list of its own, and takes no --by"),
    ],
)
def test_what_is_not_there_is_refused(options: list[str], said: str) -> None:
    shown = ran("rollup", "all", *options)
    assert shown.code == 2
    assert said in shown.stderr


@pytest.mark.usefixtures("here")
def test_the_page_asks_nothing_and_names_all(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    shown = ran("rollup", "all", "--html", str(page))
    assert shown.stdout.startswith(f"{page}: 24 plans as of 2026-11-22, ")
    text = page.read_text(encoding="utf-8")
    assert "default-src &#x27;none&#x27;" in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "Simulated data" in text
    for each in data()["rows"]:  # type: ignore[attr-defined]
        assert each["plan"] in text


def test_a_table_that_is_no_table_is_named(here: Path, tmp_path: Path) -> None:
    shutil.copytree(here / "all", tmp_path / "bad")
    (tmp_path / "bad" / "plans.parquet").write_bytes(b"PAR1 nothing PAR1")
    shown = ran("rollup", str(tmp_path / "bad"))
    assert shown.code == 3
    assert "cannot be read" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_compact_writes_all_items_in_one_file(here: Path, tmp_path: Path) -> None:
    import duckdb

    shutil.copytree(here / "all", tmp_path / "one")
    ran("rollup", str(tmp_path / "one"), "--compact", "--by", "status")
    path = str(tmp_path / "one" / "items.parquet")
    found = duckdb.execute("SELECT count(*) FROM read_parquet(?)", [path]).fetchone()
    record = json.loads((here / "all" / "rollup.json").read_bytes())
    assert found == (record["items"],)
    regions = str(here / "all" / "by-region.parquet")
    whole = duckdb.execute(
        "SELECT plans, counted FROM read_parquet(?) WHERE level = 0", [regions]
    ).fetchall()
    assert whole == [(24, data()["totals"]["counted"])]  # type: ignore[index]
