"""Text to outlines in millimetres: which typeface, shaped how, measured exactly.

Font units live here and nowhere else. A missing glyph is an error that names the character; nothing is ever replaced
silently.
"""

from signage.typography.catalogue import DEFAULT_TYPEFACE, FontCatalogue, FontEntry, FontStyle
from signage.typography.identity import FontIdentity
from signage.typography.known_fonts import is_packaged, song_folder
from signage.typography.line_measures import LineMeasures, measure_line
from signage.typography.metrics import LetterMeasures, letter_gaps, outline_gaps, perimeter_of
from signage.typography.outline import GlyphOutline
from signage.typography.run import WORD_GAP, Cluster, ShapedGlyph, ShapedLine, TextRun
from signage.typography.scripts import has_baseline, is_alphabetic, is_cjk, is_joining, is_mongolian
from signage.typography.strokes import thinnest_stroke_of, typical_stroke_of
from signage.typography.text import (
    MAX_NAME,
    Direction,
    Setting,
    clean_name,
    clean_text,
    code_of,
    direction_of,
    is_blank,
    sets_height,
)
from signage.typography.typeface import Typeface

__all__ = [
    "DEFAULT_TYPEFACE",
    "MAX_NAME",
    "WORD_GAP",
    "Cluster",
    "Direction",
    "FontCatalogue",
    "FontEntry",
    "FontIdentity",
    "FontStyle",
    "GlyphOutline",
    "LetterMeasures",
    "LineMeasures",
    "Setting",
    "ShapedGlyph",
    "ShapedLine",
    "TextRun",
    "Typeface",
    "clean_name",
    "clean_text",
    "code_of",
    "direction_of",
    "has_baseline",
    "is_alphabetic",
    "is_blank",
    "is_cjk",
    "is_joining",
    "is_mongolian",
    "is_packaged",
    "letter_gaps",
    "measure_line",
    "outline_gaps",
    "perimeter_of",
    "sets_height",
    "song_folder",
    "thinnest_stroke_of",
    "typical_stroke_of",
]
