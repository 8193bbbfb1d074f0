"""What the pages around the register share: their row of tabs, downloads, and day words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote, urlencode

from fastapi.responses import Response
from markupsafe import Markup

from api.deps import Visitor
from api.pages import fragment
from api.sign_words import kind_titles
from signage.accounts import Permission
from signage.applications.asking_again import PURPOSES
from signage.applications.english import stated
from signage.applications.model import Purpose
from signage.bootstrap import Services
from signage.errors import NotFound
from signage.locale import Lang, text
from signage.register.model import PublicPermit
from signage.register.query import RegisterQuery, state_words


def tabs(visitor: Visitor | None) -> list[tuple[str, str, str]]:
    """Return the pages that a visitor may open from here: address, Chinese, English."""
    found = [
        ("/register", "许可备案公开", "Register"),
        ("/publications", "审批公示", "Published decisions"),
        ("/bulletin", "月度公报", "Monthly bulletin"),
    ]
    if visitor is not None and visitor.may(Permission.INSPECT):
        found.append(("/inspections", "现场监管", "Inspections"))
    if visitor is not None and visitor.may(Permission.REPORTS_VIEW):
        found.append(("/reports/weekly", "周报", "Weekly report"))
    return found


@lru_cache(maxsize=8192)
def register_row(
    permit: PublicPermit, today: date, lang: Lang, *, may_inspect: bool, event_forms: frozenset[str] = frozenset()
) -> Markup:
    """Return a permit's row of the list; the same permit on the same day is made once.

    `event_forms` are the kinds of what stands for an event: their days are counted beside the kind.
    """
    values = {
        "is_live": permit.is_live(today),
        "state": state_words(permit, today, lang),
        "kind": stated(permit.form, lang),
        "days": permit_days(permit) if permit.form in event_forms else 0,
    }
    return fragment("register_row.html", lang, p=permit, may_inspect=may_inspect, **values)


def permit_days(permit: PublicPermit) -> int:
    """Return how many days a permit's term has, both ends included."""
    return (permit.valid_to - permit.valid_from).days + 1


def forms_of_events(services: Services) -> frozenset[str]:
    """Return the kinds of what stands for an event, as the register states them."""
    titles = kind_titles(Lang.ZH)
    return frozenset(titles[kind] for kind in services.office.policy.temporary.kinds if kind in titles)


@dataclass(frozen=True, slots=True, kw_only=True)
class SequelLine:
    """One of renewal, change and transfer of an item's permit: where it is asked for, or why it cannot be.

    Attributes:
        address: Of its form; empty where it cannot be asked for.
    """

    title_zh: str
    title_en: str
    zh: str
    en: str
    address: str = ""


def sequel_lines(
    services: Services, code: str, number: str, *, is_live: bool, is_holder: bool | None = None
) -> list[SequelLine]:
    """Return what the catalogue says may become of a permit of an item; nothing where it says nothing.

    `is_holder` says whether the reader holds it: a holder renews and changes it, somebody else takes it over; None
    when nobody knows.
    """
    try:
        item = services.catalogue.item(code)
    except NotFound:  # a city may have taken the item out of its catalogue since
        return []
    if item.afterwards is None:
        return []
    said = ((purpose, item.afterwards.of(purpose.value)) for purpose in PURPOSES)
    return [
        SequelLine(
            title_zh=text(f"workflow.purpose_item_{purpose.value}", Lang.ZH),
            title_en=text(f"workflow.purpose_item_{purpose.value}", Lang.EN).capitalize(),
            zh=sequel.zh,
            en=sequel.en,
            address=f"/permits/{quote(number)}/{purpose.value}"
            if sequel.is_allowed and is_live and _is_asked_by(purpose, is_holder=is_holder)
            else "",
        )
        for purpose, sequel in said
        if sequel is not None
    ]


def _is_asked_by(purpose: Purpose, *, is_holder: bool | None) -> bool:
    return is_holder is None or is_holder is not (purpose is Purpose.TRANSFER)


def download(content: bytes, media_type: str, name: str) -> Response:
    """Return a file that is saved, never shown inside the site."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "content-security-policy": "sandbox; default-src 'none'",
    }
    return Response(content, media_type=media_type, headers=headers)


def query_fields(query: RegisterQuery) -> dict[str, str]:
    """Return a query as the fields of its form, without the page mark."""
    state = {None: "", True: "live", False: "ended"}[query.is_live]
    fields = {
        "text": query.text,
        "plan": query.plan_id,
        "street": query.street,
        "track": query.track.value if query.track else "",
        "state": state,
        "since": query.since.isoformat() if query.since else "",
        "until": query.until.isoformat() if query.until else "",
    }
    return {key: value for key, value in fields.items() if value}


def query_string(fields: dict[str, str], **more: str) -> str:
    """Return fields as the query of an address."""
    return urlencode({**fields, **{key: value for key, value in more.items() if value}})


def register_words(key: str, lang: Lang) -> str:
    """Return a word of the register in the reader's language."""
    return text(f"register.{key}", lang)
