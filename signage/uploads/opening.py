"""What the child process does with an upload: decode it with the one opener of its format, make our own pictures of it.

Everything here may run in `signage.confined`'s child only, but for tests: it is handed hostile bytes. The answer is
plain JSON with pictures in base64.
"""

from __future__ import annotations

import base64
from typing import Any

from signage.errors import DocumentError, Location, PlanError

TASK = "signage.uploads.opening:opened"


def opened(request: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Return what an upload holds.

    Args:
        request: `decoder` of `formats.Format`; `file` for messages; `side_px`, the longer side of pictures; `page`,
            the first page (0 …) and `pages`, how many pages to picture.
        content: The bytes.

    Returns:
        `content` in base64 where the file was made anew (rasters), else None; `pages`; `pictures` as PNG in base64;
        `size_px` of a raster; `remarks` as pairs of code and parameters; of drawings `mm_per_px` of the picture by the
        file's own unit (None when it states none), `unit`, and `texts` as [text, height in px, x, y].

    Raises:
        DocumentError: It is damaged, a bomb, or holds what is not taken; the error names the place and what to do.
    """
    decoder, at = request["decoder"], Location(file=request["file"] or None)
    if decoder == "pdf":
        from signage.uploads.pdfs import opened_pdf

        return opened_pdf(content, at, request)
    if decoder in ("dxf", "svg"):
        from signage.uploads.drawings import opened_drawing

        try:
            return opened_drawing(content, decoder, at, request)
        except PlanError as error:  # the plan readers' own words fit; only the family is another
            raise DocumentError(error.code, at=error.at or at, **error.params) from error
    from signage.uploads.rasters import opened_raster

    return opened_raster(content, decoder, at, request)


def in_base64(content: bytes) -> str:
    """Return bytes as they travel in the answer."""
    return base64.b64encode(content).decode("ascii")
