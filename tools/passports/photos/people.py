"""Made-up people and the numbers of their papers, in the shapes that the countries use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tools.passports.photos.nations import NATIONS, Nation

DRAWN_ON = date(2026, 11, 1)  # ages and expiry dates count from this day, whatever the day of the run
YOUNGEST, OLDEST = 1 * 365, 78 * 365  # days
EXPIRED_SINCE, VALID_FOR = 200, 3650  # at most so many days
LONG_NAMES, SEX_UNSPECIFIED, PLAIN_PASSPORTS = 0.06, 0.01, 0.85  # shares
DIGITS, LATIN = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WITH_FEMININE_SURNAMES = {"KAZ", "RUS", "UZB", "KGZ", "TJK", "AZE"}
_WITH_SECOND_NAMES = {"D", "TUR", "UKR"}
_PASSPORT_TYPES, _CARD_TYPES = "NMOD", ("I<", "ID", "IU", "AC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """As on the page: names with their hyphens and apostrophes. `sex` is `<` where the paper does not say."""

    nation: Nation
    sex: str
    surname: str
    given: str
    born: date
    expiry: date
    number: str
    optional: str
    passport_type: str  # second character of a passport's zone
    card_type: str  # first two characters of a card's zone


def draw_person(chance: Random) -> Person:
    """Everything about one person. The order of the draws belongs to the seed's meaning."""
    nation, sex = chance.choice(NATIONS), chance.choice("MF")
    surname, given = _draw_names(chance, nation, sex)
    born = DRAWN_ON - timedelta(days=chance.randint(YOUNGEST, OLDEST))
    expiry = DRAWN_ON + timedelta(days=chance.randint(-EXPIRED_SINCE, VALID_FOR))
    number, optional = _NUMBERS[nation.code](chance, born, sex)
    return Person(
        nation=nation,
        sex="<" if chance.random() < SEX_UNSPECIFIED else sex,
        surname=surname,
        given=given,
        born=born,
        expiry=expiry,
        number=number,
        optional=optional,
        passport_type="<" if chance.random() < PLAIN_PASSPORTS else chance.choice(_PASSPORT_TYPES),
        card_type=chance.choice(_CARD_TYPES),
    )


def draw_digits(chance: Random, count: int) -> str:
    """A row of digits."""
    return draw_letters(chance, count, DIGITS)


def draw_letters(chance: Random, count: int, pool: str = LATIN) -> str:
    """A row of characters of the pool."""
    return "".join(chance.choice(pool) for _ in range(count))


def _draw_names(chance: Random, nation: Nation, sex: str) -> tuple[str, str]:
    givens = nation.women if sex == "F" else nation.men
    surname, given = chance.choice(nation.surnames), chance.choice(givens)
    if sex == "F" and nation.code in _WITH_FEMININE_SURNAMES and surname.endswith("V"):
        surname += "A"
    father = chance.choice(nation.men)
    habit = chance.random()
    if nation.code in _WITH_SECOND_NAMES and habit < 0.35:
        given += " " + chance.choice(givens)
    surname, given = _by_custom(nation.code, sex, surname, given, father, habit)
    if chance.random() < LONG_NAMES:  # too long for the zone's field
        surname += f"-{chance.choice(nation.surnames)} {chance.choice(nation.surnames)}"
        given = f"{given} {father} {chance.choice(givens)}".strip()
    return surname, given


def _by_custom(code: str, sex: str, surname: str, given: str, father: str, habit: float) -> tuple[str, str]:
    """Names after the father, and people with one name only. `habit` is 0 to 1: how far this family keeps to it."""
    man = sex == "M"
    if code == "UZB" and habit < 0.7:
        return surname, f"{given} {father} " + ("O'G'LI" if man else "QIZI")
    if code == "KGZ" and habit < 0.35:
        return f"{father} {'UULU' if man else 'KYZY'}", given
    if code == "AZE" and habit < 0.3:
        return surname, f"{given} {father} {'OGLU' if man else 'GIZI'}"
    if code == "IND" and habit < 0.2:
        return f"{surname} {given}", ""
    return surname, "" if code == "MNG" and habit < 0.1 else given


def _kazakhstan(chance: Random, born: date, _: str) -> tuple[str, str]:
    number = "N" + draw_digits(chance, 8)
    return number, f"{born:%y%m%d}{draw_digits(chance, 6)}" if chance.random() < 0.8 else ""


def _russia(chance: Random, _: date, __: str) -> tuple[str, str]:
    return chance.choice(("70", "71", "72", "75", "76")) + draw_digits(chance, 7), ""


def _uzbekistan(chance: Random, _: date, __: str) -> tuple[str, str]:
    return chance.choice(("AA", "AB", "AC", "AD", "FA", "FB")) + draw_digits(chance, 7), draw_digits(chance, 14)


def _kyrgyzstan(chance: Random, born: date, sex: str) -> tuple[str, str]:
    number = chance.choice(("AC", "PE", "AN")) + draw_digits(chance, 7)
    return number, f"{'2' if sex == 'M' else '1'}{born:%d%m%Y}{draw_digits(chance, 5)}"


def _tajikistan(chance: Random, _: date, __: str) -> tuple[str, str]:
    number = "40" + draw_digits(chance, 7)
    return number, draw_digits(chance, 10) if chance.random() < 0.4 else ""


def _turkiye(chance: Random, _: date, __: str) -> tuple[str, str]:
    return "U" + draw_digits(chance, 8), draw_digits(chance, 11)


def _china(chance: Random, _: date, __: str) -> tuple[str, str]:
    plain = "E" + draw_digits(chance, 8)
    lettered = "E" + draw_letters(chance, 1, "ABCDEFGHJK") + draw_digits(chance, 7)
    number = chance.choice((plain, lettered))
    if chance.random() >= 0.5:
        return number, ""
    return number, draw_letters(chance, 1, "LMNP") + draw_letters(chance, 11, "ABCDEFGHKLMNOP")


def _india(chance: Random, _: date, __: str) -> tuple[str, str]:
    number = draw_letters(chance, 1, "JKLMNPRSTUVWZ") + draw_digits(chance, 7)
    return number, draw_digits(chance, 13) if chance.random() < 0.3 else ""


def _germany(chance: Random, _: date, __: str) -> tuple[str, str]:
    return "C" + draw_letters(chance, 8, "CFGHJKLMNPRTVWXYZ0123456789"), ""


def _ukraine(chance: Random, born: date, _: str) -> tuple[str, str]:
    number = draw_letters(chance, 2, "FGAEP") + draw_digits(chance, 6)
    return number, f"{born:%Y%m%d}<{draw_digits(chance, 5)}"


def _azerbaijan(chance: Random, _: date, __: str) -> tuple[str, str]:
    return chance.choice("CP") + draw_digits(chance, 8), draw_letters(chance, 7, "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")


def _mongolia(chance: Random, _: date, __: str) -> tuple[str, str]:
    return "E" + draw_digits(chance, 7), draw_letters(chance, 2, "ABCDEUX") + draw_digits(chance, 8)


# (chance, birth date, sex) -> document number and optional (personal) number
_NUMBERS: dict[str, Callable[[Random, date, str], tuple[str, str]]] = {
    "KAZ": _kazakhstan,
    "RUS": _russia,
    "UZB": _uzbekistan,
    "KGZ": _kyrgyzstan,
    "TJK": _tajikistan,
    "TUR": _turkiye,
    "CHN": _china,
    "IND": _india,
    "D": _germany,
    "UKR": _ukraine,
    "AZE": _azerbaijan,
    "MNG": _mongolia,
}
