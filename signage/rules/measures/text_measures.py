"""What the sign says: characters, scripts, words, and the name against the licence."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from signage.rules.characters import KINDS, folded, is_foreign, is_han, kind_of_form, nonstandard, simplified, table
from signage.rules.findings import Mark
from signage.rules.measures.measurement import (
    Measurement,
    Words,
    lacking,
    measure,
    nothing,
    ratio,
    rect_mark,
    word,
)
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import APPLICANT
from signage.rules.names import agreement, shop_name_of, strange_characters
from signage.units import Quantity, Unit


def _boxes(subject: Subject, wanted: set[str]) -> tuple[Mark, ...]:
    if not wanted:
        return ()
    return tuple(
        rect_mark(box.moved(*subject.face_shift), role="excess")
        for piece, box in subject.parts.letter_boxes
        if any(c in wanted for c in piece.text)
    )


@measure(
    "nonstandard_characters",
    None,
    ("非规范汉字", "non-standard characters"),
    "Han characters of the text outside the 8,105 of 通用规范汉字表, each with its standard form when one is known.",
    kind="words",
)
def nonstandard_characters(subject: Subject) -> Measurement:
    """Return the characters that are not general standard characters."""
    hits = nonstandard(subject.parts.text)
    if not hits:
        return Measurement(words=())
    zh = "、".join(
        f"{c}（{KINDS[kind_of_form(c)][0]}，应为{plain}）" if plain else f"{c}（表外字）" for c, plain in hits
    )
    en = ", ".join(
        f"{c} ({KINDS[kind_of_form(c)][1]}, standard form {plain})" if plain else f"{c} (outside the table)"
        for c, plain in hits
    )
    return Measurement(words=tuple(c for c, _ in hits), shown=(zh, en), where=_boxes(subject, {c for c, _ in hits}))


_CONTEXT = 4  # characters shown on each side of a found word


@lru_cache(maxsize=4096)
def _absolute(text: str) -> tuple[tuple[str, str], ...]:
    """Return absolute words with their context; harmless combinations are spared, a word inside a longer hit too."""
    lists = table("absolute_words.toml")
    kept = simplified(unicodedata.normalize("NFKC", text))
    plain = "".join(c for c in kept if c == "%" or unicodedata.category(c)[0] in "LN")
    masked = plain
    for harmless in lists["harmless"]["patterns"]:
        masked = re.sub(harmless, lambda m: "□" * len(m.group(0)), masked)
    hits = []
    for found in sorted((*lists["statutory"]["words"], *lists["starter"]["words"]), key=len, reverse=True):
        at = masked.find(found)
        if at >= 0:
            hits.append((found, plain[max(0, at - _CONTEXT) : at + len(found) + _CONTEXT]))
            masked = masked.replace(found, "□" * len(found))
    return tuple(hits)


def _licence_of(subject: Subject) -> str:
    licence = subject.fact("licence_name") or subject.layout.spec.licence_name
    return licence.strip() if isinstance(licence, str) else ""


@measure(
    "absolute_words",
    None,
    ("绝对化用语", "absolute words"),
    "Words of the starter list found in the text after folding width, script and separators, with their context; words "
    "that belong to the 字号 of the licence (`licence_name`) are spared.",
    kind="words",
    facts=("licence_name",),
    version=2,
)
def absolute_words(subject: Subject) -> Measurement:
    """Return absolute words in the sign's text."""
    licence = _licence_of(subject)
    registered = shop_name_of(licence) if licence else ""
    every = _absolute(subject.parts.text)
    hits = [(found, context) for found, context in every if found not in registered]
    spared = "、".join(found for found, _ in every if found in registered)
    zh = "；".join(f"“{found}”，见“{context}”" for found, context in hits)
    en = "; ".join(f"“{found}” in “{context}”" for found, context in hits)
    letters = {c for found, _ in hits for c in found}
    return Measurement(
        words=tuple(found for found, _ in hits),
        shown=(zh, en) if hits else None,
        where=_boxes(subject, letters),
        detail=(f"“{spared}”属于执照登记的字号", f"“{spared}” is part of the registered 字号") if spared else ("", ""),
    )


@measure(
    "script_mix",
    None,
    ("文字种类", "scripts"),
    "Whether the text is Chinese, mixed, foreign alone or neither.",
    kind="text",
    values={
        "chinese": ("汉字", "Chinese"),
        "mixed": ("汉字与外文并用", "Chinese and foreign"),
        "foreign_only": ("仅有外文", "foreign only"),
        "neither": ("既无汉字也无外文", "neither"),
    },
)
def script_mix(subject: Subject) -> Measurement:
    """Return which scripts the sign uses."""
    mix = _mix(subject.parts.text)
    is_chinese = mix in ("mixed", "chinese")
    return word(mix) if is_chinese else word(mix, rect_mark(subject.content_rect or subject.rect))


@lru_cache(maxsize=4096)
def _mix(text: str) -> str:
    han, foreign = any(map(is_han, text)), any(map(is_foreign, text))
    if han:
        return "mixed" if foreign else "chinese"
    return "foreign_only" if foreign else "neither"


@measure(
    "foreign_to_chinese",
    Unit.RATIO,
    ("外文与汉字字高之比", "foreign letters over Chinese"),
    "Tallest ink of a foreign letter over the tallest ink of a Chinese character.",
)
def foreign_to_chinese(subject: Subject) -> Measurement:
    """Return how tall foreign letters are beside the Chinese ones."""
    if not all(subject.parts.boxes_by_script):
        return nothing("汉字与外文没有并用", "Chinese and foreign script are not used together")
    han, foreign = ([box.moved(*subject.face_shift) for box in boxes] for boxes in subject.parts.boxes_by_script)
    tall, base = max(foreign, key=lambda b: b.height), max(han, key=lambda b: b.height)
    if base.height == 0:
        return nothing("汉字没有可见字形", "the Chinese characters have no ink")
    parts = Quantity(tall.height, Unit.MM), Quantity(base.height, Unit.MM)
    return ratio(*parts, rect_mark(tall), rect_mark(base))


@measure(
    "name_agreement",
    None,
    ("店名与营业执照", "name against licence"),
    "The first line against the licence name or an authorised mark (`licence_name`, `authorised_mark`), normalised.",
    kind="text",
    facts=("licence_name", "authorised_mark"),
    values={
        "same": ("一致", "the same"),
        "short": ("简称（字号完整）", "a short form with the whole trade name"),
        "similar": ("相近，须人工核对", "similar; a person must look"),
        "different": ("不一致", "different"),
    },
)
def name_agreement(subject: Subject) -> Measurement:
    """Return how the shown name agrees with the licence."""
    licence = _licence_of(subject)
    if not licence:
        return lacking(("营业执照名称", "the name on the licence"), APPLICANT)
    name = subject.layout.spec.name
    outcome = agreement(name, licence)
    # A licence may begin with its city without 市, which no list of words tells from the trade name.
    city = subject.proposal.plan.city.removesuffix("市")
    bare = licence.removeprefix(city)
    if outcome in ("similar", "different") and bare != licence and agreement(name, bare) in ("same", "short"):
        outcome = "short"
    for mark in subject.words_of("authorised_mark") or ():
        if outcome in ("similar", "different") and agreement(name, mark) in ("same", "short"):
            outcome = "short"
    detail = (f"店名“{name}”，执照“{licence}”", f"sign “{name}”, licence “{licence}”")
    strange = strange_characters(name, licence)
    if outcome in ("similar", "different") and strange:
        detail = (f"{detail[0]}，执照中没有：{strange}", f"{detail[1]}; not in the licence: {strange}")
    return word(outcome, rect_mark(subject.content_rect or subject.rect), detail=detail)


@lru_cache(maxsize=4096)
def _extra(shown: str) -> tuple[tuple[str, str], ...]:
    """Return each kind of content beside the name with what was found of it."""
    text = unicodedata.normalize("NFKC", shown)
    return tuple(
        {
            key: found.group(0)
            for key, entry in table("content_words.toml").items()
            for pattern in entry["patterns"]
            if (found := re.search(pattern, text))
        }.items()
    )


@lru_cache(maxsize=4096)
def _other_words(shown: str, names: str) -> str:
    """Return the first Chinese words of further lines that are no known content and no part of the names."""
    text = re.sub(r"(?<=[^\x00-\x7F])\s+(?=\d)|(?<=\d)\s+(?=[^\x00-\x7F])", "", unicodedata.normalize("NFKC", shown))
    patterns = [pattern for entry in table("content_words.toml").values() for pattern in entry["patterns"]]
    known = folded(names)
    for words in re.split(r"[\s,，;；、/|·]+", text):
        plain = "".join(c for c in words if is_han(c))
        if len(plain) >= 2 and folded(plain) not in known and not any(re.search(p, words) for p in patterns):
            return plain
    return ""


_CONTENT: dict[str, Words] = {key: (entry["zh"], entry["en"]) for key, entry in table("content_words.toml").items()}


@measure(
    "extra_content",
    None,
    ("店名以外的内容", "content beside the name"),
    "Kinds of content beside the name that patterns find in the text: telephone, address, price, slogan, web address, "
    "scope of business; and `other` where a further line has Chinese words that are none of these and not in the "
    "licence's name (`licence_name`).",
    kind="words",
    values=_CONTENT,
    facts=("licence_name",),
    version=2,
)
def extra_content(subject: Subject) -> Measurement:
    """Return which kinds of content the text has beside the name."""
    hits = dict(_extra(subject.parts.text))
    spec = subject.layout.spec
    further = " ".join(filter(None, (spec.second_line, spec.small_print)))
    other = _other_words(further, spec.name + _licence_of(subject)) if further else ""
    if other:
        hits["other"] = other
    zh = "、".join(f"{_CONTENT[key][0]}“{sample}”" for key, sample in hits.items())
    en = ", ".join(f"{_CONTENT[key][1]} “{sample}”" for key, sample in hits.items())
    return Measurement(words=tuple(hits), shown=(zh, en) if hits else None)
