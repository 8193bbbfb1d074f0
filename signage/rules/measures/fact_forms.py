"""What may be said of a place or a sign that no drawing shows, and how: a word that is not on its list says nothing.

Facts come from applicants, clerks and plans, in Chinese or English. A value that is not understood is neither yes nor
no: whoever measures by it finds it missing, and the doors where it is typed refuse it with the words that they know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from signage.errors import InputError
from signage.locale import Lang, text

Fact = str | bool | float | tuple[str, ...]
Words = tuple[str, str]  # Chinese, English


class FactKind(StrEnum):
    """How a fact is said."""

    YES_NO = "yes_no"
    NUMBER = "number"
    WORD = "word"  # one of a list
    WORDS = "words"  # any of a list, `none` without any
    NAMES = "names"  # ids or names that no list knows, `none` without any
    TEXT = "text"


_YES = frozenset({"yes", "true", "y", "是", "有", "同意", "对"})
_NO = frozenset({"no", "false", "n", "否", "无", "没有", "不", "不是", "不同意"})
_NONE = frozenset({"none", "无", "没有", "no"})


# What the applicant or the designer decides or holds papers for; anything else is for a survey or an office to say.
_APPLICANTS = frozenset(
    {
        "authorised_mark", "broken_front", "canopy_kind", "external_light", "face_angle_deg", "face_gap_mm",
        "hanging_outer_edge", "is_building_name", "is_dynamic", "is_forecourt", "is_grouped", "is_medical",
        "leased_units", "licence_name", "light_spill_percent", "light_uniformity", "lit_existing", "motion", "open_24h",
        "owner_consent", "premises", "premises_use", "proofs", "replaces", "viewing_distance", "wall_angle",
    }
)  # fmt: skip


_OFFICES = frozenset(
    {"area_code", "designated_area", "district", "is_rescue_face", "is_retail_park", "restricted_place"}
)

# What a number can be at all; levels may lie under ±0.000.
_LEVELS = ("cornice_level", "curb_level_mm")
_MOST = {"light_spill_percent": 100.0, "light_uniformity": 1.0, "wall_angle": 180.0, "face_angle_deg": 180.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactForm:
    """The form of one fact.

    Attributes:
        values: The words of a list, each in both languages; either is understood.
    """

    name: str
    kind: FactKind
    values: Mapping[str, Words] = field(default_factory=dict)

    def understood(self, value: Fact) -> Fact | None:
        """Return a value as measures read it, None when it says nothing that is on the list."""
        match self.kind:
            case FactKind.YES_NO:
                return _yes_or_no(value)
            case FactKind.NUMBER:
                found = _number(value)
                return found if found is not None and self._least <= found <= _MOST.get(self.name, 1e6) else None
            case FactKind.WORD:
                return self._word(_text(value))
            case FactKind.WORDS:
                listed = _listed(value, also="、")
                if not listed and not _says_none(value):
                    return None
                known = [self._word(one) for one in listed]
                return None if None in known else tuple(one for one in known if one is not None)
            case FactKind.NAMES:
                names = _listed(value)
                return names if names or _says_none(value) else None
            case FactKind.TEXT:
                return _text(value) or None

    @property
    def is_applicants(self) -> bool:
        """Whether the applicant's word is enough; else an officer looks before a decision rests on it."""
        return self.name in _APPLICANTS

    def title(self, lang: Lang) -> str:
        """Return what people call it."""
        return text(f"facts.{self.name}", lang)

    @property
    def known(self) -> Words:
        """What may be said, in both languages."""
        match self.kind:
            case FactKind.YES_NO:
                return "是、否", "yes, no"
            case FactKind.NUMBER:
                most = f"{_MOST.get(self.name, 1e6):,.0f}"
                return f"{self._least:,.0f} 至 {most} 的数", f"a number from {self._least:,.0f} to {most}"
            case FactKind.WORD:
                return self._list("")
            case FactKind.WORDS:
                return self._list("none")
            case _:
                return "文字，没有写 none", "words, `none` without any"

    @property
    def sample(self) -> Words:
        """How it is typed, short: the first words of its list."""
        match self.kind:
            case FactKind.YES_NO:
                return "是|否", "yes|no"
            case FactKind.WORD | FactKind.WORDS:
                names = "|".join(list(self.values)[:2]) + "|…"
                return (f"none|{names}", f"none|{names}") if self.kind is FactKind.WORDS else (names, names)
            case FactKind.NUMBER:
                return "数", "number"
            case _:
                return "…", "…"

    @property
    def _least(self) -> float:
        return -1e6 if self.name in _LEVELS else 0.0

    def _list(self, also: str) -> Words:
        zh = [f"{key}（{words[0]}）" if words[0] != key else key for key, words in self.values.items()]
        en = list(self.values)
        return "、".join([*zh, *([f"{also}（无）"] if also else [])]), ", ".join([*en, *([also] if also else [])])

    def _word(self, said: str) -> str | None:
        plain = _plain(said)
        for key, words in self.values.items():
            if plain in {_plain(key), _plain(words[0]), _plain(words[1])}:
                return key
        return None


class NotUnderstood(InputError):
    """A fact was stated in words that are not on its list."""

    @classmethod
    def of(cls, form: FactForm, value: Fact) -> NotUnderstood:
        """Return the error for a fact and what was said."""
        zh, en = form.known
        said = _text(value)[:80]
        return cls("check.fact_not_understood", at=None, name=form.name, value=said, known=zh, known_en=en)

    @property
    def form(self) -> FactForm:
        """The fact's form."""
        return FACT_FORMS[str(self.params["name"])]

    @property
    def value(self) -> str:
        """What was said."""
        return str(self.params["value"])


FACT_FORMS: dict[str, FactForm] = {}


def fact(name: str, kind: FactKind, values: Mapping[str, Words] | None = None) -> FactForm:
    """Enter the form of a fact, and return it.

    Raises:
        ValueError: The name is taken by another form.
    """
    form = FactForm(name=name, kind=kind, values=dict(values or {}))
    if FACT_FORMS.setdefault(name, form) != form:
        raise ValueError(f"two facts are called {name}")
    return form


def facts(kind: FactKind, *names: str) -> None:
    """Enter several facts of one kind."""
    for name in names:
        fact(name, kind)


def is_offices(name: str) -> bool:
    """Return whether a fact is for an office to say, so that a plan that states it is not overruled."""
    return name in _OFFICES


def told(name: str, value: Fact) -> Fact:
    """Return a stated fact as measures read it.

    Raises:
        NotUnderstood: It says nothing that is on its list.
    """
    form = FACT_FORMS.get(name)
    if form is None:
        return value
    understood = form.understood(value)
    if understood is None:
        raise NotUnderstood.of(form, value)
    return understood


def _yes_or_no(value: Fact) -> bool | None:
    if isinstance(value, bool):
        return value
    said = _plain(value) if isinstance(value, str) else ""
    return True if said in _YES else False if said in _NO else None


def _number(value: Fact) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e12 else None
    try:
        found = float(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and abs(found) < 1e12 else None


def _text(value: Fact) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, int | float) else value.strip()


def _listed(value: Fact, *, also: str = "，") -> tuple[str, ...]:
    if value is False:
        return ()
    listed = value if isinstance(value, tuple) else tuple(re.split(f"[,，{also}]", _text(value)))
    return tuple(one.strip() for one in listed if one.strip() and _plain(one) not in _NONE)


def _says_none(value: Fact) -> bool:
    """Whether nothing was meant: an empty list, or the word for it; an answer left empty says nothing at all."""
    return value is False or isinstance(value, tuple) or _plain(_text(value)) in _NONE


def _plain(said: str) -> str:
    return said.replace("_", "").replace("-", "").replace(" ", "").replace("\u3000", "").casefold()


# Facts with lists of words of their own stand beside the measures that read them.
facts(
    FactKind.YES_NO,
    "broken_front",
    "circulation_path",
    "external_light",
    "has_lintel",
    "is_building_name",
    "is_dynamic",
    "is_forecourt",
    "is_grouped",
    "is_medical",
    "is_rescue_face",
    "is_retail_park",
    "open_24h",
    "over_entrance",
    "owner_consent",
    "translation_agrees",
)
facts(
    FactKind.NUMBER,
    "allowed_area_ft2",
    "arcade_clear_height",
    "arcade_depth",
    "cornice_level",
    "curb_level_mm",
    "facade_luminance",
    "face_angle_deg",
    "face_gap_mm",
    "footway_distance",
    "footway_width",
    "hanging_outer_edge",
    "light_spill_percent",
    "light_uniformity",
    "secondary_frontage_ft",
    "site_width",
    "street_line_mm",
    "viewing_distance",
    "wall_angle",
)
facts(FactKind.NAMES, "authorised_mark", "building_name_faces", "leased_units", "lit_existing", "proofs", "replaces")
facts(FactKind.TEXT, "district", "licence_name")
