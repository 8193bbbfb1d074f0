"""An item of the catalogue (事项) and its parts, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from signage.items.forms import ItemForm


class ItemKind(StrEnum):
    """What the window does with it."""

    APPROVAL = "approval"  # 审批事项
    SERVICE = "service"  # 服务事项


class ItemType(StrEnum):
    """How fast it is decided when its papers are complete."""

    INSTANT = "instant"  # 即办件
    PROMISED = "promised"  # 承诺件


class Track(StrEnum):
    """Which procedures an item may take, the strictest first; the values are those of an application's track."""

    PERMIT = "permit"  # 许可
    FILING = "filing"  # 备案
    GUIDANCE = "guidance"  # 告知／指导


class Category(StrEnum):
    """Under which heading the guide lists it, in this order."""

    SIGNS = "signs"  # 招牌、广告与活动
    CONSTRUCTION = "construction"  # 建设工地与占道
    GREENING = "greening"  # 园林绿化
    UTILITIES = "utilities"  # 燃气、供排水与管线
    SANITATION = "sanitation"  # 环境卫生
    SERVICE = "service"  # 便民服务


class Source(StrEnum):
    """How certain a basis is; the guide prints it, so that nobody takes an unread article for a checked one."""

    READ = "read"  # seen in a public text when the catalogue was written
    GENERAL_KNOWLEDGE = "general_knowledge"  # from general knowledge, not re-read
    ILLUSTRATIVE = "illustrative"  # of the fictitious city, no law


class Remedy(StrEnum):
    """What somebody who disagrees with the outcome can do."""

    REVIEW = "review"  # 行政复议, 60 days
    SUIT = "suit"  # 行政诉讼, 6 months
    COMPLAINT = "complaint"  # 投诉


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The same words in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of an item (办理条件) in both languages.

    Attributes:
        is_duty: Who was granted it keeps to it as long as it lasts; the decision says so.
    """

    zh: str
    en: str
    is_duty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A document and article that an item rests on.

    Attributes:
        document, article: As they are cited, in Chinese.
        says_zh, says_en: What it says for this item, in our own words.
        source: How certain we are of it.
    """

    document: str
    article: str
    says_zh: str
    says_en: str
    source: Source
    tracks: tuple[Track, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Which figures of an item's form the bounds between its tracks are held against.

    Attributes:
        width, height: Labels of numbers in mm that the application form must state.
    """

    width: str
    height: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPaper:
    """A paper that an item asks for (申请材料).

    Attributes:
        why_zh, why_en: What it is asked for.
        original: Whether the original is looked at; else a copy will do.
        copies: How many are handed in; 0 when the original is only shown, or the drawing comes from the design desk.
        issuer_zh, issuer_en: Who issues it.
        formats: In which it may be handed in as a file.
        may_follow_days: Working days within which it may follow on a promise (容缺); None when it may not.
        when: Key of the circumstance in which it is asked for; empty asks always.
        when_zh, when_en: The same in words.
        tracks: Where it is asked for; empty asks in each of the item's.
    """

    code: str
    name_zh: str
    name_en: str
    why_zh: str
    why_en: str
    original: bool
    copies: int
    issuer_zh: str
    issuer_en: str
    formats: tuple[str, ...]
    may_follow_days: int | None = None
    when: str = ""
    when_zh: str = ""
    when_en: str = ""
    tracks: tuple[Track, ...] = ()

    def is_asked_on(self, track: Track | None) -> bool:
        """Return whether the paper belongs to a track; None stands for an item without tracks."""
        return not self.tracks or track in self.tracks


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Working days from acceptance to decision.

    Attributes:
        statutory: None where no law sets a limit (filing, guidance, services).
        promised: 0 is the same day.
        basis_zh, basis_en: Where both come from.
    """

    statutory: int | None
    promised: int
    basis_zh: str
    basis_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What is paid: an amount, or words where another published rate decides.

    Attributes:
        fen: Whole fen; 0 is free, None leaves it to the rate.
        rate_zh, rate_en: Which rate; empty beside an amount.
    """

    name_zh: str
    name_en: str
    fen: int | None
    rate_zh: str
    rate_en: str
    basis: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A document that the item ends with; `tracks` as of a paper.

    Attributes:
        title_zh, title_en: What a case that ends with it is about; empty takes the item's name.
    """

    name_zh: str
    name_en: str
    tracks: tuple[Track, ...] = ()
    title_zh: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Where and when the item is taken in."""

    name_zh: str
    name_en: str
    hours_zh: str
    hours_en: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How long the result holds: years, days, or as the words say.

    Attributes:
        years, days: At most one is given.
        zh, en: In words.
    """

    zh: str
    en: str
    source: Source
    years: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventForm:
    """A form that a temporary event may take, such as a banner or an arch.

    Attributes:
        sign_kind: Kind of the design desk that draws it; empty when none does.
        must_zh, must_en: What must be seen to, beside the item's own conditions.
    """

    code: str
    name_zh: str
    name_en: str
    must_zh: str
    must_en: str
    sign_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Temporary:
    """How long something temporary may stand; calendar days, the first and the last day both count.

    Attributes:
        max_days: Longest duration.
        reminder_days: Days before the last day at which its removal is reminded of.
        removal_days: Days after the last day within which it must be gone.
        note_zh, note_en: Where the figures come from.
    """

    max_days: int
    reminder_days: int
    removal_days: int
    source: Source
    note_zh: str
    note_en: str
    forms: tuple[EventForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something may hang, and what follows for the item.

    Attributes:
        leads_to: Code of the item that it falls under there; empty keeps the one asked about.
        is_forbidden: It may not hang there at all.
        note_zh, note_en: Why, and what to mind.
    """

    code: str
    zh: str
    en: str
    note_zh: str
    note_en: str
    leads_to: str = ""
    is_forbidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What the "do I need it?" page asks of an item.

    Attributes:
        zh, en: The thing as people call it.
        by_size: Whether its size decides the track.
        places: Where it may be; empty does not ask.
    """

    zh: str
    en: str
    by_size: bool
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequel:
    """Whether a permit of an item may be renewed, changed or transferred.

    Attributes:
        is_allowed: False: whoever asks is told why by `zh` or `en`.
        zh, en: One sentence: how it is asked for, or why it cannot be.
        papers: Codes of the item's own papers that are asked for again; nothing else is (行政许可法 art 31).
        ahead_days: Calendar days before the end by which a renewal is asked for; None takes the procedure's own.
    """

    is_allowed: bool
    zh: str
    en: str
    source: Source
    papers: tuple[str, ...] = ()
    ahead_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """What may become of an item's permit once it was given."""

    renewal: Sequel
    change: Sequel
    transfer: Sequel

    def of(self, purpose: str) -> Sequel | None:
        """Return what is said of `renewal`, `change` or `transfer`, None of anything else."""
        return {"renewal": self.renewal, "change": self.change, "transfer": self.transfer}.get(purpose)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueItem:
    """One item of the window's catalogue.

    Attributes:
        code: Stable name, that of its file.
        order: Place within its category.
        is_illustrative: Filled in from the usual catalogue of such a window; no authority has published it.
        may_join: Whether it may be part of a composite case.
        is_drawn: Whether it is asked for with a design of the desk, which is checked, or with forms and papers alone.
        keywords: Further words under which it is found.
        steps: How a service goes; an approval goes by the table of the workflow.
        temporary: Only of what stands for a while.
        size: Of an item asked for by form whose size decides the track; None: the first of `tracks` is taken.
        afterwards: What may become of its permit; None: the catalogue says nothing, so nothing can be asked for.
    """

    code: str
    edition: str
    kind: ItemKind
    category: Category
    order: int
    name_zh: str
    name_en: str
    summary_zh: str
    summary_en: str
    type: ItemType
    tracks: tuple[Track, ...]
    is_illustrative: bool
    may_join: bool
    basis: tuple[Basis, ...]
    conditions: tuple[Condition, ...]
    papers: tuple[ItemPaper, ...]
    days: Days
    fees: tuple[Fee, ...]
    forms: tuple[ItemForm, ...]
    results: tuple[Result, ...]
    remedies: tuple[Remedy, ...]
    window: Window
    ask: Ask
    keywords: tuple[str, ...] = ()
    steps: tuple[Words, ...] = ()
    note_zh: str = ""
    note_en: str = ""
    is_drawn: bool = False
    validity: Validity | None = None
    temporary: Temporary | None = None
    afterwards: Afterwards | None = None
    size: Size | None = None

    @property
    def version(self) -> str:
        """Code and edition, as a record keeps it."""
        return f"{self.code}@{self.edition}"

    @property
    def duties(self) -> tuple[Condition, ...]:
        """The conditions that whoever was granted the item keeps to."""
        return tuple(one for one in self.conditions if one.is_duty)

    def papers_for(self, track: Track | None) -> tuple[ItemPaper, ...]:
        """Return the papers of a track, in the order of the list; None gives all."""
        return tuple(paper for paper in self.papers if track is None or paper.is_asked_on(track))
