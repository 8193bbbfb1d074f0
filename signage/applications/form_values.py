"""What an application already states, by the names that forms ask for, so that nobody writes it twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from signage.applications.composite import PERIOD
from signage.applications.drawn_items import SHOP_SIGN as SHOP_SIGN
from signage.applications.drawn_items import TEMPORARY as TEMPORARY
from signage.applications.figures import figures_stated
from signage.applications.model import Applicant, Application, Circumstances, Item, Purpose, Term, Track
from signage.applications.records import Matter, ReplacedSign
from signage.applications.replaced import replaced_words
from signage.design import kind_of
from signage.locale import Lang, text

# The options of an event's form by what carries a sign's text.
_EVENT_FORMS = {"fabric": "横幅", "gate": "拱门", "balloon": "升空气球"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """Values for the fields of a form.

    Attributes:
        texts: By the field's source; two texts are a period's days, several may be a choice's options.
        rows: Rows of a table by the table's source: each by the column's source.
        papers: Codes of the papers that are there, to be ticked.
        figures: Numbers without their unit, by the field's label.
    """

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    papers: frozenset[str] = frozenset()
    figures: Mapping[str, str] = field(default_factory=dict)


def items_concerned(application: Application) -> tuple[str, ...]:
    """Return the codes of the catalogue's items that an application is for: its signs' first."""
    of_signs = [TEMPORARY if item.term else SHOP_SIGN for item in application.items]
    return tuple(dict.fromkeys([*of_signs, *(matter.code for matter in application.matters)]))


def values_of_case(application: Application, item_code: str) -> FormValues:
    """Return what an application states for the form of one of its items; papers that came are ticked."""
    papers = frozenset(one.kind for one in application.materials)
    for matter in application.matters:
        if matter.code == item_code:
            own = frozenset(kind.rpartition(":")[2] for kind in papers if kind.startswith(f"{item_code}:"))
            figures = {name: value.partition(" ")[0] for name, value in figures_stated(matter)}
            texts = _applicant(application.applicant) | _matter(matter)
            return FormValues(texts=texts, papers=own, figures=figures)
    signs = tuple(one for one in application.items if bool(one.term) == (item_code == TEMPORARY))
    return values_of_signs(
        application.applicant,
        signs,
        purpose=application.purpose,
        earlier_permit=application.earlier_permit,
        circumstances=application.circumstances,
        papers=papers,
    )


def values_of_signs(
    applicant: Applicant,
    signs: tuple[Item, ...],
    *,
    purpose: Purpose = Purpose.NEW,
    earlier_permit: str = "",
    circumstances: Circumstances | None = None,
    papers: frozenset[str] = frozenset(),
) -> FormValues:
    """Return what is known of an application for signs, also before it is handed in.

    Args:
        applicant: Who applies.
        signs: What is applied for.
        purpose: What is asked for.
        earlier_permit: Number of the permit that it is about, empty where there is none.
        circumstances: As stated; None leaves their boxes to the pen.
        papers: Codes of the papers that came.
    """
    tracks = tuple(dict.fromkeys(_track(one.track) for one in signs))
    passed_on = earlier_permit if purpose in (Purpose.RENEWAL, Purpose.TRANSFER) else ""

    def gone(sign: Item) -> tuple[ReplacedSign, ...]:
        """The old signs that come down: a renewed or transferred one that reads as before stays where it is."""
        return tuple(
            old
            for old in sign.replaced
            if not passed_on or (old.permit_number, old.name, old.kind) != (passed_on, sign.spec.name, sign.spec.kind)
        )

    texts = _applicant(applicant) | {
        "purpose": (text(f"workflow.purpose_{purpose.value}", Lang.ZH),),
        "earlier_permit": (earlier_permit,),
        "place": ("；".join(dict.fromkeys(f"{one.address} {one.unit_id}" for one in signs)),),
        "names": ("、".join(dict.fromkeys(one.spec.name for one in signs)),),
        "count": (str(len(signs)),),
        "replaces": ("；".join(dict.fromkeys(replaced_words(old) for one in signs for old in gone(one))) or "无",),
        "track": tracks if len(tracks) == 1 else (),
    }
    if circumstances is not None:
        texts |= {
            "franchise": ("是" if circumstances.is_franchise else "否",),
            "third_party": (_answer(circumstances.affects_third_party),),
        }
    shapes = {kind_of(one.spec.kind).carrier for one in signs}
    texts["event_forms"] = tuple(word for carrier, word in _EVENT_FORMS.items() if carrier in shapes)
    # What no drawing shows may still be flown, so only a drawn or stated balloon is ticked; else the pen says it.
    if "balloon" in shapes or (circumstances is not None and circumstances.has_balloon):
        texts["balloon"] = ("是",)
    terms = tuple(dict.fromkeys(one.term for one in signs if one.term))
    if len(terms) == 1:
        texts |= {"term": _days(terms[0]), "period": _days(terms[0])}
    return FormValues(texts=texts, rows={"signs": tuple(_sign(one) for one in signs)}, papers=papers)


def _applicant(applicant: Applicant) -> dict[str, tuple[str, ...]]:
    return {
        "applicant_name": (applicant.name,),
        "applicant_code": (applicant.credit_code,),
        "applicant_contact": (applicant.contact,),
        "applicant_phone": (applicant.phone,),
    }


def _matter(matter: Matter) -> dict[str, tuple[str, ...]]:
    period = dict(matter.answers).get(PERIOD, "")
    if matter.term is not None:
        return {"place": (matter.place,), "period": _days(matter.term)}
    return {"place": (matter.place,), "period": (period,) if period else ()}


def _sign(item: Item) -> dict[str, str]:
    known = item.particulars
    row = {"unit": item.unit_id, "name": item.spec.name, "one": "1"}
    if known is None:
        return row
    return row | {
        "form": known.form,
        "size": f"{known.width_mm:.0f}×{known.height_mm:.0f}×{known.depth_mm:.0f}",
        "letters": f"{known.letter_height_mm:.0f}",
        "bottom": f"{known.bottom_mm:.0f}",
        "materials": known.materials,
        "lighting": known.lighting,
    }


def _track(track: Track) -> str:
    return {Track.PERMIT: "许可", Track.FILING: "备案", Track.GUIDANCE: "设计指导"}[track]


def _answer(stated: bool | None) -> str:
    return "不清楚" if stated is None else "是" if stated else "否"


def _days(term: Term) -> tuple[str, str]:
    first, last = (f"{one.year}年{one.month}月{one.day}日" for one in (term.start, term.end))
    return first, last
