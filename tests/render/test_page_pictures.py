from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from signage.errors import RenderError
from signage.render.page_pictures import pixels_for, reduced_picture


def png(width: int, height: int, colour: tuple[int, ...] = (200, 30, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB" if len(colour) == 3 else "RGBA", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def test_a_page_needs_two_hundred_pixels_an_inch():
    assert pixels_for(25.4) == 200
    assert pixels_for(0.0) == 1


def test_wide_picture_becomes_a_jpeg_of_the_wanted_width_and_the_same_shape():
    content, media_type = reduced_picture(png(2400, 1350), "image/png", 1600)
    with Image.open(BytesIO(content)) as picture:
        assert (picture.format, picture.size, media_type) == ("JPEG", (1600, 900), "image/jpeg")
        assert picture.getpixel((800, 450)) == pytest.approx((200, 30, 30), abs=3)


def test_picture_that_is_narrow_enough_and_any_other_kind_stay_as_they_are():
    small = png(16, 9)
    assert reduced_picture(small, "image/png", 16) == (small, "image/png")
    assert reduced_picture(b"<svg/>", "image/svg+xml", 1) == (b"<svg/>", "image/svg+xml")


def test_transparent_parts_become_white_and_the_bytes_are_always_the_same():
    clear = png(40, 40, (0, 0, 0, 0))
    content, _ = reduced_picture(clear, "image/png", 20)
    with Image.open(BytesIO(content)) as picture:
        assert picture.getpixel((10, 10)) == pytest.approx((255, 255, 255), abs=2)
    assert reduced_picture(clear, "image/png", 20)[0] == content


def test_broken_picture_is_refused_in_words():
    with pytest.raises(RenderError) as caught:
        reduced_picture(png(400, 300)[:200], "image/png", 100)
    assert caught.value.code == "pdf.picture_broken"
