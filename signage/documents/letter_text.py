"""Letters in running text: what each kind says, in the order in which it says it.

A letter is blocks (paragraphs, numbered sections, tables) and a closing that stays with the seal. What may be said at
all was checked before; here it is only put into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from signage.applications.letter_content import (
    Acceptance,
    Change,
    Correction,
    DesignService,
    Ending,
    EndingWay,
    Extension,
    FilingChange,
    FilingEnding,
    HearingNotice,
    HearingRights,
    InterestedParty,
    NonAcceptance,
    Promise,
    Receipt,
    Rectification,
    Refusal,
    Remedies,
    Renewal,
    Suspension,
    TemporaryPermit,
)
from signage.applications.letters import Letter
from signage.applications.vocabulary import PauseKind
from signage.documents.letter_wording import Phrases
from signage.documents.words import chinese_date, chinese_number

_DIGEST_SHOWN = 16


@dataclass(slots=True)
class Prose:
    """The text of a letter, filled from top to bottom.

    Attributes:
        blocks: Paragraphs, sections and tables, as the template takes them.
        closing: Paragraphs that stay on the page of the seal.
        slip: Who signs at the foot for having received or promised, empty for nobody.
    """

    blocks: list[dict[str, Any]] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    slip: str = ""

    def par(self, words: str) -> None:
        """Add a paragraph."""
        self.blocks.append({"par": words})

    def table(self, widths: Sequence[str], head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table with a running number in front; widths as Typst lengths, `1fr` for what takes the rest."""
        numbered = [[str(n), *row] for n, row in enumerate(rows, start=1)]
        self.blocks.append({"table": {"widths": ["13mm", *widths], "head": list(head), "rows": numbered}})

    def facts(self, names: Sequence[str], values: Sequence[str]) -> None:
        """Add a table of names and values."""
        self.blocks.append({"facts": [list(pair) for pair in zip(names, values, strict=True)]})

    def sections(self, parts: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Add sections 一、二、三, a single one without number; several lines of one are numbered （一）（二）."""
        said = [(lead, lines) for lead, lines in parts if lines]
        for number, (lead, lines) in enumerate(said, start=1):
            listed = list(lines) if len(lines) == 1 else [f"（{chinese_number(n)}）{t}" for n, t in enumerate(lines, 1)]
            head = f"{chinese_number(number)}、" if len(said) > 1 else ""
            self.blocks.append({"section": {"head": head, "lead": lead if head else f"{lead}：", "lines": listed}})


def prose_of(letter: Letter, words: Phrases) -> Prose:
    """Return the text of a letter.

    Raises:
        TypeError: A form, which is no running text.
    """
    text = Prose()
    match letter.content:
        case Receipt() as content:
            _receipt(text, words, content)
        case Acceptance() as content:
            _acceptance(text, words, content)
        case NonAcceptance() as content:
            _non_acceptance(text, words, content)
        case Correction() as content:
            _correction(text, words, content)
        case Promise() as content:
            _promise(text, words, content)
        case InterestedParty() as content:
            _interested_party(text, words, content)
        case Extension() as content:
            _extension(text, words, content)
        case Suspension() as content:
            _suspension(text, words, content)
        case HearingRights() as content:
            text.par(words.say("opening", about=content.about))
            text.par(words.say("ask", ask_by=content.ask_by, short=_short_provisional(words, content.is_provisional)))
            text.closing = [words.say("closing")]
        case HearingNotice() as content:
            _hearing_notice(text, words, content)
        case Refusal() as content:
            _refusal(text, words, content)
        case Change() as content:
            _change(text, words, content)
        case Renewal() as content:
            _renewal(text, words, content)
        case Ending() as content:
            _ending(text, words, content)
        case FilingChange() as content:
            _filing_change(text, words, content)
        case FilingEnding() as content:
            _filing_ending(text, words, content)
        case TemporaryPermit() as content:
            _temporary(text, words, content)
        case DesignService() as content:
            _design_service(text, words, content)
        case Rectification() as content:
            _rectification(text, words, content)
        case _:
            raise TypeError(f"{letter.kind} is a form")
    return text


def _receipt(text: Prose, words: Phrases, content: Receipt) -> None:
    text.par(words.say("opening", received=content.received_at, count=len(content.papers)))
    rows = [[paper.name, paper.form, str(paper.count), _short(paper.digest)] for paper in content.papers]
    text.table(["1fr", "17mm", "13mm", "41mm"], words.row("head"), rows)
    text.par(words.say("answer", answer_by=content.answer_by, provisional=_provisional(words, content.is_provisional)))
    text.closing = [words.say("meaning", received_by=content.received_by.name)]
    text.slip = words.say("slip", who=words.say("who"))


def _acceptance(text: Prose, words: Phrases, content: Acceptance) -> None:
    key = "by_silence" if content.is_by_silence else "opening"
    text.par(words.say(key, applied_on=content.applied_on, accepted_on=content.accepted_on))
    has_promise = content.promised_by is not None and content.promised_by < content.decide_by
    text.par(
        words.say(
            "promised" if has_promise else "due",
            decide_by=content.decide_by,
            promised_by=content.promised_by or content.decide_by,
            provisional=_provisional(words, content.is_provisional),
        )
    )
    text.closing = [words.say("closing")]
    text.slip = words.say("slip", who=words.say("who"))


def _non_acceptance(text: Prose, words: Phrases, content: NonAcceptance) -> None:
    ground = content.ground.value
    text.par(
        words.say(
            "opening",
            applied_on=content.applied_on,
            ground=words.say(f"grounds.{ground}"),
            basis=words.say(f"basis.{ground}"),
        )
    )
    text.sections([(words.say("reasons"), _ended(content.reasons)), (words.say("where"), _ended(content.where_to_go))])
    text.closing = _remedies(words, content.remedies)


def _correction(text: Prose, words: Phrases, content: Correction) -> None:
    text.par(words.say("opening", applied_on=content.applied_on, count=len(content.defects)))
    rows = [[defect.what, defect.how or "—"] for defect in content.defects]
    text.table(["1.1fr", "1fr"], words.row("head"), rows)
    if content.earlier_number:
        why = content.why_again.rstrip("。")
        text.par(words.say("again", earlier_number=content.earlier_number, why_again=why))
    due = words.say("due", correct_by=content.correct_by, provisional=_provisional(words, content.is_provisional))
    if content.lapse_basis:
        due += words.say("lapse", lapse_basis=content.lapse_basis)
    text.par(due)
    text.closing = [words.say("closing")]
    text.slip = words.say("slip", who=words.say("who"))


def _promise(text: Prose, words: Phrases, content: Promise) -> None:
    text.par(words.say("opening", applied_on=content.applied_on, allowed_by=content.allowed_by))
    rows = [[paper.name, chinese_date(paper.by)] for paper in content.lacking]
    text.table(["1fr", "45mm"], words.row("head"), rows)
    text.sections([(words.say("told"), [content.consequence]), (words.say("promised"), [words.say("promise")])])
    text.closing = [words.say("closing")]
    text.slip = words.say("signed", who=words.say("who"))


def _interested_party(text: Prose, words: Phrases, content: InterestedParty) -> None:
    interest = content.interest.rstrip("。")
    text.par(words.say("opening", applicant=content.applicant, place=content.place, interest=interest))
    parts = [(words.say("speak_lead"), [words.say("speak", speak_by=content.speak_by)])]
    if content.ask_hearing_by is not None:
        short = _short_provisional(words, content.is_provisional)
        parts.append((words.say("hearing_lead"), [words.say("hearing", ask_by=content.ask_hearing_by, short=short)]))
    text.sections(parts)
    text.closing = [words.say("closing")]


def _extension(text: Prose, words: Phrases, content: Extension) -> None:
    text.par(
        words.say(
            "opening",
            accepted_on=content.accepted_on,
            acceptance_number=content.acceptance_number,
            was_due=content.was_due,
        )
    )
    text.par(
        words.say(
            "reason",
            reason=content.reason.rstrip("。").removeprefix("因"),
            approver=content.approver.name.removeprefix(words.say("head")) if content.approver else "",
            days=content.days,
            now_due=content.now_due,
            provisional=_provisional(words, content.is_provisional),
        )
    )
    text.closing = [words.say("closing")]


def _suspension(text: Prose, words: Phrases, content: Suspension) -> None:
    pause = words.say(f"pauses.{content.pause.value}")
    opening = {"accepted_on": content.accepted_on, "acceptance_number": content.acceptance_number}
    text.par(words.say("opening", was_due=content.was_due, **opening))
    text.par(
        words.say(
            "told_survey" if content.pause is PauseKind.SURVEY else "told",
            reason=content.reason.rstrip("。").removeprefix("因"),
            pause=pause,
            days=content.days,
            until=content.until,
            provisional=_provisional(words, content.is_provisional),
        )
    )
    text.par(words.say("rest", pause=pause))
    text.closing = [words.say("closing")]


def _hearing_notice(text: Prose, words: Phrases, content: HearingNotice) -> None:
    text.par(words.say("opening", about=content.about))
    values = [
        words.moment(content.at),
        content.place,
        words.say("public" if content.is_public else "closed"),
        _with_post(content.chair.name, content.chair.post),
        _with_post(content.recorder.name, content.recorder.post),
    ]
    text.facts(words.row("facts"), values)
    text.sections([(words.say("lead"), words.row("rules"))])
    text.closing = [words.say("closing")]


def _refusal(text: Prose, words: Phrases, content: Refusal) -> None:
    text.par(
        words.say(
            "opening",
            applied_on=content.applied_on,
            accepted_on=content.accepted_on,
            acceptance_number=content.acceptance_number,
        )
    )
    text.par(words.say("decided"))
    reasons = [
        reason.text.rstrip("。") + (words.say("basis", basis=reason.basis) if reason.basis else "") + "。"
        for reason in content.reasons
    ]
    text.sections([(words.say("reasons"), reasons), (words.say("again_lead"), [words.say("again")])])
    text.closing = _remedies(words, content.remedies)


def _change(text: Prose, words: Phrases, content: Change) -> None:
    holder = _from_whom(words, content.earlier_holder)
    text.par(words.say("opening", applied_on=content.applied_on, permit=content.permit_number, holder=holder))
    rows = [[one.what, one.before, one.after] for one in content.changes]
    text.table(["27mm", "1fr", "1fr"], words.row("head"), rows)
    number = words.say("new_number", new=content.new_number) if content.new_number else ""
    text.par(words.say("rest", valid_to=content.valid_to, number=number))
    text.closing = _remedies(words, content.remedies)


def _from_whom(words: Phrases, holder: str) -> str:
    """Of a transfer, who held it before, in brackets behind the number."""
    return words.say("earlier_holder", holder=holder) if holder else ""


def _renewal(text: Prose, words: Phrases, content: Renewal) -> None:
    key = "by_silence" if content.is_by_silence else "opening"
    number = content.earlier_number
    earlier = words.say("earlier", number=number) if number else words.say("listed")
    text.par(words.say(key, applied_on=content.applied_on, was_to=content.was_to, earlier=earlier))
    text.sections(
        [
            (words.say("permits"), _ended(content.permit_numbers)),
            ("", [words.say("term", valid_from=content.valid_from, valid_to=content.valid_to)]),
            ("", [words.say("keep" if content.is_for_sign else "keep_item")]),
        ]
    )
    text.closing = _remedies(words, content.remedies)


def _ending(text: Prose, words: Phrases, content: Ending) -> None:
    ground = content.ground.value
    text.par(
        words.say(
            "opening",
            permits="、".join(content.permit_numbers),
            ground=words.say(f"grounds.{ground}"),
            basis=words.say(f"basis.{ground}"),
            way=words.say(f"ways.{content.way.value}"),
        )
    )
    then = [words.say("void")]
    if content.remove_by is not None:
        then.append(words.say("remove", remove_by=content.remove_by))
    if content.way is EndingWay.WITHDRAWAL and not content.redress:
        then.append(words.say("compensation"))  # art. 8: whoever loses by it is compensated, stated or not
    if content.redress:
        then.extend(_ended([content.redress]))
    heard = (words.say("heard"), _ended([content.heard]))
    text.sections([(words.say("reasons"), _ended(content.reasons)), heard, (words.say("then"), then)])
    text.closing = _remedies(words, content.remedies)


def _filing_change(text: Prose, words: Phrases, content: FilingChange) -> None:
    holder = _from_whom(words, content.earlier_holder)
    text.par(words.say("opening", applied_on=content.applied_on, filing=content.filing_number, holder=holder))
    rows = [[one.what, one.before, one.after] for one in content.changes]
    text.table(["27mm", "1fr", "1fr"], words.row("head"), rows)
    text.par(words.say("rest", new=content.new_number, valid_to=content.valid_to))
    text.closing = [words.say("closing")]


def _filing_ending(text: Prose, words: Phrases, content: FilingEnding) -> None:
    way = words.say(f"ways.{content.way.value}")
    ground = words.say(f"grounds.{content.ground.value}")
    text.par(words.say("opening", filings="、".join(content.filing_numbers), ground=ground, way=way))
    then = [words.say("void")]
    if content.remove_by is not None:
        then.append(words.say("remove", remove_by=content.remove_by))
    if content.redress:
        then.extend(_ended([content.redress]))
    heard = (words.say("heard"), _ended([content.heard]))
    text.sections([(words.say("reasons"), _ended(content.reasons)), heard, (words.say("then"), then)])
    text.closing = _remedies(words, content.remedies, paper="paper_notification")


def _temporary(text: Prose, words: Phrases, content: TemporaryPermit) -> None:
    count = sum(device.count for device in content.devices)
    told = {"applied_on": content.applied_on, "event": content.event, "kinds": len(content.devices)}
    text.par(words.say("opening", count=count, **told))
    rows = [[device.kind, str(device.count), device.size, device.place] for device in content.devices]
    text.table(["24mm", "13mm", "1fr", "1.1fr"], words.row("head"), rows)
    days = (content.valid_to - content.valid_from).days + 1
    text.sections(
        [
            ("", [words.say("term", valid_from=content.valid_from, valid_to=content.valid_to, days=days)]),
            ("", [words.say("remove", remove_by=content.remove_by)]),
            (words.say("conditions"), _ended(content.conditions)),
        ]
    )
    text.closing = _remedies(words, content.remedies)


def _design_service(text: Prose, words: Phrases, content: DesignService) -> None:
    text.par(words.say("opening", asked_on=content.asked_on, done_on=content.done_on, place=content.place))
    rows = [[one.unit, one.name, one.size, f"{one.drawings}"] for one in content.designs]
    text.table(["19mm", "1fr", "1fr", "15mm"], words.row("head"), rows)
    worked = words.say("worked", hours=_hours(content.minutes)) if content.minutes else ""
    text.par(
        worked
        + words.say(
            "money" if content.charged_fen else "free",
            usual=_yuan(content.usual_fen),
            charged=_yuan(content.charged_fen),
            saved=_yuan(content.saved_fen),
            price_basis=content.price_basis,
        )
    )
    text.closing = [words.say("closing", designer=content.designer.name)]
    text.slip = words.say("signed", who=words.say("who"))


def _rectification(text: Prose, words: Phrases, content: Rectification) -> None:
    permit = words.say("permit", permit=content.permit_number) if content.permit_number else ""
    text.par(
        words.say(
            "opening_item" if content.item else "opening",
            item=content.item,
            inspected_on=content.inspected_on,
            place=content.place,
            permit=permit,
            count=len(content.problems),
        )
    )
    rows = [[one.what, one.required, one.measured, one.basis] for one in content.problems]
    text.table(["1.15fr", "1.2fr", "0.75fr", "1.4fr"], words.row("head"), rows)
    text.par(words.say("ordered", correct_by=content.correct_by, order_basis="、".join(content.basis)))
    consequence, basis = content.consequence.rstrip("。"), "、".join(content.consequence_basis)
    text.par(words.say("consequence", consequence=consequence, consequence_basis=basis))
    names = "、".join(officer.name for officer in content.inspectors)
    text.par(words.say("officers", inspectors=names))
    text.closing = _remedies(words, content.remedies, paper="paper_notice")


def _remedies(words: Phrases, remedies: Remedies | None, *, paper: str = "paper_decision") -> list[str]:
    if remedies is None:
        return []
    return [
        words.say(
            "remedies",
            paper=words.say(paper),
            review_body=remedies.review_body,
            court=remedies.court,
            review_days=chinese_number(remedies.review_days),
            suit_months=chinese_number(remedies.suit_months),
        )
    ]


def _provisional(words: Phrases, is_provisional: bool) -> str:
    return words.say("provisional") if is_provisional else ""


def _short_provisional(words: Phrases, is_provisional: bool) -> str:
    return words.say("provisional_short") if is_provisional else ""


def _with_post(name: str, post: str) -> str:
    return f"{name}（{post}）" if post else name


def _ended(lines: Sequence[str]) -> list[str]:
    """Return lines that end as a list does: semicolons between, a full stop at the end."""
    bare = [line.rstrip("；。") for line in lines if line.strip()]
    return [f"{line}；" for line in bare[:-1]] + [f"{line}。" for line in bare[-1:]]


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:_DIGEST_SHOWN] or "—"


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return "".join((f"{whole}小时" if whole else "", f"{rest}分钟" if rest else ""))


def _yuan(fen: int) -> str:
    whole, rest = divmod(fen, 100)
    return f"{whole:,}" if not rest else f"{whole:,}.{rest:02d}"
