"""What a resubmission changed, in sentences; and whether it changed anything at all."""

from dataclasses import replace
from datetime import timedelta

from signage.applications.ids import new_id
from signage.applications.model import Submission
from signage.design import Position
from signage.digest import digest_of_bytes
from signage.locale import Lang
from signage.materials import changes_between, is_unchanged
from signage.rules.findings import Verdict
from tests.storage.case_builders import NOW, finding, item, papers

BEFORE = Submission(number=1, at=NOW, items=(item(drawings=(("front-day.png", "sha256:1"),)),), materials=papers())


def after(**changes):
    return replace(BEFORE, number=2, at=NOW + timedelta(days=1), **changes)


def item_with(**changes):
    return replace(BEFORE.items[0], id=new_id(), **changes)


def said(submission):
    return [change.sentence(Lang.ZH) for change in changes_between(BEFORE, submission)]


def test_the_same_again_has_changed_nothing():
    assert said(after()) == []
    assert is_unchanged(BEFORE, after())


def test_a_new_id_of_the_same_sign_is_no_change():
    assert is_unchanged(BEFORE, after(items=(item_with(),)))


def test_a_sheet_drawn_again_is_told_and_changes_nothing():
    again = after(items=(item_with(drawings=(("front-day.png", "sha256:2"),)),))
    assert said(again) == ["图纸 S1-01 徽盐生活馆 front-day.png 重新出图，设计未变"]
    assert is_unchanged(BEFORE, again)


def test_every_field_that_changed_is_told_with_both_values():
    spec = replace(BEFORE.items[0].spec, width_mm=5600.0, licence_name="示例市徽盐商贸有限公司")
    changed = after(items=(item_with(spec=spec, drawings=(("front-day.png", "sha256:2"),)),))
    assert said(changed) == [
        "招牌 S1-01 徽盐生活馆 的宽度：6000 → 5600",
        "招牌 S1-01 徽盐生活馆 的营业执照名称：（未填） → 示例市徽盐商贸有限公司",
        "图纸 S1-01 徽盐生活馆 front-day.png 已随设计更新",
    ]
    assert not is_unchanged(BEFORE, changed)


def test_place_plan_and_facts_count():
    spec = replace(BEFORE.items[0].spec, position=Position(bottom_mm=3100.0))
    fields = {
        "spec": spec,
        "origin_mm": (100.0, 3100.0),
        "plan_revision": "B",
        "facts": (("upper_owner_consent", True),),
    }
    changed = [c for c in changes_between(BEFORE, after(items=(item_with(**fields),))) if c.field]
    assert {c.field for c in changed} == {"bottom_mm", "place", "plan_revision", "facts"}
    assert all(c.is_of_substance for c in changed)


def test_a_verdict_alone_is_told_but_nobody_put_anything_right():
    failing = item_with(report=item(findings=(finding(Verdict.FAIL),)).report)
    changed = changes_between(BEFORE, after(items=(failing,)))
    assert [c.field for c in changed] == ["verdict"]
    told = changed[0].sentence(Lang.ZH)
    assert "→ 不通过" in told
    assert not any(verdict.value in told for verdict in Verdict)
    assert is_unchanged(BEFORE, after(items=(failing,)))


def test_a_drafts_own_code_is_not_told_to_the_applicant():
    paper = replace(BEFORE.materials[0], kind="D-jingwan-li-S1-08", title="设计稿")
    (told,) = changes_between(BEFORE, after(materials=(*BEFORE.materials, paper)))
    assert "D-jingwan" not in told.sentence(Lang.ZH)
    assert "设计稿" in told.sentence(Lang.ZH)


def test_papers_added_replaced_and_taken_away_are_told():
    kept = {m.kind: m for m in BEFORE.materials}
    kept["M4"] = replace(kept["M4"], digest=digest_of_bytes(b"new"), file_name="M4 租赁合同 v2.pdf")
    kept["M10"] = replace(kept["M9"], kind="M10", title="M10", file_name="consent.pdf")
    del kept["M3"]
    assert said(after(materials=tuple(kept.values()))) == [
        "撤下材料 M3 M3：M3.txt",
        "更换材料 M4 M4：M4.txt → M4 租赁合同 v2.pdf",
        "新增材料 M10 M10：consent.pdf",
    ]


def test_signs_added_and_taken_away_are_told():
    assert said(after(items=(*BEFORE.items, item("S1-02")))) == ["新增招牌 S1-02 徽盐生活馆"]
    assert said(after(items=(item("S1-02"),))) == ["撤下招牌 S1-01 徽盐生活馆", "新增招牌 S1-02 徽盐生活馆"]


def test_english_readers_are_told_in_english():
    changed = after(items=(item_with(spec=replace(BEFORE.items[0].spec, height_mm=900.0)),))
    assert "1200 → 900" in changes_between(BEFORE, changed)[0].sentence(Lang.EN)
