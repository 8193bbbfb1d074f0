"""`/health/live` and `/health/ready`, for whoever keeps the server running."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse

from api.deps import Visitor, open_to_all, services_of
from signage.errors import SignageError

router = APIRouter(include_in_schema=False)


@router.get("/health/live")
async def live() -> PlainTextResponse:
    """Say that the process answers; asks nothing of the thread pool, so that it answers under load."""
    return PlainTextResponse("ok")


@router.get("/health/ready")
def ready(request: Request, _: Annotated[Visitor | None, Depends(open_to_all)]) -> PlainTextResponse:
    """Say whether the database is at its present schema."""
    try:
        problems = services_of(request).database.check()
    except SignageError:
        problems = ["database"]
    return PlainTextResponse("not ready", 503) if problems else PlainTextResponse("ready")
