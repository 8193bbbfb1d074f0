"""The service around the cases, put together: appointments, the counter's day, help, ratings, complaints."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import appointments, case_service, complaints, counter, ratings

router = APIRouter(include_in_schema=False)
for _module in (appointments, counter, case_service, ratings, complaints):
    router.include_router(_module.router)
