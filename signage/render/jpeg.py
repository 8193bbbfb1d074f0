"""JPEG: the raster picture for mail and web, with full colour resolution so that coloured letters keep clean edges.

Same scene, viewport and quality, same bytes. The file states its density and carries title and model digest as a
comment and as XMP.
"""

from __future__ import annotations

import struct

import simplejpeg

from signage.errors import RenderError
from signage.render.backend import DEFAULT_QUALITIES, Rendering
from signage.render.png import paint
from signage.render.viewport import Viewport
from signage.render.xmp import xmp_packet
from signage.scene import Scene

_MOST_SIDE = 65_500  # pixels, libjpeg's limit
_SOI, _APP0, _APP1, _COM = b"\xff\xd8", b"\xff\xe0", b"\xff\xe1", b"\xff\xfe"
_XMP_NAME = b"http://ns.adobe.com/xap/1.0/\x00"
_JFIF = struct.Struct(">5sHBHHBB")
_PER_CM = 2
_MOST_COMMENT = 4000  # bytes


def draw(scene: Scene, viewport: Viewport, *, quality: int = DEFAULT_QUALITIES["jpg"]) -> Rendering:
    """Return a scene as JPEG bytes (sRGB, 4:4:4).

    Args:
        scene: What to draw.
        viewport: Which part, and how many pixels.
        quality: 1 (small) to 100.

    Raises:
        RenderError: A side is longer than 65,500 pixels, or the scene cannot be painted.
    """
    longest = max(viewport.width_px, viewport.height_px)
    if longest > _MOST_SIDE:
        raise RenderError("outputs.side_too_long", form="JPEG", longest=longest, most=_MOST_SIDE)
    picture = paint(scene, viewport)
    # The chroma of a thin coloured stroke would smear over its neighbours at half resolution.
    encoded = simplejpeg.encode_jpeg(picture, quality=quality, colorspace="RGB", colorsubsampling="444", fastdct=False)
    content = _described(encoded, viewport.px_per_paper_mm * 10, scene.title, scene.model_digest)
    return Rendering(content=content, media_type="image/jpeg", suffix=".jpg")


def _described(encoded: bytes, px_per_cm: float, title: str, model_digest: str) -> bytes:
    """Return a JFIF file with our own header segments in place of the encoder's."""
    density = min(max(round(px_per_cm), 1), 0xFFFF)
    comment = f"model {model_digest}\n{title}".encode("utf-8", "replace")[:_MOST_COMMENT]
    return b"".join(
        (
            _SOI,
            _segment(_APP0, _JFIF.pack(b"JFIF\x00", 0x0101, _PER_CM, density, density, 0, 0)),
            _segment(_APP1, _XMP_NAME + xmp_packet(title, model_digest)),
            _segment(_COM, comment.decode("utf-8", "ignore").encode()),  # not cut within a character
            encoded[_after_app0(encoded) :],
        )
    )


def _after_app0(encoded: bytes) -> int:
    """Return where the encoder's segments go on after its own JFIF header."""
    if encoded[2:4] != _APP0:
        return len(_SOI)
    return 4 + int(struct.unpack_from(">H", encoded, 4)[0])


def _segment(marker: bytes, content: bytes) -> bytes:
    return marker + struct.pack(">H", len(content) + 2) + content
