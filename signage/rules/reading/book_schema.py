"""The published JSON Schema of a rule book, made from the same lists that the loader reads by."""

from __future__ import annotations

from typing import Any

from signage.rules.book import LAYERS
from signage.rules.findings import Modality, Verdict
from signage.rules.limits import Op
from signage.rules.measures import measure_names
from signage.rules.reading.rule_reader import CERTAINTIES, LOCALS, THRESHOLDS

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}


def _object(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": items}


def book_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a rule book."""
    pair = {"$ref": "#/$defs/words"}
    limit, amount, measure = {"$ref": "#/$defs/limit"}, {"$ref": "#/$defs/amount"}, {"$ref": "#/$defs/measure"}
    day = {"type": "string", "format": "date", "description": "A TOML date; valid_to is the first day out of force."}
    source = _object(
        ("document", "clause", "certainty", "summary"),
        document=_TEXT,
        clause=_TEXT,
        certainty={"enum": list(CERTAINTIES)},
        summary=pair,
    )
    rule_id = {"type": "string", "pattern": "^[a-z]{2,8}-[0-9a-z-]{1,24}$"}
    until = _object(("until",), until={"type": "string", "format": "date"})
    changeable: dict[str, Any] = {
        "title": pair,
        "modality": {"enum": [m.value for m in Modality]},
        "limit": limit,
        "source": source,
        "applies_when": _list({"$ref": "#/$defs/condition"}),
        "exemption": _list(_object(("proof", "title"), proof=_TEXT, title=pair)),
        "consent": _object(("fact", "title", "limit"), fact=_TEXT, title=pair, limit=limit),
        "tolerance": _object(("value", "source"), value=amount, source=_TEXT),
        "on_breach": {"enum": ["review"]},
        "valid_from": day,
        "valid_to": day,
        "transition": {"oneOf": [{"enum": ["all", "new_only"]}, until]},
        "message": pair,
        "hint": pair,
        "threshold": {"enum": list(THRESHOLDS)},
        "test": _list(
            _object(
                ("name", "given", "verdict"),
                name=_TEXT,
                given={"type": "object"},
                facts={"type": "object"},
                verdict={"enum": [v.value for v in Verdict]},
            )
        ),
    }
    needed = ("id", "title", "measure", "modality", "limit", "source")
    rule = _object(needed, id=rule_id, measure=measure, local={"enum": list(LOCALS)}, **changeable)
    override = _object(("rule",), rule=rule_id, withdrawn={"const": True}, **changeable)
    named = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*@.+$"}
    book = _object(
        ("schema_version", "name", "edition", "title", "jurisdiction", "authority", "is_illustrative"),
        schema_version={"const": 1},
        name=_TEXT,
        edition=_TEXT,
        title=pair,
        jurisdiction=_TEXT,
        authority=pair,
        is_illustrative={"type": "boolean"},
        valid_from=day,
        valid_to=day,
        note=pair,
        layer={"enum": list(LAYERS)},
        extends={"oneOf": [named, _list(named)], "description": "Books taken over, each as name@edition."},
        rule=_list(rule),
        override=_list(override),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "signage rule book",
        **book,
        "$defs": {
            "words": _object(("zh", "en"), zh=_TEXT, en=_TEXT),
            "measure": {"enum": list(measure_names())},
            "amount": {
                "type": "string",
                "pattern": r"^(-?\d+(\.\d+)?|\d+/[1-9]\d*)( *\S+)?$",
                "description": "A number with its unit, `2.5 m`; a bare number or fraction is a ratio.",
            },
            "limit": _limit_schema(),
            "condition": _condition_schema(),
            "bound": _bound_schema(),
        },
    }


def _limit_schema() -> dict[str, Any]:
    bound, words = {"$ref": "#/$defs/bound"}, {"type": "array", "items": _TEXT}
    numbers = {op.value: bound for op in (Op.AT_MOST, Op.LESS_THAN, Op.AT_LEAST, Op.MORE_THAN)}
    options = {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/condition"}}
    return {
        "oneOf": [
            *(_object((op,), **{op: schema}) for op, schema in numbers.items()),
            _object(("any_of",), any_of=options),
            _object(("between",), between=_object(("low", "high"), low=bound, high=bound)),
            _object(("one_of",), one_of=words, review=words),
            _object(("none_of",), none_of=words, review=words),
            _object(("matches",), matches=_TEXT),
            _object(("unknown",), unknown={"$ref": "#/$defs/words"}),
        ]
    }


def _condition_schema() -> dict[str, Any]:
    alternatives = _object(("any_of",), any_of=_list({"$ref": "#/$defs/condition"}))
    tests = []
    for limit in _limit_schema()["oneOf"]:
        if "any_of" in limit["required"]:
            continue
        properties = {"measure": {"$ref": "#/$defs/measure"}, **limit["properties"]}
        tests.append(_object(("measure", *limit["required"]), **properties))
    return {"oneOf": [alternatives, *tests]}


def _bound_schema() -> dict[str, Any]:
    bound, amount = {"$ref": "#/$defs/bound"}, {"$ref": "#/$defs/amount"}
    several = {"type": "array", "minItems": 2, "items": bound}
    key = {
        "oneOf": [
            _list(_TEXT),
            _object((), over=amount, **{"from": amount}, up_to=amount, below=amount),
        ]
    }
    row = {"type": "object", "required": ["value"], "properties": {"value": amount}, "additionalProperties": key}
    table = _object(
        ("by", "rows"),
        by=_list({"$ref": "#/$defs/measure"}),
        rows=_list(row),
        uncovered={"enum": ["review", "not_applicable"]},
    )
    return {
        "oneOf": [
            amount,
            _object(("of",), factor=amount, of={"$ref": "#/$defs/measure"}, plus=amount, cap=amount),
            _object(("min",), min=several),
            _object(("max",), max=several),
            _object(("table",), table=table),
        ]
    }
