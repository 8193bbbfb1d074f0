"""The public page of a permit leads to the one that took its place, and back; the weekly report counts by item."""

from __future__ import annotations

import re
from urllib.parse import quote

from signage.applications import use_cases
from signage.applications.asking_again import ask_again, item_permit
from signage.applications.issuing import issue
from signage.applications.model import Outcome, Purpose
from signage.bootstrap import Services
from tests.api.item_cases import granted_item
from tests.api.plain_cases import issued


def test_the_page_of_a_changed_sign_permit_names_the_new_one_and_that_the_old(seated, services: Services, anyone):
    old, new = issued(services).permits[0].number, issued(services).permits[0].number
    page = anyone.get(f"/register/{quote(old)}").text
    assert "本证已由新证替代" in page
    assert f'<a href="/register/{quote(new)}">{new}</a>' in page
    page = anyone.get(f"/register/{quote(new)}").text
    assert "本证已由新证替代" not in page
    assert f'<dt>原证</dt><dd><a href="/register/{quote(old)}">{old}</a>' in page
    english = anyone.get(f"/register/{quote(old)}", headers={"accept-language": "en"}).text
    assert "Another permit has taken its place" in english
    assert not re.search(r"taken its place.*?[一-鿿].*?</p>", english.replace(new, ""))


def test_a_renewed_items_permit_names_the_one_before(services: Services, anyone):
    number, _ = granted_item(services)
    held = item_permit(services.office, services.catalogue, number)
    with services.database.reading() as unit:
        shop, clerk, second = (unit.accounts.by_login(login)[0].actor for login in ("shop", "clerk", "second"))
    office, now = services.office, services.now
    until = held.permit.valid_to.replace(month=5, day=31)
    asked = ask_again(
        office,
        held,
        Purpose.RENEWAL,
        held.case.applicant,
        held.case.materials,
        shop,
        now(),
        until=until,
        circumstances=held.case.circumstances,
    )
    use_cases.submit(office, asked.id, shop, now())
    use_cases.accept(office, asked.id, clerk, now())
    use_cases.start_review(office, asked.id, clerk, now())
    use_cases.recommend(office, asked.id, clerk, now(), outcome=Outcome.GRANTED, opinion="符合条件")
    use_cases.approve(office, asked.id, second, now(), reasons="准予")
    renewed = issue(office, asked.id, clerk, now()).permits[0].number
    assert f">{renewed}</a>（延续换证）" in anyone.get(f"/register/{quote(number)}").text
    assert f">{number}</a>（延续换证）" in anyone.get(f"/register/{quote(renewed)}").text


def test_the_weekly_report_has_a_table_by_item_with_the_cases_behind_it(seated, services: Services):
    granted_item(services)
    issued(services)
    head = seated("supervisor")
    page = head.get("/reports/weekly").text
    table = re.search(r"<h2>按事项</h2>.*?</table>", page, re.DOTALL)[0]
    assert "临时占用城市绿化用地审批" in table
    assert "户外招牌（门店招牌）设置" in table
    link = re.search(r'href="(/reports/cases\?[^"]*item=green-occupation[^"]*)"', table)[1].replace("&amp;", "&")
    behind = head.get(link).text
    assert "临时占用城市绿化用地审批" in behind
    assert "徽盐生活馆" not in behind
    english = head.get("/reports/weekly", headers={"accept-language": "en"}).text
    assert "By item" in english
    assert "Storefront sign" in english
