"""What a file is, is told by its bytes; what is not taken is refused in words that say what to do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.errors import DocumentError
from signage.locale import Lang, all_codes, describe
from signage.uploads import MAX_BYTES, RASTERS, cleaned_name, format_of, readable_name
from tests.uploads.hostile import DXF, RECT, SVG, pdf, picture

SOUND = [
    ("a.pdf", pdf(), "application/pdf"),
    ("a.PNG", picture("PNG"), "image/png"),
    ("a.jpg", picture("JPEG"), "image/jpeg"),
    ("a.jpeg", picture("JPEG"), "image/jpeg"),
    ("a.webp", picture("WEBP"), "image/webp"),
    ("a.dxf", DXF, "image/vnd.dxf"),
    ("a.svg", SVG % RECT, "image/svg+xml"),
    ("b.svg", b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a --><!-- b -->\n" + SVG % RECT, "image/svg+xml"),
]

REFUSED = [
    ("a.pdf", b"", "empty"),
    ("a.pdf", b"%PDF-1.7\n" + bytes(MAX_BYTES), "too_big"),
    ("a.zip", b"PK\x03\x04" + bytes(60), "is_archive"),
    ("a.pdf", b"PK\x03\x04" + bytes(60), "is_archive"),
    ("a.docx", b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(60), "is_office"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60), "is_office"),
    ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(60), "is_archive"),
    ("a.exe", b"MZ\x90\x00" + bytes(60), "is_program"),
    ("a.jpg", b"\x7fELF" + bytes(60), "is_program"),
    ("a.sh", b"#!/bin/sh\nrm -rf ~\n", "is_program"),
    ("a.html", b"<!DOCTYPE html><html></html>", "is_html"),
    ("a.svg", b"<!-- x --> <HTML><body>", "is_html"),
    ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(60), "is_heic"),
    ("a.jpg", b"\x00\x00\x00\x18ftypmif1" + bytes(60), "is_heic"),
    ("a.dwg", b"AC1032" + bytes(60), "is_dwg"),
    ("a.gif", b"GIF89a" + bytes(60), "is_other_picture"),
    ("a.tif", b"II*\x00" + bytes(60), "is_other_picture"),
    ("a.pdf", b"GIF89a" + bytes(60) + pdf(), "pdf_not_first"),
    ("a.pdf", b"\n\n" + pdf(), "pdf_not_first"),
    ("a.txt", "这是一段文字".encode(), "unknown"),
    ("a.png", picture("JPEG"), "disguised"),
    ("a.jpg.exe", picture("JPEG"), "disguised"),
    ("a", pdf(), "disguised"),
    ("a.pdf", picture("PNG"), "disguised"),
]


@pytest.mark.parametrize(("name", "content", "media_type"), SOUND)
def test_a_sound_file_is_known_by_its_bytes(name: str, content: bytes, media_type: str):
    assert format_of(content, name).media_type == media_type


@pytest.mark.parametrize(("name", "content", "code"), REFUSED, ids=[f"{c}-{n}" for n, _, c in REFUSED])
def test_what_is_not_taken_is_refused_in_words(name: str, content: bytes, code: str):
    with pytest.raises(DocumentError) as caught:
        format_of(content, name)
    assert caught.value.code == f"uploads.{code}"
    for lang in Lang:
        words = describe(caught.value, lang)
        assert words.message
        assert words.hint


def test_a_place_that_takes_photos_only_says_so():
    with pytest.raises(DocumentError) as caught:
        format_of(pdf(), "a.pdf", accepted=RASTERS)
    assert caught.value.code == "uploads.not_here"
    assert "WebP" in describe(caught.value).hint


def test_a_row_of_comments_is_no_trap():
    for tail in (b"<p>", b"<", b"-->"):
        with pytest.raises(DocumentError):
            format_of(b"<!---->" * 2000 + tail, "a.svg")


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.png", "a.svg", "a.dxf", "a"]))
def test_any_bytes_are_known_or_refused_with_a_known_sentence(content: bytes, name: str):
    code = "uploads.empty"
    try:
        format_of(content, name)
    except DocumentError as error:
        code = error.code
    assert code in all_codes()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("租赁合同.pdf", "租赁合同.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Temp\\a.pdf", "a.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("   a   b.pdf ", "a b.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("\ud800.pdf", ".pdf"),
        ("/", ""),
    ],
)
def test_an_owners_file_name_is_kept_as_clean_data(typed: str, kept: str):
    assert cleaned_name(typed) == kept


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=30), st.integers(1, 99))
def test_the_products_own_name_is_safe_on_every_file_system(title: str, kind: str, version: int):
    name = readable_name(kind, title, version, ".pdf")
    assert name.endswith(f"v{version}.pdf")
    assert not set(name) & set('<>:"/\\|?*\x00\n\r\t')
    assert len(name) <= 90


def test_a_paper_is_named_by_kind_title_and_version():
    assert readable_name("M4", "租赁合同", 2, ".pdf") == "M4 租赁合同 v2.pdf"
