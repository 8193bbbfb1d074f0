"""`signage draw` with a logo, small print, a divider and a setting: read, checked and handed on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from signage.cli.inputs import logo_text_of
from signage.resources import bundled

NAMED = ("--name", "晶湾盐业", "--width", "6000", "--height", "1200", "-o", "sign.svg")
MARK = "samples/logos/salt-crystal.svg"


@pytest.mark.parametrize("mark", [MARK, "samples/logos/salt-crystal.png"])
def test_a_sign_with_every_part_is_drawn(signage, mark):
    ended = signage(
        "draw", *NAMED, "--logo", mark, "--logo-height", "640", "--logo-place", "left", "--divider",
        "--second-line", "JINGWAN SALT", "--small-print", "盐埠路 18 号",
    )  # fmt: skip
    assert ended.status == 0, ended.err
    assert Path("sign.svg").read_bytes().startswith(b"<")


def test_a_sample_logo_is_found_by_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert logo_text_of(Path(MARK)).startswith('{"v":1')


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--logo", "none.svg"), "none.svg"),
        (("--logo", "script.svg"), "script.svg:2"),
        (("--logo", MARK, "--logo-height", "3"), "--logo-height"),
        (("--logo", MARK, "--logo-place", "below"), "--logo-place"),
        (("--logo-height", "500"), "--logo"),
        (("--setting", "diagonal"), "--setting"),
        (("--small-print", "盐" * 81), "--small-print"),
    ],
)
def test_a_wrong_option_is_told_in_one_sentence_and_nothing_is_written(signage, words, told):
    Path("script.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n<script/></svg>', "utf-8"
    )
    ended = signage("draw", *NAMED, *words)
    assert ended.status != 0
    assert told in ended.err
    assert "Traceback" not in ended.err
    assert not Path("sign.svg").exists()


def test_the_flagship_sample_is_drawn(signage):
    ended = signage("draw", "samples/specs/jingwan-flagship.toml", "-o", "flagship.svg")
    assert ended.status == 0, ended.err
    assert (
        bundled("samples", "specs", "jingwan-flagship.svg").read_bytes()
        == bundled("samples", "logos", "salt-crystal.svg").read_bytes()
    )


def test_a_photograph_as_a_logo_is_drawn_with_a_word_of_what_it_will_be(signage):
    small = np.random.default_rng(5).integers(0, 256, (12, 12, 3), dtype=np.uint8)
    Image.fromarray(small, "RGB").resize((300, 300), Image.Resampling.BICUBIC).save("street.jpg", quality=90)
    ended = signage("draw", *NAMED, "--logo", "street.jpg")
    assert ended.status == 0
    assert "照片" in ended.err
    assert "SVG" in ended.err
    assert "照片" not in signage("draw", *NAMED, "--logo", MARK).err
