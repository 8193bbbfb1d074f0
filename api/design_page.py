"""What the design page shows: the form's choices for its kind, and the result of a design or what went wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from api.design_fields import (
    FIELDS,
    colour_names,
    constructions_of,
    faces_for,
    fields_of,
    logo_places,
    materials_for,
    own_colours,
    settings_of,
    typefaces,
    usual_weight,
    weights,
)
from api.design_form import DesignForm, units_named
from api.design_views import offered_files, scene_of
from api.errors import status_of
from api.field_words import field_label, told
from api.logo_files import MOST_LOGO
from api.stated_facts import FactField, asked_for, fact_fields
from api.unit_notes import notes_of
from signage.applications.replaced import replaced_words
from signage.bootstrap import Services
from signage.design import SignKind, kind_of, load_kinds, note_words, own_lengths, typeface_words
from signage.design.colour_names import colour_of, colours_by_name
from signage.desk import Desk
from signage.errors import SignageError, SpecError
from signage.frontage import beyond_words
from signage.locale import Lang, speaking, text
from signage.offers import Change, repair
from signage.render import Viewport, draw
from signage.rules import Verdict
from signage.rules.measures.fact_words import stated_in_words
from signage.scene import Scene
from signage.typography import MAX_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOffer:
    """An offer as the page needs it: what it changes, and the form's values that make it."""

    title_zh: str
    title_en: str
    verdict: Verdict
    changes: tuple[Change, ...]
    fields: list[tuple[str, str]]
    values: str


def form_values(services: Services, form: DesignForm, lang: Lang) -> dict[str, Any]:
    """Return what the form's template shows: fields and choices of the chosen kind."""
    kind = _kind(form)
    # A kind that does not exist is told; until another is chosen the form is that of the first one.
    shown = kind or load_kinds()[0]

    def label(name: str) -> str:
        if name == "name" and shown.is_temporary:  # what hangs for an event says something, and names no shop
            return text("desk.field_slogan", lang)
        return field_label(name, lang)

    return {
        "form": form,
        "kind": kind,
        "kinds": _kinds_by_form(lang),
        "plan": form.plan_in_force(services),
        "plans": [plan for plan in services.plans.all_in_force(services.today()) if plan.units],
        "label": label,
        "old_signs": _old_signs(form, services, lang),
        "facts": _facts(form, services, shown, lang),
        # A value in a field that the kind lacks stands in the way: the field is there, so that it can be cleared.
        "has": fields_of(shown) | {name for name in FIELDS if form.values[name]},
        "said_fields": [name for name in FIELDS if _is_said(form, name)],
        "open": (),
        "settings": settings_of(shown, lang),
        "constructions": constructions_of(shown, lang),
        "sides": faces_for(shown, lang),
        "panel_materials": materials_for(shown.base.material, lang),
        "letter_materials": materials_for(shown.letters.material, lang),
        "places": logo_places(lang),
        "weights": weights(usual_weight(form.values, shown), lang),
        "faces": typefaces(services, shown, lang),
        "own_face": shown.letters.typeface,
        "own": own_colours(form.values, shown),
        "colour_of": colour_of,
        "colour_names": colour_names(lang),
        "colours_by_name": json.dumps(dict(colours_by_name()), ensure_ascii=False),
        "has_logo": services.logos.get(form.logo) is not None,
        "logo_most": MOST_LOGO,
        "name_longest": MAX_NAME,
    }


def result_values(services: Services, form: DesignForm, lang: Lang) -> tuple[dict[str, Any], int]:
    """Return what the result's template shows, and the status: the design, or the complaint that stands in its way."""
    values: dict[str, Any] = {"told": None, "desk": None, "form": form, "query": form.query}
    try:
        desk = form.desk(services)
        with speaking(lang):
            scene = scene_of(desk, form.view, form.light, services)
            drawn = draw(scene, Viewport.of(scene), "svg")
        values |= {
            "picture": Markup(_inline(drawn.content)),  # noqa: S704 (our drawing)
            "picture_focus": f"{_focus(desk, scene):.3f}",
            "query_string": form.query_string,
            "files": offered_files(),
            "measures": _measures(desk),
            "is_edge_on": desk.layout.street is not None,
            "layout_notes": (
                *filter(None, (typeface_words(desk.layout, lang),)),
                *note_words(desk.layout, lang),
                *beyond_words(desk.proposal, lang),
            ),
            "notes": notes_of(
                desk.proposal.plan,
                form.unit,
                form.licence_name,
                lang,
                replaced=desk.proposal.replaced,
                is_temporary=desk.layout.spec.kind in services.office.policy.temporary.kinds,
            ),
            "offers": _offers(services, form, desk),
            "settling": _settling(desk, services, lang),
            "to_verify": [
                title for title, _, enough in stated_in_words(desk.proposal.facts.items(), lang) if not enough
            ],
        }
    except SignageError as error:
        values["told"] = told(error, lang)
        return values, status_of(error)
    values["desk"] = desk
    return values, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class OldSign:
    """A sign that the new one may take the place of: its id, in words, and whether it is ticked."""

    id: str
    words: str
    is_ticked: bool


def _facts(form: DesignForm, services: Services, kind: SignKind, lang: Lang) -> tuple[FactField, ...]:
    plan = form.plan_in_force(services)
    face, _ = plan.find_unit(form.unit)
    # What an office has put into the plan is not asked again.
    stated = {name for name, _ in face.facts}
    asked = [one for one in asked_for(services.books(plan.city), kind, services.today()) if one.name not in stated]
    return fact_fields(asked, form.facts, lang)


def _settling(desk: Desk, services: Services, lang: Lang) -> list[tuple[str, str]]:
    """The facts that would settle open findings, each once: its name and what people call it."""
    books = services.books(desk.proposal.plan.city)
    asked = {form.name: form for form in asked_for(books, kind_of(desk.layout.spec.kind), services.today())}
    named = dict.fromkeys(name for one in desk.report.findings for name in one.missing_facts if name in asked)
    return [(name, asked[name].title(lang)) for name in named]


def _old_signs(form: DesignForm, services: Services, lang: Lang) -> list[OldSign]:
    ticked = units_named(form.replaces)
    return [
        OldSign(id=one.id, words=replaced_words(one, lang), is_ticked=one.id in ticked)
        for one in form.signs_here(form.front(services))
    ]


def _kind(form: DesignForm) -> SignKind | None:
    try:
        return kind_of(form.kind)
    except SpecError:
        return None


def _kinds_by_form(lang: Lang) -> list[tuple[str, list[SignKind]]]:
    """All kinds, together by how they stand to the wall."""
    groups: dict[str, list[SignKind]] = {}
    for kind in load_kinds():
        groups.setdefault(text(f"sign.form_{kind.form.value}", lang), []).append(kind)
    return list(groups.items())


def _is_said(form: DesignForm, name: str) -> bool:
    return bool(form.values[name]) and form.values[name] != form.fitted.get(name)


def _measures(desk: Desk) -> list[tuple[str, str, str]]:
    """The figures that a designer asks for first: names in Chinese and English, values."""
    layout, rect = desk.layout, desk.placed.rect
    box, own = layout.envelope, own_lengths(layout.spec)
    letters = [("字高", "Letter height", f"{layout.lines[0].letter_height_mm:.0f} mm")]
    if (gap := layout.lines[0].gap_mm) is not None:
        letters.append(("字距", "Letter gap", f"{gap:.0f} mm"))
    size = ("尺寸", "Size", f"{box.width:.0f} × {box.height:.0f} mm")
    if own:  # what stands before the wall has no projection from it, and stands on the pavement
        named = {"diameter", "top", "banner_foot", "clearance"} & own.keys()
        said = [
            (text(f"register.length_{name}", Lang.ZH), text(f"register.length_{name}", Lang.EN), f"{value:.0f} mm")
            for name, value in own.items()
            if name in named
        ]
        return [*said, *letters] if "diameter" in own else [size, *said, *letters]
    last = ("面积", "Area", f"{box.width * box.height / 1e6:.2f} m²")
    depth = ("厚度", "Depth", f"{layout.thickness_mm:.0f} mm")
    if layout.stands_on_ground:
        return [size, *letters, depth, last]
    return [
        size,
        *letters,
        depth,
        ("外挑", "Projection", f"{layout.depth_mm:.0f} mm"),
        ("底边标高", "Bottom level", f"{rect.y0 / 1000:+.3f} m"),
        last,
    ]


def _offers(services: Services, form: DesignForm, desk: Desk) -> list[ShownOffer]:
    if not desk.report.verdict.blocks:
        return []
    books = services.books(desk.proposal.plan.city)
    shown = []
    for offer in repair(desk.proposal, books, services.today(), services.fonts, explain=False):
        filled = form.with_spec(offer.proposal.sign.layout.spec, services.logos)
        # Only what the offer changes: the visitor may have typed on since this answer was asked for.
        values = {name: filled.values[name] for name in FIELDS if filled.values[name] != form.values[name]}
        shown.append(
            ShownOffer(
                title_zh=offer.title_zh,
                title_en=offer.title_en,
                verdict=offer.report.verdict,
                changes=offer.changes,
                fields=filled.query,
                values=json.dumps(values, ensure_ascii=False),
            )
        )
    return shown


def _focus(desk: Desk, scene: Scene) -> float:
    """Where the sign's middle lies across a view of the front, from 0 at its left end to 1."""
    return min(max((desk.placed.rect.centre.x - scene.bounds.x0) / scene.bounds.width, 0.0), 1.0)


def _inline(svg: bytes) -> str:
    """An SVG file as an element of a page: without the XML declaration."""
    found = svg.decode("utf-8")
    return found[found.index("<svg") :]
