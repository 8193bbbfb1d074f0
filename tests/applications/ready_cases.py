"""A case at each state, with facts under which every guard of a step is content."""

from dataclasses import replace
from datetime import date

from signage.applications.guards import Facts
from signage.applications.letter_decisions import Reason
from signage.applications.model import Action, Actor, Deadline, Matter, Outcome, Permit, Recommendation, Role
from signage.applications.records import (
    Defect,
    Delivery,
    MatterOpinion,
    Pause,
    Promise,
    SurveyRecord,
)
from signage.applications.vocabulary import DeliveryMethod, PauseKind

from .case_builders import CLERK, NOW, SHOP, application, item, papers

# One ground of the law for each step that needs one; a case that is over has only its own.
GROUNDS = {
    ("issued", "revoke"): "revocation_deceit",
    ("issued", "withdraw_permit"): "withdrawal_facts",
    ("issued", "cancel"): "cancellation_dissolved",
    ("expired", "cancel"): "cancellation_expired",
    ("revoked", "cancel"): "cancellation_ended",
    ("permit_withdrawn", "cancel"): "cancellation_ended",
}


def actor(role):
    return Actor(id=SHOP.id if role is Role.APPLICANT else f"acc-{role.value}", name="某甲", role=role)


def ready(state, action):
    """A case at a state, and facts under which every guard of the action is content."""
    first = Recommendation(
        officer=Actor(id="acc-first", name="初审丁", role=Role.CLERK),
        at=NOW,
        outcome=Outcome.REFUSED if action is Action.REFUSE else Outcome.GRANTED,
        opinion="符合",
    )
    granted = replace(item(), outcome=Outcome.GRANTED)
    permit = Permit(
        id="p",
        number="示例",
        item_id=granted.id,
        position_key=granted.position_key,
        valid_from=date(2026, 11, 24),
        valid_to=date(2029, 11, 23),
        document_digest="sha256:33",
        verification_code="C",
    )
    matter = Matter(
        id="m-1",
        code="dig-road",
        title="挖掘道路（演示）",
        section="市政科（演示）",
        basis=("《示例条例》",),
        statutory_days=20,
        promised_days=5,
        opinion=MatterOpinion(officer=CLERK, at=NOW, outcome=first.outcome, opinion="符合"),
        needed=("长度",) if action is Action.STATE_FIGURES else (),
    )
    pause = Pause(kind=PauseKind.HEARING, started_at=NOW, officer=CLERK, reason="听证", expected_days=5)
    promise = Promise(paper="M8", name="制作安装说明", due=date(2026, 12, 1))
    case = application(
        state,
        items=(granted,),
        matters=(matter,),
        recommendation=first,
        permits=(permit,),
        pauses=(pause,) if action is Action.RESUME else (),
        promises=(promise,) if action is Action.SUPPLEMENT else (),
        deadlines=tuple(
            Deadline(name=name, due=date(2026, 11, 30), is_provisional=False, basis="第三十二条")
            for name in ("acceptance", "correction")
        ),
    )
    facts = Facts(
        reasons="理由充分",
        grounds=(Reason(text="超出招牌带", basis="《示例规则》第三条"),) if action is Action.REFUSE else (),
        outcome=first.outcome,
        defects=(Defect(key="paper:M1", text="缺少材料"),),
        document_digest="sha256:33",
        permits=(permit,),
        today=date(2030, 1, 1),
        referral="请向示例市文化局申请",
        pause=pause,
        survey=SurveyRecord(at=NOW, surveyors=("甲", "乙"), accounts=("a-1", "a-2"), findings="与图一致"),
        delivery=Delivery(at=NOW, officer=CLERK, method=DeliveryMethod.IN_PERSON, recipient="经办人甲"),
        extension_days=10,
        matter_id="m-1",
        matter_opinion=matter.opinion,
        supplements=(papers("M12")[0] if action is Action.ADD_PAPERS else papers("M8")[0],),
        earlier=permit,
        matters=(replace(matter, answers=(("长度", "12 m"),)),) if action is Action.STATE_FIGURES else None,
        removal_evidence="2030-01-01 现场核查，照片 1 张",
        heard="2029-12-20 当面听取了陈述",
        ground=GROUNDS.get((state.value, action.value), GROUNDS.get(("issued", action.value), "")),
        sections=(matter.section,),
    )
    return case, facts
