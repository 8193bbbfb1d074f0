"""A granted permit is withdrawn, revoked or cancelled on a ground that the officer chooses, and says so everywhere."""

from __future__ import annotations

from contextlib import closing

import pytest
from pypdfium2 import PdfDocument

from signage.applications.letters import LetterKind
from signage.applications.model import State
from signage.bootstrap import Services
from tests.api.plain_cases import issued
from tests.api.test_cases import step


def letter_text(services: Services, case: str, kind: LetterKind) -> str:
    with services.office.reading() as unit:
        letter = next(one for one in unit.documents.of(case.rpartition("/")[2]) if one.kind is kind)
    with closing(PdfDocument(services.office.blobs.get(letter.digest))) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def test_a_withdrawn_permit_names_the_change_and_compensation_and_is_of_no_force(seated, services: Services):
    shop, boss, clerk = seated("shop"), seated("supervisor"), seated("clerk")
    case = f"/applications/{issued(services).id}"
    assert "撤回许可" in boss.get(case).text
    assert "撤回许可" not in clerk.get(case).text
    assert "第八条第二款" in boss.get(case).text
    words = "临街外墙列入改造范围，将于2027年3月拆除。"
    unnamed = step(boss, case, "withdraw_permit", words=words)
    assert unnamed.status_code == 409
    assert "没有选择法定情形" in unnamed.text
    assert step(clerk, case, "withdraw_permit", words=words, ground="withdrawal_facts").status_code == 403
    assert step(boss, case, "withdraw_permit", words=words, ground="withdrawal_facts").status_code == 303
    with services.office.reading() as unit:
        stored = unit.applications.get(case.rpartition("/")[2])
        permit = unit.permits.by_number(stored.permits[0].number)
        assert unit.permits.live_at(permit.position_key) is None
    assert stored.state is State.PERMIT_WITHDRAWN
    assert stored.deadline("removal") is not None
    page = shop.get(case).text
    assert "许可已撤回" in page
    assert "所依据的客观情况发生重大变化（第八条第二款）" in page
    said = letter_text(services, case, LetterKind.WITHDRAWAL)
    assert "第八条第二款" in said
    assert words.rstrip("。") in said
    assert "依法给予补偿" in said
    assert "撤回许可" in shop.get(f"/register/{permit.number}").text
    notice = shop.get(f"{case}/notice.pdf").content
    told = shop.post("/verify", files={"file": ("n.pdf", notice, "application/pdf")}).text
    assert "文书真实，许可已失效" in told
    assert "撤回许可" in told
    assert services.database.verify_history().ok


@pytest.mark.parametrize(
    ("ground", "redress", "cited"),
    [
        ("revocation_procedure", "", "属于违反法定程序作出的准予行政许可决定"),
        ("revocation_deceit", "基于该行政许可取得的利益不受保护", "系以欺骗、贿赂等不正当手段取得"),
    ],
)
def test_a_revocation_cites_the_chosen_ground_and_what_the_officer_says_of_losses(
    seated, services: Services, ground, redress, cited
):
    case = f"/applications/{issued(services).id}"
    boss = seated("supervisor")
    assert step(boss, case, "revoke", ground="cancellation_other").status_code == 409
    unheard = step(boss, case, "revoke", ground=ground, redress=redress, heard=" ")
    assert unheard.status_code == 409
    assert "没有写明何时、以何种方式听取了持有人的陈述和申辩" in unheard.text
    assert 'id="heard-revoke-wrong"' in unheard.text
    heard = "2026年11月20日当面听取陈述，持有人没有异议"
    assert step(boss, case, "revoke", ground=ground, redress=redress, heard=heard).status_code == 303
    told = letter_text(services, case, LetterKind.REVOCATION)
    assert "听取陈述和申辩" in told
    assert heard in told
    said = letter_text(services, case, LetterKind.REVOCATION)
    assert cited in said
    assert redress in said
    assert ("补偿" in said) is False
    # What is revoked is cancelled afterwards, on the ground that it was.
    assert "注销" in boss.get(case).text
    assert step(boss, case, "cancel", ground="cancellation_other").status_code == 409
    assert step(boss, case, "cancel", ground="cancellation_ended").status_code == 303
    assert "已经依法被撤销、撤回" in letter_text(services, case, LetterKind.CANCELLATION)


def test_a_holder_cancels_without_naming_a_ground_and_the_head_names_one(seated, services: Services):
    shop, boss = seated("shop"), seated("supervisor")
    case = f"/applications/{issued(services).id}"
    assert 'name="ground"' not in shop.get(case).text
    assert step(boss, case, "cancel").status_code == 409
    assert step(shop, case, "cancel", words="").status_code == 303
    assert "法律、法规规定的应当注销行政许可的其他情形" in letter_text(services, case, LetterKind.CANCELLATION)
