"""Forms and service guides are set from the catalogue's data alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2 as pdfium
import pytest

from signage.applications.form_values import FormValues
from signage.applications.notices import Organ
from signage.applications.policy_file import load_policy
from signage.bootstrap import read_organ
from signage.documents import DocumentFaces
from signage.documents.form_page import Filling, form_content, form_of, typeset_form
from signage.documents.service_guide import guide_content, typeset_guide
from signage.errors import NotFound
from signage.items import CatalogueItem, load_catalogue
from signage.settings import Settings

AT = datetime(2026, 11, 24, tzinfo=UTC)
FACES = DocumentFaces.bundled()


@pytest.fixture(scope="module")
def organ() -> Organ:
    return read_organ(Settings())


@pytest.fixture
def shop_sign() -> CatalogueItem:
    return load_catalogue().item("shop-sign")


def words_of(pdf: bytes) -> tuple[int, str]:
    document = pdfium.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    return len(pages), "".join("\n".join(pages).split())


def test_a_blank_form_holds_no_word_of_the_example(shop_sign: CatalogueItem, organ: Organ):
    blank = form_content(shop_sign, form_of(shop_sign), organ, Filling.BLANK, FormValues())
    example = form_content(shop_sign, form_of(shop_sign), organ, Filling.EXAMPLE, FormValues())
    assert "晶湾" not in str(blank)
    assert "示例市晶湾盐业有限公司" in str(example)
    assert (blank["mark"], example["mark"]) == ("", "示范文本")


def test_the_example_is_typeset_on_two_pages_with_its_mark_papers_and_office_block(
    shop_sign: CatalogueItem, organ: Organ
):
    form = form_of(shop_sign)
    pdf = typeset_form(shop_sign, form, organ, made_at=AT, filling=Filling.EXAMPLE, faces=FACES)
    pages, said = words_of(pdf)
    assert pages == 2
    for word in ("户外招牌设置申请表", "示范文本", "晶湾盐业生活馆", "M13", "以下由窗口填写", "申请人声明"):
        assert word in said
    assert pdf == typeset_form(shop_sign, form, organ, made_at=AT, filling=Filling.EXAMPLE, faces=FACES)


def test_stated_values_fill_fields_tick_options_and_list_signs(shop_sign: CatalogueItem, organ: Organ):
    rows = {"signs": ({"unit": "A-1", "name": "甲店"}, {"unit": "A-2", "name": "乙店"})}
    values = FormValues(texts={"applicant_name": ("某店",), "purpose": ("延续",)}, rows=rows, papers=frozenset({"M2"}))
    made = form_content(shop_sign, form_of(shop_sign), organ, Filling.STATED, values)
    cells = {cell["label"]: cell for block in made["blocks"] for cell in block.get("row", ())}
    assert cells["名称（姓名）"]["text"] == ["某店"]
    assert cells["申请类别"]["text"] == ["延续"]
    assert cells["载体权属"]["text"] == []  # nobody stated it, so the pen does
    (table,) = (block["table"] for block in made["blocks"] if "table" in block)
    assert [row[:2] for row in table["rows"]] == [["A-1", "甲店"], ["A-2", "乙店"], ["", ""]]
    (papers,) = (block["papers"] for block in made["blocks"] if "papers" in block)
    assert [row["code"] for row in papers["rows"] if row["is_there"]] == ["M2", "M6", "M7"]


def test_a_very_long_text_makes_the_form_longer_and_loses_nothing(shop_sign: CatalogueItem, organ: Organ):
    long = "很长的名称" * 60
    values = FormValues(texts={"applicant_name": (long,), "place": (long,)})
    pdf = typeset_form(
        shop_sign, form_of(shop_sign), organ, made_at=AT, filling=Filling.STATED, values=values, faces=FACES
    )
    _, said = words_of(pdf)
    assert said.count("很长的名称") == 120


@pytest.mark.parametrize(("code", "form"), [("gas-licence", "safety"), ("shop-sign", "authorisation")])
def test_statements_and_authorisations_have_their_signatures_and_no_office_block(code: str, form: str, organ: Organ):
    item = load_catalogue().item(code)
    _, said = words_of(typeset_form(item, form_of(item, form), organ, made_at=AT, faces=FACES))
    assert "（签名或盖章）" in said
    assert "以下由窗口填写" not in said


@pytest.mark.parametrize(
    ("code", "paper"), [("carrier-consent", "M4"), ("neighbour-consent", "M10"), ("brand-authorisation", "M11")]
)
def test_who_gives_a_consent_signs_it_not_the_applicant(shop_sign: CatalogueItem, code: str, paper: str, organ: Organ):
    form = form_of(shop_sign, code)
    assert form.paper == paper
    *_, last = form_content(shop_sign, form, organ, Filling.EXAMPLE, FormValues())["blocks"]
    assert last["declared"]["signatures"] == [["出具人（签名或盖章）", "样例甲"]]


def test_every_form_of_the_catalogue_has_content_for_blank_and_example(organ: Organ):
    for item in load_catalogue().items:
        for form in item.forms:
            for filling in (Filling.BLANK, Filling.EXAMPLE):
                assert form_content(item, form, organ, filling, FormValues())["title"] == form.zh


def test_a_form_that_is_not_there_is_told_with_those_that_are(shop_sign: CatalogueItem):
    with pytest.raises(NotFound) as caught:
        form_of(shop_sign, "poem")
    assert "safety" in str(caught.value.params["known"])
    with pytest.raises(NotFound):
        form_of(replace(shop_sign, forms=()))


def test_the_printed_guide_has_every_paper_the_steps_and_the_window(shop_sign: CatalogueItem, organ: Organ):
    policy = load_policy()
    pdf = typeset_guide(shop_sign, organ, policy, today=date(2026, 11, 24), made_at=AT, faces=FACES)
    _, said = words_of(pdf)
    for paper in shop_sign.papers:
        assert "".join(paper.name_zh.split()) in said
    for word in ("提交申请", "法定20个工作日", "示例市示例区人民法院", "演示"):
        assert word in said
    for item in load_catalogue().items:
        assert guide_content(item, organ, policy, date(2026, 11, 24))["results"]
