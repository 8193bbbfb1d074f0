"""The standard drawings of a sign, drawn once in a process: most cases of the tests ask for the same few signs.

The same report (it names proposal, plan and books by digest), title block and width give the same drawings, which
`tests/render/test_determinism.py` holds; the tests that use this look at what becomes of a case, not at its drawings.
"""

from __future__ import annotations

from signage.desk import Desk, View, standard_views
from signage.scene import SheetParticulars
from signage.typography import FontCatalogue

_MOST = 40
_drawn: dict[tuple[str, SheetParticulars, int], tuple[View, ...]] = {}


def drawn_once(
    desk: Desk, fonts: FontCatalogue, particulars: SheetParticulars, *, width_px: int = 400
) -> tuple[View, ...]:
    """Return what `standard_views` returns, from memory where the same sign was drawn before."""
    key = (desk.report.digest, particulars, width_px)
    if key not in _drawn:
        _drawn[key] = standard_views(desk, fonts, particulars, width_px=width_px)
        if len(_drawn) > _MOST:
            del _drawn[next(iter(_drawn))]
    return _drawn[key]
