from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import date

import pytest
import segno
import zxingcpp

from signage.design import lay_out, read_spec
from signage.errors import RenderError
from signage.frontage import Proposal, place, read_plan
from signage.geometry import Rect
from signage.render import Viewport, draw
from signage.resources import bundled
from signage.rules import CheckReport, check, load_book
from signage.scene import Dimension, Group, Node, Scene, SheetParticulars, compose_sheet, label_box
from signage.scene.dimensions import collisions, labels_in
from signage.scene.sheet_elevation import SCALES, elevation_view, fitting_scale
from signage.scene.sheet_title import INSIDE, code_path
from signage.typography import FontCatalogue

PARTICULARS = SheetParticulars(
    drawing_number="JW-01", project="晶湾里商业街", designer="演示设计员", checker="演示校对员", date=date(2026, 11, 24)
)
SIGNS = (("jingwan-shenghuoguan", "S1-02"), ("jingwan-bianmindian", "S1-05"), ("yanweixiaoguan", "S1-07"))


def png(width: int = 16, height: int = 9) -> bytes:
    def part(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    rows = zlib.compress((b"\x00" + b"\x60" * width * 3) * height)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", rows) + part(b"IEND", b"")


def proposal_of(sign: str, unit: str, fonts: FontCatalogue) -> Proposal:
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    layout = lay_out(read_spec(bundled("samples", "specs", f"{sign}.toml")), fonts)
    return Proposal(plan=plan, sign=place(layout, plan, unit))


def report_of(proposal: Proposal) -> CheckReport:
    return check(proposal, [load_book("demo-city")], date(2026, 11, 24))


def sheet_of(proposal: Proposal, fonts: FontCatalogue, particulars: SheetParticulars = PARTICULARS) -> Scene:
    return compose_sheet(proposal, report_of(proposal), fonts, particulars, day=png(), night=png())


def dimensions_in(nodes: tuple[Node, ...]) -> list[Dimension]:
    found: list[Dimension] = []
    for node in nodes:
        if isinstance(node, Dimension):
            found.append(node)
        elif isinstance(node, Group):
            found.extend(dimensions_in(node.children))
    return found


@pytest.fixture(scope="module", params=SIGNS, ids=lambda pair: pair[0])
def case(request: pytest.FixtureRequest, fonts: FontCatalogue) -> tuple[Proposal, Scene]:
    proposal = proposal_of(*request.param, fonts)
    return proposal, sheet_of(proposal, fonts)


def test_no_two_words_on_the_sheet_overlap(case: tuple[Proposal, Scene]):
    assert [(a.text, b.text) for a, b in collisions(case[1].nodes, 0.05)] == []


def test_no_word_leaves_the_frame(case: tuple[Proposal, Scene]):
    assert [n.text for n in labels_in(case[1].nodes) if not INSIDE.contains(label_box(n))] == []


def test_sign_size_letter_height_and_clear_height_stand_in_the_dimensions(case: tuple[Proposal, Scene]):
    proposal, scene = case
    sign, layout = proposal.sign.rect, proposal.sign.layout
    said = {d.text for d in dimensions_in(scene.nodes)}
    wanted = {sign.width, sign.height, layout.depth_mm, layout.lines[0].ink.height}
    assert {f"{value:.0f}" for value in wanted} <= said


def test_every_number_is_its_model_length(case: tuple[Proposal, Scene]):
    for made in dimensions_in(case[1].nodes):
        assert made.text == f"{made.value_mm:.0f}"


def test_elevation_is_at_a_standard_scale_and_its_lengths_agree(case: tuple[Proposal, Scene]):
    proposal, scene = case
    view = elevation_view(proposal, Rect(27.0, 122.0, 243.0, 290.0))
    assert view.scale in SCALES
    width = next(d for d in dimensions_in(scene.nodes) if d.subject == "width")
    assert (width.end.x - width.start.x) * view.scale == pytest.approx(width.value_mm)


def test_failing_rules_come_first_in_the_table(fonts: FontCatalogue):
    proposal = proposal_of("jingwan-shenghuoguan", "S1-01", fonts)
    words = [n.text for n in labels_in(sheet_of(proposal, fonts).nodes)]
    assert "尚未通过核查" in words
    assert words.index("不符合") < words.index("符合")


def test_long_particulars_stay_in_their_cells(fonts: FontCatalogue):
    proposal = proposal_of(*SIGNS[0], fonts)
    long = replace(
        PARTICULARS,
        project="示例市示例区晶湾路南侧晶湾里特色商业街区一期沿街店铺招牌统一设置与更新改造工程（第二标段）",
        organ="示例市示例区综合行政执法局（城市管理局）户外广告与招牌设施设置审批窗口",
        title="关于晶湾盐业生活馆与便民店与盐味小馆三处店铺招牌的设计图第一册",
        designer="欧阳示例设计员",
        drawing_number="JINGWANLI-2026-S1-02-REV-000123",
    )
    scene = sheet_of(proposal, fonts, long)
    assert collisions(scene.nodes, 0.05) == ()
    assert all(INSIDE.contains(label_box(node)) for node in labels_in(scene.nodes))


def test_picture_that_is_no_png_is_refused(fonts: FontCatalogue):
    proposal = proposal_of(*SIGNS[0], fonts)
    with pytest.raises(RenderError) as caught:
        compose_sheet(proposal, report_of(proposal), fonts, PARTICULARS, day=png(), night=b"\xff\xd8jpeg")
    assert caught.value.code == "sheet.not_a_png"


def test_another_sign_gives_another_sheet(fonts: FontCatalogue):
    proposals = [proposal_of(*pair, fonts) for pair in SIGNS[:2]]
    assert sheet_of(proposals[0], fonts).digest != sheet_of(proposals[1], fonts).digest


def test_printed_code_reads_back_as_the_digest(case: tuple[Proposal, Scene]):
    from io import BytesIO

    import pypdfium2

    proposal, scene = case
    content = draw(scene, Viewport.of(scene), "pdf").content
    page = pypdfium2.PdfDocument(BytesIO(content))[0].render(scale=4).to_pil()
    right = page.crop((int(page.width * 0.85), int(page.height * 0.8), page.width, page.height))
    assert [code.text for code in zxingcpp.read_barcodes(right)] == [proposal.digest.upper()]


def test_code_holds_as_much_ink_as_its_dark_modules():
    modules = [bit for row in segno.make("ABC", error="m", micro=False, boost_error=False).matrix for bit in row]
    path = code_path("abc", Rect(0.0, 0.0, 21.0, 21.0))
    assert path.signed_area() == pytest.approx(sum(modules))


def test_scale_is_the_largest_that_fits():
    assert fitting_scale(6000.0, 3000.0, Rect(0, 0, 150, 100)) == 50
    assert fitting_scale(1000.0, 1000.0, Rect(0, 0, 150, 100)) == 20
    assert fitting_scale(1e6, 1.0, Rect(0, 0, 150, 100)) == SCALES[-1]
