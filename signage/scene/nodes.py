"""The finished picture without a format: frozen nodes with every colour, layer and font resolved.

A scene lives in one space (elevation space or a sheet), millimetres, y up. Nodes paint in order, later over earlier.
`Glow` and `Lit` carry physical light (cd/m², K), so that every night picture is toned in the same way; a format
that cannot mix light draws them with flat colour and blur and says so in its losses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from signage.design import Colour
from signage.digest import digest_of
from signage.geometry import Path, Point, Rect


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """One colour; opacity 0–1."""

    colour: Colour
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradient:
    """A linear gradient between two points, with stops (offset 0–1, colour)."""

    start: Point
    end: Point
    stops: tuple[tuple[float, Colour], ...]
    opacity: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Texture:
    """A material's surface.

    The materials are `stone`, `brick`, `plaster`, `curtain`, `brushed`, `wood` (slats), `grain` (one board), `paving`,
    `glass`, `interior`, `plain`.

    Attributes:
        material: Which one; a backend without textures uses the colour alone.
        colour: Main colour.
        seed: Fixes the pattern, so that the same scene gives the same picture.
        extent: Box of what is seen through `glass` or in an `interior`, when it is larger than the outline: several
            panes before one room share it. None for the outline's own box.
    """

    material: str
    colour: Colour
    seed: int = 0
    extent: Rect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lit:
    """A surface that emits light.

    Attributes:
        colour: Colour of the surface by day (the acrylic's); by night it passes light of this colour alone.
        luminance_cd_m2: Mean luminance when lit, of the light that has passed the colour.
        temperature_k: Colour temperature of the lamps behind it.
        falloff_mm: How far inside its edge it reaches full brightness.
    """

    colour: Colour
    luminance_cd_m2: float
    temperature_k: int
    falloff_mm: float = 40.0


Paint = Solid | Gradient | Texture | Lit


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A filled outline (non-zero rule)."""

    path: Path
    paint: Paint
    layer: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line along a path; width and dashes in the scene's millimetres."""

    path: Path
    colour: Colour
    width_mm: float
    dash_mm: tuple[float, ...] = ()
    opacity: float = 1.0
    layer: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """A soft shadow of an outline on what was painted before it."""

    path: Path
    offset: Point
    blur_mm: float
    opacity: float
    layer: str = "shadow"
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glow:
    """Light that an outline throws on the surfaces around it, added to what was painted before it.

    Attributes:
        path: The emitting outline.
        luminance_cd_m2: Its mean luminance.
        temperature_k: Colour temperature.
        reach_mm: Standard deviations of the gaussians that model its irradiance, near to far.
        gain: Share of the emitted light that goes to the wall (1 for halo letters, about 0.25 for face-lit).
        tint: Colour of what the light passes through, such as a red acrylic; white leaves it as the lamps make it.
    """

    path: Path
    luminance_cd_m2: float
    temperature_k: int
    reach_mm: tuple[float, ...] = (15.0, 50.0, 150.0, 400.0)
    gain: float = 1.0
    tint: Colour = "#FFFFFF"
    layer: str = "light"
    subject: str = ""


class Anchor(StrEnum):
    """Which point of a label its position names: horizontally start, middle or end, always on the baseline."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A line of text: as text for PDF and DXF, as outlines for every backend.

    Attributes:
        text: What it reads.
        at: Anchor point on the baseline.
        height_mm: Height of a capital or a Chinese character, scene mm.
        outline: Its outlines in scene space, already anchored and turned.
        angle_deg: Counter-clockwise turn.
        weight: Weight of the default typeface that drew the outlines, 100-900.
    """

    text: str
    at: Point
    height_mm: float
    outline: Path
    colour: Colour = "#1A1A1A"
    anchor: Anchor = Anchor.START
    angle_deg: float = 0.0
    weight: int = 500
    layer: str = "text"
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A raster picture stretched over a rectangle."""

    rect: Rect
    content: bytes
    media_type: str
    title: str = ""
    layer: str = "picture"
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A measured distance with its dimension line (尺寸标注).

    Attributes:
        start, end: The measured points, scene space.
        line_at: A point that the dimension line passes through.
        value_mm: The true distance in model millimetres (a sheet is scaled; the number is not).
        text: The number as printed.
        angle_deg: 0 for a horizontal dimension, 90 for a vertical one.
        parts: The same dimension as plain strokes and a label, for formats without dimensions of their own.
    """

    start: Point
    end: Point
    line_at: Point
    value_mm: float
    text: str
    angle_deg: float
    parts: tuple[Stroke | Label, ...]
    layer: str = "dimension"
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Nodes that belong together; `id` is unique in the scene and stable between redraws, `title` is read aloud."""

    id: str
    children: tuple[Node, ...]
    title: str = ""
    layer: str = ""
    subject: str = ""
    clip: Rect | None = None


Node = Group | Fill | Stroke | Shadow | Glow | Label | Picture | Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambience:
    """The light that a scene is seen in.

    Attributes:
        is_night: Whether lamps are on.
        sky_colour: Colour of the ambient light.
        wall_cd_m2: Luminance that a white wall would have in it.
        exposure_cd_m2: Luminance that is toned to white; the same for all pictures that are to be compared.
        street_cd_m2: What the street's lamps and the shops' windows add on signs (`SIGN_LAYER`), as the luminance of a
            white surface. It falls on every part of every sign alike, whether lamps of its own are on or not, so that
            one panel looks the same in every picture.
        street_temperature_k: Colour temperature of that light.
    """

    is_night: bool
    sky_colour: Colour
    wall_cd_m2: float
    exposure_cd_m2: float
    street_cd_m2: float = 0.0
    street_temperature_k: int = 3500

    @property
    def on_sign_cd_m2(self) -> float:
        """Luminance that a white face of a sign without lamps has: of the sky and the street together."""
        return self.wall_cd_m2 + self.street_cd_m2


# Words, marks and dimensions on these layers are written on the picture, not in it: no ambience dims them.
ANNOTATION_LAYERS = frozenset({"text", "mark", "legend", "dimension"})
SIGN_LAYER = "sign"  # of the groups that are a sign: the street's light falls on them

DAY = Ambience(is_night=False, sky_colour="#FFFFFF", wall_cd_m2=3000.0, exposure_cd_m2=3000.0)
# The street's 16 cd/m² are about 50 lx upright on a white face (illustrative): a shopping street with lit windows.
NIGHT = Ambience(is_night=True, sky_colour="#7F93C8", wall_cd_m2=6.0, exposure_cd_m2=320.0, street_cd_m2=16.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A finished picture.

    Attributes:
        id: Short name, such as `front-day`.
        title: What it shows, for readers and screen readers.
        bounds: What is shown, scene space.
        nodes: Painted in order.
        ambience: Its light.
        background: Colour under everything.
        model_digest: Digest of the model behind it; every output carries it.
    """

    id: str
    title: str
    bounds: Rect
    nodes: tuple[Node, ...]
    ambience: Ambience = field(default=DAY)
    background: Colour = "#FFFFFF"
    model_digest: str = ""

    @property
    def digest(self) -> str:
        """Digest of every node."""
        return digest_of(self, "signage.scene/1")
