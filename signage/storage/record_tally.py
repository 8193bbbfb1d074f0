"""What a comparison of the records with the history counted, and the first fault that it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from signage.applications.model import State
from signage.applications.workflow import state_label
from signage.locale import Lang, text

_STATES = frozenset(state.value for state in State)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFault:
    """The first record that is not what history says.

    Attributes:
        record: Number of the case, permit or letter, or its id where it has none; of a series, its name and year.
    """

    record: str
    explanation: str
    explanation_en: str


@dataclass(slots=True, kw_only=True)
class RecordTally:
    """What was compared: how many, how many history does not know, and the first fault."""

    cases: int = 0
    permits: int = 0
    letters: int = 0
    series: int = 0
    unknown_cases: int = 0
    unknown_permits: int = 0
    fault: RecordFault | None = None

    def fail(self, key: str, record: str, **words: Any) -> None:
        """Keep a fault if it is the first."""
        if self.fault is None:
            zh, en = (_worded(words, lang) for lang in (Lang.ZH, Lang.EN))
            self.fault = RecordFault(
                record=record,
                explanation=text(f"storage.{key}", record=record, **zh),
                explanation_en=text(f"storage.{key}", Lang.EN, record=record, **en),
            )


def _worded(words: dict[str, Any], lang: Lang) -> dict[str, Any]:
    return {
        name: state_label(State(value), lang) if name.endswith("_state") and value in _STATES else value or "—"
        for name, value in words.items()
    }
