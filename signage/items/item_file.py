"""Read an item from TOML: the shape of the file. What the parts must say together is in `soundness`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from signage.items import model
from signage.items.form_file import FormShape, forms_of
from signage.items.reading import parse
from signage.items.soundness import item_faults

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Days = Annotated[StrictInt, Field(ge=0, le=400)]
Some = Annotated[StrictInt, Field(ge=1, le=400)]
Format = Literal["pdf", "png", "jpeg", "dxf", "svg"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Strict):
    zh: Text
    en: Text


class _Condition(_Words):
    is_duty: StrictBool = False


class _Basis(_Strict):
    document: Text
    article: Text
    says_zh: Text
    says_en: Text
    source: model.Source
    tracks: tuple[model.Track, ...] = ()


class _Paper(_Strict):
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{1,2}$")]
    name_zh: Text
    name_en: Text
    why_zh: Text
    why_en: Text
    original: StrictBool
    copies: Annotated[StrictInt, Field(ge=0, le=20)]
    issuer_zh: Text
    issuer_en: Text
    formats: Annotated[tuple[Format, ...], Field(min_length=1)]
    may_follow_days: Some | None = None
    when: Annotated[str, StringConstraints(pattern=r"^[a-z_]*$")] = ""
    when_zh: str = ""
    when_en: str = ""
    tracks: tuple[model.Track, ...] = ()


class _Days(_Strict):
    statutory: Some | None = None
    promised: Days
    basis_zh: Text
    basis_en: Text


class _Fee(_Strict):
    name_zh: Text
    name_en: Text
    fen: Annotated[StrictInt, Field(ge=0)] | None = None
    rate_zh: str = ""
    rate_en: str = ""
    basis: Text
    source: model.Source


class _Result(_Strict):
    name_zh: Text
    name_en: Text
    tracks: tuple[model.Track, ...] = ()
    title_zh: str = ""
    title_en: str = ""


class _Window(_Strict):
    name_zh: Text
    name_en: Text
    hours_zh: Text
    hours_en: Text
    phone: Text


class _Validity(_Strict):
    zh: Text
    en: Text
    source: model.Source
    years: Annotated[StrictInt, Field(ge=1, le=50)] | None = None
    days: Some | None = None


class _Form(_Strict):
    code: Code
    name_zh: Text
    name_en: Text
    must_zh: Text
    must_en: Text
    sign_kind: str = ""


class _Temporary(_Strict):
    max_days: Some
    reminder_days: Days
    removal_days: Days
    source: model.Source
    note_zh: Text
    note_en: Text
    forms: Annotated[tuple[_Form, ...], Field(min_length=1)]


class _Place(_Strict):
    code: Code
    zh: Text
    en: Text
    note_zh: Text
    note_en: Text
    leads_to: str = ""
    is_forbidden: StrictBool = False


class _Ask(_Strict):
    zh: Text
    en: Text
    by_size: StrictBool = False
    places: tuple[_Place, ...] = ()


class _Size(_Strict):
    width: Text
    height: Text


class _Sequel(_Strict):
    allowed: StrictBool
    zh: Text
    en: Text
    source: model.Source
    papers: tuple[str, ...] = ()
    ahead_days: Some | None = None


class _Afterwards(_Strict):
    renewal: _Sequel
    change: _Sequel
    transfer: _Sequel


class ItemFile(_Strict):
    """The whole of an item's file, key by key."""

    schema_version: Literal[1]
    code: Code
    edition: Text
    kind: model.ItemKind
    category: model.Category
    order: Annotated[StrictInt, Field(ge=0, le=999)]
    name_zh: Text
    name_en: Text
    summary_zh: Text
    summary_en: Text
    type: model.ItemType
    tracks: tuple[model.Track, ...] = ()
    illustrative: StrictBool
    may_join: StrictBool
    is_drawn: StrictBool = False
    keywords: tuple[Text, ...] = ()
    note_zh: str = ""
    note_en: str = ""
    basis: tuple[_Basis, ...] = ()
    conditions: Annotated[tuple[_Condition, ...], Field(min_length=1)]
    papers: tuple[_Paper, ...] = ()
    days: _Days
    fees: Annotated[tuple[_Fee, ...], Field(min_length=1)]
    forms: tuple[FormShape, ...] = ()
    results: Annotated[tuple[_Result, ...], Field(min_length=1)]
    remedies: Annotated[tuple[model.Remedy, ...], Field(min_length=1)]
    window: _Window
    ask: _Ask
    steps: tuple[_Words, ...] = ()
    validity: _Validity | None = None
    temporary: _Temporary | None = None
    afterwards: _Afterwards | None = None
    size: _Size | None = None


def parse_item(content: str, *, file: str = "") -> model.CatalogueItem:
    """Return an item from TOML text.

    Args:
        content: The file's text.
        file: Its name as the reader knows it; an item's code must be its stem.

    Raises:
        InputError: It is not TOML, a key is unknown, doubled, missing or wrong, or the parts contradict each other;
            the location names file and key, the message the item.
    """
    return parse(content, file=file, shape=ItemFile, build=_item, faults=item_faults)


def _item(data: ItemFile) -> model.CatalogueItem:
    return model.CatalogueItem(
        **_kept(data, ("schema_version", "illustrative")),
        is_illustrative=data.illustrative,
        basis=tuple(model.Basis(**dict(one)) for one in data.basis),
        conditions=tuple(model.Condition(**dict(one)) for one in data.conditions),
        papers=tuple(model.ItemPaper(**dict(one)) for one in data.papers),
        days=model.Days(**dict(data.days)),
        fees=tuple(model.Fee(**dict(one)) for one in data.fees),
        forms=forms_of(data.forms),
        results=tuple(model.Result(**dict(one)) for one in data.results),
        window=model.Window(**dict(data.window)),
        ask=_ask(data.ask),
        steps=_words(data.steps),
        validity=model.Validity(**dict(data.validity)) if data.validity else None,
        temporary=_temporary(data.temporary),
        afterwards=_afterwards(data.afterwards),
        size=model.Size(**dict(data.size)) if data.size else None,
    )


_BUILT = ("basis", "conditions", "papers", "days", "fees", "forms", "results", "window", "ask", "steps", "validity")


def _kept(data: ItemFile, left_out: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields that go over as they are."""
    gone = (*left_out, *_BUILT, "temporary", "afterwards", "size")
    return {key: value for key, value in dict(data).items() if key not in gone}


def _words(given: tuple[_Words, ...]) -> tuple[model.Words, ...]:
    return tuple(model.Words(zh=one.zh, en=one.en) for one in given)


def _ask(data: _Ask) -> model.Ask:
    places = tuple(model.Place(**dict(one)) for one in data.places)
    return model.Ask(zh=data.zh, en=data.en, by_size=data.by_size, places=places)


def _temporary(data: _Temporary | None) -> model.Temporary | None:
    if data is None:
        return None
    forms = tuple(model.EventForm(**dict(one)) for one in data.forms)
    return model.Temporary(**{**dict(data), "forms": forms})


def _afterwards(data: _Afterwards | None) -> model.Afterwards | None:
    if data is None:
        return None
    return model.Afterwards(renewal=_sequel(data.renewal), change=_sequel(data.change), transfer=_sequel(data.transfer))


def _sequel(data: _Sequel) -> model.Sequel:
    kept = {key: value for key, value in dict(data).items() if key != "allowed"}
    return model.Sequel(is_allowed=data.allowed, **kept)
