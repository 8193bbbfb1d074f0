"""What an offer changed, in words: the field, before and after, and the clauses that asked for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from signage.frontage import Proposal
from signage.locale import Lang, text
from signage.offers.offer import Change
from signage.rules import RuleBook


class _Field(NamedTuple):
    path: str
    levers: tuple[str, ...]
    unit: str
    read: Callable[[Proposal], float | str | None]


def _letter(proposal: Proposal) -> float | None:
    lines = proposal.sign.layout.lines
    return lines[0].letter_height_mm if lines else None


def _bottom(proposal: Proposal) -> float | None:
    """A sign on the ground has the pavement's level, which nobody chose."""
    return None if proposal.sign.layout.stands_on_ground else proposal.sign.rect.y0


def _thickness(proposal: Proposal) -> float:
    layout = proposal.sign.layout
    return layout.depth_mm if layout.street is None else layout.thickness_mm


_FIELDS = (
    _Field("position.bottom_mm", ("bottom", "top", "frame"), "mm", _bottom),
    _Field("position.offset_mm", ("frame",), "mm", lambda p: p.sign.layout.spec.position.offset_mm),
    _Field("position.reach_mm", ("reach", "outreach"), "mm", lambda p: p.sign.layout.spec.position.reach_mm),
    _Field(
        "width_mm", ("width", "face_width", "outreach", "frame", "height"), "mm", lambda p: p.sign.layout.spec.width_mm
    ),
    _Field("height_mm", ("height", "top", "bottom", "frame"), "mm", lambda p: p.sign.layout.spec.height_mm),
    _Field("letter_height_mm", ("edge", "letter", "height", "top", "frame"), "mm", _letter),
    _Field(
        "letter_gap_mm", ("gap", "width", "height", "top", "frame"), "mm", lambda p: p.sign.layout.spec.letter_gap_mm
    ),
    _Field("depth_mm", ("depth", "outreach"), "mm", _thickness),
    _Field("lighting.luminance_cd_m2", ("luminance",), "cd/m²", lambda p: p.sign.layout.spec.lighting.luminance_cd_m2),
    _Field("colours.panel", ("colour",), "", lambda p: p.sign.layout.spec.colours.panel),
    _Field("colours.letter", ("colour",), "", lambda p: p.sign.layout.spec.colours.letter),
    _Field("colours.second", ("colour",), "", lambda p: p.sign.layout.spec.colours.second),
)


def changes_between(
    before: Proposal,
    after: Proposal,
    why: Mapping[str, list[str]],
    books: Sequence[RuleBook],
    binding: Callable[[str], tuple[str, ...] | None] = lambda _: None,
) -> tuple[Change, ...]:
    """Return the differences between two signs at the same unit.

    Args:
        before: What was asked for.
        after: What is offered.
        why: Rule ids by lever, as `settle` gives them.
        books: For the clauses.
        binding: The rules that bind the change of a field by its path; none where taking it back alone tells
            nothing, and then it is the rules of its levers.
    """
    changes = []
    for field in _FIELDS:
        old, new = field.read(before), field.read(after)
        same = abs(old - new) < 0.5 if isinstance(old, int | float) and isinstance(new, int | float) else old == new
        if same:
            continue
        rules = binding(field.path)
        if not rules:
            rules = tuple(dict.fromkeys(rule for lever in field.levers for rule in why.get(lever, ())))
        changes.append(_change(field, old, new, rules, books))
    return tuple(changes)


def _change(
    field: _Field, old: float | str | None, new: float | str | None, rules: tuple[str, ...], books: Sequence[RuleBook]
) -> Change:
    code = "offers." + field.path.replace(".", "_")
    shown = {"before": _shown(old), "after": _shown(new), "unit": field.unit}
    is_raised = isinstance(old, int | float) and isinstance(new, int | float) and new > old
    by = _shown(abs(new - old)) if isinstance(old, int | float) and isinstance(new, int | float) else ""
    words = []
    for lang in Lang:
        pair = ("lifted", "sunk") if field.path == "position.bottom_mm" else ("raised", "lowered")
        verb = text("offers." + pair[0 if is_raised else 1], lang)
        said = text("offers.moved" if by else "offers.replaced", lang, name=text(code, lang), verb=verb, by=by, **shown)
        words.append(said + clauses_in_words(rules, books, lang))
    return Change(
        field=field.path,
        before=shown["before"],
        after=shown["after"],
        unit=field.unit,
        rules=rules,
        text_zh=words[0],
        text_en=words[1],
    )


def _shown(value: float | str | None) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def clauses_in_words(rules: tuple[str, ...], books: Sequence[RuleBook], lang: Lang) -> str:
    """Return the clauses that asked for a change, to stand after its words; empty when none did."""
    found = [rule for book in books for rule_id in rules if (rule := book.rule(rule_id)) is not None]
    named = dict.fromkeys(f"{rule.document} {rule.clause}" for rule in found)
    listed = ("、" if lang is Lang.ZH else ", ").join(named)
    return text("offers.because", lang, clauses=listed) if listed else ""
