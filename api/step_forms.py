"""How each step of the table is offered on a case's page: its fields, its weight, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from api.barred_steps import barred, barred_words
from api.case_papers import papers_concerning
from api.deps import Visitor
from api.figure_fields import figures_lacking
from api.steps import ACCEPT_WITH_PROMISE, MATTER_REFUSAL, REASON, REFUSAL, SETTLED, SURVEYORS, WAIVER
from signage.accounts import Account, Permission, may
from signage.applications import workflow
from signage.applications.figures import unstated
from signage.applications.guards import GRANTS, Facts, ground_words, two_officers
from signage.applications.model import Action, Application, Matter, Outcome, Role, State, Track
from signage.applications.policy import Paper
from signage.applications.refusing import reasons_offered
from signage.applications.table import Row
from signage.applications.vocabulary import DeliveryMethod, PauseKind
from signage.bootstrap import Services
from signage.errors import GuardFailed
from signage.locale import Lang, text


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of a step's form.

    Attributes:
        kind: `text`, `lines`, `number`, `choice`, `tick`, `time` or `file`.
        choices: Value, Chinese and English words.
        most: The largest number.
        paper: Name of the paper that a file field is for.
        value: What stands in it before anything was typed.
    """

    name: str
    kind: str
    label_zh: str
    label_en: str
    is_required: bool = True
    choices: tuple[tuple[str, str, str], ...] = ()
    most: int = 0
    paper: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a step is offered; its label is the table's own.

    Attributes:
        is_aside: It stands with the other business, folded, not in the main line.
        barred_zh, barred_en: Why it would be refused now; empty where nothing known speaks against it.
        note_zh, note_en: One sentence under the heading of what stands aside: when it is for, and what it does.
    """

    fields: tuple[FormField, ...] = ()
    is_main: bool = False
    is_grave: bool = False
    is_aside: bool = False
    note_zh: str = ""
    note_en: str = ""
    barred_zh: str = ""
    barred_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A second button of the same form, which leads to another step with the same words."""

    key: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One step as the page offers it."""

    key: str
    label_zh: str
    label_en: str
    look: Look
    others: tuple[Other, ...] = ()


def _words(zh: str = "理由", en: str = "Reasons", *, is_required: bool = True) -> FormField:
    return FormField(name="words", kind="lines", label_zh=zh, label_en=en, is_required=is_required)


def _choices(kind: type[PauseKind] | type[DeliveryMethod], prefix: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (one.value, text(f"{prefix}_{one.value}", Lang.ZH), text(f"{prefix}_{one.value}", Lang.EN)) for one in kind
    )


def _grounds(application: Application, row: Row) -> FormField:
    """The cases of the law on which a permit ends; where there are several, none is chosen beforehand."""
    words = tuple(
        (one.value, ground_words(application, one, Lang.ZH), ground_words(application, one, Lang.EN))
        for one in row.grounds
    )
    unchosen = (("", "请选择法定情形", "choose the ground"),) if len(row.grounds) > 1 else ()
    in_law = ("法定情形（行政许可法）", "Ground (Administrative Licensing Law)")
    zh, en = ("情形", "Ground") if application.track is not Track.PERMIT else in_law
    return FormField(name="ground", kind="choice", label_zh=zh, label_en=en, choices=(*unchosen, *words))


def _redress(zh: str, en: str) -> FormField:
    return FormField(name="redress", kind="lines", label_zh=zh, label_en=en, is_required=False)


_OPINION = _words("意见", "Opinion")
_LOOKS: dict[Action, Look] = {
    Action.SUBMIT: Look(is_main=True),
    Action.ACCEPT: Look(is_main=True),
    Action.RETURN: Look(
        fields=(
            _words("另需补正的内容，每行一项（系统已发现的自动列入）", "What else, a line each", is_required=False),
            FormField(
                name="late_reason",
                kind="lines",
                label_zh="再次告知的，写明首次未能发现的原因",
                label_en="For a second notice: why it was not told the first time",
                is_required=False,
            ),
        )
    ),
    Action.NOT_ACCEPT: Look(
        is_grave=True,
        is_aside=True,
        note_zh="不属于本窗口或者不需要许可的，写明理由和去向，制发不予受理决定书。",
        note_en="Not this window's, or no permit is needed: say why and where to go; a sealed decision is made.",
        fields=(
            FormField(
                name="ground",
                kind="choice",
                label_zh="依据",
                label_en="Ground",
                choices=(
                    ("not_our_power", "不属于本机关职权范围", "not in our power"),
                    ("no_permit_needed", "依法不需要取得许可", "no permit is needed"),
                    ("untrue_papers", "隐瞒情况或者提供虚假材料", "untrue papers"),
                ),
            ),
            _words(),
            FormField(
                name="referral",
                kind="text",
                label_zh="去向（向哪个机关申请，或无需许可）",
                label_en="Where to go, or that no permit is needed",
            ),
        ),
    ),
    Action.START_REVIEW: Look(is_main=True),
    Action.SURVEY: Look(
        is_aside=True,
        note_zh="实质审查须两人到场；记录后生成勘验笔录，由双方签字。",
        note_en="Two officers where the content is checked in substance; a record to be signed is made.",
        fields=(
            FormField(name="began", kind="time", label_zh="勘验开始时间", label_en="It began"),
            FormField(name="ended", kind="time", label_zh="勘验结束时间", label_en="It ended"),
            FormField(
                name="outside",
                kind="lines",
                label_zh="外单位人员，每行一人（姓名，单位）；不算勘验人员人数",
                label_en="People from outside, a line each (name, body); they do not count",
                is_required=False,
            ),
            _words("现场情况", "What was found"),
            FormField(
                name="witness",
                kind="text",
                label_zh="申请人方在场人",
                label_en="Of the applicant's side",
                is_required=False,
            ),
        ),
    ),
    Action.REVIEW_MATTER: Look(fields=(_OPINION,)),
    Action.SUPPLEMENT: Look(is_main=True),
    Action.ADD_PAPERS: Look(
        is_aside=True,
        note_zh="受理以前发现少了材料或者有更好的版本，可以在这里补交；收件时间不变，窗口看得到补交时间。",
        note_en="Missing a paper, or a better one: add it until the case is accepted. The time of receipt stays; "
        "the window sees when it came.",
    ),
    Action.STATE_FIGURES: Look(is_main=True),
    Action.EXTEND: Look(
        is_aside=True,
        note_zh="只能延长一次，最多 10 个工作日；理由写进延期通知书，告知申请人。",
        note_en="Once, by at most 10 working days; the reasons go to the applicant in a notice.",
        fields=(
            FormField(name="days", kind="number", label_zh="延长（工作日）", label_en="Working days", most=10),
            _words(),
        ),
    ),
    Action.SUSPEND: Look(
        is_aside=True,
        note_zh="听证、勘验、检测、专家评审的时间不计入期限；告诉申请人需要几天。",
        note_en="A hearing, survey, test or expert review does not count; the applicant is told how long it takes.",
        fields=(
            FormField(
                name="kind",
                kind="choice",
                label_zh="不计入期限的事由",
                label_en="What for",
                choices=_choices(PauseKind, "workflow.pause"),
            ),
            FormField(
                name="days", kind="number", label_zh="预计（工作日）", label_en="Working days expected", most=250
            ),
            _words(),
        ),
    ),
    Action.RESUME: Look(is_main=True),
    Action.RECOMMEND: Look(is_main=True, fields=(_OPINION,)),
    Action.SEND_BACK: Look(fields=(_words(),)),
    Action.APPROVE: Look(
        is_main=True,
        fields=(
            _words("意见", "Opinion", is_required=False),
            FormField(
                name="conditions",
                kind="lines",
                label_zh="附加条件，每行一条",
                label_en="Conditions, a line each",
                is_required=False,
            ),
        ),
    ),
    Action.REFUSE: Look(
        is_grave=True,
        fields=(
            _words("其他理由（写明事实）", "Another reason, with the facts", is_required=False),
            FormField(
                name="basis",
                kind="text",
                label_zh="其他理由的依据（规定和条款）",
                label_en="Its basis: rule and clause",
                is_required=False,
            ),
        ),
    ),
    Action.ISSUE: Look(is_main=True),
    Action.DELIVER: Look(
        is_main=True,
        fields=(
            FormField(name="recipient", kind="text", label_zh="签收人", label_en="Taken by"),
            FormField(
                name="method",
                kind="choice",
                label_zh="送达方式",
                label_en="How",
                choices=_choices(DeliveryMethod, "workflow.delivery"),
            ),
        ),
    ),
    Action.WITHDRAW: Look(
        is_aside=True,
        fields=(_words("说明", "Note", is_required=False),),
        note_zh="作出决定前可以随时撤回，撤回后本件不再办理；需要时重新申请。",
        note_en="Possible at any time before the decision; the case ends, and one may apply anew.",
    ),
    Action.REVOKE: Look(
        is_grave=True,
        is_aside=True,
        note_zh="当初就不该同意的：选择法定情形，写明事实和理由；即时失效，制发决定书并公示。",
        note_en="What should never have been granted: choose the ground, state the facts; it ends by decision.",
        fields=(
            _words("事实和理由", "Facts and reasons"),
            FormField(
                name="heard",
                kind="lines",
                label_zh="听取持有人陈述、申辩的日期、方式和意见（没有听取的，写明原因）",
                label_en="When and how the holder was heard, and what was said; or why not",
            ),
            _redress("对损失或者所得利益的处理（写明依据，可不填）", "Losses or interests gained, with the basis"),
        ),
    ),
    Action.WITHDRAW_PERMIT: Look(
        is_grave=True,
        is_aside=True,
        note_zh="当初同意合法，但依据或者客观情况变了，公共利益需要收回；造成的损失依法补偿。",
        note_en="Lawful, but law or circumstances changed and the public interest asks for it; losses are compensated.",
        fields=(
            _words("变化情况和公共利益的需要", "What changed, and the public interest"),
            _redress("补偿办法（不填则写明“依法给予补偿”）", "How losses are compensated"),
        ),
    ),
    Action.CANCEL: Look(
        is_grave=True,
        is_aside=True,
        fields=(_words("说明", "Note", is_required=False),),
        note_zh="期满、停业、不再使用等不再需要的：办理注销手续，编号从此失效。",
        note_en="No longer needed (it ran out, the business ended, it is not used): it is struck off.",
    ),
    Action.REMOVE: Look(is_main=True, fields=(_words("如何确认（日期、方式、照片）", "How it was seen"),)),
}


_SAME_FORM = {
    ACCEPT_WITH_PROMISE: Action.ACCEPT.value,
    MATTER_REFUSAL: Action.REVIEW_MATTER.value,
    REFUSAL: Action.RECOMMEND.value,
}


def fields_of(key: str) -> tuple[FormField, ...]:
    """Return the fields that a step's form has in every case; nothing for a step that has none, or is unknown."""
    action = _SAME_FORM.get(key, key)
    return next((look.fields for one, look in _LOOKS.items() if one.value == action), ())


def buttons_of(services: Services, application: Application, visitor: Visitor, *, is_aside: bool) -> list[Button]:
    """Return the steps open to a visitor, those of the main line or the others."""
    found = [
        button
        for row in workflow.actions_for(application, visitor.actor)
        for button in _of_row(services, application, row, visitor)
        if button.look.is_aside is is_aside
    ]
    return sorted(found, key=lambda button: not button.look.is_main)


def _of_row(services: Services, application: Application, row: Row, visitor: Visitor) -> list[Button]:
    look = _LOOKS.get(row.action)
    if look is None or not _makes_sense(application, row):
        return []
    failure = barred(services, application, row, visitor)
    if failure is not None:  # it stays, since what bars it may be mended meanwhile, and says why
        zh, en = barred_words(failure, Lang.ZH), barred_words(failure, Lang.EN)
        look = replace(look, is_main=False, barred_zh=zh, barred_en=en)
    label_zh, label_en = workflow.button_words(row, application.track)
    plain = Button(key=row.action.value, label_zh=label_zh, label_en=label_en, look=look)
    if row.action is Action.APPROVE and _outcome_recommended(application) not in GRANTS:
        return []
    if row.action is Action.REFUSE and _outcome_recommended(application) in GRANTS:
        return []
    if row.action in _DECIDING and decides_not(services, application, visitor) is not None:
        return []
    if row.action is Action.RECOMMEND:
        key = f"workflow.button_{REFUSAL}_{application.track.value}"
        refusal = Other(key=REFUSAL, label_zh=text(key, Lang.ZH), label_en=text(key, Lang.EN))
        is_ready = not application.is_composite or all(matter.opinion for matter in application.matters)
        fields = (*_lines(application), *look.fields, *_waivers(application))
        look = replace(look, fields=fields, is_main=is_ready and failure is None, is_aside=not is_ready)
        return [replace(plain, look=look, others=(refusal,))]
    if row.action is Action.SURVEY:
        began, ended, *rest = _now_in(look.fields, services)
        fields = (began, ended, *_surveyors(services, visitor), *rest)
        return [replace(plain, look=replace(look, fields=fields))]
    if row.action is Action.REFUSE:
        return [replace(plain, look=replace(look, fields=(*_reasons(application), *look.fields)))]
    if row.action is Action.ACCEPT:
        plain = replace(plain, look=replace(look, fields=_lines(application)))
        return [plain, *_with_promise(services, application)]
    if row.action is Action.START_REVIEW:
        return [replace(plain, look=replace(look, fields=_lines(application)))]
    if row.action is Action.RETURN:
        fields = look.fields if application.notices else look.fields[:1]  # the second field is for a second notice
        return [replace(plain, look=replace(look, fields=(*_lines(application), *fields)))]
    if row.action is Action.REVIEW_MATTER:
        return _of_matters(waiting_matters(services, visitor, application), look, services.office.english)
    if row.action is Action.SUPPLEMENT:
        return [replace(plain, look=replace(look, fields=_promised(application, services.office.english)))]
    if row.action is Action.ADD_PAPERS:
        return [replace(plain, look=replace(look, fields=_papers_asked(services, application)))]
    if row.action is Action.STATE_FIGURES:
        return [replace(plain, look=replace(look, fields=_figures_lacking(services, application)))]
    if row.action is Action.CANCEL and visitor.actor.role is not Role.APPLICANT:
        return [replace(plain, look=replace(look, fields=(_grounds(application, row), _words())))]
    if row.grounds and row.action is not Action.CANCEL:
        return [replace(plain, look=replace(look, fields=(_grounds(application, row), *look.fields)))]
    return [plain]


def _lines(application: Application) -> tuple[FormField, ...]:
    """A tick for each open line of an earlier notice: an officer found it put right."""
    return tuple(
        FormField(
            name=f"{SETTLED}{n}",
            kind="tick",
            label_zh=f"已处理：{line.text}（{f'申请人说明：{line.answer}' if line.answer else '申请人没有说明'}）",
            label_en=f"Put right: {line.text} ({f'answer: {line.answer}' if line.answer else 'not answered'})",
            is_required=False,
        )
        for n, line in enumerate(application.lines)
        if line.is_open
    )


_DECIDING = (Action.SEND_BACK, Action.APPROVE, Action.REFUSE)


def decides_not(services: Services, application: Application, visitor: Visitor) -> GuardFailed | None:
    """Why a visitor who gave an opinion on a case does not decide it; None where nothing speaks against it."""
    policy = services.office.policy
    if application.state is not State.RECOMMENDED or not policy.needs_another_decider(application):
        return None
    facts = Facts(separation_basis=policy.opinion_and_decision.basis)
    return two_officers(application, visitor.actor, facts, services.now())


def _outcome_recommended(application: Application) -> Outcome | None:
    return application.recommendation.outcome if application.recommendation else None


def _waivers(application: Application) -> tuple[FormField, ...]:
    """A field for each rule that stands in the way: an officer who lets it pass states the reason, one by one."""
    blocking = {
        finding.rule_id: finding
        for item in application.items
        for finding in item.report.findings
        if finding.verdict.blocks
    }
    return tuple(
        FormField(
            name=f"{WAIVER}{rule_id}",
            kind="text",
            label_zh=f"“{finding.title_zh}”未通过而建议准予的理由",
            label_en=f"Why “{finding.title_en}” shall not stop a grant",
            is_required=False,
        )
        for rule_id, finding in blocking.items()
    )


def _now_in(fields: tuple[FormField, ...], services: Services) -> tuple[FormField, ...]:
    """Return fields with the office's present minute in those that ask for a time."""
    now = services.now().astimezone(services.office.zone).strftime("%Y-%m-%dT%H:%M")
    return tuple(replace(one, value=now) if one.kind == "time" else one for one in fields)


def surveying(services: Services) -> dict[str, Account]:
    """Return the accounts of the organ's people that may survey for a case, by login."""
    with services.database.reading() as unit:
        listed = unit.accounts.listed()
    return {one.login: one for one in listed if one.is_active and may(one.role, Permission.CASE_SURVEY)}


def _surveyors(services: Services, visitor: Visitor) -> tuple[FormField, ...]:
    """Whom of its own people the organ sent: the first is whoever writes it down, unless another is chosen."""
    people = tuple((login, one.name, one.name) for login, one in surveying(services).items())
    fields = []
    for n in range(1, SURVEYORS + 1):
        nobody = ("", "请选择" if n <= 2 else "无", "choose" if n <= 2 else "nobody")
        fields += [
            FormField(
                name=f"surveyor_{n}",
                kind="choice",
                label_zh=f"勘验人员 {n}",
                label_en=f"Surveyor {n}",
                is_required=False,
                choices=(nobody, *people),
                value=visitor.account.login if n == 1 else "",
            ),
            FormField(
                name=f"card_{n}",
                kind="text",
                label_zh=f"勘验人员 {n} 出示的执法证号",
                label_en=f"Number of the card that surveyor {n} showed",
                is_required=False,
            ),
        ]
    return tuple(fields)


def _reasons(application: Application) -> tuple[FormField, ...]:
    """A tick for each thing on record that a refusal can rest on; none is ticked beforehand."""
    return tuple(
        FormField(
            name=f"{REASON}{one.key}", kind="tick", label_zh=one.label_zh, label_en=one.label_en, is_required=False
        )
        for one in reasons_offered(application)
    )


_NOT_WHILE_PAUSED = (Action.SUSPEND, Action.EXTEND, Action.RECOMMEND, Action.APPROVE, Action.REFUSE)


def _makes_sense(application: Application, row: Row) -> bool:
    """Whether the page offers a row at all: some need something on record that is not there."""
    if row.action is Action.SUBMIT:
        # Handed in again, as the kept signs of a chain are, through a form of its own with what it lacks.
        return application.state is State.DRAFT and (bool(application.group) or not application.items)
    if row.action is Action.RESUME:
        return application.open_pause is not None
    if row.action in _NOT_WHILE_PAUSED and application.open_pause is not None:
        return False
    if row.action is Action.EXTEND:
        return not application.extensions
    if row.action is Action.SUPPLEMENT:
        return bool(application.open_promises)
    if row.action is Action.STATE_FIGURES:
        return any(unstated(matter) for matter in application.matters)
    if row.action is Action.REVIEW_MATTER:
        return application.is_composite  # on a single item the first officer speaks
    if row.action is Action.REMOVE:
        return bool(application.items)  # only a sign is taken down
    if row.action is Action.DELIVER:
        return not application.deliveries
    return True


def _figures_lacking(services: Services, application: Application) -> tuple[FormField, ...]:
    """A field for each number that the case must state and does not; of several items each names its own."""
    items = figures_lacking(services, application)
    is_named = len(items) > 1
    return tuple(
        FormField(
            name=one.name,
            kind="text",
            label_zh=f"{f'{item.name_zh}：' if is_named else ''}{one.field.label}（{one.field.unit}）",
            label_en=f"{f'{item.name_en}: ' if is_named else ''}{one.field.label_en} ({one.field.unit_en})",
            is_required=False,
        )
        for item, fields in items
        for one in fields
    )


def _with_promise(services: Services, application: Application) -> list[Button]:
    lacking = services.office.policy.lacking(application)
    if not lacking or not all(paper.may_follow_days for paper in lacking):
        return []
    listed = "、".join(f"{paper.code} {paper.name_zh}" for paper in lacking)
    return [
        Button(
            key=ACCEPT_WITH_PROMISE,
            label_zh=f"容缺受理（承诺补交：{listed}）",
            label_en=f"Accept; {', '.join(paper.name_en for paper in lacking)} may follow",
            look=Look(fields=_lines(application)),
        )
    ]


def waiting_matters(services: Services, visitor: Visitor, application: Application) -> tuple[Matter, ...]:
    """Return the items of a composite case that wait for an opinion which the visitor may give."""
    if application.state is not State.UNDER_REVIEW or not application.is_composite or not visitor.is_officer:
        return ()
    with services.office.reading() as unit:
        own = unit.sections.of(visitor.account.id)
    may_all = visitor.account.role is Role.SUPERVISOR
    return tuple(m for m in application.matters if m.opinion is None and (may_all or m.section in own))


def _of_matters(open_ones: tuple[Matter, ...], look: Look, english: Mapping[str, str]) -> list[Button]:
    if not open_ones:
        return []
    which = FormField(
        name="matter",
        kind="choice",
        label_zh="事项",
        label_en="Item",
        choices=tuple((m.id, f"{m.title}（{m.section}）", english.get(m.title, m.title)) for m in open_ones),
    )
    return [
        Button(
            key=Action.REVIEW_MATTER.value,
            label_zh="并联审查：同意",
            label_en="Item: agree",
            look=Look(fields=(which, *look.fields), is_main=True),
            others=(Other(key=MATTER_REFUSAL, label_zh="并联审查：不同意", label_en="Item: disagree"),),
        )
    ]


def _papers_asked(services: Services, application: Application) -> tuple[FormField, ...]:
    """A field for each paper that the case may need; what is there already can be replaced."""
    held = {material.kind for material in application.materials}
    return tuple(
        FormField(
            name=f"paper_{paper.code}",
            kind="file",
            label_zh=f"{_shown_code(paper)}{paper.name_zh}{'（已有，可更换）' if paper.code in held else ''}",
            label_en=f"{_shown_code(paper)}{paper.name_en}{' (there; may be replaced)' if paper.code in held else ''}",
            is_required=False,
            paper=paper.name_zh,
        )
        for paper in papers_concerning(services, application)
    )


def _shown_code(paper: Paper) -> str:
    return "" if ":" in paper.code else f"{paper.code} "


def _promised(application: Application, english: Mapping[str, str]) -> tuple[FormField, ...]:
    return tuple(
        FormField(
            name=f"paper_{promise.paper}",
            kind="file",
            label_zh=f"{promise.paper} {promise.name}（承诺 {promise.due} 前）",
            label_en=f"{promise.paper} {english.get(promise.name, promise.name)} (by {promise.due})",
            is_required=False,
            paper=promise.name,
        )
        for promise in application.open_promises
    )
