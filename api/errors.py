"""Status codes belong here: one table from the error family to HTTP, one JSON shape, one page."""

from __future__ import annotations

from signage.errors import (
    Conflict,
    GuardFailed,
    InputError,
    LayoutError,
    NotFound,
    NotPermitted,
    RenderError,
    SignageError,
    ToolError,
    WorkflowError,
)
from signage.locale import Lang, describe

# First match wins, so the more special kinds come first.
_STATUS: tuple[tuple[type[SignageError], int], ...] = (
    (NotFound, 404),
    (NotPermitted, 403),
    (Conflict, 409),
    (GuardFailed, 409),
    (WorkflowError, 409),
    (LayoutError, 422),
    (RenderError, 422),
    (InputError, 422),
    (ToolError, 503),
)


class SignInNeeded(NotPermitted):
    """Nobody is signed in."""


class PasswordNeeded(NotPermitted):
    """Somebody is signed in with a password that an administrator gave; their own comes first."""


def status_of(error: SignageError) -> int:
    """Return the HTTP status of an error."""
    if isinstance(error, SignInNeeded):
        return 401
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def error_body(error: SignageError, lang: Lang) -> dict[str, object]:
    """Return the one JSON shape that every error has."""
    words = describe(error, lang)
    return {
        "error": {
            "code": error.code,
            "message": words.message,
            "hint": words.hint,
            "where": str(words.location) if words.location else "",
        }
    }
