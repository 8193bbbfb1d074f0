"""Which typefaces a document is set in: a deployer's own first, then the system's, then those in the wheels.

Official Chinese documents want a 小标宋 head and a 仿宋 body. Neither is free, so the search goes through the faces
that may stand in for them, by explicit folders and file names, never through a system's idea of a fallback. The last of
them is the Song face in the wheels: it has no bold, so the system's Noto Serif CJK, which has, comes before it, and
where it has to do for bold words a fine stroke around the letters makes them heavier. Whatever is found, the default
typeface stands behind it for characters that the better face lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from signage.render.typst_runner import shared_fonts
from signage.typography import song_folder

DEFAULT_FAMILY = "Noto Sans SC"
_PACKAGED_SONG = "Noto Serif SC"
_STROKE_EM = 0.03  # what a letter of the packaged Song face lacks to look bold beside the default typeface's bold

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
        head_stroke_em: Stroke that stands in for the bold which the head's face lacks; 0 where it has one.
        body_stroke_em: The same for emphasis in the running text.
    """

    folders: tuple[Path, ...]
    head: tuple[str, ...]
    body: tuple[str, ...]
    plain: tuple[str, ...] = (DEFAULT_FAMILY,)
    is_song: bool
    head_stroke_em: float = 0.0
    body_stroke_em: float = 0.0

    @classmethod
    def bundled(cls) -> DocumentFaces:
        """Return what the wheels alone offer: a Song face, and the default typeface for tables and labels."""
        return cls.find(system=False)

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
        head = next((name for name in _SONG if name in families), None)
        body = next((name for name in (*_FANGSONG, *_SONG_TEXT) if name in families), None)
        packaged = song_folder() if head is None or body is None else None
        spare = (_PACKAGED_SONG,) if packaged is not None else ()
        return cls(
            folders=present if packaged is None else (*present, packaged),
            head=(*(spare if head is None else (head,)), DEFAULT_FAMILY),
            body=(*(spare if body is None else (body,)), DEFAULT_FAMILY),
            is_song=head is not None or bool(spare),
            head_stroke_em=_STROKE_EM if head is None and spare else 0.0,
            body_stroke_em=_STROKE_EM if body is None and spare else 0.0,
        )


def _families(folders: tuple[Path, ...]) -> tuple[str, ...]:
    return tuple(shared_fonts(folders).families()) if folders else ()
