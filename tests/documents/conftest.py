import pytest

from signage.documents import DocumentFaces, LocalSeal, PermitIssuer
from signage.typography import FontCatalogue

from .builders import notice


@pytest.fixture(scope="session")
def seal(tmp_path_factory):
    return LocalSeal.load_or_make(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def issuer(seal):
    return PermitIssuer(seal, FontCatalogue.standard(), faces=DocumentFaces.bundled())


@pytest.fixture(scope="session")
def issued(issuer):
    return issuer.issue(notice())
