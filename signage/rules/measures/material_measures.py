"""What the sign is made of: materials that burn, materials that practice asks not to use."""

from __future__ import annotations

from signage.design import SUPPORTS, Material, load_materials
from signage.rules.measures.measurement import Measurement, measure, rect_mark
from signage.rules.measures.subject import Subject

_VALUES = {m.id: (m.name_zh, m.name_en) for m in load_materials()}
_BY_ID = {m.id: m for m in load_materials()}


def _used(subject: Subject) -> tuple[Material, ...]:
    ids = dict.fromkeys(p.material for p in subject.layout.pieces if p.role not in SUPPORTS)
    return tuple(_BY_ID[name] for name in ids if name in _BY_ID)


def _listed(subject: Subject, hits: tuple[Material, ...]) -> Measurement:
    where = (rect_mark(subject.rect),) if hits else ()
    return Measurement(words=tuple(m.id for m in hits), where=where)


@measure(
    "combustible_materials",
    None,
    ("可燃材料", "combustible materials"),
    "Materials of the sign's bodies and letters whose usual make burns (below fire class B1), by the material list.",
    kind="words",
    values=_VALUES,
)
def combustible_materials(subject: Subject) -> Measurement:
    """Return the materials of the sign that usually burn."""
    return _listed(subject, tuple(m for m in _used(subject) if m.is_combustible))


@measure(
    "discouraged_materials",
    None,
    ("不宜采用的材料", "discouraged materials"),
    "Materials of the sign that city practice asks not to use, such as sprayed cloth and soft film.",
    kind="words",
    values=_VALUES,
)
def discouraged_materials(subject: Subject) -> Measurement:
    """Return the materials of the sign that practice asks not to use."""
    return _listed(subject, tuple(m for m in _used(subject) if m.is_discouraged or m.id in _CLOTH))


_CLOTH = frozenset({"banner-cloth", "banner-print"})  # 喷绘布
