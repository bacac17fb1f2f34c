"""`hpplan check --base` where there is no earlier revision: that is said, and is no fault."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from plans import BASE
from running import git, identity, run

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "2025-03-31,1.1a,12,一季度,,2025-04-03T10:12:00+08:00\n"
ZERO = "0" * 40

pytestmark = [
    pytest.mark.workspace(BASE),
    pytest.mark.skipif(not shutil.which("git"), reason="needs git"),
]


@pytest.fixture
def new(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a row, in which nothing was committed yet."""
    for name, value in identity(workspace.parent).items():
        monkeypatch.setenv(name, value)
    git(workspace, "init", "-q", "-b", "main", "--template=")
    with (workspace / "data" / "progress" / "waitan.csv").open("a", encoding="utf-8") as file:
        file.write(FIRST)
    return workspace


@pytest.fixture
def committed(new: Path) -> Path:
    """The same with its first commit."""
    save(new)
    return new


@pytest.fixture
def pushed(committed: Path) -> Path:
    """The same with a remote repository that knows of main alone."""
    git(committed, "init", "-q", "--bare", "-b", "main", "--template=", str(origin(committed)))
    git(committed, "remote", "add", "origin", str(origin(committed)))
    git(committed, "push", "-q", "-u", "origin", "main")
    return committed


def origin(folder: Path) -> Path:
    return folder.parent / "origin.git"


def save(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "报送")


def take_out(folder: Path) -> None:
    """Take the row out, which is a fault wherever there is something to compare with."""
    path = folder / "data" / "progress" / "waitan.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(FIRST, ""), encoding="utf-8")


def note(base: str) -> tuple[int, str]:
    """The exit code, and what is said of the comparison."""
    shown = run("--base", base)
    return shown.code, " ".join(shown.stderr.splitlines()[1:])


def nothing(why: str) -> tuple[int, str]:
    return 0, f"There is nothing to compare with: {why}."


@pytest.mark.parametrize("zero", [ZERO, "0" * 64])
def test_the_zero_id_is_no_revision(committed: Path, zero: str) -> None:
    """What a service names as the state before the first push of a branch, or of a tag."""
    take_out(committed)
    why = f"{zero[:40]}{'…' * (len(zero) > 40)} is how git names no commit, as before the first"
    assert note(zero) == nothing(f"{why} push of a branch")


@pytest.mark.usefixtures("new")
@pytest.mark.parametrize("base", ["HEAD", "main", "origin/main", "HEAD~1", "v1.0"])
def test_before_the_first_commit_there_is_nothing_at_all(base: str) -> None:
    assert note(base) == nothing("the repository holds no commit yet")


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("base", ["HEAD^", "HEAD~1", "HEAD~3", "main^^", "@~"])
def test_there_is_nothing_before_the_first_commit(base: str) -> None:
    name = base.rstrip("^~0123456789")
    assert note(base) == nothing(f"there is no commit before {name}")


@pytest.mark.parametrize("base", ["HEAD", "@", "fresh"])
def test_a_branch_without_a_commit_of_its_own(committed: Path, base: str) -> None:
    git(committed, "checkout", "-q", "--orphan", "fresh")
    assert note(base) == nothing("the branch fresh holds no commit yet")


@pytest.mark.parametrize("base", ["origin/task", "@{upstream}", "task@{u}", "@{push}"])
def test_a_branch_that_was_not_pushed_yet(pushed: Path, base: str) -> None:
    git(pushed, "checkout", "-q", "-b", "task")
    take_out(pushed)
    assert note(base) == nothing("the branch task has not been pushed yet")
    assert run("--base", "origin/main").code == 1


def test_a_branch_that_was_pushed_is_compared_with(pushed: Path) -> None:
    git(pushed, "checkout", "-q", "-b", "task")
    git(pushed, "push", "-q", "-u", "origin", "task")
    take_out(pushed)
    assert run("--base", "origin/task").code == run("--base", "@{upstream}").code == 1


def test_a_branch_that_was_followed_and_deleted(pushed: Path) -> None:
    git(pushed, "checkout", "-q", "-b", "task")
    git(pushed, "push", "-q", "-u", "origin", "task")
    git(origin(pushed), "branch", "-D", "task")
    git(pushed, "fetch", "-q", "--prune")
    assert note("origin/task") == nothing("the branch origin/task was deleted")


def test_a_branch_of_this_clone_that_was_deleted(committed: Path) -> None:
    git(committed, "checkout", "-q", "-b", "task")
    git(committed, "checkout", "-q", "main")
    git(committed, "branch", "-D", "task")
    assert note("task") == nothing("the branch task was deleted")


@pytest.mark.parametrize("options", [[], ["-a", "-m", "报送"]], ids=["lightweight", "annotated"])
def test_a_tag_is_a_revision(committed: Path, options: list[str]) -> None:
    git(committed, "tag", *options, "v1.0")
    assert note("v1.0") == (0, "Compared with v1.0, which holds 1 row.")
    take_out(committed)
    assert run("--base", "v1.0").code == 1
    assert run("--base", "refs/tags/v1.0").code == 1


def test_a_revision_from_before_there_was_a_plan(new: Path) -> None:
    git(new, "add", "plan.yaml")
    git(new, "rm", "-q", "--cached", "plan.yaml")
    git(new, "commit", "-q", "--allow-empty", "-m", "0")
    save(new)
    assert note("HEAD~1") == (0, "Compared with HEAD~1, which holds 0 rows.")


@pytest.mark.parametrize("base", ["mian", "origin/mian", "v1.0", "0" * 7, "1" * 40, "HEAD^2"])
def test_a_name_that_git_never_heard_of_is_a_fault_as_ever(pushed: Path, base: str) -> None:
    """A name that was mistyped must not turn the comparison off unseen."""
    git(pushed, "checkout", "-q", "-b", "task")
    shown = run("--base", base)
    assert shown.code == 3
    assert f"there is no revision {base} in this clone" in shown.stderr


def test_what_a_shallow_clone_lacks_is_fetched_and_not_passed_over(
    pushed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pushed / "more.txt").write_text("更多", encoding="utf-8")
    save(pushed)
    git(pushed, "push", "-q")
    shallow = pushed.parent / "shallow"
    url = origin(pushed).as_uri()
    git(pushed.parent, "clone", "-q", "--depth=1", url, str(shallow))
    monkeypatch.chdir(shallow)
    code, said = note("HEAD~1")
    assert code == 3
    assert "git fetch --unshallow" in said
