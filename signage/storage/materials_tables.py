"""Tables of papers, drafts and surveys; each row's full value lies in `document` as canonical JSON."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signage.storage.tables import Base


class MaterialVersionRow(Base):
    """One version of a paper on a case."""

    __tablename__ = "material_version"
    __table_args__ = (
        UniqueConstraint("application_id", "kind", "version"),
        CheckConstraint("version >= 1", name="version_positive"),
        {"comment": "Versions of papers (申请材料); a later one never edits an earlier one"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    application_id: Mapped[str] = mapped_column(ForeignKey("application.id", ondelete="CASCADE"), comment="Its case")
    account_id: Mapped[str] = mapped_column(index=True, comment="Whose paper; only this account may use it again")
    kind: Mapped[str] = mapped_column(String(32), comment="Code of the published list")
    version: Mapped[int] = mapped_column(Integer, comment="1, 2, 3 … within case and kind")
    digest: Mapped[str] = mapped_column(String(71), index=True, comment="Of the bytes that are kept")
    received_at: Mapped[datetime] = mapped_column(comment="Handed in, UTC")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.material/1")


class DraftRow(Base):
    """A designer's draft."""

    __tablename__ = "draft"
    __table_args__ = ({"comment": "Drafts that others drew (他人设计稿); only our picture of each is kept"},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    account_id: Mapped[str] = mapped_column(index=True, comment="Whose draft")
    created_at: Mapped[datetime] = mapped_column(index=True, comment="Handed in, UTC")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.draft/1")


class SurveyRow(Base):
    """A survey on site."""

    __tablename__ = "survey"
    __table_args__ = ({"comment": "Surveys on site (现场勘测); never edited"},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    application_id: Mapped[str] = mapped_column(String(36), index=True, comment="Its case, empty when there is none")
    account_id: Mapped[str] = mapped_column(index=True, comment="Who recorded it")
    position_key: Mapped[str] = mapped_column(index=True, comment="plan/unit")
    surveyed_on: Mapped[date] = mapped_column(Date, comment="Day of the visit, local")
    recorded_at: Mapped[datetime] = mapped_column(comment="Recorded, UTC")
    document: Mapped[str] = mapped_column(comment="Canonical JSON, form signage.survey/1")
