"""One version of a paper on a case's record, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from signage.applications.model import Material
from signage.uploads import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialVersion:
    """One version of a paper (材料版本); a later one never edits it.

    Attributes:
        id: UUIDv7 as text.
        application_id: The case that it was handed in for.
        account_id: Whose it is: only this account may use it again.
        version: 1, 2, 3 … within the case and kind.
        name: What the product calls it, such as `M4 租赁合同 v2.pdf`.
        original_name: What its owner calls it.
        digest, original_digest, media_type, size, pages, remarks: As of `ReceivedMaterial`.
        previews: Digests of the pictures of its first pages.
        reused_from: Id of the version of an earlier case that it was taken from; empty for an upload.
        received_by: Name of who handed it in.
    """

    id: str
    application_id: str
    account_id: str
    kind: str
    title: str
    version: int
    name: str
    original_name: str
    digest: str
    original_digest: str
    media_type: str
    size: int
    pages: int
    previews: tuple[str, ...]
    received_at: datetime
    received_by: str
    reused_from: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def as_material(self) -> Material:
        """The paper as an application and its submissions hold it."""
        return Material(
            kind=self.kind,
            title=self.title,
            digest=self.digest,
            media_type=self.media_type,
            file_name=self.name,
            size=self.size,
        )
