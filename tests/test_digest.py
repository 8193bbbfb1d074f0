from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from signage.digest import canonical, canonical_json, digest_of, digest_of_bytes
from signage.geometry import Point


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Thing:
    width_mm: float
    share: float
    at_mm: tuple[Point, ...] = ()


def test_lengths_become_whole_hundredths_of_a_millimetre():
    assert canonical(Thing(width_mm=1200.004, share=0.5)) == {"width_mm": 120000, "share": 0.5, "at_mm": []}


def test_lengths_inside_lists_follow_the_name_of_their_field():
    assert canonical(Thing(width_mm=1.0, share=0.0, at_mm=(Point(1.5, 2.0),)))["at_mm"] == [[150, 200]]


def test_keys_are_sorted_and_text_is_utf8():
    assert canonical_json({"b": 1, "a": "盐"}) == '{"a":"盐","b":1}'.encode()


def test_dates_enums_and_sets_have_a_form():
    when = datetime(2026, 11, 24, tzinfo=UTC)
    value = {"on": date(2026, 11, 24), "at": when, "colour": Colour.RED, "set": frozenset({"b", "a"})}
    assert canonical(value) == {
        "on": "2026-11-24",
        "at": "2026-11-24T00:00:00+00:00",
        "colour": "red",
        "set": ["a", "b"],
    }


def test_a_type_without_a_form_is_refused():
    with pytest.raises(TypeError):
        canonical(object())


def test_the_form_is_part_of_the_digest():
    assert digest_of({"a": 1}, "x/1") != digest_of({"a": 1}, "x/2")
    assert digest_of({"a": 1}, "x/1").startswith("sha256:")


def test_the_digest_of_nothing_is_the_known_one():
    assert digest_of_bytes(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
