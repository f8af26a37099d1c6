"""Settings: every one an environment variable or a line of `.env`; `.env.example` says what each is for."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.officer import Role
from bot.domain.people import ChatId
from bot.domain.terms import CROSSING_KEPT, PROFILE_KEPT, Terms
from bot.watch.lines import Style

TELEGRAM = "https://api.telegram.org"
TELEGRAMS_NETWORKS = ("149.154.160.0/20", "91.108.4.0/22")  # https://core.telegram.org/bots/webhooks


def _each(value: Any) -> Any:
    """What stands between commas."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _officers(value: Any) -> Any:
    """`1234:head, 5678:reader` as a table."""
    if not isinstance(value, str):
        return value
    pairs = [each.partition(":") for each in _each(value)]
    if len({chat.strip() for chat, _, _ in pairs}) < len(pairs):
        raise ValueError("one id twice")
    return {chat.strip(): role.strip() for chat, _, role in pairs}


class Vouching(StrEnum):
    """Which hosts an officer must have vouched for before their yes counts."""

    NONE = "none"
    FIRST_TIME = "first_time"


Officers = Annotated[Mapping[ChatId, Role], NoDecode, BeforeValidator(_officers)]
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
    keep_days_drafts: int | None = Field(default=None, ge=0, le=365)
    keep_days_matters: int | None = Field(default=None, ge=0, le=365)
    keep_days_notices: int | None = Field(default=None, ge=0, le=365)
    keep_days_profiles: int = Field(default=PROFILE_KEPT.days, ge=0, le=PROFILE_KEPT.days)
    keep_days_crossings: int = Field(default=CROSSING_KEPT.days, ge=1, le=3650)
    most_at_a_dwelling: int = Field(default=10, ge=1, le=1000)
    officers: Officers = Field(default_factory=dict)
    host_vouching: Vouching = Vouching.NONE
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

    @field_validator("keep_days_drafts", "keep_days_matters", "keep_days_notices", mode="before")
    @classmethod
    def _empty_is_as_the_rest(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("keep_days_drafts", "keep_days_matters", "keep_days_notices")
    @classmethod
    def _no_longer_than_promised(cls, value: int | None, info: ValidationInfo) -> int | None:
        """The consent names one term for all of them, and nothing may outlive what it says."""
        promised = info.data.get("keep_days_after_end")
        if value is not None and promised is not None and value > promised:
            raise ValueError("longer than KEEP_DAYS_AFTER_END, which the consent promises")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # no such zone, no name of one, a folder of zones
            raise ValueError("no time zone of this name is known here (pip install tzdata?)") from None
        return name

    @property
    def terms(self) -> Terms:
        """How long each kind of record is kept; what is not set goes with the answers."""

        def days(wanted: int | None) -> timedelta:
            return timedelta(days=self.keep_days_after_end if wanted is None else wanted)

        return Terms(
            answers=days(None),
            drafts=days(self.keep_days_drafts),
            matters=days(self.keep_days_matters),
            notices=days(self.keep_days_notices),
            profiles=days(self.keep_days_profiles),
            crossings=days(self.keep_days_crossings),
        )

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose days the law counts."""
        return ZoneInfo(self.time_zone)
