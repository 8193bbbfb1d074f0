"""Values that a message lists are joined as its language lists things, not as the code that found them did."""

from __future__ import annotations

from signage.errors import SpecError
from signage.locale import Lang, describe


def test_a_message_lists_several_values_with_the_comma_of_its_language():
    error = SpecError("spec.unknown_kind", kind="x", known=("fascia_panel", "rooftop"))
    assert "fascia_panel、rooftop" in str(describe(error, Lang.ZH))
    assert "fascia_panel, rooftop" in str(describe(error, Lang.EN))


def test_a_comma_that_somebody_typed_stays_as_typed():
    error = SpecError("spec.unknown_kind", kind="盐、茶", known=("rooftop",))
    assert "盐、茶" in str(describe(error, Lang.EN))
