"""Make the review form (审批表) of a case: its signs, matters, papers and every opinion that is on record."""

from __future__ import annotations

from datetime import datetime

from signage.applications.course import course_of
from signage.applications.guards import GRANTS
from signage.applications.intake import masked_name, masked_phone
from signage.applications.letter_content import Officer, Opinion, ReviewForm, ReviewMatter, ReviewSign
from signage.applications.letter_head import applied_on, due_on, letter_head, places_of
from signage.applications.letters import Letter, LetterKind
from signage.applications.model import Application, Item, Matter, Track
from signage.applications.office import Office
from signage.errors import GuardFailed
from signage.locale import text


def review(
    office: Office,
    application: Application,
    now: datetime,
    *,
    accepted_by: Officer | None = None,
    is_by_silence: bool = False,
) -> Letter:
    """Return the review form (审批表) with every opinion that is on record, and what happened on the way.

    Raises:
        GuardFailed: The case is not accepted.
    """
    accepted_at = application.accepted_at
    if accepted_at is None:
        raise GuardFailed("letters.not_yet", title=LetterKind.REVIEW.title())
    applicant = application.applicant
    content = ReviewForm(
        address=places_of(application),
        contact=f"{masked_name(applicant.contact)}　{masked_phone(applicant.phone)}",
        applied_on=applied_on(office, application, now),
        accepted_on=office.today(accepted_at),
        acceptance_number=application.acceptance_number,
        decide_by=due_on(office, application, "statutory_decision")[0],
        signs=tuple(_review_sign(item) for item in application.items),
        papers=tuple(paper.title for paper in application.materials),
        waived=_waived(application),
        opinions=_opinions(application, accepted_by, application.track, is_by_silence=is_by_silence),
        matters=tuple(_review_matter(matter) for matter in application.matters),
        course=course_of(office, application),
    )
    return letter_head(office, application, now, content)


def _review_sign(item: Item) -> ReviewSign:
    facts = item.particulars
    verdict = item.report.verdict.value.lower()
    # Only what was granted was granted "for stated reasons"; else the check's own word stands.
    words = f"applications.verdict_{verdict}" if item.outcome in GRANTS else f"letters.verdict_{verdict}"
    size = f"{item.spec.width_mm:.0f} × {item.spec.height_mm:.0f} mm"
    if facts:
        size = f"{facts.width_mm:.0f} × {facts.height_mm:.0f} × {facts.depth_mm:.0f} mm"
    return ReviewSign(
        unit=item.unit_id,
        name=item.spec.name,
        form=facts.form if facts else item.spec.kind,
        size=size,
        verdict=text(words),
    )


def _review_matter(matter: Matter) -> ReviewMatter:
    said = matter.opinion
    opinion = text("letters.not_reviewed")
    if said is not None:
        opinion = text(
            "letters.matter_opinion",
            outcome=text(f"letters.outcome_{said.outcome.value}"),
            opinion=said.opinion,
            officer=said.officer.name,
        )
    return ReviewMatter(title=matter.title, section=matter.section, opinion=opinion)


def _waived(application: Application) -> tuple[str, ...]:
    first, decision = application.recommendation, application.decision
    waivers = (*(first.waivers if first else ()), *(decision.waivers if decision else ()))
    return tuple(f"{rule}：{reason}" for rule, reason in dict(waivers).items())


def _of(track: Track, key: str, **params: str) -> str:
    """Return words of the form: a filing's and a guidance's speak of no permit."""
    return text(f"letters.{key}" if track is Track.PERMIT else f"letters.{key}_{track.value}", None, **params)


def _opinions(
    application: Application, accepted_by: Officer | None, track: Track, *, is_by_silence: bool
) -> tuple[Opinion, ...]:
    found = []
    if accepted_by is not None and application.accepted_at is not None:
        found.append(
            Opinion(
                stage=text("letters.stage_acceptance"),
                officer=accepted_by,
                at=application.accepted_at,
                outcome=text(f"letters.outcome_{'deemed_' if is_by_silence else ''}accepted"),
                text=text("letters.opinion_deemed_accepted") if is_by_silence else _of(track, "opinion_accepted"),
            )
        )
    first, decision = application.recommendation, application.decision
    if first is not None:
        found.append(
            Opinion(
                stage=text("letters.stage_first"),
                officer=Officer(name=first.officer.name),
                at=first.at,
                outcome=_of(track, f"outcome_{first.outcome.value}"),
                text=first.opinion,
            )
        )
    if decision is not None:
        conditions = "；".join(line.rstrip("；。") for line in decision.conditions)
        said = _of(track, "opinion_conditions", reasons=decision.reasons, conditions=conditions)
        found.append(
            Opinion(
                stage=_of(track, "stage_decision"),
                officer=Officer(name=decision.officer.name),
                at=decision.at,
                outcome=_of(track, f"outcome_{decision.outcome.value}"),
                text=said.strip()
                if conditions
                else decision.reasons or _of(track, f"outcome_{decision.outcome.value}"),
            )
        )
    return tuple(found)
