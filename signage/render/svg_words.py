"""How an SVG is written: words that are safe, short numbers, names, and the data of paths."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from signage.geometry import Path

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Characters that an XML name may hold after its first; ":" is left out, since it would name a namespace.
_NOT_AN_ID = re.compile(
    "[^A-Za-z0-9_.\\-\xb7\xc0-\xd6\xd8-\xf6\xf8-\u037d\u037f-\u1fff\u200c-\u200d\u203f-\u2040\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_NOT_A_START = re.compile("[-.0-9\xb7\u0300-\u036f\u203f-\u2040]")


def escaped(text: str) -> str:
    """Return text safe in element content and in double-quoted attributes; characters XML forbids become U+FFFD."""
    clean = _ILLEGAL.sub("\ufffd", text)
    for raw, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        clean = clean.replace(raw, safe)
    return clean


def number(value: float) -> str:
    """Return a number to 0.01 in as few characters as it takes."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    if short in ("", "-0"):
        return "0"
    return short.replace("0.", ".", 1) if short.startswith(("0.", "-0.")) else short


def paper_length(length_mm: float) -> str:
    """Return a length on paper to 0.1 µm: a page of some millimetres still has its drawing's proportions."""
    return f"{length_mm:.4f}".rstrip("0").rstrip(".")


def ratio(scale: float) -> str:
    """Return a scale as drawings state it, such as `1:50`."""
    return f"1:{1 / scale:.6g}" if scale <= 1 else f"{scale:.6g}:1"


def xml_name(words: str) -> str:
    """Return words as an XML name, empty when there are none."""
    clean = _NOT_AN_ID.sub("-", words)
    return f"_{clean}" if clean and _NOT_A_START.match(clean) else clean


class _Numbers(dict[int, str]):
    """Whole numbers of a small unit as decimals, such as 125 tenths as 12.5; common ones are kept."""

    def __init__(self, unit: float) -> None:
        super().__init__()
        self._unit = unit

    def __missing__(self, count: int) -> str:
        shown = f"{count * self._unit:.7g}"
        if -_KEPT_NUMBERS < count < _KEPT_NUMBERS:
            self[count] = shown
        return shown


_KEPT_NUMBERS = 8192
_NUMBERS = {1: _Numbers(0.1), 2: _Numbers(0.01)}


@lru_cache(maxsize=1024)
def _template(verbs: str) -> tuple[str, NDArray[np.intp]]:
    """Return the format of a path's data and, for each point, the point that it is written relative to (-1: none).

    Numbers relative to the pen are half as long as absolute ones; a repeated command letter is left out.
    """
    arity = {"M": 1, "L": 1, "Q": 2, "C": 3, "Z": 0}
    parts: list[str] = []
    pens: list[int] = []
    last, pen = "", -1
    for verb in verbs:
        count = arity[verb]
        written = "M" if verb == "M" else verb.lower()
        # an M that is followed by pairs would turn them into lines, so the letter may only be left out after others
        parts.append((" " if verb == last and verb in "LQC" else written) + " ".join(["%s %s"] * count))
        pens.extend([-1 if verb == "M" else pen] * count)
        if count:
            pen = len(pens) - 1
        last = verb
    return "".join(parts), np.asarray(pens, dtype=np.intp)


def path_data(path: Path, left_mm: float, top_mm: float, places: int) -> str:
    """Return an outline's data, y down from an upper left corner, to 0.1 or 0.01 mm (`places` 1 or 2)."""
    grain = 10**places
    points = np.asarray(path.coords, dtype=np.float64).reshape(-1, 2)
    placed = (points - (left_mm, top_mm)) * (grain, -grain)
    # Rounded before the differences are taken: the pen stays on the grid and never drifts.
    on_grid = np.rint(placed).astype(np.int64)
    form, pens = _template(path.verbs)
    from_pen = on_grid - np.where(pens[:, None] >= 0, on_grid[pens], 0)
    return form % tuple(map(_NUMBERS[places].__getitem__, from_pen.ravel().tolist()))
