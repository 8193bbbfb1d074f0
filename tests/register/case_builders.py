"""The builders of `tests/applications`, loaded by path: the test folders are packages of their own."""

import functools
import importlib.util
import sys
import tempfile
from pathlib import Path

_PATH = Path(__file__).resolve().parents[1] / "applications" / "case_builders.py"
_spec = importlib.util.spec_from_file_location("shared_case_builders", _PATH)
_shared = sys.modules.get("shared_case_builders")
if _shared is None:
    _shared = importlib.util.module_from_spec(_spec)
    sys.modules["shared_case_builders"] = _shared
    _spec.loader.exec_module(_shared)

globals().update({name: value for name, value in vars(_shared).items() if not name.startswith("_")})


@functools.cache
def _template():
    """A fresh database's bytes: the migrations run once, every test gets a copy."""
    with tempfile.TemporaryDirectory() as folder:
        opened = _shared.database(Path(folder))
        with opened._engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        opened.close()
        return (Path(folder) / "signage.db").read_bytes()


def database(folder):
    """Open a fresh database in a folder."""
    (folder / "signage.db").write_bytes(_template())
    return _shared.Database.open(f"sqlite:///{folder / 'signage.db'}")
