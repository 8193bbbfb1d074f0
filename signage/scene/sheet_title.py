"""The frame (图框), the title block (图签) with its columns for signatures, and the QR code of the digest."""

from __future__ import annotations

import segno

from signage.geometry import Path, Point, Rect
from signage.locale import text
from signage.scene.labels import label
from signage.scene.nodes import Fill, Node, Solid
from signage.scene.sheet_paper import INK, MEDIUM, QUIET, THIN, Cell, frame, rule, written
from signage.scene.sheet_particulars import SheetParticulars
from signage.typography import FontCatalogue

PAPER = Rect(0.0, 0.0, 420.0, 297.0)  # A3 landscape
INSIDE = Rect(25.0, 5.0, 415.0, 292.0)  # binding edge 25, others 5
_FRAME_LINE = 1.0
_CODE_MM = 23.0


def paper_frame() -> tuple[Node, ...]:
    """Return the frame with centring marks."""
    middle = INSIDE.centre
    return (
        frame(INSIDE, _FRAME_LINE),
        rule(middle.x, 0.0, middle.x, 5.0, 0.35),
        rule(middle.x, 292.0, middle.x, 297.0, 0.35),
        rule(0.0, middle.y, 25.0, middle.y, 0.35),
        rule(415.0, middle.y, 420.0, middle.y, 0.35),
    )


def title_block(
    fonts: FontCatalogue, area: Rect, particulars: SheetParticulars, *, name: str, place: str, scale: str, digest: str
) -> tuple[Node, ...]:
    """Return the title block in its area.

    Args:
        fonts: For the words.
        area: Paper mm; about 100 × 62.
        particulars: What it says.
        name: The sign's name.
        place: Address and unit.
        scale: Scale of the elevation, such as `1:50`.
        digest: Digest of the model; printed short and, whole, as a QR code.
    """
    x0, x1, y = area.x0, area.x1, area.y1
    nodes: list[Node] = [frame(area, 0.7)]
    for key, value, tall in (
        ("organ", particulars.organ, 5.5),
        ("project", particulars.project, 7.0),
        ("applicant", particulars.applicant, 5.5),
        ("place", place, 7.0),
    ):
        nodes += _field(fonts, Rect(x0, y - tall, x1, y), key, value)
        y -= tall
        nodes.append(rule(x0, y, x1, y, THIN))
    title = particulars.title or text("sheet.title", name=name)
    nodes += written(fonts, Cell(text=title, box=Rect(x0, y - 9.5, x1, y), text_mm=4.2, weight=700, is_centred=True))
    y -= 9.5
    nodes.append(rule(x0, y, x1, y, MEDIUM))
    code = Rect(x1 - _CODE_MM - 2.0, area.y0, x1, y)
    nodes.append(rule(code.x0, area.y0, code.x0, y, THIN))
    nodes += _code(fonts, code, digest)
    nodes += _signatures(fonts, Rect(x0, area.y0, code.x0, y), particulars, scale)
    return tuple(nodes)


def _signatures(fonts: FontCatalogue, area: Rect, given: SheetParticulars, scale: str) -> list[Node]:
    nodes: list[Node] = []
    left = area.x0 + 43.0
    columns = (area.x0, area.x0 + 11.0, area.x0 + 26.0, left)
    tall = area.height / 4
    heads = (text("sheet.sign_role"), text("sheet.sign_name"), text("sheet.sign_signature"))
    rows = (
        heads,
        (text("sheet.designer"), given.designer, ""),
        (text("sheet.checker"), given.checker, ""),
        (text("sheet.reviewer"), given.reviewer, ""),
    )
    for index, row in enumerate(rows):
        y = area.y1 - tall * index
        for column, words in enumerate(row):
            cell = Rect(columns[column], y - tall, columns[column + 1], y)
            colour = QUIET if index == 0 or column == 0 else INK
            nodes += written(fonts, Cell(text=words, box=cell, text_mm=2.3, colour=colour, is_centred=True, pad_mm=0.5))
        if index:
            nodes.append(rule(area.x0, y, area.x1, y, THIN))
    nodes += [rule(x, area.y0, x, area.y1, THIN) for x in columns[1:]]
    facts = (
        ("number", given.drawing_number),
        ("scale", scale),
        ("date", given.date.isoformat() if given.date else ""),
        ("revision", given.revision),
    )
    for index, (key, value) in enumerate(facts):
        y = area.y1 - tall * index
        nodes += _field(fonts, Rect(left, y - tall, area.x1, y), key, value, head=10.0)
    return nodes


def _field(fonts: FontCatalogue, box: Rect, key: str, value: str, head: float = 16.0) -> tuple[Node, ...]:
    name = Rect(box.x0, box.y0, box.x0 + head, box.y1)
    rest = Rect(box.x0 + head, box.y0, box.x1, box.y1)
    return (
        *written(fonts, Cell(text=text(f"sheet.{key}"), box=name, text_mm=2.2, colour=QUIET)),
        *written(fonts, Cell(text=value, box=rest, text_mm=2.5, weight=500, pad_mm=0.6)),
    )


def _code(fonts: FontCatalogue, area: Rect, digest: str) -> list[Node]:
    short = digest.removeprefix("sha256:")[:12].upper()
    size = min(_CODE_MM - 3.0, area.height - 7.4)  # leaves a quiet zone of four modules
    corner = Point(area.centre.x - size / 2, area.y1 - 2.5 - size)
    ink = Fill(path=code_path(digest, Rect.sized(*corner, size, size)), paint=Solid(colour="#000000"), layer="code")
    words = label(fonts, short, Point(area.x0 + 1.2, area.y0 + 1.5), 1.8, colour=QUIET, weight=500)
    return [ink, words]


def code_path(content: str, box: Rect) -> Path:
    """Return a QR code (level M) as rectangles, a run of dark modules each; its quiet zone is the caller's."""
    matrix = [list(row) for row in segno.make(content.upper(), error="m", micro=False, boost_error=False).matrix]
    module = box.width / len(matrix)
    runs: list[Path] = []
    for index, row in enumerate(matrix):
        y1 = box.y1 - index * module
        start: int | None = None
        for column, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append(Path.rect(Rect(box.x0 + start * module, y1 - module, box.x0 + column * module, y1)))
                start = None
    return Path.joined(runs)
