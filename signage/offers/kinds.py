"""Another kind of sign, where no change of size, place, letters, light or colour helps: the largest change, made last.

Tried are the kinds that the unit's band lists, else those that a broken rule allows by its construction or form. The
text, the letters' height and what else the other kind can have stay as they were asked for, and so does the typeface
unless it is the one that the kind itself brought along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from signage.design import Colours, Form, SignKind, SignSpec, TextStyle, load_kinds
from signage.design.kind_files import kind_of
from signage.errors import InputError, LayoutError
from signage.frontage import Proposal
from signage.locale import Lang, text
from signage.offers.changes import clauses_in_words
from signage.offers.offer import Change
from signage.offers.propose import is_usual
from signage.offers.room import rule_of
from signage.offers.trials import Trials
from signage.rules import CheckReport, RuleBook, Verdict
from signage.rules.limits import Op

_OF_KIND = {"carrier": "carrier", "form": "form"}  # measure: what of a kind it reads


def other_kinds(trials: Trials) -> Iterator[Trials]:
    """Yield the sign as other kinds that may stand there, those most like it first; each as it is laid out at first.

    Args:
        trials: Of what was asked for.
    """
    proposal = trials.proposal
    asked = kind_of(proposal.sign.layout.spec.kind)
    for kind in sorted(_allowed(trials, asked), key=lambda one: _unlikeness(one, asked)):
        for letter_height in _letter_heights(proposal):
            spec = replace(_as_kind(proposal.sign.layout.spec, asked, kind), letter_height_mm=letter_height)
            if letter_height is not None and asked.has_panel and not kind.has_panel:
                spec = replace(spec, position=replace(spec.position, bottom_mm=_foot_of_letters(proposal)))
            found = _trials_of(trials, spec)
            if found is not None:
                yield found
                break


def _trials_of(trials: Trials, spec: SignSpec) -> Trials | None:
    """Return trials of another sign, without the stated letter gap where the other kind's letters cannot have it."""
    for gap in dict.fromkeys((spec.letter_gap_mm, None)):
        try:
            return trials.of_spec(replace(spec, letter_gap_mm=gap))
        except (LayoutError, InputError):
            continue
    return None


def _allowed(trials: Trials, asked: SignKind) -> list[SignKind]:
    band = trials.proposal.face.band_of(trials.proposal.unit.id)
    listed = band.kinds if band is not None else ()
    wanted = _named_by_rules(trials)
    found = []
    for kind in load_kinds():
        if kind.id == asked.id or kind.is_temporary != asked.is_temporary:
            continue
        is_like = asked.form is not Form.PARALLEL and kind.form is asked.form
        may = kind.id in listed if listed else is_like or is_usual(kind)
        if may and all(str(getattr(kind, part)) in values for part, values in wanted):
            found.append(kind)
    return found


def _named_by_rules(trials: Trials) -> list[tuple[str, frozenset[str]]]:
    """Return what broken rules say of a kind: the constructions and forms that they allow, else the form as it is."""
    report = trials.report_of(trials.proposal)
    named = []
    for finding in report.of(Verdict.FAIL):
        rule = rule_of(trials.books, finding)
        if rule is not None and rule.measure in _OF_KIND and rule.limit.op is Op.ONE_OF:
            named.append((_OF_KIND[rule.measure], frozenset(rule.limit.words)))
    if not any(part == "form" for part, _ in named):
        named.append(("form", frozenset({str(trials.proposal.sign.layout.form)})))
    return named


def _unlikeness(kind: SignKind, asked: SignKind) -> int:
    """Return how many things another kind has otherwise than the one that was asked for."""
    return (
        (kind.form is not asked.form)
        + (kind.carrier != asked.carrier)
        + (kind.constructions[0] not in asked.constructions)
        + (kind.has_panel != asked.has_panel)
    )


def _letter_heights(proposal: Proposal) -> tuple[float | None, ...]:
    """The letters as high as they were, and as the other kind would have them."""
    lines = proposal.sign.layout.lines
    return (float(int(lines[0].letter_height_mm)), None) if lines else (None,)


def _foot_of_letters(proposal: Proposal) -> float:
    """Where the letters of a panel stand on the wall, so that without it they stay where they were."""
    layout = proposal.sign.layout
    return round(min(line.ink.y0 for line in layout.lines) - layout.envelope.y0 + proposal.sign.rect.y0, 2)


def _as_kind(spec: SignSpec, asked: SignKind, kind: SignKind) -> SignSpec:
    """Return what was asked for as another kind, without what only the kind that was asked for has."""
    colours = spec.colours
    if asked.has_panel and not kind.has_panel:  # letters on the wall take the strong colour, as in a proposal
        colours = Colours(letter=colours.panel, second=colours.second)
    return replace(
        spec,
        kind=kind.id,
        style=_style_of(spec, asked, kind),
        colours=colours,
        construction=spec.construction if spec.construction in kind.constructions else None,
        setting=spec.setting if spec.setting in kind.settings else None,
        panel_material=spec.panel_material if kind.has_panel else None,
        letter_material=None,
        faces=spec.faces if spec.faces is not None and spec.faces <= kind.faces else None,
        depth_mm=None,
        return_depth_mm=None,
        standoff_mm=None,
        position=replace(spec.position, reach_mm=None),
    )


def _style_of(spec: SignSpec, asked: SignKind, kind: SignKind) -> TextStyle:
    """Return the typeface that was chosen, else the other kind's own: a plaque's thin strokes take no lamps."""
    if not asked.has_own_style(spec.style):
        return spec.style
    return replace(kind.style, second_typeface=spec.style.second_typeface)


def kind_change(before: Proposal, after: Proposal, rules: tuple[str, ...], books: tuple[RuleBook, ...]) -> Change:
    """Return the change of kind in words.

    Args:
        before: What was asked for.
        after: What is offered.
        rules: Ids of the rules that ask for it.
        books: For the clauses.
    """
    old, new = kind_of(before.sign.layout.spec.kind), kind_of(after.sign.layout.spec.kind)
    words = []
    for lang in Lang:
        titles = (old.title_zh, new.title_zh) if lang is Lang.ZH else (old.title_en, new.title_en)
        said = text("offers.replaced", lang, name=text("offers.kind", lang), before=titles[0], after=titles[1], unit="")
        words.append(said + clauses_in_words(rules, books, lang))
    return Change(field="kind", before=old.id, after=new.id, unit="", rules=rules, text_zh=words[0], text_en=words[1])


def mended_by_kind(first: CheckReport, as_other: CheckReport) -> tuple[str, ...]:
    """Return the rules that the sign as asked for breaks and the same sign of another kind does not."""
    left = {finding.rule_id for finding in as_other.of(Verdict.FAIL)}
    return tuple(finding.rule_id for finding in first.of(Verdict.FAIL) if finding.rule_id not in left)
