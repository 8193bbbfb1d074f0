"""The certificates that a verification trusts: the seal's, and with it that of the verification codes."""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from signage.errors import DocumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRoot:
    """A trusted certificate.

    Attributes:
        certificate: The seal's, self-signed.
        code_key: Public key of the codes, None when the file holds only the seal's certificate.
        certificates: All of them, DER.
    """

    certificate: asn1_x509.Certificate
    code_key: Ed25519PublicKey | None
    certificates: frozenset[bytes]


def read_trust(content: bytes) -> TrustRoot:
    """Return the certificates of a PEM or DER file.

    Raises:
        DocumentError: It holds no self-signed certificate.
    """
    try:
        found = _certificates(content)
        roots = [c for c in found if c.issuer == c.subject]
        for root in roots:
            root.verify_directly_issued_by(root)
        codes = [c for c in found if roots and isinstance(c.public_key(), Ed25519PublicKey) and _issued(c, roots[0])]
    except (ValueError, TypeError, InvalidSignature) as exc:
        raise DocumentError("documents.trust_unusable", said=str(exc)[:120] or type(exc).__name__) from exc
    if not roots:
        raise DocumentError("documents.trust_unusable", said="no self-signed certificate")
    key = codes[0].public_key() if codes else None
    return TrustRoot(
        certificate=asn1_x509.Certificate.load(roots[0].public_bytes(Encoding.DER)),
        code_key=key if isinstance(key, Ed25519PublicKey) else None,
        certificates=frozenset(c.public_bytes(Encoding.DER) for c in found),
    )


def _certificates(content: bytes) -> list[x509.Certificate]:
    if content.lstrip().startswith(b"-----BEGIN"):
        return x509.load_pem_x509_certificates(content)
    return [x509.load_der_x509_certificate(content)]


def _issued(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    certificate.verify_directly_issued_by(root)
    return True
