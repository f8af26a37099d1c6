"""What may be stated in a certificate."""

import unicodedata
from datetime import date, datetime, timedelta

import pytest
from specimens import NOW, certificate

from bot.certificate.claims import ALMATY, ClaimsCode, ClaimsError, normal_number


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("application_number", "", ClaimsCode.APPLICATION_NUMBER),
        ("application_number", "1" * 33, ClaimsCode.APPLICATION_NUMBER),
        ("document_number", "АВ1234567", ClaimsCode.DOCUMENT_NUMBER),  # Cyrillic letters
        ("document_number", " ", ClaimsCode.DOCUMENT_NUMBER),
        ("surname", "X" * 126, ClaimsCode.NAME),
        ("surname", "AB\u202eCD", ClaimsCode.NAME),
        ("given_and_patronymic", "A\x00B", ClaimsCode.NAME),
        ("citizenship", "UZ", ClaimsCode.CITIZENSHIP),
        ("citizenship", "uzb", ClaimsCode.CITIZENSHIP),
        ("address", "", ClaimsCode.ADDRESS),
        ("address", "а" * 161, ClaimsCode.ADDRESS),
        ("stay_until", date(2026, 10, 1), ClaimsCode.STAY),
        ("stay_from", date(1999, 12, 31), ClaimsCode.STAY),
        ("stay_until", date(2200, 1, 1), ClaimsCode.STAY),
        ("host_iin", "12345678901", ClaimsCode.HOST_IIN),
        ("host_iin", "١٢٣٤٥٦٧٨٩٠١٢", ClaimsCode.HOST_IIN),
        ("host_iin", "123456789012\n", ClaimsCode.HOST_IIN),
        ("host_name", "", ClaimsCode.HOST_NAME),
        ("host_name", "A\u2028B", ClaimsCode.HOST_NAME),
        ("issued_at", NOW.replace(tzinfo=None), ClaimsCode.ISSUED_AT),
        ("issued_at", NOW + timedelta(days=365), ClaimsCode.ISSUED_AT),
        ("cti", b"too short", ClaimsCode.CTI),
        ("status_index", -1, ClaimsCode.STATUS_INDEX),
        ("status_index", 131_072, ClaimsCode.STATUS_INDEX),
    ],
)
def test_a_claim_out_of_range_is_refused_by_name(field: str, value: object, code: ClaimsCode) -> None:
    """Each claim out of range is refused with its own code, and the message quotes no value."""
    with pytest.raises(ClaimsError) as refused:
        certificate(1, **{field: value})

    assert code is refused.value.code
    assert code.value == str(refused.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "а" * 160),
        ("surname", ""),
        ("given_and_patronymic", ""),
        ("surname", "X" * 80),
        ("status_index", 0),
        ("status_index", 131_071),
        ("stay_until", date(2026, 11, 21)),
        ("citizenship", "XXA"),
    ],
)
def test_the_last_value_in_range_is_taken(field: str, value: object) -> None:
    """Edges of the ranges belong to them; one-word names and the stateless are at home."""
    assert value == getattr(certificate(1, **{field: value}), field)


def test_a_person_without_any_name_is_refused() -> None:
    """Either name may be missing, but not both."""
    with pytest.raises(ClaimsError):
        certificate(1, surname="", given_and_patronymic=" ")


def test_texts_are_brought_to_nfc() -> None:
    """A name typed as letter plus accent is the name typed as one letter."""
    name = "Nguyễn Thị Й"

    typed_apart = certificate(1, given_and_patronymic=unicodedata.normalize("NFD", name))

    assert name == typed_apart.given_and_patronymic


def test_a_certificate_lives_to_the_last_second_of_its_last_day_in_almaty() -> None:
    """The stay ends at 23:59:59 Almaty time, whatever zone it was issued in."""
    claims = certificate(1, stay_until=date(2027, 2, 9))

    assert datetime(2027, 2, 9, 23, 59, 59, tzinfo=ALMATY) == claims.expires_at


def test_a_representation_hides_the_person() -> None:
    """Neither repr nor str of claims says anything but the random id."""
    claims = certificate(1)

    assert f"Claims(cti={claims.cti.hex()}, personal=•••)" == repr(claims) == str(claims)


@pytest.mark.parametrize("typed", ["fa 1234567", " FA1234567 ", "F A 1 2 3 4 5 6 7", "FA\u00a01234567"])
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    """Spaces and letter case do not matter to the key of the sealed part."""
    assert normal_number(typed) == "FA1234567"
