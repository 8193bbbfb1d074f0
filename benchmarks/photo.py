"""W4: a 12-megapixel photo and four corners to a JPEG, beside its own decode and encode and Pillow's PERSPECTIVE.

Run: `python benchmarks/photo.py`. Everything is made here, in memory, from a fixed seed; ratios are of medians of one
run, the rivals taking turns in both orders.
"""

from __future__ import annotations

import io
import platform
import statistics
import time
from collections.abc import Callable

import cv2
import numpy as np
import simplejpeg
from PIL import Image

from signage.design import lay_out, spec_of
from signage.geometry import Point, Rect
from signage.photo import MontageOptions, put_on_photo, read_photo, register_photo
from signage.typography import FontCatalogue

SIZE = (4000, 3000)
ROUNDS = 9
QUALITY = 92
CORNERS = ((1420.0, 1810.0), (2190.0, 1776.0), (2196.0, 2622.0), (1412.0, 2584.0))
RECT = Rect.sized(0.0, 0.0, 2400.0, 2600.0)
SIGN = {
    "kind": "panel-letters",
    "name": "蜀香门第老灶火锅",
    "second_line": "HOTPOT CANTON",
    "width_mm": 6000,
    "height_mm": 1500,
}


def street(*, is_night: bool) -> bytes:
    """Return a photo-like JPEG: sky, a wall with courses and windows, pavement, grain."""
    width, height = SIZE
    dice = np.random.default_rng(5)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    wall = 150 + 18 * np.sin(x / 900) + 10 * np.sin(y / 700)
    wall[(y % 110) < 5] -= 40
    picture = np.stack([wall * 1.02, wall * 0.97, wall * 0.9], axis=2)
    picture[:700] = np.array([176, 196, 222], np.float32)
    picture[2700:] = np.array([96, 96, 100], np.float32)
    for left in range(150, width, 900):
        picture[800:1300, left : left + 420] = np.array([52, 62, 74], np.float32)
    picture[1776:2640, 1410:2198] = np.array([70, 52, 40], np.float32)
    picture = cv2.GaussianBlur(picture, (0, 0), 0.9) * (0.22 if is_night else 1.0)
    picture += dice.normal(0, 2.2, (height, width, 1)).astype(np.float32)
    return simplejpeg.encode_jpeg(
        np.ascontiguousarray(np.clip(picture, 0, 255).astype(np.uint8)), quality=95, colorsubsampling="420"
    )


def floor(content: bytes) -> bytes:
    """Decode and encode, nothing else."""
    pixels = simplejpeg.decode_jpeg(content, "RGB")
    return simplejpeg.encode_jpeg(pixels, quality=QUALITY, colorsubsampling="420")


def ours(content: bytes, layout, fonts: FontCatalogue, options: MontageOptions) -> bytes:
    photo = read_photo(content)
    registration = register_photo(photo.size_px, CORNERS, RECT, focal_35mm=photo.focal_35mm)
    montage = put_on_photo(photo, registration, layout, Point(-1800.0, 2800.0), fonts, options, reuse_pixels=True)
    return montage.to_jpeg(QUALITY)


def pillow(content: bytes, sign: Image.Image) -> bytes:
    """The usual way: the flat sign warped over the whole canvas and pasted, decoded and encoded by Pillow."""
    photo = Image.open(io.BytesIO(content)).convert("RGB")
    source = np.array([(0, 0), (sign.width, 0), (sign.width, sign.height), (0, sign.height)], np.float32)
    target = np.array([(843, 1226), (2762, 1180), (2771, 1652), (838, 1719)], np.float32)
    back = cv2.getPerspectiveTransform(target, source).ravel()[:8]
    warped = sign.transform(photo.size, Image.Transform.PERSPECTIVE, tuple(back), Image.Resampling.BICUBIC)
    photo.paste(warped, (0, 0), warped)
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def compared(rivals: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median time of each in ms, warm, in both orders."""
    for run in rivals.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in rivals}
    for number in range(ROUNDS):
        names = list(rivals) if number % 2 == 0 else list(reversed(rivals))
        for name in names:
            start = time.perf_counter()
            rivals[name]()
            times[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    fonts = FontCatalogue.standard()
    layout = lay_out(spec_of(SIGN), fonts)
    day, night = street(is_night=False), street(is_night=True)
    flat = Image.new("RGBA", (2400, 600), (43, 48, 56, 255))
    found = compared(
        {
            "decode + encode": lambda: floor(day),
            "signage, day": lambda: ours(day, layout, fonts, MontageOptions()),
            "signage, night": lambda: ours(night, layout, fonts, MontageOptions(is_night=True)),
            "Pillow PERSPECTIVE": lambda: pillow(day, flat),
        }
    )
    base = found["decode + encode"]
    print(f"W4  {SIZE[0]} × {SIZE[1]} px photo, 6 m sign → JPEG {QUALITY}; Python {platform.python_version()}")
    for name, ms in found.items():
        print(f"  {name:<20} {ms:8.1f} ms   {ms / base:5.2f} × decode + encode")
    print(f"  day against decode + encode: {found['signage, day'] / base:.2f} (target ≤ 1.5)")
    print(f"  day against Pillow:          {found['Pillow PERSPECTIVE'] / found['signage, day']:.2f} (target ≥ 3.5)")


if __name__ == "__main__":
    main()
