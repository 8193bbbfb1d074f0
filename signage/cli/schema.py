"""`signage schema spec|plan|book|report|mapping`."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from signage.cli.words import t


class SchemaName(StrEnum):
    """What has a published schema."""

    SPEC = "spec"
    PLAN = "plan"
    BOOK = "book"
    REPORT = "report"
    MAPPING = "mapping"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("schema", help=t("schema_help"))
    def schema(name: Annotated[SchemaName, typer.Argument(help=t("schema_name"))]) -> None:
        typer.echo(json.dumps(_schema(name), ensure_ascii=False, indent=2))


def _schema(name: SchemaName) -> dict[str, object]:
    if name is SchemaName.SPEC:
        from signage.design import spec_schema

        return spec_schema()
    if name is SchemaName.PLAN:
        from signage.frontage import plan_schema

        return plan_schema()
    if name is SchemaName.REPORT:
        from signage.documents.report_json import report_schema

        return report_schema()
    if name is SchemaName.MAPPING:
        from signage.frontage.readers import mapping_schema

        return mapping_schema()
    from signage.rules import book_schema

    return book_schema()
