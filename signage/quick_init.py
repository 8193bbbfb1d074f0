"""Frozen values that are made by the thousand: an `__init__` that costs what a plain class's does.

A frozen dataclass sets each field through `object.__setattr__`, which for a finding of 27 fields takes longer than
judging it. `quick` gives such a class an `__init__` that fills the fields while the new value still belongs to a
twin without the lock, then turns it into the frozen class. Nobody else has seen the value by then. Arguments,
defaults, `__post_init__` and everything after construction are as the dataclass has them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def quick(kind: type[T]) -> type[T]:
    """Return a frozen, slotted dataclass with a quicker `__init__`; used as the outermost decorator.

    Raises:
        TypeError: It is no such class, it inherits fields, or a field has a factory or no place in `__init__`.
    """
    if not dataclasses.is_dataclass(kind) or "__slots__" not in vars(kind) or kind.__bases__ != (object,):
        raise TypeError(f"{kind.__name__} is no slotted dataclass of its own")
    fields = dataclasses.fields(kind)
    if not all(field.init and field.default_factory is dataclasses.MISSING for field in fields):
        raise TypeError(f"{kind.__name__} has fields that only a dataclass can set")
    twin = type(f"_Open{kind.__name__}", (), {"__slots__": vars(kind)["__slots__"]})
    known: dict[str, Any] = {"_set": object.__setattr__, "_twin": twin, "_kind": kind}
    known |= {f"_default_{f.name}": f.default for f in fields if f.default is not dataclasses.MISSING}
    exec(_source(kind, fields), known)  # noqa: S102 (the text is made of the class's own field names)
    made = known["__init__"]
    made.__qualname__ = f"{kind.__qualname__}.__init__"
    made.__module__ = kind.__module__
    made.__annotations__ = dict(kind.__init__.__annotations__)
    made.twin = twin
    kind.__init__ = made  # type: ignore[method-assign]
    return kind


def _source(kind: type, fields: tuple[dataclasses.Field[Any], ...]) -> str:
    """Return the text of the `__init__`, as `dataclasses` writes its own."""
    plain = [_argument(field) for field in fields if not field.kw_only]
    named = [_argument(field) for field in fields if field.kw_only]
    lines = [
        f"def __init__({', '.join(['self', *plain, *(['*', *named] if named else [])])}):",
        " _set(self, '__class__', _twin)",
        *(f" self.{field.name} = {field.name}" for field in fields),
        " self.__class__ = _kind",
    ]
    return "\n".join([*lines, " self.__post_init__()"] if hasattr(kind, "__post_init__") else lines)


def _argument(field: dataclasses.Field[Any]) -> str:
    return field.name if field.default is dataclasses.MISSING else f"{field.name}=_default_{field.name}"


def changer(kind: type[T], *names: str) -> Callable[..., T]:
    """Return a function that copies a value of a quick class with some fields changed, given in the order of `names`.

    Raises:
        TypeError: The class was not made quick.
    """
    twin = getattr(kind.__init__, "twin", None)
    if twin is None:
        raise TypeError(f"{kind.__name__} has no quick `__init__`")
    rest = [field.name for field in dataclasses.fields(kind) if field.name not in names]  # type: ignore[arg-type]
    lines = [
        f"def change(value, {', '.join(names)}):",
        " made = _new(_twin)",
        *(f" made.{name} = value.{name}" for name in rest),
        *(f" made.{name} = {name}" for name in names),
        " made.__class__ = _kind",
        " return made",
    ]
    known: dict[str, Any] = {"_new": object.__new__, "_twin": twin, "_kind": kind}
    exec("\n".join(lines), known)  # noqa: S102 (as above)
    change: Callable[..., T] = known["change"]
    return change
