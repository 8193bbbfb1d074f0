"""Papers in versions on a real database from the real migrations."""

from dataclasses import replace

import pytest

from signage.applications import use_cases
from signage.digest import digest_of_bytes
from signage.errors import Conflict, DocumentError, NotFound
from signage.materials import (
    hand_in,
    is_intact,
    papers_now,
    reuse,
    shelf_of,
    version_seen_by,
    versions_of,
    waiting_papers,
)
from signage.storage import Database
from signage.uploads import ReceivedMaterial, Remark
from tests.storage.case_builders import (
    APPLICANT,
    CLEAR,
    NOW,
    OTHER,
    OTHER_SHOP,
    SHOP,
    item,
    office,
    papers,
)


@pytest.fixture
def db(tmp_path, url):
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture
def desk(db, tmp_path):
    return office(db, tmp_path)


def received(content=b"%PDF-1", kind="M4", name="合同.pdf"):
    return ReceivedMaterial(
        kind=kind,
        original_name=name,
        media_type="application/pdf",
        suffix=".pdf",
        content=content,
        original_digest=digest_of_bytes(content),
        pages=2,
        previews=(b"\x89PNG one", b"\x89PNG two"),
        remarks=(Remark(code="uploads.remark_first_frame", params=(("count", "3"),)),),
    )


def case(desk, applicant=APPLICANT, actor=SHOP, key=""):
    return use_cases.open_application(
        desk, applicant, (item(),), papers("M1", "M2"), actor, NOW, circumstances=CLEAR, idempotency_key=key
    )


def put(db, desk, application, paper, actor=SHOP):
    return hand_in(db.unit_of_work, desk.blobs, application.id, paper, "租赁合同", actor, NOW)


def test_each_upload_of_a_kind_is_a_version_and_earlier_ones_stay(db, desk):
    opened = case(desk)
    first = put(db, desk, opened, received())
    second = put(db, desk, opened, received(b"%PDF-2"))
    assert versions_of(db.reading, opened.id) == (first, second)
    assert (second.version, second.name, second.original_name) == (2, "M4 租赁合同 v2.pdf", "合同.pdf")
    assert desk.blobs.get(first.digest) == b"%PDF-1"
    assert [desk.blobs.get(one) for one in second.previews] == [b"\x89PNG one", b"\x89PNG two"]


def test_kinds_are_counted_by_themselves(db, desk):
    opened = case(desk)
    put(db, desk, opened, received())
    assert put(db, desk, opened, received(kind="M5")).version == 1


def test_the_same_file_again_makes_no_version(db, desk):
    opened = case(desk)
    first = put(db, desk, opened, received())
    with pytest.raises(DocumentError) as caught:
        put(db, desk, opened, received(name="又一次.pdf"))
    assert caught.value.params["name"] == first.name
    assert len(versions_of(db.reading, opened.id)) == 1


def test_each_version_is_a_line_of_the_history(db, desk):
    opened = case(desk)
    first = put(db, desk, opened, received())
    with db.reading() as unit:
        last = unit.history.of(opened.id)[-1]
    assert last.note == "提交材料“M4 租赁合同 v1.pdf”（原名：合同.pdf）"
    assert dict(last.facts)["digest"] == first.digest
    assert db.verify_history().ok


def test_two_who_hand_in_the_same_version_are_told_apart(db, desk):
    opened = case(desk)
    first = put(db, desk, opened, received())
    with pytest.raises(Conflict), db.unit_of_work() as unit:
        unit.materials.add(replace(first, id="another"))


def test_own_papers_of_other_cases_are_on_the_shelf_and_can_be_used_again(db, desk):
    old, new = case(desk), case(desk)
    first = put(db, desk, old, received())
    assert shelf_of(db.reading, SHOP.id, beside=new.id) == (first,)
    again = reuse(db.unit_of_work, new.id, first.id, SHOP, NOW)
    assert (again.version, again.digest, again.reused_from) == (1, first.digest, first.id)
    assert shelf_of(db.reading, SHOP.id, beside=new.id) == ()
    with pytest.raises(DocumentError):
        reuse(db.unit_of_work, new.id, first.id, SHOP, NOW)


def test_nobody_uses_or_sees_another_accounts_papers(db, desk):
    theirs = put(db, desk, case(desk, OTHER, OTHER_SHOP), received(), OTHER_SHOP)
    mine = case(desk)
    assert shelf_of(db.reading, SHOP.id, beside=mine.id) == ()
    with pytest.raises(NotFound):
        reuse(db.unit_of_work, mine.id, theirs.id, SHOP, NOW)
    with pytest.raises(NotFound):
        version_seen_by(db.reading, theirs.id, SHOP.id)
    assert version_seen_by(db.reading, theirs.id, None) == theirs


def test_the_newest_version_takes_the_earlier_papers_place(db, desk):
    opened = case(desk)
    put(db, desk, opened, received(kind="M2"))
    newest = put(db, desk, opened, received(b"%PDF-2", kind="M2"))
    found = versions_of(db.reading, opened.id)
    assert waiting_papers(opened.materials, found) == (newest,)
    now = papers_now(opened.materials, found)
    assert [m.kind for m in now] == ["M1", "M2"]
    assert now[1] == newest.as_material
    assert waiting_papers(now, found) == ()


def test_a_lost_file_is_seen(db, desk, tmp_path):
    version = put(db, desk, case(desk), received())
    assert is_intact(desk.blobs, version)
    assert not is_intact(desk.blobs, replace(version, digest="sha256:" + "0" * 64))


def test_versions_without_end_are_refused(db, desk, monkeypatch):
    monkeypatch.setattr("signage.materials.use_cases.MOST_VERSIONS", 1)
    opened = case(desk)
    put(db, desk, opened, received())
    with pytest.raises(DocumentError) as caught:
        put(db, desk, opened, received(b"%PDF-2"))
    assert caught.value.code == "materials.too_many_versions"
