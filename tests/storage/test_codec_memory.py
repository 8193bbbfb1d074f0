"""Reading the same record again gives the same value; what is wrong is still told with its place, every time."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from signage.errors import ToolError
from signage.storage.codec import from_json, to_json

FORM = "test.node/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    name: str
    weights: tuple[float, ...] = ()
    parts: tuple[Node, ...] = ()


def test_the_same_text_gives_the_same_value_and_another_text_another():
    tree = Node(name="a", parts=(Node(name="b", weights=(1.5, 2.0)),))
    text = to_json(tree, FORM)
    first = from_json(Node, text, FORM)
    assert first == tree
    assert from_json(Node, str(text), FORM) is first
    assert from_json(Node, to_json(Node(name="c"), FORM), FORM) == Node(name="c")


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ('{"name": "a", "parts": [{"name": "b", "weights": [1, "x"]}]}', "$.parts[0].weights[1]"),
        ('{"name": "a", "parts": [{"name": 7}]}', "$.parts[0].name"),
        ('{"name": "a", "parts": [{"nom": "b"}]}', "$.parts[0]"),
    ],
)
def test_a_wrong_part_is_told_with_its_place_each_time(value: str, place: str):
    for _ in range(2):
        with pytest.raises(ToolError) as caught:
            from_json(Node, f'{{"form": "{FORM}", "value": {value}}}', FORM)
        assert caught.value.params["place"] == place
