"""The gallery: every sign kind with names of many lengths and scripts by day and night, a contact sheet a kind.

It is for looking: a designer sees at once where spacing, centring or light went wrong. A name that a kind cannot
carry shows the sentence that its owner would be told.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from signage.design import SignSpec, TextStyle, kind_of, lay_out, load_kinds, read_spec
from signage.errors import SignageError
from signage.geometry import Point, Rect
from signage.locale import describe
from signage.render import Viewport, draw
from signage.resources import bundled
from signage.scene import DAY, NIGHT, Anchor, Scene, compose_sample_front, label
from signage.scene.shapes import box
from signage.typography import FontCatalogue, Setting

_CELL_PX = (480, 270)
_COLUMNS = 4  # pairs of day and night beside each other
_GAP_PX = 6
_PAPER = "#FFFFFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryName:
    """One row of the list: a name, and what else is said of it."""

    name: str
    second_line: str | None = None
    typeface: str | None = None
    setting: Setting | None = None


def read_names(path: Path) -> tuple[GalleryName, ...]:
    """Return the names of a CSV file with the columns name, second_line, typeface and setting."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(
            GalleryName(
                name=row["name"],
                second_line=row.get("second_line") or None,
                typeface=row.get("typeface") or None,
                setting=Setting(row["setting"]) if row.get("setting") else None,
            )
            for row in csv.DictReader(lines)
        )


def build_gallery(out: Path, names: Sequence[GalleryName], *, jobs: int = 1) -> Iterator[Path]:
    """Draw a contact sheet for every kind and yield each file when it is written, in no order.

    Args:
        out: Folder for `<kind>.jpg`; made when missing.
        names: What the signs read.
        jobs: Processes; each draws whole kinds.
    """
    out.mkdir(parents=True, exist_ok=True)
    kinds = [kind.id for kind in load_kinds()]
    if jobs <= 1:
        yield from (_contact_sheet(kind, tuple(names), out) for kind in kinds)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_contact_sheet, kind, tuple(names), out) for kind in kinds]
        for future in futures:
            yield future.result()


def _contact_sheet(kind: str, names: tuple[GalleryName, ...], out: Path) -> Path:
    fonts = FontCatalogue.standard()
    sample = read_spec(bundled("samples", "specs", "kinds", f"{kind}.toml"))
    cells = [_pair(_spec(sample, one), fonts) for one in names]
    width, height = _CELL_PX
    rows = -(-len(cells) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * (2 * width + _GAP_PX), rows * (height + _GAP_PX)), _PAPER)
    for index, pair in enumerate(cells):
        x, y = index % _COLUMNS * (2 * width + _GAP_PX), index // _COLUMNS * (height + _GAP_PX)
        for place, picture in enumerate(pair):
            sheet.paste(picture, (x + place * width, y))
    path = out / f"{kind}.jpg"
    sheet.save(path, "JPEG", quality=88)
    return path


def _spec(sample: SignSpec, one: GalleryName) -> SignSpec:
    kind = kind_of(sample.kind)
    style = sample.style
    if one.typeface:  # with the sample's weight, unless that belongs to the kind's own typeface
        weight = TextStyle().weight if kind.has_own_style(style) else style.weight
        style = replace(style, typeface=one.typeface, weight=weight)
    setting = one.setting if one.setting in kind.settings else sample.setting
    return replace(sample, name=one.name, second_line=one.second_line, style=style, setting=setting)


def _pair(spec: SignSpec, fonts: FontCatalogue) -> tuple[Image.Image, Image.Image]:
    """Return the sign by day and by night; what cannot be laid out says why, twice."""
    try:
        layout = lay_out(spec, fonts)
    except SignageError as error:
        said = _picture(_refusal(spec, error, fonts))
        return said, said
    day, night = (compose_sample_front(layout, light, fonts) for light in (DAY, NIGHT))
    return _picture(day), _picture(night)


def _picture(scene: Scene) -> Image.Image:
    width, height = _CELL_PX
    fitting = min(width, round(height * scene.bounds.width / scene.bounds.height))
    content = draw(scene, Viewport.of(scene, width_px=fitting * 2), "png").content
    with Image.open(BytesIO(content), formats=("PNG",)) as drawn:
        small = drawn.convert("RGB").resize((fitting, round(drawn.height * fitting / drawn.width)), _LANCZOS)
    cell = Image.new("RGB", _CELL_PX, _PAPER)
    cell.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
    return cell


_LANCZOS = Image.Resampling.LANCZOS


def _refusal(spec: SignSpec, error: SignageError, fonts: FontCatalogue) -> Scene:
    """The sentence that the sign's owner would be told, on a quiet ground."""
    bounds = Rect(0.0, 0.0, 480.0, 270.0)
    typeface = fonts.typeface()
    words = describe(error).message
    words = "".join("□" if c in typeface.missing(words) else c for c in words)
    lines = [words[start : start + 26] for start in range(0, min(len(words), 130), 26)]
    nodes = [box(bounds, "#F4EFE4", layer="legend")]
    shown = [
        label(fonts, line, Point(20.0, 200.0 - 26.0 * index), 14.0, Anchor.START, colour="#5A4B36")
        for index, line in enumerate(lines)
    ]
    return Scene(id="refusal", title=spec.name, bounds=bounds, nodes=(*nodes, *shown))
