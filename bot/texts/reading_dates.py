"""Dates as people type them: with dots, slashes, spaces, month names in any of the languages."""

import re
from datetime import date
from functools import cache

from babel import Locale

from bot.domain.refusals import Refusal, RefusalCode
from bot.texts.words import LANGUAGES

_ISO = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-./, ]+(\d{1,2})[-./, ]+(\d{4}|\d{2})(?:\s*(?:г|ж|y)\w*\.?)?")
_RUN_TOGETHER = re.compile(r"(\d{2})(\d{2})(\d{4})")
_NO_YEAR = re.compile(r"\d{1,2}[-./ ]+\d{1,2}\.?|\d{1,2}\s*[^\W\d_]{3,}\.?|[^\W\d_]{3,}\s*\d{1,2}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LEAST_STEM = 3
_CENTURY = 100


def read_date(text: str, *, latest: date) -> date:
    """The date that a person typed; day comes before month unless the year stands first.

    A year of two digits is the last such year not after `latest`'s.

    Raises:
        Refusal: DATE_UNREAD, DATE_NO_YEAR or DATE_IMPOSSIBLE.
    """
    cleaned = " ".join(text.casefold().split())[:60]
    year, month, day = _parts(cleaned)
    if len(year) <= 2:
        year = str(_full_year(int(year), latest))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Refusal(RefusalCode.DATE_IMPOSSIBLE) from None


def _parts(text: str) -> tuple[str, str, str]:
    numeric = re.sub(r"[a-z]{2,}", "", text) if not _WORD.search(text) else text
    if match := _ISO.fullmatch(numeric):
        return match[1], match[2], match[3]
    if match := _NUMBERS.fullmatch(numeric) or _RUN_TOGETHER.fullmatch(numeric):
        return match[3], match[2], match[1]
    if named := _named_month(text):
        return named
    raise Refusal(RefusalCode.DATE_NO_YEAR if _NO_YEAR.fullmatch(text) else RefusalCode.DATE_UNREAD)


def _named_month(text: str) -> tuple[str, str, str] | None:
    """Day, month's name and year in any order: "12 ноября 2026", "2026 ж. 12 қараша", "November 12, 2026"."""
    months = {month for word in _WORD.findall(text) if (month := _month(word))}
    numbers = re.findall(r"\d+", text)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(months) != 1 or not years or len(days) != 1:
        return None
    return years[0], str(months.pop()), days[0]


def _month(word: str) -> int | None:
    found = {number for name, number in _month_names() if name.startswith(word[:4]) and _same_start(name, word)}
    return found.pop() if len(found) == 1 else None


def _same_start(name: str, word: str) -> bool:
    """Endings differ by case ("ноябрь", "ноября"), so only what the shorter shares without its last letter counts."""
    shared = max(_LEAST_STEM, min(len(name), len(word)) - 1)
    return name[:shared] == word[:shared]


@cache
def _month_names() -> tuple[tuple[str, int], ...]:
    return tuple(
        (name.casefold().rstrip("."), number)
        for language in LANGUAGES
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(language).months[form][width].items()
    )


def _full_year(two_digits: int, latest: date) -> int:
    year = latest.year - latest.year % _CENTURY + two_digits
    return year if year <= latest.year else year - _CENTURY
