"""Errors told in English name things in English: the office's names stand beside every request."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from signage.locale import naming


class OfficeNames:
    """Serves every request with the names that the office's data files give in both languages.

    Args:
        app: What is served.
        names: English by Chinese.
    """

    def __init__(self, app: ASGIApp, names: Mapping[str, str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        with naming(self.names):
            await self.app(scope, receive, send)
