"""What each kind of letter states beside its head: every content, and the union of them all."""

from __future__ import annotations

from signage.applications.letter_decisions import (
    Change,
    Changed,
    Delivered,
    Delivery,
    Designed,
    DesignService,
    Device,
    Ending,
    EndingGround,
    EndingWay,
    FilingChange,
    FilingEnding,
    Problem,
    Reason,
    Rectification,
    Refusal,
    Renewal,
    TemporaryPermit,
)
from signage.applications.letter_parts import Officer, Party, Remedies
from signage.applications.letter_procedure import (
    Acceptance,
    Correction,
    Defect,
    Extension,
    HearingNotice,
    HearingRecord,
    HearingRights,
    InterestedParty,
    NonAcceptance,
    NonAcceptanceGround,
    Notified,
    Opinion,
    PaperLine,
    Promise,
    PromisedPaper,
    Receipt,
    ReviewForm,
    ReviewMatter,
    ReviewSign,
    Survey,
    SurveyRow,
    Suspension,
)

Content = (
    Receipt
    | Acceptance
    | NonAcceptance
    | Correction
    | Promise
    | Survey
    | ReviewForm
    | InterestedParty
    | Extension
    | Suspension
    | HearingRights
    | HearingNotice
    | HearingRecord
    | Refusal
    | Delivery
    | Change
    | Renewal
    | Ending
    | FilingChange
    | FilingEnding
    | TemporaryPermit
    | DesignService
    | Rectification
)

__all__ = [
    "Acceptance",
    "Change",
    "Changed",
    "Content",
    "Correction",
    "Defect",
    "Delivered",
    "Delivery",
    "DesignService",
    "Designed",
    "Device",
    "Ending",
    "EndingGround",
    "EndingWay",
    "Extension",
    "FilingChange",
    "FilingEnding",
    "HearingNotice",
    "HearingRecord",
    "HearingRights",
    "InterestedParty",
    "NonAcceptance",
    "NonAcceptanceGround",
    "Notified",
    "Officer",
    "Opinion",
    "PaperLine",
    "Party",
    "Problem",
    "Promise",
    "PromisedPaper",
    "Reason",
    "Receipt",
    "Rectification",
    "Refusal",
    "Remedies",
    "Renewal",
    "ReviewForm",
    "ReviewMatter",
    "ReviewSign",
    "Survey",
    "SurveyRow",
    "Suspension",
    "TemporaryPermit",
]
