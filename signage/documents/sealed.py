"""What a sealed paper itself says, read from the data inside it, and whether the register says the same.

The seal holds for the paper. A register that says otherwise was changed, and a reader must not take its word.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from signage.documents.letter import LETTER_FILE
from signage.documents.notice import DATA_FILE
from signage.locale import Lang, text


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPermit:
    """A permit as a paper or the register states it.

    Attributes:
        term: First and last day; None where a paper states none for it alone.
        holder, holder_code: Whom it is granted to.
    """

    number: str
    holder: str
    holder_code: str
    term: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a paper or the register states of one file.

    Attributes:
        number: Of the letter; empty on a notice, whose permits have their own.
    """

    permits: tuple[StatedPermit, ...] = ()
    number: str = ""

    def words(self, lang: Lang) -> str:
        """Return it in one phrase: each permit with its term, then the holder."""
        parts = [_permit_words(one, lang) for one in self.permits]
        if self.number:
            parts.append(text("documents.stated_number", lang, number=self.number))
        if self.permits:
            parts.append(text("documents.stated_holder", lang, holder=self.permits[0].holder))
        return text("documents.stated_between", lang).join(parts)


def stated_by_paper(attached: Mapping[str, bytes]) -> Stated | None:
    """Return what the data inside a paper states; None where it has none that can be read."""
    try:
        if DATA_FILE in attached:
            return _of_notice(json.loads(attached[DATA_FILE])["notice"])
        if LETTER_FILE in attached:
            return Stated(number=str(json.loads(attached[LETTER_FILE])["letter"]["number"]))
    except (KeyError, TypeError, ValueError):
        return None
    return None


def _of_notice(notice: Mapping[str, Any]) -> Stated:
    whole = _term(notice)
    signs = [(one["permit_number"], _term(one) or whole) for one in notice["signs"]]
    is_alone = not signs and len(notice["matters"]) == 1  # the only thing that the notice's term can be of
    matters = [(one["number"], whole if is_alone else None) for one in notice["matters"]]
    holder, code = str(notice["applicant"]), str(notice["credit_code"])
    return Stated(
        permits=tuple(
            StatedPermit(number=number, holder=holder, holder_code=code, term=term)
            for number, term in [*signs, *matters]
        )
    )


def _term(held: Mapping[str, Any]) -> tuple[date, date] | None:
    if not held.get("valid_from") or not held.get("valid_to"):
        return None
    return date.fromisoformat(held["valid_from"]), date.fromisoformat(held["valid_to"])


def differences(paper: Stated, register: Stated, lang: Lang) -> tuple[str, ...]:
    """Return in words each thing in which the register says otherwise than the paper; nothing where they agree."""
    found = [*_of_permits(paper.permits, register.permits, lang)]
    if paper.number and register.number and paper.number != register.number:
        found.append(text("documents.differs_number", lang, paper=paper.number, register=register.number))
    return tuple(found)


def _of_permits(paper: Sequence[StatedPermit], register: Sequence[StatedPermit], lang: Lang) -> list[str]:
    if not register:
        return []  # the file is no permit's, as far as the register knows: another check says so
    kept = {one.number: one for one in register}
    found = []
    for one in paper:
        known = kept.pop(one.number, None)
        if known is None:
            found.append(text("documents.differs_unknown", lang, number=one.number))
            continue
        if (one.holder, one.holder_code) != (known.holder, known.holder_code):
            # Whom the register names instead is told to nobody who only holds a paper.
            found.append(text("documents.differs_holder", lang, number=one.number, paper=one.holder))
        if one.term is not None and one.term != known.term:
            said = {"number": one.number, "paper": _span(one, lang), "register": _span(known, lang)}
            found.append(text("documents.differs_term", lang, **said))
    return found + [text("documents.differs_other", lang, number=number) for number in kept]


def _permit_words(one: StatedPermit, lang: Lang) -> str:
    return text("documents.stated_permit", lang, number=one.number, term=_span(one, lang)) if one.term else one.number


def _span(one: StatedPermit, lang: Lang) -> str:
    start, end = one.term or ("—", "—")
    return text("documents.stated_term", lang, start=str(start), end=str(end))
