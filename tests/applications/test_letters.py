"""What the law forbids a letter to be, and what the builders take from a case."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from signage.applications.case_documents import CaseDocument
from signage.applications.letter_builders import letter_of
from signage.applications.letter_checks import check_letter, objections
from signage.applications.letter_content import (
    Delivered,
    EndingGround,
    NonAcceptanceGround,
    Officer,
    Party,
    PromisedPaper,
    Reason,
    Receipt,
)
from signage.applications.letter_head import remedies_of
from signage.applications.letter_numbers import PATTERNS
from signage.applications.letters import LetterKind
from signage.applications.model import (
    Action,
    Actor,
    Decision,
    Event,
    Outcome,
    Recommendation,
    Role,
    State,
    Submission,
    Track,
)
from signage.applications.records import SurveyRecord, bare_name
from signage.applications.reviewers import reviewers_of
from signage.applications.vocabulary import DeliveryMethod
from signage.errors import GuardFailed
from signage.locale import describe

from .case_builders import CLERK, NOW, ORGAN, SECOND, application, database, item, office
from .letter_samples import sample, samples

HEAD = Officer(name="负责人丙", post="局长")


def refused(letter):
    return [failure.code.removeprefix("letters.") for failure in objections(letter)]


@pytest.mark.parametrize("kind", LetterKind)
def test_there_is_a_lawful_sample_of_every_kind(kind):
    check_letter(samples()[kind])


@pytest.mark.parametrize("kind", LetterKind)
def test_every_kind_has_a_title_and_a_number_with_the_right_brackets(kind):
    assert kind.title().endswith(("书", "凭证", "笔录", "审批表", "回证", "记录"))
    assert PATTERNS[kind].format(organ="示例城管", city="示例", year=2026, serial=7).endswith("号")
    assert "〔{year}〕" in PATTERNS[kind]
    assert len(set(PATTERNS.values())) == len(PATTERNS)


def test_a_letter_without_a_number_is_refused():
    assert refused(replace(sample("acceptance"), number=" ")) == ["no_number"]


def test_a_letter_without_an_organ_is_refused():
    assert refused(replace(sample("acceptance"), organ=replace(ORGAN, name=""))) == ["no_organ"]


def test_a_letter_without_an_addressee_is_refused():
    assert refused(replace(sample("acceptance"), addressee=Party(name=""))) == ["no_addressee"]


def test_a_letter_whose_date_depends_on_the_reader_is_refused():
    assert refused(replace(sample("acceptance"), made_at=datetime(2026, 11, 24))) == ["no_date"]  # noqa: DTZ001


@pytest.mark.parametrize("reasons", [(), (Reason(text=" "),)])
def test_a_refusal_without_reasons_is_refused(reasons):
    assert refused(sample("refusal", reasons=reasons)) == ["no_reasons"]


def test_a_refusal_without_remedies_is_refused():
    assert refused(sample("refusal", remedies=None)) == ["no_remedies"]


@pytest.mark.parametrize("lacking", [{"review_body": ""}, {"court": " "}, {"review_days": 59}, {"suit_months": 3}])
@pytest.mark.parametrize("kind", ["refusal", "revocation", "non_acceptance", "temporary", "rectification"])
def test_remedies_name_both_bodies_and_their_full_terms(kind, lacking):
    assert refused(sample(kind, remedies=replace(remedies_of(ORGAN), **lacking))) == ["no_remedies"]


@pytest.mark.parametrize("basis", ["无", "—", "同上", "第三条"])
def test_a_refusal_whose_basis_names_no_document_is_not_set(basis):
    letter = sample("refusal", reasons=(Reason(text="墙体为空心砌块，不能承重", basis=basis),))
    assert [failure.code for failure in objections(letter)] == ["workflow.basis_names_nothing"]


@pytest.mark.parametrize("kind", ["temporary", "change", "renewal"])
@pytest.mark.parametrize("basis", [(), ("",)])
def test_a_permit_outside_the_catalogue_is_refused(kind, basis):
    letter = sample(kind)
    assert refused(replace(letter, matter=replace(letter.matter, basis=basis))) == ["no_basis"]


def test_a_non_acceptance_says_why():
    assert refused(sample("non_acceptance", reasons=())) == ["not_accepted_without_why"]


def test_a_non_acceptance_says_where_to_go():
    assert refused(sample("non_acceptance", where_to_go=())) == ["not_accepted_without_where"]


def test_a_one_time_notice_lists_something():
    assert refused(sample("correction", defects=())) == ["no_defects"]


def test_a_second_one_time_notice_needs_its_reason_on_record():
    second = sample("correction", earlier_number="示例城管许补〔2026〕1号")
    assert refused(second) == ["second_notice"]
    given = sample("correction", earlier_number="示例城管许补〔2026〕1号", why_again="申请人更换了图纸")
    assert refused(given) == []


@pytest.mark.parametrize("days", [0, 11])
def test_an_extension_is_one_to_ten_working_days(days):
    assert refused(sample("extension", days=days)) == ["extension_too_long"]


def test_an_extension_gives_its_reason():
    assert refused(sample("extension", reason="")) == ["extension_without_reason"]


@pytest.mark.parametrize("approver", [None, Officer(name="")])
def test_an_extension_names_who_approved_it(approver):
    assert refused(sample("extension", approver=approver)) == ["extension_without_approver"]


def test_an_extension_moves_the_date_forward():
    assert refused(sample("extension", now_due=date(2026, 12, 22))) == ["dates_reversed"]


def test_a_hearing_is_announced_seven_working_days_before():
    assert refused(sample("hearing_notice", days_before=6)) == ["hearing_too_soon"]
    assert refused(sample("hearing_notice", days_before=7)) == []


def test_who_reviewed_the_case_does_not_chair_its_hearing():
    assert refused(sample("hearing_notice", chair=Officer(name="窗口甲"))) == ["chair_reviewed"]


def test_a_hearing_has_a_place():
    assert refused(sample("hearing_notice", place="")) == ["hearing_without_place"]


def test_a_right_to_a_hearing_is_about_something():
    assert refused(sample("hearing_rights", about=" ")) == ["no_subject"]


@pytest.mark.parametrize("officers", [(Officer(name="丁"),), (Officer(name="丁"), Officer(name="丁"))])
def test_a_survey_is_made_by_two_officers(officers):
    assert refused(sample("survey", officers=officers)) == ["one_surveyor"]


def test_a_survey_records_something():
    assert refused(sample("survey", rows=(), found=())) == ["nothing_found"]


def test_a_review_form_holds_an_opinion_and_not_only_names():
    assert refused(sample("review", opinions=())) == ["no_opinion"]


def test_a_notice_to_a_third_party_says_what_is_touched():
    assert refused(sample("interested_party", interest="")) == ["no_interest"]


def test_a_receipt_lists_what_was_received():
    assert refused(sample("receipt", papers=())) == ["nothing_received"]


def test_acceptance_on_a_promise_needs_a_rule_and_something_lacking():
    assert refused(sample("promise", allowed_by="")) == ["promise_not_allowed"]
    assert refused(sample("promise", lacking=())) == ["nothing_promised"]


def test_a_delivery_receipt_lists_numbered_documents():
    assert refused(sample("delivery", documents=(Delivered(title="受理通知书", number=""),))) == ["nothing_delivered"]


def test_a_change_changes_something():
    same = tuple(replace(one, after=one.before) for one in sample("change").content.changes)
    assert refused(sample("change", changes=same)) == ["nothing_changed"]


def test_a_renewal_follows_the_old_term():
    assert refused(sample("renewal", valid_from=date(2026, 12, 1))) == ["dates_reversed"]
    assert refused(sample("renewal", permit_numbers=())) == ["no_permit"]


def test_a_permit_ends_by_a_ground_of_its_own_way():
    assert refused(sample("revocation", ground=EndingGround.WITHDRAWAL_LAW)) == ["ground_of_another_way"]
    assert refused(sample("cancellation", reasons=())) == ["no_reasons"]
    assert refused(sample("withdrawal", permit_numbers=())) == ["no_permit"]


def test_a_temporary_permit_lists_what_is_put_up_and_keeps_to_its_term():
    assert refused(sample("temporary", devices=())) == ["no_devices"]
    assert refused(sample("temporary", longest_days=4)) == ["event_too_long"]
    assert refused(sample("temporary", longest_days=5)) == []
    assert refused(sample("temporary", valid_to=date(2026, 11, 27))) == ["dates_reversed"]


def test_a_saving_says_where_its_price_comes_from():
    assert refused(sample("design_service", price_basis="")) == ["saving_without_basis"]
    assert refused(sample("design_service", charged_fen=240_001)) == ["negative_saving"]
    assert refused(sample("design_service", designs=())) == ["nothing_designed"]


def test_an_order_to_rectify_names_problem_and_basis():
    bare = tuple(replace(one, basis="") for one in sample("rectification").content.problems)
    assert refused(sample("rectification", problems=bare)) == ["no_problems"]
    for basis in ((), ("无",), ("示例城管许准〔2026〕001号决定书",)):
        assert refused(sample("rectification", basis=basis)) == ["order_without_basis"]
        assert refused(sample("rectification", consequence_basis=basis)) == ["order_without_consequence"]
    assert refused(sample("rectification", consequence=" ")) == ["order_without_consequence"]


def test_each_refusal_is_a_sentence_with_what_to_do():
    with pytest.raises(GuardFailed) as caught:
        check_letter(sample("extension", days=12))
    said = str(describe(caught.value))
    assert "12 个工作日" in said
    assert "第四十二条" in said
    assert describe(caught.value).hint


# ---- builders ----


@pytest.fixture
def window(tmp_path):
    db = database(tmp_path)
    yield office(db, tmp_path)
    db.close()


def accepted(**changes):
    facts = {
        "state": State.ACCEPTED,
        "number": "示例受〔2026〕7号",
        "submitted_at": NOW,
        "accepted_at": NOW,
        "acceptance_number": "示例城管许受〔2026〕7号",
    }
    case = application(**{**facts, **changes})
    return replace(case, submissions=(Submission(number=1, at=NOW, items=case.items, materials=case.materials),))


def test_an_acceptance_counts_its_dates_on_the_offices_calendar(window):
    letter = letter_of(window, accepted(), LetterKind.ACCEPTANCE, NOW)
    assert letter.content.accepted_on == date(2026, 11, 24)
    assert letter.content.decide_by == date(2026, 12, 22)
    assert letter.addressee.name == "示例市晶湾盐业有限公司"
    assert letter.matter.basis == window.policy.rule_of(accepted().items).basis


def test_a_case_that_is_not_accepted_gets_no_acceptance(window):
    with pytest.raises(GuardFailed) as caught:
        letter_of(window, application(), LetterKind.ACCEPTANCE, NOW)
    assert caught.value.code == "letters.not_yet"


def test_an_extension_reaches_into_a_new_year_over_its_holidays(window):
    letter = letter_of(window, accepted(), LetterKind.EXTENSION, NOW, days=10, reason="鉴定", approver=HEAD)
    assert letter.content.was_due == date(2026, 12, 22)
    # 2027 has no official calendar: Monday to Friday stand in until it has
    assert letter.content.now_due == window.calendar.after(date(2026, 12, 22), 10).day
    assert letter.content.is_provisional


def test_a_one_time_notice_lists_what_the_case_was_returned_for(window):
    case = application(notice=("缺营业执照", "净高不足"), submitted_at=NOW)
    letter = letter_of(window, case, LetterKind.CORRECTION, NOW)
    assert [defect.what for defect in letter.content.defects] == ["缺营业执照", "净高不足"]
    assert letter.content.correct_by == window.calendar.after(date(2026, 11, 24), 10).day


def test_a_receipt_tells_by_when_the_applicant_hears(window):
    letter = letter_of(window, application(submitted_at=NOW), LetterKind.RECEIPT, NOW, received_by=Officer(name="甲"))
    assert letter.content.answer_by == date(2026, 12, 1)
    assert len(letter.content.papers) == len(application().materials)


def test_a_refusal_takes_the_reasons_of_the_decision(window):
    decision = Decision(officer=SECOND, at=NOW, outcome=Outcome.REFUSED, reasons="超出招牌带")
    letter = letter_of(window, accepted(decision=decision), LetterKind.REFUSAL, NOW)
    assert [reason.text for reason in letter.content.reasons] == ["超出招牌带"]
    assert letter.content.remedies == remedies_of(ORGAN)
    assert refused(replace(letter, number="1号")) == [
        "reason_without_basis"
    ]  # decided before each reason had its basis


@pytest.mark.parametrize(
    ("reason", "books"),
    [
        (Reason(text="超出招牌带", basis="《另一规定》第三条"), ()),
        (Reason(text="超出招牌带", basis="《示例规则》第三条"), ("示例规则",)),
        (Reason(text="超出招牌带", basis="《样板》第三条", book="demo-city"), ("示例规则",)),
    ],
)
def test_a_refusal_names_at_its_foot_only_the_books_that_its_reasons_cite(window, reason, books):
    decision = Decision(officer=SECOND, at=NOW, outcome=Outcome.REFUSED, reasons="超出", grounds=(reason,))
    letter = letter_of(window, accepted(decision=decision), LetterKind.REFUSAL, NOW)
    assert letter.content.reasons == (reason,)
    assert letter.illustrative_books == books
    assert refused(replace(letter, number="1号")) == []


def test_a_review_form_shows_every_opinion_and_masks_the_handler(window):
    first = Recommendation(
        officer=CLERK, at=NOW, outcome=Outcome.GRANTED, opinion="拟同意", waivers=(("hz-01", "业主已确认"),)
    )
    decision = Decision(
        officer=SECOND, at=NOW, outcome=Outcome.GRANTED_WITH_CONDITIONS, reasons="同意", conditions=("夜间调低亮度；",)
    )
    case = accepted(recommendation=first, decision=decision)
    letter = letter_of(window, case, LetterKind.REVIEW, NOW, accepted_by=Officer(name="窗口甲"))
    opinions = letter.content.opinions
    assert [one.text for one in opinions][1:] == ["拟同意", "同意　附条件：夜间调低亮度。"]
    assert letter.content.waived == ("hz-01：业主已确认",)
    assert "经办人甲" not in letter.content.contact
    assert letter.illustrative_books == ("示例规则",)


def test_a_hearing_counts_working_days_and_the_first_officer_as_reviewer(window):
    first = Recommendation(officer=CLERK, at=NOW, outcome=Outcome.GRANTED, opinion="拟同意")
    words = {"about": "设置招牌一事", "place": "三楼", "recorder": Officer(name="辛")}
    soon = letter_of(
        window,
        accepted(recommendation=first),
        LetterKind.HEARING_NOTICE,
        NOW,
        at=NOW + timedelta(days=8),
        chair=Officer(name=CLERK.name),
        **words,
    )
    assert soon.content.days_before == 6
    assert {failure.code for failure in objections(soon, is_numbered=False)} == {
        "letters.hearing_too_soon",
        "letters.chair_reviewed",
    }


def chaired_by(window, case, name, **inputs):
    letter = letter_of(
        window,
        case,
        LetterKind.HEARING_NOTICE,
        NOW,
        about="设置招牌一事",
        at=NOW + timedelta(days=20),
        place="三楼",
        chair=Officer(name=name),
        recorder=Officer(name="辛"),
        **inputs,
    )
    return [failure.code for failure in objections(letter, is_numbered=False)]


SURVEYED = SurveyRecord(at=NOW, surveyors=("勘验员壬", "勘验员癸"), findings="属实", recorded_by=SECOND)


@pytest.mark.parametrize(
    ("case", "chair"),
    [
        ({"reviewer": CLERK}, CLERK.name),
        ({"reviewer": replace(CLERK, name="窗口甲（演示）")}, "窗口甲"),
        ({"surveys": (SURVEYED,)}, "勘验员癸"),
        ({"surveys": (SURVEYED,)}, SECOND.name),
    ],
)
def test_who_took_the_case_up_or_surveyed_does_not_chair_its_hearing(window, case, chair):
    assert chaired_by(window, accepted(**case), chair) == ["letters.chair_reviewed"]
    assert chaired_by(window, accepted(**case), "主持人己") == []


def test_a_reviewer_who_is_called_otherwise_now_is_known_by_the_account(window):
    case = accepted(reviewer=CLERK)
    assert chaired_by(window, case, "改名己", chair_account=CLERK.id) == ["letters.chair_reviewed"]
    assert chaired_by(window, case, "改名己", chair_account=SECOND.id) == []


def test_who_spoke_for_a_section_or_recommended_once_does_not_chair_its_hearing(window):
    case = accepted()
    told = [
        Event(
            at=NOW,
            actor=Actor(id=name, name=name, role=Role.CLERK),
            action=action.value,
            application_id=case.id,
            from_state=State.UNDER_REVIEW,
            to_state=State.UNDER_REVIEW,
        )
        for name, action in (("科室丁", Action.REVIEW_MATTER), ("初审戊", Action.RECOMMEND), ("补交庚", Action.SUSPEND))
    ]
    with window.begin() as unit:
        unit.applications.add(case)
        for event in told:
            unit.history.append(event)
        unit.commit()
    assert chaired_by(window, case, "科室丁") == chaired_by(window, case, "初审戊") == ["letters.chair_reviewed"]
    assert chaired_by(window, case, "补交庚") == []


def on_day(days):
    """The sample's hearing so many days later than it was notified."""
    held = sample("hearing_record").content
    moved = timedelta(days=days)
    return {"started_at": held.started_at + moved, "ended_at": held.ended_at + moved}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"chair": Officer(name="窗口甲"), "otherwise": "更换"}, "chair_reviewed"),
        ({"attendants": ()}, "hearing_record_empty"),
        ({"parties_said": (" ",)}, "hearing_record_empty"),
        ({"place": " ", "otherwise": "更换"}, "hearing_without_place"),
        ({"ended_at": sample("hearing_record").content.started_at}, "dates_reversed"),
        ({"ended_at": sample("hearing_record").made_at + timedelta(minutes=1)}, "hearing_not_held"),
        ({"evidence": ()}, None),
        ({"notice_number": "示例城管听通〔2026〕999号"}, "no_open_hearing"),
        ({"notified": None}, "no_open_hearing"),
        (on_day(-1), "held_before_told"),
        ({**on_day(-1), "otherwise": "当事人要求提前"}, "held_before_told"),
        (on_day(-800), "held_before_told"),
        (on_day(0), None),
        ({"place": "二楼会议室"}, "held_otherwise"),
        ({"place": "二楼会议室", "otherwise": "原听证室停电"}, None),
        ({"place": "示例市政务服务中心 三楼听证室"}, None),
        ({"chair": Officer(name="主持人壬")}, "held_otherwise"),
        ({"chair": Officer(name="主持人庚（法规科）")}, None),
        ({"chair": Officer(name="主持人壬"), "otherwise": "主持人庚依法回避"}, None),
    ],
)
def test_a_record_of_a_hearing_says_who_attended_and_what_both_sides_said_once_it_was_held(change, code):
    assert refused(sample("hearing_record", **change)) == ([code] if code else [])


def test_a_third_party_may_ask_for_a_hearing_within_five_working_days(window):
    letter = letter_of(
        window,
        accepted(),
        LetterKind.INTERESTED_PARTY,
        NOW,
        party=Party(name="二层住户己"),
        interest="夜间光照",
        speak_by=date(2026, 12, 4),
    )
    assert letter.content.ask_hearing_by == date(2026, 12, 1)
    assert letter.subject == letter.addressee.name == "二层住户己"


YESTERDAY = sample("interested_party").made_at.date() - timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("interested_party", {"speak_by": YESTERDAY}),
        ("correction", {"correct_by": YESTERDAY}),
        ("rectification", {"correct_by": YESTERDAY}),
        ("promise", {"lacking": (PromisedPaper(name="授权书", by=YESTERDAY),)}),
    ],
)
def test_no_letter_asks_for_something_by_a_day_that_is_past(kind, change):
    assert refused(sample(kind, **change)) == ["day_is_past"]
    today = {name: YESTERDAY + timedelta(days=1) for name in change if name != "lacking"}
    assert refused(sample(kind, **today)) == []


def test_a_last_day_that_is_no_working_day_is_taken_only_when_it_is_meant(window):
    asked = {"party": Party(name="二层住户己"), "interest": "夜间光照", "speak_by": date(2026, 12, 5)}
    with pytest.raises(GuardFailed) as caught:
        letter_of(window, accepted(), LetterKind.INTERESTED_PARTY, NOW, **asked)
    assert caught.value.code == "letters.day_off"
    meant = letter_of(window, accepted(), LetterKind.INTERESTED_PARTY, NOW, **asked, day_off_is_meant=True)
    assert refused(replace(meant, number="许告1号")) == []


def test_the_other_builders_make_lawful_letters(window):
    lacking = sample("promise").content.lacking
    made = [
        letter_of(
            window,
            accepted(),
            LetterKind.NON_ACCEPTANCE,
            NOW,
            ground=NonAcceptanceGround.NO_PERMIT_NEEDED,
            reasons=("小型标识不需要许可",),
            where_to_go=("按导则设置，设计服务窗口免费出图",),
        ),
        letter_of(
            window,
            accepted(),
            LetterKind.PROMISE,
            NOW,
            lacking=lacking,
            allowed_by="演示规则",
        ),
        letter_of(window, accepted(), LetterKind.HEARING_RIGHTS, NOW, about="设置招牌一事"),
        letter_of(
            window,
            accepted(),
            LetterKind.DELIVERY,
            NOW,
            documents=(Delivered(title="受理通知书", number="示例城管许受〔2026〕7号"),),
            way=DeliveryMethod.IN_PERSON,
            place="窗口",
            deliverers=(Officer(name="甲"),),
        ),
        letter_of(window, accepted(), LetterKind.SURVEY, NOW, content=sample("survey").content),
    ]
    assert [list(objections(letter, is_numbered=False)) for letter in made] == [[]] * len(made)


def of_filing(letter):
    return replace(letter, matter=replace(letter.matter, name="户外招牌设施设置备案", track=Track.FILING))


@pytest.mark.parametrize("kind", ["temporary", "change", "renewal", "revocation", "hearing_rights", "hearing_notice"])
def test_a_filing_is_no_permit_and_gets_no_letter_of_one(kind):
    assert refused(of_filing(sample(kind))) == ["not_a_permit"]


def test_the_matter_of_a_case_knows_its_track(window):
    letter = letter_of(window, accepted(items=(item(track=Track.FILING),)), LetterKind.REFUSAL, NOW)
    assert letter.matter.track is Track.FILING
    assert letter.title == "不予备案决定书"


def test_a_content_of_another_kind_is_refused(window):
    content = sample("survey").content
    with pytest.raises(GuardFailed) as caught:
        letter_of(window, accepted(), LetterKind.TEMPORARY, NOW, content=content)
    assert caught.value.code == "letters.other_kind"


def test_the_digest_covers_everything_that_a_letter_states():
    letter = sample("receipt")
    assert isinstance(letter.content, Receipt)
    assert letter.digest == sample("receipt").digest
    assert letter.digest != replace(letter, number="示例城管收〔2026〕8号").digest
    assert letter.digest != sample("receipt", received_by=Officer(name="乙")).digest


def test_a_record_is_made_once_its_file_is_there():
    record = CaseDocument(
        id="1",
        application_id="2",
        application_version=1,
        kind=LetterKind.ACCEPTANCE,
        subject="",
        number="1号",
        title="受理通知书",
        made_at=datetime(2026, 11, 24, tzinfo=UTC),
        is_sealed=True,
        is_public=False,
    )
    assert not record.is_made
    assert replace(record, digest="sha256:00").is_made


def test_a_reviewer_is_listed_once_whatever_names_the_account_had(window):
    case = application(State.UNDER_REVIEW, submitted_at=NOW, accepted_at=NOW)
    surveyed = SurveyRecord(
        at=NOW,
        surveyors=("窗口甲（演示）", "复核乙"),
        accounts=(CLERK.id, SECOND.id),
        findings="平整",
        recorded_by=CLERK,
    )
    older = SurveyRecord(at=NOW, surveyors=("窗口甲", "戊"), findings="平整")
    found = reviewers_of(window, replace(case, reviewer=CLERK, surveys=(surveyed, older)))
    assert [bare_name(one.name) for one in found] == [bare_name(CLERK.name), "复核乙", "戊"]


def test_a_decision_without_words_of_its_own_begins_with_its_conditions(window):
    decision = Decision(
        officer=SECOND, at=NOW, outcome=Outcome.GRANTED_WITH_CONDITIONS, reasons="", conditions=("夜间关灯",)
    )
    case = application(State.APPROVED, submitted_at=NOW, accepted_at=NOW, acceptance_number="受1号", decision=decision)
    letter = letter_of(window, case, LetterKind.REVIEW, NOW)
    assert letter.content.opinions[-1].text == "附条件：夜间关灯。"
