"""Answers cross from the process that reads photos as bytes, and what is no answer is not taken for one."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.passport.mrz import parse_zone
from bot.passport.reading import Reading, Unread
from bot.passport.wire import WireError, pack, unpack

SPECIMENS = (  # ICAO Doc 9303-4, appendix B; 9303-5, appendix B; 9303-6, appendix B
    ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
    ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"),
    ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
)


def read(lines: tuple[str, ...] = SPECIMENS[0]) -> Reading:
    """A specimen's reading."""
    return parse_zone(lines, today=date(2026, 11, 21))


@pytest.mark.parametrize("lines", SPECIMENS)
def test_a_reading_arrives_as_it_was_sent(lines: tuple[str, ...]) -> None:
    """Of each layout, and with what is not known."""
    reading = read(lines)
    unknown = replace(reading, birth_date=None, sex=None, expiry_date=None)

    assert unpack(pack(reading)) == reading
    assert unpack(pack(unknown)) == unknown


@pytest.mark.parametrize("code", Unread)
def test_so_does_why_there_is_none(code: Unread) -> None:
    """Each code."""
    assert unpack(pack(code)) is code


def spoilt(**parts: Any) -> bytes:
    """A reading with some parts put in place of its own."""
    return json.dumps(json.loads(pack(read())) | parts).encode()


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"\xff", b"{}", b"null", b"7", b"[]", b'"gold"', b"{", b"[" * 10_000, b"9" * 10_000,
        spoilt(more=1), spoilt(layout="td4"), spoilt(layout=[]), spoilt(surname=None), spoilt(surname="A" * 91),
        spoilt(surname="<b>\n"), spoilt(number="\u202e1"), spoilt(lines=[]), spoilt(lines=["A" * 44]),
        spoilt(lines=["A" * 44, 7]), spoilt(lines="A" * 44), spoilt(birth_date="20260101"), spoilt(birth_date=7),
        spoilt(expiry_date="2026-13-01"), spoilt(sex="Q"), spoilt(sex={}), spoilt(known={}), spoilt(known=[]),
        spoilt(known=dict.fromkeys(json.loads(pack(read()))["known"], "sworn")),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_told_from_one(answer: bytes) -> None:
    """Whatever it is, and the exception quotes none of it."""
    with pytest.raises(WireError) as error:
        unpack(answer)

    assert (str(error.value), error.value.__cause__) == ("", None)
