"""An error on an English page names items, sections and papers in English, as the data files give them."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from signage.applications import use_cases
from signage.applications.composite import Asked, matters_of
from signage.applications.model import Application, Material, Term
from signage.errors import GuardFailed
from signage.locale import Lang, describe, enumerated, naming
from tests.items.examples import example_figures
from tests.storage.case_builders import APPLICANT, CLEAR


def under_review(services) -> Application:
    """Two items of a construction site, taken up; no section has spoken."""
    with services.database.reading() as unit:
        shop, clerk = (unit.accounts.by_login(login)[0] for login in ("shop", "clerk"))
    office, now, group = services.office, services.now, services.catalogue.group("construction-site")
    today = services.today()
    figures = example_figures(map(services.catalogue.item, group.codes[:2]))
    asked = Asked(term=Term(start=today, end=today.replace(year=today.year + 1)), figures=figures)
    matters = matters_of(services.catalogue, group, group.codes[:2], place="示例路 12 号工地", asked=asked)
    kinds = {paper.code: paper.name for matter in matters for paper in matter.papers}
    papers = tuple(
        Material(kind=code, title=name, digest="sha256:1", media_type="application/pdf", file_name="p.pdf", size=1)
        for code, name in kinds.items()
    )
    draft = use_cases.open_application(
        office,
        replace(APPLICANT, account_id=shop.id),
        (),
        papers,
        shop.actor,
        now(),
        circumstances=CLEAR,
        matters=matters,
        group=group.code,
        joint_days=group.joint_days,
    )
    use_cases.submit(office, draft.id, shop.actor, now())
    use_cases.accept(office, draft.id, clerk.actor, now())
    return use_cases.start_review(office, draft.id, clerk.actor, now())


def test_a_refused_step_names_the_silent_items_in_the_readers_language(services, signed_in):
    case = under_review(services)
    clerk = signed_in("clerk")
    typed = {"outcome": "granted", "words": "符合条件", "version": str(case.version)}
    told = {}
    for lang in ("zh", "en"):
        clerk.cookies.set("lang", lang)
        answer = clerk.post(f"/applications/{case.id}/actions/recommend", data=typed)
        assert answer.status_code == 409
        found = re.search(r'role="alert".*?</div>', answer.text, re.DOTALL) or re.search(
            r"<main.*?</main>", answer.text, re.DOTALL
        )
        assert found is not None
        told[lang] = unescape(found[0])
    for matter in case.matters:
        assert matter.title in told["zh"]
        assert services.catalogue.item(matter.code).name_en in told["en"]
        assert matter.title not in told["en"]


def test_names_inside_a_list_of_parts_are_said_in_english_too():
    owed = (enumerated(("M4", "租赁合同"), zh=" ", en=" "),)
    error = GuardFailed("workflow.promises_open", papers=owed)
    with naming({"租赁合同": "lease"}):
        assert "M4 lease" in describe(error, Lang.EN).message
        assert "M4 租赁合同" in describe(error, Lang.ZH).message
    assert "M4 租赁合同" in describe(error, Lang.EN).message
