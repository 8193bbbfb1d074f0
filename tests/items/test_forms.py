"""Forms stand in an item's file: read whole, or refused with their place."""

from __future__ import annotations

import pytest

from signage.errors import InputError
from signage.items import load_catalogue, parse_item
from signage.items.forms import FieldKind, FormKind
from signage.locale import Lang, describe

from .builders import NAME, sample


def test_a_form_is_read_with_its_fields():
    (form,) = parse_item(sample(), file=NAME).forms
    assert (form.code, form.kind, form.zh, form.paper) == ("application", FormKind.APPLICATION, "花箱设置备案表", "P1")
    fields = {field.label: field for field in form.fields}
    assert fields["数量"].unit == "个"
    assert fields["植物"].example == ("花卉",)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('paper = "P1"', 'paper = "P9"', "forms[0].paper"),
        ('options = ["花卉", "灌木", "藤本"], ', "", "forms[0].parts[0].fields[3].options"),
        ('example = ["花卉"]', 'example = ["仙人掌"]', "forms[0].parts[0].fields[3].example"),
        ('is_many = true, example = ["花卉"]', 'example = ["花卉", "灌木"]', "forms[0].parts[0].fields[3].example"),
        (
            'kind = "number", width = "half", unit = "个", example = "4"',
            'kind = "table"',
            "forms[0].parts[0].fields[1].columns",
        ),
        (
            'kind = "number", width = "half", unit = "个", example = "4"',
            'kind = "table", rows = 2, columns = [{ label = "甲" }, { label = "乙" }], example_rows = [["1"]]',
            "forms[0].parts[0].fields[1].example_rows[0]",
        ),
        ('kind = "text", hint', 'kind = "essay", hint', "forms[0].parts[0].fields[0].kind"),
        ('paper = "P1"', 'kind = "statement", paper = "P1"', "forms[0]"),
        ('need = "always", is_whole', 'need = "often", is_whole', "forms[0].parts[0].fields[1].need"),
        ('need = "always", is_whole', 'need = "some_cases", is_whole', "forms[0].parts[0].fields[1].why"),
        ('need = "always", is_whole', 'why = "有的", why_en = "some", is_whole', "forms[0].parts[0].fields[1].why"),
        ("least = 2", "least = 2, most = 1", "forms[0].parts[0].fields[2].most"),
        ('kind = "text", hint', 'kind = "text", is_whole = true, hint', "forms[0].parts[0].fields[0].need"),
    ],
)
def test_what_contradicts_itself_is_refused_at_its_place(old: str, new: str, field: str):
    with pytest.raises(InputError) as caught:
        parse_item(sample((old, new)), file=NAME)
    assert caught.value.at is not None
    assert caught.value.at.field == field
    for lang in Lang:
        assert "{" not in describe(caught.value, lang).message


def test_every_bundled_application_form_asks_for_something_of_its_own_and_shows_how():
    for item in load_catalogue().items:
        for form in item.forms:
            fields = list(form.fields)
            if form.kind is not FormKind.AUTHORISATION:
                assert fields, (item.code, form.code)
            for field in fields:
                has_example = field.example_rows if field.kind is FieldKind.TABLE else field.example
                assert has_example, (item.code, form.code, field.label)


def test_every_bundled_number_is_named_in_english_too_since_pages_ask_for_it():
    for item in load_catalogue().items:
        for form in item.forms:
            for field in (one for part in form.parts for one in part.fields if one.kind is FieldKind.NUMBER):
                assert field.label_en, (item.code, field.label)
                assert field.unit.isascii() or field.unit in ("m²", "m³", "m³/d", "cd/m²") or field.unit_en, field.unit
