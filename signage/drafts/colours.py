"""Colours of the sign on a draft: which fill it, and which two are likely its panel and its letters; proposals only."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image

from signage.design import Colour, contrast

_KINDS = 12
_NEAR = 28.0  # RGB distance below which two are one colour, as after JPEG
_LEAST_SHARE = 0.015
_INSET = 0.02  # of the box: its own edge is the wall's


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourShare:
    """A colour and the share of the sign's box that it fills."""

    colour: Colour
    share: float


def colours_in(png: bytes, box_px: tuple[float, float, float, float]) -> tuple[ColourShare, ...]:
    """Return the colours that fill a box of a picture, most of it first; those under 1.5 % are left out."""
    x0, y0, x1, y1 = box_px
    dx, dy = _INSET * (x1 - x0), _INSET * (y1 - y0)
    with Image.open(BytesIO(png), formats=("PNG",)) as picture:
        cut = picture.convert("RGB").crop((round(x0 + dx), round(y0 + dy), round(x1 - dx), round(y1 - dy)))
    cut.thumbnail((400, 400), Image.Resampling.NEAREST)  # no mixed colours that the sign does not have
    few = cut.quantize(_KINDS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    found = few.getcolors(_KINDS * 4) or []
    total = sum(count for count, _ in found)
    merged: list[tuple[float, np.ndarray]] = []
    for count, rgb in sorted(found, key=lambda pair: (-pair[0], str(pair[1]))):
        here = np.array(rgb, dtype=np.float64)
        for index, (share, other) in enumerate(merged):
            if float(np.linalg.norm(here - other)) <= _NEAR:
                merged[index] = (share + count / total, other)
                break
        else:
            merged.append((count / total, here))
    kept = sorted((m for m in merged if m[0] >= _LEAST_SHARE), key=lambda m: -m[0])
    return tuple(ColourShare(colour=_hex(rgb), share=share) for share, rgb in kept)


def panel_and_letters(found: tuple[ColourShare, ...]) -> tuple[Colour | None, Colour | None]:
    """Return the likely colours of panel and letters: what fills most, and what stands out from it most."""
    if not found:
        return None, None
    panel = found[0].colour
    others = [one for one in found[1:] if contrast(panel, one.colour) >= 1.3]
    letters = max(others, key=lambda one: contrast(panel, one.colour) * one.share**0.25, default=None)
    return panel, letters.colour if letters else None


def _hex(rgb: np.ndarray) -> Colour:
    return "#{:02X}{:02X}{:02X}".format(*(int(v) for v in rgb))
