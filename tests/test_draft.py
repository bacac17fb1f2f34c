"""`draft`: a published text becomes a workspace whose doubts are marked, or nothing is written."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hpplan.check import check_workspace
from measuring import FOLDER
from pdfs import Rule, lines_down, pdf_of
from running import ran

if TYPE_CHECKING:
    from collections.abc import Callable

    from golden import Golden

TEXTS = sorted(path.stem for path in (FOLDER / "texts").glob("*.txt"))
SHORT = ["dazhu", "hk-kpi", "lishui"]
DOUBTS = {"HP271", "HP272"}
"""What `check` may say of a draft: something is to be confirmed, or a text names nobody."""


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def text(name: str) -> str:
    return str(FOLDER / "texts" / f"{name}.txt")


def written() -> list[str]:
    """The files below the current folder."""
    return sorted(path.as_posix() for path in Path().rglob("*") if path.is_file())


@pytest.mark.parametrize("name", SHORT)
def test_what_is_said_and_what_is_written(name: str, golden: Golden) -> None:
    shown = ran("draft", text(name))
    assert (shown.stderr, shown.code) == ("", 0)
    golden(f"{name}.en.txt", shown.stdout)
    golden(f"{name}.yaml", Path("plan.yaml").read_text(encoding="utf-8"))
    assert Path("data/source/original.txt").read_bytes() == Path(text(name)).read_bytes()


def test_what_is_said_in_chinese(golden: Golden) -> None:
    golden("lishui.zh.txt", ran("--lang", "zh", "draft", text("lishui")).stdout)


@pytest.mark.parametrize("name", TEXTS)
def test_check_finds_nothing_but_what_is_to_be_confirmed(name: str) -> None:
    repair = ["--repair"] if name in {"damaged", "qingdao", "xiangxi"} else []
    assert ran("draft", text(name), "-o", "made/plan.yaml", *repair).code == 0
    workspace, problems = check_workspace(Path("made/plan.yaml"))
    assert workspace is not None
    assert [str(each) for each in problems if each.code not in DOUBTS] == []


def test_a_draft_is_called_one_until_all_is_confirmed() -> None:
    ran("draft", text("lishui"))
    title = "市政府工作报告重点工作责任分解(2023年)"
    assert ran("status", "--as-of", "2023-06-30").stdout.startswith(f"{title} (draft)  ")
    assert ran("check").stderr.endswith("\ndraft: 16 of 18 targets confirmed\n")
    assert _drafts() == {"status": True, "show": True, "changes": True, "md": True}
    plan = Path("plan.yaml")
    lines = plan.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.lstrip().startswith("confirm:")]
    assert len(lines) - len(kept) == 4
    plan.write_text("".join(kept), encoding="utf-8")
    assert _drafts() == {"status": False, "show": False, "changes": False, "md": False}
    assert ran("status", "--as-of", "2023-06-30").stdout.startswith(f"{title}  ")
    assert "draft" not in ran("check").stderr


def _drafts() -> dict[str, bool]:
    """What is called a draft, of data for programs and of a report for people."""
    found = {}
    for command in (["status"], ["show", "2.2b"], ["changes", "--since", "2023-03-31"]):
        shown = ran(*command, "--as-of", "2023-06-30", "--format", "json")
        found[command[0]] = json.loads(shown.stdout)["plan"]["draft"]
    report = ran("report", "-o", "report.md", "--since", "2023-03-31", "--as-of", "2023-06-30")
    assert report.code == 0
    text = Path("report.md").read_text(encoding="utf-8")
    Path("report.md").unlink()
    return {**found, "md": "(draft)" in text.partition("\n")[0]}


def test_nothing_is_overwritten(golden: Golden) -> None:
    ran("draft", text("lishui"))
    before = {name: Path(name).read_bytes() for name in written()}
    shown = ran("draft", text("dazhu"))
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(shown.stderr)
    assert {name: Path(name).read_bytes() for name in written()} == before


def test_the_same_as_json() -> None:
    shown = ran("draft", text("lishui"), "--format", "json")
    made = json.loads(shown.stdout)
    assert (made["clauses"], made["targets"], len(made["units"])) == (11, 18, 16)
    assert made["confirm"] == [
        {"id": None, "code": "period-words"},
        {"id": "xianzhengfu", "code": "group-members"},
        {"id": "2.2b", "code": "several-figures"},
        {"id": "2.2c", "code": "several-figures"},
    ]
    assert made["check"] == {"errors": 0, "warnings": 3}
    assert made["files"] == sorted(made["files"], key=made["files"].index)
    assert sorted(made["files"]) == written()


def test_what_the_caller_knows_better() -> None:
    days = ["--start", "2023-02-01", "--end", "2024-06-30", "--issued", "2023-01-20"]
    ran("draft", text("lishui"), *days, "--title", '丽水: "要点" #1')
    head = Path("plan.yaml").read_text(encoding="utf-8").partition("timezone")[0]
    assert head.partition("format: 1\n")[2] == (
        'title: "丽水: \\"要点\\" #1"\nissued: 2023-01-20\nstart: 2023-02-01\nend: 2024-06-30\n'
    )


def test_days_the_wrong_way_round(golden: Golden) -> None:
    shown = ran("draft", text("lishui"), "--start", "2024-01-01", "--end", "2023-01-01")
    assert (shown.code, written()) == (2, [])
    golden.says(shown.reason)


@pytest.mark.parametrize("repair", [False, True], ids=["as it is", "repaired"])
def test_a_damaged_text(repair: bool, golden: Golden) -> None:  # noqa: FBT001
    shown = ran("draft", text("damaged"), *(["--repair"] if repair else []))
    assert shown.code == 0
    golden.says(shown.stdout.split("\n\n")[0])
    plan = Path("plan.yaml").read_text(encoding="utf-8")
    assert [plan.count(f'"{figure}"') for figure in ("□5.1", "□3.3", "□94")] == [1, 1, 1]
    assert Path("data/source/original.txt").read_bytes() == Path(text("damaged")).read_bytes()


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<x>" + b" " * (40 * 2**20))


def _entities(path: Path) -> None:
    page = b'<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", page)


def _macros(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"<w/>")
        archive.writestr("word/vbaProject.bin", b"macros")


def _sparse(path: Path, size: int) -> None:
    """A file that is large and takes no room."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(size)


HOSTILE: dict[str, Callable[[Path], object]] = {
    "none.txt": lambda _path: None,
    "folder.txt": lambda path: path.mkdir(),
    "empty.txt": lambda path: path.write_bytes(b""),
    "blank.txt": lambda path: path.write_bytes(b" \n\t\n"),
    "bomb.docx": _bomb,
    "entities.docx": _entities,
    "cut.docx": lambda path: path.write_bytes(b"PK\x03\x04word/document.xml"),
    "cut.pdf": lambda path: path.write_bytes(b"%PDF-1.7\nno more"),
    "old.doc": lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
    "macros.docx": _macros,
    "locked.pdf": lambda path: path.write_bytes(pdf_of(lines_down(["某区计划"]), encrypted=True)),
    "pictures.pdf": lambda path: path.write_bytes(pdf_of([Rule(9, 9, 400, 400)])),
    "huge.pdf": lambda path: _sparse(path, 100 * 2**20),
    "cut.xlsx": lambda path: path.write_bytes(b"PK\x03\x04xl/workbook.xml"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_named_and_nothing_is_written(name: str, golden: Golden) -> None:
    HOSTILE[name](Path(name))
    before = written()
    shown = ran("draft", name)
    assert (shown.stdout, shown.code, written()) == ("", 3, before)
    golden.says(shown.stderr)


@pytest.mark.parametrize(
    "words",
    ["没有标题也没有任务", "\x1b[31m一、任务\n1.做好\x00工作。", "？" * 5000, "一、\n" * 2000],
    ids=["a sentence", "control characters", "marks", "headings alone"],
)
def test_a_text_that_is_no_plan_ends_without_a_fault_of_ours(words: str) -> None:
    Path("odd.txt").write_text(words, encoding="utf-8")
    shown = ran("draft", "odd.txt")
    assert shown.code in {0, 3}
    assert "\x1b" not in shown.stdout + shown.stderr
    if shown.code == 0:
        assert check_workspace(Path("plan.yaml"))[0] is not None
    else:
        assert written() == ["odd.txt"]


PLAN = """\
某区行动方案（2025—2027年）
一、重点任务
1.新建管网。2025年新建管网45公里，2026年、2027年每年不少于30公里。（区水务局牵头，各镇街按职责分工负责）
"""


def test_years_in_which_something_recurs_are_asked_about() -> None:
    Path("text.txt").write_text(PLAN, encoding="utf-8")
    assert ran("draft", "text.txt").code == 0
    workspace, problems = check_workspace(Path("plan.yaml"))
    assert workspace is not None
    assert [str(each) for each in problems if each.code not in DOUBTS] == []
    target = workspace.catalogue.targets["1.1b"]
    assert (target.at_least, target.every, target.confirm) == (30, "year", ("recurrence",))
