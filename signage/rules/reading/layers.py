"""Layers: a lower book takes over an upper one, tightens it, and relaxes it only where the upper one says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from signage.rules.book import Rule, RuleBook
from signage.rules.reading.limit_reader import Reader
from signage.rules.reading.rule_reader import RULE_KEYS, read_rule
from signage.rules.reading.strictness import Change, change_of, field_of_change

Tables = dict[str, tuple[Rule, Mapping[str, Any]]]

# What a lower book may write anew. The measure stays (else it is another rule), and so does what `local` allows.
_CHANGEABLE = RULE_KEYS - {"id", "measure", "local"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """An upper book with the tables that its rules were read from."""

    book: RuleBook
    tables: Mapping[str, Mapping[str, Any]]


def inherit(head: Reader, uppers: Sequence[Inherited]) -> Tables:
    """Return the rules of all upper books by id, each in force no longer than its book.

    Raises:
        RuleBookError: Two books have a rule of one id.
    """
    merged: Tables = {}
    for upper in uppers:
        for rule in upper.book.rules:
            if rule.id in merged:
                raise head.fault("book.duplicate_rule", "extends", rule=rule.id)
            merged[rule.id] = (_within(rule, upper.book), upper.tables[rule.id])
    return merged


def _within(rule: Rule, book: RuleBook) -> Rule:
    starts: list[date] = [day for day in (rule.valid_from, book.valid_from) if day is not None]
    ends: list[date] = [day for day in (rule.valid_to, book.valid_to) if day is not None]
    return replace(rule, valid_from=max(starts, default=None), valid_to=min(ends, default=None))


def override(reader: Reader, rules: Tables, origin: str) -> None:
    """Change one inherited rule in place of the table, as far as the upper book lets it.

    Args:
        reader: An `[[override]]` table: `rule`, the changed fields, and its own `source`; or `withdrawn = true`.
        rules: The inherited rules; the changed one takes the old one's place.
        origin: The book that changes it, `name@edition`.

    Raises:
        RuleBookError: No such rule, nothing changed, or a change that the upper book does not allow.
    """
    reader.only({"rule", "withdrawn", *_CHANGEABLE})
    rule_id = reader.text_of("rule")
    if rule_id not in rules:
        raise reader.fault("book.no_such_rule", "rule", rule=rule_id, known=", ".join(rules) or "—")
    old, table = rules[rule_id]
    if "withdrawn" in reader.data:
        if not reader.truth("withdrawn") or old.local != "may_relax":
            raise reader.fault("book.not_allowed", "withdrawn", rule=rule_id, origin=old.origin, local=old.local)
        del rules[rule_id]
        return
    fields = tuple(key for key in reader.data if key in _CHANGEABLE)
    if "source" not in fields or len(fields) < 2:
        raise reader.fault("book.idle_override", "source", rule=rule_id)
    merged = {**table, **{key: reader.data[key] for key in fields}}
    new = read_rule(Reader(merged, parent=reader), old.origin)
    # The dates of an inherited rule may come from its book; they stay unless the override names its own.
    new = replace(
        new,
        valid_from=new.valid_from if "valid_from" in fields else old.valid_from,
        valid_to=new.valid_to if "valid_to" in fields else old.valid_to,
        set_by=(*old.set_by, *((field, origin) for field in fields)),
    )
    _allowed(reader, old, new, fields[0])
    rules[rule_id] = (new, merged)


def _allowed(reader: Reader, old: Rule, new: Rule, key: str) -> None:
    change = change_of(old, new)
    if change is Change.SAME or old.local == "may_relax":
        return
    if old.local == "may_tighten" and change is Change.STRICTER:
        return
    code = "book.unclear_override" if change is Change.UNCLEAR and old.local != "fixed" else "book.not_allowed"
    field = field_of_change(old, new)
    if field == "valid_from" and old.local == "may_tighten":
        code = "book.override_leaves_a_gap"
    raise reader.fault(code, field if field in reader.data else key, rule=old.id, origin=old.origin, local=old.local)
