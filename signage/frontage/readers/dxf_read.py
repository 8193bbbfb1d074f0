"""Open a DXF, R12 to R2018, text or binary, damaged or not; every repair is told."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from signage.errors import Location, PlanError
from signage.frontage.readers.drawing import Drawing
from signage.frontage.readers.dxf_door import BINARY, refuse_foreign
from signage.frontage.readers.dxf_flatten import FARTHEST, flatten
from signage.frontage.readers.report import Note

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document

# $INSUNITS: the units that a street front may be drawn in
_UNITS = {1: "in", 2: "ft", 4: "mm", 5: "cm", 6: "m"}
_MAX_REPAIRS = 40
_CODEPAGE = re.compile(rb"(\$DWGCODEPAGE\s*\r?\n\s*3\s*\r?\n)([^\r\n]*)")
_PAGES = {"gbk": b"ANSI_936", "gb18030": b"ANSI_936", "gb2312": b"ANSI_936", "big5": b"ANSI_950", "utf-8": b"ANSI_1252"}


def read_dxf(content: bytes, *, file: str = "", encoding: str | None = None) -> Drawing:
    """Return what is drawn in a DXF's model space.

    Args:
        content: The file's bytes.
        file: Its name, for messages.
        encoding: Codepage of its texts when the header's is wrong.

    Raises:
        PlanError: It is no DXF, cannot be repaired, holds nothing, or is more than the caps allow.
    """
    refuse_foreign(content, file=file)
    document, repairs, doubts = _document(content, file, encoding)
    try:
        unit = _UNITS.get(int(document.header.get("$INSUNITS", 0)))
        low, high = document.header.get("$EXTMIN"), document.header.get("$EXTMAX")
        box = (float(low[0]), float(low[1]), float(high[0]), float(high[1])) if low and high else None
        if box is not None and not (box[0] <= box[2] and box[1] <= box[3] and max(map(abs, box)) < FARTHEST):
            box = None  # a header that was never filled in: from 1e20 to -1e20
    except (TypeError, ValueError, IndexError):
        unit, box = None, None
    try:
        flat = flatten(document)
    except PlanError as error:
        raise error.located(Location(file=file or None)) from error
    if not flat.strokes and not flat.labels:
        raise PlanError("reading.empty", at=Location(file=file or None), found=sum(n for _, _, n in flat.kinds))
    return Drawing(
        reader="dxf",
        unit=unit,
        strokes=tuple(flat.strokes),
        labels=tuple(flat.labels),
        kinds=flat.kinds,
        header_box=box,
        ignored=tuple(flat.notes),
        repairs=repairs,
        doubts=(*doubts, *flat.doubts),
    )


def _document(content: bytes, file: str, encoding: str | None) -> tuple[Document, tuple[Note, ...], tuple[Note, ...]]:
    from ezdxf import recover

    repairs: list[Note] = []
    doubts: list[Note] = []
    if encoding and not content.startswith(BINARY):
        page = _PAGES.get(encoding.lower())
        if page is None:
            raise PlanError(
                "reading.encoding_unknown", at=Location(file=file), encoding=encoding, known=", ".join(_PAGES)
            )
        content = _CODEPAGE.sub(lambda m: m[1] + page, content, count=1)
    if not content.startswith(BINARY) and b"EOF" not in content[-64:]:
        doubts.append(Note(code="reading.cut_short", params={"bytes": len(content)}))
    try:
        document, audit = _recovered(content, recover)
    except MemoryError:
        raise
    except Exception as exc:  # ezdxf answers broken files with errors of many kinds, KeyError to its own
        why = "".join(c if c.isprintable() else " " for c in f"{type(exc).__name__}: {exc}")[:160]
        raise PlanError("reading.cannot_repair", at=Location(file=file or None), why=why) from exc
    sorts = ((audit.fixes, "reading.repaired", repairs), (audit.errors, "reading.not_repaired", doubts))
    for found, code, notes in sorts:
        said = Counter(str(entry.message)[:200] for entry in found)
        notes += [Note(code=code, params={"what": what, "count": n}) for what, n in said.most_common(_MAX_REPAIRS)]
        if len(said) > _MAX_REPAIRS:
            notes.append(Note(code="reading.more_repairs", params={"count": len(said) - _MAX_REPAIRS}))
    return document, tuple(repairs), tuple(doubts)


def _recovered(content: bytes, recover: Any) -> tuple[Document, Any]:
    if not content.startswith(BINARY):
        document, audit = recover.read(io.BytesIO(content))
        return document, audit
    import tempfile
    from pathlib import Path

    import ezdxf

    with tempfile.TemporaryDirectory() as folder:  # ezdxf opens binary DXF by name only
        path = Path(folder) / "drawing.dxf"
        path.write_bytes(content)
        binary = ezdxf.readfile(path)  # type: ignore[attr-defined]
    return binary, binary.audit()
