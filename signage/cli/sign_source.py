"""Where `recheck` and `whatif` take approved signs from: a folder with a list, or the database."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from signage.cli.output import note
from signage.cli.words import t
from signage.errors import InputError, NotFound
from signage.resources import bundled
from signage.settings import read_settings

if TYPE_CHECKING:
    from signage.applications.approved import ApprovedSign
    from signage.frontage import FrontagePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Approved signs and where they hang.

    Attributes:
        plans: By id, the plans that they are checked on.
        filed: The other revisions that signs were approved on, with those signs.
        lost: Signs whose revision is no longer on record as it was.
    """

    signs: tuple[ApprovedSign, ...]
    plans: Mapping[str, FrontagePlan]
    filed: tuple[tuple[FrontagePlan, tuple[ApprovedSign, ...]], ...] = ()
    lost: tuple[ApprovedSign, ...] = ()


def approved_of(source: str | None, on: date) -> Found:
    """Return the approved signs of a folder or a database, and the plans that they hang on.

    Args:
        source: A folder, an SQLite file or a database URL; None for this home's database.
        on: The plans of a database's signs are those in force on this day.

    Raises:
        InputError: It is neither, or the folder's list has a fault.
        ToolError: The database cannot be used.
    """
    path = Path(source) if source is not None and "://" not in source else None
    if path is not None and not path.exists() and path.parts[:1] == ("samples",):
        path = bundled("samples").joinpath(*path.parts[1:])
    if path is not None and path.is_dir():
        from signage.batch.sign_list import read_sign_list

        listed = read_sign_list(path)
        for file, typeface in listed.unnamed:
            note(t("recheck.unnamed_typeface", file=file, typeface=typeface))
        return Found(signs=listed.signs, plans=listed.plans)
    if path is not None and not path.is_file():
        raise InputError("recheck.no_such_source", path=str(path))
    return _of_database(f"sqlite:///{path.absolute()}" if path is not None else source, on)


def _of_database(url: str | None, on: date) -> Found:
    from signage.applications.approved import approved_signs
    from signage.applications.plan_versions import register_of
    from signage.bootstrap import existing_database
    from signage.frontage import PlanRegister

    settings = read_settings(database=url)
    with closing(existing_database(settings)) as database:
        signs = tuple(approved_signs(database.reading))
        with database.reading() as unit:
            entered = unit.plans.listed()
    register = register_of(PlanRegister.read(settings.plans or bundled("samples", "plans")), entered)
    plans = {}
    for plan_id in sorted({sign.plan_id for sign in signs}):
        try:
            plans[plan_id] = register.in_force(plan_id, on)
        except NotFound:
            continue  # the re-check names the sign and the plan that is not there
    by_filing: dict[tuple[str, str], list[ApprovedSign]] = {}
    for sign in signs:
        today = plans.get(sign.plan_id)
        if sign.plan_digest and (today is None or sign.plan_digest != today.digest):
            by_filing.setdefault((sign.plan_id, sign.plan_digest), []).append(sign)
    known = {(plan.id, plan.digest): plan for plan in register.plans}
    filed = tuple((known[key], tuple(mine)) for key, mine in sorted(by_filing.items()) if key in known)
    lost = tuple(sign for key, mine in sorted(by_filing.items()) if key not in known for sign in mine)
    return Found(signs=signs, plans=plans, filed=filed, lost=lost)
