"""Which typefaces a document is set in: a deployer's own first, then the system's, then the one in the wheels.

Official Chinese documents want a 小标宋 head and a 仿宋 body. Neither is free, so the search goes through the faces
that may stand in for them, by explicit folders and file names, never through a system's idea of a fallback. Whatever
is found, the default typeface stands behind it for characters that the better face lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from signage.render.typst_runner import shared_fonts

DEFAULT_FAMILY = "Noto Sans SC"

SYSTEM_FOLDERS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/lxgw-wenkai"),
)

# best first; a face must have Chinese glyphs of the mainland's shapes
_SONG = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC")
_FANGSONG = ("FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02S", "LXGW WenKai", "LXGW WenKai GB")
_SONG_TEXT = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFaces:
    """The typefaces of a document.

    Attributes:
        folders: Where the files lie beside the default typeface; Typst looks nowhere else.
        head: Families of the organ's name and the titles, best first.
        body: Families of the running text, best first.
        plain: Families of tables, labels and footers, best first.
        is_song: Whether the head is a Song face; without one the head is a bold sans, spaced for it.
    """

    folders: tuple[Path, ...]
    head: tuple[str, ...]
    body: tuple[str, ...]
    plain: tuple[str, ...] = (DEFAULT_FAMILY,)
    is_song: bool

    @classmethod
    def bundled(cls) -> DocumentFaces:
        """Return what the wheels alone offer: the default typeface for everything."""
        return cls(folders=(), head=(DEFAULT_FAMILY,), body=(DEFAULT_FAMILY,), is_song=False)

    @classmethod
    def find(cls, folders: Sequence[Path] = (), *, system: bool = True) -> DocumentFaces:
        """Return the best faces present.

        Args:
            folders: A deployer's own folders, searched first; one that does not exist is passed over.
            system: Also look into the folders of Debian's `fonts-noto-cjk` and `fonts-lxgw-wenkai`.

        Raises:
            ToolError: The default typeface's wheel is not installed whole.
        """
        wanted = (*folders, *(SYSTEM_FOLDERS if system else ()))
        present = tuple(folder for folder in wanted if folder.is_dir())
        families = frozenset(_families(present))
        head = tuple(name for name in _SONG if name in families)
        body = tuple(name for name in (*_FANGSONG, *_SONG_TEXT) if name in families)
        return cls(
            folders=present,
            head=(*head[:1], DEFAULT_FAMILY),
            body=(*body[:1], DEFAULT_FAMILY),
            is_song=bool(head),
        )


def _families(folders: tuple[Path, ...]) -> tuple[str, ...]:
    return tuple(shared_fonts(folders).families())
