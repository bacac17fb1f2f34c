"""Who judges the batches: the workers of a Dask cluster, reached through its scheduler."""

from __future__ import annotations

import logging
import secrets
import warnings
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hpplan.i18n import _, ngettext
from hpplan.phrases import some
from hpplan.rollup.pools import versions
from hpplan.rollup.sources import SourceError
from hpplan.rollup.tables import RollupError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

CONNECT_SECONDS = 20
"""How long is waited for the scheduler, and then for its first worker."""

CLOSE_SECONDS = 5
"""How long it may take to say goodbye to the scheduler."""

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class ClusterPool:
    """The workers of a Dask cluster.

    Attributes:
        size: how many of them there are; counted anew when nothing has come back for a while.
        deaths: what says that several workers, one behind the other, died of a batch.
        tries: once, as the scheduler itself tries several times.
    """

    tries = 1

    def __init__(self, address: str, folder: Path) -> None:
        """Connect to the scheduler, and see to it that its workers can judge.

        Args:
            address: the scheduler's.
            folder: where the parts are written, which all workers must see.

        Raises:
            RollupError: it cannot be reached, has no workers, or they cannot judge.
        """
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            message = _("rolling up plans needs {package}, which is not installed")
            raise RollupError(
                message.format(package=error.name), _("install hpplan with [cluster]")
            ) from None
        logging.disable()  # what matters of what Dask logs is said in our own words
        self.address = address
        self.deaths: tuple[type[Exception], ...] = (distributed.KilledWorker,)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what differs is said below
                self._client = distributed.Client(
                    address, timeout=CONNECT_SECONDS, set_as_default=False
                )
        except Exception as error:  # noqa: BLE001 (of certificates, of connections, of addresses)
            logging.disable(logging.NOTSET)
            raise self._unreachable(error) from None
        try:
            self._client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            self._check_workers(folder)
            self.size = self._count()
        except TimeoutError:
            self.close()
            message = _("the cluster at {address} has no workers")
            raise RollupError(message.format(address=address)) from None
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
        """Count the workers anew.

        Raises:
            RollupError: the scheduler is gone.
        """
        if self._client.status != "running":
            raise self._unreachable(None)
        try:
            self.size = max(self._count(), 1)
        except Exception as error:  # noqa: BLE001 (the connection may end in many ways)
            raise self._unreachable(error) from None

    def close(self) -> None:
        """Leave the cluster; what its workers have begun is given up."""
        self._client.close(timeout=CLOSE_SECONDS)
        logging.disable(logging.NOTSET)

    def _count(self) -> int:
        return len(self._client.nthreads())

    def _unreachable(self, error: Exception | None) -> RollupError:
        why = f"{type(error).__name__}: {error}".partition("\n")[0] if error else _("it is gone")
        message = _("the cluster at {address} cannot be reached: {why}")
        hint = _("what was judged is kept, and the same call goes on with it")
        return RollupError(message.format(address=self.address, why=why), hint)

    def _check_workers(self, folder: Path) -> None:
        """Compare versions, and see whether all workers find a file of the folder.

        Raises:
            RollupError: they do not.
        """
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{secrets.token_hex(8)}"
        probe.touch()
        try:
            found = self._client.run(_worker_state, str(probe))
        except Exception as error:  # noqa: BLE001 (whatever a worker without hpplan raises)
            message = _("the workers of the cluster cannot run hpplan: {why}")
            raise RollupError(
                message.format(why=f"{type(error).__name__}: {error}"),
                _("install the same version on all of them, with [cluster]"),
            ) from None
        finally:
            probe.unlink(missing_ok=True)
        ours = _own_versions()
        other = {address: said for address, (said, _seen) in found.items() if said != ours}
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
                _("install the same version on all of them, with [cluster]"),
            )
        blind = sorted(address for address, (_said, seen) in found.items() if not seen)
        if blind:
            message = _("not all workers see {folder}: {names}")
            raise RollupError(
                message.format(folder=folder, names=some(blind)),
                _("name a folder with --into that all of them share"),
            )


def check_address(address: str, *, insecure: bool) -> None:
    """Refuse an address by which anybody could have code run.

    Without TLS, a scheduler does as it is told by whoever reaches it.

    Args:
        address: the scheduler's.
        insecure: whether this machine alone is meant, so that TLS may be left out.

    Raises:
        SourceError: it is none, or without TLS.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        port = None
    if port is None or parts.scheme not in {"tls", "tcp"}:
        message = _("“{address}” is no address of a scheduler, as tls://HOST:8786")
        raise SourceError(message.format(address=address))
    if parts.scheme == "tls":
        return
    message = _("{address} is without TLS: anybody who reaches it could have any code run")
    if parts.hostname not in _LOOPBACK:
        raise SourceError(message.format(address=address), _("use tls://HOST:8786"))
    if not insecure:
        hint = _("use tls://HOST:8786, or add --insecure if nobody else uses this machine")
        raise SourceError(message.format(address=address), hint)


def _own_versions() -> str:
    python, hpplan, most = versions()
    return (
        f"Python {python}, hpplan {hpplan}, distributed {version('distributed')},"
        f" HPPLAN_MAX_MIB {most}"
    )


def _worker_state(probe: str) -> tuple[str, bool]:
    """Return a worker's versions, and whether it sees a file of the driver's."""
    return _own_versions(), Path(probe).exists()
