"""A Chinese page shows no id or enum value of the code, an English one no Chinese words of the pages themselves."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from signage.applications.model import Action, Outcome, Purpose, Role, State, Track
from signage.design import load_kinds

from .conftest import DESIGN
from .plain_cases import returned, submitted

_ENUMS = {one.value for kind in (Action, Outcome, Purpose, Role, State, Track) for one in kind}
_KINDS = {kind.id for kind in load_kinds()}
_IDS = {*_KINDS, *(kind.replace("-", "_") for kind in _KINDS), *_ENUMS, "PASS", "FAIL", "UNMEASURED", "NOT_APPLICABLE"}
_WORD = re.compile(
    rf"(?<![\w./@-])({'|'.join(sorted(map(re.escape, _IDS), key=len, reverse=True))})(?![\w./@-])", re.ASCII
)
# A login is a name that somebody was given; it stands in the list of accounts and in the history of its changes.
_LOGINS = re.compile(r"(?:<td[^>]*>|账户 )(shop|clerk|second|supervisor|designer|admin|agent)(?:</td>|（)")

_OPEN = ("/", "/guide", "/guide/shop-sign", "/register", "/publications", "/appointments", "/complaints", "/verify",
         "/books", "/calendar", "/bulletin", "/sign-in", "/window/board")  # fmt: skip
_OF = {
    "shop": ("/applications", "/apply", "/account/authorisations", "/account/links", "/account/password", "/drafts"),
    "clerk": ("/applications", "/window/today", "/complaints/desk", "/survey", "/inspections"),
    "supervisor": ("/reports/weekly", "/publications"),
    "admin": ("/accounts", "/calendar"),
}


class _Seen(HTMLParser):
    """The words that a reader meets: text, and what stands in labels and titles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        self.words += [
            value for name, value in attrs if name in ("aria-label", "title", "placeholder", "alt") and value
        ]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.words.append(data.strip())


def _words(html: str) -> list[str]:
    seen = _Seen()
    seen.feed(_LOGINS.sub("", html))
    return seen.words


@pytest.mark.usefixtures("one_drawing")
def test_no_id_of_the_code_stands_on_a_chinese_page(anyone: TestClient, seated, services):
    case, back = submitted(services), returned(services)
    found = []
    for login, paths in {"": _OPEN, **_OF}.items():
        client = seated(login) if login else anyone
        cases = [f"/applications/{case.id}", f"/applications/{back.id}", f"/applications/{back.id}/materials"]
        for path in (*paths, *(cases if login in ("shop", "clerk") else ())):
            answer = client.get(path, params=DESIGN if path == "/apply" else None)
            assert answer.status_code == 200, (login, path)
            found += [
                f"{login} {path}: {hit[1]} in “{word[:80]}”"
                for word in _words(answer.text)
                if (hit := _WORD.search(word))
            ]
    assert not found, "\n".join(found)


_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_the_fixed_words_of_an_english_page_are_english(anyone: TestClient, seated):
    kept = re.compile(
        r"示例市城市管理局|中文|（演示）|晶湾|示例|市政务服务中心"
    )  # names of the organ and of people, the language itself
    found = []
    for login, paths in {"": ("/appointments", "/complaints", "/verify", "/register", "/sign-in"), **_OF}.items():
        client = seated(login) if login else anyone
        client.cookies.set("lang", "en", domain="testserver.local")
        for path in paths:
            if path in ("/apply", "/calendar"):  # plans and calendars carry Chinese names and titles
                continue
            words = _words(client.get(path).text)
            found += [f"{login} {path}: {one[:80]}" for one in words if _CHINESE.search(one) and not kept.search(one)]
    assert not found, "\n".join(found)
