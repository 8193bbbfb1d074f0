"""Set a form of the catalogue: blank, as a filled example, or with what an application already states.

A form's own fields are data of its item; what all forms share (who fills it in, what is declared, what the window
writes) is the wording of `templates/documents/forms.toml`. The template knows only blocks: headings, fields, lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from signage.applications.form_values import FormValues
from signage.applications.notices import Organ
from signage.documents.faces import DocumentFaces
from signage.documents.letter_wording import wording
from signage.documents.typesetting import typeset
from signage.errors import NotFound
from signage.items import CatalogueItem, words
from signage.items.forms import FieldKind, FieldWidth, FormField, FormKind, ItemForm
from signage.locale import Lang

_LINE_MM = 6.4  # height of a line to write on
_LABEL_CHARS = 8  # of a label on one line

Block = dict[str, Any]


class Filling(StrEnum):
    """What stands in a form's fields."""

    BLANK = "blank"  # 空白表
    EXAMPLE = "example"  # 示范文本
    STATED = "stated"  # what an application states


def form_wording() -> dict[str, Any]:
    """Return the wording that forms share; errors as `wording`."""
    return wording("forms.toml")


def form_of(item: CatalogueItem, code: str = "") -> ItemForm:
    """Return a form of an item; the first when no code is given.

    Raises:
        NotFound: The item has no such form; the message names those that it has.
    """
    if not item.forms:
        raise NotFound("forms.none_at_all", item=item.code)
    for form in item.forms:
        if code in ("", form.code):
            return form
    known = "、".join(f"{form.code} {form.zh}" for form in item.forms)
    raise NotFound("forms.no_form", item=item.code, form=code[:40], known=known)


def typeset_form(
    item: CatalogueItem,
    form: ItemForm,
    organ: Organ,
    *,
    made_at: datetime,
    filling: Filling = Filling.BLANK,
    values: FormValues | None = None,
    faces: DocumentFaces | None = None,
) -> bytes:
    """Return a form as PDF/A with tags; the same arguments give the same bytes.

    Args:
        item: Whose form it is.
        form: The form.
        organ: To whom it is handed in.
        made_at: Date of making, aware.
        filling: What stands in its fields.
        values: What an application states; asked for by `Filling.STATED` only.
        faces: Typefaces; what is found when left out.

    Raises:
        ToolError: Typst refused.
    """
    data = form_content(item, form, organ, filling, values or FormValues())
    return typeset("form.typ", data, faces=faces or DocumentFaces.find(), timestamp=made_at).content


def form_content(
    item: CatalogueItem, form: ItemForm, organ: Organ, filling: Filling, values: FormValues
) -> dict[str, Any]:
    """Return what the template prints."""
    says = form_wording()
    common = says["common"]
    foot = [common["foot"].format(title=form.zh, item=item.name_zh, edition=item.edition)]
    if organ.is_demonstration:
        foot.append(common["foot_demo"])
    is_example = filling is Filling.EXAMPLE
    signed = says["signed"]
    return {
        "title": form.zh,
        "author": organ.name,
        "to": common["to"].format(organ=organ.name),
        "filling": filling.value,
        "mark": common["example_mark"] if is_example else "",
        "note": common["example_note"] if is_example else common["how"] if form.kind is FormKind.APPLICATION else "",
        "number": common["number"] if form.kind is FormKind.APPLICATION else "",
        "day": common["day"],
        "signed_day": signed["day"] if is_example else "",
        "from_to": common["from_to"],
        "foot": foot,
        "blocks": list(_blocks(item, form, filling, values)),
    }


def _blocks(item: CatalogueItem, form: ItemForm, filling: Filling, values: FormValues) -> Iterator[Block]:
    says = form_wording()
    kind = form.kind.value
    yield {"head": says["heads"][kind]}
    yield from _laid(_shared_fields(kind), filling, values)
    for part in form.parts:
        yield {"head": part.title}
        yield from _laid(part.fields, filling, values, title=part.title)
    declared = [*says["declared"].get(kind, []), *form.statements]
    signed = says["signed"]
    signers = signed["others"].get(kind, signed["names"]) if filling is Filling.EXAMPLE else []
    yield {
        "declared": {
            "label": says["common"]["statements"] if form.kind is FormKind.APPLICATION else "",
            "opening": says["opening"].get(kind, "").format(matter=item.name_zh),
            "lines": declared,
            "closing": says["closing"].get(kind, ""),
            "signatures": [
                [label, signers[n] if n < len(signers) else ""] for n, label in enumerate(says["signatures"][kind])
            ],
        }
    }
    if form.kind is FormKind.APPLICATION:
        yield from _papers(item, filling, values)
        yield {"head": says["common"]["office"]}
        for row in says["office_rows"]:
            yield {"office": {"label": row["label"], "options": row.get("options", []), "lines": row.get("lines", [])}}


def _shared_fields(kind: str) -> tuple[FormField, ...]:
    return tuple(
        FormField(
            label=one["label"],
            kind=FieldKind(one.get("kind", "choice" if "options" in one else "text")),
            width=FieldWidth(one.get("width", "full")),
            hint=one.get("hint", ""),
            options=tuple(one.get("options", ())),
            is_many=one.get("is_many", False),
            example=(one["example"],) if isinstance(one["example"], str) else tuple(one["example"]),
            source=one.get("source", ""),
        )
        for one in form_wording()["applicant"][kind]
    )


def _laid(fields: tuple[FormField, ...], filling: Filling, values: FormValues, *, title: str = "") -> Iterator[Block]:
    """Yield fields as rows: two halves stand beside each other, a half without a neighbour takes the whole row."""
    waiting: FormField | None = None
    for field in fields:
        if field.kind is FieldKind.TABLE or field.width is FieldWidth.FULL:
            if waiting:
                yield {"row": [_cell(waiting, filling, values)]}
                waiting = None
            yield (
                _table(field, filling, values, title)
                if field.kind is FieldKind.TABLE
                else {"row": [_cell(field, filling, values)]}
            )
        elif waiting:
            yield {"row": [_cell(waiting, filling, values), _cell(field, filling, values)]}
            waiting = None
        else:
            waiting = field
    if waiting:
        yield {"row": [_cell(waiting, filling, values)]}


def _cell(field: FormField, filling: Filling, values: FormValues) -> Block:
    told = _told(field, filling, values)
    return {
        "label": _broken(field.label),
        "kind": field.kind.value,
        "text": told,
        "hint": field.hint if not told or field.kind is FieldKind.CHOICE else "",
        "unit": field.unit,
        "options": list(field.options),
        "least_mm": field.lines * _LINE_MM,
    }


def _broken(label: str) -> str:
    """Return a long label with a new line before its bracket, so that no bracket is torn apart."""
    return label.replace("（", "\n（", 1) if len(label) > _LABEL_CHARS else label


def _told(field: FormField, filling: Filling, values: FormValues) -> list[str]:
    if filling is Filling.BLANK:
        return []
    if filling is Filling.EXAMPLE:
        return list(field.example)
    if field.kind is FieldKind.NUMBER and field.label in values.figures:
        return [values.figures[field.label]]
    return [one for one in values.texts.get(field.source, ()) if one] if field.source else []


def _table(field: FormField, filling: Filling, values: FormValues, title: str) -> Block:
    rows: list[list[str]] = []
    if filling is Filling.EXAMPLE:
        rows = [list(row) for row in field.example_rows]
    elif filling is Filling.STATED and field.source:
        rows = [[row.get(column.source, "") for column in field.columns] for row in values.rows.get(field.source, ())]
    least = field.rows if filling is not Filling.EXAMPLE else min(field.rows, len(rows) + 1)
    empty = [[""] * len(field.columns) for _ in range(max(0, least - len(rows)))]
    return {
        "table": {
            "label": "" if field.label == title else field.label,
            "hint": field.hint,
            "shares": [column.share for column in field.columns],
            "head": [column.label for column in field.columns],
            "rows": [*rows, *empty],
        }
    }


def _papers(item: CatalogueItem, filling: Filling, values: FormValues) -> Iterator[Block]:
    common = form_wording()["common"]
    rows = []
    for paper in item.papers:
        when = common["when"].format(when=paper.when_zh) if paper.when else ""
        is_drawn = bool(values.rows) and not paper.copies and not paper.original  # by the design desk, with the sign
        is_there = paper.code in values.papers or is_drawn or (filling is Filling.EXAMPLE and not paper.when)
        rows.append(
            {
                "code": paper.code,
                "name": paper.name_zh,
                "when": when,
                "copies": words.copies_words(paper, Lang.ZH),
                "is_there": is_there and filling is not Filling.BLANK,
                "may_follow": paper.may_follow_days is not None,
            }
        )
    if rows:
        yield {"head": common["papers"]}
        yield {"papers": {"head": common["papers_head"], "rows": rows}}
