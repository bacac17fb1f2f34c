"""Recording while others write, programs are killed, disks fill up and branches are merged."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from hpplan.progress import append as appending
from hpplan.progress import record as recording
from plans import lay_out
from test_record import (
    AS_ROOT,
    BOM,
    CANNOT_BE_WRITTEN,
    HEADER,
    JIANGUAN,
    MARCH,
    PROTECTED,
    Noon,
    Place,
    Ran,
    environment,
    not_done,
    posix,
    row,
    run,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from golden import Golden

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
timezone: Asia/Shanghai
units:
  - {id: jianguan, name: 区建管委}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 加梯
        leads: [jianguan]
        text: 加梯1000000个
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯1000000个, kind: count, at_least: 1000000, uom: 个}
"""

RECORDED = re.compile(r"^  2025-03-31,1\.1a,\d+,([^,]*),,\S+$", re.MULTILINE)
"""The row in what `record` prints, with its note."""

OLD = row("2025-01-31", "1.1a", "3")
OTHER = row("2025-02-28", "1.1a", "4", "他人")
OURS = row("2025-03-31", "1.1a", "5")
FULL = BOM + HEADER + OLD


pytestmark = [
    pytest.mark.slow,  # programs by the dozen
    pytest.mark.workspace(PLAN),
]


@pytest.fixture
def place(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A workspace whose clock stands still."""
    monkeypatch.setattr(recording, "datetime", Noon)
    return Place(workspace)


def place_in(root: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A workspace with the clock as it is, as the current folder."""
    monkeypatch.chdir(lay_out(root, PLAN))
    return Place(root)


def ours() -> Ran:
    """What recording the row OURS gives."""
    return run("record", "1.1a", "5", *MARCH, "--force")


Fault = tuple[str, int, int]
"""A code, and the line and column of a progress file."""


def checked() -> tuple[int, list[Fault], int]:
    """What `check` says: its exit code, its problems, and how many rows it found."""
    ran = run("check", "--format", "json")
    found = json.loads(ran.out)
    assert {each["path"] for each in found["problems"]} <= {JIANGUAN}
    faults = [(each["code"], each["line"], each["column"]) for each in found["problems"]]
    return ran.code, faults, found["summary"]["rows"]


def notes(place: Place) -> list[str]:
    """The notes of the rows of a file that is whole: a header, sound rows, nothing torn."""
    data = place.data()
    assert data.startswith(BOM + HEADER)
    assert data.endswith(b"\n")
    text = data.removeprefix(BOM).decode()
    _header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert {len(cells) for cells in rows} <= {6}
    assert checked() == (0, [], len(rows))
    return [cells[3] for cells in rows]


def totals(place: Place) -> list[int]:
    """The figures of the rows."""
    return [int(line.split(b",")[2]) for line in place.data().splitlines()[1:]]


# Many at once

WRITING = """
import sys
from hpplan.progress import record
from hpplan.cli import app
record.LOCK_SECONDS = 600
print("ready", flush=True)
sys.stdin.readline()
for n in range(int(sys.argv[2])):
    args = ["record", "1.1a", "+1", "--date", "2025-03-31", "--note", f"{sys.argv[1]}-{n}"]
    if app(args, standalone_mode=False):
        sys.exit(1)
"""


def writer(name: str, rows: int) -> subprocess.Popen[str]:
    """A process that waits for a line and then records so many rows, one after the other."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITING, name, str(rows)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def say(process: subprocess.Popen[str]) -> None:
    """Give a process the line that it waits for."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    """The next line that a process prints."""
    assert process.stdout is not None
    return process.stdout.readline()


def rest(process: subprocess.Popen[str]) -> str:
    """All that a process still prints until it ends."""
    with process:
        assert process.stdout is not None
        return process.stdout.read()


@pytest.mark.parametrize("begun", [True, False], ids=["a file", "no file yet"])
def test_eight_writers_lose_and_tear_no_row(place: Place, *, begun: bool) -> None:
    if begun:
        place.put(BOM + HEADER)
    writers = [writer(str(who), 15) for who in range(8)]
    assert [hear(each) for each in writers] == ["ready\n"] * 8
    for each in writers:
        say(each)
    printed = [rest(each) for each in writers]
    assert [each.returncode for each in writers] == [0] * 8
    found = notes(place)
    assert sorted(found) == sorted(f"{who}-{n}" for who in range(8) for n in range(15))
    assert sorted(found) == sorted(note for out in printed for note in RECORDED.findall(out))
    # Each saw the total that the one before had written.
    assert totals(place) == list(range(1, 121))
    assert place.names() == {"jianguan.csv"}


# Killed


@pytest.mark.parametrize("begun", [True, False], ids=["a file", "no file yet"])
def test_a_kill_at_any_moment_costs_no_row_that_was_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, begun: bool
) -> None:
    place = place_in(tmp_path / "w", monkeypatch)
    if begun:
        place.put(BOM + HEADER)
    moments = random.Random(7)  # noqa: S311 (moments, no secrets)
    acknowledged: set[str] = set()
    unsaid = 0
    for kill in range(10):
        if not begun:
            place.path().unlink(missing_ok=True)
            acknowledged, unsaid = set(), 0
        process = writer(str(kill), 1000)
        assert hear(process) == "ready\n"
        say(process)
        # After the lines of no, one or two rows, and a little later.
        out = "".join(hear(process) for _line in range(5 * moments.randrange(3 if begun else 1)))
        time.sleep(moments.uniform(0, 0.02 if begun else 0.06))
        process.kill()
        out += rest(process)
        assert process.returncode != 0
        acknowledged.update(RECORDED.findall(out))
        assert place.path().exists() or not acknowledged
        found = notes(place) if place.path().exists() else []
        assert acknowledged <= set(found)
        assert len(set(found)) == len(found) <= len(acknowledged) + 1 + unsaid
        unsaid = len(found) - len(acknowledged)
        after = run("record", "1.1a", "+1", *MARCH, "--note", f"after {kill}")
        assert (after.code, after.err) == (0, "")
        assert notes(place) == [*found, f"after {kill}"]
        acknowledged.add(f"after {kill}")
        assert totals(place) == list(range(1, len(found) + 2))
        assert place.names() <= {"jianguan.csv", ".jianguan.csv.new"}


DYING = """
import os, signal, sys
import filelock, hpplan.progress.record, hpplan.output.terminal.record, hpplan.workspace
from hpplan.cli import app
CALLS = ["close", "fsync", "ftruncate", "link", "mkdir", "open", "rename", "replace", "unlink"]
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def run(root, way, left):
    def counted(call):
        def counting(*args, **named):
            nonlocal left
            left -= 1
            if left < 0:
                die()
            return call(*args, **named)
        return counting
    def refused(*args, **named):
        raise PermissionError(1, "no links here")
    def half(handle, data, write=os.write):
        write(handle, data[:len(data) // 2])
        die()
    os.chdir(root)
    with open("printed.txt", "w") as file:
        os.dup2(file.fileno(), 1)
    if way == "no links":
        os.link = refused
    if way == "half a write":
        os.write = half
    else:
        for name in [*CALLS, "write"]:
            setattr(os, name, counted(getattr(os, name)))
    args = ["record", "1.1a", "5", "--date", "2025-03-31", "--note", "row"]
    app(args, standalone_mode=False)
for line in sys.stdin:
    root, way, left = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if not child:
        try:
            run(root, way, int(left))
        finally:
            os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Records in one child after the other, each killed before another of its calls to the system."""


@pytest.fixture(scope="module")
def dying() -> Iterator[Callable[[Path, str, int], int]]:
    """Records the note “row”, dies before one of its calls, and gives the exit code."""
    process = subprocess.Popen(
        [sys.executable, "-c", DYING],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin is not None
    stdin = process.stdin

    def die(root: Path, way: str, left: int) -> int:
        stdin.write(f"{root}\t{way}\t{left}\n")
        stdin.flush()
        return int(hear(process))

    yield die
    stdin.close()
    rest(process)


@posix
@pytest.mark.parametrize(
    ("before", "way"),
    [(FULL, "links"), (b"", "links"), (None, "links"), (None, "no links")],
    ids=["a file", "an empty file", "no file", "no file and no links"],
)
def test_a_kill_before_any_call_to_the_system_leaves_a_file_that_is_whole(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dying: Callable[[Path, str, int], int],
    before: bytes | None,
    way: str,
) -> None:
    code, left, kept = -signal.SIGKILL, 0, set()
    while code == -signal.SIGKILL:
        place = place_in(tmp_path / str(left), monkeypatch)
        if before is not None:
            place.put(before)
        code = dying(place.root, way, left)
        printed = place.root / "printed.txt"
        said = RECORDED.findall(printed.read_text("utf-8")) if printed.exists() else []
        now = place.data() if place.path().exists() else None
        known = [""] * (before == FULL)
        if now == before:
            assert not said
        else:
            assert notes(place) == [*known, "row"]
            known.append("row")
        kept.add(now == before)
        assert run("status").code == (now == b"")
        assert run("record", "1.1a", "6", *MARCH, "--note", "next").code == 0
        assert notes(place) == [*known, "next"]
        left += 1
    assert code == 0
    assert said == ["row"]
    assert kept == {True, False}


@posix
def test_a_kill_in_the_middle_of_a_new_files_write_leaves_no_file(
    place: Place, dying: Callable[[Path, str, int], int]
) -> None:
    assert dying(place.root, "half a write", 0) == -signal.SIGKILL
    assert place.names() == {".jianguan.csv.new"}
    assert ours().code == 0
    assert place.data() == BOM + HEADER + OURS
    assert place.names() == {"jianguan.csv"}


def test_what_a_killed_run_left_is_not_read(place: Place) -> None:
    clean = run("status"), run("check")
    draft = place.path().with_name(".jianguan.csv.new")
    draft.write_bytes(FULL + b"\xff\n")
    assert (run("status"), run("check")) == clean
    assert ours().code == 0
    assert place.data() == BOM + HEADER + OURS
    assert place.names() == {"jianguan.csv"}


def test_what_a_killed_run_left_beside_a_file_does_no_harm(place: Place) -> None:
    place.put(FULL)
    clean = run("status"), run("check")
    place.path().with_name(".jianguan.csv.new").write_bytes(OTHER * 9)
    assert (run("status"), run("check")) == clean
    assert ours().code == 0
    assert place.data() == FULL + OURS


@posix
def test_a_link_in_place_of_the_draft_is_not_followed(place: Place, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    place.path().with_name(".jianguan.csv.new").symlink_to(outside)
    assert ours().code == 0
    assert outside.read_bytes() == b"x"
    assert not place.path().is_symlink()
    assert place.data() == BOM + HEADER + OURS
    assert place.names() == {"jianguan.csv"}


def test_a_folder_in_place_of_the_draft_is_left(place: Place) -> None:
    draft = place.path().with_name(".jianguan.csv.new")
    draft.mkdir()
    ran = ours()
    assert (ran.code, ran.out) == (3, "")
    assert JIANGUAN in ran.err
    assert list(draft.iterdir()) == []
    assert place.names() == {".jianguan.csv.new"}


# A disk that fails

LIMITED = """
import resource, signal, sys
from hpplan.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop()),) * 2)
sys.argv[1:] = ["record", "1.1a", "5", "--date", "2025-03-31"]
main()
"""


@posix
@pytest.mark.parametrize("before", [FULL, FULL[:-1], BOM + HEADER, BOM, b"", None])
@pytest.mark.parametrize(("room", "why"), [(0, errno.EFBIG), (10, errno.ENOSPC)])
def test_a_full_disk_leaves_all_as_it_was(
    place: Place, before: bytes | None, room: int, why: int, golden: Golden
) -> None:
    if before is not None:
        place.put(before)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(len(before or b"") + room)],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert os.strerror(why) in done.stderr
    golden.says(not_done(Ran(done.returncode, done.stdout, done.stderr)), CANNOT_BE_WRITTEN)
    assert (place.data() if place.path().exists() else None) == before
    assert place.names() == (set() if before is None else {"jianguan.csv"})


@pytest.mark.parametrize("before", [FULL, b"", None])
@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError(errno.EIO, os.strerror(errno.EIO))])
def test_a_write_that_is_interrupted_leaves_all_as_it_was(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    before: bytes | None,
    fault: type[BaseException] | BaseException,
) -> None:
    if before is not None:
        place.put(before)

    def interrupted(_handle: int) -> None:
        raise fault

    monkeypatch.setattr(os, "fsync", interrupted)
    ran = ours()
    assert ran.code not in {0, 70}
    assert ran.out == ""
    assert (place.data() if place.path().exists() else None) == before
    assert place.names() == (set() if before is None else {"jianguan.csv"})


@posix
def test_a_folder_that_cannot_be_synced_makes_no_message_a_lie(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads that nothing was recorded records it again."""
    sync, refused = os.fsync, []

    def synced(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            refused.append(handle)
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        sync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    ran = ours()
    assert refused
    if ran.code == 0:
        assert place.data() == BOM + HEADER + OURS
    else:
        assert ran.code == 3
        assert ran.err
        assert place.names() == set()


@posix
@pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
@pytest.mark.parametrize("before", [FULL, None])
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_is_write_protected_is_left(
    place: Place, before: bytes | None, what: str, golden: Golden
) -> None:
    if before is not None:
        place.put(before)
    path = place.path() if what == "file" and before is not None else place.path().parent
    mode = path.stat().st_mode
    path.chmod(mode & 0o555)
    try:
        ran = ours()
    finally:
        path.chmod(mode)
    assert os.strerror(errno.EACCES) in ran.err
    golden.says(not_done(ran), PROTECTED)
    assert (place.data() if place.path().exists() else None) == before
    assert place.names() == (set() if before is None else {"jianguan.csv"})


# Locks

HOLDING = """
import sys
from filelock import FileLock
with FileLock("data/progress/.jianguan.csv.lock"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("before", [FULL, None])
def test_a_lock_is_respected_until_its_holder_dies(
    place: Place, monkeypatch: pytest.MonkeyPatch, before: bytes | None, golden: Golden
) -> None:
    if before is not None:
        place.put(before)
    monkeypatch.setattr(appending, "LOCK_SECONDS", 0.2)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert hear(holder) == "held\n"
        golden.says(not_done(ours()), "a file that someone else is writing")
        assert place.names() == (set() if before is None else {"jianguan.csv"})
        assert before is None or place.data() == before
    finally:
        holder.kill()
        rest(holder)
    assert ours().code == 0
    assert place.data() == (before or BOM + HEADER) + OURS


# Other programs, which know no locks


def replaced(path: Path, data: bytes) -> None:
    """Save as spreadsheets do: a new file, moved to the place of the old one."""
    new = path.with_name("~new.tmp")
    new.write_bytes(data)
    new.replace(path)


def rewritten(path: Path, data: bytes) -> None:
    """Save as plain editors do: into the file itself, from its start."""
    path.write_bytes(data)


def appended(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def truncated(path: Path, data: bytes) -> None:
    os.truncate(path, len(data))


def removed(path: Path, _data: bytes) -> None:
    path.unlink()


DOINGS: dict[str, tuple[Callable[[Path, bytes], None], bytes]] = {
    "replaced": (replaced, FULL + OTHER),
    "replaced by a shorter one": (replaced, BOM + HEADER),
    "replaced by its equal": (replaced, FULL),
    "replaced by one without a last line end": (replaced, FULL + OTHER[:-1]),
    "replaced by one with other line ends": (replaced, (FULL + OTHER).replace(b"\n", b"\r\n")),
    "rewritten": (rewritten, FULL + OTHER),
    "rewritten at the same length": (rewritten, FULL.replace(b",3,", b",2,")),
    "rewritten without a last line end": (rewritten, FULL[:-1]),
    "appended to": (appended, OTHER),
    "appended to without a line end": (appended, OTHER[:-1]),
    "truncated by a row": (truncated, BOM + HEADER),
    "truncated within a row": (truncated, FULL[:-1]),
    "truncated to nothing": (truncated, b""),
    "removed": (removed, b""),
}


class Meanwhile:
    """Does something to the file when it is opened to be written, is written or has been synced."""

    def __init__(self, path: Path, moment: str, act: Callable[[], None], *, times: int = 1) -> None:
        self.path = path
        self.moment = moment
        self.act = act
        self.times = times
        self.acted = 0
        self.left: bytes | None = None

    def come(self, moment: str) -> None:
        if moment == self.moment and self.acted < self.times:
            self.acted += 1
            self.act()
            self.left = self.path.read_bytes() if self.path.exists() else None

    def holds(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opening, writing, syncing = os.open, os.write, os.fsync

        def opened(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if str(path).endswith("jianguan.csv") and flags & (os.O_WRONLY | os.O_RDWR):
                self.come("opened")
            return opening(path, flags, *more, **named)

        def written(handle: int, data: bytes) -> int:
            if self.holds(handle):
                self.come("written")
            return writing(handle, data)

        def synced(handle: int) -> None:
            holds = self.holds(handle)
            syncing(handle)
            if holds:
                self.come("synced")

        monkeypatch.setattr(os, "open", opened)
        monkeypatch.setattr(os, "write", written)
        monkeypatch.setattr(os, "fsync", synced)


def with_ours(data: bytes | None) -> bytes:
    """A file of another program's with the row behind it, on a line of its own."""
    if not data:
        return BOM + HEADER + OURS
    end = b"\r\n" if b"\r\n" in data else b"\n"
    return data + (b"" if data.endswith(b"\n") else end) + OURS.replace(b"\n", end)


def assert_settled(place: Place, ran: Ran, left: bytes | None) -> None:
    """All that the other program left is there, and the row once behind it, or not at all."""
    now = place.data() if place.path().exists() else None
    if ran.code == 0:
        assert now is not None
        assert now.count(OURS.strip()) == 1
        assert now in {left, with_ours(left)}
        assert ran.err == ""
    else:
        assert (ran.code, ran.out) == (3, "")
        assert JIANGUAN in ran.err
        assert now == left
        assert OURS.strip() not in (now or b"")


@posix
@pytest.mark.parametrize("doing", DOINGS)
@pytest.mark.parametrize("moment", ["opened", "written"])
def test_another_program_between_reading_and_writing_loses_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, moment: str, doing: str
) -> None:
    place.put(FULL)
    do, data = DOINGS[doing]
    meanwhile = Meanwhile(place.path(), moment, lambda: do(place.path(), data))
    meanwhile.watch(monkeypatch)
    ran = ours()
    assert meanwhile.acted == 1
    assert_settled(place, ran, meanwhile.left)


@posix
@pytest.mark.parametrize("doing", [name for name in DOINGS if name != "removed"])
def test_what_another_program_changed_once_is_read_again(
    place: Place, monkeypatch: pytest.MonkeyPatch, doing: str
) -> None:
    place.put(FULL)
    do, data = DOINGS[doing]
    meanwhile = Meanwhile(place.path(), "opened", lambda: do(place.path(), data))
    meanwhile.watch(monkeypatch)
    assert ours().code == 0
    assert meanwhile.left is not None
    assert place.data() == with_ours(meanwhile.left)


@posix
@pytest.mark.parametrize(
    "doing", [name for name, (do, _data) in DOINGS.items() if do in {replaced, appended, removed}]
)
def test_another_program_just_after_the_writing_loses_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch, doing: str
) -> None:
    """A program that moves its own file into place had read the old one before."""
    place.put(FULL)
    do, data = DOINGS[doing]
    meanwhile = Meanwhile(place.path(), "synced", lambda: do(place.path(), data))
    meanwhile.watch(monkeypatch)
    ran = ours()
    assert meanwhile.acted == 1
    assert_settled(place, ran, meanwhile.left)
    assert (ran.code == 0) or doing == "removed"


@posix
def test_an_increment_counts_from_what_another_program_saved(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put(FULL)
    meanwhile = Meanwhile(place.path(), "opened", lambda: replaced(place.path(), FULL + OTHER))
    meanwhile.watch(monkeypatch)
    assert run("record", "1.1a", "+1", *MARCH).code == 0
    assert place.data() == FULL + OTHER + OURS


@posix
@pytest.mark.parametrize(
    ("do", "moment"), [(replaced, "opened"), (rewritten, "opened"), (replaced, "synced")]
)
def test_a_file_that_changes_every_time_is_left_to_the_other_program(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    do: Callable[[Path, bytes], None],
    moment: str,
    golden: Golden,
) -> None:
    place.put(FULL)
    figures = iter(range(100, 200))

    def act() -> None:
        do(place.path(), FULL + row("2025-02-28", "1.1a", str(next(figures))))

    meanwhile = Meanwhile(place.path(), moment, act, times=100)
    meanwhile.watch(monkeypatch)
    golden.says(not_done(ours()), "a file that another program changes")
    assert meanwhile.acted == recording.ATTEMPTS
    assert place.data() == meanwhile.left
    assert place.names() == {"jianguan.csv"}


@posix
@pytest.mark.parametrize("end", [None, -1], ids=["whole", "without a line end"])
def test_a_failing_write_takes_no_row_of_another_program_with_it(
    place: Place, monkeypatch: pytest.MonkeyPatch, end: int | None
) -> None:
    place.put(FULL)
    meanwhile = Meanwhile(place.path(), "written", lambda: appended(place.path(), OTHER[:end]))
    meanwhile.watch(monkeypatch)
    write = os.write

    def half(handle: int, data: bytes) -> int:
        return write(handle, data[:10] if meanwhile.holds(handle) else data)

    monkeypatch.setattr(os, "write", half)
    ran = ours()
    assert meanwhile.acted == 1
    assert ran.code == 3
    assert place.data() == FULL + OTHER[:end]


@posix
def test_a_failing_disk_takes_no_row_with_it_that_another_program_wrote_behind(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put(FULL)
    meanwhile = Meanwhile(place.path(), "synced", lambda: appended(place.path(), OTHER))
    meanwhile.watch(monkeypatch)
    sync = os.fsync

    def failing(handle: int) -> None:
        sync(handle)
        if meanwhile.acted:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", failing)
    ran = ours()
    assert meanwhile.acted == 1
    assert (ran.code, ran.out) == (3, "")
    assert place.data().startswith(FULL)
    assert OTHER in place.data()


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_another_program_makes_first_is_kept(
    place: Place, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    link = os.link

    def linked(source: Any, target: Any, **named: Any) -> None:
        place.path().write_bytes(FULL)
        if not links:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        link(source, target, **named)

    monkeypatch.setattr(os, "link", linked)
    assert ours().code == 0
    assert place.data() == FULL + OURS
    assert place.names() == {"jianguan.csv"}


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK])
def test_a_file_system_without_links(
    place: Place, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def linked(*_args: Any, **_named: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "link", linked)
    assert ours().code == 0
    assert place.data() == BOM + HEADER + OURS
    assert place.names() == {"jianguan.csv"}


# Branches that are merged

ATTRIBUTES = "* text=auto eol=lf\ndata/progress/*.csv -text merge=union\n"
ONE = row("2025-03-31", "1.1a", "5", "甲")
TWO = row("2025-04-30", "1.1a", "7", "乙")


def crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


class Repository:
    """A workspace in a repository of its own, whose settings are nobody's."""

    def __init__(self, place: Place) -> None:
        self.place = place
        who = {"NAME": "x", "EMAIL": "x@example.org"}
        self.environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith("GIT_")},
            **{f"GIT_AUTHOR_{name}": text for name, text in who.items()},
            **{f"GIT_COMMITTER_{name}": text for name, text in who.items()},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        self.git("init", "-q", "-b", "main")
        (place.root / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")

    def git(self, *args: str) -> None:
        subprocess.run(
            ["git", *args],
            cwd=self.place.root,
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def commit(self, data: bytes | None) -> None:
        if data is not None:
            self.place.path().parent.mkdir(parents=True, exist_ok=True)
            self.place.put(data)
        self.git("add", "--all")
        self.git("commit", "-q", "-m", "rows", "--allow-empty")


def merged(place: Place, base: bytes | None, here: bytes, there: bytes) -> bytes:
    """The file on a branch once another was merged into it."""
    repository = Repository(place)
    repository.commit(base)
    repository.git("checkout", "-q", "-b", "there")
    repository.commit(there)
    repository.git("checkout", "-q", "main")
    repository.commit(here)
    repository.git("merge", "-q", "-m", "merge", "there")
    return place.data()


git = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


@git
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
@pytest.mark.parametrize(
    ("base", "one", "two"),
    [
        (FULL, FULL + ONE, FULL + TWO),
        (FULL[:-1], FULL + ONE, FULL + TWO),
        (FULL[:-1], FULL + ONE[:-1], FULL + TWO[:-1]),
        (FULL, FULL + ONE[:-1], FULL + TWO),
        (FULL, FULL + ONE[:-1], FULL + TWO[:-1]),
        (crlf(FULL), crlf(FULL + ONE), crlf(FULL + TWO)),
        (crlf(FULL), crlf(FULL + ONE), crlf(FULL) + TWO),
        (crlf(FULL), crlf(FULL + ONE)[:-2], crlf(FULL) + TWO),
        (crlf(FULL), crlf(FULL + ONE)[:-2], crlf(FULL) + TWO[:-1]),
        (FULL, FULL + ONE, FULL + ONE + TWO),
        (None, HEADER + OLD + ONE, HEADER + OLD + TWO),
        (None, FULL + ONE, FULL + TWO),
        (None, FULL + ONE[:-1], FULL + TWO[:-1]),
    ],
    ids=[
        "whole lines",
        "none had a last line end",
        "none has a last line end",
        "the one without a last line end",
        "both without a last line end",
        "CRLF",
        "CRLF and LF",
        "CRLF without the last and LF",
        "CRLF and LF without the last",
        "one row of both",
        "a new file of both",
        "a new file of both with a mark",
        "a new file of both without a last line end",
    ],
)
def test_a_merge_keeps_the_rows_of_both(
    place: Place, base: bytes | None, one: bytes, two: bytes, *, turned: bool
) -> None:
    data = merged(place, base, *((two, one) if turned else (one, two)))
    head, *rows = data.splitlines()
    assert head == (BOM + HEADER if FULL in crlf_to_lf(one) else HEADER).strip()
    assert rows[0] == OLD.strip()
    assert sorted(rows[1:]) == sorted([ONE.strip(), TWO.strip()])
    assert checked() == (0, [], 3)
    # And the next row finds its line.
    assert run("record", "1.1a", "9", "--date", "2025-06-30").code == 0
    assert checked() == (0, [], 4)


def crlf_to_lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


@git
def test_the_same_row_on_both_branches_is_one(place: Place) -> None:
    assert merged(place, FULL, FULL + ONE, FULL + ONE) == FULL + ONE
    assert checked() == (0, [], 2)


@git
@pytest.mark.parametrize(
    ("base", "here", "there", "expected", "rows", "line"),
    [
        (FULL, FULL + HEADER + ONE, FULL + TWO, FULL + HEADER + ONE + TWO, 3, 3),
        (FULL, FULL + TWO, FULL + HEADER + ONE, FULL + TWO + HEADER + ONE, 3, 4),
        (None, FULL + ONE, HEADER + TWO, FULL + ONE + HEADER + TWO, 3, 4),
        (None, HEADER + TWO, FULL + ONE, HEADER + TWO + FULL + ONE, 3, 3),
        (None, crlf(FULL + ONE), FULL + TWO, crlf(FULL + ONE) + FULL + TWO, 4, 4),
        (None, FULL + TWO, crlf(FULL + ONE), FULL + TWO + crlf(FULL + ONE), 4, 4),
        (FULL, crlf(FULL + ONE), FULL + TWO, crlf(FULL + ONE) + FULL + TWO, 4, 4),
        (FULL, FULL + TWO, crlf(FULL + ONE), FULL + TWO + crlf(FULL + ONE), 4, 4),
        (FULL, crlf(FULL + ONE)[3:], FULL + TWO, crlf(FULL + ONE)[3:] + FULL + TWO, 4, 4),
        (FULL, FULL + TWO, crlf(FULL + ONE)[3:], FULL + TWO + crlf(FULL + ONE)[3:], 4, 4),
    ],
    ids=[
        "repeated here",
        "repeated there",
        "new, a mark here",
        "new, a mark there",
        "new, CRLF here",
        "new, CRLF there",
        "saved with CRLF here",
        "saved with CRLF there",
        "saved with CRLF and no mark here",
        "saved with CRLF and no mark there",
    ],
)
def test_a_header_that_a_merge_repeats_is_named_and_does_no_harm(
    place: Place,
    base: bytes | None,
    here: bytes,
    there: bytes,
    expected: bytes,
    rows: int,
    line: int,
) -> None:
    assert merged(place, base, here, there) == expected
    assert checked() == (0, [("HP352", line, 1)], rows)


def note(day: str, value: str, text: str) -> bytes:
    """A row with a note of several lines."""
    return row(day, "1.1a", value, f'"{text}"')


LONG_ONE = note("2025-03-31", "5", "甲\n同上")
LONG_TWO = note("2025-04-30", "7", "乙\n同上")


@git
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_a_merge_keeps_notes_of_several_lines(place: Place, *, turned: bool) -> None:
    one = FULL + note("2025-03-31", "5", "甲\n同上\n一")
    two = FULL + note("2025-04-30", "7", "乙\n同上\n二")
    data = merged(place, FULL, *((two, one) if turned else (one, two)))
    assert sorted(data[len(FULL) :].splitlines()) == sorted(
        one[len(FULL) :].splitlines() + two[len(FULL) :].splitlines()
    )
    assert checked() == (0, [("HP365", 3, 1)], 3)


@git
@pytest.mark.parametrize(
    ("one", "two"), [(LONG_ONE, LONG_TWO), (LONG_TWO, LONG_ONE)], ids=["", "turned"]
)
def test_a_note_whose_end_a_merge_shared_is_named(place: Place, one: bytes, two: bytes) -> None:
    """Two notes that end alike, recorded in one second, have their last line in common."""
    assert merged(place, FULL, FULL + one, FULL + two) == FULL + one.split(b"\n")[0] + b"\n" + two
    assert checked() == (1, [("HP308", 3, 19), ("HP365", 4, 1)], 2)


@git
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_a_merge_of_two_encodings_is_named_where_the_second_begins(
    place: Place, *, turned: bool
) -> None:
    here, there = (HEADER + OLD + ONE).decode().encode("gb18030"), HEADER + OLD + TWO
    merged(place, HEADER + OLD, *((there, here) if turned else (here, there)))
    assert checked() == (1, [("HP302", 4, 19 if turned else 20)], 3)
