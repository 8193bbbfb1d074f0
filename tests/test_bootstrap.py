"""Settings become objects in one place, and what is wrong with them is said there."""

from __future__ import annotations

import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from signage.bootstrap import (
    demo_accounts,
    demo_password,
    existing_database,
    open_seal,
    open_services,
    prepare_home,
    read_organ,
)
from signage.errors import InputError, ToolError
from signage.settings import Environment, Settings, read_settings


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(home=tmp_path / "home")


def test_opening_twice_keeps_the_keys_and_the_database(settings):
    kept = []
    for _ in range(2):
        services = open_services(settings)
        with closing(services.database):
            kept.append(
                {path.name: path.read_bytes() for path in (settings.home / "keys").rglob("*") if path.is_file()}
            )
            assert services.database.check() == []
    assert kept[0] == kept[1]


def test_a_database_that_is_not_there_is_not_made_by_asking(settings):
    with pytest.raises(ToolError) as caught:
        existing_database(settings)
    assert caught.value.code == "bootstrap.no_database"
    assert not settings.home.exists()
    prepare_home(settings).close()
    existing_database(settings).close()


def test_a_home_that_is_a_file_cannot_be_used(tmp_path):
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ToolError) as caught:
        open_services(Settings(home=tmp_path / "home"))
    assert caught.value.code == "bootstrap.home"


def test_the_demonstration_organ_and_its_accounts_are_refused_in_production(tmp_path):
    with pytest.raises(InputError) as caught:
        read_organ(Settings(home=tmp_path, environment=Environment.PRODUCTION))
    assert caught.value.code == "settings.demonstration_organ"


def test_the_demonstration_accounts_stay_on_this_machine(settings):
    services = open_services(settings)
    with closing(services.database):
        assert demo_accounts(services) != ()
    beyond = open_services(settings.model_copy(update={"host": "0.0.0.0"}))
    with closing(beyond.database):
        assert demo_accounts(beyond) == ()


def test_the_password_of_the_demonstration_is_drawn_once_and_kept_from_others(settings):
    settings.home.mkdir()
    password = demo_password(settings)
    assert demo_password(settings) == password
    assert len(password) >= 12
    assert stat.S_IMODE((settings.home / "demo-password").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [("SIGNAGE_ENVIRONMENT", "holiday"), ("SIGNAGE_PORT", "0"), ("SIGNAGE_PORT", "many")],
)
def test_a_variable_with_a_wrong_value_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError) as caught:
        read_settings()
    assert caught.value.params["name"] == name


def test_a_time_zone_that_is_none_is_named(settings):
    with pytest.raises(InputError) as caught:
        open_services(settings.model_copy(update={"zone": "Mars/Olympus"}))
    assert caught.value.code == "settings.bad_value"
    assert not settings.home.exists()


@pytest.mark.parametrize("content", [b"", b"name =", b"\xff\xfe", b'name = "x"\nmotto = "y"\n'])
def test_an_organ_file_that_is_wrong_is_named(tmp_path, content):
    (tmp_path / "organ.toml").write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_organ(Settings(home=tmp_path, organ=tmp_path / "organ.toml"))
    assert "organ.toml" in str(caught.value.params["path"])


def test_an_office_seals_with_the_organs_own_certificate_when_the_settings_name_it(tmp_path):
    from tests.documents.test_organ_seal import PASSPHRASE, p12

    path = p12(tmp_path, start=datetime.now(UTC) - timedelta(days=1))
    (tmp_path / "pass").write_bytes(PASSPHRASE + b"\n")
    settings = Settings(home=tmp_path / "home", seal_p12=path, seal_passphrase_file=tmp_path / "pass")
    seal = open_seal(settings, read_organ(settings))
    assert not seal.is_demonstration
    assert (tmp_path / "home" / "keys" / "organ-seal" / "trust.pem").read_bytes() == seal.trust
    with pytest.raises(ToolError) as caught:
        open_seal(Settings(home=tmp_path / "home", seal_p12=path), read_organ(settings))
    assert caught.value.code == "documents.p12_unusable"
