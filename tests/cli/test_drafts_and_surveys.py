"""`signage draft measure` and `signage survey check`."""

from __future__ import annotations

import re

import pytest

from signage.drafts import reading
from signage.resources import bundled
from tests.cli.conftest import PLAN, SPEC
from tests.uploads.hostile import in_process

JPEG = "samples/drafts/jingwan-front.jpg"
SVG = "samples/drafts/jingwan-board.svg"
SURVEY = "samples/surveys/jingwan-s1-02.toml"
ON_JPEG = ("--points", "218,500,1182,500", "--distance", "8700", "--sign", "368,194,1032,328")
ON_SVG = ("--points", "0,690,2400,690", "--distance", "8700", "--sign", "372,110,2028,441")


@pytest.fixture
def fast(signage, monkeypatch: pytest.MonkeyPatch):
    """The command without a child process around the decoder."""
    monkeypatch.setattr("signage.uploads.door.confined", in_process)
    return signage


def test_a_draft_becomes_a_specification(signage, tmp_path):
    done = signage("draft", "measure", JPEG, *ON_JPEG, "--name", "晶湾盐业", "--told", "6200x1200", "-o", "a.toml")
    assert done.status == 0, done.err
    assert re.search(r"宽 5993±\d+ 毫米", done.out)
    assert "图与申报不一致" in done.out
    written = (tmp_path / "a.toml").read_text("utf-8")
    assert "width_mm = 5993" in written
    assert 'panel = "#2' in written


def test_a_drawing_gives_unit_and_name_and_is_checked(fast):
    words = ("--licence", "示例市晶湾盐业有限公司", "--frontage", PLAN, "--unit", "S1-02", "--on", "2026-11-24")
    done = fast("draft", "measure", SVG, *ON_SVG, *words, "--fact", "leased_units=S1-02")
    assert "图纸单位，已由已知距离证实" in done.out
    assert "店名（取自图中文字）：晶湾盐业生活馆" in done.out
    assert "[-示例市]晶湾盐业[-有限公司][+生活馆]" in done.out
    assert "结论" in done.out
    assert done.status == 1


def test_a_unit_that_disagrees_stops_the_command_until_the_distance_is_trusted(fast):
    points = ("--points", "0,690,2400,690", "--distance", "870", "--sign", "372,110,2028,441")
    assert fast("draft", "measure", SVG, *points).status == 2
    trusted = fast("draft", "measure", SVG, *points, "--trust-distance", "--kind", "plaque")
    assert "宽 600±" in trusted.out


def test_points_that_are_none_are_refused(fast):
    done = fast("draft", "measure", JPEG, "--points", "1,2,3", "--distance", "8700", "--sign", "1,2,3,4")
    assert done.status == 2
    assert "x1,y1,x2,y2" in done.err


def test_without_a_name_and_without_a_reader_the_option_is_named(fast, monkeypatch):
    monkeypatch.setattr(reading, "can_read", lambda: False)
    monkeypatch.setattr("signage.drafts.can_read", lambda: False)
    done = fast("draft", "measure", JPEG, *ON_JPEG)
    assert done.status == 2
    assert "--name" in done.err


def test_points_on_a_large_picture_are_its_own_pixels(fast, tmp_path):
    from PIL import Image

    with Image.open(bundled("samples", "drafts") / "jingwan-front.jpg") as small:
        small.resize((2800, 1576)).save(tmp_path / "large.jpg")
    points = ("--points", "436,1000,2364,1000", "--distance", "8700", "--sign", "736,388,2064,656")
    done = fast("draft", "measure", "large.jpg", *points, "--name", "晶湾盐业")
    assert re.search(r"宽 599\d±", done.out), done.err


def test_a_survey_tells_every_difference_and_fits_a_sign(fast, tmp_path):
    done = fast("survey", "check", SURVEY, "--frontage", PLAN, "--spec", SPEC, "-o", "fitted.toml")
    assert done.status == 1
    assert "铺面净宽：实测 8688±3 毫米，图上 8700 毫米，相差 -12 毫米，超出误差。" in done.out
    assert "bottom_mm = 3210" in (tmp_path / "fitted.toml").read_text("utf-8")


def test_a_survey_is_printed_for_programs(fast):
    record = fast("survey", "check", SURVEY, "--frontage", PLAN, "--json").json
    assert record["rows"][0]["difference"] == "-12"


def test_a_survey_of_another_building_is_refused(fast):
    done = fast("survey", "check", SURVEY, "--frontage", "samples/buildings/saltmarsh-row.json")
    assert done.status == 2
    assert "jingwan-li" in done.err
    assert fast("survey", "check", SURVEY, "--frontage", PLAN, "-o", "a.toml").status == 2
