"""The texts of training lines: whole zones, look-alikes, long filler runs, and pure chance.

Names are random syllables and numbers random figures: the network shall learn letters, not people. A good part is
uniform chance, so that it does not see what it expects instead of what is printed.
"""

from collections.abc import Callable

import numpy as np

from bot.passport.alphabet import ALPHABET

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LOOK_ALIKES = (
    "0O",
    "0OQDC",
    "1I",
    "1IL7T",
    "2Z",
    "5S",
    "8B",
    "6G",
    "UV",
    "MNW",
    "KX",
    "4A",
    "EF",
    "PR",
    "YV",
    "38",
    "69",
    "C<",
    "K<",
)
_CONSONANTS, _VOWELS = "BCDFGHJKLMNPQRSTVWXYZ" + "NRSTLKMZHD" * 2, "AEIOUY" + "AEIO" * 2
_STATES = (
    "KAZ",
    "RUS",
    "UZB",
    "KGZ",
    "TJK",
    "TUR",
    "CHN",
    "IND",
    "D<<",
    "UKR",
    "AZE",
    "MNG",
    "GEO",
    "ARM",
    "BLR",
    "TKM",
    "AFG",
    "PAK",
    "IRN",
    "USA",
    "GBR",
    "DEU",
    "FRA",
    "KOR",
    "JPN",
    "UTO",
)

Random = np.random.Generator


def random_line(random: Random) -> str:
    """One line of 30 to 44 characters."""
    kind = random.random()
    if kind < 0.45:
        layout: Callable[[Random], list[str]] = (_td3, _td3, _td3, _td2, _td1, _td1)[int(random.integers(6))]
        block = layout(random)
        return block[int(random.integers(len(block)))]
    length = int(random.choice((30, 36, 44)))
    if kind < 0.65:
        return _some(random, ALPHABET[:36], length)
    return _mixed(random, length)


def _mixed(random: Random, length: int) -> str:
    """Runs of letters, figures, both, look-alikes and fillers."""
    text = ""
    while len(text) < length:
        text += _run(random)
    return text[:length]


def _run(random: Random) -> str:
    kind, length = random.random(), int(random.integers(2, 12))
    if kind < 0.22:
        return _some(random, LETTERS, length)
    if kind < 0.36:
        return _some(random, DIGITS, length)
    if kind < 0.50:
        return _some(random, ALPHABET, length)
    if kind < 0.75:
        return _some(random, LOOK_ALIKES[int(random.integers(len(LOOK_ALIKES)))], length)
    if kind < 0.82:
        return ALPHABET[int(random.integers(len(ALPHABET)))] * int(random.integers(2, 6))
    return "<" * int(random.choice((1, 1, 2, 2, 3, 4, 7, 12, 18)))


def _some(random: Random, pool: str, length: int) -> str:
    return "".join(pool[i] for i in random.integers(0, len(pool), length))


def _name(random: Random) -> str:
    if random.random() < 0.25:
        return _some(random, LETTERS, int(random.integers(2, 13)))
    syllables = (_some(random, _CONSONANTS, 1) + _some(random, _VOWELS, 1) for _ in range(int(random.integers(1, 6))))
    return "".join(syllables) + (_some(random, _CONSONANTS, 1) if random.random() < 0.5 else "")


def _names(random: Random, width: int) -> str:
    parts = [_name(random) for _ in range(int(random.integers(1, 5)))]
    cut = int(random.integers(1, len(parts) + 1))
    return ("<".join(parts[:cut]) + "<<" + "<".join(parts[cut:])).ljust(width, "<")[:width]


def _state(random: Random) -> str:
    if random.random() < 0.3:
        return _some(random, LETTERS, 3)
    return _STATES[int(random.integers(len(_STATES)))]


def _number(random: Random) -> str:
    kind = random.random()
    if kind < 0.4:
        text = _some(random, LETTERS, 1) + _some(random, DIGITS, int(random.integers(6, 9)))
    elif kind < 0.65:
        text = _some(random, LETTERS, 2) + _some(random, DIGITS, 7)
    elif kind < 0.8:
        text = _some(random, DIGITS, 9)
    else:
        text = _some(random, ALPHABET[:36], 9)
    return text.ljust(9, "<")


def _date(random: Random) -> str:
    return f"{random.integers(100):02d}{random.integers(1, 13):02d}{random.integers(1, 32):02d}"


def _optional(random: Random, width: int) -> str:
    kind = random.random()
    if kind < 0.35:
        return "<" * width
    pool = DIGITS if kind < 0.75 else ALPHABET[:36]
    return _some(random, pool, int(random.integers(1, width + 1))).ljust(width, "<")


def _digit(random: Random) -> str:
    return _some(random, DIGITS, 1)


def _sex(random: Random) -> str:
    return "MF<"[int(random.choice(3, p=(0.48, 0.48, 0.04)))]


def _dates(random: Random) -> str:
    """Birth, sex and expiry, each date with its check digit."""
    return _date(random) + _digit(random) + _sex(random) + _date(random) + _digit(random)


def _td3(random: Random) -> list[str]:
    """A passport's two lines of 44 (9303-4, 4.2); the check digits are chance, for the network must not trust them."""
    head = "P" + ("<" if random.random() < 0.8 else _some(random, LETTERS, 1)) + _state(random)
    tail = _optional(random, 14) + ("<" if random.random() < 0.2 else _digit(random)) + _digit(random)
    return [head + _names(random, 39), _number(random) + _digit(random) + _state(random) + _dates(random) + tail]


def _td2(random: Random) -> list[str]:
    """Two lines of 36 (9303-6, 4.2)."""
    second = _number(random) + _digit(random) + _state(random) + _dates(random) + _optional(random, 7) + _digit(random)
    return ["I<" + _state(random) + _names(random, 31), second]


def _td1(random: Random) -> list[str]:
    """A card's three lines of 30 (9303-5, 4.2)."""
    code = ("I<", "ID", "IU", "AC", "C<")[int(random.integers(5))]
    first = code + _state(random) + _number(random) + _digit(random) + _optional(random, 15)
    second = _dates(random) + _state(random) + _optional(random, 11) + _digit(random)
    return [first, second, _names(random, 30)]
