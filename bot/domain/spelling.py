"""One spelling for the ways in which the same family name is written: what a person is found by, beside the birth date.

Cyrillic letters are written as in the zone of a passport (ICAO Doc 9303-3, section 6, B), apostrophes and dots are left
out and a hyphen becomes a blank (4.6); letters that only Kazakh, Uzbek, Tajik and Kyrgyz have become their plain
neighbours, and Y is I, since transliterations differ in it most. A name that is spelt in another way altogether
(Zhumabaev, Jumabaev) is another name here.
"""

import re
import unicodedata
from datetime import date

_LATIN = "a b v g g d e e zh z i i k l m n o p r s t u u f kh ts ch sh shch ie i e iu ia ie i i i"
_CYRILLIC = dict(zip("абвгґдеёжзийклмнопрстуўфхцчшщъыэюяєіїј", _LATIN.split(), strict=True)) | {"ь": ""}
_NEIGHBOURS = dict(zip("әғқңөұүһҳҷӣӯ", "agknouuhhjiu", strict=True))
_PLAIN = str.maketrans({**_CYRILLIC, **_NEIGHBOURS, "y": "i", "ı": "i", "ø": "o", "ł": "l", "đ": "d"})
_DROPPED = re.compile(r"['’ʼ‘ʻ`.]")
_PARTED = re.compile(r"[-–\s]+")


def plain_name(name: str) -> str:
    """The name in small Latin letters, its parts one blank apart."""
    parted = _PARTED.sub(" ", _DROPPED.sub("", unicodedata.normalize("NFC", name).casefold())).strip()
    bare = unicodedata.normalize("NFKD", parted.translate(_PLAIN))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def person_key(family_name: str | None, born: date | None) -> str | None:
    """What a person is found by; None where one of the two is not known."""
    if not family_name or born is None:
        return None
    return f"{plain_name(family_name)}|{born.isoformat()}"
