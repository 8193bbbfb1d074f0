from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from signage.accounts import passwords
from signage.typography import FontCatalogue

pytest_plugins = ("tests.engines",)

# How long an example takes says nothing about whether it is right, and a busy machine would fail sound tests.
settings.register_profile("signage", deadline=None)
settings.load_profile("signage")

# Files that take a minute or so: begun first, so that no process is left alone with one of them at the end.
_LONGEST = (
    "tests/browser/",
    "tests/demo/",
    "tests/storage/test_killed_process.py",
    "tests/api/test_case_documents.py",
    "tests/api/test_cases.py",
    "tests/api/",
    "tests/cli/",
    "tests/documents/",
)
_ROOT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_place)  # stable: inside a file the order stays
    # Thousands of tests and all modules live as long as the run: no use in looking them through for garbage again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)  # a twentieth of a run's time goes into looking too often


def _place(item: pytest.Item) -> int:
    name = item.path.relative_to(_ROOT).as_posix()
    return next((place for place, start in enumerate(_LONGEST) if name.startswith(start)), len(_LONGEST))


@pytest.fixture(scope="session", autouse=True)
def slow_hasher() -> Iterator[Callable[[], PasswordHash]]:
    """Hash passwords with little work everywhere; the product's own hasher is given to the test that asks for it."""
    real = passwords._hasher
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    passwords._hasher = lambda: quick
    yield real
    passwords._hasher = real


@pytest.fixture(scope="session")
def fonts() -> FontCatalogue:
    return FontCatalogue.standard()
