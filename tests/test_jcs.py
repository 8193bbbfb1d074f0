"""Canonical JSON against the library that writes it number by number."""

from __future__ import annotations

import math

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from signage.jcs import dumps

NUMBERS = (
    st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.floats(-1e7, 1e7, width=32)
    | st.sampled_from([0.0, -0.0, 1e-4, 9.999e-5, 1e-6, 1e-7, 1e15, 1e16, 1e20, 1e21, 1e22, 0.1 + 0.2, 5e-324])
)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
@example({"\ufb33": 1, "\U0001f600": 2, "a": 3})
@example({"b": [1.0, 2.5, -0.0], "a": '\x00\x1f\x7f\u2028盐𠮷"\\/'})
@example([1e300, -1e-300, 123456789012345680.0])
@example({"": {"": []}})
def test_the_bytes_are_those_of_the_library(value: object):
    assert dumps(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, 2**53, -(2**60), "\ud800", {"\udfff": 1}, {1: 2}, {1, 2}, object(), b"x"]
)
def test_what_has_no_canonical_form_is_refused_as_the_library_refuses_it(value: object):
    with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)) as theirs:
        rfc8785.dumps([value])
    with pytest.raises(theirs.type):
        dumps([value])


def test_tuples_and_kinds_of_text_are_written_as_lists_and_text():
    class Word(str):
        __slots__ = ()

    assert dumps((Word("盐"), (1, 2))) == '["盐",[1,2]]'.encode()


def test_what_is_nested_deeply_is_written_or_refused_but_never_cut():
    value: object = 1
    for _ in range(200):
        value = [value]
    assert dumps(value) == b"[" * 200 + b"1" + b"]" * 200
