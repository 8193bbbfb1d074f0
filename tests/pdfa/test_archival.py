"""Every document is the PDF/A that it says it is, judged by veraPDF. Needs Java and the `pdfa` extra: `./run pdfa`."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from signage.applications import issuing, use_cases
from signage.applications.letters import LetterKind
from signage.applications.notices import NoticeDrawing
from signage.cli.draw_views import Look, Place, ViewName, compose_view
from signage.demo.letters import sample_letters
from signage.design import lay_out, read_spec
from signage.desk import prepare
from signage.digest import digest_of_bytes
from signage.documents import DocumentFaces, LetterSealer, LocalSeal, PermitIssuer, check_report_pdf
from signage.documents.reports import bulletin_pdf, weekly_pdf
from signage.documents.seal_picture import draw_seal
from signage.documents.workshop_pack import workshop_pack_pdf
from signage.fabrication import make_pack
from signage.frontage import place, read_plan
from signage.register import publishing
from signage.render import draw
from signage.render.typst_runner import Place as SealPlace
from signage.reports.bulletin import bulletin
from signage.reports.cases import month, week
from signage.reports.weekly import weekly_report
from signage.resources import bundled
from signage.rules import books_for
from signage.storage import Database
from signage.typography import FontCatalogue
from tests.documents.builders import notice, png_drawing
from tests.pdfa.verapdf import Judgement, judge, lacking
from tests.reports.case_builders import APPLICANT, CLEAR, CLERK, NOW, SECOND, SHOP, Ticking, item, office, papers

if lacking():
    pytest.skip(lacking(), allow_module_level=True)

ON, NOON = date(2026, 11, 24), datetime(2026, 11, 24, 4, tzinfo=UTC)
SPEC, PLAN = bundled("samples", "specs", "jingwan-shenghuoguan.toml"), bundled("samples", "plans", "jingwan-li.json")
LETTERS = [f"letter-{kind.value}.pdf" for kind in LetterKind]
SEALED = ["notice.pdf", "notice-bare.pdf", "report-sealed.pdf"]
PAGES = ["report.pdf", "weekly.pdf", "bulletin.pdf", "workshop-pack.pdf"]
DRAWINGS = [f"drawing-{view.value}.pdf" for view in ViewName if view is not ViewName.CUTTING]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> dict[str, Judgement]:
    folder = tmp_path_factory.mktemp("archival")
    fonts, seal = FontCatalogue.standard(), LocalSeal.load_or_make(tmp_path_factory.mktemp("keys"))
    made = {
        **_letters(seal, fonts),
        **_notice(seal, fonts),
        **_checked(seal, fonts),
        **_drawings(fonts),
        **_reports(tmp_path_factory.mktemp("office"), sqlite_template),
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    (folder / "fonts-left-out.pdf").write_bytes(_without_fonts(made["report.pdf"]))
    return judge(sorted(folder.iterdir()))


def _without_fonts(content: bytes) -> bytes:
    """The same file, in which no font names the program of its outlines any more."""
    changed, count = re.subn(rb"/FontFile(?=[23]\b)", b"/FontFilx", content)
    assert count
    return changed


def _letters(seal: LocalSeal, fonts: FontCatalogue) -> dict[str, bytes]:
    sealer = LetterSealer(seal, fonts)
    return {f"letter-{letter.kind.value}.pdf": sealer.issue(letter).content for letter in sample_letters()}


def _notice(seal: LocalSeal, fonts: FontCatalogue) -> dict[str, bytes]:
    front = _drawn(fonts, ViewName.FRONT, "svg")
    drawing = NoticeDrawing(title="立面", content=front, media_type="image/svg+xml", digest=digest_of_bytes(front))
    paper = notice(drawings=(drawing, png_drawing()))
    bare = PermitIssuer(seal, fonts, faces=DocumentFaces.bundled())  # a stroke stands in for the bold that is missing
    return {
        "notice.pdf": PermitIssuer(seal, fonts).issue(paper).content,
        "notice-bare.pdf": bare.issue(paper).content,
    }


def _checked(seal: LocalSeal, fonts: FontCatalogue) -> dict[str, bytes]:
    plan, spec = read_plan(PLAN), read_spec(SPEC)
    desk = prepare(spec, plan, "S1-02", books_for(plan.city, ON), ON, fonts)
    faces = DocumentFaces.find()
    report = check_report_pdf(desk.report, made_at=NOON, proposal=desk.proposal, fonts=fonts, faces=faces)
    picture = draw_seal("示例市城市管理局", fonts)
    pack = make_pack(lay_out(spec, fonts), placed=place(lay_out(spec, fonts), plan, "S1-02"), plan=plan)
    return {
        "report.pdf": report,
        "report-sealed.pdf": seal.seal(report, SealPlace(page=0, x_mm=150.0, y_mm=250.0), picture, reason="检查报告"),
        "workshop-pack.pdf": workshop_pack_pdf(pack, made_at=NOON, faces=faces),
    }


def _drawings(fonts: FontCatalogue) -> dict[str, bytes]:
    return {f"drawing-{v.value}.pdf": _drawn(fonts, v, "pdf") for v in ViewName if v is not ViewName.CUTTING}


def _drawn(fonts: FontCatalogue, view: ViewName, form: str) -> bytes:
    scene = compose_view(read_spec(SPEC), view, fonts, Place(PLAN, "S1-02", (), ON, {}, False, False))
    return draw(scene, Look(width_px=640, scale=None, quality=None).viewport(scene, view), form).content


def _reports(folder: Path, template: Path) -> dict[str, bytes]:
    shutil.copy(template, folder / "signage.db")
    opened = Database.open(f"sqlite:///{folder / 'signage.db'}")
    try:
        desk = office(opened, folder)
        person = replace(APPLICANT, name="王小明")
        draft = use_cases.open_application(desk, person, (item(),), papers(), SHOP, NOW, circumstances=CLEAR)
        case = use_cases.submit(desk, draft.id, SHOP, NOW)
        issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(NOW), opinion="符合规定")
        later = NOW + timedelta(days=3)
        publishing.publish_due(desk, later)
        weekly = weekly_report(desk, week("2026-W48", desk.zone), later)
        shown = bulletin(desk, month("2026-11", desk.zone), later)
        return {
            "weekly.pdf": weekly_pdf(weekly, desk.organ, made_at=later),
            "bulletin.pdf": bulletin_pdf(shown, desk.organ, made_at=later),
        }
    finally:
        opened.close()


@pytest.mark.parametrize("name", [*LETTERS, *SEALED, *PAGES, *DRAWINGS])
def test_a_document_is_the_archival_pdf_that_it_says_it_is(judged: dict[str, Judgement], name: str):
    found = judged[name]
    assert found.flavour in ("2b", "3b", "2a", "3a", "2u", "3u")
    assert found.broken == {}
    assert found.is_compliant
    assert found.checks > 1000


def test_documents_that_carry_their_data_say_part_three(judged: dict[str, Judgement]):
    assert {judged[name].flavour for name in ("notice.pdf", *LETTERS)} == {"3b"}


def test_a_document_whose_fonts_were_left_out_is_found_wanting(judged: dict[str, Judgement]):
    found = judged["fonts-left-out.pdf"]
    assert not found.is_compliant
    assert any("6.2.11.4" in rule for rule in found.broken)
