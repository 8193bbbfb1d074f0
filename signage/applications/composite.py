"""Composite cases (单独受理、综合办理): several items of the catalogue taken in once and handled under one clock."""

from __future__ import annotations

from signage.applications.ids import new_id
from signage.applications.model import Application, Matter
from signage.applications.office import Office
from signage.applications.records import MatterPaper
from signage.errors import InputError, Location
from signage.items import Basis, Catalogue, CatalogueItem, Category, CompositeGroup, ItemPaper, Track

PERIOD = "期限"  # the answer that says how long
UNCHECKED = "（条号未核对）"  # the guide's remark on an article


def matters_of(
    catalogue: Catalogue,
    group: CompositeGroup,
    codes: tuple[str, ...],
    *,
    place: str,
    answers: tuple[tuple[str, str], ...] = (),
) -> tuple[Matter, ...]:
    """Return the matters of a composite case for the chosen items of a group, in the group's order.

    A paper that several items ask for by the same name is one paper: it is handed in once and carries the code of
    the first item that asks for it.

    Args:
        catalogue: Where the items are looked up.
        group: The items that may be handled together.
        codes: The chosen ones.
        place: Where the works are.
        answers: Field name and what the applicant wrote, the same for every item.

    Raises:
        InputError: Fewer than two items are chosen, or one is none of the group's.
    """
    chosen = [code for code in group.codes if code in codes]
    if unknown := [code for code in codes if code not in group.codes]:
        raise InputError("items.not_in_group", group=group.code, item=unknown[0], known="、".join(group.codes))
    if len(chosen) < 2:
        raise InputError("applications.composite_too_few", at=Location(field="items"))
    if not place.strip():
        raise InputError("applications.composite_place", at=Location(field="place"))
    drawn = [catalogue.item(code) for code in chosen if needs_design(catalogue.item(code))]
    if drawn:
        raise InputError("applications.composite_sign", at=Location(field="items"), item=drawn[0].name_zh)
    codes_by_name: dict[str, str] = {}
    return tuple(_matter(catalogue.item(code), group, place.strip(), answers, codes_by_name) for code in chosen)


def needs_design(item: CatalogueItem) -> bool:
    """Return whether an item is asked for with a design that is checked: it is no matter of forms and papers alone."""
    return item.category is Category.SIGNS


def _matter(
    item: CatalogueItem,
    group: CompositeGroup,
    place: str,
    answers: tuple[tuple[str, str], ...],
    codes_by_name: dict[str, str],
) -> Matter:
    return Matter(
        id=new_id(),
        code=item.code,
        title=item.name_zh,
        section=item.window.name_zh,
        basis=tuple(_cited(basis) for basis in item.basis),
        statutory_days=group.separate_days((item.code,)),
        promised_days=item.days.promised,
        place=place,
        answers=answers,
        papers=tuple(_paper(item, paper, codes_by_name) for paper in item.papers if _is_asked(paper)),
    )


def _cited(basis: Basis) -> str:
    """What a document cites: an article only where it was read; else the law alone, which is surely the right one."""
    return f"{basis.document}{basis.article}" if UNCHECKED not in basis.article else basis.document


def _is_asked(paper: ItemPaper) -> bool:
    """What is asked for in every case; what hangs on a circumstance is asked for by the window when it is found."""
    return not paper.when and paper.is_asked_on(Track.PERMIT)


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
    accepted, decided = application.accepted_at, application.decision
    if accepted is None or decided is None:
        return None
    days = office.calendar.between(office.today(accepted), office.today(decided.at))
    return max(0, days - sum(pause.uncounted_days for pause in application.pauses))


def days_saved(application: Application, office: Office) -> int | None:
    """Return the working days that handling together saved: the separate times one after the other, less those taken.

    Items of the catalogue have each its own time; signs decided together (a chain, an event) each the statutory one.
    None for a case that asks for one thing only, or is not decided; below 0 when it took longer than apart.
    """
    taken = days_taken(application, office)
    if taken is None:
        return None
    if application.is_composite:
        return sum(matter.statutory_days for matter in application.matters) - taken
    if len(application.items) < 2:
        return None
    return len(application.items) * dict(office.policy.days)["statutory_decision"] - taken
