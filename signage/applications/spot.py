"""The conditions of a decision on the spot (即办) that do not hang on a city's policy, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from signage.applications.figures import unstated
from signage.applications.model import Application
from signage.applications.statements import statements_to_verify
from signage.locale import Lang, enumerated, text
from signage.rules import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a decision on the spot, whether it is met, and why."""

    key: str
    is_met: bool
    explanation_zh: str
    explanation_en: str


def findings_are_clean(application: Application) -> Condition:
    """Nothing fails, is unmeasured or needs a judgement."""
    found = [(item.unit_id, one) for item in application.items for one in item.report.findings if one.verdict.blocks]
    blocking = [f"{unit} {one.title_zh}（{_verdict(one.verdict, Lang.ZH)}）" for unit, one in found]
    blocking_en = [f"{unit} {one.title_en} ({_verdict(one.verdict, Lang.EN)})" for unit, one in found]
    # A report without any applicable finding proves nothing.
    unchecked = [item.unit_id for item in application.items if item.report.verdict is Verdict.NOT_APPLICABLE]
    listed, listed_en = "、".join(blocking + unchecked), ", ".join(blocking_en + unchecked)
    return Condition(
        key="findings",
        is_met=not blocking and not unchecked,
        explanation_zh=f"检查尚未全部通过：{listed}" if listed else "检查无不通过、未测得或待判断的项目",
        explanation_en=f"findings stand in the way: {listed_en}" if listed_en else "nothing fails or is open",
    )


def _verdict(verdict: Verdict, lang: Lang) -> str:
    return text(f"cli.verdict_{verdict.value.lower()}", lang)


def nothing_to_verify(application: Application) -> tuple[Condition, ...]:
    """No finding rests on the applicant's word where a survey or an office has to say; nothing where none was said."""
    stated = statements_to_verify(application)
    if not stated:
        return ()
    zh, en = (
        ("、" if lang is Lang.ZH else ", ").join(f"{unit} {form.title(lang)}" for unit, form in stated) for lang in Lang
    )
    return (
        Condition(
            key="stated",
            is_met=False,
            explanation_zh=f"申请人说明的这些情况须先核实：{zh}",
            explanation_en=f"what the applicant stated has to be verified first: {en}",
        ),
    )


def nobody_affected(application: Application) -> Condition:
    """No third party's major interest is touched, and somebody has said so."""
    stated = application.circumstances.affects_third_party
    words = {
        None: ("尚未说明是否涉及他人重大利益", "nobody has said whether a third party is affected"),
        True: ("涉及他人重大利益，须先告知并听取意见", "a third party is affected and must be heard first"),
        False: ("不涉及他人重大利益", "no third party is affected"),
    }[stated]
    return Condition(key="third_party", is_met=stated is False, explanation_zh=words[0], explanation_en=words[1])


def everybody_was_heard(periods: tuple[str, ...]) -> tuple[Condition, ...]:
    """No days run within which a party may speak or ask for a hearing; nothing where there are none."""
    if not periods:
        return ()
    listed = enumerated(periods, "；", "; ")
    zh, en = (listed.say(lang) for lang in (Lang.ZH, Lang.EN))
    return (
        Condition(
            key="heard",
            is_met=False,
            explanation_zh=f"告知的期限未满：{zh}",
            explanation_en=f"days that were given still run: {en}",
        ),
    )


def hearing_was_held(notices: tuple[str, ...]) -> tuple[Condition, ...]:
    """No hearing was announced that has no record yet and was not given up (art 48); nothing where there is none."""
    if not notices:
        return ()
    zh, en = "、".join(notices), ", ".join(notices)
    return (
        Condition(
            key="hearing",
            is_met=False,
            explanation_zh=f"已通知听证（{zh}），听证笔录存档前不能作出决定",
            explanation_en=f"a hearing was announced ({en}): nothing is decided before its record is on file",
        ),
    )


def no_survey_open(application: Application) -> Condition:
    """No survey of the place is needed, or the one of this case is on record."""
    stated, surveys = application.circumstances.needs_survey, application.surveys
    words = {
        None: ("尚未说明是否需要现场勘验", "nobody has said whether a survey is needed"),
        True: ("需要现场勘验", "a survey of the place is needed"),
        False: ("不需要现场勘验", "no survey is needed"),
    }[stated]
    if surveys:
        words = ("现场勘验已完成并记录", "the place was surveyed and that is on record")
    return Condition(
        key="survey", is_met=stated is False or bool(surveys), explanation_zh=words[0], explanation_en=words[1]
    )


def lines_settled(application: Application) -> tuple[Condition, ...]:
    """Whatever an officer wrote into a notice was found put right; nothing for a case without such lines."""
    if not application.lines:
        return ()
    open_lines = application.open_lines
    zh = "；".join(f"“{line.text}”（{'已说明，待核实' if line.answer else '申请人尚未说明'}）" for line in open_lines)
    en = "; ".join(
        f"“{line.text}” ({'answered, to be looked into' if line.answer else 'not answered'})" for line in open_lines
    )
    return (
        Condition(
            key="lines",
            is_met=not open_lines,
            explanation_zh=f"告知的要求尚未核实：{zh}" if open_lines else "告知的要求都已核实处理",
            explanation_en=f"lines of the notice are open: {en}" if open_lines else "all lines are settled",
        ),
    )


def figures_there(application: Application) -> tuple[Condition, ...]:
    """Every number that the form of an item must state is there; nothing for a case without such numbers."""
    asking = [matter for matter in application.matters if matter.needed]
    if not asking:
        return ()
    lacking = [f"{matter.title}“{label}”" for matter in asking for label in unstated(matter)]
    listed = "、".join(lacking)
    return (
        Condition(
            key="figures",
            is_met=not lacking,
            explanation_zh=f"申请表缺少必填的数量：{listed}" if lacking else "必填的数量都已填写",
            explanation_en=f"figures are missing: {listed}" if lacking else "all figures are stated",
        ),
    )
