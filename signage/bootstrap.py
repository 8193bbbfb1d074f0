"""The one place where settings become objects: the home folder, the database, the office with its ports."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError

from signage.accounts import Account, seed_demo_accounts
from signage.accounts.sections import members, sections_of, set_sections
from signage.applications.afterwards import track_of
from signage.applications.calendar_versions import LiveCalendar
from signage.applications.clock import WorkingCalendar
from signage.applications.english import english_names
from signage.applications.figures import needed_figures
from signage.applications.how_to_mend import paper_ways
from signage.applications.item_days import as_applied
from signage.applications.item_results import event_duties
from signage.applications.model import Permit, Track
from signage.applications.notices import Organ
from signage.applications.office import Office
from signage.applications.plan_versions import LivePlans
from signage.applications.policy import Policy
from signage.applications.policy_file import load_policy
from signage.applications.standing import StandingSigns, TakenAway
from signage.artwork import LogoShelf
from signage.documents import (
    CodeFacts,
    LetterSealer,
    LocalSeal,
    OrganSeal,
    PermitIssuer,
    PermitStanding,
    SealProvider,
    Stated,
    StatedPermit,
    TokenPlace,
    Verification,
    read_code,
    read_trust,
    standing_of,
    trust_path,
    trust_path_of_organ,
    verify_document,
)
from signage.errors import DocumentError, InputError, Location, ToolError
from signage.frontage import FrontagePlan, PlanRegister
from signage.items import Catalogue, load_catalogue
from signage.resources import bundled
from signage.rules import RuleBook, books_for
from signage.service import Hours, ServiceDesk, bundled_hours, parse_hours
from signage.settings import Environment, Settings
from signage.storage import Database, FileBlobs
from signage.typography import FontCatalogue
from signage.uploads import WaitingPapers


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that a running process needs, made once.

    Attributes:
        now: Tells the time, aware UTC; tests give a fixed one.
        waiting: Papers of forms that came back, for a while.
        logos: Logos that visitors handed in for designs that are not applied for yet.
        catalogue: What the window decides and does.
        hours: Windows, opening hours and promises of the service desk.
        standing: The signs of live permits on their plans.
        plan_record: The frontage plans of the folder, and those that the office put on record since.
    """

    settings: Settings
    fonts: FontCatalogue
    plan_record: LivePlans
    database: Database
    office: Office
    now: Callable[[], datetime]
    waiting: WaitingPapers
    logos: LogoShelf = field(default_factory=LogoShelf)
    catalogue: Catalogue = field(default_factory=load_catalogue)
    hours: Hours = field(default_factory=bundled_hours)
    standing: StandingSigns = field(default_factory=StandingSigns)

    def today(self) -> date:
        """Return the office's local date."""
        return self.office.today(self.now())

    @property
    def plans(self) -> PlanRegister:
        """The register of frontage plans as it stands now."""
        return self.plan_record.present()

    def front(self, plan_id: str, on: date | None = None) -> FrontagePlan:
        """Return the plan in force on a day, today by default, with the signs of live permits on it.

        Raises:
            NotFound: No plan by that id, or none of its revisions is in force on that day.
        """
        day = on or self.today()
        return self.stood(self.plans.in_force(plan_id, day), day)

    def stood(self, plan: FrontagePlan, on: date | None = None, *, apart_from: str = "") -> FrontagePlan:
        """Return a revision with the signs of live permits on it; those of the case `apart_from` are left out."""
        day = on or self.today()
        return self.standing.on_plan(plan, day, self.office.reading, self.fonts, apart_from=apart_from)

    def taken_away(self, plan: FrontagePlan) -> tuple[TakenAway, ...]:
        """Return the plan's signs that made room for signs whose permits hold no longer."""
        return self.standing.taken_away(plan, self.office.reading, self.fonts)

    def books(self, city: str, on: date | None = None) -> tuple[RuleBook, ...]:
        """Return the rule books in force in a city on a date, today by default."""
        return books_for(city, on or self.today())


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def prepare_home(settings: Settings) -> Database:
    """Make the home folder if it is missing and bring the database to the present schema.

    Raises:
        ToolError: Folder or database cannot be used.
    """
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise ToolError("bootstrap.home", path=str(settings.home), why=exc.strerror or str(exc)) from exc
    database = open_database(settings)
    database.upgrade()
    return database


def open_database(settings: Settings) -> Database:
    """Return the database of these settings; nothing is made or changed.

    Raises:
        InputError: The URL is of no kind that is supported.
    """
    return Database.open(settings.database_url)


def existing_database(settings: Settings) -> Database:
    """Return the database of these settings if there is one; asking after it must not make it.

    Raises:
        InputError: The URL is of no kind that is supported.
        ToolError: There is no SQLite file by that name.
    """
    database = open_database(settings)
    file = _sqlite_file(settings.database_url)
    if file is not None and not file.is_file():
        database.close()
        raise ToolError("bootstrap.no_database", path=str(file))
    return database


def _sqlite_file(url: str) -> Path | None:
    scheme, sign, rest = url.partition(":///")
    return Path(rest.partition("?")[0]) if sign and scheme == "sqlite" else None


def open_services(settings: Settings, *, now: Callable[[], datetime] = utc_now) -> Services:
    """Return everything, with home folder, database and keys made ready.

    Raises:
        InputError: A setting or a file that it names is wrong.
        ToolError: Folder, database or keys cannot be used.
    """
    organ = read_organ(settings)
    zone = _zone(settings)
    folder = PlanRegister.read(settings.plans or bundled("samples", "plans"))
    hours = read_hours(settings)
    fonts = FontCatalogue.standard((settings.fonts,) if settings.fonts else ())
    policy = load_policy()
    catalogue = as_applied(load_catalogue(settings.items), policy)
    database = prepare_home(settings)
    try:
        english = {**hours.english_sources(), **english_names(policy, catalogue)}
        needed = {item.code: needed_figures(item) for item in catalogue.items}
        office = _office(settings, database, organ, zone, policy, fonts)
        duties, ways = event_duties(catalogue), paper_ways(catalogue)
        office = replace(office, english=english, needed_figures=needed, event_duties=duties, paper_ways=ways)
        plan_record = LivePlans(folder, database.reading)
        plan_record.present()  # a file of the folder that contradicts the record stops the start, in words
    except BaseException:
        database.close()
        raise
    return Services(
        settings=settings,
        fonts=fonts,
        plan_record=plan_record,
        database=database,
        office=office,
        now=now,
        catalogue=catalogue,
        hours=hours,
        waiting=WaitingPapers(settings.home / "waiting", office.blobs),
    )


def _office(
    settings: Settings, database: Database, organ: Organ, zone: ZoneInfo, policy: Policy, fonts: FontCatalogue
) -> Office:
    seal = open_seal(settings, organ)
    return Office(
        begin=database.unit_of_work,
        begin_reading=database.reading,
        organ=organ,
        policy=policy,
        issuer=PermitIssuer(seal, fonts, zone=zone),
        letters=LetterSealer(seal, fonts, zone=zone),
        blobs=FileBlobs(settings.home / "files"),
        calendar=LiveCalendar(database.reading),
        zone=zone,
    )


def open_seal(settings: Settings, organ: Organ) -> SealProvider:
    """Return the organ's own seal where the settings name its file or its token, else the one of the demonstration.

    Raises:
        ToolError: The file, the token or the passphrase cannot be used, or production has no seal of its own.
    """
    keys = _keys(settings)
    if not settings.has_own_seal:
        return LocalSeal.load_or_make(keys, organ=organ.name, environment=settings.environment.value)
    passphrase = _passphrase(settings)
    driver, token, key, chain = settings.seal_driver, settings.seal_token, settings.seal_key, settings.seal_chain
    if settings.seal_p12 is not None:
        if driver or token or key or chain:
            raise ToolError("documents.seal_settings")
        return OrganSeal.of_file(settings.seal_p12, passphrase, keys)
    if driver is None or not token or not key or passphrase is None:
        raise ToolError("documents.seal_settings")
    place = TokenPlace(driver=driver, token=token, key=key, chain=chain)
    return OrganSeal.of_token(place, passphrase.decode("utf-8", "replace"), keys)


def _passphrase(settings: Settings) -> bytes | None:
    path = settings.seal_passphrase_file
    if path is None:
        return None
    try:
        return path.read_bytes().rstrip(b"\r\n")
    except OSError as exc:
        raise ToolError("documents.passphrase_unusable", path=str(path), said=exc.strerror or str(exc)) from exc


def letter_sealer(settings: Settings) -> LetterSealer:
    """Return what sets and seals letters with this home's keys, made first if there are none; no database is asked.

    Raises:
        InputError: A setting or a file that it names is wrong.
        ToolError: The keys cannot be used.
    """
    organ, zone = read_organ(settings), _zone(settings)
    fonts = FontCatalogue.standard((settings.fonts,) if settings.fonts else ())
    seal = open_seal(settings, organ)
    return LetterSealer(seal, fonts, zone=zone)


def read_organ(settings: Settings) -> Organ:
    """Return the organ of these settings.

    Raises:
        InputError: Its file is unreadable, or a demonstration organ stands in production.
    """
    path = settings.organ or bundled("samples", "organ.toml")
    try:
        organ = TypeAdapter(Organ).validate_python(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as exc:
        raise InputError("settings.organ_unreadable", path=str(path), why=str(exc).splitlines()[0]) from exc
    if organ.is_demonstration and settings.environment is Environment.PRODUCTION:
        raise InputError("settings.demonstration_organ", name=organ.name)
    return replace(organ)


def demo_password(settings: Settings) -> str:
    """Return the password of the demonstration accounts, drawn once for each home folder and kept there.

    Raises:
        ToolError: The home folder cannot be used.
    """
    return _kept_secret(settings.home / "demo-password", secrets.token_urlsafe(12))


def identity_key(settings: Settings) -> bytes:
    """Return the key under which identity numbers are hashed, drawn once for each home folder and kept with its keys.

    Raises:
        ToolError: The home folder cannot be used.
    """
    return _kept_secret(_keys(settings) / "identity-key", secrets.token_urlsafe(32)).encode("ascii")


def _kept_secret(path: Path, drawn: str) -> str:
    """Return what a file of the home folder holds, written with the drawn secret if it is not there yet."""
    try:
        if not path.is_file():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as out:
                out.write(drawn)
        return path.read_text("ascii").strip()
    except FileExistsError:
        return path.read_text("ascii").strip()
    except OSError as exc:
        raise ToolError("bootstrap.home", path=str(path), why=exc.strerror or str(exc)) from exc


def demo_accounts(services: Services) -> tuple[Account, ...]:
    """Return the accounts of the demonstration, made if missing; none in production or beyond this machine."""
    settings = services.settings
    if settings.environment is not Environment.DEMONSTRATION or not settings.is_loopback:
        return ()
    made = seed_demo_accounts(
        services.database.unit_of_work, services.now(), is_demonstration=True, password=demo_password(settings)
    )
    accounts = tuple(one.account for one in made)
    if not members(services.database.reading):
        _seat_demo(services, {account.login: account for account in accounts})
    return accounts


# Which officer of the demonstration belongs to which section, by what its name holds.
_DEMO_SECTIONS = {"clerk": ("户外招牌", "工程建设", "环境卫生"), "second": ("园林绿化", "市政公用")}


def _seat_demo(services: Services, accounts: Mapping[str, Account]) -> None:
    known = sections_of(services.catalogue)
    admin = accounts["admin"].actor
    for login, parts in _DEMO_SECTIONS.items():
        own = [section for section in known if any(part in section for part in parts)]
        set_sections(services.database.unit_of_work, admin, accounts[login].id, own, known, services.now())


def verify_file(
    content: bytes, settings: Settings, *, file: str, trust: bytes | None = None, on: date | None = None
) -> Verification:
    """Return the verification of a sealed PDF, with what this home knows: its certificate and its register.

    Its permits must stand on the local date `on`, today when nothing is said.

    Raises:
        DocumentError: It is no PDF that can be read.
    """
    certificate = trust if trust is not None else _trusted(settings)
    zone = _zone(settings)
    with _register(settings) as known:
        if known is None:
            return verify_document(content, file=file, trust=certificate)

        def is_known(digest: str) -> bool:
            with known.reading() as unit:
                return bool(unit.permits.by_document(digest)) or unit.documents.by_digest(digest) is not None

        def standing(digest: str) -> tuple[PermitStanding, ...]:
            with known.reading() as unit:
                found = unit.permits.by_document(digest)
                tracks = [track_of(unit, one) for one in found]
            today = on or utc_now().astimezone(zone).date()
            pairs = zip(found, tracks, strict=True)
            return tuple(permit_standing(one, on=today, zone=zone, track=track) for one, track in pairs)

        def stated(digest: str) -> Stated:
            with known.reading() as unit:
                letter = unit.documents.by_digest(digest)
                return _stated(unit.permits.by_document(digest), letter.number if letter else "")

        return verify_document(
            content, file=file, trust=certificate, register=is_known, permits=standing, registered=stated
        )


def _stated(permits: tuple[Permit, ...], number: str) -> Stated:
    """Return what the register states of a file: its permits, or the number of a letter."""
    held = (
        StatedPermit(
            number=one.number, holder=one.holder, holder_code=one.holder_code, term=(one.valid_from, one.valid_to)
        )
        for one in permits
    )
    return Stated(permits=tuple(held), number="" if permits else number)


def scanned_code(printed: str, settings: Settings, *, trust: bytes | None = None) -> CodeFacts:
    """Return what a scanned QR code says, once its signature holds under what this home trusts; no register is asked.

    Raises:
        DocumentError: It is no code of this product, it is forged, or there is no certificate of codes to check it.
    """
    certificate = trust if trust is not None else _trusted(settings)
    key = read_trust(certificate).code_key if certificate is not None else None
    if key is None:
        raise DocumentError("documents.code_unchecked")
    return read_code(printed, key)


def _trusted(settings: Settings) -> bytes | None:
    """The certificates of this home's seal and codes, None before its first seal is made."""
    keys = _keys(settings)
    path = trust_path_of_organ(keys) if settings.has_own_seal else trust_path(keys)
    return path.read_bytes() if path.is_file() else None


def permit_standing(permit: Permit, *, on: date, zone: tzinfo, track: Track = Track.PERMIT) -> PermitStanding:
    """Return where a permit stands on a local date, its end told as a date of the office's zone."""
    ended_on = permit.ended_at.astimezone(zone).date() if permit.ended_at else None
    term = (permit.valid_from, permit.valid_to)
    return standing_of(permit.number, term, on=on, ended_reason=permit.ended_reason, ended_on=ended_on, track=track)


@contextmanager
def _register(settings: Settings) -> Iterator[Database | None]:
    """Give the database that documents are looked up in, or None when there is none to ask."""
    file = _sqlite_file(settings.database_url)
    if file is not None and not file.is_file():
        yield None
        return
    with closing(open_database(settings)) as database:
        yield None if database.check() else database


def _keys(settings: Settings) -> Path:
    return settings.home / "keys"


def _zone(settings: Settings) -> ZoneInfo:
    try:
        return ZoneInfo(settings.zone)
    except (ZoneInfoNotFoundError, ValueError) as exc:
        raise InputError("settings.bad_value", name="SIGNAGE_ZONE", why=settings.zone) from exc


def service_desk(services: Services) -> ServiceDesk:
    """Return the desk around the cases of these services: appointments, help, ratings, complaints, return visits."""
    return _desk(services.database, services.hours, services.office.zone, services.office.calendar)


@contextmanager
def existing_desk(settings: Settings) -> Iterator[ServiceDesk]:
    """Give the desk of a database that is there, for commands that only look.

    Raises:
        InputError: A setting is wrong.
        ToolError: There is no such database.
    """
    with closing(existing_database(settings)) as database:
        yield _desk(database, read_hours(settings), _zone(settings), LiveCalendar(database.reading))


def read_hours(settings: Settings) -> Hours:
    """Return windows, opening hours and promises of these settings.

    Raises:
        InputError: Their file cannot be read or is wrong.
    """
    if settings.hours is None:
        return bundled_hours()
    try:
        content = settings.hours.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        at = Location(file=str(settings.hours))
        raise InputError("service.hours_wrong", at=at, why=str(exc)) from exc
    return parse_hours(content, file=str(settings.hours))


def _desk(database: Database, hours: Hours, zone: tzinfo, calendar: WorkingCalendar) -> ServiceDesk:
    return ServiceDesk(
        begin=database.unit_of_work, begin_reading=database.reading, hours=hours, calendar=calendar, zone=zone
    )
