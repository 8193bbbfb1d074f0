"""A plan drawn into files: all faces unrolled, and one file a face beside it."""

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
    from signage.scene import Scene


def form_of(path: Path) -> str:
    """Return the format that a file's suffix asks for.

    Raises:
        InputError: No plan can be drawn in that format.
    """
    from signage.render import FORMATS

    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise InputError("cli.unknown_suffix", path=str(path), known=", ".join(f".{f}" for f in FORMATS))
    return form


def files_of(path: Path, faces: Sequence[str]) -> dict[str, Path]:
    """Return the file of each face's drawing: the path itself for one, else beside it with the face's id."""
    return {face: path if len(faces) == 1 else path.with_stem(f"{path.stem}-{face}") for face in faces}


def draw_plan(
    plan: FrontagePlan, faces: Sequence[str], problems: Sequence[PlanProblem], path: Path, *, width_px: int = 3200
) -> list[Path]:
    """Draw faces of a plan and return the files that were written.

    One face is drawn into the path. Of several the path takes all unrolled into one picture, and each has a file of
    its own beside it, named with its id.

    Raises:
        InputError: The path's suffix is no format, or a file cannot be written.
    """
    from signage.scene import compose_plan, compose_unrolled

    form = form_of(path)
    written = []
    with speaking(LANG):
        if len(faces) > 1:
            _write(compose_unrolled(plan, fonts_of(), faces=faces, problems=problems), form, path, width_px)
            written.append(path)
        for face, file in files_of(path, faces).items():
            _write(compose_plan(plan, face, fonts_of(), problems=problems), form, file, width_px)
            written.append(file)
    return written


def _write(scene: Scene, form: str, path: Path, width_px: int) -> None:
    from signage.render import Viewport, draw

    rendering = draw(scene, Viewport.of(scene, width_px=width_px, scale=0.01), form)
    deliver(path, rendering.content, rendering.losses)
