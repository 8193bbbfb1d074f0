"""One file per format: a backend receives plain primitives and decides nothing about signs.

`draw` chooses the backend by the format's name; `Viewport` holds size, scale and the y flip; `Rendering.losses` says
what a format could not show.
"""

from signage.render.backend import FORMATS, Backend, Rendering, draw, draw_pages
from signage.render.viewport import Viewport

__all__ = ["FORMATS", "Backend", "Rendering", "Viewport", "draw", "draw_pages"]
