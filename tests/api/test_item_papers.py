"""Papers of the items' own forms: kept when the form comes back, taken in the formats that the catalogue names."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from api.case_papers import sample_papers
from signage.bootstrap import Services
from signage.materials import versions_of
from signage.resources import bundled

from .conftest import APPLICANT
from .test_apply_item import FIGURES
from .test_cases import step

ITEM = "/apply/item/green-occupation"
TYPED = {name: APPLICANT[name] for name in ("applicant_name", "credit_code", "contact", "phone")}
FORM = {
    **TYPED,
    **FIGURES,
    "term_start": "2026-12-01",
    "term_end": "2027-02-28",
    "affects_third_party": "no",
    "needs_survey": "no",
}
TOGETHER = {**FORM, "group": "construction-site", "items": ["street-works", "night-work"]}
LICENCE = ("营业执照.pdf", sample_papers()["M2"][1], "application/pdf")


def token(page: str) -> str:
    return re.findall(r'name="held" value="([^"]+)"', page)[0]


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("path", "form", "code"),
    [(ITEM, FORM, "green-occupation:P2"), ("/apply/together", TOGETHER, "street-works:P2")],
)
def test_a_form_that_comes_back_keeps_its_files_and_hands_them_in(seated, services: Services, path, form, code):
    shop = seated("shop")
    back = shop.post(path, data={**form, "place": ""}, files={f"paper_{code}": LICENCE})
    assert back.status_code == 422
    assert "营业执照.pdf" in back.text
    again = {**form, "place": "示例路 12 号", "held": token(back.text), "incomplete": "yes"}
    sent = shop.post(path, data=again, follow_redirects=False)
    assert sent.status_code == 303, sent.text
    with services.office.reading() as unit:
        case = unit.applications.get(sent.headers["location"].partition("?")[0].rpartition("/")[2])
    assert [(paper.kind, paper.file_name) for paper in case.materials] == [(code, "营业执照.pdf")]


def test_a_kept_file_still_says_that_its_circumstance_holds(seated):
    files = {"paper_green-occupation:P3": ("授权.pdf", LICENCE[1], "application/pdf")}
    back = seated("shop").post(ITEM, data={**FORM, "place": ""}, files=files)
    ticked = seated("shop").post(ITEM, data={**FORM, "place": "", "held": token(back.text)}).text
    assert re.search(r'value="by_agent" checked', ticked)
    dropped = {**FORM, "place": "", "held": token(back.text), "drop_green-occupation:P3": "yes"}
    assert not re.search(r'value="by_agent" checked', seated("shop").post(ITEM, data=dropped).text)


def test_an_unlisted_paper_of_the_form_loses_nothing_else(seated):
    files = {"paper_green-occupation:P2": LICENCE, "paper_other:P1": LICENCE}
    back = seated("shop").post(ITEM, data={**FORM, "place": "示例路 12 号"}, files=files)
    assert back.status_code == 422
    assert token(back.text)
    sound = {**FORM, "place": "示例路 12 号", "incomplete": "yes"}
    assert seated("shop").post(ITEM, data=sound, files=files).status_code == 422


def test_who_applied_before_is_not_asked_for_name_and_telephone_again(seated):
    shop = seated("shop")
    assert f'value="{TYPED["contact"]}"' not in shop.get(ITEM).text
    shop.post(ITEM, data={**FORM, "place": "示例路 12 号", "incomplete": "yes"})
    for path in (ITEM, "/apply/together?group=opening-a-shop"):
        page = shop.get(path).text
        assert all(f'value="{value}"' in page for value in TYPED.values()), path
    assert f'value="{TYPED["contact"]}"' not in seated("agent").get(ITEM).text


def test_every_field_says_what_it_takes_before_anything_is_chosen(seated):
    page = seated("shop").get(ITEM).text
    plan = page.partition("占用范围图")[2].partition("</div>")[0]
    assert 'accept=".pdf,.png,.jpg,.jpeg,.webp,.dxf,.svg"' in plan
    assert "PDF、PNG、JPEG、WebP、DXF、SVG" in plan
    form = page.partition("paper_green-occupation:P1")[2].partition("</div>")[0]
    assert 'accept=".pdf,.png,.jpg,.jpeg,.webp"' in form


@pytest.mark.parametrize(
    ("code", "name", "content", "words"),
    [
        ("P4", "plan.dxf", bundled("samples/plans/jingwan-li.dxf").read_bytes(), ""),
        ("P4", "plan.dwg", b"AC1032" + bytes(60), "AutoCAD 2018 DXF"),
        ("P1", "form.dwg", b"AC1032" + bytes(60), "打印（输出）为 PDF"),
        ("P2", "photo.heic", b"\x00\x00\x00\x18ftypheic" + bytes(60), "JPEG 后上传"),
        ("P1", "photo.heic", b"\x00\x00\x00\x18ftypheic" + bytes(60), "JPEG 后上传"),
        ("P1", "form.png", png(), ""),
        ("P1", "form.dxf", bundled("samples/plans/jingwan-li.dxf").read_bytes(), "这里不收 DXF 文件。"),
        ("P2", "scan.tif", b"II*\x00" + bytes(60), "PDF、PNG、JPEG、WebP"),
    ],
)
def test_a_paper_is_taken_as_its_data_says_and_refused_with_the_export_to_use(seated, code, name, content, words):
    files = {f"paper_green-occupation:{code}": (name, content, "application/octet-stream")}
    data = {**FORM, "place": "示例路 12 号", "incomplete": "yes"}
    answer = seated("shop").post(ITEM, data=data, files=files, follow_redirects=False)
    assert answer.status_code == (422 if words else 303)
    if words:
        assert words in answer.text.partition(f'id="paper_green-occupation:{code}-wrong"')[2].partition("</p>")[0]


def test_a_paper_of_an_earlier_case_is_used_again_under_the_code_of_the_item_that_asks(seated, services: Services):
    shop = seated("shop")
    data = {**FORM, "place": "示例路 12 号", "incomplete": "yes"}
    shop.post(ITEM, data=data, files={"paper_green-occupation:P2": LICENCE})
    sent = shop.post("/apply/item/tree-felling", data=data, follow_redirects=False)
    case = sent.headers["location"].partition("?")[0]
    step(seated("clerk"), case, "return")
    page = shop.get(f"{case}/materials").text
    assert "P2 营业执照（统一社会信用代码） v1.pdf" in page
    version = re.findall(r'action="[^"]+/reuse"><input type="hidden" name="version" value="([^"]+)"', page)[0]
    assert shop.post(f"{case}/materials/reuse", data={"version": version}, follow_redirects=False).status_code == 303
    (used,) = versions_of(services.database.reading, case.rpartition("/")[2])
    assert used.kind == "tree-felling:P2"
    assert 'name="version" value="' + version not in shop.get(f"{case}/materials").text
