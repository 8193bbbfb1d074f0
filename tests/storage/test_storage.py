import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.engine import make_url

from signage.applications.model import Application, Deadline, Event
from signage.applications.steps import opened
from signage.design import SignSpec
from signage.digest import digest_of_bytes
from signage.errors import InputError, NotFound, ToolError
from signage.locale import describe
from signage.storage import Database, FileBlobs
from signage.storage.codec import from_json, to_json
from signage.storage.database import _as_tool_error
from signage.storage.tables import Base
from signage.storage.turns import Turns
from signage.storage.word_index import is_mapped
from tests.engines import CHOSEN

from .case_builders import CLERK, NOW, application, finding, item


def test_the_migrations_make_exactly_the_tables_of_the_code(db):
    with db._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_mapped})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_again_changes_nothing(db):
    db.upgrade()
    assert db.check() == []
    assert db.verify_history().ok


def test_a_database_without_structure_is_told_of(tmp_path):
    opened = Database.open(f"sqlite:///{tmp_path / 'new.db'}")
    assert len(opened.check()) == 2
    with pytest.raises(ToolError) as caught, opened.reading() as unit:
        unit.applications.listed()
    assert caught.value.code == "storage.not_migrated"
    opened.close()


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "nonsense"])
def test_a_url_of_another_kind_is_refused_without_its_password(url):
    with pytest.raises(InputError) as caught:
        Database.open(url)
    assert caught.value.code == "storage.bad_url"
    assert "secret" not in str(describe(caught.value))


def test_a_file_that_is_no_database_is_told_of(tmp_path):
    path = tmp_path / "x.db"
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(ToolError) as caught:
        Database.open(f"sqlite:///{path}").check()
    assert caught.value.code == "storage.corrupt"


def test_a_missing_folder_is_told_of(tmp_path):
    with pytest.raises(ToolError) as caught:
        Database.open(f"sqlite:///{tmp_path / 'no' / 'x.db'}").check()
    assert caught.value.code == "storage.unwritable"


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_writer_that_waits_too_long_is_told_and_readers_go_on(db):
    db._turns = Turns(longest_wait_s=0.05)
    with db.unit_of_work() as first:
        first.numbers.next("x", 2026)
        with db._engine.connect() as connection:
            connection.connection.dbapi_connection.execute("PRAGMA busy_timeout = 10")
        with pytest.raises(ToolError) as caught, db.unit_of_work():
            pass
        assert caught.value.code == "storage.locked"
        with db.reading() as unit:
            assert unit.applications.listed() == ()
    with db._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_reading_unit_commits_nothing(db):
    with db.reading() as unit, pytest.raises(RuntimeError):
        unit.commit()


def chain(db, length=5):
    case = application()
    with db.unit_of_work() as unit:
        for _ in range(length):
            unit.history.append(opened(case, CLERK, NOW))
        unit.commit()


@pytest.mark.parametrize(
    ("statements", "first_bad", "word"),
    [
        (("UPDATE history_entry SET body = replace(body, '窗口甲', '窗口丙') WHERE seq = 3",), 3, "改动"),
        (("UPDATE history_entry SET application_id = 'x' WHERE seq = 2",), 2, "改动"),
        (("UPDATE history_entry SET hash = previous WHERE seq = 1",), 1, "改动"),
        (("DELETE FROM history_entry WHERE seq = 2",), 2, "缺失"),
        (("DELETE FROM history_entry WHERE seq = 1",), 1, "缺失"),
        (("DELETE FROM history_entry WHERE seq = 5",), 5, "截断"),
        (("DELETE FROM history_entry",), 1, "截断"),
        (
            (
                "UPDATE history_entry SET seq = 99 WHERE seq = 2",
                "UPDATE history_entry SET seq = 2 WHERE seq = 3",
                "UPDATE history_entry SET seq = 3 WHERE seq = 99",
            ),
            2,
            "改动",
        ),
        (("UPDATE history_head SET entries = 4",), 5, "链尾"),
        (("UPDATE history_head SET hash = 'sha256:0'",), 5, "链尾"),
        (("DELETE FROM history_head",), 5, "链尾"),
    ],
)
def test_every_way_of_tampering_is_found_at_its_first_entry(db, statements, first_bad, word):
    chain(db)
    assert db.verify_history().count == 5
    with db._engine.begin() as raw:
        for statement in statements:
            raw.execute(text(statement))
    verdict = db.verify_history()
    assert (verdict.ok, verdict.first_bad) == (False, first_bad)
    assert word in verdict.explanation
    assert verdict.explanation_en


def test_blobs_are_stored_once_and_checked_when_read(tmp_path):
    blobs = FileBlobs(tmp_path)
    digest = blobs.put(b"paper")
    assert blobs.put(b"paper") == digest == digest_of_bytes(b"paper")
    (file,) = [p for p in tmp_path.rglob("*") if p.is_file()]
    file.write_bytes(b"forged")
    with pytest.raises(ToolError) as caught:
        blobs.get(digest)
    assert caught.value.code == "storage.file_damaged"
    assert blobs.put(b"paper") == digest
    assert blobs.get(digest) == b"paper"


@pytest.mark.parametrize("digest", ["", "sha256:../../etc", "sha256:" + "0" * 64])
def test_an_unknown_digest_is_not_found(tmp_path, digest):
    with pytest.raises(NotFound):
        FileBlobs(tmp_path).get(digest)


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ToolError) as caught:
        FileBlobs(tmp_path / "file").put(b"x")
    assert caught.value.code == "storage.files_unwritable"


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
lengths = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None)
@given(
    spec=st.builds(SignSpec, kind=words, name=words, width_mm=lengths, height_mm=lengths, depth_mm=st.none() | lengths),
    place=st.tuples(lengths, lengths),
    due=st.builds(Deadline, name=words, due=st.dates(), is_provisional=st.booleans(), basis=words),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_what_is_written_reads_back_the_same(spec, place, due, at):
    sign = replace(item(findings=(finding(),)), spec=spec, origin_mm=place)
    case = application(items=(sign,), deadlines=(due,), created_at=at)
    text = to_json(case, "f/1")
    back = from_json(Application, text, "f/1")
    assert back == case
    assert to_json(back, "f/1") == text


def test_an_event_reads_back_the_same():
    event = opened(application(), CLERK, NOW)
    assert from_json(Event, to_json(event, "f"), "f") == event


def _mutated(change):
    raw = json.loads(to_json(application(), "f/1"))
    change(raw)
    return json.dumps(raw)


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.update(form="f/2"),
        lambda raw: raw["value"].update(extra=1),
        lambda raw: raw["value"].pop("applicant"),
        lambda raw: raw["value"].update(state="nowhere"),
        lambda raw: raw["value"].update(version="1"),
        lambda raw: raw["value"].update(version=True),
        lambda raw: raw["value"].update(created_at="2026-11-24T00:00:00"),
        lambda raw: raw["value"]["items"][0].update(origin_mm=[1.0]),
        lambda raw: raw["value"]["items"][0]["spec"].update(width_mm=float("nan")),
        lambda raw: raw["value"]["items"][0]["report"]["findings"][0]["measured"].update(value="x"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_with_its_place(change):
    with pytest.raises(ToolError) as caught:
        from_json(Application, _mutated(change), "f/1")
    assert caught.value.params["place"].startswith("$")


def test_a_snapshot_from_before_a_defaulted_field_still_reads():
    text = _mutated(lambda raw: raw["value"].pop("circumstances"))
    assert from_json(Application, text, "f/1").circumstances.needs_survey is None


def test_a_number_that_is_not_finite_is_never_written():
    with pytest.raises(ValueError, match="no JSON form"):
        to_json(float("nan"), "f")
    with pytest.raises(TypeError):
        to_json(object(), "f")


def test_a_naive_instant_is_never_stored(db):
    naive = application(created_at=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises((ValueError, ToolError)), db.unit_of_work() as unit:
        unit.applications.add(naive)


@pytest.mark.skipif(CHOSEN == "sqlite", reason="PostgreSQL was not chosen")
def test_a_postgresql_database_that_is_not_there_is_told_as_that(request):
    url = request.getfixturevalue("postgres")()
    missing = make_url(url).set(database="never_made").render_as_string(hide_password=False)
    with closing(Database.open(missing)) as database, pytest.raises(ToolError) as caught:
        database.check()
    assert caught.value.code == "storage.no_such_database"
    assert "createdb" in describe(caught.value).hint


def test_a_server_that_does_not_answer_is_told_as_that():
    with (
        closing(Database.open("postgresql+psycopg://nobody@127.0.0.1:1/x")) as database,
        pytest.raises(ToolError) as caught,
    ):
        database.verify_history()
    assert caught.value.code == "storage.unreachable"
    assert "是否在运行" in describe(caught.value).hint


@pytest.mark.parametrize(
    ("why", "code"),
    [
        ('connection failed: connection to server at "127.0.0.1", port 1 failed: Connection refused', "unreachable"),
        ('connection failed: :1), port 5432 failed: FATAL:  database "x" does not exist', "no_such_database"),
        ('connection failed: FATAL:  role "nobody" does not exist', "unreachable"),
        ("failed to resolve host 'db': [Errno -2] Name or service not known", "unreachable"),
        ('relation "permit" does not exist', "not_migrated"),
        ("unable to open database file", "unwritable"),
    ],
)
def test_what_the_driver_says_is_told_by_its_cause(why, code):
    assert _as_tool_error(RuntimeError(why)).code == f"storage.{code}"
