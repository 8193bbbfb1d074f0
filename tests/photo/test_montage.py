"""The sign in the photo: where it lands, what it leaves alone, day and night, caption, files."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from signage.errors import InputError
from signage.frontage import place, read_plan
from signage.geometry import Point, Rect
from signage.locale import Lang, describe
from signage.photo import MontageOptions, Tie, put_on_photo, read_photo, register_photo
from signage.photo import montage as montage_module
from signage.resources import bundled
from tests.photo.conftest import CORNERS, DOOR, jpeg, png, street, tied

AT = Point(-1300.0, 2900.0)  # 5000 × 900 mm at 20 mm a pixel: 250 × 45 px from (235, 240)


def touched(montage, photo) -> np.ndarray:
    return (montage.pixels != photo.pixels).any(axis=2)


def outside(box, shape: tuple[int, int], grown: int = 0) -> np.ndarray:
    free = np.ones(shape, bool)
    free[max(0, box.y0 - grown) : box.y1 + grown, max(0, box.x0 - grown) : box.x1 + grown] = False
    return free


def test_a_panel_of_known_size_lands_within_a_pixel(day, sign, fonts) -> None:
    layout = sign(panel_colour="#0030F0")
    made = put_on_photo(day, tied(day), layout, AT, fonts).pixels.astype(int)
    blue = made[:, :, 2] - made[:, :, 0] > 60
    rows, columns = np.nonzero(blue[:520])
    camera = tied(day).camera
    front = layout.pieces[0].z_front_mm
    rect = layout.envelope.moved(*AT)
    true = camera.plane(front).apply([(rect.x0, rect.y0), (rect.x1, rect.y1)])
    assert columns.min() == pytest.approx(true[0, 0], abs=1)
    assert columns.max() + 1 == pytest.approx(true[1, 0], abs=1)
    assert rows.min() == pytest.approx(true[1, 1], abs=1)
    sides = camera.plane(0.0).apply([(rect.x0, rect.y0)])[0, 1]
    assert rows.max() + 1 == pytest.approx(max(true[0, 1], sides), abs=2)
    assert (true[1, 0] - true[0, 0]) * 20 == pytest.approx(5000, rel=0.02)  # true to scale but for its distance


def test_a_sign_of_the_plan_lands_where_the_elevation_says(day, sign, fonts) -> None:
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    layout = sign(width_mm=4500, height_mm=800)
    placed = place(layout, plan, "S1-03")
    near = Rect.sized(placed.origin.x + 1000, placed.origin.y - 2600, 2400, 2200)
    registration = register_photo(day.size_px, CORNERS, near)
    found = put_on_photo(day, registration, layout, placed.origin, fonts).sign_box
    true = registration.wall.apply([(placed.rect.x0, placed.rect.y1), (placed.rect.x1, placed.rect.y0)])
    assert (found.x0, found.y0) == pytest.approx(tuple(true[0]), abs=3)
    assert (found.x1, found.y1) == pytest.approx(tuple(true[1]), abs=3)


def test_pixels_away_from_the_sign_are_those_of_the_photo(day, sign, fonts) -> None:
    made = put_on_photo(day, tied(day), sign(), AT, fonts)
    free = outside(made.sign_box, (600, 800), 30) & outside(made.caption_box, (600, 800))
    assert not touched(made, day)[free].any()
    assert touched(made, day)[~outside(made.sign_box, (600, 800))].mean() > 0.9


@pytest.mark.parametrize("options", [MontageOptions(), MontageOptions(is_night=True, white_cd_m2=200)])
def test_occluded_pixels_are_untouched(day, sign, fonts, options) -> None:
    mask = np.zeros((600, 800), np.uint8)
    mask[:, 330:390] = 255
    mask[:, 390:400] = 128
    made = put_on_photo(day, tied(day), sign(construction="face_lit"), AT, fonts, options, occlusion=mask)
    hidden = (mask == 255) & outside(made.caption_box, (600, 800))
    assert not touched(made, day)[hidden].any()
    plain = put_on_photo(day, tied(day), sign(construction="face_lit"), AT, fonts, options)
    half = made.pixels[260, 394].astype(int)
    between = np.sort([plain.pixels[260, 394].astype(int), day.pixels[260, 394].astype(int)], axis=0)
    assert (between[0] <= half).all()
    assert (half <= between[1]).all()


def test_the_photo_itself_is_not_drawn_into_unless_it_may_be_used_up(day, sign, fonts) -> None:
    before = day.pixels.copy()
    kept = put_on_photo(day, tied(day), sign(), AT, fonts)
    assert np.array_equal(day.pixels, before)
    spent = put_on_photo(day, tied(day), sign(), AT, fonts, reuse_pixels=True)
    assert spent.pixels is day.pixels
    assert np.array_equal(spent.pixels, kept.pixels)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_caption_is_in_the_picture_and_not_on_the_sign(day, sign, fonts, lang) -> None:
    made = put_on_photo(day, tied(day), sign(), AT, fonts, MontageOptions(lang=lang))
    box = made.caption_box
    assert touched(made, day)[~outside(box, (600, 800))].mean() > 0.95
    part = made.pixels[box.y0 : box.y1, box.x0 : box.x1]
    assert part.max() > 240  # white letters
    assert np.median(part) < 110  # on a dark ground
    assert made.sign_box.common(box) is None


def test_the_caption_gives_way_to_a_sign_in_its_corner(day, sign, fonts) -> None:
    made = put_on_photo(day, tied(day), sign(), Point(-6000.0, -2800.0), fonts)
    assert made.sign_box.common(made.caption_box) is None


def test_the_same_input_gives_the_same_bytes_and_another_another(day, sign, fonts) -> None:
    one = put_on_photo(day, tied(day), sign(), AT, fonts)
    again = put_on_photo(day, tied(day), sign(), AT, fonts)
    moved = put_on_photo(day, tied(day), sign(), Point(AT.x + 1, AT.y), fonts)
    assert one.to_jpeg() == again.to_jpeg()
    assert one.to_png() == again.to_png()
    assert one.model_digest == again.model_digest != moved.model_digest


def test_files_carry_the_digest_and_nothing_of_the_photos_metadata(sign, fonts) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretMaker"
    photo = read_photo(jpeg(street(), exif=exif, comment=b"secret comment"))
    made = put_on_photo(photo, tied(photo), sign(), AT, fonts)
    for content in (made.to_jpeg(), made.to_png()):
        assert b"ecret" not in content
        with Image.open(io.BytesIO(content)) as opened:
            opened.load()
            assert opened.size == (800, 600)
            assert not opened.getexif()
            words = opened.info.get("comment", opened.info.get("Comment"))
        words = words.decode("ascii") if isinstance(words, bytes) else words
        assert made.model_digest in words
        assert photo.digest in words


def test_a_low_quality_makes_a_smaller_file_and_an_impossible_one_is_refused(day, sign, fonts) -> None:
    made = put_on_photo(day, tied(day), sign(), AT, fonts)
    assert len(made.to_jpeg(60)) < len(made.to_jpeg(92))
    with pytest.raises(InputError, match=r"photo\.quality"):
        made.to_jpeg(20)


def test_a_day_photo_is_never_turned_into_night(day, sign, fonts) -> None:
    with pytest.raises(InputError, match="night_on_day_photo"):
        put_on_photo(day, tied(day), sign(), AT, fonts, MontageOptions(is_night=True))
    stated = MontageOptions(is_night=True, white_cd_m2=4000.0)
    made = put_on_photo(day, tied(day), sign(), AT, fonts, stated)
    free = outside(made.sign_box, (600, 800), 30) & outside(made.caption_box, (600, 800))
    assert (made.pixels[free].astype(int) >= day.pixels[free]).all()  # light was added, nothing darkened
    assert "photo.note_looks_day" in made.notes


def test_lit_letters_glow_by_night_and_light_only_adds(night, sign, fonts) -> None:
    layout = sign(construction="face_lit")
    off = put_on_photo(night, tied(night), layout, AT, fonts)
    on = put_on_photo(night, tied(night), layout, AT, fonts, MontageOptions(is_night=True))
    box = on.sign_box
    part = np.s_[box.y0 : box.y1, box.x0 : box.x1]
    assert on.pixels[part].max() > 235
    assert off.pixels[part].max() < 150
    free = outside(box, (600, 800), 12) & outside(on.caption_box, (600, 800))
    assert (on.pixels[free].astype(int) >= night.pixels[free]).all()
    assert "photo.note_looks_night" in off.notes


def test_a_halo_lights_the_wall_around_the_letters_and_fades_with_distance(night, sign, fonts) -> None:
    layout = sign(kind="wall-letters", construction="halo_lit", height_mm=1400)
    on = put_on_photo(night, tied(night), layout, AT, fonts, MontageOptions(is_night=True))
    gain = on.pixels.astype(int).sum(axis=2) - night.pixels.astype(int).sum(axis=2)
    box = on.sign_box
    rings = []
    for near, far in ((3, 8), (12, 20), (30, 45)):
        ring = outside(box, (600, 800), near) & ~outside(box, (600, 800), far)
        rings.append(gain[ring].mean())
    assert rings[0] > rings[1] > rings[2] >= 0
    assert rings[0] > 20


def test_a_brighter_lamp_and_a_shorter_exposure_show(night, sign, fonts) -> None:
    def brightness(luminance: float, white: float) -> float:
        layout = sign(construction="face_lit", luminance_cd_m2=luminance)
        made = put_on_photo(night, tied(night), layout, AT, fonts, MontageOptions(is_night=True, white_cd_m2=white))
        return float(made.pixels[made.sign_box.y0 : made.sign_box.y1, made.sign_box.x0 : made.sign_box.x1].mean())

    assert brightness(100, 300) < brightness(300, 300) < brightness(300, 150)


def test_shadows_fall_where_they_are_told_to(day, sign, fonts) -> None:
    def shade(fall: Point) -> np.ndarray:
        made = put_on_photo(day, tied(day), sign(depth_mm=200), AT, fonts, MontageOptions(shadow_fall=fall))
        lost = day.pixels.astype(int).sum(axis=2) - made.pixels.astype(int).sum(axis=2)
        lost[~outside(made.caption_box, (600, 800))] = 0
        return lost

    right, left = shade(Point(1.2, -0.2)), shade(Point(-1.2, -0.2))
    assert right[240:280, 487:495].mean() > left[240:280, 487:495].mean() + 10
    assert left[240:280, 222:230].mean() > right[240:280, 222:230].mean() + 10


def test_a_sign_out_of_sight_is_refused(day, sign, fonts) -> None:
    with pytest.raises(InputError, match="sign_outside"):
        put_on_photo(day, tied(day), sign(), Point(50_000.0, 3000.0), fonts)
    steep = register_photo(day.size_px, ((300, 200), (420, 260), (420, 330), (300, 500)), DOOR)
    with pytest.raises(InputError, match="beyond_horizon"):
        put_on_photo(day, steep, sign(), Point(-3_000.0, 2900.0), fonts)


def test_a_sign_cut_by_the_edge_is_drawn_and_said_to_be_cut(day, sign, fonts) -> None:
    made = put_on_photo(day, tied(day), sign(), Point(-7500.0, 2900.0), fonts)
    assert made.sign_box.x0 == 0
    assert "photo.note_cut" in made.notes


@pytest.mark.parametrize(
    "options",
    [
        MontageOptions(shadow_fall=Point(float("nan"), 0.0)),
        MontageOptions(shadow_fall=Point(0.0, 9.0)),
        MontageOptions(exposure_ev=float("nan")),
        MontageOptions(exposure_ev=8.0),
        MontageOptions(white_cd_m2=0.0),
        MontageOptions(white_cd_m2=float("inf")),
    ],
)
def test_nonsense_options_are_refused(day, sign, fonts, options) -> None:
    with pytest.raises(InputError):
        put_on_photo(day, tied(day), sign(), AT, fonts, options)


@pytest.mark.parametrize("kind", ["panel-letters", "wall-letters", "rail-letters", "light-box"])
@pytest.mark.parametrize("is_night", [False, True])
def test_every_kind_goes_on_the_photo(night, sign, fonts, kind, is_night) -> None:
    made = put_on_photo(night, tied(night), sign(kind=kind), AT, fonts, MontageOptions(is_night=is_night))
    box = made.sign_box
    assert touched(made, night)[box.y0 : box.y1, box.x0 : box.x1].mean() > 0.3


CASES = [
    ("rf_03.jpg", ((46, 769), (364, 773), (357, 893), (38, 897)), (4000, 1500), (-300, 1720), 5200, False),
    ("rf_02.jpg", ((246, 748), (421, 725), (420, 903), (232, 903)), (1900, 1500), (-150, 1640), 2900, True),
    ("rf_04.jpg", ((460, 712), (738, 720), (742, 830), (458, 817)), (4200, 1650), (-100, 1720), 4400, True),
    ("rf_17.jpg", ((257, 570), (409, 572), (410, 688), (258, 683)), (2600, 2000), (-60, 1950), 5000, True),
]


@pytest.mark.parametrize(("name", "corners", "size", "at", "width", "is_night"), CASES)
def test_real_photos_take_a_sign_by_day_and_by_night(
    real_photos, sign, fonts, name, corners, size, at, width, is_night
) -> None:
    photo = read_photo((real_photos / name).read_bytes(), name=name)
    registration = register_photo(photo.size_px, corners, Rect.sized(0, 0, *size))
    for lit in {False, is_night}:
        made = put_on_photo(
            photo, registration, sign(width_mm=width, height_mm=700), Point(*at), fonts, MontageOptions(is_night=lit)
        )
        assert 0.3 < made.texture.blur_px < 1.2
        assert made.texture.fine < 3
        assert made.light.looks == ("night" if is_night else "day")
        with Image.open(io.BytesIO(made.to_jpeg())) as opened:
            opened.load()


def test_a_png_of_a_photo_gives_its_bytes_back_outside_the_plate(sign, fonts) -> None:
    pixels = street()
    photo = read_photo(png(pixels))
    made = put_on_photo(photo, tied(photo), sign(), AT, fonts)
    with Image.open(io.BytesIO(made.to_png())) as opened:
        shown = np.asarray(opened)
    free = outside(made.sign_box, (600, 800), 30) & outside(made.caption_box, (600, 800))
    assert np.array_equal(shown[free], pixels[free])


def stated(photo, width: float, height: float):
    return register_photo(photo.size_px, CORNERS, Rect.sized(0.0, 0.0, width, height))


def test_corners_far_from_the_stated_proportion_are_refused_until_confirmed(day, sign, fonts) -> None:
    swapped = stated(day, 4000.0, 1500.0)
    with pytest.raises(InputError) as caught:
        put_on_photo(day, swapped, sign(), AT, fonts)
    assert caught.value.code == "drawing.photo_proportion"
    assert "--confirm-proportion" in describe(caught.value).hint
    made = put_on_photo(day, swapped, sign(), AT, fonts, MontageOptions(has_odd_proportion=True))
    assert "photo.note_proportion" in made.notes


def test_a_picture_whose_proportion_is_a_little_off_says_so_on_itself(day, sign, fonts) -> None:
    plain = put_on_photo(day, tied(day), sign(), AT, fonts)
    off = put_on_photo(day, stated(day, 2400.0, 2100.0), sign(), AT, fonts)
    assert "photo.note_proportion" not in plain.notes
    assert "photo.note_proportion" in off.notes
    assert off.caption_box.height > plain.caption_box.height * 1.2  # one line more


def test_the_caption_says_night_only_of_what_is_night(day, night, sign, fonts) -> None:
    first = montage_module._caption
    accuracy = put_on_photo(day, tied(day), sign(), AT, fonts).accuracy
    by_day = put_on_photo(day, tied(day), sign(), AT, fonts).light
    by_night = put_on_photo(night, tied(night), sign(), AT, fonts).light
    layout = sign()
    assert "夜" not in first(MontageOptions(), accuracy, by_day, layout)[0][0]
    assert "未点亮" in first(MontageOptions(), accuracy, by_night, layout)[0][0]
    assert first(MontageOptions(is_night=True), accuracy, by_night, layout)[0][0].startswith("夜间示意")


def with_check(photo, by: float):
    """Corners that are right, and a check point so many pixels off."""
    check = Tie(pixel=Point(360.0, 300.0 + by), wall=Point(1200.0, 2600.0))
    return register_photo(photo.size_px, CORNERS, DOOR, checks=[check])


@pytest.fixture
def written(monkeypatch) -> list[str]:
    """The lines of every caption that was laid out."""
    lines: list[str] = []
    laid = montage_module.caption_layout

    def kept(large, small, *rest):
        lines.extend((*large, *small))
        return laid(large, small, *rest)

    monkeypatch.setattr(montage_module, "caption_layout", kept)
    return lines


def test_the_caption_says_what_was_checked(day, sign, fonts, written) -> None:
    put_on_photo(day, with_check(day, 1.0), sign(), AT, fonts)
    assert any("检核：(1200, 2600) 偏 20 mm（1.0 px）" in line for line in written)
    assert any("招牌最多偏" in line for line in written)


def test_a_picture_that_a_check_contradicts_says_so_and_claims_no_exactness(day, sign, fonts, written) -> None:
    put_on_photo(day, with_check(day, 6.0), sign(), AT, fonts)
    assert any("偏 120 mm（6.0 px）" in line and "待核实" in line for line in written)
    assert not any("招牌最多偏" in line for line in written)


def test_a_check_that_is_far_off_is_refused_unless_it_is_confirmed(day, sign, fonts, written) -> None:
    far = with_check(day, 40.0)
    with pytest.raises(InputError, match=r"photo\.check_missed") as caught:
        put_on_photo(day, far, sign(), AT, fonts)
    assert "--confirm-check" in describe(caught.value, Lang.ZH).hint
    assert "800 mm" in describe(caught.value, Lang.EN).message
    put_on_photo(day, far, sign(), AT, fonts, MontageOptions(has_missed_checks=True))
    assert any("偏 800 mm" in line and "待核实" in line for line in written)
