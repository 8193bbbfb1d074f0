"""Forms of the catalogue as PDF: blank and as examples for everyone, filled in for whoever applies; the guide too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from api.deps import Visitor, open_to_all, opens_cases, sees_cases, services_of, visible_application
from api.design_form import DesignForm
from api.design_views import making
from api.own_files import download
from api.sent_form import read_form
from api.wishes import Wish, wish_of
from signage.applications.form_values import (
    SHOP_SIGN,
    TEMPORARY,
    FormValues,
    items_concerned,
    values_of_case,
    values_of_signs,
)
from signage.applications.intake import item_from
from signage.applications.model import Applicant, Circumstances
from signage.bootstrap import Services
from signage.documents.form_page import Filling, form_of, typeset_form
from signage.documents.service_guide import typeset_guide
from signage.errors import NotFound
from signage.items import CatalogueItem
from signage.items.forms import ItemForm

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
Seeing = Annotated[Visitor, Depends(sees_cases)]
Applying = Annotated[Visitor, Depends(opens_cases)]

PDF = "application/pdf"
_ANSWERS = {"yes": True, "no": False}


@router.get("/guide/{code}/guide.pdf")
def guide_file(request: Request, visitor: Anyone, code: str) -> Response:
    """Give the service guide of an item for print."""
    services = services_of(request)
    item = services.catalogue.item(code)
    office = services.office
    with making():
        made = typeset_guide(item, office.organ, office.policy, today=services.today(), made_at=services.now())
    return download(made, PDF, f"{item.name_zh}-办事指南.pdf")


@router.get("/guide/{code}/forms/{form_code}.pdf")
def form_file(request: Request, visitor: Anyone, code: str, form_code: str, example: bool = False) -> Response:
    """Give a form of an item: blank, or filled in as an example."""
    services = services_of(request)
    item = services.catalogue.item(code)
    form = form_of(item, form_code)
    filling = Filling.EXAMPLE if example else Filling.BLANK
    return _made(services, item, form, filling, None, f"{form.zh}{'-示范文本' if example else ''}.pdf")


@router.get("/applications/{application_id}/forms/{code}/{form_code}.pdf")
def form_of_case(request: Request, visitor: Seeing, application_id: str, code: str, form_code: str) -> Response:
    """Give a form filled in with what an application states, ready to be signed."""
    services = services_of(request)
    application = visible_application(services, visitor, application_id)
    if code not in items_concerned(application):
        raise NotFound("forms.not_of_case", item=code[:60])
    item = services.catalogue.item(code)
    form = form_of(item, form_code)
    number = application.number.replace("〔", "").replace("〕", "-")
    name = f"{form.zh}{f'-{number}' if number else ''}.pdf"
    return _made(services, item, form, Filling.STATED, values_of_case(application, code), name)


@router.post("/apply/forms/{form_code}.pdf")
def form_before_applying(
    request: Request, visitor: Applying, form_code: str, sent: Annotated[FormData, Depends(read_form)]
) -> Response:
    """Give a form filled in with what stands in the application's page, before anything is handed in or stored."""
    services = services_of(request)
    typed = {key: value for key, value in sent.items() if isinstance(value, str)}
    design = DesignForm.read(typed, services)
    wish = wish_of(typed)
    is_temporary = bool(wish.term) or design.kind in services.office.policy.temporary.kinds
    item = services.catalogue.item(TEMPORARY if is_temporary else SHOP_SIGN)
    form = form_of(item, form_code)
    values = _typed_values(services, design, typed, wish)
    return _made(services, item, form, Filling.STATED, values, f"{form.zh}-待签.pdf")


def _typed_values(services: Services, design: DesignForm, typed: dict[str, str], wish: Wish) -> FormValues:
    applicant = Applicant(
        name=typed.get("applicant_name", "")[:120],
        credit_code=typed.get("credit_code", "")[:40],
        contact=typed.get("contact", "")[:60],
        phone=typed.get("phone", "")[:30],
        account_id="",
    )
    with making():
        desk = design.desk(services)
    plan, unit = desk.proposal.plan, desk.proposal.unit
    address = f"{plan.address}{unit.door_number or ''}"
    policy = services.office.policy
    sign = item_from(desk.proposal, desk.report, {}, address, policy, term=wish.term)
    answer = typed.get("affects_third_party", "")
    stated = Circumstances(affects_third_party=_ANSWERS.get(answer)) if answer else None
    return values_of_signs(
        applicant, (sign,), purpose=wish.purpose, earlier_permit=wish.earlier_permit, circumstances=stated
    )


def _made(
    services: Services, item: CatalogueItem, form: ItemForm, filling: Filling, values: FormValues | None, name: str
) -> Response:
    with making():
        content = typeset_form(
            item, form, services.office.organ, made_at=services.now(), filling=filling, values=values
        )
    return download(content, PDF, name)
