"""How the scheduler of a cluster is reached: its address, the certificates, and what fails."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hpplan.i18n import _
from hpplan.phrases import reason
from hpplan.rollup.sources import SourceError
from hpplan.rollup.tables import RollupError

CONNECT_SECONDS = 20
"""How long is waited for the scheduler, and then for its first worker."""

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}

_CA_FILE, _CERT, _KEY = "ca-file", "client.cert", "client.key"
"""The settings below distributed.comm.tls; a key may stand in the certificate's file."""


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


def needed(module: str) -> Any:
    """Return a module of those that a cluster needs.

    Raises:
        RollupError: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        message = _("rolling up plans needs {package}, which is not installed")
        raise RollupError(
            message.format(package=error.name), _("install hpplan with [cluster]")
        ) from None


def check_reach(address: str) -> None:
    """See to what can be seen to before the scheduler is asked: its name, and the certificates.

    Raises:
        RollupError: the name is unknown, or a certificate is missing, expired or does not fit.
    """
    parts = urlsplit(address)
    try:
        socket.getaddrinfo(parts.hostname, parts.port)
    except (OSError, UnicodeError):
        message = _("this machine knows no host “{name}”")
        raise RollupError(message.format(name=parts.hostname)) from None
    if parts.scheme == "tls":
        _check_certificates(needed("dask.config").get)


def unreachable(address: str, error: Exception | None) -> RollupError:
    """Return what to say of a scheduler that does not let one in.

    Args:
        address: the scheduler's.
        error: what Dask raised.
    """
    text = f"{type(error).__name__}: {error}".partition("\n")[0]
    why, hint = text, ""
    if "TLS certificate" in text:
        why = _("its certificate is not valid, or not of the authority in {setting}").format(
            setting=_variable(_CA_FILE)
        )
    elif "Timed out" in text:
        why = _("no answer within {n} s").format(n=CONNECT_SECONDS)
        hint = _("see that it runs there by the same protocol, and that its port is open")
    elif type(error).__name__ == "CommClosedError":
        why = _("it ended the connection, as it does with a certificate that it does not trust")
        hint = _("name in {setting} a certificate of its authority").format(
            setting=_variable(_CERT)
        )
    return RollupError(_not_reached(address, why), hint)


def disconnected(address: str, error: Exception | None) -> RollupError:
    """Return what to say of a scheduler that could be reached, and cannot any more."""
    why = _("it is gone")
    if error:
        why = _("the connection is lost") if isinstance(error, OSError) else repr(error)
    hint = _("what was judged is kept, and the same call goes on with it")
    return RollupError(_not_reached(address, why), hint)


def _not_reached(address: str, why: str) -> str:
    message = _("the cluster at {address} cannot be reached: {why}")
    return message.format(address=address, why=why)


def _variable(setting: str) -> str:
    """Return the variable of the environment by which a setting of Dask's is given."""
    name = setting.replace(".", "__").replace("-", "_").upper()
    return f"DASK_DISTRIBUTED__COMM__TLS__{name}"


def _check_certificates(setting: Any) -> None:
    """Refuse certificates by which no scheduler could be reached.

    Args:
        setting: asks a setting of Dask's; each is a path, or the text itself.

    Raises:
        RollupError: one is missing, cannot be read, has expired, or is of another key.
    """
    names = (_CA_FILE, _CERT, _KEY)
    given = {name: setting(f"distributed.comm.tls.{name}", None) for name in names}
    if missing := [_variable(name) for name in (_CA_FILE, _CERT) if not given[name]]:
        message = _("for tls:// certificates are needed; not set: {names}")
        hint = _("set them to the files of the authority, and of a certificate with its key")
        raise RollupError(message.format(names=_(", ").join(missing)), hint)
    files = {name: text for name, text in given.items() if text and "\n" not in text}
    for name in (_CA_FILE, _CERT):
        text = _text(name, files[name]) if name in files else given[name]
        _check_dates(files.get(name) or _variable(name), text.encode())
    if len(files) < sum(map(bool, given.values())):
        return  # Dask itself lays texts down in files
    if _KEY in files:
        _text(_KEY, files[_KEY])
    context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH)
    try:
        context.load_verify_locations(files[_CA_FILE])
        context.load_cert_chain(files[_CERT], files.get(_KEY), password="")
    except (ssl.SSLError, ValueError) as error:
        message = _("the key {key} does not fit the certificate {cert}: {why}")
        why = getattr(error, "reason", None) or str(error)
        key = files.get(_KEY) or files[_CERT]
        raise RollupError(message.format(key=key, cert=files[_CERT], why=why)) from None


def _text(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="latin-1")
    except OSError as error:
        message = _("{path}, which {setting} names, cannot be read: {why}")
        said = message.format(path=path, setting=_variable(name), why=reason(error))
        raise RollupError(said) from None


def _check_dates(path: str, data: bytes) -> None:
    """Refuse a file without a certificate, or whose first one is not valid today.

    Raises:
        RollupError: it is.
    """
    x509 = needed("cryptography.x509")
    try:
        first = x509.load_pem_x509_certificates(data)[0]
    except (ValueError, IndexError):
        raise RollupError(_("{path} holds no certificate in PEM form").format(path=path)) from None
    start, end = first.not_valid_before_utc, first.not_valid_after_utc
    if not start <= datetime.now(UTC) <= end:
        message = _("the certificate {path} is valid from {start} to {end}, and not now")
        said = message.format(path=path, start=f"{start:%Y-%m-%d}", end=f"{end:%Y-%m-%d}")
        raise RollupError(said, _("have it renewed, or see that the clock is right"))
