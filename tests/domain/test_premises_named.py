"""What the words of an address say of the kind of premises."""

import pytest

from bot.domain.address import Premises
from bot.domain.premises_named import premises_named

NAMED = [
    ("Алматы, Абай 10, кв25", Premises.FLAT),
    ("Алматы, пр. Абая, дом 5, кв. 8", Premises.FLAT),
    ("Алматы, Абай даңғылы 10, 25 пәтер", Premises.FLAT),
    ("Almaty, Abay avenue 10, apt. 5", Premises.FLAT),
    ("Гостиница «Казахстан», номер 5", Premises.HOTEL),
    ("Алматы, Достық қонақ үй, 5", Premises.HOTEL),
    ("Astana, hotel Dostyk, flat 3", Premises.HOTEL),
    ("Шымкент, общежитие № 2, кв. 7", Premises.DORMITORY),
    ("Алматы, жатақхана 3", Premises.DORMITORY),
    ("Ақтау, 5 үй", Premises.HOUSE),
    ("Karaganda, house 12", Premises.HOUSE),
    ("Almaty, Abay avenue 10", None),
    ("Алматы, ул. Домбровского, д. 4", None),
    ("Алматы, мкр Отеген батыр 5", None),
    ("", None),
]


@pytest.mark.parametrize(("address", "kind"), NAMED)
def test_a_kind_is_taken_from_a_whole_word(address: str, kind: Premises | None) -> None:
    """The most telling word decides, a part of a street's name does not, and a bare number says nothing."""
    assert premises_named(address) is kind
