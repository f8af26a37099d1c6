"""What one piece of work costs by itself: drawing a certificate, sealing it, asking the law."""

import secrets
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from bot.certificate import keystore
from bot.certificate.claims import CTI_BYTES, Claims
from bot.certificate.drawing import draw_picture
from bot.certificate.form import FormData
from bot.certificate.keys import KeyRing
from bot.certificate.seal import seal
from bot.certificate.sealed import derive_key
from bot.law.case_json import read_case
from bot.law.engine import assess
from bot.load.figures import MICROSECOND, MILLISECOND, Figure, median

WARM_UP, DRAWINGS, SEALS, ASSESSMENTS = 5, 50, 20, 5000
ISSUED = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
LINK = "https://t.me/tirkeu_bench_bot"
CASE = """{"on": "2026-12-01", "citizenship": "RUS", "stays": [{"entered": "2026-11-12"}], "basis": "visa_free",
"born": "1990-03-27", "document": {"kind": "passport", "expires": "2031-03-27"}, "address": {"kind": "flat"},
"host": {"kind": "person", "consent": "granted"}}"""
Given = TypeVar("Given")


def measure() -> list[Figure]:
    """One after the other, each after a warm-up."""
    with tempfile.TemporaryDirectory(prefix="tirkeu-bench-") as folder:
        ring = keystore.make(Path(folder), now=ISSUED)
    return [*_certificate(ring), _assessment()]


def _certificate(ring: KeyRing) -> list[Figure]:
    key = next(key for key in ring.signing if key.verifying.may_sign(ISSUED))
    certificates = [_claims(number) for number in range(WARM_UP + DRAWINGS)]
    derived = {
        claims: derive_key(claims.application_number, claims.document_number, claims.cti) for claims in certificates
    }
    pages = [(_form(claims, ring), seal(claims, key, LINK, derived=derived[claims])) for claims in certificates]
    drawings = _times(lambda page: draw_picture(*page, sample=True), pages)
    seals = _times(lambda claims: seal(claims, key, LINK), certificates[: WARM_UP + SEALS])
    signatures = _times(lambda claims: seal(claims, key, LINK, derived=derived[claims]), certificates)
    return [
        _figure("drawing and encoding a certificate, keys derived before", drawings, most=40),
        _figure("sealing with key derivation", seals),
        _figure("sealing alone", signatures),
    ]


def _claims(number: int) -> Claims:
    """A certificate like most: every one another text, so that nothing drawn before helps."""
    return Claims(
        application_number=str(100_000_000 + number),
        surname=f"Karimov{'abcdefghij'[number % 10]}",
        given_and_patronymic="Azizbek Rustam ogly",
        citizenship="UZB",
        document_number=f"FA{1_000_000 + number}",
        address=f"Алматы, Бостандыкский район, улица Навои, дом {number + 1}, квартира 45",
        stay_from=date(2026, 11, 12),
        stay_until=date(2027, 2, 9),
        host_iin="850412300006",
        host_name="Серікова Айгүл Маратқызы",
        issued_at=ISSUED,
        cti=secrets.token_bytes(CTI_BYTES),
        status_index=number,
    )


def _form(claims: Claims, ring: KeyRing) -> FormData:
    return FormData.of(
        claims, citizenship="Өзбекстан / Узбекистан", operator="Tirkeu (bench)", fingerprint=ring.root_fingerprint
    )


def _assessment() -> Figure:
    facts = read_case(CASE)
    seconds = _times(lambda _: assess(facts), range(WARM_UP + ASSESSMENTS))
    runs = f"median of {len(seconds)}"
    return Figure(name="assess", value=median(seconds) * MICROSECOND, unit="µs", most=100, runs=runs)


def _figure(name: str, seconds: list[float], *, most: float | None = None) -> Figure:
    runs = f"median of {len(seconds)}"
    return Figure(name=name, value=median(seconds) * MILLISECOND, unit="ms", most=most, runs=runs)


def _times(work: Callable[[Given], object], pieces: Iterable[Given]) -> list[float]:
    seconds = []
    for piece in pieces:
        began = time.perf_counter()
        work(piece)
        seconds.append(time.perf_counter() - began)
    return seconds[WARM_UP:]
