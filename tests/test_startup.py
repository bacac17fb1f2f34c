"""What a command loads: nothing that it does not use, so that it starts fast."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import hpplan
from hpplan.cli import COMMANDS
from running import NO_SETTINGS

pytestmark = pytest.mark.slow  # each command in a process of its own

SRC = Path(hpplan.__file__).parents[1]

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: a, name: a局}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [a]
        text: 加梯30个
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
"""

ROWS = "date,target,value,note,evidence,recorded\n2025-03-31,1.1a,12,,照片,\n"

# Runs the program as the entry point does, and says behind its output what it loaded.
PROBE = """
import json, sys
from hpplan.__main__ import program
sys.argv = ["hpplan", *sys.argv[1:]]
try:
    program()
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("startup")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "data" / "progress").mkdir(parents=True)
    (folder / "data" / "progress" / "a.csv").write_text(ROWS, encoding="utf-8")
    return folder


def loaded(folder: Path, *arguments: str, code: int = 0, kept: tuple[str, ...] = ()) -> set[str]:
    """The modules that a command has loaded by its end; it is told only the variables kept."""
    names = ("PATH", "SYSTEMROOT", "TEMP", *kept)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=folder,
        env={
            **{name: os.environ[name] for name in names if name in os.environ},
            "PYTHONPATH": str(SRC),
            "COLUMNS": "80",
            "PYTHONUTF8": "1",
            **NO_SETTINGS,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


WRITING = {"progress.record", "demo", "plan.schema"}


def ours(modules: set[str]) -> set[str]:
    """The modules of hpplan among them, without its name, but for the program's own."""
    names = {name.removeprefix("hpplan.") for name in modules if name.startswith("hpplan.")}
    return {name for name in names if name != "__main__" and not name.startswith("cli.")}


COMMAND_MODULES = {f"hpplan.cli.{name}" for name in COMMANDS}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ()])
def test_help_and_version_load_neither_a_plan_nor_a_table_nor_a_command(
    workspace: Path, arguments: tuple[str, ...]
) -> None:
    modules = loaded(workspace, *arguments)
    assert not {"pydantic", "yaml", "rich.console", "rich.table", "filelock", "csv"} & modules
    assert ours(modules) == {"cli", "i18n", "phrases"}
    assert not COMMAND_MODULES & modules


def test_help_in_chinese_is_wrapped_without_a_terminals_tools(workspace: Path) -> None:
    modules = loaded(workspace, "--lang", "zh", "--help")
    assert "rich.cells" in modules
    assert not {"rich.text", "rich.style", *COMMAND_MODULES} & modules


@pytest.mark.parametrize(
    ("typed", "expected"), [("hpplan sta", set()), ("hpplan show --un", {"hpplan.cli.show"})]
)
def test_what_is_completed_loads_no_other_command(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, typed: str, expected: set[str]
) -> None:
    completing = {
        "_HPPLAN_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
    }
    for name, value in completing.items():
        monkeypatch.setenv(name, value)
    assert loaded(workspace, kept=tuple(completing)) & COMMAND_MODULES == expected


@pytest.mark.parametrize("command", COMMANDS)
def test_a_commands_help_loads_nothing_of_ours(workspace: Path, command: str) -> None:
    modules = loaded(workspace, command, "--help")
    assert ours(modules) == {"cli", "i18n", "phrases"}
    assert not {"yaml", "rich.console", "rich.table", "filelock"} & modules


@pytest.mark.parametrize("before", [(), ("--lang", "en"), ("--lang=zh",), ("--debug",)])
def test_a_command_imports_no_other(workspace: Path, before: tuple[str, ...]) -> None:
    modules = loaded(workspace, *before, "show", "--help")
    assert "hpplan.cli.show" in modules
    assert COMMAND_MODULES & modules == {"hpplan.cli.show"}


def test_what_is_no_command_is_compared_with_names_alone(workspace: Path) -> None:
    assert not COMMAND_MODULES & loaded(workspace, "shwo", code=2)


@pytest.mark.parametrize("fmt", ["json", "csv", "markdown"])
def test_status_for_programs_draws_nothing(workspace: Path, fmt: str) -> None:
    modules = loaded(workspace, "status", "--as-of", "2025-04-01", "--format", fmt)
    assert not {"rich.console", "rich.table", "rich.text", "filelock"} & modules
    assert not {
        "output.terminal.status",
        "output.terminal.layout",
        "progress.record",
        "demo",
        "plan.schema",
    } & ours(modules)


def test_status_as_a_table_writes_no_data(workspace: Path) -> None:
    modules = loaded(workspace, "status", "--as-of", "2025-04-01")
    assert not {"filelock", "python_calamine"} & modules
    assert not {
        "forms.collector",
        "forms.tables",
        "progress.record",
        "demo",
        "plan.schema",
        "output.terminal.record",
    } & ours(modules)


@pytest.mark.parametrize("fmt", ["json", "csv", "markdown"])
def test_changes_for_programs_draws_nothing(workspace: Path, fmt: str) -> None:
    arguments = ("changes", "--since", "2025-03-01", "--as-of", "2025-04-01", "--format", fmt)
    modules = loaded(workspace, *arguments)
    assert not {"rich.console", "rich.table", "rich.text", "filelock"} & modules
    drawing = {"output.terminal.changes", "output.terminal.status", "output.terminal.layout"}
    assert not {*drawing, "progress.record", "demo", "plan.schema"} & ours(modules)


def test_changes_as_a_table_writes_nothing(workspace: Path) -> None:
    modules = loaded(workspace, "changes", "--since", "2025-03-01", "--as-of", "2025-04-01")
    assert "filelock" not in modules
    assert not {*WRITING, "output.terminal.record"} & ours(modules)


def test_a_page_is_written_without_a_terminals_tools(workspace: Path, tmp_path: Path) -> None:
    page = str(tmp_path / "r.html")
    modules = loaded(workspace, "report", "-o", page, "--as-of", "2025-04-01")
    assert {"hpplan.output.html.page", "hpplan.output.html.svg"} <= modules
    assert not {"jinja2", "rich.console", "rich.table", "rich.text", "filelock"} & modules
    assert not {
        "progress.record",
        "demo",
        "plan.schema",
        "output.terminal.status",
        "output.terminal.layout",
    } & ours(modules)


@pytest.mark.parametrize("suffix", ["md", "csv"])
def test_a_report_loads_what_its_own_form_needs(
    workspace: Path, tmp_path: Path, suffix: str
) -> None:
    file = str(tmp_path / f"r.{suffix}")
    modules = loaded(workspace, "report", "-o", file, "--as-of", "2025-04-01")
    assert not {"jinja2", "rich.console", "rich.table", "filelock"} & modules
    assert not {"output.html.page", "output.html.svg", "output.terminal.status"} & ours(modules)


@pytest.mark.parametrize(
    "command", [["status"], ["show", "1.1a"], ["changes", "--since=2025-03-01"]]
)
def test_other_reports_load_nothing_of_the_meetings(workspace: Path, command: list[str]) -> None:
    modules = loaded(workspace, *command, "--as-of", "2025-04-01")
    assert not {"jinja2", "xlsxwriter"} & modules
    assert not {"output.html.page", "output.report_markdown"} & ours(modules)


def test_check_judges_without_drawing_or_writing(workspace: Path) -> None:
    modules = loaded(workspace, "check", "--as-of", "2025-04-01")
    assert not {"rich.console", "rich.table", "filelock"} & modules
    assert not {
        "output.terminal.status",
        "progress.record",
        "demo",
        "plan.schema",
        "plan.lookup",
    } & ours(modules)


def test_only_a_workbook_that_comes_in_loads_what_reads_one(workspace: Path) -> None:
    (workspace / "a.csv").write_text("日期,事项,数值\n2025-06-30,1.1a,13\n", encoding="utf-8")
    arguments = ("--dry-run", "--as-of", "2025-07-01")
    modules = loaded(workspace, "collect", "a.csv", *arguments)
    assert "hpplan.forms.tables" in modules
    assert not {"python_calamine", "xlsxwriter", "rich.progress", "filelock"} & modules
    assert not {"demo", "plan.schema", "plan.lookup", "output.form.workbook"} & ours(modules)
    loaded(workspace, "form", "--all", "--as-of", "2025-04-01", "-o", "handed-out")
    modules = loaded(workspace, "collect", "handed-out", *arguments)
    assert "python_calamine" in modules
    assert not {"xlsxwriter", "openpyxl", "filelock"} & modules


def test_only_a_form_loads_what_writes_workbooks(workspace: Path) -> None:
    modules = loaded(workspace, "form", "--all", "--as-of", "2025-04-01", "-o", "forms")
    assert {"xlsxwriter", "hpplan.output.form.workbook", "hpplan.judging.waiting"} <= modules
    assert not {"rich.console", "rich.table", "filelock", "python_calamine"} & modules
    assert not {
        "forms.collector",
        "progress.record",
        "demo",
        "output.terminal.status",
        "output.terminal.layout",
    } & ours(modules)
    for arguments in (("status",), ("check",), ("changes", "--since", "2025-03-01")):
        assert "xlsxwriter" not in loaded(workspace, *arguments, "--as-of", "2025-04-01")


def test_schema_reads_no_plan(workspace: Path) -> None:
    modules = loaded(workspace, "schema")
    assert not {"yaml", "rich.console", "filelock"} & modules
    assert not {"plan.load", "workspace", "progress.record", "demo", "checks"} & ours(modules)


def test_a_notice_loads_what_writes_documents_and_status_does_not(workspace: Path) -> None:
    heavy = {"docx", "docxtpl", "jinja2", "lxml"}
    arguments = ("a", "-o", "out", "--as-of", "2026-12-31")
    modules = loaded(workspace, "notice", *arguments)
    assert heavy <= modules
    assert not {"filelock", "rich.console", "xlsxwriter"} & modules
    assert not heavy & loaded(workspace, "status", "--as-of", "2026-12-31")
    assert not heavy & loaded(workspace, "notice", "--help")


def test_a_workbook_loads_what_writes_it_and_a_page_does_not(workspace: Path) -> None:
    arguments = ("--as-of", "2026-12-31")
    assert "xlsxwriter" in loaded(workspace, "report", "-o", "r.xlsx", *arguments)
    assert "xlsxwriter" not in loaded(workspace, "report", "-o", "r.html", *arguments)
    assert "xlsxwriter" not in loaded(workspace, "status", *arguments)


def test_a_dry_run_locks_nothing(workspace: Path) -> None:
    arguments = ("record", "1.1a", "13", "--date", "2025-04-01", "--dry-run")
    modules = loaded(workspace, *arguments)
    assert "filelock" not in modules
    assert not {"demo", "plan.schema", "plan.lookup"} & ours(modules)
    assert sorted(path.name for path in (workspace / "data" / "progress").iterdir()) == ["a.csv"]


def test_a_process_of_its_own_collects_no_garbage_and_looks_for_no_plugins() -> None:
    setting = 'import gc, os\nprint(gc.isenabled(), os.environ["PYDANTIC_DISABLE_PLUGINS"])'
    done = subprocess.run(
        [sys.executable, "-c", f"{PROBE}{setting}", "--version"],
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "False __all__"


def test_the_probe_sees_what_is_loaded(workspace: Path) -> None:
    modules = loaded(workspace, "status", "--as-of", "2025-04-01")
    assert {
        "pydantic",
        "yaml",
        "rich.console",
        "hpplan.judging.assess",
        "hpplan.output.terminal.status",
    } <= modules
    assert loaded(workspace, "status", "--as-of", "x", code=2)
