"""Who judges on a cluster, as a client that stands in for Dask's tells it.

A real cluster judges in test_rollup_cluster.py.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from hpplan import __version__
from hpplan.rollup import cluster, scheduler
from hpplan.rollup.tables import RollupError
from plans import ONE_COUNT, lay_out
from running import Shown, ran

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytest.importorskip("duckdb")

ADDRESS = "tls://127.0.0.1:8786"
TLS = "DASK_DISTRIBUTED__COMM__TLS__"
KEPT = "what was judged is kept, and the same call goes on with it"


class CommClosedError(OSError):
    """What Dask raises where the other side ends a connection."""


class Client:
    """A client of a scheduler with two workers, which make calls in this process."""

    def __init__(self) -> None:
        self.status = "running"
        self.workers = {"tls://10.0.0.1:1": 4, "tls://10.0.0.2:1": 4}
        self.fails: dict[str, Exception] = {}
        self.states: dict[str, Any] = {}
        self.asked: list[object] = []
        self.checked: list[list[str]] = []
        self.closed = 0

    def _may_fail(self, what: str) -> None:
        if what in self.fails:
            raise self.fails[what]

    def __call__(self, address: str, **_more: object) -> Client:
        self.asked.append(address)
        self._may_fail("connect")
        return self

    def wait_for_workers(self, count: int, timeout: float) -> None:
        assert (count, timeout) == (1, scheduler.CONNECT_SECONDS)
        self._may_fail("wait")

    def run(
        self, call: Callable[..., Any], *given: Any, workers: list[str], on_error: str
    ) -> dict[str, Any]:
        assert on_error == "return"  # one that is gone hides no other
        self.checked.append(workers)
        self._may_fail("run")
        return {each: self.states.get(each) or call(*given) for each in workers}

    def nthreads(self) -> dict[str, int]:
        self._may_fail("count")
        return self.workers

    def get_executor(self, *, pure: bool) -> Client:
        assert not pure  # the same call made anew is made anew
        return self

    def submit(self, call: Callable[..., Any], *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(call(*given))
        return done

    def close(self, timeout: float) -> None:
        assert timeout == cluster.CLOSE_SECONDS
        self.closed += 1


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """What Dask's client is replaced by."""
    found = Client()
    library = SimpleNamespace(Client=found, KilledWorker=ZeroDivisionError)
    monkeypatch.setattr(cluster, "needed", lambda _name: library)
    monkeypatch.setattr(cluster, "check_reach", lambda _address: None)
    monkeypatch.setattr(cluster, "version", lambda _name: "1.0")
    yield found
    assert logging.root.manager.disable == logging.NOTSET  # others may log again behind it


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in a folder of the current one."""
    monkeypatch.chdir(tmp_path)
    lay_out(tmp_path / "shelf" / "a", ONE_COUNT, {"aa": "2026-06-30,1.1a,20,,,\n"})
    return tmp_path


def rolled_up() -> Shown:
    """What a roll-up on the cluster shows."""
    return ran("rollup", "shelf", "--as-of", "2026-11-22", "--into", "out", "--on", ADDRESS)


def test_a_cluster_judges_as_this_machine_does(client: Client, shelf: Path) -> None:
    shown = rolled_up()
    assert (shown.stderr, shown.code) == ("", 0)
    assert "1 plan " in shown.stdout.splitlines()[0]
    assert (client.asked, client.closed) == ([ADDRESS], 1)
    assert not list((shelf / "out").rglob(".probe-*"))


@pytest.mark.parametrize(
    ("what", "error", "said"),
    [
        (
            "connect",
            OSError("Timed out\nafter 20 s"),
            (
                f"the cluster at {ADDRESS} cannot be reached: no answer within 20 s\n"
                "see that it runs there by the same protocol, and that its port is open\n"
            ),
        ),
        (
            "connect",
            CommClosedError("in <TLS>: EOF"),
            (
                f"the cluster at {ADDRESS} cannot be reached: it ended the connection, as it does"
                " with a certificate that it does not trust\n"
                f"name in {TLS}CLIENT__CERT a certificate of its authority\n"
            ),
        ),
        (
            "connect",
            OSError("TLS certificate does not match."),
            (
                f"the cluster at {ADDRESS} cannot be reached: its certificate is not valid, or not"
                f" of the authority in {TLS}CA_FILE\n"
            ),
        ),
        (
            "connect",
            ValueError("odd\nbeyond"),
            f"the cluster at {ADDRESS} cannot be reached: ValueError: odd\n",
        ),
        (
            "wait",
            TimeoutError(),
            (
                f"the cluster at {ADDRESS} has no workers\n"
                "start some; their logs say why they cannot join\n"
            ),
        ),
        (
            "run",
            OSError(),
            f"the cluster at {ADDRESS} cannot be reached: the connection is lost\n{KEPT}\n",
        ),
    ],
    ids=["silent", "distrusting", "distrusted", "odd", "no workers", "lost"],
)
def test_a_cluster_that_cannot_judge_is_said(
    what: str, error: Exception, said: str, client: Client, shelf: Path
) -> None:
    client.fails[what] = error
    shown = rolled_up()
    assert (shown.stdout, shown.stderr, shown.code) == ("", said, 3)
    assert client.closed == (what != "connect")
    assert not list(shelf.rglob(".probe-*"))


@pytest.mark.usefixtures("shelf")
def test_workers_that_differ_are_named(client: Client) -> None:
    client.states = {"tls://10.0.0.2:1": ("hpplan 0.0", [])}
    ours = cluster._own_versions()  # noqa: SLF001
    assert f"hpplan {__version__}, distributed 1.0, " in ours
    assert rolled_up().stderr == (
        f"1 worker differs from this program: hpplan 0.0 in place of {ours}, at tls://10.0.0.2:1\n"
        "install the same version on all of them, with [cluster]\n"
    )
    assert client.closed == 1


def test_workers_that_cannot_run_hpplan_are_said(client: Client, shelf: Path) -> None:
    client.states = {"tls://10.0.0.2:1": ModuleNotFoundError("No module named 'hpplan'")}
    shown = rolled_up()
    assert shown.code == 3
    assert shown.stderr == (
        "the workers of the cluster cannot run hpplan: ModuleNotFoundError: No module named"
        " 'hpplan'\ninstall the same version on all of them, with [cluster]\n"
    )
    assert not list(shelf.rglob(".probe-*"))


@pytest.mark.usefixtures("shelf")
def test_a_worker_that_is_gone_is_no_hindrance(client: Client) -> None:
    client.states = {"tls://10.0.0.2:1": CommClosedError()}
    assert (rolled_up().stderr, rolled_up().code) == ("", 0)


def test_workers_that_do_not_see_the_folder_or_a_workspace_are_named(
    client: Client, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exists, hidden = Path.exists, ".probe-"
    monkeypatch.setattr(Path, "exists", lambda path: exists(path) and hidden not in str(path))
    assert rolled_up().stderr == (
        f"not all workers see {shelf / 'out'}: tls://10.0.0.1:1、tls://10.0.0.2:1\n"
        "name a folder with --into that all of them share\n"
    )
    assert client.closed == 1
    ours = cluster._own_versions()  # noqa: SLF001
    workspace = str(shelf / "shelf" / "a")
    hidden = "nothing"
    client.states = {"tls://10.0.0.2:1": (ours, [workspace])}
    assert rolled_up().stderr == (
        f"not all workers see {workspace}: tls://10.0.0.2:1\n"
        "the workspaces must have the same paths on all machines\n"
    )


@pytest.mark.usefixtures("shelf")
def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name=name)

    monkeypatch.setattr(scheduler, "import_module", missing)
    shown = rolled_up()
    assert shown.code == 3
    assert shown.stderr == (
        "rolling up plans needs distributed, which is not installed\n"
        "install hpplan with [cluster]\n"
    )


def test_workers_are_counted_anew_and_a_scheduler_that_is_gone_is_said(
    client: Client, tmp_path: Path
) -> None:
    pool = cluster.ClusterPool(ADDRESS, tmp_path, [])
    assert pool.size == 2
    client.workers["tls://10.0.0.3:1"] = 4
    pool.renew()
    assert pool.size == 3
    client.workers.clear()
    pool.check()
    assert pool.size == 1  # others are started meanwhile
    both = ["tls://10.0.0.1:1", "tls://10.0.0.2:1"]
    assert client.checked == [both, ["tls://10.0.0.3:1"]]
    client.workers["tls://10.0.0.4:1"] = 4
    client.states["tls://10.0.0.4:1"] = ("hpplan 0.0", [])
    with pytest.raises(RollupError, match=r"1 worker differs .* at tls://10\.0\.0\.4:1"):
        pool.check()
    client.fails["count"] = OSError("closed")
    with pytest.raises(RollupError) as caught:
        pool.check()
    assert (
        caught.value.message
        == f"the cluster at {ADDRESS} cannot be reached: the connection is lost"
    )
    client.fails["count"] = ValueError("odd")
    with pytest.raises(RollupError) as caught:
        pool.check()
    assert caught.value.message == f"the cluster at {ADDRESS} cannot be reached: ValueError('odd')"
    client.status = "closed"
    with pytest.raises(RollupError) as caught:
        pool.check()
    assert caught.value.message == f"the cluster at {ADDRESS} cannot be reached: it is gone"
    assert caught.value.hint == KEPT
    pool.close()
