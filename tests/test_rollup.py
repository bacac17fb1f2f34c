"""Many workspaces judged into one folder, in the process of the tests."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import struct
import sys
import zipfile
from concurrent.futures import Future
from contextlib import redirect_stderr
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hpplan import workspace
from hpplan.cli import rollup as cli
from hpplan.rollup import batches, judge, pools
from hpplan.rollup.batches import batches_of
from hpplan.rollup.content import content_of
from hpplan.rollup.parts import Part, RunSettings
from hpplan.rollup.sources import Reference, find_workspaces
from hpplan.rollup.tables import RowFile
from plans import BASE, HEADER, ONE_COUNT, lay_out
from rolling import CASES, InlinePool, copy_case, lay_out_shelf, rows_of
from running import Shown, on_fake_terminal, ran

DAY = date(2026, 11, 22)
AS_OF = ("--as-of", DAY.isoformat())
ROW = "2026-06-30,1.1a,20,,,\n"


@pytest.fixture(autouse=True)
def pool(monkeypatch: pytest.MonkeyPatch) -> InlinePool:
    """Who judges in place of processes."""
    inline = InlinePool()
    monkeypatch.setattr(pools, "ProcessPool", lambda _size: inline)
    return inline


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sound workspaces in two regions, in a folder that is the current one's."""
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(("甲市/a", "乙市/b")):
        plan = ONE_COUNT.replace("测试计划", f"计划{number}")
        lay_out(tmp_path / "shelf" / name, plan, {"aa": ROW})
    return tmp_path / "shelf"


def plain(value: Any) -> Any:
    """A value as JSON has it: days as texts, and no keys that are null in a struct."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if each is not None}
    return value


def of(rows: list[dict[str, Any]], *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in rows]


def rolled(*arguments: str) -> Shown:
    return ran("rollup", *arguments, *AS_OF, "--into", "out")


# The same as `status`


def test_items_equal_those_of_status_over_fifty_workspaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cases = CASES[:: len(CASES) // 49][:49]
    for case in cases:
        copy_case(case, tmp_path / "shelf" / case.name)
    ran("demo", "shelf/demo", "--rows", "500", *AS_OF, "--plan", str(BASE.parents[2] / "plan.yaml"))
    assert rolled("shelf").code == 1
    items: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of("out/items/*.parquet", "plan"):
        items.setdefault(row["plan"], []).append(row)
    plans = {row["plan"]: row for row in rows_of("out/plans.parquet")}
    assert len(plans) == 50
    judged = 0
    for name, plan in plans.items():
        shown = ran("status", "--all", "--format", "json", *AS_OF, "--plan", f"shelf/{name}")
        if shown.code == 3:
            assert plan["state"] == "unreadable", name
            assert plan["why"].startswith(f"{name}/plan.yaml"), name
            assert name not in items
            continue
        said = json.loads(shown.stdout)
        found = {row["item"]: row for row in items.get(name, [])}
        assert set(found) == {item["item"] for item in said["items"]}, name
        for item in said["items"]:
            item["period"] = item["period"] and str(item["period"])  # of a year a number
            assert plain({key: found[item["item"]][key] for key in item}) == plain(item)
        counts = {status: plan[status.replace("-", "_")] for status in said["summary"]}
        assert counts == said["summary"], name
        assert (plan["left_out"] > 0 or plan["errors"] > 0) == (shown.code == 1), name
        judged += 1
    assert judged >= 25


def test_units_are_those_of_the_scoreboard(shelf: Path) -> None:
    lay_out(shelf / "甲市/a", None, {"aa": "2026-06-30,1.1a,1,,,\n"})
    assert rolled("shelf").code == 0
    said = json.loads(
        ran("status", "--by", "unit", "--format", "json", *AS_OF, "--plan", "shelf/甲市/a").stdout
    )["units"]
    found = [row for row in rows_of("out/units/*.parquet") if row["plan"] == "甲市/a"]
    assert of(found, "unit", "own", "to_move", "move_off_track", "last_report") == [
        ("aa", 1, 1, said[0]["to_move_by_status"]["off-track"], date(2026, 6, 30))
    ]
    assert said[0]["to_move"] == 1


def test_names_of_units_stand_beside_their_ids(shelf: Path) -> None:
    rolled(str(shelf))
    found = rows_of("out/items/*.parquet", "plan")
    assert of(found, "plan", "region", "leads", "lead_names", "reporter_names", "measurable") == [
        ("乙市/b", "乙市", ["aa"], ["甲局"], ["甲局"], True),
        ("甲市/a", "甲市", ["aa"], ["甲局"], ["甲局"], True),
    ]


# States


def test_each_workspace_has_its_state(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(shelf / "silent", ONE_COUNT)
    lay_out(shelf / "faulty", ONE_COUNT, {"aa": ROW + "2026-13-01,1.1a,3,,,\n"})
    lay_out(shelf / "draft", ONE_COUNT.replace("format: 1", "format: 1\nconfirm: [damaged]"))
    lay_out(shelf / "broken", "format: 1\n")
    lay_out(shelf / "bug", ONE_COUNT.replace("测试", "缺陷"))
    opened = workspace.open_workspace

    def open_or_fail(path: Path, **named: Any) -> Any:
        if named["name"] == "bug":
            raise ZeroDivisionError("by zero")
        return opened(path, **named)

    monkeypatch.setattr(judge, "open_workspace", open_or_fail)
    shown = rolled("shelf")
    assert (shown.code, shown.stderr) == (1, "")
    assert of(rows_of("out/plans.parquet"), "plan", "state", "items", "rows", "left_out") == [
        ("broken", "unreadable", None, None, None),
        ("bug", "failed", None, None, None),
        ("draft", "draft", 1, 0, 0),
        ("faulty", "judged", 1, 2, 1),
        ("silent", "no-reports", 1, 0, 0),
        ("乙市/b", "judged", 1, 1, 0),
        ("甲市/a", "judged", 1, 1, 0),
    ]
    faults = rows_of("out/faults.parquet", "plan, line, message")
    assert of(faults, "path", "line", "column", "code", "severity")[-1] == (
        "faulty/data/progress/aa.csv",
        3,
        1,
        "HP304",
        "error",
    )
    (own,) = (row for row in faults if row["plan"] == "bug")
    assert (own["code"], own["path"]) == (None, "bug")
    assert own["message"].startswith("hpplan itself failed: ZeroDivisionError: by zero (test_roll")
    said = json.loads(Path("out/rollup.json").read_bytes())
    assert said["states"] == {
        "judged": 3,
        "draft": 1,
        "no-reports": 1,
        "unreadable": 1,
        "lost": 0,
        "failed": 1,
    }


def test_nothing_judged_is_exit_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path / "shelf/broken", "format: 1\n")
    assert rolled("shelf").code == 3
    Path("empty").mkdir()
    shown = ran("rollup", "empty")
    assert (shown.code, shown.stderr) == (3, "There is no plan.yaml in empty\n")


@pytest.mark.usefixtures("shelf")
def test_fail_on_looks_at_all_plans() -> None:
    assert rolled("shelf", "--fail-on", "overdue").code == 0
    assert rolled("shelf", "--fail-on", "at-risk,off-track").code == 1
    assert ran("rollup", "out", "--fail-on", "at-risk").code == 1


@pytest.mark.usefixtures("shelf")
def test_workspaces_that_are_alike_are_named() -> None:
    number = ONE_COUNT.replace("title: 测试计划", "title: 测试计划\nnumber: 〔2024〕1号")
    for name in ("一", "二"):
        lay_out(Path("shelf", name), number, {"aa": ROW})
    lay_out(Path("shelf/三"), number, {"aa": ROW.replace("20", "21", 1)})
    shown = rolled("shelf")
    assert shown.code == 0
    assert shown.stderr == (
        "1 workspace holds the same files as another: 二 as 一\n"
        "1 workspace has the title, issuer and number of another: 三 as 一\n"
    )
    found = rows_of("out/plans.parquet")
    assert of(found, "plan", "same_content_as", "same_plan_as") == [
        ("一", None, None),
        ("三", None, "一"),
        ("乙市/b", None, None),
        ("二", "一", "一"),
        ("甲市/a", None, None),
    ]


# Sources


def found(*sources: str) -> list[tuple[str, str, str]]:
    """Name, region and place of what sources hold."""
    here = f"{Path.cwd()}{os.sep}"
    return [
        (each.name, each.region, each.path.removeprefix(here))
        for each in find_workspaces(sources).references
    ]


def test_a_folder_is_searched_but_not_below_a_plan_nor_behind_links(shelf: Path) -> None:
    lay_out(shelf / "甲市/a/old/inner", ONE_COUNT)
    lay_out(shelf / ".git/copy", ONE_COUNT)
    (shelf / "link").symlink_to(shelf / "甲市", target_is_directory=True)
    assert found("shelf") == [
        ("乙市/b", "乙市", "shelf/乙市/b"),
        ("甲市/a", "甲市", "shelf/甲市/a"),
    ]
    assert found("shelf/甲市/a") == [("a", "", "shelf/甲市/a")]


def test_patterns_are_named_from_where_they_begin(shelf: Path) -> None:
    expected = [("乙市/b", "乙市", "shelf/乙市/b"), ("甲市/a", "甲市", "shelf/甲市/a")]
    assert found("shelf/*/*") == expected
    assert found("shelf/**/plan.yaml") == expected
    assert found("shelf/甲市", "shelf/乙市") == expected
    assert found(str(shelf / "*市")) == expected
    assert found("shelf/*.zip") == []


def test_a_list_names_workspaces_and_regions(shelf: Path) -> None:
    (shelf / "list.csv").write_text(
        "\ufeff名,PATH,name,region\n"
        ",甲市/a,长宁,上海/长宁\n"
        "\n"
        ",乙市/b/plan.yaml,,\n"
        ",s3://bucket/c.zip,c, 上海 / 静安 /\n",
        encoding="utf-8",
    )
    assert found("shelf/list.csv") == [
        ("c", "上海/静安", "s3://bucket/c.zip"),
        ("乙市/b/plan.yaml", "", "shelf/乙市/b"),
        ("长宁", "上海/长宁", "shelf/甲市/a"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,region\n", "list.csv:1:1: the column path is missing"),
        ("name,path\na,\n", "list.csv:2:1: the path is missing"),
        ('name,path\n"a,b\n', "list.csv:2:1: HP308 a quote opens here and is never closed"),
        ("name,path\na,x\na,y\n", "two plans are called “a”"),
    ],
)
def test_a_faulty_list_is_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text(text, encoding="utf-8")
    shown = ran("rollup", "list.csv")
    assert shown.code == 2
    assert said in shown.reason


@pytest.mark.usefixtures("shelf")
def test_what_is_no_source_is_usage() -> None:
    shown = ran("rollup", "nowhere")
    assert (shown.code, shown.reason) == (
        2,
        "Error: Invalid value: nowhere: there is no such folder, list or archive\n",
    )
    assert rolled("shelf").code == 0
    assert "an earlier run, which is only read; leave out --into" in rolled("out").reason


# Archives and bombs


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


WHOLE = {"plan.yaml": ONE_COUNT.encode(), "data/progress/aa.csv": (HEADER + ROW).encode()}


def test_an_archive_is_a_workspace(shelf: Path) -> None:
    zipped(shelf / "甲.zip", WHOLE | {"../out.csv": b"x", "data/progress/../../x.csv": b"x"})
    zipped(shelf / "乙.zip", {f"a/{name}": data for name, data in WHOLE.items()})
    assert rolled("shelf/*.zip").code == 0
    plans = rows_of("out/plans.parquet")
    assert of(plans, "plan", "state", "rows", "path") == [
        ("乙", "judged", 1, str(shelf / "乙.zip")),
        ("甲", "judged", 1, str(shelf / "甲.zip")),
    ]


def test_an_archive_may_be_fetched(shelf: Path) -> None:
    pytest.importorskip("fsspec")
    whole = zipped(shelf.parent / "far.zip", WHOLE).as_uri()
    gone = whole.replace("far", "gone")
    (shelf / "list.csv").write_text(f"name,path\n近,{whole}\n远,{gone}\n", encoding="utf-8")
    assert rolled("shelf/list.csv").code == 1
    near, far = rows_of("out/plans.parquet", "state")
    assert (near["plan"], near["state"], near["path"]) == ("近", "judged", whole)
    assert (far["plan"], far["state"]) == ("远", "unreadable")
    assert far["why"].startswith("远: the file cannot be read: No such file or directory: ")
    down = ran("--width", "200", "rollup", "out", "--plan", "近").stdout.splitlines()[-1]
    assert down.startswith(f"why: unpack {whole}, then hpplan show ")


def test_urls_that_nothing_installed_reads_are_told_first(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsspec = pytest.importorskip("fsspec")

    def wanting(protocol: str) -> None:
        raise ImportError(f"Install {protocol}fs")

    monkeypatch.setattr(fsspec, "get_filesystem_class", wanting)
    whole = zipped(shelf.parent / "far.zip", WHOLE).as_uri()
    (shelf / "list.csv").write_text(f"name,path\n近,{whole}\n", encoding="utf-8")
    shown = rolled("shelf/list.csv")
    assert (shown.code, shown.stderr) == (0, "no plan at file:// can be read: Install filefs\n")


@pytest.mark.parametrize(
    ("error", "message", "hint"),
    [
        (PermissionError("Forbidden"), "Permission denied: Forbidden", None),
        (
            ImportError("Install s3fs"),
            "Install s3fs",
            "install what is missing wherever plans are judged",
        ),
        (RuntimeError("no key\n<xml/>"), "RuntimeError: no key", None),
    ],
)
def test_a_storage_that_gives_nothing_is_a_fault(
    error: Exception,
    message: str,
    hint: str | None,
    shelf: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fsspec = pytest.importorskip("fsspec")

    def failing(*_given: object) -> None:
        raise error

    monkeypatch.setattr(fsspec, "open", failing)
    (shelf / "list.csv").write_text("name,path\n远,memory://plans/a.zip\n", encoding="utf-8")
    assert rolled("shelf/list.csv").code == 3
    (fault,) = rows_of("out/faults.parquet")
    assert (fault["message"], fault["hint"]) == (f"the file cannot be read: {message}", hint)


def test_an_archive_of_no_bytes_is_none(shelf: Path) -> None:
    (shelf / "list.csv").write_text("name,path\n空,empty.zip\n", encoding="utf-8")
    (shelf / "empty.zip").touch()
    assert rolled("shelf/list.csv").code == 3
    (fault,) = rows_of("out/faults.parquet")
    assert fault["message"] == "the archive cannot be used: it is damaged, or no ZIP archive"


def encrypted(data: bytes) -> bytes:
    """An archive that says that it is encrypted."""
    return data.replace(b"PK\1\2\x14\x03\x14\0\0\0", b"PK\1\2\x14\x03\x14\0\1\0").replace(
        b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0"
    )


def with_long_directory(data: bytes) -> bytes:
    """An archive that says that its list of files is of 16 MiB."""
    end = bytearray(data)
    struct.pack_into("<L", end, data.rindex(b"PK\5\6") + 12, 2**24)
    return bytes(end)


def packed_as(method: int, data: bytes) -> bytes:
    """An archive that says that its files are packed by another method."""
    sign = struct.pack("<H", method)
    return data.replace(b"PK\3\4\x14\0\0\0\x08\0", b"PK\3\4\x14\0\0\0" + sign).replace(
        b"PK\1\2\x14\x03\x14\0\0\0\x08\0", b"PK\1\2\x14\x03\x14\0\0\0" + sign
    )


def test_archives_that_cannot_be_used_are_rows(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HPPLAN_MAX_MIB", "1")
    sound = zipped(shelf / "0.zip", WHOLE).read_bytes()
    (shelf / "1.zip").write_bytes(b"no archive")
    zipped(shelf / "2.zip", {"x/y/plan.yaml": b""})
    (shelf / "3.zip").write_bytes(encrypted(sound))
    (shelf / "4.zip").write_bytes(with_long_directory(sound))
    zeros = {f"data/progress/{n}.csv": bytes(2**20) for n in range(9)}
    zipped(shelf / "5.zip", WHOLE | zeros)
    zipped(shelf / "6.zip", {"plan.yaml": bytes(2**20 + 1)})
    (shelf / "7.zip").write_bytes(bytes(2**20 + 1))
    (shelf / "8.zip").write_bytes(sound[:60] + b"\xff\xff" + sound[62:])
    (shelf / "9.zip").write_bytes(packed_as(zipfile.ZIP_LZMA, sound))
    assert rolled("shelf/*.zip").code == 1
    assert of(rows_of("out/plans.parquet"), "plan", "state", "why") == [
        ("0", "judged", None),
        ("1", "unreadable", f"1: {CANNOT} it is damaged, or no ZIP archive"),
        ("2", "unreadable", f"2: {CANNOT} there is no plan.yaml in it, nor in its only folder"),
        ("3", "unreadable", f"3: {CANNOT} it is protected by a password"),
        ("4", "unreadable", f"4: {CANNOT} it lists too many files"),
        ("5", "unreadable", "5: the archive is larger than 8 MiB, and is not read"),
        ("6", "unreadable", "6/plan.yaml: the file is larger than 1 MiB, and is not read"),
        ("7", "unreadable", "7: the file is larger than 1 MiB, and is not read"),
        ("8", "unreadable", f"8: {CANNOT} it is damaged, or no ZIP archive"),
        ("9", "unreadable", f"9: {CANNOT} it is damaged, or no ZIP archive"),
    ]


CANNOT = "the archive cannot be used:"


def test_a_plan_may_take_a_quarter_of_the_limit_of_a_file(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HPPLAN_MAX_MIB", "8")
    plan = shelf / "甲市/a/plan.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + "#" * 2**21, encoding="utf-8")
    assert rolled("shelf").code == 1
    why = "甲市/a/plan.yaml: the file is larger than 2 MiB, and is not read"
    assert of(rows_of("out/plans.parquet"), "plan", "state", "errors", "why") == [
        ("乙市/b", "judged", 0, None),
        ("甲市/a", "unreadable", 1, why),
    ]
    faults = rows_of("out/faults.parquet")
    assert of(faults, "path", "code", "severity", "hint") == [
        (
            "甲市/a/plan.yaml",
            "HP106",
            "error",
            "if it is what it should be, set HPPLAN_MAX_MIB to a larger number",
        )
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX alone")
def test_pipes_and_links_out_are_rows(shelf: Path) -> None:
    secret = shelf.parent / "secret.yaml"
    secret.write_text(ONE_COUNT, encoding="utf-8")
    for name in ("fifo", "link"):
        (shelf / name).mkdir()
    os.mkfifo(shelf / "fifo/plan.yaml")
    (shelf / "link/plan.yaml").symlink_to(secret)
    os.mkfifo(shelf / "甲市/a/data/progress/bb.csv")
    (shelf / "乙市/b/data/progress/aa.csv").unlink()
    (shelf / "乙市/b/data/progress/aa.csv").symlink_to(secret)
    assert rolled("shelf").code == 1
    assert of(rows_of("out/faults.parquet"), "path", "code", "message") == [
        ("fifo/plan.yaml", "HP101", "this is no file"),
        ("link/plan.yaml", "HP313", "the file leads out of the workspace, and is not read"),
        (
            "乙市/b/data/progress/aa.csv",
            "HP313",
            "the file leads out of the workspace, and is not read",
        ),
        (
            "甲市/a/data/progress/bb.csv",
            "HP312",
            "there is no unit bb in the plan; the file is left out",
        ),
    ]


def test_texts_that_no_table_can_hold_are_written_all_the_same(tmp_path: Path) -> None:
    with RowFile(tmp_path / "rows", {"a": "VARCHAR", "b": "VARCHAR[]"}) as file:
        file.add([{"a": "1\0\\u0000", "b": ["\ud800", "\0"]}, {"a": "2" * 3_000_000}])
        file.write(tmp_path / "rows.parquet")
    assert rows_of(tmp_path / "rows.parquet") == [
        {"a": "1\ufffd\\u0000", "b": ["\ufffd", "\ufffd"]},
        {"a": "2" * 3_000_000, "b": None},
    ]


# Parts


def test_an_unchanged_workspace_is_not_judged_again(shelf: Path, pool: InlinePool) -> None:
    lay_out(shelf / "甲市/c", ONE_COUNT.replace("测试计划", "三"), {"aa": ROW})
    assert rolled("shelf").code == 0
    record = json.loads(Path("out/rollup.json").read_bytes())
    before = {path: path.stat().st_mtime_ns for path in Path("out/items").iterdir()}
    plans = Path("out/plans.parquet").read_bytes()
    assert rolled("shelf").code == 0
    assert {path: path.stat().st_mtime_ns for path in Path("out/items").iterdir()} == before
    assert Path("out/plans.parquet").read_bytes() == plans
    assert json.loads(Path("out/rollup.json").read_bytes()) == record
    (shelf / "甲市/a/data/progress/aa.csv").write_text(HEADER + ROW * 2, encoding="utf-8")
    assert rolled("shelf").code == 0
    after = {path: path.stat().st_mtime_ns for path in Path("out/items").iterdir()}
    assert before.items() < after.items()
    assert len(after) - len(before) == 2
    assert len(pool.calls) == 3 * len(record["parts"])
    assert ran("rollup", "out").stdout.startswith("3 plans  ")


@pytest.mark.parametrize("name", ["items/*.json", "items/*.parquet", "units/*.parquet"])
def test_a_part_of_which_something_is_lost_is_made_anew(shelf: Path, name: str) -> None:
    rolled(str(shelf))
    whole = {path: path.read_bytes() for path in Path("out").glob(name)}
    for path, data in whole.items():
        path.write_bytes(data[: len(data) // 2])
    assert rolled(str(shelf)).code == 0
    assert {path: path.read_bytes() for path in Path("out").glob(name)} == whole


def test_another_day_language_or_limit_makes_another_part(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = set()
    for more in ((), ("--as-of", "2026-11-21"), ("--lang", "zh")):
        ran("rollup", str(shelf), "--into", "out", *AS_OF, *more)
        keys.add(tuple(json.loads(Path("out/rollup.json").read_bytes())["parts"]))
    monkeypatch.setenv("HPPLAN_MAX_MIB", "31")
    rolled(str(shelf))
    keys.add(tuple(json.loads(Path("out/rollup.json").read_bytes())["parts"]))
    assert len(keys) == 4
    assert sorted(path.name for path in Path("out/plans").iterdir()) == [
        "as_of=2026-11-21.parquet",
        "as_of=2026-11-22.parquet",
    ]


def test_content_is_names_and_bytes(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "a", ONE_COUNT, {"aa": ROW})
    content = content_of(str(folder))
    shutil.copytree(folder, tmp_path / "b")
    assert content_of(str(tmp_path / "b")) == content
    (folder / "data/progress/notes.txt").write_text("x")
    (folder / "data/progress/.hidden.csv").write_text("x")
    assert content_of(str(folder)) == content
    (folder / "data/progress/aa.csv").rename(folder / "data/progress/bb.csv")
    assert content_of(str(folder)) != content


def test_a_workspace_more_changes_its_own_batch_alone() -> None:
    shelf = [Reference(f"{number:04}", "", "") for number in range(1000)]
    batches = set(batches_of(shelf))
    more = set(batches_of([*shelf[:500], Reference("0499a", "", ""), *shelf[500:]]))
    assert len(batches - more) <= 2
    assert sum(map(len, batches)) == 1000
    sizes = list(map(len, batches_of(shelf)))
    assert sizes == sorted(sizes, reverse=True)  # no large one is waited for in the end
    assert max(map(len, batches)) <= 32
    assert 40 < len(batches) < 100


# The folder of the results


def test_a_folder_of_something_else_is_left_alone(shelf: Path) -> None:
    Path("out").mkdir()
    Path("out/thesis.txt").write_text("x")
    shown = rolled(str(shelf))
    assert (shown.code, shown.stderr) == (
        3,
        f"{Path.cwd()}/out holds something else than a roll-up; name a new one\n",
    )
    assert [path.name for path in Path("out").iterdir()] == ["thesis.txt"]
    Path("file").write_text("x")
    assert ran("rollup", str(shelf), "--into", "file").code == 3


def test_without_a_folder_nothing_stays(shelf: Path) -> None:
    shown = ran("rollup", str(shelf), *AS_OF)
    assert shown.code == 0
    assert shown.stdout.startswith("2 plans  ")
    assert [path.name for path in Path.cwd().iterdir()] == ["shelf"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "[" * 9999, '{"format": 2}', '{"format": 1, "as_of": "2026-11-22"}']
)
def test_a_damaged_record_is_said(shelf: Path, text: str) -> None:
    rolled(str(shelf))
    Path("out/rollup.json").write_text(text)
    shown = ran("rollup", "out")
    assert (shown.code, shown.stderr) == (
        3,
        (
            "out/rollup.json is no roll-up of this version of hpplan\n"
            "roll the plans up anew, into a new folder\n"
        ),
    )


def test_a_record_leads_nowhere_else(shelf: Path) -> None:
    rolled(str(shelf))
    said = json.loads(Path("out/rollup.json").read_bytes())
    Path("out/rollup.json").write_text(json.dumps(said | {"parts": ["../../x"]}))
    assert ran("rollup", "out").code == 3


def test_a_missing_part_is_said(shelf: Path) -> None:
    rolled(str(shelf))
    for path in Path("out/items").glob("*.parquet"):
        path.unlink()
    shown = ran("rollup", "out")
    assert shown.code == 3
    assert shown.stderr.startswith("out cannot be read: ")
    assert shown.stderr.endswith("\nroll the plans up again into it\n")


def test_without_duckdb_the_extra_is_named(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    shown = rolled(str(shelf))
    assert (shown.code, shown.stderr) == (
        3,
        "rolling up plans needs duckdb, which is not installed\ninstall hpplan with [rollup]\n",
    )


# Deaths and interruptions


def test_a_workspace_that_is_deadly_is_lost_alone(
    shelf: Path, pool: InlinePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out_shelf(shelf, 9)
    pool.poison["05"] = 99
    assert rolled(str(shelf)).code == 1
    plans = rows_of("out/plans.parquet")
    assert [row["plan"] for row in plans if row["state"] == "lost"] == ["05"]
    assert {row["state"] for row in plans} == {"judged", "lost"}
    assert len(plans) == 11
    (fault,) = rows_of("out/faults.parquet")
    assert (fault["path"], fault["message"]) == (
        "05",
        "whoever judges this workspace is ended by the system each time",
    )
    assert pool.calls[-1:] != [["05"]]  # the rest goes on behind it
    undisturbed = rows_of("out/items/*.parquet", "plan")
    monkeypatch.setattr(pools, "ProcessPool", lambda _size: InlinePool())
    assert rolled(str(shelf)).code == 0
    whole = Path("out/rollup.json")
    parts = json.loads(whole.read_bytes())["parts"]
    again = [row for key in parts for row in rows_of(f"out/items/{key}.parquet", "plan")]
    assert [row for row in sorted(again, key=lambda row: row["plan"]) if row["plan"] != "05"] == (
        undisturbed
    )


def test_a_death_by_chance_costs_nothing(shelf: Path, pool: InlinePool) -> None:
    lay_out_shelf(shelf, 9)
    pool.poison["05"] = 1
    assert rolled(str(shelf)).code == 0
    assert {row["state"] for row in rows_of("out/plans.parquet")} == {"judged"}
    assert pool.renewed == 1


def test_what_is_under_way_is_named_when_nothing_comes_back_for_long(
    shelf: Path, pool: InlinePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Future[Any]] = []

    def never(_call: Any, *_given: Any) -> Future[Any]:
        begun.append(Future())
        return begun[-1]

    def end(seconds: int, names: list[str]) -> None:
        cli._note_silence(seconds, names)  # noqa: SLF001
        for each in begun:
            each.set_result(Part("", [], [], 0))

    monkeypatch.setattr(pool, "submit", never)
    monkeypatch.setattr(batches, "PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(batches, "SILENCE_SECONDS", 0)
    references = find_workspaces([str(shelf)]).references
    settings = RunSettings(DAY, DAY, "en", "out")
    with redirect_stderr(io.StringIO()) as said:
        parts = list(batches.judge_batches(pool, batches_of(references), settings, end))
    assert len(parts) == len(begun)
    assert said.getvalue() == "nothing has come back for 0 s; being judged: 乙市/b、甲市/a\n"


def test_parts_that_are_no_longer_listed_are_removed_after_a_day(shelf: Path) -> None:
    assert rolled(str(shelf)).code == 0
    record = Path("out/rollup.json")
    first = set(json.loads(record.read_bytes())["parts"])
    foreign = [Path("out/items") / name for name in ("own.parquet", f"{'A' * 32}.json")]
    draft = Path("out/units") / f".{'0' * 32}.parquet-1.new"
    for path in (*foreign, draft):
        path.touch()
    (shelf / "甲市/a/data/progress/aa.csv").unlink()
    assert rolled(str(shelf)).code == 0
    second = set(json.loads(record.read_bytes())["parts"])
    assert first - second
    kept = sorted(path for path in Path("out").rglob("*") if path.parent.name in {"items", "units"})
    assert {path.stem for path in kept} >= first | second  # a day is not over
    for path in kept:
        stood = record.stat().st_mtime - 86_400 - 60
        os.utime(path, (stood, stood))
    assert rolled(str(shelf)).code == 0
    left = {path for path in kept if path.exists()}
    names = ("items/{}.json", "items/{}.parquet", "units/{}.parquet")
    assert left == {Path("out", name.format(key)) for key in second for name in names} | {*foreign}


def test_an_interruption_keeps_what_is_done(
    shelf: Path, pool: InlinePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out_shelf(shelf, 9)
    submit, count = pool.submit, []

    def interrupted(call: Any, *given: Any) -> Any:
        count.append(1)
        if len(count) > 4:
            raise KeyboardInterrupt
        return submit(call, *given)

    monkeypatch.setattr(pool, "submit", interrupted)
    shown = rolled(str(shelf))
    assert (shown.code, shown.stderr) == (
        130,
        "Interrupted. What was judged is kept, and the same call goes on with it.\n",
    )
    assert not Path("out/rollup.json").exists()
    kept = {path: path.stat().st_mtime_ns for path in Path("out/items").iterdir()}
    assert kept
    assert ran("rollup", str(shelf)).stderr == "Interrupted. Without --into, nothing is kept.\n"
    monkeypatch.setattr(pool, "submit", submit)
    assert rolled(str(shelf)).code == 0
    after = {path: path.stat().st_mtime_ns for path in Path("out/items").iterdir()}
    assert kept.items() < after.items()


def test_a_full_disk_is_said(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: Any) -> Any:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("hpplan.rollup.parts._made", full)
    shown = rolled(str(shelf))
    assert (shown.code, shown.stderr) == (
        3,
        f"{Path.cwd()}/out cannot be written: No space left on device\n",
    )


# Where to judge


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--on", "HOST"], "“HOST” is no address of a scheduler, as tls://HOST:8786"),
        (["--on", "http://a:1"], "“http://a:1” is no address of a scheduler"),
        (["--on", "tcp://a:99999"], "“tcp://a:99999” is no address of a scheduler"),
        (["--on", "tcp://a:1"], "tcp://a:1 is without TLS: anybody who reaches it could have"),
        (["--on", "tcp://a:1", "--insecure"], "could have any code run; use tls://HOST:8786"),
        (["--on", "tcp://127.0.0.1:1"], "or add --insecure if nobody else uses this machine"),
        (["--insecure"], "--insecure says something of --on, which is missing"),
        (["--on", "tls://a:1", "--workers", "2"], "--workers and --on name two places"),
    ],
)
def test_calls_that_are_refused(shelf: Path, options: list[str], said: str) -> None:
    shown = rolled(str(shelf), *options)
    assert shown.code == 2
    assert said in shown.reason


def test_a_terminal_shows_how_far_it_is(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = ran("rollup", str(shelf), *AS_OF)
    shown = on_fake_terminal(monkeypatch, "--no-pager", "rollup", str(shelf), *AS_OF)
    assert (shown.stdout, shown.code) == (plain.stdout, plain.code)
    assert plain.stderr == ""
    assert " 0/2 " in shown.stderr
    assert shown.stderr.rpartition(" 0/2 ")[2].count(" 2/2 ") > 0
    assert shown.stderr.endswith("\x1b[2K")  # the bar is gone in the end
