"""The standard drawings of one sign, drawn once in a process, in the place of every other sign's.

Tests of what becomes of a case need drawings that are on file, can be opened and go into the notice; whose they are
they do not ask. Drawing them is most of such a test's time. Those that look at a case's own drawings take
`standard_views` itself, as the product does.
"""

from __future__ import annotations

import os

from signage.desk import Desk, View, standard_views
from signage.scene import SheetParticulars
from signage.typography import FontCatalogue

_drawn: dict[int, tuple[View, ...]] = {}


def drawn_once(
    desk: Desk, fonts: FontCatalogue, particulars: SheetParticulars, *, width_px: int = 400
) -> tuple[View, ...]:
    """Return the views of the first sign drawn so wide; where pictures of pages are kept, each sign has its own."""
    if os.environ.get("SIGNAGE_SHOTS"):
        return standard_views(desk, fonts, particulars, width_px=width_px)
    if width_px not in _drawn:
        _drawn[width_px] = standard_views(desk, fonts, particulars, width_px=width_px)
    return _drawn[width_px]
