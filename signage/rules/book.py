"""The rule book (规则集): rules with clause, dates, source and limit, as frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from signage.digest import digest_of
from signage.rules.amounts import Amount
from signage.rules.findings import BookIdentity, Modality, Verdict
from signage.rules.limit_words import limit_words
from signage.rules.limits import Limit
from signage.rules.measures import Words

NATIONAL = "CN"
LAYERS = ("national", "province", "city", "district", "plan")  # the upper ones first


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One test of whom a rule applies to; `any_of` holds alternatives instead of a measure."""

    measure: str = ""
    limit: Limit | None = None
    any_of: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A proof document that lifts the rule."""

    proof: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent, stated as a fact, under which another limit applies."""

    fact: str
    title_zh: str
    title_en: str
    limit: Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far beyond the limit is still accepted; shown beside the limit, with its own source."""

    amount: Amount
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """Whether a new rule concerns signs that were approved before it: `all`, `new_only`, or `until` a date not."""

    kind: str = "all"
    until: date | None = None

    def spares(self, *, start: date | None, approved: date | None, on: date) -> bool:
        """Return whether a sign approved on a date before the rule's start is left alone on another date."""
        if self.kind == "all" or start is None or approved is None or approved >= start:
            return False
        return self.until is None or on < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTest:
    """A test inside the book: given values of measures, the verdict that must come out.

    Attributes:
        given: Measure → value as written; `missing` and `absent` stand for themselves. Unnamed measures are missing.
        facts: Facts and proofs that are stated.
    """

    name: str
    given: tuple[tuple[str, str | tuple[str, ...]], ...]
    verdict: Verdict
    facts: tuple[tuple[str, str | bool | float | tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Attributes:
        id: Stable for ever, lower case.
        source: Where the figure comes from and how sure that is, for a reader.
        certainty: `A` seen in a source, `A-` on a weak page, `B` known but not re-read, `ILL` illustrative.
        on_breach: `review` when a hit is a note for a person instead of a failure.
        valid_from, valid_to: Half-open; None is open (or not known, as the source says).
        local: What a lower book may do: `fixed`, `may_tighten` or `may_relax`.
        transition: What holds for signs that were approved before the rule.
        origin: The book that wrote the rule, `name@edition`.
        set_by: Of a rule that a lower book changed: field and the book that set it, in the order of changes.
        threshold: `track` when its limit is a threshold that decides the track and forbids nothing; only how it is told
            hangs on that, so that no digest of a book or a report covers it.
    """

    id: str
    title_zh: str
    title_en: str
    document: str
    clause: str
    certainty: str
    source: str
    source_en: str
    modality: Modality
    measure: str
    limit: Limit
    applies_when: tuple[Condition, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    consent: Consent | None = None
    tolerance: Tolerance | None = None
    on_breach: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    local: str = "may_tighten"
    transition: Transition = Transition()
    origin: str = ""
    set_by: tuple[tuple[str, str], ...] = ()
    message_zh: str = ""
    message_en: str = ""
    hint_zh: str = ""
    hint_en: str = ""
    tests: tuple[BookTest, ...] = ()
    threshold: str = field(default="", compare=False)

    @property
    def is_illustrative(self) -> bool:
        """Whether the figure has no legal authority."""
        return self.certainty == "ILL"

    @property
    def required_text(self) -> str:
        """The limit as a book lists it, such as `≥ 2.5 m`."""
        return self.required_words[0]

    @property
    def required_words(self) -> Words:
        """The limit as a book lists it, in both languages."""
        return limit_words(self.limit, self.measure, self.tolerance.amount if self.tolerance else None)

    def in_force(self, on: date) -> bool:
        """Return whether the rule is in force on a date."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """A book: authority, edition, dates and rules.

    Attributes:
        jurisdiction: `CN` for the nation, else the city's name as plans state it.
        authority_zh, authority_en: Who sets it.
        layer: One of `LAYERS`.
        chain: Books whose rules it holds beside its own, `name@edition`, the uppermost first.
    """

    schema_version: int
    name: str
    edition: str
    title_zh: str
    title_en: str
    jurisdiction: str
    authority_zh: str
    authority_en: str
    is_illustrative: bool
    valid_from: date | None
    valid_to: date | None
    rules: tuple[Rule, ...]
    note_zh: str = ""
    note_en: str = ""
    layer: str = "city"
    chain: tuple[str, ...] = ()

    @property
    def edition_name(self) -> str:
        """Name and edition, as other books refer to it."""
        return f"{self.name}@{self.edition}"

    @property
    def digest(self) -> str:
        """Digest of the resolved book."""
        return digest_of(self, "signage.book/2")

    @property
    def identity(self) -> BookIdentity:
        """The book as reports name it."""
        return BookIdentity(
            name=self.name,
            edition=self.edition,
            digest=_digest(self),
            title_zh=self.title_zh,
            title_en=self.title_en,
            is_illustrative=self.is_illustrative,
            chain=self.chain,
        )

    def in_force(self, on: date) -> bool:
        """Return whether the book is in force on a date."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)

    def rule(self, rule_id: str) -> Rule | None:
        """Return a rule by id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def effective(books: Sequence[RuleBook]) -> tuple[RuleBook, ...]:
    """Return the books without those that another of them extends: the lower book holds the upper one's rules."""
    taken = {name for book in books for name in book.chain}
    return tuple(book for book in books if book.edition_name not in taken)


_DIGESTS: dict[int, tuple[RuleBook, str]] = {}


def _digest(book: RuleBook) -> str:
    """Return the digest, worked out once per book value: a check names it every time."""
    known = _DIGESTS.get(id(book))
    if known is None or known[0] is not book:
        if len(_DIGESTS) > 64:
            _DIGESTS.clear()
        known = _DIGESTS[id(book)] = (book, book.digest)
    return known[1]
