"""The history as sentences for a spreadsheet or a program: who, when, what, why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from signage.applications.intake import ascii_safe
from signage.applications.model import Event
from signage.applications.office import Office
from signage.applications.workflow import role_label, state_label
from signage.errors import NotFound
from signage.locale import Lang, all_codes, said_again, text
from signage.register.csv_file import csv_bytes
from signage.reports.ports import begin_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One entry of the history.

    Attributes:
        number: Its place in the chain, from 1.
        case: Intake number of its case, empty for what belongs to none or to a draft.
        what: The action in words.
        why: The sentence that was written with it.
        sentence: All of it as one sentence.
    """

    number: int
    case: str
    at: datetime
    who: str
    role: str
    what: str
    from_state: str
    to_state: str
    why: str
    sentence: str


def history_lines(office: Office, case: str | None = None, lang: Lang = Lang.ZH) -> tuple[HistoryLine, ...]:
    """Return the history of one case, or all of it, oldest first.

    Args:
        office: The office.
        case: Id, intake number or permit number of the case; None takes everything.
        lang: Language; what people wrote, and old entries, stay in the record's own, which is Chinese.

    Raises:
        NotFound: There is no such case.
    """
    with begin_reading(office) as unit:
        found = unit.reports.find(case) if case is not None and case.isprintable() else None
        if case is not None and found is None:
            raise NotFound("reports.no_case", name=ascii_safe(case))
        numbers = unit.reports.numbers()
        entries = list(unit.reports.events(found.id if found else None))
    return tuple(_line(office, seq, event, numbers.get(event.application_id, ""), lang) for seq, event in entries)


def history_csv(office: Office, lines: Iterable[HistoryLine], lang: Lang = Lang.ZH) -> bytes:
    """Return lines of the history as a table for a spreadsheet, times on the office's clock."""
    names = ("number", "case", "at", "who", "role", "what", "from_state", "to_state", "why", "sentence")
    head = tuple(text(f"reports.history_{name}", lang) for name in names)
    rows = (
        (
            str(line.number),
            line.case,
            line.at.astimezone(office.zone).strftime("%Y-%m-%d %H:%M:%S"),
            line.who,
            line.role,
            line.what,
            line.from_state,
            line.to_state,
            line.why,
            line.sentence,
        )
        for line in lines
    )
    return csv_bytes(head, rows)


def action_words(action: str, lang: Lang = Lang.ZH) -> str:
    """Return in words what an entry says was done, also where it is no step of the workflow."""
    # The lines of the service desk say themselves what was done; one word tells where they come from.
    area = "service" if action.startswith("service.") else action
    key = f"reports.action_{area}"
    return text(key if key in all_codes() else "reports.action_other", lang)


def headed(what: str, why: str, lang: Lang) -> str:
    """Return what was done with the sentence that was written with it; the sentence alone where it begins so itself."""
    if not why or why.startswith(what):
        return why or what
    return what + text("reports.sentence_why", lang, why=why)


def _line(office: Office, seq: int, event: Event, case: str, lang: Lang) -> HistoryLine:
    what = action_words(event.action, lang)
    when = event.at.astimezone(office.zone).strftime("%Y-%m-%d %H:%M")
    role = role_label(event.actor.role, lang)
    why = said_again(event.note, event.wording, lang, office.english)
    done = headed(what, why.rstrip("。."), lang)
    said = text("reports.sentence", lang, when=when, role=role, who=event.actor.name, what=done)
    return HistoryLine(
        number=seq,
        case=case,
        at=event.at,
        who=event.actor.name,
        role=role,
        what=what,
        from_state=state_label(event.from_state, lang) if event.from_state else "",
        to_state=state_label(event.to_state, lang) if event.to_state else "",
        why=why,
        sentence=said,
    )
