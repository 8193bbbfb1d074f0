from __future__ import annotations

from pathlib import Path

import pytest

from signage.typography import FontCatalogue, Typeface
from signage.typography.font_files import describe_face

FACES = Path(__file__).parent.parent / "fonts"


@pytest.fixture(scope="session")
def subsets(fonts: FontCatalogue) -> FontCatalogue:
    """The small typefaces of `tests/fonts` alone, with the default one."""
    small = [describe_face(path, 0) for path in sorted(FACES.iterdir()) if path.suffix in {".ttf", ".otf"}]
    return FontCatalogue([fonts.entries()[0], *small])


@pytest.fixture(scope="session")
def face(subsets: FontCatalogue):
    def of(name: str, weight: int = 700) -> Typeface:
        return subsets.typeface(f"signage-test-{name}", weight)

    return of
