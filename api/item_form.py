"""The form that asks for items of the catalogue: what was typed, its papers, and the case that it opens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from starlette.datastructures import FormData

from api.case_papers import Papers, papers_of
from api.deps import Visitor, acting
from api.faults import LACKING, FaultList
from api.figure_fields import FigureAsked, figures_asked
from api.held_papers import Came, papers_of_draft
from api.intake import applicant_of, new_key, submitted_or_withdrawn
from api.principals import principal_faults
from api.wishes import answers_of, question_faults, stated_circumstances, term_faults, term_of
from signage.applications import use_cases
from signage.applications.composite import (
    Asked,
    is_by_form,
    matter_of_item,
    matters_of,
    needs_design,
    needs_term,
    papers_of_matters,
    statements_of,
)
from signage.applications.figures import pair_faults
from signage.applications.ids import new_id
from signage.applications.intake import applicant_faults
from signage.applications.item_track import track_stated
from signage.applications.model import Applicant, Application, Item, Matter, State, Term
from signage.applications.policy import Paper, Policy
from signage.applications.records import MatterPaper
from signage.bootstrap import Services
from signage.errors import InputError, Location
from signage.items import Catalogue, CatalogueItem, CompositeGroup, Track
from signage.locale import both, text
from signage.uploads import ReceivedMaterial

FIELDS = (
    "principal", "applicant_name", "credit_code", "contact", "phone", "place", "term_start", "term_end",
    "affects_third_party", "needs_survey", "incomplete", "sample_papers",
)  # fmt: skip
_ON_PAGE = ("items", "applicant_name", "credit_code", "contact", "phone", "place")  # then as they are found
# Asked of every applicant with the same answers as of a sign; the statement that asks for a paper follows from them.
QUESTIONS = (
    (
        "affects_third_party",
        "是否涉及相邻方、他人的重大利益？",
        "Does it touch a neighbour's or another's major interest?",
    ),
    ("needs_survey", "是否需要先现场核查才能决定？", "Must the place be inspected before a decision?"),
)


@dataclass(frozen=True, kw_only=True)
class ItemForm:
    """The form as it was sent, or as it is first shown.

    Attributes:
        items: What the form offers.
        group: The group that they belong to; None for one item by itself.
        codes: The chosen ones.
        stated: Keys of the circumstances that the applicant ticked, or handed in a paper for.
        earlier: The draft that is being changed; its signs go over into the new one.
        policy: Decides the track of an item by what its form states.
    """

    catalogue: Catalogue
    items: tuple[CatalogueItem, ...]
    group: CompositeGroup | None
    codes: tuple[str, ...]
    typed: Mapping[str, str]
    stated: frozenset[str]
    key: str
    listed: tuple[tuple[str, str], ...]
    policy: Policy
    earlier: Application | None = None

    @property
    def chosen(self) -> tuple[CatalogueItem, ...]:
        """The chosen items."""
        return tuple(item for item in self.items if item.code in self.codes)

    @property
    def by_forms(self) -> tuple[CatalogueItem, ...]:
        """What is asked for with forms and papers alone."""
        return tuple(item for item in self.items if not needs_design(item))

    @property
    def drawn(self) -> tuple[CatalogueItem, ...]:
        """What needs a design."""
        return tuple(item for item in self.items if needs_design(item))

    @property
    def perhaps_filed(self) -> tuple[CatalogueItem, ...]:
        """What is a permit or a filing by the size that a design or form gives; no law sets a filing a time."""
        return tuple(item for item in self.items if {Track.PERMIT, Track.FILING} <= set(item.tracks))

    @property
    def has_signs(self) -> bool:
        """Whether designs are still to come."""
        return any(needs_design(item) for item in self.chosen)

    @property
    def drawn_codes(self) -> tuple[str, ...]:
        """Codes of the chosen items that come as drawings."""
        return tuple(item.code for item in self.chosen if needs_design(item))

    @property
    def sign_days(self) -> int:
        """Working days that the group gives its chosen drawn items by themselves."""
        return self.group.separate_days(self.drawn_codes) if self.group else 0

    @property
    def figures(self) -> tuple[tuple[CatalogueItem, tuple[FigureAsked, ...]], ...]:
        """The numbers that the form asks for, item by item; an item without any is left out."""
        asked = ((item, figures_asked(item, self.typed)) for item in self.by_forms)
        return tuple((item, fields) for item, fields in asked if fields)

    @property
    def statements(self) -> tuple[tuple[str, str, str], ...]:
        """Circumstances that are ticked; those that a question asks for are left out."""
        asked = {name for name, _, _ in QUESTIONS}
        return tuple(one for one in statements_of(self.by_forms) if one[0] not in asked)

    @property
    def tracks(self) -> tuple[tuple[str, Track], ...]:
        """Which procedure each item takes by the numbers that were typed; the strictest where they are not sound."""
        found = []
        for item, fields in self.figures:
            sound = ((one.field.label, one.value) for one in fields if one.fault is None)
            found.append((item.code, track_stated(item, self.policy, sound)))
        return tuple(found)

    def bounds(self, item: CatalogueItem) -> tuple[tuple[str, str], ...]:
        """The city's bounds between the procedures that an item may take, in both languages."""
        return tuple(rule.bound for rule in self.policy.tracks if rule.track in item.tracks)

    @property
    def of_permits(self) -> frozenset[str]:
        """Names of the papers that only the permit of an item asks for which has several procedures."""
        by_size = (item for item in self.by_forms if item.size is not None)
        return frozenset(p.name_zh for item in by_size for p in item.papers if p.tracks == (Track.PERMIT,))

    @cached_property
    def offered(self) -> tuple[tuple[MatterPaper, tuple[str, ...], str], ...]:
        """Every paper once: with the items that ask for it, and the circumstance in which they do."""
        always = {paper.name: (paper, titles, "") for paper, titles in self._papers(frozenset())}
        every = frozenset(key for key, _, _ in statements_of(self.by_forms))
        whens = {paper.name_zh: paper.when for item in self.by_forms for paper in item.papers}
        further = {paper.name: (paper, titles, whens[paper.name]) for paper, titles in self._papers(every)}
        return (*always.values(), *(one for name, one in further.items() if name not in always))

    def _papers(self, stated: frozenset[str]) -> tuple[tuple[MatterPaper, tuple[str, ...]], ...]:
        """Papers of everything on the form, under codes that do not hang on what is chosen."""
        asked = Asked(stated=stated, listed=self.listed)
        if self.group is None:
            return papers_of_matters((matter_of_item(self.items[0], place="—", asked=asked),))
        codes = tuple(item.code for item in self.items)
        return papers_of_matters(matters_of(self.catalogue, self.group, codes, place="—", asked=asked))

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every paper that the form has a field for."""
        return tuple(as_listed(paper) for paper, _, _ in self.offered)

    def told_by(self, codes: Collection[str]) -> ItemForm:
        """Return the form with what its papers say: one that only a circumstance asks for says that it holds."""
        told = {when for paper, _, when in self.offered if when and paper.code in codes}
        return replace(self, stated=self.stated | told)

    def matters(self, faults: FaultList) -> tuple[Matter, ...]:
        """Return what is asked for, and note what is wrong with items, place, dates and numbers.

        With faults it is what can be told of the chosen items all the same, for the list of their papers.
        """
        asked = Asked(
            stated=self.stated,
            listed=tuple((paper.name, paper.code) for paper, _, _ in self.offered),
            tracks=self.tracks,
        )
        found: tuple[Matter, ...] = ()
        with faults.noting("items"):
            found = self._matters(replace(asked, term=None), "—")
        if not found:
            by_forms = (item for item in self.chosen if is_by_form(item))
            found = tuple(matter_of_item(item, place="—", asked=asked) for item in by_forms)
        if not self.typed["place"].strip():
            faults.add(InputError("applications.composite_place", at=Location(field="place")))
        term = self._term(faults)
        chosen = [(item, fields) for item, fields in self.figures if item in self.chosen]
        figures = tuple((item.code, self._stated(fields, faults)) for item, fields in chosen)
        return found if faults else self._matters(replace(asked, term=term, figures=figures), self.typed["place"])

    def _matters(self, asked: Asked, place: str) -> tuple[Matter, ...]:
        if self.group is None:
            return (matter_of_item(self.items[0], place=place, asked=asked),)
        return matters_of(self.catalogue, self.group, self.codes, place=place, asked=asked)

    def _stated(self, fields: tuple[FigureAsked, ...], faults: FaultList) -> tuple[tuple[str, str], ...]:
        for one in fields:
            fault = one.fault
            if fault is not None:
                faults.add(fault, one.name)
        sound = {one.field.label: one.value for one in fields if one.fault is None}
        names = {one.field.label: one.name for one in fields}
        item = next((item for item, own in self.figures if own == fields), None)
        for fault in pair_faults(item, sound) if item else ():
            faults.add(fault, names[str(fault.at.field if fault.at else "")])
        return tuple(sound.items())

    def _term(self, faults: FaultList) -> Term | None:
        unread = tuple(term_faults(self.typed))
        for fault in unread:
            faults.add(fault)
        if unread:
            return None
        term = term_of(self.typed)
        if term is None and (open_ended := [item for item in self.chosen if is_by_form(item) and needs_term(item)]):
            name = both(open_ended[0].name_zh, open_ended[0].name_en)
            faults.add(InputError("web.item_term_missing", at=Location(field="term_start"), item=name))
        wrong = self.policy.term_fault(term.start, term.end, "term_end") if term is not None else None
        if wrong is not None:
            faults.add(wrong)
        return term


def blank_form(
    services: Services, items: tuple[CatalogueItem, ...], group: CompositeGroup | None, typed: Mapping[str, str]
) -> ItemForm:
    """Return the form before anything is typed: all that is no event is chosen."""
    codes = tuple(item.code for item in items if item.temporary is None)
    return _form(services, items, group, codes, {**dict.fromkeys(FIELDS, ""), **typed}, frozenset(), new_key())


def sent_form(
    services: Services, items: tuple[CatalogueItem, ...], group: CompositeGroup | None, sent: FormData
) -> ItemForm:
    """Return the form as it was sent, without its files; see `ItemForm.told_by`."""

    def word(name: str) -> str:
        value = sent.get(name)
        return value.strip()[:200] if isinstance(value, str) else ""

    typed = {name: word(name) for name in (*FIELDS, *(name for name in sent if name.startswith("figure_")))}
    ticked = {value for value in sent.getlist("stated") if isinstance(value, str)}
    ticked |= {name for name, _, _ in QUESTIONS if typed[name] == "yes"}
    codes = tuple(code for code in sent.getlist("items") if isinstance(code, str))
    if group is None:
        codes = (items[0].code,)
    return _form(services, items, group, codes, typed, frozenset(ticked), word("idempotency_key") or new_key())


def _form(
    services: Services,
    items: tuple[CatalogueItem, ...],
    group: CompositeGroup | None,
    codes: tuple[str, ...],
    typed: Mapping[str, str],
    stated: frozenset[str],
    key: str,
) -> ItemForm:
    # Beside signs a paper that the procedure's own list names as well is handed in once, under that list's code.
    with_signs = any(needs_design(item) for item in items)
    listed = tuple((paper.name_zh, paper.code) for paper in services.office.policy.papers) if with_signs else ()
    return ItemForm(
        catalogue=services.catalogue,
        items=items,
        group=group,
        codes=codes,
        typed=typed,
        stated=stated,
        key=key,
        listed=listed,
        policy=services.office.policy,
    )


def open_case(services: Services, visitor: Visitor, form: ItemForm, came: Came) -> Application:
    """Store the papers and open the case; it is handed in at once, unless its signs are still to be drawn.

    Args:
        services: The office.
        visitor: Who asks, for themselves or for somebody whose agent they are.
        form: What is asked for.
        came: The papers that passed the door, and why others did not.

    Raises:
        FormFaults: Something about items, applicant, dates, numbers or papers is wrong; all of it is told.
        SignageError: The case cannot be opened or handed in.
    """
    applicant = applicant_of(visitor, form.typed)
    matters, papers = _sound(services, visitor, form, applicant, came)
    signs = kept_signs(form)
    if signs and form.earlier:
        papers = _with_those_of_signs(services, form, form.earlier, papers)
    office, actor = acting(services, visitor, applicant.account_id)
    draft = use_cases.open_application(
        office,
        applicant,
        signs,
        papers.materials,
        actor,
        services.now(),
        circumstances=stated_circumstances(form.typed),
        idempotency_key=form.key,
        matters=matters,
        group=form.group.code if form.group else "",
        joint_days=form.group.joint_days if form.group else 0,
        sign_days=form.sign_days,
        drawn_codes=form.drawn_codes,
    )
    if not form.has_signs and draft.state is State.DRAFT:
        draft = submitted_or_withdrawn(services, office, actor, draft, form.key)
    papers.keep_versions(services, visitor, draft.id)
    if form.earlier is not None and form.earlier.id != draft.id:
        use_cases.withdraw(office, form.earlier.id, actor, services.now(), reasons=text("web.draft_redone"))
    return draft


def _sound(
    services: Services, visitor: Visitor, form: ItemForm, applicant: Applicant, came: Came
) -> tuple[tuple[Matter, ...], Papers]:
    """Return what is asked for with its papers, when nothing on the form is wrong."""
    faults = FaultList()
    matters = form.matters(faults)
    for open_choice in principal_faults(services, visitor, form.typed):
        faults.add(open_choice)
    for error in applicant_faults(applicant, services.office.policy):
        faults.add(error)
    for open_question in question_faults(form.typed):
        faults.add(open_question)
    papers = _papers(services, form, matters, came.papers)
    _note_papers(form, matters, papers, came, faults)
    faults.refuse(_ON_PAGE)
    return matters, papers


def kept_signs(form: ItemForm) -> tuple[Item, ...]:
    """Return the signs of the draft that is being changed which are still asked for."""
    if form.earlier is None:
        return ()
    chosen = {item.temporary is not None for item in form.chosen if needs_design(item)}
    kept = (item for item in form.earlier.items if (item.term is not None) in chosen)
    return tuple(replace(item, id=new_id()) for item in kept)  # the earlier draft stays as it was, taken back


def form_of_draft(
    services: Services, visitor: Visitor, items: tuple[CatalogueItem, ...], group: CompositeGroup, draft: Application
) -> ItemForm:
    """Return the form as a draft of a group was asked for with, to be changed."""
    owner = draft.applicant.account_id
    codes = {matter.code for matter in draft.matters} | set(draft.drawn_codes)
    applicant, first = draft.applicant, draft.matters[0]
    term = next((matter.term for matter in draft.matters if matter.term), None)
    typed = {
        **dict.fromkeys(FIELDS, ""),
        **{name: getattr(applicant, name) for name in ("credit_code", "contact", "phone")},
        "applicant_name": applicant.name,
        "principal": "self" if owner == visitor.account.id else owner,
        "place": first.place,
        "term_start": term.start.isoformat() if term else "",
        "term_end": term.end.isoformat() if term else "",
        **answers_of(draft.circumstances),
    }
    stated = {matter.code: dict(matter.answers) for matter in draft.matters}
    for item in items:
        typed |= {one.name: one.as_typed(stated.get(item.code, {})) for one in figures_asked(item, {})}
    form = _form(services, items, group, tuple(codes), typed, frozenset(), new_key())
    wanted = {paper.code for matter in draft.matters for paper in matter.papers}
    return replace(form.told_by(wanted), earlier=draft)


def _note_papers(form: ItemForm, matters: tuple[Matter, ...], papers: Papers, came: Came, faults: FaultList) -> None:
    """Note every paper that the door refused, and every one that is missing unless the window shall tell of them."""
    listed = {paper.code for paper in form.papers}
    for code, error in came.refusals.items():
        if code not in listed:  # of no item of the form; one of an item that is not ticked is let be
            faults.add(error)
    there = {paper.kind for paper in papers.materials}
    english = {paper.name_zh: paper.name_en for item in form.by_forms for paper in item.papers}
    asked = papers_of_matters(matters)
    twice = Counter(english.get(paper.name) for paper, _ in asked)
    titles = {item.name_zh: item.name_en for item in form.by_forms}
    for paper, asking in asked:
        field = f"paper_{paper.code}"
        if paper.code in came.refusals:
            faults.add(came.refusals[paper.code], field)
        elif paper.code not in there and not paper.may_follow_days and form.typed["incomplete"] != "yes":
            name_en = english.get(paper.name, paper.name)
            if twice[name_en] > 1:  # each item's own form is called the same in English
                name_en = f"{name_en}: {titles.get(asking[0], asking[0])}"
            faults.add(InputError(LACKING, paper=both(paper.name, name_en)), field)


def _papers(
    services: Services, form: ItemForm, matters: tuple[Matter, ...], received: Mapping[str, ReceivedMaterial]
) -> Papers:
    """What the chosen items ask for, and what came for them beyond it; nothing of an item that is no longer chosen."""
    asked = [as_listed(paper) for paper, _ in papers_of_matters(matters)]
    codes, titles = {paper.code for paper in asked}, {item.name_zh for item in form.chosen}
    more = (paper for paper, asking, _ in form.offered if paper.code not in codes and titles & set(asking))
    listed = (*asked, *(as_listed(paper) for paper in more if paper.code in received))
    came = {paper.code: received[paper.code] for paper in listed if paper.code in received}
    sampled = [paper.code for paper in asked] if form.typed["sample_papers"] == "yes" else []
    papers = papers_of(services, came, sampled=sampled, others=listed)
    order = {paper.code: place for place, paper in enumerate(listed)}
    return replace(papers, materials=tuple(sorted(papers.materials, key=lambda one: order[one.kind])))


def _with_those_of_signs(services: Services, form: ItemForm, earlier: Application, papers: Papers) -> Papers:
    """Add what came with the drawn signs of the draft that is being changed: the form has no fields for it."""
    there = {paper.code for paper in form.papers}
    rest = {code: paper for code, paper in papers_of_draft(services, earlier).papers.items() if code not in there}
    listed = tuple(Paper(code=m.kind, name_zh=m.title, name_en=m.title, tracks=()) for m in earlier.materials)
    more = papers_of(services, rest, others=listed)
    return Papers(materials=(*papers.materials, *more.materials), received=(*papers.received, *more.received))


def as_listed(paper: MatterPaper) -> Paper:
    """Return an item's paper as the lists of the procedure hold one."""
    return Paper(
        code=paper.code, name_zh=paper.name, name_en=paper.name, tracks=(), may_follow_days=paper.may_follow_days
    )
