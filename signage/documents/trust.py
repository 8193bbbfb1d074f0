"""The certificates that a verification trusts: the seal's, and with it that of the verification codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

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

    def vouched_for(self, signer: bytes, held: Iterable[bytes]) -> frozenset[bytes]:
        """Return the certificates that a seal's container may hold: these, and what follows from them by signature.

        A trusted file may hold the seal's certificate alone, or the authority's alone. What leads from the signer up to
        a certificate of it, and the one key of codes that the signer certified, are known by their issuer's signature.

        Args:
            signer: DER of the certificate that signed.
            held: DER of every certificate in the container.
        """
        there = {der: x509.load_der_x509_certificate(der) for der in (*self.certificates, *held, signer)}
        path: list[bytes] = []
        step = signer
        while step not in self.certificates:
            above = next((der for der in there if der != step and _gave(there[der], there[step])), None)
            if above is None or above in path:
                return self.certificates
            path.append(step)
            step = above
        keys = [der for der in held if _is_code(there[der]) and _gave(there[signer], there[der])]
        return self.certificates | {*path, *keys[:1]}


def _gave(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_code(certificate: x509.Certificate) -> bool:
    return isinstance(certificate.public_key(), Ed25519PublicKey)


def read_trust(content: bytes) -> TrustRoot:
    """Return the certificates of a PEM or DER file.

    Raises:
        DocumentError: It holds no self-signed certificate; the words say whose is wanted.
    """
    try:
        found = _certificates(content)
        roots = [c for c in found if c.issuer == c.subject]
        for root in roots:
            root.verify_directly_issued_by(root)
        codes = [c for c in found if _is_code(c) and _is_trusted(c, found, roots)]
    except (ValueError, TypeError, InvalidSignature) as exc:
        raise DocumentError("documents.trust_unusable", said=str(exc)[:120] or type(exc).__name__) from exc
    if not roots:  # the seal's own certificate, say, without the authority that gave it
        top = next((c for c in found if c.issuer not in {one.subject for one in found}), found[0])
        raise DocumentError("documents.trust_without_root", subject=_named(top.subject), issuer=_named(top.issuer))
    key = codes[0].public_key() if codes else None
    return TrustRoot(
        certificate=asn1_x509.Certificate.load(roots[0].public_bytes(Encoding.DER)),
        code_key=key if isinstance(key, Ed25519PublicKey) else None,
        certificates=frozenset(c.public_bytes(Encoding.DER) for c in found),
    )


def _named(name: x509.Name) -> str:
    """Return what people call the holder of a certificate."""
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(kind)
        if found:
            return str(found[0].value)
    return name.rfc4514_string()


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
