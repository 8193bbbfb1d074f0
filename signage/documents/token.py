"""The organ's key and certificates from a PKCS#11 token: a USB key, a card, or a security module in a rack.

The token's maker brings a driver, a shared library that speaks PKCS#11. A session stays open while the process lives:
tokens take a second to log in to. Its user may pull the token out and put it back; then one new session is tried.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from signage.documents.seal import SealKey
from signage.documents.token_key import TokenEcKey, TokenRsaKey
from signage.errors import ToolError

_Answer = TypeVar("_Answer")

_PROBE = b"signage: does this key belong to this certificate?"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPlace:
    """Where a key lies on a token.

    Attributes:
        driver: The maker's PKCS#11 library.
        token: Label of the token.
        key: Label of the key and of its certificate.
        chain: PEM file with the certificates above it, for tokens that hold the key's own only.
    """

    driver: Path
    token: str
    key: str
    chain: Path | None = None


def read_token(place: TokenPlace, pin: str) -> tuple[SealKey, x509.Certificate, tuple[x509.Certificate, ...]]:
    """Return the key, which stays on the token, its certificate and those above it, the root first.

    Args:
        place: The token and the key.
        pin: Of the token's user.

    Raises:
        ToolError: The extra `pkcs11` is not installed, the driver or the token does not answer, the PIN is wrong, or
            there is no EC or RSA key with its certificate under that label.
    """
    session = _Session(place, pin)
    found = session.certificates()
    own = next((certificate for label, certificate in found if label == place.key), None)
    if own is None:
        raise session.fault(f"no certificate with the label {place.key!r}")
    above = [certificate for _, certificate in found if certificate != own] + _chain(place, session)
    key = session.key(own.public_key())
    return key, own, _issuers(own, above)


def _chain(place: TokenPlace, session: _Session) -> list[x509.Certificate]:
    if place.chain is None:
        return []
    try:
        return x509.load_pem_x509_certificates(place.chain.read_bytes())
    except (OSError, ValueError) as exc:
        raise session.fault(f"{place.chain}: {exc}") from exc


def _issuers(own: x509.Certificate, others: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Return those of the others that stand above a certificate, the root first, as far as they go."""
    above: list[x509.Certificate] = []
    last = own
    while last.issuer != last.subject:
        issuer = next((one for one in others if one.subject == last.issuer and one not in above), None)
        if issuer is None:
            break
        above.append(issuer)
        last = issuer
    return tuple(reversed(above))


class _Session:
    """One open session with a token; a token signs one thing at a time."""

    def __init__(self, place: TokenPlace, pin: str) -> None:
        try:
            import pkcs11
        except ImportError as exc:
            raise ToolError("documents.token_support_missing") from exc
        self._pkcs11: Any = pkcs11
        self._place = place
        self._pin = pin
        self._one = threading.Lock()
        self._open: Any = self._asked(self._connected)

    def fault(self, said: str) -> ToolError:
        """Return the error that says what is wrong with the token."""
        return ToolError(
            "documents.token_unusable", token=self._place.token, driver=str(self._place.driver), said=said[:200]
        )

    def certificates(self) -> list[tuple[str, x509.Certificate]]:
        """Return every X.509 certificate on the token with its label."""
        names = self._pkcs11.Attribute

        def listed() -> list[tuple[str, x509.Certificate]]:
            query = {names.CLASS: self._pkcs11.ObjectClass.CERTIFICATE}
            return [
                (one[names.LABEL], x509.load_der_x509_certificate(one[names.VALUE]))
                for one in self._open.get_objects(query)
            ]

        return self._asked(listed)

    def key(self, public: object) -> SealKey:
        """Return the private key of the label.

        Raises:
            ToolError: There is none, or it does not belong to the certificate.
        """
        mechanisms = self._pkcs11.Mechanism
        key: SealKey
        if isinstance(public, ec.EllipticCurvePublicKey):
            key = TokenEcKey(public, lambda digest: self._signed(digest, mechanisms.ECDSA))
        elif isinstance(public, rsa.RSAPublicKey):
            key = TokenRsaKey(public, lambda content: self._signed(content, mechanisms.SHA256_RSA_PKCS))
        else:
            raise self.fault("the certificate is of no EC or RSA key")
        self._prove(key)
        return key

    def _prove(self, key: SealKey) -> None:
        """Sign something: a token shows no key, so this alone tells that the key is the certificate's."""
        try:
            if isinstance(key, rsa.RSAPrivateKey):
                mark = key.sign(_PROBE, PKCS1v15(), hashes.SHA256())
                key.public_key().verify(mark, _PROBE, PKCS1v15(), hashes.SHA256())
            else:
                mark = key.sign(_PROBE, ec.ECDSA(hashes.SHA256()))
                key.public_key().verify(mark, _PROBE, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature as exc:
            raise self.fault("key and certificate do not belong together") from exc

    def _signed(self, content: bytes, mechanism: object) -> bytes:
        with self._one:
            try:
                return self._sign(content, mechanism)
            except self._pkcs11.PKCS11Error:
                self._open = self._asked(self._connected)  # the token was away for a while
                return self._asked(lambda: self._sign(content, mechanism))

    def _sign(self, content: bytes, mechanism: object) -> bytes:
        key = self._open.get_key(object_class=self._pkcs11.ObjectClass.PRIVATE_KEY, label=self._place.key)
        return bytes(key.sign(content, mechanism=mechanism))

    def _connected(self) -> Any:
        driver = self._pkcs11.lib(str(self._place.driver))
        token = driver.get_token(token_label=self._place.token)
        try:
            return token.open(user_pin=self._pin)
        except self._pkcs11.UserAlreadyLoggedIn:
            return token.open()  # by another session of this process

    def _asked(self, question: Callable[[], _Answer]) -> _Answer:
        """Return what the token answers; its own errors become ours."""
        try:
            return question()
        except (self._pkcs11.PKCS11Error, ValueError, RuntimeError, OSError) as exc:
            said = f"{type(exc).__name__} {exc}".strip()
            raise self.fault(said) from exc
