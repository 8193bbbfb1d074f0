"""An uploaded draft on its way from measuring to the case: carried by the design, attached when it is applied with."""

from __future__ import annotations

from api.case_papers import Papers
from api.deps import Visitor
from api.design_form import DesignForm
from api.draft_page import DraftForm
from signage.applications.model import Material
from signage.bootstrap import Services
from signage.desk import Desk
from signage.drafts import confirmed, draft_kind, draft_paper, draft_seen_by, scale_of, size_of
from signage.locale import Lang, text


def paper_of_draft(services: Services, visitor: Visitor, form: DesignForm, desk: Desk) -> Papers:
    """Return the draft that a design was measured on as a paper of the case; none where there is no draft.

    Raises:
        NotFound: The draft is somebody else's, or there is none.
        InputError: The address carries figures that measure nothing.
    """
    if not form.draft:
        return Papers(materials=())
    draft_id, said = DraftForm.carried_by(form.draft)
    own = None if visitor.is_officer else visitor.account.id
    draft = draft_seen_by(services.database.reading, draft_id, own)
    ends = (said.point("x1", "y1"), said.point("x2", "y2"))
    measured = scale_of(*ends, said.number("distance_mm"), click_px=said.number("click"))
    scale = confirmed(measured, draft.mm_per_px_by_file, trust_measured=said.trust == "yes")
    size = size_of(said.point("sx1", "sy1"), said.point("sx2", "sy2"), scale)
    blobs, spec = services.office.blobs, desk.layout.spec
    received = draft_paper(
        draft_kind(desk.proposal.plan.id, desk.placed.unit_id),
        draft,
        blobs.get(draft.picture),
        scale=scale,
        size=size,
        ends=ends,
        asked_mm=(spec.width_mm, spec.height_mm),
    )
    material = Material(
        kind=received.kind,
        title=text("drafts.paper_title", Lang.ZH),
        digest=blobs.put(received.content),
        media_type=received.media_type,
        file_name=f"{text('drafts.paper_title', Lang.ZH)} {desk.placed.unit_id}.png",
        size=len(received.content),
    )
    return Papers(materials=(material,), received=(received,))
