"""Pictures and sheets of a face that was not surveyed say so, and tell no level that nobody measured."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from signage.fabrication import make_pack
from signage.frontage import FrontagePlan, Proposal, Unsurveyed
from signage.locale import Lang, speaking
from signage.rules import check, load_book
from signage.scene import (
    DAY,
    NIGHT,
    Group,
    Label,
    Node,
    Scene,
    SheetParticulars,
    compose_front,
    compose_plan,
    compose_sheet,
    compose_street,
    label_box,
)
from signage.typography import FontCatalogue
from tests.scene.test_sheet import png


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from walk(node.children)


def words_of(scene: Scene) -> list[str]:
    return [n.text for n in walk(scene.nodes) if isinstance(n, Label)]


@pytest.fixture(scope="module")
def bare(proposal: Proposal) -> Proposal:
    faces = tuple(replace(face, unsurveyed=tuple(sorted(Unsurveyed))) for face in proposal.plan.faces)
    return replace(proposal, plan=replace(proposal.plan, faces=faces))


def test_front_and_street_say_what_was_not_surveyed(bare: Proposal, proposal: Proposal, fonts: FontCatalogue):
    for scene in (compose_front(bare, DAY, fonts), _street(bare.plan, fonts)):
        assert any("立面未测绘" in words and "门窗洞口" in words for words in words_of(scene))
    with speaking(Lang.EN):
        assert any("Not surveyed: " in words for words in words_of(_street(bare.plan, fonts)))
    assert not any("未测绘" in words for words in words_of(compose_front(proposal, DAY, fonts)))


def test_the_words_of_a_night_stand_clear_of_it(bare: Proposal, fonts: FontCatalogue):
    plates = [n for n in compose_front(bare, NIGHT, fonts).nodes if isinstance(n, Group) and n.id.endswith("caption")]
    words = [n for plate in plates for n in walk((plate,)) if isinstance(n, Label)]
    assert len(words) == len(plates)
    for one, other in itertools.combinations(words, 2):
        assert not label_box(one).overlaps(label_box(other))


def test_no_level_is_written_that_nobody_measured(bare: Proposal, proposal: Proposal, fonts: FontCatalogue):
    top = f"{bare.face.storeys[0].top_mm / 1000:+.3f}"
    assert top in words_of(_street(proposal.plan, fonts))
    assert top not in words_of(_street(bare.plan, fonts))
    drawn, known = (words_of(compose_plan(one.plan, one.face.id, fonts)) for one in (bare, proposal))
    assert [words for words in known if words.startswith("人行道") and words != "人行道至路缘"]
    assert not [words for words in drawn if words.startswith("人行道") and words != "人行道至路缘"]


def test_the_sheet_has_a_note_and_calls_nothing_a_pavement(bare: Proposal, fonts: FontCatalogue):
    faces = tuple(replace(face, road=None) for face in bare.plan.faces)
    bare = replace(bare, plan=replace(bare.plan, faces=faces))
    particulars = SheetParticulars(drawing_number="X", project="Y", date=date(2026, 11, 24))
    checked = check(bare, (load_book("demo-city"),), date(2026, 11, 24))
    sheet = compose_sheet(bare, checked, fonts, particulars, day=png(), night=png())
    words = words_of(sheet)
    assert any("立面未测绘" in one for one in words)
    assert "地面" in words
    assert "人行道" not in words


def test_the_wind_of_a_pack_takes_no_height_over_an_assumed_pavement(bare: Proposal, proposal: Proposal):
    known = make_pack(proposal.sign.layout, placed=proposal.sign, plan=proposal.plan)
    assumed = make_pack(bare.sign.layout, placed=bare.sign, plan=bare.plan)
    assert known.site.top_mm is not None
    assert (assumed.site.top_mm, assumed.site.bottom_mm) == (None, None)


def _street(plan: FrontagePlan, fonts: FontCatalogue) -> Scene:
    return compose_street(plan, plan.faces[0].id, (), DAY, fonts)
