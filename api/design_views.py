"""What the desk shows and gives away of a design: its views, and files of every sort that the command line offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import BoundedSemaphore

from signage.bootstrap import Services
from signage.design import write_spec
from signage.desk import Desk, sheets_of
from signage.errors import NotFound, ToolError
from signage.fabrication import WorkshopPack, make_pack, pack_json, parts_csv
from signage.locale import Lang, speaking
from signage.render import Viewport, draw, draw_pages
from signage.scene import (
    DAY,
    NIGHT,
    Scene,
    SheetParticulars,
    SheetSize,
    compose_front,
    compose_sign,
    compose_street,
    compose_workshop_pages,
    in_one_space,
    page_scale,
)
from signage.scene.cutting import compose_cutting

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the pack is the same on every day; its tables carry their own dates
_PICTURE_PX = 2400
_PICTURE_SCALE = 0.02
_WAIT_S = 3.0
_making = BoundedSemaphore(2)  # files are large: two at a time leave room for those who draw

_TYPES = {
    "png": "image/png",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "dxf": "image/vnd.dxf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "toml": "application/toml",
}


_SHEETS = (
    ("检查报告", "Check report", (("PDF", "report.pdf"), ("HTML", "report.html"), ("JSON", "report.json"))),
    ("尺寸图纸", "Dimensioned sheet", (("A3 PDF", "sheet-a3.pdf"), ("A4 PDF", "sheet-a4.pdf"))),
    (
        "加工图（含尺寸）",
        "Workshop drawing",
        (("DXF", "workshop.dxf"), ("PDF", "workshop.pdf"), ("SVG", "workshop.svg")),
    ),
    ("切割文件 1:1", "Cutting file 1:1", (("DXF", "cutting.dxf"), ("SVG", "cutting.svg"))),
    (
        "加工资料（清单、造价、风荷载）",
        "Workshop pack (parts, cost, wind)",
        (("PDF", "pack.pdf"), ("CSV", "parts.csv"), ("JSON", "pack.json")),
    ),
    ("设计说明文件", "Sign specification", (("TOML", "spec.toml"),)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file of a design."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One row of the list of files: what it is, and its formats by file name."""

    title_zh: str
    title_en: str
    files: tuple[tuple[str, str], ...]


def scene_of(desk: Desk, view: str, light: str, services: Services) -> Scene:
    """Return a view of a design.

    Args:
        desk: The design.
        view: `front`, `face`, `street`, or `marks`, which is the front with the findings drawn.
        light: `day` or `night`; marks are drawn by day.
        services: Its typefaces.
    """
    ambience = NIGHT if light == "night" else DAY
    if view == "face":
        return compose_sign(desk.layout, ambience, services.fonts)
    if view == "street":
        proposal, placed = desk.proposal, desk.placed
        return compose_street(
            proposal.plan, placed.face_id, (placed,), ambience, services.fonts, replaced=proposal.replaced
        )
    report = desk.report if view == "marks" else None
    return compose_front(desk.proposal, ambience, services.fonts, report=report)


def picture_of(desk: Desk, view: str, light: str, services: Services) -> bytes:
    """Return the SVG of a view."""
    scene = scene_of(desk, view, light, services)
    return draw(scene, Viewport.of(scene), "svg").content


def offered_files() -> tuple[Offered, ...]:
    """Return the files that the page offers, in the order of the page."""
    pictures = [
        ("front-day", "沿街立面 日景", "Front, day"),
        ("front-night", "沿街立面 夜景", "Front, night"),
        ("face-day", "招牌正面 日景", "Face, day"),
        ("face-night", "招牌正面 夜景", "Face, night"),
        ("street-day", "整条街 日景", "Street, day"),
        ("street-night", "整条街 夜景", "Street, night"),
        ("marks-day", "核对标注", "Findings drawn"),
    ]
    rows = [
        Offered(title_zh=zh, title_en=en, files=tuple((form.upper(), f"{stem}.{form}") for form in ("png", "svg")))
        for stem, zh, en in pictures
    ]
    rows += [Offered(title_zh=zh, title_en=en, files=files) for zh, en, files in _SHEETS]
    return tuple(rows)


@contextmanager
def making() -> Iterator[None]:
    """Wait for one of the places of those who make something large, and give it back afterwards.

    Raises:
        ToolError: None came free in time.
    """
    if not _making.acquire(timeout=_WAIT_S):
        raise ToolError("web.busy")
    try:
        yield
    finally:
        _making.release()


def make_file(desk: Desk, name: str, services: Services, lang: Lang) -> Made:
    """Return one of the offered files of a design; drawings and sheets speak the reader's language.

    Raises:
        NotFound: No file by that name is offered.
        ToolError: Too many files are being made, or the typesetter failed.
        SignageError: The design has no such file, as when nothing of it is cut.
    """
    if name not in {file for row in offered_files() for _, file in row.files}:
        raise NotFound("desk.no_file", name=name[:60])
    stem, _, suffix = name.rpartition(".")
    with making(), speaking(lang):
        special = _SPECIAL.get(name)
        content = special(desk, services, lang) if special else _picture(desk, stem, suffix, services)
    return Made(name=f"{desk.placed.unit_id}-{name}", content=content, media_type=_TYPES[suffix])


def _picture(desk: Desk, stem: str, form: str, services: Services) -> bytes:
    view, _, light = stem.partition("-")
    scene = scene_of(desk, view, light, services)
    return draw(scene, Viewport.of(scene, width_px=_PICTURE_PX, scale=_PICTURE_SCALE), form).content


def _sheet(size: SheetSize) -> Callable[[Desk, Services, Lang], bytes]:
    def make(desk: Desk, services: Services, _: Lang) -> bytes:
        plan, unit = desk.proposal.plan, desk.proposal.unit
        particulars = SheetParticulars(
            drawing_number=f"{plan.id}-{unit.id}", project=plan.building, date=services.today()
        )
        return draw_pages(sheets_of(desk, services.fonts, particulars, size=size)).content

    return make


def _workshop(form: str) -> Callable[[Desk, Services, Lang], bytes]:
    def make(desk: Desk, services: Services, _: Lang) -> bytes:
        pages = compose_workshop_pages(desk.layout, services.fonts, drilled=_pack(desk).drilled)
        scales = [1 / page_scale(page) for page in pages]
        if form == "pdf":
            shown = [Viewport.of(page, scale=scale) for page, scale in zip(pages, scales, strict=True)]
            return draw_pages(pages, shown).content
        scene = in_one_space(pages)
        return draw(scene, Viewport.of(scene, scale=scales[0]), form).content

    return make


def _cutting_dxf(desk: Desk, _: Services, __: Lang) -> bytes:
    from signage.render.dxf_cutting import draw_cutting

    return draw_cutting(compose_cutting(desk.layout, drilled=_pack(desk).drilled)).content


def _cutting_svg(desk: Desk, _: Services, __: Lang) -> bytes:
    from signage.render.svg_cutting import draw_cutting

    return draw_cutting(compose_cutting(desk.layout, drilled=_pack(desk).drilled)).content


def _pack(desk: Desk) -> WorkshopPack:
    return make_pack(desk.layout, placed=desk.placed, plan=desk.proposal.plan)


def _pack_pdf(desk: Desk, _: Services, __: Lang) -> bytes:
    from signage.documents.workshop_pack import workshop_pack_pdf

    return workshop_pack_pdf(_pack(desk), made_at=_EPOCH)


def _report(form: str) -> Callable[[Desk, Services, Lang], bytes]:
    def make(desk: Desk, services: Services, lang: Lang) -> bytes:
        from api.report_page import report_file, worked_out

        return report_file(form, worked_out(services, desk), desk.proposal, services.now(), services, lang)

    return make


_SPECIAL: Mapping[str, Callable[[Desk, Services, Lang], bytes]] = {
    "report.pdf": _report("pdf"),
    "report.html": _report("html"),
    "report.json": _report("json"),
    "sheet-a3.pdf": _sheet(SheetSize.A3),
    "sheet-a4.pdf": _sheet(SheetSize.A4),
    "workshop.dxf": _workshop("dxf"),
    "workshop.pdf": _workshop("pdf"),
    "workshop.svg": _workshop("svg"),
    "cutting.dxf": _cutting_dxf,
    "cutting.svg": _cutting_svg,
    "pack.pdf": _pack_pdf,
    "parts.csv": lambda desk, _, lang: parts_csv(_pack(desk), lang),
    "pack.json": lambda desk, _, __: pack_json(_pack(desk)),
    "spec.toml": lambda desk, _, __: write_spec(desk.layout.spec).encode(),
}
