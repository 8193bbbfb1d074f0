"""What changed from one submission to the next, in sentences; and whether anything did.

Papers are compared by kind and digest, signs by their place and by every field that somebody chose, drawings by digest.
A drawing that is new only because it was drawn again (a sheet carries its date) is told, but changes nothing.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from signage.applications.model import Item, Material, Submission
from signage.design import flat_field, write_spec
from signage.locale import Lang, all_codes, text

_LONGEST = 60


class Subject(StrEnum):
    """What a change is about."""

    PAPER = "paper"
    SIGN = "sign"
    DRAWING = "drawing"


class Kind(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    CHANGED = "changed"
    REDRAWN = "redrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two submissions.

    Attributes:
        name: Of the paper (`M4 租赁合同`), of the sign's place, or of the drawing.
        field: Of a changed sign: the flat field name of a spec, or `plan_revision`, `place`, `facts`, `verdict`.
        before, after: As they are shown; empty where there was or is nothing.
    """

    subject: Subject
    kind: Kind
    name: str
    field: str = ""
    before: str = ""
    after: str = ""

    @property
    def is_of_substance(self) -> bool:
        """Whether an officer has anything new to look at."""
        return self.kind is not Kind.REDRAWN and self.field != "verdict"

    def sentence(self, lang: Lang | None = None) -> str:
        """Return the change in words."""
        return text(
            f"materials.change_{self.subject.value}_{self.kind.value}",
            lang,
            name=self.name,
            field=field_word(self.field, lang) if self.field else "",
            before=self._value_word(self.before, lang),
            after=self._value_word(self.after, lang),
        )

    def _value_word(self, value: str, lang: Lang | None) -> str:
        code = f"materials.verdict_{value.lower()}"
        if self.field == "verdict" and code in all_codes():
            return text(code, lang)
        return value or text("materials.nothing_said", lang)


def changes_between(before: Submission, after: Submission) -> tuple[Change, ...]:
    """Return everything in which a later submission differs from an earlier one: papers, then signs and drawings."""
    return (*_papers(before.materials, after.materials), *_items(before.items, after.items))


def is_unchanged(before: Submission, after: Submission) -> bool:
    """Return whether a resubmission changed nothing that an officer would look at."""
    return not any(change.is_of_substance for change in changes_between(before, after))


def field_word(field: str, lang: Lang | None = None) -> str:
    """Return what people call a field of a sign."""
    for code in (f"materials.field_{field}", f"desk.field_{field}"):
        if code in all_codes():
            return text(code, lang)
    return field


def is_listed(code: str) -> bool:
    """Return whether a paper's code stands in a published list; an item's and a draft's are our own and say nothing."""
    return ":" not in code and not code.startswith("D-")


def _papers(before: Iterable[Material], after: Iterable[Material]) -> Iterable[Change]:
    old, new = _by_kind(before), _by_kind(after)
    for key in sorted({*old, *new}, key=lambda k: (len(k[0]), k)):
        paper = new[key] if key in new else old[key]
        name = f"{paper.kind} {paper.title}" if is_listed(paper.kind) else paper.title
        if key not in new:
            yield Change(subject=Subject.PAPER, kind=Kind.REMOVED, name=name, before=paper.file_name)
        elif key not in old:
            yield Change(subject=Subject.PAPER, kind=Kind.ADDED, name=name, after=paper.file_name)
        elif old[key].digest != paper.digest:
            files = {"before": old[key].file_name, "after": paper.file_name}
            yield Change(subject=Subject.PAPER, kind=Kind.REPLACED, name=name, **files)


def _by_kind(papers: Iterable[Material]) -> dict[tuple[str, int], Material]:
    """Return papers by kind and, where there are several of one, their order."""
    count: dict[str, int] = defaultdict(int)
    found = {}
    for paper in papers:
        found[paper.kind, count[paper.kind]] = paper
        count[paper.kind] += 1
    return found


def _items(before: Iterable[Item], after: Iterable[Item]) -> Iterable[Change]:
    old, new = _by_place(before), _by_place(after)
    for key in dict.fromkeys((*old, *new)):
        if key not in new:
            yield Change(subject=Subject.SIGN, kind=Kind.REMOVED, name=_named(old[key]), before=old[key].spec.name)
        elif key not in old:
            yield Change(subject=Subject.SIGN, kind=Kind.ADDED, name=_named(new[key]), after=new[key].spec.name)
        else:
            yield from _item(old[key], new[key])


def _by_place(items: Iterable[Item]) -> dict[tuple[str, int], Item]:
    """Return signs by plan and unit and, where a unit has several, their order: ids are new with each submission."""
    count: dict[str, int] = defaultdict(int)
    found = {}
    for item in items:
        found[item.position_key, count[item.position_key]] = item
        count[item.position_key] += 1
    return found


def _item(old: Item, new: Item) -> Iterable[Change]:
    name = _named(new)
    was, now = _fields(old), _fields(new)
    changed = [field for field in dict.fromkeys((*was, *now)) if was.get(field, "") != now.get(field, "")]
    for field in changed:
        values = {"before": _short(was.get(field, "")), "after": _short(now.get(field, ""))}
        yield Change(subject=Subject.SIGN, kind=Kind.CHANGED, name=name, field=field, **values)
    had, has = dict(old.drawings), dict(new.drawings)
    is_other = any(field != "verdict" for field in changed)
    for view in sorted({*had, *has}):
        if had.get(view) == has.get(view):
            continue
        kind = Kind.ADDED if view not in had else Kind.REMOVED if view not in has else Kind.REPLACED
        if kind is Kind.REPLACED and not is_other:
            kind = Kind.REDRAWN
        yield Change(subject=Subject.DRAWING, kind=kind, name=f"{name} {view}")


def _fields(item: Item) -> dict[str, str]:
    """Return everything that somebody chose or stated of a sign, as flat fields in words."""
    found = {
        flat_field(f"{section}.{key}"): _shown(value)
        for section, values in tomllib.loads(write_spec(item.spec)).items()
        if isinstance(values, dict)
        for key, value in values.items()
    }
    found["plan_revision"] = item.plan_revision
    found["place"] = "{:g}, {:g}".format(*(round(v, 2) for v in item.origin_mm))
    found["facts"] = "; ".join(f"{key}={_shown(value)}" for key, value in sorted(item.facts))
    found["verdict"] = item.report.verdict.value
    return found


def _named(item: Item) -> str:
    return f"{item.unit_id} {item.spec.name}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
