"""The issued notice as a person and a phone read it, its keys, and what is refused."""

import json
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date

import pypdfium2
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from signage.applications.model import Track
from signage.documents import DocumentFaces, LocalSeal, make_code, read_code, typeset_notice
from signage.documents.code import short_code
from signage.documents.notice import _sections
from signage.documents.seal_picture import SEAL_MM, draw_seal
from signage.errors import DocumentError, ToolError
from signage.locale import text

from .builders import ORGAN, notice, png_drawing, sign, svg_drawing

KEY = Ed25519PrivateKey.from_private_bytes(b"a fixed key for a test, 32 bytes")
NAME_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
BARE = DocumentFaces.bundled()


def code_of(paper):
    return make_code(paper, date(2026, 11, 23), KEY.sign)


def pages(content):
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "") for page in document]
    finally:
        document.close()


def picture(content, page, dpi=200):
    document = pypdfium2.PdfDocument(content)
    try:
        document.init_forms()
        return document[page].render(scale=dpi / 72, may_draw_forms=True).to_pil()
    finally:
        document.close()


def test_the_notice_states_everything_it_must(issued):
    paper, words = notice(), "".join(pages(issued.content))
    wanted = [
        paper.organ.name, paper.number, paper.title, paper.applicant, paper.credit_code, paper.acceptance_number,
        *paper.basis, paper.organ.review_body, paper.organ.court, "六十日", "六个月", "自收到本决定书之日起",
        "2026年11月23日", "2029年11月22日", paper.submission_digest, issued.verification_code,
    ]  # fmt: skip
    for one in paper.signs:
        wanted += [one.permit_number, one.unit, one.address, one.name, one.materials, one.lighting, one.drawing_digest]
        wanted += [*one.warnings]
    for word in wanted:
        assert word.replace(" ", "") in words.replace(" ", ""), word


def test_the_lead_of_a_list_goes_over_the_page_with_its_first_line():
    lead, first = text("documents.conditions"), "按照批准的图样设置"
    on_pages = set()
    for signs in range(1, 8):  # a line or two more each: at some length the foot falls behind the lead
        paper = notice(signs, drawings=(), conditions=(first,))
        said = pages(typeset_notice(paper, code_of(paper), faces=BARE).content)
        page = next(n for n, words in enumerate(said) if lead in words)
        assert first in said[page], f"{signs} signs: the lead stands alone at the foot of page {page + 1}"
        on_pages.add(page)
    assert on_pages == {0, 1}


def test_every_page_says_that_it_is_a_demonstration_under_illustrative_rules(issued):
    for number, words in enumerate(pages(issued.content), start=1):
        assert "无法律效力" in words
        assert "示例市店招规则（示例）" in words
        assert f"— {number} —" in words


def test_a_notice_without_illustrative_rules_does_not_speak_of_them():
    paper = notice(1, illustrative_books=())
    words = pages(typeset_notice(paper, code_of(paper), faces=BARE).content)
    assert not any("为示例规则" in page for page in words)


def test_the_printed_code_is_read_from_the_page_and_checked_offline(issued, seal):
    from signage.documents.trust import read_trust

    key = read_trust(seal.trust).code_key
    # Only codes of its kind: a run of lines in a drawing may happen to read as a bar code of another.
    wanted = zxingcpp.BarcodeFormat.QRCode
    found = [zxingcpp.read_barcodes(picture(issued.content, page), formats=wanted) for page in range(2)]
    (barcode,) = [one for read in found for one in read]
    facts = read_code(barcode.text, key)
    assert facts.number == notice().number
    assert barcode.text.startswith(f"HTTPS://SIGNAGE.EXAMPLE/V/{issued.verification_code}/")


def test_the_seal_lies_red_over_the_date(issued):
    document = typeset_notice(notice(), code_of(notice()), faces=BARE)
    place = document.places["seal"]
    shot = picture(issued.content, place.page, dpi=100).convert("RGB")
    scale = 100 / 25.4
    reach = SEAL_MM / 2 + 1
    box = [place.x_mm - reach, place.y_mm - 7 - reach, place.x_mm + reach, place.y_mm - 7 + reach]
    red = count_red(shot.crop([v * scale for v in box]))
    assert red > 1500
    assert red == count_red(shot)


def count_red(shot):
    return sum(1 for r, g, b in shot.get_flattened_data() if r > 150 and g < 80 and b < 80)


@pytest.mark.parametrize("signs", [1, 3, 8])
def test_drawings_come_one_a_page_after_the_table(signs):
    paper = notice(signs)
    words = pages(typeset_notice(paper, code_of(paper), faces=BARE).content)
    for drawing, page in zip(paper.drawings, words[-2:], strict=True):
        assert drawing.digest in page
    assert sum("附件2" in page for page in words) == 2


def test_letters_along_the_seal_stay_above_the_date(fonts):
    outlines = draw_seal(ORGAN.name, fonts).outlines
    letters = outlines[1 : 1 + len(ORGAN.name)]
    assert min(letter.bounds().y0 for letter in letters) > -3.2  # the date's digits begin 3 mm under the centre
    assert all(
        (letter.bounds().centre.x ** 2 + letter.bounds().centre.y ** 2) ** 0.5 < SEAL_MM / 2 for letter in letters
    )


def test_large_pictures_are_reduced_for_the_page_and_keep_their_digest():
    large = png_drawing(size=(2400, 1350))
    paper = notice(1, drawings=(large,))
    content = typeset_notice(paper, code_of(paper), faces=BARE).content
    document = pypdfium2.PdfDocument(content)
    try:
        sizes = [
            item.get_px_size()
            for page in document
            for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        ]
    finally:
        document.close()
    assert sizes == [(1600, 900)]
    assert large.digest in "".join(pages(content))


def test_the_same_notice_gives_the_same_bytes_before_sealing():
    first, second = (typeset_notice(notice(), code_of(notice()), faces=BARE).content for _ in range(2))
    assert first == second
    assert b"pdfaid:part>3<" in first
    assert b"/MarkInfo" in first


def test_long_names_stay_on_the_page():
    long_name = "示例市晶湾国际海盐文化体验与健康生活综合服务中心湖滨大道旗舰店"
    signs = tuple(sign(n, name=long_name, address=long_name) for n in (1, 2, 3))
    paper = notice(signs, applicant=long_name * 2)
    content = typeset_notice(paper, code_of(paper), faces=BARE).content
    document = pypdfium2.PdfDocument(content)
    for page in document:
        text = page.get_textpage()
        rights = [text.get_charbox(i)[2] for i in range(text.count_chars())]
        assert max(rights) < page.get_width() - 18 * 72 / 25.4
    document.close()


def test_a_character_that_no_face_has_is_refused_instead_of_an_empty_box():
    paper = notice(1, applicant="示例\U000f0000公司")
    with pytest.raises(ToolError):
        typeset_notice(paper, code_of(paper), faces=BARE)


def test_user_text_never_becomes_typst_source():
    paper = notice(1, applicant="#panic(1) *公司* $x$ @y")
    assert "#panic(1) *公司* $x$ @y" in pages(typeset_notice(paper, code_of(paper), faces=BARE).content)[0]


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b"GIF89a", "image/gif", "documents.drawing_type"),
        (b"\x89PNG\r\n\x1a\nbroken", "image/png", "documents.drawing_broken"),
        (b"<svg", "image/svg+xml", "documents.drawing_broken"),
        (b'<!DOCTYPE x><svg viewBox="0 0 1 1"/>', "image/svg+xml", "documents.drawing_reaches_out"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><image href="file:///etc/passwd"/></svg>',
            "image/svg+xml",
            "documents.drawing_reaches_out",
        ),
    ],
)
def test_a_drawing_that_cannot_be_placed_is_refused(content, media_type, code):
    from dataclasses import replace

    paper = notice(1, drawings=(replace(svg_drawing(), content=content, media_type=media_type),))
    with pytest.raises(DocumentError) as caught:
        typeset_notice(paper, code_of(paper), faces=BARE)
    assert caught.value.code == code


def test_a_tall_drawing_keeps_the_page_upright():
    paper = notice(1, drawings=(png_drawing(size=(600, 900)), png_drawing(size=(900, 600))))
    document = pypdfium2.PdfDocument(typeset_notice(paper, code_of(paper), faces=BARE).content)
    upright, lying = [document[len(document) - back].get_size() for back in (2, 1)]
    document.close()
    assert upright[0] < upright[1]
    assert lying[0] > lying[1]


def test_the_keys_are_made_once_and_closed_to_others(tmp_path):
    first = LocalSeal.load_or_make(tmp_path / "keys")
    assert LocalSeal.load_or_make(tmp_path / "keys").trust == first.trust
    for name in ("seal.key", "code.key"):
        mode = stat.S_IMODE((tmp_path / "keys" / "local-seal" / name).stat().st_mode)
        assert mode == 0o600


_RACE = """
import sys
from multiprocessing import get_context
from pathlib import Path
from signage.documents.keys import load_or_make_keys

fork = get_context("fork")  # loading the program takes seconds: done once, and the processes begin together
start = fork.Barrier(3)

def make(_):
    start.wait(60)
    return load_or_make_keys(Path(sys.argv[1]), "x").trust

with fork.Pool(3) as pool:
    sys.stdout.buffer.write(b"\\0".join(pool.map(make, range(3), chunksize=1)))
"""


def test_two_processes_that_make_the_keys_at_once_end_with_the_same(tmp_path):
    race = subprocess.run([sys.executable, "-c", _RACE, str(tmp_path)], stdout=subprocess.PIPE, check=True)
    made = race.stdout.split(b"\0")
    assert len(made) == 3
    assert len(set(made)) == 1
    assert b"BEGIN CERTIFICATE" in made[0]
    assert [path.name for path in tmp_path.iterdir()] == ["local-seal"]


def test_broken_keys_are_named_and_left_alone(tmp_path):
    LocalSeal.load_or_make(tmp_path)
    broken = tmp_path / "local-seal" / "seal.key"
    broken.write_text("no key")
    with pytest.raises(ToolError) as caught:
        LocalSeal.load_or_make(tmp_path)
    assert caught.value.code == "documents.keys_unusable"
    assert broken.read_text() == "no key"


def test_the_demonstration_seal_is_refused_in_production(tmp_path):
    with pytest.raises(ToolError) as caught:
        LocalSeal.load_or_make(tmp_path, environment="Production")
    assert caught.value.code == "documents.demonstration_seal_in_production"
    assert not list(tmp_path.iterdir())


def test_the_demonstration_seal_never_stands_under_a_real_organ(issuer):
    from dataclasses import replace

    with pytest.raises(ToolError):
        issuer.issue(notice(1, organ=replace(ORGAN, is_demonstration=False)))


@settings(max_examples=60, deadline=None)
@given(count=st.integers(0, 12), name=st.text(NAME_LETTERS, max_size=40))
def test_a_code_reads_back_what_it_was_made_of(count, name):
    paper = notice(tuple(sign(n, name=name) for n in range(1, count + 1)))
    code = code_of(paper)
    facts = read_code(code.printed.lower(), KEY.public_key())
    assert (facts.number, facts.applicant, facts.sign_count) == (paper.number, paper.applicant, count)
    assert facts.signs == tuple((s.permit_number, s.name) for s in paper.signs)[: len(facts.signs)]
    assert facts.short == code.short


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_a_changed_code_is_refused(data):
    printed = code_of(notice()).printed
    at = data.draw(st.integers(printed.index("/V/") + 3, len(printed) - 1))
    letter = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567-/").filter(lambda one: one != printed[at]))
    with pytest.raises(DocumentError):
        read_code(printed[:at] + letter + printed[at + 1 :], KEY.public_key())


def test_short_codes_have_no_letters_that_read_alike():
    assert short_code("sha256:" + "f" * 64) == "ZZZZ-ZZZZ"
    assert short_code("sha256:" + "0" * 64) == "0000-0000"


def test_the_data_inside_the_document_is_the_notice(seal):
    from signage.documents.notice import notice_data

    held = json.loads(notice_data(notice()))
    assert held["notice"]["signs"][0]["width_mm"] == 600_000
    assert held["digest"].startswith("sha256:")


def test_signs_with_terms_of_their_own_each_name_theirs():
    event = sign(2, valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 7))
    paper = notice(signs=(sign(1), event), drawings=())
    told = "".join(pages(typeset_notice(paper, code_of(paper), faces=BARE, zone=UTC).content))
    assert "期限自2026年12月1日起至2026年12月7日止" in told
    assert "期限自2026年11月23日起至2029年11月22日止" in told
    assert "许可期限自" not in told
    assert "2026.12.1 — 2026.12.7" in told


def test_an_event_beside_signs_is_granted_by_itself_with_its_kind_and_its_days():
    one, event = sign(1), replace(sign(2), is_temporary=True, form="空飘气球", valid_to=date(2026, 12, 1))
    staying, temporary, *_ = _sections(notice(signs=(one, event)))
    assert "户外招牌设施，共1处" in staying["lead"]
    assert "临时户外宣传设施，共1处" in temporary["lead"]
    assert "（空飘气球）" in temporary["lines"][0]
    assert "2026年12月1日" in temporary["lines"][0]
    assert "空飘气球" not in staying["lines"][0]


def test_an_events_sign_is_stated_by_what_can_be_measured_of_it():
    balloon = sign(1, form="空飘气球", lengths=(("diameter", 2400.0), ("top", 9600.0), ("banner_foot", 2300.0)))
    arch = sign(2, form="活动拱门", lengths=(("width", 8000.0), ("height", 4500.0), ("clearance", 3150.0)), bottom_mm=0)
    paper = notice((balloon, arch, sign(3)), drawings=())
    words = "".join(pages(typeset_notice(paper, code_of(paper), faces=BARE).content))
    for wanted in ("直径 2400，顶高 9600 mm", "条幅下沿", "2300 mm", "拱下净高", "3150 mm"):
        assert wanted in words
    assert words.count("底边离地") == 1  # of the sign that hangs on the wall


@pytest.mark.parametrize(
    ("track", "title", "term"),
    [
        (Track.FILING, "户外招牌设置备案通知书", "备案有效期自2026年11月23日起至2029年11月22日止"),
        (Track.GUIDANCE, "招牌设置指导意见书", "本指导意见自2026年11月23日起至2029年11月22日止有效"),
    ],
)
def test_a_filing_and_a_guidance_speak_of_no_permit(track, title, term):
    one = sign(1, track=track, permit_number="示例招备〔2026〕1号", warnings=())
    paper = notice(
        number="示例城管备通〔2026〕7号", title=title, track=track, subject="户外招牌设置", signs=(one,), conditions=(),
        basis=("《示例市户外招牌设置管理规定》（演示文本）第九条",),
    )  # fmt: skip
    told = "".join(pages(typeset_notice(paper, code_of(paper), faces=BARE, zone=UTC).content))
    assert term in told
    assert "六十日" in told
    assert "准予" not in told
    assert "许可" not in told.replace("不是行政许可", "")
    assert "经批准" not in told
