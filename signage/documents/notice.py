"""Set a notice of decision (准予行政许可决定书): what the shop owner takes home, before it is sealed.

Page proportions after GB/T 9704-2012; the content follows 行政许可法 art. 38–40 (basis, decision, remedies) and the
local rules on what a sign's permit states: setter, place, number, form, size, term, category.
"""

from __future__ import annotations

from datetime import date, timedelta, timezone, tzinfo
from typing import Any

from signage.applications.model import Track
from signage.applications.notices import DecisionNotice, NoticeMatter, NoticeSign
from signage.digest import canonical_json
from signage.documents.code import QR_MM, VerificationCode, notice_digest
from signage.documents.faces import DocumentFaces
from signage.documents.pictures import PlacedDrawing, place_drawing
from signage.documents.typesetting import typeset
from signage.documents.words import chinese_date, chinese_number, whole_mm
from signage.errors import Param
from signage.locale import text
from signage.render.typst_runner import CompiledPdf

OFFICE_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
SEAL_LABEL = "seal"
DATA_FILE = "decision.json"
CODE_FILE = "code.txt"


def typeset_notice(
    notice: DecisionNotice, code: VerificationCode, *, faces: DocumentFaces, zone: tzinfo = OFFICE_ZONE
) -> CompiledPdf:
    """Return a notice as PDF with its drawings and data attached, and the place where the seal belongs.

    Args:
        notice: What was decided.
        code: Its verification code.
        faces: Typefaces to set it in.
        zone: The office's time zone, for the printed date.

    Raises:
        DocumentError: A drawing cannot be placed.
        ToolError: Typst refused.
    """
    placed = [place_drawing(drawing, index) for index, drawing in enumerate(notice.drawings, start=1)]
    files = {
        "code.svg": code.svg(),
        DATA_FILE: notice_data(notice),
        CODE_FILE: code.printed.encode(),
        **{place.file: place.content for place in placed},
    }
    data = {**_letter(notice, code, zone), **_annexes(notice, placed)}
    return typeset("notice.typ", data, faces=faces, timestamp=notice.decided_at, files=files, labels=(SEAL_LABEL,))


def notice_data(notice: DecisionNotice) -> bytes:
    """Return a notice as canonical JSON, for machines; it travels inside the PDF."""
    facts = {name: getattr(notice, name) for name in notice.__dataclass_fields__ if name != "drawings"}
    facts["drawings"] = [(drawing.title, drawing.digest) for drawing in notice.drawings]
    return canonical_json({"form": "signage.notice/1", "digest": notice_digest(notice), "notice": facts})


def foot_lines(
    *, is_demonstration: bool, illustrative: tuple[str, ...], code: VerificationCode | None = None, url: str = ""
) -> list[str]:
    """Return the small lines under every page: where to verify, and what makes the document a sample."""
    lines = [text("documents.foot_code", short=code.short, url=url)] if code else []
    if is_demonstration:
        lines.append(text("documents.foot_demonstration"))
    if illustrative:
        lines.append(text("documents.foot_illustrative", books="、".join(illustrative)))
    return lines


def _letter(notice: DecisionNotice, code: VerificationCode, zone: tzinfo) -> dict[str, Any]:
    organ = notice.organ
    decided = notice.decided_at.astimezone(zone).date()
    return {
        "title": notice.title,
        "author": organ.name,
        "keywords": [notice.number, code.short],
        "organ": organ.name,
        "number": notice.number,
        "head_drop_mm": 12,
        "watermark": text("documents.watermark") if organ.is_demonstration else "",
        "foot": foot_lines(
            is_demonstration=organ.is_demonstration,
            illustrative=notice.illustrative_books,
            code=code,
            url=organ.verify_url,
        ),
        "addressee": f"{notice.applicant}：",
        "opening": _opening(notice),
        "sections": _sections(notice),
        "closing": [_of(notice.track, "remedies", review_body=organ.review_body, court=organ.court)],
        "annexes": _annex_names(notice),
        "decided_on": chinese_date(decided),
        "code": {
            "size_mm": QR_MM,
            "short": code.short,
            "label": text("documents.code_label"),
            "alt": text("documents.code_alt", short=code.short),
            "lines": [
                text("documents.code_scan"),
                text("documents.code_seal"),
                text("documents.code_phone", phone=organ.phone),
            ],
        },
        "attached": [
            {"file": DATA_FILE, "mime": "application/json", "relationship": "data", "description": "decision data"},
            {"file": CODE_FILE, "mime": "text/plain", "relationship": "supplement", "description": "verification code"},
        ],
    }


def _opening(notice: DecisionNotice) -> list[str]:
    key = "opening_same_day" if notice.applied_on == notice.accepted_on else "opening"
    sample = text("documents.sample_code") if notice.organ.is_demonstration else ""
    facts = _of(
        notice.track,
        key,
        credit_code=notice.credit_code,
        sample=sample,
        subject=notice.subject or text("letters.matter_permit"),
        applied_on=chinese_date(notice.applied_on),
        accepted_on=chinese_date(notice.accepted_on),
        acceptance_number=notice.acceptance_number,
    )
    return [facts, *_goes_on(notice), _of(notice.track, "basis", basis="、".join(notice.basis))]


def _goes_on(notice: DecisionNotice) -> list[str]:
    """Say which permit a change, a renewal or a transfer goes on from, and from whom it comes."""
    earlier = notice.earlier
    if earlier is None:
        return []
    number = text(f"documents.number_{earlier.track.value}") + earlier.number
    until = chinese_date(earlier.valid_to)
    key = f"documents.earlier_{earlier.purpose.value}"
    return [text(key, number=number, holder=earlier.holder, valid_to=until)]


def _of(track: Track, key: str, **params: Param) -> str:
    """Return words of a notice: a filing's and a guidance's speak of no permit."""
    own = "" if track is Track.PERMIT else f"_{track.value}"
    return text(f"documents.{key}{own}", None, **params)


def _sections(notice: DecisionNotice) -> list[dict[str, Any]]:
    track = notice.track
    term = _of(track, "term", valid_from=chinese_date(notice.valid_from), valid_to=chinese_date(notice.valid_to))
    differ = len({_term_of(sign, notice) for sign in notice.signs}) > 1
    all_events = notice.is_temporary  # of an older record, whose signs do not say so themselves
    events = tuple(sign for sign in notice.signs if sign.is_temporary or all_events)
    staying = tuple(sign for sign in notice.signs if sign not in events)
    matters = _ended([_matter(matter, number) for number, matter in enumerate(notice.matters, start=1)])
    sections = []
    for key, signs in (("grant", staying), ("grant_temporary", events)):
        granted = _ended([_granted(sign, number, notice, differ) for number, sign in enumerate(signs, start=1)])
        if granted:
            said = _of(track, key, count=len(signs)) if key == "grant" else text(f"documents.{key}", count=len(signs))
            sections.append((said, granted))
    sections += [(term, [])] if notice.signs and not differ else []
    if len(matters) == 1 and not notice.signs:
        sections += [(_only_matter(notice.matters[0], track), []), (term, [])]
    elif matters:
        sections.append((text("documents.grant_matters", count=len(notice.matters)), matters))
    if notice.conditions:
        plain = (line.rstrip("；。") for line in notice.conditions)
        lines = [f"（{chinese_number(n)}）{line}；" for n, line in enumerate(plain, start=1)]
        sections.append((_of(track, "conditions"), _ended(lines)))
    return [
        {"head": f"{chinese_number(n)}、", "lead": lead, "lines": lines}
        for n, (lead, lines) in enumerate(sections, start=1)
    ]


def _ended(lines: list[str]) -> list[str]:
    """Give the last line of an enumeration its full stop."""
    return [*lines[:-1], lines[-1].removesuffix("；") + "。"] if lines else []


def _place_and_figures(matter: NoticeMatter) -> str:
    """Return where and how much, in brackets behind an item's name."""
    stated = "、".join(matter.figures)
    parts = [part for part in (matter.place, stated) if part]
    return f"（{'；'.join(parts)}）" if parts else ""


def _only_matter(matter: NoticeMatter, track: Track) -> str:
    place = _place_and_figures(matter)
    return _of(track, "grant_item", title=matter.title, place=place, number=matter.number, section=matter.section)


def _matter(matter: NoticeMatter, number: int) -> str:
    place = _place_and_figures(matter)
    period = text("documents.matter_period", period=matter.period) if matter.period else ""
    return text(
        "documents.granted_matter",
        index=chinese_number(number),
        title=matter.title,
        place=place,
        period=period,
        number=matter.number,
        section=matter.section,
    )


def _term_of(sign: NoticeSign, notice: DecisionNotice) -> tuple[date, date]:
    return sign.valid_from or notice.valid_from, sign.valid_to or notice.valid_to


def _granted(sign: NoticeSign, number: int, notice: DecisionNotice, names_term: bool) -> str:
    """Return the line of a sign, with its own term where the signs of the notice do not share one."""
    start, end = _term_of(sign, notice)
    term = text("documents.sign_term", valid_from=chinese_date(start), valid_to=chinese_date(end)) if names_term else ""
    return text(
        "documents.granted_sign",
        index=chinese_number(number),
        name=sign.name,
        form=text("documents.sign_form", form=sign.form) if sign.is_temporary else "",
        address=sign.address,
        unit=sign.unit,
        label=text(f"documents.number_{sign.track.value}"),
        permit_number=sign.permit_number,
        term=term,
    )


def _annex_names(notice: DecisionNotice) -> list[str]:
    names = [_of(notice.track, "annex_table")] if notice.signs else []
    if notice.drawings:
        names.append(_of(notice.track, "annex_drawings", count=len(notice.drawings)))
    if len(names) == 1:
        return names
    return [f"{n}. {name}" for n, name in enumerate(names, start=1)]


def _annexes(notice: DecisionNotice, placed: list[PlacedDrawing]) -> dict[str, Any]:
    many = bool(notice.drawings)
    total = len(notice.drawings)
    return {
        "table": {
            "mark": text("documents.annex_mark", number=1 if many else ""),
            "title": _of(notice.track, "annex_table"),
            "notes": [
                _of(notice.track, "table_for", applicant=notice.applicant, number=notice.number),
                text("documents.table_books", books="、".join(notice.books)),
                text("documents.table_submission", digest=notice.submission_digest),
            ],
            "cards": [_card(sign, n, len(notice.signs), notice) for n, sign in enumerate(notice.signs, start=1)],
        },
        "drawings": [
            {
                "file": place.file,
                "wide": place.is_wide,
                "width_mm": place.width_mm,
                "mark": text("documents.annex_mark", number=2),
                "title": drawing.title,
                "note": text("documents.drawing_caption", index=index, total=total, title=drawing.title),
                "digest": drawing.digest,
            }
            for index, (drawing, place) in enumerate(zip(notice.drawings, placed, strict=True), start=1)
        ],
    }


def _card(sign: NoticeSign, index: int, total: int, notice: DecisionNotice) -> dict[str, Any]:
    word = {key: text(f"documents.field_{key}") for key in _FIELDS}
    start, end = _term_of(sign, notice)
    term = f"{_short(start)} — {_short(end)}"
    size, below = _measured(sign)
    warnings = "；".join(sign.warnings) if sign.warnings else text("documents.no_warnings")
    return {
        "index": f"{index}/{total}",
        "name": sign.name,
        "number": sign.permit_number,
        "rows": [
            [word["place"], f"{sign.address}（{sign.unit}）"],
            [word["form"], sign.form, *size],
            [word["letters"], whole_mm(sign.letter_height_mm), *below],
            [word["materials"], sign.materials, word["lighting"], sign.lighting],
            [_of(sign.track, "field_term"), term, word["verdict"], sign.verdict],
            [word["warnings"], warnings],
            [word["drawing"], sign.drawing_digest],
        ],
    }


def _measured(sign: NoticeSign) -> tuple[tuple[str, str], tuple[str, str]]:
    """Its size and the clear height, each with its name: of an arch under its beam, of a balloon under its banner."""
    own = dict(sign.lengths)
    below = next((name for name in ("clearance", "banner_foot") if name in own), "bottom")
    clear = text(f"documents.field_{below}"), whole_mm(own.get(below, sign.bottom_mm))
    if "diameter" in own:
        words = text("documents.size_of_balloon", diameter=f"{own['diameter']:.0f}", top=f"{own['top']:.0f}")
        return (text("documents.field_size_of_balloon"), words), clear
    size = f"{sign.width_mm:.0f} × {sign.height_mm:.0f} × {sign.depth_mm:.0f} mm"
    return (text("documents.field_size"), size), clear


_FIELDS = (
    "place", "form", "letters", "materials", "lighting", "verdict", "warnings",
    "drawing",
)  # fmt: skip


def _short(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"
