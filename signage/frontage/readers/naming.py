"""Which part a text in a drawing numbers: the part whose role its layer has, else the unit that it stands in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from signage.frontage.readers.drawing import Drawing, Label
from signage.frontage.readers.layer_names import is_of_units
from signage.frontage.readers.mapping import OPENING_ROLES, Mapping
from signage.frontage.readers.report import Note
from signage.geometry import Rect

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_SHOWN = 6

Key = tuple[str, int]
"""A part: its role, and its place in the list of that role's shapes."""


def is_id(text: str) -> bool:
    """Return whether a text can be the id of a part."""
    return _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The ids that texts give to parts, and what is to be told of texts that give none."""

    ids: dict[Key, str] = field(default_factory=dict)
    ignored: tuple[Note, ...] = ()


def names_of(face: Drawing, mapping: Mapping, boxes: dict[Key, Rect], known: dict[Key, str]) -> Names:
    """Return the ids that the texts of a face give to its parts.

    A text whose layer has a role of its own numbers a part of that role alone. One on a layer of shop numbers numbers
    a unit or nothing. Any other numbers the unit it stands in when that has no better one; the rest go to the smallest
    part around them. A text that would number several openings is a type, no id.

    Args:
        face: The drawing, in face mm.
        mapping: What its layers mean.
        boxes: The parts.
        known: The ids that parts have from attributes.
    """
    may = _roles(mapping)
    texts = [t for t in face.labels if not t.fields and is_id(t.text) and may(t.layer)]
    around = _around(texts, boxes, may)
    types = _types(texts, around, {n for n in around if may(texts[n].layer) & set(OPENING_ROLES)})
    around = {number: keys for number, keys in around.items() if texts[number].text not in types}
    ids: dict[Key, str] = {}
    spent: set[int] = set()
    inside: dict[Key, list[int]] = defaultdict(list)
    for number, keys in around.items():
        for key in keys:
            inside[key].append(number)
    for key in (k for k in boxes if k[0] == "units"):
        own = inside[key]
        name = known.get(key) or _of_unit([n for n in own if n not in spent], texts, around)
        spent |= {n for n in own if texts[n].text == name}  # it may stand over each of its doors
        if name is not None and key not in known:
            ids[key] = name
    ids |= _others(texts, around, boxes, known, spent)
    left = [
        t
        for n, t in enumerate(texts)
        if n not in around and t.text not in types and is_of_units(t.layer) and "door" not in may(t.layer)
    ]
    told = [Note(code="reading.type_no_id", params={"text": text, "count": n}) for text, n in sorted(types.items())]
    return Names(ids=ids, ignored=(*_unplaced(left), *told))


def _around(
    texts: Sequence[Label], boxes: dict[Key, Rect], may: Callable[[str], frozenset[str]]
) -> dict[int, list[Key]]:
    """Return, for each text that stands in parts which it may number, these parts."""
    keys = list(boxes)
    corners = np.array([(b.x0, b.y0, b.x1, b.y1) for b in boxes.values()]).reshape(-1, 4)
    around = {}
    for number, label in enumerate(texts):
        held = (corners[:, :2] <= label.at).all(axis=1) & (corners[:, 2:] >= label.at).all(axis=1)
        allowed = may(label.layer)
        own = [keys[index] for index in np.flatnonzero(held).tolist() if keys[index][0] in allowed]
        if own:
            around[number] = own
    return around


def _types(texts: Sequence[Label], around: dict[int, list[Key]], shared: set[int]) -> dict[str, int]:
    """Return the texts that stand on openings of several shops, such as `C1518`, with how often: types of windows."""
    spots: dict[str, set[Key]] = defaultdict(set)
    count: Counter[str] = Counter()
    apart: set[str] = set()
    for number, keys in around.items():
        text = texts[number].text
        count[text] += 1
        units = [key for key in keys if key[0] == "units"]
        spots[text] |= {units[0] if units else ("", number)}
        if number not in shared or not any(role in OPENING_ROLES for role, _ in keys):
            apart.add(text)
    return {text: n for text, n in count.items() if len(spots[text]) > 1 and text not in apart}


def _roles(mapping: Mapping) -> Callable[[str], frozenset[str]]:
    """Return a function from a layer to the roles whose parts its texts may number."""
    numbered = (*OPENING_ROLES[:-1], "units", "bands", "columns", "canopies", "arcades", "existing")
    seen: dict[str, frozenset[str]] = {}

    def may(layer: str) -> frozenset[str]:
        if layer not in seen:
            own = frozenset(role for role in numbered if mapping.has_role(layer, role))
            shared = frozenset(numbered) - {"arcades"} if mapping.has_role(layer, "labels") else frozenset()
            seen[layer] = own or (shared & {"units"} if is_of_units(layer) else shared)
        return seen[layer]

    return may


def _of_unit(own: Sequence[int], texts: Sequence[Label], around: dict[int, list[Key]]) -> str | None:
    """Return the text that numbers a unit: one that can be no other part's, else the only one in it."""
    alone = [n for n in own if all(role == "units" for role, _ in around[n])]
    if alone:
        return texts[alone[0]].text
    words = {texts[n].text for n in own}
    return words.pop() if len(words) == 1 else None


def _others(
    texts: Sequence[Label], around: dict[int, list[Key]], boxes: dict[Key, Rect], known: dict[Key, str], spent: set[int]
) -> dict[Key, str]:
    ids: dict[Key, str] = {}
    for number in sorted(around):
        free = [k for k in around[number] if k[0] != "units" and k not in known and k not in ids]
        if free and number not in spent:
            ids[min(free, key=lambda k: (boxes[k].area, k))] = texts[number].text
    return ids


def _unplaced(labels: Sequence[Label]) -> list[Note]:
    by_layer: dict[str, list[str]] = defaultdict(list)
    for label in labels:
        by_layer[label.layer].append(label.text)
    return [
        Note(
            code="reading.unit_texts",
            params={
                "layer": layer,
                "count": len(texts),
                "texts": ", ".join(texts[:_SHOWN]) + ("…" if len(texts) > _SHOWN else ""),
            },
        )
        for layer, texts in sorted(by_layer.items())
    ]
