"""A clock that was ahead when a row was entered: its moment counts as none, whoever looks."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hpplan.judging.briefing import between, gather
from hpplan.progress import record
from hpplan.progress.cells import entered, known_on
from hpplan.progress.reader import read_progress
from hpplan.progress.record import Entry, append
from hpplan.workspace import LoadedWorkspace, as_known, open_plan, open_workspace
from plans import HEADER, ONE_COUNT, lay_out
from running import ran

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path
    from typing import Self

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
AHEAD = "2026-10-31,1.1a,20,,,2027-11-27T17:00:00+08:00\n"
CORRECTION = "2026-10-31,1.1a,12,更正,,2026-11-27T09:14:01+08:00\n"

pytestmark = pytest.mark.workspace(ONE_COUNT, {"aa": AHEAD + CORRECTION}, today=TODAY)


class _StillClock(datetime):
    """Moments, of which this one is always the same."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        moment = NOW.astimezone(tz)
        return cls.combine(moment.date(), moment.timetz())


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands still, for what is read and for what is recorded."""
    monkeypatch.setattr(LoadedWorkspace, "now", lambda _workspace: NOW)
    monkeypatch.setattr(record, "datetime", _StillClock)


def figure() -> object:
    """What `status` says that was reached."""
    return json.loads(ran("status", "1.1a", "--all", "--format", "json").stdout)["items"][0][
        "value"
    ]


def warned(workspace: Path, rows: str) -> list[str]:
    """What `check` says of moments to come, each with its place."""
    lay_out(workspace, rows={"aa": rows})
    problems = json.loads(ran("check", "--format", "json").stdout)["problems"]
    return [
        f"{each['line']}:{each['column']} {each['message']}"
        for each in problems
        if each["code"] == "HP364"
    ]


def test_a_correction_holds_against_a_clock_that_was_a_year_ahead(workspace: Path) -> None:
    assert figure() == 12
    changes = ran("changes", "--since", "2026-10-01", "--all", "-v").stdout
    assert "12 of 30" in " ".join(changes.split())
    assert warned(workspace, AHEAD + CORRECTION) == [
        "2:22 2027-11-27T17:00:00+08:00 has not come yet; the row counts as one without a moment"
    ]
    assert ran("check").code == 0
    assert ran("check", "--strict").code == 1


def test_what_collect_says_of_a_correction_is_what_status_says_then(workspace: Path) -> None:
    lay_out(workspace, rows={"aa": AHEAD})
    form = workspace / "甲局.csv"
    form.write_text("编号,统计截止日,本次累计\n1.1a,2026-10-31,13\n", encoding="utf-8")
    shown = ran("collect", str(form), "--yes")
    assert "20 个 → 13 个" in shown.stdout
    assert figure() == 13


def test_a_correction_still_holds_once_the_wrong_moment_has_come(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that is an hour ahead is right again after an hour, for whoever only looks at it."""
    lay_out(workspace, rows={"aa": AHEAD})
    shown = ran("record", "1.1a", "12", "--date", "2026-10-31", "--note", "更正", "--no-input")
    assert shown.code == 0
    file = workspace / "data" / "progress" / "aa.csv"
    assert file.read_text(encoding="utf-8").endswith("\n2026-10-31,1.1a,12,更正,,\n")
    assert figure() == 12
    monkeypatch.setattr(LoadedWorkspace, "now", lambda _workspace: NOW + timedelta(days=700))
    assert figure() == 12


def test_of_other_days_record_writes_the_moment_as_ever(workspace: Path) -> None:
    assert ran("record", "1.1a", "25", "--date", "2026-11-26", "--no-input").code == 0
    rows = (workspace / "data" / "progress" / "aa.csv").read_text(encoding="utf-8").splitlines()
    assert rows[-1].startswith("2026-11-26,1.1a,25,,,20")


def test_a_moment_to_come_is_named_in_whatever_way_it_is_written(workspace: Path) -> None:
    rows = "".join(
        f"2026-0{month}-01,1.1a,{month},,,{moment}\n"
        for month, moment in enumerate(
            [
                "2026-11-27T12:00:00+08:00",  # this very moment
                "2026-11-27T12:00:01+08:00",
                "2026-11-27T03:59:59Z",
                "2026-11-27T04:00:01Z",
                "2026/11/27 11:59",
                " 2027/1/1 0:00",
                "２０２７-01-01T00:00",
                "2026-11-27T16:59:59+13:00",  # a second ago, the evening over there
                "",
            ],
            1,
        )
    )
    assert [each.partition(" ")[0] for each in warned(workspace, rows)] == [
        "3:21",
        "5:21",
        "7:21",
        "8:21",
    ]


def test_a_day_to_come_that_is_named_is_no_future(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is judged as of a day is read as it will be read on that day."""
    monkeypatch.undo()
    monkeypatch.chdir(workspace)
    lay_out(workspace, rows={"aa": AHEAD.replace("2027", "2099") + CORRECTION})
    as_of = ("--as-of", "2099-12-31")
    items = json.loads(ran("status", "1.1a", "--all", "--format", "json", *as_of).stdout)["items"]
    assert items[0]["value"] == 20
    assert "HP364" not in ran("check", *as_of).stdout


@pytest.mark.parametrize(
    ("cell", "counts"),
    [
        ("2026-11-27T12:00:00+08:00", True),
        ("2026-11-27T12:00:00.000001+08:00", False),
        ("9999-12-31T23:59:59-12:00", False),
        ("0001-01-01T00:00:00+14:00", True),
        ("昨天", False),
        ("", False),
    ],
)
def test_a_moment_counts_up_to_now(cell: str, *, counts: bool) -> None:
    assert (entered(cell, SHANGHAI, NOW) is not None) == counts


def test_a_row_of_a_moment_to_come_is_known_from_its_own_day() -> None:
    cell = "2027-11-27T17:00:00+08:00"
    assert known_on(date(2026, 10, 31), cell, SHANGHAI, NOW) == date(2026, 10, 31)
    assert known_on(date(2026, 10, 31), cell, SHANGHAI) == date(2027, 11, 27)


def test_rows_of_the_past_are_read_alike_whether_there_is_a_future_or_not() -> None:
    from hpplan.plan.items import Catalogue
    from hpplan.plan.load import plan_from

    loaded, _problems = plan_from(ONE_COUNT, "plan.yaml")
    assert loaded is not None
    data = (HEADER + CORRECTION + AHEAD.replace("2027", "2025")).encode()
    with_, without = (
        read_progress(data, "a.csv", "aa", Catalogue(loaded.plan), zone=SHANGHAI, now=now)
        for now in (NOW, None)
    )
    assert with_.series["1.1a"].values == without.series["1.1a"].values == [12]


MOMENTS = st.one_of(
    st.sampled_from(["", "昨天", "2027/1/1 8:00", "2026/11/20 8:00", "2026-11-27T12:00:00"]),
    st.builds(
        lambda hours, offset: (
            (NOW + timedelta(hours=hours)).astimezone(ZoneInfo(offset)).isoformat()
        ),
        st.integers(-2000, 2000),
        st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York"]),
    ),
)
ROWS = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from(["", "不涉及", *map(str, range(10))]), MOMENTS),
    max_size=10,
)


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(ROWS, st.integers(0, 60))
def test_all_views_of_today_agree(
    workspace: Path, rows: list[tuple[int, str, str]], ago: int
) -> None:
    """`status`, `changes`, both halves of `report`, and what `record` starts from."""
    text = "".join(
        f"{TODAY - timedelta(days=back)},1.1a,{value},说明,,{moment}\n"
        for back, value, moment in rows
    )
    lay_out(workspace, rows={"aa": text})
    path, since = workspace / "plan.yaml", TODAY - timedelta(days=ago)
    opened, _problems = open_workspace(path)
    bare, _problems = open_plan(path)
    assert opened is not None
    assert bare is not None
    items = list(opened.catalogue.items.values())
    status = opened.assess(TODAY)
    meeting = gather(bare, TODAY, items, since=since)
    assert list(meeting.assessments) == status
    after = as_known(bare, TODAY, since=since)
    assert after.assess(TODAY, items) == status
    assert meeting.changes == between(as_known(bare, since), after, since, TODAY, items)
    done = append(opened, Entry("1.1a", "9", "aa", since), as_of=TODAY, dry_run=True)
    assert done.before == status[0]
    assert done.counts


def test_the_case_of_a_form_is_told_by_its_effect_alone(workspace: Path) -> None:
    """A row of an earlier day does not bring the figure of a later one down."""
    lay_out(workspace, rows={"aa": "2026-10-31,1.1a,20,,,2026-11-01T08:00:00+08:00\n"})
    form = workspace / "甲局.csv"
    form.write_text("编号,统计截止日,本次累计\n1.1a,2026-09-30,13\n", encoding="utf-8")
    shown = ran("collect", str(form), "--yes").stdout
    assert "→" not in shown
    assert "13 个" in shown
    assert figure() == 20
