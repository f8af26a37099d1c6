"""What the words of an address say of the kind of premises, so that it need not be asked."""

import re

from bot.domain.address import Premises

_WORD = re.compile(r"[^\W\d_]+")  # a number may stand right at its word: "кв25"
# The first kind of which a word is found: a hotel's room or a dormitory's flat is the hotel's or the dormitory's.
_WORDS: tuple[tuple[Premises, frozenset[str]], ...] = (
    (
        Premises.HOTEL,
        frozenset({"гостиница", "гостинице", "отель", "хостел", "қонақүй", "қонақ үй", "hotel", "hostel"}),
    ),
    (Premises.DORMITORY, frozenset({"общежитие", "общежитии", "общага", "жатақхана", "dormitory", "dorm"})),
    (Premises.FLAT, frozenset({"кв", "квартира", "пәтер", "flat", "apt", "apartment"})),
    (Premises.HOUSE, frozenset({"дом", "үй", "house"})),
)


def premises_named(address: str) -> Premises | None:
    """The kind of premises that an address names (Order 923, paragraph 7), or None when it names none.

    A bare "д." or a house number names none: a flat has them too.
    """
    words = f" {' '.join(_WORD.findall(address.casefold()))} "
    return next((kind for kind, names in _WORDS if any(f" {name} " in words for name in names)), None)
