"""Is a signature container spelt the one way that our signer spells it?

Some fields of a CMS container (RFC 5652) are covered by no signature: versions, the sets of algorithms, certificates
beside the signer's. A verifier that ignores them lets bytes change unseen; here they must have their one right value.
"""

from __future__ import annotations

from asn1crypto import cms

_ALGORITHMS = ("sha256_ecdsa", "sha256_rsa")  # of the seals that the product opens


def is_canonical(container: bytes, certificates: frozenset[bytes] | None) -> bool:
    """Return whether a container holds one signature, no extras, and only these certificates.

    Args:
        container: DER of the ContentInfo, without padding.
        certificates: DER of the certificates that may be in it, None to leave them unjudged.

    Raises:
        ValueError: It is no such container.
    """
    info = cms.ContentInfo.load(container, strict=True)
    data = info["content"]
    signers = data["signer_infos"]
    if len(signers) != 1 or info["content_type"].native != "signed_data":
        return False
    held = [choice.chosen.dump() for choice in data["certificates"]]
    if certificates is not None and not set(held) <= certificates:
        return False
    signer = signers[0]
    algorithm = signer["signature_algorithm"]["algorithm"].native
    if algorithm not in _ALGORITHMS:
        return False
    rebuilt = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "encap_content_info": {"content_type": "data"},
                    "digest_algorithms": [{"algorithm": "sha256"}],
                    "certificates": [cms.CertificateChoices.load(der) for der in held],
                    "signer_infos": [
                        cms.SignerInfo(
                            {
                                "version": "v1",
                                "sid": _sid(data, signer),
                                "digest_algorithm": {"algorithm": "sha256"},
                                "signed_attrs": signer["signed_attrs"],
                                "signature_algorithm": {"algorithm": algorithm},
                                "signature": signer["signature"].native,
                            }
                        )
                    ],
                }
            ),
        }
    )
    return bool(rebuilt.dump(force=True) == container)


def _sid(data: cms.SignedData, signer: cms.SignerInfo) -> cms.SignerIdentifier:
    # the issuer and serial number as the held certificate states them, not as the container repeats them
    stated = signer["sid"].chosen
    for choice in data["certificates"]:
        certificate = choice.chosen
        if certificate.serial_number == stated["serial_number"].native:
            name = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
            return cms.SignerIdentifier({"issuer_and_serial_number": name})
    raise ValueError("the signer's certificate is missing")
