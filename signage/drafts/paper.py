"""A draft as a paper of a case: our picture of what was uploaded, and what was measured on it, marked and in words."""

from __future__ import annotations

import math
from io import BytesIO

from PIL import Image, ImageDraw

from signage.digest import digest_of_bytes
from signage.drafts.model import Draft, Scale, SignSize
from signage.geometry import Point
from signage.uploads import ReceivedMaterial, Remark

_PREVIEW_PX = 1400
_SIGN, _SCALE, _CLEAR = "#d0021b", "#0b5cad", "#ffffff"


def draft_paper(
    kind: str,
    draft: Draft,
    picture: bytes,
    *,
    scale: Scale,
    size: SignSize,
    ends: tuple[Point, Point],
    asked_mm: tuple[float, float],
) -> ReceivedMaterial:
    """Return a draft as the case keeps it: the picture by its content, the digest of the file as it came.

    Args:
        kind: Code of the paper.
        draft: What was uploaded; its file itself is not kept.
        picture: Our picture of it, PNG.
        scale: As measured.
        size: The sign as measured, with its frame in the picture.
        ends: The two points of the scale, pixels.
        asked_mm: Width and height that are applied for.
    """
    measured = (
        ("width", f"{size.width_mm:.0f}"),
        ("width_tolerance", f"{math.ceil(size.width_tolerance_mm)}"),
        ("height", f"{size.height_mm:.0f}"),
        ("height_tolerance", f"{math.ceil(size.height_tolerance_mm)}"),
        ("scale", f"{scale.mm_per_px:.3f}"),
        ("asked_width", f"{asked_mm[0]:.0f}"),
        ("asked_height", f"{asked_mm[1]:.0f}"),
    )
    return ReceivedMaterial(
        kind=kind,
        original_name=draft.file_name,
        media_type="image/png",
        suffix=".png",
        content=picture,
        original_digest=draft.digest,
        pages=1,
        previews=(marked(picture, ends, size.box_px),),
        size_px=draft.size_px,
        remarks=(Remark(code="drafts.remark_measured", params=measured), *draft.remarks),
    )


def marked(picture: bytes, ends: tuple[Point, Point], box_px: tuple[float, float, float, float]) -> bytes:
    """Return a picture as PNG with the line of the known distance in blue and the sign's frame in red."""
    with Image.open(BytesIO(picture), formats=("PNG",)) as opened:
        shown = opened.convert("RGB")
    k = min(1.0, _PREVIEW_PX / max(shown.size))
    if k < 1.0:
        size = (max(1, round(shown.width * k)), max(1, round(shown.height * k)))
        shown = shown.resize(size, Image.Resampling.LANCZOS)
    pen = ImageDraw.Draw(shown)
    width = max(2, round(max(shown.size) / 400))
    line = [(p.x * k, p.y * k) for p in ends]
    frame = [v * k for v in box_px]
    for extra, colours in ((width, (_CLEAR, _CLEAR)), (0, (_SCALE, _SIGN))):  # a light edge keeps it seen on any ground
        stroke = width + 2 * (extra // 2)
        pen.line(line, fill=colours[0], width=stroke)
        for x, y in line:
            r = 2 * width + extra / 2
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colours[0])
        pen.rectangle(frame, outline=colours[1], width=stroke)
    out = BytesIO()
    shown.save(out, "PNG", compress_level=6)
    return out.getvalue()


def draft_kind(plan_id: str, unit_id: str) -> str:
    """Return the code of the paper that a draft of a sign at a unit is; a later one there is its next version."""
    code = f"D-{plan_id}-{unit_id}"
    return code if len(code) <= _LONGEST_CODE else f"D-{digest_of_bytes(code.encode()).rpartition(':')[2][:12]}"


_LONGEST_CODE = 32
