"""Drafts handed in and looked at again; each in a unit of work of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from signage.applications.ids import new_id
from signage.applications.ports import Blobs
from signage.digest import digest_of_bytes
from signage.drafts.model import Draft
from signage.drafts.ports import Begin
from signage.drafts.reading import read_draft
from signage.errors import DocumentError, Location, NotFound
from signage.uploads import cleaned_name

MOST_A_DAY = 200


def hand_in_draft(
    begin: Begin, blobs: Blobs, content: bytes, file_name: str, account_id: str, now: datetime, *, page: int = 0
) -> Draft:
    """Take a draft in, keep our picture of it and return its record; the file itself is not kept.

    Raises:
        DocumentError: The file is refused, or the account has handed in too many today.
        ToolError: It could not be decoded or stored.
    """
    with begin() as unit:
        count = unit.drafts.count_since(account_id, now - timedelta(days=1))
    if count >= MOST_A_DAY:
        raise DocumentError("drafts.too_many", at=Location(field="file"), most=MOST_A_DAY)
    picture = read_draft(content, file_name, page=page)
    draft = Draft(
        id=new_id(),
        account_id=account_id,
        created_at=now,
        file_name=cleaned_name(file_name),
        digest=digest_of_bytes(content),
        picture=blobs.put(picture.png),
        size_px=picture.size_px,
        media_type=picture.media_type,
        unit=picture.unit,
        mm_per_px_by_file=picture.mm_per_px_by_file,
        texts=picture.texts,
        page=picture.page,
        pages=picture.pages,
        remarks=picture.remarks,
    )
    with begin() as unit:
        unit.drafts.add(draft)
        unit.commit()
    return draft


def draft_seen_by(begin: Begin, draft_id: str, account_id: str | None) -> Draft:
    """Return one draft for its owner, or for an officer (`account_id` None).

    Raises:
        NotFound: There is none, or it is somebody else's; the answer does not tell which.
    """
    with begin() as unit:
        draft = unit.drafts.get(draft_id)
    if account_id is not None and draft.account_id != account_id:
        raise NotFound("drafts.not_found", id=draft_id)
    return draft


def drafts_of(begin: Begin, account_id: str) -> tuple[Draft, ...]:
    """Return an account's drafts, newest first."""
    with begin() as unit:
        return unit.drafts.of_account(account_id)
