"""The small grammars of SVG: numbers, lengths, transforms, colours, declarations. Nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import cos, hypot, isfinite, radians, sin, tan

from PIL import ImageColor

from signage.artwork.svg_tree import NEUTRAL, PAINT, is_passed_over, refuse_effect
from signage.errors import Location, SpecError
from signage.geometry import Affine

MOST = 1e7
"""Largest number that a logo may hold, in its own units."""

# Written so that no text makes it try twice: a hostile one may be megabytes long.
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
NUMBER = re.compile(_NUMBER)
_LENGTH = re.compile(rf"({_NUMBER})\s*(px|pt|pc|mm|cm|in|Q|%)?")
# CSS pixels at 96 to the inch; only ratios matter in the end.
_UNITS = {"px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "Q": 96 / 101.6}
_MOST_TRANSFORMS = 32
_MOST_WORD = 64  # characters of a number, a length or a colour
_MOST_SHEET = 32 * 1024


@dataclass(frozen=True, slots=True)
class Canvas:
    """The viewBox in the file's own units, y down."""

    x: float
    y: float
    width: float
    height: float

    @property
    def diagonal(self) -> float:
        """What a percentage of neither width nor height is of."""
        return hypot(self.width, self.height) / 2**0.5


def number(text: str, at: Location) -> float:
    """Return a bare number.

    Raises:
        SpecError: It is none, or larger than `MOST`.
    """
    if len(text) > _MOST_WORD or not NUMBER.fullmatch(text.strip()):
        raise SpecError("artwork.bad_number", at=at, value=text[:40])
    return bounded(float(text), at)


def bounded(value: float, at: Location) -> float:
    """Return a number that is finite and at most `MOST`.

    Raises:
        SpecError: It is not.
    """
    if not isfinite(value) or abs(value) > MOST:
        raise SpecError("artwork.bad_number", at=at, value=f"{value:g}")
    return value


def numbers(text: str, at: Location, most: int) -> list[float]:
    """Return a list of numbers between blanks and commas.

    Raises:
        SpecError: Something else stands between them, or there are more than `most`.
    """
    rest = NUMBER.sub("", text)
    if rest.strip(" \t\r\n,"):
        raise SpecError("artwork.bad_number", at=at, value=text.strip()[:40])
    found = NUMBER.findall(text)
    if len(found) > most:
        raise SpecError("artwork.too_many", at=at, most=most)
    return [bounded(float(one), at) for one in found]


def length(text: str, at: Location, whole: float) -> float:
    """Return a length in user units; a percentage is of `whole`.

    Raises:
        SpecError: It is no length, or its unit depends on a typeface.
    """
    found = _LENGTH.fullmatch(text.strip()) if len(text) <= _MOST_WORD else None
    if not found:
        raise SpecError("artwork.bad_number", at=at, value=text[:40])
    value = float(found[1])
    unit = found[2]
    return bounded(value * (whole / 100 if unit == "%" else _UNITS.get(unit or "px", 1.0)), at)


_CALL = re.compile(r"\s*,?\s*(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^()]*)\)")
_ARGUMENTS = {"matrix": {6}, "translate": {1, 2}, "scale": {1, 2}, "rotate": {1, 3}, "skewX": {1}, "skewY": {1}}


def transform_of(text: str, at: Location) -> Affine:
    """Return the map of a `transform` list.

    Raises:
        SpecError: It is none.
    """
    result, place, count = Affine(), 0, 0
    while place < len(text) and text[place:].strip(" \t\r\n,"):
        call = _CALL.match(text, place)
        count += 1
        if not call or count > _MOST_TRANSFORMS:
            raise SpecError("artwork.bad_transform", at=at, value=text[:60])
        given = numbers(call[2], at, 6)
        if len(given) not in _ARGUMENTS[call[1]]:
            raise SpecError("artwork.bad_transform", at=at, value=text[:60])
        result = _one_transform(call[1], given).then(result)
        place = call.end()
    for part in (result.a, result.b, result.c, result.d, result.e, result.f):
        bounded(part, at)
    return result


def _one_transform(name: str, v: list[float]) -> Affine:
    if name == "matrix":
        return Affine(*v)
    if name == "translate":
        return Affine.shift(v[0], v[1] if len(v) > 1 else 0.0)
    if name == "scale":
        return Affine.scale(v[0], v[1] if len(v) > 1 else v[0])
    if name == "skewX":
        return Affine(c=tan(radians(v[0])))
    if name == "skewY":
        return Affine(b=tan(radians(v[0])))
    turn = Affine(cos(radians(v[0])), sin(radians(v[0])), -sin(radians(v[0])), cos(radians(v[0])))
    if len(v) == 1:
        return turn
    return Affine.shift(-v[1], -v[2]).then(turn).then(Affine.shift(v[1], v[2]))


def colour_of(text: str, at: Location) -> tuple[str, float]:
    """Return a colour as `#RRGGBB` and its own opacity, 0 to 1.

    Raises:
        SpecError: It is a gradient, a pattern, or no colour.
    """
    word = text.strip()[:_MOST_WORD]
    low = word.lower()
    if low.startswith("url("):
        raise SpecError("artwork.gradient", at=at)
    if low == "transparent":
        return "#000000", 0.0
    if re.fullmatch(r"#[0-9a-f]{3,4}|#[0-9a-f]{6}|#[0-9a-f]{8}", low):
        digits = low[1:] if len(low) > 5 else "".join(2 * c for c in low[1:])
        return "#" + digits[:6].upper(), int(digits[6:] or "ff", 16) / 255
    if call := re.fullmatch(r"rgba?\(([^()]*)\)", low):
        return _rgb(call[1], word, at)
    if low not in ImageColor.colormap:
        raise SpecError("artwork.bad_colour", at=at, value=word[:40])
    red, green, blue = ImageColor.getrgb(low)[:3]  # not the map itself: Pillow keeps what it has parsed in there
    return f"#{red:02X}{green:02X}{blue:02X}", 1.0


def _rgb(inside: str, word: str, at: Location) -> tuple[str, float]:
    parts = [part for part in re.split(r"[\s,/]+", inside.strip()) if part]
    if len(parts) not in (3, 4):
        raise SpecError("artwork.bad_colour", at=at, value=word[:40])
    levels = [number(p[:-1], at) * 2.55 if p.endswith("%") else number(p, at) for p in parts[:3]]
    opacity = opacity_of(parts[3], at) if len(parts) == 4 else 1.0
    return "#" + "".join(f"{min(255, max(0, round(level))):02X}" for level in levels), opacity


def opacity_of(text: str, at: Location) -> float:
    """Return an opacity held to 0 to 1.

    Raises:
        SpecError: It is no number.
    """
    word = text.strip()
    value = number(word[:-1], at) / 100 if word.endswith("%") else number(word, at)
    return min(1.0, max(0.0, value))


def declarations(text: str, at: Location) -> dict[str, str]:
    """Return the properties of a `style` attribute or of a rule's body that bear on shapes.

    Raises:
        SpecError: A property is unknown, would change the picture unseen, or refers to another file.
    """
    found: dict[str, str] = {}
    for part in re.sub(r"/\*.*?\*/", "", text, flags=re.S).split(";"):
        if not part.strip():
            continue
        key, colon, value = part.partition(":")
        key, value = key.strip(), value.replace("!important", "").strip()
        if not colon or "\\" in part or "@" in part or (re.search(r"url\s*\(", value) and not _points_inside(value)):
            raise SpecError("artwork.css", at=at, value=part.strip()[:60])
        if key in PAINT:
            found[key] = value
        elif key in NEUTRAL:
            refuse_effect(key, value, at)
        elif key in {"transform", "d"} or not (is_passed_over(key) or key.startswith("--")):
            raise SpecError("artwork.css", at=at, value=part.strip()[:60])
    return found


_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}\s*")


def class_rules(text: str, at: Location) -> dict[str, dict[str, str]]:
    """Return the declarations of each class of a style sheet made of class rules alone, later ones winning.

    Raises:
        SpecError: It holds any other selector, an import or another at-rule.
    """
    rules: dict[str, dict[str, str]] = {}
    if len(text) > _MOST_SHEET:
        raise SpecError("artwork.css", at=at, value=f"{len(text)} B")
    bare = re.sub(r"/\*.*?\*/|<!--|-->", "", text, flags=re.S).strip()
    place = 0
    while place < len(bare):
        rule = _RULE.match(bare, place)
        if not rule:
            raise SpecError("artwork.css", at=at, value=" ".join(bare[place:].split())[:60])
        for selector in rule[1].split(","):
            name = re.fullmatch(r"\s*\.([A-Za-z_][\w-]*)\s*", selector)
            if not name:
                raise SpecError("artwork.css", at=at, value=selector.strip()[:60])
            rules.setdefault(name[1], {}).update(declarations(rule[2], at))
        place = rule.end()
    return rules


def _points_inside(value: str) -> bool:
    return re.fullmatch(r"""url\(\s*["']?#[^"'()]*["']?\s*\)""", value) is not None


def target_of(value: str, at: Location) -> str | None:
    """Return the id that `url(#id)` names, or None for `none`.

    Raises:
        SpecError: It is something else.
    """
    if value.strip() == "none":
        return None
    if not _points_inside(value.strip()):
        raise SpecError("artwork.reference", at=at, reference=value[:48])
    return value.strip()[4:-1].strip().strip("\"'")[1:]
