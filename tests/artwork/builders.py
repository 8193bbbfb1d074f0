"""Logos made for the tests."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from signage.artwork import Artwork, read_artwork
from signage.errors import SpecError
from signage.locale import Lang, all_codes, describe

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">'
SQUARE = '<path d="M0 0h50v50H0z"/>'


def svg(body: str, head: str = HEAD) -> bytes:
    return f"{head}{body}</svg>".encode()


def drawn(body: str, head: str = HEAD) -> Artwork:
    return read_artwork(svg(body, head))


def file_of(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def disc(radius: float, size: int, *, hole: float = 0.0, colour: tuple[int, int, int] = (200, 30, 30)) -> Image.Image:
    """Return a disc on nothing, its edge smoothed by 4 × 4 samples a pixel."""
    fine = 4
    y, x = (np.mgrid[0 : size * fine, 0 : size * fine] + 0.5) / fine - size / 2
    far = np.hypot(x, y)
    cover = ((far < radius) & (far >= hole)).reshape(size, fine, size, fine).mean(axis=(1, 3))
    pixels = np.zeros((size, size, 4), np.uint8)
    pixels[..., :3] = colour
    pixels[..., 3] = np.round(cover * 255)
    return Image.fromarray(pixels, "RGBA")


def on_ground(image: Image.Image, ground: str = "white") -> Image.Image:
    flat = Image.new("RGB", image.size, ground)
    flat.paste(image, mask=image)
    return flat


def refused(content: bytes | str, code: str, line: int | None = None) -> SpecError:
    """Check that a logo is refused in words that can be read, at a line."""
    with pytest.raises(SpecError) as caught:
        read_artwork(content.encode() if isinstance(content, str) else content, file="logo.svg")
    error = caught.value
    assert error.code == code
    assert error.code in all_codes()
    for lang in Lang:
        words = describe(error, lang)
        assert words.message
        assert words.hint
        assert "{" not in words.hint
    assert error.at is not None
    assert error.at.file == "logo.svg"
    if line is not None:
        assert error.at.line == line
    return error
