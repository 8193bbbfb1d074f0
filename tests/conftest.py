from __future__ import annotations

import pytest
from hypothesis import settings

from signage.typography import FontCatalogue

pytest_plugins = ("tests.engines",)

# How long an example takes says nothing about whether it is right, and a busy machine would fail sound tests.
settings.register_profile("signage", deadline=None)
settings.load_profile("signage")


@pytest.fixture(scope="session")
def fonts() -> FontCatalogue:
    return FontCatalogue.standard()
