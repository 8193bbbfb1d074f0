"""The check report as PDF, page and JSON: the verdict first, every finding with its place, the same bytes each time."""

import io
import json
import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pypdfium2
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signage.design import read_spec, spec_of
from signage.desk import prepare
from signage.documents import (
    CheckOutcome,
    DocumentFaces,
    check_report_html,
    check_report_json,
    check_report_pdf,
    verify_document,
)
from signage.documents.report_content import report_content
from signage.documents.report_json import report_schema
from signage.documents.seal_picture import draw_seal
from signage.frontage import read_plan
from signage.locale import Lang, speaking, text
from signage.render.typst_runner import Place
from signage.resources import bundled
from signage.rules import CheckReport, Finding, Verdict, books_for
from signage.rules.findings import BookIdentity, Modality
from signage.typography import FontCatalogue
from signage.units import Quantity, Unit

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
ON = date(2026, 11, 24)


def finding(number, verdict, **changes):
    facts = {
        "rule_id": f"demo-{number:02d}",
        "book": "demo-city",
        "title_zh": f"第{number}项要求",
        "title_en": f"rule {number}",
        "clause": f"4.3.{number}",
        "document": "示例市店招规则",
        "source": "示例数值〔ILL〕",
        "modality": Modality.MUST,
        "subject": "S1-01",
        "verdict": verdict,
        "required": "≥ 2500 mm",
        "measured": Quantity(2380, Unit.MM),
        "margin": Quantity(-120, Unit.MM),
        "message_zh": f"第{number}项的说明。",
        "hint_zh": "上移 120 mm。",
        "is_illustrative": True,
        "measure": "clear_height",
    }
    return Finding(**{**facts, **changes})


def report(*findings, illustrative=True):
    book = BookIdentity(
        name="demo-city",
        edition="2026",
        digest="sha256:" + "b2" * 32,
        title_zh="示例市店招规则（示例）",
        title_en="demo",
        is_illustrative=illustrative,
    )
    return CheckReport(on=ON, unit="S1-01", books=(book,), proposal_digest="sha256:" + "c3" * 32, findings=findings)


def words_of_pdf(content):
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def words_of(checked):
    return words_of_pdf(check_report_pdf(checked, made_at=NOON, name="徽盐生活馆", faces=DocumentFaces.bundled()))


@pytest.fixture(scope="module")
def fonts():
    return FontCatalogue.standard()


@pytest.fixture(scope="module")
def desk(fonts):
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    spec = read_spec(bundled("samples", "specs", "jingwan-bianmindian.toml"))
    return prepare(spec, plan, "S1-05", books_for(plan.city, ON), ON, fonts)


@pytest.fixture(scope="module")
def pdf(desk, fonts):
    return check_report_pdf(
        desk.report, made_at=NOON, proposal=desk.proposal, fonts=fonts, faces=DocumentFaces.bundled()
    )


@pytest.fixture(scope="module")
def html(desk, fonts):
    return check_report_html(desk.report, made_at=NOON, proposal=desk.proposal, fonts=fonts)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_word_and_its_sentence(verdict):
    page = "\n".join(words_of(report(finding(1, verdict))))
    assert text(f"report.verdict_{verdict.value.lower()}", count=1) in re.sub(r"\s*\n\s*", "", page)
    assert "第1项要求" in page


def test_the_verdict_comes_before_the_findings_and_the_worst_first():
    checked = report(finding(1, Verdict.PASS), finding(2, Verdict.WARN), finding(3, Verdict.FAIL))
    page = "\n".join(words_of(checked))
    order = ["还不能这样装", "第3项要求", "第2项要求", "第1项要求"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "−120 mm" in page
    for digest in (checked.digest, checked.proposal_digest, checked.books[0].digest):
        assert digest in page


def test_illustrative_books_are_named_on_every_page():
    pages = words_of(report(*(finding(n, Verdict.FAIL) for n in range(1, 30))))
    assert len(pages) > 2
    assert all("示例市店招规则（示例）" in page and "无法律效力" in page for page in pages)


def test_what_was_not_measured_says_so_and_who_can_supply_it():
    open_one = finding(1, Verdict.UNMEASURED, measured=None, margin=None, missing="缺少亮度，由设计单位提供")
    page = "\n".join(words_of(report(open_one)))
    assert "未测得" in page
    assert "缺少亮度，由设计单位提供" in page
    assert "没有量出来的不算通过" in page


def test_findings_are_grouped_by_what_they_concern_in_the_order_of_their_numbers():
    checked = report(
        finding(1, Verdict.FAIL, measure="name_agreement"),
        finding(2, Verdict.FAIL, measure="luminance"),
        finding(3, Verdict.FAIL, measure="panel_height"),
        finding(4, Verdict.FAIL, measure="roof_gap"),
        finding(5, Verdict.FAIL, measure="palette_distance"),
    )
    (section,) = report_content(checked, made_at=NOON).data["sections"]
    assert [group["head"] for group in section["groups"]] == ["位置", "尺寸", "灯光", "颜色", "文字内容"]
    cards = [card for group in section["groups"] for card in group["findings"]]
    assert [card["number"] for card in cards] == [1, 2, 3, 4, 5]


def test_materials_number_and_luminance_stand_under_their_own_heads():
    checked = report(
        finding(1, Verdict.FAIL, measure="combustible_materials"),
        finding(2, Verdict.FAIL, measure="light_contrast"),
        finding(3, Verdict.FAIL, measure="sign_count"),
        finding(4, Verdict.FAIL, measure="owner_consent"),
    )
    (section,) = report_content(checked).data["sections"]
    assert [(group["head"], [card["id"] for card in group["findings"]]) for group in section["groups"]] == [
        ("数量", ["demo-03"]),
        ("灯光", ["demo-02"]),
        ("材料", ["demo-01"]),
        ("场所与手续", ["demo-04"]),
    ]


def test_a_time_of_making_is_printed_only_where_one_was_given(desk, fonts):
    with speaking(Lang.EN):
        given = dict(report_content(desk.report, made_at=NOON, proposal=desk.proposal, fonts=fonts).data["facts"])
        none = dict(report_content(desk.report, proposal=desk.proposal, fonts=fonts).data["facts"])
    assert given["Made at"].startswith("2026-11-24 04:00")
    assert "Made at" not in none
    assert none["Rules as of"] == given["Rules as of"]
    assert check_report_html(desk.report, proposal=desk.proposal, fonts=fonts).count(b"04:00") == 0


def test_the_pdf_can_be_searched_and_names_everything_that_it_rests_on(desk, pdf):
    page = "\n".join(words_of_pdf(pdf))
    for words in ("晶湾食盐便民店", "字高符合规划", "820 mm", "−26.53 mm", "怎么改", "第10条", "signage 0."):
        assert words in page
    for digest in (desk.layout.spec.digest, desk.proposal.plan.digest, desk.layout.font.digest, desk.report.digest):
        assert digest in page


def test_the_pdf_is_tagged_archival_and_the_same_twice(desk, fonts, pdf):
    again = check_report_pdf(
        desk.report, made_at=NOON, proposal=desk.proposal, fonts=fonts, faces=DocumentFaces.bundled()
    )
    assert again == pdf
    assert b"/StructTreeRoot" in pdf or b"StructTreeRoot" in pdf
    assert b"pdfaid" in pdf


def test_another_time_gives_other_bytes_and_json_holds_no_time(desk, fonts):
    one = check_report_html(desk.report, made_at=NOON, proposal=desk.proposal, fonts=fonts)
    other = check_report_html(desk.report, made_at=NOON.replace(hour=5), proposal=desk.proposal, fonts=fonts)
    assert one != other
    assert b"2026-11-24T" not in check_report_json(desk.report, proposal=desk.proposal)


def test_the_english_report_has_no_chinese_beside_names_and_documents(desk, fonts):
    with speaking(Lang.EN):
        data = report_content(desk.report, made_at=NOON, proposal=desk.proposal, fonts=fonts).data
    own = [data["title"], data["verdict"]["word"], *data["verdict"]["sentences"], *data["words"].values()]
    own += [section["head"] for section in data["sections"]] + [row[0] for row in data["facts"]]
    cards = [card for s in data["sections"] for g in s["groups"] for card in g["findings"]]
    own += [card[key] for card in cards for key in ("title", "required", "measured", "source", "hint")]
    assert not [words for words in own if re.search(r"[一-鿿]", words)]


class _Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.levels, self.pictures, self.reached = [], [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "img":
            self.pictures.append(given)
        self.reached += [given[name] for name in ("src", "href") if given.get(name)]


def test_the_page_is_one_file_with_headings_table_heads_and_told_pictures(html):
    outline = _Outline()
    outline.feed(html.decode())
    assert "script" not in outline.tags
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(outline.levels, outline.levels[1:], strict=False))
    assert len(outline.pictures) == 3
    assert all(len(picture["alt"]) > 5 for picture in outline.pictures)
    assert all(place.startswith("data:image/svg+xml;base64,") for place in outline.reached)
    assert html.count(b'scope="col"') >= 4


def test_what_users_typed_is_no_markup(fonts):
    page = check_report_html(report(finding(1, Verdict.FAIL)), made_at=NOON, name="<b>店</b>").decode()
    assert "<b>店</b>" not in page
    assert "&lt;b&gt;店" in page


def faults(value, schema, at="$"):
    """Yield where a value leaves the keys, types and words of a schema; as much of JSON Schema as ours uses."""
    if "anyOf" in schema:
        if all(list(faults(value, one, at)) for one in schema["anyOf"]):
            yield at
        return
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": int | float, "null": type(None)}
    kinds["boolean"] = bool
    named = schema.get("type", [])
    named = [named] if isinstance(named, str) else named
    if named and not any(isinstance(value, kinds[kind]) for kind in named):
        yield f"{at}: {value!r} is no {named}"
    elif ("const" in schema and value != schema["const"]) or ("enum" in schema and value not in schema["enum"]):
        yield f"{at}: {value!r}"
    elif isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        yield from (f"{at}.{key} is missing" for key in schema["required"] if key not in value)
        if schema["additionalProperties"] is False:
            yield from (f"{at}.{key} is not known" for key in value if key not in known)
        for key in value.keys() & known.keys():
            yield from faults(value[key], known[key], f"{at}.{key}")
    elif isinstance(value, list) and "items" in schema:
        for index, one in enumerate(value):
            yield from faults(one, schema["items"], f"{at}[{index}]")


def test_the_json_keeps_to_its_schema_and_is_the_same_twice(desk):
    content = check_report_json(desk.report, proposal=desk.proposal)
    assert content == check_report_json(desk.report, proposal=desk.proposal)
    value = json.loads(content)
    assert list(faults(value, report_schema())) == []
    assert list(faults({**value, "verdict": "GOOD", "more": 1}, report_schema()))
    assert value["verdict"] == "FAIL"
    assert value["counts"]["FAIL"] == len([f for f in value["findings"] if f["verdict"] == "FAIL"])
    assert [f["number"] for f in value["findings"] if f["verdict"] == "FAIL"] == [1, 2]
    bare = json.loads(check_report_json(report(finding(1, Verdict.PASS))))
    assert list(faults(bare, report_schema())) == []


def test_a_sign_without_findings_has_a_report_without_pictures(fonts):
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    spec = read_spec(bundled("samples", "specs", "jingwan-shenghuoguan.toml"))
    good = prepare(spec, plan, "S1-02", books_for(plan.city, ON), ON, fonts)
    made = report_content(good.report, made_at=NOON, proposal=good.proposal, fonts=fonts)
    assert made.data["verdict"]["tone"] == "good"
    assert not made.pictures
    assert made.data["overview"] is None


def test_a_long_name_and_a_projecting_sign_are_set(fonts):
    plan = read_plan(bundled("samples", "plans", "jingwan-li.json"))
    projecting = read_spec(bundled("samples", "specs", "kinds", "projecting.toml"))
    long = spec_of({"kind": "wall-letters", "name": "示例市" + "晶湾食盐便民" * 4, "width_mm": 6800, "height_mm": 900})
    for spec, unit in ((projecting, "S1-02"), (long, "S1-05")):
        checked = prepare(spec, plan, unit, books_for(plan.city, ON), ON, fonts)
        made = report_content(checked.report, made_at=NOON, proposal=checked.proposal, fonts=fonts)
        assert made.data["sections"]


def test_a_report_is_sealed_by_the_seal_of_notices_and_a_change_after_it_is_found(pdf, seal, fonts):
    place = Place(page=0, x_mm=150.0, y_mm=250.0)
    sealed = seal.seal(pdf, place, draw_seal("示例市城市管理局", fonts), reason="招牌检查报告")
    found = verify_document(sealed, trust=seal.trust)
    outcomes = {check.key: check.outcome for check in found.checks}
    assert [outcomes[key] for key in ("integrity", "trust", "lock", "revisions")] == [CheckOutcome.OK] * 4
    assert "演示" in found.signer
    assert words_of_pdf(sealed)[0] == words_of_pdf(pdf)[0]
    later = IncrementalPdfFileWriter(io.BytesIO(sealed))
    later.root["/Lang"] = generic.TextStringObject("xx")
    later.update_root()
    changed = io.BytesIO()
    later.write(changed)
    assert not verify_document(changed.getvalue(), trust=seal.trust).ok
    assert not verify_document(pdf, trust=seal.trust).ok


def test_a_threshold_is_told_as_one_without_a_margin_to_keep():
    below = finding(1, Verdict.PASS, is_threshold=True, margin=Quantity(1620, Unit.MM))
    reached = finding(2, Verdict.PASS, is_threshold=True, is_noted=True, margin=Quantity(-120, Unit.MM))
    rows = report_content(report(below, reached), made_at=NOON).data["passed"]["rows"]
    assert [row["title"] for row in rows] == ["低于界限 · 第1项要求", "达到界限 · 第2项要求"]
    assert {row["margin"] for row in rows} == {"—"}
    assert {row["required"] for row in rows} == {"界限 ≥ 2500 mm"}
