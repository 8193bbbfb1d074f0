"""Style sheet and scripts under a path that holds their content's hash, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response

from signage.errors import NotFound

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    found = {}
    for file in sorted(_FOLDER.iterdir()):
        if file.suffix in _TYPES:
            content = file.read_bytes()
            found[file.name] = (hashlib.sha256(content).hexdigest()[:12], content)
    return found


def static_url(name: str) -> str:
    """Return the address of a static file by its name."""
    return f"/static/{_files()[name][0]}/{name}"


def static_response(digest: str, name: str) -> Response:
    """Return a static file.

    Raises:
        NotFound: There is no such file in this version.
    """
    known = _files().get(name)
    if known is None or known[0] != digest:
        raise NotFound("web.no_page", path=f"/static/{digest}/{name}")
    return Response(
        known[1],
        media_type=_TYPES[Path(name).suffix],
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )
