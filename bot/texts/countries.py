"""States by any part of their name in any of the languages, or by code."""

import unicodedata
from collections.abc import Iterator
from functools import cache

import pycountry
from babel import Locale

from bot.texts.words import LANGUAGES, Words

STATELESS = "XXA"
FREQUENT = ("UZB", "KGZ", "RUS", "TJK", "TUR", "BLR", "AZE", "CHN")  # those who come most (in the order of arrivals)
MOST_SHOWN = 8
_LONG_ENOUGH = 5  # letters of a name that say which state is meant, whatever ending follows
_APOSTROPHES = "ʻʼ"  # letters by Unicode, left out by most who type
# Where the locale data say what the people themselves do not.
_SAID_OTHERWISE = {("ru", "KGZ"): "Кыргызстан", ("ru", "MDA"): "Молдова"}
_ALIASES = {
    "USA": ("америка", "сша", "ақш", "usa", "united states of america"),
    "GBR": ("англия", "великобритания", "uk", "england", "ұлыбритания", "great britain"),
    "KGZ": ("киргизия", "кыргызстан", "қырғызстан", "kyrgyzstan", "кыргыз"),
    "MDA": ("молдавия",),
    "BLR": ("белоруссия", "белорус"),
    "UZB": ("o'zbekiston", "ozbekiston", "uzbekiston", "узбек", "узбеч", "өзбек", "uzbek"),
    "TJK": ("тоҷикистон", "tojikiston", "таджик", "тәжік", "tajik"),
    "TKM": ("туркмения", "turkmeniston"),
    "TUR": ("turkiye", "turkey", "турок", "түркия", "турция"),
    "KOR": ("корея", "южная корея", "south korea", "korea", "оңтүстік корея"),
    "ARE": ("оаэ", "эмираты", "uae", "emirates", "баә"),
    "CZE": ("чехия", "czech republic"),
    "CHN": ("кнр", "қытай", "китай", "china"),
    "RUS": ("рф", "россия", "ресей", "russia", "россиян", "русск"),
    "DEU": ("германия", "germany", "алмания"),
    "NLD": ("голландия", "holland"),
    "UKR": ("украин",),
    "AZE": ("azerbaycan", "азербайдж"),
    "KAZ": ("қазақстан", "казахстан", "kazakhstan", "рк"),
    STATELESS: ("без гражданства", "stateless", "азаматтығы жоқ", "апатрид", "лбг"),
}


def country_name(words: Words, alpha3: str) -> str:
    """A state's name in the reader's language, or words for having none."""
    if alpha3 == STATELESS:
        return words.say("Stateless person")
    if (words.language, alpha3) in _SAID_OTHERWISE:
        return _SAID_OTHERWISE[words.language, alpha3]
    country = pycountry.countries.get(alpha_3=alpha3)
    return words.country(country.alpha_2) if country else alpha3


def is_country(alpha3: str) -> bool:
    """True for a code that can be a citizenship."""
    return alpha3 == STATELESS or pycountry.countries.get(alpha_3=alpha3) is not None


def find_countries(text: str) -> tuple[str, ...]:
    """The states a person may mean, at most MOST_SHOWN, as ISO 3166-1 alpha-3; whole names and codes win alone."""
    wanted = _plain(text)
    if not wanted:
        return ()
    exact = {code for name, code in _names() if name == wanted}
    if exact:
        return tuple(sorted(exact))
    if len(wanted) < 3:
        return ()
    found = {code for name, code in _names() if _begins_a_word(wanted, name)}
    found = found or {code for name, code in _names() if wanted in name}
    return tuple(sorted(found))[:MOST_SHOWN]


def _begins_a_word(wanted: str, name: str) -> bool:
    """True when a word of the name begins so, or when what was typed is the name with an ending."""
    return f" {wanted}" in f" {name}" or (len(name) >= _LONG_ENOUGH and wanted.startswith(name))


@cache
def _names() -> tuple[tuple[str, str], ...]:
    return tuple(_all_names())


def _all_names() -> Iterator[tuple[str, str]]:
    locales = [Locale.parse(language) for language in LANGUAGES]
    for country in pycountry.countries:
        yield _plain(country.alpha_3), country.alpha_3
        yield _plain(country.alpha_2), country.alpha_3
        yield _plain(country.name), country.alpha_3
        for locale in locales:
            yield _plain(locale.territories.get(country.alpha_2, country.name)), country.alpha_3
    for code, aliases in _ALIASES.items():
        for alias in aliases:
            yield _plain(alias), code


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ё", "е"))
    kept = "".join(
        letter for letter in decomposed if (letter.isalnum() and letter not in _APOSTROPHES) or letter in " -"
    )
    return " ".join(unicodedata.normalize("NFKC", kept).replace("-", " ").split())
