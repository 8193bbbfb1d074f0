"""What the signs of one shop's frontage add up to: counts by form, areas lit and unlit, letters and faces."""

from __future__ import annotations

from signage.design import SignLayout, kind_of
from signage.errors import SignageError
from signage.frontage import ExistingSign, PlacedSign
from signage.geometry import Rect
from signage.rules.measures.measurement import Measurement, Words, found, lacking, measure, nothing, rect_mark
from signage.rules.measures.subject import Subject
from signage.rules.measures.suppliers import APPLICANT, OFFICE
from signage.units import Quantity, Unit

_NO_CHARACTERS: Words = ("本招牌没有文字和图形", "the sign has no characters or symbols")


def own_others(subject: Subject) -> tuple[PlacedSign, ...]:
    """Return the other proposed signs of the applicant's frontage."""
    own = {subject.unit.id, *subject.leased}
    return tuple(s for s in subject.proposal.others if s.unit_id in own and s.face_id == subject.face.id)


def own_existing(subject: Subject) -> tuple[ExistingSign, ...]:
    """Return the approved signs of the applicant's frontage that the sign does not replace."""
    own = {subject.unit.id, *subject.leased}
    replaced = set(subject.words_of("replaces") or ())
    return tuple(e for e in subject.face.signs if e.unit in own and e.id not in replaced)


def form_of(sign: ExistingSign) -> str | None:
    """Return the form of an approved sign by its kind, or None when its kind is not in the catalogue."""
    try:
        return kind_of(sign.kind).form.value
    except SignageError:
        return None


def is_lit(layout: SignLayout) -> bool:
    """Return whether any piece of a sign emits light."""
    return any(p.is_face_lit or p.is_halo_lit for p in layout.pieces)


def _count(subject: Subject, form: str) -> Measurement:
    marks = [rect_mark(subject.rect)] if subject.layout.form == form else []
    marks += [rect_mark(s.rect) for s in own_others(subject) if s.layout.form == form]
    for old in own_existing(subject):
        known = form_of(old)
        if known is None:
            what = (f"既有招牌“{old.name}”的形式", f"the form of the existing sign “{old.name}”")
            return lacking(what, OFFICE)
        marks += [rect_mark(old.rect)] if known == form else []
    return found(len(marks), Unit.COUNT, *marks)


@measure(
    "parallel_count",
    Unit.COUNT,
    ("平行式招牌数量", "signs parallel to the wall"),
    "Signs parallel to the wall on the applicant's frontage: this, others proposed, approved ones not replaced.",
    facts=("replaces", "leased_units"),
)
def parallel_count(subject: Subject) -> Measurement:
    """Return how many parallel signs the frontage would have."""
    return _count(subject, "parallel")


@measure(
    "projecting_count",
    Unit.COUNT,
    ("垂直式招牌数量", "projecting signs"),
    "Projecting signs on the applicant's frontage: this, others proposed, approved ones not replaced.",
    facts=("replaces", "leased_units"),
)
def projecting_count(subject: Subject) -> Measurement:
    """Return how many projecting signs the frontage would have."""
    return _count(subject, "projecting")


def face_mm2(layout: SignLayout) -> float:
    """Return the area of a sign's face as the rectangle around it, one side of a double-faced sign, mm²."""
    return layout.envelope.area


@measure("face_area_ft2", Unit.FOOT2, ("招牌单面面积", "area of one face"), "As `face_area`, in square feet.")
def face_area_ft2(subject: Subject) -> Measurement:
    """Return the area of one face in square feet."""
    return Measurement(quantity=_feet2(face_mm2(subject.layout)), where=(rect_mark(subject.rect),))


def _feet2(value_mm2: float) -> Quantity:
    return Quantity(value_mm2, Unit.MM2).to(Unit.FOOT2)


def _sides(subject: Subject) -> tuple[float, float]:
    box = subject.layout.envelope
    return min(box.width, box.height), max(box.width, box.height)


@measure(
    "face_short_side", Unit.INCH, ("招牌面短边", "short side of the face"), "Shorter side of the face's rectangle."
)
def face_short_side(subject: Subject) -> Measurement:
    """Return the shorter side of the face."""
    return inches(_sides(subject)[0], subject.rect)


@measure("face_long_side", Unit.INCH, ("招牌面长边", "long side of the face"), "Longer side of the face's rectangle.")
def face_long_side(subject: Subject) -> Measurement:
    """Return the longer side of the face."""
    return inches(_sides(subject)[1], subject.rect)


def inches(value_mm: float, *boxes: Rect) -> Measurement:
    """Return a length in inches with boxes for its place."""
    return Measurement(quantity=Quantity(value_mm, Unit.MM).to(Unit.INCH), where=tuple(rect_mark(b) for b in boxes))


def feet(value_mm: float, *boxes: Rect) -> Measurement:
    """Return a length in feet with boxes for its place."""
    return Measurement(quantity=Quantity(value_mm, Unit.MM).to(Unit.FOOT), where=tuple(rect_mark(b) for b in boxes))


def _tallest(subject: Subject) -> tuple[float, Rect] | None:
    logo = subject.layout.logo
    pieces = [*subject.layout.letters, *([logo] if logo is not None else [])]
    boxes = [box for p in pieces if (box := p.outline.bounds()) is not None]
    best = max(boxes, key=lambda b: b.height, default=None)
    return None if best is None else (best.height, best.moved(*subject.face_shift))


@measure(
    "character_height",
    Unit.MM,
    ("单字或图形高度", "height of a character or symbol"),
    "Ink height of the tallest single character or symbol, the logo included: of Latin letters the capital or the "
    "letter with its own ascender or descender, of Han characters their ink, never the em box.",
)
def character_height(subject: Subject) -> Measurement:
    """Return the height of the tallest character or symbol."""
    tallest = _tallest(subject)
    return nothing(*_NO_CHARACTERS) if tallest is None else found(tallest[0], Unit.MM, rect_mark(tallest[1]))


@measure(
    "character_height_in",
    Unit.INCH,
    ("单字或图形高度", "height of a character or symbol"),
    "As `character_height`, in inches.",
)
def character_height_in(subject: Subject) -> Measurement:
    """Return the height of the tallest character or symbol in inches."""
    tallest = _tallest(subject)
    return nothing(*_NO_CHARACTERS) if tallest is None else inches(tallest[0], tallest[1])


def sum_of_lit(subject: Subject, wanted: bool) -> Measurement:
    """Return the face areas of the lit or of the unlit signs of the frontage, in square feet.

    Whether an approved sign is lit is in no register here: the fact `lit_existing` lists the lit ones by id.
    """
    old = own_existing(subject)
    lit_old = subject.words_of("lit_existing")
    if old and lit_old is None:
        what = (
            "既有招牌中哪些发光（lit_existing）",
            "which of the existing signs are lit (`lit_existing`: ids or none)",
        )
        return lacking(what, APPLICANT)
    total, marks = 0.0, []
    own = is_lit(subject.layout) or subject.fact("external_light") is True
    others = [(is_lit(s.layout), s.layout, s.rect) for s in own_others(subject)]
    for lit, layout, rect in ((own, subject.layout, subject.rect), *others):
        if lit is wanted:
            total += face_mm2(layout)
            marks.append(rect_mark(rect))
    for sign in old:
        if (sign.id in (lit_old or ())) is wanted:
            total += sign.rect.area
            marks.append(rect_mark(sign.rect))
    return Measurement(quantity=_feet2(total), where=tuple(marks))


@measure(
    "unlit_area_ft2",
    Unit.FOOT2,
    ("不发光招牌面积合计", "unlit signs of the frontage, together"),
    "Face areas of all unlit signs of the frontage: this, others proposed, approved "
    "ones not replaced (`lit_existing`).",
    facts=("lit_existing", "replaces", "leased_units", "external_light"),
)
def unlit_area_ft2(subject: Subject) -> Measurement:
    """Return the sum of the unlit signs' areas."""
    return sum_of_lit(subject, wanted=False)


@measure(
    "lit_sign_area_ft2",
    Unit.FOOT2,
    ("发光招牌面积合计", "lit signs of the frontage, together"),
    "Face areas of all lit signs of the frontage: this, others proposed, approved ones not replaced (`lit_existing`).",
    facts=("lit_existing", "replaces", "leased_units", "external_light"),
)
def lit_sign_area_ft2(subject: Subject) -> Measurement:
    """Return the sum of the lit signs' areas."""
    return sum_of_lit(subject, wanted=True)


@measure(
    "is_lit",
    None,
    ("是否发光", "lit"),
    "Whether any piece emits light or the fact `external_light` says that lamps shine on it.",
    kind="text",
    facts=("external_light",),
    values={"yes": ("发光", "lit"), "no": ("不发光", "unlit")},
)
def lit_or_not(subject: Subject) -> Measurement:
    """Return whether the sign is lit from inside or outside."""
    lit = is_lit(subject.layout) or subject.fact("external_light") is True
    return Measurement(text="yes" if lit else "no")


@measure(
    "frontage_width_ft",
    Unit.FOOT,
    ("自有店面宽度", "width of the own frontage"),
    "As `frontage_width`: between the units' lines on the plan, which are the party walls' centre lines.",
    facts=("leased_units",),
)
def frontage_width_ft(subject: Subject) -> Measurement:
    """Return the width of the applicant's own frontage in feet."""
    low, high = subject.leased_span
    return feet(high - low)
