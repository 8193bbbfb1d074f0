"""What the guide's pages show beside the catalogue itself: steps from the workflow's table, papers handed in once."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import Any

from signage.applications.advice import MOST_MM
from signage.applications.notices import Organ
from signage.errors import InputError, Location
from signage.items import Catalogue, CatalogueItem, CompositeGroup, ItemPaper, words
from signage.locale import Lang, text
from signage.uploads import accepted_words, formats_named


def item_words(organ: Organ, lang: Lang) -> dict[str, Any]:
    """Return the words that templates of the guide ask for."""

    def remedy(which: Any) -> str:
        return words.remedy_words(which, lang, review_body=organ.review_body, court=organ.court, phone=organ.phone)

    return {
        "track_of": lambda track: text(f"workflow.track_{track.value}", lang),
        "kind_of": lambda item: words.kind_word(item.kind, lang),
        "type_of": lambda item: words.type_word(item.type, lang),
        "category_of": lambda category: words.category_word(category, lang),
        "source_of": lambda source: words.source_word(source, lang),
        "statutory_of": lambda item: words.statutory_words(item, lang),
        "promised_of": lambda item: words.promised_words(item, lang),
        "copies_of": lambda paper: words.copies_words(paper, lang),
        "formats_of": lambda paper: accepted_words(formats_named(paper.formats)),
        "follow_of": lambda paper: words.follow_words(paper, lang),
        "fee_of": lambda fee: words.fee_words(fee, lang),
        "temporary_of": lambda temporary: words.temporary_words(temporary, lang),
        "remedy_of": remedy,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPaper:
    """A paper of a composite case with the items that ask for it; it is handed in once."""

    paper: ItemPaper
    items: tuple[CatalogueItem, ...]


def shared_papers(catalogue: Catalogue, group: CompositeGroup) -> tuple[SharedPaper, ...]:
    """Return every paper of a group's items once, those that most items ask for first."""
    found: dict[str, SharedPaper] = {}
    for code in group.codes:
        item = catalogue.item(code)
        for paper in item.papers:
            before = found.get(paper.name_zh)
            known = before.items if before else ()
            found[paper.name_zh] = SharedPaper(paper=before.paper if before else paper, items=(*known, item))
    return tuple(sorted(found.values(), key=lambda one: -len(one.items)))


def number_of(field: str, typed: str) -> float | None:
    """Return a size as it was typed, full-width figures and commas included; None when nothing was.

    Args:
        field: `longest_mm` or `area_m2`, for the location of a fault.
        typed: What stands in the field.

    Raises:
        InputError: It is no number.
    """
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").strip()
    if not plain:
        return None
    name = "side" if field == "longest_mm" else "area"
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(
            "items.ask_size_wrong",
            at=Location(field=field),
            given=typed[:20],
            most_mm=MOST_MM,
            name=text(f"items.{name}", Lang.ZH),
            name_en=text(f"items.{name}", Lang.EN),
        )
    return value
