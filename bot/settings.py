"""Settings of the service: the environment or a `.env` file, prefix COMPANION_. docs/settings.md lists them."""

from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"


class WrongSetting(Exception):
    """A setting is missing or wrong; the message is one line that names it."""


class Settings(BaseSettings):
    """Each field is one setting; its description is what docs/settings.md says about it."""

    model_config = SettingsConfigDict(env_prefix="COMPANION_", env_file=".env", extra="ignore")

    telegram_token: str = Field(pattern=r"^\d+:[\w-]{20,}$", description="The bot's token, from BotFather.")
    telegram_api_url: str = Field(default=TELEGRAM, description="Any Bot API server; Telegram's by default.")
    webhook_url: str | None = Field(default=None, description="Public address for webhooks; unset: long polling.")
    webhook_port: int = Field(default=8443, ge=0, le=65535, description="Local port that receives webhooks.")
    database_url: str = Field(
        default="sqlite://companion.sqlite",
        description="sqlite:///path or postgresql://…; a SQLite file here by default.",
    )
    secret_key: str | None = Field(
        default=None,
        description="Key of the sealed columns; unset: a key file beside the database, made at first start.",
    )
    site: Path | None = Field(
        default=None, description="Path of a site.toml; unset: a built-in site that gives information only."
    )
    delivery_rate: float = Field(default=25, gt=0, description="Operations a second in all (Telegram allows about 30).")
    delivery_chat_rate: float = Field(default=1, gt=0, description="Operations a second for one chat, bursts of three.")
    delivery_in_flight: int = Field(default=8, ge=1, le=64, description="Operations under way at the same time.")
    clock_url: str | None = Field(default=None, description="The sandbox's clock; refused with Telegram's API.")
    heartbeat_url: str | None = Field(
        default=None, description="Called by the auditor while all is well; its absence is somebody else's alarm."
    )
    smtp_url: str | None = Field(
        default=None, description="smtp://user:password@host:port for the e-mail steps of the alert ladder."
    )
    mail_from: str = Field(default="companion@localhost", description="Sender address of those e-mails.")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="How much is logged.")

    @field_validator("telegram_api_url", "webhook_url", "clock_url", "heartbeat_url")
    @classmethod
    def _an_address(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url.rstrip("/") if url else url

    @field_validator("database_url")
    @classmethod
    def _a_database(cls, url: str) -> str:
        if not url.startswith(("sqlite://", "postgresql://")):
            raise ValueError("must begin with sqlite:// or postgresql://")
        return url


def load_settings(**given: object) -> Settings:
    """Settings from the environment; `given` wins. Raises WrongSetting with one clear line."""
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as problem:
        error = problem.errors()[0]
        name = "COMPANION_" + str(error["loc"][0]).upper() if error["loc"] else "The settings"
        if error["type"] == "missing":
            raise WrongSetting(f"{name} is not set.") from None
        raise WrongSetting(f"{name} is wrong: {error['msg'].removeprefix('Value error, ')}.") from None
    if settings.clock_url and settings.telegram_api_url == TELEGRAM:
        raise WrongSetting("COMPANION_CLOCK_URL is for the sandbox and refused with Telegram's own API.")
    if settings.site and not settings.site.is_file():
        raise WrongSetting(f"COMPANION_SITE is wrong: there is no file {settings.site}.")
    return settings
