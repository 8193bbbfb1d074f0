"""Set a document with Typst and ask it where the marked places came to lie.

A template gets its data as one JSON value; user text never becomes Typst source. Each document is set in a folder of
its own that holds the templates and the attached pictures and nothing else, so no reference can lead out of it.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from signage.documents.faces import DocumentFaces
from signage.errors import ToolError
from signage.render.typst_runner import shared_fonts
from signage.resources import bundled

STANDARD: Final = "a-3b"  # a glyph that no face has is then an error, not an empty box; attachments are allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A marked place on a page of a set document: page from 0, millimetres from the page's left and top edges."""

    page: int
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesetDocument:
    """A set document and its marked places by label."""

    content: bytes
    places: Mapping[str, Place]


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    faces: DocumentFaces,
    timestamp: datetime,
    files: Mapping[str, bytes] | None = None,
    labels: tuple[str, ...] = (),
) -> TypesetDocument:
    """Return a document as PDF/A-3b with tags; the same arguments give the same bytes.

    Args:
        template: File name under `templates/documents`.
        data: What the template prints, JSON types only.
        faces: Typefaces to set it in.
        timestamp: Its date of making, aware.
        files: Pictures and attachments by the name that the data uses.
        labels: Labels of `metadata` whose places are wanted.

    Raises:
        ToolError: Typst refused; the parameters say what it said.
    """
    head, body = list(faces.head), list(faces.body)
    style = {"head": head, "body": body, "plain": list(faces.plain), "is_song": faces.is_song}
    source = json.dumps({**data, "style": style}, ensure_ascii=False)
    with tempfile.TemporaryDirectory(prefix="signage-set-") as folder:
        root = Path(folder)
        for path in sorted(bundled("templates", "documents").glob("*.typ")):
            shutil.copyfile(path, root / path.name)
        for name, content in (files or {}).items():
            (root / name).write_bytes(content)
        return _compiled(root, template, source, faces, timestamp, labels)


def _compiled(
    root: Path, template: str, source: str, faces: DocumentFaces, timestamp: datetime, labels: tuple[str, ...]
) -> TypesetDocument:
    try:
        compiler = typst.Compiler(  # one per call: a compiler serves one thread
            str(root / template),
            root=str(root),
            font_paths=shared_fonts(faces.folders),
            ignore_system_fonts=True,
            sys_inputs={"data": source},
        )
        content = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=int(timestamp.timestamp()))
        places = {label: _place(compiler.query(f"<{label}>", field="value", one=True)) for label in labels}
    except (RuntimeError, ValueError, OSError) as exc:  # TypstError is a RuntimeError
        said = getattr(exc, "message", "") or str(exc)
        raise ToolError("documents.typesetting_failed", template=template, said=said[:400]) from exc
    if not isinstance(content, bytes):
        raise ToolError("documents.typesetting_failed", template=template, said="no PDF came back")
    return TypesetDocument(content=content, places=places)


def _place(answer: str) -> Place:
    value = json.loads(answer)
    return Place(page=int(value["page"]) - 1, x_mm=float(value["x_mm"]), y_mm=float(value["y_mm"]))
