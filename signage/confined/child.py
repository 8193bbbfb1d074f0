"""The parent's side: start the child in a clean environment, hand it the bytes, tell how it ended."""

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

from signage import errors
from signage.errors import Location, SignageError, ToolError

_HANDING_OVER_S = 0.5  # of the clock's time, for starting the child and reading its answer
_MAX_ANSWER = 128 * 1024 * 1024
# Decoders in C answer an allocation that fails by dying in their own ways: trap, abort, illegal instruction.
_KILLED = {-4: "memory", -5: "memory", -6: "memory", -9: "memory", -11: "memory", -24: "time", -25: "size"}


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


class Stopped(Exception):
    """The child reached a limit; the caller makes the sentence, since only it knows what was being read.

    Attributes:
        which: `memory`, `time` (the processor's), `clock`, `size` or `depth`.
    """

    def __init__(self, which: str) -> None:
        super().__init__(which)
        self.which = which


def confined(task: str, request: dict[str, Any], content: bytes, limits: Limits | None = None) -> dict[str, Any]:
    """Return what a function of ours answers in a child process with limits.

    Args:
        task: `module:function` of this product, never from outside; it takes the request and the bytes and returns
            plain JSON types.
        request: Plain JSON types for the function.
        content: The stranger's bytes.
        limits: What the child may use; 9 s and 1 GiB when left out.

    Raises:
        SignageError: What the function raised, as the same kind of error.
        Stopped: A limit was reached.
        ToolError: The child could not be started or gave no answer.
    """
    most = limits or Limits()
    until = time.monotonic() + most.wall_seconds - _HANDING_OVER_S
    with tempfile.TemporaryDirectory(prefix="signage-read-") as folder:
        (Path(folder) / "content").write_bytes(content)
        asked = {"task": task, "request": request, "seconds": most.seconds, "mb": most.memory_mb}
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
                [sys.executable, "-m", "signage.confined.worker"],
                input=json.dumps(asked).encode(), capture_output=True, cwd=folder, env=env,
                timeout=max(0.1, until - time.monotonic()), check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as exc:
            raise Stopped("clock") from exc
        except OSError as exc:
            raise ToolError("confined.failed", why=str(exc)) from exc
    return _answer(done)


def _answer(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    if done.returncode in _KILLED:
        raise Stopped(_KILLED[done.returncode])
    try:
        if len(done.stdout) > _MAX_ANSWER:
            raise ValueError("answer too big")
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as exc:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = lines[-1][:200] if lines else f"status {done.returncode}"
        raise ToolError("confined.failed", why=why) from exc
    if "limit" in answer:
        raise Stopped(answer["limit"])
    if "error" in answer:
        raise _told(answer["error"])
    result: dict[str, Any] = answer["result"]
    return result


def _told(wrong: dict[str, Any]) -> SignageError:
    """Return the child's error as the same kind of error here; a kind that is not ours is none."""
    kind = getattr(errors, str(wrong["kind"]), None)
    if not (isinstance(kind, type) and issubclass(kind, SignageError)):
        return ToolError("confined.failed", why=str(wrong["code"])[:80])
    return kind(wrong["code"], at=Location(**wrong["at"]), **wrong["params"])
