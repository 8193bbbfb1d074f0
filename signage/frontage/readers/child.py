"""Reading in a child process with limits: what hangs, eats memory or dies there harms nobody here."""

from __future__ import annotations

from typing import Any

from signage.confined import Limits, Stopped, confined
from signage.errors import Location, PlanError
from signage.frontage.readers.report import ImportReport
from signage.locale import Lang

_TASK = "signage.frontage.readers.worker:answered"


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
    lang: Lang = Lang.ZH,
) -> dict[str, Any]:
    """Return what is in a drawing: layers, titles, extents, clues to its unit and a mapping to start from.

    The remarks in that mapping are in `lang`.

    Raises:
        PlanError: As `import_plan`.
        ToolError: As `import_plan`.
    """
    return _asked("inspect", content, mapping, file, options, limits or Limits(), lang)


def _asked(
    action: str,
    content: bytes,
    mapping: str,
    file: str,
    options: dict[str, Any] | None,
    limits: Limits,
    lang: Lang = Lang.ZH,
) -> dict[str, Any]:
    request = {"action": action, "mapping": mapping, "file": file, "options": options or {}, "lang": lang.value}
    try:
        return confined(_TASK, request, content, limits)
    except Stopped as stopped:
        raise _reached(stopped.which, file, limits) from stopped


def _reached(which: str, file: str, limits: Limits) -> PlanError:
    at = Location(file=file or None)
    if which == "memory":
        return PlanError("reading.out_of_memory", at=at, mb=limits.memory_mb)
    if which == "depth":
        return PlanError("reading.too_deep", at=at)
    seconds = limits.wall_seconds if which == "clock" else limits.seconds
    return PlanError("reading.out_of_time", at=at, seconds=f"{seconds:g}")
