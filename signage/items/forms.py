"""The forms of an item (表格) as values: what is asked for and how wide it stands; the page itself is a template's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FormKind(StrEnum):
    """What a form is for; each kind has its usual blocks around the item's own fields."""

    APPLICATION = "application"  # 申请表: applicant, fields, statements, papers, signature, office use
    STATEMENT = "statement"  # 承诺书: who promises, what, signature
    AUTHORISATION = "authorisation"  # 授权委托书: principal, agent, scope, both signatures
    CONSENT = "consent"  # 同意书、授权书: who gives it to the applicant, for what, signature


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LINES = "lines"  # several lines of writing
    NUMBER = "number"
    DATE = "date"
    PERIOD = "period"  # from a day to a day
    CHOICE = "choice"  # boxes to tick
    TABLE = "table"  # a row for each thing


class FieldWidth(StrEnum):
    """Whether two fields stand beside each other."""

    HALF = "half"
    FULL = "full"


class Need(StrEnum):
    """Whether a number of an application form must be stated."""

    ALWAYS = "always"  # 必填
    SOME_CASES = "some_cases"  # 视情况填写; the field says in which


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    """A column of a table.

    Attributes:
        share: Its width in parts of the table's.
        source: Which value of a listed thing fills it in a form made from an application; empty leaves it to the pen.
    """

    label: str
    share: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One thing that a form asks for.

    Attributes:
        label: What stands beside the place to write in.
        label_en: The same for pages in English; numbers have it, which are asked for on the web too.
        hint: What to write, in small grey letters on the blank form.
        unit: Printed behind a number.
        unit_en: The same for pages in English, where it is a Chinese word.
        lines: How many lines of writing there is room for.
        options: Of a choice.
        is_many: Whether several options may be ticked.
        columns, rows: Of a table: its columns, and how many rows the blank form has.
        example: What the filled example says: one text, two days of a period, the ticked options.
        example_rows: The same of a table.
        source: Which value of an application fills it; empty leaves it to the pen.
        need: Of a number: whether it must be stated.
        why, why_en: Of a number that only some cases state: in which.
        least, most: Of a number: its bounds, both included; None leaves that side open (it is above 0 anyway).
        is_whole: Of a number: whether it counts things.
        not_above: Of a number: label of another one of the same form that it cannot exceed; empty where none bounds it.
    """

    label: str
    kind: FieldKind
    label_en: str = ""
    width: FieldWidth = FieldWidth.FULL
    hint: str = ""
    unit: str = ""
    unit_en: str = ""
    lines: int = 1
    options: tuple[str, ...] = ()
    is_many: bool = False
    columns: tuple[FormColumn, ...] = ()
    rows: int = 0
    example: tuple[str, ...] = ()
    example_rows: tuple[tuple[str, ...], ...] = ()
    source: str = ""
    need: Need = Need.ALWAYS
    why: str = ""
    why_en: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    is_whole: bool = False
    not_above: str = ""

    @property
    def is_needed(self) -> bool:
        """Whether it is a number that every application states."""
        return self.kind is FieldKind.NUMBER and self.need is Need.ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """Fields under one heading."""

    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemForm:
    """A form of an item.

    Attributes:
        code: Stable name within the item, part of its address.
        zh, en: Its title.
        paper: Code of the paper of the item that it is; empty when it is none of the list.
        statements: What the person signing declares, numbered when there are several.
        parts: The item's own fields; a kind's usual ones need not be repeated.
    """

    code: str
    kind: FormKind
    zh: str
    en: str
    paper: str = ""
    statements: tuple[str, ...] = ()
    parts: tuple[FormPart, ...] = ()

    @property
    def fields(self) -> Iterator[FormField]:
        """Every field, in the order of the form."""
        return (field for part in self.parts for field in part.fields)
