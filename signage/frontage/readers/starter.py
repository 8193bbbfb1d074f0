"""A mapping to start from: what was found is filled in, what is in doubt is a remark that switches nothing off."""

from __future__ import annotations

from collections.abc import Sequence

from signage.frontage.readers.detective import Guess
from signage.frontage.readers.drawing import Drawing
from signage.frontage.readers.levels import level_mark_of
from signage.frontage.readers.mapping import Mapping
from signage.frontage.readers.pick import titles
from signage.locale import Lang, text

_MOST_UNKNOWN = 12
_MOST_TAGS = 30


def starter(
    drawing: Drawing,
    face: Drawing,
    each: Sequence[Mapping],
    rest: list[tuple[str, int]],
    guess: Guess | None,
    lang: Lang,
) -> str:
    """Return a mapping as TOML: what a table would swallow stands above the first, what is open is a remark.

    Args:
        drawing: The sheet.
        face: Its first elevation.
        each: A mapping with title or window for every elevation, all with the same layers.
        rest: Layers of unknown use, with their lines.
        guess: What the sizes say of unit and scale.
        lang: Language of the remarks.
    """
    mapping, several = each[0], len(each) > 1
    lines = _unit_lines(drawing.unit, guess, lang)
    if not several:
        lines.append(_place_of(mapping) or _some_place(drawing))
    for role, key in (("slabs", "floors_mm"), ("bays", "bays_mm")):
        if role not in mapping.layers:
            lines.append(f"# {key} = [0, …]")
    lines += ["", "[layers]"]
    lines += [f"{role} = [{', '.join(map(_quoted, names))}]" for role, names in mapping.layers.items()]
    if rest:
        names = ", ".join(_quoted(layer) for layer, _ in rest[:_MOST_UNKNOWN])
        lines.append(f"# {text('reading.draft_unknown', lang, layers=names)}")
    mark = level_mark_of(face)
    origin = [] if mark is None else [f"text = {_quoted(mark)}"]
    if origin and not several:
        lines += ["", "[origin]", *origin]
    tags = list(dict.fromkeys(tag for label in face.labels for tag, _ in label.fields))
    if tags:
        lines += ["", "[attributes]", *(f'# {_quoted(tag)} = "…"' for tag in tags[:_MOST_TAGS])]
    lines += ["", "[plan]", *(f'{key} = "…"' for key in ("id", "building", "address", "city"))]
    lines += ['revision = "1"', 'valid_from = "2026-01-01"']
    if not several:
        lines += ["", "[face]", 'id = "…"', 'name = "…"']
    for one in each if several else ():
        lines += ["", "[[faces]]", _place_of(one)]
        lines += [f"origin = {{ {origin[0]} }}"] if origin else []
        lines.append('face = { id = "…", name = "…" }')
    return "\n".join(lines) + "\n"


def _unit_lines(declared: str | None, guess: Guess | None, lang: Lang) -> list[str]:
    """Return the line of the unit; a remark wherever it is not certain, so that the drawing is still asked about."""

    def remark(code: str) -> str:
        return text(f"reading.draft_{code}", lang, unit=declared or "—", likely=guess.unit if guess else "—")

    if guess is None:
        return [f'# unit = "{declared or "mm"}"  # {remark("unit_untold")}']
    if guess.scale != 1:
        return [f'# unit = "{guess.unit}"', f"# scale = {guess.scale}  # {remark('scale')}"]
    if declared is None:
        return [f'# unit = "{guess.unit}"  # {remark("unit_missing")}']
    if guess.unit != declared:
        return [f'# unit = "{guess.unit}"  # {remark("unit_disagrees")}']
    return [f'unit = "{declared}"']


def _place_of(mapping: Mapping) -> str:
    """Return the line that says where an elevation is, empty when the mapping does not."""
    if mapping.window:
        return f"window = [{', '.join(f'{value:.10g}' for value in mapping.window)}]"
    return f"title = {_quoted(mapping.title)}" if mapping.title else ""


def _some_place(drawing: Drawing) -> str:
    named = next(iter(titles(drawing)), None)
    return f"title = {_quoted(named)}" if named else "# window = [0, 0, 60000, 12000]"


def _quoted(word: str) -> str:
    plain = "".join(c for c in word if ord(c) >= 32 and ord(c) != 127)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
