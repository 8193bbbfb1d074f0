"""Reading in a child process with limits: what hangs, eats memory or dies there harms nobody here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signage.errors import Location, PlanError, ToolError
from signage.frontage.readers.report import ImportReport

_MAX_ANSWER = 64 * 1024 * 1024
# Under a limit of address space a library in C++ that gets no memory aborts (-6).
_KILLED = {-6: "memory", -9: "memory", -11: "memory", -24: "time", -25: "size"}
_HANDING_OVER_S = 0.5  # of the clock's time, for starting the child and reading its answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may use.

    Attributes:
        seconds: Processor time.
        wall_seconds: Time by the clock, all in, however busy the machine is.
        memory_mb: Address space.
    """

    seconds: int = 9
    wall_seconds: float = 10.0
    memory_mb: int = 1024


def import_plan(
    content: bytes,
    mapping: str,
    *,
    file: str = "",
    options: dict[str, Any] | None = None,
    limits: Limits | None = None,
) -> ImportReport:
    """Return what a drawing gives as a plan under a mapping.

    Args:
        content: The bytes of a DXF or an SVG.
        mapping: The mapping as TOML text; see `Mapping`.
        file: The drawing's name, for messages.
        options: `title`, `window`, `unit` and `face` (its id) in the place of the mapping's.
        limits: What the reading may use; 9 s of the processor, 10 s by the clock and 1 GiB when left out.

    Raises:
        PlanError: The file is no drawing that can be read, the mapping is wrong, or a limit was reached.
        ToolError: The child could not be started or gave no answer.
    """
    answer = _asked("import", content, mapping, file, options, limits or Limits())
    return ImportReport.from_json(answer)


def inspect_file(
    content: bytes,
    mapping: str = "",
    *,
    file: str = "",
    options: dict[str, Any] | None = None,
    limits: Limits | None = None,
) -> dict[str, Any]:
    """Return what is in a drawing: layers, titles, extents, clues to its unit and a mapping to start from.

    Raises:
        PlanError: As `import_plan`.
        ToolError: As `import_plan`.
    """
    return _asked("inspect", content, mapping, file, options, limits or Limits())


def _asked(
    action: str, content: bytes, mapping: str, file: str, options: dict[str, Any] | None, limits: Limits
) -> dict[str, Any]:
    until = time.monotonic() + limits.wall_seconds - _HANDING_OVER_S
    with tempfile.TemporaryDirectory(prefix="signage-read-") as folder:
        (Path(folder) / "drawing").write_bytes(content)
        request: dict[str, Any] = {"action": action, "mapping": mapping, "file": file, "options": options or {}}
        request |= {"seconds": limits.seconds, "mb": limits.memory_mb}
        env = {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "PYTHONIOENCODING": "utf-8",
            "PYTHONHASHSEED": "0",
            "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve address space
            "OMP_NUM_THREADS": "1",
            "HOME": folder,
        }
        try:
            done = subprocess.run(  # our own module, no shell, a clean environment
                [sys.executable, "-m", "signage.frontage.readers.worker"],
                input=json.dumps(request).encode(), capture_output=True, cwd=folder, env=env,
                timeout=max(0.1, until - time.monotonic()), check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as exc:
            raise _reached("clock", file, limits) from exc
        except OSError as exc:
            raise ToolError("reading.child_failed", why=str(exc)) from exc
    if done.returncode in _KILLED:
        raise _reached(_KILLED[done.returncode], file, limits)
    try:
        if len(done.stdout) > _MAX_ANSWER:
            raise ValueError("answer too big")
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as exc:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = lines[-1][:200] if lines else f"status {done.returncode}"
        raise ToolError("reading.child_failed", why=why) from exc
    if "limit" in answer:
        raise _reached(answer["limit"], file, limits)
    if "error" in answer:
        wrong = answer["error"]
        raise PlanError(wrong["code"], at=Location(**wrong["at"]), **wrong["params"])
    result: dict[str, Any] = answer["result"]
    return result


def _reached(which: str, file: str, limits: Limits) -> PlanError:
    at = Location(file=file or None)
    if which == "memory":
        return PlanError("reading.out_of_memory", at=at, mb=limits.memory_mb)
    seconds = limits.wall_seconds if which == "clock" else limits.seconds
    return PlanError("reading.out_of_time", at=at, seconds=f"{seconds:g}")
