"""`signage propose`: compliant designs for a name and a unit, each checked again in full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import books_of, check_facts, date_of, facts_of, fonts_of, leased_of, naming, plan_of_file
from signage.cli.output import (
    FAILED,
    end_with,
    overall_word,
    print_json,
    problem_line,
    report_json,
    say,
    verdict_word,
    writable_folder,
    write_file,
)
from signage.cli.words import LANG, t
from signage.errors import PlanError, SignageError
from signage.locale import Lang

if TYPE_CHECKING:
    from signage.offers import Offer
    from signage.typography import FontCatalogue


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("propose", help=t("propose_help"))
    def propose(
        name: Annotated[str, typer.Option("--name", help=t("opt_name"))],
        frontage: Annotated[Path, typer.Option("--frontage", help=t("opt_frontage"))],
        unit: Annotated[str, typer.Option("--unit", help=t("opt_unit"))],
        count: Annotated[int, typer.Option("--count", min=1, max=12, help=t("opt_count"))] = 3,
        book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        bottom: Annotated[float | None, typer.Option("--bottom", help=t("offers.opt_bottom"))] = None,
        fact: Annotated[list[str] | None, typer.Option("--fact", help=t("opt_fact"))] = None,
        leased: Annotated[list[str] | None, typer.Option("--leased", help=t("opt_leased"))] = None,
        output: Annotated[Path | None, typer.Option("-o", "--output", help=t("opt_output_folder"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.offers import propose as propose_designs
        from signage.offers import why_none

        folder = writable_folder(output) if output is not None else None
        day = date_of(on)
        plan = plan_of_file(frontage)
        books = books_of(book or (), plan, day)
        fonts = fonts_of()
        facts = facts_of(fact or (), leased or ())
        check_facts(facts, books)
        with naming(str(frontage), field="--leased"):
            leased_of(leased or (), plan)
        with naming(str(frontage), field="--unit"):
            plan.find_unit(unit)
        try:
            offers = propose_designs(name, plan, unit, books, day, fonts, count=count, facts=facts, bottom_mm=bottom)
        except PlanError:
            with naming(str(frontage), field="--unit"):
                raise
        except SignageError:
            with naming("", field="--name"):
                raise
        files = _write(offers, folder, fonts) if folder is not None else []
        if as_json:
            print_json([_as_json(offer) for offer in offers])
        else:
            _print(offers, files)
            none = () if offers else why_none(name, plan, unit, books, day, fonts, facts=facts, bottom_mm=bottom)
            for conflict in none:
                say(f"   · {conflict.text_zh if LANG is Lang.ZH else conflict.text_en}")
        if not offers:
            raise typer.Exit(FAILED)
        end_with(min((offer.report.verdict for offer in offers), key=lambda verdict: verdict.rank))


def _as_json(offer: Offer) -> dict[str, object]:
    from signage.design import write_spec

    return {
        "title_zh": offer.title_zh,
        "title_en": offer.title_en,
        "spec": write_spec(offer.proposal.sign.layout.spec),
        "origin_mm": list(offer.proposal.sign.origin),
        "report": report_json(offer.report),
    }


def _print(offers: tuple[Offer, ...], files: list[Path]) -> None:
    from signage.rules import Verdict

    if not offers:
        say(t("no_offer"))
    for number, offer in enumerate(offers, 1):
        spec = offer.proposal.sign.layout.spec
        title = offer.title_zh if LANG is Lang.ZH else offer.title_en
        size = f"{spec.width_mm:.0f} × {spec.height_mm:.0f} mm"
        say(f"{number}. {title} · {spec.kind} · {size} · {overall_word(offer.report.verdict)}")
        for finding in offer.report.findings:
            if finding.verdict.rank < Verdict.PASS.rank:
                say(f"   · {finding.rule_id} {verdict_word(finding.verdict)}{t('colon')}{problem_line(finding)}")
    for path in files:
        say(f"   {path}")


def _write(offers: tuple[Offer, ...], folder: Path, fonts: FontCatalogue) -> list[Path]:
    from signage.design import write_spec
    from signage.render import Viewport, draw
    from signage.scene import DAY, compose_front

    files = []
    for number, offer in enumerate(offers, 1):
        scene = compose_front(offer.proposal, DAY, fonts)
        stem = folder / f"proposal-{number}"
        picture = draw(scene, Viewport.of(scene, width_px=2000), "png").content
        for suffix, content in (
            (".toml", write_spec(offer.proposal.sign.layout.spec).encode()),
            (".png", picture),
        ):
            write_file(stem.with_suffix(suffix), content)
            files.append(stem.with_suffix(suffix))
    return files
