"""How forms stand in an item's file, and what in them contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from signage.errors import InputError, Location
from signage.items.forms import FieldKind, FieldWidth, FormColumn, FormField, FormKind, FormPart, ItemForm, Need
from signage.locale import Lang, text

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Source = Annotated[str, StringConstraints(pattern=r"^[a-z_]*$")]
Bound = Annotated[Decimal, Field(gt=0, lt=10**9)]


def _several(given: object) -> object:
    return (given,) if isinstance(given, str) else given


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Column(_Strict):
    label: Text
    share: Annotated[float, Field(gt=0, le=10)] = 1.0
    source: Source = ""


class _Field(_Strict):
    label: Text
    kind: FieldKind
    label_en: str = ""
    width: FieldWidth = FieldWidth.FULL
    hint: str = ""
    unit: str = ""
    unit_en: str = ""
    lines: Annotated[StrictInt, Field(ge=1, le=12)] = 1
    options: tuple[Text, ...] = ()
    is_many: StrictBool = False
    columns: tuple[_Column, ...] = ()
    rows: Annotated[StrictInt, Field(ge=0, le=20)] = 0
    example: Annotated[tuple[Text, ...], BeforeValidator(_several)] = ()
    example_rows: tuple[tuple[Text, ...], ...] = ()
    source: Source = ""
    need: Need = Need.ALWAYS
    why: str = ""
    why_en: str = ""
    least: Bound | None = None
    most: Bound | None = None
    is_whole: StrictBool = False
    not_above: str = ""


class _Part(_Strict):
    title: Text
    fields: Annotated[tuple[_Field, ...], Field(min_length=1)]


class FormShape(_Strict):
    """One `[[forms]]` of an item's file."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)] = "application"
    kind: FormKind = FormKind.APPLICATION
    zh: Text
    en: Text
    paper: str = ""
    statements: tuple[Text, ...] = ()
    parts: tuple[_Part, ...] = ()


def forms_of(shapes: tuple[FormShape, ...]) -> tuple[ItemForm, ...]:
    """Return the forms of a file as values."""
    return tuple(
        ItemForm(
            code=shape.code,
            kind=shape.kind,
            zh=shape.zh,
            en=shape.en,
            paper=shape.paper,
            statements=shape.statements,
            parts=tuple(
                FormPart(title=part.title, fields=tuple(_field(one) for one in part.fields)) for part in shape.parts
            ),
        )
        for shape in shapes
    )


def _field(shape: _Field) -> FormField:
    columns = tuple(FormColumn(**dict(one)) for one in shape.columns)
    return FormField(**{**dict(shape), "columns": columns})


def form_faults(item: str, forms: tuple[ItemForm, ...], papers: frozenset[str]) -> Iterator[InputError]:
    """Yield every contradiction in an item's forms; the location names the key.

    Args:
        item: The item's code.
        forms: Its forms.
        papers: Codes of its papers.
    """
    seen: set[str] = set()
    for number, form in enumerate(forms):
        at = f"forms[{number}]"
        if form.code in seen:
            yield InputError("items.twin_code", at=Location(field=at), item=item, key=at, code=form.code)
        seen.add(form.code)
        if form.paper and form.paper not in papers:
            yield _wrong(item, f"{at}.paper", "form_paper", given=form.paper)
        if form.kind in (FormKind.STATEMENT, FormKind.CONSENT) and not form.statements:
            yield InputError("items.missing_key", at=Location(field=at), item=item, key=f"{at}.statements")
        numbers = {field.label for field in form.fields if field.kind is FieldKind.NUMBER}
        for part_number, part in enumerate(form.parts):
            for field_number, field in enumerate(part.fields):
                named = f"{at}.parts[{part_number}].fields[{field_number}]"
                yield from _field_faults(item, field, named)
                if field.not_above and (field.not_above == field.label or field.not_above not in numbers):
                    yield _wrong(item, f"{named}.not_above", "form_not_above", given=field.not_above)


def _field_faults(item: str, field: FormField, at: str) -> Iterator[InputError]:
    if (field.kind is FieldKind.CHOICE) != bool(field.options):
        yield _wrong(item, f"{at}.options", "form_options")
    strange = [one for one in field.example if one not in field.options]
    if field.kind is FieldKind.CHOICE and strange:
        yield _wrong(item, f"{at}.example", "form_strange_option", given=strange[0])
    most = {FieldKind.PERIOD: 2, FieldKind.TABLE: 0, FieldKind.CHOICE: len(field.options) if field.is_many else 1}
    if len(field.example) > most.get(field.kind, 1):
        yield _wrong(item, f"{at}.example", "form_examples", most=most.get(field.kind, 1))
    if (field.kind is FieldKind.TABLE) != bool(field.columns) or bool(field.columns) != bool(field.rows):
        yield _wrong(item, f"{at}.columns", "form_columns")
    for number, row in enumerate(field.example_rows):
        if len(row) != len(field.columns):
            yield _wrong(item, f"{at}.example_rows[{number}]", "form_row", count=len(field.columns))
    yield from _number_faults(item, field, at)


def _number_faults(item: str, field: FormField, at: str) -> Iterator[InputError]:
    """Whether it must be stated, and between which bounds, is said of numbers alone."""
    bounds = (field.least, field.most)
    if field.kind is not FieldKind.NUMBER:
        if field.need is not Need.ALWAYS or any((field.why, field.why_en, field.is_whole, field.not_above, *bounds)):
            yield _wrong(item, f"{at}.need", "form_need_of_number")
        return
    says_why = bool(field.why) and bool(field.why_en)
    if says_why != (field.need is Need.SOME_CASES) or bool(field.why) != bool(field.why_en):
        yield _wrong(item, f"{at}.why", "form_why")
    if field.least is not None and field.most is not None and field.least > field.most:
        yield _wrong(item, f"{at}.most", "form_bounds", least=str(field.least), most=str(field.most))


def _wrong(item: str, key: str, why: str, **values: str | int) -> InputError:
    zh, en = (text(f"forms.{why}", lang, **values) for lang in (Lang.ZH, Lang.EN))
    return InputError("items.wrong_value", at=Location(field=key), item=item, key=key, why=zh, why_en=en)
