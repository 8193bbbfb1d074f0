"""`signage draw --view cutting`: the outlines that a machine cuts, as DXF or SVG."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from signage.cli.output import deliver
from signage.cli.words import LANG
from signage.errors import InputError, Location
from signage.locale import text

if TYPE_CHECKING:
    from signage.cli.draw_views import Place
    from signage.design import SignSpec
    from signage.render import Rendering
    from signage.scene.cutting import Cutting
    from signage.typography import FontCatalogue


class VersionName(StrEnum):
    """Which DXF is written; the words are those of `DxfVersion`, which takes long to import."""

    R12 = "R12"
    R2000 = "R2000"
    R2018 = "R2018"


def option_help(option: str) -> str:
    """Return the help of one of the options that belong to the cutting file."""
    return text(f"cutting.opt_{option}", LANG)


class CutOptions:
    """What the options said about the cut; None where nothing was said."""

    def __init__(self, tolerance: float | None, kerf: float | None, version: VersionName | None) -> None:
        self.tolerance, self.kerf, self.version = tolerance, kerf, version

    def refuse_if_given(self) -> None:
        """Refuse the options for a view that would pass them over in silence.

        Raises:
            InputError: One of them was given.
        """
        words = {"--tolerance": self.tolerance, "--kerf": self.kerf, "--dxf-version": self.version}
        given = [word for word, value in words.items() if value is not None]
        if given:
            raise InputError("cutting.option_without_view", options=", ".join(given))

    def write(self, sign: SignSpec, fonts: FontCatalogue, form: str, output: Path, place: Place) -> None:
        """Write the cutting file of a sign; plates have as many holes as the workshop pack of the place counts.

        Raises:
            InputError: The format is no vector format for machines, or tolerance or kerf is out of range.
            SignageError: The sign cannot be laid out or cut.
        """
        if form not in ("dxf", "svg"):
            raise InputError("cutting.needs_a_vector", form=form.upper())
        if form == "svg" and self.version is not None:
            raise InputError("cutting.version_without_dxf")
        rendering = self._drawn(self._composed(sign, fonts, place), form)
        deliver(output, rendering.content, rendering.losses)

    def _composed(self, sign: SignSpec, fonts: FontCatalogue, place: Place) -> Cutting:
        from signage.cli.draw_views import drilled_at
        from signage.design import lay_out
        from signage.scene.cutting import TOLERANCE_MM, compose_cutting

        layout = lay_out(sign, fonts)
        tolerance = TOLERANCE_MM if self.tolerance is None else self.tolerance
        try:
            held = drilled_at(layout, place)
            return compose_cutting(layout, tolerance_mm=tolerance, kerf_mm=self.kerf or 0.0, drilled=held)
        except InputError as error:  # the reader typed an option and knows no field
            field = (error.at.field if error.at else None) or ""
            raise InputError(error.code, at=Location(field=f"--{field.removesuffix('_mm')}"), **error.params) from error

    def _drawn(self, cutting: Cutting, form: str) -> Rendering:
        if form == "svg":
            from signage.render.svg_cutting import draw_cutting as draw_svg

            return draw_svg(cutting)
        from signage.render.dxf_cutting import draw_cutting
        from signage.render.dxf_file import DxfVersion

        return draw_cutting(cutting, DxfVersion((self.version or VersionName.R2018).value))
