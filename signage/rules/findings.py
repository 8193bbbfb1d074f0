"""What a check says: findings that an officer knows how to read, and the report that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from signage.digest import digest_of
from signage.geometry import Point, Rect
from signage.quick_init import quick
from signage.units import Quantity


class Verdict(StrEnum):
    """Outcome of a rule, worst first."""

    FAIL = "FAIL"
    UNMEASURED = "UNMEASURED"
    REVIEW = "REVIEW"
    WARN = "WARN"
    PASS = "PASS"  # noqa: S105 (a verdict, no password)
    NOT_APPLICABLE = "NOT_APPLICABLE"

    __hash__ = str.__hash__  # an enum's own is a Python call

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]

    @property
    def blocks(self) -> bool:
        """Whether a decision to grant cannot rest on it without a person's judgement."""
        return self in (Verdict.FAIL, Verdict.UNMEASURED, Verdict.REVIEW)


_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


class Modality(StrEnum):
    """How strictly the clause speaks."""

    MUST = "must"  # 应／不应
    SHOULD = "should"  # 宜／不宜
    MAY = "may"  # 可


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where something was measured, elevation space: a segment (two points), a box or a ring of points.

    Attributes:
        shape: `segment`, `rect` or `ring`.
        points: Two ends; two opposite corners; or the ring.
        role: `measured` (the thing itself), `limit` (the line it must keep to) or `excess` (what is too much).
    """

    shape: str
    points: tuple[Point, ...]
    role: str = "measured"

    @property
    def bounds(self) -> Rect:
        """Its box."""
        return Rect.around(self.points)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule on one sign.

    Attributes:
        rule_id: Stable id, such as `hz-01`.
        book: Name of the book that the rule is in.
        title_zh, title_en: What the rule is about.
        clause: Clause of the document, such as `4.3.1.8`.
        document: The document that the clause is in.
        source: Where the figure comes from and how sure it is.
        modality: Must, should or may.
        subject: Id of the sign's unit, or of the piece that was measured.
        verdict: The outcome.
        required: The limit that applied, as text such as `≥ 2500 mm`.
        measured: What was found, or None when it could not be measured.
        limit: The limiting quantity when there is one.
        margin: How far inside (positive) or outside (negative) the limit, in the unit of the measure.
        where: Places on the elevation.
        message_zh, message_en: The sentence that an applicant reads.
        required_en, measured_en: The requirement and what was found, in English.
        measure: Name of the measure that was taken, empty in records made before it was kept.
        source_en: The source in English.
        is_noted: An optional clause (可) that the sign does not keep: a note, such as that it counts as large.
        working: How the numbers came about, line by line in both languages, when it was asked for.
        is_threshold: Its limit only decides the track (`Rule.threshold`): it has no margin to keep.
        missing, missing_en: Which input is missing, and who can supply it, when UNMEASURED.
        missing_facts: Names of the facts that may be stated in the place of the missing input.
        hint_zh, hint_en: What to do next, may be empty.
        is_illustrative: The figure has no legal authority.
    """

    rule_id: str
    book: str
    title_zh: str
    title_en: str
    clause: str
    document: str
    source: str
    modality: Modality
    subject: str
    verdict: Verdict
    required: str
    measured: Quantity | str | None
    limit: Quantity | None = None
    margin: Quantity | None = None
    where: tuple[Mark, ...] = ()
    message_zh: str = ""
    message_en: str = ""
    missing: str | None = None
    hint_zh: str = ""
    hint_en: str = ""
    is_illustrative: bool = False
    missing_en: str = ""
    required_en: str = ""
    measured_en: str = ""
    measure: str = ""
    source_en: str = ""
    working: tuple[tuple[str, str], ...] = ()
    is_noted: bool = False
    is_threshold: bool = field(default=False, compare=False)
    missing_facts: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookIdentity:
    """A rule book as it was used: name, edition, digest of the resolved book, and the books that it extends."""

    name: str
    edition: str
    digest: str
    title_zh: str
    title_en: str
    is_illustrative: bool
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All findings of one check, with everything needed to run it again.

    A report is as good as its worst finding; with no applicable finding at all it is NOT_APPLICABLE.
    """

    on: date
    unit: str
    books: tuple[BookIdentity, ...]
    proposal_digest: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict."""
        return min((f.verdict for f in self.findings), key=lambda v: v.rank, default=Verdict.NOT_APPLICABLE)

    def of(self, *verdicts: Verdict) -> tuple[Finding, ...]:
        """Return the findings with one of these verdicts, in rule order."""
        return tuple(f for f in self.findings if f.verdict in verdicts)

    @property
    def digest(self) -> str:
        """Digest of the report."""
        return digest_of(
            {
                "on": self.on,
                "unit": self.unit,
                "books": self.books,
                "proposal": self.proposal_digest,
                "findings": [(f.rule_id, f.verdict, f.required, str(f.measured)) for f in self.findings],
            },
            "signage.report/1",
        )
