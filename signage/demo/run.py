"""The steps of the main job, in order, each timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

from signage.applications import use_cases
from signage.applications.intake import item_from, taken_in
from signage.applications.issuing import decide_on_the_spot
from signage.applications.model import Actor, Applicant, Application, Circumstances, Item, Material, Role
from signage.bootstrap import Services, verify_file
from signage.demo.case import Case, CaseShop, read_case
from signage.design import SignSpec, read_spec, write_spec
from signage.desk import Desk, View, prepare, standard_views
from signage.errors import GuardFailed, Param
from signage.frontage import FrontagePlan, PlacedSign, read_plan
from signage.locale import Lang, text
from signage.offers import Offer, repair
from signage.render import Viewport, draw
from signage.resources import bundled
from signage.rules import Finding, RuleBook, Verdict
from signage.scene import DAY, NIGHT, SheetParticulars, compose_street

Write = Callable[[Path, bytes], None]

APPLICANT = Actor(id="demo-applicant", name="样例申请人", role=Role.APPLICANT)
CLERK = Actor(id="demo-clerk", name="样例窗口甲", role=Role.CLERK)
SECOND = Actor(id="demo-second", name="样例复核乙", role=Role.SECOND_OFFICER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the table that the demo prints."""

    title: str
    result: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large the pictures are drawn, pixels across."""

    front_px: int = 2400
    street_px: int = 4800


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One shop on its way: what was asked for, what was offered, what is applied for."""

    spec: SignSpec
    unit: str
    plan: FrontagePlan
    first: Desk
    offer: Offer | None
    final: Desk
    views: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the demo did.

    Attributes:
        application: As it stands at the end.
        folder: Where this run's copies lie.
        files: What was written, in order.
        submit_to_decision: Seconds from the application to the decision, as on record.
        submit_to_document: Seconds from the application to the sealed notice lying ready.
    """

    steps: tuple[Step, ...]
    application: Application
    folder: Path
    files: tuple[Path, ...]
    submit_to_decision: float
    submit_to_document: float


@dataclass(slots=True)
class _Run:
    """What the steps share while the demo runs."""

    services: Services
    case: Case
    case_folder: Path
    plans: dict[str, FrontagePlan]
    on: date
    lang: Lang
    sizes: Sizes
    steps: list[Step] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    @contextmanager
    def step(self, title: str) -> Iterator[list[str]]:
        """Time a step; the caller appends its result."""
        began, result = perf_counter(), list[str]()
        yield result
        self.steps.append(Step(title=title, result=" ".join(result), seconds=perf_counter() - began))

    def say(self, key: str, **params: Param) -> str:
        """Return the words of `signage/locale/demo.toml` in the language of this run."""
        return text(f"demo.{key}", self.lang, **params)


def run(
    services: Services,
    out: Path,
    write: Write,
    *,
    lang: Lang = Lang.ZH,
    sizes: Sizes | None = None,
    case_file: Path | None = None,
) -> Summary:
    """Run the main job.

    The case is decided before its copies are written, so that the time on record is the counter's and not the disk's.

    Args:
        services: The opened services.
        out: Folder for the copies; each run gets a folder of its own, named after its case.
        write: Writes a file whole or not at all.
        lang: Language of the steps and their results.
        sizes: How large the pictures are drawn.
        case_file: The case; by default the sample of three shops.

    Raises:
        SignageError: A step failed; what was done before it is on record and sound.
    """
    path = case_file or bundled("samples") / "case.toml"
    case, folder = read_case(path), path.parent
    began = perf_counter()
    plans = {name: read_plan(folder / name) for name in dict.fromkeys(case.plan_of(shop) for shop in case.shops)}
    state = _Run(services, case, folder, plans, services.today(), lang, sizes or Sizes())
    specs = [read_spec(folder / shop.spec) for shop in case.shops]
    units = sum(len(face.units) for plan in plans.values() for face in plan.faces)
    buildings = state.say("comma").join(plan.building for plan in plans.values())
    read = state.say("result_read", building=buildings, units=units, specs=len(specs))
    state.steps.append(Step(title=state.say("step_read"), result=read, seconds=perf_counter() - began))
    _tell_what_is_there(state)
    shops = _draw(state, _design(state, specs))
    issued = _decide(state, _apply(state, shops))
    ready = services.now()
    target = out / _folder_name(issued)
    _take_the_notice(state, issued, target, write)
    _write_all(state, shops, target, write)
    return _summary(state, issued, target, ready)


def _tell_what_is_there(state: _Run) -> None:
    """Say which permits of an earlier run hold these places: this run replaces them, as for any holder who asks again.

    A run that stopped here would make the main job one that works a single time; one that took another home would hide
    its results from the server.
    """
    began = perf_counter()
    places = [f"{state.plans[state.case.plan_of(shop)].id}/{shop.unit}" for shop in state.case.shops]
    with state.services.office.reading() as unit:
        held = [permit for place in places if (permit := unit.permits.live_at(place))]
    if held:
        numbers = state.say("comma").join(permit.number for permit in held)
        there = state.say("result_there", count=len(held), permits=numbers, home=str(state.services.settings.home))
        state.steps.append(Step(title=state.say("step_there"), result=there, seconds=perf_counter() - began))


def _design(state: _Run, specs: list[SignSpec]) -> list[Shop]:
    shops = []
    hung: dict[str, list[PlacedSign]] = {plan.id: [] for plan in state.plans.values()}  # each building by itself
    for shop, spec in zip(state.case.shops, specs, strict=True):
        plan = state.plans[state.case.plan_of(shop)]
        books, placed = state.services.books(plan.city, state.on), hung[plan.id]
        with state.step(state.say("step_check", unit=shop.unit, name=spec.name)) as result:
            desk = _prepare(state, spec, shop, books, placed)
            result.append(_verdict_words(state, desk))
        offer = None
        final = desk
        if desk.report.verdict.blocks:
            with state.step(state.say("step_repair", unit=shop.unit, name=spec.name)) as result:
                offer = _best_offer(state, desk, books)
                final = _prepare(state, offer.proposal.sign.layout.spec, shop, books, placed)
                zh = state.lang is Lang.ZH
                changes = state.say("and").join(one.text_zh if zh else one.text_en for one in offer.changes)
                result.append(state.say("result_repair", changes=changes, verdict=_verdict_words(state, final)))
        placed.append(final.placed)
        shops.append(Shop(spec=final.layout.spec, unit=shop.unit, plan=plan, first=desk, offer=offer, final=final))
    return shops


def _prepare(
    state: _Run, spec: SignSpec, shop: CaseShop, books: tuple[RuleBook, ...], others: list[PlacedSign]
) -> Desk:
    return prepare(
        spec,
        state.plans[state.case.plan_of(shop)],
        shop.unit,
        books,
        state.on,
        state.services.fonts,
        facts=state.case.facts_of(shop),
        others=tuple(others),
    )


def _best_offer(state: _Run, desk: Desk, books: tuple[RuleBook, ...]) -> Offer:
    offers = repair(desk.proposal, books, state.on, state.services.fonts)
    passing = [offer for offer in offers if not offer.report.verdict.blocks]
    if not passing:
        raise GuardFailed("demo.no_offer", unit=desk.placed.unit_id)
    return passing[0]


def _verdict_words(state: _Run, desk: Desk) -> str:
    report = desk.report
    words = state.say(f"verdict_{report.verdict.value.lower()}")
    worst = report.of(report.verdict) if report.verdict.rank < Verdict.PASS.rank else ()
    why = state.say("and").join(_finding_words(state, finding) for finding in worst)
    return state.say("result_verdict", verdict=words, why=why) if why else words


def _finding_words(state: _Run, finding: Finding) -> str:
    return state.say(
        "finding",
        rule=finding.rule_id,
        title=finding.title_zh if state.lang is Lang.ZH else finding.title_en,
        required=finding.required,
        measured=str(finding.measured) if finding.measured is not None else "—",
    )


def _draw(state: _Run, shops: list[Shop]) -> list[Shop]:
    drawn = []
    for number, shop in enumerate(shops, 1):
        with state.step(state.say("step_draw", unit=shop.unit, name=shop.spec.name)) as result:
            particulars = SheetParticulars(
                drawing_number=f"{shop.plan.id}-{number:02d}",
                project=shop.plan.building,
                applicant=state.case.applicant.name,
                organ=state.services.office.organ.name,
                date=state.on,
            )
            views = standard_views(shop.final, state.services.fonts, particulars, width_px=state.sizes.front_px)
            if shop.offer is not None:
                views += _marks_before(state, shop)
            result.append(state.say("result_draw", count=len(views), kinds=_kinds(views)))
        drawn.append(replace(shop, views=views))
    return drawn


def _kinds(views: tuple[View, ...]) -> str:
    suffixes = dict.fromkeys(view.rendering.suffix.removeprefix(".").upper() for view in views)
    return " ".join(suffixes)


def _marks_before(state: _Run, shop: Shop) -> tuple[View, ...]:
    """The findings of the first, failing design drawn on it: what the applicant sees before taking the offer."""
    from signage.scene import compose_front

    scene = compose_front(shop.first.proposal, DAY, state.services.fonts, report=shop.first.report)
    viewport = Viewport.of(scene, width_px=state.sizes.front_px)
    return tuple(View(name="marks-before", rendering=draw(scene, viewport, form)) for form in ("png", "svg"))


def _apply(state: _Run, shops: list[Shop]) -> Application:
    services, case = state.services, state.case
    office = services.office
    with state.step(state.say("step_apply")) as result:
        items = tuple(_item(state, shop) for shop in shops)
        materials = tuple(_paper(state, paper.kind, paper.title, paper.file) for paper in case.papers)
        applicant = Applicant(**case.applicant.model_dump(), account_id=APPLICANT.id)
        draft = use_cases.open_application(
            office,
            applicant,
            items,
            materials,
            APPLICANT,
            services.now(),
            circumstances=Circumstances(**case.circumstances.model_dump()),
        )
        submitted = use_cases.submit(office, draft.id, APPLICANT, services.now(), expected_version=draft.version)
        result.append(
            state.say(
                "result_apply",
                number=submitted.number,
                signs=len(items),
                papers=len(materials),
                track=_tracks(state, items),
            )
        )
    return submitted


def _tracks(state: _Run, items: tuple[Item, ...]) -> str:
    return state.say("and").join(state.say(f"track_{one}") for one in dict.fromkeys(item.track.value for item in items))


def _item(state: _Run, shop: Shop) -> Item:
    blobs = state.services.office.blobs
    drawings = {view.file_name: blobs.put(view.rendering.content) for view in shop.views}
    unit = shop.plan.find_unit(shop.unit)[1]
    address = f"{shop.plan.address}{unit.door_number or ''}"
    return item_from(shop.final.proposal, shop.final.report, drawings, address, state.services.office.policy)


def _paper(state: _Run, kind: str, title: str, file: str) -> Material:
    path = state.case_folder / file
    office = state.services.office
    return taken_in(kind, path.name, path.read_bytes(), policy=office.policy, blobs=office.blobs, title=title)


def _decide(state: _Run, application: Application) -> Application:
    with state.step(state.say("step_decide")) as result:
        issued = decide_on_the_spot(
            state.services.office,
            application.id,
            CLERK,
            SECOND,
            state.services.now,
            opinion="申请材料齐全、符合法定形式，设置方案经核对符合规划和规则，建议准予。",
            recipient=application.applicant.contact,
        )
        permits = state.say("comma").join(permit.number for permit in issued.permits)
        result.append(state.say("result_decide", number=issued.decision_number, permits=permits))
    return issued


def _take_the_notice(state: _Run, issued: Application, target: Path, write: Write) -> None:
    services = state.services
    with state.step(state.say("step_notice")) as result:
        content = services.office.blobs.get(issued.document_digest)
        path = target / "decision-notice.pdf"
        write(path, content)
        state.files.append(path)
        with services.office.reading() as unit:
            letters = unit.documents.of(issued.id)
        for letter in letters:  # receipt, acceptance, review form, delivery receipt
            beside = target / "documents" / f"{letter.kind.value}.pdf"
            write(beside, services.office.blobs.get(letter.digest))
            state.files.append(beside)
        verification = verify_file(content, services.settings, file=path.name)
        outcome = state.say("verified" if verification.ok else "not_verified")
        result.append(state.say("result_notice", outcome=outcome, check=issued.permits[0].verification_code))


def _write_all(state: _Run, shops: list[Shop], target: Path, write: Write) -> None:
    def put(path: Path, content: bytes) -> None:
        write(path, content)
        state.files.append(path)

    with state.step(state.say("step_write")) as result:
        for shop in shops:
            folder = target / f"{_of_building(state, shop)}{shop.unit}-{shop.spec.name}"
            put(folder / "spec.toml", write_spec(shop.spec).encode())
            for view in shop.views:
                put(folder / view.file_name, view.rendering.content)
        for before, plan, face in _fronts(state, shops):
            signs = tuple(one.final.placed for one in shops if one.plan.id == plan.id)
            for name, ambience in (("street-day", DAY), ("street-night", NIGHT)):
                scene = compose_street(plan, face, signs, ambience, state.services.fonts)
                viewport = Viewport.of(scene, width_px=state.sizes.street_px)
                for form in ("png", "svg"):
                    put(target / f"{before}{name}.{form}", draw(scene, viewport, form).content)
        result.append(state.say("result_write", count=len(state.files)))


def _of_building(state: _Run, shop: Shop) -> str:
    """What the names of a shop's files begin with, where units of several buildings could be mistaken."""
    return f"{shop.plan.id}-" if len(state.plans) > 1 else ""


def _fronts(state: _Run, shops: list[Shop]) -> list[tuple[str, FrontagePlan, str]]:
    """Every face with a sign of the case, with what the names of its pictures begin with."""
    faces = {(shop.plan.id, shop.final.placed.face_id): shop for shop in shops}
    several = len(faces) > 1
    return [(f"{plan}-{face}-" if several else "", shop.plan, face) for (plan, face), shop in faces.items()]


def _folder_name(application: Application) -> str:
    """A folder name that file systems take: the case number without its brackets."""
    return application.number.replace("〔", "").replace("〕", "-")


def _summary(state: _Run, issued: Application, target: Path, ready: datetime) -> Summary:
    def since(end: datetime | None) -> float:
        start = issued.submitted_at
        return (end - start).total_seconds() if start and end else 0.0

    return Summary(
        steps=tuple(state.steps),
        application=issued,
        folder=target,
        files=tuple(state.files),
        submit_to_decision=since(issued.decision.at if issued.decision else None),
        submit_to_document=since(ready),
    )
