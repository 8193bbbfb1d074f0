"""What comes in at the counter: applicants checked, papers sniffed by their content, signs turned into items."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError

from signage.applications.ids import new_id
from signage.applications.model import Applicant, Item, Material, ReplacedSign, SignParticulars, Term, Track
from signage.applications.policy import Policy
from signage.applications.ports import Blobs
from signage.design import Form, LetterConstruction, PieceRole
from signage.design.kind_files import kind_of, material_of
from signage.errors import DocumentError, InputError, Location
from signage.frontage import Proposal, Unsurveyed, must_be_surveyed
from signage.geometry import polyline_y_max
from signage.locale import text
from signage.rules import CheckReport

MAX_PAPER_BYTES = 20 * 1024 * 1024
SAMPLE_MARK = "（样例）"

# media type -> suffixes that may name it
ACCEPTED: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/vnd.dxf": (".dxf",),
    "image/svg+xml": (".svg",),
    "application/toml": (".toml",),
    "text/plain": (".txt", ".md"),
}

_CODE_FORM = re.compile(r"[0-9A-Z]{18}")
# Region digits 3–8 that belong to no place, so that a sample can never be somebody's code.
_NO_REGION = ("000000", "999999")
_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}[0-9]")
_SVG = re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]", re.DOTALL)
_DXF = re.compile(rb"\A(?:\s*999\r?\n[^\n]*\n)*\s*0\r?\n\s*SECTION\s", re.DOTALL)


def checked_applicant(applicant: Applicant, policy: Policy) -> Applicant:
    """Return an applicant with name and code in normal form.

    Raises:
        InputError: Name, credit code, contact or phone is wrong, or a sample code is used where cases are real.
    """
    for fault in applicant_faults(applicant, policy):
        raise fault
    return replace(
        applicant,
        name=_plain_name(applicant.name),
        credit_code=checked_credit_code(applicant.credit_code, policy),
        phone=_plain_phone(applicant.phone),
        contact=applicant.contact.strip(),
    )


def applicant_faults(applicant: Applicant, policy: Policy) -> Iterator[InputError]:
    """Yield everything that is wrong with an applicant: name, contact, phone and credit code, each at its field."""
    name, phone = _plain_name(applicant.name), _plain_phone(applicant.phone)
    if not name:
        yield InputError("applications.name_missing", at=Location(field="name"))
    elif not 2 <= len(name) <= 100 or any(unicodedata.category(c).startswith("C") for c in name):
        yield InputError("applications.applicant_name", at=Location(field="name"), name=ascii_safe(name))
    if not applicant.credit_code.strip():
        yield InputError("applications.credit_code_missing", at=Location(field="credit_code"))
    else:
        try:
            checked_credit_code(applicant.credit_code, policy)
        except InputError as error:
            yield error
    if not applicant.contact.strip():
        yield InputError("applications.contact", at=Location(field="contact"))
    if not phone:
        yield InputError("applications.phone_missing", at=Location(field="phone"))
    elif not _PHONE.fullmatch(phone):
        yield InputError("applications.phone", at=Location(field="phone"), phone=ascii_safe(phone))


def _plain_name(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _plain_phone(phone: str) -> str:
    return unicodedata.normalize("NFKC", phone).strip()


def checked_credit_code(code: str, policy: Policy) -> str:
    """Return a unified social credit code (统一社会信用代码) in normal form.

    A sample code is one that names no region that exists and says that it is a sample, by the mark `（样例）` before it
    or the letters SAMPLE in it; only a demonstration policy takes it.

    Raises:
        InputError: The code is wrong, or a sample where cases are real.
    """
    shown = code.strip()
    is_marked = shown.startswith(SAMPLE_MARK)
    bare = unicodedata.normalize("NFKC", shown.removeprefix(SAMPLE_MARK)).strip().upper()
    at = Location(field="credit_code")
    if is_marked or "SAMPLE" in bare:
        is_sample = _CODE_FORM.fullmatch(bare) is not None and bare[2:8] in _NO_REGION
        if not is_sample:
            raise InputError("applications.credit_code", at=at, code=ascii_safe(shown))
        if not policy.is_demonstration:
            raise InputError("applications.sample_code", at=at, code=shown)
        return f"{SAMPLE_MARK if is_marked else ''}{bare}"
    try:
        return str(uscc.validate(bare))
    except NumberError as exc:
        raise InputError("applications.credit_code", at=at, code=ascii_safe(shown)) from exc


def ascii_safe(value: str) -> str:
    """Return text for a message with control characters shown as escapes and its length capped."""
    return "".join(c if not unicodedata.category(c).startswith("C") else f"\\u{ord(c):04x}" for c in value[:60])


def masked_phone(phone: str) -> str:
    """Return a phone number as it may be published: its middle hidden, at most the first 3 and last 2 digits left."""
    digits = [index for index, c in enumerate(phone) if c.isdigit()]
    shown = set(digits[:3] + digits[-2:]) if len(digits) >= 7 else set()
    return "".join(c if not c.isdigit() or index in shown else "*" for index, c in enumerate(phone))


def masked_name(name: str) -> str:
    """Return a person's name as it may be published: the family name, then one asterisk for each further character."""
    return name[:1] + "*" * max(1, len(name) - 1) if name else ""


def sniff(content: bytes) -> str | None:
    """Return the media type that the bytes themselves show, among the accepted formats, or None."""
    if content[:1024].find(b"%PDF-") >= 0:
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"AutoCAD Binary DXF\r\n\x1a\x00") or _DXF.match(content[:4096]):
        return "image/vnd.dxf"
    body = content.removeprefix(b"\xef\xbb\xbf")
    if _SVG.match(body[:4096]):
        return "image/svg+xml"
    return "text/plain" if _is_text(body) else None


def taken_in(
    kind: str,
    file_name: str,
    content: bytes,
    *,
    policy: Policy,
    blobs: Blobs,
    title: str = "",
    others: Mapping[str, str] = MappingProxyType({}),
) -> Material:
    """Store one paper and return its record; its format is what the bytes show, and its name must say the same.

    Args:
        kind: Code of the published list, `M1`–`M15`.
        file_name: As the applicant calls it; folders are dropped.
        content: Its bytes.
        policy: Whose list.
        blobs: Where the bytes go.
        title: What it is; empty takes the list's name.
        others: Codes and names of papers that items of the catalogue ask for beside the list.

    Raises:
        DocumentError: Empty, too big, of no accepted format, or disguised.
        InputError: The list has no such paper.
    """
    paper = policy.paper(kind)
    listed = paper.name_zh if paper else others.get(kind)
    if listed is None:
        known = "、".join((*(f"{p.code} {p.name_zh}" for p in policy.papers), *others.values()))
        raise InputError("applications.paper_unknown", code=kind, known=known)
    name = ascii_safe(re.split(r"[/\\]", file_name)[-1]) or kind
    media_type = _checked_format(name, content)
    return Material(
        kind=kind,
        title=title or listed,
        digest=blobs.put(content),
        media_type=media_type,
        file_name=name,
        size=len(content),
    )


def item_from(
    proposal: Proposal,
    report: CheckReport,
    drawings: Mapping[str, str] | tuple[tuple[str, str], ...],
    address: str,
    policy: Policy,
    *,
    term: Term | None = None,
) -> Item:
    """Return the item of an application for a checked proposal; its track follows from the policy.

    Args:
        proposal: The plan, the placed sign and the facts.
        report: Its check.
        drawings: Blob digests by view name, such as `front-day.svg`.
        address: Door number and street; empty takes the plan's address.
        policy: Decides the track.
        term: From when to when something temporary stands; such a thing always takes a permit.
    """
    layout = proposal.sign.layout
    rule = policy.track_of(layout.envelope.width, layout.envelope.height)
    is_temporary = term is not None or layout.spec.kind in policy.temporary.kinds
    pairs = drawings.items() if isinstance(drawings, Mapping) else drawings
    return Item(
        id=new_id(),
        plan_id=proposal.plan.id,
        plan_revision=proposal.plan.revision,
        plan_digest=proposal.plan.digest,
        unit_id=proposal.sign.unit_id,
        address=address or proposal.plan.address,
        spec=layout.spec,
        origin_mm=(proposal.sign.origin.x, proposal.sign.origin.y),
        report=report,
        drawings=tuple(sorted(pairs)),
        track=Track.PERMIT if is_temporary else rule.track,
        track_reason=policy.temporary.reason_zh if is_temporary else rule.reason_zh,
        particulars=_particulars(proposal),
        facts=tuple(sorted(proposal.facts.items())),
        term=term,
        replaced=_replaced(proposal),
        place=place_of(layout.spec.kind),
    )


def place_of(kind: str) -> str:
    """Return which of a unit's places a kind takes: how it stands to the wall, empty on it (`Item.place`).

    Raises:
        SpecError: No such kind.
    """
    form = kind_of(kind).form
    return "" if form in (Form.PARALLEL, Form.TEMPORARY) else form.value


def _replaced(proposal: Proposal) -> tuple[ReplacedSign, ...]:
    named = proposal.replaced or frozenset()
    return tuple(
        ReplacedSign(id=one.id, name=one.name, kind=one.kind, unit=one.unit, permit_number=one.permit_number or "")
        for face in proposal.plan.faces
        for one in face.signs
        if one.id in named
    )


def _particulars(proposal: Proposal) -> SignParticulars:
    rect, layout = proposal.sign.rect, proposal.sign.layout
    if not layout.stands_on_ground:  # the permit states a clear height: never one over a pavement that is assumed
        must_be_surveyed(proposal.face, Unsurveyed.PAVEMENT)
    ground = polyline_y_max(proposal.face.pavement, rect.x0, rect.x1)
    materials = dict.fromkeys(material_of(piece.material).name_zh for piece in layout.pieces)
    lit = next((piece for piece in layout.pieces if piece.is_face_lit or piece.is_halo_lit), None)
    construction = next((p.construction for p in layout.pieces if p.construction), LetterConstruction.FLAT)
    words = text(f"sign.construction_{construction.value}")
    lighting = text("applications.lighting_none")
    if lit is not None:
        how = words if lit.role is PieceRole.LETTER else text("applications.construction_printed")
        lighting = text("applications.lighting_lit", construction=how, temperature=lit.temperature_k)
    return SignParticulars(
        form=kind_of(layout.spec.kind).title_zh,
        width_mm=layout.envelope.width,
        height_mm=layout.envelope.height,
        depth_mm=layout.depth_mm,
        letter_height_mm=max((line.letter_height_mm for line in layout.lines), default=0.0),
        # What stands on the pavement has no clear height, also where the pavement falls under its feet.
        bottom_mm=0.0 if layout.stands_on_ground else rect.y0 - (ground if ground is not None else 0.0),
        materials="、".join(materials),
        lighting=lighting,
    )


def _checked_format(name: str, content: bytes) -> str:
    at = Location(file=name)
    if not content:
        raise DocumentError("applications.paper_empty", at=at, file=name)
    if len(content) > MAX_PAPER_BYTES:
        size_mb = -(-len(content) // (1024 * 1024))
        limit_mb = MAX_PAPER_BYTES // (1024 * 1024)
        raise DocumentError("applications.paper_too_big", at=at, file=name, size_mb=size_mb, limit_mb=limit_mb)
    suffix = "." + name.rpartition(".")[2].lower() if "." in name else ""
    found = sniff(content)
    if found == "text/plain" and suffix == ".toml" and _is_toml(content):
        found = "application/toml"
    accepted = " ".join(s for suffixes in ACCEPTED.values() for s in suffixes)
    if found is None:
        raise DocumentError("applications.paper_format", at=at, file=name, accepted=accepted)
    if suffix not in ACCEPTED[found]:
        raise DocumentError("applications.paper_disguised", at=at, file=name, found=found)
    return found


def _is_text(content: bytes) -> bool:
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in words)


def _is_toml(content: bytes) -> bool:
    try:
        tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False
    return True
