"""Typefaces that are known by their place: in Python packages, and in packages of Debian and Ubuntu.

A face is added here when its licence is known; whatever else a machine has may be named by folder or file. What comes
in packages is the same file on every machine, so whatever is to look alike everywhere (the default typeface, the one of
a traditional kind of sign) is named from there: `noto-serif-sc` of the package, never the system's `noto-serif-cjk-sc`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from signage.typography.font_files import FontEntry, FontStyle, describe_face, face_count

# The package that brings a typeface which signs take when nobody names one; below, the modules of both.
PACKAGES = {"noto-sans-sc": "justmytype-intl-cjk", "noto-serif-sc": "pylopdf-fonts-zh-cn"}
_MODULES = _INTL_CJK, _PYLOPDF = "justmytype_intl_cjk", "pylopdf_fonts_zh_cn"

_OPENTYPE, _TRUETYPE = Path("/usr/share/fonts/opentype"), Path("/usr/share/fonts/truetype")
_NOTO = _TRUETYPE / "noto"

# name, style, licence, family as the file states it, folder, files: fonts-noto-cjk(-extra), fonts-lxgw-wenkai,
# fonts-arphic-ukai, fonts-smiley-sans
_OFL, _ARPHIC = "OFL-1.1", "Arphic-1999"
_CHINESE: tuple[tuple[str, FontStyle, str, str, Path, str], ...] = (
    ("noto-sans-cjk-sc", FontStyle.HEI, _OFL, "Noto Sans CJK SC", _OPENTYPE / "noto", "NotoSansCJK-*.ttc"),
    ("noto-serif-cjk-sc", FontStyle.SONG, _OFL, "Noto Serif CJK SC", _OPENTYPE / "noto", "NotoSerifCJK-*.ttc"),
    ("lxgw-wenkai", FontStyle.KAI, _OFL, "LXGW WenKai", _TRUETYPE / "lxgw-wenkai", "LXGWWenKai-*.ttf"),
    ("ar-pl-ukai-cn", FontStyle.KAI, _ARPHIC, "AR PL UKai CN", _TRUETYPE / "arphic", "ukai.ttc"),
    ("smiley-sans", FontStyle.HEI, _OFL, "Smiley Sans", _OPENTYPE / "smiley-sans", "*.otf"),
    ("smiley-sans", FontStyle.HEI, _OFL, "Smiley Sans", _TRUETYPE / "smiley-sans", "*.ttf"),
)

# Scripts that no Chinese typeface has, from fonts-noto-core: catalogue name and file, one file a weight.
_OTHER_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("noto-sans-arabic", "NotoSansArabic"),
    ("noto-naskh-arabic", "NotoNaskhArabic"),
    ("noto-kufi-arabic", "NotoKufiArabic"),
    ("noto-serif-tibetan", "NotoSerifTibetan"),
    ("noto-sans-mongolian", "NotoSansMongolian"),
    ("noto-sans-yi", "NotoSansYi"),
    ("noto-sans-tai-le", "NotoSansTaiLe"),
    ("noto-sans-new-tai-lue", "NotoSansNewTaiLue"),
    ("noto-sans-lisu", "NotoSansLisu"),
    ("noto-sans-hebrew", "NotoSansHebrew"),
    ("noto-sans-thai", "NotoSansThai"),
    ("noto-sans-devanagari", "NotoSansDevanagari"),
    ("noto-sans-georgian", "NotoSansGeorgian"),
    ("noto-sans-armenian", "NotoSansArmenian"),
    ("noto-sans-khmer", "NotoSansKhmer"),
    ("noto-sans-lao", "NotoSansLao"),
    ("noto-sans-myanmar", "NotoSansMyanmar"),
    ("noto-sans", "NotoSans"),
    ("noto-serif", "NotoSerif"),
)
_WEIGHTS = ("Regular", "Bold")


def packaged() -> list[FontEntry]:
    """Return the typefaces of Python packages, the Simplified Chinese default first; found without importing them."""
    return [*_intl_cjk(), *_pylopdf()]


def is_packaged(path: Path) -> bool:
    """Return whether a font file belongs to one of the Python packages."""
    return any(folder is not None and path.is_relative_to(folder) for folder in map(_package_folder, _MODULES))


def song_folder() -> Path | None:
    """Return the folder of the packaged Song face, None when the package is not installed whole."""
    return next((entry.path.parent for entry in _pylopdf()), None)


def _package_folder(package: str) -> Path | None:
    found = find_spec(package)
    return Path(found.origin).parent if found is not None and found.origin is not None else None


def _intl_cjk() -> Iterator[FontEntry]:
    folder = _package_folder(_INTL_CJK)
    if folder is None:
        return
    for code in ("SC", "TC", "JP", "KR"):
        path = folder / "fonts" / "ofl" / f"notosans{code.lower()}" / f"NotoSans{code}[wght].ttf"
        if path.is_file():
            yield FontEntry(
                name=f"noto-sans-{code.lower()}",
                family=f"Noto Sans {code}",
                path=path,
                weights=(100, 900),
                licence=_OFL,
                style=FontStyle.HEI,
                is_commercial_use_allowed=True,
                is_variable=True,
            )


def _pylopdf() -> Iterator[FontEntry]:
    folder = _package_folder(_PYLOPDF)
    if folder is None:
        return
    path = folder / "NotoSerifSC-Regular.otf"
    if path.is_file():
        yield FontEntry(
            name="noto-serif-sc",
            family="Noto Serif SC",
            path=path,
            licence=_OFL,
            style=FontStyle.SONG,
            is_commercial_use_allowed=True,
        )


@lru_cache(maxsize=1)
def system() -> tuple[FontEntry, ...]:
    """Return the known typefaces that the system has, in the order of the lists above; looked up once a process."""
    return (*_chinese(), *_other_scripts())


def _chinese() -> Iterator[FontEntry]:
    for name, style, licence, family, folder, pattern in _CHINESE:
        found = []
        for path in sorted(folder.glob(pattern)):
            # The collections hold one face a region; the wanted one is told by its name, its number may change.
            for index in range(face_count(path)):
                entry = describe_face(path, index)
                if entry.family == family or entry.family.startswith(f"{family} "):
                    if family.endswith(" SC") and entry.family != family:
                        continue
                    found.append(
                        replace(entry, name=name, style=style, licence=licence, is_commercial_use_allowed=True)
                    )
        yield from sorted(found, key=lambda entry: entry.weights)


def _other_scripts() -> Iterator[FontEntry]:
    for name, stem in _OTHER_SCRIPTS:
        for weight in _WEIGHTS:
            path = _NOTO / f"{stem}-{weight}.ttf"
            if path.is_file():
                yield replace(describe_face(path, 0), name=name, licence=_OFL, is_commercial_use_allowed=True)
