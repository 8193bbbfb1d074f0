"""An installed wheel carries every file that the checkout works with."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

_ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ("signage", "api")
_BUNDLED = ("templates", "samples")
_MADE_BY_PYTHON = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}


def _ignored(paths: list[Path]) -> set[Path]:
    """Return those that git ignores; none where there is no git or no checkout (an unpacked sdist)."""
    names = "\0".join(str(path.relative_to(_ROOT)) for path in paths)
    try:
        done = subprocess.run(
            ["git", "check-ignore", "-z", "--stdin"], cwd=_ROOT, input=names.encode(), capture_output=True, check=False
        )
    except FileNotFoundError:
        return set()
    return {_ROOT / name for name in done.stdout.decode().split("\0") if name}


def _files(folder: str) -> list[Path]:
    every = [
        path
        for path in sorted((_ROOT / folder).rglob("*"))
        if path.is_file() and not _MADE_BY_PYTHON & set(path.parts) and path.suffix != ".pyc"
    ]
    left_out = _ignored(every)
    return [path for path in every if path not in left_out]


@cache
def _expected() -> dict[str, Path]:
    """Map the name inside the wheel to the file of the checkout."""
    inside = {path.relative_to(_ROOT).as_posix(): path for folder in _PACKAGES for path in _files(folder)}
    for folder in _BUNDLED:
        inside |= {f"signage/_bundle/{path.relative_to(_ROOT).as_posix()}": path for path in _files(folder)}
    return inside


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(_ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(built) as archive:
        yield archive


@pytest.fixture(scope="module")
def installed(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*command, str(wheel.filename)], check=True)
    return folder


def _outside_the_checkout(code: str, installed: Path, empty: Path) -> str:
    """Run code in an empty folder with the installed packages ahead of the checkout's; return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SIGNAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=empty,
        env={**kept, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_the_wheel_holds_every_file_of_the_packages_the_templates_and_the_samples(wheel: zipfile.ZipFile) -> None:
    missing = sorted(set(_expected()) - set(wheel.namelist()))
    assert missing == []


def test_the_files_in_the_wheel_are_those_of_the_checkout_byte_for_byte(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    changed = [name for name, path in _expected().items() if name in names and wheel.read(name) != path.read_bytes()]
    assert changed == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"signage/locale/.+\.toml",
        r"signage/rules/books/.+\.toml",
        r"signage/rules/texts/.+\.txt",
        r"signage/applications/calendars/.+",
        r"signage/applications/policies/.+",
        r"signage/items/catalogue/.+\.toml",
        r"signage/items/groups/.+\.toml",
        r"signage/storage/migrations/versions/.+\.py",
        r"signage/_bundle/templates/pages/.+\.html",
        r"signage/_bundle/templates/documents/.+\.typ",
        r"signage/_bundle/templates/signs/.+\.toml",
        r"signage/_bundle/samples/specs/.+\.toml",
        r"signage/_bundle/samples/plans/.+",
        r"api/static/.+\.(css|js)",
    ],
)
def test_each_kind_of_data_file_is_in_the_wheel(wheel: zipfile.ZipFile, pattern: str) -> None:
    assert any(re.fullmatch(pattern, name) for name in wheel.namelist())


def test_the_wheel_carries_the_licence_the_notice_and_the_command(wheel: zipfile.ZipFile) -> None:
    (info,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    names = set(wheel.namelist())
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/NOTICE"} <= names
    assert "signage = signage.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()


def test_the_wheel_carries_nothing_beside_the_two_packages(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(_PACKAGES)
    assert [name for name in wheel.namelist() if name.endswith((".pyc", ".db", ".sqlite", ".pem", ".p12"))] == []


def test_the_source_archive_can_make_the_wheel_again(tmp_path: Path) -> None:
    (built,) = SdistBuilder(str(_ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(built) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {path.relative_to(_ROOT).as_posix() for path in _expected().values()}
    assert sorted(wanted - names) == []
    assert {"pyproject.toml", "README.md", "LICENSE", "NOTICE"} <= names


def test_the_installed_packages_and_their_samples_are_found_where_they_were_installed(
    installed: Path, tmp_path: Path
) -> None:
    code = "import api; from signage.resources import bundled; print(api.__file__, bundled('samples'), sep='\\n')"
    found = [Path(line) for line in _outside_the_checkout(code, installed, tmp_path).splitlines()]
    assert found == [installed / "api" / "__init__.py", installed / "signage" / "_bundle" / "samples"]


@pytest.mark.parametrize(
    "spec", [(), ("samples/specs/jingwan-shenghuoguan.toml", "--frontage", "samples/plans/jingwan-li.json")]
)
def test_the_installed_package_draws_a_sign_from_an_empty_folder(
    installed: Path, tmp_path: Path, spec: tuple[str, ...]
) -> None:
    sign = [*spec, "--unit", "S1-02"] if spec else ["--name", "徽盐生活馆", "--width", "6000", "--height", "1200"]
    words = ["draw", *sign, "-o", "sign.svg"]
    _outside_the_checkout(f"import sys; from signage.cli.app import run; sys.exit(run({words!r}))", installed, tmp_path)
    assert (tmp_path / "sign.svg").read_bytes().startswith((b"<?xml", b"<svg"))


def test_the_installed_package_lists_its_rule_books(installed: Path, tmp_path: Path) -> None:
    code = "import sys; from signage.cli.app import run; sys.exit(run(['books', '--json']))"
    printed = _outside_the_checkout(code, installed, tmp_path)
    assert {"cn-national", "demo-city"} <= set(re.findall(r'"([a-z-]+)"', printed))


def test_the_driver_of_postgresql_has_a_lock_that_the_tests_share() -> None:
    def pins(lock: str) -> dict[str, frozenset[str]]:
        text = (_ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line.split() for line in text.splitlines() if line.startswith("psycopg")]
        return {line[0]: frozenset(word for word in line if word.startswith("--hash=")) for line in lines}

    assert pins("requirements-postgres.lock") == pins("requirements-dev.lock")
    assert len(pins("requirements-postgres.lock")) == 2


def test_run_installs_or_tells_whatever_the_tests_want_of_the_system() -> None:
    script = (_ROOT / "run").read_text(encoding="utf-8")
    assert subprocess.run(["sh", "-n", str(_ROOT / "run")], check=False).returncode == 0
    wanted, told = script.partition("system_for_tests() {")[2].partition("told_for_tests() {")[::2]
    told = told.partition("\n}")[0]
    for has, package in (("has_postgres", "postgresql"), ("has_token", "softhsm2"), ("has_pdfsig", "poppler-utils")):
        assert f"{has} || wanted" in wanted
        assert package in wanted
        assert f"{has} || say" in told


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-postgres.lock"])
def test_a_lock_pins_each_package_with_hashes_and_names_no_place(lock: str) -> None:
    text = (_ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    unpinned = [
        line[:60] for line in lines if not re.match(r"[\w.\-\[\]]+==\S+ ", line) or "--hash=sha256:" not in line
    ]
    assert unpinned == []
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|(^|\s)/", text)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_everything_that_the_project_names(lock: str) -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"]) + list(project["dependency-groups"]["build"])
    if "dev" in lock:
        wanted += [entry for entry in project["dependency-groups"]["dev"] if isinstance(entry, str)]
    pinned = set(re.findall(r"^([\w.\-]+)", (_ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE))
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ;]", entry)[0]).lower() for entry in wanted}
    assert sorted(names - {re.sub(r"[-_.]+", "-", name).lower() for name in pinned}) == []
