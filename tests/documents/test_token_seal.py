"""A seal whose key stays on a PKCS#11 token: SoftHSM where it is installed, and keys that stand in for a token's."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature

from signage.bootstrap import open_seal, read_organ
from signage.documents import OrganSeal, TokenPlace, verify_document
from signage.documents.issuer import PermitIssuer
from signage.documents.token_key import TokenEcKey, TokenRsaKey
from signage.errors import ToolError
from signage.settings import Settings

from .builders import notice
from .test_organ_seal import NOW, certificate, name

PIN = "246810"
_DRIVERS = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
)


def ec_stand_in(key):
    def sign_digest(digest):
        r, s = decode_dss_signature(key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256()))))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    return TokenEcKey(key.public_key(), sign_digest)


def rsa_stand_in(key):
    return TokenRsaKey(key.public_key(), lambda content: key.sign(content, PKCS1v15(), hashes.SHA256()))


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_key_on_a_token_signs_certificates_and_seals_as_any_other_key(tmp_path, fonts, kind):
    root_key, root = authority()
    key, stand_in = own_key(kind)
    own = certificate(name("示例市城市管理局"), name("示例根"), key, root_key, is_ca=False)
    seal = OrganSeal._of("token", stand_in, own, (root,), tmp_path / "keys", NOW)
    made = PermitIssuer(seal, fonts).issue(notice())
    assert verify_document(made.content, trust=seal.trust).ok
    for refused in (stand_in.private_numbers, stand_in.private_bytes):
        with pytest.raises(TypeError):
            refused()


def test_a_token_is_asked_for_no_other_kind_of_signature():
    on_curve, plain = ec_stand_in(ec.generate_private_key(ec.SECP256R1())), own_key("rsa")[1]
    with pytest.raises(ValueError, match="not asked"):
        on_curve.sign(b"x", ec.ECDSA(hashes.SHA384()))
    with pytest.raises(ValueError, match="SHA-256"):
        plain.sign(b"x", PKCS1v15(), hashes.SHA512())


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_notice_sealed_on_a_token_is_verified_offline(token, tmp_path, fonts, kind):
    seal = OrganSeal.of_token(token.place(kind), PIN, tmp_path / "keys", now=NOW)
    assert not seal.is_demonstration
    made = PermitIssuer(seal, fonts).issue(notice())
    found = verify_document(made.content, trust=seal.trust)
    assert found.ok, [(check.key, check.outcome) for check in found.checks]
    assert (tmp_path / "keys" / "organ-seal" / "trust.pem").read_bytes() == seal.trust
    middle = len(made.content) // 2
    broken = made.content[:middle] + bytes([made.content[middle] ^ 1]) + made.content[middle + 1 :]
    assert not verify_document(broken, trust=seal.trust).ok


# The binding's own search cannot be closed once its session is gone, and says so when it is collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_token_that_was_pulled_out_and_put_back_seals_again(token, tmp_path, fonts):
    import pkcs11

    seal = OrganSeal.of_token(token.place("ec"), PIN, tmp_path / "keys", now=NOW)
    pkcs11.lib(str(token.driver)).reinitialize()  # every session is gone, as after the token was away
    made = PermitIssuer(seal, fonts).issue(notice())
    assert verify_document(made.content, trust=seal.trust).ok


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("wrong pin", "documents.token_unusable"),
        ("no such token", "documents.token_unusable"),
        ("no such key", "documents.token_unusable"),
        ("no such driver", "documents.token_unusable"),
        ("no such chain", "documents.token_unusable"),
        ("another key's certificate", "documents.token_unusable"),
        ("no chain", "documents.seal_chain"),
        ("expired", "documents.seal_expired"),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_token_that_cannot_be_used_is_told(token, tmp_path, how, code):
    import pkcs11

    pkcs11.lib(str(token.driver)).reinitialize()  # nobody is logged in
    place, now = token.place("ec"), NOW
    match how:
        case "no such token":
            place = replace(place, token="nothing")
        case "no such key" | "another key's certificate":
            place = replace(place, key={"no such key": "nothing"}.get(how, "mixed"))
        case "no such driver":
            place = replace(place, driver=tmp_path / "none.so")
        case "no such chain":
            place = replace(place, chain=tmp_path / "none.pem")
        case "no chain":
            place = replace(place, chain=None)
        case "expired":
            now = NOW + timedelta(days=800)
    with pytest.raises(ToolError) as caught:
        OrganSeal.of_token(place, "135791" if how == "wrong pin" else PIN, tmp_path / "keys", now=now)
    assert caught.value.code == code
    assert PIN not in str(caught.value.params)
    assert not (tmp_path / "keys" / "organ-seal" / "trust.pem").exists()


def test_the_settings_name_the_token(token, tmp_path):
    (tmp_path / "pin").write_text(f"{PIN}\n")
    place = token.place("ec")
    settings = Settings(
        home=tmp_path / "home",
        seal_driver=place.driver,
        seal_token=place.token,
        seal_key=place.key,
        seal_chain=place.chain,
        seal_passphrase_file=tmp_path / "pin",
    )
    assert not open_seal(settings, read_organ(settings)).is_demonstration


@pytest.mark.parametrize("left_out", ["seal_driver", "seal_token", "seal_key", "seal_passphrase_file", None])
def test_half_a_token_or_a_token_and_a_file_are_told_before_anything_is_opened(tmp_path, left_out):
    (tmp_path / "pin").write_text(PIN)
    named = {
        "seal_driver": Path("/nowhere.so"),
        "seal_token": "organ",
        "seal_key": "seal",
        "seal_passphrase_file": tmp_path / "pin",
    }
    if left_out:
        del named[left_out]
    else:
        named["seal_p12"] = tmp_path / "seal.p12"
    settings = Settings(home=tmp_path / "home", **named)
    with pytest.raises(ToolError) as caught:
        open_seal(settings, read_organ(settings))
    assert caught.value.code == "documents.seal_settings"


def authority():
    key = ec.generate_private_key(ec.SECP256R1())
    return key, certificate(name("示例根"), name("示例根"), key, key, is_ca=True, days=3650)


def own_key(kind):
    if kind == "rsa":
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return key, rsa_stand_in(key)
    key = ec.generate_private_key(ec.SECP256R1())
    return key, ec_stand_in(key)


class SoftToken:
    """A token of SoftHSM with an EC and an RSA key, and a certificate that belongs to neither."""

    def __init__(self, folder: Path, driver: Path) -> None:
        self.folder, self.driver = folder, driver
        (folder / "tokens").mkdir()
        (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")  # the driver reads it once
        self._tool("--init-token", "--free", "--label", "organ", "--so-pin", "97531", "--pin", PIN)
        root_key, root = authority()
        (folder / "chain.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
        start = datetime.now(UTC) - timedelta(days=30)
        certificates = []
        for number, kind in enumerate(("ec", "rsa", "mixed"), start=1):
            key, _ = own_key(kind)
            self._enter(kind, key, number)
            holder = own_key("ec")[0] if kind == "mixed" else key
            own = certificate(name("示例市城市管理局"), name("示例根"), holder, root_key, is_ca=False, start=start)
            certificates.append((kind, own))
        self._enter_certificates(certificates)

    def place(self, kind):
        return TokenPlace(driver=self.driver, token="organ", key=kind, chain=self.folder / "chain.pem")

    def _enter(self, kind, key, number):
        path = self.folder / f"{kind}.pem"
        form = serialization.PrivateFormat.PKCS8
        path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
        self._tool("--import", path, "--token", "organ", "--label", kind, "--id", f"0{number}", "--pin", PIN)

    def _enter_certificates(self, certificates: list[tuple[str, x509.Certificate]]) -> None:
        from pkcs11 import Attribute, CertificateType, ObjectClass, lib

        with lib(str(self.driver)).get_token(token_label="organ").open(rw=True, user_pin=PIN) as session:
            for label, one in certificates:
                session.create_object(
                    {
                        Attribute.CLASS: ObjectClass.CERTIFICATE,
                        Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                        Attribute.TOKEN: True,
                        Attribute.LABEL: label,
                        Attribute.SUBJECT: one.subject.public_bytes(),
                        Attribute.VALUE: one.public_bytes(serialization.Encoding.DER),
                    }
                )

    def _tool(self, *given: object) -> None:
        subprocess.run(["softhsm2-util", *map(str, given)], check=True, capture_output=True, timeout=30)


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    pytest.importorskip("pkcs11", reason="the extra pkcs11 is not installed")
    driver = next((Path(place) for place in _DRIVERS if Path(place).exists()), None)
    if driver is None or shutil.which("softhsm2-util") is None:
        pytest.skip("no SoftHSM here: on Debian install the package softhsm2")
    return SoftToken(tmp_path_factory.mktemp("token"), driver)
