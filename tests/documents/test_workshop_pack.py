"""The workshop pack as pages: A4, searchable, the same bytes, with what is unknown said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

from signage.design import lay_out, load_kinds, read_spec, spec_of
from signage.documents import DocumentFaces, workshop_words
from signage.documents.light_map import WIDTH_MM, light_map
from signage.documents.workshop_making import letters_table
from signage.documents.workshop_pack import printable, workshop_pack_pdf
from signage.documents.workshop_site import cost_table
from signage.fabrication import Site, Tables, estimate_words, make_pack, part_numbers, read_prices, whole_yuan
from signage.frontage import place, read_plan
from signage.geometry import Rect
from signage.locale import Lang, speaking
from signage.resources import bundled
from signage.typography import is_cjk

MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)


def pdf(pack) -> bytes:
    return workshop_pack_pdf(pack, made_at=MADE_AT, faces=DocumentFaces.bundled())


def words(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture(scope="module")
def pack(fonts):
    layout = lay_out(read_spec(Path(bundled("samples", "specs", "jingwan-shenghuoguan.toml"))), fonts)
    plan = read_plan(Path(bundled("samples", "plans", "jingwan-li.json")))
    return make_pack(layout, placed=place(layout, plan, "S1-02"), plan=plan)


def test_the_pages_are_a4_and_say_what_was_worked_out(pack):
    content = pdf(pack)
    document = pypdfium2.PdfDocument(content)
    for page in document:
        assert tuple(round(side) for side in page.get_size()) == (595, 842)
    said = words(content)
    for wanted in (
        "招牌加工资料",
        "晶湾盐业生活馆",
        pack.model_digest,
        f"{pack.weight.total_kg:.1f} kg",
        whole_yuan(pack.cost.total_fen),
        estimate_words(pack.cost),
        "0.606",
        "βgz",
        "GB 50009-2012 8.1.1",
        "B-",
        "示意",
        "需要",
        "prices.toml",
    ):
        assert wanted in said, wanted


def test_the_same_pack_gives_the_same_bytes(pack):
    assert pdf(pack) == pdf(pack)


def test_the_costs_shown_are_whole_yuan_and_their_sum_is_the_one_shown(pack):
    table = cost_table(pack)
    amounts = [row[5] for row in table["rows"]]
    total = table["total"][5]
    assert sum(int(amount.replace(",", "")) for amount in amounts) == int(total.replace(",", ""))
    assert estimate_words(pack.cost) == f"¥{total}"
    assert all(row[4].count(".") == 1 for row in table["rows"])  # the price of a unit keeps its fen


def test_missing_prices_and_rules_are_printed_as_missing(pack, tmp_path):
    text = bundled("templates", "fabrication", "prices.toml").read_text("utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text.replace('item = "plate/acrylic/3"', 'item = "plate/acrylic/2"'), "utf-8")
    usual = Tables()
    making = usual.making.model_copy(update={"role": tuple(r for r in usual.making.role if r.id != "panel")})
    said = words(pdf(make_pack(pack.layout, tables=Tables(prices=read_prices(own), making=making))))
    assert "无价格" in said
    assert "plate/acrylic/3" in said
    assert "还没有加工规则" in said
    assert "未知" in said


def test_a_sign_without_light_says_so(fonts):
    fields = {"kind": "panel-letters", "name": "盐味", "width_mm": 2000, "height_mm": 600, "construction": "flat"}
    said = words(pdf(make_pack(lay_out(spec_of(fields), fonts))))
    assert "无发光部件" in said


def test_the_map_draws_every_module_once_at_a_scale_that_fits(pack):
    drawn = light_map(pack)
    assert drawn is not None
    modules = 0
    for row in drawn.rows:
        root = ElementTree.fromstring(row.svg)
        assert row.width_mm <= WIDTH_MM + 1e-6
        for node in root.iter("{http://www.w3.org/2000/svg}path"):
            if (node.get("fill") or "").startswith("#C6"):
                modules += node.get("d", "").count("M")
        assert not list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert modules == sum(one.count for one in pack.lit)


def test_a_character_that_the_documents_typeface_lacks_is_written_by_its_number(pack):
    assert printable({"a": ["བ盐", {"b": "x"}]}) == {"a": ["〔U+0F56〕盐", {"b": "x"}]}


@pytest.mark.parametrize(
    ("kind", "size", "wanted"),
    [
        ("projecting", (700, 2600), ("双面", "外挑 900 mm", "墙板处弯矩", "0.55 m", "图为其中一面", "灯板")),
        ("freestanding", (900, 3600), ("倾覆", "抗倾覆还差", "C25 混凝土", "落地设置", "m³")),
        ("led-ticker", (4000, 350), ("单元板", "3 × 200 W", "控制卡", "不另布灯", "龙骨", "4190×350", "低压线 2×2.5")),
        ("event-arch", (7000, 4500), ("风机", "拉索", "充气体积", "搭设与拆除")),
        ("event-balloon", (2400, 9600), ("系留与压重", "净升力", "压重（示意）", "氦气", "只受拉")),
        ("window-letters", (1600, 320), ("由玻璃承担", "不需要")),
    ],
)
def test_the_pages_say_what_is_particular_to_a_kind(fonts, kind, size, wanted):
    fields = {"kind": kind, "name": "盐味小馆", "width_mm": size[0], "height_mm": size[1]}
    said = words(pdf(make_pack(lay_out(spec_of(fields), fonts)))).replace("\r\n", "")
    for word in wanted:
        assert word in said, word


def test_a_name_that_the_documents_typeface_lacks_is_still_set(pack):
    odd = replace(pack.layout.spec, second_line="བོད")
    said = words(pdf(replace(pack, layout=replace(pack.layout, spec=odd))))
    assert "〔U+0F56〕" in said


def test_the_map_of_two_lines_is_read_line_by_line(fonts):
    fields = {
        "kind": "panel-letters",
        "name": "晶湾盐业便利店生活馆旗舰店晶湾路店",
        "width_mm": 12000,
        "height_mm": 1600,
    }
    layout = lay_out(spec_of({**fields, "second_line": "JINGWAN SALT FLAGSHIP STORE SINCE 1956"}), fonts)
    made = make_pack(layout)
    drawn = light_map(made)
    assert drawn is not None
    assert len(drawn.rows) > 1
    numbers = [int(word.text.split(":")[0].removeprefix("L")) for row in drawn.rows for word in row.words]
    assert numbers == sorted(numbers)
    upper = Rect.joined(b for p in layout.letters if p.line == 0 and (b := p.outline.bounds()))
    for row in drawn.rows:  # no row shows both lines, whatever it cuts them into
        assert row.height_mm < (upper.height + 130.0) * drawn.scale + 4.0


def test_no_page_ends_with_the_head_of_a_table(pack):
    for page in pypdfium2.PdfDocument(pdf(pack)):
        lines = [line for line in page.get_textpage().get_text_bounded().splitlines() if line.strip()]
        body = [line for line in lines if "sha256:" not in line and not line.startswith("—")]
        heads = [workshop_words.words(f"head_{head}") for head in ("letters", "bodies", "electrics", "cost", "parts")]
        assert not any(line.strip() in heads for line in body[-3:])


def test_the_map_breaks_words_at_blanks_alone(fonts):
    fields = {"kind": "panel-letters", "name": "晶湾盐业生活馆", "width_mm": 6000, "height_mm": 1200}
    for second, words in (("JINGWAN SALT", ("JINGWAN", "SALT")), ("TEA & KITCHEN", ("TEA", "&", "KITCHEN"))):
        layout = lay_out(spec_of({**fields, "second_line": second, "construction": "face_lit"}), fonts)
        drawn = light_map(make_pack(layout))
        assert drawn is not None
        letters, numbers = {p.id: p for p in layout.letters}, part_numbers(layout.pieces)
        texts = {numbers[name]: piece.text for name, piece in letters.items()}
        rows = ["".join(texts[word.text.split(":")[0]] for word in row.words) for row in drawn.rows]
        latin = [row for row in rows if row.isascii()]
        assert "".join(latin) == second.replace(" ", "")
        ends = ["".join(words[: index + 1]) for index in range(len(words))]
        assert all("".join(latin[: index + 1]) in ends for index in range(len(latin)))


# --- in English -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind.id for kind in load_kinds()])
def test_an_english_pack_has_no_chinese_but_the_names_of_sign_and_place(fonts, kind):
    layout = lay_out(read_spec(Path(bundled("samples", "specs", "kinds", f"{kind}.toml"))), fonts)
    named = set("示例市" + layout.spec.name + (layout.spec.second_line or ""))
    with speaking(Lang.EN):
        content = pdf(make_pack(layout, site=Site(city="示例市", terrain="B", top_mm=5000.0)))
    said = {character for character in words(content) if is_cjk(character)}
    assert said <= named, "".join(sorted(said - named))


def test_every_source_of_the_tables_is_told_in_english(fonts):
    made = make_pack(
        lay_out(spec_of({"kind": "panel-letters", "name": "盐", "width_mm": 2000, "height_mm": 600}), fonts)
    )
    tables = made.tables
    chinese = [tables.stock.source, tables.making.source, tables.making.fixing.source, tables.making.stability.source]
    chinese += [tables.electrics.source, tables.prices.source, *(one.text for one in tables.wind.trigger)]
    chinese += [place.text for place in tables.wind.place]
    with speaking(Lang.EN):
        told = [workshop_words.sourced(made, source) for source in chinese]
    assert not any(is_cjk(character) for words_en in told for character in words_en)
    assert [workshop_words.sourced(made, source) for source in chinese] == chinese  # and in Chinese as it is written


def test_no_word_of_an_english_table_runs_over_its_cell(fonts):
    """The last two columns of the estimate once ran into each other: a mark wider than its column."""
    layout = lay_out(spec_of({"kind": "panel-letters", "name": "盐味", "width_mm": 2000, "height_mm": 600}), fonts)
    with speaking(Lang.EN):
        content = pdf(make_pack(layout))
    lines = [line for line in words(content).splitlines() if "2026-11-01" in line]
    assert len(lines) > 5
    assert not any("illustrative2026" in line for line in lines)


def test_letters_are_listed_with_the_depth_of_their_line(pack):
    rows = letters_table(pack)["rows"]
    for piece, row in zip(pack.layout.letters, rows, strict=True):
        assert row[2].endswith(f"×{piece.z_front_mm - piece.z_back_mm:.0f}")
    assert len({row[2].rpartition("×")[2] for row in rows}) == 2  # the name's and the second line's


def test_a_total_never_stands_alone_on_a_page(fonts):
    fields = {"kind": "panel-letters", "width_mm": 9000, "height_mm": 1600}
    for length in range(12, 30):
        made = make_pack(lay_out(spec_of({**fields, "name": "晶" * length}), fonts))
        for page in pypdfium2.PdfDocument(pdf(made)):
            said = page.get_textpage().get_text_bounded().split("\r\n")
            first = next((at for at, line in enumerate(said) if line.startswith("合计")), None)
            assert first is None or first >= 2, said[:4]  # after the head there is another row


def test_what_stands_on_the_ground_has_no_bottom_under_it(fonts):
    layout = lay_out(read_spec(Path(bundled("samples", "specs", "kinds", "event-balloon.toml"))), fonts)
    plan = read_plan(Path(bundled("samples", "plans", "jingwan-li.json")))
    said = words(pdf(make_pack(layout, placed=place(layout, plan, "S1-02"), plan=plan)))
    assert "落地设置" in said
    assert "，底边离地" not in said
    assert "-0.00" not in said


def test_the_estimate_names_what_is_painted_and_what_it_leaves_out(pack):
    said = words(pdf(pack)).replace("\r\n", "")
    for wanted in ("烤漆（喷涂）", "#2B3038", "不含另计项目", "登高车或脚手架", "运输", "设计与结构计算", "税费"):
        assert wanted in said, wanted
    assert "不含税" not in said  # tax is one of what is left out, named once
