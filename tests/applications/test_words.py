import re
from pathlib import Path

import pytest

import signage
from signage.locale import all_codes

ROOT = Path(signage.__file__).parent
_CALLS = "Error|Permitted|Failed|Conflict|NotFound|text|words|Transition"
CODE = re.compile(rf'(?:{_CALLS})\(\s*"((?:applications|workflow|accounts|storage)\.[a-z_]+[a-z])"')


@pytest.mark.parametrize("package", ["applications", "accounts", "storage"])
def test_every_code_that_a_package_raises_has_words(package):
    used = {code for file in (ROOT / package).rglob("*.py") for code in CODE.findall(file.read_text("utf-8"))}
    assert used
    assert used <= all_codes()
