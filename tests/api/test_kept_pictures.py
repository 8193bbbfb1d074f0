"""A picture that was drawn is given again without drawing, and only for the very same design, plan and day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api import kept_pictures
from api.kept_pictures import KeptPictures

from .conftest import DESIGN, Wall


def test_the_least_lately_asked_for_makes_room():
    kept = KeptPictures(most_bytes=10)
    kept.put("a", b"12345")
    kept.put("b", b"1234")
    assert kept.get("a") == b"12345"
    kept.put("c", b"123")
    assert kept.get("b") is None
    assert (kept.get("a"), kept.get("c")) == (b"12345", b"123")
    kept.put("a", b"1234567")
    assert kept.get("a") == b"1234567"


def test_a_design_is_drawn_once_a_day_and_anew_when_something_about_it_changes(
    anyone: TestClient, clock: Wall, monkeypatch: pytest.MonkeyPatch
):
    drawn: list[str] = []

    def picture(_: object, view: str, *__: object) -> bytes:
        drawn.append(view)
        return f"<svg>{len(drawn)}</svg>".encode()

    monkeypatch.setattr(kept_pictures, "picture_of", picture)
    monkeypatch.setattr(kept_pictures, "_pictures", KeptPictures())
    first = anyone.get("/design/picture.svg", params=DESIGN).content
    assert anyone.get("/design/picture.svg", params=DESIGN).content == first
    assert anyone.get("/design/picture.svg", params={**DESIGN, "name": "海盐大铺"}).content != first
    assert anyone.get("/design/picture.svg", params={**DESIGN, "view": "face"}).content != first
    clock.at += timedelta(days=1)
    assert anyone.get("/design/picture.svg", params=DESIGN).content != first
    assert len(drawn) == 4
