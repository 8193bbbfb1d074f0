"""What a verification says of an issued document, and of what people may do to one."""

import asyncio
import io
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signage.documents import (
    CheckOutcome,
    LocalSeal,
    Stated,
    StatedPermit,
    make_code,
    standing_of,
    typeset_notice,
    verify_document,
)
from signage.documents.faces import DocumentFaces
from signage.documents.verify import MAX_BYTES
from signage.errors import DocumentError
from signage.locale import Lang, describe
from signage.uploads.door import receive
from tests.uploads.hostile import in_process

from .builders import notice


def outcomes(verification):
    return {check.key: check.outcome for check in verification.checks}


def test_an_issued_document_verifies_and_tells_what_was_decided(issued, seal):
    found = verify_document(issued.content, trust=seal.trust)
    assert found.ok
    assert "演示" in found.signer
    assert found.facts.number == notice().number
    assert found.facts.short == issued.verification_code
    assert [name for _, name in found.facts.signs] == [sign.name for sign in notice().signs]
    assert outcomes(found)["register"] is CheckOutcome.NOT_CHECKED


def test_the_register_decides_when_it_is_at_hand(issued, seal):
    assert verify_document(issued.content, trust=seal.trust, register={issued.digest}.__contains__).ok
    stranger = verify_document(issued.content, trust=seal.trust, register=lambda digest: False)
    assert not stranger.ok
    assert outcomes(stranger)["register"] is CheckOutcome.FAILED


def registered(**changes):
    """What a register states of the notice, with something changed."""
    made = notice()
    sign = made.signs[0]
    permit = StatedPermit(
        number=sign.permit_number,
        holder=made.applicant,
        holder_code=made.credit_code,
        term=(sign.valid_from or made.valid_from, sign.valid_to or made.valid_to),
    )
    others = verified_permits(made)[1:]
    return Stated(permits=(replace(permit, **changes), *others))


def verified_permits(made):
    return tuple(
        StatedPermit(
            number=one.permit_number,
            holder=made.applicant,
            holder_code=made.credit_code,
            term=(one.valid_from or made.valid_from, one.valid_to or made.valid_to),
        )
        for one in made.signs
    )


def test_a_register_that_says_the_same_as_the_sealed_paper_is_confirmed(issued, seal):
    found = verify_document(issued.content, trust=seal.trust, registered=lambda digest: registered())
    assert found.ok
    assert outcomes(found)["paper"] is CheckOutcome.OK
    (row,) = (check for check in found.checks if check.key == "paper")
    assert notice().valid_to.isoformat() in row.explanation_zh
    assert notice().applicant in row.explanation_zh


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"term": (date(2026, 1, 1), date(2039, 11, 27))}, "2039-11-27"),
        ({"holder": "某人"}, "持证人"),
        ({"holder_code": "9"}, "持证人"),
        ({"number": "假001"}, "假001"),
    ],
)
def test_a_register_that_says_otherwise_than_the_sealed_paper_is_a_fault(issued, seal, changes, said):
    standing = standing_of("1", (date(2026, 1, 1), date(2039, 11, 27)), on=date(2026, 11, 28))
    found = verify_document(
        issued.content,
        trust=seal.trust,
        registered=lambda digest: registered(**changes),
        permits=lambda digest: (standing,),
    )
    assert not found.ok
    assert outcomes(found)["paper"] is CheckOutcome.FAILED
    assert "standing" not in outcomes(found), "a changed register is no witness"
    assert said in found.wrong(Lang.ZH)
    assert notice().valid_to.isoformat() in found.wrong(Lang.ZH)
    assert found.wrong(Lang.EN).startswith("The register does not say")


def test_without_a_register_the_paper_still_says_its_own(issued, seal):
    found = verify_document(issued.content, trust=seal.trust)
    assert found.ok
    assert outcomes(found)["paper"] is CheckOutcome.NOT_CHECKED


def test_without_a_certificate_nothing_is_ok(issued):
    found = verify_document(issued.content)
    assert not found.ok
    assert outcomes(found)["trust"] is CheckOutcome.NOT_CHECKED
    assert outcomes(found)["integrity"] is CheckOutcome.OK


def test_another_offices_certificate_is_not_trusted(issued, tmp_path):
    other = LocalSeal.load_or_make(tmp_path)
    found = verify_document(issued.content, trust=other.trust)
    assert not found.ok
    assert outcomes(found)["trust"] is CheckOutcome.FAILED


def test_the_seals_certificate_alone_verifies_all_but_the_code(issued, seal):
    first = seal.trust.split(b"-----END CERTIFICATE-----")[0] + b"-----END CERTIFICATE-----\n"
    found = verify_document(issued.content, trust=first)
    assert found.ok
    assert outcomes(found)["trust"] is CheckOutcome.OK
    assert outcomes(found)["code"] is CheckOutcome.NOT_CHECKED


def test_a_revision_added_after_the_seal_is_found(issued, seal):
    writer = IncrementalPdfFileWriter(io.BytesIO(issued.content))
    writer.root["/Added"] = writer.root["/Pages"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    found = verify_document(out.getvalue(), trust=seal.trust)
    assert not found.ok
    assert outcomes(found)["revisions"] is CheckOutcome.FAILED
    assert "追加了内容" in found.wrong(Lang.ZH)


def test_a_changed_date_in_the_text_is_found(issued, seal):
    at = issued.content.index(b"stream\n", 20_000) + 40
    changed = issued.content[:at] + bytes([issued.content[at] ^ 1]) + issued.content[at + 1 :]
    found = verify_document(changed, trust=seal.trust)
    assert not found.ok
    assert outcomes(found)["integrity"] is CheckOutcome.FAILED


@pytest.mark.parametrize("with_register", [False, True])
def test_nothing_of_a_forged_document_reads_as_unaltered(issued, seal, with_register):
    at = issued.content.index(b"stream\n", 20_000) + 40
    changed = issued.content[:at] + bytes([issued.content[at] ^ 1]) + issued.content[at + 1 :]
    register = {issued.digest}.__contains__ if with_register else None
    found = verify_document(changed, trust=seal.trust, register=register)
    assert CheckOutcome.OK not in outcomes(found).values()
    assert found.facts is None
    assert found.wrong(Lang.ZH) == "这份文件不能采信：内容与签章不符，签章之后被人改动过。"
    assert "does not fit the seal" in found.wrong(Lang.EN)
    assert not any("没有：" in one.explanation_zh for one in found.checks)


def test_what_is_wrong_is_said_in_one_sentence_and_nothing_of_a_sound_document(issued, seal):
    assert verify_document(issued.content, trust=seal.trust).wrong(Lang.ZH) == ""
    assert "没有电子签章" in verify_document(unsealed(seal), trust=seal.trust).wrong(Lang.ZH)


def test_an_unsealed_document_fails_with_words(seal):
    letter = unsealed(seal)
    found = verify_document(letter, trust=seal.trust)
    assert not found.ok
    assert "没有电子签章" in found.checks[0].explanation_zh


def unsealed(seal):
    paper = notice(1)
    code = make_code(paper, paper.valid_from, seal.sign_code)
    return typeset_notice(paper, code, faces=DocumentFaces.bundled()).content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "documents.not_a_pdf"),
        (b"PK\x03\x04 zip", "documents.not_a_pdf"),
        (b"%PDF-1.7\n", "documents.truncated"),
        (b"%PDF-1.7\nnothing at all\n%%EOF\n", "documents.unreadable"),
        (b"%PDF-" + bytes(MAX_BYTES), "documents.too_large"),
    ],
)
def test_what_is_no_readable_pdf_is_bad_input(content, code):
    with pytest.raises(DocumentError) as caught:
        verify_document(content, file="x.pdf")
    assert caught.value.code == code
    assert caught.value.at.file == "x.pdf"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_document_is_bad_input(issued, seal, share):
    with pytest.raises(DocumentError) as caught:
        verify_document(issued.content[: int(len(issued.content) * share)], trust=seal.trust)
    assert caught.value.code == "documents.truncated"


def test_an_encrypted_pdf_is_bad_input(seal):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(unsealed(seal))))
    writer.encrypt(owner_pass="secret", user_pass="secret")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError) as caught:
        verify_document(out.getvalue(), trust=seal.trust)
    assert caught.value.code == "documents.encrypted"


@pytest.mark.parametrize("trust", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"\x30\x00"])
def test_a_broken_certificate_is_bad_input(issued, trust):
    with pytest.raises(DocumentError) as caught:
        verify_document(issued.content, trust=trust)
    assert caught.value.code == "documents.trust_unusable"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_single_changed_byte_goes_unnoticed(issued, seal, data):
    gap = re.search(rb"/Contents <", issued.content).end() - 1
    anywhere = st.integers(0, len(issued.content) - 1)
    at = data.draw(st.one_of(anywhere, st.integers(gap, gap + 3600)))
    value = data.draw(st.integers(0, 255).filter(lambda byte: byte != issued.content[at]))
    assert_not_ok(issued.content[:at] + bytes([value]) + issued.content[at + 1 :], seal)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, 160_000), length=st.integers(1, 4000), filling=st.binary(max_size=200))
def test_replaced_stretches_never_verify_nor_crash(issued, seal, start, length, filling):
    mutated = issued.content[:start] + filling + issued.content[start + length :]
    if mutated != issued.content:
        assert_not_ok(mutated, seal)


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=3000))
def test_any_bytes_are_refused_in_words(body):
    with pytest.raises(DocumentError):
        verify_document(b"%PDF-1.7\n" + body + b"\n%%EOF")


def assert_not_ok(content, seal):
    try:
        found = verify_document(content, trust=seal.trust)
    except DocumentError:
        return
    assert not found.ok


def test_verifying_and_sealing_work_inside_a_running_event_loop(issuer, seal):
    async def window():
        document = issuer.issue(notice(1))
        return verify_document(document.content, trust=seal.trust)

    assert asyncio.run(window()).ok


def test_a_sealed_document_that_is_handed_in_as_a_paper_is_told_what_it_is(issued, monkeypatch):
    monkeypatch.setattr("signage.uploads.door.confined", in_process)
    with pytest.raises(DocumentError) as refused:
        receive(issued.content, "决定书.pdf", "M3")
    assert refused.value.code == "uploads.pdf_sealed_here"
    assert "打印为新的 PDF" in describe(refused.value, Lang.ZH).hint
