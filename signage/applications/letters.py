"""Every official document of the procedure beside the notice of decision, as typed values: what each one states.

A `Letter` is a head that all share (organ, number, addressee, matter) and a content of its own kind; the kind follows
from the content, so that no letter can carry another one's facts. What the law forbids is refused by `letter_checks`,
numbers come from `letter_numbers`, `documents` sets and seals. Articles are those of 行政许可法 (2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Protocol

from signage.applications.letter_content import (
    Acceptance,
    Change,
    Content,
    Correction,
    Delivery,
    DesignService,
    Ending,
    EndingWay,
    Extension,
    FilingChange,
    FilingEnding,
    HearingNotice,
    HearingRecord,
    HearingRights,
    InterestedParty,
    NonAcceptance,
    Party,
    Promise,
    Receipt,
    Rectification,
    Refusal,
    Renewal,
    ReviewForm,
    Survey,
    Suspension,
    TemporaryPermit,
)
from signage.applications.model import Track
from signage.applications.notices import Organ
from signage.digest import digest_of
from signage.locale import Lang, all_codes, text

FORM = "signage.letter/1"
REPLACING = " ⇐ "  # in a subject, before the number of the letter whose place it takes


class LetterKind(StrEnum):
    """The documents in a case's file (案卷文书), beside the notice of decision and the check report."""

    RECEIPT = "receipt"  # 申请材料接收凭证
    ACCEPTANCE = "acceptance"  # 受理通知书
    NON_ACCEPTANCE = "non_acceptance"  # 不予受理决定书
    CORRECTION = "correction"  # 补正告知书
    PROMISE = "promise"  # 容缺受理告知承诺书
    SURVEY = "survey"  # 现场勘验笔录
    REVIEW = "review"  # 审批表
    INTERESTED_PARTY = "interested_party"  # 利害关系人告知书
    EXTENSION = "extension"  # 延期通知书
    SUSPENSION = "suspension"  # 中止计时告知书
    HEARING_RIGHTS = "hearing_rights"  # 听证告知书
    HEARING_NOTICE = "hearing_notice"  # 听证通知书
    HEARING_RECORD = "hearing_record"  # 听证笔录
    REFUSAL = "refusal"  # 不予许可决定书
    DELIVERY = "delivery"  # 送达回证
    CHANGE = "change"  # 变更决定书
    RENEWAL = "renewal"  # 延续决定书
    WITHDRAWAL = "withdrawal"  # 撤回决定书
    REVOCATION = "revocation"  # 撤销决定书
    CANCELLATION = "cancellation"  # 注销决定书
    FILING_CHANGE = "filing_change"  # 备案变更告知书, of guidance 指导意见变更告知书
    FILING_ENDING = "filing_ending"  # 备案注销告知书, of guidance 指导意见注销告知书
    TEMPORARY = "temporary"  # 临时设置许可
    DESIGN_SERVICE = "design_service"  # 设计服务记录
    RECTIFICATION = "rectification"  # 责令限期改正通知书

    @property
    def is_sealed(self) -> bool:
        """Whether the organ seals it; the others are signed by hand, and their digest is kept instead."""
        return self not in _SIGNED_BY_HAND

    @property
    def is_public(self) -> bool:
        """Whether anyone may inspect it: decisions to grant, change or end a permit (art. 40)."""
        return self in _PUBLIC

    def title(self, lang: Lang = Lang.ZH) -> str:
        """Return its title as it is printed."""
        return text(f"letters.title_{self.value}", lang)


def title_in(title: str, kind: LetterKind, lang: Lang) -> str:
    """Return a printed title in a reader's language; one of before, with words of its own, is called by its kind."""
    if lang is Lang.ZH:
        return title
    return _other_titles().get(title, {}).get(lang) or kind.title(lang)


@cache
def _other_titles() -> dict[str, dict[Lang, str]]:
    keys = sorted(code for code in all_codes() if code.startswith("letters.title_"))
    return {text(key, Lang.ZH): {lang: text(key, lang) for lang in Lang} for key in keys}


_SIGNED_BY_HAND = (LetterKind.SURVEY, LetterKind.REVIEW, LetterKind.DELIVERY, LetterKind.HEARING_RECORD)
_PUBLIC = (
    LetterKind.CHANGE,
    LetterKind.RENEWAL,
    LetterKind.WITHDRAWAL,
    LetterKind.REVOCATION,
    LetterKind.CANCELLATION,
    LetterKind.FILING_CHANGE,
    LetterKind.FILING_ENDING,
    LetterKind.TEMPORARY,
)
_TITLED_BY_TRACK = (LetterKind.REFUSAL, LetterKind.REVIEW)
_ENDINGS = {
    EndingWay.WITHDRAWAL: LetterKind.WITHDRAWAL,
    EndingWay.REVOCATION: LetterKind.REVOCATION,
    EndingWay.CANCELLATION: LetterKind.CANCELLATION,
}
_KINDS: dict[type, LetterKind] = {
    Receipt: LetterKind.RECEIPT,
    Acceptance: LetterKind.ACCEPTANCE,
    NonAcceptance: LetterKind.NON_ACCEPTANCE,
    Correction: LetterKind.CORRECTION,
    Promise: LetterKind.PROMISE,
    Survey: LetterKind.SURVEY,
    ReviewForm: LetterKind.REVIEW,
    InterestedParty: LetterKind.INTERESTED_PARTY,
    Extension: LetterKind.EXTENSION,
    Suspension: LetterKind.SUSPENSION,
    HearingRights: LetterKind.HEARING_RIGHTS,
    HearingNotice: LetterKind.HEARING_NOTICE,
    HearingRecord: LetterKind.HEARING_RECORD,
    Refusal: LetterKind.REFUSAL,
    Delivery: LetterKind.DELIVERY,
    Change: LetterKind.CHANGE,
    Renewal: LetterKind.RENEWAL,
    FilingChange: LetterKind.FILING_CHANGE,
    FilingEnding: LetterKind.FILING_ENDING,
    TemporaryPermit: LetterKind.TEMPORARY,
    DesignService: LetterKind.DESIGN_SERVICE,
    Rectification: LetterKind.RECTIFICATION,
}


def kind_of(content: Content) -> LetterKind:
    """Return the kind of letter that a content makes."""
    return _ENDINGS[content.way] if isinstance(content, Ending) else _KINDS[type(content)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a case is about (事项).

    Attributes:
        name: As the catalogue names it, such as 户外招牌设施设置许可.
        basis: Articles that the item rests on; none means that the item stands in no catalogue.
        code: Code in the catalogue, empty while there is none.
        track: A filing or guidance is no permit: its letters cite its own basis, never 行政许可法.
    """

    name: str
    basis: tuple[str, ...]
    code: str = ""
    track: Track = Track.PERMIT

    @property
    def is_permit(self) -> bool:
        """Whether 行政许可法 applies."""
        return self.track is Track.PERMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One official document before it is set.

    Attributes:
        number: As printed, with 六角括号.
        made_at: When it was made, aware; its date is printed.
        addressee: Whom it is written to; of a record made for the file, whom it is about.
        content: What only this kind states.
        application_number: Number of the case at the window, empty where there is no case.
        copies: Who gets a copy (抄送).
        illustrative_books: Titles of illustrative rules that it cites; the foot says that they have no force.
        replaces: Number of the letter whose place it takes (更正), empty where it takes none's.
    """

    organ: Organ
    number: str
    made_at: datetime
    addressee: Party
    matter: Matter
    content: Content
    application_id: str = ""
    application_number: str = ""
    copies: tuple[str, ...] = ()
    illustrative_books: tuple[str, ...] = ()
    replaces: str = ""

    @property
    def kind(self) -> LetterKind:
        """Its kind."""
        return kind_of(self.content)

    @property
    def title(self) -> str:
        """Its title as printed; a filing's and a guidance's differ where the usual one speaks of a permit."""
        if not self.matter.is_permit and self.kind in _TITLED_BY_TRACK:
            return text(f"letters.title_{self.kind.value}_{self.matter.track.value}", Lang.ZH)
        of = "guidance" if self.matter.track is Track.GUIDANCE else "filing"
        if isinstance(self.content, FilingChange):
            return text(f"letters.title_{of}_change", Lang.ZH)
        if isinstance(self.content, FilingEnding):
            return text(f"letters.title_{of}_{self.content.way.value}", Lang.ZH)
        return self.kind.title()

    @property
    def subject(self) -> str:
        """What tells two letters of one kind and one version of a case apart; empty where there can be only one."""
        return f"{self.about}{REPLACING}{self.replaces}" if self.replaces else self.about

    @property
    def about(self) -> str:
        """What it is about beside the case: a party, a time, a permit; two of one kind about one thing are rivals."""
        match self.content:
            case InterestedParty() | HearingRights():
                return self.addressee.name
            case HearingNotice(at=at):
                return f"{at.isoformat()} {self.addressee.name}"
            case HearingRecord(notice_number=number, started_at=started_at):
                return f"{number} {started_at.isoformat()}"
            case Survey(started_at=started_at):
                return started_at.isoformat()
            case DesignService(asked_on=asked_on, done_on=done_on, designer=designer):
                return f"{asked_on.isoformat()} {done_on.isoformat()} {designer.name}"
            case Delivery(documents=documents):
                return "、".join(one.number for one in documents)
            case Change(permit_number=number):
                return number
            case FilingChange(new_number=number):
                return number
            case FilingEnding(filing_numbers=numbers):
                return "、".join(numbers)
            case Rectification(permit_number=number, inspected_on=inspected_on):
                return f"{number} {inspected_on.isoformat()}"
            case Renewal(permit_numbers=numbers) | Ending(permit_numbers=numbers):
                return "、".join(numbers)
            case _:
                return ""

    @property
    def stated(self) -> str:
        """Digest of what it states to whom, whatever its number and date: a copy says the same."""
        return digest_of((self.addressee, self.content), FORM)

    @property
    def digest(self) -> str:
        """Digest of everything that it states."""
        return digest_of(self, FORM)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLetter:
    """A letter as a file.

    Attributes:
        digest: Of the whole file.
        verification_code: Printed beside the seal; empty for a letter that is signed by hand.
    """

    content: bytes
    digest: str
    verification_code: str
    is_sealed: bool


class LetterIssuer(Protocol):
    """Sets a letter, and seals it where its kind is sealed."""

    def issue(self, letter: Letter) -> SetLetter:
        """Return the letter as a PDF.

        Raises:
            GuardFailed: The law forbids it; the message says why.
            ToolError: Typesetting or sealing failed.
        """
