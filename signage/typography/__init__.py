"""Text to outlines in millimetres: which typeface, shaped how, measured exactly.

Font units live here and nowhere else. A missing glyph is an error that names the character; nothing is ever replaced
silently.
"""

from signage.typography.catalogue import DEFAULT_TYPEFACE, FontCatalogue, FontEntry, FontStyle
from signage.typography.identity import FontIdentity
from signage.typography.metrics import letter_gaps, perimeter_of, thinnest_stroke_of
from signage.typography.outline import GlyphOutline
from signage.typography.text import (
    MAX_NAME,
    Direction,
    Setting,
    clean_name,
    clean_text,
    code_of,
    direction_of,
    is_blank,
    is_cjk,
    sets_height,
)
from signage.typography.typeface import Cluster, ShapedGlyph, ShapedLine, TextRun, Typeface

__all__ = [
    "DEFAULT_TYPEFACE",
    "MAX_NAME",
    "Cluster",
    "Direction",
    "FontCatalogue",
    "FontEntry",
    "FontIdentity",
    "FontStyle",
    "GlyphOutline",
    "Setting",
    "ShapedGlyph",
    "ShapedLine",
    "TextRun",
    "Typeface",
    "clean_name",
    "clean_text",
    "code_of",
    "direction_of",
    "is_blank",
    "is_cjk",
    "letter_gaps",
    "perimeter_of",
    "sets_height",
    "thinnest_stroke_of",
]
