"""The table of the documents in cases' files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from signage.storage.tables import Base


class CaseDocumentRow(Base):
    """A document of a case; its bytes lie in the store by their digest."""

    __tablename__ = "case_document"
    __table_args__ = (
        CheckConstraint("application_version >= 0", name="version_not_negative"),
        Index(
            "uq_case_document_one_a_version",
            "application_id",
            "application_version",
            "kind",
            "subject",
            unique=True,
            sqlite_where=text("application_id IS NOT NULL"),
            postgresql_where=text("application_id IS NOT NULL"),
        ),
        {"comment": "Documents of cases (案卷文书); no digest before the page is set"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="UUIDv7")
    application_id: Mapped[str | None] = mapped_column(ForeignKey("application.id"), comment="Its case, if it has one")
    application_version: Mapped[int] = mapped_column(Integer, comment="Version of the case that it speaks of")
    kind: Mapped[str] = mapped_column(String(32), comment="acceptance, correction, refusal …")
    subject: Mapped[str] = mapped_column(comment="Tells documents of one kind and version apart")
    number: Mapped[str] = mapped_column(unique=True, comment="As printed, with 六角括号")
    title: Mapped[str] = mapped_column(comment="As printed")
    made_at: Mapped[datetime] = mapped_column(comment="Its date, UTC")
    is_sealed: Mapped[bool] = mapped_column(Boolean, comment="False: signed by hand")
    is_public: Mapped[bool] = mapped_column(Boolean, comment="Anyone may inspect it")
    digest: Mapped[str | None] = mapped_column(String(71), index=True, comment="Of the file in the store")
    verification_code: Mapped[str | None] = mapped_column(index=True, comment="Printed code, if it has one")
