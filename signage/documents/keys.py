"""The local keys: one for the seal, one for the verification codes, and the certificate that others trust.

They are made once, as a folder that appears whole by one rename, so that two processes starting at the same time end
with the same keys. A self-made certificate proves integrity and origin; it is not the statutory e-seal (国务院令
716号 art. 9), and its subject says so.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

from signage.errors import ToolError

_BUNDLE = "local-seal"
_SEAL_KEY, _CODE_KEY, _TRUST = "seal.key", "code.key", "trust.pem"
_YEARS = 10
_MAX_NAME = 64  # longest organisation name that X.509 allows


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalKeys:
    """Loaded keys.

    Attributes:
        seal_key: Signs documents.
        code_key: Signs verification codes.
        seal_certificate: Self-signed; the trust root.
        code_certificate: Of the code key, issued by the seal's.
    """

    seal_key: ec.EllipticCurvePrivateKey
    code_key: ed25519.Ed25519PrivateKey
    seal_certificate: x509.Certificate
    code_certificate: x509.Certificate

    @property
    def trust(self) -> bytes:
        """Both certificates as PEM: what `signage verify --trust` takes."""
        pem = serialization.Encoding.PEM
        return self.seal_certificate.public_bytes(pem) + self.code_certificate.public_bytes(pem)


def trust_path(folder: Path) -> Path:
    """Return where the certificates of a folder of keys lie; the file may not be there yet."""
    return folder / _BUNDLE / _TRUST


def load_or_make_keys(folder: Path, organ: str, *, now: datetime | None = None) -> LocalKeys:
    """Return the keys in a folder, made first if there are none.

    Args:
        folder: Made with mode 0700 if missing.
        organ: Name in the certificates of keys that are made.
        now: When the certificates begin, aware; the present when left out.

    Raises:
        ToolError: The folder cannot be written, or holds something else than these keys.
    """
    bundle = folder / _BUNDLE
    try:
        if not bundle.exists():
            _make(folder, bundle, organ, now or datetime.now(UTC))
        return _load(bundle)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as exc:
        raise ToolError("documents.keys_unusable", folder=str(folder), said=str(exc)[:200]) from exc


def _load(bundle: Path) -> LocalKeys:
    seal_key = serialization.load_pem_private_key((bundle / _SEAL_KEY).read_bytes(), password=None)
    code_key = serialization.load_pem_private_key((bundle / _CODE_KEY).read_bytes(), password=None)
    certificates = x509.load_pem_x509_certificates((bundle / _TRUST).read_bytes())
    if not isinstance(seal_key, ec.EllipticCurvePrivateKey) or not isinstance(code_key, ed25519.Ed25519PrivateKey):
        raise ValueError("another kind of key")
    if [c.public_key() for c in certificates] != [seal_key.public_key(), code_key.public_key()]:
        raise ValueError("keys and certificates do not belong together")
    return LocalKeys(
        seal_key=seal_key, code_key=code_key, seal_certificate=certificates[0], code_certificate=certificates[1]
    )


def _make(folder: Path, bundle: Path, organ: str, now: datetime) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = _new_keys(organ, now)
    draft = Path(tempfile.mkdtemp(prefix=f".{_BUNDLE}-", dir=folder))  # mode 0700
    try:
        _write(draft / _SEAL_KEY, _pem(keys.seal_key), 0o600)
        _write(draft / _CODE_KEY, _pem(keys.code_key), 0o600)
        _write(draft / _TRUST, keys.trust, 0o644)
        try:
            draft.rename(bundle)  # whole or not at all; refused when someone else's is already there
        except OSError:
            if not bundle.exists():
                raise
    finally:
        if draft.exists():
            shutil.rmtree(draft)


def code_key_in(folder: Path) -> ed25519.Ed25519PrivateKey:
    """Return the key of the verification codes that lies in a folder, made there first if there is none.

    Raises:
        ToolError: The folder cannot be written, or holds something else.
    """
    path = folder / _CODE_KEY
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            with suppress(FileExistsError):  # another process may be first; then its key counts
                _write(path, _pem(ed25519.Ed25519PrivateKey.generate()), 0o600)
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as exc:
        raise ToolError("documents.keys_unusable", folder=str(folder), said=str(exc)[:200]) from exc
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise ToolError("documents.keys_unusable", folder=str(folder), said="another kind of key")
    return key


def code_certificate(
    key: ed25519.Ed25519PublicKey,
    seal: x509.Certificate,
    seal_key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    now: datetime,
) -> x509.Certificate:
    """Return a certificate of the codes' key, given by the seal's key; it ends with the seal's certificate.

    The same key, seal and month give the same dates, so that the file to trust does not change at every start.
    """
    start = max(seal.not_valid_before_utc, datetime(now.year, now.month, 1, tzinfo=UTC))
    subject = x509.Name(
        [
            *(one for one in seal.subject if one.oid != NameOID.COMMON_NAME),
            x509.NameAttribute(NameOID.COMMON_NAME, "codes"),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(seal.subject)
        .public_key(key)
        .serial_number(int.from_bytes(key.public_bytes_raw()[:15], "big") + 1)
        .not_valid_before(start)
        .not_valid_after(seal.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .sign(seal_key, hashes.SHA256())
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _new_keys(organ: str, now: datetime) -> LocalKeys:
    seal_key = ec.generate_private_key(ec.SECP256R1())
    code_key = ed25519.Ed25519PrivateKey.generate()
    issuer = _name(organ, "演示电子印章 demonstration seal")
    start = now - timedelta(days=1)  # clocks differ
    seal = (
        _certificate(issuer, issuer, seal_key.public_key(), start)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(seal_key, hashes.SHA256())
    )
    code = (
        _certificate(_name(organ, "演示核验码 demonstration codes"), issuer, code_key.public_key(), start)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(seal_key.public_key()), critical=False)
        .sign(seal_key, hashes.SHA256())
    )
    return LocalKeys(seal_key=seal_key, code_key=code_key, seal_certificate=seal, code_certificate=code)


def _name(organ: str, role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organ[:_MAX_NAME]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "演示 demonstration"),
            x509.NameAttribute(NameOID.COMMON_NAME, role),
        ]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey, start: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * _YEARS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
