"""`signage serve`: the web application on this machine."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import Annotated

import typer

from signage.cli.output import say
from signage.cli.words import t
from signage.errors import InputError, ToolError
from signage.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @app.command("serve", help=t("serve_help"))
    def serve(
        host: Annotated[str | None, typer.Option("--host", help=t("opt_host"))] = None,
        port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help=t("opt_port"))] = None,
        database: Annotated[str | None, typer.Option("--database", help=t("opt_database"))] = None,
        insecure: Annotated[bool, typer.Option("--insecure", help=t("opt_insecure"))] = False,
    ) -> None:
        from signage.bootstrap import prepare_home

        settings = read_settings(host=host, port=port, database=database)
        if not (settings.is_loopback or insecure):
            raise InputError("cli.needs_tls", host=settings.host)
        prepare_home(settings).close()
        _refuse_a_taken_port(settings.host, settings.port)
        # The application reads its settings itself: uvicorn gets only its name, so that nothing here imports the web.
        os.environ["SIGNAGE_DATABASE"] = settings.database_url
        os.environ["SIGNAGE_HOST"] = settings.host
        words = [t("serving", url=f"http://{settings.host}:{settings.port}/")]
        if insecure and not settings.is_loopback:
            words.append(t("insecure_banner"))
        _serve(settings.host, settings.port, words)


def _serve(host: str, port: int, words: list[str]) -> None:
    """Serve until the reader stops it, and say where only once it answers there.

    Raises:
        ToolError: The server did not come up.
    """
    import uvicorn

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                for line in words:
                    say(line)

    server = Announced(uvicorn.Config("api.app:create_app", factory=True, host=host, port=port, log_level="warning"))
    with suppress(KeyboardInterrupt):  # how a reader ends it
        try:
            server.run()
        except SystemExit as exc:
            if exc.code:
                raise ToolError("cli.server_failed", host=host, port=port) from exc
        if not server.started:
            raise ToolError("cli.server_failed", host=host, port=port)


def _refuse_a_taken_port(host: str, port: int) -> None:
    """Raise before anything is announced when another program holds the port.

    Raises:
        ToolError: The address cannot be listened on.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as exc:
        raise ToolError("cli.server_failed", host=host, port=port) from exc
