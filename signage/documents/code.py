"""The verification code (核验码): a few facts of a document, signed with Ed25519, that anyone can check offline.

The printed QR code holds an upper-case address, the short code and, in base32, a compact payload with its signature,
so that it stays in the QR alphabet of digits and capitals (5.5 bits a character). Beside it stands the short code
that a person can read out, such as `7K3Q-WM9X`: 40 bits of the notice's digest.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import struct
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import segno
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from signage.applications.letters import Letter
from signage.applications.notices import DecisionNotice
from signage.digest import digest_of
from signage.errors import DocumentError

FORM = "signage.notice/1"
QR_MM = 34.0

_VERSION = 1
_LETTER_VERSION = 2
_EPOCH = date(2000, 1, 1)
_HEADER = struct.Struct(">BHHHB16s")  # version, decided, from, to (days since 2000), signs, digest
_SIGNATURE_BYTES = 64
_MAX_TEXT = 190  # bytes of packed words: keeps the code at 85 modules a side, 0.4 mm each
_MAX_UNPACKED = 4096
_SHORT_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_MISREAD = str.maketrans("OIL", "011")
_PRINTED = re.compile(r"([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})/([A-Z2-7]{100,1200})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFacts:
    """What a code says of a decision.

    Attributes:
        number: Number of the decision.
        applicant: Who holds it.
        signs: Number and name of each sign and each item granted with them, as many as the code has room for.
        sign_count: How many of them the decision covers.
        digest_prefix: First 16 bytes of the SHA-256 of what the document states.
        title: Of a document other than a notice of decision, such as 受理通知书; its dates are all that of its making.
    """

    number: str
    applicant: str
    decided_on: date
    valid_from: date
    valid_to: date
    signs: tuple[tuple[str, str], ...]
    sign_count: int
    digest_prefix: bytes
    title: str = ""

    @property
    def short(self) -> str:
        """The short code that belongs to these facts."""
        return short_code("sha256:" + self.digest_prefix.hex())


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationCode:
    """A made code.

    Attributes:
        short: For people, such as `7K3Q-WM9X`.
        printed: The QR code's whole content.
    """

    short: str
    printed: str

    def svg(self) -> bytes:
        """Return the QR code as an SVG with its quiet zone, one unit a module."""
        out = io.BytesIO()
        segno.make(self.printed, error="m", micro=False, boost_error=False).save(
            out, kind="svg", xmldecl=False, border=2, dark="#000", light=None, omitsize=True
        )
        return out.getvalue()


def notice_digest(notice: DecisionNotice) -> str:
    """Return the digest of everything that a notice states; a drawing counts by its own digest."""
    facts = {name: getattr(notice, name) for name in notice.__dataclass_fields__ if name != "drawings"}
    facts["drawings"] = [(drawing.title, drawing.digest) for drawing in notice.drawings]
    return digest_of(facts, FORM)


def short_code(digest: str) -> str:
    """Return the short code of a `sha256:` digest: its first 40 bits in Crockford's base32, four and four."""
    bits = int(digest.removeprefix("sha256:")[:10], 16)
    letters = "".join(_SHORT_ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def codes_typed(typed: str) -> tuple[str, ...]:
    """Return the codes that somebody may have meant, as printed: small letters, full width, missing hyphens, O for 0.

    The first is what was typed, in capitals; an empty text gives nothing.
    """
    plain = unicodedata.normalize("NFKC", typed).strip().upper()[:40]
    if not plain:
        return ()
    letters = "".join(char for char in plain if char.isalnum()).translate(_MISREAD)
    meant = f"{letters[:4]}-{letters[4:]}" if len(letters) == 8 else plain
    return tuple(dict.fromkeys((plain, meant)))


def make_code(notice: DecisionNotice, decided_on: date, sign: Callable[[bytes], bytes]) -> VerificationCode:
    """Return a notice's verification code; the same notice and key give the same code.

    Args:
        notice: What was decided.
        decided_on: The date printed on it, in the office's zone.
        sign: Gives the Ed25519 signature of the payload.
    """
    digest = notice_digest(notice)
    facts = CodeFacts(
        number=notice.number,
        applicant=notice.applicant,
        decided_on=decided_on,
        valid_from=notice.valid_from,
        valid_to=notice.valid_to,
        signs=(
            *((sign.permit_number, sign.name) for sign in notice.signs),
            *((matter.number, matter.title) for matter in notice.matters),
        ),
        sign_count=len(notice.signs) + len(notice.matters),
        digest_prefix=bytes.fromhex(digest.removeprefix("sha256:"))[:16],
    )
    return _signed(facts, notice.organ.verify_url, sign)


def make_letter_code(letter: Letter, made_on: date, sign: Callable[[bytes], bytes]) -> VerificationCode:
    """Return the verification code of any other document; the same letter and key give the same code.

    Args:
        letter: What it states.
        made_on: The date printed on it, in the office's zone.
        sign: Gives the Ed25519 signature of the payload.
    """
    facts = CodeFacts(
        number=letter.number,
        applicant=letter.addressee.name,
        decided_on=made_on,
        valid_from=made_on,
        valid_to=made_on,
        signs=(),
        sign_count=0,
        digest_prefix=bytes.fromhex(letter.digest.removeprefix("sha256:"))[:16],
        title=letter.title,
    )
    return _signed(facts, letter.organ.verify_url, sign)


def _signed(facts: CodeFacts, url: str, sign: Callable[[bytes], bytes]) -> VerificationCode:
    payload = _packed(facts)
    text = base64.b32encode(sign(payload) + payload).decode().rstrip("=")
    return VerificationCode(short=facts.short, printed=f"{url.rstrip('/').upper()}/{facts.short}/{text}")


def read_code(printed: str, key: Ed25519PublicKey) -> CodeFacts:
    """Return what a scanned code says, once its signature holds.

    Args:
        printed: The QR code's content.
        key: The office's public key.

    Raises:
        DocumentError: It is no code of ours, or its signature does not fit the key.
    """
    found = _PRINTED.search(printed.strip().upper())
    if found is None:
        raise DocumentError("documents.code_unreadable")
    padded = found[2] + "=" * (-len(found[2]) % 8)
    try:
        raw = base64.b32decode(padded)
    except binascii.Error as exc:
        raise DocumentError("documents.code_unreadable") from exc
    if base64.b32encode(raw).decode() != padded:  # spare bits set: read alike, printed otherwise
        raise DocumentError("documents.code_unreadable")
    signature, payload = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
    try:
        key.verify(signature, payload)
    except InvalidSignature as exc:
        raise DocumentError("documents.code_forged") from exc
    facts = _unpacked(payload)
    if facts.short != found[1]:
        raise DocumentError("documents.code_forged")
    return facts


def _packed(facts: CodeFacts) -> bytes:
    words = b""
    head = [facts.number, facts.applicant, *([facts.title] if facts.title else [])]
    for count in range(len(facts.signs), -1, -1):  # as many signs as there is room for
        lines = [*head, *("\t".join(sign) for sign in facts.signs[:count])]
        words = _deflated("\n".join(lines).encode())
        if len(words) <= _MAX_TEXT:
            break
    days = [(day - _EPOCH).days for day in (facts.decided_on, facts.valid_from, facts.valid_to)]
    version = _LETTER_VERSION if facts.title else _VERSION
    return _HEADER.pack(version, *days, min(facts.sign_count, 255), facts.digest_prefix) + words


def _unpacked(payload: bytes) -> CodeFacts:
    try:
        version, decided, start, end, count, prefix = _HEADER.unpack_from(payload)
        lines = _inflated(payload[_HEADER.size :]).decode().split("\n")
        number, applicant, *rest = lines
        title, signs = (rest[0], rest[1:]) if version == _LETTER_VERSION else ("", rest)
        pairs = tuple((line.split("\t")[0], line.split("\t")[1]) for line in signs)
    except (struct.error, zlib.error, UnicodeDecodeError, ValueError, IndexError) as exc:
        raise DocumentError("documents.code_unreadable") from exc
    if version not in (_VERSION, _LETTER_VERSION):
        raise DocumentError("documents.code_version", version=version)
    return CodeFacts(
        number=number,
        applicant=applicant,
        decided_on=_EPOCH + timedelta(days=decided),
        valid_from=_EPOCH + timedelta(days=start),
        valid_to=_EPOCH + timedelta(days=end),
        signs=pairs,
        sign_count=count,
        digest_prefix=prefix,
        title=title,
    )


def _deflated(words: bytes) -> bytes:
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return press.compress(words) + press.flush()


def _inflated(packed: bytes) -> bytes:
    return zlib.decompressobj(-15).decompress(packed, _MAX_UNPACKED)


def key_id(key: Ed25519PublicKey) -> str:
    """Return the first 8 hex digits of a public key's SHA-256, to tell keys apart in words."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:8]
