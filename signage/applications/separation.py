"""Whether a case is decided by somebody who gave no opinion on it (审查与决定分离): a policy's choice.

The law asks for two persons where a place is inspected (行政许可法 art 34); a survey counts its own.
That opinion and decision are two persons' as well is a rule of the office: the policy says where, and on what basis.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from signage.applications.vocabulary import Track
from signage.locale import both, said


class Decider(StrEnum):
    """Who may decide."""

    ANOTHER = "another"  # never who gave an opinion
    ANOTHER_UNLESS_ON_THE_SPOT = "another_unless_on_the_spot"  # one person may do both where it is decided on the spot
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """What a policy says of opinion and decision.

    Attributes:
        deciders: By track.
        basis_zh, basis_en: What it rests on, in a sentence without its full stop.
        is_illustrative: It is a parameter of a demonstration, no city's rule.
    """

    deciders: Mapping[Track, Decider]
    basis_zh: str = ""
    basis_en: str = ""
    is_illustrative: bool = True

    def needs_another(self, track: Track, is_on_the_spot: Callable[[], bool]) -> bool:
        """Return whether a case of a track is decided by somebody who gave no opinion on it."""
        decider = self.deciders[track]
        if decider is Decider.ANOTHER_UNLESS_ON_THE_SPOT:
            return not is_on_the_spot()
        return decider is Decider.ANOTHER

    @property
    def basis(self) -> str:
        """What it rests on, as a guard says it."""
        if not self.basis_zh:
            return said("workflow.separation_basis")
        mark = ("（演示参数）", " (illustrative)") if self.is_illustrative else ("", "")
        return both(self.basis_zh + mark[0], self.basis_en + mark[1])
