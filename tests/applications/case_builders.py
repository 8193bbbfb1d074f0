"""Fictitious cases for the tests of procedure and storage."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from signage.applications.ids import new_id
from signage.applications.model import (
    Actor,
    Applicant,
    Application,
    Circumstances,
    Item,
    Material,
    Role,
    SignParticulars,
    State,
    Track,
)
from signage.applications.notices import IssuedDocument, Organ
from signage.applications.office import Office
from signage.applications.policy_file import load_policy
from signage.applications.steps import opened
from signage.design import SignSpec
from signage.digest import digest_of_bytes
from signage.geometry import Point
from signage.rules.findings import BookIdentity, CheckReport, Finding, Mark, Modality, Verdict
from signage.storage import Database, FileBlobs
from signage.units import Quantity, Unit

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)

SHOP = Actor(id="acc-shop", name="申请人甲", role=Role.APPLICANT)
OTHER_SHOP = Actor(id="acc-other", name="申请人丁", role=Role.APPLICANT)
CLERK = Actor(id="acc-clerk", name="窗口甲", role=Role.CLERK)
SECOND = Actor(id="acc-second", name="复核乙", role=Role.SECOND_OFFICER)
BOSS = Actor(id="acc-boss", name="负责人丙", role=Role.SUPERVISOR)

APPLICANT = Applicant(
    name="示例市晶湾盐业有限公司",
    credit_code="91000000SAMPLE001X",
    contact="经办人甲",
    phone="000-0000000",
    account_id=SHOP.id,
)
OTHER = replace(APPLICANT, name="示例市别家商贸有限公司", credit_code="91000000SAMPLE002X", account_id=OTHER_SHOP.id)
ORGAN = Organ(
    name="示例市城市管理局",
    short_name="示例城管",
    review_body="示例市人民政府",
    court="示例市示例区人民法院",
    phone="000-0000000",
    verify_url="https://verify.example.invalid/v",
    is_demonstration=True,
)
CLEAR = Circumstances(affects_third_party=False, needs_survey=False)


def finding(verdict=Verdict.PASS, rule_id="hz-01"):
    return Finding(
        rule_id=rule_id,
        book="demo-city",
        title_zh="招牌下沿净高",
        title_en="Clear height",
        clause="4.3.1.8",
        document="示例",
        source="ILL",
        modality=Modality.MUST,
        subject="S1-01",
        verdict=verdict,
        required="≥ 2500 mm",
        measured=Quantity(3150.25, Unit.MM),
        limit=Quantity(2500.0, Unit.MM),
        where=(Mark(shape="segment", points=(Point(0.0, 0.1), Point(1 / 3, 2.0))),),
        message_zh="净高符合要求",
    )


def report(*findings):
    book = BookIdentity(
        name="demo-city", edition="2026", digest="sha256:00", title_zh="示例规则", title_en="demo", is_illustrative=True
    )
    return CheckReport(
        on=date(2026, 11, 24), unit="S1-01", books=(book,), proposal_digest="sha256:11", findings=findings
    )


def item(unit="S1-01", *, findings=None, track=Track.PERMIT, plan="plan-1", drawings=()):
    return Item(
        id=new_id(),
        plan_id=plan,
        plan_revision="A",
        plan_digest="sha256:22",
        unit_id=unit,
        address="示例市示例路1号",
        spec=SignSpec(kind="panel-letters", name="徽盐生活馆", width_mm=6000.0, height_mm=1200.0),
        origin_mm=(120.1 + 0.2, 3150.0),
        report=report(*(findings if findings is not None else (finding(),))),
        drawings=drawings,
        track=track,
        track_reason="大型招牌",
        particulars=SignParticulars(
            form="平板式",
            width_mm=6000.0,
            height_mm=1200.0,
            depth_mm=120.0,
            letter_height_mm=620.5,
            bottom_mm=3150.0,
            materials="铝单板",
            lighting="不发光",
        ),
    )


def papers(*kinds):
    wanted = kinds or ("M1", "M2", "M3", "M4", "M6", "M7", "M8", "M9")
    return tuple(
        Material(
            kind=k, title=k, digest=digest_of_bytes(k.encode()), media_type="text/plain", file_name=f"{k}.txt", size=2
        )
        for k in wanted
    )


def application(state=State.DRAFT, **changes):
    facts = {
        "id": new_id(),
        "number": "",
        "state": state,
        "version": 1,
        "applicant": APPLICANT,
        "created_at": NOW,
        "items": (item(),),
        "materials": papers(),
        "circumstances": CLEAR,
    }
    return Application(**{**facts, **changes})


def arrived(case):
    """The line of history that a case put straight into the database begins with."""
    return replace(opened(case, CLERK, NOW), to_state=case.state)


class PlainIssuer:
    """Issues a document that only names its number."""

    def __init__(self):
        self.notices = []

    def issue(self, notice):
        self.notices.append(notice)
        content = f"%PDF-1.7 {notice.number}".encode()
        return IssuedDocument(content=content, digest=digest_of_bytes(content), verification_code=f"C{notice.number}")


class Ticking:
    """A clock that goes on by a minute each time it is asked."""

    def __init__(self, start=NOW):
        self.now = start

    def __call__(self):
        self.now += timedelta(minutes=1)
        return self.now


@cache
def _migrated():
    """A fresh database's file; migrating takes longer than most tests do."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "signage.db"
        made = Database.open(f"sqlite:///{file}")
        made.upgrade()
        made.close()
        return file.read_bytes()


def database(folder):
    (folder / "signage.db").write_bytes(_migrated())
    return Database.open(f"sqlite:///{folder / 'signage.db'}")


def office(db, folder, **changes):
    facts = {
        "begin": db.unit_of_work,
        "begin_reading": db.reading,
        "organ": ORGAN,
        "policy": load_policy(),
        "issuer": PlainIssuer(),
        "blobs": FileBlobs(folder / "blobs"),
    }
    return Office(**{**facts, **changes})
