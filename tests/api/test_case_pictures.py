"""The pictures that a case keeps are drawn as wide as the product says; the other tests draw them small."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from api import intake
from signage.bootstrap import Services


def test_the_pictures_of_a_case_are_sharp_on_a_screen_and_on_the_notice(
    signed_in, services: Services, apply, width_of_pictures: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(intake, "PICTURE_PX", width_of_pictures)
    case = apply(signed_in("shop"))
    with services.office.reading() as unit:
        (item,) = unit.applications.get(case.rpartition("/")[2]).items
    pictures = [digest for name, digest in item.drawings if name.endswith(".png")]
    widths = {Image.open(io.BytesIO(services.office.blobs.get(digest))).width for digest in pictures}
    assert widths == {1600}
