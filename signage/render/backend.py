"""What every format gives back, and the one function that chooses among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from signage.errors import RenderError
from signage.render.viewport import Viewport
from signage.scene import Scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A drawn scene.

    Attributes:
        content: The file's bytes.
        media_type: Its MIME type.
        suffix: Its file name suffix, with the dot.
        losses: What the format could not show, each in a few words.
    """

    content: bytes
    media_type: str
    suffix: str
    losses: tuple[str, ...] = ()


Backend = Callable[[Scene, Viewport], Rendering]

# format -> module with a function `draw(scene, viewport)`; imported when first used, since some are heavy
_MODULES = {
    "png": "signage.render.png",
    "jpg": "signage.render.jpeg",
    "webp": "signage.render.webp",
    "svg": "signage.render.svg",
    "pdf": "signage.render.pdf",
    "dxf": "signage.render.dxf",
    "json": "signage.render.recorder",
}

FORMATS = tuple(_MODULES)
DEFAULT_QUALITIES = {"jpg": 92, "webp": 97}
"""Formats that weigh size against likeness, and the quality at which neither letters' edges nor glows show it.

Their modules' `draw` takes `quality`; the two coders count differently.
"""


def draw(scene: Scene, viewport: Viewport, form: str, *, quality: int | None = None) -> Rendering:
    """Return a scene drawn in a format.

    Args:
        scene: What to draw.
        viewport: Pixels or paper to draw it on.
        form: One of `FORMATS`.
        quality: 1 (small) to 100, for `DEFAULT_QUALITIES` alone; None takes its value there.

    Raises:
        RenderError: There is no such format, it has no such quality, or it cannot draw the scene.
    """
    module = _MODULES.get(form)
    if module is None:
        raise RenderError("render.unknown_format", form=form, known=", ".join(FORMATS))
    backend: Callable[..., Rendering] = import_module(module).draw
    if form not in DEFAULT_QUALITIES:
        if quality is not None:
            raise RenderError("outputs.no_quality", form=form, known=", ".join(DEFAULT_QUALITIES))
        return backend(scene, viewport)
    chosen = DEFAULT_QUALITIES[form] if quality is None else quality
    if not 1 <= chosen <= 100:
        raise RenderError("outputs.quality_out_of_range", given=chosen)
    return backend(scene, viewport, quality=chosen)


def draw_pages(scenes: Sequence[Scene], viewports: Sequence[Viewport] | None = None) -> Rendering:
    """Return scenes as one PDF with a page each, at true size unless viewports say; see `render.pdf.draw_pages`.

    Raises:
        RenderError: There is no page, or one cannot be drawn.
    """
    pages: Callable[[Sequence[Scene], Sequence[Viewport] | None], Rendering] = import_module(_MODULES["pdf"]).draw_pages
    return pages(scenes, viewports)
