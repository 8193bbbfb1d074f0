"""Drawn parts set down elsewhere: fills, lines, words and groups of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from signage.geometry import Affine
from signage.scene.nodes import Fill, Group, Label, Node, Solid, Stroke


def moved_nodes(nodes: Iterable[Node], dx: float, dy: float = 0.0) -> list[Node]:
    """Return nodes shifted; what they are is kept.

    Raises:
        TypeError: A node is none of fills in one colour, strokes, labels and groups of these.
    """
    by = Affine.shift(dx, dy)
    return [_moved(node, by) for node in nodes]


def _moved(node: Node, by: Affine) -> Node:
    if isinstance(node, Group) and node.clip is None:
        return replace(node, children=tuple(_moved(child, by) for child in node.children))
    if isinstance(node, Label):
        return replace(node, at=by.apply(node.at), outline=node.outline.transformed(by))
    if isinstance(node, Stroke) or (isinstance(node, Fill) and isinstance(node.paint, Solid)):
        return replace(node, path=node.path.transformed(by))
    raise TypeError(f"{type(node).__name__} cannot be moved")
