"""`parts.csv` and `pack.json`: read back, safe in a spreadsheet, the same bytes for the same sign."""

from __future__ import annotations

import csv
import io
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from signage.errors import Param
from signage.fabrication import Remark, Tables, make_pack, pack_digest, pack_json, part_numbers, parts_csv, remark_words
from signage.fabrication.files import safe_cell
from signage.locale import Lang, all_codes


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_csv_reads_back_to_the_parts(panel_pack):
    found = rows(parts_csv(panel_pack))
    numbers = part_numbers(panel_pack.layout.pieces)
    assert len(found) == len(panel_pack.parts)
    for row, part in zip(found, panel_pack.parts, strict=True):
        assert row["件号"] == numbers.get(part.piece, "")
        assert row["字"] == part.text
        assert row["物料编码"] == part.item
        assert float(row["净用量"]) == pytest.approx(part.quantity, abs=5e-5)
        assert float(row["质量(kg)"]) == pytest.approx(part.mass_kg, abs=5e-4)
        assert float(row["单价(元)"]) > 0


def test_the_csv_speaks_english_too(panel_pack):
    assert "unit price (CNY)" in rows(parts_csv(panel_pack, Lang.EN))[0]


def test_what_is_unknown_reads_so_and_not_as_nothing(sign, tables):
    making = tables.making.model_copy(update={"role": tuple(r for r in tables.making.role if r.id != "panel")})
    row = next(r for r in rows(parts_csv(make_pack(sign(), tables=Tables(making=making)))) if r["件号"] == "P01")
    assert (row["物料编码"], row["质量(kg)"], row["单价(元)"]) == ("无规则", "未知", "无价格")
    assert "panel" in row["说明"]


@pytest.mark.parametrize("name", ["=1+1", "+盐", "-盐", "@盐", "＝盐"])
def test_no_cell_is_a_formula(sign, name):
    for row in rows(parts_csv(make_pack(sign(name=name)))):
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))


@given(words=st.text(max_size=30))
def test_a_safe_cell_keeps_its_words_in_one_line(words):
    cell = safe_cell(words)
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert all(c.isprintable() for c in cell)


def test_the_json_is_canonical_and_carries_the_models_digest(panel_pack):
    content = pack_json(panel_pack)
    value = json.loads(content)
    assert rfc8785.dumps(value) + b"\n" == content
    assert value["form"] == "signage.pack/2"
    assert value["model_digest"] == panel_pack.layout.digest
    assert value["placed"]["plan_digest"] == panel_pack.plan.digest
    assert len(value["parts"]) == len(panel_pack.parts)
    assert sum(len(one["spots"]) for one in value["light"]) == sum(one.count for one in panel_pack.lit)
    assert value["cost"]["total_fen"] == panel_pack.cost.total_fen
    assert value["structure"]["calculation"] == "yes"
    assert {table["name"] for table in value["tables"]} == {
        "stock.toml",
        "making.toml",
        "electrics.toml",
        "wind.toml",
        "prices.toml",
    }


def test_the_same_sign_gives_the_same_bytes_and_another_one_others(sign):
    one, again, other = make_pack(sign()), make_pack(sign()), make_pack(sign(height=901))
    assert pack_json(one) == pack_json(again)
    assert parts_csv(one) == parts_csv(again)
    assert pack_digest(one) != pack_digest(other)


def test_every_part_and_remark_has_words(panel_pack):
    for part in panel_pack.parts:
        assert f"fabrication.use_{part.use}" in all_codes()
        for lang in Lang:
            remark_words(part.remark, lang)
    for remark in panel_pack.remarks:
        assert remark_words(remark)


PARAMS: dict[str, dict[str, Param]] = {
    "no_rule_role": {"role": "kite"},
    "no_rule_use": {"material": "wood", "use": "returns"},
    "too_thin_use": {
        "letters": "馨",
        "thinnest": "9",
        "module_zh": "a",
        "module_en": "a",
        "least": "20",
        "other_zh": "b",
        "other_en": "b",
    },
}


@pytest.mark.parametrize("code", PARAMS)
def test_a_remark_is_a_sentence_in_both_languages(code):
    remark = Remark(code=f"fabrication.{code}", params=tuple(PARAMS[code].items()))
    zh, en = remark_words(remark, Lang.ZH), remark_words(remark, Lang.EN)
    assert zh.endswith("。")
    assert en.endswith(".")
    assert "{" not in zh + en
