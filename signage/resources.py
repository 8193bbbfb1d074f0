"""The one door to bundled templates and samples.

An installed wheel carries them under `signage/_bundle/`; a checkout keeps them at its top level. Package data wins.
"""

from __future__ import annotations

from pathlib import Path

from signage.errors import NotFound

_PACKAGE = Path(__file__).resolve().parent


def bundled(*parts: str) -> Path:
    """Return the path of a bundled file or folder, such as `bundled("templates", "signs")`.

    Raises:
        NotFound: The installation lacks it.
    """
    for root in (_PACKAGE / "_bundle", _PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise NotFound("resource.missing", path="/".join(parts))
