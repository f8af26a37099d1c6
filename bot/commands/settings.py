"""The settings, as a command reads them: what is set wrong is said in a line for each, never with its value."""

import sys

from pydantic import ValidationError

from bot.config import Settings

WRONG = 2  # exit code
ABOUT = {
    "WEBHOOK_URL": "https://HOST/PATH is wanted, with a path after the host's name",
    "WEB_PROXIES": "networks are wanted, between commas, as 10.0.0.0/8",
    "WEBHOOK_FROM": "networks are wanted, between commas, as 10.0.0.0/8",
    "OFFICERS": "Telegram ids with a role each are wanted, as 1234:head, 5678:officer, 9012:reader; no id twice",
    "OPERATOR_BIN": "twelve digits are wanted",
    "OPERATOR_CODE": "two to twelve capital Latin letters and digits are wanted",
}


def read_settings() -> Settings:
    """From the environment and `.env`.

    Raises:
        SystemExit: Something is set wrong, and has been told.
    """
    try:
        return Settings()
    except ValidationError as error:
        for line in faults_in(error):
            sys.stderr.write(f"{line}\n")
        raise SystemExit(WRONG) from None


def faults_in(error: ValidationError) -> list[str]:
    """NAME: why, for each setting that is wrong, in words that hold no value of any."""
    why: dict[str, str] = {}
    for fault in error.errors(include_input=False, include_context=False, include_url=False):
        name = str(fault["loc"][0]).upper()
        why.setdefault(name, ABOUT.get(name, fault["msg"]))
    return [f"{name}: {reason}" for name, reason in why.items()]
