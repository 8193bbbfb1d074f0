"""Each step of the table as the web takes it: what was typed goes to its use case, and nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from api.asked_signs import refuse_undrawn
from api.figure_fields import matters_stated
from signage.accounts import Account
from signage.applications import use_cases
from signage.applications.issuing import issue
from signage.applications.letter_content import EndingGround, NonAcceptanceGround
from signage.applications.model import Action, Actor, Application, Circumstances, Material, Outcome, Role
from signage.applications.office import Office
from signage.applications.vocabulary import DeliveryMethod, PauseKind
from signage.errors import InputError, Location
from signage.items import Catalogue
from signage.locale import Lang, both, enumerated, said, text

REFUSAL = "recommend_refusal"
ACCEPT_WITH_PROMISE = "accept_with_promise"
MATTER_REFUSAL = "review_matter_refusal"
WAIVER = "waive_"
REASON = "reason_"
SETTLED = "settled_"  # opens the name of the tick beside a line of an earlier notice
SURVEYORS = 3  # whom the form of a survey can name of the organ's own people


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a step is asked with.

    Attributes:
        typed: The fields of its form; `words` holds reasons, opinion or the lines of a notice.
        version: The version of the case that the actor saw.
        circumstances: What the window found out of the case; None keeps what was stated.
        papers: What was uploaded with it.
        surveyors: Accounts that may survey, by login.
    """

    office: Office
    case_id: str
    actor: Actor
    now: datetime
    typed: Mapping[str, str]
    version: int
    clock: Callable[[], datetime]
    catalogue: Catalogue
    circumstances: Circumstances | None = None
    papers: tuple[Material, ...] = field(default=())
    surveyors: Mapping[str, Account] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Reasons, opinion or the lines of a notice."""
        return self.typed.get("words", "")

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the filled lines of a field."""
        return tuple(line.strip() for line in self.typed.get(name, "").splitlines() if line.strip())

    def number(self, name: str) -> int:
        """Return a field's whole number.

        Raises:
            InputError: It is none.
        """
        written = self.typed.get(name, "")
        if not written.isdecimal() or len(written) > 4:
            raise InputError("web.bad_request", field=name, why=written[:40])
        return int(written)


Step = Callable[[Request], Application]


def _settled(r: Request) -> tuple[str, ...]:
    """Return the keys of the lines of earlier notices that were ticked, by their place among the case's lines."""
    lines = use_cases.case(r.office, r.case_id).lines
    return tuple(line.key for n, line in enumerate(lines) if r.typed.get(f"{SETTLED}{n}") == "yes")


def _accept(r: Request, *, with_promise: bool = False) -> Application:
    return use_cases.accept(
        r.office,
        r.case_id,
        r.actor,
        r.now,
        circumstances=r.circumstances,
        with_promise=with_promise,
        settled=_settled(r),
        expected_version=r.version,
    )


def _start_review(r: Request) -> Application:
    return use_cases.start_review(r.office, r.case_id, r.actor, r.now, settled=_settled(r), expected_version=r.version)


def _accept_with_promise(r: Request) -> Application:
    return _accept(r, with_promise=True)


def _not_accept(r: Request) -> Application:
    ground = r.typed.get("ground", NonAcceptanceGround.NOT_OUR_POWER.value)
    if ground not in {known.value for known in NonAcceptanceGround}:
        raise InputError("web.bad_request", field="ground", why=ground[:40])
    return use_cases.not_accept(
        r.office,
        r.case_id,
        r.actor,
        r.now,
        reasons=r.words,
        referral=r.typed.get("referral", ""),
        ground=NonAcceptanceGround(ground),
        expected_version=r.version,
    )


def _ending(use_case: Callable[..., Application]) -> Step:
    def step(r: Request) -> Application:
        return use_case(
            r.office,
            r.case_id,
            r.actor,
            r.now,
            reasons=r.words,
            ground=r.typed.get("ground", ""),
            redress=r.typed.get("redress", ""),
            expected_version=r.version,
        )

    return step


def _revoke(r: Request) -> Application:
    revoke = partial(use_cases.revoke, heard=r.typed.get("heard", ""))
    return _ending(revoke)(r)


def _cancel(r: Request) -> Application:
    ground = r.typed.get("ground", "")
    if not ground and r.actor.role is Role.APPLICANT:  # a holder's own wish is one of the law's other cases
        ground = EndingGround.CANCELLATION_OTHER.value
    return use_cases.cancel(
        r.office, r.case_id, r.actor, r.now, reasons=r.words, ground=ground, expected_version=r.version
    )


def _return(r: Request) -> Application:
    return use_cases.return_for_correction(
        r.office,
        r.case_id,
        r.actor,
        r.now,
        defects=r.lines("words"),
        reasons=r.typed.get("late_reason", ""),
        settled=_settled(r),
        expected_version=r.version,
    )


def _instant(r: Request, name: str) -> datetime:
    """Return an office-local instant that was typed as `2026-11-24T09:30`."""
    written = r.typed.get(name, "")
    try:
        return datetime.fromisoformat(written).replace(tzinfo=r.office.zone)
    except ValueError as exc:
        raise InputError("web.bad_time", at=Location(field=name), value=written[:20]) from exc


def _survey(r: Request) -> Application:
    chosen = [r.typed.get(f"surveyor_{n}", "") for n in range(1, SURVEYORS + 1)]
    for n, login in enumerate(chosen, start=1):
        if login and login not in r.surveyors:
            raise InputError("web.bad_request", field=f"surveyor_{n}", why=login[:40])
    own = [(r.surveyors[login], r.typed.get(f"card_{n}", "")) for n, login in enumerate(chosen, start=1) if login]
    outside = [text("workflow.from_outside", Lang.ZH, name=line) for line in r.lines("outside")]
    return use_cases.record_survey(
        r.office,
        r.case_id,
        r.actor,
        r.now,
        surveyors=(*(account.name for account, _ in own), *outside),
        accounts=tuple(account.id for account, _ in own),
        cards=tuple(card for _, card in own),
        began=_instant(r, "began"),
        ended=_instant(r, "ended"),
        findings=r.words,
        witness=r.typed.get("witness", ""),
        expected_version=r.version,
    )


def _review_matter(outcome: Outcome) -> Step:
    def step(r: Request) -> Application:
        matter = r.typed.get("matter", "")
        return use_cases.review_matter(
            r.office,
            r.case_id,
            r.actor,
            r.now,
            matter_id=matter,
            outcome=outcome,
            opinion=r.words,
            expected_version=r.version,
        )

    return step


def _supplement(r: Request) -> Application:
    return use_cases.supplement(r.office, r.case_id, r.actor, r.now, materials=r.papers, expected_version=r.version)


def _add_papers(r: Request) -> Application:
    return use_cases.add_papers(r.office, r.case_id, r.actor, r.now, materials=r.papers, expected_version=r.version)


def _state_figures(r: Request) -> Application:
    case = use_cases.case(r.office, r.case_id)
    matters = matters_stated(r.catalogue, case, r.typed) or ()
    return use_cases.state_figures(r.office, r.case_id, r.actor, r.now, matters=matters, expected_version=r.version)


def _extend(r: Request) -> Application:
    days = r.number("days")
    return use_cases.extend(
        r.office, r.case_id, r.actor, r.now, working_days=days, reasons=r.words, expected_version=r.version
    )


def _suspend(r: Request) -> Application:
    kind = r.typed.get("kind", "")
    if kind not in {known.value for known in PauseKind}:
        raise InputError("web.bad_request", field="kind", why=kind[:40])
    return use_cases.suspend(
        r.office,
        r.case_id,
        r.actor,
        r.now,
        kind=PauseKind(kind),
        expected_days=r.number("days"),
        reasons=r.words,
        expected_version=r.version,
    )


def _recommend(outcome: Outcome) -> Step:
    def step(r: Request) -> Application:
        waivers = tuple((key.removeprefix(WAIVER), words) for key, words in r.typed.items() if key.startswith(WAIVER))
        return use_cases.recommend(
            r.office,
            r.case_id,
            r.actor,
            r.now,
            outcome=outcome,
            opinion=r.words,
            waivers=tuple((rule, words) for rule, words in waivers if words),
            settled=_settled(r),
            expected_version=r.version,
        )

    return step


def _approve(r: Request) -> Application:
    return use_cases.approve(
        r.office,
        r.case_id,
        r.actor,
        r.now,
        reasons=r.words,
        conditions=r.lines("conditions"),
        expected_version=r.version,
    )


def _refuse(r: Request) -> Application:
    return use_cases.refuse(
        r.office,
        r.case_id,
        r.actor,
        r.now,
        reasons=r.words,
        basis=r.typed.get("basis", ""),
        chosen=tuple(key.removeprefix(REASON) for key, value in r.typed.items() if key.startswith(REASON) and value),
        expected_version=r.version,
    )


def _issue(r: Request) -> Application:
    return issue(r.office, r.case_id, r.actor, r.now, expected_version=r.version, clock=r.clock)


def _deliver(r: Request) -> Application:
    method = r.typed.get("method", DeliveryMethod.IN_PERSON.value)
    if method not in {known.value for known in DeliveryMethod}:
        raise InputError("web.bad_request", field="method", why=method[:40])
    recipient = r.typed.get("recipient", "")
    return use_cases.deliver(
        r.office,
        r.case_id,
        r.actor,
        r.now,
        recipient=recipient,
        method=DeliveryMethod(method),
        expected_version=r.version,
    )


def _remove(r: Request) -> Application:
    return use_cases.record_removal(r.office, r.case_id, r.actor, r.now, evidence=r.words, expected_version=r.version)


def _with_reasons(use_case: Callable[..., Application]) -> Step:
    def step(r: Request) -> Application:
        return use_case(r.office, r.case_id, r.actor, r.now, reasons=r.words, expected_version=r.version)

    return step


def _plain(use_case: Callable[..., Application]) -> Step:
    def step(r: Request) -> Application:
        return use_case(r.office, r.case_id, r.actor, r.now, expected_version=r.version)

    return step


def refuse_lacking(office: Office, application: Application, unanswered: Iterable[str] = ()) -> None:
    """Refuse to hand in what lacks papers or answers to lines of the notice; whoever means to says so.

    Raises:
        InputError: A paper that may not follow is missing, or a line has no answer.
    """
    lacking = [paper for paper in office.policy.lacking(application) if not paper.may_follow_days]
    names = [both(f"{p.code} {p.name_zh}", f"{p.code} {p.name_en}") for p in lacking]
    names += [said("web.answer_to", line=line) for line in unanswered]
    if names:
        raise InputError("web.still_lacking", papers=enumerated(names))


def _submit(r: Request) -> Application:
    case = use_cases.case(r.office, r.case_id)
    refuse_undrawn(case, r.catalogue)
    if not case.group and r.typed.get("incomplete") != "yes":
        refuse_lacking(r.office, case)
    return use_cases.submit(r.office, r.case_id, r.actor, r.now, expected_version=r.version)


STEPS: Mapping[str, Step] = {
    Action.SUBMIT.value: _submit,
    Action.ACCEPT.value: _accept,
    ACCEPT_WITH_PROMISE: _accept_with_promise,
    Action.NOT_ACCEPT.value: _not_accept,
    Action.RETURN.value: _return,
    Action.START_REVIEW.value: _start_review,
    Action.SURVEY.value: _survey,
    Action.REVIEW_MATTER.value: _review_matter(Outcome.GRANTED),
    MATTER_REFUSAL: _review_matter(Outcome.REFUSED),
    Action.SUPPLEMENT.value: _supplement,
    Action.ADD_PAPERS.value: _add_papers,
    Action.STATE_FIGURES.value: _state_figures,
    Action.EXTEND.value: _extend,
    Action.SUSPEND.value: _suspend,
    Action.RESUME.value: _plain(use_cases.resume),
    Action.RECOMMEND.value: _recommend(Outcome.GRANTED),
    REFUSAL: _recommend(Outcome.REFUSED),
    Action.SEND_BACK.value: _with_reasons(use_cases.send_back),
    Action.APPROVE.value: _approve,
    Action.REFUSE.value: _refuse,
    Action.ISSUE.value: _issue,
    Action.DELIVER.value: _deliver,
    Action.WITHDRAW.value: _with_reasons(use_cases.withdraw),
    Action.REVOKE.value: _revoke,
    Action.WITHDRAW_PERMIT.value: _ending(use_cases.withdraw_permit),
    Action.CANCEL.value: _cancel,
    Action.REMOVE.value: _remove,
}
