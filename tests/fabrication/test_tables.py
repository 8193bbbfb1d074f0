"""The tables: read strictly, every fault with its file and field; prices in whole fen, and 'no price' for the rest."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.errors import InputError
from signage.fabrication import Group, Tables, excluded_words, make_pack, pack_json, read_prices, yuan
from signage.fabrication.cost import amount_fen, estimate
from signage.fabrication.light_sources import ElectricsTable
from signage.fabrication.making import MakingTable
from signage.fabrication.stock import Stock
from signage.fabrication.wind_table import WindTable
from signage.locale import Lang, describe
from signage.resources import bundled

READERS = {
    "stock.toml": Stock.load,
    "making.toml": MakingTable.load,
    "electrics.toml": ElectricsTable.load,
    "wind.toml": WindTable.load,
    "prices.toml": read_prices,
}

FAULTS = [
    ("stock.toml", "density_kg_m3 = 1190", "density_kg_m3 = 0", "plate[5].density_kg_m3"),
    ("stock.toml", 'id = "acrylic"', 'id = "wood"', None),
    ("stock.toml", "light_face = 4 }", "light_face = 4.5 }", "plate[5]"),
    ("stock.toml", 'material = "aluminium-sheet"\nname_zh = "铝方管', 'material = "tin"\nname_zh = "铝方管', None),
    ("stock.toml", "wall_mm = 3", "wall_mm = 20", "tube[0]"),
    ("stock.toml", "solid_max_mm = 30", 'solid_max_mm = "30"', "plate[5].solid_max_mm"),
    ("making.toml", 'rule = "tray"', 'rule = "trey"', "role[0].rule"),
    ("making.toml", "safety = 2.0", "safety = 0.5", "fixing.safety"),
    ("making.toml", "pitch_mm = 900 ", "pitch_cm = 90 ", "fixing.pitch_cm"),
    ("electrics.toml", "watts = 0.72", "watts = nan", "module[0].watts"),
    ("electrics.toml", "string_max = 30", "string_max = 3000", None),
    ("electrics.toml", "edge_mm = 15", "edge_mm = 25", "module[0]"),
    ("electrics.toml", "watts = 60\n", "watts = 600\n", None),
    ("wind.toml", "mu_sl = 1.3", "mu_sl = 13", "shape[0].mu_sl"),
    ("wind.toml", 'certainty = "ILL"', 'certainty = "sure"', "default.certainty"),
    ("wind.toml", 'parallel = ["free_board", "wall_edge"]', 'parallel = ["freeboard"]', None),
    ("wind.toml", "at_least = 10", "at_least = 10\nmore_than = 3", "trigger[0]"),
    ("prices.toml", "fen = 9500", "fen = 95.5", "price[0].fen"),
    ("prices.toml", "fen = 9500", "fen = 0", "price[0].fen"),
    ("prices.toml", "fen = 9500", "fen = -1", "price[0].fen"),
    ("prices.toml", 'unit = "m2", fen = 9500', 'unit = "kg", fen = 9500', "price[0].unit"),
    ("prices.toml", "date = 2026-11-01", 'date = "soon"', "date"),
    ("prices.toml", 'currency = "CNY"', 'currency = "USD"', "currency"),
    ("prices.toml", "plate/aluminium-sheet/1.5", "plate/aluminium-composite/4", None),
    ("prices.toml", "schema_version = 1", "schema_version = 2", "schema_version"),
    ("prices.toml", "price = [", "prise = [", "prise"),
]


@pytest.mark.parametrize(("file", "old", "new", "field"), FAULTS)
def test_a_fault_of_a_table_is_an_error_that_names_file_and_field(tmp_path, file, old, new, field):
    text = bundled("templates", "fabrication", file).read_text("utf-8")
    assert old in text
    path = tmp_path / file
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as caught:
        READERS[file](path)
    assert caught.value.at.file == file
    if field is not None:
        assert caught.value.at.field == field
    for lang in Lang:
        assert file in str(describe(caught.value, lang))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00", "table_no_toml"),
        (b"price = [", "table_no_toml"),
        (b"a = " + b"[" * 5000, "table_no_toml"),
        (b"# " + b"x" * 600_000, "table_too_large"),
        (b"", "table_wrong"),
    ],
)
def test_what_is_no_table_is_an_error_and_no_crash(tmp_path, content, code):
    path = tmp_path / "p.toml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_prices(path)
    assert caught.value.code == f"fabrication.{code}"
    assert caught.value.at.file == "p.toml"


def test_a_missing_table_is_an_error(tmp_path):
    with pytest.raises(InputError) as caught:
        read_prices(tmp_path / "none.toml")
    assert caught.value.code == "fabrication.table_unreadable"


# --- prices


def prices(tmp_path, rows: str, **head: str):
    facts = {"date": "2026-05-01", "source": '"报价单 7 号"', "is_illustrative": "false", **head}
    lines = [f"{key} = {value}" for key, value in facts.items()]
    text = "\n".join(
        ["schema_version = 1", 'title_zh = "价"', 'title_en = "p"', 'currency = "CNY"', *lines, f"price = [{rows}]"]
    )
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    return read_prices(path)


def test_every_bundled_price_is_illustrative_whole_fen_dated_and_sourced():
    table = read_prices()
    assert table.rows
    for row in table.rows:
        assert row.is_illustrative
        assert isinstance(row.fen, int)
        assert row.fen > 0
        assert isinstance(row.date, dt.date)
        assert row.source


def test_a_users_table_replaces_the_bundled_one_whole(tmp_path, panel_pack):
    own = prices(
        tmp_path,
        '{ item = "plate/acrylic/3", unit = "m2", fen = 12345 },'
        '{ item = "work/led", unit = "n", fen = 100, date = 2026-06-02, source = "口头" }',
    )
    cost = estimate(panel_pack.parts, own)
    priced = {line.item: line for line in cost.lines if line.total_fen is not None}
    assert set(priced) == {"plate/acrylic/3", "work/led"}
    assert (priced["work/led"].date, priced["work/led"].source) == (dt.date(2026, 6, 2), "口头")
    assert (priced["plate/acrylic/3"].date, priced["plate/acrylic/3"].source) == (dt.date(2026, 5, 1), "报价单 7 号")
    assert not any(line.is_illustrative for line in cost.lines)


def test_an_unknown_price_is_none_and_never_nothing(tmp_path, panel_pack):
    cost = estimate(panel_pack.parts, prices(tmp_path, ""))
    assert cost.total_fen == 0
    assert not cost.is_priced
    assert {(line.fen, line.total_fen) for line in cost.lines} == {(None, None)}
    assert len(cost.without_price) == len(cost.lines)


def test_what_an_estimate_leaves_out_is_named_and_it_is_then_not_complete(panel_pack):
    cost = panel_pack.cost
    assert cost.is_priced
    assert not cost.is_complete
    assert {extra.id for extra in cost.excluded} >= {"lift", "transport", "design", "permit", "tax"}
    for lang, lift in ((Lang.ZH, "登高车或脚手架"), (Lang.EN, "lift or scaffold")):
        assert lift in excluded_words(cost, lang)
    told = json.loads(pack_json(panel_pack))["cost"]
    assert told["is_complete"] is False
    assert {extra["id"] for extra in told["excluded"]} == {extra.id for extra in cost.excluded}


def test_an_extra_with_a_price_is_a_line_of_its_own(tmp_path, panel_pack):
    lift = '[{ id = "lift", name_zh = "登高车", name_en = "lift", fen = 80000 }]'
    own = prices(tmp_path, '{ item = "work/led", unit = "n", fen = 100 }', extra=lift)
    cost = estimate(panel_pack.parts, own)
    line = cost.lines[-1]
    assert (line.item, line.group, line.total_fen, line.quantity) == ("extra/lift", Group.EXTRA, 80000, 1.0)
    assert cost.total_fen == sum(one.total_fen for one in cost.lines if one.total_fen is not None)
    assert cost.excluded == ()
    assert excluded_words(cost) == ""


def test_a_users_table_that_says_nothing_of_extras_leaves_the_usual_ones_out(tmp_path, panel_pack):
    assert estimate(panel_pack.parts, prices(tmp_path, "")).excluded == panel_pack.cost.excluded
    assert estimate(panel_pack.parts, prices(tmp_path, "", extra="[]")).excluded == ()


def test_a_price_for_another_unit_is_no_price(tmp_path, panel_pack):
    cost = estimate(panel_pack.parts, prices(tmp_path, '{ item = "plate/acrylic/3", unit = "n", fen = 5 }'))
    assert "plate/acrylic/3" in cost.without_price


def test_the_sum_is_that_of_its_lines_in_whole_yuan(panel_pack):
    cost = panel_pack.cost
    assert cost.is_priced
    assert cost.total_fen == sum(line.total_fen for line in cost.lines)
    for line in cost.lines:
        assert line.total_fen % 100 == 0
        exact = Decimal(repr(line.quantity)) * line.fen
        assert abs(exact - line.total_fen) <= 50
        same = [p for p in panel_pack.parts if p.item == line.item]
        assert line.quantity == pytest.approx(sum(p.bought for p in same), abs=1e-6)
    assert {line.group for line in cost.lines} == set(Group) - {Group.EXTRA}


@given(quantity=st.floats(0, 1e5), fen=st.integers(1, 10**8))
def test_an_amount_is_its_price_to_the_nearest_yuan_and_never_nothing(quantity, fen):
    amount, exact = amount_fen(quantity, fen), Decimal(repr(round(quantity, 6))) * fen
    assert amount % 100 == 0
    assert abs(amount - exact) <= 50 or (0 < exact < 50 and amount == 100)
    assert (amount == 0) == (exact == 0)


@pytest.mark.parametrize(
    ("quantity", "fen", "yuan_of_it"), [(1, 149, 1), (1, 150, 2), (3, 1, 1), (0, 900, 0), (2, 125, 3)]
)
def test_half_a_yuan_is_rounded_up(quantity, fen, yuan_of_it):
    assert amount_fen(quantity, fen) == yuan_of_it * 100


def test_fen_read_as_yuan():
    assert [yuan(fen) for fen in (0, 5, 100, 821294, 123456789)] == ["0.00", "0.05", "1.00", "8,212.94", "1,234,567.89"]


def test_other_densities_give_other_weights(sign, tmp_path):
    path = tmp_path / "stock.toml"
    text = bundled("templates", "fabrication", "stock.toml").read_text("utf-8")
    path.write_text(text.replace("density_kg_m3 = 1190", "density_kg_m3 = 2380"), "utf-8")
    layout = sign()
    usual, heavy = make_pack(layout), make_pack(layout, tables=Tables(stock=Stock.load(path)))
    face = [next(p for p in pack.parts if p.use == "face").mass_kg for pack in (usual, heavy)]
    assert face[1] == pytest.approx(2 * face[0])
    changed = {
        name for (name, one), (_, two) in zip(usual.table_digests, heavy.table_digests, strict=True) if one != two
    }
    assert changed == {"stock.toml"}
