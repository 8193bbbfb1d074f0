"""How many sides of a sign show the text."""

from __future__ import annotations

from signage.design.kinds import SignKind
from signage.design.spec import SignSpec
from signage.errors import SpecError


def faces_of(spec: SignSpec, kind: SignKind) -> int:
    """Return how many sides show the text: as the spec says, else the kind's.

    Raises:
        SpecError: Two are asked for of a kind that has its back to a wall.
    """
    if spec.faces is None:
        return kind.faces
    if spec.faces > kind.faces:
        raise SpecError("spec.faces_not_allowed", kind=kind.id, faces=spec.faces)
    return spec.faces
