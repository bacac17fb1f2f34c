"""What is said of a scheduler's name, and of certificates, before it is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hpplan.rollup import scheduler
from hpplan.rollup.tables import RollupError

pytest.importorskip("distributed")
x509 = pytest.importorskip("cryptography.x509")

ADDRESS = "tls://127.0.0.1:8786"
TLS = "DASK_DISTRIBUTED__COMM__TLS__"
TODAY = datetime.now(UTC)


def private_key() -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1())


def key_text(key: Any) -> str:
    from cryptography.hazmat.primitives import serialization as to

    pem, pkcs8 = to.Encoding.PEM, to.PrivateFormat.PKCS8
    return str(key.private_bytes(pem, pkcs8, to.NoEncryption()).decode())


def certificate(key: Any, start: datetime, end: datetime) -> str:
    """A certificate in PEM form that its own key signs."""
    from cryptography.hazmat.primitives import hashes, serialization

    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hpplan")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(end)
        .sign(key, hashes.SHA256())
    )
    return str(made.public_bytes(serialization.Encoding.PEM).decode())


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Certificates in the current folder, and Dask's settings of them, which tests change."""
    monkeypatch.chdir(tmp_path)
    key, day = private_key(), timedelta(days=1)
    valid = certificate(key, TODAY - day, TODAY + day)
    Path("valid.pem").write_text(valid, encoding="ascii")
    Path("key.pem").write_text(key_text(key), encoding="ascii")
    Path("other.pem").write_text(key_text(private_key()), encoding="ascii")
    for name, start in (("old", datetime(2026, 1, 1, tzinfo=UTC)), ("next", TODAY + 9 * day)):
        text = certificate(key, start, start + day)
        Path(f"{name}.pem").write_text(text, encoding="ascii")
    found = {"ca-file": "valid.pem", "client.cert": "valid.pem", "client.key": "key.pem"}
    said = {f"distributed.comm.tls.{name}": name for name in found}
    monkeypatch.setattr("dask.config.get", lambda name, _default: found.get(said[name]))
    return found


def refusal(address: str = ADDRESS) -> tuple[str, str]:
    """What is said against a scheduler."""
    with pytest.raises(RollupError) as caught:
        scheduler.check_reach(address)
    return caught.value.message, caught.value.hint


def test_a_name_that_nobody_knows_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_name: str, _port: int) -> None:
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    assert refusal("tls://head:8786") == ("this machine knows no host “head”", "")


def test_certificates_that_fit_and_addresses_without_pass(files: dict[str, str]) -> None:
    scheduler.check_reach(ADDRESS)
    both = Path("valid.pem").read_text("ascii") + Path("key.pem").read_text("ascii")
    Path("both.pem").write_text(both, encoding="ascii")
    files.update({"client.cert": "both.pem", "client.key": ""})
    scheduler.check_reach(ADDRESS)
    files.update({"client.cert": both, "ca-file": Path("valid.pem").read_text("ascii")})
    scheduler.check_reach(ADDRESS)
    files.clear()
    scheduler.check_reach("tcp://127.0.0.1:8786")


@pytest.mark.parametrize(
    ("name", "value", "message", "hint"),
    [
        (
            "ca-file",
            "",
            f"for tls:// certificates are needed; not set: {TLS}CA_FILE",
            "set them to the files of the authority, and of a certificate with its key",
        ),
        (
            "ca-file",
            "none.pem",
            f"none.pem, which {TLS}CA_FILE names, cannot be read: No such file or directory",
            "",
        ),
        (
            "client.key",
            "none.pem",
            f"none.pem, which {TLS}CLIENT__KEY names, cannot be read: No such file or directory",
            "",
        ),
        ("client.cert", "key.pem", "key.pem holds no certificate in PEM form", ""),
        (
            "client.cert",
            "old.pem",
            "the certificate old.pem is valid from 2026-01-01 to 2026-01-02, and not now",
            "have it renewed, or see that the clock is right",
        ),
        (
            "ca-file",
            "next.pem",
            (
                f"the certificate next.pem is valid from {TODAY + timedelta(days=9):%Y-%m-%d}"
                f" to {TODAY + timedelta(days=10):%Y-%m-%d}, and not now"
            ),
            "have it renewed, or see that the clock is right",
        ),
        (
            "client.key",
            "other.pem",
            "the key other.pem does not fit the certificate valid.pem: KEY_VALUES_MISMATCH",
            "",
        ),
    ],
)
def test_certificates_that_lead_nowhere_are_said(
    name: str, value: str, message: str, hint: str, files: dict[str, str]
) -> None:
    files[name] = value
    assert refusal() == (message, hint)


def test_certificates_of_which_none_is_named_are_asked_for(files: dict[str, str]) -> None:
    files.clear()
    assert refusal()[0].endswith(f"not set: {TLS}CA_FILE, {TLS}CLIENT__CERT")
