"""Who judges the batches: the workers of a Dask cluster, reached through its scheduler."""

from __future__ import annotations

import logging
import secrets
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpplan.i18n import _, ngettext
from hpplan.phrases import some
from hpplan.rollup.pools import versions
from hpplan.rollup.scheduler import CONNECT_SECONDS, check_reach, disconnected, needed, unreachable
from hpplan.rollup.tables import RollupError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from hpplan.rollup.sources import Reference

CLOSE_SECONDS = 5
"""How long it may take to say goodbye to the scheduler."""

SAMPLES = 3
"""How many workspaces are looked for by every worker before anything is judged."""


class ClusterPool:
    """The workers of a Dask cluster.

    Attributes:
        size: how many of them there are; counted anew every few seconds.
        deaths: what says that several workers, one behind the other, died of a batch.
        tries: once, as the scheduler itself tries several times.
    """

    tries = 1

    def __init__(self, address: str, folder: Path, references: Sequence[Reference]) -> None:
        """Connect to the scheduler, and see to it that its workers can judge.

        Args:
            address: the scheduler's.
            folder: where the parts are written, which all workers must see.
            references: the workspaces, some of which are looked for by all workers.

        Raises:
            RollupError: it cannot be reached, has no workers, or they cannot judge.
        """
        distributed = needed("distributed")
        check_reach(address)
        logging.disable()  # what matters of what Dask logs is said in our own words
        self.address = address
        self.deaths: tuple[type[Exception], ...] = (distributed.KilledWorker,)
        self._folder = folder
        self._paths = _some_here(references)
        self._checked: set[str] = set()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what differs is said below
                self._client = distributed.Client(
                    address, timeout=CONNECT_SECONDS, set_as_default=False
                )
        except Exception as error:  # noqa: BLE001 (of certificates, of connections, of addresses)
            logging.disable(logging.NOTSET)
            raise unreachable(address, error) from None
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            self.size = 1
            self.check()
        except TimeoutError:
            self.close()
            message = _("the cluster at {address} has no workers")
            hint = _("start some; their logs say why they cannot join")
            raise RollupError(message.format(address=address), hint) from None
        except BaseException:
            self.close()
            raise
        self._executor = self._client.get_executor(pure=False)

    def submit(self, call: Callable[..., Any], *given: Any) -> Future[Any]:
        """Have a call made by one of the workers."""
        found: Future[Any] = self._executor.submit(call, *given)
        return found

    def renew(self) -> None:
        """Count the workers anew: the cluster itself starts others in place of dead ones."""
        self.check()

    def check(self) -> None:
        """Count the workers anew, and see to it that those who came meanwhile can judge.

        Raises:
            RollupError: the scheduler is gone, or some of them cannot.
        """
        if self._client.status != "running":
            raise disconnected(self.address, None)
        try:
            workers = set(self._client.nthreads())
        except Exception as error:  # noqa: BLE001 (the connection may end in many ways)
            raise disconnected(self.address, error) from None
        self.size = max(len(workers), 1)
        if new := workers - self._checked:
            self._check_workers(sorted(new))
            self._checked |= new

    def close(self) -> None:
        """Leave the cluster; what its workers have begun is given up."""
        self._client.close(timeout=CLOSE_SECONDS)
        logging.disable(logging.NOTSET)

    def _check_workers(self, workers: list[str]) -> None:
        """Compare versions, and see whether all of some workers find a file of the folder.

        Raises:
            RollupError: they do not.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        probe = self._folder / f".probe-{secrets.token_hex(8)}"
        probe.touch()
        paths = {str(probe): self._folder, **{path: path for path in self._paths}}
        try:
            found = self._client.run(_worker_state, list(paths), workers=workers, on_error="return")
        except Exception as error:  # noqa: BLE001 (the connection may end in many ways)
            raise disconnected(self.address, error) from None
        finally:
            probe.unlink(missing_ok=True)
        # A worker that cannot be reached is gone, and the scheduler finds that out.
        told = {name: said for name, said in found.items() if not isinstance(said, OSError)}
        for said in told.values():
            if isinstance(said, BaseException):
                message = _("the workers of the cluster cannot run hpplan: {why}")
                why = f"{type(said).__name__}: {said}"
                raise RollupError(message.format(why=why), self._same_version())
        ours = _own_versions()
        other = {name: said for name, (said, _unseen) in told.items() if said != ours}
        if other:
            message = ngettext(
                "{n} worker differs from this program: {versions} in place of {ours}, at {names}",
                "{n} workers differ from this program: {versions} in place of {ours}, at {names}",
                len(other),
            )
            raise RollupError(
                message.format(
                    n=len(other),
                    versions=min(other.values()),
                    ours=ours,
                    names=some(sorted(other)),
                ),
                self._same_version(),
            )
        for path, shown in paths.items():
            if blind := sorted(name for name, (_said, unseen) in told.items() if path in unseen):
                hints = {
                    True: _("name a folder with --into that all of them share"),
                    False: _("the workspaces must have the same paths on all machines"),
                }
                message = _("not all workers see {folder}: {names}")
                raise RollupError(
                    message.format(folder=shown, names=some(blind)), hints[path == str(probe)]
                )

    @staticmethod
    def _same_version() -> str:
        return _("install the same version on all of them, with [cluster]")


def _own_versions() -> str:
    python, hpplan, most = versions()
    return (
        f"Python {python}, hpplan {hpplan}, distributed {version('distributed')},"
        f" HPPLAN_MAX_MIB {most}"
    )


def _some_here(references: Sequence[Reference]) -> list[str]:
    """Return the paths of some workspaces, from first to last, that this machine itself sees."""
    here = [each.path for each in references if not each.is_remote]
    picked = {here[len(here) * n // SAMPLES] for n in range(SAMPLES)} if here else set()
    return sorted(path for path in picked if Path(path).exists())


def _worker_state(paths: list[str]) -> tuple[str, list[str]]:
    """Return a worker's versions, and which paths of the driver's it does not see."""
    return _own_versions(), [path for path in paths if not Path(path).exists()]
