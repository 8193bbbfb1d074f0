"""A Chinese page shows no id of the code; an English one no Chinese but names, citations and published texts."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.design_form import _FIRST_NAME
from signage.applications.model import Action, Outcome, Purpose, Role, State, Track
from signage.bootstrap import Services, open_services
from signage.design import load_kinds
from signage.rules import bundled_books, load_book
from tests.engines import Homes

from .conftest import DESIGN, Wall
from .full_window import FullWindow, fill

_ENUMS = {one.value for kind in (Action, Outcome, Purpose, Role, State, Track) for one in kind}
_KINDS = {kind.id for kind in load_kinds()}
_IDS = {*_KINDS, *(kind.replace("-", "_") for kind in _KINDS), *_ENUMS, "PASS", "FAIL", "UNMEASURED", "NOT_APPLICABLE"}
_WORD = re.compile(
    rf"(?<![\w./@-])({'|'.join(sorted(map(re.escape, _IDS), key=len, reverse=True))})(?![\w./@-])", re.ASCII
)
# A login is a name that somebody was given; it stands in the list of accounts and in the history of its changes.
_LOGINS = re.compile(r"(?:<td[^>]*>|账户 )(shop|clerk|second|supervisor|designer|admin|agent)(?:</td>|（)")
_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")  # characters, and the marks of Chinese sentences
_NUMBER = re.compile(r"[\u4e00-\u9fff]*〔\d{4}〕\d+号(?:之[一二三])?")  # of a document; it is part of its name


_Window = tuple[Services, FullWindow]


@pytest.fixture(scope="module")
def window(made_home: Path, homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Window]:
    """A window in full use, filled once: the tests only look at it."""
    clock = Wall()
    opened = open_services(homes.copy(made_home, tmp_path_factory.mktemp("full") / "home"), now=clock)
    yield opened, fill(opened, clock)
    opened.database.close()


@pytest.fixture
def services(window: _Window) -> Services:
    return window[0]


def _pages(services: Services, full: FullWindow) -> dict[str, tuple[str, ...]]:
    """Every page that shows words of its own, by the login of somebody who may see it; none is looked at twice."""
    permit = quote(full.permit)
    case = {name: f"/applications/{one.id}" for name, one in full.cases.items()}
    some = tuple(case.values())
    return {
        "": ("/", "/guide", "/guide/shop-sign", "/guide/street-works", "/guide/ask", "/guide/ask?item=shop-sign",
             "/plans", "/plans/jingwan-li", "/register", f"/register/{permit}", "/publications",
             "/appointments", "/complaints", "/verify", "/books",
             "/calendar", "/bulletin", f"/bulletin/{services.today():%Y-%m}", "/sign-in", "/window/board", "/rate",
             "/design", "/design?" + "&".join(f"{key}={quote(value)}" for key, value in DESIGN.items()),
             "/no-such-page"),
        "shop": ("/applications", "/apply?" + "&".join(f"{key}={quote(value)}" for key, value in DESIGN.items()),
                 "/account/authorisations", "/apply/together?group=construction-site",
                 "/apply/item/gas-licence", "/account/links", "/account/password", "/drafts", "/appointments",
                 case["draft"], case["returned"], case["refused"], case["issued"], case["site"], case["not accepted"],
                 case["returned"] + "/materials", case["site"] + "/materials", case["issued"] + "/rating"),
        "clerk": ("/applications", "/window/today", "/complaints/desk", f"/complaints/desk/{full.complaint}", "/survey",
                  "/survey/new", "/inspections", f"/inspect/{permit}", f"/cases/{full.cases['issued'].id}/service",
                  *some, case["submitted"] + "/letters/new"),
        "second": (case["recommended"], case["site"], case["submitted"]),
        "supervisor": ("/reports/weekly", "/publications", "/applications?show=done", case["paused"], case["event"],
                       case["issued"], "/reports/cases?since=2026-11-23&until=2026-11-29&figure=accepted"),
        "admin": ("/accounts", "/calendar"),
        "designer": ("/", "/drafts", "/survey", "/design", "/plans/new"),
    }  # fmt: skip


class _Seen(HTMLParser):
    """The words that a reader meets: text, and what stands in labels and titles; not what is marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0
        self._kept_in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        if not self._kept_in and dict(attrs).get("lang") == "zh-CN" and tag != "html":
            self._kept_in = tag
        self.words += [
            value for name, value in attrs if name in ("aria-label", "title", "placeholder", "alt") and value
        ]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")
        if tag == self._kept_in:
            self._kept_in = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden and not self._kept_in and data.strip():
            self.words.append(data.strip())


def _words(html: str) -> list[str]:
    seen = _Seen()
    seen.feed(_LOGINS.sub("", html))
    return seen.words


def _look(window: _Window, anyone: TestClient, seated, lang: str) -> Iterator[tuple[str, str]]:
    """Every page's words, with whose page it is."""
    services, full = window
    for login, paths in _pages(services, full).items():
        client = seated(login) if login else anyone
        for path in paths:
            answer = client.get(path, headers={"accept-language": lang})
            assert answer.status_code == (404 if path == "/no-such-page" else 200), (login, path)
            yield from ((f"{login or 'anyone'} {path[:60]}", word) for word in _words(answer.text))


def test_no_id_of_the_code_stands_on_a_chinese_page(window, anyone: TestClient, seated):
    found = [
        f"{where}: {hit[1]} in “{word[:80]}”"
        for where, word in _look(window, anyone, seated, "zh-CN")
        if (hit := _WORD.search(word))
    ]
    assert not found, "\n".join(found)


def test_an_english_page_is_english_but_for_names_and_citations(window, anyone: TestClient, seated):
    names = _names(window[0])
    found = {}
    for where, word in _look(window, anyone, seated, "en"):
        if _CHINESE.search(word) and _CHINESE.search(left := names.sub("", _NUMBER.sub("", word))):
            found[left] = f"{where}: {word[:110]}"
    assert not found, "\n".join(found.values())


def _names(services: Services) -> re.Pattern[str]:
    """What stays Chinese: names of people, places, shops and holidays, and documents and articles as they are cited."""
    with services.database.reading() as unit:
        people = [account.name for account in unit.accounts.listed()]
    rules = [rule for name in bundled_books() for rule in load_book(name).rules]
    cited = [words for rule in rules for words in (rule.document, rule.clause)]
    for item in services.catalogue.items:
        cited += [words for basis in item.basis for words in (basis.document, basis.article)]
        cited += [fee.basis for fee in item.fees]
    rule = services.office.policy.orders
    for one in (rule.signs, rule.items) if rule else ():
        cited += [*one.basis, *one.consequence_basis]
    years = [services.office.calendar.year(year) for year in services.office.calendar.years]
    days = [words for year in years if year for words in (year.source, *(name for _, _, name in year.days))]
    known = {*people, *cited, *days, *_strings(services.plans.plans), *_strings(services.office.organ)}
    known |= {"中文", DESIGN["name"], DESIGN["licence_name"], _FIRST_NAME}
    parts = sorted((one for one in known if _CHINESE.search(one)), key=len, reverse=True)
    return re.compile("|".join((*map(re.escape, parts), "“[\u4e00-\u9fff]”")))  # a letter of a name by itself


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _strings(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _strings(part)
