"""Letters that are forms: records of survey and hearing, the review form and the delivery receipt, as rows of a table.

They carry no seal: officers and party sign by hand, so every place for a signature is left open for the pen.
"""

from __future__ import annotations

from typing import Any

from signage.applications.letter_content import Delivery, HearingRecord, Officer, ReviewForm, Survey
from signage.applications.letters import Letter
from signage.documents.letter_wording import Phrases
from signage.documents.words import chinese_date, chinese_number

Row = dict[str, Any]
_SIGNING_MM = 16.0


def is_form(letter: Letter) -> bool:
    """Return whether a letter is a form."""
    return isinstance(letter.content, Survey | ReviewForm | Delivery | HearingRecord)


def template_of(letter: Letter) -> str:
    """Return the template of a form."""
    if isinstance(letter.content, Survey):
        return "survey.typ"
    if isinstance(letter.content, HearingRecord):
        return "hearing-record.typ"
    return "review-form.typ" if isinstance(letter.content, ReviewForm) else "delivery.typ"


def rows_of(letter: Letter, words: Phrases) -> list[Row]:
    """Return the rows of a form.

    Raises:
        TypeError: A letter in running text.
    """
    match letter.content:
        case Survey() as content:
            return _survey(letter, content, words)
        case HearingRecord() as content:
            rows = _hearing(letter, content, words)
            if letter.replaces:  # said first: whoever holds both must see which one holds
                rows.insert(0, _wide(words.say("correction_label"), words.say("replaces", replaces=letter.replaces)))
            return rows
        case ReviewForm() as content:
            return _review(letter, content, words)
        case Delivery() as content:
            return _delivery(letter, content, words)
        case _:
            raise TypeError(f"{letter.kind} is no form")


def _survey(letter: Letter, content: Survey, words: Phrases) -> list[Row]:
    span = words.say("time_value", started=content.started_at, ended=content.ended_at)
    found = [f"（{chinese_number(n)}）{line}" for n, line in enumerate(content.found, 1)]
    photos = [
        words.say("photo", n=chinese_number(n), title=title, digest=_short(digest))
        for n, (title, digest) in enumerate(content.photos, 1)
    ]
    is_shown = all(one.card for one in content.officers)  # that cards were shown is said where each is stated
    rows: list[Row] = [
        _pair(words.say("matter"), letter.matter.name, words.say("case_label"), letter.application_number),
        _wide(words.say("place"), content.place),
        _wide(words.say("time"), span),
        _wide(words.say("officers"), "；".join(_officer(one, words) for one in content.officers)),
        _pair(words.say("party"), letter.addressee.name, words.say("attendant"), content.attendant),
        _wide(words.say("told"), words.say("told_value" if is_shown else "told_without")),
    ]
    if content.rows:
        measured = [[row.what, row.stated, row.measured, row.judgement] for row in content.rows]
        rows.append(_table(words.say("rows"), ["1.9fr", "1fr", "1fr", "1.5fr"], words.row("head"), measured))
    rows.append(_lines(words.say("found"), found))
    if photos:
        rows.append(_lines(words.say("photos"), photos, small=True))
    officers = [words.say("sign_officer", name=one.name) for one in content.officers]
    signers = [*(officers[at : at + 2] for at in range(0, len(officers), 2)), [words.say("sign_party")]]
    said = words.say("said", party_said=content.party_said or words.say("nothing_said"))
    rows.append(_signed(words.say("signatures"), [said, words.say("read")], signers, words.say("day")))
    return rows


def _hearing(letter: Letter, content: HearingRecord, words: Phrases) -> list[Row]:
    span = words.say("time_value", started=content.started_at, ended=content.ended_at)
    officers = "；".join(
        (words.say("chair", name=_named(content.chair)), words.say("recorder", name=_named(content.recorder)))
    )
    rows: list[Row] = [
        _pair(words.say("matter"), content.about, words.say("case_label"), letter.application_number),
        _pair(
            words.say("notice"),
            content.notice_number,
            words.say("way"),
            words.say("public" if content.is_public else "closed"),
        ),
        _wide(words.say("time"), span),
        _wide(words.say("place"), content.place),
        _wide(words.say("officers"), officers),
        _pair(
            words.say("applicant"),
            letter.addressee.name,
            words.say("reviewers"),
            "、".join(one.name for one in content.reviewers) or "—",
        ),
        _lines(words.say("attendants"), list(content.attendants)),
        _lines(words.say("reviewers_said"), list(content.reviewers_said)),
        _lines(words.say("parties_said"), list(content.parties_said)),
    ]
    if content.otherwise:
        rows.insert(5, _wide(words.say("otherwise"), content.otherwise))
    if content.evidence:
        shown = [f"{n}. {line}" for n, line in enumerate(content.evidence, 1)]
        rows.append(_lines(words.say("evidence"), shown))
    signers = [
        [words.say("sign_chair"), words.say("sign_recorder")],
        [words.say("sign_applicant")],
        [words.say("sign_others")],
    ]
    rows.append(_signed(words.say("signatures"), [words.say("read")], signers, words.say("day")))
    return rows


def _review(letter: Letter, content: ReviewForm, words: Phrases) -> list[Row]:
    signs = [[one.unit, one.name, one.form, one.size, one.verdict] for one in content.signs]
    papers = "；".join(f"{n}. {name}" for n, name in enumerate(content.papers, 1))
    rows: list[Row] = [
        _pair(words.say("applicant"), letter.addressee.name, words.say("code"), letter.addressee.credit_code or "—"),
        _pair(words.say("matter"), letter.matter.name, words.say("contact"), content.contact),
        _wide(words.say("address"), content.address),
        _pair(
            words.say("applied"),
            chinese_date(content.applied_on),
            words.say("accepted"),
            chinese_date(content.accepted_on),
        ),
        _pair(words.say("acceptance"), content.acceptance_number, words.say("due"), chinese_date(content.decide_by)),
    ]
    if signs or not content.matters:
        widths = ["13mm", "1.1fr", "1fr", "46.5mm", "19.5mm"]
        rows.append(_table(words.say("signs"), widths, words.row("head"), signs))
    if content.matters:
        matters = [[one.title, one.section, one.opinion] for one in content.matters]
        rows.append(_table(words.say("signs"), ["1.2fr", "1fr", "1.2fr"], words.row("matter_head"), matters))
    rows.append(_wide(words.say("papers"), papers or "—", small=True))
    if content.waived:
        rows.append(_lines(words.say("waived"), list(content.waived)))
    rows += [_lines(name, list(lines)) for name, lines in content.course]
    for opinion in content.opinions:
        sign = words.say("sign", officer=_named(opinion.officer), at=opinion.at)
        rows.append(
            {
                "opinion": {
                    "label": opinion.stage,
                    "text": opinion.text,
                    "outcome": words.say("outcome", outcome=opinion.outcome),
                    "sign": sign,
                }
            }
        )
    return rows


def _delivery(letter: Letter, content: Delivery, words: Phrases) -> list[Row]:
    documents = [[one.title, one.number, str(one.count)] for one in content.documents]
    received = chinese_date(words.local(content.received_at)) if content.received_at else words.say("day")
    return [
        _wide(words.say("about"), letter.matter.name + words.case),
        _wide(words.say("recipient"), letter.addressee.name),
        _wide(words.say("place"), content.place),
        _wide(words.say("way"), words.say(f"ways.{content.way.value}")),
        _table(words.say("documents"), ["1.2fr", "1.3fr", "15mm"], words.row("head"), documents),
        _wide(words.say("deliverers"), "、".join(_named(one) for one in content.deliverers), least_mm=_SIGNING_MM),
        _wide(words.say("received"), content.recipient, least_mm=1.5 * _SIGNING_MM),
        _wide(words.say("received_at"), received),
        _wide(words.say("note"), content.note, least_mm=1.5 * _SIGNING_MM),
    ]


def _pair(name: str, value: str, other: str, other_value: str) -> Row:
    return {"pair": [name, value, other, other_value]}


def _wide(name: str, value: str, *, least_mm: float = 0.0, small: bool = False) -> Row:
    return {"wide": {"label": name, "lines": [value], "least_mm": least_mm, "small": small}}


def _lines(name: str, lines: list[str], *, small: bool = False) -> Row:
    return {"wide": {"label": name, "lines": lines, "least_mm": 0.0, "small": small}}


def _table(name: str, widths: list[str], head: list[str], rows: list[list[str]]) -> Row:
    return {"table": {"label": name, "widths": widths, "head": head, "rows": rows}}


def _signed(name: str, read: list[str], signers: list[list[str]], day: str) -> Row:
    return {"signed": {"label": name, "read": read, "signers": signers, "day": day}}


def _named(officer: Officer) -> str:
    return f"{officer.name}（{officer.post}）" if officer.post else officer.name


def _officer(officer: Officer, words: Phrases) -> str:
    if not officer.card:
        return _named(officer)
    key = "officer" if officer.post else "officer_by_card"
    return words.say(key, name=officer.name, post=officer.post, card=officer.card)


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:16]
