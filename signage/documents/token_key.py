"""A private key that stays on its token: it looks like any other key, and each signature is asked of the token.

The classes stand in for `cryptography`'s keys, so that certificates and seals are signed by the same code whether the
key lies in a file or on a token. What a token never gives out is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, NoReturn, Self

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

SignOnToken = Callable[[bytes], bytes]
_NEVER = "the key does not leave its token"


class _OnToken:
    """What every key on a token has in common: it is never given out, and there is one of it."""

    def private_numbers(self) -> NoReturn:
        """Refuse."""
        raise TypeError(_NEVER)

    def private_bytes(self, *_given: Any, **_named: Any) -> NoReturn:
        """Refuse."""
        raise TypeError(_NEVER)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[Any, Any]) -> Self:
        return self


class TokenEcKey(_OnToken, ec.EllipticCurvePrivateKey):
    """An elliptic-curve key on a token.

    Args:
        public: Its other half, from the certificate.
        sign_digest: Signs 32 bytes of SHA-256; gives r and s, each as long as the curve, one after the other.
    """

    def __init__(self, public: ec.EllipticCurvePublicKey, sign_digest: SignOnToken) -> None:
        self._public = public
        self._sign_digest = sign_digest

    @property
    def curve(self) -> ec.EllipticCurve:
        """Its curve."""
        return self._public.curve

    @property
    def key_size(self) -> int:
        """Bits."""
        return self._public.key_size

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return its other half."""
        return self._public

    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        """Return the DER signature of some bytes; only ECDSA with SHA-256 is asked of a token."""
        if not isinstance(signature_algorithm.algorithm, hashes.SHA256):
            raise ValueError(f"{signature_algorithm.algorithm} is not asked of a token")
        pair = self._sign_digest(hashlib.sha256(data).digest())
        half = len(pair) // 2
        return encode_dss_signature(int.from_bytes(pair[:half], "big"), int.from_bytes(pair[half:], "big"))

    def exchange(self, algorithm: ec.ECDH, peer_public_key: ec.EllipticCurvePublicKey) -> NoReturn:
        """Refuse."""
        raise TypeError(_NEVER)


class TokenRsaKey(_OnToken, rsa.RSAPrivateKey):
    """An RSA key on a token.

    Args:
        public: Its other half, from the certificate.
        sign_message: Signs bytes by SHA-256 and PKCS#1 v1.5.
    """

    def __init__(self, public: rsa.RSAPublicKey, sign_message: SignOnToken) -> None:
        self._public = public
        self._sign_message = sign_message

    @property
    def key_size(self) -> int:
        """Bits."""
        return self._public.key_size

    def public_key(self) -> rsa.RSAPublicKey:
        """Return its other half."""
        return self._public

    def sign(self, data: Any, padding: Any, algorithm: Any) -> bytes:
        """Return the signature of some bytes; only PKCS#1 v1.5 with SHA-256 is asked of a token."""
        if not isinstance(padding, PKCS1v15) or not isinstance(algorithm, hashes.SHA256):
            raise ValueError("only PKCS#1 v1.5 with SHA-256 is asked of a token")
        return self._sign_message(bytes(data))

    def decrypt(self, ciphertext: bytes, padding: Any) -> NoReturn:
        """Refuse."""
        raise TypeError(_NEVER)
