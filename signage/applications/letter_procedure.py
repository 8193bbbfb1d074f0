"""What the letters on the way to a decision state; one frozen value a kind, and its small parts.

Where a content is provisional, a year on the way to its date has no official calendar yet, and the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from signage.applications.letter_parts import Officer, Remedies
from signage.applications.vocabulary import PauseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One paper as a receipt lists it.

    Attributes:
        form: 原件, 复印件 or 电子件.
        digest: Of the file as it was stored, empty for paper.
    """

    name: str
    form: str = ""
    count: int = 1
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """申请材料接收凭证: what was handed in, when, and by when the applicant hears (art. 32)."""

    papers: tuple[PaperLine, ...]
    received_at: datetime
    answer_by: date
    received_by: Officer
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """受理通知书 (art. 32).

    Attributes:
        decide_by: The statutory date.
        promised_by: The promised one, None where nothing is promised.
        is_by_silence: Deemed accepted from the day of receipt, since nothing was told within five working days.
    """

    applied_on: date
    accepted_on: date
    decide_by: date
    promised_by: date | None = None
    is_by_silence: bool = False
    is_provisional: bool = False


class NonAcceptanceGround(StrEnum):
    """Why a case is not taken in."""

    NO_PERMIT_NEEDED = "no_permit_needed"  # art. 32(1)
    NOT_OUR_POWER = "not_our_power"  # art. 32(2)
    UNTRUE_PAPERS = "untrue_papers"  # art. 78


@dataclass(frozen=True, slots=True, kw_only=True)
class NonAcceptance:
    """不予受理决定书: why, and where to go instead (arts 32, 78).

    Attributes:
        where_to_go: Organ, window or way, with address or telephone as far as known.
    """

    applied_on: date
    ground: NonAcceptanceGround
    reasons: tuple[str, ...]
    where_to_go: tuple[str, ...]
    remedies: Remedies | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing to put right: what is wrong, and how to mend it."""

    what: str
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """补正告知书: everything that is missing or wrong, told once (art. 32(4)).

    Attributes:
        lapse_basis: What makes silence a withdrawal, empty where nothing does.
        earlier_number: Number of an earlier notice in the same case, empty for the first.
        why_again: The officer's recorded reason for a second notice.
    """

    applied_on: date
    defects: tuple[Defect, ...]
    correct_by: date
    lapse_basis: str = ""
    is_provisional: bool = False
    earlier_number: str = ""
    why_again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedPaper:
    """A paper that is lacking and promised by a date."""

    name: str
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """容缺受理告知承诺书: accepted although minor papers are lacking, on the applicant's promise.

    Attributes:
        allowed_by: What lets the item be accepted so; a local rule, never the statute.
        consequence: What happens when the promise is not kept.
    """

    applied_on: date
    lacking: tuple[PromisedPaper, ...]
    allowed_by: str
    consequence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRow:
    """One thing measured on the spot beside what was stated; in words with their units."""

    what: str
    stated: str
    measured: str
    judgement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """现场勘验笔录: two officers record what they found (art. 34).

    Attributes:
        photos: Title and digest of each photo taken.
        party_said: The party's own words, empty when nothing was said.
    """

    place: str
    started_at: datetime
    ended_at: datetime
    officers: tuple[Officer, ...]
    attendant: str
    rows: tuple[SurveyRow, ...]
    found: tuple[str, ...]
    photos: tuple[tuple[str, str], ...] = ()
    party_said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSign:
    """One sign as the review form lists it."""

    unit: str
    name: str
    form: str
    size: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMatter:
    """One item of a composite case as the review form lists it; `opinion` is what its section says."""

    title: str
    section: str
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One officer's opinion in words, not only a signature.

    Attributes:
        stage: 受理意见, 初审意见 or 审批决定.
    """

    stage: str
    officer: Officer
    at: datetime
    outcome: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewForm:
    """审批表: the whole review on one sheet.

    Attributes:
        contact: Handler and telephone, masked.
        waived: Findings that a named officer lifted, with the reason.
        course: What happened on the way (survey, hearing, extension): its name, and a line each.
    """

    address: str
    contact: str
    applied_on: date
    accepted_on: date
    acceptance_number: str
    decide_by: date
    signs: tuple[ReviewSign, ...]
    papers: tuple[str, ...]
    waived: tuple[str, ...]
    opinions: tuple[Opinion, ...]
    matters: tuple[ReviewMatter, ...] = ()
    course: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestedParty:
    """利害关系人告知书: a third party whose major interest is touched is told and heard (arts 36, 47)."""

    applicant: str
    place: str
    interest: str
    speak_by: date
    ask_hearing_by: date | None = None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """延期通知书: at most ten working days more, with the reason and who approved it (art. 42).

    Attributes:
        days: Working days added.
        approver: The head of the organ.
    """

    accepted_on: date
    acceptance_number: str
    was_due: date
    now_due: date
    days: int
    reason: str
    approver: Officer | None
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """中止计时告知书: for a hearing, a survey, a test or an expert review; the time needed, in writing (art. 45).

    Attributes:
        days: Working days expected, which do not count.
        until: Their last day.
        was_due: The statutory date as it stood then; it moves by what the pause takes.
    """

    accepted_on: date
    acceptance_number: str
    pause: PauseKind
    days: int
    until: date
    was_due: date
    reason: str
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRights:
    """听证告知书: a hearing may be asked for within five working days (art. 47)."""

    about: str
    ask_by: date
    is_provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingNotice:
    """听证通知书: time and place, at least seven working days before; the chair has not reviewed the case (art. 48).

    Attributes:
        days_before: Working days from the notice to the hearing.
        reviewers: Who reviewed the case; none of them may take the chair.
    """

    about: str
    at: datetime
    place: str
    chair: Officer
    recorder: Officer
    reviewers: tuple[Officer, ...]
    days_before: int
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """What a hearing's notice announced, as its record is held against it.

    Attributes:
        number: Of the notice.
        made_at: When the notice was made.
        at: When the hearing was to begin.
        place, chair: As told; empty in a notice from before they were kept.
    """

    number: str
    made_at: datetime
    at: datetime
    place: str = ""
    chair: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRecord:
    """听证笔录: what was said and shown, read and signed by those who were there; the decision rests on it (art. 48).

    Attributes:
        notice_number: Of the notice that announced it.
        notified: What that notice said; without a notice there is no record.
        otherwise: Why day, place or chair are others than notified; empty where they are the same.
        attendants: Who attended and as what, one each.
        reviewers: Who reviewed the case; none of them may take the chair.
        reviewers_said: Their opinion with evidence and reasons.
        parties_said: Defence and questions of applicant and interested parties.
        evidence: What was shown, one each.
    """

    notice_number: str
    about: str
    started_at: datetime
    ended_at: datetime
    place: str
    chair: Officer
    recorder: Officer
    attendants: tuple[str, ...]
    reviewers: tuple[Officer, ...]
    reviewers_said: tuple[str, ...]
    parties_said: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    is_public: bool = True
    notified: Notified | None = None
    otherwise: str = ""
