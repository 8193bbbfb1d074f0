"""`put_on_photo`: the sign drawn into the photo where the plan says, true to scale and in the photo's light."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, hypot

import numpy as np

from signage.design import LetterConstruction, Piece, PieceRole, SignLayout
from signage.digest import digest_of
from signage.errors import InputError, Location
from signage.geometry import Point, Rect
from signage.locale import Lang, text
from signage.photo.caption import caption_layout
from signage.photo.files import encode_jpeg, encode_photo_png
from signage.photo.homography import Array
from signage.photo.light import PhotoLight, read_light
from signage.photo.plate import VEIL_REACH, Paint, Painted, Plate, Shaded, Shone
from signage.photo.reading import Bytes, SitePhoto
from signage.photo.registration import Accuracy, Registration, accuracy_of
from signage.photo.shapes import Body, Outline, alike, body_of
from signage.photo.surfaces import (
    emission,
    front_tone,
    lamps_of,
    night_white_cd_m2,
    reflected,
    side_emission,
    spill_of,
)
from signage.photo.texture import PhotoTexture, read_texture
from signage.photo.wall_grid import WallGrid, glow_on, shadow_over, smooth_field
from signage.render.raster.colour import Floats
from signage.render.raster.light import face_profile
from signage.render.raster.masks import Mask, Window
from signage.typography import FontCatalogue

DEFAULT_FALL = Point(0.0, -0.45)  # overcast: shade gathers below
_FLAT_PX = 0.12  # chords of curves stray by at most so much of a pixel
_NIGHT_SHADOW = 0.45
_NEAR_MM = 3.0  # what lies closer casts no shadow worth drawing
_OBLIQUE = 0.25  # proportion of the rectangle that deserves a word
_GROUNDS = (PieceRole.PANEL, PieceRole.BOX)


@dataclass(frozen=True, slots=True, kw_only=True)
class MontageOptions:
    """How the sign is put on the photo.

    Attributes:
        is_night: The lit parts are on. Nothing else changes: a day photo stays one.
        shadow_fall: Where shadows fall, mm across and upwards per mm before the wall.
        exposure_ev: Correction of the estimated light on the sign's surfaces.
        white_cd_m2: Luminance that the photo shows as white; None estimates it, which only a night photo allows.
        lang: Language of the caption.
    """

    is_night: bool = False
    shadow_fall: Point = DEFAULT_FALL
    exposure_ev: float = 0.0
    white_cd_m2: float | None = None
    lang: Lang = Lang.ZH


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Montage:
    """The finished picture and what is known about it.

    Attributes:
        pixels: Rows × columns × RGB.
        accuracy: How exactly the sign lies on the photo.
        light: The photo's light as estimated.
        texture: Its sharpness and grain as measured.
        white_cd_m2: By night, the luminance that shows as white.
        caption_box: Pixels of the caption.
        sign_box: Pixels of the sign.
        model_digest: Of sign, place, registration, photo and options.
        notes: Codes of the catalogue that say what a reader should know.
        title: What the picture shows.
        subsampling: Colour subsampling of the photo.
    """

    pixels: Bytes
    accuracy: Accuracy
    light: PhotoLight
    texture: PhotoTexture
    white_cd_m2: float | None
    caption_box: Window
    sign_box: Window
    model_digest: str
    layout_digest: str
    photo_digest: str
    notes: tuple[str, ...]
    title: str
    subsampling: str

    @property
    def comment(self) -> str:
        """What the file says of itself."""
        return f"signage.photo/1 model={self.model_digest} sign={self.layout_digest} photo={self.photo_digest}"

    def to_jpeg(self, quality: int = 92) -> bytes:
        """Return it as JPEG.

        Raises:
            InputError: The quality lies outside 40–100.
        """
        return encode_jpeg(self.pixels, self.comment, quality=quality, subsampling=self.subsampling)

    def to_png(self) -> bytes:
        """Return it as PNG."""
        return encode_photo_png(self.pixels, self.comment, self.title)


def put_on_photo(
    photo: SitePhoto,
    registration: Registration,
    layout: SignLayout,
    origin: Point,
    fonts: FontCatalogue,
    options: MontageOptions | None = None,
    *,
    occlusion: Bytes | None = None,
    reuse_pixels: bool = False,
) -> Montage:
    """Return a sign drawn into a site photo.

    Args:
        photo: The photo, upright.
        registration: How it lies on the wall.
        layout: The sign.
        origin: Where the lower left corner of its envelope lies, wall space.
        fonts: Typefaces, for the caption.
        options: Day or night, shadows, exposure, language.
        occlusion: Rows × columns of the photo, 255 where something stands before the wall.
        reuse_pixels: Draw into the photo's own array, which is used up; saves a copy of a large picture.

    Raises:
        InputError: The sign lies outside the picture or beyond its horizon, or night is asked for on a day photo whose
            white level nobody has stated.
    """
    options = options or MontageOptions()
    _check_options(options)
    sign = layout.envelope.moved(origin.x, origin.y)
    whole = Window(0, 0, *photo.size_px)
    seen = _seen(registration, sign, layout.depth_mm, whole)
    light = read_light(photo.pixels, registration.wall, sign, occlusion, exposure_ev=options.exposure_ev)
    if options.is_night and options.white_cd_m2 is None and light.looks == "day":
        raise InputError("photo.night_on_day_photo", at=Location(field="night"))
    accuracy = accuracy_of(registration, sign)
    pixels = photo.pixels if reuse_pixels else photo.pixels.copy()
    texture = read_texture(photo.pixels, seen.grown(max(48, seen.height // 2)))
    white = (options.white_cd_m2 or night_white_cd_m2(light)) if options.is_night else None
    painter = _Painter(photo.pixels, registration, layout, origin, options, light, texture, white)
    painter.painted().develop(pixels, texture, occlusion)
    lines = _caption(options, accuracy, layout)
    caption = caption_layout(lines, photo.size_px, seen, fonts)
    caption.write(pixels)
    return Montage(
        pixels=pixels,
        accuracy=accuracy,
        light=light,
        texture=texture,
        white_cd_m2=white,
        caption_box=caption.box,
        sign_box=seen,
        model_digest=_digest(photo, registration, layout, origin, options, occlusion),
        layout_digest=layout.digest,
        photo_digest=photo.digest,
        notes=(*photo.notes, *_notes(registration, sign, accuracy, light, options, whole)),
        title=text("photo.title", options.lang, name=layout.spec.name),
        subsampling=photo.subsampling,
    )


class _Painter:
    """Gathers what one sign does to the photo, back to front, on the plate that it touches."""

    def __init__(
        self,
        pixels: Bytes,
        registration: Registration,
        layout: SignLayout,
        origin: Point,
        options: MontageOptions,
        light: PhotoLight,
        texture: PhotoTexture,
        white_cd_m2: float | None,
    ) -> None:
        self.camera, self.layout, self.light, self.options = registration.camera, layout, light, options
        self.blur_px, self.white = texture.added_blur_px, white_cd_m2
        self.wall = registration.wall
        self.sign = layout.envelope.moved(origin.x, origin.y)
        self.mm_per_px = 1 / float(np.hypot(*self.wall.jacobian(self.sign.centre).T).max())
        fall = options.shadow_fall
        length = hypot(fall.x, fall.y)
        self.sun = Point(-fall.x / length, -fall.y / length) if length > 0.05 else Point(0.0, 1.0)
        tolerance = max(_FLAT_PX * self.mm_per_px, 0.02)
        self.groups = [
            (group[0], Outline.of([piece.outline for piece in group], origin, tolerance))
            for group in alike(layout.pieces)
        ]
        whole = Window(0, 0, pixels.shape[1], pixels.shape[0])
        self.plate = Plate(pixels, self._window(whole), is_night=white_cd_m2 is not None)
        self.field: Floats | None = None

    def painted(self) -> Plate:
        """Return the plate with the sign on it."""
        groups = [(piece, outline) for piece, outline in self.groups if not outline.is_empty]
        bodies = [group for group in groups if group[0].role is not PieceRole.LETTER]
        letters = [group for group in groups if group[0].role is PieceRole.LETTER]
        ground = max((piece.z_front_mm for piece, _ in bodies if piece.role in _GROUNDS), default=0.0)
        self._layers(bodies, 0.0, None)
        panel = None
        for piece, outline in bodies:
            # A frame's inner side ends at the face that it frames, not at the wall.
            back = max(piece.z_back_mm, ground) if piece.role is PieceRole.FRAME else piece.z_back_mm
            body = self._body(piece, outline, back)
            panel = body if piece.role in _GROUNDS else panel
        self._layers(letters, ground, panel)
        for piece, outline in letters:
            self._body(piece, outline, piece.z_back_mm)
        return self.plate

    def _layers(self, groups: list[tuple[Piece, Outline]], ground: float, on: Body | None) -> None:
        """Add the shadows and the glow of bodies on the plane behind them."""
        strength = _NIGHT_SHADOW if self.white is not None else 1.0
        plane, window = self.camera.plane(ground), self.plate.window
        for piece, outline in groups:
            gap = piece.z_front_mm - ground
            if gap > _NEAR_MM:
                fall = self.options.shadow_fall
                cast = shadow_over(window, plane, outline, gap, fall, self.mm_per_px, strength)
                if cast is not None:
                    self.plate.layers.append(Shaded(*cast, on))
        if self.white is not None:
            for piece, outline in groups:
                self._glow(piece, outline, ground, self.white)

    def _glow(self, piece: Piece, outline: Outline, ground: float, white: float) -> None:
        lamps = lamps_of(piece, self.layout)
        gain, reach = spill_of(piece)
        if lamps is None or gain == 0.0:
            return
        window = self.plate.window
        grid = WallGrid.over(self.sign.grown(3.2 * max(reach)), max(self.mm_per_px, 4.0))
        light = glow_on(grid, outline, reach)
        if light is None:
            return
        seen = grid.seen(light, self.camera.plane(ground), window)
        seen *= np.float32(lamps.luminance_cd_m2 / white * gain)
        if self.field is None:
            self.field = smooth_field(self.wall, window, self.light.shade_at)
        self.plate.layers.append(Shone(seen, lamps.colour, self.light.white, self.field))

    def _body(self, piece: Piece, outline: Outline, back_mm: float) -> Body | None:
        depths = (back_mm, piece.z_front_mm)
        body = body_of(outline, self.camera, depths, self.sun, self.blur_px, self.plate.window)
        if body is None:
            return None
        low, high = outline.points.min(axis=0), outline.points.max(axis=0)
        box = Rect(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        plane = self.camera.plane(piece.z_front_mm)
        tone = front_tone(piece, box, plane, body.window, self.mm_per_px, self.light)
        self.plate.layers.append(Painted(body, self._paint(piece, body, box, tone)))
        return body

    def _paint(self, piece: Piece, body: Body, box: Rect, tone: Floats) -> Paint:
        lamps = lamps_of(piece, self.layout) if self.white is not None else None
        front, side = reflected(piece.face_colour, self.light), reflected(piece.side_colour, self.light)
        if lamps is None or self.white is None or lamps.is_halo:
            return Paint(front, side, tone)
        is_print = piece.construction is LetterConstruction.PRINTED
        falloff = 1.0 if is_print else max(4.0, min(box.width, box.height) * 0.04)
        return Paint(
            front,
            side,
            tone,
            emission=emission(lamps, self.white),
            side_emission=side_emission(lamps, self.white),
            profile=face_profile(Mask(body.window, body.front), falloff / self.mm_per_px),
        )

    def _window(self, whole: Window) -> Window:
        """Return the pixels that the sign, its shadow and its light can reach."""
        depth, fall = self.layout.depth_mm, self.options.shadow_fall
        reach = depth * (1.3 + max(abs(fall.x), abs(fall.y))) + 30.0
        margin = ceil(4 * self.blur_px) + 3
        lit = [p for p in self.layout.pieces if p.is_face_lit or p.is_halo_lit]
        if self.white is not None and lit:
            reach = max(reach, 3.1 * max(max(spill_of(piece)[1]) for piece in lit))
            margin += ceil(VEIL_REACH * whole.width)
        corners = np.array(self.sign.grown(reach).corners, dtype=np.float64)
        planes = [self.wall, self.camera.plane(depth)]
        # Far out a plane may pass its horizon; then the plate is the whole picture.
        if min(float(plane.weights(corners).min()) for plane in planes) <= 0:
            return whole
        points = np.concatenate([plane.apply(corners) for plane in planes])
        return _window(points).grown(margin).common(whole) or whole


def _check_options(options: MontageOptions) -> None:
    fall = options.shadow_fall
    if not (abs(fall.x) <= 3 and abs(fall.y) <= 3):
        raise InputError("photo.shadow", at=Location(field="shadow"), most=3)
    if not abs(options.exposure_ev) <= 3:
        raise InputError("photo.exposure", at=Location(field="exposure"), most=3)
    white = options.white_cd_m2
    if white is not None and not 1 <= white <= 20_000:
        raise InputError("photo.white", at=Location(field="white"), given=white)


def _seen(registration: Registration, sign: Rect, depth_mm: float, whole: Window) -> Window:
    """Return the pixels of the sign's front that lie in the picture.

    Raises:
        InputError: None do, or the sign reaches the horizon.
    """
    corners = np.array(sign.corners, dtype=np.float64)
    planes = (registration.wall, registration.camera.plane(depth_mm))
    if min(float(plane.weights(corners).min()) for plane in planes) <= 0:
        raise InputError("photo.beyond_horizon", at=Location(field="corners"))
    window = _window(np.concatenate([plane.apply(corners) for plane in planes]))
    seen = window.common(whole)
    if seen is None:
        x, y = registration.wall.apply(corners).mean(axis=0)
        raise InputError("photo.sign_outside", at=Location(field="at"), x=f"{x:.0f}", y=f"{y:.0f}")
    return seen


def _window(points: Array) -> Window:
    low, high = np.floor(points.min(axis=0)), np.ceil(points.max(axis=0))
    far = 1 << 24
    x0, y0, x1, y1 = (int(np.clip(v, -far, far)) for v in (*low, *high))
    return Window(x0, y0, max(x1, x0 + 1), max(y1, y0 + 1))


def _caption(options: MontageOptions, accuracy: Accuracy, layout: SignLayout) -> tuple[str, ...]:
    second = text(
        "photo.caption_second",
        options.lang,
        design=layout.digest.removeprefix("sha256:")[:12],
        mm=f"{max(accuracy.mm_per_px):.1f}",
        off=f"{accuracy.corner_mm:.1f}",
    )
    return text("photo.caption_night" if options.is_night else "photo.caption", options.lang), second


def _notes(
    registration: Registration,
    sign: Rect,
    accuracy: Accuracy,
    light: PhotoLight,
    options: MontageOptions,
    whole: Window,
) -> tuple[str, ...]:
    notes = []
    window = _window(registration.wall.apply(np.array(sign.corners, dtype=np.float64)))
    if window.common(whole) != window:
        notes.append("photo.note_cut")
    if abs(accuracy.proportion) > _OBLIQUE:
        notes.append("photo.note_proportion")
    if not options.is_night and light.looks == "night":
        notes.append("photo.note_looks_night")
    if options.is_night and light.looks != "night":
        notes.append("photo.note_looks_day")
    if options.is_night and options.white_cd_m2 is None:
        notes.append("photo.note_white_estimated")
    return tuple(notes)


def _digest(
    photo: SitePhoto,
    registration: Registration,
    layout: SignLayout,
    origin: Point,
    options: MontageOptions,
    occlusion: Bytes | None,
) -> str:
    return digest_of(
        {
            "photo": photo.digest,
            "sign": layout.digest,
            "origin_mm": list(origin),
            "ties": [[list(tie.pixel), [f"{v:.2f}" for v in tie.wall]] for tie in registration.ties],
            "plane_mm": registration.plane_mm,
            "night": options.is_night,
            "shadow_fall": list(options.shadow_fall),
            "exposure_ev": options.exposure_ev,
            "white_cd_m2": options.white_cd_m2,
            "occlusion": None if occlusion is None else occlusion.tobytes(),
        },
        "signage.photo/1",
    )
