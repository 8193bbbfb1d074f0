"""The logo of a spec: from a file beside it, or from its text form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from signage.artwork import MOST_FILE, Artwork, artwork_of_text, read_artwork
from signage.design.spec import Logo
from signage.design.spec_model import LogoSection
from signage.errors import Location, SpecError


def logo_of(section: LogoSection, folder: Path | None, at: Callable[[str], Location]) -> Logo:
    """Return the logo that a section asks for.

    Args:
        section: The section, which was stated.
        folder: Where its file is looked for; None refuses a file.
        at: Says where a field of the spec lies.

    Raises:
        SpecError: It states neither or both of `file` and `art`, its file lies elsewhere, or the logo cannot be used.
    """
    if (section.file is None) == (section.art is None):
        raise SpecError("spec.logo_one_source", at=at("logo"))
    if section.file is not None:
        artwork = _of_file(section.file, folder, at("logo.file"))
    else:
        try:
            artwork = artwork_of_text(section.art or "")
        except SpecError as exc:
            raise exc.located(at("logo.art")) from exc
    return Logo(artwork=artwork, height_mm=section.height_mm, place=section.place)


def _of_file(name: str, folder: Path | None, at: Location) -> Artwork:
    if folder is None:
        raise SpecError("spec.logo_needs_art", at=at)
    path = _inside(name, folder, at)
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_FILE + 1)
    except OSError as exc:
        raise SpecError("spec.logo_unreadable", at=at, path=name, reason=exc.strerror or "?") from exc
    return read_artwork(content, file=PurePosixPath(name).name)


def _inside(name: str, folder: Path, at: Location) -> Path:
    """Return a file below a folder, links followed; nothing else is ever opened."""
    parts = PurePosixPath(name).parts
    is_plain = not any(c in name for c in "\\:\0") and not name.startswith(("/", "~")) and ".." not in parts
    try:
        base = folder.resolve()
        found = base.joinpath(*parts).resolve() if is_plain else None
        if found is None or not found.is_relative_to(base):
            raise SpecError("spec.logo_elsewhere", at=at, path=_shown(name))
        if not found.is_file():
            raise SpecError("spec.logo_unreadable", at=at, path=_shown(name), reason="not a file")
    except (OSError, RuntimeError, ValueError) as exc:  # a name that is too long, a ring of links
        raise SpecError("spec.logo_unreadable", at=at, path=_shown(name), reason=type(exc).__name__) from exc
    return found


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "·" for c in name)[:80]
