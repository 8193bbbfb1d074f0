"""A finding's detail holds its marks; pins over a whole front never touch."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.design import lay_out, spec_of
from signage.errors import NotFound, RenderError
from signage.frontage import FrontagePlan, PlacedSign, Proposal
from signage.geometry import Point, Rect
from signage.locale import Lang, speaking, text
from signage.render import Viewport, draw
from signage.rules import CheckReport, Mark, Verdict
from signage.scene import (
    CheckedSign,
    Group,
    Label,
    Node,
    Scene,
    compose_street_report,
    label_box,
    pinned,
    street_report_px,
)
from signage.scene.finding_detail import DETAIL_MM, compose_details, detail_view
from signage.scene.marks import VERDICT_COLOUR, Pinned, amount_words, marks_of
from signage.scene.street_report import leader_x, spread_out
from signage.typography import FontCatalogue
from signage.units import Quantity, Unit
from tests.scene.conftest import finding, report_of

SHOWN = Rect(0.0, -1000.0, 16000.0, 8000.0)
boxes = st.builds(
    lambda x, y, w, h: Rect(x, y, min(x + w, SHOWN.x1), min(y + h, SHOWN.y1)),
    st.floats(0.0, 15900.0),
    st.floats(-1000.0, 7900.0),
    st.floats(1.0, 9000.0),
    st.floats(1.0, 4000.0),
)


def walk(nodes: tuple[Node, ...]):
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walk(node.children)


def numbers(scene: Scene) -> list[tuple[str, Rect]]:
    return [(n.text, label_box(n)) for n in walk(scene.nodes) if isinstance(n, Label) and n.layer == "mark"]


def rect_mark(rect: Rect, role: str) -> Mark:
    return Mark(shape="rect", points=(Point(rect.x0, rect.y0), Point(rect.x1, rect.y1)), role=role)


@given(boxes)
def test_a_detail_holds_the_place_and_stays_inside_the_picture(rect: Rect) -> None:
    view = detail_view(finding(1, Verdict.FAIL, where=(rect_mark(rect, "excess"),)), SHOWN)
    slack = 1e-6
    assert SHOWN.grown(slack).contains(view)
    assert view.width / view.height == pytest.approx(DETAIL_MM[0] / DETAIL_MM[1])
    if rect.height < SHOWN.height / 1.5 and rect.width < 13000:
        assert view.grown(slack).contains(rect)


@given(st.lists(st.floats(0.0, 1000.0), max_size=40), st.floats(1.0, 60.0))
def test_places_in_a_row_keep_their_order_and_their_distance(wanted: list[float], least: float) -> None:
    wanted.sort()
    places = spread_out(wanted, least, 0.0, 1000.0)
    assert len(places) == len(wanted)
    if len(places) > 1:
        step = min(least, 1000.0 / (len(places) - 1))
        assert all(b - a >= step - 1e-6 for a, b in itertools.pairwise(places))
    assert all(-1e-6 <= x <= 1000.0 + 1e-6 for x in places)


@given(st.lists(st.floats(0.0, 1000.0), min_size=1, max_size=8))
def test_places_that_are_far_enough_apart_stay_where_they_are(wanted: list[float]) -> None:
    far = [index * 200.0 + 10.0 for index, _ in enumerate(wanted)]
    assert spread_out(far, 50.0, 0.0, 2000.0) == pytest.approx(far)


@settings(max_examples=25, deadline=None)
@given(st.lists(boxes, min_size=1, max_size=8))
def test_pins_and_amounts_of_findings_anywhere_never_touch(rects: list[Rect]) -> None:
    items = [
        Pinned(
            number=number,
            finding=finding(number, Verdict.FAIL, where=(rect_mark(rect, "excess"),), margin=Quantity(-321.0, Unit.MM)),
        )
        for number, rect in enumerate(rects, start=1)
    ]
    nodes = marks_of(items, FontCatalogue.standard(), SHOWN, SHOWN.width / 1000, ())
    told = [label_box(n) for n in walk(nodes) if isinstance(n, Label)]
    assert len(told) == 2 * len(items)
    assert not [1 for a, b in itertools.combinations(told, 2) if a.overlaps(b)]
    assert all(SHOWN.contains(box) for box in told)


def test_each_finding_with_a_place_has_a_detail_with_its_pin_alone(
    proposal: Proposal, report: CheckReport, fonts: FontCatalogue
) -> None:
    overview, details = compose_details(proposal, report, fonts)
    assert overview is not None
    assert set(details) == {item.number for item in pinned(report) if item.finding.where}
    for number, scene in details.items():
        pins = [words for words, _ in numbers(scene) if words.isdigit()]
        assert pins == [str(number)]
    assert {w for w, _ in numbers(overview) if w.isdigit()} == {str(n) for n in details}


def test_an_excess_that_is_as_long_as_the_margin_is_dimensioned(
    proposal: Proposal, report: CheckReport, fonts: FontCatalogue
) -> None:
    _, details = compose_details(proposal, report, fonts)
    number = next(i.number for i in pinned(report) if i.finding.rule_id == "r-03")
    assert "325 mm" in [words for words, _ in numbers(details[number])]
    other = next(i.number for i in pinned(report) if i.finding.rule_id == "r-05")
    assert "不足 120 mm" in [words for words, _ in numbers(details[other])]


def test_no_words_of_a_detail_touch_and_none_leaves_it(
    proposal: Proposal, report: CheckReport, fonts: FontCatalogue
) -> None:
    overview, details = compose_details(proposal, report, fonts)
    for scene in (overview, *details.values()):
        assert scene is not None
        told = numbers(scene)
        for (one, a), (other, b) in itertools.combinations(told, 2):
            assert not a.overlaps(b), f"“{one}” lies on “{other}”"
        assert all(scene.bounds.contains(box) for _, box in told)


def test_a_value_below_a_range_is_short_of_it_and_one_above_is_over() -> None:
    between = {"required": "300 mm – 700 mm", "margin": Quantity(-92.0, Unit.MM)}
    low = finding(1, Verdict.FAIL, measured=Quantity(208.0, Unit.MM), limit=Quantity(300.0, Unit.MM), **between)
    high = finding(1, Verdict.FAIL, measured=Quantity(792.0, Unit.MM), limit=Quantity(700.0, Unit.MM), **between)
    assert amount_words(low) == "不足 92 mm"
    assert amount_words(high) == "超出 92 mm"


def test_a_report_of_another_unit_has_no_details(proposal: Proposal, report: CheckReport, fonts: FontCatalogue) -> None:
    with pytest.raises(RenderError):
        compose_details(proposal, replace(report, unit="S1-09"), fonts)


@pytest.fixture(scope="module")
def thirty(plan: FrontagePlan, fonts: FontCatalogue) -> tuple[FrontagePlan, list[CheckedSign]]:
    """A front of thirty units, each with a sign, with one to seven findings."""
    face = plan.faces[0]
    pattern = next(unit for unit in face.units if unit.id == "S1-01")
    wide = 4000.0
    units = tuple(
        replace(pattern, id=f"U{n:02d}", x0_mm=n * wide, x1_mm=(n + 1) * wide, storey=pattern.storey) for n in range(30)
    )
    bare = {name: () for name in ("bands", "openings", "columns", "existing", "canopies") if hasattr(face, name)}
    pavement = (Point(-1500.0, 0.0), Point(30 * wide + 1500.0, 0.0))
    long = replace(face, units=units, width_mm=30 * wide, pavement=pavement, **bare)
    street = replace(plan, faces=(long,))
    layout = lay_out(spec_of({"kind": "panel-letters", "name": "海盐小铺", "width_mm": 3000, "height_mm": 900}), fonts)
    checked = []
    for n, unit in enumerate(units):
        sign = PlacedSign(layout=layout, face_id=long.id, unit_id=unit.id, origin=Point(unit.x0_mm + 500.0, 3200.0))
        mark = rect_mark(sign.rect, "excess")
        found = tuple(
            finding(k, Verdict.FAIL if k % 2 else Verdict.WARN, where=(mark,), subject=unit.id)
            for k in range(1, 1 + n % 8)
        )
        own = report_of(Proposal(plan=street, sign=sign), found or (finding(1, Verdict.PASS),))
        checked.append(CheckedSign(placed=sign, report=own))
    return street, checked


def test_the_front_of_thirty_units_lists_every_sign_and_no_pin_or_word_lies_on_another(
    thirty: tuple[FrontagePlan, list[CheckedSign]], fonts: FontCatalogue
) -> None:
    street, checked = thirty
    scene = compose_street_report(street, street.faces[0].id, checked, fonts)
    ids = {node.id for node in walk(scene.nodes) if isinstance(node, Group)}
    assert {f"entry-{one.placed.unit_id}" for one in checked} <= ids
    words = [
        (n.text, label_box(n)) for n in walk(scene.nodes) if isinstance(n, Label) and n.layer in ("mark", "legend")
    ]
    words = sorted(words, key=lambda item: item[1].x0)
    for index, (one, a) in enumerate(words):
        for other, b in words[index + 1 :]:
            if b.x0 >= a.x1:
                break
            assert not a.overlaps(b), f"“{one}” lies on “{other}”"
    assert all(scene.bounds.contains(box) for _, box in words)


def test_the_front_of_thirty_units_is_drawn_and_the_same_twice(
    thirty: tuple[FrontagePlan, list[CheckedSign]], fonts: FontCatalogue
) -> None:
    street, checked = thirty
    scene = compose_street_report(street, street.faces[0].id, checked, fonts)
    again = compose_street_report(street, street.faces[0].id, tuple(reversed(checked)), fonts)
    assert again.model_digest == scene.model_digest
    assert again.nodes == scene.nodes
    width = street_report_px(street, street.faces[0].id)
    assert width > 3000
    drawn = draw(scene, Viewport.of(scene, width_px=width), "svg").content
    assert drawn.count("海盐小铺".encode()) > 30


def test_a_face_that_the_plan_does_not_have_is_refused(
    thirty: tuple[FrontagePlan, list[CheckedSign]], fonts: FontCatalogue
) -> None:
    with pytest.raises(NotFound):
        compose_street_report(thirty[0], "nix", thirty[1], fonts)


def test_unit_ids_take_the_colour_of_their_verdict_and_pins_are_explained(
    thirty: tuple[FrontagePlan, list[CheckedSign]], fonts: FontCatalogue
) -> None:
    street, checked = thirty
    with speaking(Lang.EN):
        scene = compose_street_report(street, street.faces[0].id, checked, fonts)
    labels = [n for n in walk(scene.nodes) if isinstance(n, Label)]
    for one in checked:
        colours = {n.colour for n in labels if n.text == one.placed.unit_id}
        assert colours == {VERDICT_COLOUR[one.report.verdict]}
    said = {n.text for n in labels}
    seen = {item.finding.verdict for one in checked for item in pinned(one.report)}
    assert seen
    assert {text(f"report.street_pin_{verdict.value}", Lang.EN) for verdict in seen} <= said
    assert all(scene.bounds.contains(label_box(n)) for n in labels)


@pytest.mark.parametrize(
    ("windows", "wanted"),
    [
        ([], 2000.0),
        ([Rect(1500, 5000, 2500, 6500)], 1400.0),
        ([Rect(1100, 5000, 2300, 6500)], 2400.0),
        ([Rect(0, 5000, 4000, 6500)], 2000.0),  # nowhere to go: through the middle
        ([Rect(1500, 0, 2500, 2400)], 2000.0),  # below the sign
    ],
)
def test_a_leader_goes_up_beside_windows_where_the_sign_lets_it(windows: list[Rect], wanted: float) -> None:
    assert leader_x(Rect(1000, 3000, 3000, 4000), windows, 100.0) == wanted


def test_what_is_over_the_stack_of_pins_is_counted_above_it(
    thirty: tuple[FrontagePlan, list[CheckedSign]], fonts: FontCatalogue
) -> None:
    street, checked = thirty
    first = checked[0]
    many = tuple(finding(number, Verdict.FAIL) for number in range(11))
    one = CheckedSign(placed=first.placed, report=replace(first.report, findings=many))
    scene = compose_street_report(street, first.placed.face_id, [one], fonts)
    assert "+5" in {node.text for node in walk(scene.nodes) if isinstance(node, Label)}
