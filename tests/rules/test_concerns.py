"""What a finding is about: every measure has a place among the concerns, by its file or by its name."""

from __future__ import annotations

from signage.locale import Lang, text
from signage.rules.concerns import _OTHERWISE, FAMILIES, Concern
from signage.rules.measures import registry


def test_every_file_of_measures_and_every_exception_is_known():
    assert {measure.take.__module__.rpartition(".")[2] for measure in registry().values()} - {"stated_facts"} == set(
        FAMILIES
    )
    named = [name for names in _OTHERWISE.values() for name in names]
    assert len(named) == len(set(named))
    assert set(named) <= set(registry())


def test_every_concern_has_a_head_in_both_languages():
    for concern in Concern:
        assert text(f"report.concern_{concern.value}", Lang.ZH) != text(f"report.concern_{concern.value}", Lang.EN)
