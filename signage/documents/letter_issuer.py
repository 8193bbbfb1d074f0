"""Issue a letter: the law's objections, code, typesetting, seal; the `documents` side of `LetterIssuer`."""

from __future__ import annotations

from datetime import tzinfo

from signage.applications.letter_checks import check_letter
from signage.applications.letters import Letter, SetLetter
from signage.digest import digest_of_bytes
from signage.documents.code import make_letter_code
from signage.documents.faces import DocumentFaces
from signage.documents.issuer import ABOVE_DATE_MM, picture_of
from signage.documents.letter import typeset_letter
from signage.documents.notice import OFFICE_ZONE, SEAL_LABEL
from signage.documents.seal import SealProvider
from signage.errors import ToolError
from signage.render.typst_runner import Place
from signage.typography import FontCatalogue


class LetterSealer:
    """Sets letters and seals those that the organ seals.

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

    def issue(self, letter: Letter) -> SetLetter:
        """Return the letter as a PDF, sealed where its kind is sealed.

        Raises:
            GuardFailed: The law forbids it; the message says why.
            ToolError: Typesetting or sealing failed, or a sample seal would stand under a real organ's name.
        """
        check_letter(letter)
        if not letter.kind.is_sealed:
            content = typeset_letter(letter, None, faces=self._faces, zone=self._zone).content
            return SetLetter(content=content, digest=digest_of_bytes(content), verification_code="", is_sealed=False)
        if self._seal.is_demonstration and not letter.organ.is_demonstration:
            raise ToolError("documents.demonstration_seal_for_real_organ", organ=letter.organ.name)
        made_on = letter.made_at.astimezone(self._zone).date()
        code = make_letter_code(letter, made_on, self._seal.sign_code)
        page = typeset_letter(letter, code, faces=self._faces, zone=self._zone)
        date_place = page.places[SEAL_LABEL]
        place = Place(page=date_place.page, x_mm=date_place.x_mm, y_mm=date_place.y_mm - ABOVE_DATE_MM)
        picture = picture_of(letter.organ.name, self._fonts)
        content = self._seal.seal(page.content, place, picture, reason=letter.title)
        return SetLetter(content=content, digest=digest_of_bytes(content), verification_code=code.short, is_sealed=True)
