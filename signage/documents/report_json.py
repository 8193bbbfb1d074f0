"""A check report for programs: one versioned JSON shape, the same bytes for the same inputs."""

from __future__ import annotations

import json
from typing import Any

from signage import __version__
from signage.documents.report_content import identity_rows
from signage.frontage import Proposal
from signage.plain import plain
from signage.rules import CheckReport, Concern, Verdict, concern_of
from signage.scene import pinned
from signage.units import Unit

FORM = "signage.check-report/1"


def check_report_json(report: CheckReport, *, proposal: Proposal | None = None) -> bytes:
    """Return a check report as JSON (UTF-8, sorted keys); it holds no time, so that it depends on its inputs alone.

    `report_schema` describes the shape.
    """
    value = report_value(report, proposal=proposal)
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8")


def report_value(report: CheckReport, *, proposal: Proposal | None = None) -> dict[str, Any]:
    """Return a check report as JSON types."""
    numbers = {id(item.finding): item.number for item in pinned(report)}
    findings = [
        {
            **plain(finding),
            "is_threshold": finding.is_threshold,
            "missing_facts": list(finding.missing_facts),
            "concern": concern_of(finding).value,
            "number": numbers.get(id(finding)),
        }
        for finding in report.findings
    ]
    sign: dict[str, Any] | None = None
    if proposal is not None:
        spec = proposal.sign.layout.spec
        sign = {"name": spec.name, "kind": spec.kind, "plan": proposal.plan.id, "revision": str(proposal.plan.revision)}
    return {
        "form": FORM,
        "engine": f"signage {__version__}",
        "on": report.on.isoformat(),
        "unit": report.unit,
        "sign": sign,
        "verdict": report.verdict.value,
        "counts": {verdict.value: len(report.of(verdict)) for verdict in Verdict},
        "findings": findings,
        "books": plain(report.books),
        "proposal_digest": report.proposal_digest,
        "digest": report.digest,
        "inputs": [
            {"what": key, "name": name, "digest": value}
            for key, name, value in identity_rows(report, proposal)
            if key not in ("engine", "report")
        ],
    }


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of `check_report_json`."""
    words = {"type": "string"}
    quantity = _closed({"value": {"type": "number"}, "unit": {"enum": [u.value for u in Unit]}, "text": words})
    point = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    mark = _closed(
        {
            "shape": {"enum": ["segment", "rect", "ring"]},
            "points": {"type": "array", "items": point, "description": "elevation space, mm, y up"},
            "role": {"enum": ["measured", "limit", "excess"]},
        }
    )
    maybe = {"anyOf": [quantity, {"type": "null"}]}
    texts = (
        "rule_id", "book", "title_zh", "title_en", "clause", "document", "source", "source_en", "subject", "required",
        "required_en", "message_zh", "message_en", "hint_zh", "hint_en", "missing_en", "measured_en", "measure",
    )  # fmt: skip
    finding = _closed(
        {
            **dict.fromkeys(texts, words),
            "modality": {"enum": ["must", "should", "may"]},
            "verdict": {"enum": [v.value for v in Verdict]},
            "concern": {"enum": [c.value for c in Concern]},
            "number": {"type": ["integer", "null"], "description": "pin on the drawings; null for what passed"},
            "measured": {"anyOf": [quantity, {"type": ["string", "null"]}]},
            "limit": maybe,
            "margin": {**maybe, "description": "inside the limit when positive, outside when negative"},
            "where": {"type": "array", "items": mark},
            "missing": {"type": ["string", "null"]},
            "missing_facts": {"type": "array", "items": words, "description": "facts that may be stated in its place"},
            "is_illustrative": {"type": "boolean"},
            "is_noted": {"type": "boolean", "description": "an optional clause that is not kept: a note, no fault"},
            "is_threshold": {"type": "boolean", "description": "its limit only decides the track: no margin to keep"},
            "working": {
                "type": "array",
                "items": {"type": "array", "items": words, "minItems": 2, "maxItems": 2},
                "description": "how the numbers came about, line by line, in Chinese and English; empty when not asked",
            },
        }
    )
    book_texts = ("name", "edition", "digest", "title_zh", "title_en")
    chain = {"type": "array", "items": words, "description": "the books that it extends"}
    book = _closed({**dict.fromkeys(book_texts, words), "is_illustrative": {"type": "boolean"}, "chain": chain})
    inputs = _closed({"what": {"enum": ["spec", "plan", "font", "proposal", "book"]}, "name": words, "digest": words})
    sign = _closed(dict.fromkeys(("name", "kind", "plan", "revision"), words))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:signage:check-report:1",
        "title": "signage check report",
        **_closed(
            {
                "form": {"const": FORM},
                "engine": words,
                "on": {"type": "string", "format": "date"},
                "unit": words,
                "sign": {"anyOf": [sign, {"type": "null"}]},
                "verdict": {"enum": [v.value for v in Verdict]},
                "counts": _closed({v.value: {"type": "integer", "minimum": 0} for v in Verdict}),
                "findings": {"type": "array", "items": finding},
                "books": {"type": "array", "items": book},
                "proposal_digest": words,
                "digest": words,
                "inputs": {"type": "array", "items": inputs},
            }
        ),
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
