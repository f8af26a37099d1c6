"""One reader's language: catalogues from `locales/`, dates and numbers by its customs."""

import gettext
import io
import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache
from html import escape, unescape
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
SOURCE = "en"
_TAG = re.compile(r"</?[a-z]+>")  # values are escaped, so what looks like a tag is one of ours
ALMATY = ZoneInfo("Asia/Almaty")
# Telegram's language -> the nearest of ours; people from the neighbouring states mostly read Russian.
_NEAREST = dict.fromkeys(("uz", "ky", "tg", "be", "uk", "az", "hy", "ka", "tt", "mn", "ro"), "ru")


def nearest_language(code: str | None) -> str:
    """The language of ours for Telegram's `language_code` (IETF tag, may be missing)."""
    base = (code or "").split("-")[0].casefold()
    return base if base in LANGUAGES else _NEAREST.get(base, SOURCE)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. Gaps are filled with escaped values, so a name can never become markup."""

    language: str
    catalogue: gettext.NullTranslations
    zone: tzinfo  # whose days and hours are shown

    def say(self, sentence: str, **gaps: object) -> str:
        """The sentence in this language as Telegram HTML."""
        return _fill(self.catalogue.gettext(sentence), gaps)

    def count(self, one: str, many: str, number: int, **gaps: object) -> str:
        """The sentence in the plural form that the number asks for; `{number}` is filled in."""
        return _fill(self.catalogue.ngettext(one, many, number), {"number": number, **gaps})

    def day(self, day: date) -> str:
        """A date in full, with the month's name."""
        return format_date(day, _LONG_DAY[self.language], locale=_locale(self.language))

    def moment(self, moment: datetime) -> str:
        """A date and a time of day in the reader's zone."""
        here = moment.astimezone(self.zone)
        return f"{self.day(here.date())}, {here:%H:%M}"

    def day_of(self, moment: datetime) -> str:
        """The day on which a moment falls in the reader's zone."""
        return self.day(moment.astimezone(self.zone).date())

    def country(self, alpha2: str) -> str:
        """A state's name, by ISO 3166-1 alpha-2."""
        return str(_locale(self.language).territories.get(alpha2, alpha2))


_LONG_DAY = {"kk": "y 'ж'. d MMMM", "ru": "d MMMM y 'г'.", "en": "d MMMM y"}


def _fill(sentence: str, gaps: dict[str, object]) -> str:
    return sentence.format(
        **{
            name: value if isinstance(value, Markup) else escape(str(value), quote=False)
            for name, value in gaps.items()
        }
    )


class Markup(str):
    """Text that is Telegram HTML already and is not to be escaped again."""

    __slots__ = ()


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@cache
def words_of(language: str, zone: tzinfo = ALMATY) -> Words:
    """The words of `language`, one of LANGUAGES, for a reader in this zone."""
    return Words(language, _catalogue(language), zone)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Compiled in memory at the first call: no binary is kept."""
    if language == SOURCE:
        return gettext.NullTranslations()
    catalogue = files("locales").joinpath(language, "LC_MESSAGES", "bot.po")
    compiled = io.BytesIO()
    with catalogue.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def plain(value: str) -> str:
    """A person's own words as Telegram HTML."""
    return escape(value, quote=False)


def unmarked(text: str) -> str:
    """Telegram HTML as plain text, for a terminal or a calendar."""
    return unescape(_TAG.sub("", text))


def bold(text: str) -> str:
    """The text, which is HTML already, in bold."""
    return f"<b>{text}</b>"


def page(heading: str, *paragraphs: str) -> str:
    """A heading in bold and paragraphs under it; empty ones are left out."""
    return page_of(f"<b>{heading}</b>", *paragraphs)


def page_of(*parts: str) -> str:
    """Paragraphs under one another; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def lines(*rows: str) -> str:
    """Rows under one another; empty ones are left out."""
    return "\n".join(row for row in rows if row)
