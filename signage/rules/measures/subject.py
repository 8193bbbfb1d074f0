"""What the measures look at: a proposal with the look-ups that many of them share, each done once."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from signage.design import Piece, SignLayout
from signage.frontage import ExistingSign, Frontage, Proposal, SignBand, Storey, Unit, adjoining_span, guarded
from signage.geometry import Rect, Region
from signage.rules.measures.fact_forms import Fact, is_offices, told
from signage.rules.measures.other_signs import OtherSign, form_of_kind, other_signs
from signage.rules.measures.parts import FaceParts, SignParts, face_parts, sign_parts


class Subject:
    """A proposal under measurement, elevation space, mm.

    Whoever asks its face for a part that nobody surveyed gets `NotSurveyed`.

    Args:
        proposal: What is proposed; nothing of it is changed.
    """

    def __init__(self, proposal: Proposal) -> None:
        plan = guarded(proposal.plan)
        self.proposal = proposal if plan is proposal.plan else replace(proposal, plan=plan)
        self.layout: SignLayout = proposal.sign.layout
        self.rect: Rect = proposal.sign.rect
        self.face: Frontage
        self.unit: Unit
        self._place_facts: dict[str, Fact]
        self.parts: SignParts = sign_parts(self.layout)
        self.face, self.unit = plan.find_unit(proposal.sign.unit_id)
        self._place_facts = dict(self.face.facts)

    def fact(self, name: str) -> Fact | None:
        """Return a fact stated with the proposal, or one that the plan knows of the place; None: nobody has said.

        Of what an office says, such as forbidden places, the plan's word stands; of all else what was stated last.

        Raises:
            NotUnderstood: It was said in words that are not on the fact's list.
        """
        stated = self.proposal.facts.get(name)
        known = self._place_facts.get(name)
        value = known if stated is None or (known is not None and is_offices(name)) else stated
        return None if value is None else told(name, value)

    def is_stated(self, name: str) -> bool:
        """Return whether somebody has said a fact, in whatever words."""
        return self.proposal.facts.get(name) is not None or self._place_facts.get(name) is not None

    def words_of(self, name: str) -> tuple[str, ...] | None:
        """Return a fact that lists words; one word counts as a list of one, and `none` as an empty list."""
        value = self.fact(name)
        if value is None:
            return None
        listed = value if isinstance(value, tuple) else tuple(str(value).replace("，", ",").split(","))
        return tuple(item.strip() for item in listed if item.strip() and item.strip() != "none")

    @cached_property
    def proofs(self) -> frozenset[str]:
        """Kinds of proof documents that were handed in, by the spec or as a fact."""
        return frozenset(self.layout.spec.exemption_proof) | frozenset(self.words_of("proofs") or ())

    @cached_property
    def storey(self) -> Storey | None:
        """The unit's storey."""
        return self.face.storey(self.unit.storey)

    @cached_property
    def band(self) -> SignBand | None:
        """The band kept for the unit."""
        return self.face.band_of(self.unit.id)

    @cached_property
    def face_shift(self) -> tuple[float, float]:
        """From sign space to where the face's parts are marked; a face seen from its edge is marked across it."""
        turned = (self.layout.envelope.width - self.rect.width) / 2 if self.layout.street is not None else 0.0
        return self.rect.x0 - turned, self.rect.y0

    @cached_property
    def panel_rect(self) -> Rect | None:
        """Box of the panel or box, or None for a sign of letters alone."""
        box = self.parts.panel_box
        return box.moved(*self.face_shift) if box is not None else None

    @cached_property
    def region(self) -> Region:
        """The union of the sign's pieces."""
        return self.proposal.sign.region()

    @cached_property
    def sheet(self) -> Rect | None:
        """The upright rectangle that the union of the sign's pieces is; None when it is anything else."""
        return self.proposal.sign.sheet

    @cached_property
    def content_rect(self) -> Rect | None:
        """The smallest box around all ink, or None when there is no text."""
        content = self.parts.content
        return content.moved(*self.face_shift) if content is not None else None

    @property
    def lit_pieces(self) -> tuple[Piece, ...]:
        """Pieces that emit light, forwards or backwards."""
        return self.parts.lit

    @cached_property
    def openings(self) -> FaceParts:
        """The face's openings by what they are."""
        return face_parts(self.face)

    @cached_property
    def leased(self) -> tuple[str, ...]:
        """Units that the applicant leases: as stated, else those of the unit's own tenant by the plan."""
        stated = self.words_of("leased_units")
        if stated is not None:
            return stated
        tenant = self.unit.tenant
        return tuple(u.id for u in self.face.units if u.tenant == tenant) if tenant else ()

    @cached_property
    def leased_span(self) -> tuple[float, float]:
        """Left and right end of the leased units that adjoin the sign's own unit without a gap, that unit included."""
        return adjoining_span(self.face, self.unit, frozenset(self.leased))

    def amount(self, name: str) -> float | None:
        """Return a stated number, or None when nobody has said or what was said is no number."""
        value = self.fact(name)
        return None if isinstance(value, bool) or not isinstance(value, int | float) else float(value)

    @cached_property
    def others(self) -> tuple[OtherSign, ...]:
        """All other signs of the building: approved ones that this one does not replace, and proposed ones."""
        return other_signs(self.proposal, frozenset(self.words_of("replaces") or ()))

    @cached_property
    def own_others(self) -> tuple[OtherSign, ...]:
        """Other signs of the same unit that stand to the wall as this one does."""
        return tuple(o for o in self.others if o.unit_id == self.unit.id and o.form == self.layout.form)

    @cached_property
    def neighbours(self) -> tuple[ExistingSign, ...]:
        """The nearest approved sign of the same form on each side, same face and storey, other units."""
        own = {self.unit.id, *self.leased}
        storeys = {u.id: u.storey for u in self.face.units}
        same = [
            e
            for e in self.face.signs
            if e.unit not in own
            and storeys.get(e.unit) == self.unit.storey
            and form_of_kind(e.kind) == self.layout.form
        ]
        middle = self.rect.centre.x
        left = max((e for e in same if e.rect.centre.x < middle), key=lambda e: e.rect.x1, default=None)
        right = min((e for e in same if e.rect.centre.x >= middle), key=lambda e: e.rect.x0, default=None)
        return tuple(e for e in (left, right) if e is not None)
