"""Why a rule is beyond what a repair changes, in words: it is about form, number, content, material or the site."""

from __future__ import annotations

from signage.design import Form
from signage.locale import Lang, text
from signage.offers.room import LEVERS, rule_of
from signage.offers.settle import HELD
from signage.rules import Finding, RuleBook
from signage.rules.concerns import Concern, concern_of

_OF_FORM = frozenset({"form", "carrier", "band_kind", "mounting", "second_line", "window_share"})
_OF_NUMBER = frozenset(
    {
        "form_count", "sign_count", "parallel_count", "projecting_count", "business_count", "business_projecting",
        "repeated_contents", "stacked_signs", "building_names", "building_names_same_way", "face_number",
    }
)  # fmt: skip
_OF_MATERIAL = frozenset({"combustible_materials", "discouraged_materials"})
_OF_SITE = frozenset(
    {
        "arcade_clear_height", "beyond_arcade", "footway_distance", "site_width", "restricted_place", "forbidden_cases",
        "special_street", "small_side_case", "wall_angle", "storey", "top_storey", "hanging_style", "over_entrance",
        "wall_zone", "surface_below",
    }
)  # fmt: skip


_UPWARDS = ("bottom", "top", "frame")


def why_out_of_reach(finding: Finding, books: tuple[RuleBook, ...], form: Form, lang: Lang) -> str:
    """Return why no change of size or place meets a rule that stands alone, empty when it is about these."""
    rule = rule_of(books, finding)
    measure = rule.measure if rule is not None else finding.measure
    lever = LEVERS.get(measure, "none")
    if lever in _UPWARDS and form in HELD:
        return text("repair.of_held", lang)
    if lever != "none":
        return ""
    for kind, measures in (("form", _OF_FORM), ("number", _OF_NUMBER), ("material", _OF_MATERIAL), ("site", _OF_SITE)):
        if measure in measures:
            return text(f"repair.of_{kind}", lang)
    if concern_of(finding) is Concern.CONTENT:
        return text("repair.of_content", lang)
    return text("repair.of_other", lang)
