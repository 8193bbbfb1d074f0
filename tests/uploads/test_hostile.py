"""The hostile corpus: bombs, cut-off files, polyglots, PDFs that act. Most run without the child, some with it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from signage.confined import Limits, Stopped, confined
from signage.errors import DocumentError, NotFound, ToolError
from signage.uploads import receive
from signage.uploads.door import opened_of
from signage.uploads.formats import format_of
from signage.uploads.opening import opened
from signage.uploads.pdfs import MAX_PAGES
from tests.uploads import hostile
from tests.uploads.hostile import DXF, RECT, SVG, pdf, picture, png_of_size


def looked_at(content: bytes, name: str) -> Any:
    """Open a file as the child does, without a child."""
    found = format_of(content, name)
    request = {"decoder": found.decoder, "file": name, "side_px": 300, "page": 0, "pages": 2}
    return opened_of(found, opened(request, content))


def code_of(content: bytes, name: str) -> str:
    with pytest.raises(DocumentError) as caught:
        looked_at(content, name)
    return caught.value.code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (hostile.open_action, "pdf_script"),
        (hostile.nested_action, "pdf_script"),
        (hostile.page_action, "pdf_script"),
        (hostile.named_script, "pdf_script"),
        (hostile.hidden_script, "pdf_script"),
        (hostile.launch, "pdf_launch"),
        (hostile.sends_form, "pdf_launch"),
        (hostile.attachment, "pdf_attachment"),
        (hostile.attached_note, "pdf_attachment"),
        (hostile.sealed_here, "pdf_sealed_here"),
        (hostile.sealed_with_more, "pdf_attachment"),
        (hostile.dynamic_form, "pdf_form"),
        (hostile.film, "pdf_media"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_acts_is_refused_wherever_it_hides_it(change: Any, code: str, packed: bool):
    import pikepdf

    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    assert code_of(pdf(change, object_stream_mode=mode), "a.pdf") == f"uploads.{code}"


def test_a_name_written_in_hex_hides_nothing():
    content = pdf(hostile.open_action).replace(b"/JavaScript", b"/Java#53cript")
    assert code_of(content, "a.pdf") == "uploads.pdf_script"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.encrypted(), "pdf_encrypted"),
        (hostile.restricted(), "pdf_encrypted"),
        (pdf()[:-200], "pdf_cut_off"),
        (pdf(pages=MAX_PAGES + 1), "pdf_pages"),
        (pdf() + b"PK\x03\x04" + bytes(2000), "pdf_tail"),
        (pdf() + b"<script>", "pdf_tail"),
        (b"%PDF-1.7\nnothing\n%%EOF\n", "pdf_broken"),
        (hostile.deep(400), "too_deep"),
        (hostile.deep(100_000), "pdf_broken"),
    ],
)
def test_a_pdf_that_cannot_be_trusted_is_refused(content: bytes, code: str):
    assert code_of(content, "a.pdf") == f"uploads.{code}"


def test_a_sound_pdf_keeps_its_bytes_and_is_pictured():
    content = pdf(pages=3)
    found = looked_at(content, "a.pdf")
    assert found.content is None
    assert found.pages == 3
    assert len(found.pictures) == 2
    with Image.open(io.BytesIO(found.pictures[0])) as page:
        assert (page.format, page.size) == ("PNG", (300, 200))


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (png_of_size(30_000, 30_000), "a.png", "bomb"),
        (png_of_size(8_000, 6_000), "a.png", "too_many_pixels"),
        (png_of_size(5_000, 4_000), "a.png", "picture_broken"),
        (picture("PNG", (12, 400)), "a.png", "too_few_pixels"),
        (picture("PNG", (300, 200))[:-300], "a.png", "picture_broken"),
        (picture("JPEG", (300, 200))[:-300], "a.jpg", "picture_broken"),
        (picture("WEBP", (300, 200), lossless=True)[:-40], "a.webp", "picture_broken"),
        (b"\xff\xd8\xff" + bytes(300), "a.jpg", "picture_broken"),
        (picture("JPEG", (64, 64), progressive=True) * 300, "a.jpg", "bomb"),
    ],
)
def test_a_picture_that_cannot_be_trusted_is_refused(content: bytes, name: str, code: str):
    assert code_of(content, name) == f"uploads.{code}"


@pytest.mark.parametrize(("form", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("WEBP", "a.webp")])
def test_a_polyglot_loses_what_hung_behind_the_picture(form: str, name: str):
    evil = b"PK\x03\x04<script>alert(1)</script>"
    found = looked_at(picture(form) + evil, name)
    assert evil not in found.content
    with Image.open(io.BytesIO(found.content)) as kept:
        assert kept.format == form


def test_a_photo_comes_out_upright_and_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "someone's home"
    found = looked_at(picture("JPEG", (60, 40), exif=exif), "a.jpg")
    assert found.size_px == (40, 60)
    assert b"someone" not in found.content
    assert {r.code for r in found.remarks} == {"uploads.remark_turned", "uploads.remark_made_anew"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_of_every_mode_are_shown_on_white(mode: str):
    if mode == "I;16":
        image = Image.fromarray(np.full((40, 60), 65535, np.uint16))
    else:
        image = Image.new("RGBA", (60, 40), (255, 255, 255, 0)).convert(mode)
    out = io.BytesIO()
    image.save(out, "PNG")
    found = looked_at(out.getvalue(), "a.png")
    with Image.open(io.BytesIO(found.pictures[0])) as shown:
        assert shown.convert("RGB").getpixel((30, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    "inner",
    [
        b"<script>alert(1)</script>",
        b'<rect width="9" height="9" onclick="x()"/>' + b"<script/>",
        b'<image href="http://example.invalid/a.png"/><script/>',
        b'<use href="http://example.invalid/a.svg#x"/>',
    ],
)
def test_an_svg_that_acts_or_fetches_is_refused(inner: bytes):
    assert code_of(SVG % inner, "a.svg").startswith("reading.svg")


def test_an_svg_with_entities_is_refused():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SVG % b"<text>&b;</text>"
    with pytest.raises(DocumentError):
        looked_at(bomb, "a.svg")


def test_an_svg_is_pictured_in_its_colours_and_tells_its_scale():
    found = looked_at(SVG % RECT, "a.svg")
    assert found.unit == "mm"
    assert found.mm_per_px == pytest.approx(60 / 300)
    with Image.open(io.BytesIO(found.pictures[0])) as shown:
        assert shown.size == (300, 200)
        assert shown.convert("RGB").getpixel((150, 100)) == (0x0F, 0x6B, 0x5C)
        assert shown.convert("RGB").getpixel((20, 20)) == (255, 255, 255)


def test_a_dxf_is_drawn_and_its_strays_are_told():
    stray = b"  0\nLINE\n  8\n0\n 10\n9000000\n 20\n0\n 11\n9000001\n 21\n9\n"
    found = looked_at(DXF.replace(b"  0\nENDSEC", stray + b"  0\nENDSEC"), "a.dxf")
    codes = {r.code for r in found.remarks}
    assert codes == {"uploads.remark_no_unit", "uploads.remark_strays"}
    with Image.open(io.BytesIO(found.pictures[0])) as shown:
        assert np.asarray(shown.convert("L")).min() < 120


@settings(max_examples=25)
@given(st.sampled_from([pdf(), picture("PNG"), picture("JPEG"), picture("WEBP")]), st.data())
def test_damage_anywhere_is_refused_or_harmless(content: bytes, data: st.DataObject):
    at = data.draw(st.integers(8, len(content) - 1))
    junk = data.draw(st.binary(min_size=1, max_size=12))
    name = {b"%PD": "a.pdf", b"\x89PN": "a.png", b"\xff\xd8\xff": "a.jpg", b"RIF": "a.webp"}[content[:3]]
    try:
        found = looked_at(content[:at] + junk + content[at + len(junk) :], name)
    except DocumentError:
        return
    assert found.pictures[0].startswith(b"\x89PNG")


def test_an_upload_through_the_child_is_kept_as_told():
    content = pdf(pages=2)
    received = receive(content, "../租赁 合同\u202e.pdf", "M4")
    assert received.original_name == "租赁 合同.pdf"
    assert received.content == content
    assert (received.pages, len(received.previews), received.suffix) == (2, 2, ".pdf")
    assert received.digest == received.original_digest


def test_a_refusal_in_the_child_is_the_same_refusal_here():
    with pytest.raises(DocumentError) as caught:
        receive(pdf(hostile.nested_action), "a.pdf", "M4")
    assert caught.value.code == "uploads.pdf_script"
    assert caught.value.at is not None
    assert caught.value.at.file == "a.pdf"


def test_what_takes_too_much_memory_or_time_is_stopped_in_words():
    large = picture("PNG", (5000, 4000))
    with pytest.raises(DocumentError) as caught:
        receive(large, "a.png", "M5", limits=Limits(seconds=10, memory_mb=170))
    assert caught.value.code == "uploads.too_hungry"


def test_a_task_that_fails_in_an_unforeseen_way_is_a_tool_error():
    with pytest.raises(ToolError) as caught:
        confined("signage.uploads.opening:no_such_task", {}, b"")
    assert caught.value.code == "confined.failed"


def test_a_child_that_hangs_is_stopped():
    with pytest.raises(Stopped) as caught:
        confined("tests.uploads.naughty:hangs", {}, b"", Limits(seconds=1))
    assert caught.value.which == "time"


def test_an_error_of_the_family_keeps_its_kind_over_the_border():
    with pytest.raises(NotFound):
        confined("tests.uploads.naughty:misses", {}, b"")
