"""Which typefaces a document is set in, with and without what the system has."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from signage.documents import DocumentFaces, make_code, typeset_notice
from signage.documents import faces as module
from signage.documents.seal_picture import draw_seal
from signage.typography import FontCatalogue, is_packaged

from .builders import notice

KEY = Ed25519PrivateKey.from_private_bytes(b"a fixed key for a test, 32 bytes")
SONG, SANS = "Noto Serif SC", "Noto Sans SC"
ALL = FontCatalogue.standard()


def families(monkeypatch: pytest.MonkeyPatch, *there: str) -> None:
    """Let the folders that are searched hold these families."""
    monkeypatch.setattr(module, "_families", lambda folders: there if folders else ())


def fonts_of(content: bytes) -> set[str]:
    """Return the names of the typefaces inside a PDF, without the tags of their subsets."""
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        found = {str(one.FontName) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one}
    return {re.sub(r"^/[A-Z]{6}\+", "", name) for name in found}


def set_notice(faces: DocumentFaces) -> bytes:
    paper = notice()
    return typeset_notice(paper, make_code(paper, date(2026, 11, 23), KEY.sign), faces=faces).content


def test_with_nothing_but_the_wheels_head_and_body_are_song():
    faces = DocumentFaces.bundled()
    assert (faces.head, faces.body, faces.plain) == ((SONG, SANS), (SONG, SANS), (SANS,))
    assert faces.is_song
    assert faces.head_stroke_em > 0  # the one weight that it has is too light for a title
    assert faces.body_stroke_em == faces.head_stroke_em


def test_the_song_of_the_wheels_is_embedded_and_the_tables_keep_the_variable_face():
    fonts = fonts_of(set_notice(DocumentFaces.bundled()))
    assert any(name.startswith("NotoSerifSC-Regular") for name in fonts)
    # The wheel of the Song face has a static sans too, which must not come in place of the default typeface.
    assert {name for name in fonts if "Sans" in name} == {"NotoSansSC-Thin"}


def test_words_of_a_thickened_title_are_there_once():
    document = pypdfium2.PdfDocument(set_notice(DocumentFaces.bundled()))
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert words.count("准予行政许可决定书") == 1
    assert words.count("示例市城市管理局") == 1


def test_a_bold_of_the_system_comes_before_the_song_of_the_wheels(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    families(monkeypatch, "Noto Serif CJK SC", "LXGW WenKai")
    faces = DocumentFaces.find((tmp_path,))
    assert faces.head[0] == "Noto Serif CJK SC"
    assert faces.body[0] == "LXGW WenKai"
    assert (faces.head_stroke_em, faces.body_stroke_em) == (0.0, 0.0)
    assert all("pylopdf" not in str(folder) for folder in faces.folders)


def test_a_deployers_body_and_the_song_of_the_wheels_go_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    families(monkeypatch, "FangSong")
    faces = DocumentFaces.find((tmp_path,), system=False)
    assert (faces.head[0], faces.body[0]) == (SONG, "FangSong")
    assert faces.head_stroke_em > 0
    assert faces.body_stroke_em == 0.0
    assert len(faces.folders) == 2


def test_without_the_package_everything_is_set_in_the_default_typeface(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "song_folder", lambda: None)
    faces = DocumentFaces.bundled()
    assert (faces.folders, faces.head, faces.body, faces.is_song) == ((), (SANS,), (SANS,), False)
    assert (faces.head_stroke_em, faces.body_stroke_em) == (0.0, 0.0)
    assert {name for name in fonts_of(set_notice(faces)) if "Serif" in name} == set()


def test_a_seal_of_the_light_song_face_is_thickened_and_its_ring_is_not():
    bold = draw_seal("示例市城市管理局", FontCatalogue([e for e in ALL.entries() if e.name == "noto-sans-sc"]))
    assert bold.stroke_mm == 0.0
    assert b" RG " not in bold.pdf_content()
    bare = draw_seal("示例市城市管理局", FontCatalogue([e for e in ALL.entries() if is_packaged(e.path)]))
    operators = bare.pdf_content().split()
    assert bare.stroke_mm > 0
    assert operators.count(b"f") == 1
    assert operators.count(b"B") == len(bare.outlines) - 1
