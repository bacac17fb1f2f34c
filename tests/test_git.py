"""Which revision `hpplan check --base` reads, from which repository, and what if it cannot."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plans import BASE, placed
from running import Shown, git, identity, our_words, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from golden import Golden

PROGRESS = Path("data", "progress")
FIRST = "2025-03-31,1.1a,12,一季度,,2025-04-03T10:12:00+08:00\n"
SECOND = "2025-06-30,1.1b,3.5,二季度,,2025-07-03T10:12:00+08:00\n"
GONE = "data/progress/waitan.csv:2:1: HP314"
"""The first row, which was taken out."""
NO_FIGURE = "data/progress/waitan.csv:4:17: HP306"


def append(workspace: Path, row: str) -> None:
    """Append a row to the file of waitan."""
    with (workspace / PROGRESS / "waitan.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(row)


def take_out(workspace: Path, row: str = FIRST) -> None:
    """Take a row out of the file of waitan."""
    path = workspace / PROGRESS / "waitan.csv"
    path.write_bytes(path.read_bytes().replace(row.encode(), b""))


def make(folder: Path, workspace: Path) -> None:
    """Make a repository with two commits of a workspace that lies in it."""
    shutil.copytree(BASE, workspace, dirs_exist_ok=True)
    git(folder, "init", "-q", "-b", "main", "--template=")
    for row in (FIRST, SECOND):
        append(workspace, row)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "报送")


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two commits; it is only ever copied."""
    folder = tmp_path_factory.mktemp("committed") / "w"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in identity(folder).items():
            patch.setenv(name, value)
        make(folder, folder)
    return folder


@pytest.fixture
def workspace(committed: Path, surrounding: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository, as the current folder."""
    shutil.copytree(committed, surrounding / "w")
    monkeypatch.chdir(surrounding / "w")
    return surrounding / "w"


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, its bytes and when it was written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def named(shown: Shown) -> list[str]:
    """The faults that are shown: where each stands, and its code."""
    return placed(shown.stdout.splitlines())


def unchecked(shown: Shown) -> str:
    """What is said of a history that could not be checked, before what is said of the rest."""
    rest = run().stderr
    assert shown.stderr.endswith(rest)
    return shown.stderr.removesuffix(rest)


def verdict(shown: Shown) -> str:
    """The words before git's own, which differ by its version."""
    return unchecked(shown).partition(": ")[0]


# How a revision may be named


NAMES: dict[str, tuple[Callable[[Path], str], Callable[[str], str]]] = {
    "a branch": (lambda _: "main", str),
    "a branch in full": (lambda _: "refs/heads/main", str),
    "the commit before": (lambda _: "HEAD~1", str),
    "HEAD": (lambda _: "@", str),
    "a tag": (lambda folder: git(folder, "tag", "v1.0") or "v1.0", str),
    "a tag with a message": (lambda folder: git(folder, "tag", "-am", "一", "年报") or "年报", str),
    "a short object name": (lambda folder: git(folder, "rev-parse", "HEAD")[:7], str),
    "an object name": (lambda folder: git(folder, "rev-parse", "HEAD"), lambda name: name[:12]),
    "a branch with a slash": (lambda folder: git(folder, "branch", "a/b") or "a/b", str),
    "a Chinese branch": (lambda folder: git(folder, "branch", "年度") or "年度", str),
    "blanks around it": (lambda _: " main ", str.strip),
}


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=NAMES)
def test_a_revision_by_any_of_its_names(
    name: Callable[[Path], str], shown: Callable[[str], str], workspace: Path, golden: Golden
) -> None:
    base = name(workspace)
    take_out(workspace)
    found = run("--base", base)
    assert (named(found), found.code) == ([GONE], 1)
    assert FIRST in found.stdout
    said = "".join(found[:2])
    assert said.count(shown(base)) == 2
    held = "one row" if base == "HEAD~1" else "two rows"
    golden.says(said.replace(shown(base), "REV"), f"a row is gone from a revision of {held}")


def test_a_branch_of_another_clone(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = workspace.parent / "clone"
    git(workspace.parent, "clone", "-q", str(workspace), "clone")
    monkeypatch.chdir(clone)
    take_out(clone)
    assert named(run("--base", "origin/main")) == [GONE]


def test_a_revision_that_has_rows_that_are_not_merged_yet(workspace: Path, golden: Golden) -> None:
    git(workspace, "checkout", "-q", "-b", "waitan", "HEAD~1")
    shown = run("--base", "main")
    assert shown.code == 1
    assert "HP314" in shown.stdout
    assert "(git merge main)" in shown.stderr
    golden.says(shown.stderr)


def test_a_revision_that_is_merged_needs_no_word(workspace: Path, golden: Golden) -> None:
    git(workspace, "checkout", "-q", "-b", "waitan")
    git(workspace, "commit", "-q", "--allow-empty", "-m", "空")
    shown = run("--base", "main")
    assert (shown.stdout, shown.code) == ("", 0)
    golden.says(shown.stderr)


# Where the workspace lies


@pytest.mark.parametrize("place", ["plan", "区 计划/（2024—2026年）", "data/progress"])
def test_a_workspace_in_a_folder_of_the_repository(
    place: str, surrounding: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = surrounding / "r"
    (folder / "data" / "progress").mkdir(parents=True)
    (folder / "data" / "progress" / "yuyuan.csv").write_text("别的\n", encoding="utf-8")
    (folder / "说明 文件.txt").write_text("说明\n", encoding="utf-8")
    make(folder, folder / place)
    take_out(folder / place)
    monkeypatch.chdir(folder / place)
    assert named(run("--base", "main")) == [GONE]
    monkeypatch.chdir(folder / place / "data")
    assert named(run("--base", "main")) == ["progress/waitan.csv:2:1: HP314"]
    monkeypatch.chdir(folder)
    for plan in (place, f"{place}/plan.yaml"):
        shown = run("--base", "main", "--plan", plan)
        assert shown.stdout.startswith(f"{place}/{GONE} ")


def test_a_workspace_named_from_outside_of_its_repository(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out(workspace)
    monkeypatch.chdir(workspace.parent)
    assert named(run("--base", "main", "--plan", "w")) == [f"w/{GONE}"]


def test_a_workspace_that_a_link_leads_to(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take_out(workspace)
    (workspace.parent / "elsewhere").mkdir()
    monkeypatch.chdir(workspace.parent / "elsewhere")
    try:
        Path("plan").symlink_to(workspace, target_is_directory=True)
    except (OSError, NotImplementedError) as error:
        pytest.skip(f"no symbolic links here: {error}")
    assert named(run("--base", "main", "--plan", "plan")) == [f"plan/{GONE}"]


def test_a_plan_of_another_name(workspace: Path, golden: Golden) -> None:
    (workspace / "plan.yaml").rename(workspace / "计划.yaml")
    git(workspace, "add", "-A")
    git(workspace, "commit", "-q", "-m", "改名")
    text = (workspace / "计划.yaml").read_text(encoding="utf-8")
    changed = text.replace("\nend: 2026-12-31", "\nend: 2027-12-31")
    (workspace / "计划.yaml").write_text(changed, encoding="utf-8")
    shown = run("--base", "main", "--plan", "计划.yaml")
    assert named(shown) == ["计划.yaml:5:6: HP253"]
    golden.says(shown.stdout)


def test_a_linked_worktree(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = workspace.parent / "tree"
    git(workspace, "worktree", "add", "-q", "-b", "waitan", str(tree))
    take_out(tree)
    monkeypatch.chdir(tree)
    assert named(run("--base", "main")) == [GONE]


def test_line_ends_that_git_converts_are_no_alteration(workspace: Path, golden: Golden) -> None:
    (workspace / ".gitattributes").write_text("*.csv text eol=crlf\n", encoding="utf-8")
    path = workspace / PROGRESS / "waitan.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    git(workspace, "add", "-A")
    git(workspace, "commit", "-q", "-m", "换行")
    assert git(workspace, "cat-file", "-p", "HEAD:data/progress/waitan.csv").count("\r") == 0
    shown = run("--base", "HEAD")
    assert (shown.stdout, shown.code) == ("", 0)
    golden.says(shown.stderr)


@pytest.mark.parametrize("place", ["w", "my plan"])
def test_the_command_that_brings_a_deleted_file_back_does_so(
    place: str, surrounding: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    make_in = surrounding / "r"
    make_in.mkdir()
    make(make_in, make_in / place)
    monkeypatch.chdir(make_in)
    file = make_in / place / PROGRESS / "waitan.csv"
    before = file.read_bytes()
    file.unlink()
    shown = run("--base", "main", "--plan", place, "--format", "json")
    hint = next(
        problem["hint"]
        for problem in json.loads(shown.stdout)["problems"]
        if problem["code"] == "HP316"
    )
    introduction, _colon, command = hint.partition(": ")
    golden.says(introduction, "before the command that brings a file back")
    subprocess.run(shlex.split(command), check=True, capture_output=True)
    assert file.read_bytes() == before


# What leaves nothing to compare


HOSTILE = [
    "--upload-pack=touch pwned",
    "--output=pwned",
    "-x",
    "--",
    "--all",
    "a b",
    "HEAD:plan.yaml",
    "HEAD^{tree}",
    "HEAD~1..HEAD",
    "HEAD^@",
    "^HEAD",
    "$(touch pwned)",
    "`touch pwned`",
    "main;touch pwned",
    "../../plan.yaml",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202egnp.exe",
    "main\n::error::pwned",
    "x\r::error::pwned",
    "a" * 5000,
]


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: repr(name)[:30])
def test_a_name_that_is_no_revision_is_named_and_does_nothing(
    name: str, workspace: Path, golden: Golden
) -> None:
    before = snapshot(workspace.parent)
    shown = run("--base", name)
    assert shown.stdout == ""
    assert shown.code == 3
    assert snapshot(workspace.parent) == before
    first, *others = shown.stderr.splitlines()
    gits = git(workspace, "rev-parse", "HEAD") in shown.stderr
    golden.says(verdict(shown) if gits else unchecked(shown))
    assert all(line.isprintable() for line in [first, *others])
    assert [line for line in others if line.startswith("::")] == []


@pytest.mark.parametrize(
    "name",
    [
        "--upload-pack=touch pwned",
        "-x",
        "a b",
        "HEAD:plan.yaml",
        "HEAD~9",
        "HEAD~1..HEAD",
        "$(touch pwned)",
        "main;touch pwned",
    ],
)
def test_no_command_is_shown_for_a_name_that_no_branch_can_have(name: str, workspace: Path) -> None:
    # Somebody would paste it into a shell.
    assert workspace == Path.cwd()
    assert "git fetch" not in run("--base", name).stderr


def test_a_name_too_long_to_be_shown_is_cut(workspace: Path) -> None:
    assert workspace == Path.cwd()
    assert len(run("--base", "a" * 5000).stderr) < 1000


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_an_empty_name_is_a_usage_error(name: str, workspace: Path, golden: Golden) -> None:
    before = snapshot(workspace)
    shown = run("--base", name)
    assert (shown.stdout, shown.code) == ("", 2)
    golden.says(shown.reason, "no name")
    assert snapshot(workspace) == before


def test_the_other_checks_are_shown_where_there_is_no_such_revision(
    workspace: Path, golden: Golden
) -> None:
    append(workspace, "2025-09-30,1.1a,约20,,,\n")
    shown = run("--base", "origin/main")
    assert (named(shown), shown.code) == ([NO_FIGURE], 3)
    golden.says(shown.stderr)


def shallow(workspace: Path) -> Path:
    """A clone that holds the last commit of main alone."""
    git(workspace, "branch", "dev", "HEAD~1")
    git(workspace, "tag", "v1", "HEAD~1")
    clone = workspace.parent / "shallow"
    git(workspace.parent, "clone", "-q", "--depth", "1", workspace.as_uri(), str(clone))
    return clone


def test_a_shallow_clone_that_holds_the_revision(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    clone = shallow(workspace)
    monkeypatch.chdir(clone)
    take_out(clone)
    shown = run("--base", "origin/main")
    assert (named(shown), shown.code) == ([GONE], 1)
    golden.says(shown.stderr)


@pytest.mark.parametrize("name", ["origin/dev", "dev", "v1", "HEAD~1"])
def test_a_shallow_clone_that_lacks_the_revision_is_told_how_to_fetch_it(
    name: str, workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    clone = shallow(workspace)
    monkeypatch.chdir(clone)
    before = snapshot(clone)
    shown = run("--base", name)
    assert shown.code == 3
    assert snapshot(clone) == before
    message, fetch, *_summary = shown.stderr.splitlines()
    golden.says([message, fetch])
    command = fetch.partition(": ")[2]
    subprocess.run(shlex.split(command), check=True, capture_output=True)
    shown = run("--base", name)
    assert (shown.stdout, shown.code) == ("", 0)
    golden.says(shown.stderr)


def test_no_word_of_merging_where_a_shallow_clone_cannot_tell(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    clone = shallow(workspace)
    monkeypatch.chdir(clone)
    git(clone, "fetch", "-q", "--depth=1", "origin", "dev:refs/remotes/origin/dev")
    shown = run("--base", "origin/dev")
    assert (shown.stdout, shown.code) == ("", 0)
    golden.says(shown.stderr)


def test_a_clone_that_left_files_out_is_told_what_it_lacks(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(workspace, "config", "uploadpack.allowFilter", "true")
    clone = workspace.parent / "partial"
    git(workspace.parent, "clone", "-q", "--filter=blob:none", workspace.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    before = snapshot(clone)
    shown = run("--base", "HEAD~1")
    assert shown.code == 3
    assert snapshot(clone) == before
    assert "lazy fetching disabled" not in shown.stderr.splitlines()[0]


def test_a_folder_that_is_in_no_repository(workspace: Path, golden: Golden) -> None:
    shutil.rmtree(workspace / ".git")
    append(workspace, "2025-09-30,1.1a,约20,,,\n")
    shown = run("--base", "main")
    assert (named(shown), shown.code) == ([NO_FIGURE], 3)
    ours, gits = unchecked(shown).split(": not a git repository")
    assert gits
    golden.says(ours)


@pytest.mark.skipif(os.name == "nt", reason="the system says it in other words")
def test_a_system_without_git(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    append(workspace, "2025-09-30,1.1a,约20,,,\n")
    monkeypatch.setenv("PATH", str(workspace / "data"))
    shown = run("--base", "main")
    assert (named(shown), shown.code) == ([NO_FIGURE], 3)
    golden.says(our_words(shown.stderr))


def test_without_a_base_git_is_not_needed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setenv("PATH", str(workspace / "data"))
    assert (run().stdout, run().code) == ("", 0)
    golden.says(run().stderr)


@pytest.mark.parametrize(
    "of", ["HEAD", "HEAD^{tree}", "HEAD:data/progress", "HEAD:data/progress/waitan.csv"]
)
@pytest.mark.parametrize("size", [0, 20])
def test_a_repository_with_a_damaged_object(
    of: str, size: int, workspace: Path, golden: Golden
) -> None:
    name = git(workspace, "rev-parse", of)
    path = workspace / ".git" / "objects" / name[:2] / name[2:]
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:size])
    take_out(workspace)
    shown = run("--base", "main")
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(verdict(shown), "what git cannot read")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"gitdir: nowhere\n"])
def test_a_repository_that_is_none(content: bytes, workspace: Path, golden: Golden) -> None:
    shutil.rmtree(workspace / ".git")
    (workspace / ".git").write_bytes(content)
    shown = run("--base", "main")
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(verdict(shown), "what git cannot read")


def test_a_workspace_in_a_folder_of_a_bare_repository(
    surrounding: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    folder = surrounding / "r"
    folder.mkdir()
    make(folder, folder / "plan")
    git(folder, "config", "core.bare", "true")
    take_out(folder / "plan")
    monkeypatch.chdir(folder / "plan")
    # Which folder of the revision this one is, git cannot tell without a working tree.
    shown = run("--base", "main")
    assert shown.code == 3
    golden.says(verdict(shown), "what git cannot read")


def test_a_repository_of_another_owner_is_told_how_to_trust_it(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a container, where the files are the host's.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    shown = run("--base", "main")
    assert shown.code == 3
    assert "dubious ownership" in shown.stderr.splitlines()[0]
    assert f"git config --global --add safe.directory {workspace}" in shown.stderr


# What must not mislead, and what must not be touched


@pytest.mark.parametrize(
    "variables",
    [
        {"GIT_DIR": "{other}/.git", "GIT_WORK_TREE": "{other}"},
        {"GIT_DIR": "/nonexistent", "GIT_INDEX_FILE": "/nonexistent", "GIT_PREFIX": "data/"},
        {"GIT_INDEX_FILE": ".git/index.lock"},
        {"GIT_COMMON_DIR": "{other}/.git"},
        {"GIT_OBJECT_DIRECTORY": "{other}/.git/objects"},
        {"GIT_NAMESPACE": "other"},
        {"GIT_GLOB_PATHSPECS": "1"},
        {"GIT_ICASE_PATHSPECS": "1"},
        {"GIT_TRACE": "1"},
        {"LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_what_a_hook_was_called_with_does_not_mislead(
    variables: dict[str, str], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = workspace.parent / "other"
    other.mkdir()
    git(other, "init", "-q", "-b", "main", "--template=")
    git(other, "commit", "-q", "--allow-empty", "-m", "别的")
    take_out(workspace)
    told = run("--base", "main")
    assert (named(told), told.code) == ([GONE], 1)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(other=other))
    assert run("--base", "main") == told


def test_an_objects_replacement_in_this_clone_does_not_mislead(workspace: Path) -> None:
    git(workspace, "replace", "main", "main~1")
    take_out(workspace, SECOND)
    assert run("--base", "main").code == 1


@pytest.mark.skipif(os.name == "nt", reason="needs a shell script")
def test_nothing_that_the_repository_names_is_run(workspace: Path) -> None:
    script = workspace.parent / "script"
    script.write_text(f"#!/bin/sh\ntouch {workspace.parent}/ran\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    keys = ("core.fsmonitor", "core.pager", "diff.external", "core.sshCommand", "core.editor")
    for key in (*keys, "filter.x.clean", "filter.x.smudge", "diff.x.textconv", "alias.ls-tree"):
        git(workspace, "config", key, str(script))
    (workspace / ".gitattributes").write_text("*.csv filter=x diff=x\n", encoding="utf-8")
    take_out(workspace)
    assert named(run("--base", "main")) == [GONE]
    assert not (workspace.parent / "ran").exists()


@pytest.mark.parametrize(("base", "code"), [("main", 1), ("HEAD~1", 1), ("origin/main", 3)])
@pytest.mark.parametrize("fmt", ["text", "json", "github", "sarif"])
def test_nothing_is_written(base: str, code: int, fmt: str, workspace: Path) -> None:
    take_out(workspace)
    os.utime(workspace / "plan.yaml", (1, 1))  # git would refresh its index
    before = snapshot(workspace)
    assert ".git/index" in before
    assert run("--base", base, "--format", fmt).code == code
    assert snapshot(workspace) == before


# With the other formats


def test_what_no_longer_stands_as_json(workspace: Path, golden: Golden) -> None:
    take_out(workspace)
    shown = run("--base", "main", "--format", "json")
    found = json.loads(shown.stdout)
    (problem,) = found["problems"]
    golden.says([problem.pop("message"), problem.pop("hint")])
    assert found == {
        "version": 1,
        "summary": {
            "errors": 1,
            "warnings": 0,
            "accepted_warnings": 0,
            "clauses": 2,
            "targets": 8,
            "accounted": 1.0,
            "files": 2,
            "rows": 1,
            "confirmed": 8,
            "draft": False,
        },
        "problems": [
            {
                "code": "HP314",
                "severity": "error",
                "path": "data/progress/waitan.csv",
                "line": 2,
                "column": 1,
                "at": "waitan.csv",
                "accepted": None,
            }
        ],
    }
    golden.says(shown.stderr)


def test_what_no_longer_stands_as_annotations(workspace: Path, golden: Golden) -> None:
    take_out(workspace)
    shown = run("--base", "main", "--format", "github").stdout
    place = "::error file=data/progress/waitan.csv,title=HP314,line=2,col=1,endColumn=2::"
    assert shown.startswith(place)
    golden.says(shown.removeprefix(place))


def test_what_no_longer_stands_as_sarif(workspace: Path) -> None:
    take_out(workspace)
    results = json.loads(run("--base", "main", "--format", "sarif").stdout)["runs"][0]["results"]
    assert [(result["ruleId"], result["level"]) for result in results] == [("HP314", "error")]


@pytest.mark.parametrize("fmt", ["json", "github", "sarif"])
def test_the_other_checks_are_written_in_any_format(fmt: str, workspace: Path) -> None:
    append(workspace, "2025-09-30,1.1a,约20,,,\n")
    assert workspace == Path.cwd()
    with_base, without = run("--base", "nothing", "--format", fmt), run("--format", fmt)
    assert with_base.stdout == without.stdout
    assert "HP306" in with_base.stdout
    assert (with_base.code, without.code) == (3, 1)
