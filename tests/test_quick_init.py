"""A class that is made quickly is the dataclass that it was."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from signage.quick_init import changer, quick


@dataclass(frozen=True, slots=True)
class Plain:
    one: float
    two: str = "zwei"

    def __post_init__(self) -> None:
        if self.one < 0:
            raise ValueError("below 0")


@quick
@dataclass(frozen=True, slots=True)
class Quick:
    one: float
    two: str = "zwei"

    def __post_init__(self) -> None:
        if self.one < 0:
            raise ValueError("below 0")


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    one: int
    two: tuple[int, ...] = ()
    three: str = field(default="x", repr=False)


def test_it_is_made_from_the_same_arguments():
    assert Quick(1.0) == Quick(1.0, "zwei") == Quick(one=1.0, two="zwei")
    assert repr(Quick(1.0)) == repr(Plain(1.0)).replace("Plain", "Quick")
    assert Named(one=1, two=(2,)).two == (2,)
    for wrong in ((), (1.0, "a", "b")):
        with pytest.raises(TypeError):
            Quick(*wrong)
    with pytest.raises(TypeError):
        Named(1)  # type: ignore[misc]


def test_it_is_frozen_and_hashes_and_travels():
    made = Quick(1.5)
    with pytest.raises(FrozenInstanceError):
        made.one = 2.0  # type: ignore[misc]
    assert type(made) is Quick
    assert hash(made) == hash(Quick(1.5))
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == made
    assert replace(made, two="drei") == Quick(1.5, "drei")


def test_what_is_checked_after_making_still_is():
    with pytest.raises(ValueError, match="below 0"):
        Quick(-1.0)


def test_a_copy_differs_in_the_named_fields_alone():
    change = changer(Named, "two")
    before = Named(one=1, two=(2,), three="y")
    assert change(before, (5,)) == Named(one=1, two=(5,), three="y")
    assert before.two == (2,)
    with pytest.raises(TypeError):
        changer(Plain, "two")


def test_a_class_that_cannot_be_made_quick_is_refused():
    with pytest.raises(TypeError):
        quick(dataclass(frozen=True)(type("Open", (), {"__annotations__": {"a": int}})))

    @dataclass(frozen=True, slots=True)
    class Made:
        a: list[int] = field(default_factory=list)

    with pytest.raises(TypeError):
        quick(Made)
