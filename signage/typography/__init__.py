"""Text to outlines in millimetres: which typeface, shaped how, measured exactly.

Font units live here and nowhere else. A missing glyph is an error that names the character; nothing is ever replaced
silently.
"""

from signage.typography.identity import FontIdentity

__all__ = ["FontIdentity"]
