"""A sent form with its files, read before its route runs in a thread, where nothing can be awaited."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from fastapi import Request
from starlette.datastructures import FormData


def form_reader(
    *, files: int = 20, fields: int = 100, field_bytes: int = 1024 * 1024
) -> Callable[[Request], AsyncIterator[FormData]]:
    """Return what reads a form of at most so many files and fields; its files are closed after the route."""

    async def read(request: Request) -> AsyncIterator[FormData]:
        async with request.form(max_files=files, max_fields=fields, max_part_size=field_bytes) as form:
            yield form

    return read


read_form = form_reader()
