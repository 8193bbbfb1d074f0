"""The sign that a command is about: a spec file, or a name and a size with further options, told the same way by all.

A command that declares one parameter `sign: AskedSign` under `takes_sign` has these options in its place.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signage.cli.inputs import logo_text_of, naming, spec_of_file, typeface_of
from signage.cli.words import t
from signage.errors import InputError, Location, SignageError

if TYPE_CHECKING:
    from signage.design import SignSpec

_NEEDED = ("name", "width_mm", "height_mm")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSign:
    """What a command line says of the sign.

    Attributes:
        template: The spec file, None when there is none.
        given: Flat fields of a spec that options gave.
    """

    template: Path | None
    given: dict[str, str | float]

    @property
    def file(self) -> str:
        """The spec file as it was typed, for errors; empty when options say it all."""
        return str(self.template) if self.template is not None else ""

    def spec(self) -> SignSpec:
        """Return the specification.

        Raises:
            SpecError: The file or an option is no good; of an option, the error names it as it is typed.
            InputError: File and options are given together, or neither says name and size.
        """
        from signage.design import spec_of

        if self.template is not None:
            self.refuse_both()
            return spec_of_file(self.template)
        missing = [_option_of(field) for field in _NEEDED if field not in self.given]
        if missing:
            raise InputError("cli.name_and_size", missing=", ".join(missing))
        with self.naming():
            return spec_of({"kind": "panel-letters", **self.given})

    @contextmanager
    def naming(self) -> Iterator[None]:
        """Give the errors raised inside the place that the reader knows: the spec file, or the option for its field."""
        from signage.design import flat_field

        if self.template is not None:
            with naming(self.file):
                yield
            return
        try:
            yield
        except SignageError as error:
            field = error.at.field if error.at is not None and not error.at.file else None
            option = _option_of(flat_field(field).rpartition(".")[2]) if field else ""
            if option not in _options():
                raise
            at = Location(field=option)
            raise type(error)(error.code, at=at, **error.params) from error

    def refuse_both(self) -> None:
        """Refuse options beside a spec file, which would have to be passed over or to win.

        Raises:
            InputError: Both are given.
        """
        if self.template is not None and self.given:
            raise InputError("cli.spec_or_options", options=", ".join(sorted(map(_option_of, self.given))))


_UNIT = re.compile(r"_(?:mm|cd_m2|k|art)$")  # what a field's name says beyond that of its option


def _option_of(field: str) -> str:
    """Return the option that gives a flat field of a spec."""
    return f"--{_UNIT.sub('', field).replace('_', '-')}"


def _asked(
    *,
    spec: Annotated[Path | None, typer.Argument(metavar="SPEC", help=t("arg_spec_optional"))] = None,
    name: Annotated[str | None, typer.Option("--name", help=t("opt_name"))] = None,
    width: Annotated[float | None, typer.Option("--width", help=t("opt_width"))] = None,
    height: Annotated[float | None, typer.Option("--height", help=t("opt_height"))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=t("opt_kind"))] = None,
    second_line: Annotated[str | None, typer.Option("--second-line", help=t("opt_second_line"))] = None,
    small_print: Annotated[str | None, typer.Option("--small-print", help=t("opt_small_print"))] = None,
    divider: Annotated[bool, typer.Option("--divider", help=t("opt_divider"))] = False,
    setting: Annotated[str | None, typer.Option("--setting", help=t("opt_setting"))] = None,
    logo: Annotated[Path | None, typer.Option("--logo", help=t("opt_logo"))] = None,
    logo_height: Annotated[float | None, typer.Option("--logo-height", help=t("opt_logo_height"))] = None,
    logo_place: Annotated[str | None, typer.Option("--logo-place", help=t("opt_logo_place"))] = None,
    letter_height: Annotated[float | None, typer.Option("--letter-height", help=t("opt_letter_height"))] = None,
    letter_gap: Annotated[float | None, typer.Option("--letter-gap", help=t("opt_letter_gap"))] = None,
    panel_colour: Annotated[str | None, typer.Option("--panel-colour", help=t("opt_panel_colour"))] = None,
    letter_colour: Annotated[str | None, typer.Option("--letter-colour", help=t("opt_letter_colour"))] = None,
    typeface: Annotated[str | None, typer.Option("--typeface", help=t("opt_typeface"))] = None,
    second_typeface: Annotated[str | None, typer.Option("--second-typeface", help=t("opt_second_typeface"))] = None,
    weight: Annotated[int | None, typer.Option("--weight", help=t("opt_weight"))] = None,
    construction: Annotated[str | None, typer.Option("--construction", help=t("opt_construction"))] = None,
    return_depth: Annotated[float | None, typer.Option("--return-depth", help=t("opt_return_depth"))] = None,
    standoff: Annotated[float | None, typer.Option("--standoff", help=t("opt_standoff"))] = None,
    depth: Annotated[float | None, typer.Option("--depth", help=t("opt_depth"))] = None,
    faces: Annotated[int | None, typer.Option("--faces", help=t("opt_faces"))] = None,
    panel_material: Annotated[str | None, typer.Option("--panel-material", help=t("opt_panel_material"))] = None,
    letter_material: Annotated[str | None, typer.Option("--letter-material", help=t("opt_letter_material"))] = None,
    letter_side_colour: Annotated[
        str | None, typer.Option("--letter-side-colour", help=t("opt_letter_side_colour"))
    ] = None,
    second_colour: Annotated[str | None, typer.Option("--second-colour", help=t("opt_second_colour"))] = None,
    luminance: Annotated[float | None, typer.Option("--luminance", help=t("opt_luminance"))] = None,
    temperature: Annotated[int | None, typer.Option("--temperature", help=t("opt_temperature"))] = None,
    spec_option: Annotated[Path | None, typer.Option("--spec", help=t("outputs.opt_spec"))] = None,
) -> AskedSign:
    if spec is not None and spec_option is not None:
        raise InputError("outputs.spec_twice")
    given = {
        "name": name,
        "width_mm": width,
        "height_mm": height,
        "kind": kind,
        "second_line": second_line,
        "small_print": small_print,
        "divider": divider or None,
        "setting": setting,
        "logo_art": logo_text_of(logo) if logo else None,
        "logo_height_mm": logo_height,
        "logo_place": logo_place,
        "letter_height_mm": letter_height,
        "letter_gap_mm": letter_gap,
        "panel_colour": panel_colour,
        "letter_colour": letter_colour,
        "typeface": typeface_of(typeface),
        "second_typeface": typeface_of(second_typeface),
        "weight": weight,
        "construction": construction,
        "return_depth_mm": return_depth,
        "standoff_mm": standoff,
        "depth_mm": depth,
        "faces": faces,
        "panel_material": panel_material,
        "letter_material": letter_material,
        "letter_side_colour": letter_side_colour,
        "second_colour": second_colour,
        "luminance_cd_m2": luminance,
        "temperature_k": temperature,
    }
    return AskedSign(
        template=spec or spec_option, given={key: value for key, value in given.items() if value is not None}
    )


@cache
def _options() -> frozenset[str]:
    return frozenset(f"--{name.replace('_', '-')}" for name in inspect.signature(_asked).parameters)


def takes_sign(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose parameter `sign` is told by the options of this module, which stand in its place.

    The parser reads a command's signature; so the signature is put together here and written nowhere twice.
    """
    options = inspect.signature(_asked, eval_str=True).parameters
    own = inspect.signature(command, eval_str=True).parameters

    @wraps(command)
    def run(**values: Any) -> None:
        sign = _asked(**{name: values.pop(name) for name in options})
        command(sign=sign, **values)

    spliced: list[inspect.Parameter] = []
    for parameter in own.values():
        is_sign = parameter.name == "sign"
        spliced += options.values() if is_sign else [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)]
    run.__signature__ = inspect.Signature(spliced)  # type: ignore[attr-defined]  # what `inspect` reads first
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in spliced}
    return run
