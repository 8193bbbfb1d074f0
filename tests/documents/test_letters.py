"""Every letter as a person, a phone and a standard viewer read it."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date

import pypdfium2
import pytest
import zxingcpp
from pyhanko.pdf_utils.reader import PdfFileReader

from signage.applications.letter_content import Changed, Defect, Officer, Remedies
from signage.applications.letters import LetterKind
from signage.applications.model import Track
from signage.demo.letters import sample_letters
from signage.documents import DocumentFaces, LetterSealer, read_code, typeset_letter, verify_document
from signage.documents.code import make_letter_code
from signage.documents.letter_wording import Phrases, only_read_articles, unread_articles, wording
from signage.documents.trust import read_trust
from signage.errors import DocumentError, GuardFailed, ToolError
from signage.typography import FontCatalogue

from .builders import notice

BARE = DocumentFaces.bundled()
SAMPLES = {letter.kind: letter for letter in sample_letters()}


@pytest.fixture(scope="session")
def sealer(seal):
    return LetterSealer(seal, FontCatalogue.standard(), faces=BARE)


class Made(dict):
    """The set letters by kind, each set when it is first asked for."""

    def __init__(self, sealer):
        self.sealer = sealer

    def __missing__(self, kind):
        return self.setdefault(kind, self.sealer.issue(SAMPLES[kind]))


@pytest.fixture(scope="session")
def made(sealer):
    return Made(sealer)


def pages(content):
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "") for page in document]
    finally:
        document.close()


def squeezed(content):
    return "".join(pages(content)).replace(" ", "")


def sample(kind, **content):
    letter = SAMPLES[LetterKind(kind)]
    return replace(letter, content=replace(letter.content, **content))


def set_pages(letter, seal):
    code = make_letter_code(letter, date(2026, 11, 24), seal.sign_code) if letter.kind.is_sealed else None
    return pages(typeset_letter(letter, code, faces=BARE).content)


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_names_its_organ_number_title_and_addressee(made, kind):
    letter, words = SAMPLES[kind], squeezed(made[kind].content)
    for word in (letter.organ.name, letter.number, letter.title, letter.addressee.name):
        assert word.replace(" ", "") in words
    assert "无法律效力" in words
    assert "{" not in words


@pytest.mark.parametrize("kind", ["receipt", "promise", "refusal", "withdrawal", "revocation"])
def test_a_short_letter_is_one_page(made, kind):
    assert len(pages(made[LetterKind(kind)].content)) == 1


@pytest.mark.parametrize("kind", [LetterKind.RECEIPT, LetterKind.REVOCATION, LetterKind.TEMPORARY])
def test_a_sealed_letter_verifies_and_its_code_tells_what_it_is(made, seal, kind):
    found = verify_document(made[kind].content, trust=seal.trust)
    assert found.ok
    assert (found.facts.number, found.facts.title) == (SAMPLES[kind].number, SAMPLES[kind].title)
    assert found.facts.short == made[kind].verification_code


def test_letters_signed_by_hand_carry_their_digest_and_no_code(made):
    for kind in (LetterKind.SURVEY, LetterKind.REVIEW, LetterKind.DELIVERY, LetterKind.HEARING_RECORD):
        assert not kind.is_sealed
        assert made[kind].verification_code == ""
        assert SAMPLES[kind].digest in "".join(pages(made[kind].content))


def test_a_letter_signed_by_hand_is_known_by_the_register_alone(made, seal):
    survey = made[LetterKind.SURVEY]
    known = verify_document(survey.content, trust=seal.trust, register={survey.digest}.__contains__)
    assert known.ok
    assert "每个字节都相同" in known.checks[0].explanation_zh
    assert not verify_document(survey.content, trust=seal.trust).ok
    assert not verify_document(survey.content, trust=seal.trust, register=lambda digest: False).ok


def test_one_changed_byte_of_a_letter_is_found(made, seal):
    content = made[LetterKind.REFUSAL].content
    at = content.index(b"stream\n", 10_000) + 40
    changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    assert not verify_document(changed, trust=seal.trust).ok


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler's pdfsig is not installed")
def test_a_standard_viewer_finds_the_seal_valid(made, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(made[LetterKind.EXTENSION].content)
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said


def test_the_printed_code_is_read_from_the_page(made, seal):
    content = made[LetterKind.ACCEPTANCE].content
    document = pypdfium2.PdfDocument(content)
    shot = document[len(document) - 1].render(scale=200 / 72).to_pil()
    document.close()
    (barcode,) = zxingcpp.read_barcodes(shot)
    facts = read_code(barcode.text, read_trust(seal.trust).code_key)
    assert facts.title == "受理通知书"
    assert facts.applicant == SAMPLES[LetterKind.ACCEPTANCE].addressee.name


@pytest.mark.parametrize("kind", ["extension", "review"])
def test_the_same_letter_gives_the_same_bytes_before_sealing(seal, kind):
    letter = SAMPLES[LetterKind(kind)]
    code = make_letter_code(letter, date(2026, 11, 24), seal.sign_code) if letter.kind.is_sealed else None
    first, second = (typeset_letter(letter, code, faces=BARE).content for _ in range(2))
    assert first == second
    assert b"pdfaid:part>3<" in first
    assert b"/MarkInfo" in first


def test_the_data_travels_inside_the_letter(made):
    reader = PdfFileReader(io.BytesIO(made[LetterKind.CORRECTION].content))
    names = [str(name) for name in list(reader.root["/Names"]["/EmbeddedFiles"]["/Names"])[0::2]]
    assert names == ["code.txt", "letter.json"]


def test_a_refusal_says_why_and_where_to_challenge_it(made):
    words = squeezed(made[LetterKind.REFUSAL].content)
    for reason in SAMPLES[LetterKind.REFUSAL].content.reasons:
        assert reason.text.replace(" ", "") in words
    for word in ("六十日内向示例市人民政府申请行政复议", "六个月内依法向示例市示例区人民法院提起行政诉讼"):
        assert word in words


def test_a_one_time_notice_lists_everything_over_as_many_pages_as_it_takes(seal):
    defects = tuple(Defect(what=f"第{n}处问题需要说明", how=f"第{n}条办法" * 4) for n in range(1, 41))
    found = set_pages(sample("correction", defects=defects), seal)
    assert len(found) > 2
    whole = "".join(found)
    assert all(f"第{n}处问题需要说明" in whole for n in range(1, 41))
    assert sum("怎样补正" in page for page in found) == len(found) - (0 if "怎样补正" in found[-1] else 1)
    assert "共40项" in whole


@pytest.mark.parametrize("count", [1, 4, 5, 6, 7, 8, 9, 11])
def test_the_date_never_stands_on_a_page_without_text(seal, count):
    defects = tuple(Defect(what=f"第{n}处问题", how="补交") for n in range(1, count + 1))
    last = set_pages(sample("correction", defects=defects), seal)[-1]
    assert "2026年11月24日" in last
    assert "请于2026年12月8日前（含当日）补正" in last.replace(" ", "") or "特此告知" in last


@pytest.mark.parametrize("kind", LetterKind)
def test_nothing_runs_out_of_the_page(made, kind):
    assert_inside(made[kind].content)


def assert_inside(content):
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_charbox(n) for n in range(text.count_chars())]
            assert max(box[2] for box in boxes) < page.get_width() - 18 * 72 / 25.4
            assert min(box[1] for box in boxes) > 5 * 72 / 25.4
    finally:
        document.close()


def test_long_names_and_values_stay_inside(seal):
    long = "示例市晶湾国际海盐文化体验与健康生活综合服务中心湖滨大道旗舰店" * 3
    letter = sample("change", changes=(Changed(what="招牌内容", before=long, after=long[:40]),))
    document_pages = set_pages(replace(letter, addressee=replace(letter.addressee, name=long)), seal)
    assert long[:30] in document_pages[0].replace(" ", "")


def test_a_long_survey_goes_over_the_page_and_keeps_its_signatures_with_the_statement(seal):
    row = SAMPLES[LetterKind.SURVEY].content.rows[0]
    rows = tuple(replace(row, what=f"S1-{n:02d} 门店临街面宽") for n in range(1, 61))
    content = typeset_letter(sample("survey", rows=rows), None, faces=BARE).content
    assert_inside(content)
    found = [page.replace(" ", "") for page in pages(content)]
    assert all(f"S1-{n:02d}门店" in "".join(found) for n in range(1, 61))
    assert "当事人陈述" in found[-1]
    assert "勘验员丁：" in found[-1]


def test_silence_is_worded_as_silence(seal):
    assert "五个工作日内没有告知" in "".join(set_pages(sample("acceptance", is_by_silence=True), seal))
    assert "视为准予延续" in "".join(set_pages(sample("renewal", is_by_silence=True), seal))


def test_a_date_in_a_year_without_a_calendar_is_marked(seal):
    words = "".join(set_pages(sample("acceptance", is_provisional=True), seal))
    assert "放假安排尚未公布" in words


def test_a_natural_person_is_not_called_a_firm(made):
    words = squeezed(made[LetterKind.INTERESTED_PARTY].content)
    assert "你单位" not in words


def test_user_text_never_becomes_typst_source(seal):
    letter = sample("extension", reason="#panic(1) *鉴定* $x$ {organ}")
    assert "#panic(1) *鉴定* $x$ {organ}" in "".join(set_pages(letter, seal))


def test_a_character_that_no_face_has_is_refused(sealer):
    with pytest.raises(ToolError):
        sealer.issue(sample("extension", reason="鉴定\U000f0000"))


def test_the_generator_refuses_what_the_law_forbids(sealer, issuer):
    with pytest.raises(GuardFailed):
        sealer.issue(sample("refusal", remedies=Remedies(review_body="", court="法院")))
    with pytest.raises(GuardFailed) as caught:
        issuer.issue(notice(1, basis=()))
    assert caught.value.code == "letters.no_basis"


def test_the_demonstration_seal_never_stands_under_a_real_organ(sealer):
    letter = SAMPLES[LetterKind.EXTENSION]
    with pytest.raises(ToolError):
        sealer.issue(replace(letter, organ=replace(letter.organ, is_demonstration=False)))


@pytest.mark.parametrize("track", [Track.FILING, Track.GUIDANCE])
@pytest.mark.parametrize(
    "kind",
    ["receipt", "acceptance", "non_acceptance", "correction", "extension", "refusal", "interested_party", "survey"],
)
def test_what_is_no_permit_never_cites_the_law_on_permits(seal, kind, track):
    letter = SAMPLES[LetterKind(kind)]
    basis = ("《示例市户外招牌设置管理规定》（演示文本）第九条",)
    letter = replace(letter, matter=replace(letter.matter, name="户外招牌设施设置备案", basis=basis, track=track))
    found = "".join(set_pages(letter, seal))
    assert "行政许可" not in found
    assert "户外招牌设施设置备案" in found


def test_a_sentence_that_the_wording_lacks_is_named():
    words = Phrases(SAMPLES[LetterKind.EXTENSION], "extension", UTC)
    with pytest.raises(DocumentError) as caught:
        words.say("no_such_sentence")
    assert "extension.no_such_sentence" in caught.value.params["why"]
    with pytest.raises(DocumentError):
        words.say("reason", reason="x")


def test_the_wording_quotes_no_article_that_the_law_does_not_have():
    quoted = [str(word) for word in wording()["ending"]["basis"].values()]
    assert {word[1 : word.index("条")] for word in quoted} == {"八", "六十九", "七十"}


@pytest.mark.parametrize(
    ("kind", "articles"),
    [
        (LetterKind.WITHDRAWAL, "第八条第二款"),
        (LetterKind.REVOCATION, "第六十九条第二款"),
        (LetterKind.CANCELLATION, "第七十条第一项"),
    ],
)
def test_what_ends_a_permit_cites_its_article_and_no_remark_on_it(made, kind, articles):
    said = squeezed(made[kind].content)
    assert articles in said
    assert "凭记忆" not in said


def test_the_law_is_cited_with_those_of_its_articles_that_were_read():
    law = "《中华人民共和国行政许可法》"
    assert only_read_articles(f"根据{law}第五十条和某规定第八条") == f"根据{law}第五十条和某规定第八条"
    assert only_read_articles(f"根据{law}第三十四条、第七十八条的规定") == f"根据{law}第三十四条的规定"
    assert only_read_articles(f"根据{law}第七十八条的规定") == f"根据{law}的规定"


def test_a_head_who_is_named_by_the_post_is_not_called_so_twice(sealer):
    letter = sample("extension", approver=Officer(name="负责人丙（演示）"))
    said = squeezed(sealer.issue(letter).content)
    assert "经本机关负责人丙（演示）批准" in said


def test_every_article_of_the_wording_is_marked_as_read_or_as_from_memory():
    sure = wording()["articles"]
    assert set(sure.values()) == {"read", "memory"}
    assert unread_articles("根据《中华人民共和国行政许可法》第三十四条、第七十八条和第九十九条的规定") == (
        "第七十八条",
        "第九十九条",
    )
    assert unread_articles("《示例市户外招牌设置管理规定》第九条") == ()
