from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signage.design import SignSpec, lay_out
from signage.errors import LayoutError, PlanError
from signage.frontage import (
    Bay,
    ExistingSign,
    Frontage,
    FrontagePlan,
    Opening,
    OpeningKind,
    Proposal,
    Roadway,
    Storey,
    Unit,
    place,
    read_plan,
    validate,
    write_plan,
)
from signage.frontage.read_json import parse_plan
from signage.geometry import Point, Rect
from signage.locale import Lang
from signage.offers.bands import BandLayout, BandWish, band_table, next_revision, propose_bands
from signage.offers.bands.bounds import OF_KIND, lever_of
from signage.offers.bands.probes import wall_kinds
from signage.rules import Finding, RuleBook, Verdict, books_for, check, load_book
from signage.typography import FontCatalogue

ON = date(2026, 11, 24)
SAMPLES = Path(__file__).parents[2] / "samples/plans"
FONTS = FontCatalogue.standard()
DEMO = books_for("示例市", ON)
HANGZHOU = (load_book("cn-hangzhou-2023"),)


def opening(name: str, x0: float, y0: float, x1: float, y1: float, storey: int = 1, unit: str | None = None) -> Opening:
    return Opening(id=name, kind=OpeningKind.SHOPFRONT, storey=storey, outline=Rect(x0, y0, x1, y1).corners, unit=unit)


def plan_of(
    *,
    widths: tuple[int, ...] = (5000, 5000, 5000),
    glass_top: float = 3000.0,
    ground: tuple[float, float] = (-150.0, -150.0),
    tops: float = 4800.0,
    road: float | None = 30_000.0,
    existing: tuple[ExistingSign, ...] = (),
    extra: tuple[Opening, ...] = (),
) -> FrontagePlan:
    bays, units, openings, x = [], [], list(extra), 0.0
    for number, width in enumerate(widths, 1):
        bays.append(Bay(id=f"b{number}", x0_mm=x, x1_mm=x + width))
        units.append(Unit(id=f"U{number}", storey=1, bays=(f"b{number}",), x0_mm=x, x1_mm=x + width))
        openings.append(opening(f"G{number}", x + 300, 100, x + width - 300, glass_top, unit=f"U{number}"))
        x += width
    face = Frontage(
        id="south",
        name="南立面",
        width_mm=x,
        pavement=(Point(0, ground[0]), Point(x, ground[1])),
        storeys=(
            Storey(number=1, floor_mm=0, top_mm=tops, slab_mm=120),
            Storey(number=2, floor_mm=tops, top_mm=tops + 3600, slab_mm=120, sill_mm=tops + 900),
        ),
        bays=tuple(bays),
        units=tuple(units),
        bands=(),
        openings=tuple(openings),
        existing=existing,
        parapet_mm=tops + 4200,
        road=Roadway(name="示例路", width_mm=road, kerb_mm=6000),
    )
    return FrontagePlan(
        schema_version=1,
        id="p",
        building="示例楼",
        address="示例路",
        city="示例市",
        revision="2026-1",
        valid_from=date(2026, 1, 1),
        valid_to=None,
        faces=(face,),
    )


def proposed(plan: FrontagePlan, books: tuple[RuleBook, ...] = DEMO, wish: BandWish | None = None) -> BandLayout:
    return propose_bands(plan, books, ON, FONTS, wish)


def words_of(layout: BandLayout, lang: Lang = Lang.ZH) -> str:
    told = [r for row in layout.rows for r in (*row.warnings, *row.remarks)]
    return "；".join(r.words(lang) for r in [*told, *(r for run in layout.runs for r in run.remarks)])


def band_faults(proposal: Proposal, books: tuple[RuleBook, ...]) -> list[Finding]:
    of_band = {"bottom", "top", "height", "width", "letter", "edge", "frame"}
    found = check(proposal, books, ON).of(Verdict.FAIL)
    return [f for f in found if lever_of(f.measure) in of_band or f.measure in OF_KIND]


@pytest.mark.parametrize("book", ["demo", "hangzhou"])
@settings(max_examples=8, deadline=None)
@given(
    widths=st.lists(st.integers(1500, 14000), min_size=1, max_size=3),
    glass=st.integers(2200, 3700),
    left=st.integers(-600, 900),
    right=st.integers(-600, 900),
    top=st.integers(3900, 6500),
    road=st.sampled_from([8000.0, 16000.0, 24000.0, 39990.0, 40000.0]),
    wide=st.floats(0.6, 1.0),
    high=st.floats(0.85, 1.0),
)
@example(widths=[1500], glass=3177, left=0, right=0, top=3902, road=40000.0, wide=1.0, high=0.875)
@example(widths=[1500, 1500, 1500], glass=3331, left=0, right=1, top=3950, road=8000.0, wide=1.0, high=1.0)
@example(widths=[1500, 1500, 5705], glass=3331, left=-592, right=896, top=3949, road=8000.0, wide=1.0, high=1.0)
def test_a_usual_sign_in_a_proposed_band_breaks_no_rule_of_the_band(
    book: str, widths: list[int], glass: int, left: int, right: int, top: int, road: float,
    wide: float, high: float,
):  # fmt: skip
    books = {"demo": DEMO, "hangzhou": HANGZHOU}[book]
    plan = plan_of(widths=tuple(widths), glass_top=glass, ground=(left, right), tops=max(top, glass + 400), road=road)
    layout = proposed(plan, books)
    assert not [p for p in validate(layout.plan) if p.is_error]
    for row in layout.rows:
        if row.band is None:
            assert row.warnings  # the reason
            continue
        band = row.band
        assert band.letter_height_mm is not None
        for kind in band.kinds:
            spec = SignSpec(
                kind=kind,
                name="茶",
                width_mm=float(int(band.rect.width * wide)),
                height_mm=float(int(band.rect.height * high)),
                letter_height_mm=band.letter_height_mm[0],
            )
            try:
                sign = lay_out(spec, FONTS)
            except LayoutError:  # too low a panel for the least letters: the band's own height has room for them
                assert high < 1.0
                sign = lay_out(replace(spec, height_mm=float(int(band.rect.height))), FONTS)
            facts = {"leased_units": row.units}
            found = band_faults(
                Proposal(plan=layout.plan, sign=place(sign, layout.plan, row.units[0]), facts=facts), books
            )
            assert not found, [f.message_zh for f in found]


def test_thirty_units_have_one_datum_and_one_height():
    layout = proposed(read_plan(SAMPLES.parent / "buildings" / "thirty-units.json"))
    bands = [row.band for row in layout.rows if row.band is not None]
    assert len(bands) == 30
    assert len(layout.runs) == 1
    assert len({(b.rect.y0, b.rect.height, b.datum_mm) for b in bands}) == 1
    assert all(b.rect.width == u.x1_mm - u.x0_mm - 400 for b, u in zip(bands, layout.plan.faces[0].units, strict=True))
    assert parse_plan(write_plan(layout.plan)) == layout.plan


def test_the_old_revision_is_not_edited_and_the_new_one_follows_it():
    plan = plan_of()
    layout = proposed(plan)
    assert plan == plan_of()
    assert (layout.plan.revision, layout.plan.valid_from) == ("2026-2", ON)


def test_a_first_day_before_the_old_one_is_refused():
    with pytest.raises(PlanError) as told:
        next_revision(plan_of(), (), valid_from=date(2025, 12, 31))
    assert told.value.code == "bands.revision_too_early"


def test_the_number_of_the_old_revision_is_refused():
    with pytest.raises(PlanError) as told:
        next_revision(plan_of(), (), valid_from=ON, revision="2026-1")
    assert told.value.code == "bands.revision_same"


@pytest.mark.parametrize(("road", "most"), [(16_000.0, 500), (24_000.0, 600), (24_010.0, 700), (40_000.0, 800)])
def test_letters_follow_the_width_of_the_road(road: float, most: int):
    layout = proposed(plan_of(road=road), HANGZHOU)
    for row in layout.rows:
        assert row.band is not None
        assert row.band.letter_height_mm is not None
        assert 0.85 * most <= row.band.letter_height_mm[1] <= most


def test_a_road_of_unknown_width_is_told_and_no_letter_height_is_promised():
    # The limit for every road (hz-05b) is known, but the one by the road's width may be stricter.
    layout = proposed(plan_of(road=None), HANGZHOU)
    assert "hz-05" in words_of(layout)
    assert [row.band.letter_height_mm for row in layout.rows if row.band is not None] == [None] * len(layout.rows)


def test_the_datum_steps_where_a_window_stands_in_its_way_and_says_why():
    high = [opening(f"T{n}", x + 300, 4400, x + 4700, 4900) for n, x in ((1, 0), (2, 5000))]
    low = opening("T3", 10_300, 3100, 14_700, 3500)
    layout = proposed(plan_of(extra=(*high, low), tops=5000.0), wish=BandWish(least_height_mm=1000.0))
    assert len(layout.runs) == 2
    assert "U3" in words_of(layout)
    assert layout.runs[1].datum_mm > layout.runs[0].datum_mm


def test_a_unit_whose_ground_is_too_high_has_no_band_and_hears_the_figures():
    layout = proposed(plan_of(widths=(5000, 5000), ground=(-150.0, 2600.0)))
    assert layout.rows[0].band is not None
    assert layout.rows[1].band is None
    told = layout.rows[1].warnings[0]
    assert told.code == "no_room"
    assert "la-03" in told.words()
    assert "2500 mm" in told.words()
    assert "la-03" in told.words(Lang.EN)


def test_bands_keep_off_a_window_in_the_lintel():
    rescue = opening("R1", 3800, 3000, 4800, 4700)
    layout = proposed(plan_of(extra=(rescue,)))
    band = layout.rows[0].band
    assert band is not None
    assert band.rect.x1 <= 3750 or band.rect.x0 >= 4850


def test_approved_signs_draw_the_datum_to_theirs():
    sign = ExistingSign(
        id="X1", unit="U1", name="面馆", kind="panel-letters", rect=Rect(400, 3200, 4600, 4300), depth_mm=150
    )
    layout = proposed(plan_of(existing=(sign,)))
    assert {(r.datum_mm, r.height_mm) for r in layout.runs} == {(3200.0, 1100.0)}
    assert not [w for row in layout.rows for w in row.warnings]


def test_an_approved_sign_that_does_not_fit_is_told_by_how_much():
    sign = ExistingSign(
        id="X1", unit="U1", name="面馆", kind="panel-letters", rect=Rect(400, 2300, 4600, 3300), depth_mm=150
    )
    layout = proposed(plan_of(existing=(sign,)))
    told = next(w for w in layout.rows[0].warnings if w.code == "sign_outside")
    assert "下沿低" in told.words()
    assert "too low" in told.words(Lang.EN)


def test_a_kind_that_the_books_refuse_is_taken_off_the_band():
    layout = proposed(read_plan(SAMPLES / "jingwan-li.json"), wish=BandWish(storeys=(2,)))
    for row in layout.rows:
        assert row.band is not None
        assert row.band.kinds == ("wall-letters", "rail-letters")


def test_the_table_opens_in_a_spreadsheet():
    content = band_table(proposed(plan_of()))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [r["铺位"] for r in rows] == ["U1", "U2", "U3"]
    most = rows[0]["最多汉字数（字高上限时）"]
    assert most.isdigit()
    assert float(rows[0]["招牌带上沿(mm)"]) > float(rows[0]["招牌带下沿(mm)"]) == float(rows[0]["基准线(mm)"])


def test_a_band_says_how_many_characters_of_its_greatest_height_fit():
    for row in proposed(plan_of()).rows:
        assert row.band is not None
        assert row.band.letter_height_mm is not None
        rect, height = row.band.rect, row.band.letter_height_mm[1]
        fitting = {kind: [] for kind in wall_kinds(row.band.kinds)}
        for kind, counts in fitting.items():
            for count in (row.characters, row.characters + 1):
                spec = SignSpec(
                    kind=kind, name="国" * count, width_mm=int(rect.width), height_mm=int(rect.height),
                    letter_height_mm=height,
                )  # fmt: skip
                try:
                    if len(lay_out(spec, FONTS).lines) == 1:
                        counts.append(count)
                except LayoutError:
                    continue
        assert max(count for counts in fitting.values() for count in counts) == row.characters
