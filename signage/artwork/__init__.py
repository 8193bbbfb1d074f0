"""Logos brought by others: read as hostile, kept as plain outlines and re-encoded pixels, never as the file itself.

`read_artwork` takes the bytes of an SVG, PNG, JPEG or WebP file; `artwork_text` and `artwork_of_text` keep an artwork
as a line of text inside a spec. `LogoShelf` keeps what visitors hand in, bounded, until they apply with it.
"""

from signage.artwork.model import ArtShape, Artwork
from signage.artwork.photograph import is_photograph
from signage.artwork.read import MOST_FILE, read_artwork
from signage.artwork.shelf import LogoShelf
from signage.artwork.text_form import MOST_TEXT, artwork_of_text, artwork_text

__all__ = [
    "MOST_FILE",
    "MOST_TEXT",
    "ArtShape",
    "Artwork",
    "LogoShelf",
    "artwork_of_text",
    "artwork_text",
    "is_photograph",
    "read_artwork",
]
