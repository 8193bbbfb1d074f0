"""`signage photo`: a picture and what it says of itself, and every wrong use in one sentence."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from signage.cli.app import run
from tests.cli.conftest import PLAN, SPEC

CORNERS = "300,300 420,300 420,430 300,430"
GIVEN = ("--corners", CORNERS, "--size", "2400x2600")


@pytest.fixture
def site(tmp_path: Path) -> str:
    dice = np.random.default_rng(3)
    picture = np.full((600, 800, 3), (168.0, 160.0, 150.0)) + dice.normal(0, 2, (600, 800, 1))
    picture[300:430, 300:420] = (60, 50, 45)
    picture[:150] = (180, 200, 225)
    Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(tmp_path / "site.jpg", quality=95)
    return "site.jpg"


def test_a_sign_goes_on_the_photo_and_says_how_exactly(signage, site):
    ended = signage(
        "photo", SPEC, "--photo", site, *GIVEN, "--at", "-1800,2900",
        "--check-distance", "300,430 420,430=2400", "--check", "360,300=1200,2600", "-o", "made/out.jpg",
    )  # fmt: skip
    assert ended.status == 0, ended.err
    assert "1 px ≈ 20" in ended.out
    assert "灵敏度" in ended.out
    assert ended.out.count("检核") == 3  # the advice and two checks
    with Image.open("made/out.jpg") as picture:
        assert picture.size == (800, 600)
        assert b"signage.photo/1" in picture.info["comment"]


def test_a_projecting_sign_is_refused_since_it_does_not_lie_on_its_wall(signage, site):
    ended = signage("photo", "samples/specs/kinds/projecting.toml", "--photo", site, *GIVEN, "-o", "made/out.jpg")
    assert ended.status == 2
    assert "侧招" in ended.err
    assert not Path("made/out.jpg").exists()


def test_the_plan_says_where_the_sign_hangs(signage, site):
    near = ("--frontage", PLAN, "--unit", "S1-01")
    assert signage("photo", SPEC, "--photo", site, *GIVEN, *near, "--at", "2500,0", "-o", "out.png").status == 0
    with Image.open("out.png") as picture:
        assert picture.format == "PNG"


def test_without_a_place_the_sign_hangs_over_the_rectangle_and_that_is_said(signage, site):
    ended = signage("photo", SPEC, "--photo", site, *GIVEN, "-o", "out.jpg")
    assert ended.status == 0
    assert "--at" in ended.err


def test_a_name_and_a_size_are_enough(signage, site):
    size = ("--name", "永味", "--width", "3200", "--height", "800", "--kind", "wall-letters")
    ended = signage("photo", *size, "--photo", site, *GIVEN, "-o", "out.png")
    assert ended.status == 0, ended.err
    with Image.open("out.png") as picture, Image.open(site) as before:
        changed = np.abs(np.asarray(picture.convert("L"), float) - np.asarray(before.convert("L"), float)).max()
    assert changed > 40
    both = signage("photo", SPEC, "--kind", "plaque", "--photo", site, *GIVEN, "-o", "none.png")
    assert both.status == 2
    assert "--kind" in both.err


def test_the_picture_may_go_to_the_standard_output(site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "utf-8"))
    assert run(["photo", SPEC, "--photo", site, *GIVEN, "--at", "-1800,2900", "-o", "-"]) == 0
    sys.stdout.flush()
    assert raw.getvalue().startswith(b"\xff\xd8")
    assert raw.getvalue().endswith(b"\xff\xd9")


WRONG = [
    (("--corners", "300,300 420,430 420,300 300,430", "--size", "2400x2600"), "交叉"),
    (("--corners", "300,300 420,300", "--size", "2400x2600"), "4 个角"),
    (("--corners", "300,300 420,300 420,430 300;430", "--size", "2400x2600"), "两个数"),
    (("--corners", CORNERS, "--size", "0x2600"), "尺寸"),
    (("--corners", CORNERS, "--size", "2400"), "2400x2600"),
    (("--corners", CORNERS, "--size", "1e9x2"), "2400x2600"),
    ((*GIVEN, "--at", "here"), "120,45.5"),
    ((*GIVEN, "--at", "90000,0"), "照片之外"),
    ((*GIVEN, "--unit", "S1-01"), "--frontage"),
    ((*GIVEN, "--frontage", PLAN, "--unit", "S1-01"), "--at"),
    ((*GIVEN, "--frontage", PLAN, "--unit", "X9", "--at", "0,0"), "X9"),
    ((*GIVEN, "--point", "1,2"), "定位点"),
    ((*GIVEN, "--check", "1,2=3"), "两个数"),
    ((*GIVEN, "--check-distance", "1,2=3"), "检核距离"),
    ((*GIVEN, "--night", "--at", "-1800,2900"), "--white"),
    ((*GIVEN, "--quality", "5", "--at", "-1800,2900"), "40"),
    ((*GIVEN, "--shadow", "9,9", "--at", "-1800,2900"), "阴影"),
    ((*GIVEN, "--mask", "site.jpg", "--at", "-1800,2900"), "PNG"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_use_is_one_sentence_and_leaves_no_file(signage, site, words, said):
    ended = signage("photo", SPEC, "--photo", site, *words, "-o", "out.jpg")
    assert ended.status == 2
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert not Path("out.jpg").exists()


@pytest.mark.parametrize(("photo", "said"), [("none.jpg", "none.jpg"), ("text.jpg", "JPEG"), ("half.jpg", "不完整")])
def test_a_wrong_photo_is_named(signage, site, photo, said):
    Path("text.jpg").write_text("hello", "utf-8")
    Path("half.jpg").write_bytes(Path(site).read_bytes()[:4000])
    ended = signage("photo", SPEC, "--photo", photo, *GIVEN, "-o", "out.jpg")
    assert ended.status == 2
    assert photo in ended.err
    assert said in ended.err


def test_an_unknown_suffix_is_refused_before_the_work(signage, site):
    ended = signage("photo", SPEC, "--photo", site, *GIVEN, "-o", "out.tiff")
    assert ended.status == 2
    assert ".png" in ended.err


def test_a_check_that_is_off_is_warned_of_and_one_far_off_is_refused_until_it_is_confirmed(signage, site):
    def drawn(by: int, *more: str):
        return signage("photo", SPEC, "--photo", site, *GIVEN, "--at", "-1800,2900",
                       "--check", f"360,{300 + by}=1200,2600", *more, "-o", "out.png")  # fmt: skip

    near = drawn(0)
    assert (near.status, "警告" in near.err) == (0, False)
    off = drawn(6)
    assert off.status == 0
    assert "警告：检核 (1200, 2600) 偏 120 mm" in off.err
    Path("out.png").unlink()
    far = drawn(40)
    assert far.status == 2
    assert "--confirm-check" in far.err
    assert not Path("out.png").exists()
    confirmed = drawn(40, "--confirm-check")
    assert confirmed.status == 0
    assert "警告" in confirmed.err
