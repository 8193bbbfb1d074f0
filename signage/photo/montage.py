"""`put_on_photo`: the sign drawn into the photo where the plan says, true to scale and in the photo's light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signage.design import SignLayout
from signage.digest import digest_of
from signage.errors import InputError, Location, Param
from signage.geometry import Point, Rect
from signage.locale import Lang, text
from signage.photo.caption import caption_layout
from signage.photo.checks import REFUSED, Miss
from signage.photo.files import encode_jpeg, encode_photo_png
from signage.photo.light import PhotoLight, read_light
from signage.photo.painter import Painter, window_of
from signage.photo.reading import Bytes, SitePhoto
from signage.photo.registration import Accuracy, Registration, accuracy_of
from signage.photo.surfaces import night_white_cd_m2
from signage.photo.texture import PhotoTexture, read_texture
from signage.render.raster.masks import Window
from signage.typography import FontCatalogue

DEFAULT_FALL = Point(0.0, -0.45)  # overcast: shade gathers below
_ODD, _WRONG = 0.10, 0.50  # the rectangle's proportion against the one stated: said on the picture, and refused


@dataclass(frozen=True, slots=True, kw_only=True)
class MontageOptions:
    """How the sign is put on the photo.

    Attributes:
        is_night: The lit parts are on. Nothing else changes: a day photo stays one.
        shadow_fall: Where shadows fall, mm across and upwards per mm before the wall.
        exposure_ev: Correction of the estimated light on the sign's surfaces.
        white_cd_m2: Luminance that the photo shows as white; None estimates it, which only a night photo allows.
        lang: Language of the caption.
        has_odd_proportion: Somebody has confirmed corners whose proportion is far from the one stated.
        has_missed_checks: Somebody has confirmed checks that are missed by far more than clicking explains.
    """

    is_night: bool = False
    shadow_fall: Point = DEFAULT_FALL
    exposure_ev: float = 0.0
    white_cd_m2: float | None = None
    lang: Lang = Lang.ZH
    has_odd_proportion: bool = False
    has_missed_checks: bool = False


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
        InputError: The sign stands out of its wall (a projecting one), it lies outside the picture or beyond its
            horizon, night is asked for on a day photo whose white level nobody has stated, or the rectangle's
            proportion is far from the one stated, or a check is missed by far, and nobody has confirmed it.
    """
    options = options or MontageOptions()
    if layout.street is not None:
        raise InputError("photo.projecting")
    _check_options(options)
    sign = layout.envelope.moved(origin.x, origin.y)
    whole = Window(0, 0, *photo.size_px)
    seen = _seen(registration, sign, layout.depth_mm, whole)
    light = read_light(photo.pixels, registration.wall, sign, occlusion, exposure_ev=options.exposure_ev)
    if options.is_night and options.white_cd_m2 is None and light.looks == "day":
        raise InputError("photo.night_on_day_photo", at=Location(field="night"))
    accuracy = accuracy_of(registration, sign)
    _refuse_wrong(accuracy, options)
    pixels = photo.pixels if reuse_pixels else photo.pixels.copy()
    texture = read_texture(photo.pixels, seen.grown(max(48, seen.height // 2)))
    white = (options.white_cd_m2 or night_white_cd_m2(light)) if options.is_night else None
    painter = Painter(photo.pixels, registration, layout, origin, options.shadow_fall, light, texture, white)
    painter.painted().develop(pixels, texture, occlusion)
    large, small = _caption(options, accuracy, light, layout)
    caption = caption_layout(large, small, photo.size_px, seen, fonts)
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


def _check_options(options: MontageOptions) -> None:
    fall = options.shadow_fall
    if not (abs(fall.x) <= 3 and abs(fall.y) <= 3):
        raise InputError("photo.shadow", at=Location(field="shadow"), most=3)
    if not abs(options.exposure_ev) <= 3:
        raise InputError("photo.exposure", at=Location(field="exposure"), most=3)
    white = options.white_cd_m2
    if white is not None and not 1 <= white <= 20_000:
        raise InputError("photo.white", at=Location(field="white"), given=white)


def _refuse_wrong(accuracy: Accuracy, options: MontageOptions) -> None:
    """Refuse a registration that something stated contradicts, unless somebody has confirmed it."""
    if abs(accuracy.proportion) > _WRONG and not options.has_odd_proportion:
        percent = f"{accuracy.proportion * 100:+.0f}"
        raise InputError("drawing.photo_proportion", at=Location(field="corners"), percent=percent, most=_WRONG * 100)
    worst = accuracy.worst
    if worst is not None and worst.is_refused and not options.has_missed_checks:
        raise InputError(
            "photo.check_missed",
            at=Location(field="checks"),
            what=worst.label,
            mm=f"{abs(worst.error_mm):.0f}",
            px=f"{abs(worst.error_px):.0f}",
            likely=f"{worst.likely_mm:.0f}",
            click=f"{worst.click_px:g}",
            most=f"{REFUSED:g}",
        )


def _seen(registration: Registration, sign: Rect, depth_mm: float, whole: Window) -> Window:
    """Return the pixels of the sign's front that lie in the picture.

    Raises:
        InputError: None do, or the sign reaches the horizon.
    """
    corners = np.array(sign.corners, dtype=np.float64)
    planes = (registration.wall, registration.camera.plane(depth_mm))
    if min(float(plane.weights(corners).min()) for plane in planes) <= 0:
        raise InputError("photo.beyond_horizon", at=Location(field="corners"))
    window = window_of(np.concatenate([plane.apply(corners) for plane in planes]))
    seen = window.common(whole)
    if seen is None:
        x, y = registration.wall.apply(corners).mean(axis=0)
        raise InputError("photo.sign_outside", at=Location(field="at"), x=f"{x:.0f}", y=f"{y:.0f}")
    return seen


def _caption(
    options: MontageOptions, accuracy: Accuracy, light: PhotoLight, layout: SignLayout
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words on the picture, large (what it is, why not to trust it) and small (how far it can be)."""
    worst = accuracy.worst
    is_doubted = worst is not None and worst.is_doubted
    second = text(
        "photo.caption_doubted" if is_doubted else "photo.caption_second",
        options.lang,
        design=layout.digest.removeprefix("sha256:")[:12],
        mm=f"{max(accuracy.mm_per_px):.1f}",
        off=f"{accuracy.corner_mm:.1f}",
    )
    first = "photo.caption_night" if options.is_night else "photo.caption"
    if not options.is_night and light.looks == "night":
        first = "drawing.photo_caption_unlit"
    warnings = []
    if abs(accuracy.proportion) > _ODD:
        warnings.append(text("drawing.photo_off", options.lang, percent=f"{accuracy.proportion * 100:+.0f}"))
    if worst is not None and is_doubted:
        warnings.append(text("photo.caption_check_off", options.lang, what=worst.label, **_off(worst)))
    small = [second]
    if worst is not None and not is_doubted:
        small.append(text("photo.caption_check", options.lang, what=worst.label, **_off(worst)))
    return (text(first, options.lang), *warnings), tuple(small)


def _off(miss: Miss) -> dict[str, Param]:
    return {"mm": f"{abs(miss.error_mm):.0f}", "px": f"{abs(miss.error_px):.1f}"}


def _notes(
    registration: Registration,
    sign: Rect,
    accuracy: Accuracy,
    light: PhotoLight,
    options: MontageOptions,
    whole: Window,
) -> tuple[str, ...]:
    notes = []
    window = window_of(registration.wall.apply(np.array(sign.corners, dtype=np.float64)))
    if window.common(whole) != window:
        notes.append("photo.note_cut")
    if abs(accuracy.proportion) > _ODD:
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
