"""What is asked of a lay-out of sign bands, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field

from signage.errors import Param
from signage.frontage import FrontagePlan, SignBand
from signage.locale import Lang, text


@dataclass(frozen=True, slots=True, kw_only=True)
class BandWish:
    """How bands shall be laid out. None of these figures is a rule; each is a designer's choice and may be changed.

    Attributes:
        storeys: Only these; empty: every storey that has units.
        faces: Only these; empty: all.
        least_height_mm: A lower band is no use; common datums are given up rather than go below it.
        least_width_mm: The same across.
        end_gap_mm: Wall left free at each end of a band, so that neighbouring signs do not touch.
        opening_gap_mm: Wall left free between a band and frames of doors and windows, canopies and columns.
        storey_gap_mm: Wall left free between the bands of two storeys, which read as one strip where they touch.
        kinds: Sign kinds for units whose plan names none; empty: the usual ones for walls.
        palette: Colours for units whose plan names none.
    """

    storeys: tuple[int, ...] = ()
    faces: tuple[str, ...] = ()
    least_height_mm: float = 500.0
    least_width_mm: float = 800.0
    end_gap_mm: float = 200.0
    opening_gap_mm: float = 50.0
    storey_gap_mm: float = 200.0
    kinds: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that the planner must know of a band, as a code of `locale/bands.toml` with its figures.

    Attributes:
        params: Plain values; a value that reads differently in Chinese and English stands as `name_zh` and `name_en`.
    """

    code: str
    params: dict[str, Param] = field(default_factory=dict)

    def words(self, lang: Lang | None = None) -> str:
        """Return the remark as one sentence."""
        chosen = (lang or Lang.ZH).value
        own = {k.removesuffix(f"_{chosen}"): v for k, v in self.params.items() if k.endswith(f"_{chosen}")}
        return text(f"bands.{self.code}", lang, **{**self.params, **own})


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """What became of one unit, or of adjoining units of one tenant.

    Attributes:
        units: The units, left to right.
        band: Their band, or None when none is possible; the remarks then say why.
        span_mm: Left and right end of the units.
        warnings: Remarks that somebody has to act on: signs that do not fit, inputs that are missing.
        characters: How many Han characters fit in one line at the band's greatest letter height, None where no rule
            speaks of letters.
    """

    face: str
    storey: int
    units: tuple[str, ...]
    span_mm: tuple[float, float]
    band: SignBand | None
    remarks: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    characters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRun:
    """Neighbouring bands on one datum.

    Attributes:
        remarks: Why the datum steps here, and which unit sets the height.
    """

    face: str
    storey: int
    first: str
    last: str
    datum_mm: float
    height_mm: float
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BandLayout:
    """The lay-out of a building: a new revision of its plan, one row a unit, one run a datum."""

    plan: FrontagePlan
    rows: tuple[BandRow, ...]
    runs: tuple[BandRun, ...]

    @property
    def without_band(self) -> tuple[BandRow, ...]:
        """Rows for which no band is possible."""
        return tuple(row for row in self.rows if row.band is None)
