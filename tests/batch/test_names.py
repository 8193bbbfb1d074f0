from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signage.batch import NameList, read_names
from signage.batch.columns import COLUMNS, column_of, value_of
from signage.batch.files import stem_of
from signage.design import FLAT_FIELDS, spec_of
from signage.errors import InputError, SpecError


def cells(names: NameList) -> list[dict[str, str]]:
    return [dict(row.cells) for row in names.rows()]


def read(text: str, file: str = "list.csv") -> NameList:
    return read_names(text.encode(), file)


def test_a_header_names_the_columns_in_any_order_and_empty_cells_say_nothing():
    names = read("width_mm,name,second_line\n6000,盐味小馆,\n,晶湾,JINGWAN\n")
    assert cells(names) == [{"width_mm": "6000", "name": "盐味小馆"}, {"name": "晶湾", "second_line": "JINGWAN"}]
    assert (names.count, names.header_line) == (2, 1)


HEADINGS = {
    "店名": "name",
    " Name ": "name",
    "宽度(mm)": "width_mm",
    "高（毫米）": "height_mm",
    "字高": "letter_height_mm",
    "字距（毫米）": "letter_gap_mm",
    "letter gap": "letter_gap_mm",
    "Second Line": "second_line",
    "ｗｉｄｔｈ": "width_mm",
    "铺位": "unit",
    "电话": None,
    "": None,
}


@pytest.mark.parametrize(("heading", "field"), HEADINGS.items())
def test_headings_are_known_by_english_and_chinese_names(heading: str, field: str | None):
    assert column_of(heading) == field


@pytest.mark.parametrize("field", COLUMNS)
def test_every_field_is_known_by_its_own_name(field: str):
    assert column_of(field) == field


VALUES = {
    "kind": "wall-letters",
    "construction": "face_lit",
    "panel_material": "aluminium-composite",
    "letter_material": "acrylic",
    "weight": "500",
    "temperature_k": "3000",
    "luminance_cd_m2": "250.5",
    "exemption_proof": "time_honoured_brand；other",
    "typeface": "noto-sans-sc",
    "divider": "是",
    "faces": "1",
    **dict.fromkeys(("panel_colour", "letter_colour", "letter_side_colour", "second_colour"), "#10203A"),
}


@pytest.mark.parametrize("field", FLAT_FIELDS)
def test_a_cell_of_every_field_becomes_the_type_that_a_spec_takes(field: str):
    value = value_of(field, VALUES.get(field, "900" if field.endswith("_mm") else "盐业"))
    given = {"kind": "panel-letters", "name": "盐业", "width_mm": 6000.0, "height_mm": 1200.0, field: value}
    assert code_of(given) not in ("spec.not_a_number", "spec.not_whole", "spec.wrong_type")


def code_of(given: dict[str, object]) -> str:
    """Return what is wrong with a spec; a value out of range has passed as the right type."""
    try:
        spec_of(given)
    except SpecError as error:
        return error.code
    return ""


@pytest.mark.parametrize("cell", ["6米", "6,000", "700.5.1", "inf", "nan", "七百"])
def test_what_is_no_whole_number_is_refused_by_its_field(cell: str):
    with pytest.raises(SpecError) as caught:
        value_of("weight", cell)
    assert caught.value.at is not None
    assert caught.value.at.field == "weight"


@pytest.mark.parametrize(
    ("encode", "told"),
    [
        (lambda text: text.encode(), "utf-8"),
        (lambda text: codecs.BOM_UTF8 + text.encode(), "utf-8"),
        (lambda text: text.encode("gb18030"), "gb18030"),
        (lambda text: text.encode("utf-16"), "utf-16"),
    ],
    ids=["utf-8", "utf-8 with a mark", "gb18030", "utf-16"],
)
def test_the_encoding_is_recognised_and_told(encode, told: str):
    names = read_names(encode("店名,宽\n晶湾𠮷盐业,6000\n"), "list.csv")
    assert names.encoding == told
    assert cells(names) == [{"name": "晶湾𠮷盐业", "width_mm": "6000"}]


def test_a_column_of_names_needs_no_header():
    names = read("晶湾盐业\n\n  盐味小馆  \n")
    assert [(row.number, row.line, row.name) for row in names.rows()] == [(1, 1, "晶湾盐业"), (2, 3, "盐味小馆")]
    assert names.header_line == 0


def test_a_header_alone_above_a_column_of_names_is_no_name():
    assert [row.name for row in read("店名\n晶湾盐业\n").rows()] == ["晶湾盐业"]


def test_a_text_file_takes_each_line_as_it_stands():
    assert [row.name for row in read('茶,饭\r\n"老"字号\r盐业', "list.txt").rows()] == ["茶,饭", '"老"字号', "盐业"]


@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_the_usual_delimiters_are_recognised(delimiter: str):
    assert cells(read(f"name{delimiter}width\n盐业{delimiter}6000\n")) == [{"name": "盐业", "width_mm": "6000"}]


def test_a_quoted_cell_may_hold_commas_and_line_breaks_and_rows_are_counted_as_a_spreadsheet_does():
    names = read('name,second_line\n"茶,饭","a\nb"\n盐业,\n')
    assert [(row.line, row.name) for row in names.rows()] == [(2, "茶,饭"), (3, "盐业")]


def test_cells_beyond_the_header_are_counted_not_dropped():
    assert [row.surplus for row in read("name,width\n盐业,6000,,x\n盐,6000,,\n").rows()] == [1, 0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "batch.empty"),
        (b"\n , \n", "batch.empty"),
        ("店名\n".encode(), "batch.empty"),
        ("name,widht_mm\n盐业,6000\n".encode(), "batch.unknown_column"),
        ("店名,name\n盐业,盐业\n".encode(), "batch.column_twice"),
        (b"width,height\n6000,900\n", "batch.no_name_column"),
        ("盐业,6000\n".encode(), "batch.no_name_column"),
        ("店名，宽度，高度\n盐业，6000，900\n".encode(), "batch.full_width_commas"),
        ('name\n"盐业\n晶湾\n'.encode(), "batch.bad_csv"),
        (b"name\n" + b"\xff\xff\xff", "batch.bad_encoding"),
        (b"\xff\xfe\x00", "batch.bad_encoding"),
        (b"name\n" + b"x" * 200_000, "batch.bad_csv"),
    ],
)
def test_a_list_that_cannot_be_understood_is_refused_whole(content: bytes, code: str):
    with pytest.raises(InputError) as caught:
        read_names(content, "list.csv")
    assert caught.value.code == code
    assert caught.value.at is not None
    assert caught.value.at.file == "list.csv"


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_one_error(content: bytes):
    try:
        names = read_names(content, "list.csv")
    except InputError:
        return
    assert len(list(names.rows())) == names.count


@given(st.integers(1, 20_000), st.text(max_size=80))
def test_file_names_are_safe_on_every_system(number: int, name: str):
    stem = stem_of(number, name)
    assert stem.startswith(f"{number:04d}")
    assert not set(stem) & set('<>:"/\\|?*\n\r\t\x00 \u202e\u200b')
    assert not stem.endswith((".", "-", "_"))
    assert len(stem.encode()) <= 140
    assert stem.isprintable()


def test_file_names_stay_readable():
    assert stem_of(7, "晶湾/盐业 生活馆") == "0007-晶湾_盐业_生活馆"
    assert stem_of(12, "../../etc/passwd") == "0012-etc_passwd"
    assert stem_of(12, "...") == "0012"
