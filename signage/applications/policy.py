"""A city's procedure as data: tracks, papers, time limits, numbers, and whether a case can be decided on the spot.

A policy is a TOML file beside this module or one that the deployer names; the loader takes no key that it does not
know. Thresholds carry their operators, since cities differ in whether 4 m itself is already large.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from operator import ge, gt, le, lt
from types import MappingProxyType

from signage.applications.clock import WorkingCalendar
from signage.applications.drawn_items import TEMPORARY, undrawn
from signage.applications.model import Application, Circumstances, Deadline, Item, Material, Matter, Purpose, Track
from signage.applications.order_rule import OrderRule
from signage.applications.records import MatterPaper
from signage.applications.separation import Decider, Separation
from signage.applications.spot import (
    Condition,
    figures_there,
    findings_are_clean,
    lines_settled,
    no_survey_open,
    nobody_affected,
    nothing_to_verify,
)
from signage.applications.temporary import TemporaryRule
from signage.errors import InputError, Location
from signage.locale import Lang, text
from signage.units import Quantity, Unit

_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_OPERATORS = {">=": ge, ">": gt, "<=": le, "<": lt}


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A limit on a sign's size with its operator.

    Attributes:
        measure: `longest_side` or `area` of the sign's overall rectangle.
        op: `>=`, `>`, `<=` or `<`.
    """

    measure: str
    op: str
    limit: Quantity

    def is_met(self, width_mm: float, height_mm: float) -> bool:
        """Return whether a sign of this size meets it, compared on the quantum of its unit."""
        if self.measure == "area":
            measured = Quantity(width_mm * height_mm, Unit.MM2)
        else:
            measured = Quantity(max(width_mm, height_mm), Unit.MM)
        return bool(_OPERATORS[self.op](measured.compare(self.limit), 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRule:
    """Which signs take a track, and what follows from it; without a test it takes the rest.

    Attributes:
        needs_two_officers: Whether its content is checked in substance, so that two survey a place (行政许可法 art 34).
        title_en: What English pages call its decision; empty leaves them a general name.
        bound_zh, bound_en: Its bounds in words that fit what is no sign too; empty takes the reason.
    """

    track: Track
    any_of: tuple[Threshold, ...]
    all_of: tuple[Threshold, ...]
    reason_zh: str
    reason_en: str
    title: str
    basis: tuple[str, ...]
    needs_two_officers: bool
    is_on_the_spot: bool
    title_en: str = ""
    bound_zh: str = ""
    bound_en: str = ""

    @property
    def bound(self) -> tuple[str, str]:
        """Its bounds in Chinese and English, in words that name no sign."""
        return self.bound_zh or self.reason_zh, self.bound_en or self.reason_en

    def takes(self, width_mm: float, height_mm: float) -> bool:
        """Return whether a sign of this size takes the track."""
        sizes = (width_mm, height_mm)
        if self.any_of and not any(test.is_met(*sizes) for test in self.any_of):
            return False
        return all(test.is_met(*sizes) for test in self.all_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One entry of the published list of papers (申请材料目录).

    Attributes:
        code: `M1`–`M15`.
        when: Field of `Circumstances` that must be stated true for it to be asked for; empty asks always.
        drawn: Views of the design desk that are this paper themselves; with all of them it need not be handed in.
        purposes: What must be asked for; empty is everything.
        temporary: Whether something temporary needs it: `also`, `only` (nothing else does) or `never`.
        may_follow_days: Working days within which it may follow after acceptance (容缺受理); 0: it may not.
        instead_of: Code of the paper whose place it takes where it is asked for itself; empty: none's.
        since: First edition of the policy that asks for it; cases opened under an earlier one keep what they have.
        is_of_place: Whether it is about one place: of a case with several, what is there may not cover the next one.
    """

    code: str
    name_zh: str
    name_en: str
    tracks: tuple[Track, ...]
    when: str = ""
    drawn: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    temporary: str = "also"
    may_follow_days: int = 0
    instead_of: str = ""
    since: str = ""
    is_of_place: bool = False

    def concerns(self, track: Track, purpose: Purpose = Purpose.NEW, *, is_temporary: bool = False) -> bool:
        """Return whether the list asks for it here, as far as that does not hang on what is stated of the case."""
        if track not in self.tracks or (self.purposes and purpose not in self.purposes):
            return False
        return self.temporary == "also" or (self.temporary == "only") == is_temporary

    def is_known_to(self, opened_under: str) -> bool:
        """Return whether the list had it in the policy that a case was opened under; empty stands for today's."""
        edition = opened_under.partition("@")[2]
        return not self.since or not opened_under or edition_steps(edition) >= edition_steps(self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The procedure of one city in one edition."""

    id: str
    edition: str
    title_zh: str
    title_en: str
    city: str
    is_illustrative: bool
    is_demonstration: bool
    validity_years: int
    days: tuple[tuple[str, int], ...]
    basis: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]
    tracks: tuple[TrackRule, ...]
    papers: tuple[Paper, ...]
    temporary: TemporaryRule
    basis_en: tuple[tuple[str, str], ...] = ()
    renewal_ahead_days: int = 30
    renewal_earliest_days: int = 180
    renewal_reminder_days: tuple[int, ...] = (60, 30)
    separation: Separation | None = None
    most_years: int = 5
    orders: OrderRule | None = None
    least_speaking_days: int = 1
    basis_without_permit: tuple[tuple[str, str], ...] = ()
    basis_without_permit_en: tuple[tuple[str, str], ...] = ()

    @property
    def version(self) -> str:
        """Id and edition, as an application keeps it."""
        return f"{self.id}@{self.edition}"

    def track_of(self, width_mm: float, height_mm: float) -> TrackRule:
        """Return the rule of the first track that takes a sign of this overall size."""
        return next(rule for rule in self.tracks if rule.takes(width_mm, height_mm))

    def rule_of(self, items: tuple[Item, ...]) -> TrackRule:
        """Return the strictest rule among some signs: it sets the title, the basis and the officers of their case."""
        strict = list(Track)
        track = min((item.track for item in items), key=strict.index, default=Track.PERMIT)
        return next(rule for rule in self.tracks if rule.track is track)

    def rule_for(self, application: Application) -> TrackRule:
        """Return the rule that sets title and officers of a case: the strictest of its signs and items.

        Something for an event beside signs or items leaves them theirs; an item's own file may know a track that the
        policy does not, which then goes by the strictest rule.
        """
        if not application.matters:
            return self.rule_of(application.items)
        own = (rule for rule in self.tracks if rule.track is application.track)
        return next(own, self.rule_of(()))

    @property
    def opinion_and_decision(self) -> Separation:
        """Who may decide after an opinion; where the file is silent, others on the tracks of two officers."""
        by_track = {one.track: Decider.ANOTHER if one.needs_two_officers else Decider.ANYONE for one in self.tracks}
        return self.separation or Separation(deciders=by_track)

    def needs_another_decider(self, application: Application) -> bool:
        """Return whether a case is decided by somebody who gave no opinion on it."""
        track = self.rule_for(application).track
        return self.opinion_and_decision.needs_another(track, lambda: self.is_on_the_spot(application))

    def is_of_event(self, item: Item) -> bool:
        """Return whether something stands for an event only, also while its dates are still missing."""
        return item.term is not None or item.spec.kind in self.temporary.kinds

    def papers_for(
        self, track: Track, purpose: Purpose = Purpose.NEW, *, is_temporary: bool = False, opened_under: str = ""
    ) -> tuple[Paper, ...]:
        """Return what the list may ask of one sign, in its order: an event's own form stands instead of a sign's.

        Args:
            track: The sign's.
            purpose: What is asked for.
            is_temporary: Whether it stands for an event only.
            opened_under: Policy and edition of its case; empty takes the list as it is today.
        """
        own = [
            paper
            for paper in self.papers
            if paper.concerns(track, purpose, is_temporary=is_temporary) and paper.is_known_to(opened_under)
        ]
        replaced = {paper.instead_of for paper in own}
        return tuple(paper for paper in own if paper.code not in replaced)

    def papers_of_signs(self, application: Application) -> tuple[Paper, ...]:
        """Return what the list may ask of a case's signs, each paper once, in its order."""
        opened_under = _opened_under(application)
        asked = {
            paper.code
            for item in application.items
            for paper in self.papers_for(
                item.track, application.purpose, is_temporary=self.is_of_event(item), opened_under=opened_under
            )
        }
        return tuple(paper for paper in self.papers if paper.code in asked)

    def required_papers(
        self,
        items: tuple[Item, ...],
        circumstances: Circumstances,
        purpose: Purpose = Purpose.NEW,
        opened_under: str = "",
    ) -> tuple[Paper, ...]:
        """Return the papers that these signs need, each once, in the order of the published list."""

        def holds(paper: Paper, item: Item) -> bool:
            stated = not paper.when or getattr(circumstances, paper.when) is True
            return stated or self.temporary.implies(paper.when, item)

        wanted = {
            paper.code
            for item in items
            for paper in self.papers_for(
                item.track, purpose, is_temporary=self.is_of_event(item), opened_under=opened_under
            )
            if holds(paper, item)
        }
        return tuple(paper for paper in self.papers if paper.code in wanted)

    def missing_papers(
        self,
        items: tuple[Item, ...],
        materials: tuple[Material, ...],
        circumstances: Circumstances,
        purpose: Purpose = Purpose.NEW,
        matters: tuple[Matter, ...] = (),
        opened_under: str = "",
    ) -> tuple[Paper, ...]:
        """Return every required paper that is neither handed in nor drawn by the design desk itself."""
        there = {material.kind for material in materials}
        for_signs = [
            paper
            for paper in self.required_papers(items, circumstances, purpose, opened_under)
            if paper.code not in there and not _is_drawn(paper, items)
        ]
        # One paper serves every item of a composite case that asks for it: papers are handed in once.
        wanted = {paper.code: paper for matter in matters for paper in matter.papers}
        known = {paper.code for paper in for_signs} | there
        for_matters = [_of_matter(paper) for paper in wanted.values() if paper.code not in known]
        return (*for_signs, *for_matters)

    def lacking(self, application: Application, circumstances: Circumstances | None = None) -> tuple[Paper, ...]:
        """Return every required paper that a case lacks; `circumstances` takes the place of what was stated.

        What a group's form ticked and nobody has drawn is lacking as its drawing.
        """
        drawings = (_drawing_of(code) for code in undrawn(application, self.temporary.kinds))
        papers = self.missing_papers(
            application.items,
            application.materials,
            circumstances or application.circumstances,
            application.purpose,
            application.matters,
            _opened_under(application),
        )
        return (*drawings, *papers)

    def paper(self, code: str) -> Paper | None:
        """Return an entry of the published list, or None."""
        return next((paper for paper in self.papers if paper.code == code), None)

    def title_of(self, application: Application) -> str:
        """Return the title of a case's notice of decision."""
        title = self.temporary.title if application.is_temporary else self.rule_for(application).title
        if application.single_matter is not None:
            title = application.single_matter.result or title
        if application.purpose is Purpose.NEW:
            return title
        return f"{title}（{text(f'workflow.purpose_{application.purpose.value}')}）"

    def basis_of(self, application: Application) -> tuple[str, ...]:
        """Return the documents and articles that a case's decision rests on."""
        if application.is_temporary:
            return self.temporary.basis
        staying = tuple(item for item in application.items if item.term is None)
        signs = self.rule_of(staying).basis if staying else ()
        events = self.temporary.basis if len(staying) < len(application.items) else ()
        return tuple(
            dict.fromkeys((*signs, *events, *(line for matter in application.matters for line in matter.basis)))
        )

    def number_kind(self, item: Item) -> str:
        """Return which series the number of a sign's permit comes from."""
        return "temporary" if item.term else item.track.value

    def series(self, kind: str, track: Track) -> str:
        """Return which series a document's number comes from: that of its track, where the policy has one."""
        own = f"{kind}_{track.value}"
        return own if self.has_number(own) else kind

    def has_number(self, kind: str) -> bool:
        """Return whether the policy numbers documents of this kind."""
        return kind in dict(self.numbers)

    def number(self, kind: str, *, organ: str, year: int, serial: int) -> str:
        """Return a document number, such as `示例受〔2026〕1号`."""
        return dict(self.numbers)[kind].format(organ=organ, city=self.city.removesuffix("市"), year=year, serial=serial)

    def valid_to(self, valid_from: date, years: int = 0) -> date:
        """Return the last day of a permit's term: the day before the anniversary (the end of February for the 29th).

        `years` is the term of an item of the catalogue; 0 takes the policy's own, that of signs.
        """
        year = valid_from.year + (years or self.validity_years)
        try:
            return valid_from.replace(year=year) - timedelta(days=1)
        except ValueError:
            return date(year, 2, 28)

    def deadlines(
        self,
        names: tuple[str, ...],
        now: datetime,
        calendar: WorkingCalendar,
        zone: tzinfo,
        application: Application | None = None,
    ) -> tuple[Deadline, ...]:
        """Return the time limits that start now, as long as this case has them."""
        days, basis = dict(self.days), dict(self.basis)
        limits = []
        for name in names:
            if name == "removal" and application is not None and not application.items:
                continue  # there is no sign to take down
            key = _limit_key(name, application)
            working_days = days[key]
            if key == "joint_promised_decision" and application is not None and application.joint_days:
                working_days = application.joint_days
            if application is not None and application.is_temporary:
                own = {"promised_decision": self.temporary.promised_days, "removal": self.temporary.removal_days}
                working_days = own.get(name, working_days)
            source = basis[key]
            if application is not None and application.track is not Track.PERMIT:
                source = dict(self.basis_without_permit).get(key, source)
            if application is not None and (single := application.single_matter) is not None:
                working_days, source = _of_item(single, name, working_days, source)
            limits.append(calendar.deadline(name, now, working_days, zone, source))
        return tuple(limits)

    def term_fault(self, start: date, end: date, field: str) -> InputError | None:
        """Return what is wrong with a term that an applicant asks for: it ends before it begins, or is too long."""
        if end < start:
            return InputError("items.period_backwards", at=Location(field=field), first=str(start), last=str(end))
        last = self.valid_to(start, self.most_years)
        if end <= last:
            return None
        return InputError("items.period_long", at=Location(field=field), years=self.most_years, last=str(last))

    def renewal_days(self, valid_to: date) -> tuple[date, date]:
        """Return the first and last day on which the renewal of a permit that ends on a day is asked for in time."""
        first, last = timedelta(days=self.renewal_earliest_days), timedelta(days=self.renewal_ahead_days)
        return valid_to - first, valid_to - last

    def on_the_spot(
        self,
        application: Application,
        english: Mapping[str, str] = _NO_NAMES,
        *,
        filed: date | None = None,
        on: date | None = None,
    ) -> tuple[Condition, ...]:
        """Return every condition of a decision on the spot, met or not; all met means that it may be decided at once.

        Args:
            application: The case.
            english: Names of the items in English by the Chinese that the case keeps.
            filed: The local day on which it was handed in, for the dates of an event; None does not look at it.
            on: The local day of the decision, likewise.

        Source: 行政许可法 art 34 (complete and decidable → on the spot); the rest is the policy's own promise.
        """
        return (
            self._track_allows(application, english),
            self._papers_are_there(application),
            findings_are_clean(application),
            *nothing_to_verify(application),
            nobody_affected(application),
            no_survey_open(application),
            *figures_there(application),
            *lines_settled(application),
            *self._dates_are_to_come(application, filed, on),
        )

    def is_on_the_spot(self, application: Application) -> bool:
        """Return whether a case may be decided on the spot (即办)."""
        return all(condition.is_met for condition in self.on_the_spot(application))

    def _dates_are_to_come(
        self, application: Application, filed: date | None, on: date | None
    ) -> tuple[Condition, ...]:
        """An event's dates can be meant and are not over; nothing for signs that stay."""
        of_events = [one for one in application.items if self.is_of_event(one)]
        if not of_events:
            return ()
        rule, day = self.temporary, on or date.min
        bad = [
            one.unit_id
            for one in of_events
            if one.term is None or one.term.end < day or rule.faults(one.term, filed or one.term.start)
        ]
        listed = "、".join(dict.fromkeys(bad))
        zh, en = f"活动起止日期不能照办：{listed}", f"the dates of the event cannot be granted: {listed}"
        return (
            Condition(
                key="term",
                is_met=not bad,
                explanation_zh=zh if bad else "活动起止日期符合规定",
                explanation_en=en if bad else "the dates of the event are in order",
            ),
        )

    def _track_allows(self, application: Application, english: Mapping[str, str]) -> Condition:
        rules = {rule.track: rule for rule in self.tracks}
        slow = [item.unit_id for item in application.items if not rules[item.track].is_on_the_spot]
        single = application.single_matter
        slow += [matter.title for matter in application.matters if matter is not single or not matter.is_instant]
        listed, listed_en = "、".join(slow), "; ".join(english.get(one, one) for one in slow)
        return Condition(
            key="track",
            is_met=bool(application.items or application.matters) and not slow,
            explanation_zh=f"须按承诺期限办理：{listed}" if slow else "所办事项允许即办",
            explanation_en=f"needs its promised time: {listed_en}" if slow else "it may be decided at once",
        )

    def _papers_are_there(self, application: Application) -> Condition:
        missing = self.lacking(application)
        zh = "、".join(paper.name_zh for paper in missing)
        en = ", ".join(paper.name_en for paper in missing)
        return Condition(
            key="papers",
            is_met=not missing,
            explanation_zh=f"材料不齐，缺少：{zh}" if missing else "材料齐全",
            explanation_en=f"papers missing: {en}" if missing else "all papers are there",
        )


def edition_steps(edition: str) -> tuple[int, ...]:
    """Return an edition such as `2026.2` as numbers that can be compared; another way of writing it comes first."""
    steps = edition.split(".")
    return tuple(int(step) for step in steps) if all(step.isdecimal() for step in steps) else ()


def _opened_under(application: Application) -> str:
    """The policy of a case; one that was handed in before the policy was kept counts as of an unknown early edition."""
    return application.policy or ("@" if application.submissions else "")


def _limit_key(name: str, application: Application | None) -> str:
    """A composite case has its own time limits (行政许可法 art 42, joint handling)."""
    joint = f"joint_{name}"
    return joint if application is not None and application.is_composite and name in _JOINT else name


def _of_item(matter: Matter, name: str, days: int, basis: str) -> tuple[int, str]:
    """Return days and basis of a time limit of a case about one item: the catalogue's own figures come first."""
    if name == "promised_decision":
        return matter.promised_days, text("applications.basis_item_promise", title=matter.title)
    return (matter.statutory_days or days if name == "statutory_decision" else days), basis


def _drawing_of(code: str) -> Paper:
    """The drawing of a ticked item as a paper; its code is no upload's."""
    key = {TEMPORARY: "event", "": "any"}.get(code, "sign")
    zh, en = (text(f"applications.drawing_of_{key}", lang) for lang in (Lang.ZH, Lang.EN))
    return Paper(code=text("applications.drawing_code"), name_zh=zh, name_en=en, tracks=())


def _of_matter(paper: MatterPaper) -> Paper:
    follow = paper.may_follow_days
    return Paper(code=paper.code, name_zh=paper.name, name_en=paper.name, tracks=(), may_follow_days=follow)


_JOINT = ("promised_decision", "statutory_decision")


def _is_drawn(paper: Paper, items: tuple[Item, ...]) -> bool:
    # Drawings are named by view, with or without the suffix of their format.
    if not paper.drawn or not items:
        return False
    views = [{name.partition(".")[0] for name, _ in item.drawings} for item in items if item.track in paper.tracks]
    return all(set(paper.drawn) <= drawn for drawn in views)
