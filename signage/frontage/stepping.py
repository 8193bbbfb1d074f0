"""How far proposed signs beside one another fail to line up: a remark for who looks at a whole front, no verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from signage.frontage.model import Frontage
from signage.frontage.placed import PlacedSign, staying

_LEAST_MM = 1.0  # lengths are told in whole millimetres


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Two proposed signs beside each other, left and right, whose edges or faces do not line up.

    Attributes:
        left, right: Their units.
        x_mm: Middle between the two, elevation space.
        bottom_mm, height_mm, depth_mm: Of the left and of the right one; level, height of the envelope, projection.
    """

    left: str
    right: str
    x_mm: float
    bottom_mm: tuple[float, float]
    height_mm: tuple[float, float]
    depth_mm: tuple[float, float]

    @property
    def parts(self) -> tuple[tuple[str, tuple[float, float]], ...]:
        """What differs, by name, with the left and the right figure."""
        named = (("bottom", self.bottom_mm), ("height", self.height_mm), ("depth", self.depth_mm))
        return tuple((name, pair) for name, pair in named if abs(pair[0] - pair[1]) >= _LEAST_MM)


def steps_between(face: Frontage, signs: Iterable[PlacedSign]) -> tuple[Step, ...]:
    """Return where proposed signs of one storey and form that adjoin each other do not line up, from left to right.

    Signs adjoin when neither another proposed sign nor one that stays stands between them. Signs on the ground and
    those seen from their edge line up with nothing.

    Args:
        face: The face that they are on; signs of other faces are left out.
        signs: What is proposed.
    """
    storeys = {unit.id: unit.storey for unit in face.units}
    here = [sign for sign in signs if sign.face_id == face.id and sign.unit_id in storeys]
    here = [sign for sign in here if sign.layout.street is None and not sign.layout.stands_on_ground]
    old = [(storeys.get(one.unit), one.rect.centre.x) for one in staying(face, here)]
    rows: dict[tuple[int, str], list[PlacedSign]] = {}
    for sign in here:
        rows.setdefault((storeys[sign.unit_id], sign.layout.form), []).append(sign)
    found = []
    for (storey, _), row in rows.items():
        row.sort(key=lambda sign: sign.rect.centre.x)
        for left, right in pairwise(row):
            ends = (left.rect.centre.x, right.rect.centre.x)
            if not any(level == storey and ends[0] < x < ends[1] for level, x in old):
                found.append(_step(left, right))
    return tuple(sorted((step for step in found if step.parts), key=lambda step: step.x_mm))


def _step(left: PlacedSign, right: PlacedSign) -> Step:
    def both(of: Callable[[PlacedSign], float]) -> tuple[float, float]:
        return round(of(left), 2), round(of(right), 2)

    return Step(
        left=left.unit_id,
        right=right.unit_id,
        x_mm=round((left.rect.x1 + right.rect.x0) / 2, 2),
        bottom_mm=both(lambda sign: sign.rect.y0),
        height_mm=both(lambda sign: sign.rect.height),
        depth_mm=both(lambda sign: sign.layout.depth_mm),
    )
