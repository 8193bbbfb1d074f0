"""Everything that is wrong with one sent form, told at once: each fault in the page's summary and beside its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from signage.errors import InputError, SignageError
from signage.locale import Lang, describe

TO_CONFIRM = ("web.licence_differs", "web.transfer_changes")  # may be meant: a tick says so
UNANSWERED = "web.line_unanswered"  # of a line that an officer wrote into a notice
LACKING = "web.paper_lacking"  # of one paper; the summary names all of them in one line

_FIELDS: Mapping[str, str] = {"name": "applicant_name"}  # what the library calls a field that the forms call otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        field: Id of the field on the page that it belongs to; empty: the form as a whole.
    """

    error: SignageError
    field: str = ""


class FormFaults(InputError):
    """A sent form has faults; every one of them is told.

    Attributes:
        faults: At least one, in the order of the page.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("web.form_faults", count=len(faults))
        self.faults = faults

    @property
    def lacks_papers(self) -> bool:
        """Whether papers or answers are missing that the window could tell of as well."""
        return any(fault.error.code in (LACKING, UNANSWERED) for fault in self.faults)

    @property
    def may_be_meant(self) -> bool:
        """Whether something is told that the applicant may confirm."""
        return any(fault.error.code in TO_CONFIRM for fault in self.faults)


class FaultList:
    """Faults as they are found while a form is read; nothing is raised before the form was read to its end."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def __iter__(self) -> Iterator[Fault]:
        """Yield them in the order in which they were found."""
        return iter(self._found)

    def __bool__(self) -> bool:
        """Whether something is wrong."""
        return bool(self._found)

    def add(self, error: SignageError, field: str = "") -> None:
        """Note a fault; without a field it belongs to the one that the error names."""
        self._found.append(Fault(error=error, field=field or _field_of(error)))

    @contextmanager
    def noting(self, field: str = "") -> Iterator[None]:
        """Note what the block raises about what was typed, and go on behind it."""
        try:
            yield
        except InputError as error:
            self.add(error, field)

    def refuse(self, order: Sequence[str] = ()) -> None:
        """Do nothing where the form is sound; `order` names the fields that come first on its page.

        Raises:
            FormFaults: Something is wrong; all of it is told.
        """
        if self._found:
            place = {name: number for number, name in enumerate(order)}
            raise FormFaults(tuple(sorted(self._found, key=lambda fault: place.get(fault.field, len(place)))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A fault in the reader's language.

    Attributes:
        field: As of `Fault`.
        paper: Name of the paper that is missing; empty for every other fault.
    """

    field: str
    message: str
    hint: str
    paper: str = ""


def told(error: SignageError | None, lang: Lang) -> tuple[Told, ...]:
    """Return what a page tells of an error: every fault of a form, or the one thing that went wrong."""
    if error is None:
        return ()
    faults = error.faults if isinstance(error, FormFaults) else (Fault(error=error, field=_field_of(error)),)
    return tuple(_told(fault, lang) for fault in faults)


def _field_of(error: SignageError) -> str:
    named = (error.at.field or "") if error.at else ""
    return _FIELDS.get(named, named)


def _told(fault: Fault, lang: Lang) -> Told:
    words = describe(fault.error, lang)
    paper = ""
    if fault.error.code == LACKING:
        name = fault.error.params["paper"]
        paper = name.say(lang) if hasattr(name, "say") else str(name)
    return Told(field=fault.field, message=words.message, hint=words.hint, paper=paper)
