"""What all our DXF files have in common: names, versions, the audit, and bytes that do not change from run to run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from io import StringIO
from typing import Any

from signage.errors import RenderError
from signage.geometry import Rect

MEDIA_TYPE = "image/vnd.dxf"
_FIXED_GUID = "{00000000-0000-0000-0000-000000000000}"
_FIXED_TIME = 2451545.0  # 2000-01-01 12:00, Julian
_NOT_A_NAME = re.compile(r'[<>/\\":;?*|=`,\s]+')


class DxfVersion(StrEnum):
    """A version of the format, by the program that brought it; R12 has neither true colours nor light polylines."""

    R12 = "R12"
    R2000 = "R2000"
    R2018 = "R2018"


def new_drawing(version: DxfVersion) -> Any:
    """Return an empty drawing in millimetres."""
    from ezdxf.document import Drawing

    doc = Drawing.new(version.value)
    doc.header["$INSUNITS"] = 4
    doc.header["$MEASUREMENT"] = 1
    doc.header["$LUNITS"] = 2
    doc.header["$LTSCALE"] = 1.0
    return doc


def layer_name(words: str) -> str:
    """Return words as a layer name that every version takes; `0` when nothing is left."""
    return _NOT_A_NAME.sub("-", words).strip("-") or "0"


def set_extents(doc: Any, box: Rect) -> None:
    """Say what the drawing covers, and let it open with all of it in view."""
    # The model space's own figures win over the header's when the file is written, unless they are the origin.
    least, most = (box.x0, box.y0, 0.0), (box.x1, box.y1, 0.0)
    doc.header["$EXTMIN"], doc.header["$EXTMAX"] = least, most
    space = doc.modelspace()
    space.reset_extents(least, most)
    space.reset_limits((box.x0, box.y0), (box.x1, box.y1))
    doc.set_modelspace_vport(height=max(box.height, box.width / 1.6) * 1.05, center=tuple(box.centre))


def written(doc: Any, remarks: Sequence[tuple[str, str]]) -> bytes:
    """Return the file's bytes after an audit.

    Args:
        doc: The drawing.
        remarks: Names and values about the drawing, such as the model's digest: comments at the head of the file, and
            custom properties in the versions that have them.

    Raises:
        RenderError: The drawing does not pass its own audit.
    """
    for name, value in remarks:
        doc.header.custom_vars.append(name, value)
    for kind in sorted(doc.entitydb.dxf_types_in_use()):
        doc.classes.add_class(kind)  # left to itself, ezdxf lists them in the order of a set
    found = doc.audit()
    if found.has_errors or found.has_fixes:
        said = (found.errors or found.fixes)[0].message
        raise RenderError("dxf.audit", said=str(said)[:200])
    stream = StringIO()
    doc.write(stream)
    head = "".join(f"999\n{_one_line(name)}: {_one_line(value)}\n" for name, value in remarks)
    return (head + _fixed(stream.getvalue())).encode(doc.output_encoding, errors="dxfreplace")


def _one_line(words: str) -> str:
    return " ".join(words.split())


_TIMES = re.compile(r"(\$TD(?:U?CREATE|U?UPDATE)\n\s*40\n)[^\n]*")
_SPANS = re.compile(r"(\$TD(?:INDWG|USRTIMER)\n\s*40\n)[^\n]*")
_GUIDS = re.compile(r"(\$(?:FINGERPRINTGUID|VERSIONGUID)\n\s*2\n)[^\n]*")
_STAMPS = re.compile(r" @ \d{4}-\d\d-\d\dT[\d:.+]+")  # begins with letters, which are found many times faster
_WRITER = re.compile(r"[\d.]+[a-z\d]*\Z")


def _fixed(content: str) -> str:
    """Return the drawing without what changes from one run to the next."""
    fixed = _TIMES.sub(lambda m: f"{m[1]}{_FIXED_TIME}", content)
    fixed = _SPANS.sub(lambda m: f"{m[1]}0.0", fixed)
    fixed = _GUIDS.sub(lambda m: f"{m[1]}{_FIXED_GUID}", fixed)
    *stamped, rest = _STAMPS.split(fixed)
    return "".join([*(_unsigned(part) for part in stamped), rest])


def _unsigned(part: str) -> str:
    """Return a part with our name instead of the writing program's version, which is its last word."""
    at = part.rfind("\n") + 1
    return part[:at] + _WRITER.sub("signage", part[at:])
