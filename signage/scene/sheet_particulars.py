"""What a sheet's title block says beside the drawing itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetParticulars:
    """The particulars of a sheet (图签内容); an empty text leaves its field blank for writing by hand.

    Attributes:
        drawing_number: 图号.
        project: 工程名称.
        title: 图名; the sign's name when empty.
        applicant: 建设单位／申请人.
        designer, checker, reviewer: 设计、校对、审核, the printed names beside the columns for signatures.
        organ: Who receives the drawing.
        date: 日期; blank when None.
        revision: 版次.
        valid_from, valid_to: First and last day of a temporary sign, None where they are not settled yet.
    """

    drawing_number: str
    project: str
    title: str = ""
    applicant: str = ""
    designer: str = ""
    checker: str = ""
    reviewer: str = ""
    organ: str = ""
    date: datetime.date | None = None
    revision: str = "A"
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
