"""English for the names and fixed sentences that a case keeps in Chinese, as the data files give them side by side.

A case keeps the words that its documents state: the name of a paper, of an item, of a section, the basis of a time
limit. What their files say of them in English is found by those words, also for cases of long ago.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from signage.applications.model import CLOCK, Purpose
from signage.applications.policy import Policy
from signage.design import LetterConstruction, load_kinds
from signage.design.kind_files import load_materials
from signage.items import Catalogue, CatalogueItem
from signage.locale import Lang, all_codes, text

_FIXED = (
    *(f"applications.ended_{purpose.value}" for purpose in Purpose),
    *(f"sign.construction_{one.value}" for one in LetterConstruction),
    "applications.construction_printed",
    "applications.lighting_none",
    "applications.ended_transfer_item",
    "service.basis_planned",
    "service.the_public",
    "service.rater_by_code",
)


# Who acts where nobody does; history names them like everybody else.
_OF_NOBODY = ((CLOCK.name, "the clock"), ("系统", "the system"))


def english_names(policy: Policy, catalogue: Catalogue) -> Mapping[str, str]:
    """Return English by Chinese for everything that a case takes over by its words.

    Where two files call the same thing differently in English, the policy is heard first, then the catalogue in order.
    """
    found: dict[str, str] = {}
    for zh, en in (*_of_policy(policy), *_of_catalogue(catalogue), *product_names().items()):
        found.setdefault(zh, en)
    return MappingProxyType(found)


@cache
def product_names() -> Mapping[str, str]:
    """Return English by Chinese for what belongs to no city: kinds of sign and letter, materials, endings, light."""
    pairs = [(text(code, Lang.ZH), text(code, Lang.EN)) for code in _FIXED]
    pairs += [(kind.title_zh, kind.title_en) for kind in load_kinds()]
    pairs += [(material.name_zh, material.name_en) for material in load_materials()]
    titles = sorted(code for code in all_codes() if code.startswith("letters.title_"))
    pairs += [(text(code, Lang.ZH), text(code, Lang.EN)) for code in titles]
    return MappingProxyType(dict((*pairs, *_OF_NOBODY)))


def stated(words: str, lang: Lang) -> str:
    """Return what a permit states of a sign (form, materials, lighting) in the reader's language, else as it is."""
    if lang is Lang.ZH or not words:
        return words
    names = product_names()
    lit = _lit().fullmatch(words)
    if lit is not None:
        given = {name: names.get(value, value) for name, value in lit.groupdict().items()}
        return text("applications.lighting_lit", lang, **given)
    parts = words.split("、")
    return ", ".join(names[part] for part in parts) if all(part in names for part in parts) else words


@cache
def _lit() -> re.Pattern[str]:
    template = text(
        "applications.lighting_lit", Lang.ZH, construction="\0construction\0", temperature="\0temperature\0"
    )
    return re.compile(re.sub("\0(\\w+)\0", r"(?P<\1>.+)", re.escape(template)))


def _of_policy(policy: Policy) -> Iterator[tuple[str, str]]:
    yield policy.title_zh, policy.title_en
    yield from ((paper.name_zh, paper.name_en) for paper in policy.papers)
    yield policy.temporary.reason_zh, policy.temporary.reason_en
    yield from ((rule.reason_zh, rule.reason_en) for rule in policy.tracks)
    yield from _of_decision(policy.temporary.title, policy.temporary.title_en)
    for rule in policy.tracks:
        yield from _of_decision(rule.title, rule.title_en)
    english = dict(policy.basis_without_permit_en)
    yield from ((zh, english[name]) for name, zh in policy.basis_without_permit if name in english)
    english = dict(policy.basis_en)
    yield from ((zh, english[name]) for name, zh in policy.basis if name in english)


def _of_decision(zh: str, en: str) -> Iterator[tuple[str, str]]:
    """The title of a decision, by itself and with what was asked for, as `Policy.title_of` puts it."""
    if en:
        yield zh, en
        for purpose in Purpose:
            words = (text(f"workflow.purpose_{purpose.value}", lang) for lang in (Lang.ZH, Lang.EN))
            yield f"{zh}（{next(words)}）", f"{en} ({next(words)})"


def _of_catalogue(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for item in catalogue.items:
        yield item.name_zh, item.name_en
        yield item.window.name_zh, item.window.name_en
        yield from ((paper.name_zh, paper.name_en) for paper in item.papers)
        yield from ((result.title_zh, result.title_en) for result in item.results if result.title_zh)
        for result in item.results:
            yield from _of_decision(result.name_zh, result.name_en)
        yield from _of_numbers(item)
        yield _promise(item)
    yield from ((group.name_zh, group.name_en) for group in catalogue.groups)


def _of_numbers(item: CatalogueItem) -> Iterator[tuple[str, str]]:
    fields = (field for form in item.forms for part in form.parts for field in part.fields)
    for field in fields:
        if field.label_en:
            yield field.label, field.label_en
        if field.unit_en:
            yield field.unit, field.unit_en


def _promise(item: CatalogueItem) -> tuple[str, str]:
    code = "applications.basis_item_promise"
    return text(code, Lang.ZH, title=item.name_zh), text(code, Lang.EN, title=item.name_en)
