"""The wording of letters: sentences of `templates/documents/letters.toml` with their placeholders filled."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any

from signage.applications.letters import Letter
from signage.applications.model import Track
from signage.documents.words import chinese_date
from signage.errors import DocumentError
from signage.resources import bundled


@cache
def wording(file: str = "letters.toml") -> dict[str, Any]:
    """Return the wording in one of `templates/documents`, read once.

    Raises:
        DocumentError: The file is no TOML of the known version.
    """
    path = bundled("templates", "documents", file)
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise DocumentError("letters.wording_unreadable", file=path.name, why=str(exc)) from exc
    if raw.get("schema_version") != 1:
        raise DocumentError("letters.wording_unreadable", file=path.name, why="schema_version")
    return raw


_ONE = r"第[一二三四五六七八九十百零]+条(?:第[一二三四五六七八九十]+款)?(?:第[一二三四五六七八九十]+项)?"
_CITED = re.compile(rf"(?:《中华人民共和国行政许可法》|行政许可法)({_ONE}(?:[、和及]{_ONE})*)")
_ARTICLE = re.compile(_ONE)
READ = "read"


def unread_articles(said: str) -> tuple[str, ...]:
    """Return the articles of 行政许可法 that a sentence cites and that nobody has compared with the law's text.

    How sure each article is stands in the wording itself; one that it does not list counts as unread.
    """
    sure: dict[str, str] = wording().get("articles", {})
    cited = (one for group in _CITED.findall(said) for one in _ARTICLE.findall(group))
    return tuple(one for one in cited if sure.get(one.partition("条")[0] + "条") != READ)


def only_read_articles(said: str) -> str:
    """Return a sentence that cites, of the articles of 行政许可法, those that were compared with the law's text.

    A sealed page carries no remark on how sure its author is: where an article was not read, the law alone is cited,
    which is surely the right one.
    """

    def kept(found: re.Match[str]) -> str:
        unread = set(unread_articles(found[0]))
        law = found[0].removesuffix(found[1])
        return found[0] if not unread else law + "、".join(a for a in _ARTICLE.findall(found[1]) if a not in unread)

    return _CITED.sub(kept, said)


class Phrases:
    """The sentences of one letter's kind, with what every sentence may say of the letter filled in.

    Args:
        letter: The letter.
        section: Its section of the wording.
        zone: The office's time zone, for dates.
    """

    def __init__(self, letter: Letter, section: str, zone: tzinfo) -> None:
        common = wording()["common"]
        own: dict[str, Any] = wording()[section]
        # What is no permit never cites 行政许可法: those sentences have another wording.
        track = letter.matter.track
        other = () if letter.matter.is_permit else dict.fromkeys((Track.FILING.value, track.value))
        self._own = {**own, **{key: said for name in other for key, said in own.get(name, {}).items()}}
        self._common: dict[str, Any] = common
        self._section = section
        self._zone = zone
        is_firm = bool(letter.addressee.credit_code)
        case = common["case"].format(application=letter.application_number) if letter.application_number else ""
        self._known: dict[str, Any] = {
            "you": common["you_firm"] if is_firm else common["you_person"],
            "matter": letter.matter.name,
            "basis": "、".join(letter.matter.basis),
            "law": common["law"],
            "act": common["acts"][letter.matter.track.value],
            "case": case,
            "phone": letter.organ.phone,
        }

    @property
    def case(self) -> str:
        """The case's number in brackets, empty where there is no case."""
        return str(self._known["case"])

    def say(self, key: str, **values: Any) -> str:
        """Return a sentence of this kind, or one that all kinds share.

        Raises:
            DocumentError: The wording has no such sentence, or names a placeholder that has no value.
        """
        place = key.split(".")
        try:
            found: Any = self._own if place[0] in self._own else self._common
            for step in place:
                found = found[step]
            said = str(found).format(**{**self._known, **{k: self._plain(v) for k, v in values.items()}})
        except (KeyError, IndexError, TypeError, ValueError) as exc:
            where = f"{self._section}.{key}"
            raise DocumentError("letters.wording_unreadable", file="letters.toml", why=f"{where}: {exc}") from exc
        return only_read_articles(said)

    def row(self, key: str) -> list[str]:
        """Return a list of words, such as the head of a table."""
        return [str(word) for word in self._own[key]]

    def local(self, at: datetime) -> date:
        """Return the office's date of an instant."""
        return at.astimezone(self._zone).date()

    def moment(self, at: datetime) -> str:
        """Return a date with hour and minute, as 2026年11月24日9时30分."""
        local = at.astimezone(self._zone)
        minute = f"{local.minute:02d}分" if local.minute else ""
        return f"{chinese_date(local.date())}{local.hour}时{minute}"

    def _plain(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return self.moment(value)
        return chinese_date(value) if isinstance(value, date) else value
