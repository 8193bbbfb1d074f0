"""The builders of `tests/applications`, loaded by path: the test folders are packages of their own."""

import importlib.util
import sys
from pathlib import Path

_PATH = Path(__file__).resolve().parents[1] / "applications" / "case_builders.py"
_spec = importlib.util.spec_from_file_location("shared_case_builders", _PATH)
_shared = sys.modules.get("shared_case_builders")
if _shared is None:
    _shared = importlib.util.module_from_spec(_spec)
    sys.modules["shared_case_builders"] = _shared
    _spec.loader.exec_module(_shared)

globals().update({name: value for name, value in vars(_shared).items() if not name.startswith("_")})
