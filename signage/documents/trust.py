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
        certificate: The self-signed one at the top: the seal's own, or that of the authority that gave it.
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
        codes = [c for c in found if isinstance(c.public_key(), Ed25519PublicKey) and _is_trusted(c, found, roots)]
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


def _is_trusted(certificate: x509.Certificate, found: list[x509.Certificate], roots: list[x509.Certificate]) -> bool:
    """Whether the root, or the seal's certificate under it, gave a certificate; a wrong signature is an error.

    Raises:
        InvalidSignature: It names an issuer of this file that did not sign it.
    """
    step, seen = certificate, 0
    while step not in roots:
        issuer = next((one for one in (*roots, *found) if one.subject == step.issuer and one is not step), None)
        if issuer is None or seen > len(found):
            return False
        step.verify_directly_issued_by(issuer)
        step, seen = issuer, seen + 1
    return True
