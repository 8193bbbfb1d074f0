"""Search of the register finds exactly what a plain LIKE over the folded text finds, on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signage.applications import issuing, use_cases
from signage.applications.model import Track
from signage.applications.queue import QueueQuery
from signage.errors import InputError
from signage.register.folding import SEPARATOR, fold, grams_of_term, grams_of_text, haystack
from signage.register.public import public_permit, searched_fields, street_of
from signage.register.query import RegisterQuery, read_query, register_csv, state_words
from signage.storage import Database
from signage.storage.queue_tables import WORDS as QUEUE_WORDS
from signage.storage.queue_tables import QueueRow
from signage.storage.register_tables import WORDS, RegisterRow

from .case_builders import APPLICANT, BOSS, CLEAR, CLERK, NOW, SECOND, SHOP, Ticking, database, item, office, papers

TODAY = date(2026, 11, 24)


@pytest.fixture
def db(tmp_path, url):
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture
def desk(db, tmp_path):
    return office(db, tmp_path)


def issued(desk, *items, applicant=APPLICANT):
    draft = use_cases.open_application(desk, applicant, items, papers(), SHOP, NOW, circumstances=CLEAR)
    case = use_cases.submit(desk, draft.id, SHOP, NOW)
    return issuing.decide_on_the_spot(desk, case.id, CLERK, SECOND, Ticking(), opinion="材料齐全，符合规定")


def named(unit, name, address="示例市示例路1号", **more):
    made = item(unit, **more)
    return replace(made, spec=replace(made.spec, name=name), address=address)


def found(db, text="", **more):
    with db.reading() as unit:
        return [p.sign for p in unit.register.search(RegisterQuery(text=text, **more), on=TODAY).permits]


def test_the_register_shows_the_day_of_the_decision_also_when_the_term_starts_later(db, desk):
    case = issued(desk, named("S1-01", "海盐小铺"))
    permit = case.permits[0]
    assert permit.decided_on == desk.today(case.decision.at)
    later = replace(permit, valid_from=date(2027, 3, 1))
    assert public_permit(case, case.items[0], later).decided_on == TODAY
    kept = replace(later, decided_on=None)
    assert public_permit(case, case.items[0], kept).decided_on == date(2027, 3, 1)


def test_a_permit_is_found_by_one_character_by_name_holder_address_and_number(db, desk):
    issued(desk, named("S1-01", "海盐小铺"), named("S1-02", "禾穗烘焙", "示例市滨湖大道20号"))
    assert found(db, "海") == ["海盐小铺"]
    assert found(db, "湖大") == ["禾穗烘焙"]
    assert found(db, "晶湾") == ["禾穗烘焙", "海盐小铺"]
    assert found(db, "〔2026〕2号") == ["禾穗烘焙"]
    assert found(db, "示例 小铺") == ["海盐小铺"]
    assert found(db, "无此店") == []
    assert found(db) == ["禾穗烘焙", "海盐小铺"]


@pytest.mark.parametrize(
    "typed",
    [
        "晶湾路5",
        "晶湾路 5号",
        "晶湾路５號",
        "晶 湾路",
        "示例市 晶湾路 5",
        "二层 5",
        "high street",
        "〔2026〕1号",
        "〔2026〕 1号",
    ],
)
def test_blanks_and_width_make_no_difference_in_addresses_and_numbers(db, desk, typed):
    issued(desk, named("S1-01", "海盐小铺", "示例市晶湾路 5 号 High Street 二层"))
    assert found(db, typed) == ["海盐小铺"]
    assert found(db, "highstreet") == []  # words stay words
    assert found(db, "5号2") == []


@pytest.mark.parametrize("typed", ["气球", "空飘气球", "balloon", "Event Balloon", "氣球"])
def test_a_permit_is_found_by_its_kind_in_both_languages(db, desk, typed):
    flown, sign = named("S1-01", "开业大吉"), named("S1-02", "海盐小铺")
    flown = replace(flown, particulars=replace(flown.particulars, form="空飘气球"))
    issued(desk, flown, replace(sign, particulars=replace(sign.particulars, form="灯箱")))
    assert found(db, typed) == ["开业大吉"]
    assert found(db, "light box") == ["海盐小铺"]


def test_an_index_of_before_is_made_anew_at_the_upgrade(db, desk):
    balloon = named("S1-01", "开业大吉", "示例市晶湾路 5 号")
    case = issued(desk, replace(balloon, particulars=replace(balloon.particulars, form="空飘气球")))
    issued(desk, named("S1-02", "海盐小铺", "示例市滨湖大道 20 号"))
    as_before("示例市晶湾路 5 号", case.permits[0].number, db)
    assert found(db, "晶湾路5") == []
    assert found(db, "气球") == []
    db.upgrade()
    assert found(db, "晶湾路5") == ["开业大吉"]
    assert found(db, "气球") == ["开业大吉"]
    assert found(db, "滨湖大道20号") == ["海盐小铺"]
    with db.reading() as unit:
        (waiting,) = unit.queue.page(QueueQuery(text="晶湾路5")).entries
    assert waiting.id == case.id
    assert db.check() == []
    # what was renewed is written as if it were new, so that it can be taken out again
    use_cases.revoke(
        desk, case.id, BOSS, NOW, reasons="提供虚假材料", ground="revocation_deceit", heard="当面听取了陈述"
    )
    assert found(db, "气球", is_live=False) == ["开业大吉"]


def as_before(address, number, db):
    """Put the first entries of a database back to where blanks counted and kinds were not looked for."""
    register = ("开业大吉", "示例市晶湾盐业有限公司", address, number)
    queue = ("示例受〔2026〕1号", "开业大吉", address)
    with db.unit_of_work() as unit:
        connection = unit._connection
        for index, table, fields in ((WORDS, RegisterRow, register), (QUEUE_WORDS, QueueRow, queue)):
            columns = (table.seq, table.haystack, table.filters)
            seq, words, filters = connection.execute(sa.select(*columns).order_by(table.seq)).first()
            index.remove(connection, seq, words, filters)
            old = SEPARATOR.join(fold(field) for field in fields)
            connection.execute(sa.update(table).where(table.seq == seq).values(haystack=old))
            index.write(connection, [(seq, old, filters)])
        connection.exec_driver_sql("DROP INDEX ix_permit_position_key")
        connection.exec_driver_sql("DROP TABLE plan_revision")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0010'")
        unit.commit()


@pytest.mark.parametrize("typed", ["鹽業", "盐业", "ＳＡＬＴ", "salt", "[2026]", "（2026）", "裡", "里", "100%", "a_b"])
def test_width_case_brackets_and_traditional_forms_make_no_difference(db, desk, typed):
    issued(desk, named("S1-01", "Salt 鹽業 裡 100% a_b"))
    assert len(found(db, typed)) == 1
    assert found(db, "100_") == []
    assert found(db, "a%b") == []


def test_what_is_hidden_cannot_be_found_either(db, desk):
    person = replace(APPLICANT, name="王小明", credit_code="92000000SAMPLE001X")
    issued(desk, named("S1-01", "小明面馆"), applicant=person)
    assert found(db, "王小明") == []
    assert found(db, "王*") == ["小明面馆"] or found(db, "王") == ["小明面馆"]


def test_filters_by_plan_street_track_and_day_take_whole_local_days(db, desk):
    issued(
        desk,
        named("S1-01", "甲", track=Track.PERMIT),
        named("S1-02", "乙", "示例市滨湖大道20号", track=Track.FILING),
        named("S1-03", "丙", plan="plan-2"),
    )
    assert found(db, track=Track.FILING) == ["乙"]
    assert found(db, plan_id="plan-2") == ["丙"]
    assert found(db, street="滨湖大道") == ["乙"]
    assert found(db, street="湖大道") == []
    assert len(found(db, since=TODAY, until=TODAY)) == 3
    assert found(db, since=date(2026, 11, 25)) == []
    assert found(db, until=date(2026, 11, 23)) == []


def test_a_replaced_permit_is_shown_as_ended_with_its_reason(db, desk):
    issued(desk, named("S1-01", "旧招牌"))
    issued(desk, named("S1-01", "新招牌"))
    assert found(db, is_live=True) == ["新招牌"]
    assert found(db, is_live=False) == ["旧招牌"]
    with db.reading() as unit:
        old = unit.register.search(RegisterQuery(text="旧"), on=TODAY).permits[0]
        new = unit.register.search(RegisterQuery(text="新"), on=TODAY).permits[0]
        assert unit.register.by_number(old.number) == old
    assert state_words(old, TODAY) == "已失效（换证）"
    assert state_words(new, TODAY) == "有效"
    assert state_words(new, date(2040, 1, 1)) == "已到期"
    assert db.check() == []


def test_pages_follow_each_other_without_gap_or_repetition(db, desk):
    issued(desk, *(named(f"S1-{n:02d}", f"店{n}") for n in range(1, 12)))
    for text in ("", "店", "示例市示例路"):
        seen, before = [], ""
        with db.reading() as unit:
            while True:
                page = unit.register.search(RegisterQuery(text=text, limit=4, before=before), on=TODAY)
                seen += [p.sign for p in page.permits]
                before = page.following
                if not before:
                    break
            assert [p.sign for p in unit.register.every(RegisterQuery(text=text), on=TODAY)] == seen
        assert seen == [f"店{n}" for n in range(11, 0, -1)]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # its index is emptied by hand, in SQLite's own words
def test_a_permit_written_before_there_was_a_register_is_entered_later(db, desk):
    issued(desk, named("S1-01", "早年的店"))
    with db.unit_of_work() as unit:
        unit._connection.exec_driver_sql("DELETE FROM register_entry")
        unit._connection.exec_driver_sql("INSERT INTO register_words (register_words) VALUES ('delete-all')")
        unit.commit()
    assert found(db) == []
    with db.unit_of_work() as unit:
        assert unit.register.catch_up() == 1
        assert unit.register.catch_up() == 0
        unit.commit()
    assert found(db, "早年") == ["早年的店"]


def test_an_entry_written_by_an_older_version_is_renewed_with_its_words(db, desk):
    case = issued(desk, named("S1-01", "海盐小铺"), named("S1-02", "禾穗烘焙"))
    with db.unit_of_work() as unit:
        assert unit.register.renew() == 0
        permit = case.permits[0]
        shown = public_permit(case, case.items[0], permit)
        assert unit.register.write(replace(shown, sign="旧名", holder="旧主", materials=""), permit)
        unit.commit()
    assert found(db, "旧名") == ["旧名"]
    with db.unit_of_work() as unit:
        assert unit.register.renew() == 1
        unit.commit()
    assert (found(db, "旧名"), found(db, "海盐")) == ([], ["海盐小铺"])
    with db.reading() as unit:
        assert unit.register.by_number(permit.number) == shown


def test_an_index_made_anew_finds_what_was_entered_before_it_knew_numbers(db, desk):
    issued(desk, named("S1-01", "海盐2026小铺"), named("S1-02", "禾穗7781"))
    with db.unit_of_work() as unit:
        for row in unit._connection.exec_driver_sql("SELECT seq, haystack, filters FROM register_entry").all():
            WORDS.remove(unit._connection, *row)
        unit.commit()
    assert found(db, "7781") == []
    with db.unit_of_work() as unit:
        assert WORDS.rebuild(unit._connection) == 2
        unit.commit()
    assert found(db, "7781") == ["禾穗7781"]
    assert found(db, "026小") == ["海盐2026小铺"]
    assert db.check() == []


def test_a_table_for_a_spreadsheet_runs_nothing(db, desk):
    issued(desk, named("S1-01", '=HYPERLINK("http://x")'))
    with db.reading() as unit:
        table = register_csv(unit.register.search(RegisterQuery(), on=TODAY).permits, on=TODAY).decode("utf-8-sig")
    assert table.splitlines()[0].startswith("许可编号,招牌或事项")
    assert "'=HYPERLINK" in table
    assert ",=" not in table


@pytest.mark.parametrize(
    ("field", "value"),
    [("since", "2026-13-01"), ("track", "no"), ("state", "dead"), ("before", "x"), ("before", "٣")],
)
def test_a_field_that_cannot_be_read_is_named(field, value):
    with pytest.raises(InputError) as caught:
        read_query({field: value})
    assert caught.value.at.field == field


def test_days_the_wrong_way_round_are_told():
    with pytest.raises(InputError):
        read_query({"since": "2026-11-02", "until": "2026-11-01"})


_WORDS = st.text(alphabet="海盐鹽业業裡里Aａb1１〔(%_· 'é臺台", min_size=0, max_size=6)
_NUMBERS = st.text(alphabet="0126２号", min_size=1, max_size=7)
_TEXTS = st.text(max_size=12) | st.text(alphabet="0123456789０٣²号-", max_size=12)


@settings(max_examples=100)
@given(text=_TEXTS, rest=_TEXTS)
def test_a_text_inside_another_is_inside_it_when_both_are_folded(text, rest):
    for term in fold(text).split():
        assert set(grams_of_term(term)) <= grams_of_text(fold(term))
    whole = haystack(text, rest)
    assert all(set(grams_of_term(t)) <= grams_of_text(whole) for t in fold(text).split())


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=_WORDS | _NUMBERS)
def test_search_has_the_recall_and_the_precision_of_a_plain_like(filled, query):
    db, texts = filled
    terms = fold(query).split()
    wanted = [sign for sign, hay in reversed(texts) if all(term in hay for term in terms)]
    with db.reading() as unit:
        got = [p.sign for p in unit.register.every(RegisterQuery(text=query), on=TODAY)]
    assert got == wanted


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    db = database(folder)
    desk = office(db, folder)
    names = ["海盐", "鹽業", "裡里", "Ab1", "盐 业", "100%", "a_b", "海·盐", "臺台é", "１Ａｂ", "业海", "'海'"]
    names += ["〔海〕盐", "20260126号", "0126", "2012 126"]
    issued(desk, *(named(f"S1-{n:02d}", name) for n, name in enumerate(names, start=1)))
    with db.reading() as unit:
        texts = [(p.sign, haystack(*searched_fields(p))) for p in unit.register.every(RegisterQuery(), on=TODAY)]
    yield db, list(reversed(texts))
    db.close()


def test_the_register_follows_revocation(db, desk):
    case = issued(desk, named("S1-01", "被撤销的店"))
    use_cases.revoke(
        desk, case.id, BOSS, NOW, reasons="提供虚假材料", ground="revocation_deceit", heard="当面听取了陈述"
    )
    with db.reading() as unit:
        shown = unit.register.search(RegisterQuery(), on=TODAY).permits[0]
    assert not shown.is_live(TODAY)


@pytest.mark.parametrize(
    ("address", "street"),
    [
        ("示例市示例区晶湾路13号", "晶湾路"),
        ("示例省示例市滨湖大道20号", "滨湖大道"),
        ("示例市示例县城关镇人民路1号", "人民路"),
        ("示例市示例区和平街道示例路3号", "示例路"),
        ("示例市示例区中山北路与解放路口", "中山北路"),
        ("示例市示例区步行街5号", "步行街"),
        ("示例市中心广场", ""),
        ("12 High Street", ""),
        ("", ""),
    ],
)
def test_the_road_of_an_address_is_found_behind_its_districts(address, street):
    assert street_of(address) == street
