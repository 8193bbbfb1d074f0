"""Items of the catalogue as cases: one by itself, or several taken in once under one clock (单独受理、综合办理)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from signage.applications.clock import WorkingCalendar
from signage.applications.figures import PERIOD as PERIOD
from signage.applications.figures import needed_figures, stated_figures
from signage.applications.guards import GRANTS
from signage.applications.ids import new_id
from signage.applications.model import Application, Matter
from signage.applications.office import Office
from signage.applications.records import MatterPaper, Term
from signage.errors import InputError, Location
from signage.items import (
    Basis,
    Catalogue,
    CatalogueItem,
    CompositeGroup,
    ItemKind,
    ItemPaper,
    ItemType,
    Result,
    Track,
)

UNCHECKED = "（条号未核对）"  # the guide's remark on an article


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an applicant says of the items of one form.

    Attributes:
        term: From when to when; taken by the items whose result the catalogue gives no duration.
        stated: Keys of the circumstances that hold, each of which may ask for a further paper.
        listed: Name and code of papers that the procedure's own list asks for in the same case; handed in once.
        figures: By the item's code, label and plain number of what its form states; an empty number says nothing.
        tracks: By the item's code which procedure it takes (`item_track.track_stated`); a permit for the others.
    """

    term: Term | None = None
    stated: frozenset[str] = frozenset()
    listed: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    tracks: tuple[tuple[str, Track], ...] = ()


def matters_of(
    catalogue: Catalogue,
    group: CompositeGroup,
    codes: tuple[str, ...],
    *,
    place: str,
    answers: tuple[tuple[str, str], ...] = (),
    asked: Asked | None = None,
) -> tuple[Matter, ...]:
    """Return the matters of a composite case for the chosen items of a group, in the group's order.

    A paper that several items ask for by the same name is one paper: it is handed in once and carries the code of
    the first item that asks for it. Items that need a design are no matters: they come as signs, and only count here.

    Args:
        catalogue: Where the items are looked up.
        group: The items that may be handled together.
        codes: The chosen ones.
        place: Where the works are.
        answers: Field name and what the applicant wrote, the same for every item.
        asked: What else is said of all of them.

    Raises:
        InputError: Fewer than two items are chosen, one is none of the group's, no item is left beside the signs, no
            place is given, or a figure is wrong.
    """
    chosen = [catalogue.item(code) for code in group.codes if code in codes]
    if unknown := [code for code in codes if code not in group.codes]:
        raise InputError("items.not_in_group", group=group.code, item=unknown[0], known="、".join(group.codes))
    if len(chosen) < 2:
        raise InputError("applications.composite_too_few", at=Location(field="items"))
    by_forms = [item for item in chosen if not needs_design(item)]
    if not by_forms:
        raise InputError("applications.composite_sign", at=Location(field="items"), item=chosen[0].name_zh)
    _check_place(place)
    said = asked or Asked()
    codes_by_name = dict(said.listed)
    return tuple(
        _matter(item, group.separate_days((item.code,)), place.strip(), answers, said, codes_by_name)
        for item in by_forms
    )


def matter_of_item(item: CatalogueItem, *, place: str, asked: Asked) -> Matter:
    """Return the matter of a case that asks for one item alone.

    Raises:
        InputError: It cannot be asked for with forms and papers alone, no place is given, or a figure is wrong.
    """
    if needs_design(item):
        raise InputError("applications.composite_sign", at=Location(field="items"), item=item.name_zh)
    if not is_by_form(item):
        raise InputError("applications.item_not_decided", at=Location(field="items"), item=item.name_zh)
    _check_place(place)
    return _matter(item, item.days.statutory or 0, place.strip(), (), asked, dict(asked.listed))


def needs_design(item: CatalogueItem) -> bool:
    """Return whether an item is asked for with a design that is checked: it is no matter of forms and papers alone."""
    return item.is_drawn


def is_by_form(item: CatalogueItem) -> bool:
    """Return whether an item is applied for and decided, with forms and papers alone: no service, no mere guidance."""
    return item.kind is ItemKind.APPROVAL and Track.PERMIT in item.tracks and not needs_design(item)


def needs_term(item: CatalogueItem) -> bool:
    """Return whether the applicant says from when to when: the catalogue names neither years nor days."""
    return item.validity is None or (item.validity.years is None and item.validity.days is None)


def statements_of(items: Iterable[CatalogueItem]) -> tuple[tuple[str, str, str], ...]:
    """Return the circumstances in which these items ask for a further paper: key and words in both languages."""
    papers = (paper for item in items for paper in item.papers if paper.when)
    return tuple({paper.when: (paper.when, paper.when_zh, paper.when_en) for paper in papers}.values())


def _check_place(place: str) -> None:
    if not place.strip():
        raise InputError("applications.composite_place", at=Location(field="place"))


def _matter(
    item: CatalogueItem,
    separate_days: int,
    place: str,
    answers: tuple[tuple[str, str], ...],
    asked: Asked,
    codes_by_name: dict[str, str],
) -> Matter:
    validity, track = item.validity, dict(asked.tracks).get(item.code, Track.PERMIT)
    result = _result(item, track)
    return Matter(
        id=new_id(),
        code=item.code,
        title=result.title_zh or item.name_zh,
        section=item.window.name_zh,
        basis=tuple(_cited(basis) for basis in item.basis if not basis.tracks or track in basis.tracks),
        statutory_days=separate_days,
        promised_days=item.days.promised,
        place=place,
        answers=stated_figures(item, dict(asked.figures).get(item.code, ()), answers),
        papers=tuple(
            _paper(item, paper, codes_by_name) for paper in item.papers if _is_asked(paper, asked.stated, track)
        ),
        result=result.name_zh.partition("（")[0],
        term=asked.term if needs_term(item) else None,
        valid_years=(validity.years or 0) if validity else 0,
        valid_days=(validity.days or 0) if validity else 0,
        is_instant=item.type is ItemType.INSTANT,
        needed=needed_figures(item),
        duties=tuple(one.zh for one in item.duties),
        track=track,
    )


def _result(item: CatalogueItem, track: Track) -> Result:
    """The document that a grant ends with: the first that is not only another track's."""
    return next((one for one in item.results if not one.tracks or track in one.tracks), item.results[0])


def _cited(basis: Basis) -> str:
    """What a document cites: an article only where it was read; else the law alone, which is surely the right one."""
    return f"{basis.document}{basis.article}" if UNCHECKED not in basis.article else basis.document


def _is_asked(paper: ItemPaper, stated: frozenset[str], track: Track) -> bool:
    """What is asked for in every case, or in a circumstance that is stated; the window asks for what it finds out."""
    return (not paper.when or paper.when in stated) and paper.is_asked_on(track)


def _paper(item: CatalogueItem, paper: ItemPaper, codes_by_name: dict[str, str]) -> MatterPaper:
    code = codes_by_name.setdefault(paper.name_zh, f"{item.code}:{paper.code}")
    return MatterPaper(code=code, name=paper.name_zh, may_follow_days=paper.may_follow_days or 0)


def papers_of_matters(matters: tuple[Matter, ...]) -> tuple[tuple[MatterPaper, tuple[str, ...]], ...]:
    """Return every paper once, with the titles of the items that ask for it."""
    wanted: dict[str, tuple[MatterPaper, tuple[str, ...]]] = {}
    for matter in matters:
        for paper in matter.papers:
            known = wanted.get(paper.code, (paper, ()))
            wanted[paper.code] = (known[0], (*known[1], matter.title))
    return tuple(wanted.values())


def days_taken(application: Application, office: Office) -> int | None:
    """Return the working days from acceptance to decision that count, or None before the decision."""
    dates = _dates(application, office)
    return _taken(application, *dates, office.calendar) if dates else None


def days_saved(application: Application, office: Office) -> int | None:
    """Return the working days that handling together saved: the separate times one after the other, less those taken.

    Items of the catalogue have each its own time; signs decided together (a chain, a shop's and an event's) the
    statutory one for each that would be an application by itself.
    None for a case that asks for one thing only, or is not granted; below 0 when it took longer than apart.
    """
    dates = _dates(application, office)
    if dates is None or not (application.is_composite or filed_apart(application) > 1):
        return None
    return saved_by(application, *dates, office.calendar, statutory_of(office))


def saved_by(
    application: Application, accepted_on: date, decided_on: date, calendar: WorkingCalendar, statutory: int
) -> int | None:
    """Return the working days that a granted case saved: the one count of pages, weekly report and bulletin.

    Things handled together are counted against one after the other, a single one against its statutory limit. Only
    permits count: no law gives a filing or a guidance a time, so that they save none against one.
    None where nothing was granted (a refusal saves nobody time), or nothing of it has a statutory time.

    Args:
        application: A decided case.
        accepted_on: Local day.
        decided_on: Local day.
        calendar: Tells working days.
        statutory: Working days of the procedure, for a limit that was only provisional.
    """
    if application.decision is None or application.decision.outcome not in GRANTS:
        return None
    taken = _taken(application, accepted_on, decided_on, calendar)
    if application.matters:
        return application.days_apart - taken if application.days_apart else None
    count = filed_apart(application)
    if not count:
        return None
    limit = limit_without_more(application, accepted_on, calendar, statutory)
    return None if limit is None else limit * count - taken


def limit_without_more(
    application: Application, accepted_on: date, calendar: WorkingCalendar, statutory: int
) -> int | None:
    """Return the working days of a case's statutory limit as it began: without what pauses and extensions added.

    A date that a calendar yet unknown was counted over tells no days; then the procedure's own stand in.
    """
    limit = next((one for one in reversed(application.deadlines) if one.name == "statutory_decision"), None)
    if limit is None:
        return None
    if limit.is_provisional:
        return statutory
    added = sum(one.working_days for one in application.extensions)
    return calendar.between(accepted_on, limit.due) - added - _uncounted(application)


def statutory_of(office: Office) -> int:
    """Return the working days of the statutory limit for a decision."""
    return dict(office.policy.days)["statutory_decision"]


def _dates(application: Application, office: Office) -> tuple[date, date] | None:
    accepted, decided = application.accepted_at, application.decision
    return None if accepted is None or decided is None else (office.today(accepted), office.today(decided.at))


def _taken(application: Application, accepted_on: date, decided_on: date, calendar: WorkingCalendar) -> int:
    return max(0, calendar.between(accepted_on, decided_on) - _uncounted(application))


def _uncounted(application: Application) -> int:
    return sum(pause.uncounted_days for pause in application.pauses)


def filed_apart(application: Application) -> int:
    """Return how many permits its signs would be, each by itself: of an event at one place, all is one."""
    events = {(one.address, one.unit_id, one.term) for one in application.items if one.term}
    return sum(one.term is None and one.track is Track.PERMIT for one in application.items) + len(events)
