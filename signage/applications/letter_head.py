"""The head that all letters of a case share, and the dates that a case has on record."""

from __future__ import annotations

from datetime import date, datetime

from signage.applications.letter_content import Content, Party, Refusal, Remedies, ReviewForm
from signage.applications.letters import Letter, Matter
from signage.applications.model import Application, Track
from signage.applications.notices import Organ
from signage.applications.office import Office
from signage.locale import text
from signage.rules import BookIdentity


def letter_head(
    office: Office,
    application: Application,
    now: datetime,
    content: Content,
    *,
    addressee: Party | None = None,
    copies: tuple[str, ...] = (),
    matter: Matter | None = None,
) -> Letter:
    """Return a letter about a case, to its applicant unless somebody else is named; its number is still to be taken."""
    books = {book.name: book for item in application.items for book in item.report.books if book.is_illustrative}
    cited = tuple(book.title_zh for book in books.values() if _is_cited(book, content))
    return Letter(
        organ=office.organ,
        number="",
        made_at=now,
        addressee=addressee or Party(name=application.applicant.name, credit_code=application.applicant.credit_code),
        matter=matter or matter_of(office, application),
        content=content,
        application_id=application.id,
        application_number=application.number,
        copies=copies,
        illustrative_books=cited,
    )


def _is_cited(book: BookIdentity, content: Content) -> bool:
    """A review form rests on everything that was checked, a refusal on what its reasons name."""
    if isinstance(content, Refusal):
        title = book.title_zh.strip("《》")
        return any(one.book == book.name or title in one.basis + one.text for one in content.reasons)
    return isinstance(content, ReviewForm)


def matter_of(office: Office, application: Application) -> Matter:
    """Return what a case is about: its signs by their strictest track, an event, or the items handled together."""
    policy = office.policy
    if application.is_temporary:
        return Matter(name=text("letters.matter_temporary"), basis=policy.basis_of(application))
    if not application.items and not application.matters:
        return Matter(name=text(f"letters.matter_{Track.PERMIT.value}"), basis=())
    staying = tuple(item for item in application.items if item.term is None)
    rule = policy.rule_of(staying)
    name = text(f"letters.matter_{rule.track.value}")
    if not application.matters and len(staying) == len(application.items):
        return Matter(name=name, basis=rule.basis, track=rule.track)
    # With a permit among them 行政许可法 applies, whatever track the others beside them take.
    drawn = [name] if staying else []
    drawn += [text("letters.matter_temporary")] if len(staying) < len(application.items) else []
    titles = dict.fromkeys((*drawn, *(matter.title for matter in application.matters)))
    return Matter(name="、".join(titles), basis=policy.basis_of(application), track=application.track)


def places_of(application: Application) -> str:
    """Return where everything that a case asks for stands, each place once."""
    places = (*(item.address for item in application.items), *(matter.place for matter in application.matters))
    return "；".join(dict.fromkeys(place for place in places if place))


def remedies_of(organ: Organ) -> Remedies:
    """Return where decisions of an organ can be challenged."""
    return Remedies(review_body=organ.review_body, court=organ.court)


def applied_on(office: Office, application: Application, now: datetime) -> date:
    """Return the office's date on which a case was first handed in; today's for one that was not yet."""
    first = application.submissions[0].at if application.submissions else application.submitted_at
    return office.today(first or now)


def due_on(office: Office, application: Application, name: str) -> tuple[date, bool]:
    """Return a deadline of the case and whether it is provisional; counted anew where the case has none."""
    found = next((one for one in application.deadlines if one.name == name), None)
    if found is not None:
        return found.due, found.is_provisional
    start = office.today(application.accepted_at or application.created_at)
    reached = office.calendar.after(start, dict(office.policy.days)[name])
    return reached.day, reached.is_provisional


def promised_on(application: Application) -> date | None:
    """Return the promised date of the decision, None where nothing is promised."""
    return next((one.due for one in application.deadlines if one.name == "promised_decision"), None)
