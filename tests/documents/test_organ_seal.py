"""An organ's own seal from a PKCS#12 file: an authority above it, EC or RSA, and every way it can be wrong."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from signage.documents import OrganSeal, verify_document
from signage.documents.issuer import PermitIssuer
from signage.errors import DocumentError, ToolError
from signage.locale import Lang, describe

from .builders import notice

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
PASSPHRASE = b"for tests only"


def name(words):
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, words), x509.NameAttribute(NameOID.COMMON_NAME, words)]
    )


def certificate(subject, issuer, key, issuer_key, *, is_ca, start=NOW - timedelta(days=30), days=365):
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=is_ca,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def p12(folder, *, key=None, with_root=True, passphrase=PASSPHRASE, **term):
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = certificate(name("示例根"), name("示例根"), root_key, root_key, is_ca=True, days=3650)
    key = key or ec.generate_private_key(ec.SECP256R1())
    own = certificate(name("示例市城市管理局"), name("示例根"), key, root_key, is_ca=False, **term)
    path = folder / "seal.p12"
    above = [root] if with_root else None
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, own, above, BestAvailableEncryption(passphrase))
    )
    return path


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_notice_sealed_with_an_organs_own_certificate_is_verified_offline(tmp_path, fonts, kind):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048) if kind == "rsa" else None
    seal = OrganSeal.of_file(p12(tmp_path, key=key), PASSPHRASE, tmp_path / "keys", now=NOW)
    assert not seal.is_demonstration
    made = PermitIssuer(seal, fonts).issue(notice())
    found = verify_document(made.content, trust=seal.trust)
    assert found.ok, [(check.key, check.outcome) for check in found.checks]
    assert {check.key: check.outcome.value for check in found.checks}["code"] == "ok"
    assert "示例市城市管理局" in found.signer
    middle = len(made.content) // 2
    broken = made.content[:middle] + bytes([made.content[middle] ^ 1]) + made.content[middle + 1 :]
    assert not verify_document(broken, trust=seal.trust).ok


def test_another_organs_seal_is_not_trusted(tmp_path, fonts):
    (tmp_path / "other").mkdir()
    seal = OrganSeal.of_file(p12(tmp_path), PASSPHRASE, tmp_path / "keys", now=NOW)
    other = OrganSeal.of_file(p12(tmp_path / "other"), PASSPHRASE, tmp_path / "other" / "keys", now=NOW)
    made = PermitIssuer(seal, fonts).issue(notice())
    assert not verify_document(made.content, trust=other.trust).ok


def test_a_part_of_the_certificates_alone_says_in_one_sentence_what_is_missing(tmp_path, fonts):
    seal = OrganSeal.of_file(p12(tmp_path), PASSPHRASE, tmp_path / "keys", now=NOW)
    made = PermitIssuer(seal, fonts).issue(notice())
    found = x509.load_pem_x509_certificates(seal.trust)
    own = next(one for one in found if one.subject == name("示例市城市管理局"))
    root = next(one for one in found if one.subject == one.issuer)
    cases = (
        (own, Encoding.PEM, "documents.trust_without_root", "由“示例根”签发，文件里没有“示例根”的证书"),
        (own, Encoding.DER, "documents.trust_without_root", "示例根"),
    )
    for one, form, code, words in cases:
        with pytest.raises(DocumentError) as caught:
            verify_document(made.content, trust=one.public_bytes(form))
        assert caught.value.code == code
        told = describe(caught.value, Lang.ZH)
        assert words in told.message
        assert "trust.pem" in told.hint
    alone = root.public_bytes(Encoding.PEM)
    for enough in (alone, own.public_bytes(Encoding.PEM) + alone):
        known = verify_document(made.content, trust=enough)
        assert known.ok
        assert {check.key: check.outcome.value for check in known.checks}["code"] == "not_checked"
    middle = len(made.content) // 2
    broken = made.content[:middle] + bytes([made.content[middle] ^ 1]) + made.content[middle + 1 :]
    assert not verify_document(broken, trust=alone).ok
    (tmp_path / "other").mkdir()
    other = OrganSeal.of_file(p12(tmp_path / "other"), PASSPHRASE, tmp_path / "other" / "keys", now=NOW)
    assert not verify_document(PermitIssuer(other, fonts).issue(notice()).content, trust=alone).ok


def test_opening_it_again_keeps_the_codes_key_and_the_file_to_trust(tmp_path):
    path = p12(tmp_path)
    first = OrganSeal.of_file(path, PASSPHRASE, tmp_path / "keys", now=NOW)
    second = OrganSeal.of_file(path, PASSPHRASE, tmp_path / "keys", now=NOW + timedelta(hours=1))
    assert first.sign_code(b"x") == second.sign_code(b"x")
    assert (tmp_path / "keys" / "organ-seal" / "trust.pem").read_bytes() == second.trust


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("wrong passphrase", "documents.p12_unusable"),
        ("no file", "documents.p12_unusable"),
        ("no container", "documents.p12_unusable"),
        ("no root", "documents.seal_chain"),
        ("expired", "documents.seal_expired"),
        ("not yet", "documents.seal_expired"),
    ],
)
def test_a_seal_that_cannot_be_used_is_told(tmp_path, how, code):
    term = {"expired": {"start": NOW - timedelta(days=800)}, "not yet": {"start": NOW + timedelta(days=2)}}
    path = p12(tmp_path, with_root=how != "no root", **term.get(how, {}))
    if how == "no file":
        path.unlink()
    if how == "no container":
        path.write_bytes(b"seal")
    passphrase = b"another" if how == "wrong passphrase" else PASSPHRASE
    with pytest.raises(ToolError) as caught:
        OrganSeal.of_file(path, passphrase, tmp_path / "keys", now=NOW)
    assert caught.value.code == code
