"""Street elevations of a plan's faces as files, what is wrong with them marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from signage.cli.inputs import fonts_of
from signage.cli.output import deliver
from signage.cli.words import LANG
from signage.errors import InputError
from signage.locale import speaking

if TYPE_CHECKING:
    from signage.frontage import FrontagePlan, PlanProblem


def refuse_unknown_form(path: Path | None) -> None:
    """Refuse a drawing whose suffix is no format, before anything is worked out.

    Raises:
        InputError: It is none.
    """
    from signage.render import FORMATS

    if path is not None and path.suffix.lower().removeprefix(".") not in FORMATS:
        known = ", ".join(f".{f}" for f in FORMATS)
        raise InputError("cli.unknown_suffix", path=str(path), known=known)


def draw_faces(plan: FrontagePlan, faces: Sequence[str], problems: Sequence[PlanProblem], path: Path) -> list[Path]:
    """Write a drawing for each face; of several each file's name has the face's id."""
    from signage.render import Viewport, draw
    from signage.scene import compose_plan

    files = []
    for face in faces:
        file = path if len(faces) == 1 else path.with_stem(f"{path.stem}-{face}")
        with speaking(LANG):
            scene = compose_plan(plan, face, fonts_of(), problems=tuple(problems))
            rendering = draw(
                scene, Viewport.of(scene, width_px=3200, scale=0.01), path.suffix.lower().removeprefix(".")
            )
        deliver(file, rendering.content, rendering.losses)
        files.append(file)
    return files
