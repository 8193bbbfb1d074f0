"""What a refusal can rest on (art 38): findings that stand in the way, opinions of sections, each with its basis.

An officer ticks those that the refusal rests on and may add own words; whatever is a reason has its basis.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from signage.applications.letter_decisions import Reason
from signage.applications.model import Application, Outcome
from signage.errors import InputError
from signage.locale import Lang, both, said
from signage.rules import Finding

_CHINESE = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedReason:
    """A reason that the case itself offers.

    Attributes:
        key: What a form names it by; holds for one version of the case.
        label_zh, label_en: As it is offered.
        reason: As the refusal states it.
    """

    key: str
    label_zh: str
    label_en: str
    reason: Reason


def reasons_offered(application: Application) -> tuple[OfferedReason, ...]:
    """Return every finding that blocks a grant, and every section's opinion against one."""
    findings = [
        _of_finding(f"{index}-{finding.rule_id}", application.unit_words(item), finding)
        for index, item in enumerate(application.items, start=1)
        for finding in item.report.findings
        if finding.verdict.blocks
    ]
    opinions = [
        OfferedReason(
            key=f"m-{matter.id}",
            label_zh=f"{matter.title}：{matter.opinion.opinion}（{'、'.join(matter.basis)}）",
            label_en=f"{matter.title}: {matter.opinion.opinion} ({', '.join(matter.basis)})",
            reason=Reason(text=f"{matter.title}：{matter.opinion.opinion}", basis="、".join(matter.basis)),
        )
        for matter in application.matters
        if matter.opinion is not None and matter.opinion.outcome is Outcome.REFUSED
    ]
    return (*findings, *opinions)


def reasons_stated(
    application: Application, chosen: tuple[str, ...], words: str, basis: str
) -> tuple[tuple[Reason, ...], str]:
    """Return the reasons of a refusal, and all of them in one sentence for the record.

    Args:
        application: The case.
        chosen: Keys of the offered reasons that it rests on.
        words: A reason in the officer's own words, may be empty.
        basis: What that rests on.

    Raises:
        InputError: A key that the case does not offer.
    """
    offered = {one.key: one.reason for one in reasons_offered(application)}
    unknown = [key for key in chosen if key not in offered]
    if unknown:
        raise InputError("web.bad_request", field="reason", why=unknown[0][:40])
    own = (_own(application, words.strip(), basis.strip()),) if words.strip() else ()
    reasons = (*(offered[key] for key in dict.fromkeys(chosen)), *own)
    return reasons, _in_a_row(reasons)


def _own(application: Application, words: str, basis: str) -> Reason:
    """Return a reason in own words; where its basis is a rule that the case was checked against, its book is known."""
    books = {one.document.strip(): one.book for item in application.items for one in item.report.findings}
    book = next((book for document, book in books.items() if document and document in basis), "")
    return Reason(text=words, basis=basis, book=book)


def documents_known(application: Application) -> tuple[str, ...]:
    """Return the documents that a case names itself: the rules that it was checked against, and its items' bases."""
    checked = (one.document.strip() for item in application.items for one in item.report.findings)
    bases = (basis for matter in application.matters for basis in matter.basis)
    return tuple(dict.fromkeys((*checked, *bases)))


def _in_a_row(reasons: tuple[Reason, ...]) -> str:
    """Return reasons in one sentence, punctuated as the language that they are written in."""
    if not reasons:
        return ""
    is_chinese = any(_CHINESE.search(one.text) for one in reasons)
    frame, between, stop = ("{}（{}）", "；", "。") if is_chinese else ("{} ({})", "; ", ".")
    told = [(one.text.rstrip("。."), one.basis) for one in reasons]
    return between.join(frame.format(*one) if one[1] else one[0] for one in told) + stop


def _of_finding(key: str, unit: str, finding: Finding) -> OfferedReason:
    basis = cited(finding)
    zh, en = _without_citation(finding)
    return OfferedReason(
        key=key,
        label_zh=f"{unit} {zh}（{basis}）",
        label_en=f"{unit} {en} ({basis})",
        reason=Reason(text=f"{unit} {zh}", basis=basis, book=finding.book),
    )


def _without_citation(finding: Finding) -> tuple[str, str]:
    """A finding's sentence in both languages without the clause at its end, since the basis is stated by itself."""
    source = f"{finding.document} {finding.clause}"
    zh = finding.message_zh.strip().rstrip("。").removesuffix(f"（{source}）")
    en = finding.message_en.strip().rstrip(".").removesuffix(f"({source})").rstrip()
    unmet = said("applications.refused_for", title=both(finding.title_zh, finding.title_en), required=finding.required)
    return zh or unmet.say(Lang.ZH), en or unmet.say(Lang.EN)


def cited(finding: Finding) -> str:
    """Return the clause that a finding rests on, as a document cites it."""
    document = finding.document.strip()
    if _CHINESE.search(document) and "《" not in document:
        document = f"《{document}》"
    clause = finding.clause.strip()
    return f"{document}第{clause}条" if re.fullmatch(r"[A-Za-z]?[0-9]+(?:\.[0-9]+)*", clause) else document + clause
