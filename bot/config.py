"""Settings: every one an environment variable or a line of `.env`; `.env.example` says what each is for."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.watch.lines import Style

TELEGRAM = "https://api.telegram.org"
TELEGRAMS_NETWORKS = ("149.154.160.0/20", "91.108.4.0/22")  # https://core.telegram.org/bots/webhooks


def _each(value: Any) -> Any:
    """What stands between commas."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_each)]


class Settings(BaseSettings):
    """The operator's choices. Secrets print as stars."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # a value at the wrong place may be a secret
    )

    bot_token: SecretStr = SecretStr("")
    telegram_api_url: str = TELEGRAM
    database_url: str = "sqlite+aiosqlite:///data/tirkeu.db"
    secret_key: SecretStr = SecretStr("")
    keys_dir: Path = Path("data/keys")
    backup_recipient: str = ""
    operator_name: str = "Tirkeu"
    operator_bin: str = Field(default="000000000000", pattern=r"^[0-9]{12}$")
    operator_code: str = Field(default="TIRKEU", pattern=r"^[A-Z0-9]{2,12}$")
    bot_link: str = "https://t.me/TirkeuDemoBot"
    official_issuer: bool = False
    keep_days_after_end: int = Field(default=30, ge=0, le=365)
    most_at_a_dwelling: int = Field(default=10, ge=1, le=1000)
    web_url: str = ""
    web_listen: str = "127.0.0.1"
    web_port: int = Field(default=8480, ge=0, le=65535)
    web_proxies: Networks = ()
    webhook_url: str = Field(default="", pattern=r"^(https?://[^/?#]+/[^?#]+)?$")
    webhook_from: Networks = tuple(map(ip_network, TELEGRAMS_NETWORKS))
    time_zone: str = "Asia/Almaty"
    log_level: str = "INFO"
    log_format: Style = Style.LINES
    ops_listen: str = "127.0.0.1"
    ops_port: int | None = Field(default=None, ge=0, le=65535)
    ops_backups: Path | None = None

    @field_validator("ops_port", "ops_backups", mode="before")
    @classmethod
    def _empty_is_off(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # no such zone, no name of one, a folder of zones
            raise ValueError("no time zone of this name is known here (pip install tzdata?)") from None
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose days the law counts."""
        return ZoneInfo(self.time_zone)
