"""`signage photo`: the sign on the site photo, true to scale, with its accuracy in words."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.asked_sign import AskedSign, takes_sign
from signage.cli.inputs import existing_file, fonts_of, naming, plan_of_file
from signage.cli.output import deliver, note, read_bytes, say
from signage.cli.words import LANG, t
from signage.errors import InputError, Location, Param
from signage.geometry import Point, Rect
from signage.locale import text

if TYPE_CHECKING:
    from signage.design import SignLayout
    from signage.photo import Accuracy, Montage, Tie, TiedDistance

_SUFFIXES = {".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png"}
_ABOVE_MM = 300.0  # without a plan and a place the sign hangs so far above the rectangle
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_PAIR = re.compile(rf"\s*({_NUMBER})\s*[,，]\s*({_NUMBER})\s*")
_SIZE = re.compile(rf"\s*({_NUMBER})\s*[x×X*]\s*({_NUMBER})\s*")


def _word(key: str, **params: Param) -> str:
    return text(f"photo.{key}", LANG, **params)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("photo", help=_word("help"))
    @takes_sign
    def photo(
        photo_file: Annotated[Path, typer.Option("--photo", help=_word("opt_photo"))],
        corners: Annotated[str, typer.Option("--corners", help=_word("opt_corners"))],
        size: Annotated[str, typer.Option("--size", help=_word("opt_size"))],
        output: Annotated[Path, typer.Option("-o", "--output", help=_word("opt_output"))],
        sign: AskedSign,
        at: Annotated[str | None, typer.Option("--at", help=_word("opt_at"))] = None,
        frontage: Annotated[Path | None, typer.Option("--frontage", help=_word("opt_frontage"))] = None,
        unit: Annotated[str | None, typer.Option("--unit", help=t("opt_unit"))] = None,
        mask: Annotated[Path | None, typer.Option("--mask", help=_word("opt_mask"))] = None,
        night: Annotated[bool, typer.Option("--night", help=_word("opt_night"))] = False,
        white: Annotated[float | None, typer.Option("--white", help=_word("opt_white"))] = None,
        exposure: Annotated[float, typer.Option("--exposure", help=_word("opt_exposure"))] = 0.0,
        shadow: Annotated[str | None, typer.Option("--shadow", help=_word("opt_shadow"))] = None,
        recess: Annotated[float, typer.Option("--recess", help=_word("opt_recess"))] = 0.0,
        point: Annotated[list[str] | None, typer.Option("--point", help=_word("opt_point"))] = None,
        check: Annotated[list[str] | None, typer.Option("--check", help=_word("opt_check"))] = None,
        distance: Annotated[list[str] | None, typer.Option("--check-distance", help=_word("opt_distance"))] = None,
        quality: Annotated[int, typer.Option("--quality", help=_word("opt_quality"))] = 92,
        confirmed: Annotated[
            bool, typer.Option("--confirm-proportion", help=text("drawing.opt_confirm_proportion", LANG))
        ] = False,
        confirmed_checks: Annotated[bool, typer.Option("--confirm-check", help=_word("opt_confirm_check"))] = False,
    ) -> None:
        from signage.design import lay_out
        from signage.photo import DEFAULT_FALL, MontageOptions, put_on_photo, read_mask, read_photo, register_photo

        form = _format_of(output)
        wide, high = _pair(size, "--size", _SIZE)
        spec, fonts = sign.spec(), fonts_of()
        with sign.naming():
            layout = lay_out(spec, fonts)
        origin, corner = _places(layout, frontage, unit, at, wide, high)
        fall = DEFAULT_FALL if shadow is None else Point(*_pair(shadow, "--shadow", _PAIR))
        options = MontageOptions(
            is_night=night,
            shadow_fall=fall,
            exposure_ev=exposure,
            white_cd_m2=white,
            lang=LANG,
            has_odd_proportion=confirmed,
            has_missed_checks=confirmed_checks,
        )
        picture = read_photo(read_bytes(existing_file(photo_file)), name=str(photo_file))
        hidden = None if mask is None else read_mask(read_bytes(existing_file(mask)), picture, name=str(mask))
        registration = register_photo(
            picture.size_px,
            _corners(corners),
            _rect(corner, wide, high),
            ties=[_tie(words, "--point") for words in point or ()],
            checks=[_tie(words, "--check") for words in check or ()],
            distances=[_distance(words) for words in distance or ()],
            plane_mm=-recess,
            focal_35mm=picture.focal_35mm,
        )
        montage = put_on_photo(
            picture, registration, layout, origin, fonts, options, occlusion=hidden, reuse_pixels=True
        )
        content = montage.to_jpeg(quality) if form == "jpeg" else montage.to_png()
        deliver(output, content)
        for line in warning_lines(montage.accuracy):
            note(line)
        tell = note if str(output) == "-" else say
        for line in report_lines(montage):
            tell(line)


def warning_lines(accuracy: Accuracy) -> tuple[str, ...]:
    """Return what contradicts the place and size of the sign on its photo, a line for each check that does."""
    return tuple(
        _word(
            "warned_check",
            what=miss.label,
            mm=f"{abs(miss.error_mm):.0f}",
            px=f"{abs(miss.error_px):.1f}",
            click=f"{miss.click_px:g}",
            likely=f"{miss.likely_mm:.0f}",
            times=f"{miss.times:.0f}",
        )
        for miss in accuracy.doubts
    )


def report_lines(montage: Montage) -> tuple[str, ...]:
    """Return what a reader should know of a montage, in the language of this run."""
    accuracy = montage.accuracy
    lines = [
        _word("said_scale", across=f"{accuracy.mm_per_px[0]:.2f}", up=f"{accuracy.mm_per_px[1]:.2f}"),
        *_fit_lines(accuracy),
        _word("said_sensitivity", mm=f"{accuracy.corner_mm:.1f}", joint=f"{accuracy.all_corners_mm:.1f}"),
        _word(f"said_focal_{accuracy.focal_source.value}"),
        _word(
            "said_light", white="/".join(f"{v:.2f}" for v in montage.light.white), blur=f"{montage.texture.blur_px:.1f}"
        ),
    ]
    if montage.white_cd_m2 is not None:
        lines.append(_word("said_white", cd=f"{montage.white_cd_m2:.0f}"))
    proportion = f"{accuracy.proportion * 100:+.0f}"
    lines += [text(code, LANG, **_values(code, proportion)) for code in montage.notes]
    return tuple(lines)


def _values(code: str, proportion: str) -> dict[str, Param]:
    return {"percent": proportion} if code == "photo.note_proportion" else {}


def _fit_lines(accuracy: Accuracy) -> list[str]:
    if accuracy.fit_px is None or accuracy.fit_mm is None or accuracy.worst_px is None or accuracy.worst_mm is None:
        lines = [_word("said_exact")]
    else:
        lines = [
            _word(
                "said_fit",
                px=f"{accuracy.fit_px:.2f}",
                mm=f"{accuracy.fit_mm:.1f}",
                worst_px=f"{accuracy.worst_px:.2f}",
                worst_mm=f"{accuracy.worst_mm:.1f}",
            )
        ]
    return lines + [
        _word("said_check", what=miss.label, mm=f"{miss.error_mm:+.1f}", px=f"{miss.error_px:+.2f}")
        for miss in accuracy.misses
    ]


def _places(
    layout: SignLayout, frontage: Path | None, unit: str | None, at: str | None, wide: float, high: float
) -> tuple[Point, Point]:
    """Return where the sign's and the rectangle's lower left corners lie, wall space."""
    if (frontage is None) != (unit is None):
        raise InputError("cli.frontage_and_unit")
    if frontage is not None and unit is not None:
        from signage.frontage import place

        if at is None:
            raise InputError("photo.at_needed", at=Location(field="--at"))
        plan = plan_of_file(frontage)
        with naming(str(frontage), field="--unit"):
            placed = place(layout, plan, unit)
        return placed.origin, Point(*_pair(at, "--at", _PAIR))
    if at is not None:
        return Point(*_pair(at, "--at", _PAIR)), Point(0.0, 0.0)
    note(_word("said_default_place", above=f"{_ABOVE_MM:.0f}"))
    return Point((wide - layout.envelope.width) / 2, high + _ABOVE_MM), Point(0.0, 0.0)


def _rect(corner: Point, wide: float, high: float) -> Rect:
    if wide <= 0 or high <= 0:
        raise InputError("photo.size_impossible", at=Location(field="--size"), width=wide, height=high)
    return Rect.sized(corner.x, corner.y, wide, high)


def _format_of(output: Path) -> str:
    if str(output) == "-":
        return "jpeg"
    if output.is_dir():
        raise InputError("cli.is_a_folder", path=str(output))
    found = _SUFFIXES.get(output.suffix.lower())
    if found is None:
        raise InputError("photo.suffix", at=Location(field="-o"), path=str(output))
    return found


def _corners(words: str) -> list[Point]:
    return [Point(*_pair(word, "--corners", _PAIR)) for word in re.split(r"[\s;；]+", words.strip()) if word]


def _pair(words: str, option: str, form: re.Pattern[str]) -> tuple[float, float]:
    match = form.fullmatch(words)
    found = (float(match[1]), float(match[2])) if match and len(words) < 80 else (math.nan, math.nan)
    if not all(math.isfinite(v) for v in found):
        wanted = "2400x2600" if form is _SIZE else "120,45.5"
        raise InputError("photo.two_numbers", at=Location(field=option), given=words[:80], wanted=wanted)
    return found


def _tie(words: str, option: str) -> Tie:
    from signage.photo import Tie

    pixel, equals, wall = words.partition("=")
    if not equals:
        raise InputError("photo.tie", at=Location(field=option), given=words[:80])
    return Tie(pixel=Point(*_pair(pixel, option, _PAIR)), wall=Point(*_pair(wall, option, _PAIR)))


def _distance(words: str) -> TiedDistance:
    from signage.photo import TiedDistance

    ends, equals, length = words.partition("=")
    points = ends.split()
    if not equals or len(points) != 2 or not re.fullmatch(rf"\s*{_NUMBER}\s*", length) or len(length) > 40:
        raise InputError("photo.distance", at=Location(field="--check-distance"), given=words[:80])
    start, end = (Point(*_pair(word, "--check-distance", _PAIR)) for word in points)
    return TiedDistance(start=start, end=end, length_mm=float(length))
