"""Settings: every one an environment variable or a line of `.env`; `.env.example` says what each is for."""

from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"


class Settings(BaseSettings):
    """The operator's choices. Secrets print as stars."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    bot_token: SecretStr = SecretStr("")
    telegram_api_url: str = TELEGRAM
    database_url: str = "sqlite+aiosqlite:///data/tirkeu.db"
    secret_key: SecretStr = SecretStr("")
    keys_dir: Path = Path("data/keys")
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
    time_zone: str = "Asia/Almaty"
    log_level: str = "INFO"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        ZoneInfo(name)
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose days the law counts."""
        return ZoneInfo(self.time_zone)
