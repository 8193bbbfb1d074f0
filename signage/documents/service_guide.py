"""Set the service guide (办事指南) of an item for print: what it rests on, what is asked for, how it goes, how long."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from signage.applications.notices import Organ
from signage.applications.policy import Policy
from signage.applications.straight_way import procedure
from signage.documents.faces import DocumentFaces
from signage.documents.form_page import form_wording
from signage.documents.typesetting import typeset
from signage.documents.words import chinese_date
from signage.items import CatalogueItem, ItemPaper, ItemType, words
from signage.locale import Lang, text

_ZH = Lang.ZH


def typeset_guide(
    item: CatalogueItem,
    organ: Organ,
    policy: Policy,
    *,
    today: date,
    made_at: datetime,
    faces: DocumentFaces | None = None,
) -> bytes:
    """Return an item's service guide as PDF/A with tags; the same arguments give the same bytes.

    Args:
        item: The item.
        organ: Who handles it, and the bodies that its decisions can be taken to.
        policy: Time limits of the procedure.
        today: Printed as the day of printing.
        made_at: Date of making, aware.
        faces: Typefaces; what is found when left out.

    Raises:
        ToolError: Typst refused.
    """
    data = guide_content(item, organ, policy, today)
    return typeset("service-guide.typ", data, faces=faces or DocumentFaces.find(), timestamp=made_at).content


def guide_content(item: CatalogueItem, organ: Organ, policy: Policy, today: date) -> dict[str, Any]:
    """Return what the template prints."""
    says = form_wording()["guide"]
    foot = [says["edition"].format(code=item.code, edition=item.edition, day=chinese_date(today))]
    if organ.is_demonstration:
        foot.append(form_wording()["common"]["foot_demo"])
    steps = procedure(item, policy, _ZH)
    notes = [item.note_zh] if item.note_zh else []
    if item.is_illustrative:
        notes.append(says["illustrative"])
    return {
        "title": says["title"].format(matter=item.name_zh),
        "author": organ.name,
        "lead": item.summary_zh,
        "notes": notes,
        "heads": says["heads"],
        "facts": _facts(item, organ, says),
        "basis_head": says["basis_head"],
        "basis": [[b.document, b.article, b.says_zh, words.source_word(b.source, _ZH)] for b in item.basis],
        "conditions": [one.zh for one in item.conditions],
        "papers_head": says["papers_head"],
        "papers": [_paper(paper, says["always"]) for paper in item.papers],
        "follow_note": says["follow_note"] if item.papers else "",
        "steps": [{"label": s.label, "who": s.who, "to": s.leads_to, "limits": list(s.limits)} for s in steps],
        "own_steps": [one.zh for one in item.steps] if not steps else [],
        "steps_note": _steps_note(item, bool(steps), says),
        "forms": [says["form_line"].format(forms="、".join(form.zh for form in item.forms))] if item.forms else [],
        "results": [_result(item, result.name_zh, result.tracks) for result in item.results],
        "remedies": [
            words.remedy_words(one, _ZH, review_body=organ.review_body, court=organ.court, phone=organ.phone)
            for one in item.remedies
        ],
        "foot": foot,
    }


def _facts(item: CatalogueItem, organ: Organ, says: dict[str, Any]) -> list[list[str]]:
    fees = "；".join(f"{fee.name_zh}：{words.fee_words(fee, _ZH)}（{fee.basis}）" for fee in item.fees)
    rows = [
        [says["organ"], organ.name],
        [says["kind"], words.kind_word(item.kind, _ZH)],
        [says["type"], words.type_word(item.type, _ZH)],
    ]
    if item.tracks:
        rows.append([says["tracks"], "、".join(text(f"workflow.track_{one.value}", _ZH) for one in item.tracks)])
    rows += [
        [says["statutory"], words.statutory_words(item, _ZH)],
        [says["promised"], f"{words.promised_words(item, _ZH)}。{item.days.basis_zh}"],
        [says["fees"], fees],
    ]
    if item.validity:
        rows.append([says["validity"], item.validity.zh])
    phone = item.window.phone + (says["illustrative_phone"] if organ.is_demonstration else "")
    return [
        *rows,
        [says["place"], item.window.name_zh],
        [says["hours"], item.window.hours_zh],
        [says["phone"], phone],
    ]


def _paper(paper: ItemPaper, always: str) -> list[str]:
    copies = "，".join(one for one in (words.copies_words(paper, _ZH), words.follow_words(paper, _ZH)) if one)
    return [paper.code, f"{paper.name_zh}\n{paper.why_zh}", copies, paper.issuer_zh, paper.when_zh or always]


def _steps_note(item: CatalogueItem, has_steps: bool, says: dict[str, Any]) -> str:
    if has_steps:
        return str(says["instant_note"]) if item.type is ItemType.INSTANT else ""
    return "" if item.steps else str(says["no_permit"])


def _result(item: CatalogueItem, name: str, tracks: tuple[Any, ...]) -> str:
    if len(item.tracks) < 2 or not tracks:
        return name
    return f"{name}（{'、'.join(text(f'workflow.track_{one.value}', _ZH) for one in tracks)}）"
