"""The sample letters: one of each kind from a file, read strictly, for the command line, the README and tests."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from signage.applications import letter_content as content_of
from signage.applications.letter_content import Party
from signage.applications.letters import Letter, LetterKind, Matter
from signage.applications.notices import Organ
from signage.errors import DocumentError
from signage.resources import bundled

_CONTENT: dict[LetterKind, type] = {
    LetterKind.RECEIPT: content_of.Receipt,
    LetterKind.ACCEPTANCE: content_of.Acceptance,
    LetterKind.NON_ACCEPTANCE: content_of.NonAcceptance,
    LetterKind.CORRECTION: content_of.Correction,
    LetterKind.PROMISE: content_of.Promise,
    LetterKind.SURVEY: content_of.Survey,
    LetterKind.REVIEW: content_of.ReviewForm,
    LetterKind.INTERESTED_PARTY: content_of.InterestedParty,
    LetterKind.EXTENSION: content_of.Extension,
    LetterKind.SUSPENSION: content_of.Suspension,
    LetterKind.HEARING_RIGHTS: content_of.HearingRights,
    LetterKind.HEARING_NOTICE: content_of.HearingNotice,
    LetterKind.HEARING_RECORD: content_of.HearingRecord,
    LetterKind.REFUSAL: content_of.Refusal,
    LetterKind.DELIVERY: content_of.Delivery,
    LetterKind.CHANGE: content_of.Change,
    LetterKind.RENEWAL: content_of.Renewal,
    LetterKind.WITHDRAWAL: content_of.Ending,
    LetterKind.REVOCATION: content_of.Ending,
    LetterKind.CANCELLATION: content_of.Ending,
    LetterKind.FILING_CHANGE: content_of.FilingChange,
    LetterKind.FILING_ENDING: content_of.FilingEnding,
    LetterKind.TEMPORARY: content_of.TemporaryPermit,
    LetterKind.DESIGN_SERVICE: content_of.DesignService,
    LetterKind.RECTIFICATION: content_of.Rectification,
}


def sample_letters(organ: Organ | None = None, *, path: Path | None = None) -> tuple[Letter, ...]:
    """Return one letter of each kind, all of them fictitious.

    Args:
        organ: Who sends them; the sample organ when left out.
        path: Another file of letters.

    Raises:
        DocumentError: The file says something that no letter can mean.
    """
    file = path or bundled("samples", "letters.toml")
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
        sender = organ or TypeAdapter(Organ).validate_python(_toml(bundled("samples", "organ.toml")))
        return tuple(_letter(entry, raw, sender) for entry in raw["letters"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, KeyError, ValueError) as exc:
        why = " ".join(str(exc).split())[:300]
        raise DocumentError("letters.samples_unreadable", file=file.name, why=why) from exc


def _letter(entry: dict[str, Any], raw: dict[str, Any], organ: Organ) -> Letter:
    kind = LetterKind(entry["kind"])
    made_at: datetime = entry.get("made_at", raw["made_at"])
    letter = Letter(
        organ=replace(organ),
        number=entry["number"],
        made_at=made_at,
        addressee=_read(Party, entry.get("party", raw["party"])),
        matter=_read(Matter, entry.get("matter", raw["matter"])),
        content=_read(_CONTENT[kind], entry["content"]),
        application_number=raw["application_number"],
        copies=tuple(entry.get("copies", ())),
        illustrative_books=tuple(entry.get("illustrative_books", ())),
    )
    if letter.kind is not kind:
        raise ValueError(f"{entry['number']}: {letter.kind} given as {kind}")
    return letter


def _read(kind: type, value: Any) -> Any:
    return TypeAdapter(kind).validate_python(value)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
