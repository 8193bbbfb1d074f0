"""Photos and masks from hostile bytes: sniffed, limited before they are decoded, turned upright, as 8-bit RGB.

Ordinary JPEGs go through simplejpeg; everything else (CMYK, grey, profiles, PNG, WebP, and files that simplejpeg
complains about) through Pillow.
"""

from __future__ import annotations

import io
import struct
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from signage.digest import digest_of_bytes
from signage.errors import DocumentError, Location

Bytes = NDArray[np.uint8]

MAX_PHOTO_PIXELS = 40_000_000
MAX_PHOTO_BYTES = 64_000_000
MIN_SIDE_PX = 200
_MAX_SCANS = 100  # of a progressive JPEG; real ones have about ten, a bomb has thousands
_ORIENTATION, _EXIF_IFD, _FOCAL_35MM = 0x0112, 0x8769, 0xA405
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",)}
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SitePhoto:
    """An upright photo.

    Attributes:
        pixels: Rows × columns × RGB, sRGB.
        digest: Of the file's bytes.
        subsampling: Colour subsampling of a JPEG such as `420`, else `444`.
        focal_35mm: Focal length in 35 mm equivalent that the file states.
        notes: Codes of the catalogue that say what was done to the file.
    """

    pixels: Bytes
    digest: str
    subsampling: str = "444"
    focal_35mm: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self.pixels.shape[1], self.pixels.shape[0]


def read_photo(content: bytes, *, name: str = "") -> SitePhoto:
    """Return a photo from the bytes of a JPEG, PNG or WebP file.

    EXIF orientation is applied first: corners are those of the upright picture. CMYK, grey, 16-bit and transparent
    pictures and those with a colour profile other than sRGB are brought to sRGB, and `notes` says so.

    Args:
        content: The file.
        name: What the caller calls it, for errors.

    Raises:
        DocumentError: Another format, broken or cut off, too large, too small, or a decompression bomb.
    """
    at = Location(file=name or None)
    kind = _checked_kind(content, at)
    with ThreadPoolExecutor(1) as second:  # hashing and decoding both leave the interpreter free
        digest = second.submit(digest_of_bytes, content)
        pixels, notes, subsampling, focal = _read(content, kind, at)
    return SitePhoto(
        pixels=np.ascontiguousarray(pixels),
        digest=digest.result(),
        subsampling=subsampling,
        focal_35mm=focal,
        notes=notes,
    )


def _read(content: bytes, kind: str, at: Location) -> tuple[Bytes, tuple[str, ...], str, float | None]:
    """Return upright pixels, notes, subsampling and the focal length."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)  # faulty EXIF blocks are of no concern
            with Image.open(io.BytesIO(content), formats=_FORMATS[kind]) as opened:
                _check_size(opened.size, at)
                if "progressive" in opened.info and content.count(b"\xff\xda") > _MAX_SCANS:
                    raise DocumentError("photo.too_many_scans", at=at, most=_MAX_SCANS)
                turn, focal = _exif(opened)
                pixels, notes, subsampling = _decoded(opened, content, kind)
    except _BOMBS as exc:
        raise DocumentError("photo.too_many_pixels", at=at, most=MAX_PHOTO_PIXELS // 1_000_000) from exc
    except _BROKEN as exc:
        raise DocumentError("photo.broken", at=at) from exc
    if turn != 1:
        pixels = _turned(pixels, turn)
        notes = ("photo.note_turned", *notes)
    return pixels, notes, subsampling, focal


def read_mask(content: bytes, photo: SitePhoto, *, name: str = "") -> Bytes:
    """Return an occlusion mask (rows × columns, 255 where something stands before the wall) from a PNG file.

    Args:
        content: The file; white hides the sign, greys hide it partly, transparent is black.
        photo: The mask must have the size of the upright photo.
        name: What the caller calls it, for errors.

    Raises:
        DocumentError: No PNG, broken, or of another size than the photo.
    """
    at = Location(file=name or None)
    if _sniffed(content) != "png":
        raise DocumentError("photo.mask_not_png", at=at)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG",)) as opened:
                size = opened.size
                if size != photo.size_px:
                    (w, h), (pw, ph) = size, photo.size_px
                    raise DocumentError("photo.mask_size", at=at, width=w, height=h, photo_width=pw, photo_height=ph)
                turned = ImageOps.exif_transpose(opened)
                mask = _eight_bits(turned)[:, :, 0] if turned.mode.startswith(("I", "F")) else _grey(turned)
    except _BOMBS as exc:
        raise DocumentError("photo.too_many_pixels", at=at, most=MAX_PHOTO_PIXELS // 1_000_000) from exc
    except _BROKEN as exc:
        raise DocumentError("photo.broken", at=at) from exc
    return mask


def _grey(picture: Image.Image) -> Bytes:
    layers = np.asarray(picture.convert("RGBA"))
    grey = cv2.cvtColor(np.ascontiguousarray(layers[:, :, :3]), cv2.COLOR_RGB2GRAY)
    return np.asarray(np.rint(grey * (layers[:, :, 3] / 255.0)), dtype=np.uint8)


def _checked_kind(content: bytes, at: Location) -> str:
    if not content:
        raise DocumentError("photo.empty", at=at)
    if len(content) > MAX_PHOTO_BYTES:
        raise DocumentError("photo.file_too_large", at=at, most=MAX_PHOTO_BYTES // 1_000_000)
    kind = _sniffed(content)
    if kind not in _FORMATS:
        raise DocumentError("photo.format", at=at, kind=kind.upper() if kind else "?")
    return kind


def _sniffed(content: bytes) -> str:
    """Return what the first bytes say a file is, or an empty text."""
    for start, kind in (
        (b"\xff\xd8\xff", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF8", "gif"),
        (b"BM", "bmp"),
        (b"II*\x00", "tiff"),
        (b"MM\x00*", "tiff"),
        (b"%PDF", "pdf"),
        (b"<svg", "svg"),
        (b"<?xml", "xml"),
    ):
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return "heic"
    return ""


def _check_size(size: tuple[int, int], at: Location) -> None:
    width, height = size
    if width * height > MAX_PHOTO_PIXELS:
        raise DocumentError("photo.too_many_pixels", at=at, most=MAX_PHOTO_PIXELS // 1_000_000)
    if min(width, height) < MIN_SIDE_PX:
        raise DocumentError("photo.too_small", at=at, width=width, height=height, least=MIN_SIDE_PX)


def _exif(picture: Image.Image) -> tuple[int, float | None]:
    """Return the orientation (1–8) and the 35 mm focal length; broken EXIF counts as none."""
    try:
        exif = picture.getexif()
        turn = exif.get(_ORIENTATION, 1)
        focal = exif.get_ifd(_EXIF_IFD).get(_FOCAL_35MM)
        stated = float(focal) if focal is not None else 0.0
    except _BROKEN:
        return 1, None
    return (turn if turn in range(1, 9) else 1), (stated if 8 <= stated <= 600 else None)


def _decoded(picture: Image.Image, content: bytes, kind: str) -> tuple[Bytes, tuple[str, ...], str]:
    profile = picture.info.get("icc_profile")
    foreign = _foreign(profile) if isinstance(profile, bytes) else None
    if kind == "jpeg" and picture.mode == "RGB" and foreign is None:
        try:
            subsampling = simplejpeg.decode_jpeg_header(content)[3]
            return simplejpeg.decode_jpeg(content, "RGB"), (), subsampling
        except ValueError:
            pass  # a blemish that simplejpeg refuses may be one that Pillow knows; a cut-off file fails there too
    picture.load()
    notes: list[str] = []
    if picture.mode == "CMYK":
        notes.append("photo.note_cmyk")
    if foreign is not None:
        converted = _to_srgb(picture, foreign)
        if converted is not None:
            return np.array(converted), (*notes, "photo.note_profile"), "444"
    if picture.mode.startswith(("I", "F")):
        return _eight_bits(picture), (*notes, "photo.note_16bit", "photo.note_grey"), "444"
    if kind == "png" and content[24:25] == b"\x10":
        notes.append("photo.note_16bit")
    if picture.mode in ("L", "LA", "1"):
        notes.append("photo.note_grey")
    if "A" in picture.getbands() or "transparency" in picture.info:
        notes.append("photo.note_alpha")
        layered = picture.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return np.array(Image.alpha_composite(white, layered).convert("RGB")), tuple(notes), "444"
    return np.array(picture.convert("RGB")), tuple(notes), "444"


def _eight_bits(picture: Image.Image) -> Bytes:
    """Return a grey picture of more than 8 bits as RGB; Pillow alone would clip it."""
    values = np.asarray(picture).astype(np.float64)
    top = 1.0 if picture.mode == "F" else 65535.0
    grey = np.rint(np.clip(values / top, 0, 1) * 255).astype(np.uint8)
    return np.repeat(grey[:, :, np.newaxis], 3, axis=2)


def _foreign(profile: bytes) -> Any:
    """Return a profile that is not sRGB, or None when it is or cannot be read."""
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        words = ImageCms.getProfileDescription(opened)
    except (ImageCms.PyCMSError, *_BROKEN):
        return None
    return None if "srgb" in words.lower() else opened


def _to_srgb(picture: Image.Image, profile: Any) -> Image.Image | None:
    if picture.mode not in ("RGB", "CMYK", "L"):
        return None
    try:
        return ImageCms.profileToProfile(picture, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return None


def _turned(pixels: Bytes, orientation: int) -> Bytes:
    if orientation in (2, 5, 7):
        pixels = np.asarray(cv2.flip(pixels, 1), dtype=np.uint8)
    elif orientation == 4:
        return np.asarray(cv2.flip(pixels, 0), dtype=np.uint8)
    turns = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE}
    turns |= {5: cv2.ROTATE_90_COUNTERCLOCKWISE, 7: cv2.ROTATE_90_CLOCKWISE}
    code = turns.get(orientation)
    return pixels if code is None else np.asarray(cv2.rotate(pixels, code), dtype=np.uint8)
