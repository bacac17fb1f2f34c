"""Many workspaces judged on a real Dask cluster: a scheduler and two workers, with TLS."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from rolling import InlinePool, lay_out_shelf, rows_of, surroundings
from running import ran

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("distributed")
pytest.importorskip("cryptography")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX alone"),
    pytest.mark.xdist_group("cluster"),  # one cluster for all
]

AS_OF = ("--as-of", "2026-11-22")
PATIENCE = 60
"""Seconds after which a cluster that does not come up is given up."""


class Cluster(NamedTuple):
    """A running cluster, and a shelf of workspaces beside it.

    Attributes:
        address: the scheduler's.
        folder: where everything lies.
        environment: of those who speak to it: where the certificates are.
        processes: the scheduler, and the workers.
    """

    address: str
    folder: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]]

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """A run on it that has begun."""
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "hpplan", "rollup", "shelf", *AS_OF),
                *("--on", self.address, *arguments),
            ],
            cwd=self.folder,
            env=self.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments: str, **variables: str) -> tuple[int, str, str]:
        """What a run on it comes to."""
        with self.start(*arguments, **variables) as process:
            shown = process.communicate(timeout=PATIENCE)
        return process.returncode, *shown


def certificates(folder: Path) -> dict[str, str]:
    """Variables that name a certificate for everybody, made for these tests."""
    from distributed.security import Security

    made: Any = Security.temporary()  # type: ignore[no-untyped-call]
    files = {"ca_file": made.tls_ca_file, "cert": made.tls_client_cert, "key": made.tls_client_key}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    variables = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(folder / "ca_file")}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        for name in ("cert", "key"):
            variable = f"DASK_DISTRIBUTED__COMM__TLS__{role}__{name.upper()}"
            variables[variable] = str(folder / name)
    return variables


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster on which 05 is deadly, and 07 takes its time."""
    folder = tmp_path_factory.mktemp("cluster")
    lay_out_shelf(folder / "shelf", 8)
    once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    environment = surroundings(folder, **certificates(folder), **once)
    address = f"tls://127.0.0.1:{free_port()}"
    start = [sys.executable, "-W", "ignore", "-m"]
    quiet = ["--no-dashboard", "--protocol", "tls"]
    commands = [
        [*start, "distributed.cli.dask_scheduler", "--host", address, *quiet],
        [
            *start,
            "distributed.cli.dask_worker",
            address,
            "--nworkers",
            "2",
            *quiet,
            "--nthreads",
            "1",
            "--host",
            "127.0.0.1",
            "--local-directory",
            str(folder),
        ],
    ]
    processes = [
        subprocess.Popen(
            command,
            env=environment | {"TAMPERING": "05=die 07=sleep:1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for command in commands
    ]
    try:
        yield Cluster(address, folder, environment, processes)
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_cluster_judges_as_this_machine_does_but_for_what_is_deadly(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, stdout, stderr = cluster.run("--into", "out")
    assert (code, stderr) == (1, "")
    assert stdout.startswith("8 plans  ")
    monkeypatch.chdir(cluster.folder)
    monkeypatch.setattr("hpplan.rollup.pools.ProcessPool", lambda _size: InlinePool())
    assert ran("rollup", "shelf", "--into", "expected", *AS_OF).code == 0
    plans = rows_of("out/plans.parquet")
    assert [row["plan"] for row in plans if row["state"] == "lost"] == ["05"]
    parts = json.loads((cluster.folder / "out/rollup.json").read_bytes())["parts"]
    items = [row for key in parts for row in rows_of(f"out/items/{key}.parquet")]
    expected = rows_of("expected/items/*.parquet", "plan")
    assert sorted(items, key=lambda row: str(row["plan"])) == [
        row for row in expected if row["plan"] != "05"
    ]


def test_workers_that_differ_are_said(cluster: Cluster) -> None:
    code, stdout, stderr = cluster.run("--into", "other", HPPLAN_MAX_MIB="31")
    assert (code, stdout) == (3, "")
    ours = r"Python 3\.\d+, hpplan \S+, distributed \S+, HPPLAN_MAX_MIB"
    assert re.fullmatch(
        rf"(1 worker differs|2 workers differ) from this program: {ours} 32 in place of {ours} 31,"
        r" at tls://\S+\ninstall the same version on all of them, with \[cluster\]\n",
        stderr,
    )


def test_a_scheduler_that_goes_away_is_said_and_the_next_run_goes_on(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = cluster.folder / "gone/items"
    with cluster.start("--into", "gone") as process:
        limit = time.monotonic() + PATIENCE
        while not list(parts.glob("*.json")) and time.monotonic() < limit:
            time.sleep(0.05)
        os.killpg(cluster.processes[0].pid, signal.SIGKILL)
        stdout, stderr = process.communicate(timeout=PATIENCE)
    assert (process.returncode, stdout) == (3, "")
    assert stderr.startswith(f"the cluster at {cluster.address} cannot be reached: ")
    assert stderr.endswith("\nwhat was judged is kept, and the same call goes on with it\n")
    kept = {path: path.stat().st_mtime_ns for path in parts.glob("*.json")}
    assert kept
    monkeypatch.chdir(cluster.folder)
    monkeypatch.setattr("hpplan.rollup.pools.ProcessPool", lambda _size: InlinePool())
    assert ran("rollup", "shelf", "--into", "gone", *AS_OF).code == 0
    assert kept.items() <= {path: path.stat().st_mtime_ns for path in parts.glob("*.json")}.items()


def test_a_scheduler_that_is_not_there_is_said(cluster: Cluster) -> None:
    hasty = (
        "from hpplan.rollup import cluster, scheduler;"
        " cluster.CONNECT_SECONDS = scheduler.CONNECT_SECONDS = 0.2; import hpplan.cli as p"
    )
    done = subprocess.run(
        [
            *(sys.executable, "-c", f"{hasty}; p.main()"),
            *("rollup", "shelf", "--into", "never", "--on", "tls://127.0.0.1:1"),
        ],
        cwd=cluster.folder,
        env=cluster.environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "the cluster at tls://127.0.0.1:1 cannot be reached: no answer within 0.2 s\n"
        "see that it runs there by the same protocol, and that its port is open\n"
    )
