"""`/api/v1`: plans, kinds, rule books, designs, applications and verification for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, UploadFile

from api.deps import Visitor, open_to_all, sees_cases, services_of, visible_application
from api.design_form import units_named
from api.design_views import picture_of
from api.schemas.designs import DesignAnswer, DesignRequest, OfferShape, OldSignShape, ReportShape
from signage.applications.model import Application
from signage.bootstrap import verify_file
from signage.design import kind_of, load_kinds, spec_of, spec_schema, write_spec
from signage.desk import Fact, prepare
from signage.errors import InputError, Location, NotFound
from signage.frontage import ExistingSign, FrontagePlan, plan_schema, replaceable
from signage.locale import said
from signage.offers import repair
from signage.plain import plain
from signage.rules import book_schema, bundled_books, load_book

router = APIRouter(prefix="/api/v1", tags=["v1"])

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Seeing = Annotated[Visitor, Depends(sees_cases)]


@router.get("")
def index(_: Anyone) -> dict[str, str]:
    """Say where things are."""
    here = "/api/v1"
    names = ("plans", "kinds", "typefaces", "books", "designs", "applications", "verifications", "openapi.json")
    return {name: f"{here}/{name}" for name in names}


@router.get("/schemas/{name}")
def schema(name: str, _: Anyone) -> dict[str, Any]:
    """Give the JSON Schema of a file format: spec, plan or book."""
    makers = {"spec": spec_schema, "plan": plan_schema, "book": book_schema}
    if name not in makers:
        raise NotFound("web.no_page", path=f"/api/v1/schemas/{name}")
    return makers[name]()


@router.get("/plans")
def plans(request: Request, _: Anyone) -> list[dict[str, Any]]:
    """List the frontage plans in force today with their units."""
    services = services_of(request)
    return [
        {
            "id": plan.id,
            "building": plan.building,
            "address": plan.address,
            "revision": plan.revision,
            "digest": plan.digest,
            "faces": [
                {"id": face.id, "name": face.name, "units": [plain(unit) for unit in face.units]} for face in plan.faces
            ],
        }
        for plan in services.plans.all_in_force(services.today())
    ]


@router.get("/plans/{plan_id}")
def plan(request: Request, plan_id: str, _: Anyone) -> dict[str, Any]:
    """Give one plan in force today, whole, lengths in mm."""
    services = services_of(request)
    found = services.plans.in_force(plan_id, services.today())
    return {**plain(found), "digest": found.digest}


@router.get("/kinds")
def kinds(_: Anyone) -> list[dict[str, Any]]:
    """List the sign kinds with what may be chosen of each, and what it takes when nothing is said."""
    return [
        {
            "id": kind.id,
            "title_zh": kind.title_zh,
            "title_en": kind.title_en,
            "form": kind.form.value,
            "faces": kind.faces,
            "settings": [one.value for one in kind.settings],
            "constructions": [one.value for one in kind.constructions],
            "typeface": kind.letters.typeface,
            "weight": kind.letters.weight,
            "usual_size_mm": list(kind.usual_size_mm()),
            "colours": {"panel": kind.base.colour, "letter": kind.letters.colour},
        }
        for kind in load_kinds()
    ]


@router.get("/typefaces")
def typefaces(request: Request, _: Anyone) -> list[dict[str, Any]]:
    """List the installed typefaces with style and licence; a family that is one file a weight comes once for each."""
    return [
        {
            "name": entry.name,
            "family": entry.family,
            "style": entry.style.value,
            "weights": list(entry.weights),
            "licence": entry.licence,
            "is_commercial_use_allowed": entry.is_commercial_use_allowed,
        }
        for entry in services_of(request).fonts.entries()
    ]


@router.get("/books")
def books(_: Anyone) -> list[dict[str, Any]]:
    """List the rule books."""
    return [plain(load_book(name).identity) for name in bundled_books()]


@router.get("/books/{name}")
def book(name: str, _: Anyone) -> dict[str, Any]:
    """Give one rule book with every rule."""
    if name not in bundled_books():
        raise NotFound("web.no_page", path=f"/api/v1/books/{name}")
    found = load_book(name)
    return {**plain(found.identity), "rules": plain(found.rules)}


@router.post("/designs")
def design(request: Request, wanted: DesignRequest, _: Anyone) -> DesignAnswer:
    """Lay a sign out, check it and draw it; nothing is stored."""
    services = services_of(request)
    on = wanted.on or services.today()
    found = services.front(wanted.plan, on)
    unknown = [name for name in wanted.books if name not in bundled_books()]
    if unknown:
        raise NotFound("web.no_page", path=f"/api/v1/books/{unknown[0]}")
    chosen = tuple(load_book(name) for name in wanted.books) or services.books(found.city, on)
    spec = spec_of(wanted.spec)
    here = _old_signs(found, wanted, spec.kind)
    desk = prepare(spec, found, wanted.unit, chosen, on, services.fonts, facts=_facts(wanted, here))
    offers = repair(desk.proposal, chosen, on, services.fonts, explain=False) if wanted.with_offers else ()
    rect = desk.placed.rect
    view, light = ("marks", "day") if wanted.light == "marks" else (wanted.view, wanted.light)
    return DesignAnswer(
        layout_digest=desk.layout.digest,
        origin_mm=(desk.placed.origin.x, desk.placed.origin.y),
        width_mm=rect.width,
        height_mm=rect.height,
        depth_mm=desk.layout.depth_mm,
        report=ReportShape.of(desk.report),
        offers=[
            OfferShape(
                title_zh=offer.title_zh,
                title_en=offer.title_en,
                spec_toml=write_spec(offer.proposal.sign.layout.spec),
                verdict=offer.report.verdict.value,
                changes=[plain(change) for change in offer.changes],
            )
            for offer in offers
        ],
        signs_here=[OldSignShape.of(one) for one in here],
        replaces=[OldSignShape.of(one) for one in here if one.id in (desk.proposal.replaced or ())],
        svg=picture_of(desk, view, light, services).decode(),
    )


def _old_signs(plan: FrontagePlan, wanted: DesignRequest, kind: str) -> tuple[ExistingSign, ...]:
    """The signs whose place the design may take; what stands for an event takes none's."""
    if kind_of(kind).is_temporary:
        return ()
    leased = wanted.facts.get("leased_units", ())
    units = leased if isinstance(leased, tuple) else units_named(str(leased))
    return replaceable(plan, wanted.unit, units)


def _facts(wanted: DesignRequest, here: tuple[ExistingSign, ...]) -> dict[str, Fact]:
    """Return the stated facts with what is replaced, by whichever of the two names it came.

    Raises:
        InputError: A sign was named that is not here.
    """
    if wanted.replaces is None and "replaces" not in wanted.facts:
        return dict(wanted.facts)
    stated = wanted.facts.get("replaces", ()) if wanted.replaces is None else tuple(wanted.replaces)
    named = tuple(stated) if isinstance(stated, tuple) else units_named(str(stated))
    named = tuple(one for one in named if one != "none")
    known = {one.id for one in here}
    for one in named:
        if one not in known:
            listed = said("desk.signs_here", listed="、".join(sorted(known))) if known else said("desk.no_signs_here")
            at = Location(field="replaces")
            raise InputError("desk.sign_not_here", at=at, sign=one[:60], unit=wanted.unit, known=listed)
    return {**wanted.facts, "replaces": named}


@router.get("/applications")
def applications(request: Request, visitor: Seeing) -> list[dict[str, Any]]:
    """List the applications that the visitor may see, newest first."""
    own = None if visitor.is_officer else visitor.account.id
    with services_of(request).office.reading() as unit:
        return [_shown(one) for one in unit.applications.listed(applicant_id=own, limit=200)]


@router.get("/applications/{application_id}")
def application(request: Request, application_id: str, visitor: Seeing) -> dict[str, Any]:
    """Give one application."""
    return _shown(visible_application(services_of(request), visitor, application_id))


@router.post("/verifications")
def verification(request: Request, file: UploadFile, _: Anyone) -> dict[str, Any]:
    """Verify a sealed notice."""
    content = file.file.read()
    services = services_of(request)
    return dict(plain(verify_file(content, services.settings, file=file.filename or "upload.pdf", on=services.today())))


def _shown(one: Application) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "state": one.state.value,
        "applicant": one.applicant.name,
        "submitted_at": one.submitted_at.isoformat() if one.submitted_at else None,
        "decision_number": one.decision_number,
        "items": [
            {
                "id": item.id,
                "unit": item.unit_id,
                "name": item.spec.name,
                "verdict": item.report.verdict.value,
                "track": item.track.value,
                "outcome": item.outcome.value if item.outcome else None,
                "report": ReportShape.of(item.report).model_dump(mode="json"),
            }
            for item in one.items
        ],
        "permits": [plain(permit) for permit in one.permits],
        "deadlines": [plain(deadline) for deadline in one.deadlines],
    }
