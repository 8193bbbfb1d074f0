from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import date

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.design import SignSpec, lay_out, read_spec
from signage.errors import RenderError
from signage.frontage import Proposal, place, read_plan
from signage.geometry import Rect
from signage.render import Viewport, draw
from signage.resources import bundled
from signage.rules import CheckReport, Finding, Modality, Verdict, check, load_book
from signage.scene import Dimension, Group, Node, Scene, SheetParticulars, compose_sheet, label_box
from signage.scene.dimensions import collisions, labels_in
from signage.scene.sheet_elevation import SCALES, elevation, elevation_view, fitting_scale, shop_of
from signage.scene.sheet_face import face, face_view
from signage.scene.sheet_format import A3, A3_WIDE
from signage.scene.sheet_section import section, section_of
from signage.scene.sheet_tables import check_table, required_words, short_document
from signage.scene.sheet_title import code_path
from signage.typography import FontCatalogue
from signage.units import Quantity, Unit

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


def finding(number: int, verdict: Verdict, **changes: object) -> Finding:
    plain = Finding(
        rule_id=f"r-{number:02d}",
        book="demo-city",
        title_zh="底边净空",
        title_en="clear height",
        clause="第5条",
        document="示例市店招设置规则（演示）",
        source="illustrative",
        modality=Modality.MUST,
        subject="S1-02",
        verdict=verdict,
        required="≥ 2500 mm",
        measured=Quantity(3000.0, Unit.MM),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def many(proposal: Proposal, findings: tuple[Finding, ...]) -> CheckReport:
    return replace(report_of(proposal), findings=findings)


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
    assert [n.text for n in labels_in(case[1].nodes) if not A3.inside.contains(label_box(n))] == []


def test_sign_size_letter_height_and_clear_height_stand_in_the_dimensions(case: tuple[Proposal, Scene]):
    proposal, scene = case
    sign, layout = proposal.sign.rect, proposal.sign.layout
    said = {d.text for d in dimensions_in(scene.nodes)}
    wanted = {sign.width, sign.height, layout.depth_mm, layout.lines[0].ink.height}
    assert {f"{value:.0f}" for value in wanted} <= said


def test_every_number_is_its_model_length_to_a_millimetre(case: tuple[Proposal, Scene]):
    for made in dimensions_in(case[1].nodes):
        assert int(made.text) == pytest.approx(made.value_mm, abs=1.0)


def test_elevation_of_a_ground_floor_sign_is_at_one_to_sixty_or_larger_and_fills_its_frame(
    case: tuple[Proposal, Scene],
):
    proposal, scene = case
    view = elevation_view(proposal, A3_WIDE.elevation)
    assert view.scale in SCALES
    assert view.scale <= 60
    assert view.sides[1] - view.sides[0] > A3_WIDE.elevation.width * 0.6
    group = next(node for node in scene.nodes if isinstance(node, Group) and node.layer == "elevation")
    found = dimensions_in(group.children)
    width = next(d for d in found if d.value_mm == pytest.approx(proposal.sign.rect.width))
    assert (width.end.x - width.start.x) * view.scale == pytest.approx(width.value_mm)


def test_shop_edges_beyond_the_break_lines_keep_their_true_distance(fonts: FontCatalogue):
    proposal = proposal_of(*SIGNS[0], fonts)
    view = elevation_view(proposal, A3_WIDE.elevation)
    across = [d for d in dimensions_in(elevation(proposal, fonts, view)) if d.subject == "width"]
    assert [d.text for d in across] == ["1350", "6000", "1350"]
    assert across[0].start.x == pytest.approx(view.axis(proposal.unit.x0_mm))
    assert view.axis(proposal.unit.x0_mm) < view.box.x0


def test_shop_of_two_units_under_one_band_is_measured_as_one(fonts: FontCatalogue):
    proposal = proposal_of("jingwan-bianmindian", "S1-05", fonts)
    assert shop_of(proposal) == ((25200.0, 34800.0), ("S1-05", "S1-06"))


@settings(max_examples=40, deadline=None)
@given(
    width=st.floats(2000.0, 12000.0),
    height=st.sampled_from([500.0, 703.3, 1200.0, 1500.0]),
    second=st.sampled_from([None, "JINGWAN SALT"]),
    kind=st.sampled_from(["panel-letters", "wall-letters", "rail-letters", "light-box"]),
    unit=st.sampled_from(["S1-01", "S1-02", "S1-05", "S2-03"]),
)
def test_no_two_numbers_or_levels_of_any_sign_overlap_or_leave_the_view(
    fonts: FontCatalogue, width: float, height: float, second: str | None, kind: str, unit: str
):
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    spec = SignSpec(kind=kind, name="晶湾盐业生活馆", second_line=second, width_mm=width, height_mm=height)
    proposal = Proposal(plan=plan, sign=place(lay_out(spec, fonts), plan, unit))
    for area, nodes in (
        (A3_WIDE.face, face(fonts, face_view(proposal.sign.layout, A3_WIDE.face))),
        (A3_WIDE.elevation, elevation(proposal, fonts, elevation_view(proposal, A3_WIDE.elevation))),
        (A3_WIDE.section, section(fonts, section_of(proposal, A3_WIDE.section))),
    ):
        assert [(a.text, b.text) for a, b in collisions(nodes, 0.05)] == []
        assert [n.text for n in labels_in(nodes) if not area.contains(label_box(n))] == []


@pytest.mark.parametrize(
    ("required", "words"),
    [
        ("≤ 0 mm²", "不允许"),
        ("≤ 0 mm", "不允许"),
        ("≤ 0 mm (±20 mm)", "± 20 mm"),
        ("300 mm – 700 mm", "300 – 700 mm"),
        ("0.350 – 0.600", "0.350 – 0.600"),
        ("≥ 2500 mm", "≥ 2500 mm"),
        ("≤ 0.5 mm", "≤ 0.5 mm"),
    ],
)
def test_requirement_reads_as_a_clerk_would_write_it(proposal: Proposal, required: str, words: str):
    assert required_words(finding(1, Verdict.PASS, required=required)) == words


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("CJJ/T 149—2021 城市户外广告和招牌设施技术标准", "CJJ/T 149—2021"),
        ("GB 50016—2014（2018 年版）建筑设计防火规范", "GB 50016—2014"),
        ("中华人民共和国国家通用语言文字法（2025 年修订，2026-01-01 施行）", "国家通用语言文字法"),
        ("示例市店招设置规则（演示）", "示例市店招设置规则"),
    ],
)
def test_document_is_named_short_beside_its_clause(name: str, short: str):
    assert short_document(name) == short


def test_length_that_hangs_on_a_fraction_is_not_rounded_away(fonts: FontCatalogue, proposal: Proposal):
    close = finding(1, Verdict.FAIL, measured=Quantity(2499.6, Unit.MM), required="≥ 2500 mm")
    clear = finding(2, Verdict.PASS, measured=Quantity(3470.98, Unit.MM), required="≥ 2500 mm")
    nodes = check_table(fonts, many(proposal, (close, clear)), Rect(315.0, 124.0, 415.0, 292.0))
    words = [node.text for node in labels_in(nodes)]
    assert "2499.6 mm" in words
    assert "3471 mm" in words


def test_long_requirement_is_cut_before_it_becomes_too_small_to_read(fonts: FontCatalogue, proposal: Proposal):
    long = "不得为：" + "、".join(["国家机关建筑控制地带", "交通安全设施", "交通标志", "消防设施"] * 3)
    report = many(proposal, (finding(1, Verdict.PASS, required=long, measured="无"),))
    nodes = check_table(fonts, report, Rect(315.0, 124.0, 415.0, 292.0))
    cut = [node for node in labels_in(nodes) if node.text.endswith("…")]
    assert len(cut) == 1
    assert cut[0].height_mm >= 1.8


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
    assert all(A3.inside.contains(label_box(node)) for node in labels_in(scene.nodes))


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
    assert fitting_scale(6000.0, 3000.0, Rect(0, 0, 150, 100)) == 40
    assert fitting_scale(6000.0, 5000.0, Rect(0, 0, 150, 100)) == 50
    assert fitting_scale(7600.0, 3000.0, Rect(0, 0, 150, 100)) == 60
    assert fitting_scale(1000.0, 1000.0, Rect(0, 0, 150, 100)) == 20
    assert fitting_scale(1e6, 1.0, Rect(0, 0, 150, 100)) == SCALES[-1]
