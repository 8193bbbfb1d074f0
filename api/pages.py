"""Pages: the template environment, the reader's language and text size, and one function that renders."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Match

from api.asked_signs import undrawn_beside
from api.deps import Visitor, services_of
from api.figure_fields import figures_lacking
from api.menu import menu_of
from api.principals import principals_of
from api.static_files import static_url
from signage.accounts import Permission
from signage.applications import workflow
from signage.applications.english import stated
from signage.applications.intake import masked_phone
from signage.applications.model import Event, Outcome, Purpose, Role, State, Track
from signage.design import load_kinds
from signage.locale import Lang, said_again, text
from signage.materials.changes import is_listed
from signage.reports.history_export import action_words, headed
from signage.resources import bundled
from signage.rules import Verdict

QUIET = (Verdict.PASS, Verdict.NOT_APPLICABLE)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(bundled("templates", "pages")),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = static_url
    return environment


def language_of(request: Request) -> Lang:
    """Return the reader's language: their own choice, else what the browser asks for; any `zh` is Chinese."""
    chosen = request.cookies.get("lang")
    if chosen in ("zh", "en"):
        return Lang(chosen)
    for part in request.headers.get("accept-language", "zh").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return Lang.ZH
        if tag.startswith("en"):
            return Lang.EN
    return Lang.ZH


def page(
    request: Request, name: str, visitor: Visitor | None = None, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """Return a rendered page.

    Args:
        request: Gives language, text size and the address to come back to.
        name: File in `templates/pages/`.
        visitor: Who is signed in, None when nobody is.
        status: HTTP status.
        values: What the template shows.
    """
    services = services_of(request)
    lang = language_of(request)
    zone = services.office.zone

    def worded(words: str, wording: str = "") -> str:
        """What a record keeps in Chinese, in the reader's language where it was not written by a person."""
        return said_again(words, wording, lang, services.office.english)

    def figure_said(name: str, value: str) -> str:
        """A number that a case states, with its name and unit in the reader's language."""
        number, _, unit = value.partition(" ")
        return " ".join(part for part in (worded(name), number, worded(unit)) if part)

    def line_of(event: Event) -> str:
        """A line of history: what was done, and the sentence with it."""
        return headed(action_words(event.action, lang), worded(event.note, event.wording), lang)

    def local(instant: datetime) -> str:
        return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")

    context = {
        "lang": lang.value,
        "reading": lang,
        "large": request.cookies.get("large") == "1",
        "back": readable_address(request),
        "resent": (),
        "organ": services.office.organ,
        "account": visitor.account if visitor else None,
        "is_officer": bool(visitor and visitor.is_officer),
        "may": lambda name: bool(visitor and visitor.may(Permission(name))),
        "figure_said": figure_said,
        "is_listed": is_listed,
        "figures_lacking": partial(figures_lacking, services),
        "undrawn_beside": partial(undrawn_beside, catalogue=services.catalogue),
        "principals": lambda: principals_of(services, visitor),
        "here": "",
        "menu": menu_of(visitor),
        "status": status,
        "quiet": QUIET,
        "local": local,
        "masked_phone": masked_phone,
        "worded": worded,
        "line_of": line_of,
        "stated": lambda words: stated(words, lang),
        **_words(lang),
        **values,
    }
    return HTMLResponse(_environment().get_template(name).render(context), status)


def readable_address(request: Request) -> str:
    """Return where a reader comes back to: the page's own address, of an answer to a form the nearest that can be read.

    A page that can show what was typed again gives the fields as `resent`: the reader's choice of language then goes
    through the form's own address, with `only_show` among the fields, and nothing that was typed is lost.
    """
    if request.method in ("GET", "HEAD"):
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    path = request.url.path
    while path.strip("/"):
        scope = {**request.scope, "method": "GET", "path": path}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes):
            return path
        path = path.rpartition("/")[0]
    return "/"


def fragment(name: str, lang: Lang, **values: Any) -> Markup:
    """Return a part of a page that depends on nothing but a language and some values, so that it may be kept.

    Args:
        name: File in `templates/pages/`.
        lang: The reader's language.
        values: What the template shows.
    """
    return Markup(_environment().get_template(name).render({**_words(lang), **values}))  # noqa: S704 (our own template, escaped)


def _words(lang: Lang) -> dict[str, Callable[..., str] | str]:
    def w(zh: str, en: str) -> str:
        return zh if lang is Lang.ZH else en

    def verdict_word(verdict: Verdict) -> str:
        return text(f"cli.verdict_{verdict.value.lower()}", lang)

    def verdict_of(word: str) -> str:
        return verdict_word(Verdict(word))

    def state_word(state: State, track: Track = Track.PERMIT) -> str:
        return workflow.state_label(state, lang, track)

    def role_word(role: Role) -> str:
        return workflow.role_label(role, lang)

    def action_word(action: str) -> str:
        return action_words(action, lang)

    def track_word(track: Track) -> str:
        return {
            Track.PERMIT: w("许可", "permit"),
            Track.FILING: w("备案", "filing"),
            Track.GUIDANCE: w("设计指导", "guidance"),
        }[track]

    def with_kinds(message: str) -> str:
        """A rule's message with the names of sign kinds in place of their ids; in English an id may be a plain word."""
        names = {k.id: k.title_zh if lang is Lang.ZH else k.title_en for k in load_kinds()}
        ids = [one for one in names if lang is Lang.ZH or "-" in one]
        found = re.compile(rf"(?<![\w-])({'|'.join(sorted(ids, key=len, reverse=True))})(?![\w-])", re.ASCII)
        return found.sub(lambda match: names[match[1]], message)

    def drawing_word(name: str) -> str:
        stem, _, suffix = name.rpartition(".")
        known = {"sheet": w("尺寸图", "Dimensions"), "workshop": w("加工图", "Workshop drawing")}
        return f"{known.get(stem, stem)} {suffix.upper()}"

    def paren(inner: object) -> str:
        return w(f"（{inner}）", f" ({inner})")

    def purpose_word(purpose: Purpose) -> str:
        return text(f"workflow.purpose_{purpose.value}", lang)

    def outcome_word(outcome: Outcome) -> str:
        return text(f"workflow.outcome_{outcome.value}", lang)

    def deadline_word(name: str) -> str:
        return text(f"workflow.deadline_{name}", lang)

    return {
        "w": w,
        "with_kinds": with_kinds,
        "drawing_word": drawing_word,
        "paren": paren,
        "colon": w("：", ": "),
        "deadline_word": deadline_word,
        "outcome_word": outcome_word,
        "purpose_word": purpose_word,
        "verdict_word": verdict_word,
        "verdict_of": verdict_of,
        "state_word": state_word,
        "role_word": role_word,
        "action_word": action_word,
        "track_word": track_word,
    }
