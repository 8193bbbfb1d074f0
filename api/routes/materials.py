"""Papers of a case in versions: hand in, use again from the shelf, look at, hand in again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from api.asked_signs import refuse_undrawn
from api.case_papers import papers_concerning
from api.deps import (
    Gate,
    Visitor,
    acting,
    opens_cases,
    sees_cases,
    services_of,
    visible_application,
    visitor_on,
)
from api.errors import status_of
from api.own_files import download, shown_picture
from api.pages import language_of, page
from api.paper_formats import MOST_MB, Taken, taken_as
from signage.accounts import Permission
from signage.applications import use_cases
from signage.applications.model import Action, Application, State
from signage.applications.step_letters import make_due
from signage.applications.workflow import actions_for, state_label
from signage.bootstrap import Services
from signage.errors import Conflict, InputError, Location, NotFound, SignageError
from signage.locale import Description, Lang, describe
from signage.materials import (
    MaterialVersion,
    changes_between,
    hand_in,
    is_intact,
    is_unchanged,
    papers_now,
    reuse,
    shelf_of,
    version_seen_by,
    versions_of,
    waiting_papers,
)
from signage.uploads import MAX_BYTES, receive, remark_words

router = APIRouter(include_in_schema=False)

Seeing = Annotated[Visitor, Depends(sees_cases)]
HandingIn = Annotated[Visitor, Depends(Gate((Permission.CASE_OPEN, Permission.CASE_SUBMIT)))]
Applying = Annotated[Visitor, Depends(opens_cases)]

_MOST_FILES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One kind of paper on the page.

    Attributes:
        taken: What a further version is taken in; None for what the case's lists do not ask for.
        versions: Newest first.
        held_digest: Digest of what the case holds of this kind, empty when it holds nothing.
    """

    code: str
    title: str
    taken: Taken | None
    versions: tuple[MaterialVersion, ...]
    held_digest: str
    held_name: str


@router.get("/applications/{application_id}/materials")
def materials_page(request: Request, visitor: Seeing, application_id: str) -> HTMLResponse:
    """Show a case's papers by kind, with all versions, and what changed with the last submission."""
    services = services_of(request)
    return _page(request, services, visitor, visible_application(services, visitor, application_id))


async def read_papers(request: Request) -> AsyncIterator[FormData]:
    """Read the form with its files before the route runs in a thread; the files are closed afterwards."""
    async with request.form(max_files=_MOST_FILES, max_fields=60, max_part_size=64 * 1024) as form:
        yield form


@router.post("/applications/{application_id}/materials")
def hand_in_papers(
    request: Request, visitor: HandingIn, application_id: str, sent: Annotated[FormData, Depends(read_papers)]
) -> Response:
    """Take each uploaded paper in as the next version of its kind; what is refused is told file by file."""
    services = services_of(request)
    case = visible_application(services, visitor, application_id)
    wrong: list[Description] = []
    worst = 200
    lang = language_of(request)
    uploads = [(k.removeprefix("paper_"), v) for k, v in sent.multi_items() if isinstance(v, UploadFile) and v.filename]
    try:
        _refuse_closed(services, case, visitor, lang)
        if not uploads:
            raise InputError("materials.nothing_new")
    except SignageError as error:
        return _page(request, services, visitor, case, [describe(error, lang)], status_of(error))
    for code, upload in uploads:
        try:
            _take(services, visitor, case, code, upload)
        except SignageError as error:
            located = error.located(Location(file=upload.filename))
            wrong.append(describe(located, lang))
            worst = max(worst, status_of(error))
    if wrong:
        return _page(request, services, visitor, case, wrong, worst)
    return RedirectResponse(f"/applications/{case.id}/materials", 303)


def _take(services: Services, visitor: Visitor, case: Application, code: str, upload: UploadFile) -> None:
    listed = (services.office.policy.paper(code), *papers_concerning(services, case))
    paper = next((one for one in listed if one is not None and one.code == code), None)
    if paper is None:
        raise InputError("materials.kind_unknown", kind=code[:40])
    content = upload.file.read(MAX_BYTES + 1)
    accepted = taken_as(services, paper.name_zh).formats
    received = receive(content, upload.filename or code, code, accepted=accepted)
    _, actor = acting(services, visitor, case.applicant.account_id, application_id=case.id)
    hand_in(
        services.database.unit_of_work,
        services.office.blobs,
        case.id,
        received,
        paper.name_zh,
        actor,
        services.now(),
    )


@router.post("/applications/{application_id}/materials/reuse")
def use_again(
    request: Request, visitor: HandingIn, application_id: str, version: Annotated[str, Form(max_length=60)]
) -> Response:
    """Put a paper of one of the account's earlier cases onto this one."""
    services = services_of(request)
    case = visible_application(services, visitor, application_id)
    lang = language_of(request)
    try:
        _refuse_closed(services, case, visitor, lang)
        source = version_seen_by(services.database.reading, version, visitor.account.id)
        kind = _asked_as(services, case).get(source.title, source.kind)
        reuse(services.database.unit_of_work, case.id, version, visitor.actor, services.now(), kind=kind)
    except SignageError as error:
        return _page(request, services, visitor, case, [describe(error, lang)], status_of(error))
    return RedirectResponse(f"/applications/{case.id}/materials", 303)


@router.post("/applications/{application_id}/materials/submit")
def hand_in_again(
    request: Request,
    visitor: Applying,
    application_id: str,
    version: Annotated[int, Form()],
    unchanged: Annotated[str, Form()] = "",
) -> Response:
    """Submit the case with the newest version of each paper; without anything new only after a second word.

    A case that is handed in already and not accepted yet takes what is new.
    """
    services = services_of(request)
    case = visible_application(services, visitor, application_id)
    lang = language_of(request)
    found = versions_of(services.database.reading, case.id)
    try:
        _refuse_closed(services, case, visitor, lang)
        waiting = waiting_papers(case.materials, found)
        if not waiting and (unchanged != "yes" or case.state is State.SUBMITTED):
            raise Conflict("materials.nothing_new")
        refuse_undrawn(case, services.catalogue)
        office, actor = acting(services, visitor, case.applicant.account_id, application_id=case.id)
        if case.state is State.SUBMITTED:
            added = tuple(one.as_material for one in waiting)
            use_cases.add_papers(office, case.id, actor, services.now(), materials=added, expected_version=version)
        else:
            together = papers_now(case.materials, found)
            use_cases.submit(office, case.id, actor, services.now(), materials=together, expected_version=version)
        make_due(services.office, case.id)
    except SignageError as error:
        return _page(request, services, visitor, case, [describe(error, lang)], status_of(error))
    return RedirectResponse(f"/applications/{case.id}", 303)


@router.get("/materials/{version_id}/pages/{number}.png")
def material_picture(request: Request, visitor: Seeing, version_id: str, number: int) -> Response:
    """Give our own picture of one of a paper's first pages."""
    services = services_of(request)
    version = _seen(services, visitor, version_id)
    if not 1 <= number <= len(version.previews):
        raise NotFound("materials.no_version", id=version_id)
    return shown_picture(services.office.blobs.get(version.previews[number - 1]))


@router.get("/materials/{version_id}/file")
def material_file(request: Request, visitor: Seeing, version_id: str) -> Response:
    """Give a paper as a download, under the name that the product gives it."""
    services = services_of(request)
    version = _seen(services, visitor, version_id)
    return download(services.office.blobs.get(version.digest), version.media_type, version.name)


def _seen(services: Services, visitor: Visitor, version_id: str) -> MaterialVersion:
    """Return a version that the visitor may see: an officer, its owner, or who may look at its case as an agent.

    Raises:
        NotFound: There is none, or it is somebody else's; the answer does not tell which.
    """
    version = version_seen_by(services.database.reading, version_id, None)
    try:
        visible_application(services, visitor, version.application_id)
    except NotFound as exc:
        raise NotFound("materials.no_version", id=version_id) from exc
    return version


def _is_open(services: Services, case: Application, visitor: Visitor) -> bool:
    """Return whether the visitor, or an agent of the case's owner, could hand something in now."""
    actor = visitor_on(services, visitor, case).actor
    return any(row.action in (Action.SUBMIT, Action.ADD_PAPERS) for row in actions_for(case, actor))


def _refuse_closed(services: Services, case: Application, visitor: Visitor, lang: Lang) -> None:
    if not _is_open(services, case, visitor):
        raise Conflict("materials.case_closed", state=state_label(case.state, lang))


def _page(
    request: Request,
    services: Services,
    visitor: Visitor,
    case: Application,
    errors: list[Description] | None = None,
    status: int = 200,
) -> HTMLResponse:
    lang = language_of(request)
    begin = services.database.reading
    versions = versions_of(begin, case.id)
    is_open = _is_open(services, case, visitor)
    is_own = visitor.account.id == case.applicant.account_id  # an agent of one case sees no papers of the others
    last = case.submissions[-2:] if len(case.submissions) > 1 else ()
    lines = _lines(services, case, versions, lang)
    changes = changes_between(*last) if last else ()
    return page(
        request,
        "materials.html",
        visitor,
        status=status,
        here="applications",
        errors=errors or [],
        application=case,
        lines=lines,
        is_open=is_open,
        lost={v.id for line in lines for v in line.versions[:1] if not is_intact(services.office.blobs, v)},
        waiting=waiting_papers(case.materials, versions),
        shelf=_shelf(services, case, versions) if is_open and is_own else [],
        is_own=is_own,
        changes=[change.sentence(lang) for change in changes],
        was_resubmitted=bool(last),
        is_unchanged=bool(last) and is_unchanged(*last),
        most_mb=MOST_MB,
        remark=lambda one: remark_words(one, lang),
    )


def _asked_as(services: Services, case: Application) -> dict[str, str]:
    """Under which code the case asks for a paper of a name: items ask for the same paper under codes of their own."""
    return {paper.name_zh: paper.code for paper in papers_concerning(services, case)}


def _shelf(services: Services, case: Application, versions: tuple[MaterialVersion, ...]) -> list[MaterialVersion]:
    """The owner's papers of other cases that this one asks for and does not have, each once, newest first."""
    asked = _asked_as(services, case)
    there = {(v.kind, v.digest) for v in versions} | {(m.kind, m.digest) for m in case.materials}
    found: dict[tuple[str, str], MaterialVersion] = {}
    for version in shelf_of(services.database.reading, case.applicant.account_id, beside=case.id):
        key = (asked.get(version.title, version.kind), version.digest)
        if key[0] in asked.values() and key not in there:
            found.setdefault(key, version)
    return list(found.values())


def _lines(services: Services, case: Application, versions: tuple[MaterialVersion, ...], lang: Lang) -> list[PaperLine]:
    """Return the published papers that concern this case, and whatever else it holds."""
    held = {material.kind: material for material in case.materials}
    listed = {paper.code: paper for paper in (*services.office.policy.papers, *papers_concerning(services, case))}
    wanted = [paper.code for paper in papers_concerning(services, case)]
    codes = dict.fromkeys((*wanted, *(v.kind for v in versions), *held))
    titles = {version.kind: version.title for version in versions}
    lines = []
    for code in sorted(codes, key=lambda c: (len(c), c)):
        paper, material = listed.get(code), held.get(code)
        title = (paper.name_zh if lang is Lang.ZH else paper.name_en) if paper else titles.get(code, "")
        lines.append(
            PaperLine(
                code=code,
                title=title or (material.title if material else ""),
                taken=taken_as(services, paper.name_zh) if paper else None,
                versions=tuple(sorted((v for v in versions if v.kind == code), key=lambda v: -v.version)),
                held_digest=material.digest if material else "",
                held_name=material.file_name if material else "",
            )
        )
    return lines
