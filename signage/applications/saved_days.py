"""What the working days saved are counted against, in a sentence: each thing's statutory time and where it is from."""

from __future__ import annotations

from signage.applications.composite import days_saved, days_taken, filed_apart
from signage.applications.model import Application
from signage.applications.office import Office
from signage.locale import Lang, both, said, text


def saved_against(application: Application, office: Office) -> str:
    """Return what the days saved of a decided case are counted against; empty where nothing is counted.

    Signs and events have each the statutory time that their item's guide shows, which is the procedure's own
    (`item_days.as_applied`), also where they are decided at once: that is what saves the days.
    """
    taken, saved = days_taken(application, office), days_saved(application, office)
    if taken is None or saved is None:
        return ""
    if application.is_composite:
        return said("applications.saved_against_items", apart=application.days_apart, taken=taken)
    days, policy = dict(office.policy.days)["statutory_decision"], office.policy
    events = sum(policy.is_of_event(one) for one in application.items)
    kind = "events" if events == len(application.items) else "signs" if not events else "both"
    names = (text(f"applications.saved_{kind}", lang) for lang in (Lang.ZH, Lang.EN))
    source = dict(policy.basis)["statutory_decision"], dict(policy.basis_en)["statutory_decision"]
    count = filed_apart(application)
    return said(
        "applications.saved_against",
        count=count,
        days=days,
        apart=count * days,
        taken=taken,
        item=both(*names),
        basis=both(*source),
    )
