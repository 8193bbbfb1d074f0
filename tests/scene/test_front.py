from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

import pytest

from signage.design import LetterConstruction, SignSpec, kind_of, lay_out
from signage.errors import RenderError
from signage.frontage import FrontagePlan, PlacedSign, Proposal, place, usual_size
from signage.geometry import Rect
from signage.rules import CheckReport, Verdict
from signage.scene import (
    DAY,
    NIGHT,
    Fill,
    Glow,
    Group,
    Label,
    Lit,
    Node,
    Scene,
    Shadow,
    compose_front,
    compose_sign,
    label_box,
    pinned,
)
from signage.scene.marks import amount_words
from signage.typography import FontCatalogue


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walk(node.children)


def group(scene: Scene, name: str) -> Group:
    return next(n for n in walk(scene.nodes) if isinstance(n, Group) and n.id == name)


def test_the_front_is_sixteen_to_nine_and_shows_sign_sill_and_pavement(
    proposal: Proposal, fonts: FontCatalogue
) -> None:
    scene = compose_front(proposal, DAY, fonts)
    bounds = scene.bounds
    assert bounds.width / bounds.height == pytest.approx(16 / 9)
    assert bounds.contains(proposal.sign.rect)
    assert bounds.y0 < min(p.y for p in proposal.face.pavement[:2])
    assert bounds.y1 > proposal.face.storeys[1].sill_mm  # type: ignore[operator]


def test_every_letter_is_a_group_of_its_own_that_reads_its_character(proposal: Proposal, fonts: FontCatalogue) -> None:
    scene = compose_front(proposal, DAY, fonts)
    for index, character in enumerate("晶湾盐业生活馆", start=1):
        part = group(scene, f"sign-S1-02-letter-{index:02d}")
        assert character in part.title
        assert part.subject == f"letter-{index:02d}"


def test_ids_are_unique_in_each_scene(proposal: Proposal, report: CheckReport, fonts: FontCatalogue) -> None:
    for scene in (compose_front(proposal, NIGHT, fonts), compose_front(proposal, DAY, fonts, report=report)):
        ids = [n.id for n in walk(scene.nodes) if isinstance(n, Group)]
        assert len(ids) == len(set(ids))


def test_letter_faces_stay_where_they_measure_true(proposal: Proposal, fonts: FontCatalogue) -> None:
    scene = compose_front(proposal, DAY, fonts)
    sign = proposal.sign
    for piece in sign.layout.letters:
        wanted = sign.outline_of(piece)
        assert any(isinstance(n, Fill) and n.path == wanted for n in group(scene, f"sign-S1-02-{piece.id}").children)


def test_shadows_fall_by_day_and_lamps_shine_by_night_only(proposal: Proposal, fonts: FontCatalogue) -> None:
    day = list(walk(compose_front(proposal, DAY, fonts).nodes))
    night = list(walk(compose_front(proposal, NIGHT, fonts).nodes))
    assert any(isinstance(n, Shadow) for n in day)
    assert not any(isinstance(n, Glow) or (isinstance(n, Fill) and isinstance(n.paint, Lit)) for n in day)
    assert any(isinstance(n, Glow) for n in night)
    assert any(isinstance(n, Fill) and isinstance(n.paint, Lit) for n in night)


def test_a_lit_letter_takes_its_light_from_the_piece(plan: FrontagePlan, spec: SignSpec, fonts: FontCatalogue) -> None:
    stated = replace(spec, lighting=replace(spec.lighting, luminance_cd_m2=333.0, temperature_k=3500))
    scene = compose_sign(lay_out(stated, fonts), NIGHT, fonts)
    paints = [n.paint for n in walk(scene.nodes) if isinstance(n, Fill) and isinstance(n.paint, Lit)]
    assert max(p.luminance_cd_m2 for p in paints) == 333.0
    assert {p.temperature_k for p in paints} == {3500}


def test_an_unknown_luminance_is_said_on_the_night_picture(
    proposal: Proposal, spec: SignSpec, fonts: FontCatalogue
) -> None:
    unknown = [n.text for n in walk(compose_front(proposal, NIGHT, fonts).nodes) if isinstance(n, Label)]
    assert any("示意" in words for words in unknown)
    stated = replace(spec, lighting=replace(spec.lighting, luminance_cd_m2=200.0))
    known = [n.text for n in walk(compose_sign(lay_out(stated, fonts), NIGHT, fonts).nodes) if isinstance(n, Label)]
    assert not any("示意" in words for words in known)


def test_flat_letters_have_no_light_of_their_own_by_night(spec: SignSpec, fonts: FontCatalogue) -> None:
    flat = replace(spec, construction=LetterConstruction.FLAT)
    scene = compose_sign(lay_out(flat, fonts), NIGHT, fonts)
    sign = next(node for node in scene.nodes if isinstance(node, Group) and node.id == "sign")
    nodes = list(walk((sign,)))
    assert not any(isinstance(n, Fill) and isinstance(n.paint, Lit) for n in nodes)
    assert not any(isinstance(n, Glow) for n in nodes)
    assert scene.ambience.street_cd_m2 > 0  # seen, but not lit


@pytest.mark.parametrize("kind", ["panel-letters", "wall-letters", "rail-letters", "light-box"])
@pytest.mark.parametrize("ambience", [DAY, NIGHT])
def test_every_kind_composes_without_a_plan(kind: str, ambience: object, spec: SignSpec, fonts: FontCatalogue) -> None:
    layout = lay_out(replace(spec, kind=kind), fonts)
    scene = compose_sign(layout, ambience, fonts)  # type: ignore[arg-type]
    assert scene.bounds.contains(layout.envelope)
    assert scene.model_digest == layout.digest


def test_the_same_proposal_gives_the_same_scene_and_another_name_another(
    plan: FrontagePlan, proposal: Proposal, spec: SignSpec, fonts: FontCatalogue
) -> None:
    other = Proposal(plan=plan, sign=place(lay_out(replace(spec, name="晶湾盐业生话馆"), fonts), plan, "S1-02"))
    scene = compose_front(proposal, DAY, fonts)
    assert scene.digest == compose_front(proposal, DAY, fonts).digest
    assert scene.digest != compose_front(other, DAY, fonts).digest
    assert scene.model_digest != compose_front(other, DAY, fonts).model_digest


def test_the_old_sign_of_the_unit_is_not_drawn_under_the_new_one(
    plan: FrontagePlan, spec: SignSpec, fonts: FontCatalogue
) -> None:
    small = replace(spec, name="茶舍", width_mm=3000.0)
    scene = compose_front(Proposal(plan=plan, sign=place(lay_out(small, fonts), plan, "S1-03")), DAY, fonts)
    names = {n.id for n in walk(scene.nodes) if isinstance(n, Group)}
    assert "existing-X1-03" not in names
    assert "existing-X1-04" in names


@pytest.mark.parametrize("kind", ["event-banner", "event-arch", "event-balloon"])
def test_what_stands_for_an_event_hangs_beside_the_units_own_sign_and_takes_no_place_of_it(
    kind: str, plan: FrontagePlan, fonts: FontCatalogue
) -> None:
    face, unit = plan.find_unit("S1-03")
    width, height = usual_size(kind_of(kind), face, unit)
    layout = lay_out(SignSpec(kind=kind, name="开业大吉", width_mm=width, height_mm=height), fonts)
    scene = compose_front(Proposal(plan=plan, sign=place(layout, plan, "S1-03")), DAY, fonts)
    names = {n.id for n in walk(scene.nodes) if isinstance(n, Group)}
    assert {"existing-X1-03", "sign-S1-03"} <= names


# --- marks and legend -------------------------------------------------------------------------------------------------


def _label_boxes(scene: Scene) -> list[tuple[str, Rect]]:
    words = [n for n in walk(scene.nodes) if isinstance(n, Label) and n.layer in ("mark", "legend")]
    return [(n.text, label_box(n)) for n in words]


@pytest.mark.parametrize("which", ["report", "many_findings"])
def test_no_word_of_marks_or_legend_lies_on_another(
    which: str, proposal: Proposal, fonts: FontCatalogue, request: pytest.FixtureRequest
) -> None:
    scene = compose_front(proposal, DAY, fonts, report=request.getfixturevalue(which))
    for (one, a), (other, b) in itertools.combinations(_label_boxes(scene), 2):
        assert not a.overlaps(b), f"“{one}” lies on “{other}”"


@pytest.mark.parametrize("which", ["report", "many_findings"])
def test_every_word_lies_inside_the_picture(
    which: str, proposal: Proposal, fonts: FontCatalogue, request: pytest.FixtureRequest
) -> None:
    scene = compose_front(proposal, DAY, fonts, report=request.getfixturevalue(which))
    for words, rect in _label_boxes(scene):
        assert scene.bounds.contains(rect), words


def test_pins_are_numbered_worst_first_and_leave_out_what_passed(report: CheckReport) -> None:
    pins = pinned(report)
    assert [p.number for p in pins] == list(range(1, len(pins) + 1))
    ranks = [p.finding.verdict.rank for p in pins]
    assert ranks == sorted(ranks)
    assert {p.finding.verdict for p in pins}.isdisjoint({Verdict.PASS, Verdict.NOT_APPLICABLE})


def test_the_amount_says_over_for_an_upper_limit_and_short_for_a_lower_one(report: CheckReport) -> None:
    by_rule = {f.rule_id: amount_words(f) for f in report.findings}
    assert by_rule["r-03"] == "超出 325 mm"
    assert by_rule["r-05"] == "不足 120 mm"
    assert by_rule["r-01"] is None


def test_the_legend_names_every_pinned_rule_with_its_verdict(
    proposal: Proposal, report: CheckReport, fonts: FontCatalogue
) -> None:
    scene = compose_front(proposal, DAY, fonts, report=report)
    words = [n.text for n in walk(group(scene, "legend").children) if isinstance(n, Label)]
    assert words.count("不符合") == 2
    assert "未能测量" in words
    assert "需人工判定" in words
    assert "提醒" in words
    assert any("示意，无法律效力" in text for text in words)
    assert any("不符合 2" in text for text in words)


def test_a_report_on_another_unit_is_refused(proposal: Proposal, report: CheckReport, fonts: FontCatalogue) -> None:
    with pytest.raises(RenderError) as caught:
        compose_front(proposal, DAY, fonts, report=replace(report, unit="S1-09"))
    assert caught.value.code == "scene.report_of_another_unit"


def test_a_report_without_trouble_still_has_its_sentence(
    proposal: Proposal, report: CheckReport, fonts: FontCatalogue
) -> None:
    calm = replace(report, findings=report.of(Verdict.PASS))
    scene = compose_front(proposal, DAY, fonts, report=calm)
    words = [n.text for n in walk(group(scene, "legend").children) if isinstance(n, Label)]
    assert "适用的 1 项全部符合。" in words


def test_every_number_in_a_scene_is_finite(proposal: Proposal, report: CheckReport, fonts: FontCatalogue) -> None:
    for node in walk(compose_front(proposal, DAY, fonts, report=report).nodes):
        path = getattr(node, "path", None) or getattr(node, "outline", None)
        if path is not None:
            assert all(math.isfinite(v) for v in path.coords)


def test_the_finding_scene_is_the_golden_one(
    proposal: Proposal, report: CheckReport, fonts: FontCatalogue, golden: object
) -> None:
    golden("front-marks", compose_front(proposal, DAY, fonts, report=report))  # type: ignore[operator]


def test_the_night_sign_is_the_golden_one(sign: PlacedSign, fonts: FontCatalogue, golden: object) -> None:
    golden("sign-night", compose_sign(sign.layout, NIGHT, fonts))  # type: ignore[operator]


def test_a_unit_at_the_end_shows_its_neighbours_rather_than_the_house_next_door(
    plan: FrontagePlan, spec: SignSpec, fonts: FontCatalogue
) -> None:
    end = place(lay_out(replace(spec, name="面馆", width_mm=3000.0), fonts), plan, "S1-01")
    bounds = compose_front(Proposal(plan=plan, sign=end), DAY, fonts).bounds
    assert bounds.x0 == -900.0
    assert bounds.contains(end.rect)


@pytest.mark.parametrize("width", [6000.0, 16000.0, 40000.0])
def test_a_sign_that_hangs_past_the_end_of_its_building_is_shown_whole(
    plan: FrontagePlan, fonts: FontCatalogue, width: float
) -> None:
    spec = SignSpec(kind="panel-letters", name="茶馆", width_mm=width, height_mm=1200.0)
    for unit in (plan.faces[0].units[0].id, plan.faces[0].units[-1].id):
        placed = Proposal(plan=plan, sign=place(lay_out(spec, fonts), plan, unit))
        view = compose_front(placed, DAY, fonts).bounds
        assert view.x0 < placed.sign.rect.x0
        assert placed.sign.rect.x1 < view.x1
