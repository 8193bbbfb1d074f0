"""Files given back: our own pictures may be shown in a page, what somebody uploaded is a download and nothing else."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response


def shown_picture(png: bytes) -> Response:
    """Return a PNG that we made ourselves."""
    return Response(png, media_type="image/png", headers={"cache-control": "private, max-age=600"})


def download(content: bytes, media_type: str, name: str) -> Response:
    """Return bytes as a download; a browser that opened them all the same could run nothing."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type=media_type, headers=headers)
