"""`import hpplan` as another program takes it: its names, its values, and what it leaves alone."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_type

import pytest
from typer.testing import CliRunner

import hpplan
from hpplan.cli import app

if TYPE_CHECKING:
    from golden import Golden


SRC = Path(hpplan.__file__).parents[1]
DAY = date(2026, 11, 22)
HEADER = "date,target,value,note,evidence,recorded\n"


def printed(*arguments: str) -> str:
    """What a command prints as data in the current folder."""
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped plan with a simulated history."""
    made = tmp_path_factory.mktemp("library") / "demo"
    printed("demo", str(made), "--as-of", DAY.isoformat())
    return made


@pytest.fixture
def workspace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> hpplan.Workspace:
    """The same opened, its folder being the current one."""
    monkeypatch.chdir(folder)
    return hpplan.open(folder)


# Names


def test_what_a_name_completes_to_is_the_public_interface() -> None:
    assert dir(hpplan) == sorted(hpplan.__all__)
    assert {"open", "Workspace", "Assessment", "Problem", "PlanError"} <= set(dir(hpplan))
    for name in hpplan.__all__:
        assert getattr(hpplan, name) is not None
    assert not hasattr(hpplan, "close")


def test_public_names_are_what_the_modules_define(workspace: hpplan.Workspace) -> None:
    assert_type(workspace, hpplan.Workspace)
    assert all(isinstance(each, hpplan.Assessment) for each in workspace.status(DAY))
    assert issubclass(hpplan.PlanError, hpplan.HpplanError)
    assert assert_type(hpplan.__version__, str)
    found = assert_type(workspace.check(DAY), list[hpplan.Problem])
    assert all(isinstance(each, hpplan.Problem) for each in found)


def test_the_package_says_that_it_is_typed() -> None:
    assert Path(hpplan.__file__).with_name("py.typed").is_file()


# Opening


def test_a_folder_its_plan_and_the_folder_at_hand_open_alike(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "data" / "progress")
    paths: list[Path | str | None] = [
        folder,
        str(folder),
        folder / "plan.yaml",
        str(folder / "plan.yaml"),
        None,
    ]
    opened = [hpplan.open(path) for path in paths]
    assert {each.path for each in opened} == {folder / "plan.yaml"}
    assert repr(opened[0]) == f"<hpplan.Workspace {str(folder / 'plan.yaml')!r}>"
    assert opened[0].plan.title == "黄浦区城市管理精细化三年行动计划（2024—2026年）"


def test_where_there_is_no_plan_the_error_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (tmp_path, "plan.yaml", None):
        with pytest.raises(hpplan.PlanError) as caught:
            hpplan.open(path)
        assert [problem.code for problem in caught.value.problems] == ["HP101"]
        assert str(caught.value).startswith("plan.yaml: HP101 ")
        golden.says(str(caught.value), "no plan")


def test_every_fault_of_a_plan_comes_with_its_place(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    faulty = text.replace("issued:", "issed:", 1).replace("kind: count", "kind: cuont", 1)
    (tmp_path / "plan.yaml").write_text(faulty, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(hpplan.PlanError) as caught:
        hpplan.open(".")
    problems = caught.value.problems
    assert [problem.code for problem in problems] == ["HP201", "HP202", "HP203"]
    assert all(problem.position.path == "plan.yaml" for problem in problems)
    assert all(problem.position.line and problem.position.column for problem in problems)
    assert str(caught.value).splitlines() == [str(problem) for problem in problems]
    assert pickle.loads(pickle.dumps(caught.value)).problems == problems  # noqa: S301


def test_a_faulty_row_is_left_out_and_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.yaml").write_bytes((folder / "plan.yaml").read_bytes())
    (tmp_path / "data" / "progress").mkdir(parents=True)
    rows = "2026-06-30,1.1d,15,,,\n2026-07-31,1.1d,about 20,,,\n"
    (tmp_path / "data" / "progress" / "fangguan.csv").write_text(HEADER + rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    opened = hpplan.open()
    assert [str(problem.position) for problem in opened.problems] == [
        "data/progress/fangguan.csv:3:17"
    ]
    assert [(row["date"], row["value"]) for row in opened.reports()] == [("2026-06-30", 15)]
    (found,) = [each for each in opened.status(DAY) if each.item.id == "1.1d"]
    assert found.value == 15


# Values


def test_records_are_the_items_of_the_json(workspace: hpplan.Workspace) -> None:
    for day in (DAY, date(2025, 6, 30)):
        text = printed("status", "--all", "--format", "json", "--as-of", day.isoformat())
        assert workspace.records(day) == json.loads(text)["items"]
    assert [each.item.id for each in workspace.status(DAY)] == [
        record["item"] for record in workspace.records(DAY)
    ]


@pytest.mark.slow
def test_reports_are_the_rows_of_the_json(workspace: hpplan.Workspace) -> None:
    reports = workspace.reports()
    units = sorted({row["unit"] for row in reports})
    assert len(reports) > 1000
    assert list(reports[0]) == [
        *("date", "item", "unit", "value", "note", "evidence", "recorded"),
        *("says", "counts"),
    ]
    for unit in units[::10]:
        text = printed("show", "-v", unit, "--format", "json", "--as-of", "2100-01-01")
        items = {item["item"] for item in json.loads(text)["items"]}
        assert [row for row in reports if row["item"] in items] == json.loads(text)["rows"]


def test_a_row_that_a_later_one_corrects_does_not_count(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes((folder / "plan.yaml").read_bytes())
    (tmp_path / "data" / "progress").mkdir(parents=True)
    rows = "2026-06-30,1.1d,51,,,\n2026-06-30,1.1d,15,,,\n"
    (tmp_path / "data" / "progress" / "fangguan.csv").write_text(HEADER + rows, encoding="utf-8")
    found = hpplan.open(tmp_path).reports()
    assert [(row["value"], row["counts"]) for row in found] == [(51, False), (15, True)]


def test_figures_are_those_of_json_and_days_are_texts(workspace: hpplan.Workspace) -> None:
    kinds: dict[str, set[type]] = {}
    for record in workspace.records(DAY):
        for key, value in record.items():
            kinds.setdefault(key, set()).add(type(value))
    assert kinds["due"] == {str}
    assert kinds["spi"] == {float, int, type(None)}
    assert kinds["late"] == {bool}
    assert json.loads(json.dumps(workspace.records(DAY))) == workspace.records(DAY)


def test_a_moment_stands_for_its_day_and_nothing_for_today(workspace: hpplan.Workspace) -> None:
    moment = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    assert workspace.records(moment) == workspace.records(DAY)
    assert workspace.check(moment) == workspace.check(DAY)
    assert {each.as_of for each in workspace.status()} <= {workspace.today()}
    assert type(workspace.status(moment)[0].as_of) is date


def test_check_finds_what_the_command_finds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    found = hpplan.open().check(date(2026, 6, 30))
    shown = json.loads(printed("check", "--as-of", "2026-06-30", "--format", "json"))["problems"]
    assert [(each.code, each.message, each.position.line) for each in found] == [
        (each["code"], each["message"], each["line"]) for each in shown
    ]
    assert found


def test_a_chart_is_that_of_show(workspace: hpplan.Workspace) -> None:
    chart = workspace.chart("1.1d", DAY, width=76)
    shown = printed("show", "-v", "1.1d", "--as-of", DAY.isoformat())
    lines = [f"  {line}".rstrip() for line in chart.splitlines()]
    assert len(lines) == 10
    assert "\n".join(lines) in shown


def test_a_duty_has_no_chart_and_an_unknown_item_is_an_error(
    workspace: hpplan.Workspace, golden: Golden
) -> None:
    duty = next(each.item.id for each in workspace.status(DAY) if each.item.target.kind == "duty")
    assert workspace.chart(duty, DAY) == ""
    with pytest.raises(hpplan.HpplanError) as caught:
        workspace.chart("1.1dd")
    golden.says([str(caught.value), caught.value.hint])


def test_what_is_read_later_is_what_was_written_since(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes((folder / "plan.yaml").read_bytes())
    opened = hpplan.open(tmp_path)
    (tmp_path / "data" / "progress").mkdir(parents=True)
    (tmp_path / "data" / "progress" / "fangguan.csv").write_text(
        HEADER + "2026-06-30,1.1d,15,,,\n", encoding="utf-8"
    )
    assert len(opened.reports()) == 1
    assert [each.value for each in opened.status(DAY) if each.item.id == "1.1d"] == [None]
    again = hpplan.open(tmp_path).status(DAY)
    assert [each.value for each in again if each.item.id == "1.1d"] == [15]
    (tmp_path / "plan.yaml").unlink()
    with pytest.raises(hpplan.PlanError):
        opened.check()


# Languages


def test_explanations_and_messages_are_in_the_language_asked_for(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    texts = {
        language: hpplan.open(folder, language=language).records(DAY)[0]["explanation"]
        for language in ("en", "zh", "zh_TW")
    }
    assert len(set(texts.values())) == 3
    assert hpplan.open(folder).records(DAY)[0]["explanation"] == texts["en"]
    monkeypatch.chdir(tmp_path)
    for language, code in (("en", "en"), ("zh-CN", "zh")):
        with pytest.raises(hpplan.PlanError) as caught:
            hpplan.open(language=language)
        golden.says(str(caught.value), "no plan", lang=code)
    chinese = hpplan.open(folder, language="zh")
    assert all("\u4e00" <= each.message[-1] <= "\u9fff" for each in chinese.check(DAY))
    with pytest.raises(hpplan.HpplanError) as unknown:
        chinese.chart("1.1dd", DAY)
    golden.says(str(unknown.value), lang="zh")


def test_a_language_that_is_not_spoken_is_an_error(folder: Path, golden: Golden) -> None:
    with pytest.raises(hpplan.HpplanError, match="“fr”") as caught:
        hpplan.open(folder, language="fr")
    golden.says(str(caught.value))
    assert caught.value.hint == "zh, zh_Hant, en"


def test_one_language_leaves_the_others_alone(folder: Path) -> None:
    english, chinese = hpplan.open(folder), hpplan.open(folder, language="zh")
    before = english.records(DAY)
    assert chinese.records(DAY) != before
    assert english.records(DAY) == before


# What the host keeps

STATE = """
import atexit, builtins, codecs, csv, decimal, gc, gettext, json, locale, logging, os, random
import signal, socket, sys, threading, time, warnings

def state():
    root = logging.getLogger()
    return {
        "environment": dict(os.environ),
        "signals": {str(number): repr(signal.getsignal(number)) for number in signal.Signals},
        "csv": [csv.field_size_limit(), csv.list_dialects()],
        "gettext": [gettext.textdomain(), *map(gettext.bindtextdomain, ("messages", "hpplan"))],
        "locale": locale.setlocale(locale.LC_ALL),
        "warnings": [repr(each) for each in warnings.filters],
        "logging": [root.level, len(root.handlers), logging.root.manager.disable],
        "path": sys.path,
        "folder": os.getcwd(),
        "mask": [mask := os.umask(0o22), os.umask(mask)][0],
        "streams": [
            [id(each), each.encoding, each.errors] for each in (sys.stdin, sys.stdout, sys.stderr)
        ],
        "hooks": [
            id(each) for each in (sys.excepthook, sys.displayhook, sys.unraisablehook, open, print)
        ],
        "imports": [repr(each) for each in (*sys.meta_path, *sys.path_hooks)],
        "builtins": sorted(set(dir(builtins)) - {"_"}) + [hasattr(builtins, "gettext")],
        "limits": [sys.getrecursionlimit(), sys.get_int_max_str_digits(), sys.getswitchinterval()],
        "collector": [gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()],
        "exit": atexit._ncallbacks(),
        "decimal": repr(decimal.getcontext()),
        "random": hash(random.getstate()),
        "network": socket.getdefaulttimeout(),
        "threads": [each.name for each in threading.enumerate()],
        "zone": [time.tzname, os.environ.get("TZ")],
    }
"""
USED = """
from datetime import date
plan = hpplan.open(sys.argv[1], language="zh")
day = date(2026, 11, 22)
assert plan.status(day) and plan.records(day) and plan.reports()
plan.check(day)
assert plan.chart("1.1d", day)
try:
    hpplan.open("nowhere")
except hpplan.PlanError as error:
    assert error.problems
"""

RUN = """
import hpplan.cli, io, contextlib
def run(*arguments):
    sys.argv = ["hpplan", *arguments]
    with contextlib.suppress(SystemExit):
        hpplan.cli.main()
"""

COMMANDS = """
given = sys.argv
run("status", "--plan", given[1])
run("status", "--plan", given[1], "--format", "json")
run("check", "--plan", given[1], "--format", "sarif")
run("show", "-v", "1.1d", "--plan", given[1])
run("no-such-command")
"""


def seen(folder: Path, *steps: str) -> list[dict[str, Any]]:
    """The state of a process before the steps, and behind each."""
    report = "\nprint(json.dumps(state(), default=str), file=sys.stderr)\n"
    script = STATE + report.join(("", *steps, ""))
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        cwd=folder.parent,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(SRC), *sys.path])},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [json.loads(line) for line in done.stderr.splitlines() if line.startswith('{"envi')]


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """The parts of the state that are no longer what they were, before and after."""
    return {part: [before[part], after[part]] for part in before if before[part] != after[part]}


def test_the_host_stays_as_it_is_on_import_and_on_use(folder: Path) -> None:
    before, imported, used = seen(folder, "import hpplan", USED)
    assert changed(before, imported) == {}
    assert changed(imported, used) == {}


@pytest.mark.slow
def test_the_program_run_inside_another_gives_back_what_it_took(folder: Path) -> None:
    _before, imported, used = seen(folder, RUN, COMMANDS)
    assert set(changed(imported, used)) <= {"random"}  # Rich draws a number


@pytest.mark.slow
def test_a_change_of_the_host_would_be_seen(folder: Path) -> None:
    spoil = """
import atexit
os.environ["X"] = "1"
csv.field_size_limit(7)
signal.signal(signal.SIGTERM, lambda *_: None)
gettext.textdomain("hpplan")
warnings.simplefilter("error")
gc.disable()
atexit.register(print)
decimal.getcontext().prec = 5
sys.stdout.reconfigure(errors="replace")
"""
    before, after = seen(folder, spoil)
    assert set(changed(before, after)) == {
        *("environment", "csv", "signals", "gettext", "warnings", "collector", "exit", "decimal"),
        "streams",
    }


# Speed


def loaded(code: str) -> set[str]:
    """The modules that a piece of code has loaded, beyond those of a bare interpreter."""
    probe = f"import sys\nbare = set(sys.modules)\n{code}\nprint(*(set(sys.modules) - bare))"
    done = subprocess.run(
        [sys.executable, "-c", probe],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(SRC), *sys.path])},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stdout.split())


def test_importing_loads_nothing_of_weight() -> None:
    assert {name for name in loaded("import hpplan") if "hpplan" in name} == {"hpplan"}
    assert not loaded("import hpplan, typing") - loaded("import typing") - {"hpplan"}


@pytest.mark.slow
def test_a_name_loads_what_it_takes_and_no_program() -> None:
    assert loaded("import hpplan; hpplan.Problem") & {"pydantic", "yaml", "typer"} == set()
    assert "pydantic" in loaded("import hpplan; hpplan.open")
    for name in ("open", "Workspace", "Assessment"):
        modules = loaded(f"import hpplan; hpplan.{name}")
        assert not {"typer", "rich", "hpplan.cli", "filelock", "jinja2"} & modules
