"""Set a document: the templates of official documents in the office's typefaces, through the one door to Typst."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from signage.documents.faces import DocumentFaces
from signage.render.typst_runner import CompiledPdf, compile_pdf
from signage.resources import bundled

STANDARD: Final = "a-3b"  # a glyph that no face has is then an error, not an empty box; attachments are allowed


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    faces: DocumentFaces,
    timestamp: datetime | None,
    files: Mapping[str, bytes] | None = None,
    labels: tuple[str, ...] = (),
) -> CompiledPdf:
    """Return a document as PDF/A-3b with tags; the same arguments give the same bytes.

    Args:
        template: File name under `templates/documents`.
        data: What the template prints, JSON types only.
        faces: Typefaces to set it in.
        timestamp: Its date of making, aware; None for a fixed one that says nothing.
        files: Pictures and attachments by the name that the data uses.
        labels: Labels of `metadata` whose places are wanted.

    Raises:
        ToolError: Typst refused; the parameters say what it said.
    """
    style = {
        "head": list(faces.head),
        "body": list(faces.body),
        "plain": list(faces.plain),
        "is_song": faces.is_song,
        "head_stroke_em": faces.head_stroke_em,
        "body_stroke_em": faces.body_stroke_em,
    }
    return compile_pdf(
        bundled("templates", "documents", template),
        {**data, "style": style},
        files=files,
        fonts=faces.folders,
        timestamp=timestamp,
        standard=STANDARD,
        labels=labels,
    )
