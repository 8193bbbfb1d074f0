"""An organ's own seal: its key and certificate, from a PKCS#12 file or on a PKCS#11 token, and the certificates above.

The verification codes need a key of their own kind (Ed25519), which no seal certificate carries: it is made once beside
the database and certified by the seal's key, so that whoever trusts the seal can check the codes offline as well.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from signage.documents.keys import code_certificate, code_key_in
from signage.documents.p12_file import read_p12
from signage.documents.seal import LoadedSigner, SealKey, put_seal
from signage.documents.seal_picture import SealPicture
from signage.documents.token import TokenPlace, read_token
from signage.errors import ToolError
from signage.render.typst_runner import Place

_PLACE = "organ-seal"


class OrganSeal:
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
    def of_file(cls, path: Path, passphrase: bytes | None, folder: Path, *, now: datetime | None = None) -> OrganSeal:
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
        key, certificate, above = read_p12(path, passphrase)
        if certificate.public_key() != key.public_key():
            raise ToolError("documents.p12_unusable", path=str(path), said="key and certificate do not belong together")
        return cls._of(str(path), key, certificate, above, folder, now or datetime.now(UTC))

    @classmethod
    def of_token(cls, place: TokenPlace, pin: str, folder: Path, *, now: datetime | None = None) -> OrganSeal:
        """Return the seal whose key stays on a PKCS#11 token; arguments and errors as those of `of_file`.

        Args:
            place: The token and the key on it.
            pin: Of the token's user.
            folder: Folder of keys.
            now: The present instant, aware.

        Raises:
            ToolError: The token does not answer or holds no such key, or its certificate cannot be used.
        """
        key, certificate, above = read_token(place, pin)
        return cls._of(f"{place.token}/{place.key}", key, certificate, above, folder, now or datetime.now(UTC))

    @classmethod
    def _of(
        cls,
        source: str,
        key: SealKey,
        certificate: x509.Certificate,
        above: tuple[x509.Certificate, ...],
        folder: Path,
        now: datetime,
    ) -> OrganSeal:
        _check(source, certificate, above, now)
        code_key = code_key_in(folder / _PLACE)
        code = code_certificate(code_key.public_key(), certificate, key, now)
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


def _check(source: str, certificate: x509.Certificate, above: tuple[x509.Certificate, ...], now: datetime) -> None:
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        until = f"{certificate.not_valid_before_utc:%Y-%m-%d} – {certificate.not_valid_after_utc:%Y-%m-%d}"
        raise ToolError("documents.seal_expired", source=source, term=until)
    if not any(one.issuer == one.subject for one in (*above, certificate)):
        raise ToolError("documents.seal_chain", source=source, said="no self-signed certificate at its top")
    try:
        for one in (*above, certificate):
            issuer = next((c for c in (*above, certificate) if c.subject == one.issuer), None)
            if issuer is None:
                raise ValueError(f"the issuer of {one.subject.rfc4514_string()} is missing")
            one.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature) as exc:
        raise ToolError("documents.seal_chain", source=source, said=str(exc)[:200] or "broken chain") from exc


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
