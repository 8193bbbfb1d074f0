"""Typed settings, read once from the environment (`SIGNAGE_…`); the same folder serves every command.

`SIGNAGE_HOME` holds database, files and keys; nothing else on the machine is written to.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from signage.errors import InputError


class Environment(StrEnum):
    """What the installation is for; production refuses every demonstration key, account and organ."""

    DEMONSTRATION = "demonstration"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """Settings of one process.

    Attributes:
        home: Folder of database, files and keys.
        database: Database URL; empty means SQLite in `home`.
        environment: Demonstration or production.
        fonts: Folder with further typefaces.
        zone: Time zone in which dates are shown and working days counted.
        organ: TOML file that describes the deciding organ; empty means the fictitious sample organ.
        plans: Folder with frontage plans; empty means the bundled samples.
        items: Folder with items that add to the bundled catalogue or take the place of its own.
        seal_p12: PKCS#12 file with the organ's seal; empty makes the demonstration's, which production refuses.
        seal_driver: PKCS#11 library of the token that holds the organ's key, instead of a file.
        seal_token: Label of the token.
        seal_key: Label of the key and its certificate on it.
        seal_chain: PEM file with the certificates above, for a token that does not hold them.
        seal_passphrase_file: File that holds the passphrase or the token's PIN, so that it stands in no command line
            and no log.
        hours: TOML file with windows, opening hours and promises; empty means those of the sample office.
    """

    model_config = SettingsConfigDict(env_prefix="SIGNAGE_", extra="ignore", frozen=True)

    home: Path = Path("signage-data")
    database: str = ""
    environment: Environment = Environment.DEMONSTRATION
    fonts: Path | None = None
    zone: str = "Asia/Shanghai"
    organ: Path | None = None
    plans: Path | None = None
    items: Path | None = None
    hours: Path | None = None
    seal_p12: Path | None = None
    seal_driver: Path | None = None
    seal_token: str = ""
    seal_key: str = ""
    seal_chain: Path | None = None
    seal_passphrase_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)

    @property
    def database_url(self) -> str:
        """The database URL in force, written in full."""
        return self.database or f"sqlite:///{(self.home / 'signage.db').absolute()}"

    @property
    def has_own_seal(self) -> bool:
        """Whether a seal of the organ's own is named, be it half or wrong."""
        return any((self.seal_p12, self.seal_driver, self.seal_token, self.seal_key, self.seal_chain))

    @property
    def is_loopback(self) -> bool:
        """Whether the server answers this machine only."""
        return self.host in ("127.0.0.1", "localhost", "::1")


def read_settings(**overrides: object) -> Settings:
    """Return the settings from the environment with the given ones on top (None counts as not given).

    Raises:
        InputError: A variable has a value that cannot be used.
    """
    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks each value itself
    except ValidationError as exc:
        first = exc.errors()[0]
        name = "SIGNAGE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise InputError("settings.bad_value", name=name, why=first["msg"]) from exc
