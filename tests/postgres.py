"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by a socket there, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
_SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=60",
    "listen_addresses=",
)


def program(name: str) -> str | None:
    """Return the path of one of PostgreSQL's programs, or None."""
    found = shutil.which(name)
    if found:
        return str(Path(found).resolve())
    for pattern in _PLACES:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if (folder / name).is_file():
                return str(folder / name)
    return None


def needed() -> None:
    """Skip when there is no PostgreSQL here; under CI=true that is a failure."""
    if program("initdb") and program("pg_ctl"):
        return
    message = "no PostgreSQL here: ./run test installs it where it may"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def server() -> Iterator[str]:
    """Give the URL of a server's `postgres` database, without the database's name at its end."""
    needed()
    with tempfile.TemporaryDirectory(prefix="sg-pg-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        place = folder / "data"
        _prepare(folder)
        _run("initdb", "-D", str(place), "-U", "signage", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        options = " ".join(f"-c {setting}" for setting in (*_SETTINGS, f"unix_socket_directories={folder}"))
        _run("pg_ctl", "-D", str(place), "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql+psycopg://signage@/{{name}}?host={folder}"
        finally:
            _run("pg_ctl", "-D", str(place), "-m", "immediate", "-w", "stop")


def _prepare(folder: Path) -> None:
    """The server refuses to run as root: its folder then belongs to the account that Debian's package made."""
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")


def _run(name: str, *arguments: str) -> None:
    command = [program(name) or name, *arguments]
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", timeout=120)
