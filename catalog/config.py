"""Paths and switches of a run: built once from options, environment and file, then passed in."""

import os
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationError

from scraper.addresses import is_http, without_login
from scraper.http_settings import HttpSettings
from scraper.mirrors import Mirrors

DEFAULT_BASE_URL = "http://localhost:8000/"
SCHEMES = ("https://", "http://", "mailto:")
"""What an address for reports may begin with."""


class ConfigError(Exception):
    """A setting that cannot be used; the message names it."""


Address = Annotated[str, StringConstraints(pattern=r"^https?://")]


class Config(BaseModel):
    """What a run needs to know. Nothing here is read again later."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Path("data")
    """Archive and database."""
    out: Path = Path("_site")
    """The published folder."""
    base_url: str = DEFAULT_BASE_URL
    """For canonical links and the sitemap, ending in a slash."""
    issues_url: str = ""
    """Where readers report errors: the address of new issues (`https://.../issues/new`) or `mailto:` and one of mail.
    Empty: pages ask for no reports."""
    og_images: bool = False
    """Whether each model has a picture for places that show a link as one; Pillow draws it, the extra `og`."""
    mirrors: dict[Address, Address] = Field(default={}, repr=False)
    """Address prefixes to rewrite, for companies behind a mirror and for tests. Never shown: they may hold a login."""
    http: HttpSettings = HttpSettings()
    """Limits and manners of the HTTP layer."""
    webhook: SecretStr | None = None
    """Where word goes of a refresh that was not well, and once when it is well again. A secret: never told."""
    now: datetime
    """The time the run believes it is, UTC."""

    @property
    def archive(self) -> Path:
        """The archive's folder."""
        return self.data / "archive"

    @property
    def database(self) -> Path:
        """The database file."""
        return self.data / "catalog.db"

    @property
    def published(self) -> Path:
        """The list of ids that were ever published."""
        return self.data / "published.jsonl"

    @property
    def runs(self) -> Path:
        """The reports of runs."""
        return self.data / "runs"

    @property
    def lock(self) -> Path:
        """The lock that keeps refreshes apart."""
        return self.data / "refresh.lock"


def load_config(options: Mapping[str, Any], file: Path | None, environment: Mapping[str, str] = os.environ) -> Config:
    """Options over environment over file over defaults. Raises ConfigError, naming what is wrong."""
    found = _read_file(file)
    if environment.get("MODELATLAS_DATA"):
        found["data"] = environment["MODELATLAS_DATA"]
    if environment.get("MODELATLAS_WEBHOOK"):
        found["webhook"] = environment["MODELATLAS_WEBHOOK"]
    found.update({name: value for name, value in options.items() if value is not None})
    found["mirrors"] = _mirrors(environment.get("MODELATLAS_MIRRORS", ""), found.get("mirrors", {}))
    found["now"] = the_time(environment.get("SOURCE_DATE_EPOCH"))
    try:
        config = Config.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    for name, address in (("base_url", config.base_url), ("issues_url", config.issues_url)):
        if without_login(address) != address:
            raise ConfigError(f"{name}: holds a name or a password, and is published: leave them out")
    if not config.base_url.startswith(("http://", "https://")):
        raise ConfigError(f"base_url: {config.base_url!r} is no http(s) address")
    if config.webhook is not None and not is_http(config.webhook.get_secret_value()):
        raise ConfigError("webhook: it is no http(s) address; MODELATLAS_WEBHOOK or the file says it")
    if config.issues_url and not config.issues_url.startswith(SCHEMES):
        raise ConfigError(f"issues_url: {config.issues_url!r} is no http(s) address and no mailto:")
    return config.model_copy(update={"base_url": config.base_url.rstrip("/") + "/"})


def _read_file(file: Path | None) -> dict[str, Any]:
    path = file or Path("modelatlas.toml")
    if not path.exists():
        if file is not None:
            raise ConfigError(f"{file}: no such file")
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path}: {error}") from None


def _mirrors(text: str, in_file: Any) -> Any:
    """The environment's mirrors over the file's, which are checked with the other settings."""
    try:
        mirrors = Mirrors.parse(text)
    except ValueError as error:
        raise ConfigError(f"MODELATLAS_MIRRORS: {error}") from None
    return mirrors.over(in_file).prefixes if isinstance(in_file, dict) else in_file


def the_time(epoch: str | None) -> datetime:
    """The time that a run believes it is, UTC: what `SOURCE_DATE_EPOCH` says, else the clock."""
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise ConfigError(f"SOURCE_DATE_EPOCH: {epoch!r} is no time in seconds since 1970") from None
