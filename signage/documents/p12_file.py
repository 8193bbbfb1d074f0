"""The organ's key and certificates from a PKCS#12 file (.p12, .pfx)."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from signage.documents.seal import SealKey
from signage.errors import ToolError

_MAX_BYTES = 1024 * 1024


def read_p12(path: Path, passphrase: bytes | None) -> tuple[SealKey, x509.Certificate, tuple[x509.Certificate, ...]]:
    """Return key, certificate and the certificates above it, the root first.

    Args:
        path: The file.
        passphrase: Of the file, None when it has none.

    Raises:
        ToolError: The file cannot be read, its passphrase is wrong, or it lacks a key or its certificate.
    """
    try:
        content = path.read_bytes()
        if len(content) > _MAX_BYTES:
            raise ValueError("larger than 1 MB")
        key, certificate, above = pkcs12.load_key_and_certificates(content, passphrase)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as exc:
        raise ToolError("documents.p12_unusable", path=str(path), said=str(exc)[:200]) from exc
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or certificate is None:
        raise ToolError("documents.p12_unusable", path=str(path), said="no EC or RSA key with its certificate")
    return key, certificate, tuple(reversed(above))
