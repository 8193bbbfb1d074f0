from __future__ import annotations

import pytest

from signage.typography import FontCatalogue


@pytest.fixture(scope="session")
def fonts() -> FontCatalogue:
    return FontCatalogue.standard()
