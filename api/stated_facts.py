"""What no drawing shows, stated at the design desk: which of it the rules of the place ask for, its fields and words.

In addresses all of it is one field, `facts`, as name=value pairs; on the page each fact has fields of its own, whose
names begin with `fact.`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from signage.design import SignKind
from signage.errors import InputError, Location
from signage.locale import Lang, text
from signage.rules import RuleBook
from signage.rules.book import Condition, Rule
from signage.rules.bulk.compiled import measures_of
from signage.rules.measures import FACT_FORMS, Fact, FactForm, measure_of, told
from signage.rules.measures.fact_forms import FactKind
from signage.rules.measures.fact_words import ELSEWHERE, typed

FIELD = "fact."
LONGEST = 1500
_NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """A fact as the page asks for it.

    Attributes:
        kind: How it is asked: `choice`, `number`, `text` or `many` (a tick for each word, and one for none of them).
        choices: Value, label, and whether it is chosen; none of a number or a text.
        value: What was typed into a number or a text.
        is_applicants: Whether the applicant's word is enough.
    """

    name: str
    label: str
    kind: str
    choices: tuple[tuple[str, str, bool], ...]
    value: str
    is_applicants: bool


def read_facts(given: Mapping[str, str]) -> str:
    """Return the field `facts` of a request: what the address says, with the page's own fields over it."""
    said = dict(parse_qsl(given.get("facts", "")[:LONGEST]))
    many: dict[str, list[str]] = {}
    for field, value in given.items():
        if not field.startswith(FIELD):
            continue
        name, _, word = field.removeprefix(FIELD).partition(".")
        if word:
            many.setdefault(name, []).extend([word] if value else [])
        elif value.strip():
            said[name] = value.strip()
        else:
            said.pop(name, None)
    for name, words in many.items():
        said[name] = ",".join(w for w in words if w != _NONE or len(words) == 1)
    return urlencode({name: value for name, value in said.items() if value})


def of_the_sign(field: str) -> str:
    """Return the field `facts` without what was said of a place: the applicant's own facts go along to another unit."""
    said = {name: value for name, value in parse_qsl(field) if name in FACT_FORMS and FACT_FORMS[name].is_applicants}
    return urlencode(said)


def facts_of(field: str) -> dict[str, Fact]:
    """Return the facts that the field `facts` states.

    Raises:
        InputError: One of them is unknown or says nothing that is on its list.
    """
    at = Location(field="facts")
    found: dict[str, Fact] = {}
    for name, value in parse_qsl(field):
        if name not in FACT_FORMS or name in ELSEWHERE:
            raise InputError("desk.fact_unknown", at=at, name=name[:60])
        try:
            found[name] = told(name, value)
        except InputError as error:
            raise error.located(at) from error
    return found


def field_of(facts: Iterable[tuple[str, object]]) -> str:
    """Return the field `facts` of what a case keeps of it."""
    said = {}
    for name, value in facts:
        form = FACT_FORMS.get(name)
        if form is not None and name not in ELSEWHERE:
            said[name] = typed(value)
    return urlencode(said)


def asked_for(books: Sequence[RuleBook], kind: SignKind, on: date) -> tuple[FactForm, ...]:
    """Return the facts that the rules in force ask of a kind of sign, the applicant's own first."""
    measures = {
        name
        for book in books
        if book.in_force(on)
        for rule in book.rules
        if rule.in_force(on) and _may_concern(rule, kind)
        for name in measures_of(rule)
    }
    names = {fact for name in measures if (one := measure_of(name)) is not None for fact in one.facts} - ELSEWHERE
    return tuple(sorted((FACT_FORMS[name] for name in names), key=lambda form: (not form.is_applicants, form.name)))


def _may_concern(rule: Rule, kind: SignKind) -> bool:
    return all(_may_hold(one, kind) for one in rule.applies_when)


def _may_hold(condition: Condition, kind: SignKind) -> bool:
    if condition.measure != "form" or condition.limit is None or not condition.limit.words:
        return True
    return (kind.form.value in condition.limit.words) is (condition.limit.op.value == "one_of")


def fact_fields(forms: Sequence[FactForm], stated: str, lang: Lang) -> tuple[FactField, ...]:
    """Return the fields of facts with what was stated; stated ones that nothing asks for any more come last."""
    said = dict(parse_qsl(stated))
    more = [FACT_FORMS[name] for name in said if name in FACT_FORMS and name not in {form.name for form in forms}]
    return tuple(_field(form, said.get(form.name, ""), lang) for form in (*forms, *more))


def _field(form: FactForm, value: str, lang: Lang) -> FactField:
    at = list(Lang).index(lang)
    choices: list[tuple[str, str, bool]] = []
    kind = {FactKind.NUMBER: "number", FactKind.WORDS: "many"}.get(form.kind, "choice")
    if form.kind is FactKind.YES_NO:
        choices = [(word, text(f"facts.say_{word}", lang), value == word) for word in ("yes", "no")]
    elif form.kind is FactKind.WORD:
        choices = [(key, words[at], value == key) for key, words in form.values.items()]
    elif form.kind is FactKind.WORDS:
        ticked = value.split(",")
        choices = [(_NONE, text("facts.say_none", lang), value == _NONE)]
        choices += [(key, words[at], key in ticked) for key, words in form.values.items()]
    elif form.kind is not FactKind.NUMBER:
        kind = "text"
    return FactField(
        name=form.name,
        label=form.title(lang),
        kind=kind,
        choices=tuple(choices),
        value=value,
        is_applicants=form.is_applicants,
    )
