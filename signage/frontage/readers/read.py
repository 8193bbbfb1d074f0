"""Which reader a drawing wants: told by its content, never by its name."""

from __future__ import annotations

import re

from signage.errors import Location, PlanError
from signage.frontage.readers.drawing import Drawing
from signage.frontage.readers.geojson import is_geojson, read_geojson
from signage.frontage.readers.mapping import Mapping

_HEAD = 8192
_SVG = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?svg[\s>/]")
_MARKUP = re.compile(rb"<(?:\?xml|!--|!DOCTYPE\s+svg|(?:[\w.-]{1,40}:)?svg[\s>/])", re.IGNORECASE)
_TABLES = (".csv", ".tsv", ".xlsx", ".xls")


def read_drawing(content: bytes, mapping: Mapping, *, file: str = "") -> Drawing:
    """Return what is drawn in a DXF, an SVG or a GeoJSON.

    Raises:
        PlanError: It is none of them, or its reader refuses it.
    """
    if is_svg(content):
        from signage.frontage.readers.svg import read_svg

        return read_svg(content, mapping, file=file)
    if is_geojson(content):
        return read_geojson(content, file=file)
    if file.lower().endswith(_TABLES):
        raise PlanError("reading.is_table", at=Location(file=file))
    from signage.frontage.readers.dxf_read import read_dxf

    return read_dxf(content, file=file, encoding=mapping.encoding)


def is_svg(content: bytes) -> bool:
    """Return whether a file begins as XML does and has an `svg` element at its head."""
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return _MARKUP.match(head) is not None and (_SVG.search(head) is not None or b"<!DOCTYPE svg" in head)
