"""`signage gallery`: contact sheets of every sign kind, to be looked at."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from signage.cli.inputs import existing_file
from signage.cli.words import t
from signage.resources import bundled


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("gallery", help=t("gallery_help"))
    def gallery(
        out: Annotated[Path, typer.Option("--out", help=t("gallery_opt_out"))] = Path("out/gallery"),
        names: Annotated[Path | None, typer.Option("--names", help=t("gallery_opt_names"))] = None,
        jobs: Annotated[int, typer.Option("--jobs", min=1, help=t("gallery_opt_jobs"))] = os.cpu_count() or 1,
    ) -> None:
        from signage.demo.gallery import build_gallery, read_names

        listed = existing_file(names) if names else bundled("samples", "names", "gallery.csv")
        for path in build_gallery(out, read_names(listed), jobs=jobs):
            typer.echo(str(path))
