from __future__ import annotations

import struct
from pathlib import Path

import pytest

from signage.errors import FontError
from signage.locale import Lang, describe
from signage.typography import FontCatalogue, FontStyle
from signage.typography.font_files import describe_face, licence_of, style_of

FACES = Path(__file__).parent.parent / "fonts"
GOOD = (FACES / "kai.ttf").read_bytes()


def refused(path: Path) -> FontError:
    with pytest.raises(FontError) as caught:
        FontCatalogue.standard(files=(path,))
    for lang in Lang:
        told = describe(caught.value, lang)
        assert path.name in told.message
        assert "{" not in told.message + told.hint
    return caught.value


def test_a_file_given_directly_joins_the_catalogue_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "mine.data"
    path.write_bytes(GOOD)
    entry = FontCatalogue.standard(files=(path,)).entries()[-1]
    assert (entry.family, entry.path) == ("Signage Test Kai", path)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "fonts.foreign"),
        (b"%PDF-1.7\n" + bytes(100), "fonts.foreign"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "fonts.foreign"),
        (b"wOF2" + bytes(100), "fonts.web_font"),
        (b"wOFF" + bytes(100), "fonts.web_font"),
        (b"", "fonts.not_a_font"),
        (bytes(1000), "fonts.not_a_font"),
        (GOOD[: len(GOOD) // 2], "fonts.cut_short"),
        (GOOD[:40], "fonts.cut_short"),
        (b"\x00\x01\x00\x00\xff\xff" + bytes(100_000), "fonts.too_much_inside"),
        (b"ttcf\x00\x01\x00\x00\xff\xff\xff\xff" + bytes(1000), "fonts.too_much_inside"),
        (b"ttcf\x00\x01\x00\x00\x00\x00\x00\x02" + b"\xff" * 1000, "fonts.cut_short"),
        (b"ttcf", "fonts.cut_short"),
    ],
)
def test_what_is_no_usable_font_is_one_clear_error(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "face.ttf"
    path.write_bytes(content)
    assert refused(path).code == code


def test_a_directory_of_tables_over_the_same_bytes_is_refused(tmp_path: Path) -> None:
    tables = [struct.pack(">4sIII", f"T{n:03d}".encode(), 0, 0, 2000) for n in range(100)]
    path = tmp_path / "bomb.ttf"
    path.write_bytes(b"\x00\x01\x00\x00" + struct.pack(">H", 100) + bytes(6) + b"".join(tables) + bytes(2000))
    assert refused(path).code == "fonts.too_much_inside"


def test_a_font_without_outlines_is_refused(tmp_path: Path) -> None:
    table = struct.pack(">4sIII", b"cmap", 0, 28, 4)
    path = tmp_path / "empty.ttf"
    path.write_bytes(b"\x00\x01\x00\x00" + struct.pack(">H", 1) + bytes(6) + table + bytes(4))
    assert refused(path).code == "fonts.no_letters"


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.ttf").code == "typography.unreadable"
    (tmp_path / "folder.ttf").mkdir()
    assert refused(tmp_path / "folder.ttf").code == "typography.unreadable"


def test_a_file_whose_tables_are_noise_is_an_error_and_no_empty_letter(tmp_path: Path) -> None:
    path = tmp_path / "noise.ttf"
    start = 12 + 16 * int.from_bytes(GOOD[4:6], "big")
    path.write_bytes(GOOD[:start] + bytes(len(GOOD) - start))
    assert refused(path).code in {"fonts.no_letters", "typography.unreadable"}


@pytest.mark.parametrize(
    ("said", "licence", "is_allowed"),
    [
        ("This Font Software is licensed under the SIL Open Font License, Version 1.1.", "OFL-1.1", True),
        ("Licensed under the Apache License, Version 2.0", "Apache-2.0", True),
        ("IPA Font License Agreement v1.0", "IPA", True),
        ("free for personal use only", "", False),
        ("CC BY-NC-ND 4.0", "", False),
        ("仅限个人非商业使用", "", False),
        ("© Beijing Founder Electronics Co., Ltd. All rights reserved.", "", None),
        ("", "", None),
    ],
)
def test_commercial_use_is_told_from_known_words_and_never_guessed(
    said: str, licence: str, is_allowed: bool | None
) -> None:
    assert licence_of(said) == (licence, is_allowed)


@pytest.mark.parametrize(
    ("names", "style"),
    [
        ("Noto Serif SC", FontStyle.SONG),
        ("思源宋体", FontStyle.SONG),
        ("Noto Sans SC", FontStyle.HEI),
        ("LXGW WenKai", FontStyle.KAI),
        ("方正楷体", FontStyle.KAI),
        ("M PLUS Rounded 1c", FontStyle.ROUND),
        ("Ma Shan Zheng MaShanZheng-Regular", FontStyle.BRUSH),
        ("得意黑 Smiley Sans", FontStyle.HEI),
        ("AR PL UKai CN", FontStyle.KAI),
        ("AoyagiKouzanFontT", FontStyle.BRUSH),
        ("HYYuanLongHei 汉仪圆体", FontStyle.ROUND),
        ("Something", FontStyle.OTHER),
    ],
)
def test_the_style_is_told_from_the_words_of_the_name(names: str, style: FontStyle) -> None:
    assert style_of(names) is style


def test_a_face_is_described_by_its_file() -> None:
    kai = describe_face(FACES / "kai.ttf", 0)
    assert (kai.licence, kai.is_commercial_use_allowed, kai.style, kai.weights) == (
        "OFL-1.1",
        True,
        FontStyle.KAI,
        (400, 400),
    )
    arabic = describe_face(FACES / "arabic.ttf", 0)
    assert (arabic.style, arabic.weights) == (FontStyle.OTHER, (700, 700))
