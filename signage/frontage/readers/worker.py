"""The child's side: set the limits, read the request, answer in JSON; started by `child.py`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from signage.errors import PlanError


def main() -> None:
    """Read one request from the standard input and write one answer to the standard output."""
    request = json.loads(sys.stdin.buffer.read())
    _limit(request["seconds"], request["mb"])
    try:
        answer: dict[str, Any] = {"result": answered(request, Path("drawing").read_bytes())}
    except PlanError as error:
        at = error.at
        place = {"file": at.file, "line": at.line, "field": at.field} if at else {}
        answer = {"error": {"code": error.code, "params": dict(error.params), "at": place}}
    except MemoryError:
        answer = {"limit": "memory"}
    except RecursionError:
        place = {"file": request["file"]}
        answer = {"error": {"code": "reading.too_deep", "params": {}, "at": place}}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def answered(request: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Return the answer to a request, without a process around it.

    Raises:
        PlanError: As `import_plan`.
    """
    from signage.frontage.readers.assemble import assemble, explained
    from signage.frontage.readers.geojson import is_geojson
    from signage.frontage.readers.inspect import inspected
    from signage.frontage.readers.mapping import read_mapping
    from signage.frontage.readers.read import read_drawing

    file = request["file"]
    mapping = read_mapping(request["mapping"]).told(request["options"])
    if is_geojson(content):
        mapping = mapping.with_layers_as_roles()
    drawing = read_drawing(content, mapping, file=file)
    if request["action"] == "inspect":
        return inspected(drawing, mapping)
    try:
        return assemble(drawing, mapping, file=file).to_json()
    except PlanError as error:
        return explained(error, drawing, file=file).to_json()


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
