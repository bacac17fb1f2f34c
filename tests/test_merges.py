"""What git makes of rows that two sides appended: a row is a line, so that each of them stands."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from hpplan.progress.cells import written
from plans import HEADER, ONE_COUNT, lay_out
from running import git, identity, ran

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "2025-01-31,1.1a,2,,,2025-02-01T09:00:00+08:00\n"
TEMPLATE = "一、进度\n二、问题\n三、原因\n四、措施\n五、时间"
FORM = """\
编号,统计截止日,本次累计,说明
1.1a,2025-04-30,6,"四月完成4个
下一步：继续"
1.1a,2025-05-31,8,"本月完成2个
下一步：继续"
"""

pytestmark = [
    pytest.mark.workspace(ONE_COUNT, {"aa": FIRST}),
    pytest.mark.skipif(not shutil.which("git"), reason="needs git"),
]


@pytest.fixture
def branches(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace in a repository, whose progress files are merged as a union."""
    for name, value in identity(workspace.parent).items():
        monkeypatch.setenv(name, value)
    attributes = "data/progress/*.csv -text merge=union\n"
    (workspace / ".gitattributes").write_text(attributes, encoding="utf-8")
    git(workspace, "init", "-q", "-b", "main")
    save(workspace)
    return workspace


def save(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "rows")


def merged(folder: Path, one: list[str], two: list[str]) -> list[str]:
    """The lines of the file once two branches have been merged, on each of which a command ran."""
    for name, command in (("one", one), ("two", two)):
        git(folder, "checkout", "-q", "-b", name, "main")
        shown = ran(*command, "--as-of", "2025-06-01")
        assert shown.code == 0, shown.stderr
        save(folder)
    git(folder, "merge", "-q", "one")
    return (folder / "data" / "progress" / "aa.csv").read_text(encoding="utf-8").splitlines()


def value() -> object:
    shown = ran("status", "--all", "--format", "json", "--as-of", "2025-06-02")
    assert shown.code == 0, shown.stderr
    return json.loads(shown.stdout)["items"][0]["value"]


def recording(figure: str, day: str, note: str, *more: str) -> list[str]:
    return ["record", "1.1a", figure, "--date", day, "--note", note, "--no-input", *more]


def test_notes_by_one_template_do_not_tear_each_other(branches: Path) -> None:
    lines = merged(
        branches,
        recording("8", "2025-05-31", f"甲\n{TEMPLATE}\n完"),
        recording("7", "2025-04-30", f"乙\n{TEMPLATE}\n毕"),
    )
    notes = [line.split(",")[3] for line in lines[2:]]
    assert sorted(notes) == [
        "乙；一、进度；二、问题；三、原因；四、措施；五、时间；毕",
        "甲；一、进度；二、问题；三、原因；四、措施；五、时间；完",
    ]
    assert ran("check").stdout == ""
    assert value() == 8


def test_one_form_taken_in_on_two_branches_counts_once(branches: Path) -> None:
    form = branches.parent / "甲局.csv"
    form.write_text(FORM, encoding="utf-8")
    command = ["collect", str(form), "--yes"]
    lines = merged(branches, command, command)
    assert {line.split(",")[3] for line in lines[2:]} == {
        "四月完成4个；下一步：继续",
        "本月完成2个；下一步：继续",
    }
    assert ran("check").stdout == ""
    assert value() == 8


def test_evidence_of_several_lines_is_a_line_as_well(branches: Path) -> None:
    lines = merged(
        branches,
        recording("8", "2025-05-31", "", "--evidence", "报告.pdf\n照片.zip"),
        recording("7", "2025-04-30", "", "--evidence", "台账.xlsx\r\n照片.zip"),
    )
    assert {line.split(",")[4] for line in lines[2:]} == {
        "报告.pdf；照片.zip",
        "台账.xlsx；照片.zip",
    }
    assert value() == 8


def test_rows_behind_one_that_goes_over_lines_stand_too(branches: Path) -> None:
    """Such a row is of an editor or an earlier day: it is read, warned of, and left alone."""
    lay_out(branches, rows={"aa": FIRST + '2025-03-31,1.1a,4,"三月\n四个",,\n'})
    save(branches)
    merged(branches, recording("8", "2025-05-31", "甲\n乙"), recording("7", "2025-04-30", "丙\n丁"))
    assert ran("check").stdout == (
        "data/progress/aa.csv:3:1: HP365 warning: 1 row goes over a line end, where a merge by"
        " git may tear it\n"
    )
    assert value() == 8


def test_a_file_without_a_line_end_at_its_end_is_merged_too(branches: Path) -> None:
    path = branches / "data" / "progress" / "aa.csv"
    path.write_text((HEADER + FIRST).rstrip("\n"), encoding="utf-8")
    save(branches)
    merged(branches, recording("8", "2025-05-31", "甲"), recording("7", "2025-04-30", "乙"))
    assert ran("check").stdout == ""
    assert value() == 8


def test_a_form_with_a_note_that_stands_over_lines_in_the_file_is_known(workspace: Path) -> None:
    """What was taken in before rows were lines is not taken in again."""
    said = '2025-04-30,1.1a,6,"四月完成4个\n下一步：继续",,2025-05-01T09:00:00+08:00\n'
    lay_out(workspace, rows={"aa": FIRST + said})
    form = workspace.parent / "甲局.csv"
    form.write_text("\n".join(FORM.splitlines()[:3]), encoding="utf-8")
    assert "1 row is known" in ran("collect", str(form), "--dry-run").stdout


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("四月完成4个\n下一步：继续", "四月完成4个；下一步：继续"),
        ("四月完成4个。\n下一步：继续", "四月完成4个。下一步：继续"),
        ("进度，\r\n继续", "进度，继续"),
        ("进度\r继续", "进度；继续"),
        ("进度\n；继续", "进度；继续"),
        ("一\n\n \n　　二", "一；二"),
        ("\n一\n", "一"),
        ("完成75%\n下一步", "完成75%；下一步"),
        ("（见附件）\n二", "（见附件）；二"),
        ("Done.\nNext", "Done.Next"),
        ("done \n next", "done；next"),
        ("甲 乙", "甲 乙"),
        ("\n=1+1\n二", "'=1+1；二"),
    ],
)
def test_line_ends_become_what_a_person_would_write(text: str, expected: str) -> None:
    assert written(text) == expected
    assert written(expected) == expected
