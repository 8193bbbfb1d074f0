"""What the parts of an item must say together: whatever contradicts itself or the law is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from signage.errors import InputError, Location
from signage.items.form_file import form_faults
from signage.items.forms import FieldKind, FormKind
from signage.items.model import CatalogueItem, ItemKind, Source, Track


def item_faults(item: CatalogueItem) -> Iterator[InputError]:
    """Yield every contradiction in an item; the location names the key."""
    yield from _kind_faults(item)
    yield from _basis_faults(item)
    yield from _day_faults(item)
    yield from _paper_faults(item)
    yield from _fee_faults(item)
    yield from form_faults(item.code, item.forms, frozenset(paper.code for paper in item.papers))
    yield from _sequel_faults(item)
    yield from _other_faults(item)


def _kind_faults(item: CatalogueItem) -> Iterator[InputError]:
    of_approval: dict[str, tuple[object, ...]] = {
        "tracks": item.tracks,
        "basis": item.basis,
        "papers": item.papers,
        "forms": item.forms,
    }
    is_approval = item.kind is ItemKind.APPROVAL
    wanted = of_approval if is_approval else {"steps": item.steps}
    unwanted = {"steps": item.steps} if is_approval else {"tracks": item.tracks}
    kind = item.kind.value
    for key in (key for key, value in wanted.items() if not value):
        yield InputError("items.needs_key", at=Location(field=key), item=item.code, key=key, kind=kind)
    for key in (key for key, value in unwanted.items() if value):
        yield InputError("items.needs_no_key", at=Location(field=key), item=item.code, key=key, kind=kind)


def _basis_faults(item: CatalogueItem) -> Iterator[InputError]:
    """A permit rests on law (行政许可法 arts 14-17): a fictitious or illustrative text is none."""
    lawful = [basis for basis in item.basis if basis.source is not Source.ILLUSTRATIVE]
    if Track.PERMIT in item.tracks and not lawful:
        yield InputError("items.no_legal_basis", at=Location(field="basis"), item=item.code)


def _day_faults(item: CatalogueItem) -> Iterator[InputError]:
    statutory, promised = item.days.statutory, item.days.promised
    if Track.PERMIT in item.tracks and statutory is None:
        yield InputError("items.no_statutory", at=Location(field="days.statutory"), item=item.code)
    if statutory is not None and promised > statutory:
        at = Location(field="days.promised")
        yield InputError("items.promised_late", at=at, item=item.code, promised=promised, statutory=statutory)
    if item.validity and item.validity.years and item.validity.days:
        at = Location(field="validity.days")
        yield InputError("items.either", at=at, item=item.code, one="validity.years", other="validity.days")


def _paper_faults(item: CatalogueItem) -> Iterator[InputError]:
    yield from twins(item.code, "papers", (paper.code for paper in item.papers))
    for number, paper in enumerate(item.papers):
        field = f"papers[{number}]"
        if bool(paper.when) != bool(paper.when_zh) or bool(paper.when) != bool(paper.when_en):
            yield InputError("items.when_words", at=Location(field=f"{field}.when"), item=item.code, paper=paper.code)
        strange = [track.value for track in paper.tracks if track not in item.tracks]
        if strange:
            at = Location(field=f"{field}.tracks")
            yield InputError("items.strange_track", at=at, item=item.code, key=f"{field}.tracks", track=strange[0])
    named = [(f"results[{number}].tracks", one.tracks) for number, one in enumerate(item.results)]
    named += [(f"basis[{number}].tracks", one.tracks) for number, one in enumerate(item.basis)]
    for key, tracks in named:
        strange = [track.value for track in tracks if track not in item.tracks]
        if strange:
            yield InputError("items.strange_track", at=Location(field=key), item=item.code, key=key, track=strange[0])


def _fee_faults(item: CatalogueItem) -> Iterator[InputError]:
    for number, fee in enumerate(item.fees):
        has_rate = bool(fee.rate_zh and fee.rate_en)
        if (fee.fen is None) != has_rate or bool(fee.rate_zh) != bool(fee.rate_en):
            one, other = f"fees[{number}].fen", f"fees[{number}].rate_zh/rate_en"
            yield InputError("items.either", at=Location(field=one), item=item.code, one=one, other=other)


def _sequel_faults(item: CatalogueItem) -> Iterator[InputError]:
    """What is asked for again stands in the item's own list; what cannot be had asks for nothing."""
    known = {paper.code for paper in item.papers}
    for purpose in ("renewal", "change", "transfer"):
        sequel = item.afterwards.of(purpose) if item.afterwards else None
        if sequel is None:
            continue
        key = f"afterwards.{purpose}.papers"
        for code in sequel.papers:
            if code not in known or not sequel.is_allowed:
                yield InputError("items.sequel_paper", at=Location(field=key), item=item.code, key=key, paper=code)


def _other_faults(item: CatalogueItem) -> Iterator[InputError]:
    yield from twins(item.code, "tracks", (track.value for track in item.tracks))
    yield from twins(item.code, "ask.places", (place.code for place in item.ask.places))
    if item.temporary:
        yield from twins(item.code, "temporary.forms", (form.code for form in item.temporary.forms))
    for number, result in enumerate(item.results):
        if bool(result.title_zh) != bool(result.title_en):
            key = f"results[{number}].title_zh"
            yield InputError("items.one_language", at=Location(field=key), item=item.code, key=f"{key}, title_en")
    yield from _size_faults(item)
    if bool(item.note_zh) != bool(item.note_en):
        yield InputError("items.one_language", at=Location(field="note_zh"), item=item.code, key="note_zh, note_en")


def _size_faults(item: CatalogueItem) -> Iterator[InputError]:
    """What decides the track is a number in mm that every form states; without it no form with several tracks can."""
    by_form = {field.label: field for form in item.forms if form.kind is FormKind.APPLICATION for field in form.fields}
    decided = [track for track in item.tracks if track in (Track.PERMIT, Track.FILING)]
    if item.size is None:
        if len(decided) > 1 and not item.is_drawn:
            yield InputError("items.size_missing", at=Location(field="size"), item=item.code)
        return
    for key, label in (("width", item.size.width), ("height", item.size.height)):
        field = by_form.get(label)
        if field is None or field.kind is not FieldKind.NUMBER or not field.is_needed or field.unit != "mm":
            yield InputError("items.size_field", at=Location(field=f"size.{key}"), item=item.code, label=label)


def twins(item: str, key: str, codes: Iterable[str]) -> Iterator[InputError]:
    """Yield a fault for each code that stands in a list a second time."""
    seen: set[str] = set()
    for number, code in enumerate(codes):
        if code in seen:
            at = Location(field=f"{key}[{number}]")
            yield InputError("items.twin_code", at=at, item=item, key=f"{key}[{number}]", code=code)
        seen.add(code)
