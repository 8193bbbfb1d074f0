"""What a check report says, without a format: the page and the PDF are two settings of this.

Plain JSON types in reading order (verdict, what blocks, what warns, what a person must judge, what could not be
measured, what passed), each finding with its place cut out of the elevation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from signage import __version__
from signage.design import kind_of, load_kinds
from signage.documents.words import chinese_date
from signage.frontage import Proposal
from signage.locale import Lang, either, spoken, text
from signage.render import Viewport, draw
from signage.rules import CheckReport, Concern, Finding, Verdict, concern_of
from signage.rules.measures.fact_words import stated_in_words
from signage.scene import Scene, pinned
from signage.scene.finding_detail import DETAIL_MM, OVERVIEW_MM, compose_details
from signage.typography import FontCatalogue

TONE = {
    Verdict.FAIL: "bad",
    Verdict.UNMEASURED: "open",
    Verdict.REVIEW: "review",
    Verdict.WARN: "warn",
    Verdict.PASS: "good",
    Verdict.NOT_APPLICABLE: "moot",
}
_CERTAINTIES = ("A", "A-", "B", "ILL")
_DETAIL_PX = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """A report ready to be set.

    Attributes:
        data: What a template prints, JSON types only.
        pictures: SVG files by the names that the data uses.
    """

    data: dict[str, Any]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def report_content(
    report: CheckReport,
    *,
    made_at: datetime | None = None,
    proposal: Proposal | None = None,
    fonts: FontCatalogue | None = None,
    name: str = "",
    is_demonstration: bool = True,
) -> ReportContent:
    """Return what a report says, in the language of `signage.locale.speaking`.

    Args:
        report: What the check found.
        made_at: Time of making, aware, printed and nothing else; None where nobody gave one: then none is printed.
        proposal: The sign at its place: draws the pictures. Left out, the report goes without and says so.
        fonts: Typefaces for the pictures; needed with a proposal.
        name: Name of the sign where there is no proposal.
        is_demonstration: Prints the marks of a demonstration.

    Raises:
        RenderError: The proposal is for another unit.
    """
    overview, details = compose_details(proposal, report, fonts) if proposal and fonts else (None, {})
    pictures = {f"finding-{n}.svg": _svg(scene, DETAIL_MM[0]) for n, scene in details.items()}
    if overview is not None:
        pictures["overview.svg"] = _svg(overview, OVERVIEW_MM)
    sign = proposal.sign.layout.spec.name if proposal else name
    illustrative = [either(b.title_zh, b.title_en) for b in report.books if b.is_illustrative]
    data: dict[str, Any] = {
        "lang": spoken().value,
        "title": text("report.title"),
        "author": "signage",
        "keywords": [report.digest],
        "watermark": text("documents.watermark") if is_demonstration else "",
        "foot": _foot(illustrative, is_demonstration=is_demonstration),
        "sign": sign,
        "verdict": _verdict(report),
        "counts": [
            {"word": verdict_word(v), "tone": TONE[v], "count": len(report.of(v))} for v in Verdict if report.of(v)
        ],
        "facts": _facts(report, proposal, sign, made_at),
        "overview": _picture("overview.svg", overview) if overview is not None else None,
        "words": {key: text(f"report.word_{key}") for key in _WORDS},
        "sections": [section for section in _sections(report, details) if section["count"]],
        "passed": _passed(report),
        "moot": _moot(report),
        "digests": _digests(report, proposal),
        "notes": _notes(report, has_pictures=proposal is not None),
    }
    return ReportContent(data=data, pictures=pictures)


_WORDS = (
    "facts", "overview", "required", "measured", "margin", "clause", "source", "hint", "missing", "working",
    "passed_working", "digests", "notes", "rule", "verdict", "what", "digest",
)  # fmt: skip


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict in a word or two."""
    return text(f"scene.verdict_{verdict.value}")


def _svg(scene: Scene, width_mm: float) -> bytes:
    return draw(scene, Viewport.of(scene, width_px=_DETAIL_PX, scale=width_mm / scene.bounds.width), "svg").content


def _picture(file: str, scene: Scene) -> dict[str, Any]:
    ratio = scene.bounds.width / scene.bounds.height
    return {"file": file, "alt": scene.title, "ratio": round(ratio, 4)}


def _verdict(report: CheckReport) -> dict[str, Any]:
    """The answer first, in words that need no knowledge of rules."""
    counts = {v: len(report.of(v)) for v in Verdict}
    key = report.verdict.value.lower()
    said = [text(f"report.verdict_{key}", count=counts[report.verdict])]
    if report.verdict.blocks:
        for other in (Verdict.UNMEASURED, Verdict.REVIEW, Verdict.WARN):
            if other is not report.verdict and counts[other]:
                said.append(text(f"report.also_{other.value.lower()}", count=counts[other]))
    said.append(text(f"report.next_{key}"))
    word = text("report.word_overall_warn") if report.verdict is Verdict.WARN else verdict_word(report.verdict)
    return {"word": word, "tone": TONE[report.verdict], "sentences": said}


def _foot(illustrative: list[str], *, is_demonstration: bool) -> list[str]:
    lines = [text("documents.foot_demonstration")] if is_demonstration else []
    if illustrative:
        comma = text("drawing.comma")
        titles = comma.join(either(f"《{title}》", f"“{title}”") for title in illustrative)
        lines.append(text("documents.foot_illustrative", books=titles))
    return lines


def _facts(report: CheckReport, proposal: Proposal | None, sign: str, made_at: datetime | None) -> list[list[str]]:
    rows = [[text("report.fact_sign"), sign]]
    if proposal is not None:
        layout, plan, unit = proposal.sign.layout, proposal.plan, proposal.unit
        box = layout.envelope
        kind = kind_of(layout.spec.kind)
        place = text("report.place", building=plan.building, face=proposal.face.name, unit=unit.id)
        size = text("report.size", width=f"{box.width:.0f}", height=f"{box.height:.0f}", depth=f"{layout.depth_mm:.0f}")
        rows += [
            [text("report.fact_kind"), either(kind.title_zh, kind.title_en)],
            [text("report.fact_size"), size],
            [text("report.fact_place"), place],
            [text("report.fact_plan"), text("report.plan", id=plan.id, revision=plan.revision)],
        ]
    else:
        rows.append([text("report.fact_unit"), report.unit])
    books = text("report.semicolon").join(
        f"{either(b.title_zh, b.title_en)} {b.edition}" + (text("report.sample") if b.is_illustrative else "")
        for b in report.books
    )
    rows += [
        [text("report.fact_on"), _date(report.on)],
        [text("report.fact_books"), books],
    ]
    stated = [] if proposal is None else stated_in_words(proposal.facts.items(), spoken())
    if stated:
        words = (f"{title}：{value}" + ("" if enough else text("report.to_verify")) for title, value, enough in stated)
        rows.append([text("report.fact_stated"), text("report.semicolon").join(words)])
    if made_at is not None:
        rows.append([text("report.fact_made"), f"{made_at:%Y-%m-%d %H:%M} {made_at.tzname() or ''}".strip()])
    return [row for row in rows if row[1]]


def _date(day: Any) -> str:
    return chinese_date(day) if spoken() is Lang.ZH else f"{day.isoformat()}"


def _sections(report: CheckReport, details: Mapping[int, Scene]) -> list[dict[str, Any]]:
    items = pinned(report)
    made = []
    for verdict in (Verdict.FAIL, Verdict.UNMEASURED, Verdict.REVIEW, Verdict.WARN):
        chosen = [item for item in items if item.finding.verdict is verdict]
        groups = []
        for concern in Concern:
            cards = [
                _card(item.number, item.finding, details.get(item.number))
                for item in chosen
                if concern_of(item.finding) is concern
            ]
            if cards:
                groups.append({"head": text(f"report.concern_{concern.value}"), "findings": cards})
        key = verdict.value.lower()
        made.append(
            {
                "head": text(f"report.head_{key}", count=len(chosen)),
                "note": text(f"report.note_{key}"),
                "tone": TONE[verdict],
                "count": len(chosen),
                "groups": groups,
            }
        )
    return made


def _card(number: int, finding: Finding, detail: Scene | None) -> dict[str, Any]:
    is_open = finding.verdict is Verdict.UNMEASURED
    return {
        "number": number,
        "id": finding.rule_id,
        "title": either(finding.title_zh, finding.title_en),
        "tone": TONE[finding.verdict],
        "verdict": verdict_word(finding.verdict),
        "message": "" if is_open else with_kinds(either(finding.message_zh, finding.message_en)),
        "missing": either(finding.missing or "", finding.missing_en) if is_open else "",
        "hint": "" if is_open else with_kinds(either(finding.hint_zh, finding.hint_en)),
        "required": required_words(finding),
        "measured": measured_words(finding) or text("documents.not_measured"),
        "margin": margin_words(finding),
        "clause": _clause(finding),
        "source": "" if finding.working else _source(finding),  # the working begins with it
        "working": working_lines(finding),
        "picture": _picture(f"finding-{number}.svg", detail) if detail is not None else None,
    }


def required_words(finding: Finding) -> str:
    """Return the requirement in the language spoken; of a threshold that it is one."""
    words = either(finding.required, finding.required_en or finding.required) or "—"
    return text("report.threshold", words=words) if finding.is_threshold else words


def measured_words(finding: Finding) -> str:
    """Return what was measured in the language spoken, empty when nothing was."""
    if finding.measured is None:
        return ""
    return _minus(either(str(finding.measured), finding.measured_en or str(finding.measured)))


def margin_words(finding: Finding) -> str:
    """Return the margin with its sign; a dash when there is none, as of a threshold, which nothing has to keep."""
    margin = finding.margin
    if margin is None or finding.is_threshold:
        return "—"
    return _minus(f"+{margin}" if margin.value > 0 else str(margin))


def working_lines(finding: Finding) -> list[str]:
    """Return how the number came about, a line a step; empty when the check was not asked for it."""
    return [_minus(either(*line)) for line in finding.working]


def _minus(words: str) -> str:
    """A true minus sign before a number, as tables print it."""
    return words.replace("-", "−", 1) if words[:1] == "-" and words[1:2].isdigit() else words


def _clause(finding: Finding) -> str:
    words = " ".join(part for part in (finding.document, finding.clause) if part)
    return words + (text("report.sample") if finding.is_illustrative else "")


def _source(finding: Finding) -> str:
    return either(finding.source, finding.source_en or finding.source)


def _passed(report: CheckReport) -> dict[str, Any]:
    found = report.of(Verdict.PASS)
    ordered = sorted(found, key=lambda f: list(Concern).index(concern_of(f)))
    rows = [
        {
            "id": f.rule_id,
            "title": _noted(f) + either(f.title_zh, f.title_en),
            "concern": text(f"report.concern_{concern_of(f).value}"),
            "required": required_words(f),
            "measured": measured_words(f) or "—",
            "margin": margin_words(f),
            "clause": _clause(f),
            "working": working_lines(f)[1:],  # the clause stands in the row already
        }
        for f in ordered
    ]
    return {"head": text("report.head_pass", count=len(found)), "rows": rows}


def _noted(finding: Finding) -> str:
    if finding.is_threshold and finding.measured is not None:
        return text("report.threshold_reached" if finding.is_noted else "report.threshold_below")
    return text("report.noted") if finding.is_noted else ""


def _moot(report: CheckReport) -> dict[str, Any]:
    found = report.of(Verdict.NOT_APPLICABLE)
    lines = [
        {
            "id": f.rule_id,
            "title": either(f.title_zh, f.title_en),
            "why": with_kinds(either(f.message_zh, f.message_en))
            .removeprefix("不适用：")
            .removeprefix("Not applicable: "),
        }
        for f in found
    ]
    return {"head": text("report.head_not_applicable", count=len(found)), "rows": lines}


def identity_rows(report: CheckReport, proposal: Proposal | None) -> list[tuple[str, str, str]]:
    """Return everything that the verdict rests on: key, what it is, digest or version; enough to check again."""
    rows: list[tuple[str, str, str]] = []
    if proposal is not None:
        layout, plan = proposal.sign.layout, proposal.plan
        rows.append(("spec", "", layout.spec.digest))
        rows.append(("plan", f"{plan.id} {plan.revision}", plan.digest))
        rows.extend(
            ("font", font.name, font.digest)
            for font in dict.fromkeys(f for f in (layout.font, layout.second_font) if f is not None)
        )
    rows.append(("proposal", "", report.proposal_digest))
    rows.extend(("book", f"{book.name} {book.edition}", book.digest) for book in report.books)
    rows.append(("report", "", report.digest))
    rows.append(("engine", "", f"signage {__version__}"))
    return rows


def _digests(report: CheckReport, proposal: Proposal | None) -> list[list[str]]:
    return [
        [" ".join(part for part in (text(f"report.digest_{key}"), name) if part), value]
        for key, name, value in identity_rows(report, proposal)
    ]


def _notes(report: CheckReport, *, has_pictures: bool) -> list[str]:
    sources = " ".join(_source(f) for f in report.findings)
    used = [one for one in _CERTAINTIES if f"〔{one}〕" in sources or f"[{one}]" in sources]
    notes = [text("documents.report_note")]
    if used:
        listed = text("report.semicolon").join(
            text(f"report.certainty_{one.lower().replace('-', '_minus')}") for one in used
        )
        notes.append(text("report.certainty", listed=listed))
    if not has_pictures:
        notes.append(text("report.no_pictures"))
    return notes


def with_kinds(message: str) -> str:
    """Return a rule's message with the names of sign kinds in place of their ids; plain English words stay."""
    for kind in sorted(load_kinds(), key=lambda one: -len(one.id)):
        if "-" in kind.id:
            message = message.replace(kind.id, either(kind.title_zh, kind.title_en))
    return message
