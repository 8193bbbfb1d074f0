"""Drafts that others drew (他人设计稿): measured by two clicks, turned into a specification, checked like our own.

`read_draft` makes the picture, `scale_of` and `size_of` measure on it with their uncertainty, `name_in` reads the
name, `spec_of_draft` and `check_draft` lead to the findings, `draft_paper` keeps it with the case.
"""

from signage.drafts.checking import Difference, DraftCheck, check_draft, differences, spec_of_draft
from signage.drafts.colours import ColourShare, colours_in, panel_and_letters
from signage.drafts.model import Draft, DraftPicture, Scale, ScaleSource, SignSize, Text
from signage.drafts.naming import NameComparison, Part, compare_names
from signage.drafts.paper import draft_kind, draft_paper
from signage.drafts.reading import NameReading, can_read, name_in, read_draft
from signage.drafts.scale import CLICK_PX, confirmed, scale_of, size_of, size_sentences
from signage.drafts.use_cases import draft_seen_by, drafts_of, hand_in_draft

__all__ = [
    "CLICK_PX",
    "ColourShare",
    "Difference",
    "Draft",
    "DraftCheck",
    "DraftPicture",
    "NameComparison",
    "NameReading",
    "Part",
    "Scale",
    "ScaleSource",
    "SignSize",
    "Text",
    "can_read",
    "check_draft",
    "colours_in",
    "compare_names",
    "confirmed",
    "differences",
    "draft_kind",
    "draft_paper",
    "draft_seen_by",
    "drafts_of",
    "hand_in_draft",
    "name_in",
    "panel_and_letters",
    "read_draft",
    "scale_of",
    "size_of",
    "size_sentences",
    "spec_of_draft",
]
