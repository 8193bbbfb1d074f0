"""The address in a QR code is a page that checks the code's own signature; the command line does so offline."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import pytest
from pikepdf import Pdf

from signage.bootstrap import Services, scanned_code
from signage.cli.app import run
from signage.documents import trust_path
from signage.documents.notice import CODE_FILE
from tests.api.plain_cases import issued


@pytest.fixture
def printed(services: Services) -> str:
    case = issued(services, "S1-10")
    with Pdf.open(io.BytesIO(services.office.blobs.get(case.permits[0].document_digest))) as notice:
        return notice.attachments[CODE_FILE].get_file().read_bytes().decode()


def test_a_scanned_address_says_what_the_code_holds_and_where_its_permit_stands(anyone, printed, services):
    facts = scanned_code(printed, services.settings)
    page = anyone.get(urlsplit(printed).path)  # in capitals, as a code of this size holds them
    assert page.status_code == 200
    for words in ("签名成立", facts.number, facts.applicant, str(facts.valid_to), "有效"):
        assert words in page.text
    assert anyone.get(f"/v/{facts.short.lower()}").text.count(facts.number) > 0


def test_a_code_with_one_letter_changed_is_told_forged(anyone, printed):
    path = urlsplit(printed).path
    other = "A" if path[-40] != "A" else "B"
    page = anyone.get(f"{path[:-40]}{other}{path[-39:]}")
    assert page.status_code == 422
    assert "核验码的签名不成立" in page.text
    assert "签名成立<" not in page.text
    assert "二维码核验不通过" in page.text
    assert "不能证明手中的文书是真的" in page.text  # the register's 有效 below belongs to the code, not to that paper
    assert "还不能继续" not in page.text
    unknown = anyone.get("/v/7K3Q-WM9X/nonsense")
    assert unknown.status_code == 422
    assert "二维码核验不通过" in unknown.text
    assert "不能证明" not in unknown.text  # nothing stands below it


def test_what_was_looked_up_stands_before_the_forms_on_a_phone(anyone, printed):
    assert '<div class="split answered">' in anyone.get(urlsplit(printed).path).text
    assert '<div class="split answered">' not in anyone.get("/verify").text


def test_the_command_line_checks_a_code_with_certificates_alone(printed, services, tmp_path, monkeypatch, capsys):
    trust = tmp_path / "trust.pem"
    trust.write_bytes(trust_path(services.settings.home / "keys").read_bytes())
    monkeypatch.setenv("SIGNAGE_HOME", str(tmp_path / "elsewhere"))  # no seal, no register
    assert run(["verify", "--code", printed, "--trust", str(trust)]) == 0
    said = capsys.readouterr().out
    assert "核验码的签名成立" in said
    assert scanned_code(printed, services.settings).number in said
    assert run(["verify", "--code", printed]) != 0
    assert "没有可以用来核对核验码的证书" in capsys.readouterr().err
    assert run(["verify"]) != 0
    assert "二者选一" in capsys.readouterr().err
