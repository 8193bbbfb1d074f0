"""In which formats a paper may be handed in: what the catalogue says, told before the upload and kept at the door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from signage.bootstrap import Services
from signage.uploads import MAX_BYTES, PAPERS, Format, formats_named, suffixes_of

MOST_MB = MAX_BYTES // (1024 * 1024)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file field says of itself.

    Attributes:
        formats: That the paper is taken in.
    """

    formats: tuple[Format, ...]

    @property
    def accept(self) -> str:
        """The suffixes, as the field's attribute lists them."""
        return suffixes_of(self.formats)

    @property
    def labels(self) -> tuple[str, ...]:
        """What people call the formats."""
        return tuple(one.label for one in self.formats)

    @property
    def most_mb(self) -> int:
        """How large a file may be."""
        return MOST_MB


def taken_as(services: Services, name_zh: str) -> Taken:
    """Return in what a paper of this name is taken; the catalogue's items agree on it wherever they share a paper."""
    found = {
        name for item in services.catalogue.items for paper in item.papers if paper.name_zh == name_zh
        for name in paper.formats
    }  # fmt: skip
    return Taken(formats_named(found) or PAPERS)


def papers_taken(services: Services) -> Callable[[str], Taken]:
    """Return `taken_as` for a page."""
    return lambda name_zh: taken_as(services, name_zh)
