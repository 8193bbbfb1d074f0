"""The title block (图签) with its columns for signatures and the QR code of the digest: a block or a strip."""

from __future__ import annotations

from dataclasses import dataclass, replace

import segno

from signage.geometry import Path, Point, Rect
from signage.locale import Lang, spoken, text
from signage.scene.labels import label
from signage.scene.nodes import Anchor, Fill, Node, Solid
from signage.scene.sheet_paper import INK, LEAST_TEXT, MEDIUM, QUIET, THIN, Cell, even, frame, lines_for, rule, written
from signage.scene.sheet_particulars import SheetParticulars
from signage.typography import FontCatalogue

_CODE_MM = 23.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleFacts:
    """What a title block says that follows from the sign.

    Attributes:
        name: The sign's name.
        place: Address and unit.
        scale: Scale of the elevation, such as `1:50`.
        digest: Digest of the model; printed short and, whole, as a QR code.
        is_temporary: Whether the title says so.
        page, pages: Which page of how many.
    """

    name: str
    place: str
    scale: str
    digest: str
    is_temporary: bool = False
    page: int = 1
    pages: int = 1


def title_of(particulars: SheetParticulars, facts: TitleFacts) -> str:
    """Return the drawing's title: as given, else from the sign's name."""
    key = "title_temporary" if facts.is_temporary else "title"
    return particulars.title or text(f"sheet.{key}", name=facts.name)


_STRIP_HEAD = 14.6  # for the names of a strip's fields, paper mm
_LEAST_VALUE = 2.2  # of a value too long for its field
_HIGHEST_TITLE = 13.0  # paper mm; the cells under it keep room for a line
_TITLE_AIR = 0.9  # between a title and the rules of its cell, paper mm


def _title(fonts: FontCatalogue, box: Rect, height: float, given: SheetParticulars, facts: TitleFacts) -> list[Node]:
    """Return the title in its cell, clear of its rules; a long one breaks beside the name where that takes no more."""
    inner = Rect(box.x0, box.y0 + _TITLE_AIR, box.x1, box.y1 - _TITLE_AIR)
    cell = Cell(text=title_of(given, facts), box=inner, text_mm=height, weight=700, is_centred=True)
    lines = written(fonts, cell)
    beside = _beside_the_name(given, facts)
    if len(lines) > 1 and beside:
        broken = written(fonts, replace(cell, text=beside))
        is_whole = not any(line.text.endswith("…") for line in broken)
        lines = broken if is_whole and len(broken) <= len(lines) else lines
    return [*lines]


def _beside_the_name(given: SheetParticulars, facts: TitleFacts) -> str:
    """Return the title with a break beside the sign's name; empty where it has none to break at."""
    head, name, rest = title_of(given, facts).partition(facts.name)
    if given.title or not name or not rest:
        return ""
    # What closes the name stays with it: a quotation mark or a bracket.
    mark = rest[: next((i for i, c in enumerate(rest) if c.isalnum()), len(rest))].rstrip()
    return f"{head}{name}{mark}\n{rest[len(mark) :].lstrip()}".rstrip()


def _lines_of(fonts: FontCatalogue, words: str, width: float) -> int:
    return len(lines_for(fonts, words, even(words, LEAST_TEXT), width - 2.0, 700))


def title_height(
    fonts: FontCatalogue, width: float, particulars: SheetParticulars, facts: TitleFacts, usual: float
) -> float:
    """Return the height of a title's cell: the usual one, more where the title takes several lines, paper mm."""
    lines = _lines_of(fonts, title_of(particulars, facts), width)
    return usual if lines == 1 else min(_HIGHEST_TITLE, max(usual, lines * LEAST_TEXT * 1.5 + 2.0 * _TITLE_AIR + 0.8))


def title_block(fonts: FontCatalogue, area: Rect, particulars: SheetParticulars, facts: TitleFacts) -> tuple[Node, ...]:
    """Return the title block in its area.

    Args:
        fonts: For the words.
        area: Paper mm; about 100 × 62.
        particulars: What it says.
        facts: What follows from the sign.
    """
    x0, x1, y = area.x0, area.x1, area.y1
    nodes: list[Node] = [frame(area, 0.7)]
    for key, value, tall in (
        ("organ", particulars.organ, 5.5),
        ("project", particulars.project, 7.0),
        ("applicant", particulars.applicant, 5.5),
        ("place", facts.place, 7.0),
    ):
        nodes += _field(fonts, Rect(x0, y - tall, x1, y), key, value)
        y -= tall
        nodes.append(rule(x0, y, x1, y, THIN))
    tall = title_height(fonts, x1 - x0, particulars, facts, 9.5)
    nodes += _title(fonts, Rect(x0, y - tall, x1, y), 4.2, particulars, facts)
    y -= tall
    nodes.append(rule(x0, y, x1, y, MEDIUM))
    code = Rect(x1 - _CODE_MM - 2.0, area.y0, x1, y)
    nodes.append(rule(code.x0, area.y0, code.x0, y, THIN))
    nodes += _code(fonts, code, facts.digest)
    nodes += _signatures(fonts, Rect(x0, area.y0, code.x0, y), particulars, facts)
    return tuple(nodes)


def _signatures(fonts: FontCatalogue, area: Rect, given: SheetParticulars, facts: TitleFacts) -> list[Node]:
    nodes: list[Node] = []
    role, name = (10.0, 13.0) if spoken() is Lang.ZH else (14.0, 9.5)
    left = area.x0 + 37.5
    columns = (area.x0, area.x0 + role, area.x0 + role + name, left)
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
            nodes += written(fonts, Cell(text=words, box=cell, text_mm=2.5, colour=colour, is_centred=True, pad_mm=0.5))
        if index:
            nodes.append(rule(area.x0, y, area.x1, y, THIN))
    nodes += [rule(x, area.y0, x, area.y1, THIN) for x in columns[1:]]
    for index, (key, value) in enumerate(_drawing_facts(given, facts)):
        y = area.y1 - tall * index
        nodes += _field(fonts, Rect(left, y - tall, area.x1, y), key, value, head=11.0)
    return nodes


def _drawing_facts(given: SheetParticulars, facts: TitleFacts) -> tuple[tuple[str, str], ...]:
    revision = given.revision if facts.pages == 1 else f"{given.revision}　{facts.page}/{facts.pages}"
    return (
        ("number", given.drawing_number),
        ("scale", facts.scale),
        ("date", given.date.isoformat() if given.date else ""),
        ("revision" if facts.pages == 1 else "revision_page", revision),
    )


def title_strip(fonts: FontCatalogue, area: Rect, particulars: SheetParticulars, facts: TitleFacts) -> tuple[Node, ...]:
    """Return the title block as a strip along the foot of an upright page, about 180 × 28."""
    x0, x1, y0, y1 = area.x0, area.x1, area.y0, area.y1
    code = Rect(x1 - area.height + 4.0, y0, x1, y1)
    signed = Rect(code.x0 - 74.0, y0, code.x0, y1)
    left = Rect(x0, y0, signed.x0, y1)
    nodes: list[Node] = [frame(area, 0.7), rule(code.x0, y0, code.x0, y1), rule(signed.x0, y0, signed.x0, y1)]
    head = Rect(left.x0, y1 - title_height(fonts, left.width, particulars, facts, 7.2), left.x1, y1)
    nodes += _title(fonts, head, 3.5, particulars, facts)
    nodes.append(rule(left.x0, head.y0, left.x1, head.y0, MEDIUM))
    rows = (
        ("organ", particulars.organ),
        ("project", particulars.project),
        ("applicant", particulars.applicant),
        ("place", facts.place),
    )
    tall = (head.y0 - y0) / len(rows)
    for index, (key, value) in enumerate(rows):
        y = head.y0 - tall * index
        nodes += _field(fonts, Rect(left.x0, y - tall, left.x1, y), key, value, head=_STRIP_HEAD)
        if index:
            nodes.append(rule(left.x0, y, left.x1, y, THIN))
    nodes += _signatures(fonts, signed, particulars, facts)
    nodes += _code(fonts, code, facts.digest)
    return tuple(nodes)


def _field(fonts: FontCatalogue, box: Rect, key: str, value: str, head: float = 16.0) -> tuple[Node, ...]:
    name = Rect(box.x0, box.y0, box.x0 + head, box.y1)
    rest = Rect(box.x0 + head, box.y0, box.x1, box.y1)
    return (
        *written(fonts, Cell(text=text(f"sheet.{key}"), box=name, text_mm=2.5, colour=QUIET)),
        *written(fonts, Cell(text=value, box=rest, text_mm=2.5, weight=500, pad_mm=0.6, least_mm=_LEAST_VALUE)),
    )


def _code(fonts: FontCatalogue, area: Rect, digest: str) -> list[Node]:
    short = digest.removeprefix("sha256:")[:12].upper()
    size = min(area.width - 5.0, area.height - 7.6)  # leaves a quiet zone of four modules
    corner = Point(area.centre.x - size / 2, area.y1 - 2.5 - size)
    ink = Fill(path=code_path(digest, Rect.sized(*corner, size, size)), paint=Solid(colour="#000000"), layer="code")
    words = label(fonts, short, Point(area.centre.x, area.y0 + 1.5), 2.0, Anchor.MIDDLE, colour=QUIET, weight=500)
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
