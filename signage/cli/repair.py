"""`signage repair`: the nearest compliant signs to one that fails, or the rules that stand against all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import (
    books_of,
    check_facts,
    date_of,
    facts_of,
    fonts_of,
    leased_of,
    naming,
    plan_of_file,
    spec_of_file,
)
from signage.cli.output import (
    end_with,
    note,
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
from signage.locale import Lang

if TYPE_CHECKING:
    from signage.offers import Offer, RepairResult
    from signage.rules import CheckReport


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("repair", help=t("repair.help"))
    def repair(
        spec: Annotated[Path, typer.Argument(metavar="SPEC", help=t("arg_spec"))],
        frontage: Annotated[Path, typer.Option("--frontage", help=t("opt_frontage"))],
        unit: Annotated[str, typer.Option("--unit", help=t("opt_unit"))],
        count: Annotated[int, typer.Option("--count", min=1, max=3, help=t("repair.opt_count"))] = 3,
        book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
        on: Annotated[str | None, typer.Option("--on", help=t("opt_on"))] = None,
        fact: Annotated[list[str] | None, typer.Option("--fact", help=t("opt_fact"))] = None,
        leased: Annotated[list[str] | None, typer.Option("--leased", help=t("opt_leased"))] = None,
        output: Annotated[Path | None, typer.Option("-o", "--output", help=t("repair.opt_output"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=t("opt_json"))] = False,
    ) -> None:
        from signage.desk import prepare
        from signage.offers import repair as repaired

        folder = writable_folder(output) if output is not None else None
        day = date_of(on)
        sheet, plan = spec_of_file(spec), plan_of_file(frontage)
        books = books_of(book or (), plan, day)
        facts = facts_of(fact or (), leased or ())
        check_facts(facts, books)
        with naming(str(frontage), field="--leased"):
            leased_of(leased or (), plan)
        with naming(str(frontage), field="--unit"):
            plan.find_unit(unit)
        with naming(str(spec)):
            fonts = fonts_of()
            desk = prepare(sheet, plan, unit, books, day, fonts, facts=facts)
            result = repaired(desk.proposal, books, day, fonts, count=count)
        if as_json:
            print_json(_as_json(result, desk.report))
        else:
            _print(result, desk.report)
        for path in _write(result, folder, spec.stem) if folder is not None else ():
            note(t("repair.written", path=str(path)))
        if not result.offers:
            end_with(desk.report.verdict)
        end_with(min((offer.report.verdict for offer in result.offers), key=lambda verdict: verdict.rank))


def _as_json(result: RepairResult, report: CheckReport) -> dict[str, object]:
    from signage.design import write_spec
    from signage.plain import plain

    return {
        "asked": report.verdict.value,
        "offers": [
            {
                "title_zh": offer.title_zh,
                "title_en": offer.title_en,
                "spec": write_spec(offer.proposal.sign.layout.spec),
                "changes": [plain(change) for change in offer.changes],
                "binding": list(offer.binding),
                "report": report_json(offer.report),
            }
            for offer in result.offers
        ],
        "conflicts": [plain(conflict) for conflict in result.conflicts],
    }


def _print(result: RepairResult, report: CheckReport) -> None:
    from signage.rules import Verdict

    is_zh = LANG is Lang.ZH
    if not report.of(Verdict.FAIL):
        say(t("repair.nothing_broken" if not result.offers else "repair.only_recommended"))
    for number, offer in enumerate(result.offers, 1):
        _print_offer(number, offer)
    if result.conflicts:
        say(t("repair.none"))
    for conflict in result.conflicts:
        say(f"   · {conflict.text_zh if is_zh else conflict.text_en}")


def _print_offer(number: int, offer: Offer) -> None:
    from signage.rules import Verdict

    is_zh = LANG is Lang.ZH
    say(f"{number}. {offer.title_zh if is_zh else offer.title_en} · {overall_word(offer.report.verdict)}")
    for change in offer.changes:
        say(f"   · {change.text_zh if is_zh else change.text_en}")
    if offer.limits:
        say(f"   {t('repair.stopped_by')}")
        for limit in offer.limits:
            say(f"     – {limit.text_zh if is_zh else limit.text_en}")
    for finding in offer.report.findings:
        if finding.verdict.rank < Verdict.PASS.rank:
            say(f"   ! {finding.rule_id} {verdict_word(finding.verdict)}{t('colon')}{problem_line(finding)}")


def _write(result: RepairResult, folder: Path, stem: str) -> list[Path]:
    from signage.design import write_spec

    files = []
    for number, offer in enumerate(result.offers, 1):
        path = folder / f"{stem}-offer-{number}.toml"
        write_file(path, write_spec(offer.proposal.sign.layout.spec).encode())
        files.append(path)
    return files
