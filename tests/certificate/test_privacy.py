"""What a stranger with the code alone learns about the person: nothing."""

import base64
import string

from specimens import BASE, KEY, NOW, RING, certificate, quickly_sealed

from bot.certificate.seal import open_text, seal

ENCODINGS = ("utf-8", "cp1251", "kz1048", "utf-16-le", "utf-16-be")
C40 = " " + string.digits + string.ascii_uppercase


def c40(text: str) -> bytes:
    """The text in the packed alphabet of machine-readable travel documents; letters it lacks are left out."""
    values = [C40.index(sign) + 3 for sign in text.upper() if sign in C40]
    triples = [values[at : at + 3] for at in range(0, len(values) - 2, 3)]
    return b"".join((1600 * a + 40 * b + c + 1).to_bytes(2, "big") for a, b, c in triples)


def forms_of(text: str) -> set[bytes]:
    """Every way the text might stand in bytes; forms of less than four bytes are left out, chance makes them too."""
    forms = {text.encode(name, "ignore") for name in ENCODINGS} | {c40(text), text.encode().hex().encode()}
    if text.isdigit():
        number = int(text)
        forms.add(number.to_bytes((number.bit_length() + 7) // 8, "big"))
    return {form for form in forms if len(form) >= 4}


def test_no_field_is_found_in_two_hundred_codes() -> None:
    """No word of any personal field, in any encoding, is in the text, the envelope's bytes or the id."""
    found = []
    for seed in range(200):
        claims = certificate(seed)
        text = quickly_sealed(claims)
        number = int(text.partition("#")[2])
        seen = text.encode() + number.to_bytes((number.bit_length() + 7) // 8, "big")
        fields = (
            claims.full_name,
            claims.address,
            claims.host_name,
            f"{claims.application_number} {claims.document_number} {claims.host_iin}",
            f"{claims.stay_from:%Y%m%d} {claims.stay_from:%d%m%Y}",
        )
        words = {word for field in fields for word in (field, *field.split()) if len(word) >= 4}
        found += [(seed, form) for word in words for form in forms_of(word) if form in seen]

    assert found == []


def test_the_search_finds_what_is_there() -> None:
    """The same search finds a field that was left open, so its silence means something."""
    claims = certificate(3)

    assert any(form in b"..." + claims.address.encode("kz1048") + b"..." for form in forms_of(claims.address))
    assert c40("KARIMOV") in b"\x00" + c40("KARIMOV") + b"\x01"


def test_nothing_that_is_printed_or_logged_tells_the_person() -> None:
    """Representations of claims, opened certificates and their parts hold no personal word."""
    claims = certificate(4)
    opened = open_text(seal(claims, KEY, BASE), RING, BASE, NOW)
    shown = repr(claims) + repr(opened) + str(opened)

    personal = (claims.surname, claims.address, claims.host_name, claims.document_number, claims.host_iin)

    assert [word for word in personal if word in shown] == []


def test_a_thousand_ids_do_not_repeat() -> None:
    """Texts of a thousand certificates differ, and each id is the certificate's own random bytes."""
    claims = [certificate(seed) for seed in range(1000)]

    ids = {base64.urlsafe_b64encode(each.cti) for each in claims}

    assert len(ids) == 1000
