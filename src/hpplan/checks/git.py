"""What git holds of a revision, read by git itself; nothing is changed."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from hpplan.errors import HpplanError
from hpplan.files import POINTER
from hpplan.i18n import _
from hpplan.phrases import reason, shortened

if TYPE_CHECKING:
    from pathlib import Path

# The repository is the one that the workspace lies in, whatever a hook around us was called with.
_SURROUNDINGS = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE"),
    *("GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_NAMESPACE"),
    *("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
)
LONGEST_REVISION_NAME = 200
_PLAIN = re.compile(r"(?!-)(?!HEAD$)[\w/.+-]+").fullmatch
"""Names that a branch or tag can have, and that a shell takes as they stand."""
_OBJECT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}").fullmatch
_NO_COMMIT = re.compile("0{40}|0{64}").fullmatch
_ANCESTOR = re.compile(r"(.+?)(?:\^1?|~\d*)+").fullmatch
_UPSTREAM = re.compile(r".*@\{(u|upstream|push)\}", re.IGNORECASE).fullmatch
_REGULAR = "100"
"""How the modes of regular files begin; links and submodules begin otherwise."""


class GitError(HpplanError):
    """Why a revision cannot be read."""


class NothingToCompareError(HpplanError):
    """Why there is no earlier revision, though nothing is wrong."""


class GitRevision(NamedTuple):
    """A revision of the repository that a folder lies in.

    Attributes:
        folder: the folder.
        name: the revision as it was named.
        commit: its full object name.
    """

    folder: Path
    name: str
    commit: str

    @property
    def short(self) -> str:
        """The revision as a person would name it: `main`, or an object name cut short."""
        return self.name[:12] if self.commit.startswith(self.name) else self.name

    def files(self, folder: str) -> list[str]:
        """The names of the regular files in a folder, as a path below the workspace names it.

        Raises:
            GitError: git cannot read them.
        """
        listing = _git(self.folder, "ls-tree", "-z", self.commit, "--", f"{folder}/")
        entries = (entry.partition("\t") for entry in _text(listing).split("\0") if entry)
        return [path for mode, _tab, path in entries if mode.startswith(_REGULAR)]

    def read(self, path: str) -> bytes | None:
        """A file's bytes, None where there is none; the path is relative to the workspace.

        Raises:
            GitError: git cannot read it.
        """
        listed = _text(_git(self.folder, "ls-tree", "-z", self.commit, "--", path))
        if not listed.startswith(_REGULAR):
            return None
        data = _git(self.folder, "cat-file", "blob", listed.split()[2])
        if data.startswith(POINTER):
            message = _(
                "of {path} only a pointer of git LFS stands in the revision: it cannot be compared"
            )
            hint = _("leave plan and progress out of LFS: git lfs migrate export")
            raise GitError(message.format(path=path), hint)
        return data

    def is_merged(self) -> bool:
        """Whether what is checked out contains the revision, as far as this clone can tell."""
        try:
            _git(self.folder, "merge-base", "--is-ancestor", self.commit, "HEAD")
        except GitError:
            return is_shallow(self.folder)
        return True


def revision(folder: Path, name: str) -> GitRevision:
    """A revision of the repository that a folder lies in.

    Raises:
        GitError: there is no git, no repository, or no such revision in this clone.
        NothingToCompareError: nothing was committed, or pushed, that could be compared with.
    """
    if _text(_git(folder, "rev-parse", "--is-inside-work-tree")).strip() != "true":
        raise GitError(_("the plan lies in a repository that has no working tree"))
    commit = _commit(folder, name)
    if commit is None:
        if why := _nothing_before(folder, name):
            raise NothingToCompareError(why)
        message = _("there is no revision {name} in this clone").format(name=shortened(name))
        command = _fetching(folder, name)
        hint = _("fetch it: {command}").format(command=command) if command else ""
        raise GitError(message, hint)
    return GitRevision(folder, name, commit)


def _commit(folder: Path, name: str) -> str | None:
    """The full object name of the commit that a name leads to; None where there is none."""
    words = ("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    return _answer(folder, *words) or None


def _nothing_before(folder: Path, name: str) -> str:
    """Why a revision that is not there never was, or is no more; empty where it may be missing.

    Only what the repository itself tells counts: a name that was mistyped is none of these.
    """
    shown = shortened(name)
    if _NO_COMMIT(name):
        return _("{name} is how git names no commit, as before the first push of a branch").format(
            name=shown
        )
    branch = _answer(folder, "symbolic-ref", "--quiet", "--short", "HEAD")
    is_unborn = bool(branch) and not _answer(folder, "rev-parse", "--quiet", "--verify", "HEAD")
    if is_unborn and not _answer(folder, "for-each-ref", "--count=1"):
        return _("the repository holds no commit yet")
    if is_unborn and name in {"HEAD", "@", branch}:
        return _("the branch {name} holds no commit yet").format(name=shortened(branch))
    if is_shallow(folder):
        return ""
    ancestor = _ANCESTOR(name)
    # All of a history can be counted only where no part of it is missing.
    if ancestor and _answer(folder, "rev-list", "--count", "--end-of-options", ancestor[1]):
        return _("there is no commit before {name}").format(name=shortened(ancestor[1]))
    if _UPSTREAM(name) and branch:
        return _("the branch {name} has not been pushed yet").format(name=shortened(branch))
    if _was_deleted(folder, name):
        return _("the branch {name} was deleted").format(name=shown)
    remote = name.removesuffix(f"/{branch}") if branch else name
    if remote != name and _answer(folder, "for-each-ref", "--count=1", f"refs/remotes/{remote}/"):
        return _("the branch {name} has not been pushed yet").format(name=shortened(branch))
    return ""


def _was_deleted(folder: Path, name: str) -> bool:
    """Whether a branch is named as one that was followed, or was checked out, and is there no more.

    A branch that another follows is named in the configuration, one that was checked out in the
    notes that git keeps on HEAD.
    """
    followed = _answer(folder, "config", "--get-regexp", r"^branch\..*\.(remote|merge)$")
    values = [line.partition(" ")[2] for line in followed.splitlines()]
    tracked = {
        f"{remote}/{merge.removeprefix('refs/heads/')}"
        for remote, merge in zip(values[::2], values[1::2], strict=False)
    }
    if name in tracked:
        return True
    if _OBJECT(name):
        return False
    moves = _answer(folder, "reflog", "show", "--format=%gs", "HEAD").splitlines()
    return any(move.startswith(f"checkout: moving from {name} to ") for move in moves)


def _answer(folder: Path, *arguments: str) -> str:
    """What a git command prints, on one line or several; empty where it refuses."""
    try:
        return _text(_git(folder, *arguments)).strip()
    except GitError:
        return ""


def _fetching(folder: Path, name: str) -> str:
    """The command that fetches a revision; empty where no such name can be fetched."""
    shallow = is_shallow(folder)
    if not _PLAIN(name) or len(name) > LONGEST_REVISION_NAME:
        return "git fetch --unshallow" if shallow and len(name) <= LONGEST_REVISION_NAME else ""
    branch = name.removeprefix("origin/")
    local = f"refs/remotes/{name}" if branch != name else name
    wanted = name if _OBJECT(name) else f"{branch}:{local}"
    return f"git fetch {'--depth=1 ' if shallow else ''}origin {wanted}"


def is_shallow(folder: Path) -> bool:
    """Whether a clone lacks a part of its history."""
    return _text(_git(folder, "rev-parse", "--is-shallow-repository")).strip() == "true"


def _text(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape")


def _git(folder: Path, *arguments: str) -> bytes:
    """What a git command prints.

    Raises:
        GitError: there is no git, or it refuses.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _SURROUNDINGS}
    environment |= {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
    try:
        done = subprocess.run(  # noqa: S603 (its words are our own, or stand behind --end-of-options)
            ["git", "--no-pager", *arguments],  # noqa: S607 (whichever git the user has)
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        message = _("git cannot be run: {why}").format(why=reason(error))
        raise GitError(message, _("install git, or leave --base out")) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").splitlines()
        fatal = [line.removeprefix("fatal: ") for line in said if line.startswith("fatal: ")]
        advice = [line.strip() for line in said if line.startswith("\tgit ")]
        raise GitError(_("git says: {why}").format(why=(fatal or said or [""])[0]), *advice[:1])
    return done.stdout
