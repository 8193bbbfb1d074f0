"""The steps of the main job, in order, each timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

from signage.applications import use_cases
from signage.applications.intake import item_from, taken_in
from signage.applications.issuing import decide_on_the_spot
from signage.applications.model import Actor, Applicant, Application, Circumstances, Item, Material, Role
from signage.bootstrap import Services, verify_file
from signage.demo.case import Case, read_case
from signage.design import SignSpec, read_spec, write_spec
from signage.desk import Desk, View, prepare, standard_views
from signage.errors import GuardFailed
from signage.frontage import FrontagePlan, PlacedSign, read_plan
from signage.offers import Offer, repair
from signage.render import Viewport, draw
from signage.resources import bundled
from signage.rules import RuleBook, Verdict
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
class Shop:
    """One shop on its way: what was asked for, what was offered, what is applied for."""

    spec: SignSpec
    unit: str
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
        submit_to_decision, submit_to_document: Seconds on record.
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
    plan: FrontagePlan
    on: date
    steps: list[Step] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    @contextmanager
    def step(self, title: str) -> Iterator[list[str]]:
        """Time a step; the caller appends its result."""
        began, result = perf_counter(), list[str]()
        yield result
        self.steps.append(Step(title=title, result=" ".join(result), seconds=perf_counter() - began))


def run(services: Services, out: Path, write: Write) -> Summary:
    """Run the main job.

    Args:
        services: The opened services.
        out: Folder for the copies; each run gets a folder of its own, named after its case.
        write: Writes a file whole or not at all.

    Raises:
        SignageError: A step failed; what was done before it is on record and sound.
    """
    folder = bundled("samples")
    case = read_case(folder / "case.toml")
    began = perf_counter()
    plan = read_plan(folder / case.plan)
    state = _Run(services, case, folder, plan, services.today())
    specs = [read_spec(folder / shop.spec) for shop in case.shops]
    units = sum(len(face.units) for face in plan.faces)
    read = f"{plan.building}：{units} 个铺位；{len(specs)} 份招牌说明"
    state.steps.append(Step(title="读取并校验立面规划和招牌说明", result=read, seconds=perf_counter() - began))
    books = services.books(plan.city, state.on)
    shops = _design(state, specs, books)
    shops = _draw(state, shops)
    application = _apply(state, shops)
    target = out / _folder_name(application)
    with state.step("写出全部图纸和说明") as result:
        _write_all(state, shops, application, target, write)
        result.append(f"{len(state.files)} 个文件")
    issued = _decide(state, application, target, write)
    return _summary(state, issued, target)


def _design(state: _Run, specs: list[SignSpec], books: tuple[RuleBook, ...]) -> list[Shop]:
    shops = []
    placed: list[PlacedSign] = []
    for shop, spec in zip(state.case.shops, specs, strict=True):
        with state.step(f"{shop.unit} {spec.name}：排版并核对") as result:
            desk = _prepare(state, spec, shop.unit, books, placed)
            result.append(_verdict_words(desk))
        offer = None
        final = desk
        if desk.report.verdict.blocks:
            with state.step(f"{shop.unit} {spec.name}：按建议改正并重新核对") as result:
                offer = _best_offer(state, desk, books)
                final = _prepare(state, offer.proposal.sign.layout.spec, shop.unit, books, placed)
                changes = "；".join(change.text_zh for change in offer.changes)
                result.append(f"{changes} → {_verdict_words(final)}")
        placed.append(final.placed)
        shops.append(Shop(spec=final.layout.spec, unit=shop.unit, first=desk, offer=offer, final=final))
    return shops


def _prepare(state: _Run, spec: SignSpec, unit: str, books: tuple[RuleBook, ...], others: list[PlacedSign]) -> Desk:
    return prepare(
        spec,
        state.plan,
        unit,
        books,
        state.on,
        state.services.fonts,
        facts=state.case.facts,
        others=tuple(others),
    )


def _best_offer(state: _Run, desk: Desk, books: tuple[RuleBook, ...]) -> Offer:
    offers = repair(desk.proposal, books, state.on, state.services.fonts)
    passing = [offer for offer in offers if not offer.report.verdict.blocks]
    if not passing:
        raise GuardFailed("demo.no_offer", unit=desk.placed.unit_id)
    return passing[0]


def _verdict_words(desk: Desk) -> str:
    report = desk.report
    words = {
        Verdict.FAIL: "不符合",
        Verdict.UNMEASURED: "未能测量",
        Verdict.REVIEW: "待人工判断",
        Verdict.WARN: "符合，有提示",
        Verdict.PASS: "符合",
        Verdict.NOT_APPLICABLE: "不适用",
    }[report.verdict]
    worst = report.of(report.verdict) if report.verdict.rank < Verdict.PASS.rank else ()
    why = "；".join(f"{f.rule_id} {f.title_zh}（要求 {f.required}，实测 {f.measured}）" for f in worst)
    return f"{words}{'：' + why if why else ''}"


def _draw(state: _Run, shops: list[Shop]) -> list[Shop]:
    drawn = []
    for number, shop in enumerate(shops, 1):
        with state.step(f"{shop.unit} {shop.spec.name}：日景、夜景、标注、尺寸图、加工图") as result:
            particulars = SheetParticulars(
                drawing_number=f"{state.plan.id}-{number:02d}", project=state.plan.building, date=state.on
            )
            views = standard_views(shop.final, state.services.fonts, particulars)
            if shop.offer is not None:
                views += _marks_before(state, shop)
            result.append("、".join(view.file_name for view in views))
        drawn.append(
            Shop(spec=shop.spec, unit=shop.unit, first=shop.first, offer=shop.offer, final=shop.final, views=views)
        )
    return drawn


def _marks_before(state: _Run, shop: Shop) -> tuple[View, ...]:
    """The findings of the first, failing design drawn on it: what the applicant sees before taking the offer."""
    from signage.scene import compose_front

    scene = compose_front(shop.first.proposal, DAY, state.services.fonts, report=shop.first.report)
    viewport = Viewport.of(scene, width_px=2400)
    return tuple(View(name="marks-before", rendering=draw(scene, viewport, form)) for form in ("png", "svg"))


def _apply(state: _Run, shops: list[Shop]) -> Application:
    services, case = state.services, state.case
    office = services.office
    with state.step("一次申报：三块招牌和申请材料") as result:
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
        tracks = "、".join(dict.fromkeys(item.track_reason for item in items))
        result.append(f"{submitted.number}；{tracks}")
    return submitted


def _item(state: _Run, shop: Shop) -> Item:
    blobs = state.services.office.blobs
    drawings = {view.file_name: blobs.put(view.rendering.content) for view in shop.views}
    unit = state.plan.find_unit(shop.unit)[1]
    address = f"{state.plan.address}{unit.door_number or ''}"
    return item_from(shop.final.proposal, shop.final.report, drawings, address, state.services.office.policy)


def _paper(state: _Run, kind: str, title: str, file: str) -> Material:
    path = state.case_folder / file
    office = state.services.office
    return taken_in(kind, path.name, path.read_bytes(), policy=office.policy, blobs=office.blobs, title=title)


def _decide(state: _Run, application: Application, target: Path, write: Write) -> Application:
    services = state.services
    with state.step("窗口当场办结：受理、初审、复核、决定、签发") as result:
        issued = decide_on_the_spot(
            services.office,
            application.id,
            CLERK,
            SECOND,
            services.now,
            opinion="申请材料齐全、符合法定形式，设置方案经核对符合规划和规则，建议准予。",
        )
        result.append(f"{issued.decision_number}；{'、'.join(permit.number for permit in issued.permits)}")
    with state.step("取出带签章的决定书并核验") as result:
        content = services.office.blobs.get(issued.document_digest)
        path = target / "decision-notice.pdf"
        write(path, content)
        state.files.append(path)
        verification = verify_file(content, services.settings, file=path.name)
        code = issued.permits[0].verification_code
        result.append(f"{'核验通过' if verification.ok else '核验不通过'}，核验码 {code}")
    return issued


def _write_all(state: _Run, shops: list[Shop], application: Application, target: Path, write: Write) -> None:
    def put(path: Path, content: bytes) -> None:
        write(path, content)
        state.files.append(path)

    for shop in shops:
        folder = target / f"{shop.unit}-{shop.spec.name}"
        put(folder / "spec.toml", write_spec(shop.spec).encode())
        for view in shop.views:
            put(folder / view.file_name, view.rendering.content)
    signs = tuple(shop.final.placed for shop in shops)
    for name, ambience in (("street-day", DAY), ("street-night", NIGHT)):
        scene = compose_street(state.plan, state.case.face, signs, ambience, state.services.fonts)
        viewport = Viewport.of(scene, width_px=4800)
        for form in ("png", "svg"):
            put(target / f"{name}.{form}", draw(scene, viewport, form).content)


def _folder_name(application: Application) -> str:
    """A folder name that file systems take: the case number without its brackets."""
    return application.number.replace("〔", "").replace("〕", "-")


def _summary(state: _Run, issued: Application, target: Path) -> Summary:
    def since(end: datetime | None) -> float:
        start = issued.submitted_at
        return (end - start).total_seconds() if start and end else 0.0

    return Summary(
        steps=tuple(state.steps),
        application=issued,
        folder=target,
        files=tuple(state.files),
        submit_to_decision=since(issued.decision.at if issued.decision else None),
        submit_to_document=since(issued.issued_at),
    )
