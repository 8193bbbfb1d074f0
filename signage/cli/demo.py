"""`signage demo`: the main job, from three specifications to the sealed notice."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signage.cli.words import t


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("demo", help=t("demo_help"))
    def demo(
        out: Annotated[Path, typer.Option("--out", help=t("opt_out"))] = Path("out"),
        case: Annotated[Path | None, typer.Option("--case", help=t("opt_case"))] = None,
        database: Annotated[str | None, typer.Option("--database", help=t("opt_database"))] = None,
    ) -> None:
        from signage.cli.demo_table import run_and_print
        from signage.settings import read_settings

        run_and_print(read_settings(database=database), out, case)
