"""Who judges the batches: processes of this machine, made anew when one of them dies."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, Any, Protocol

from hpplan import __version__
from hpplan.files import limit
from hpplan.i18n import _
from hpplan.rollup.tables import RollupError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future


COLLECT_OBJECTS = 50_000
"""How many new objects make the collector look for garbage in a process that judges.

A plan makes thousands at a time and leaves few; at Python's own 700 looking takes 6% of the time.
"""

MOST_ON_WINDOWS = 61
"""How many processes Windows lets one wait for."""


class Pool(Protocol):
    """An executor that outlives the death of those who work for it.

    Attributes:
        size: how many batches are worked on at a time.
        tries: how often a workspace is tried by itself before it is given up.
    """

    size: int
    tries: int

    @property
    def deaths(self) -> tuple[type[Exception], ...]:
        """The exceptions by which a batch says that whoever worked on it died."""
        ...

    def submit(self, call: Callable[..., Any], *given: Any) -> Future[Any]:
        """Have a call made."""
        ...

    def renew(self) -> None:
        """Take up work again after a death."""
        ...

    def check(self) -> None:
        """Raise RollupError where nobody is left who could work."""
        ...

    def close(self) -> None:
        """End all work, without waiting for what has begun."""
        ...


class ProcessPool:
    """Processes of this machine, each started on its own so that it holds nothing of this one."""

    tries = 2
    deaths: tuple[type[Exception], ...] = (BrokenProcessPool,)

    def __init__(self, size: int) -> None:
        self.size = min(size, MOST_ON_WINDOWS if sys.platform == "win32" else size)
        self._executor = self._started()

    def _started(self) -> Executor:
        return ProcessPoolExecutor(self.size, get_context("spawn"), _begin)

    def submit(self, call: Callable[..., Any], *given: Any) -> Future[Any]:
        """Have a call made; by new processes where one has died meanwhile."""
        try:
            return self._executor.submit(call, *given)
        except BrokenProcessPool:
            self.renew()
            return self._executor.submit(call, *given)

    def renew(self) -> None:
        """Start other processes in place of those of which one has died."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._started()

    def check(self) -> None:
        """Nothing can happen to this machine that would be noticed."""

    def close(self) -> None:
        """End the processes, whatever they are doing: what they have finished is on the disk."""
        processes = list((getattr(self._executor, "_processes", None) or {}).values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            with suppress(OSError, ValueError):
                process.terminate()


def processors() -> int:
    """Return how many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def versions() -> tuple[str, str, int]:
    """Return what must be the same for all who judge: Python, hpplan, the limit of a file."""
    return f"{sys.version_info.major}.{sys.version_info.minor}", __version__, limit()


def check_pool(pool: Pool) -> None:
    """Have one call made, so that a fault of the surrounding is none of a workspace.

    Raises:
        RollupError: no process can be started.
    """
    try:
        pool.submit(versions).result()
    except pool.deaths as error:
        message = _("no process can be started to judge plans: {why}")
        raise RollupError(message.format(why=error)) from None


def _begin() -> None:
    """Set up a process that judges.

    The collector stays on, as it lives long; an interruption is the driver's to heed; it ends when
    the driver does, even where that was killed.
    """
    gc.enable()
    gc.set_threshold(COLLECT_OBJECTS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
