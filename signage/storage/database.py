"""The database as the rest of the product sees it: open, upgrade, check, and units of work; no SQLAlchemy leaks out.

SQLite runs in WAL mode with foreign keys on; a unit of work that may write takes the write lock when it begins, so
that it never has to be refused halfway. PostgreSQL runs by URL alone.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import ArgumentError, IntegrityError

from signage.accounts.helper_link import HelperLinkRepository
from signage.accounts.ports import AccountRepository, SessionRepository, ThrottleRepository
from signage.applications.agency import AuthorisationRepository
from signage.applications.calendar_versions import CalendarRepository
from signage.applications.case_documents import CaseDocumentRepository
from signage.applications.plan_versions import PlanRepository
from signage.applications.ports import (
    ApplicationRepository,
    HistoryLog,
    Numbering,
    PermitRepository,
    ReminderLog,
    SectionRepository,
)
from signage.applications.queue import QueueRepository
from signage.drafts.ports import DraftRepository
from signage.errors import InputError, ToolError
from signage.locale import text as words
from signage.materials.ports import MaterialRepository
from signage.register.ports import InspectionRepository, PublicationRepository, RegisterRepository
from signage.reports.ports import ReportSource
from signage.service.ports import ServiceRepositories
from signage.storage.agency import SqlAuthorisations, SqlHelperLinks
from signage.storage.calendars import SqlCalendars
from signage.storage.documents import SqlCaseDocuments
from signage.storage.history import HistoryVerdict, SqlHistory, verify
from signage.storage.materials import SqlDrafts, SqlMaterials, SqlSurveys
from signage.storage.people import SqlAccounts, SqlSessions, SqlThrottle
from signage.storage.plans import SqlPlans
from signage.storage.queue import SqlQueue
from signage.storage.register import SqlInspections, SqlPublications, SqlRegister
from signage.storage.reminders import SqlReminders
from signage.storage.reports import SqlReportSource
from signage.storage.repositories import SqlApplications, SqlNumbering, SqlPermits
from signage.storage.sealing import Journal
from signage.storage.sections import SqlSections
from signage.storage.service import SqlService
from signage.storage.tables import Base
from signage.storage.turns import AnyTime, Turns
from signage.survey.ports import SurveyRepository

_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_READS = "signage_reads"
_SQLITE_SETTINGS = ("busy_timeout = 5000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON")


class SqlUnitOfWork:
    """One transaction with every repository; leaving it without `commit` undoes everything."""

    applications: ApplicationRepository
    permits: PermitRepository
    numbers: Numbering
    history: HistoryLog
    calendars: CalendarRepository
    plans: PlanRepository
    authorisations: AuthorisationRepository
    links: HelperLinkRepository
    documents: CaseDocumentRepository
    accounts: AccountRepository
    sessions: SessionRepository
    throttle: ThrottleRepository
    sections: SectionRepository
    queue: QueueRepository
    reminders: ReminderLog
    service: ServiceRepositories
    materials: MaterialRepository
    drafts: DraftRepository
    surveys: SurveyRepository
    register: RegisterRepository
    publications: PublicationRepository
    inspections: InspectionRepository
    reports: ReportSource

    def __init__(self, engine: Engine, *, turns: Turns | AnyTime | None = None) -> None:
        """Make one that writes in turn, or one that only reads when it is given no turns."""
        self._engine = engine
        self._turns = turns
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        if self._turns is not None:
            self._turns.take()
        try:
            connection = self._begun()
        except BaseException:
            self._let_go()
            raise
        self._connection = connection
        journal = Journal()
        self.applications = SqlApplications(connection, journal)
        self.permits = SqlPermits(connection, journal)
        self.numbers = SqlNumbering(connection, journal)
        self.history = SqlHistory(connection, journal)
        self.calendars = SqlCalendars(connection)
        self.plans = SqlPlans(connection)
        self.authorisations = SqlAuthorisations(connection)
        self.links = SqlHelperLinks(connection)
        self.documents = SqlCaseDocuments(connection, journal)
        self.accounts = SqlAccounts(connection)
        self.sessions = SqlSessions(connection)
        self.throttle = SqlThrottle(connection)
        self.sections = SqlSections(connection)
        self.queue = SqlQueue(connection)
        self.reminders = SqlReminders(connection)
        self.service = SqlService(connection)
        self.materials = SqlMaterials(connection)
        self.drafts = SqlDrafts(connection)
        self.surveys = SqlSurveys(connection)
        self.register = SqlRegister(connection)
        self.publications = SqlPublications(connection)
        self.inspections = SqlInspections(connection)
        self.reports = SqlReportSource(connection)
        return self

    def _begun(self) -> Connection:
        connection = self._engine.connect().execution_options(**{_READS: self._turns is None})
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    def _let_go(self) -> None:
        if self._turns is not None:
            self._turns.give()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection is not None:
            try:
                self._connection.close()  # closing rolls back what was not committed
            finally:
                self._connection = None
                self._let_go()

    def commit(self) -> None:
        """Make everything done in it permanent."""
        if self._connection is None or self._turns is None:
            raise RuntimeError("nothing can be committed here: the unit of work is closed or only reads")
        self._connection.commit()


class Database:
    """A database by its URL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # PostgreSQL has writers wait row by row, and in order; SQLite has one writer for all.
        self._turns = Turns() if engine.dialect.name == "sqlite" else AnyTime()

    @classmethod
    def open(cls, url: str) -> Database:
        """Return the database at a URL, written in full: `sqlite:///…` or `postgresql+psycopg://…`.

        Nothing is read or made yet; the folder of a SQLite file must exist.

        Raises:
            InputError: The URL is of another kind.
            ToolError: The driver is not installed.
        """
        try:
            parsed = make_url(url)
        except ArgumentError as exc:
            raise InputError("storage.bad_url", url=url.partition("@")[2] or url) from exc
        shown = parsed.render_as_string(hide_password=True)
        if parsed.drivername not in ("sqlite", "postgresql+psycopg") or not parsed.database:
            raise InputError("storage.bad_url", url=shown)
        if parsed.database == ":memory:":  # every connection would be a database of its own
            raise InputError("storage.bad_url", url=shown)
        try:
            # Values stay out of the driver's errors, which are logged: they may be telephone or identity numbers.
            engine = create_engine(parsed, pool_pre_ping=parsed.drivername != "sqlite", hide_parameters=True)
        except ModuleNotFoundError as exc:
            raise ToolError("storage.driver_missing") from exc
        event.listen(engine, "handle_error", _translate)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        return cls(engine)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def unit_of_work(self) -> SqlUnitOfWork:
        """Return a unit of work that may write; on SQLite it holds the write lock while it is open."""
        return SqlUnitOfWork(self._engine, turns=self._turns)

    def reading(self) -> SqlUnitOfWork:
        """Return a unit of work that only reads one consistent state and waits for nobody."""
        return SqlUnitOfWork(self._engine)

    def upgrade(self) -> None:
        """Bring the structure to the current version; safe to run again, also from two processes at once.

        Raises:
            ToolError: The database failed; nothing was changed.
        """
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(7420114)"))
            before = MigrationContext.configure(connection).get_current_revision()
            if before == _newest_structure():
                return
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if before != MigrationContext.configure(connection).get_current_revision():
                SqlQueue(connection).catch_up()

    def check(self) -> list[str]:
        """Return every problem of the database in words; an empty list is a sound one.

        Raises:
            ToolError: It cannot be opened at all.
        """
        with self._engine.connect().execution_options(**{_READS: True}) as connection:
            problems = _structure_problems(connection)
            if connection.dialect.name == "sqlite":
                problems += _integrity_problems(connection)
            return problems

    def verify_history(self) -> HistoryVerdict:
        """Return whether the history's chain is whole and cases and permits are as it says, or the first that is not.

        A server may go on working meanwhile: everything is read as it was at one instant.

        Raises:
            ToolError: The database cannot be read or has no history yet.
        """
        options: dict[str, Any] = {_READS: True}
        if self._engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"  # SQLite reads so anyway
        with self._engine.connect().execution_options(**options) as connection:
            return verify(connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@cache
def _newest_structure() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _structure_problems(connection: Connection) -> list[str]:
    problems = []
    wanted = _newest_structure() or "—"
    found = MigrationContext.configure(connection).get_current_revision() or "—"
    if found != wanted:
        problems.append(words("storage.problem_not_at_head", found=found, wanted=wanted))
    missing = sorted(set(Base.metadata.tables) - set(inspect(connection).get_table_names()))
    if missing:
        problems.append(words("storage.problem_tables", tables=tuple(missing)))
    return problems


def _integrity_problems(connection: Connection) -> list[str]:
    said = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
    problems = [words("storage.problem_integrity", why=line) for line in said if line != "ok"]
    loose: dict[str, int] = {}
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        loose[str(row[0])] = loose.get(str(row[0]), 0) + 1
    return problems + [words("storage.problem_foreign_key", table=t, count=n) for t, n in sorted(loose.items())]


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite`, never by the driver
    cursor = connection.cursor()
    try:
        for setting in _SQLITE_SETTINGS:
            cursor.execute(f"PRAGMA {setting}")
    except sqlite3.Error as exc:
        cursor.close()
        connection.close()
        raise _as_tool_error(exc) from exc
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _translate(context: ExceptionContext) -> None:
    """Turn what the driver raises into the product's own family; constraint failures stay for the repositories."""
    if isinstance(context.sqlalchemy_exception, IntegrityError):
        return
    if context.sqlalchemy_exception is not None or isinstance(context.original_exception, sqlite3.Error):
        raise _as_tool_error(context.original_exception) from context.original_exception


_NOT_REACHED = ("connection failed", "connection to server", "connection is bad", "resolve host", "connection timeout")


def _as_tool_error(error: BaseException) -> ToolError:
    why = str(error).partition("\n")[0] or type(error).__name__
    said = why.lower()
    if any(words in said for words in _NOT_REACHED):
        # PostgreSQL names the missing database in the sentence by which it refuses the connection.
        is_missing = 'database "' in said and "does not exist" in said
        return ToolError("storage.no_such_database" if is_missing else "storage.unreachable", why=why)
    if "locked" in said or "busy" in said:
        return ToolError("storage.locked")
    if "malformed" in said or "not a database" in said or "corrupt" in said:
        return ToolError("storage.corrupt", why=why)
    if "no such table" in said or "no such column" in said or "does not exist" in said:
        return ToolError("storage.not_migrated", why=why)
    if "unable to open" in said or "readonly" in said or "disk" in said or "connection" in said:
        return ToolError("storage.unwritable", why=why)
    return ToolError("storage.failed", why=why)
