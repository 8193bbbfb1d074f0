"""A sign on the building, and what is proposed for a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from signage.design import Piece, SignLayout
from signage.digest import digest_of
from signage.frontage.model import ExistingSign, Frontage, FrontagePlan, Unit
from signage.geometry import Affine, Path, Point, Rect, Region


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSign:
    """A laid-out sign at its place.

    Attributes:
        layout: The sign.
        face_id: The face it hangs on.
        unit_id: The unit it belongs to.
        origin: Where the lower left corner of its envelope, as the street sees it, lies in elevation space.
    """

    layout: SignLayout
    face_id: str
    unit_id: str
    origin: Point

    @property
    def to_elevation(self) -> Affine:
        """Map from the space of the sign as the street sees it to elevation space."""
        return Affine.shift(self.origin.x, self.origin.y)

    @property
    def rect(self) -> Rect:
        """Its envelope as the street sees it, elevation space."""
        return self.layout.street_envelope.moved(self.origin.x, self.origin.y)

    @property
    def replaces(self) -> frozenset[str]:
        """The unit whose sign it takes the place of; none for what stands beside that sign for an event only."""
        return frozenset() if self.layout.is_temporary else frozenset({self.unit_id})

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its pieces as the street sees them, in the space that `to_elevation` maps."""
        return self.layout.street_pieces

    def outline_of(self, piece: Piece) -> Path:
        """Return a piece's outline in elevation space."""
        return piece.outline.transformed(self.to_elevation)

    def region(self) -> Region:
        """Return the union of all pieces, elevation space."""
        return Region.union([p.region().transformed(self.to_elevation) for p in _outermost(self.pieces)])

    @property
    def sheet(self) -> Rect | None:
        """The upright rectangle that `region` is, elevation space; None when it is anything else."""
        shown = _outermost(self.pieces)
        sheet = shown[0].outline.as_rect if len(shown) == 1 else None
        return None if sheet is None else sheet.moved(self.origin.x, self.origin.y)


def _outermost(pieces: tuple[Piece, ...]) -> list[Piece]:
    """Return the pieces without those on a rectangular one: letters on a panel cover nothing more than it does."""
    shown: list[Piece] = []
    sheets: list[Rect] = []
    # The widest first: of two alike the first covers the other.
    for piece in sorted(pieces, key=lambda one: -_area(one)):
        box = piece.outline.bounds()
        if box is None or any(sheet.contains(box) for sheet in sheets):
            continue
        shown.append(piece)
        if (sheet := piece.outline.as_rect) is not None:
            sheets.append(sheet)
    return shown


def _area(piece: Piece) -> float:
    box = piece.outline.bounds()
    return box.area if box is not None else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A plan with one new sign, the signs that are there, and facts that no drawing shows.

    Attributes:
        facts: What the applicant or a register states, by name: `licence_name`, `leased_units` (tuple of unit ids),
            `upper_owner_consent` (bool), … A fact that is absent is not known.
    """

    plan: FrontagePlan
    sign: PlacedSign
    others: tuple[PlacedSign, ...] = ()
    facts: dict[str, str | bool | float | tuple[str, ...]] = field(default_factory=dict)

    @property
    def face(self) -> Frontage:
        """The face that the sign is on."""
        return self.plan.find_unit(self.sign.unit_id)[0]

    @property
    def unit(self) -> Unit:
        """The unit that the sign is for."""
        return self.plan.find_unit(self.sign.unit_id)[1]

    @property
    def existing(self) -> tuple[ExistingSign, ...]:
        """Signs already approved on the same face."""
        return self.face.signs

    @property
    def replaced(self) -> frozenset[str] | None:
        """Ids of approved signs that this one is stated to take the place of; None where nobody has said."""
        stated = self.facts.get("replaces")
        if stated is None or isinstance(stated, bool | float):
            return None
        listed = stated if isinstance(stated, tuple) else tuple(stated.replace("，", ",").split(","))
        return frozenset(one.strip() for one in listed) - {"", "none"}

    @property
    def remaining(self) -> tuple[ExistingSign, ...]:
        """The approved signs of the face that stay beside the proposed ones."""
        return staying(self.face, (self.sign, *self.others), self.replaced)

    @property
    def digest(self) -> str:
        """Digest of everything that a check depends on beside the rule books."""
        permitted = {"standing": self.plan.standing_digest} if self.plan.standing_digest else {}
        return digest_of(
            {
                **permitted,
                "plan": self.plan.digest,
                "sign": self.sign.layout.digest,
                "origin_mm": list(self.sign.origin),
                "unit": self.sign.unit_id,
                "others": [[s.layout.digest, s.unit_id, list(s.origin)] for s in self.others],
                "facts": self.facts,
            },
            "signage.proposal/1",
        )


def staying(
    face: Frontage, proposed: Sequence[PlacedSign], replaced: frozenset[str] | None = None
) -> tuple[ExistingSign, ...]:
    """Return the approved signs of a face that stay beside proposed ones.

    Args:
        face: The face.
        proposed: The proposed signs.
        replaced: Ids of the signs that the first of them is stated to take the place of; None where nobody has said:
            it then takes the place of whatever hangs on its unit to stay, as every further one does.
    """
    free = proposed if replaced is None else proposed[1:]
    units = frozenset[str]().union(*(sign.replaces for sign in free))
    gone = replaced or frozenset()
    return tuple(one for one in face.signs if one.id not in gone and (one.unit not in units or one.is_temporary))
