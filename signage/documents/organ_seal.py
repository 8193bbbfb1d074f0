"""An organ's own seal from a PKCS#12 file (.p12, .pfx): its key, its certificate and those above it.

The verification codes need a key of their own kind (Ed25519), which no seal certificate carries: it is made once beside
the database and certified by the seal's key, so that whoever trusts the seal can check the codes offline as well.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from signage.documents.keys import code_certificate, code_key_in
from signage.documents.seal import LoadedSigner, SealKey, put_seal
from signage.documents.seal_picture import SealPicture
from signage.errors import ToolError
from signage.render.typst_runner import Place

_PLACE = "organ-seal"
_MAX_BYTES = 1024 * 1024


class Pkcs12Seal:
    """A seal whose key and certificate an authority gave the organ."""

    is_demonstration = False

    def __init__(
        self,
        key: SealKey,
        certificate: x509.Certificate,
        above: tuple[x509.Certificate, ...],
        code_key: ed25519.Ed25519PrivateKey,
        code: x509.Certificate,
    ) -> None:
        self._code_key = code_key
        self._certificates = (*above, certificate, code) if above else (certificate, code)
        self._signer = LoadedSigner(key, certificate, (*above, code))

    @classmethod
    def open(cls, path: Path, passphrase: bytes | None, folder: Path, *, now: datetime | None = None) -> Pkcs12Seal:
        """Return the seal of a PKCS#12 file.

        Args:
            path: The file.
            passphrase: Of the file, None when it has none.
            folder: Folder of keys, such as `SIGNAGE_HOME/keys`: the codes' key and the file to trust lie there.
            now: The present instant, aware.

        Raises:
            ToolError: The file cannot be read, its passphrase is wrong, its certificate is not in force or does not
                belong to its key, or it ends in no self-signed certificate.
        """
        moment = now or datetime.now(UTC)
        key, certificate, above = _read(path, passphrase)
        _check(path, key, certificate, above, moment)
        code_key = code_key_in(folder / _PLACE)
        code = code_certificate(code_key.public_key(), certificate, key, moment)
        seal = cls(key, certificate, above, code_key, code)
        _publish(trust_path_of_organ(folder), seal.trust)
        return seal

    @property
    def trust(self) -> bytes:
        """The certificates that verify its seals and codes, PEM: the root, those below it, the seal's, the codes'."""
        return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in self._certificates)

    def sign_code(self, payload: bytes) -> bytes:
        """Return the Ed25519 signature of a verification code's payload."""
        return self._code_key.sign(payload)

    def seal(self, content: bytes, place: Place, picture: SealPicture, *, reason: str) -> bytes:
        """Return a PDF sealed with its centre at `place`.

        Raises:
            ToolError: Sealing failed.
        """
        return put_seal(content, self._signer, place, picture, reason)


def trust_path_of_organ(folder: Path) -> Path:
    """Return where the certificates to trust lie once the seal was opened."""
    return folder / _PLACE / "trust.pem"


def _read(path: Path, passphrase: bytes | None) -> tuple[SealKey, x509.Certificate, tuple[x509.Certificate, ...]]:
    try:
        content = path.read_bytes()
        if len(content) > _MAX_BYTES:
            raise ValueError("larger than 1 MB")
        key, certificate, above = pkcs12.load_key_and_certificates(content, passphrase)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as exc:
        raise ToolError("documents.p12_unusable", path=str(path), said=str(exc)[:200]) from exc
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or certificate is None:
        raise ToolError("documents.p12_unusable", path=str(path), said="no EC or RSA key with its certificate")
    return key, certificate, tuple(reversed(above))  # the root first


def _check(
    path: Path, key: SealKey, certificate: x509.Certificate, above: tuple[x509.Certificate, ...], now: datetime
) -> None:
    if certificate.public_key() != key.public_key():
        raise ToolError("documents.p12_unusable", path=str(path), said="key and certificate do not belong together")
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        until = f"{certificate.not_valid_before_utc:%Y-%m-%d} – {certificate.not_valid_after_utc:%Y-%m-%d}"
        raise ToolError("documents.p12_expired", path=str(path), term=until)
    roots = [one for one in (*above, certificate) if one.issuer == one.subject]
    if not roots:
        raise ToolError("documents.p12_unusable", path=str(path), said="no self-signed certificate at its top")
    try:
        for one in (*above, certificate):
            issuer = next((c for c in (*above, certificate) if c.subject == one.issuer), None)
            if issuer is None:
                raise ValueError(f"the issuer of {one.subject.rfc4514_string()} is missing")
            one.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature) as exc:
        raise ToolError("documents.p12_unusable", path=str(path), said=str(exc)[:200] or "broken chain") from exc


def _publish(path: Path, content: bytes) -> None:
    """Write the certificates to trust; whoever reads sees the old or the new file, never a half one."""
    try:
        if path.is_file() and path.read_bytes() == content:
            return
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as exc:
        raise ToolError("documents.keys_unusable", folder=str(path.parent), said=str(exc)[:200]) from exc
