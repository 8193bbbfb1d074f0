from __future__ import annotations

import struct
import zlib
from math import cos, sin

import pytest
from PIL import Image

from signage.artwork import read_artwork
from signage.errors import SpecError

from .builders import HEAD, SQUARE, disc, drawn, file_of, refused, svg

LAUGHS = (
    '<!DOCTYPE svg [<!ENTITY a0 "lol">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    + f"]>{HEAD}<title>&a9;</title>{SQUARE}</svg>"
)
USES = "".join(f'<g id="a{i}">{f"""<use href="#a{i - 1}"/>""" * 10}</g>' for i in range(1, 9))
STAR = "M" + " ".join(f"{50 + 45 * cos(i * 2.7):.3f} {50 + 45 * sin(i * 2.7):.3f}" for i in range(4000)) + "z"
CIRCLES = "".join(f"M{i % 40} {i // 40}a20 20 0 1 0 40 0a20 20 0 1 0-40 0z" for i in range(1600))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LAUGHS, "artwork.entities"),
        (f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}<title>&x;</title></svg>', "artwork.entities"),
        (f'<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://x/">%p;]>{HEAD}</svg>', "artwork.entities"),
        (f'<!DOCTYPE svg SYSTEM "file:///etc/passwd">{HEAD}{SQUARE}</svg>', "artwork.entities"),
        (f'<!DOCTYPE svg [<!ATTLIST path onload CDATA "x()">]>{HEAD}{SQUARE}</svg>', "artwork.entities"),
        (f'<?xml-stylesheet href="http://x/a.css"?>{HEAD}{SQUARE}</svg>', "artwork.reference"),
        (f"{HEAD}<script>alert(1)</script></svg>", "artwork.script"),
        (HEAD.replace("viewBox", 'onload="x()" viewBox') + "</svg>", "artwork.script"),
        (f'{HEAD}<rect width="5" height="5" onClick="x()"/></svg>', "artwork.script"),
        (f"{HEAD}<defs><script/></defs>{SQUARE}</svg>", "artwork.script"),
        (
            f'{HEAD}<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject></svg>',
            "artwork.element_refused",
        ),
        (f'{HEAD}<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x"/></svg>', "artwork.element_refused"),
        (f'{HEAD}<a href="#x">{SQUARE}</a></svg>', "artwork.element_refused"),
        (f"{HEAD}<svg>{SQUARE}</svg></svg>", "artwork.element_refused"),
        (f"{HEAD}<symbol>{SQUARE}</symbol></svg>", "artwork.element_refused"),
        (f'{HEAD}<image href="data:image/png;base64,AA"/></svg>', "artwork.image_element"),
        (f"{HEAD}<text>盐</text></svg>", "artwork.text_element"),
        (f'{HEAD}<path d="M0 0h9v9z"><animate attributeName="d"/></path></svg>', "artwork.animation"),
        (f'{HEAD}<use href="javascript:alert(1)"/></svg>', "artwork.reference"),
        (f'{HEAD}<use xlink:href="http://e/x.svg#a"/></svg>', "artwork.reference"),
        (f'{HEAD}<use href="data:image/svg+xml,x#a"/></svg>', "artwork.reference"),
        (f'{HEAD}<use href="#nobody"/></svg>', "artwork.reference"),
        (f'{HEAD}<rect href="#a" width="5" height="5"/></svg>', "artwork.reference"),
        (HEAD.replace("viewBox", 'xml:base="http://x/" viewBox') + "</svg>", "artwork.reference"),
        (f'{HEAD}<g id="a"><use href="#a"/></g></svg>', "artwork.too_deep"),
        (f'{HEAD}<defs><path id="a0" d="M0 0h1v1z"/>{USES}</defs><use href="#a8"/></svg>', "artwork.too_deep"),
        (f'{HEAD}<defs><path id="a0" d="M0 0h1v1z"/>{USES}</defs><use href="#a6"/></svg>', "artwork.too_many"),
        (f"{HEAD}{'<g>' * 5000}{SQUARE}{'</g>' * 5000}</svg>", "artwork.too_deep"),
        (f"{HEAD}{'<g/>' * 30_000}</svg>", "artwork.too_many"),
        (f'{HEAD}<path d="M0 0{"h1v1h-1z" * 60_000}"/></svg>', "artwork.too_many"),
        (f'{HEAD}<path d="M0 0{"l1 0 0 1-1 0 0-1" * 300_000}"/></svg>', "artwork.too_large"),
        (f'{HEAD}<path d="M0 0{"l1 0 0 1-1 0 0-1" * 140_000}"/></svg>', "artwork.long_value"),
        (f'{HEAD}<path d="{STAR}"/></svg>', "artwork.tangled"),
        (f'{HEAD}<path d="{CIRCLES}"/></svg>', "artwork.tangled"),
        (HEAD.replace("0 0 100 100", "0 0 1e300 1e300") + SQUARE + "</svg>", "artwork.bad_number"),
        (HEAD.replace("0 0 100 100", "0 0 9999999 9999999") + SQUARE + "</svg>", "artwork.bad_size"),
        (HEAD.replace("0 0 100 100", "0 0 0 100") + SQUARE + "</svg>", "artwork.bad_size"),
        (HEAD.replace("0 0 100 100", "0 0 100 -100") + SQUARE + "</svg>", "artwork.bad_size"),
        (HEAD.replace("0 0 100 100", "0 0 nan 5") + SQUARE + "</svg>", "artwork.bad_number"),
        (f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="5">{SQUARE}</svg>', "artwork.no_size"),
        (f'{HEAD}<path d="M NaN 0L5 5"/></svg>', "artwork.bad_path"),
        (f'{HEAD}<path d="L5 5"/></svg>', "artwork.bad_path"),
        (f'{HEAD}<path d="M0 0A5 5 0 2 0 9 9"/></svg>', "artwork.bad_path"),
        (f'{HEAD}<circle r="1e999"/></svg>', "artwork.bad_number"),
        (f'{HEAD}<circle r="Infinity"/></svg>', "artwork.bad_number"),
        (f'{HEAD}<rect width="{"1" * 4000}x" height="5"/></svg>', "artwork.bad_number"),
        (f'{HEAD}<g transform="scale(nan)">{SQUARE}</g></svg>', "artwork.bad_number"),
        (f'{HEAD}<g transform="{" " * 4000}spin(5)">{SQUARE}</g></svg>', "artwork.bad_transform"),
        (f'{HEAD}<g transform="{"scale(1) " * 100}">{SQUARE}</g></svg>', "artwork.bad_transform"),
        (f'{HEAD}<g transform="scale(9e6) scale(9e6)">{SQUARE}</g></svg>', "artwork.bad_number"),
        (f'{HEAD}<rect x="1e6" width="5" height="5"/></svg>', "artwork.far_outside"),
        (f'{HEAD}<linearGradient id="g"/><rect width="5" height="5" fill="url(#g)"/></svg>', "artwork.gradient"),
        (f'{HEAD}<rect width="5" height="5" fill="url(http://x/#g)"/></svg>', "artwork.gradient"),
        (f'{HEAD}<rect width="5" height="5" fill="salt"/></svg>', "artwork.bad_colour"),
        (f'{HEAD}<rect width="5" height="5" style="fill:url(http://x/)"/></svg>', "artwork.css"),
        (f'{HEAD}<rect width="5" height="5" style="behavior:url(#x)"/></svg>', "artwork.css"),
        (f'{HEAD}<rect width="5" height="5" style="f\\69ll:red"/></svg>', "artwork.css"),
        (f"{HEAD}<style>@import url(http://x/);</style>{SQUARE}</svg>", "artwork.css"),
        (f"{HEAD}<style>path{{fill:red}}</style>{SQUARE}</svg>", "artwork.css"),
        (f"{HEAD}<style>{'/*' * 16_000}</style>{SQUARE}</svg>", "artwork.css"),
        (f"{HEAD}<style>{' ' * 60_000}</style>{SQUARE}</svg>", "artwork.css"),
        (f'{HEAD}<rect width="5" height="5" filter="url(#f)"/></svg>', "artwork.effect"),
        (f'{HEAD}<filter id="f"/>{SQUARE}</svg>', "artwork.effect"),
        (f'{HEAD}<path stroke="red" stroke-dasharray="4 2" d="M0 0h9"/></svg>', "artwork.effect"),
        (f'{HEAD}<rect width="5" height="5" formaction="x"/></svg>', "artwork.attribute_refused"),
        (f"{HEAD}</svg>", "artwork.nothing_visible"),
        (f'{HEAD}<g opacity="0">{SQUARE}</g></svg>', "artwork.nothing_visible"),
        (f'{HEAD}<g transform="scale(0)">{SQUARE}</g></svg>', "artwork.nothing_visible"),
        (f'{HEAD}<rect width="100" height=".5"/></svg>', "artwork.bad_ratio"),
        (f"{HEAD}{SQUARE}", "artwork.not_xml"),
        (f"{HEAD}{SQUARE}</svg>\x00", "artwork.not_xml"),
        ("<html><svg/></html>", "artwork.unknown_format"),
        ("", "artwork.unknown_format"),
        ("GIF89a", "artwork.other_format"),
        ("%PDF-1.7", "artwork.other_format"),
    ],
)
def test_a_hostile_or_unfit_drawing_is_refused_with_words(content: str, code: str) -> None:
    refused(content, code)


def test_the_line_of_the_fault_is_named() -> None:
    refused(f"{HEAD}\n{SQUARE}\n<g>\n<text>盐</text></g></svg>", "artwork.text_element", line=4)
    refused(f'<?xml version="1.0"?>\n{HEAD}\n\n<path d="M0 0X"/></svg>', "artwork.bad_path", line=4)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk"])
def test_another_encoding_is_refused_before_it_is_parsed(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{HEAD}<title>盐</title><script/></svg>'
    with pytest.raises(SpecError) as caught:
        read_artwork(text.encode(encoding))
    assert caught.value.code in {"artwork.bad_encoding", "artwork.unknown_format"}


def test_a_script_hidden_in_utf_7_is_refused() -> None:
    refused(f'<?xml version="1.0" encoding="UTF-7"?>{HEAD}+ADw-script+AD4-</svg>', "artwork.bad_encoding")


def test_gradients_and_clips_that_nobody_uses_do_no_harm() -> None:
    art = drawn(f'<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>{SQUARE}')
    assert art.outline.signed_area() == pytest.approx(1e6, rel=1e-4)


def test_a_picture_named_svg_is_read_for_what_it_is() -> None:
    assert read_artwork(file_of(disc(20, 64)), file="logo.svg").picture is not None


def test_nothing_behind_the_pixels_survives() -> None:
    content = file_of(disc(20, 64)) + b"<svg><script>alert(1)</script></svg>"
    art = read_artwork(content)
    assert art.picture is not None
    assert b"script" not in art.picture


@pytest.mark.parametrize("keep", [20, 60, 200, 400])
def test_a_cut_off_picture_is_refused(keep: int) -> None:
    content = file_of(disc(60, 200))
    assert len(content) > 450
    refused(content[:keep], "artwork.image_broken")


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_cut_off_photograph_is_refused(kind: str) -> None:
    content = file_of(Image.effect_noise((200, 200), 80).convert("RGB"), kind)
    refused(content[: len(content) // 2], "artwork.image_broken")


def test_a_picture_whose_header_lies_about_its_size_is_refused_unread() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
    refused(bomb, "artwork.far_too_many_pixels")
    large = file_of(Image.new("1", (7000, 6000)))
    assert len(large) < 50_000
    refused(large, "artwork.too_many_pixels")


def test_a_picture_of_a_few_pixels_is_refused() -> None:
    refused(file_of(Image.new("RGB", (8, 400), "red")), "artwork.too_few_pixels")


def test_an_empty_picture_shows_nothing() -> None:
    refused(file_of(Image.new("RGBA", (64, 64), (0, 0, 0, 0))), "artwork.nothing_visible")


def test_noise_is_no_logo() -> None:
    speckled = Image.effect_noise((600, 600), 200).point(lambda v: 255 if v > 150 else 0)
    speckled.paste(255, (0, 0, 600, 20))
    speckled.paste(255, (0, 580, 600, 600))
    speckled.paste(255, (0, 0, 20, 600))
    speckled.paste(255, (580, 0, 600, 600))
    with pytest.raises(SpecError) as caught:
        read_artwork(file_of(speckled))
    assert caught.value.code in {"artwork.too_noisy", "artwork.tangled"}


def test_every_byte_of_a_small_logo_may_be_wrong_without_a_crash() -> None:
    good = svg('<g transform="scale(2)"><path style="fill:red" d="M0 0a5 5 0 019 9z"/></g>')
    assert read_artwork(good)
    tried = refused = 0
    for place in range(0, len(good), 3):
        for byte in (0x00, 0x22, 0x3C, 0xFF):
            tried += 1
            try:
                read_artwork(good[:place] + bytes([byte]) + good[place + 1 :])
            except SpecError:  # and nothing else
                refused += 1
    assert 0 < refused < tried
