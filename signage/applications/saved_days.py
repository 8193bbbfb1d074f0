"""What the working days saved are counted against, in a sentence: each thing's statutory time and where it is from."""

from __future__ import annotations

from signage.applications.composite import days_saved, days_taken, filed_apart
from signage.applications.model import Application
from signage.applications.office import Office
from signage.items import CompositeGroup
from signage.locale import Lang, both, said, text


def saved_against(application: Application, office: Office, groups: tuple[CompositeGroup, ...] = ()) -> str:
    """Return what the days saved of a decided case are counted against; empty where nothing is counted.

    Items handled together are counted by the days that their group of `groups` gives them, with the source it names.
    Signs and events have each the statutory time that their item's guide shows, which is the procedure's own
    (`item_days.as_applied`), also where they are decided at once: that is what saves the days.
    """
    taken, saved = days_taken(application, office), days_saved(application, office)
    if taken is None or saved is None:
        return ""
    if application.is_composite:
        group = next((one for one in groups if one.code == application.group), None)
        origin: str = said("applications.saved_no_source")
        if group:
            origin = both(group.source_zh.rstrip("。"), group.source_en.rstrip("."))
        return said("applications.saved_against_items", apart=application.days_apart, taken=taken, source=origin)
    policy, count = office.policy, filed_apart(application)
    apart = taken + saved
    days = apart // count
    events = sum(policy.is_of_event(one) for one in application.items)
    kind = "events" if events == len(application.items) else "signs" if not events else "both"
    names = (text(f"applications.saved_{kind}", lang) for lang in (Lang.ZH, Lang.EN))
    source = dict(policy.basis)["statutory_decision"], dict(policy.basis_en)["statutory_decision"]
    return said(
        "applications.saved_against",
        count=count,
        days=days,
        apart=apart,
        taken=taken,
        item=both(*names),
        basis=both(*source),
    )
