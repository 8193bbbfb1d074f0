"""The one door for specs: TOML text or fields in, a checked `SignSpec` out; and back to TOML.

What a file leaves out stays out of the spec, but for typeface and weight: a spec names the letters that it is drawn in.

Layout of a file (all lengths in mm; only `schema_version`, `kind`, `name`, `width_mm`, `height_mm` are needed):

    schema_version = 1
    [sign]      kind, width_mm, height_mm, depth_mm, faces, panel_material
    [text]      name, second_line, small_print, divider, setting, typeface, second_typeface, weight,
                letter_height_mm, letter_gap_mm, licence_name, exemption_proof
    [letters]   construction, return_depth_mm, standoff_mm, material
    [logo]      file (beside the spec file) or art (the same as text), height_mm, place
    [colours]   panel, letter, letter_side, second: #RRGGBB or a name of colour_names.toml
    [lighting]  luminance_cd_m2, temperature_k
    [position]  offset_mm, bottom_mm, reach_mm
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from signage.artwork import MOST_TEXT, artwork_text
from signage.design.colour_names import some_names
from signage.design.faces import faces_of
from signage.design.kind_files import kind_named, kind_of, material_of
from signage.design.kinds import SignKind
from signage.design.logo_file import logo_of
from signage.design.spec import USUAL_WEIGHT, Colours, Lighting, LogoPlace, Position, SignSpec, TextStyle
from signage.design.spec_model import SpecFile, TextSection
from signage.errors import InputError, Location, SignageError, SpecError
from signage.typography import clean_name, clean_text

_MOST_BYTES = 256 * 1024 + MOST_TEXT  # a logo may come along as text
_LONGEST_SMALL_PRINT = 80
_UNITS = {"_mm": "mm", "_cd_m2": "cd/m²", "_k": "K"}  # by how a field's name ends

# A flat field name, as forms and command lines use, and its place in the file.
_FLAT: dict[str, tuple[str, str]] = {
    **{key: ("sign", key) for key in ("kind", "width_mm", "height_mm", "depth_mm", "faces", "panel_material")},
    **{
        key: ("text", key)
        for key in (
            "name",
            "second_line",
            "small_print",
            "divider",
            "setting",
            "typeface",
            "second_typeface",
            "weight",
            "letter_height_mm",
            "letter_gap_mm",
            "licence_name",
            "exemption_proof",
        )
    },
    **{key: ("letters", key) for key in ("construction", "return_depth_mm", "standoff_mm")},
    "letter_material": ("letters", "material"),
    "logo_art": ("logo", "art"),
    "logo_height_mm": ("logo", "height_mm"),
    "logo_place": ("logo", "place"),
    "panel_colour": ("colours", "panel"),
    "letter_colour": ("colours", "letter"),
    "letter_side_colour": ("colours", "letter_side"),
    "second_colour": ("colours", "second"),
    "luminance_cd_m2": ("lighting", "luminance_cd_m2"),
    "temperature_k": ("lighting", "temperature_k"),
    "offset_mm": ("position", "offset_mm"),
    "bottom_mm": ("position", "bottom_mm"),
    "reach_mm": ("position", "reach_mm"),
}

_FIELD_OF_PATH = {f"{section}.{name}": key for key, (section, name) in _FLAT.items()}

FLAT_FIELDS = tuple(_FLAT)
"""Field names that `spec_of` takes when it is not given sections."""


def flat_field(path: str) -> str:
    """Return the flat name of a field by its path in a spec file (`sign.depth_mm`); any other word as it is."""
    return _FIELD_OF_PATH.get(path, path)


def read_spec(path: Path) -> SignSpec:
    """Return the spec of a TOML file.

    Raises:
        SpecError: The file cannot be read, is not UTF-8, is no TOML, or breaks the schema; the error names the file,
            the line where it is known, and the field. Or its logo cannot be used: the error may name the logo's file.
    """
    file = Path(path).name
    try:
        content = Path(path).read_bytes()
    except OSError as exc:
        raise SpecError("spec.cannot_read", at=Location(file=file), reason=exc.strerror or "?") from exc
    if len(content) > _MOST_BYTES:
        raise SpecError("spec.too_large", at=Location(file=file), bytes=len(content), most=_MOST_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content[: exc.start].count(b"\n") + 1
        raise SpecError("spec.not_utf8", at=Location(file=file, line=line), byte=exc.start) from exc
    return parse_spec(text, file=file, folder=Path(path).parent)


def parse_spec(text: str, *, file: str = "", folder: Path | None = None) -> SignSpec:
    """Return the spec of TOML text.

    Args:
        text: The file's content.
        file: The name that errors give.
        folder: Where a logo's file is looked for; None refuses one, as for text that came over the network.

    Raises:
        SpecError: It is no TOML or breaks the schema, or its logo cannot be used.
    """
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError) as exc:
        found = re.search(r"line (\d+)", str(exc))
        at = Location(file=file or None, line=int(found[1]) if found else None)
        raise SpecError("spec.not_toml", at=at, reason=str(exc)) from exc
    except RecursionError as exc:
        raise SpecError("spec.not_toml", at=Location(file=file or None), reason="nesting too deep") from exc
    return _checked(content, _Origin(file, text), folder)


def spec_of(fields: Mapping[str, object], *, file: str = "") -> SignSpec:
    """Return the spec of fields that do not come from a file, checked by the same rules.

    Args:
        fields: Either the sections of a spec file as mappings, or flat `FLAT_FIELDS` names; None counts as left out.
        file: A name for the errors, may be empty.

    Raises:
        SpecError: A field is unknown, missing, of the wrong type or out of range.
    """
    if "sign" in fields or "text" in fields:
        return _checked({"schema_version": 1, **fields}, _Origin(file))
    content: dict[str, Any] = {"schema_version": 1, "sign": {}, "text": {}}
    for key, value in fields.items():
        if key not in _FLAT:
            raise _unknown_key(key, "", FLAT_FIELDS, Location(file=file or None, field=key))
        if value is not None:
            section, name = _FLAT[key]
            content.setdefault(section, {})[name] = list(value) if isinstance(value, tuple) else value
    return _checked(content, _Origin(file, names=_FIELD_OF_PATH))


def changed_spec(template: SignSpec, fields: Mapping[str, object], *, file: str = "") -> SignSpec:
    """Return a spec with some of its fields replaced, checked by the same rules.

    Args:
        template: What holds where nothing else is said.
        fields: Flat `FLAT_FIELDS` names; None counts as left out.
        file: A name for the errors, may be empty.

    Raises:
        SpecError: A field is unknown, of the wrong type or out of range.
    """
    content: dict[str, Any] = tomllib.loads(write_spec(template))
    if kind_of(template.kind).has_own_style(template.style):  # nobody chose it: another kind takes its own
        for key in ("typeface", "weight"):
            del content["text"][key]
    for key, value in fields.items():
        if key not in _FLAT:
            raise _unknown_key(key, "", FLAT_FIELDS, Location(file=file or None, field=key))
        if value is not None:
            section, name = _FLAT[key]
            content.setdefault(section, {})[name] = list(value) if isinstance(value, tuple) else value
    return _checked(content, _Origin(file, names=_FIELD_OF_PATH))


def write_spec(spec: SignSpec) -> str:
    """Return a spec as the text of a TOML file; `parse_spec` gives the same value back. Defaults are left out.

    A logo is written as text, so that the file needs no other beside it.

    Raises:
        SpecError: The logo is too detailed to be written.
    """
    sections: dict[str, dict[str, object]] = {
        "sign": {
            "kind": spec.kind,
            "width_mm": spec.width_mm,
            "height_mm": spec.height_mm,
            "depth_mm": spec.depth_mm,
            "faces": spec.faces,
            "panel_material": spec.panel_material,
        },
        "text": {
            "name": spec.name,
            "second_line": spec.second_line,
            "small_print": spec.small_print,
            "divider": True if spec.has_divider else None,
            "setting": spec.setting,
            "typeface": spec.style.typeface,
            "second_typeface": spec.style.second_typeface,
            "weight": spec.style.weight,
            "letter_height_mm": spec.letter_height_mm,
            "letter_gap_mm": spec.letter_gap_mm,
            "licence_name": spec.licence_name,
            "exemption_proof": spec.exemption_proof or None,
        },
        "letters": {
            "construction": spec.construction,
            "return_depth_mm": spec.return_depth_mm,
            "standoff_mm": spec.standoff_mm,
            "material": spec.letter_material,
        },
        "logo": _written_logo(spec),
        "colours": {key: getattr(spec.colours, key) for key in ("panel", "letter", "letter_side", "second")},
        "lighting": {
            "luminance_cd_m2": spec.lighting.luminance_cd_m2,
            "temperature_k": spec.lighting.temperature_k,
        },
        "position": {
            "offset_mm": spec.position.offset_mm,
            "bottom_mm": spec.position.bottom_mm,
            "reach_mm": spec.position.reach_mm,
        },
    }
    lines = ["schema_version = 1"]
    for section, values in sections.items():
        stated = {key: value for key, value in values.items() if value is not None}
        if stated:
            lines += ["", f"[{section}]", *(f"{key} = {_toml(value)}" for key, value in stated.items())]
    return "\n".join(lines) + "\n"


def _written_logo(spec: SignSpec) -> dict[str, object]:
    if spec.logo is None:
        return {}
    place = None if spec.logo.place is LogoPlace.LEFT else spec.logo.place
    return {"art": _Literal(artwork_text(spec.logo.artwork)), "height_mm": spec.logo.height_mm, "place": place}


class _Literal(str):
    """Text without single quotes and control characters, written as it stands."""

    __slots__ = ()


def _toml(value: object) -> str:
    if isinstance(value, _Literal):
        return f"'{value}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)  # a JSON string is a TOML basic string


class _Origin:
    """Where fields come from: the file's name, its text for line numbers, and names that differ from the file's."""

    def __init__(self, file: str, text: str = "", names: Mapping[str, str] | None = None) -> None:
        self._file = file or None
        self._names = names or {}
        self._lines = _line_numbers(text)

    def at(self, path: str) -> Location:
        """Return the location of a field path; a field that is not there is located at its section."""
        line = self._lines.get(path) or self._lines.get(path.rpartition(".")[0])
        return Location(file=self._file, line=line, field=self._names.get(path, path) or None)


def _line_numbers(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            section = header[1]
            found.setdefault(section, number)
        elif key := re.match(r"""\s*["']?([\w.-]+)["']?\s*=""", line):
            found.setdefault(f"{section}.{key[1]}" if section else key[1], number)
    return found


def _checked(content: Mapping[str, object], origin: _Origin, folder: Path | None = None) -> SignSpec:
    try:
        shape = SpecFile.model_validate(dict(content))
    except ValidationError as exc:
        raise _translated(exc, origin) from exc
    spec = _spec_from(shape, origin)
    if "logo" in shape.model_fields_set:
        spec = replace(spec, logo=logo_of(shape.logo, folder, origin.at))
    for path, material in (("sign.panel_material", spec.panel_material), ("letters.material", spec.letter_material)):
        if material is not None:
            _located(origin, path, material_of, material)
    _check_construction(spec, origin)
    _located(origin, "sign.faces", faces_of, spec, kind_of(spec.kind))
    return spec


def _check_construction(spec: SignSpec, origin: _Origin) -> None:
    kind = kind_of(spec.kind)
    if spec.construction is not None and spec.construction not in kind.constructions:
        allowed = tuple(kind.constructions)
        at = origin.at("letters.construction")
        raise SpecError(
            "spec.construction_not_allowed", at=at, construction=spec.construction.value, kind=kind.id, allowed=allowed
        )


def _spec_from(shape: SpecFile, origin: _Origin) -> SignSpec:
    sign, text, letters, colours = shape.sign, shape.text, shape.letters, shape.colours
    lighting, position = shape.lighting, shape.position
    kind: SignKind = _located(origin, "sign.kind", kind_named, sign.kind)
    return SignSpec(
        kind=kind.id,
        name=_located(origin, "text.name", clean_name, text.name),
        second_line=_located(origin, "text.second_line", clean_name, text.second_line) if text.second_line else None,
        small_print=_located(origin, "text.small_print", _clean_small_print, text.small_print)
        if text.small_print
        else None,
        has_divider=text.divider,
        setting=text.setting,
        width_mm=sign.width_mm,
        height_mm=sign.height_mm,
        depth_mm=sign.depth_mm,
        letter_height_mm=text.letter_height_mm,
        letter_gap_mm=text.letter_gap_mm,
        construction=letters.construction,
        return_depth_mm=letters.return_depth_mm,
        standoff_mm=letters.standoff_mm,
        panel_material=sign.panel_material,
        letter_material=letters.material,
        style=_style_from(text, kind),
        colours=Colours(
            panel=_upper(colours.panel),
            letter=_upper(colours.letter),
            letter_side=_upper(colours.letter_side),
            second=_upper(colours.second),
        ),
        lighting=Lighting(luminance_cd_m2=lighting.luminance_cd_m2, temperature_k=lighting.temperature_k),
        position=Position(offset_mm=position.offset_mm, bottom_mm=position.bottom_mm, reach_mm=position.reach_mm),
        licence_name=_located(origin, "text.licence_name", clean_text, text.licence_name)
        if text.licence_name
        else None,
        exemption_proof=tuple(text.exemption_proof),
        faces=sign.faces,
    )


def _style_from(text: TextSection, kind: SignKind) -> TextStyle:
    """Return typeface and weight: the kind's, where no typeface was named."""
    typeface, usual = (
        (kind.letters.typeface, kind.letters.weight) if text.typeface is None else (text.typeface, USUAL_WEIGHT)
    )
    weight = usual if text.weight is None else text.weight
    return TextStyle(typeface=typeface, weight=weight, second_typeface=text.second_typeface)


def _clean_small_print(text: str) -> str:
    return clean_name(text, longest=_LONGEST_SMALL_PRINT)


def _upper(colour: str | None) -> str | None:
    return colour.upper() if colour else None


def _located(origin: _Origin, path: str, check: Any, *values: Any) -> Any:
    """Run a check and say where its complaint lies; complaints about text become complaints about the spec."""
    try:
        return check(*values)
    except SpecError as exc:
        raise exc.located(origin.at(path)) from exc
    except InputError as exc:
        raise SpecError(exc.code, at=origin.at(path), **exc.params) from exc


def _unknown_key(key: str, section: str, known: tuple[str, ...], at: Location) -> SpecError:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    listed = known
    if near:
        return SpecError("spec.unknown_key_near", at=at, key=key, section=section or "—", near=near[0], known=listed)
    return SpecError("spec.unknown_key", at=at, key=key, section=section or "—", known=listed)


def _translated(exc: ValidationError, origin: _Origin) -> SignageError:
    """Return the first complaint in the product's words; unknown keys first, since they explain the rest."""
    errors = sorted(exc.errors(), key=lambda e: e["type"] != "extra_forbidden")
    first = errors[0]
    loc = [str(part) for part in first["loc"]]
    path = ".".join(loc)
    at, context = origin.at(path), first.get("ctx", {})
    shown = _shown(first["input"])
    kind = first["type"]
    if kind == "extra_forbidden":
        known = tuple(_model_at(loc[:-1]).model_fields)
        return _unknown_key(loc[-1], ".".join(loc[:-1]), known, at)
    if kind == "missing":
        return SpecError("spec.missing_key", at=at, key=path)
    if kind in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"}:
        low, high = _range_of(loc)
        if loc[-1] == "weight":
            return SpecError("spec.weight_out_of_range", at=at, value=shown, low=low, high=high)
        return SpecError("spec.out_of_range", at=at, value=shown, low=low, high=high, unit=_unit_of(loc[-1]))
    if kind == "finite_number":
        return SpecError("spec.not_finite", at=at, value=shown)
    if kind in {"float_type", "int_type", "int_from_float", "float_parsing", "int_parsing"}:
        return SpecError("spec.not_whole" if kind.startswith("int") else "spec.not_a_number", at=at, value=shown)
    if kind == "string_pattern_mismatch":
        return SpecError("spec.bad_colour", at=at, value=shown, known=some_names(shown))
    if kind in {"literal_error", "enum"}:
        return SpecError("spec.not_one_of", at=at, value=shown, known=str(context.get("expected", "")))
    wanted = {"string_type": "文字 text", "list_type": "列表 list"}.get(
        kind, "表 table" if "model" in kind else first["msg"]
    )
    return SpecError("spec.wrong_type", at=at, value=shown, wanted=wanted)


def _unit_of(name: str) -> str:
    """Return the unit that a field's name says, with the blank before it; empty for a count."""
    return next((f" {unit}" for ending, unit in _UNITS.items() if name.endswith(ending)), "")


def _shown(value: object) -> str:
    if isinstance(value, Mapping | list | tuple):
        return "[…]"  # a table or a list where a value belongs; its content explains nothing
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    text = value if isinstance(value, str) else f"{value:.0f}" if whole else repr(value)
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= 60 else text[:57] + "…"


def _model_at(loc: list[str]) -> type[BaseModel]:
    model: type[BaseModel] = SpecFile
    for part in loc:
        found = model.model_fields[part].annotation
        if isinstance(found, type) and issubclass(found, BaseModel):
            model = found
    return model


def _range_of(loc: list[str]) -> tuple[float, float]:
    """Return the bounds that the model states for a field, so that the message never disagrees with the check."""
    field = _model_at(loc[:-1]).model_fields[loc[-1]]
    parts = [*field.metadata]
    for argument in get_args(field.annotation):
        parts += getattr(argument, "__metadata__", ())
    low = next((p.ge for p in parts if hasattr(p, "ge")), float("-inf"))
    high = next((p.le for p in parts if hasattr(p, "le")), float("inf"))
    return low, high
