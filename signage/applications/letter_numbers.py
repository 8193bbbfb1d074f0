"""The number of each kind of letter: the policy's own pattern where it has one, else the one here.

Every kind is a series of its own, gapless and unique in a year (`Numbering`). Two kinds carry a number that the case
already has: an acceptance its acceptance number, a refusal (of the case or of taking it in) its decision number.
"""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType

from signage.applications.letters import LetterKind
from signage.applications.model import Application, Track
from signage.applications.office import Office
from signage.applications.ports import UnitOfWork

# {organ}: the organ's short name · {city}: the city's name without 市 · {year} · {serial}; as in a policy's [numbers]
PATTERNS = MappingProxyType(
    {
        LetterKind.RECEIPT: "{organ}收〔{year}〕{serial}号",
        LetterKind.ACCEPTANCE: "{organ}许受〔{year}〕{serial}号",
        LetterKind.NON_ACCEPTANCE: "{organ}许不受〔{year}〕{serial}号",
        LetterKind.CORRECTION: "{organ}许补〔{year}〕{serial}号",
        LetterKind.PROMISE: "{organ}许容〔{year}〕{serial}号",
        LetterKind.SURVEY: "{organ}勘〔{year}〕{serial}号",
        LetterKind.REVIEW: "{organ}许审〔{year}〕{serial}号",
        LetterKind.INTERESTED_PARTY: "{organ}许告〔{year}〕{serial}号",
        LetterKind.EXTENSION: "{organ}许延〔{year}〕{serial}号",
        LetterKind.SUSPENSION: "{organ}许中〔{year}〕{serial}号",
        LetterKind.HEARING_RIGHTS: "{organ}听告〔{year}〕{serial}号",
        LetterKind.HEARING_NOTICE: "{organ}听通〔{year}〕{serial}号",
        LetterKind.HEARING_RECORD: "{organ}听笔〔{year}〕{serial}号",
        LetterKind.REFUSAL: "{organ}许不准〔{year}〕{serial}号",
        LetterKind.DELIVERY: "{organ}送〔{year}〕{serial}号",
        LetterKind.CHANGE: "{organ}许变〔{year}〕{serial}号",
        LetterKind.RENEWAL: "{organ}许续〔{year}〕{serial}号",
        LetterKind.WITHDRAWAL: "{organ}许撤回〔{year}〕{serial}号",
        LetterKind.REVOCATION: "{organ}许撤〔{year}〕{serial}号",
        LetterKind.CANCELLATION: "{organ}许注〔{year}〕{serial}号",
        LetterKind.FILING_CHANGE: "{organ}备变〔{year}〕{serial}号",
        LetterKind.FILING_ENDING: "{organ}备注〔{year}〕{serial}号",
        LetterKind.TEMPORARY: "{organ}许临〔{year}〕{serial}号",
        LetterKind.DESIGN_SERVICE: "{organ}设服〔{year}〕{serial}号",
        LetterKind.RECTIFICATION: "{organ}责改〔{year}〕{serial}号",
    }
)


def number_on_record(application: Application, kind: LetterKind) -> str:
    """Return the number that a case already carries for a kind of letter, or nothing."""
    if kind is LetterKind.ACCEPTANCE:
        return application.acceptance_number
    if kind in (LetterKind.REFUSAL, LetterKind.NON_ACCEPTANCE):
        return application.decision_number
    return ""


def take_number(office: Office, unit: UnitOfWork, kind: LetterKind, now: datetime, track: Track = Track.PERMIT) -> str:
    """Take the next number of a kind within a unit of work and return it as it is printed.

    A filing's and a guidance's documents have series of their own where the policy names them.
    """
    series = office.policy.series(kind.value, track)
    if office.policy.has_number(series):
        return office.number(unit, series, now)
    year = office.today(now).year
    city = office.policy.city.removesuffix("市")
    serial = unit.numbers.next(kind.value, year)
    return PATTERNS[kind].format(organ=office.organ.short_name, city=city, year=year, serial=serial)
