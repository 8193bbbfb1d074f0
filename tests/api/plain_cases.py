"""Cases opened straight through the use cases, without a drawing: quick, for pages that need a case and no design."""

from __future__ import annotations

from dataclasses import replace

from signage.applications import use_cases
from signage.applications.issuing import decide_on_the_spot
from signage.applications.model import Application
from signage.bootstrap import Services
from tests.storage.case_builders import APPLICANT, CLEAR, item, papers


def submitted(services: Services, unit: str = "S1-01") -> Application:
    """A case of the demonstration's applicant, handed in."""
    with services.database.reading() as reading:
        shop = reading.accounts.by_login("shop")[0]
    applicant = replace(APPLICANT, account_id=shop.id)
    office, now = services.office, services.now()
    draft = use_cases.open_application(
        office, applicant, (item(unit, plan="jingwan-li"),), papers(), shop.actor, now, circumstances=CLEAR
    )
    return use_cases.submit(office, draft.id, shop.actor, services.now())


def returned(services: Services, unit: str = "S1-01") -> Application:
    """The same, sent back for correction."""
    case = submitted(services, unit)
    with services.database.reading() as reading:
        clerk = reading.accounts.by_login("clerk")[0]
    return use_cases.return_for_correction(
        services.office, case.id, clerk.actor, services.now(), defects=("租赁合同缺页",)
    )


def issued(services: Services, unit: str = "S1-01") -> Application:
    """The same, granted by two officers in one sitting, with its sealed notice."""
    with services.database.reading() as reading:
        clerk, second = (reading.accounts.by_login(login)[0].actor for login in ("clerk", "second"))
    case = submitted(services, unit)
    return decide_on_the_spot(services.office, case.id, clerk, second, services.now, opinion="材料齐全，符合规定")
