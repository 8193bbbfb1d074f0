"""The child's side: set the limits, read the request, answer in JSON; started by `child.py`."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from signage.errors import SignageError


def main() -> None:
    """Read one request from the standard input and write one answer to the standard output."""
    asked = json.loads(sys.stdin.buffer.read())
    _limit(asked["seconds"], asked["mb"])
    module, _, name = asked["task"].partition(":")
    try:
        task = getattr(import_module(module), name)
        answer: dict[str, Any] = {"result": task(asked["request"], Path("content").read_bytes())}
    except SignageError as error:
        at = error.at
        place = {"file": at.file, "line": at.line, "field": at.field} if at else {}
        kind = type(error).__name__
        answer = {"error": {"kind": kind, "code": error.code, "params": dict(error.params), "at": place}}
    except MemoryError:
        answer = {"limit": "memory"}
    except RecursionError:
        answer = {"limit": "depth"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def _limit(seconds: int, memory_mb: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the parent's clock still holds
        return
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory_mb * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 128 * 1024 * 1024),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))


if __name__ == "__main__":
    main()
