"""Verify a sealed document: seven checks, each with its outcome in words.

A reader's green tick is not enough: `pdfsig` still says "valid" of a file to which something was appended. Here the
seal must cover the whole file, allow no change, come from the trusted certificate and, where a register is at hand,
be the very file that was issued, of which the register says what the paper says.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from signage.digest import digest_of_bytes
from signage.documents.cms_form import is_canonical
from signage.documents.code import CodeFacts, read_code
from signage.documents.letter import LETTER_FILE
from signage.documents.notice import CODE_FILE, DATA_FILE
from signage.documents.seal import FIELD_NAME, run_async
from signage.documents.sealed import Stated, differences, stated_by_paper
from signage.documents.standing import PermitStanding, key_for, told
from signage.documents.trust import TrustRoot, read_trust
from signage.errors import DocumentError, Location
from signage.locale import Lang, text

# Broken input is told to the reader by the outcome; pyHanko's own tracebacks in the log are not for a terminal.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

MAX_BYTES = 50_000_000
_TAIL = 2048
_DATA_FILES = (DATA_FILE, LETTER_FILE)


class CheckOutcome(StrEnum):
    """How a check ended."""

    OK = "ok"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of a document.

    Attributes:
        key: Stable name: `integrity`, `trust`, `lock`, `revisions`, `code`, `register`, `paper` or
            `standing`.
    """

    key: str
    outcome: CheckOutcome
    name_zh: str
    name_en: str
    explanation_zh: str
    explanation_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification found.

    Attributes:
        ok: The file is as issued by the trusted signer: nothing failed, and nothing that can be checked without a
            register was left unchecked. A document that is signed by hand carries no seal: it is ok only as the very
            file that the register knows.
        signer: Subject of the signing certificate, empty when there is none.
        signed_at: The time that the signer states.
        facts: What the embedded code says, once its signature held and the content fits the seal.
        digest: Of the whole file.
        standing: Where the permits stand that the register knows of this file. It never touches `ok`: the paper of a
            permit that was revoked is as genuine as before.
        paper: What the sealed paper itself says, once its seal held; None where it carries no data.
        in_force: Whether none of them is over; None when the register knows of none.
    """

    ok: bool
    checks: tuple[Check, ...]
    digest: str
    signer: str = ""
    signed_at: datetime | None = None
    facts: CodeFacts | None = None
    standing: tuple[PermitStanding, ...] = ()
    in_force: bool | None = None
    paper: Stated | None = None

    def wrong(self, lang: Lang) -> str:
        """Return in one sentence what is wrong with the file, the gravest thing alone; empty where nothing failed."""
        failed = [check for check in self.checks if check.outcome is CheckOutcome.FAILED and check.key != "standing"]
        if not failed:
            return ""
        first = failed[0]
        if first.key in ("integrity", "revisions") and self.signer:
            return text(f"documents.wrong_{first.key}", lang)
        return first.explanation_zh if lang is Lang.ZH else first.explanation_en


def verify_document(
    content: bytes,
    *,
    file: str = "",
    trust: bytes | None = None,
    register: Callable[[str], bool] | None = None,
    permits: Callable[[str], tuple[PermitStanding, ...]] | None = None,
    registered: Callable[[str], Stated] | None = None,
) -> Verification:
    """Return whether a document is one that was issued, unchanged.

    Args:
        content: The file's bytes, whoever made them.
        file: Its name, for messages.
        trust: Certificates to trust, PEM or DER; without them nobody can say who signed, so nothing is `ok`.
        register: Tells whether a document of this `sha256:` digest was issued; None when no database is at hand.
        permits: Tells where the permits stand that the document of this digest carries.
        registered: Tells what the register states of the document of this digest, to compare the sealed paper with.

    Raises:
        DocumentError: No PDF, truncated, damaged beyond reading, encrypted or too large; or `trust` is no certificate,
            or lacks one of those between the seal and its root.
    """
    root = read_trust(trust) if trust is not None else None
    at = Location(file=file) if file else None
    _check_shape(content, at)
    try:
        found = _verified(content, root, register)
    except DocumentError as exc:
        raise (exc.located(at) if at else exc) from exc
    except Exception as exc:  # a hostile file can make the parsers under us raise anything at all
        raise DocumentError("documents.unreadable", at=at) from exc
    found = _with_paper(found, registered)
    if any(check.key == "paper" and check.outcome is CheckOutcome.FAILED for check in found.checks):
        return found  # where its permits stand would be told by a register that was changed
    return _with_standing(found, permits(found.digest) if permits is not None else ())


def _with_paper(found: Verification, registered: Callable[[str], Stated] | None) -> Verification:
    """Say what the sealed paper says, and fail it where the register says otherwise."""
    if found.paper is None:
        return found
    said = {lang: found.paper.words(lang) for lang in (Lang.ZH, Lang.EN)}
    known = registered(found.digest) if registered is not None else None
    if known is None or not (known.permits or known.number):
        row = _paper_check(CheckOutcome.NOT_CHECKED, "paper_alone", said, {Lang.ZH: "", Lang.EN: ""})
        return replace(found, checks=(*found.checks, row))
    differs = {
        lang: text("documents.stated_between", lang).join(differences(found.paper, known, lang)) for lang in said
    }
    holds = not differs[Lang.ZH]
    row = _paper_check(_outcome(holds), "paper_ok" if holds else "paper_failed", said, differs)
    return replace(found, ok=found.ok and holds, checks=(*found.checks, row))


def _paper_check(outcome: CheckOutcome, key: str, said: dict[Lang, str], differs: dict[Lang, str]) -> Check:
    zh, en = (
        text(f"documents.said_{key}", lang, paper=said[lang], differs=differs[lang]) for lang in (Lang.ZH, Lang.EN)
    )
    name_zh, name_en = (text("documents.check_paper", lang) for lang in (Lang.ZH, Lang.EN))
    return Check(key="paper", outcome=outcome, name_zh=name_zh, name_en=name_en, explanation_zh=zh, explanation_en=en)


def _with_standing(found: Verification, standing: tuple[PermitStanding, ...]) -> Verification:
    if not standing:
        return found
    in_force = not any(one.is_over for one in standing)
    name = f"documents.{key_for('check_standing', standing)}"
    row = Check(
        key="standing",
        outcome=_outcome(in_force),
        name_zh=text(name, Lang.ZH),
        name_en=text(name, Lang.EN),
        explanation_zh=told(standing, Lang.ZH),
        explanation_en=told(standing, Lang.EN),
    )
    return replace(found, checks=(*found.checks, row), standing=standing, in_force=in_force)


def _check_shape(content: bytes, at: Location | None) -> None:
    if len(content) > MAX_BYTES:
        megabytes = len(content) // 1_000_000
        raise DocumentError("documents.too_large", at=at, size_mb=megabytes, limit_mb=MAX_BYTES // 1_000_000)
    if not content.startswith(b"%PDF-"):
        raise DocumentError("documents.not_a_pdf", at=at)
    if b"%%EOF" not in content[-_TAIL:]:
        raise DocumentError("documents.truncated", at=at)


def _verified(content: bytes, root: TrustRoot | None, register: Callable[[str], bool] | None) -> Verification:
    reader = PdfFileReader(io.BytesIO(content), strict=True)
    if reader.encrypted:
        raise DocumentError("documents.encrypted")
    digest = digest_of_bytes(content)
    registered = _register_check(digest, register)
    found = _count_signatures(reader)
    if found != 1:
        if not found and registered.outcome is CheckOutcome.OK:
            # Signed by hand by custom (survey, review form, delivery receipt): the register knows its every byte.
            checks = (_check("integrity", CheckOutcome.OK, "unsealed_registered"), registered)
            return Verification(ok=True, checks=checks, digest=digest)
        said, params = ("several", {"count": found}) if found else ("unsigned", {})
        checks = (_check("integrity", CheckOutcome.FAILED, said, **params), registered)
        return Verification(ok=False, checks=checks, digest=digest)
    try:
        return _judged(reader, content, root, registered)
    except Exception:  # the file opens, but its signature cannot even be taken apart: somebody changed it
        return Verification(ok=False, checks=(_check("integrity", CheckOutcome.FAILED), registered), digest=digest)


def _count_signatures(reader: PdfFileReader) -> int:
    fields = reader.root["/AcroForm"]["/Fields"] if "/AcroForm" in reader.root else []
    held = [field.get_object() for field in list(fields)]
    return sum(1 for field in held if field.get("/FT") == "/Sig" and "/V" in field)


def _judged(reader: PdfFileReader, content: bytes, root: TrustRoot | None, registered: Check) -> Verification:
    signature = next(iter(reader.embedded_signatures))
    code_check, facts = _code_check(reader, root)
    checks = _without_false_comfort((*_seal_checks(signature, content, root), code_check, registered))
    is_broken = any(check.key == "integrity" and check.outcome is CheckOutcome.FAILED for check in checks)
    return Verification(
        ok=_passes(checks),
        checks=checks,
        digest=digest_of_bytes(content),
        signer=str(signature.signer_cert.subject.human_friendly),
        signed_at=signature.self_reported_timestamp,
        facts=None if is_broken else facts,
        paper=None if is_broken or not _passes(checks) else stated_by_paper(_attachments(reader)),
    )


def _passes(checks: tuple[Check, ...]) -> bool:
    if any(check.outcome is CheckOutcome.FAILED for check in checks):
        return False
    return all(check.outcome is CheckOutcome.OK for check in checks if check.key not in ("register", "code"))


def _seal_checks(signature: EmbeddedPdfSignature, content: bytes, root: TrustRoot | None) -> tuple[Check, ...]:
    status = _status(signature, root)
    covers = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    is_intact = bool(status.intact and status.valid) and _gap_is_plain(signature, content, root)
    is_locked = signature.docmdp_level is MDPPerm.NO_CHANGES and signature.fq_name == FIELD_NAME
    trusted = CheckOutcome.NOT_CHECKED if root is None else _outcome(bool(status.trusted))
    is_sound = bool(status.intact and status.valid)
    return (
        _check("integrity", _outcome(is_intact)),
        _check("trust", trusted) if is_sound else _moot(_check("trust", trusted)),
        _check("lock", _outcome(is_locked)),
        _check("revisions", _outcome(covers)),
    )


def _without_false_comfort(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """Take back what held of a seal that the content doesn't fit: a lay reader takes every tick for the document's."""
    broken = any(one.key == "integrity" and one.outcome is CheckOutcome.FAILED for one in checks)
    if not broken:
        return checks
    return tuple(one if one.key in ("trust", "register") else _moot(one) for one in checks)


def _moot(check: Check) -> Check:
    return _check(check.key, CheckOutcome.NOT_CHECKED, "moot") if check.outcome is CheckOutcome.OK else check


def _status(signature: EmbeddedPdfSignature, root: TrustRoot | None) -> PdfSignatureStatus:
    roots = [root.certificate] if root else []
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    usage = KeyUsageConstraints(key_usage={"non_repudiation"})
    return run_async(
        async_validate_pdf_signature(
            signature, signer_validation_context=context, key_usage_settings=usage, skip_diff=True
        )
    )


def _gap_is_plain(signature: EmbeddedPdfSignature, content: bytes, root: TrustRoot | None) -> bool:
    # The signature cannot cover its own container: its spelling must be the one way that our signer writes it, so
    # that no byte of the file can change unnoticed.
    _, start, resume, length = (int(value) for value in signature.byte_range)
    if start + len(signature.pkcs7_content) * 2 + 2 != resume or length < 0:
        return False
    gap = content[start:resume]
    packed = signature.pkcs7_content
    if gap != b"<" + packed.hex().encode() + b">" and gap != b"<" + packed.hex().upper().encode() + b">":
        return False
    info = cms.ContentInfo.load(packed)
    form = info.dump()
    known = root.vouched_for(signature.signer_cert.dump(), _held(info)) if root else None
    return not packed[len(form) :].strip(b"\0") and is_canonical(form, known)


def _held(container: cms.ContentInfo) -> tuple[bytes, ...]:
    return tuple(choice.chosen.dump() for choice in container["content"]["certificates"])


def _code_check(reader: PdfFileReader, root: TrustRoot | None) -> tuple[Check, CodeFacts | None]:
    attached = _attachments(reader)
    if not attached.keys() & {CODE_FILE, *_DATA_FILES}:
        return _check("code", CheckOutcome.NOT_CHECKED, "code_none"), None
    key = root.code_key if root else None
    if key is None:
        return _check("code", CheckOutcome.NOT_CHECKED), None
    facts = _read_facts(attached, key)
    if facts is None:
        return _check("code", CheckOutcome.FAILED), None
    return _check("code", CheckOutcome.OK, number=facts.number), facts


def _read_facts(attached: dict[str, bytes], key: Ed25519PublicKey) -> CodeFacts | None:
    try:
        facts = read_code(attached[CODE_FILE].decode("ascii"), key)
        (stated_in,) = (name for name in _DATA_FILES if name in attached)
        stated = json.loads(attached[stated_in])["digest"]
    except (DocumentError, KeyError, TypeError, ValueError, InvalidSignature):
        return None
    return facts if str(stated).startswith("sha256:" + facts.digest_prefix.hex()) else None


def _attachments(reader: PdfFileReader) -> dict[str, bytes]:
    try:
        names = list(reader.root["/Names"]["/EmbeddedFiles"]["/Names"])
    except KeyError:
        return {}
    found: dict[str, bytes] = {}
    for name, held in zip(names[0::2], names[1::2], strict=False):
        spec = held.get_object()
        stream = spec["/EF"]["/F"]
        if isinstance(stream, generic.StreamObject) and str(name) in (CODE_FILE, *_DATA_FILES):
            found[str(name)] = stream.data
    return found


def _register_check(digest: str, register: Callable[[str], bool] | None) -> Check:
    if register is None:
        return _check("register", CheckOutcome.NOT_CHECKED)
    return _check("register", _outcome(register(digest)))


def _outcome(holds: bool) -> CheckOutcome:
    return CheckOutcome.OK if holds else CheckOutcome.FAILED


def _check(key: str, outcome: CheckOutcome, said: str = "", **params: str | int) -> Check:
    code = f"documents.said_{said or f'{key}_{outcome.value}'}"
    name = f"documents.check_{key}"
    return Check(
        key=key,
        outcome=outcome,
        name_zh=text(name, Lang.ZH),
        name_en=text(name, Lang.EN),
        explanation_zh=text(code, Lang.ZH, **params),
        explanation_en=text(code, Lang.EN, **params),
    )
