"""Kinds that do not lie flat on the wall, and what their parts are made of."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import hypot
from pathlib import Path

import pytest

from signage.design import (
    SUPPORTS,
    Colours,
    LetterConstruction,
    Lighting,
    PieceRole,
    SignKind,
    SignLayout,
    SignSpec,
    kind_of,
    lay_out,
    load_kinds,
    note_words,
    read_spec,
    spec_of,
)
from signage.design.colouring import light_through
from signage.errors import GlyphMissing, LayoutError, SpecError
from signage.geometry import Rect
from signage.locale import Lang
from signage.resources import bundled
from signage.typography import FontCatalogue

EVERY_KIND = [kind.id for kind in load_kinds()]
HANGERS = {PieceRole.BRACKET, PieceRole.ROD, PieceRole.CORD}


def sample(kind: str) -> SignSpec:
    return read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml"))


@pytest.fixture(scope="module", params=EVERY_KIND)
def layout(request: pytest.FixtureRequest, fonts: FontCatalogue) -> SignLayout:
    return lay_out(sample(request.param), fonts)


def box(layout: SignLayout, role: PieceRole) -> Rect:
    found = [b for p in layout.pieces if p.role is role and (b := p.outline.bounds()) is not None]
    return Rect.joined(found)


def test_every_kind_has_a_sample_that_is_as_large_as_it_says(layout: SignLayout) -> None:
    spec, kind = layout.spec, kind_of(layout.spec.kind)
    if kind.has_panel:
        assert layout.envelope == Rect(0.0, 0.0, spec.width_mm, spec.height_mm)
    assert layout.envelope.width <= spec.width_mm + 0.01
    assert layout.envelope.height <= spec.height_mm + 0.01


def test_text_lies_on_its_body_and_no_piece_but_a_hanger_leaves_the_envelope(layout: SignLayout) -> None:
    whole = layout.envelope.grown(0.01)
    assert whole.contains(layout.content)
    for piece in layout.pieces:
        outline = piece.outline.bounds()
        if outline is not None and piece.role not in HANGERS | {PieceRole.BACKDROP}:
            assert whole.contains(outline), piece.id


def test_pieces_have_unique_ids_and_no_piece_lies_in_the_wall(layout: SignLayout) -> None:
    ids = [piece.id for piece in layout.pieces]
    assert len(ids) == len(set(ids))
    for piece in layout.pieces:
        assert 0 <= piece.z_back_mm <= piece.z_front_mm


def test_contours_of_a_piece_enclose_an_area(layout: SignLayout) -> None:
    for piece in layout.pieces:
        assert piece.region().area == pytest.approx(abs(piece.outline.signed_area()), rel=2e-3), piece.id


def test_twice_the_size_gives_twice_the_letters_where_margins_are_shares(
    layout: SignLayout, fonts: FontCatalogue
) -> None:
    spec = layout.spec
    times = 2.0 if spec.height_mm <= 5000 else 0.5  # no sign is higher than 10 m
    fields = {"kind": spec.kind, "name": spec.name, "second_line": spec.second_line}
    reach = kind_of(spec.kind).mount.reach_mm if kind_of(spec.kind).mount else 0.0  # type: ignore[union-attr]
    twice = lay_out(
        spec_of(
            {
                "sign": {"kind": spec.kind, "width_mm": spec.width_mm * times, "height_mm": spec.height_mm * times},
                "text": {k: v for k, v in fields.items() if k in ("name", "second_line") and v is not None},
                "letters": {} if spec.construction is None else {"construction": spec.construction.value},
                "position": {"reach_mm": reach * times},
            }
        ),
        fonts,
    )
    for one, two in zip(layout.lines, twice.lines, strict=True):
        assert two.letter_height_mm == pytest.approx(times * one.letter_height_mm, rel=0.02)


def test_a_projecting_sign_is_seen_from_its_edge(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("projecting"), fonts)
    street = layout.street
    assert street is not None
    assert street.envelope.width == pytest.approx(layout.thickness_mm)
    assert street.envelope.height == layout.envelope.height
    assert layout.depth_mm == layout.envelope.width + 200  # the brackets' reach
    frame = next(piece for piece in street.pieces if piece.id == "frame")
    assert (frame.z_back_mm, frame.z_front_mm) == (200.0, 200.0 + layout.envelope.width)


def test_brackets_run_from_the_wall_to_the_sign(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("projecting"), fonts)
    brackets = box(layout, PieceRole.BRACKET)
    assert (brackets.x0, brackets.x1) == (-200.0, 0.0)


def test_a_stated_reach_moves_the_sign_away_from_the_wall(fonts: FontCatalogue) -> None:
    spec = spec_of({"kind": "projecting", "name": "茶", "width_mm": 600, "height_mm": 1200, "reach_mm": 320})
    assert lay_out(spec, fonts).depth_mm == 920.0


def test_posts_and_plinth_take_the_lower_part_of_the_height(fonts: FontCatalogue) -> None:
    upright, board = lay_out(sample("freestanding"), fonts), lay_out(sample("freestanding-board"), fonts)
    assert box(upright, PieceRole.PLINTH).y0 == 0.0
    assert box(upright, PieceRole.BOX).y0 == box(upright, PieceRole.PLINTH).y1 == 350.0
    assert box(board, PieceRole.POST).y1 == box(board, PieceRole.PANEL).y0 == 700.0


def test_a_foot_that_leaves_no_board_is_refused(fonts: FontCatalogue) -> None:
    spec = spec_of({"kind": "freestanding-board", "name": "晶湾", "width_mm": 2000, "height_mm": 1000, "reach_mm": 900})
    with pytest.raises(LayoutError) as error:
        lay_out(spec, fonts)
    assert error.value.code == "design.no_board"


def test_the_feet_of_canopy_letters_lie_before_the_upper_half_of_their_rail(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("canopy-letters"), fonts)
    rail = box(layout, PieceRole.RAIL)
    assert rail.y0 == 0.0
    assert rail.centre.y == pytest.approx(min(line.ink.y0 for line in layout.lines))


def test_rooftop_letters_stand_before_their_frame(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("rooftop-letters"), fonts)
    frame = next(piece for piece in layout.pieces if piece.role is PieceRole.TRUSS)
    assert all(letter.z_back_mm >= frame.z_front_mm for letter in layout.letters)
    assert box(layout, PieceRole.TRUSS).y0 == 0.0


def test_supports_do_not_count_for_the_thickness(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("freestanding"), fonts)
    assert layout.thickness_mm == 250.0
    assert {piece.role for piece in layout.pieces} & SUPPORTS == {PieceRole.PLINTH}


def test_a_cut_out_panel_lacks_the_area_of_its_letters(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("cut-out-panel"), fonts)
    panel = next(piece for piece in layout.pieces if piece.role is PieceRole.PANEL)
    letters = sum(piece.region().area for piece in layout.letters)
    whole = layout.spec.width_mm * layout.spec.height_mm
    assert panel.region().area == pytest.approx(whole - letters, rel=1e-4)


def test_a_frame_behind_one_narrow_letter_still_has_two_posts(fonts: FontCatalogue) -> None:
    fields = {"kind": "rooftop-letters", "name": "I", "width_mm": 3000, "height_mm": 1200, "letter_height_mm": 180}
    layout = lay_out(spec_of(fields), fonts)
    truss = next(piece for piece in layout.pieces if piece.role is PieceRole.TRUSS).outline.bounds()
    letter = layout.letters[0].outline.bounds()
    assert truss.width > letter.width
    assert truss.centre.x == pytest.approx(letter.centre.x)


def test_exposed_bulbs_lie_inside_their_letter_at_a_pitch(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("rail-letters"), fonts)
    for letter in layout.letters:
        assert letter.construction is LetterConstruction.OPEN_FACE
        assert letter.lamps
        assert all(letter.region().holds(letter.lamps))


def test_matrix_dots_lie_on_one_grid(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("led-ticker"), fonts)
    dots = [dot for letter in layout.letters for dot in letter.lamps]
    assert len(dots) > 1000
    for values in (sorted({round(d.x, 3) for d in dots}), sorted({round(d.y, 3) for d in dots})):
        assert all(abs((b - a) / 10 - round((b - a) / 10)) < 1e-6 for a, b in pairwise(values))


def test_the_dots_of_a_matrix_lie_where_its_modules_have_them(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("led-ticker"), fonts)
    frame = next(piece for piece in layout.pieces if piece.role is PieceRole.FRAME)
    ((_, (hole,)),) = frame.region().rings()
    inner = Rect.around(hole)
    for letter in layout.letters:
        for dot in letter.lamps:
            for way in (dot.x - inner.x0, dot.y - inner.y0):
                assert way / 10 - 0.5 == pytest.approx(round(way / 10 - 0.5), abs=1e-6)
            assert inner.x0 + 3 < dot.x < inner.x1 - 3


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((3870, 350), None),
        ((4000, 350), ("3870×350 mm (12×2)", "4190×350 mm (13×2)")),
        ((3870, 400), ("3870×350 mm (12×2)", "3870×510 mm (12×3)")),
        ((1000, 300), ("990×190 mm (3×1)", "1310×350 mm (4×2)")),
    ],
)
def test_a_display_that_whole_modules_do_not_make_is_told_with_the_nearest_sizes(
    fonts: FontCatalogue, size: tuple[float, float], wanted: tuple[str, ...] | None
) -> None:
    fields = {"kind": "led-ticker", "name": "茶", "width_mm": size[0], "height_mm": size[1]}
    layout = lay_out(spec_of(fields), fonts)
    assert ("design.note_whole_modules" in layout.notes) == (wanted is not None)
    for lang in (Lang.ZH, Lang.EN):
        said = " ".join(note_words(layout, lang))
        assert all(words in said for words in wanted or ())


def test_a_gate_has_an_opening_to_walk_through(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("event-arch"), fonts)
    gate = next(piece for piece in layout.pieces if piece.role is PieceRole.GATE)
    middle = Rect(layout.envelope.width * 0.3, 0.0, layout.envelope.width * 0.7, layout.envelope.height * 0.5)
    assert not any(gate.region().holds(middle.corners))
    assert layout.content.y0 > middle.y1


def test_a_balloon_is_round_over_its_banner_and_tied_to_a_weight_on_the_ground(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("event-balloon"), fonts)
    ball, cloth, weight = (box(layout, r) for r in (PieceRole.BALLOON, PieceRole.FABRIC, PieceRole.BALLAST))
    assert (ball.width, ball.height, ball.y1) == (2400.0, 2400.0, 9600.0)
    assert layout.depth_mm == 2400.0
    assert (cloth.y0, cloth.width) == (2600.0, pytest.approx(0.38 * 2400))
    assert cloth.y1 == pytest.approx(ball.y0 - 0.22 * 2400)
    assert weight.y0 == 0.0
    assert layout.stands_on_ground
    assert cloth.contains(layout.content)
    ropes = box(layout, PieceRole.CORD)
    assert (ropes.y0, ropes.y1) == (pytest.approx(weight.y1), pytest.approx(ball.y0, abs=12))


def test_a_balloon_without_room_for_its_banner_is_refused(fonts: FontCatalogue) -> None:
    wide = {"kind": "event-balloon", "name": "开业大吉", "width_mm": 4000, "height_mm": 5000}
    with pytest.raises(LayoutError) as error:
        lay_out(spec_of(wide), fonts)
    assert error.value.code == "design.no_banner"
    lay_out(spec_of({**wide, "height_mm": error.value.params["needed_mm"]}), fonts)
    with pytest.raises(LayoutError) as error:
        lay_out(spec_of({**wide, "width_mm": 2000, "height_mm": 8000, "reach_mm": 5000}), fonts)
    assert error.value.code == "design.no_board"
    with pytest.raises(SpecError) as deep:
        lay_out(spec_of({**wide, "width_mm": 2000, "depth_mm": 300}), fonts)
    assert deep.value.code == "design.depth_of_balloon"


def test_soft_film_is_told_as_discouraged(fonts: FontCatalogue) -> None:
    assert "design.note_discouraged_material" in lay_out(sample("soft-film-box"), fonts).notes


def test_strokes_too_thin_for_lamps_are_told(fonts: FontCatalogue) -> None:
    spec = spec_of({"kind": "panel-letters", "name": "晶湾", "width_mm": 1200, "height_mm": 300, "weight": 100})
    assert "design.note_stroke_thin" in lay_out(spec, fonts).notes


def test_only_temporary_kinds_say_so() -> None:
    assert {kind.id for kind in load_kinds() if kind.is_temporary} == {"event-banner", "event-arch", "event-balloon"}


def test_a_setting_that_the_kind_does_not_have_is_refused(fonts: FontCatalogue) -> None:
    from dataclasses import replace

    from signage.typography import Setting

    spec = replace(sample("light-box"), setting=Setting.RIGHT_TO_LEFT)
    with pytest.raises(SpecError) as error:
        lay_out(spec, fonts)
    assert error.value.code == "spec.setting_not_allowed"


def test_small_print_is_cut_flat_and_stays_dark(fonts: FontCatalogue) -> None:
    spec = read_spec(bundled("samples", "specs", "jingwan-flagship.toml"))
    layout = lay_out(spec, fonts)
    small = [letter for letter in layout.letters if letter.line == 2]
    assert small
    for letter in small:
        assert letter.construction is LetterConstruction.FLAT
        assert not letter.is_face_lit
        assert letter.z_front_mm - letter.z_back_mm == 5.0
    assert all(letter.is_face_lit for letter in layout.letters if letter.line == 0)


def test_a_name_on_two_lines_keeps_one_colour(fonts: FontCatalogue) -> None:
    spec = spec_of(
        {
            "kind": "panel-letters",
            "name": "示例市示例区晶湾里沿街商业综合服务中心",
            "second_line": "SERVICE",
            "second_colour": "#E9C46A",
            "width_mm": 2600,
            "height_mm": 1500,
        }
    )
    layout = lay_out(spec, fonts)
    colours = [{letter.face_colour for letter in layout.letters if letter.line == n} for n in range(len(layout.lines))]
    assert len(layout.lines) == 3
    assert colours[0] == colours[1] != colours[2] == {"#E9C46A"}


def test_the_second_line_may_have_a_typeface_of_its_own() -> None:
    folder = Path(__file__).resolve().parents[1] / "fonts"
    fonts = FontCatalogue.standard(files=(folder / "arabic.ttf",))
    arabic = fonts.names()[-1]
    fields = {"kind": "panel-letters", "name": "晶湾", "second_line": "ئۇيغۇر", "width_mm": 4000, "height_mm": 1200}
    with pytest.raises(GlyphMissing):
        lay_out(spec_of(fields), fonts)
    layout = lay_out(spec_of({**fields, "second_typeface": arabic}), fonts)
    assert layout.second_font is not None
    assert layout.second_font.name == arabic
    assert layout.font.name == "noto-sans-sc"
    assert layout.lines[1].text == "ئۇيغۇر"


@pytest.mark.parametrize("construction", [LetterConstruction.FACE_LIT, LetterConstruction.FACE_AND_HALO])
@pytest.mark.parametrize("kind", [k for k in load_kinds() if LetterConstruction.FACE_LIT in k.constructions])
def test_a_face_that_is_lit_through_is_never_a_dark_metal_of_the_kind_s_own(
    kind: SignKind, construction: LetterConstruction, fonts: FontCatalogue
) -> None:
    if construction not in kind.constructions:
        return
    wide, high = kind.usual_size_mm()
    layout = lay_out(
        SignSpec(kind=kind.id, name="晨曦药房", width_mm=wide, height_mm=high, construction=construction), fonts
    )
    assert all(light_through(letter.face_colour) > 0.1 for letter in layout.letters)
    assert {letter.material for letter in layout.letters} == {"acrylic"}
    assert not any("dark_face" in note for note in layout.notes)


def test_dark_faces_that_cannot_give_the_stated_light_are_told(fonts: FontCatalogue) -> None:
    wide = SignSpec(
        kind="wall-letters", name="晨曦药房", width_mm=4000, height_mm=900, construction=LetterConstruction.FACE_LIT
    )
    dark = replace(wide, colours=Colours(letter="#3B3F46"), lighting=Lighting(luminance_cd_m2=300))
    told = "design.note_dark_face_or_halo"  # this kind can have a halo instead, and is told so
    assert told in lay_out(dark, fonts).notes
    assert told not in lay_out(replace(dark, colours=Colours()), fonts).notes
    halo = replace(dark, construction=LetterConstruction.HALO_LIT)
    assert not any("dark_face" in note for note in lay_out(halo, fonts).notes)
    over_a_canopy = lay_out(replace(dark, kind="canopy-letters"), fonts)
    assert "design.note_dark_face" in over_a_canopy.notes  # no halo there
    for layout, offers in ((lay_out(dark, fonts), True), (over_a_canopy, False)):
        for lang in Lang:
            words = " ".join(note_words(layout, lang))
            assert "cut-out-panel" in words
            assert ("halo_lit" in words) is offers


def test_a_hanging_sign_is_as_thick_as_its_panel_and_the_letters_of_both_faces(fonts: FontCatalogue) -> None:
    layout = lay_out(sample("hanging"), fonts)
    assert layout.panel is not None
    (letter, panel) = layout.letters[0], layout.panel
    deep, thick = letter.z_front_mm - letter.z_back_mm, panel.z_front_mm - panel.z_back_mm
    assert deep > 1
    assert layout.thickness_mm == layout.depth_mm == thick + 2 * deep
    written = [p for p in layout.faced_pieces if p.role is PieceRole.LETTER]
    assert len(written) == 2 * len(layout.letters)
    assert min(p.z_back_mm for p in written) + max(p.z_front_mm for p in written) == panel.z_back_mm + panel.z_front_mm


def test_a_single_letter_fills_a_round_sign_and_stays_inside_its_circle(fonts: FontCatalogue) -> None:
    for name, share in (("茶", 0.56), ("国", 0.56), ("K", 0.56 * 0.8)):
        layout = lay_out(replace(sample("projecting-round"), name=name, second_line=None), fonts)
        (line,) = layout.lines
        disc = box(layout, PieceRole.BOX)
        assert line.letter_height_mm == pytest.approx(share * disc.height, rel=0.02)
        reach = max(hypot(p.x - disc.centre.x, p.y - disc.centre.y) for p in line.ink.corners)
        frame = box(layout, PieceRole.FRAME)
        assert reach < 0.45 * min(disc.width, frame.width)


def test_two_letters_on_a_round_sign_keep_the_height_of_its_rule(fonts: FontCatalogue) -> None:
    layout = lay_out(replace(sample("projecting-round"), name="茶舍", second_line=None), fonts)
    assert layout.lines[0].letter_height_mm <= kind_of("projecting-round").rule.letter_share * layout.envelope.height
