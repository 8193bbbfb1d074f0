"""A window in full use: cases in many states and everything around them, what people typed being in English.

So any Chinese on an English page is a name, a document's own words, or a sentence of the system that was not worded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from signage.accounts.model import Account
from signage.applications import deciding, handling, issuing, use_cases
from signage.applications.composite import matters_of
from signage.applications.model import Actor, Application, Item, Matter, Outcome, Purpose, Term, Track
from signage.applications.vocabulary import DeliveryMethod, PauseKind
from signage.bootstrap import Services, service_desk
from signage.design import kind_of
from signage.register import inspecting
from signage.register.publishing import publish_due
from signage.rounds import make_rounds
from signage.rules import Finding, Verdict
from signage.service import complaints, ratings, return_visits
from signage.service import help as helping
from signage.service.desk import new_secret
from signage.service.model import Grade, SubjectKind, VisitKind
from tests.api.conftest import Wall
from tests.applications.case_builders import APPLICANT, CLEAR, PlainIssuer, finding, item, papers

_PLAN = "jingwan-li"
_PAPERS = ("M1", "M2", "M3", "M4", "M6", "M7", "M8", "M9", "M14", "M17", "M18")


@dataclass(frozen=True, slots=True, kw_only=True)
class FullWindow:
    """The cases by what they stand for, and the number of the permit in force."""

    cases: dict[str, Application]
    permit: str
    complaint: str


def _found(verdict: Verdict) -> Finding:
    return replace(finding(verdict), document="GB 0", message_zh="")


class _Filling:
    def __init__(self, services: Services, clock: Wall) -> None:
        self.services, self.clock = services, clock
        self.office = replace(services.office, issuer=PlainIssuer(), letters=None)
        with services.database.reading() as unit:
            accounts = {name: unit.accounts.by_login(name) for name in ("shop", "clerk", "second", "supervisor")}
        self.accounts: dict[str, Account] = {name: found[0] for name, found in accounts.items() if found}

    def who(self, login: str) -> Actor:
        return self.accounts[login].actor

    def now(self):
        return self.clock()

    def sign(self, unit: str, track: Track = Track.PERMIT, **changes: object) -> Item:
        rule = next(one for one in self.office.policy.tracks if one.track is track)
        made = item(unit, plan=_PLAN, track=track)
        spec = replace(made.spec, name="HARBOUR SALT")
        report = replace(made.report, findings=(_found(Verdict.PASS),))
        facts = replace(made.particulars, form=kind_of(spec.kind).title_zh)
        kept = {"spec": spec, "address": "1 Harbour Street", "track_reason": rule.reason_zh, "report": report}
        return replace(made, particulars=facts, **{**kept, **changes})

    def opened(self, *items: Item, matters: tuple[Matter, ...] = (), **more: object) -> Application:
        titles = {paper.code: paper.name_zh for paper in self.office.policy.papers}
        handed = tuple(replace(paper, title=titles[paper.kind]) for paper in papers(*_PAPERS))
        for_matters = {paper.code: paper for matter in matters for paper in matter.papers}
        handed += tuple(replace(handed[0], kind=code, title=paper.name) for code, paper in for_matters.items())
        applicant = replace(APPLICANT, name="Harbour Salt Ltd", contact="J. Doe", account_id=self.who("shop").id)
        more = {"circumstances": CLEAR, "matters": matters, **more}
        given = more.pop("materials", handed)
        shop = self.who("shop")
        return use_cases.open_application(self.office, applicant, items, given, shop, self.now(), **more)

    def submitted(self, *items: Item, **more: object) -> Application:
        return use_cases.submit(self.office, self.opened(*items, **more).id, self.who("shop"), self.now())

    def reviewed(self, *items: Item, **more: object) -> Application:
        case = self.submitted(*items, **more)
        use_cases.accept(self.office, case.id, self.who("clerk"), self.now())
        return use_cases.start_review(self.office, case.id, self.who("clerk"), self.now())

    def decided(self, *items: Item, outcome: Outcome = Outcome.GRANTED) -> Application:
        case = self.reviewed(*items)
        said = {"outcome": outcome, "opinion": "It fits the rules of the street."}
        deciding.recommend(self.office, case.id, self.who("clerk"), self.now(), **said)
        return case

    def issued(self, *items: Item) -> Application:
        case = self.decided(*items)
        deciding.approve(self.office, case.id, self.who("second"), self.now())
        return issuing.issue(self.office, case.id, self.who("clerk"), self.now())


def fill(services: Services, clock: Wall) -> FullWindow:
    """Fill a home with cases in many states and the service around them."""
    it = _Filling(services, clock)
    office, clerk, boss = it.office, it.who("clerk"), it.who("supervisor")
    cases = {"draft": it.opened(it.sign("S1-01")), "submitted": it.submitted(it.sign("S1-02", Track.FILING))}
    failing = it.sign("S1-03", report=replace(item().report, findings=(_found(Verdict.FAIL),)))
    bare = it.submitted(failing, materials=papers("M1", "M2"), circumstances=replace(CLEAR, needs_survey=None))
    cases["faulty"] = bare
    again = it.submitted(it.sign("S1-04"), materials=papers("M1"))
    cases["returned"] = use_cases.return_for_correction(
        office, again.id, clerk, it.now(), defects=("Page two of the lease is missing",)
    )
    gone = it.submitted(it.sign("S1-05"))
    cases["not accepted"] = handling.not_accept(
        office, gone.id, clerk, it.now(), reasons="Not in this district", referral="the harbour office"
    )
    paused = it.reviewed(it.sign("S1-06"))
    handling.record_survey(
        office,
        paused.id,
        clerk,
        it.now(),
        surveyors=("A. Gauge", "B. Level"),
        accounts=("g", "l"),
        findings="The band is free.",
    )
    handling.extend(office, paused.id, boss, it.now(), working_days=5, reasons="The street is closed.")
    cases["paused"] = handling.suspend(
        office, paused.id, clerk, it.now(), kind=PauseKind.SURVEY, reasons="Scaffold in the way", expected_days=4
    )
    event = replace(it.sign("S1-07"), term=Term(start=it.now().date(), end=it.now().date() + timedelta(days=6)))
    cases["event"] = it.reviewed(
        replace(event, track_reason=office.policy.temporary.reason_zh, spec=replace(event.spec, kind="event-banner"))
    )
    group = services.catalogue.group("construction-site")
    asked = matters_of(services.catalogue, group, ("street-works", "construction-waste"), place="2 Harbour Street")
    matters = tuple(replace(matter, needed=()) for matter in asked)  # as a case of before, which states no numbers
    site = it.reviewed(matters=matters, group=group.code, joint_days=group.joint_days)
    handling.review_matter(
        office, site.id, boss, it.now(), matter_id=site.matters[0].id, outcome=Outcome.GRANTED, opinion="Fine."
    )
    cases["site"] = use_cases.case(office, site.id)
    cases["recommended"] = it.decided(it.sign("S1-08"))
    no = it.decided(it.sign("S1-09"), outcome=Outcome.REFUSED)
    basis = office.policy.tracks[-1].basis[0]
    cases["refused"] = deciding.refuse(
        office, no.id, it.who("second"), it.now(), reasons="It would hide a window.", basis=basis
    )
    cases["issued"] = handling.deliver(
        office, it.issued(it.sign("S1-10")).id, clerk, it.now(), method=DeliveryMethod.IN_PERSON, recipient="J. Doe"
    )
    permit = cases["issued"].permits[0].number
    cases["change"] = it.submitted(it.sign("S1-10"), purpose=Purpose.CHANGE, earlier_permit=permit)
    publish_due(office, it.now())
    _around(it, cases["issued"], permit)
    complaint = _complaint(it)
    clock.at += timedelta(days=4)
    make_rounds(office, clock())
    return FullWindow(cases=cases, permit=permit, complaint=complaint)


def _around(it: _Filling, case: Application, permit: str) -> None:
    desk, clerk = service_desk(it.services), it.who("clerk")
    measured = {"width": 6300.0, "height": 1200.0}
    inspecting.inspect(it.office, permit, clerk, it.now(), measured=measured, content_matches=False, note="Seen.")
    ratings.rate_own(desk, case.id, Grade.VERY_DISSATISFIED, "Too slow", it.who("shop"), it.now())
    return_visits.plan_visit(desk, case.id, VisitKind.PHONE, clerk, it.now())
    helping.assign_helper(desk, SubjectKind.CASE, case.id, clerk.id, clerk, it.now())
    today = desk.today(it.now())
    helping.log_help(desk, SubjectKind.CASE, case.id, today, 20, "Explained the form", clerk, it.now())
    helping.record_first_asked(desk, case.id, clerk.id, today, "How to apply", clerk, it.now())


def _complaint(it: _Filling) -> str:
    desk, boss = service_desk(it.services), it.who("supervisor")
    wording = complaints.Wording(words="The sign next door is too bright.", about="1 Harbour Street")
    filed = complaints.file_publicly(desk, wording, new_secret(), "tester", it.now())
    complaints.assign(desk, filed.id, it.who("clerk").id, boss, it.now())
    return filed.id
