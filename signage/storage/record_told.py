"""What the entries of the history tell of one case: its state, its permits and letters, and how each row stood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from signage.applications.model import Action
from signage.applications.workflow import (
    APPLICANT_FACT,
    DECIDED_FACT,
    FILE_FACT,
    HOLDER_FACT,
    ISSUED_FACT,
    OUTCOME_FACT,
    REPLACED,
    TERM_FACT,
)
from signage.storage.sealing import ROW_FACT

ENDS = frozenset(action.value for action in (Action.EXPIRE, Action.REVOKE, Action.WITHDRAW_PERMIT, Action.CANCEL))
_PERMIT_FACTS = (TERM_FACT, HOLDER_FACT, FILE_FACT)
_CASE_FACTS = (APPLICANT_FACT, OUTCOME_FACT, DECIDED_FACT)


@dataclass(frozen=True, slots=True)
class Said:
    """Something that an entry tells, and its number."""

    what: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLetter:
    """A letter as its last entry tells it; the digest is empty while it is only numbered."""

    number: str
    digest: str
    seq: int


@dataclass(slots=True, kw_only=True)
class Told:
    """What the entries of one case say.

    Attributes:
        facts: Of the case: who applied, the outcome and the instant of the decision; the last that was said.
        submission: Digest of what was handed in last.
        rows: Digest of each row after the last step that wrote it, by its name.
        permit_facts: By permit number, its term, holder and file.
        letters: By the document's id.
    """

    state: str = ""
    state_seq: int = 0
    issue_seq: int = 0
    issue_note: str = ""
    issued: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, int] = field(default_factory=dict)
    end_seq: int = 0
    facts: dict[str, Said] = field(default_factory=dict)
    submission: Said | None = None
    rows: dict[str, Said] = field(default_factory=dict)
    permit_facts: dict[str, dict[str, Said]] = field(default_factory=dict)
    letters: dict[str, ToldLetter] = field(default_factory=dict)

    def hear(self, seq: int, body: str) -> None:
        """Take in one entry, in their order."""
        event = json.loads(body)["value"]
        target, action = event["to_state"], event["action"]
        # Entries that leave the state alone say nothing of it: a replacement, for one, names the permit's state.
        if target and target != event["from_state"]:
            self.state, self.state_seq = target, seq
        facts = event["facts"]
        if action == Action.ISSUE.value:
            self.issue_seq, self.issue_note = seq, event["note"]
            start = f"{ISSUED_FACT} "
            self.issued = {name.removeprefix(start): at for name, at in facts if name.startswith(start)}
        elif action == REPLACED:
            self.replaced |= {number: seq for name, number in facts if name == "permit"}
        elif action in ENDS:
            self.end_seq = seq
        elif action.startswith("letter_"):
            self._hear_letter(seq, dict(facts))
        for name, what in facts:
            self._hear_fact(seq, name, what)

    def _hear_letter(self, seq: int, facts: Mapping[str, str]) -> None:
        if "document" in facts and "number" in facts:
            told = ToldLetter(number=facts["number"], digest=facts.get("digest", ""), seq=seq)
            self.letters[facts["document"]] = told

    def _hear_fact(self, seq: int, name: str, what: str) -> None:
        kind, _, of = name.partition(" ")
        if name in _CASE_FACTS:
            self.facts[name] = Said(what, seq)
        elif name == "submission":
            self.submission = Said(what, seq)
        elif kind == ROW_FACT and of:
            self.rows[of] = Said(what, seq)
        elif kind in _PERMIT_FACTS and of:
            self.permit_facts.setdefault(of, {})[kind] = Said(what, seq)

    def issued_it(self, number: str) -> bool:
        """Whether the notice's entry lists a permit; an older one only has it in its sentence."""
        return number in self.issued if self.issued else number in self.issue_note

    def ended_by(self, number: str) -> int:
        """Return the entry that ended a permit, 0 without any."""
        return self.replaced.get(number, 0) or self.end_seq


def value_of(document: str) -> dict[str, Any]:
    """Return what a stored text holds, nothing where somebody made it unreadable."""
    try:
        read = json.loads(document)
    except ValueError:
        return {}
    value = read.get("value") if isinstance(read, dict) else None
    return value if isinstance(value, dict) else {}
