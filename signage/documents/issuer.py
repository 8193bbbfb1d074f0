"""Issue a decision: code, typesetting, seal; the `documents` side of the applications' port."""

from __future__ import annotations

from datetime import tzinfo
from weakref import WeakKeyDictionary

from signage.applications.notices import DecisionNotice, IssuedDocument, Organ
from signage.digest import digest_of_bytes
from signage.documents.code import make_code
from signage.documents.faces import DocumentFaces
from signage.documents.notice import OFFICE_ZONE, SEAL_LABEL, typeset_notice
from signage.documents.seal import SealProvider
from signage.documents.seal_picture import SealPicture, draw_seal
from signage.errors import GuardFailed, SignageError, ToolError
from signage.render.typst_runner import CompiledPdf, Place
from signage.typography import FontCatalogue

ABOVE_DATE_MM = 7.1  # from the date's baseline: the seal's centre lies between the organ's name and the date


class OrganSealer:
    """What sets pages under the organ's seal shares: its keys, faces and zone, and how the seal comes over the date.

    Args:
        seal: Holds the organ's keys.
        fonts: Gives the outlines of the visible seal.
        faces: Typefaces of the text; what is found when left out.
        zone: The office's time zone.
    """

    def __init__(
        self,
        seal: SealProvider,
        fonts: FontCatalogue,
        *,
        faces: DocumentFaces | None = None,
        zone: tzinfo = OFFICE_ZONE,
    ) -> None:
        self._seal = seal
        self._fonts = fonts
        self._faces = faces or DocumentFaces.find()
        self._zone = zone

    def _sealed(self, page: CompiledPdf, organ: Organ, title: str) -> bytes:
        """Return a set page with the seal over its date.

        Raises:
            ToolError: Sealing failed, or a sample seal would stand under a real organ's name.
        """
        self._expect_own_seal(organ)
        date_place = page.places[SEAL_LABEL]
        place = Place(page=date_place.page, x_mm=date_place.x_mm, y_mm=date_place.y_mm - ABOVE_DATE_MM)
        return self._seal.seal(page.content, place, picture_of(organ.name, self._fonts), reason=title)

    def _expect_own_seal(self, organ: Organ) -> None:
        if self._seal.is_demonstration and not organ.is_demonstration:
            raise ToolError("documents.demonstration_seal_for_real_organ", organ=organ.name)


class PermitIssuer(OrganSealer):
    """Sets and seals notices of decision."""

    @property
    def trust(self) -> bytes:
        """The certificates that verify what this issuer seals, PEM."""
        return self._seal.trust

    def issue(self, notice: DecisionNotice) -> IssuedDocument:
        """Return the sealed PDF of a decision.

        Raises:
            ToolError: Typesetting or sealing failed, or a sample seal would stand under a real organ's name.
            DocumentError: A drawing cannot be placed.
            GuardFailed: The permit would rest on no law (行政许可法 art. 17).
        """
        if not any(basis.strip() for basis in notice.basis):
            raise GuardFailed("letters.no_basis", matter=notice.title)
        self._expect_own_seal(notice.organ)
        code = make_code(notice, notice.decided_at.astimezone(self._zone).date(), self._seal.sign_code)
        page = typeset_notice(notice, code, faces=self._faces, zone=self._zone)
        content = self._sealed(page, notice.organ, notice.title)
        return IssuedDocument(content=content, digest=digest_of_bytes(content), verification_code=code.short)


def picture_of(organ: str, fonts: FontCatalogue) -> SealPicture:
    """Return the picture of an organ's seal, drawn once for each organ and catalogue.

    Raises:
        ToolError: It cannot be drawn.
    """
    known = _PICTURES.setdefault(fonts, {})
    if organ not in known:
        try:
            known[organ] = draw_seal(organ, fonts)
        except SignageError as exc:
            raise ToolError("documents.sealing_failed", said=str(exc)) from exc
    return known[organ]


_PICTURES: WeakKeyDictionary[FontCatalogue, dict[str, SealPicture]] = WeakKeyDictionary()
