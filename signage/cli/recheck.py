"""`signage recheck` and `signage whatif`: many approved signs against the rules in force, a new book or a new plan."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signage.cli.inputs import book_of, date_of, plan_of_file
from signage.cli.output import FAILED, end_with, note, print_json, say, verdict_word, writable_folder, write_file
from signage.cli.sign_source import approved_of
from signage.cli.words import LANG, t
from signage.errors import InputError
from signage.locale import Lang, describe, speaking

if TYPE_CHECKING:
    from signage.batch.recheck import Hit, Rechecked
    from signage.batch.whatif import WhatIf
    from signage.frontage import FrontagePlan
    from signage.rules import RuleBook

_SIGNS = Annotated[str | None, typer.Option("--signs", help=t("recheck.opt_signs"))]
_ON = Annotated[str | None, typer.Option("--on", help=t("opt_on"))]
_JOBS = Annotated[int, typer.Option("--jobs", min=1, max=64, help=t("recheck.opt_jobs"))]
_JSON = Annotated[bool, typer.Option("--json", help=t("opt_json"))]
_MOST_SHOWN = 40

Row = tuple[str, "Hit", "Hit | None"]  # its effect in words, how it is or would be, how it is now


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("recheck", help=t("recheck.help"))(_recheck)
    app.command("whatif", help=t("recheck.whatif_help"))(_whatif)


def _recheck(
    signs: _SIGNS = None,
    book: Annotated[list[str] | None, typer.Option("--book", help=t("opt_book"))] = None,
    on: _ON = None,
    jobs: _JOBS = 1,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=t("recheck.opt_output"))] = None,
    as_json: _JSON = False,
) -> None:
    from signage.batch.recheck import recheck

    day = date_of(on)
    folder = writable_folder(output) if output is not None else None
    store = writable_folder(folder / "measures") if folder is not None else None
    source = approved_of(signs, day)
    found, plans = source.signs, source.plans
    _note_dates(plans.values(), day)
    books = tuple(book_of(name) for name in book) if book else _books_of(plans.values(), day)
    result = recheck(found, plans, books, day, jobs=jobs, store=store, fonts=_fonts_folder())
    filed = [(plan, recheck(mine, {plan.id: plan}, books, day, jobs=jobs)) for plan, mine in source.filed]
    summary = _summary(result)
    if filed:
        summary["as_filed"] = [{"plan": p.id, "revision": p.revision, **_summary(r)} for p, r in filed]
    if folder is not None:
        write_file(folder / "findings.csv", _table([("", hit, None) for hit in _with_filed(result, filed)]))
        write_file(folder / "summary.json", (json.dumps(summary, ensure_ascii=False, indent=2) + "\n").encode())
    if as_json:
        print_json({**summary, "findings": list(_with_filed(result, filed))})
    else:
        _print_hits([(verdict_word(hit.verdict), hit, None) for hit in result.hits])
        _print_refused(result)
        _print_filed(filed, plans)
        counts = t("list_comma").join(f"{verdict} {count}" for verdict, count in _counts(result))
        total = len(result.verdicts) + len(result.refused)
        for sign in source.lost:
            note(
                t("recheck.filed_lost", sign=sign.id, unit=sign.unit_id, plan=sign.plan_id, revision=sign.plan_revision)
            )
        say(t("recheck.summary", total=total, counts=counts or "—", measured=result.measured, kept=result.kept))
    if not found:
        note(t("recheck.no_signs"))
    end_with(result.worst)


def _whatif(
    signs: _SIGNS = None,
    plan_revision: Annotated[Path | None, typer.Option("--plan-revision", help=t("recheck.opt_plan_revision"))] = None,
    book: Annotated[list[str] | None, typer.Option("--book", help=t("recheck.opt_new_book"))] = None,
    on: _ON = None,
    jobs: _JOBS = 1,
    output: Annotated[Path | None, typer.Option("-o", "--output", help=t("recheck.opt_table"))] = None,
    drawing: Annotated[Path | None, typer.Option("--drawing", help=t("recheck.opt_drawing"))] = None,
    as_json: _JSON = False,
) -> None:
    from signage.batch.whatif import Effect, what_if

    if plan_revision is None and not book:
        raise InputError("recheck.whatif_needs_change")
    if drawing is not None and drawing.suffix.lower() != ".png":
        raise InputError("cli.unknown_suffix", path=str(drawing), known=".png")
    day = date_of(on)
    revised = plan_of_file(plan_revision) if plan_revision is not None else None
    source = approved_of(signs, day)
    found, plans = source.signs, source.plans
    _note_dates([*plans.values(), *([revised] if revised is not None else [])], day)
    new_books = tuple(book_of(name) for name in book or ())
    looked_at = [*plans.values(), *([revised] if revised is not None else [])]
    result = what_if(
        found,
        plans,
        _books_of(looked_at, day),
        day,
        revised=revised,
        new_books=new_books,
        jobs=jobs,
        fonts=_fonts_folder(),
    )
    rows = [(t(f"recheck.effect_{one.effect.value}"), one.hit, one.was) for one in result.consequences]
    if output is not None:
        write_file(output, _table(rows))
    if drawing is not None:
        _draw(drawing, revised, result)
    if as_json:
        print_json(_whatif_json(result))
    else:
        _print_whatif(result, rows)
    if not found:
        note(t("recheck.no_signs"))
    if result.after.refused or result.signs(Effect.FAILS) or result.signs(Effect.UNCLEAR):
        raise typer.Exit(FAILED)


def _fonts_folder() -> Path | None:
    from signage.settings import read_settings

    return read_settings().fonts


def _books_of(plans: Iterable[FrontagePlan], on: date) -> tuple[RuleBook, ...]:
    """Return the books in force in the plans' cities, each once."""
    from signage.rules import books_for

    cities = dict.fromkeys(plan.city for plan in plans)
    books = {book.name: book for city in cities for book in books_for(city, on)}
    return tuple(books.values())


def _counts(result: Rechecked) -> list[tuple[str, int]]:
    counted = Counter(result.verdicts.values())
    counts = [(verdict_word(one), count) for one, count in sorted(counted.items(), key=lambda item: item[0].rank)]
    if result.refused:
        counts.append((t("recheck.refused_count", count=len(result.refused)), len(result.refused)))
    return counts


def _summary(result: Rechecked) -> dict[str, object]:
    counted = Counter(verdict.value for verdict in result.verdicts.values())
    return {
        "verdict": result.worst.value,
        "signs": len(result.verdicts) + len(result.refused),
        "verdicts": dict(sorted(counted.items())),
        "refused": [{"sign": s.id, "unit": s.unit_id, "why": describe(e, LANG).message} for s, e in result.refused],
    }


def _note_dates(plans: Iterable[FrontagePlan], day: date) -> None:
    """Say which plans are judged on a date that they are not in force on."""
    for plan in plans:
        if not plan.in_force(day):
            start = plan.valid_from.isoformat()
            note(t("recheck.not_in_force", plan=plan.id, revision=plan.revision, on=day.isoformat(), start=start))


def _with_filed(result: Rechecked, filed: Sequence[tuple[FrontagePlan, Rechecked]]) -> Iterator[Hit]:
    """Yield the rows on today's plans, then those on the revisions that signs were approved on, named as such."""
    yield from result.hits
    for plan, old in filed:
        for hit in old.hits:
            yield replace(hit, plan=f"{plan.id} / {plan.revision}")


def _print_filed(filed: Sequence[tuple[FrontagePlan, Rechecked]], plans: Mapping[str, FrontagePlan]) -> None:
    for plan, old in filed:
        today = plans[plan.id].revision if plan.id in plans else "—"
        count = len(old.verdicts) + len(old.refused)
        say(t("recheck.as_filed", plan=plan.id, revision=plan.revision, today=today, count=count))
        _print_hits([(verdict_word(hit.verdict), hit, None) for hit in old.hits])
        _print_refused(old)
        counts = t("list_comma").join(f"{verdict} {count}" for verdict, count in _counts(old))
        say(t("recheck.as_filed_counts", counts=counts or "—"))


def _line(effect: str, hit: Hit, was: Hit | None) -> str:
    reason = (hit.reason_zh if LANG is Lang.ZH else hit.reason_en) if not hit.measured else ""
    return t(
        "recheck.line",
        effect=effect,
        rule=hit.rule,
        title=hit.title_zh if LANG is Lang.ZH else hit.title_en,
        clause=hit.clause,
        required=hit.required or "—",
        measured=hit.measured or reason or "—",
        margin=_margin_words(hit, was),
    )


def _margin_words(hit: Hit, was: Hit | None) -> str:
    if was is not None and was is not hit and was.margin and hit.margin:
        return t("recheck.margin_was", margin=hit.margin, was=was.margin)
    return t("recheck.margin", margin=hit.margin) if hit.margin else ""


def _print_hits(rows: Sequence[Row]) -> None:
    """Print rows under their building and sign; beyond the first signs the table is the place to look."""
    last_plan, last_sign, shown = "", "", 0
    for effect, hit, was in rows:
        if hit.sign != last_sign:
            shown += 1
            if shown > _MOST_SHOWN:
                say("…")
                return
            if hit.plan != last_plan:
                say(hit.plan)
                last_plan = hit.plan
            say(t("recheck.sign", unit=hit.unit, name=hit.name, sign=hit.sign))
            last_sign = hit.sign
        say(_line(effect, hit, was))


def _print_refused(result: Rechecked) -> None:
    for sign, error in result.refused:
        say(t("recheck.refused", sign=sign.id, unit=sign.unit_id, why=describe(error, LANG).message))


def _print_whatif(result: WhatIf, rows: Sequence[Row]) -> None:
    from signage.batch.whatif import Effect

    _print_hits(rows)
    _print_refused(result.after)
    if result.unmeasured:
        listed = t("list_comma").join(f"{one.unit} {one.name}" for _, one in result.unmeasured)
        say(t("recheck.whatif_bare", count=len(result.unmeasured), listed=listed))
    counts = {effect.value: len(result.signs(effect)) for effect in Effect}
    total = len(result.after.verdicts) + len(result.after.refused)
    say(t("recheck.whatif_summary", total=total, **counts))


def _whatif_json(result: WhatIf) -> dict[str, object]:
    return {
        "consequences": list(result.consequences),
        "before": _summary(result.before),
        "after": _summary(result.after),
        "unmeasured": [{"plan": plan, "unit": one.unit, "name": one.name} for plan, one in result.unmeasured],
    }


def _table(rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = ("plan", "unit", "sign", "name", "effect", "rule", "clause", "required", "measured", "margin", "was")
    writer.writerow([t(f"recheck.col_{name}") for name in names])
    for effect, hit, was in rows:
        now = was.margin if was is not None and was is not hit else ""
        cells = (hit.plan, hit.unit, hit.sign, hit.name, effect or verdict_word(hit.verdict), hit.rule, hit.clause)
        writer.writerow(
            [*(_quiet(cell) for cell in cells), _quiet(hit.required), _quiet(hit.measured), hit.margin, now]
        )
    return out.getvalue().encode("utf-8-sig")


def _quiet(cell: str) -> str:
    """Keep a spreadsheet from working out what a name says."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _draw(path: Path, revised: FrontagePlan | None, result: WhatIf) -> None:
    """Draw the front of the worst sign with the approved signs on it and what each would break.

    Of a new revision that front is drawn as it would be; of a new book the plan in force.
    """
    from signage.batch.measured import proposal_of
    from signage.batch.whatif import Effect
    from signage.cli.inputs import fonts_of
    from signage.cli.output import deliver
    from signage.render import Viewport, draw
    from signage.rules import check
    from signage.scene import CheckedSign, compose_street_report, street_report_px

    order = [sign for effect in Effect for sign in result.signs(effect)] + sorted(result.after.verdicts)
    first = next((result.signs_by_id[one] for one in order if one in result.after.verdicts), None)
    if first is None:
        raise InputError("recheck.no_signs")
    plan = revised or result.plans[first.plan_id]
    fonts, checked = fonts_of(), {}
    for sign in result.signs_by_id.values():
        if sign.id in result.after.verdicts and sign.plan_id == plan.id:
            proposal = proposal_of(sign, plan, result.plans[sign.plan_id], fonts)
            report = check(proposal, result.books, result.on, approved=sign.approved_on)
            checked[sign.id] = CheckedSign(placed=proposal.sign, report=report)
    face = checked[first.id].placed.face_id
    with speaking(LANG):
        scene = compose_street_report(plan, face, tuple(checked.values()), fonts)
        drawing = draw(scene, Viewport.of(scene, width_px=street_report_px(plan, face)), "png")
    deliver(path, drawing.content, drawing.losses)
