"""How each line of a one-time notice is put right (怎样补正): who issues a paper, in what form, what a rule wants."""

from __future__ import annotations

from signage.applications.form_values import items_concerned
from signage.applications.model import Application, Item
from signage.applications.office import Office
from signage.applications.records import Defect
from signage.items import Catalogue
from signage.items.model import ItemPaper
from signage.items.words import copies_words
from signage.locale import Lang, text
from signage.rules import Finding, Verdict
from signage.units import Quantity
from signage.uploads import accepted_words, formats_named

_ZH = Lang.ZH  # letters are written in Chinese


def paper_ways(catalogue: Catalogue) -> dict[tuple[str, str], str]:
    """Return by an item's code and a paper's name how that paper is handed in, in Chinese."""
    return {(item.code, paper.name_zh): _way(paper) for item in catalogue.items for paper in item.papers}


def how_to_mend(office: Office, application: Application, defect: Defect) -> str:
    """Return in one sentence how a defect is put right, in Chinese.

    Args:
        office: Knows how papers are handed in and what an event's dates may be.
        application: The case as it was looked at.
        defect: What the notice lists.
    """
    sort, _, rest = defect.key.partition(":")
    match sort:
        case "paper":
            return _paper(office, application, rest)
        case "finding":
            place, _, rule = rest.rpartition(":")
            return _finding(application, place, rule)
        case "consent" | "place" | "licence":
            return text(f"letters.mend_{sort}", _ZH)
        case "field":
            name = rest.partition(":")[0]
            key = name if name in ("figure", "earlier_permit", "group") else name.partition("-")[0].partition("_")[0]
            most = office.policy.temporary.max_days
            return text(f"letters.mend_field_{key if key in _FIELDS else 'other'}", _ZH, most=most)
        case _:
            return text("letters.mend_as_written", _ZH)


_FIELDS = ("figure", "earlier_permit", "group", "term")


def _way(paper: ItemPaper) -> str:
    formats = "、".join(accepted_words(formats_named(paper.formats)))
    return text("letters.mend_paper", _ZH, issuer=paper.issuer_zh, form=copies_words(paper, _ZH), formats=formats)


def _paper(office: Office, application: Application, rest: str) -> str:
    listed = office.policy.paper(rest)
    matter = next((one for m in application.matters for one in m.papers if one.code == rest), None)
    name = listed.name_zh if listed else matter.name if matter else ""
    ways = office.paper_ways
    own = [ways[code, name] for code in items_concerned(application) if (code, name) in ways]
    other = [way for (_, known), way in ways.items() if known == name]
    found = next(iter((*own, *other)), "")
    if not found:  # the drawing of a ticked item, or a paper that the guide does not describe
        return text("letters.mend_paper_drawing" if not name else "letters.mend_paper_plain", _ZH)
    drawn = text("letters.mend_paper_drawn", _ZH) if listed and listed.drawn else ""
    return f"{found}{drawn}"


def _finding(application: Application, place: str, rule: str) -> str:
    item = next((one for one in application.items if one.position_key == place), None)
    found = next((one for one in item.report.findings if one.rule_id == rule), None) if item else None
    if item is None or found is None:
        return text("letters.mend_as_written", _ZH)
    return _wanted(item, found)


def _wanted(item: Item, found: Finding) -> str:
    if found.verdict is Verdict.UNMEASURED:
        return text("letters.mend_unmeasured", _ZH, missing=found.missing or found.title_zh)
    if found.verdict is Verdict.REVIEW:
        return text("letters.mend_review", _ZH, title=found.title_zh)
    hint = text("letters.mend_hint", _ZH, hint=found.hint_zh.rstrip("。")) if found.hint_zh else ""
    measured = _measured(found.measured)
    key = "mend_finding" if measured else "mend_finding_unmeasured"
    return text(f"letters.{key}", _ZH, required=found.required, measured=measured) + hint


def _measured(value: Quantity | str | None) -> str:
    return "" if value is None else str(value)
