"""Set a letter as a PDF: running text under the organ's red head, or a form; the same letter gives the same bytes.

Page proportions after GB/T 9704-2012, as for the notice of decision. A letter that is signed by hand carries the digest
of what it states in its foot instead of a code beside a seal.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from signage.applications.letters import Letter
from signage.digest import canonical_json
from signage.documents.code import VerificationCode
from signage.documents.faces import DocumentFaces
from signage.documents.letter_forms import is_form, rows_of, template_of
from signage.documents.letter_text import Prose, prose_of
from signage.documents.letter_wording import Phrases
from signage.documents.notice import CODE_FILE, OFFICE_ZONE, SEAL_LABEL, foot_lines
from signage.documents.typesetting import typeset
from signage.documents.words import chinese_date
from signage.locale import text
from signage.render.typst_runner import CompiledPdf

LETTER_FILE = "letter.json"
# Lines a page, then the head: the usual first, closer ones only where they save a page.
_SPACINGS: tuple[dict[str, float], ...] = (
    {"lines": 22, "head_gap": 1.0, "title_gap": 0.85, "head_pt": 46},
    {"lines": 24, "head_gap": 0.9, "title_gap": 0.85, "head_pt": 42},
    {"lines": 26, "head_gap": 0.8, "title_gap": 0.85, "head_pt": 38},
    {"lines": 28, "head_gap": 0.7, "title_gap": 0.75, "head_pt": 36, "row_mm": 1.3},
    {"lines": 29.5, "head_gap": 0.6, "title_gap": 0.7, "head_pt": 34, "row_mm": 1.0},
)
_QR_MM = 30.0  # holds fewer words than a notice's
_WORD_OF_PARTING = 30  # letters: little more than a line
_SECTION_OF = {"withdrawal": "ending", "revocation": "ending", "cancellation": "ending"}


def typeset_letter(
    letter: Letter, code: VerificationCode | None, *, faces: DocumentFaces, zone: tzinfo = OFFICE_ZONE
) -> CompiledPdf:
    """Return a letter as PDF/A with its data attached, and the place where the seal belongs.

    Args:
        letter: What it states; checked before.
        code: Its verification code; None for a letter that is signed by hand.
        faces: Typefaces to set it in.
        zone: The office's time zone, for printed dates.

    Raises:
        DocumentError: The wording lacks a sentence.
        ToolError: Typst refused.
    """
    kind = letter.kind.value
    words = Phrases(letter, _SECTION_OF.get(kind, kind), zone)
    files = {LETTER_FILE: letter_data(letter)}
    if code is not None:
        files |= {CODE_FILE: code.printed.encode(), "code.svg": code.svg()}
    data = _page(letter, code, words)
    if is_form(letter):
        data["rows"] = rows_of(letter, words)
        return typeset(template_of(letter), data, faces=faces, timestamp=letter.made_at, files=files)
    data |= _running(letter, prose_of(letter, words), words)
    return _set_with_its_seal(letter, data, faces, files)


def _set_with_its_seal(
    letter: Letter, data: dict[str, Any], faces: DocumentFaces, files: dict[str, bytes]
) -> CompiledPdf:
    """Return the letter on as few pages as closer lines allow: GB/T 9704 lets them move for seal and date."""
    best: CompiledPdf | None = None
    for spacing in _SPACINGS:
        made = typeset(
            "letter.typ",
            {**data, **spacing},
            faces=faces,
            timestamp=letter.made_at,
            files=files,
            labels=(SEAL_LABEL,),
        )
        if best is None or made.places[SEAL_LABEL].page < best.places[SEAL_LABEL].page:
            best = made
        if best.places[SEAL_LABEL].page == 0:
            break
    if best is None:
        raise ValueError("no spacing to try")
    return best


def letter_data(letter: Letter) -> bytes:
    """Return a letter as canonical JSON, for machines; it travels inside the PDF."""
    return canonical_json({"form": "signage.letter/1", "kind": letter.kind, "digest": letter.digest, "letter": letter})


def _page(letter: Letter, code: VerificationCode | None, words: Phrases) -> dict[str, Any]:
    organ = letter.organ
    foot = foot_lines(
        is_demonstration=organ.is_demonstration,
        illustrative=letter.illustrative_books,
        code=code,
        url=organ.verify_url,
    )
    if code is None:
        foot.insert(0, words.say("foot_digest", digest=letter.digest))
    return {
        "title": letter.title,
        "author": organ.name,
        "keywords": [letter.number, *([code.short] if code else [])],
        "organ": organ.name,
        "number": letter.number,
        "head_drop_mm": 0,
        "top_mm": 24 if is_form(letter) else 37,
        "watermark": text("documents.watermark") if organ.is_demonstration else "",
        "foot": foot,
        "made_on": chinese_date(words.local(letter.made_at)),
        "attached": _attached(letter, code),
        "code": _code_block(letter, code) if code else None,
        "rule": words.say("rule") if letter.kind.value == "delivery" else "",
    }


def _attached(letter: Letter, code: VerificationCode | None) -> list[dict[str, str]]:
    data = {"file": LETTER_FILE, "mime": "application/json", "relationship": "data", "description": "letter data"}
    if code is None:
        return [data]
    printed = {
        "file": CODE_FILE,
        "mime": "text/plain",
        "relationship": "supplement",
        "description": "verification code",
    }
    return [data, printed]


def _running(letter: Letter, prose: Prose, words: Phrases) -> dict[str, Any]:
    blocks, closing = list(prose.blocks), list(prose.closing)
    if letter.replaces:
        blocks.append({"par": words.say("replaces", replaces=letter.replaces)})
    # The seal never stands on a page with a word of parting alone: what was said last goes with it.
    # What is said before fills the page that it begins on.
    while len(closing) > 1 and sum(map(len, closing[1:])) >= _WORD_OF_PARTING:
        blocks.append({"par": closing.pop(0)})
    tail = _last_said(blocks) if sum(map(len, closing)) < _WORD_OF_PARTING else []
    copies = words.say("copies") + "，".join(letter.copies) + "。" if letter.copies else ""
    return {
        "addressee": f"{letter.addressee.name}：",
        "blocks": blocks,
        "closing": [*tail, *({"par": line} for line in closing)],
        "slip": {"who": prose.slip, "day": words.say("day")} if prose.slip else None,
        "copies": copies,
        "index": words.say("index"),
    }


def _last_said(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take the last paragraph, or the last line of the last section, off the blocks and return it."""
    if not blocks or "table" in blocks[-1] or "facts" in blocks[-1]:
        return []
    last = blocks.pop()
    section = last.get("section")
    if section is None or len(section["lines"]) == 1:
        return [last]
    *kept, line = section["lines"]
    blocks.append({"section": {**section, "lines": kept}})
    return [{"par": line}]


def _code_block(letter: Letter, code: VerificationCode) -> dict[str, Any]:
    """Return what stands beside the seal: the printed code and how to check it."""
    return {
        "size_mm": _QR_MM,
        "short": code.short,
        "label": text("documents.code_label"),
        "alt": text("documents.code_alt", short=code.short),
        "lines": [
            text("documents.code_scan_letter"),
            text("documents.code_seal"),
            text("documents.code_phone", phone=letter.organ.phone),
        ],
    }
