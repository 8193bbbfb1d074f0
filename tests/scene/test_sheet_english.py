"""The sheets in English, whose words are longer: on both papers, with and without a plan, of every kind."""

from __future__ import annotations

import re

import pytest

from signage.design import lay_out, load_kinds, read_spec
from signage.frontage import FrontagePlan
from signage.locale import Lang, speaking, text
from signage.resources import bundled
from signage.rules import Verdict
from signage.scene import Group, SheetParticulars, SheetSize, compose_sheets, compose_sheets_alone, label_box
from signage.scene.dimensions import collisions, labels_in
from signage.typography import FontCatalogue
from tests.scene.conftest import finding, report_of
from tests.scene.test_sheet_kinds import INSIDE, png, proposal_of, sheets

KINDS = [kind.id for kind in load_kinds()]
GIVEN = SheetParticulars(drawing_number="JW-01", project="Jingwan")
FULL_WIDTH = re.compile(r"[，。；：（）、]")


def _stand_clear(pages, size: SheetSize) -> None:
    for page in pages:
        assert [(a.text, b.text) for a, b in collisions(page.nodes, 0.05)] == []
        outside = [n.text for n in labels_in(page.nodes) if not INSIDE[size].contains(label_box(n))]
        assert outside == []


@pytest.mark.parametrize("size", list(SheetSize))
@pytest.mark.parametrize("kind", KINDS)
def test_english_words_stand_clear_on_a_plan(kind: str, size: SheetSize, plan: FrontagePlan, fonts: FontCatalogue):
    proposal = proposal_of(kind, plan, fonts)
    with speaking(Lang.EN):
        _stand_clear(sheets(proposal, fonts, size), size)


@pytest.mark.parametrize("size", list(SheetSize))
@pytest.mark.parametrize("kind", KINDS)
def test_english_words_stand_clear_without_a_plan(kind: str, size: SheetSize, fonts: FontCatalogue):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    with speaking(Lang.EN):
        pages = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png(), size=size)
    _stand_clear(pages, size)


@pytest.mark.parametrize("kind", KINDS)
def test_notes_and_schedule_are_english_without_chinese_marks_or_cut_words(kind: str, fonts: FontCatalogue):
    layout = lay_out(read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml")), fonts)
    with speaking(Lang.EN):
        (page,) = compose_sheets_alone(layout, fonts, GIVEN, day=png(), night=png())
    for part in ("notes", "materials"):
        (group,) = [g for g in page.nodes if isinstance(g, Group) and g.id == f"sheet-{part}"]
        for one in labels_in(group.children):
            assert not FULL_WIDTH.search(one.text), one.text
            assert "…" not in one.text, one.text


@pytest.mark.parametrize("size", list(SheetSize))
def test_verdicts_are_read_whole(size: SheetSize, plan: FrontagePlan, fonts: FontCatalogue):
    proposal = proposal_of("projecting", plan, fonts)
    report = report_of(proposal, tuple(finding(n, verdict) for n, verdict in enumerate(Verdict)))
    with speaking(Lang.EN):
        pages = compose_sheets(proposal, report, fonts, GIVEN, day=png(), night=png(), size=size)
        shown = [verdict for verdict in Verdict if verdict is not Verdict.NOT_APPLICABLE]
        words = " ".join(one.text for page in pages for one in labels_in(page.nodes))
        for verdict in shown:
            for word in text(f"scene.verdict_{verdict.value}").split():
                assert word in words.split()
