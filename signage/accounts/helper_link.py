"""A limited link to one case, for somebody who helps without an account, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperLink:
    """A link (协助链接) as it is on record; of its token only the hash is known.

    Attributes:
        label: For whom it is, as its giver calls them.
        redeemed_at: When it was opened; from then on only that browser may use it.
    """

    id: str
    application_id: str
    created_by: str
    label: str
    created_at: datetime
    expires_at: datetime
    redeemed_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Return whether it is neither over nor taken back."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperDesign:
    """A design that a helper handed in; the applicant decides whether to use it.

    Attributes:
        spec: The specification, TOML.
        verdict: Of its check on the case's unit when it was handed in.
    """

    id: str
    link_id: str
    application_id: str
    at: datetime
    spec: str
    digest: str
    verdict: str
    remark: str


class HelperLinkRepository(Protocol):
    """Links and what came in through them."""

    def add(self, link: HelperLink, token_hash: str) -> None:
        """Store a new link."""

    def get(self, link_id: str) -> HelperLink | None:
        """Return a link, or None."""

    def by_token(self, token_hash: str) -> HelperLink | None:
        """Return the link of a token, or None."""

    def by_session(self, session_hash: str) -> HelperLink | None:
        """Return the link that a browser opened, or None."""

    def given_by(self, account_id: str) -> tuple[HelperLink, ...]:
        """Return the links that an account gave, newest first."""

    def redeem(self, link_id: str, session_hash: str, at: datetime) -> bool:
        """Bind a link to a browser; False when it was opened or taken back before."""

    def revoke(self, link_id: str, at: datetime) -> bool:
        """Take a link back; False when it was before."""

    def add_design(self, design: HelperDesign) -> None:
        """Store a design that was handed in."""

    def designs_of(self, link_id: str) -> tuple[HelperDesign, ...]:
        """Return what was handed in through a link, newest first."""

    def design(self, design_id: str) -> HelperDesign | None:
        """Return one design, or None."""
