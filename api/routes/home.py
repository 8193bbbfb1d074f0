"""The first page, the street front of a building, static files and the reader's preferences."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Visitor, open_to_all, services_of
from api.pages import language_of, page
from api.static_files import static_response
from signage.errors import NotFound
from signage.frontage import FrontagePlan
from signage.locale import Lang, speaking
from signage.render import Viewport, draw
from signage.scene import DAY, compose_street
from signage.typography import FontCatalogue

router = APIRouter(include_in_schema=False)

Anyone = Annotated[Visitor | None, Depends(open_to_all)]
_DRAWING = Lock()
_KEPT = {"cache-control": "private, max-age=3600", "vary": "cookie, accept-language"}  # its words are the reader's


@router.get("/")
def home(request: Request, visitor: Anyone) -> HTMLResponse:
    """Show the buildings and their units."""
    services = services_of(request)
    plans = [services.stood(plan) for plan in services.plans.all_in_force(services.today())]
    return page(request, "home.html", visitor, plans=plans)


@router.get("/plans/{plan_id}/{face_id}/street.png")
def street(request: Request, plan_id: str, face_id: str, _: Anyone) -> Response:
    """Draw a face with the signs that are approved on it."""
    services = services_of(request)
    plan = services.front(plan_id)
    if face_id not in {face.id for face in plan.faces}:
        raise NotFound("web.no_page", path=request.url.path)
    with _DRAWING:  # the first visitors of a morning wait for one drawing, not each for their own
        content = _street(plan, plan.standing_digest, face_id, _Held(services.fonts), language_of(request))
    return Response(content, media_type="image/png", headers=_KEPT)


class _Held:
    """Typefaces as an argument of a cached function: one catalogue a process, so every holder is equal."""

    def __init__(self, fonts: FontCatalogue) -> None:
        self.fonts = fonts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=32)
def _street(
    plan: FrontagePlan, standing: str, face_id: str, held: _Held, lang: Lang
) -> bytes:  # `standing` tells plans apart whose permits differ
    with speaking(lang):
        scene = compose_street(plan, face_id, (), DAY, held.fonts)
    return draw(scene, Viewport.of(scene, width_px=2400), "png").content


@router.get("/static/{digest}/{name}")
def static(digest: str, name: str, _: Anyone) -> Response:
    """Give a style sheet or a script; its address holds its content's hash."""
    return static_response(digest, name)


@router.post("/preferences")
def preferences(
    request: Request,
    _: Anyone,
    back: Annotated[str, Form()] = "/",
    lang: Annotated[str | None, Form()] = None,
    large: Annotated[str | None, Form()] = None,
    only_show: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Keep the reader's language and text size in cookies of their own; a form that came back is only shown again."""
    answer = RedirectResponse(own_path(back), 307 if only_show == "yes" else 303)
    if lang in ("zh", "en"):
        answer.set_cookie("lang", lang, max_age=31536000, samesite="lax", httponly=True)
    if large in ("0", "1"):
        answer.set_cookie("large", large, max_age=31536000, samesite="lax", httponly=True)
    return answer


def own_path(path: str) -> str:
    """Return a path on this site; anything that could lead elsewhere becomes the first page."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    return path if is_own and all(c > " " for c in path) else "/"
