"""`hpplan status` from end to end: whole tables, what is shown, and how it ends.

The workspace is small and its numbers are easy to follow: the plan runs for the two years 2025 and
2026, 730 days, and everything is judged as of 2026-06-30, day 545.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

import hpplan
from hpplan.judging.status import STATUSES
from plans import HEADER, lay_out
from running import ran

if TYPE_CHECKING:
    from golden import Golden

SRC = Path(hpplan.__file__).parents[1]
DAY = "2026-06-30"
ESCAPE = "\x1b"

PLAN = """\
format: 1
title: 城市管理精细化行动计划（2025—2026年）
number: 府办发〔2025〕1号
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: fangguan, name: 区房管局}
  - {id: lvhua, name: 区绿化市容局}
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan]}
chapters:
  - id: "1"
    title: 焕新城市面貌
    clauses:
      - id: "1.1"
        title: 推进居住环境品质提升
        leads: [fangguan]
        text: 改造旧里；加梯30个；达标95%；打造示范小区。
        targets:
          - {id: 1.1a, name: 改造零星二级旧里以下房屋, quote: 改造旧里, kind: milestone,
             due: 2026-03-31}
          - {id: 1.1b, name: 规模化加梯全覆盖, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1c, name: 物业达标率, quote: 达标95%, kind: level, at_least: 95, uom: "%",
             baseline: {date: 2025-01-01, value: 80}}
          - {id: 1.1d, name: 打造一批加梯示范小区, quote: 打造示范小区, kind: milestone,
             due: 2025-12-31}
      - id: "1.2"
        title: 规划建设更新街区
        leads: [lvhua, jiedao]
        text: 每年打造2片街区，新增绿道2公里，日常巡查。
        targets:
          - {id: 1.2a, name: 每年打造更新街区, quote: 每年打造2片街区, kind: count,
             at_least: 2, uom: 片, every: year, each: jiedao}
          - {id: 1.2b, name: 新增绿道, quote: 新增绿道2公里, kind: amount, at_least: 2, uom: 公里}
          - {id: 1.2c, name: 日常巡查, quote: 日常巡查, kind: duty}
  - id: "2"
    title: 保障城市运行安全
    clauses:
      - id: "2.1"
        title: 推进燃气安全专项整治
        leads: [yuyuan]
        text: 改造管道□5.1公里，更新立管20户，开展检查。
        targets:
          - {id: 2.1a, name: 改造燃气管道, quote: 改造管道□5.1公里, kind: amount,
             illegible: {at_least: □5.1}, uom: 公里}
          - {id: 2.1b, name: 更新燃气立管, quote: 更新立管20户, kind: count, at_least: 20, uom: 户}
          - {id: 2.1c, name: 开展检查, quote: 开展检查, kind: duty}
"""

ROWS = {
    "fangguan": (
        "2026-03-31,1.1a,80,,,\n"
        "2026-05-31,1.1b,14,,,\n"
        "2026-05-31,1.1c,86,,,\n"
        "2025-12-20,1.1d,98,,,\n"
    ),
    "lvhua": "2026-05-31,1.2b,1.3,,,\n2026-06-15,1.2c,,巡查三次,,\n",
    "waitan": "2025-12-31,1.2a,1,,,\n2026-06-20,1.2a,1,,,\n",
    "yuyuan": "2025-06-30,2.1a,3,,,\n2026-05-31,2.1b,20,,,\n",
}

# What is expected, in the order in which it is shown; whole screens stand in golden/status.

EVERYTHING = {
    "1.1a": "overdue",
    "1.1b": "at-risk",
    "1.1c": "off-track",
    "1.1d": "overdue",
    "1.2a@2025@waitan": "overdue",
    "1.2a@2025@yuyuan": "overdue",
    "1.2a@2026@waitan": "on-track",
    "1.2a@2026@yuyuan": "silent",
    "1.2b": "at-risk",
    "1.2c": "kept",
    "2.1a": "silent",
    "2.1b": "met",
    "2.1c": "silent",
}

# The program in a workspace of its own

in_workspace = pytest.mark.usefixtures("workspace")
pytestmark = pytest.mark.workspace(PLAN, ROWS)


def status(*arguments: str, as_of: str = DAY) -> str:
    """The output of a run in which all is well."""
    result = ran("status", "--as-of", as_of, *arguments)
    assert (result.code, result.stderr) == (0, "")
    return result.stdout


def items(*arguments: str, as_of: str = DAY) -> dict[str, str]:
    """The items that are shown, each with its status."""
    found = json.loads(status("--format", "json", *arguments, as_of=as_of))
    return {each["item"]: each["status"] for each in found["items"]}


# Tables


@in_workspace
def test_what_needs_attention_at_eighty_columns(golden: Golden) -> None:
    golden("attention.en.txt", status())


@in_workspace
def test_what_needs_attention_at_a_hundred_and_twenty_columns(
    monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    golden("attention-120-columns.en.txt", status())


@pytest.mark.parametrize(("width", "told"), [(109, False), (110, True)])
@in_workspace
def test_lateness_has_a_column_of_its_own_where_there_is_room(
    width: int,
    told: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert ("late by" in status()) is told


@in_workspace
def test_the_reasons_stand_below_their_items(golden: Golden) -> None:
    golden("reasons.en.txt", status("-v"))


@in_workspace
def test_all_items_at_eighty_columns(golden: Golden) -> None:
    golden("all.en.txt", status("--all"))


@in_workspace
def test_one_item_alone(golden: Golden) -> None:
    golden("one-item.en.txt", status("1.1c"))


@in_workspace
def test_the_scoreboard_at_eighty_columns(golden: Golden) -> None:
    golden("units.en.txt", status("--by", "unit"))


@pytest.mark.workspace(PLAN, dict.fromkeys(ROWS, ""))
@in_workspace
def test_a_plan_of_which_nothing_was_reported(golden: Golden) -> None:
    golden("nothing-reported.en.txt", status("2", as_of="2025-05-02"))
    golden("before-the-issue.en.txt", status(as_of="2024-12-31"))


@pytest.mark.parametrize("width", [80, 100, 109, 110, 120, 200])
@pytest.mark.parametrize("more", [(), ("--all",), ("--by", "unit"), ("--status", "silent")])
@in_workspace
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(
    width: int, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = status(*more)
    assert [line for line in text.splitlines() if cell_len(line) > width] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    if width == 200:
        assert "…" not in text
    if "--by" not in more:
        for item in items(*more):
            whole = re.sub("@[a-z]+$", "", item)
            assert re.search(rf"^{re.escape(whole)} ", text, re.MULTILINE), item


def test_long_and_wide_text_stays_within_eighty_columns(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "建成环人民广场—新天地区域无架空线示范区，" * 6
    plan = PLAN.replace("规模化加梯全覆盖", name).replace("物业达标率", "x" * 120)
    plan = plan.replace("区房管局", "上海市黄浦区住房保障和房屋管理局").replace(
        "公里}", "平方公里每个居民区}"
    )
    lay_out(workspace, plan)
    for more in ((), ("--all",), ("--by", "unit")):
        text = status(*more)
        assert [line for line in text.splitlines() if cell_len(line) > 80] == []
    monkeypatch.setenv("COLUMNS", "500")
    assert name in status("1.1b")


# What is shown


@in_workspace
def test_all_items_and_those_that_need_attention() -> None:
    everything = items("--all")
    assert everything == EVERYTHING
    attention = {"overdue", "off-track", "at-risk", "silent"}
    assert items() == {item: state for item, state in EVERYTHING.items() if state in attention}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fangguan", ["1.1a", "1.1b", "1.1c", "1.1d"]),
        ("区房管局", ["1.1a", "1.1b", "1.1c", "1.1d"]),
        ("waitan", ["1.2a@2025@waitan", "1.2a@2026@waitan", "1.2b", "1.2c"]),
        ("1", ["1.1a", "1.1b", "1.1c", "1.1d", "1.2a", "1.2b", "1.2c"]),
        ("1.2", ["1.2a", "1.2b", "1.2c"]),
        ("2.1", ["2.1a", "2.1b", "2.1c"]),
        ("1.2a", ["1.2a"]),
        ("1.2a@2026@yuyuan", ["1.2a@2026@yuyuan"]),
        ("1.2a@2025", ["1.2a@2025"]),  # as the table calls a closed year's misses
        ("1.1d", ["1.1d"]),
    ],
)
@in_workspace
def test_items_are_named_by_any_id(name: str, expected: list[str]) -> None:
    whole = {item for item in EVERYTHING if item.startswith(tuple(expected))}
    assert whole
    assert set(items("--all", name)) == whole


@in_workspace
def test_several_ids_add_up_and_options_narrow_down() -> None:
    assert set(items("--all", "1.1a", "2.1b")) == {"1.1a", "2.1b"}
    assert set(items("--all", "--unit", "豫园街道", "--clause", "2")) == {"2.1a", "2.1b", "2.1c"}
    assert set(items("--all", "--unit", "lvhua")) == {"1.2b", "1.2c"}
    assert set(items("--all", "--unit", "lvhua", "--unit", "fangguan", "--clause", "1.1")) == {
        *("1.1a", "1.1b", "1.1c", "1.1d")
    }
    assert set(items("--all", "1.2", "--unit", "各街道", "--status", "silent,kept")) == {
        "1.2a@2026@yuyuan",
        "1.2c",
    }
    assert items("1.1", "--unit", "waitan") == {}


@in_workspace
def test_by_status() -> None:
    assert items("--status", "met") == {"2.1b": "met"}
    assert items("--status", "met, kept") == {"2.1b": "met", "1.2c": "kept"}
    assert items("--status", "met，kept") == {"2.1b": "met", "1.2c": "kept"}
    assert items("--status", "withdrawn") == {}


@in_workspace
def test_a_status_that_is_asked_for_has_its_table(golden: Golden) -> None:
    golden("met.en.txt", status("--status", "met"))


@in_workspace
def test_silent_items_are_rows_where_they_are_asked_for() -> None:
    text = status("--status", "silent")
    assert [line.split()[0] for line in text.splitlines() if line[:2] in {"1.", "2."}] == [
        "1.2a@2026",
        "2.1a",
        "2.1c",
    ]


@in_workspace
def test_what_falls_due_within_some_days() -> None:
    duties = {"1.2c", "2.1c"}  # never finished, so never due
    due = {item for item in EVERYTHING if EVERYTHING[item] not in {"overdue", "met"}} - duties
    assert set(items("--due-within", "184")) == due
    assert items("--due-within", "183") == {}
    # What is overdue fell due before, and is no item that falls due.
    assert set(items("--due-within", "0", as_of="2025-12-31")) == {
        "1.1d",
        "1.2a@2025@waitan",
        "1.2a@2025@yuyuan",
    }


@in_workspace
def test_what_nobody_has_divided_yet() -> None:
    # Of 1.2 three units are in the lead; what each subdistrict owes by itself is divided already.
    assert items("--shared") == {"1.2b": "at-risk", "1.2c": "kept"}
    assert items("--shared", "--status", "kept") == {"1.2c": "kept"}
    assert items("--shared", "1.1") == {}


def test_what_has_reporters_of_its_own_is_divided(workspace: Path) -> None:
    divided = PLAN.replace("uom: 公里}", "uom: 公里, reporters: [lvhua, waitan]}", 1)
    (workspace / "plan.yaml").write_text(divided, encoding="utf-8")
    assert items("--shared") == {"1.2c": "kept"}


@in_workspace
def test_nothing_to_show(golden: Golden) -> None:
    golden("nothing-to-show.en.txt", status("--status", "withdrawn"))


@in_workspace
def test_the_day_decides_what_counts() -> None:
    assert items("--all", "2.1b", as_of="2026-05-31") == {"2.1b": "met"}
    assert items("--all", "2.1b", as_of="2026-05-30") == {"2.1b": "silent"}
    assert items("--all", "2.1b", as_of="2025-01-02") == {"2.1b": "on-track"}
    assert items("--all", "1.2a", as_of="2025-01-02") == {
        "1.2a@2025@waitan": "on-track",
        "1.2a@2025@yuyuan": "on-track",
        "1.2a@2026@waitan": "upcoming",
        "1.2a@2026@yuyuan": "upcoming",
    }


@pytest.mark.parametrize("written", ["2026/6/30", "2026年6月30日", "２０２６-06-30"])
@in_workspace
def test_a_day_may_be_written_as_people_do(written: str) -> None:
    assert status(as_of=written) == status()


@in_workspace
def test_without_a_day_it_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    from hpplan.workspace import LoadedWorkspace

    monkeypatch.setattr(LoadedWorkspace, "today", lambda _workspace: date(2026, 6, 30))
    result = ran("status")
    assert result.stdout == status()


# Formats


@in_workspace
def test_json_counts_everything_and_lists_what_is_shown() -> None:
    found = json.loads(status("--format", "json", "--status", "met"))
    assert found["version"] == 1
    assert found["as_of"] == DAY
    assert found["plan"]["title"] == "城市管理精细化行动计划（2025—2026年）"
    assert list(found["summary"]) == list(STATUSES)
    states = list(EVERYTHING.values())
    assert found["summary"] == {state: states.count(state) for state in STATUSES}
    assert [each["item"] for each in found["items"]] == ["2.1b"]


@in_workspace
def test_every_format_holds_the_same_items(golden: Golden) -> None:
    rows = list(csv.DictReader(io.StringIO(status("--all", "--format", "csv"))))
    assert {row["item"]: row["status"] for row in rows} == EVERYTHING
    lines = status("--all", "--format", "markdown").splitlines()
    assert [line.split(" | ")[0].removeprefix("| ") for line in lines[2:]] == list(EVERYTHING)
    golden("all.en.md", status("--all", "--format", "markdown"))


@in_workspace
def test_data_does_not_depend_on_the_width_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wide = [status("--format", fmt) for fmt in ("json", "csv", "markdown")]
    monkeypatch.setenv("COLUMNS", "20")
    assert [status("--format", fmt) for fmt in ("json", "csv", "markdown")] == wide


@in_workspace
def test_the_scoreboard_in_every_format() -> None:
    found = json.loads(status("--by", "unit", "--format", "json"))
    board = [(each["unit"], each["own"], each["shared"]) for each in found["units"]]
    assert board == [("fangguan", 4, 0), ("yuyuan", 5, 2), ("waitan", 2, 2), ("lvhua", 0, 2)]
    counts = found["units"][0]["counts"]
    assert list(counts) == list(STATUSES)
    assert {state: n for state, n in counts.items() if n} == {
        "overdue": 2,
        "off-track": 1,
        "at-risk": 1,
    }
    rows = list(csv.DictReader(io.StringIO(status("--by", "unit", "--format", "csv"))))
    assert [(row["unit"], int(row["own"]), int(row["shared"])) for row in rows] == board
    lines = status("--by", "unit", "--format", "markdown").splitlines()
    assert [line.split(" | ")[1] for line in lines[2:]] == [each["name"] for each in found["units"]]


# How it ends


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 0),
        (("--fail-on", "overdue"), 1),
        (("--fail-on", "withdrawn"), 0),
        (("--fail-on", "withdrawn,met"), 1),
        (("--fail-on", "unrated, withdrawn"), 0),
        (("1.1b", "--fail-on", "overdue"), 0),
        (("1.1a", "--fail-on", "overdue"), 1),
        # What was chosen is judged, whether or not it is shown.
        (("2.1b", "--fail-on", "met"), 1),
        (("--status", "met", "--fail-on", "overdue"), 1),
    ],
)
@pytest.mark.parametrize("fmt", ["table", "json", "csv", "markdown"])
@in_workspace
def test_fail_on(arguments: tuple[str, ...], code: int, fmt: str) -> None:
    result = ran("status", "--as-of", DAY, "--format", fmt, *arguments)
    assert (result.code, result.stderr) == (code, "")
    at = arguments.index("--fail-on") if arguments else 0
    assert result.stdout == status("--format", fmt, *arguments[:at])


def test_bad_rows_are_left_out_and_told_of(workspace: Path, golden: Golden) -> None:
    file = workspace / "data" / "progress" / "waitan.csv"
    good = json.loads(status("--all", "--format", "json"))
    with file.open("a", encoding="utf-8") as out:
        out.write("2026-06-21,1.2a,约5,,,\n2026-06-22,9.9z,5,,,\n")
    result = ran("status", "--as-of", DAY, "--all", "--format", "json")
    assert result.code == 1
    assert json.loads(result.stdout) == good
    golden("bad-rows.en.txt", result.stderr)
    table = ran("status", "--as-of", DAY)
    assert table.code == 1
    golden("attention.en.txt", table.stdout)
    golden("bad-rows.en.txt", table.stderr)


def test_one_bad_file_hides_no_other(workspace: Path) -> None:
    (workspace / "data" / "progress" / "lvhua.csv").write_bytes(b"\x00\xff\x00")
    (workspace / "data" / "progress" / "waitang.csv").write_text(HEADER, encoding="utf-8")
    result = ran("status", "--as-of", DAY, "--format", "json", "--all")
    assert result.code == 1
    found = {each["item"]: each["status"] for each in json.loads(result.stdout)["items"]}
    assert found == {**EVERYTHING, "1.2b": "silent", "1.2c": "silent"}
    # No row of theirs was looked at, so that none was left out.
    assert [line.split(" ")[:2] for line in result.stderr.splitlines()] == [
        ["data/progress/lvhua.csv:", "HP301"],
        ["data/progress/waitang.csv:", "HP312"],
    ]


def test_a_missing_file_is_no_fault_of_status(workspace: Path) -> None:
    (workspace / "data" / "progress" / "lvhua.csv").unlink()
    assert items("--all") == {**EVERYTHING, "1.2b": "silent", "1.2c": "silent"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["1.1aa"],
        ["区房管居"],
        ["fangguang"],
        ["1.1a", "nosuch"],
        ["--unit", "waitang"],
        ["--clause", "1.1dd"],
        ["--status", "overdu"],
        ["--fail-on", "met,silence"],
        ["--status", "红"],
        ["--as-of", "2026-13-01"],
        ["--as-of", "tomorrow"],
        ["--as-of", ""],
        ["--format", "xml"],
        ["--due-within", "-1"],
        ["--due-within", "soon"],
        ["--by", "clauses"],
        ["--colour"],
    ],
    ids=" ".join,
)
@in_workspace
def test_what_cannot_be_meant_is_a_usage_error(arguments: list[str], golden: Golden) -> None:
    result = ran("status", *arguments)
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")
    golden.says(result.reason)


@in_workspace
def test_a_usage_error_in_full(golden: Golden) -> None:
    golden("usage-error.en.txt", ran("status", "区房管居").stderr)


def test_without_a_plan_nothing_can_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.chdir(tmp_path)
    result = ran("status")
    assert (result.code, result.stdout) == (3, "")
    golden.says(result.stderr)


@in_workspace
def test_a_plan_that_is_not_there(golden: Golden) -> None:
    result = ran("status", "--plan", "nowhere.yaml")
    assert (result.code, result.stdout) == (3, "")
    golden.says(result.stderr)


def test_a_broken_plan(workspace: Path, golden: Golden) -> None:
    (workspace / "plan.yaml").write_text("format: [\n", encoding="utf-8")
    result = ran("status")
    assert (result.code, result.stdout) == (3, "")
    first, second = result.stderr.splitlines(keepends=True)
    assert re.match(r"plan\.yaml:[0-9]+:[0-9]+: HP103 ", first)
    golden.says(second)


def test_every_fault_of_a_plan_is_told(workspace: Path, golden: Golden) -> None:
    broken = PLAN.replace("issued: 2025-01-01", "issued: 2025-02-30").replace(
        "kind: duty", "kind: task"
    )
    (workspace / "plan.yaml").write_text(broken, encoding="utf-8")
    result = ran("status")
    assert (result.code, result.stdout) == (3, "")
    lines = result.stderr.splitlines(keepends=True)
    faulty = [
        str(number)
        for number, line in enumerate(broken.splitlines(), 1)
        if "2025-02-30" in line or "kind: task" in line
    ]
    assert [line.split(":")[1] for line in lines[:-1]] == faulty
    golden("faults-of-a-plan.en.txt", result.stderr)


def test_the_plan_is_found_from_a_folder_below(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = status()
    monkeypatch.chdir(workspace / "data" / "progress")
    assert status() == here


def test_the_plan_may_be_named(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = status()
    elsewhere = workspace.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    monkeypatch.chdir(elsewhere)
    # The hint has to name it as well, a long path by an ellipsis.
    for named in (workspace / "plan.yaml", workspace):
        assert status("--plan", str(named)).replace(" --plan …", "") == here
    monkeypatch.chdir(workspace.parent)
    assert f" --plan {workspace.name}" in status("--plan", workspace.name)
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("HPPLAN_PLAN", str(workspace / "plan.yaml"))
    assert status() == here


# Terminals, pipes and encodings


def spawn(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A run of its own in a pipe, as a shell would start it."""
    return subprocess.run(
        [sys.executable, "-m", "hpplan", *arguments],
        cwd=folder,
        env={**surroundings(), **environment},
        capture_output=True,
        check=False,
    )


def surroundings() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    return {**kept, "PYTHONPATH": str(SRC), "COLUMNS": "80", "PYTHONUTF8": "1", "PAGER": "cat"}


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What a run shows on a terminal."""
    pty: Any = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "hpplan", *arguments],
        cwd=folder,
        env={**surroundings(), "TERM": "xterm-256color", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not more:
            break
        shown += more
    os.close(ours)
    process.wait()
    return shown.decode().replace("\r\n", "\n")


def test_a_pipe_gets_no_escape_sequences(workspace: Path, golden: Golden) -> None:
    done = spawn(workspace, "status", "--as-of", DAY, "--all")
    assert (done.returncode, done.stderr) == (0, b"")
    golden("all.en.txt", done.stdout.decode())


def test_a_terminal_gets_colours_and_the_same_words(workspace: Path, golden: Golden) -> None:
    shown = on_a_terminal(workspace, "status", "--as-of", DAY)
    assert f"{ESCAPE}[1;38;5;160m" in shown
    golden("attention.en.txt", re.sub(r"\x1b\[[0-9;]*m", "", shown))


def test_no_color_is_respected_on_a_terminal(workspace: Path, golden: Golden) -> None:
    shown = on_a_terminal(workspace, "status", "--as-of", DAY, NO_COLOR="1")
    codes = {code for found in re.findall(r"\x1b\[([0-9;]*)m", shown) for code in found.split(";")}
    assert not [code for code in codes if code.isdigit() and int(code) >= 30]
    golden("attention.en.txt", re.sub(r"\x1b\[[0-9;]*m", "", shown))


def test_a_terminal_that_can_do_nothing_gets_plain_text(workspace: Path, golden: Golden) -> None:
    shown = on_a_terminal(workspace, "status", "--as-of", DAY, TERM="dumb")
    golden("attention.en.txt", shown)


@pytest.mark.parametrize("fmt", ["json", "csv", "markdown"])
def test_data_on_a_terminal_is_plain(workspace: Path, fmt: str) -> None:
    shown = on_a_terminal(workspace, "status", "--as-of", DAY, "--format", fmt)
    assert ESCAPE not in shown
    assert shown == status("--format", fmt)


def test_chinese_windows_reads_what_is_printed(workspace: Path, golden: Golden) -> None:
    done = spawn(workspace, "status", "--as-of", DAY, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    golden("attention-in-gbk.en.txt", done.stdout.decode("gbk"))


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_what_an_encoding_lacks_is_no_crash(workspace: Path, encoding: str) -> None:
    hidden = PLAN.replace("规模化加梯全覆盖", "加梯😀\u202e")
    (workspace / "plan.yaml").write_text(hidden, encoding="utf-8")
    for fmt in ("table", "json", "csv", "markdown"):
        done = spawn(
            workspace,
            *("status", "--as-of", DAY, "--format", fmt),
            PYTHONIOENCODING=encoding,
            PYTHONUTF8="0",
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"1.1b" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="it takes a shell")
@pytest.mark.parametrize("closing", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("status",), 0),
        (("collect", "in", "--dry-run"), 3),
        (("collect", "in"), 2),
        (("record", "--unit", "fangguan"), 2),
        (("report", "-o", "r.md"), 0),
        (("nothing",), 2),
    ],
    ids=str,
)
def test_a_stream_that_is_closed_is_no_crash(
    workspace: Path, arguments: tuple[str, ...], code: int, closing: str
) -> None:
    (workspace / "in").mkdir(exist_ok=True)
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closing}', "sh", sys.executable, "-m", "hpplan", *arguments],
        cwd=workspace,
        env=surroundings(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == code
    assert b"itself failed" not in done.stderr


TERMINATED = """
import os, signal, sys
import hpplan.cli
signal.signal(signal.SIGHUP, signal.SIG_IGN if "nohup" in sys.argv[1] else signal.SIG_DFL)
number = signal.SIGHUP if "hup" in sys.argv[1] else signal.SIGTERM
fsync = os.fsync
os.fsync = lambda handle: (os.kill(os.getpid(), number), fsync(handle))
sys.argv[1:] = sys.argv[2:]
hpplan.cli.main()
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the system has no such signals")
@pytest.mark.parametrize(("how", "code"), [("term", 143), ("hup", 129), ("nohup", 0)])
def test_whoever_ends_it_half_way_leaves_nothing_half_done(
    workspace: Path, how: str, code: int
) -> None:
    def held() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}

    before = held()
    report = ("report", "-o", "r.md", "--as-of", DAY)
    record = ("record", "1.1b", "15", "--date", DAY, "--as-of", DAY, "--unit", "fangguan")
    for arguments in (report, record):
        done = subprocess.run(
            [sys.executable, "-c", TERMINATED, how, *arguments],
            cwd=workspace,
            env=surroundings(),
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (code, b"")
    after = {path: data for path, data in held().items() if not path.name.endswith(".lock")}
    if code:
        assert after == before
    else:
        assert {path.name for path in after if after[path] != before.get(path)} == {
            "r.md",
            "fangguan.csv",
        }


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_where_nothing_can_be_said_at_all_it_ends_as_where_no_data_can_be_written(
    workspace: Path,
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hpplan", "status", "--plan", "nowhere"],
            cwd=workspace,
            env=surroundings(),
            stderr=full,
            check=False,
        )
    assert done.returncode == 3


# Hostile text


def test_text_from_files_is_never_markup_nor_a_command_to_the_terminal(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    hostile = "[red]加梯[/red]\u202e:smile:"
    plan = PLAN.replace("规模化加梯全覆盖", f'"{hostile}"').replace("区房管局", '"[bold]局\u200b"')
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    file = workspace / "data" / "progress" / "fangguan.csv"
    with file.open("a", encoding="utf-8") as out:
        out.write("2026-05-31,1.1b,14,\x1b[31m[red]说明\u202e,\x1b]0;x\x07,\n")
        out.write("2026-05-31,1.1\x1b[31m\u202eb,14,,,\n")
    for fmt in ("table", "json", "csv", "markdown"):
        result = ran("status", "--as-of", DAY, "--all", "--format", fmt)
        assert result.code == 1
        for stream in (result.stdout, result.stderr):
            assert not set(stream) & {"\x1b", "\x07", "\u202e", "\u200b"}
        assert "<U+001B>[31m<U+202E>b" in result.stderr
    monkeypatch.setenv("COLUMNS", "200")
    golden("hostile-text.en.txt", ran("status", "--as-of", DAY, "1.1b").stdout)


def test_nothing_is_written(workspace: Path) -> None:
    def seen() -> dict[str, tuple[bytes, int]]:
        return {
            path.relative_to(workspace).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in workspace.rglob("*")
            if path.is_file()
        }

    before = seen()
    for fmt in ("table", "json", "csv", "markdown"):
        ran("status", "--format", fmt, "--fail-on", "overdue")
    assert seen() == before


@in_workspace
def test_an_item_that_is_named_outright_is_shown_although_it_is_fine() -> None:
    fine = next(item for item, status_ in EVERYTHING.items() if status_ == "met")
    assert items(fine) == {fine: "met"}
    assert items(fine, "--status", "overdue") == {}


@pytest.mark.parametrize("option", [("-n", "3"), ("--sort", "due")])
def test_a_table_of_parts_is_neither_cut_nor_sorted(option: tuple[str, str]) -> None:
    shown = ran("status", "--by", "unit", *option)
    assert shown.code == 2
    assert shown.stderr.endswith(
        "--limit and --sort are for lists of items; --by shows every part in one row\n"
    )
