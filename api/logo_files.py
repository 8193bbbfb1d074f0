"""Logos over the web: an upload taken in, and a kept one given back as a small picture drawn by us."""

from __future__ import annotations

from starlette.datastructures import FormData, UploadFile

from signage.artwork import ArtShape, Artwork
from signage.bootstrap import Services
from signage.errors import Location, SpecError
from signage.geometry import Path

MOST_LOGO = 8 * 1024 * 1024
"""Largest logo file that the page takes, bytes; a drawn one has a lower limit of its own."""


def take_logo(sent: FormData, services: Services) -> str:
    """Read the logo of a form, keep it on the shelf and return its id.

    Raises:
        SpecError: There is none, it is too large, or it is no logo that can be used.
        ToolError: Too many are being read.
    """
    at = Location(field="logo")
    upload = sent.get("logo_file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise SpecError("desk.logo_missing", at=at)
    content = upload.file.read(MOST_LOGO + 1)
    if len(content) > MOST_LOGO:
        raise SpecError("desk.logo_too_large", at=at, most_mb=MOST_LOGO // (1024 * 1024))
    try:
        return services.logos.take_in(content)
    except SpecError as error:
        raise SpecError(error.code, at=at, **error.params) from error


def shown_logo(artwork: Artwork) -> tuple[bytes, str]:
    """Return a picture of a logo and its media type: its pixels, or its shapes as SVG."""
    if artwork.picture is not None:
        return artwork.picture, "image/png"
    shapes = "".join(_shape(shape, artwork.height) for shape in artwork.shapes)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {artwork.width:.6g} {artwork.height:.6g}">{shapes}</svg>'
    )
    return svg.encode("ascii"), "image/svg+xml"


def _shape(shape: ArtShape, height: float) -> str:
    opacity = "" if shape.opacity == 1 else f' fill-opacity="{shape.opacity:.4g}"'
    return f'<path fill="{shape.colour}"{opacity} d="{_path(shape.path, height)}"/>'


def _path(path: Path, height: float) -> str:
    """A path's data with y down, as SVG has it."""
    numbers, place, words = path.coords, 0, []
    for verb in path.verbs:
        count = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}[verb]
        ends = numbers[place : place + count]
        place += count
        words.append(verb + " ".join(f"{height - v if i % 2 else v:.6g}" for i, v in enumerate(ends)))
    return "".join(words)
