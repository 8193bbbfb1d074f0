"""The one door to Typst: data in, PDF/A out, with the same bytes for the same arguments.

A template gets its data as one JSON string (`json(bytes(sys.inputs.data))`), so user text never becomes Typst source.
It is set in a private folder that holds the templates beside it and the given files and nothing else; the folder is
removed afterwards. A PDF/A standard makes a glyph that no typeface has an error instead of an empty box.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

import typst

from signage.errors import ToolError

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the date of making when none is given, so that bytes stay the same
_SAID_AT_MOST = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A marked place on a page: page from 0, millimetres from the page's left and top edges."""

    page: int
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPdf:
    """A set document and its marked places by label."""

    content: bytes
    places: Mapping[str, Place]


def compile_pdf(
    template: Path,
    data: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    fonts: tuple[Path, ...] = (),
    timestamp: datetime | None = None,
    standard: str = "a-2b",
    tags: bool = True,
    labels: tuple[str, ...] = (),
) -> CompiledPdf:
    """Return a template set as a PDF, and where its marked places came to lie.

    Args:
        template: The `.typ` file; the other `.typ` files of its folder can be imported by it.
        data: What it prints, JSON types only.
        files: Pictures and attachments by the relative name under which the template reads them.
        fonts: Folders of typefaces beside the default one; the system's are never searched.
        timestamp: Date of making, aware; a fixed one when None.
        standard: PDF standard.
        tags: Whether to write the structure that screen readers need.
        labels: Labels of `metadata` of the form (page, x_mm, y_mm), page from 1, whose places are wanted.

    Raises:
        ToolError: A file's name leads out of the folder, or Typst refused; the parameters say what it said.
    """
    source = json.dumps(data, ensure_ascii=False, sort_keys=True)
    with tempfile.TemporaryDirectory(prefix="signage-typst-") as folder:
        root = Path(folder)
        for path in sorted(template.parent.glob("*.typ")):
            shutil.copyfile(path, root / path.name)
        for name, content in (files or {}).items():
            target = root / _inside(name, template)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        main, made_at = root / template.name, int((timestamp or EPOCH).timestamp())
        with _refusals_of(template.name):
            # A compiler serves one thread at a time; a new one costs microseconds, since the fonts are shared.
            compiler = typst.Compiler(
                str(main),
                root=str(root),
                font_paths=shared_fonts(fonts),
                ignore_system_fonts=True,
                sys_inputs={"data": source},
            )
            made = compiler.compile(format="pdf", pdf_standards=_standards(standard), timestamp=made_at, pdf_tags=tags)
            answers = {label: compiler.query(f"<{label}>", field="value", one=True) for label in labels}
    if not isinstance(made, bytes):
        raise ToolError("typst.failed", template=template.name, said="no PDF came back")
    return CompiledPdf(content=made, places={label: _place(answer) for label, answer in answers.items()})


@cache
def shared_fonts(folders: tuple[Path, ...] = ()) -> typst.Fonts:
    """Return Typst's table of the default typeface and the faces in some folders, read once per process (0.4 s).

    Raises:
        ToolError: The default typeface is not installed.
    """
    listed = [str(folder) for folder in (*folders, _default_folder())]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=listed)


@contextmanager
def _refusals_of(template: str) -> Iterator[None]:
    try:
        yield
    except (RuntimeError, ValueError, OSError) as exc:  # TypstError is a RuntimeError
        said = getattr(exc, "message", "") or str(exc)
        raise ToolError("typst.failed", template=template, said=said.strip()[:_SAID_AT_MOST]) from exc


def _place(answer: str) -> Place:
    value = json.loads(answer)
    return Place(page=int(value["page"]) - 1, x_mm=float(value["x_mm"]), y_mm=float(value["y_mm"]))


def _standards(name: str) -> Any:
    return [name]  # Typst's stub wants a literal; Typst itself refuses an unknown name with a sentence


def _inside(name: str, template: Path) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\\" in name:
        raise ToolError("typst.name_leads_out", template=template.name, name=name)
    return path


def _default_folder() -> Path:
    spec = find_spec("justmytype_intl_cjk")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        path = Path(folder) / "fonts" / "ofl" / "notosanssc"
        if path.is_dir():
            return path
    raise ToolError("typst.default_face_missing", package="justmytype-intl-cjk")
