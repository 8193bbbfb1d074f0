"""Issue a letter: the law's objections, code, typesetting, seal; the `documents` side of `LetterIssuer`."""

from __future__ import annotations

from signage.applications.letter_checks import check_letter
from signage.applications.letters import Letter, SetLetter
from signage.digest import digest_of_bytes
from signage.documents.code import make_letter_code
from signage.documents.issuer import OrganSealer
from signage.documents.letter import typeset_letter


class LetterSealer(OrganSealer):
    """Sets letters and seals those that the organ seals."""

    def issue(self, letter: Letter) -> SetLetter:
        """Return the letter as a PDF, sealed where its kind is sealed.

        Raises:
            GuardFailed: The law forbids it; the message says why.
            ToolError: Typesetting or sealing failed, or a sample seal would stand under a real organ's name.
        """
        made_on = letter.made_at.astimezone(self._zone).date()
        check_letter(letter, today=made_on)
        if not letter.kind.is_sealed:
            content = typeset_letter(letter, None, faces=self._faces, zone=self._zone).content
            return SetLetter(content=content, digest=digest_of_bytes(content), verification_code="", is_sealed=False)
        self._expect_own_seal(letter.organ)
        code = make_letter_code(letter, made_on, self._seal.sign_code)
        page = typeset_letter(letter, code, faces=self._faces, zone=self._zone)
        content = self._sealed(page, letter.organ, letter.title)
        return SetLetter(content=content, digest=digest_of_bytes(content), verification_code=code.short, is_sealed=True)
