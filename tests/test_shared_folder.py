"""A folder that several users write into: nobody's lock file shuts out the others."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hpplan.errors import RecordError
from hpplan.progress.append import locked
from plans import HEADER, ONE_COUNT, lay_out
from running import Shown, ran

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUP = 54_000
ONE, OTHER, ROOT = 54_001, 54_002, 0
LOCK = ".aa.csv.lock"


def lock_beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


# Whatever the users


def test_a_new_lock_is_for_everybody_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        with locked(tmp_path / "a.csv", "a.csv"):
            pass
    finally:
        os.umask(before)
    assert lock_beside(tmp_path / "a.csv").stat().st_mode & 0o777 == 0o666


def test_a_lock_that_an_earlier_run_left_for_itself_is_given_to_all(tmp_path: Path) -> None:
    lock = lock_beside(tmp_path / "a.csv")
    lock.touch(0o644)
    lock.chmod(0o644)
    with locked(tmp_path / "a.csv", "a.csv"):
        pass
    assert lock.stat().st_mode & 0o777 == 0o666
    assert lock.read_bytes() == b""


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_says_so_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def lock_descriptor(*_arguments: object, **_options: object) -> bool:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("filelock.lock_descriptor", lock_descriptor)
    with pytest.raises(RecordError) as caught, locked(tmp_path / "a.csv", "a.csv"):
        raise AssertionError
    assert caught.value.message == (
        f"a.csv cannot be locked by means of .a.csv.lock: {os.strerror(number)}"
    )
    assert caught.value.hint == (
        "this file system keeps no locks: turn them on, or write on a local disk"
    )


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    lock_beside(tmp_path / "a.csv").symlink_to(tmp_path / "elsewhere")
    with (
        pytest.raises(RecordError, match=r"cannot be locked by means of \.a\.csv\.lock"),
        locked(tmp_path / "a.csv", "a.csv"),
    ):
        raise AssertionError
    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_that_was_deleted_and_made_anew_is_the_one_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who held the one that was deleted looks again, and finds the other's."""
    import filelock

    lock = lock_beside(tmp_path / "a.csv")
    held: list[int] = []

    def lock_descriptor(handle: int, **options: bool) -> bool:
        found = real(handle, **options)
        if not held:
            lock.unlink()
            lock.touch()
        held.append(handle)
        return found

    real = filelock.lock_descriptor
    monkeypatch.setattr("filelock.lock_descriptor", lock_descriptor)
    with locked(tmp_path / "a.csv", "a.csv"):
        assert len(held) == 2


# Two users of one group


@contextmanager
def acting_as(user: int) -> Iterator[None]:
    """This process as that of a user of the group, with the usual umask."""
    groups, group, umask = os.getgroups(), os.getegid(), os.umask(0o022)
    os.setgroups([])
    os.setegid(GROUP)
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(ROOT)
        os.setegid(group)
        os.setgroups(groups)
        os.umask(umask)


class Shared:
    """A folder of a group, in which users with the usual umask run the program."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.file = root / "data" / "progress" / "aa.csv"
        self.lock = self.file.with_name(LOCK)

    def open_to_group(self) -> None:
        for path in (self.root, *self.root.rglob("*")):
            os.chown(path, 0, GROUP)
            path.chmod(0o2775 if path.is_dir() else 0o664)

    def record(self, user: int, figure: int) -> Shown:
        words = ("record", "1.1a", str(figure), "--date", f"2025-0{figure}-01", "--no-input")
        with acting_as(user):
            return ran(*words, "--plan", str(self.root / "plan.yaml"))

    def figures(self) -> list[str]:
        lines = self.file.read_text(encoding="utf-8-sig").splitlines()[1:]
        return [line.split(",")[2] for line in lines]


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shared]:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs root, to be one user and then another")
    with tempfile.TemporaryDirectory() as folder:  # unlike pytest's, one that others may enter
        root = Path(folder)
        root.chmod(0o755)
        lay_out(root / "w", ONE_COUNT, {"aa": ""})
        made = Shared(root / "w")
        monkeypatch.chdir(made.root)
        # Once as root, so that all is loaded: others need not be permitted to read the program.
        assert made.record(ROOT, 9).code == 0
        made.lock.unlink()
        made.file.write_text(HEADER, encoding="utf-8")
        made.open_to_group()
        yield made


def test_two_users_of_one_group_record_one_after_the_other(shared: Shared) -> None:
    assert [shared.record(user, n).code for n, user in enumerate((ONE, OTHER, ONE), 1)] == [0, 0, 0]
    assert shared.figures() == ["1", "2", "3"]


def test_a_file_that_one_made_is_for_the_other_too(shared: Shared) -> None:
    shared.file.unlink()
    assert [shared.record(user, n).code for n, user in enumerate((ONE, OTHER), 1)] == [0, 0]
    assert shared.figures() == ["1", "2"]
    assert shared.file.stat().st_mode & 0o777 == 0o664


def test_a_run_of_root_shuts_nobody_out(shared: Shared) -> None:
    assert shared.record(ROOT, 1).code == 0
    assert shared.record(ONE, 2).code == 0
    shared.file.unlink()
    assert shared.record(ROOT, 3).code == 0
    assert shared.record(OTHER, 4).code == 0


@pytest.mark.parametrize("mode", [0o644, 0o444])
def test_a_lock_of_another_that_may_only_be_read_is_held_all_the_same(
    shared: Shared, mode: int
) -> None:
    shared.lock.touch()
    shared.lock.chmod(mode)
    assert shared.record(OTHER, 1).code == 0
    with locked(shared.file, "aa.csv"):
        pass


def test_a_lock_that_may_not_even_be_read_is_named(shared: Shared) -> None:
    shared.lock.touch()
    shared.lock.chmod(0o600)
    said = shared.record(OTHER, 1)
    assert said.code == 3
    assert " ".join(said.stderr.split()) == (
        "Nothing was recorded: data/progress/aa.csv cannot be locked by means of .aa.csv.lock:"
        " Permission denied have its owner permit all to read it, or delete it while nobody is"
        " writing"
    )


def test_a_file_that_is_write_protected_is_what_is_named_not_its_lock(shared: Shared) -> None:
    shared.file.chmod(0o644)
    said = shared.record(OTHER, 1)
    assert said.code == 3
    assert "data/progress/aa.csv cannot be written: Permission denied" in said.stderr
    assert shared.file.read_text(encoding="utf-8") == HEADER


def test_who_may_not_write_into_the_folder_changes_nothing_in_it(shared: Shared) -> None:
    shared.file.parent.chmod(0o755)
    before = sorted(shared.file.parent.iterdir())
    said = shared.record(OTHER, 1)
    assert said.code == 3
    assert "cannot be locked by means of .aa.csv.lock: Permission denied" in said.stderr
    assert sorted(shared.file.parent.iterdir()) == before
