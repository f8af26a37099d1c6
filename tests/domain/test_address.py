"""Addresses, written in one message as on an envelope."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.address import LONGEST_ADDRESS, Address, AddressGap
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.regions import REGIONS


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("Алматы, Абая 10, 25", "75"),
        ("Abai 10, Almaty", "75"),
        ("г. Алматы, ул. Астана, д. 5", "75"),
        ("Караганда, проспект Астана 5", "35"),
        ("Алматинская область, Талгар, Абая 3", "19"),
        ("область Абай, Семей, Шакарима 10", "10"),
        ("Қарағанды облысы, Теміртау, Республика 4", "35"),
        ("Aktau, 5 microdistrict, 12", "47"),
        ("Астана қаласы, Мәңгілік Ел 55", "71"),
        ("Түркістан облысы, Кентау, Абылай хан 1", "61"),
    ],
)
def test_the_region_is_recognised_in_any_language(written: str, region: str) -> None:
    """The region's name or a town's, in Kazakh, Russian or English; a street named after a city moves no house."""
    address = Address.parse(written)

    assert address.region == region
    assert address.gap is None


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.en)
def test_every_official_name_is_recognised(region: object) -> None:
    """What the bot itself writes it can read, in all three languages."""
    for name in (region.kk, region.ru, region.en):  # type: ignore[attr-defined]
        assert Address.parse(f"{name}, Абай 10").region == region.code  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "gap"),
    [
        ("Абая 10", AddressGap.REGION),
        ("Алматы, Абая", AddressGap.HOUSE),
        ("Алматинская область, Абая 10", AddressGap.SETTLEMENT),
    ],
)
def test_only_what_is_missing_is_asked(written: str, gap: AddressGap) -> None:
    """A gap is named; the rest of the address stands."""
    assert Address.parse(written).gap is gap


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Almaty", "Almaty, Abay avenue 10"),
        ("Алматы, Абая", "Алматы, Абая 10"),
        ("Алматинская область", "Алматинская область, Талгар, Абая 3"),
    ],
)
def test_an_address_told_anew_stands_once(first: str, then: str) -> None:
    """Where the house number is asked and the whole address comes, it replaces what was there."""
    assert Address.parse(first).with_house(then) == Address.parse(then)


def test_the_settlement_told_with_all_the_rest_stands_once() -> None:
    """Where the settlement is asked and the whole address comes, it replaces what was there."""
    whole = "Алматинская область, Талгар, Абая 10"

    assert Address.parse("Алматинская область, Абая 10").with_settlement(whole) == Address.parse(whole)


@pytest.mark.parametrize("house", ["15/2", "Astana street 15", "house 5, flat 2"])
def test_a_house_number_with_more_words_is_no_new_address(house: str) -> None:
    """A street that is called like another city moves no house; what was told before stays."""
    assert Address.parse("Almaty, Medeu district").with_house(house).parts == ("Medeu district", house)


def test_gaps_are_filled_one_by_one() -> None:
    """Region, house and settlement end as one line, the region in both official languages."""
    address = Address.parse("Абая").with_region("19").with_house("10").with_settlement("Талгар")

    assert address.gap is None
    assert address.line == "Алматы облысы / Алматинская область, Талгар, Абая, 10"


@pytest.mark.parametrize(
    ("written", "code"), [("12", RefusalCode.ADDRESS_SHORT), ("Алматы, " + "ж" * 200 + " 1", RefusalCode.ADDRESS_LONG)]
)
def test_too_short_and_too_long_are_refused(written: str, code: RefusalCode) -> None:
    """What the certificate cannot carry is refused when it is typed, not when it is printed."""
    with pytest.raises(Refusal) as no:
        Address.parse(written)

    assert no.value.code is code


@pytest.mark.parametrize(
    "written",
    [
        "Almaty, Abay avenue 10, flat 25",
        "Almaty, ABAY ave., 10-25.",
        "Almaty, Abay avenue, 10, apt 25",
        "flat 25, 10 Abay Avenue, Almaty",
        "Almaty Abay avenue 10 flat 25",
    ],
)
def test_one_place_has_one_name_however_it_is_written(written: str) -> None:
    """Commas, capitals, the order and the words for street and flat make no other place of it."""
    assert Address.parse(written).place_name == Address.parse("Almaty, Abay avenue 10, flat 25").place_name


@pytest.mark.parametrize("written", ["Almaty, Abay 10", "Almaty, Abay 10, flat 10", "Almaty, Satpaev 10, flat 25"])
def test_another_home_has_another_name(written: str) -> None:
    """A house is not one of its flats, and a number that comes twice counts twice."""
    assert Address.parse(written).place_name != Address.parse("Almaty, Abay avenue 10, flat 25").place_name
    assert Address.parse("Almaty, Abay 10").place_name != Address.parse("Almaty, Abay 10, flat 10").place_name


@given(st.text(max_size=300))
def test_any_text_is_an_address_or_a_refusal(text: str) -> None:
    """Whatever is typed, there is an answer, and what is taken fits the certificate."""
    try:
        address = Address.parse(text)
    except Refusal:
        return
    assert len(address.line) <= LONGEST_ADDRESS
