"""Photos and masks as they come: turned, CMYK, 16-bit, grey, transparent, cut off, bombs, and what is no photo."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from signage.errors import DocumentError
from signage.locale import Lang, describe
from signage.photo import read_mask, read_photo
from tests.photo.conftest import jpeg, png, street


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def uneven() -> np.ndarray:
    """A picture that differs from each of its turns."""
    pixels = street(320, 240)
    pixels[:80, :100] = (200, 30, 30)
    pixels[200:, 250:] = (20, 160, 40)
    return pixels


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_photo_turned_by_exif_equals_the_one_turned_before(orientation: int, form: str) -> None:
    lying = Image.fromarray(uneven())
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"quality": 95} if form == "JPEG" else {}
    told = read_photo(saved(lying, form, exif=exif, **options))
    plain = read_photo(saved(lying, form, **options))
    undo = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, -1),
        7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
        8: lambda a: np.rot90(a, 1),
    }
    assert np.array_equal(told.pixels, undo[orientation](plain.pixels))
    assert ("photo.note_turned" in told.notes) == (orientation != 1)


def test_the_lens_is_read_from_exif_and_nonsense_is_not() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA405] = 28
    assert read_photo(saved(Image.fromarray(street()), "JPEG", exif=exif)).focal_35mm == 28.0
    broken = saved(Image.fromarray(street()), "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\xff\xff garbage")
    assert read_photo(broken).focal_35mm is None


def test_cmyk_becomes_rgb() -> None:
    flat = Image.new("RGB", (300, 240), (40, 90, 200)).convert("CMYK")
    photo = read_photo(saved(flat, "JPEG", quality=95))
    assert photo.notes == ("photo.note_cmyk",)
    assert photo.pixels.shape == (240, 300, 3)
    assert np.abs(photo.pixels.astype(int).mean(axis=(0, 1)) - (40, 90, 200)).max() < 6


def test_sixteen_bits_keep_their_tones() -> None:
    ramp = np.linspace(0, 65535, 256 * 220).reshape(220, 256).astype(np.uint16)
    photo = read_photo(saved(Image.fromarray(ramp), "PNG"))
    assert "photo.note_16bit" in photo.notes
    assert np.abs(photo.pixels[:, :, 0].astype(float) - ramp / 257.0).max() <= 0.51


def test_sixteen_bit_colour_is_taken() -> None:
    height, width = 220, 240
    row = np.zeros((width, 3), dtype=">u2")
    row[:] = (0x8000, 0x4000, 0xC000)
    raw = (b"\x00" + row.tobytes()) * height
    content = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(raw))
        + chunk(b"IEND", b"")
    )
    photo = read_photo(content)
    assert photo.pixels[5, 5].tolist() == [0x80, 0x40, 0xC0]
    assert "photo.note_16bit" in photo.notes


def test_grey_and_transparent_photos_are_taken() -> None:
    grey = read_photo(saved(Image.new("L", (300, 240), 90), "JPEG"))
    assert grey.notes == ("photo.note_grey",)
    assert (grey.pixels == 90).all()
    clear = read_photo(saved(Image.new("RGBA", (300, 240), (10, 20, 30, 0)), "PNG"))
    assert clear.notes == ("photo.note_alpha",)
    assert (clear.pixels == 255).all()


def test_a_foreign_colour_profile_is_followed() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = saved(Image.new("RGB", (300, 240), (200, 100, 50)), "PNG", icc_profile=lab)
    assert read_photo(same).notes == ()
    assert read_photo(saved(Image.new("RGB", (300, 240)), "PNG", icc_profile=b"no profile")).notes == ()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that unpacks to very many pixels."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


GOOD = jpeg(street())
REFUSED = [
    (b"", "empty"),
    (b"hello", "format"),
    (b"GIF89a" + b"\x00" * 40, "format"),
    (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "format"),
    (b"%PDF-1.7", "format"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
    (GOOD[: len(GOOD) // 2], "broken"),
    (GOOD[:30], "broken"),
    (png(street())[:-4000], "broken"),
    (b"\xff\xd8\xff\xe0" + b"\x00" * 100, "broken"),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "broken"),
    (bomb(40_000, 40_000), "too_many_pixels"),
    (bomb(10_000, 10_000), "too_many_pixels"),
    (bomb(7_000, 6_000), "too_many_pixels"),
    (png(street(199, 400)), "too_small"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED, ids=[f"{i}-{code}" for i, (_, code) in enumerate(REFUSED)])
def test_what_is_no_sound_photo_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_photo(content, name="照片.jpg")
    assert caught.value.code == f"photo.{code}"
    for lang in Lang:
        told = describe(caught.value, lang)
        assert "照片.jpg" in str(told)
        assert told.hint


def test_a_progressive_jpeg_with_thousands_of_scans_is_refused() -> None:
    content = jpeg(street(), progressive=True)
    assert read_photo(content).size_px == (800, 600)
    scan = content.index(b"\xff\xda")
    with pytest.raises(DocumentError, match="too_many_scans"):
        read_photo(content[:scan] + content[scan:-2] + content[scan : scan + 12] * 400 + b"\xff\xd9")


def test_a_mask_has_the_photos_size_and_hides_where_it_is_white(day) -> None:
    mask = np.zeros((600, 800), np.uint8)
    mask[:, 400:] = 255
    assert np.array_equal(read_mask(png(mask), day), mask)
    layered = np.dstack([mask, mask, mask, np.full_like(mask, 128)])
    assert read_mask(png(layered), day).max() == 128
    with pytest.raises(DocumentError, match="mask_size"):
        read_mask(png(mask[:-1]), day)
    with pytest.raises(DocumentError, match="mask_not_png"):
        read_mask(jpeg(street()), day)
    with pytest.raises(DocumentError, match="broken"):
        read_mask(png(mask)[:60], day)
