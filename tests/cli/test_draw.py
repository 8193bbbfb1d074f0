"""`signage draw`: every view in every format, and every wrong use in one sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import ezdxf
import pypdfium2
import pytest
from PIL import Image

from signage.design import spec_of, write_spec
from tests.cli.conftest import PLAN, SPEC

NAMED = ("--name", "徽盐生活馆", "--width", "6000", "--height", "1200")
ON_PLAN = (SPEC, "--frontage", PLAN, "--unit", "S1-02")
STARTS = {"png": b"\x89PNG", "svg": b"<", "pdf": b"%PDF", "jpg": b"\xff\xd8", "webp": b"RIFF"}


# Each view and each format, and the two that are more than one scene in one file; render/test_determinism draws and
# reads every view in every format.
@pytest.mark.parametrize(
    ("view", "form"),
    [
        *(("front", form) for form in ("png", "svg", "pdf", "dxf")),
        ("night", "svg"),
        ("street", "png"),
        ("workshop", "dxf"),
        ("workshop", "pdf"),
        *(("sheet", form) for form in ("png", "pdf", "dxf")),
    ],
)
def test_a_view_is_drawn_in_a_format(signage, view, form):
    ended = signage("draw", *ON_PLAN, "--view", view, "--width-px", "500", "-o", f"made/x.{form}")
    assert ended.status == 0, ended.err
    file = Path(f"made/x.{form}")
    if form == "dxf":
        document = ezdxf.readfile(file)
        assert not document.audit().has_errors
        assert len(document.modelspace()) > 0
    else:
        assert file.read_bytes().startswith(STARTS[form])


def test_a_name_and_a_size_are_enough_and_no_file_but_the_picture_appears(signage, tmp_path):
    ended = signage("draw", *NAMED, "-o", "sign.png", "--width-px", "900")
    assert ended.status == 0
    with Image.open(tmp_path / "sign.png") as picture:
        assert picture.width == 900
    assert [path.name for path in tmp_path.iterdir()] == ["sign.png"]


@pytest.mark.parametrize("name", ["x.jpg", "x.jpeg", "x.webp"])
def test_pictures_for_mail_and_web_are_drawn_at_a_quality(signage, tmp_path, name):
    sizes = []
    for quality in ("30", "95"):
        assert signage("draw", *NAMED, "-o", name, "--width-px", "600", "--quality", quality).status == 0
        assert (tmp_path / name).read_bytes().startswith(STARTS["webp" if name == "x.webp" else "jpg"])
        sizes.append((tmp_path / name).stat().st_size)
    assert sizes[0] < sizes[1]


@pytest.mark.parametrize("view", ["front", "street"])
def test_night_darkens_front_and_street(signage, view):
    for night in ((), ("--night",)):
        assert (
            signage("draw", *ON_PLAN, "--view", view, *night, "-o", f"{len(night)}.png", "--width-px", "300").status
            == 0
        )
    with Image.open("0.png") as day, Image.open("1.png") as night:
        assert sum(night.convert("L").histogram()[:64]) > 2 * sum(day.convert("L").histogram()[:64])


NIGHTS = [
    (("--view", "front", "--view", "night"), ["x-front.json", "x-night.json"]),
    (("--view", "face", "--view", "night"), ["x-face-night.json", "x-face.json"]),
    (("--view", "night", "--view", "face"), ["x-face-night.json", "x-face.json"]),
    (("--view", "face", "--night"), ["x.json"]),
    (("--view", "face", "--view", "night", "--night"), ["x.json"]),
    (("--view", "front", "--view", "face", "--night"), ["x-face-night.json", "x-night.json"]),
    (("--view", "front", "--view", "face", "--view", "night"),
     ["x-face-night.json", "x-face.json", "x-front.json", "x-night.json"]),
    (("--view", "night",), ["x.json"]),
    (("--view", "sheet", "--view", "night"), ["x-night.json", "x-sheet.json"]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "files"), NIGHTS, ids=[" ".join(words) for words, _ in NIGHTS])
def test_views_and_night_together_draw_what_the_words_say(signage, tmp_path, words, files):
    assert signage("draw", *NAMED, *words, "-o", "x.json").status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == files
    for name in files:
        drawn = json.loads(Path(name).read_text("utf-8"))["scene"]["id"]
        is_alone = files == ["x.json"]  # one file has no word in its name
        light = "night" if is_alone or "night" in name else "day"
        shown = "sign" if "face" in (words if is_alone else name) else "sample"
        assert "sheet" in name or drawn == f"{shown}-{light}"


def test_a_street_by_day_and_by_night_is_two_streets(signage):
    views = ("--view", "street", "--view", "night", "--width-px", "200")
    assert signage("draw", *ON_PLAN, *views, "-o", "x.json").status == 0
    ids = [json.loads(Path(f"x-street{word}.json").read_text("utf-8"))["scene"]["id"] for word in ("", "-night")]
    assert ids[0] != ids[1]
    assert all(one.startswith("street") for one in ids)


def test_night_is_the_same_picture_by_option_and_by_view(signage):
    assert signage("draw", *NAMED, "--night", "-o", "a.png", "--width-px", "300").status == 0
    assert signage("draw", *NAMED, "--view", "night", "-o", "b.png", "--width-px", "300").status == 0
    assert Path("a.png").read_bytes() == Path("b.png").read_bytes()


@pytest.mark.parametrize(("scale", "width_mm"), [((), 163.2), (("--scale", "20"), 408.0), (("--scale", "1"), 8160.0)])
def test_an_svg_is_as_large_as_its_scale_says(signage, scale, width_mm):
    assert signage("draw", *NAMED, "--view", "face", *scale, "-o", "x.svg").status == 0
    found = re.search(r'<svg [^>]*?width="([\d.]+)mm"', Path("x.svg").read_text("utf-8"))
    assert found is not None
    assert float(found[1]) == pytest.approx(width_mm, abs=0.01)


def test_a_sheet_on_a4_is_one_pdf_or_a_numbered_picture_for_each_page(signage, tmp_path):
    sheet = (*ON_PLAN, "--view", "sheet", "--paper", "a4")
    assert signage("draw", *sheet, "-o", "sheet.pdf").status == 0
    assert signage("draw", *sheet, "--width-px", "600", "-o", "sheet.png").status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sheet-1.png", "sheet-2.png", "sheet.pdf"]


def test_the_format_may_be_named_when_the_suffix_says_nothing(signage, tmp_path):
    assert signage("draw", *NAMED, "--format", "svg", "-o", "drawing").status == 0
    assert "<svg" in (tmp_path / "drawing").read_text("utf-8")


def test_what_a_format_cannot_show_is_said_in_the_readers_language(signage):
    said = signage("draw", *NAMED, "-o", "x.dxf").err
    assert "没有渐变" in said
    assert "gradients" not in said


WRONG = [
    (("--name", "店", "--height", "900", "-o", "x.png"), "--width"),
    ((*NAMED,), "-o"),
    ((*NAMED, "-o", "x.gif"), ".png"),
    ((*NAMED, "-o", "."), "文件夹"),
    ((*NAMED, "-o", "taken/x.png"), "taken/x.png"),
    ((*NAMED, "--view", "street", "-o", "x.png"), "--frontage"),
    ((*NAMED, "--paper", "a4", "-o", "x.png"), "--view sheet"),
    ((*ON_PLAN, "--view", "sheet", "--paper", "a4", "--format", "png", "-o", "-"), "PDF"),
    ((*NAMED, "--marks", "-o", "x.png"), "--marks"),
    ((*ON_PLAN, "--view", "night", "--marks", "-o", "x.png"), "--marks"),
    ((*ON_PLAN, "--night", "--marks", "-o", "x.png"), "--marks"),
    ((*NAMED, "--view", "workshop", "--night", "-o", "x.dxf"), "--night"),
    ((*NAMED, "--quality", "90", "-o", "x.png"), ".webp"),
    ((*NAMED, "--quality", "0", "-o", "x.jpg"), "0"),
    ((*NAMED, "--quality", "101", "-o", "x.webp"), "101"),
    ((*NAMED, "--scale", "0", "-o", "x.svg"), "0"),
    ((*NAMED, "--scale", "nan", "-o", "x.svg"), "nan"),
    ((*ON_PLAN, "--view", "sheet", "--scale", "50", "-o", "x.pdf"), "--scale"),
    ((*NAMED, "--format", "png", "--format", "svg", "-o", "x"), "--format"),
    ((SPEC, "--spec", SPEC, "-o", "x.png"), "--spec"),
    ((*NAMED, "--view", "side", "-o", "x.png"), "workshop"),
    ((*NAMED, "--width-px", "0", "-o", "x.png"), "0"),
    ((*NAMED, "--width-px", "1000000", "-o", "x.png"), "1000000"),
    ((*NAMED, "--kind", "neon", "-o", "x.png"), "panel-letters"),
    ((*NAMED, "--panel-colour", "rot", "-o", "x.png"), "#RRGGBB"),
    ((*NAMED, "--letter-height", "2000", "-o", "x.png"), "2000"),
    ((SPEC, "--name", "店", "-o", "x.png"), "--name"),
    ((SPEC, "--frontage", PLAN, "-o", "x.png"), "--unit"),
    ((SPEC, "--frontage", PLAN, "--unit", "S9-99", "-o", "x.png"), "S1-02"),
    (("missing.toml", "-o", "x.png"), "missing.toml"),
    ((SPEC, "--colour", "-o", "x.png"), "--colour"),
]


@pytest.mark.parametrize(
    ("words", "says"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_a_wrong_use_ends_with_2_one_sentence_and_nothing_written(signage, tmp_path, words, says):
    (tmp_path / "taken").write_text("a file, no folder")
    ended = signage("draw", *words)
    assert ended.status == 2
    assert says in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert "Traceback" not in ended.err
    assert ended.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("width", ["0", "-5", "nan", "inf", "1e9", "wide"])
def test_a_width_that_is_no_width_is_refused_by_the_name_of_its_option(signage, tmp_path, width):
    ended = signage("draw", "--name", "店", f"--width={width}", "--height", "900", "-o", "x.png")
    assert ended.status == 2
    assert "--width" in ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("width_mm = 6000", "width_mm = 0"), "width_mm"),
        (("width_mm = 6000", "width_mm = -5"), "width_mm"),
        (("width_mm = 6000", "width_mm = nan"), "width_mm"),
        (("width_mm = 6000", "width_mm = 1e9"), "width_mm"),
        (("width_mm = 6000", "widht_mm = 6000"), "widht_mm"),
        (("盐店", "盐😀"), "U+1F600"),
        (('name = "盐店"', 'name = "盐店"\nletter_height_mm = 5000'), "5000"),
        (('name = "', "name = "), "TOML"),
    ],
    ids=["0", "-5", "NaN", "10⁹", "unknown key", "no glyph", "does not fit", "no TOML"],
)
def test_a_bad_spec_is_refused_with_its_file_and_place(signage, tmp_path, change, says):
    good = (
        'schema_version = 1\n[sign]\nkind = "panel-letters"\nwidth_mm = 6000\nheight_mm = 900\n[text]\nname = "盐店"\n'
    )
    (tmp_path / "own.toml").write_text(good, "utf-8")
    assert signage("draw", "own.toml", "-o", "fine.png", "--width-px", "64").status == 0
    (tmp_path / "fine.png").unlink()
    (tmp_path / "own.toml").write_text(good.replace(*change), "utf-8")
    ended = signage("draw", "own.toml", "-o", "x.png")
    assert ended.status == 2
    assert "own.toml" in ended.err
    assert says in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["own.toml"]


def test_a_spec_that_is_not_utf_8_is_refused_with_its_line(signage, tmp_path):
    (tmp_path / "own.toml").write_bytes('kind = "panel-letters"\nname = "盐店"\n'.encode("gb18030"))
    ended = signage("draw", "own.toml", "-o", "x.png")
    assert ended.status == 2
    assert "own.toml:2" in ended.err
    assert "UTF-8" in ended.err


def test_face_without_a_plan_says_where_it_is_the_front(signage):
    given = ("--name", "盐", "--width", "900", "--height", "900", "--width-px", "200", "--kind", "projecting")
    assert "front" in signage("draw", *given, "--view", "face", "-o", "face.svg").err
    assert "face" not in signage("draw", *given, "--view", "front", "-o", "front.svg").err
    assert Path("face.svg").read_bytes() == Path("front.svg").read_bytes()


def test_a_front_without_a_plan_is_a_sample_shop_and_the_face_is_not(signage):
    assert "front" not in signage("draw", *NAMED, "--view", "face", "-o", "face.svg").err
    assert signage("draw", *NAMED, "--wall", "brick:#8E4B3A", "-o", "front.svg").status == 0
    face, front = (Path(name).read_text("utf-8") for name in ("face.svg", "front.svg"))
    assert "示意" not in face
    assert "门面为示意" in front


def test_several_views_of_one_sign_have_a_file_each(signage, tmp_path):
    views = ("--view", "front", "--view", "night", "--view", "front")
    ended = signage("draw", *NAMED, *views, "--width-px", "300", "-o", "x.png")
    assert ended.status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x-front.png", "x-night.png"]
    assert signage("draw", *NAMED, *views, "--width-px", "300", "--format", "png", "-o", "-").status == 2
    assert signage("draw", *NAMED, "--view", "front", "--view", "street", "-o", "y.png").status == 2
    assert not list(tmp_path.glob("y*"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--wall", "mud"), "brick:#8E4B3A"),
        (("--wall", "brick", "--view", "face"), "face"),
        (("--wall", "brick", "--view", "workshop"), "workshop"),
        (("--wall", "brick", "--frontage", PLAN, "--unit", "S1-02"), "--frontage"),
    ],
)
def test_a_wall_that_would_not_be_seen_is_refused(signage, given, said):
    ended = signage("draw", *NAMED, *given, "-o", "x.svg")
    assert ended.status == 2
    assert said in ended.err
    assert not Path("x.svg").exists()


@pytest.mark.parametrize("kind", ["panel-letters", "wall-letters", "light-box", "cut-out-panel"])
def test_a_sign_on_a_pier_is_set_vertically(signage, tmp_path, kind):
    given = ("--name", "晶湾茶坊", "--width", "700", "--height", "3600", "--kind", kind, "--setting", "vertical")
    ended = signage("draw", *given, "-o", "v.json")
    assert ended.status == 0, ended.err


def test_a_typeface_that_lacks_a_script_is_told_how_to_give_one(signage):
    ended = signage("draw", "--name", "ཇ", "--width", "2000", "--height", "900", "-o", "t.svg")
    assert ended.status == 2
    assert "通用规范汉字" not in ended.err
    assert "--typeface" in ended.err


def test_a_sheet_without_a_plan_is_drawn_and_says_what_it_lacks(signage, tmp_path):
    ended = signage("draw", *NAMED, "--view", "sheet", "-o", "sheet.pdf")
    assert ended.status == 0, ended.err
    page = pypdfium2.PdfDocument((tmp_path / "sheet.pdf").read_bytes())[0]
    said = page.get_textpage().get_text_bounded().replace("\r\n", "")
    assert "没有立面规划" in said
    assert "离地高度未提供" in said
    assert "6000" in said


MADE = {
    "return-depth": ("return_depth_mm", "45"),
    "standoff": ("standoff_mm", "35"),
    "depth": ("depth_mm", "180"),
    "panel-material": ("panel_material", "stainless-steel"),
    "letter-material": ("letter_material", "titanium-gold-steel"),
    "letter-side-colour": ("letter_side_colour", "#204060"),
    "second-colour": ("second_colour", "#204060"),
}


@pytest.mark.parametrize("option", MADE)
def test_what_a_spec_file_says_of_the_making_an_option_says_too(signage, option):
    field, value = MADE[option]
    given = {**dict(zip(("name", "width_mm", "height_mm"), ("徽盐", 6000, 1200), strict=True)), "second_line": "HUIYAN"}
    stated = float(value) if field.endswith("_mm") else value
    Path("spec.toml").write_text(write_spec(spec_of({"kind": "panel-letters", **given, field: stated})), "utf-8")
    assert signage("draw", "spec.toml", "--view", "face", "--width-px", "400", "-o", "file.json").status == 0
    named = ("--name", "徽盐", "--second-line", "HUIYAN", "--width", "6000", "--height", "1200")
    assert signage("draw", *named, "--view", "face", "-o", "plain.json").status == 0
    assert signage("draw", *named, f"--{option}", value, "--view", "face", "-o", "option.json").status == 0
    assert Path("option.json").read_bytes() == Path("file.json").read_bytes() != Path("plain.json").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--return-depth", "-4"), "--return-depth"),
        (("--standoff", "9000"), "--standoff"),
        (("--panel-material", "gold-dust"), "--panel-material"),
        (("--letter-material", "gold-dust"), "--letter-material"),
        (("--letter-side-colour", "red-ish"), "--letter-side-colour"),
        (("--faces", "2"), "--faces"),
        (("--faces", "3"), "--faces"),
    ],
)
def test_a_wrong_word_on_the_making_names_its_option(signage, words, said):
    ended = signage("draw", *NAMED, *words, "-o", "x.png")
    assert ended.status == 2
    assert ended.err.startswith(f"错误：{said}")


def test_a_plaque_says_which_typeface_it_took_and_a_sign_with_a_named_one_does_not(signage, tmp_path):
    plaque = ("--name", "晶湾堂", "--kind", "plaque", "--width", "2400", "--height", "800", "-o", "p.svg")
    assert "noto-serif-sc" in signage("draw", *plaque).err
    assert "Noto Serif SC" in signage("--lang", "en", "draw", *plaque).err
    named = signage("draw", *plaque, "--typeface", "noto-sans-sc")
    assert named.status == 0
    assert "noto-s" not in named.err
    assert "noto-s" not in signage("draw", *NAMED, "-o", "p.svg").err


def test_a_plaque_with_a_character_that_song_lacks_names_a_typeface_that_has_it(signage):
    ended = signage("draw", "--name", "한국관", "--kind", "plaque", "--width", "2400", "--height", "800", "-o", "p.svg")
    assert ended.status == 2
    assert "noto-serif-sc" in ended.err
    assert "noto-sans-kr" in ended.err


def test_a_short_name_is_spread_by_its_letter_gap_which_the_sheet_states(signage, tmp_path):
    wide = ("draw", "--name", "晶湾", "--width", "6000", "--height", "1200", "--view", "sheet", "-o", "sheet.svg")
    assert signage(*wide, "--letter-gap", "1500").status == 0
    assert "字净距 1500 mm" in (tmp_path / "sheet.svg").read_text("utf-8")
    ended = signage(*wide, "--letter-gap", "9000")
    assert ended.status == 2
    assert ended.err.startswith("错误：--letter-gap: ")
    assert "请把字距减到" in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_a_colour_is_taken_by_its_name_on_every_option(signage, tmp_path):
    named = ("draw", "--name", "晶湾", "--width", "6000", "--height", "1200", "--width-px", "300")
    pictures = []
    for panel, letter, wall in (("墨绿", "gold", "plaster:米白"), ("#1F4D36", "#C9A13B", "plaster:#F6F2E7")):
        more = ("--panel-colour", panel, "--letter-colour", letter, "--wall", wall, "-o", "x.png")
        assert signage(*named, *more).status == 0
        pictures.append((tmp_path / "x.png").read_bytes())
    assert pictures[0] == pictures[1]
    ended = signage(*named, "--panel-colour", "孔雀紫", "-o", "y.png")
    assert ended.status == 2
    assert ended.err.startswith("错误：--panel-colour: “孔雀紫”不是颜色。")
    assert "紫 purple" in ended.err
    assert not (tmp_path / "y.png").exists()


def test_a_sign_wider_than_its_unit_is_told_beside_the_picture_of_its_place(signage):
    wide = ("draw", "--name", "晶湾", "--width", "9000", "--height", "1000", "--width-px", "300", "-o", "x.png")
    there = ("--frontage", PLAN, "--unit", "S1-02")
    ended = signage(*wide, *there)
    assert ended.status == 0
    assert "超出铺位 S1-02（宽 8700 mm）：左边 150 mm、右边 150 mm" in ended.err
    assert "超出铺位" not in signage(*wide, *there, "--leased", "S1-01", "--leased", "S1-02", "--leased", "S1-03").err
    assert "超出铺位" not in signage(*wide, *there, "--view", "face").err
