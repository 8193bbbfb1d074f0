"""The steps of a case as the pages offer them: each name calls one use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from signage.applications import use_cases
from signage.applications.issuing import issue
from signage.applications.model import Action, Actor, Application, Circumstances, Outcome
from signage.applications.office import Office

REFUSAL = "recommend_refusal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a step is asked with.

    Attributes:
        words: Reasons, opinion or the lines of a notice, as typed.
        version: The version of the case that the actor saw.
        circumstances: What the window found out of the case; None keeps what was stated.
    """

    office: Office
    case_id: str
    actor: Actor
    now: datetime
    words: str
    version: int
    clock: Callable[[], datetime]
    circumstances: Circumstances | None = None


Step = Callable[[Request], Application]


def _accept(r: Request) -> Application:
    return use_cases.accept(
        r.office, r.case_id, r.actor, r.now, circumstances=r.circumstances, expected_version=r.version
    )


def _return(r: Request) -> Application:
    lines = tuple(line for line in r.words.splitlines() if line.strip())
    return use_cases.return_for_correction(
        r.office, r.case_id, r.actor, r.now, defects=lines, expected_version=r.version
    )


def _recommend(outcome: Outcome) -> Step:
    def step(r: Request) -> Application:
        return use_cases.recommend(
            r.office, r.case_id, r.actor, r.now, outcome=outcome, opinion=r.words, expected_version=r.version
        )

    return step


def _with_reasons(use_case: Callable[..., Application]) -> Step:
    def step(r: Request) -> Application:
        return use_case(r.office, r.case_id, r.actor, r.now, reasons=r.words, expected_version=r.version)

    return step


def _plain(use_case: Callable[..., Application]) -> Step:
    def step(r: Request) -> Application:
        return use_case(r.office, r.case_id, r.actor, r.now, expected_version=r.version)

    return step


def _issue(r: Request) -> Application:
    return issue(r.office, r.case_id, r.actor, r.now, expected_version=r.version, clock=r.clock)


STEPS: Mapping[str, Step] = {
    Action.SUBMIT.value: _plain(use_cases.submit),
    Action.ACCEPT.value: _accept,
    Action.RETURN.value: _return,
    Action.RECOMMEND.value: _recommend(Outcome.GRANTED),
    REFUSAL: _recommend(Outcome.REFUSED),
    Action.SEND_BACK.value: _with_reasons(use_cases.send_back),
    Action.APPROVE.value: _with_reasons(use_cases.approve),
    Action.REFUSE.value: _with_reasons(use_cases.refuse),
    Action.ISSUE.value: _issue,
    Action.WITHDRAW.value: _with_reasons(use_cases.withdraw),
    Action.REVOKE.value: _with_reasons(use_cases.revoke),
}
