"""Read one rule from its TOML table, strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from signage.rules.book import BookTest, Condition, Consent, Exemption, Rule, Tolerance, Transition
from signage.rules.findings import Modality, Verdict
from signage.rules.measures import measure_of
from signage.rules.reading.limit_reader import Reader, read_amount, read_limit
from signage.rules.sentences import unknown_placeholders
from signage.units import same_kind

RULE_KEYS = {
    "id",
    "title",
    "measure",
    "modality",
    "limit",
    "source",
    "applies_when",
    "exemption",
    "consent",
    "tolerance",
    "on_breach",
    "valid_from",
    "valid_to",
    "local",
    "transition",
    "message",
    "hint",
    "test",
    "threshold",
}
CERTAINTIES = ("A", "A-", "B", "ILL")
THRESHOLDS = ("track",)
LOCALS = ("fixed", "may_tighten", "may_relax")


def read_rule(reader: Reader, origin: str = "") -> Rule:
    """Return the rule that a table writes.

    Args:
        reader: The table with its place in the file.
        origin: The book that writes it, `name@edition`.

    Raises:
        RuleBookError: A fault, with file, line and rule id.
    """
    reader.only(RULE_KEYS)
    rule_id = reader.text_of("id")
    if not re.fullmatch(r"[a-z]{2,8}-[0-9a-z-]{1,24}", rule_id):
        raise reader.fault("book.bad_id", "id", rule=rule_id)
    measure = reader.text_of("measure")
    named = measure_of(measure)
    if named is None:
        raise reader.unknown_measure("measure", measure)
    source = reader.table("source")
    source.only({"document", "clause", "certainty", "summary"})
    certainty = source.choice("certainty", CERTAINTIES)
    summary = source.pair("summary")
    start, end = reader.dates()
    limit = read_limit(reader.table("limit"), named)
    title, message, hint = (
        reader.pair("title"),
        reader.pair("message", optional=True),
        reader.pair("hint", optional=True),
    )
    for key, template in (("message", message[0]), ("message", message[1])):
        wrong = unknown_placeholders(template)
        if wrong:
            raise reader.fault("book.bad_placeholder", key, placeholder=", ".join(sorted(wrong)))
    tests = tuple(_read_test(one) for one in reader.tables("test"))
    return Rule(
        id=rule_id,
        title_zh=title[0],
        title_en=title[1],
        document=source.text_of("document"),
        clause=source.text_of("clause"),
        certainty=certainty,
        source=f"{summary[0]}〔{certainty}〕",
        source_en=f"{summary[1]} [{certainty}]",
        modality=Modality(reader.choice("modality", tuple(m.value for m in Modality))),
        measure=measure,
        limit=limit,
        applies_when=tuple(_read_condition(one) for one in reader.tables("applies_when")),
        exemptions=tuple(_read_exemption(one) for one in reader.tables("exemption")),
        consent=_read_consent(reader, measure),
        tolerance=_read_tolerance(reader, measure),
        on_breach=reader.choice("on_breach", ("review",)) if "on_breach" in reader.data else "",
        valid_from=start,
        valid_to=end,
        local=reader.choice("local", LOCALS) if "local" in reader.data else "may_tighten",
        transition=_read_transition(reader),
        origin=origin,
        message_zh=message[0],
        message_en=message[1],
        hint_zh=hint[0],
        hint_en=hint[1],
        tests=tests,
        threshold=_read_threshold(reader),
    )


def _read_threshold(reader: Reader) -> str:
    """What the limit decides where it forbids nothing; only an option (可) can be such a threshold."""
    if "threshold" not in reader.data:
        return ""
    if reader.data.get("modality") != Modality.MAY.value:
        raise reader.fault("book.threshold_not_may", "threshold")
    return reader.choice("threshold", THRESHOLDS)


def _read_transition(reader: Reader) -> Transition:
    """`all` (the default), `new_only`, or a table with the date until which approved signs are left alone."""
    value = reader.data.get("transition", "all")
    if isinstance(value, str):
        return Transition(
            kind=reader.choice("transition", ("all", "new_only")) if "transition" in reader.data else "all"
        )
    inner = reader.table("transition")
    inner.only({"until"})
    until = inner.need("until", date, "date YYYY-MM-DD")
    if isinstance(until, datetime):
        raise inner.fault("book.wrong_type", "until", wanted="date YYYY-MM-DD", got="datetime")
    return Transition(kind="until", until=until)


def _read_condition(reader: Reader) -> Condition:
    if "any_of" in reader.data:
        reader.only({"any_of"})
        return Condition(any_of=tuple(_read_condition(one) for one in reader.tables("any_of")))
    name = reader.text_of("measure")
    named = measure_of(name)
    if named is None:
        raise reader.unknown_measure("measure", name)
    rest = Reader({k: v for k, v in reader.data.items() if k != "measure"}, parent=reader)
    return Condition(measure=name, limit=read_limit(rest, named))


def _read_exemption(reader: Reader) -> Exemption:
    reader.only({"proof", "title"})
    title = reader.pair("title")
    return Exemption(proof=reader.text_of("proof"), title_zh=title[0], title_en=title[1])


def _read_consent(reader: Reader, measure: str) -> Consent | None:
    if "consent" not in reader.data:
        return None
    inner = reader.table("consent")
    inner.only({"fact", "title", "limit"})
    named, title = measure_of(measure), inner.pair("title")
    if named is None:
        raise reader.unknown_measure("measure", measure)
    return Consent(
        fact=inner.text_of("fact"), title_zh=title[0], title_en=title[1], limit=read_limit(inner.table("limit"), named)
    )


def _read_tolerance(reader: Reader, measure: str) -> Tolerance | None:
    if "tolerance" not in reader.data:
        return None
    inner = reader.table("tolerance")
    inner.only({"value", "source"})
    amount = read_amount(inner, "value")
    named = measure_of(measure)
    if named is None or named.unit is None or not same_kind(named.unit, amount.unit):
        raise inner.fault(
            "book.wrong_unit",
            "value",
            unit=amount.unit.value,
            measure=measure,
            wanted=named.unit.value if named and named.unit else "—",
        )
    return Tolerance(amount=amount, source=inner.text_of("source"))


def _read_test(reader: Reader) -> BookTest:
    reader.only({"name", "given", "verdict", "facts"})
    given: Mapping[str, Any] = reader.table("given").data
    for name, value in given.items():
        if measure_of(name) is None:
            raise reader.unknown_measure("given", name)
        if not (isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))):
            raise reader.fault("book.wrong_type", f"given.{name}", wanted="text / list", got=type(value).__name__)
    facts: Mapping[str, Any] = reader.table("facts").data if "facts" in reader.data else {}
    return BookTest(
        name=reader.text_of("name"),
        verdict=Verdict(reader.choice("verdict", tuple(v.value for v in Verdict))),
        given=tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in given.items()),
        facts=tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in facts.items()),
    )
