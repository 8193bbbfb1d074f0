"""Where `recheck` and `whatif` take approved signs from: a folder with a list, or the database."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from signage.errors import InputError, NotFound
from signage.resources import bundled
from signage.settings import read_settings

if TYPE_CHECKING:
    from signage.applications.approved import ApprovedSign
    from signage.frontage import FrontagePlan

Found = tuple[tuple["ApprovedSign", ...], dict[str, "FrontagePlan"]]


def approved_of(source: str | None, on: date) -> Found:
    """Return the approved signs of a folder or a database, and by id the plans that they hang on.

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
        return listed.signs, listed.plans
    if path is not None and not path.is_file():
        raise InputError("recheck.no_such_source", path=str(path))
    return _of_database(f"sqlite:///{path.absolute()}" if path is not None else source, on)


def _of_database(url: str | None, on: date) -> Found:
    from signage.applications.approved import approved_signs
    from signage.bootstrap import existing_database
    from signage.frontage import PlanRegister

    settings = read_settings(database=url)
    with closing(existing_database(settings)) as database:
        signs = tuple(approved_signs(database.reading))
    register = PlanRegister.read(settings.plans or bundled("samples", "plans"))
    plans = {}
    for plan_id in sorted({sign.plan_id for sign in signs}):
        try:
            plans[plan_id] = register.in_force(plan_id, on)
        except NotFound:
            continue  # the re-check names the sign and the plan that is not there
    return signs, plans
