from __future__ import annotations

import re

import pytest

from signage.design import SignLayout
from signage.frontage import Proposal
from signage.locale import Lang, either, speaking, spoken, text
from signage.rules import CheckReport
from signage.scene import DAY, Label, compose_front, compose_workshop
from signage.scene.dimensions import labels_in
from signage.typography import FontCatalogue

HAN = re.compile(r"[一-鿿]")


def words(nodes) -> list[str]:
    return [node.text for node in labels_in(nodes) if isinstance(node, Label)]


def test_the_language_lasts_as_long_as_its_block():
    assert spoken() is Lang.ZH
    with speaking(Lang.EN):
        assert (spoken(), either("门", "door"), text("drawing.comma")) == (Lang.EN, "door", ", ")
        with pytest.raises(ZeroDivisionError), speaking(Lang.ZH):
            _ = 1 / 0
        assert spoken() is Lang.EN
    assert either("门", "door") == "门"


def test_an_english_workshop_drawing_keeps_the_shops_own_name_alone(proposal: Proposal, fonts: FontCatalogue):
    layout: SignLayout = proposal.sign.layout
    with speaking(Lang.EN):
        said = words(compose_workshop(layout, fonts).nodes)
    own = set(layout.spec.name)
    assert [w for w in said if set(HAN.findall(w)) - own] == []
    assert layout.spec.name in said


def test_the_front_of_one_language_is_not_kept_for_another(
    proposal: Proposal, report: CheckReport, fonts: FontCatalogue
):
    chinese = compose_front(proposal, DAY, fonts, report=report)
    with speaking(Lang.EN):
        english = compose_front(proposal, DAY, fonts, report=report)
    assert compose_front(proposal, DAY, fonts, report=report) == chinese
    assert chinese.title != english.title
    assert set(words(chinese.nodes)) != set(words(english.nodes))
