"""Appending bytes to a file, whatever they are: all of them or none, and none of another's lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from hpplan.errors import RecordError
from hpplan.progress import append as appending
from hpplan.progress.append import ChangedError, append_bytes, locked

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

CHANGED = "changed by another program meanwhile"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.log"


def test_bytes_are_appended_to_what_was_read(path: Path) -> None:
    append_bytes(path, "a.log", None, b"\0one")
    append_bytes(path, "a.log", b"\0one", b"\xfftwo")
    assert path.read_bytes() == b"\0one\xfftwo"
    assert [each.name for each in path.parent.iterdir()] == ["a.log"]


@pytest.mark.parametrize("now", [b"on", b"one more", b"onE", None])
def test_a_file_that_is_another_than_was_read_is_left_alone(
    path: Path, now: bytes | None, golden: Golden
) -> None:
    if now is not None:
        path.write_bytes(now)
    with pytest.raises(ChangedError) as caught:
        append_bytes(path, "a.log", b"one", b"two")
    assert not caught.value.usage
    golden.says(caught.value.message, CHANGED)
    assert (path.read_bytes() if path.exists() else None) == now


def test_a_file_that_came_to_be_meanwhile_is_left_alone(path: Path, golden: Golden) -> None:
    path.write_bytes(b"theirs")
    with pytest.raises(ChangedError) as caught:
        append_bytes(path, "a.log", None, b"ours")
    golden.says(caught.value.message, CHANGED)
    assert [each.read_bytes() for each in path.parent.iterdir()] == [b"theirs"]


def test_what_cannot_be_brought_to_the_disk_is_taken_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    path.write_bytes(b"one")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output error"):
        append_bytes(path, "a.log", b"one", b"two")
    assert path.read_bytes() == b"one"


def test_a_lock_is_kept_from_others_and_given_back(
    path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setattr(appending, "LOCK_SECONDS", 0.05)
    with locked(path, "a.log"):
        with pytest.raises(RecordError) as caught, locked(path, "a.log"):
            raise AssertionError
        golden.says(caught.value.message)
        append_bytes(path, "a.log", None, b"one")
    with locked(path, "a.log"):
        append_bytes(path, "a.log", b"one", b"two")
    assert path.read_bytes() == b"onetwo"


def test_what_the_system_refuses_under_the_lock_is_said(path: Path, golden: Golden) -> None:
    for error, hint in ((PermissionError(13, "Permission denied"), "ask"), (OSError(5, "Bad"), "")):
        with pytest.raises(RecordError) as caught, locked(path, "a.log", "ask"):
            raise error
        said = caught.value.message
        assert said.endswith(f" {error.strerror}")
        golden.says(said.replace(str(error.strerror), "(why)"), "refused under the lock")
        assert (caught.value.hint, caught.value.usage) == (hint, False)
