"""Which typeface drew a line: enough to find the same file again and to prove that it is the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FontIdentity:
    """A typeface file and the instance taken from it.

    Attributes:
        name: Catalogue name, such as `noto-sans-sc`.
        family: Family name as the file states it.
        digest: `sha256:` of the file.
        index: Face number inside a collection.
        axes: Variation axes and their values, sorted by tag.
        licence: SPDX id where known, else what the file says.
    """

    name: str
    family: str
    digest: str
    index: int = 0
    axes: tuple[tuple[str, float], ...] = ()
    licence: str = ""
