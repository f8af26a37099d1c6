"""The table of verdicts: every status, every moment, every state of the list."""

import zlib
from dataclasses import replace
from datetime import date, datetime, timedelta

import cbor2
import pytest
from specimens import BASE, KEY, NOW, RING, STATUS_KEY, certificate, quickly_sealed, ring_of

from bot.certificate import cose
from bot.certificate.claims import ALMATY
from bot.certificate.keys import KeyRing
from bot.certificate.seal import open_text
from bot.certificate.status_list import (
    CONTENT_TYPE,
    FRESH_FOR,
    StatusListError,
    read_status_list,
    write_status_list,
)
from bot.certificate.verdict import NotGenuine, Status, Verdict

URI = "https://example.kz/status/1"
CLAIMS = certificate(21, stay_until=date(2027, 2, 9), status_index=4242)
TEXT = quickly_sealed(CLAIMS)

BEFORE = NOW - timedelta(seconds=1)
INSIDE = NOW + timedelta(hours=1)
LAST_SECOND = datetime(2027, 2, 9, 23, 59, 59, 999_999, tzinfo=ALMATY)
AFTER = datetime(2027, 2, 10, 0, 0, 0, tzinfo=ALMATY)

FRESH = {
    Status.VALID: Verdict.VALID,
    Status.REVOKED: Verdict.REVOKED,
    Status.SUSPENDED: Verdict.SUSPENDED,
    Status.SUPERSEDED: Verdict.SUPERSEDED,
}
STALE = FRESH | {Status.VALID: Verdict.STALE_LIST}
UNKNOWN = dict.fromkeys(Status, Verdict.VALID_OFFLINE_STATUS_UNKNOWN)


def token(status: Status, issued: datetime, key: object = STATUS_KEY) -> bytes:
    return write_status_list({4242: status, 4241: Status.REVOKED, 4243: Status.SUSPENDED}, key=key, uri=URI, now=issued)


def verdict(at: datetime, issued: bytes | None, *, ring: KeyRing = RING, text: str = TEXT) -> Verdict:
    """What a verifier says who holds this token, or none, and ignores a token it cannot believe."""
    try:
        listed = None if issued is None else read_status_list(issued, ring=ring, uri=URI, now=at)
    except StatusListError:
        listed = None
    lookup = (lambda _: None) if listed is None else listed.lookup
    return open_text(text, ring, BASE, at, lookup).verdict


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("at", [INSIDE, LAST_SECOND], ids=["inside", "last second"])
@pytest.mark.parametrize(
    ("state", "expected"), [("fresh", FRESH), ("stale", STALE), ("forged", UNKNOWN), ("missing", UNKNOWN)]
)
def test_while_it_lasts_the_status_decides(
    status: Status, at: datetime, state: str, expected: dict[Status, Verdict]
) -> None:
    """A fresh list is believed, a stale one only where it takes away, a forged or missing one says nothing."""
    issued = at - (FRESH_FOR + timedelta(seconds=1) if state == "stale" else timedelta(minutes=1))
    forged = bytearray(token(status, issued))
    forged[-1] ^= 1
    held = {"fresh": token(status, issued), "stale": token(status, issued), "forged": bytes(forged), "missing": None}

    assert expected[status] is verdict(at, held[state])


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize(("at", "expected"), [(BEFORE, Verdict.NOT_YET_VALID), (AFTER, Verdict.EXPIRED)])
def test_outside_its_days_the_status_does_not_matter(status: Status, at: datetime, expected: Verdict) -> None:
    """Before its issue and from midnight in Almaty after its last day, no list changes the verdict."""
    assert expected is verdict(at, token(status, at - timedelta(minutes=1)))
    assert expected is verdict(at, None)


def test_the_list_is_fresh_to_its_last_second() -> None:
    """Twelve hours old is fresh, a second more is stale."""
    issued = token(Status.VALID, INSIDE)

    assert Verdict.VALID is verdict(INSIDE + FRESH_FOR, issued)
    assert Verdict.STALE_LIST is verdict(INSIDE + FRESH_FOR + timedelta(seconds=1), issued)


def test_a_slot_outside_the_list_is_unknown() -> None:
    """A shorter list does not speak for a certificate beyond its end, and does not make the check fall."""
    listed = read_status_list(token(Status.VALID, NOW), ring=RING, uri=URI, now=INSIDE)
    short = replace(listed, bits=listed.bits[:100])

    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is open_text(TEXT, RING, BASE, INSIDE, short.lookup).verdict


@pytest.mark.parametrize("index", [0, 1, 3, 4, 131_070, 131_071])
def test_each_slot_has_its_own_two_bits(index: int) -> None:
    """Setting one slot sets that one and no neighbour, from the first to the last."""
    issued = write_status_list({index: Status.SUPERSEDED}, key=STATUS_KEY, uri=URI, now=NOW)
    listed = read_status_list(issued, ring=RING, uri=URI, now=INSIDE)
    opened = open_text(TEXT, RING, BASE, INSIDE)
    assert opened.claims is not None

    for near in {max(0, index - 1), index, min(131_071, index + 1)}:
        known = listed.lookup(replace(opened.claims, status_index=near))
        assert known is not None
        assert (Status.SUPERSEDED if near == index else Status.VALID) is known.status


def test_bits_lie_as_the_token_status_list_draft_draws_them() -> None:
    """Slot 0 is in the two lowest bits of the first byte: the draft's own example of two-bit statuses."""
    statuses = dict(enumerate([1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]))
    issued = write_status_list(
        {index: Status(value) for index, value in statuses.items()}, key=STATUS_KEY, uri=URI, now=NOW
    )

    listed = read_status_list(issued, ring=RING, uri=URI, now=INSIDE)

    assert bytes([0xC9, 0x44, 0xF9]) == listed.bits[:3]


@pytest.mark.parametrize(
    "change",
    [
        lambda listed: b"",
        lambda listed: listed[:-1],
        lambda listed: listed + b"\x00",
        lambda listed: token(Status.VALID, NOW, KEY),  # a certificate's key
        lambda listed: token(Status.VALID, INSIDE + timedelta(seconds=1)),  # from the future
        lambda listed: write_status_list({}, key=STATUS_KEY, uri=URI + "0", now=NOW),
        lambda listed: cose.sign1(b"\xa0", kid=STATUS_KEY.kid, private=STATUS_KEY.private, content_type=CONTENT_TYPE),
    ],
)
def test_a_list_that_is_not_ours_is_refused(change: object) -> None:
    """Cut, lengthened, of another key, time, address or shape: not a status list."""
    assert callable(change)
    with pytest.raises(StatusListError):
        read_status_list(change(token(Status.VALID, NOW)), ring=RING, uri=URI, now=INSIDE)


def test_a_certificate_is_no_list_and_a_list_no_certificate() -> None:
    """Neither token passes for the other, not even under the other's key."""
    number = int(TEXT.partition("#")[2])
    certificate_token = number.to_bytes((number.bit_length() + 7) // 8, "big")[1:]
    listed = write_status_list({}, key=KEY, uri=URI, now=NOW)
    as_text = TEXT.partition("#")[0] + "#" + str(int.from_bytes(b"\x01" + listed, "big"))

    with pytest.raises(StatusListError):
        read_status_list(certificate_token, ring=RING, uri=URI, now=INSIDE)
    assert NotGenuine.NOT_OUR_ENVELOPE is open_text(as_text, RING, BASE, INSIDE).reason


def test_a_withdrawn_status_key_is_not_believed() -> None:
    """A list under a withdrawn key is as good as none."""
    withdrawn = replace(STATUS_KEY.verifying, revoked_at=NOW)
    ring = replace(ring_of(KEY), verifying=(KEY.verifying, withdrawn))

    assert Verdict.VALID_OFFLINE_STATUS_UNKNOWN is verdict(INSIDE, token(Status.REVOKED, NOW), ring=ring)


def test_an_inflate_bomb_in_a_list_is_refused() -> None:
    """A list never unfolds beyond its 32 KiB."""

    bomb = {"bits": 2, "lst": zlib.compress(bytes(10**7), 9)}
    issued = int(NOW.timestamp())
    payload = cbor2.dumps({2: URI, 4: issued + 99, 6: issued, 65534: 9, 65533: bomb}, canonical=True)
    signed = cose.sign1(payload, kid=STATUS_KEY.kid, private=STATUS_KEY.private, content_type=CONTENT_TYPE)

    with pytest.raises(StatusListError):
        read_status_list(signed, ring=RING, uri=URI, now=INSIDE)
