"""Long words are broken into lines of one size of type, and only what no line can hold is cut."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signage.frontage import Proposal
from signage.locale import Lang, speaking
from signage.rules import CheckReport, Verdict
from signage.scene import DAY, Label, compose_front
from signage.scene.dimensions import labels_in
from signage.scene.labels import in_lines, text_width
from signage.typography import FontCatalogue

from .conftest import finding, report_of

LONG = "the mean luminance of the lit faces is missing; the designer can supply it　中华人民共和国广告法第九条（三）"


@pytest.mark.parametrize("width_mm", [60.0, 120.0, 400.0])
def test_lines_hold_the_whole_text_and_none_is_wider_than_it_may_be(fonts: FontCatalogue, width_mm: float):
    lines = in_lines(fonts, LONG, 5.0, width_mm, 400, most=20)
    assert "".join("".join(line.words for line in lines).split()) == "".join(LONG.split())
    assert all(text_width(fonts, line.words, line.height_mm, 400) <= width_mm for line in lines)
    assert len({line.height_mm for line in lines if line.words.isascii()}) <= 1


def test_a_line_does_not_begin_with_a_closing_mark(fonts: FontCatalogue):
    words = "甲乙丙丁，" * 12
    for width_mm in (24.0, 29.0, 34.0):
        assert all(line.words[0] != "，" for line in in_lines(fonts, words, 5.0, width_mm, most=40))


def test_what_too_many_lines_would_hold_ends_with_dots(fonts: FontCatalogue):
    lines = in_lines(fonts, LONG, 5.0, 60.0, 400, most=2)
    assert len(lines) == 2
    assert lines[-1].words.endswith("…")
    assert in_lines(fonts, "short", 5.0, 100.0)[0].words == "short"
    assert in_lines(fonts, "", 5.0, 100.0) == ()


def test_an_english_legend_cuts_nothing_that_it_says_of_a_finding(proposal: Proposal, fonts: FontCatalogue):
    missing = "proof of the lease of the neighbouring unit is missing; the applicant can supply it before the check"
    one = replace(finding(1, Verdict.UNMEASURED), measured=None, missing="缺少租赁证明", missing_en=missing)
    report: CheckReport = report_of(proposal, (one, finding(2, Verdict.FAIL)))
    with speaking(Lang.EN):
        scene = compose_front(proposal, DAY, fonts, report=report)
    said = [node.text for node in labels_in(scene.nodes) if isinstance(node, Label) and node.layer == "legend"]
    assert not [words for words in said if words.endswith("…")]
    assert missing.split()[-1] in " ".join(said)
