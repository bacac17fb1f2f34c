"""Files written whole; into a folder all or none, and nothing replaced unasked."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from hpplan.files import InTheWayError, write_all, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

POSIX = pytest.mark.skipif(os.name == "nt", reason="of systems with POSIX files")


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_folder_is_made_and_nothing_but_the_files_is_left(tmp_path: Path) -> None:
    write_all(tmp_path / "a" / "b", {"一.docx": b"1", "b.txt": b""}, force=False)
    assert held(tmp_path / "a" / "b") == {"一.docx": b"1", "b.txt": b""}


def test_no_files_make_an_empty_folder(tmp_path: Path) -> None:
    write_all(tmp_path / "a", {}, force=False)
    assert held(tmp_path / "a") == {}


def test_a_file_in_the_way_keeps_all_from_being_written(tmp_path: Path, golden: Golden) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    (tmp_path / "c").write_bytes(b"mine too")
    with pytest.raises(InTheWayError) as caught:
        write_all(tmp_path, {"a": b"1", "b": b"2", "c": b"3"}, force=False)
    assert caught.value.names == ["b", "c"]
    golden.says(caught.value.message)
    assert held(tmp_path) == {"b": b"mine", "c": b"mine too"}


def test_of_many_files_in_the_way_the_first_are_named(golden: Golden) -> None:
    message = InTheWayError(list("abcdef")).message
    assert message.endswith("a, b, c, d, e…")
    golden.says(message)


def test_force_replaces(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    write_all(tmp_path, {"a": b"1", "b": b"2"}, force=True)
    assert held(tmp_path) == {"a": b"1", "b": b"2"}


def test_a_file_that_holds_the_same_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    os.utime(tmp_path / "a", (0, 0))
    write_all(tmp_path, {"a": b"1", "b": b"2"}, force=False)
    assert held(tmp_path) == {"a": b"1", "b": b"2"}
    assert (tmp_path / "a").stat().st_mtime == 0


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_the_way_is_never_replaced(tmp_path: Path, *, force: bool) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(OSError if force else InTheWayError, match="directory" if force else "b"):
        write_all(tmp_path, {"a": b"1", "b": b"2"}, force=force)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@POSIX
def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"mine")
    (tmp_path / "a").symlink_to("elsewhere")
    (tmp_path / "b").symlink_to("nowhere")
    with pytest.raises(InTheWayError):
        write_all(tmp_path, {"a": b"1", "b": b"2"}, force=False)
    write_all(tmp_path, {"a": b"1", "b": b"2"}, force=True)
    assert held(tmp_path) == {"elsewhere": b"mine", "a": b"1", "b": b"2"}
    assert not (tmp_path / "a").is_symlink()


@POSIX
def test_a_draft_left_behind_by_another_run_is_no_trap(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"mine")
    (tmp_path / f".hpplan-{os.getpid()}-0.new").symlink_to("elsewhere")
    write_all(tmp_path, {"a": b"1"}, force=False)
    assert held(tmp_path) == {"elsewhere": b"mine", "a": b"1"}


@POSIX
def test_a_pipe_in_the_way_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    with pytest.raises(InTheWayError):
        write_all(tmp_path, {"a": b"1"}, force=False)


@POSIX
def test_the_files_may_be_read_as_any_new_file_may(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_all(tmp_path, {"a": b"1"}, force=False)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "a")]
    assert modes[0] == modes[1]


def test_where_one_cannot_be_written_none_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) > 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_all(tmp_path, {"a": b"1", "b": b"2", "c": b"3"}, force=False)
    assert held(tmp_path) == {}


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(OSError, match="out"):
        write_all(tmp_path / "out", {"a": b"1"}, force=False)
    assert held(tmp_path) == {"out": b"mine"}


@POSIX
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    (tmp_path / "a").chmod(0o600)
    write_whole(tmp_path / "a", b"1")
    assert held(tmp_path) == {"a": b"1"}
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
