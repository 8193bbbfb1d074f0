"""Table of the frontage plans that the office put on record."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signage.storage.tables import Base


class PlanRevisionRow(Base):
    """One revision of a plan; rows are only ever added."""

    __tablename__ = "plan_revision"
    __table_args__ = (
        UniqueConstraint("plan_id", "revision"),
        UniqueConstraint("plan_id", "valid_from"),
        {"comment": "Frontage plans (立面规划) as revisions; never edited, a new plan is a new revision"},
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, comment="In the order in which they were entered")
    plan_id: Mapped[str] = mapped_column(Text, comment="Id of the building's plan")
    revision: Mapped[str] = mapped_column(Text, comment="Number of the revision")
    valid_from: Mapped[date] = mapped_column(Date, comment="First day, local")
    content: Mapped[str] = mapped_column(Text, comment="The plan file")
    digest: Mapped[str] = mapped_column(String(71), comment="SHA-256 over the plan, form signage.plan/2")
    entered_by: Mapped[str] = mapped_column(Text, comment="Who put it on record")
    entered_at: Mapped[datetime] = mapped_column(comment="UTC")
    basis: Mapped[str] = mapped_column(Text, comment="What it rests on")
    source: Mapped[str] = mapped_column(Text, comment="Name of the file that was brought")
