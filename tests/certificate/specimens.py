"""Certificates of people who do not exist, the same for the same seed, under keys that sign nothing real."""

import hashlib
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from bot.certificate.claims import Claims
from bot.certificate.form import FormData
from bot.certificate.keys import KeyRing, KeyUse, SigningKey
from bot.certificate.seal import seal

BASE = "https://t.me/TirkeuDemoBot"
KEYS_MADE = datetime(2026, 7, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
OPERATOR = "«Тест» қоғамдық қоры"
FINGERPRINT = hashlib.sha256(b"a root key nobody has").hexdigest()

SURNAMES = ["KARIMOV", "ABDULLAEVA", "NGUYEN", "İSMAYILOV", "ÖZTÜRK", "ГЕЛАШВИЛИ", "SINGH", "VON DER LEYEN-ŠTĚPÁNEK"]
GIVEN = ["AZIZBEK RUSTAM OGLY", "DILNOZA", "THỊ BÍCH NGỌC", "Əli", "Şükriye", "НИНО ДАВИДОВНА", "RAJESH KUMAR", "ZOË"]
HOSTS = ["Ахметова Әсел Серікқызы", "Иванов Пётр Сергеевич", "Құрманғазы Нұрсұлтан Төлегенұлы", "Ким Светлана"]
CITIES = ["г. Алматы, Бостандыкский район", "Астана қ., Сарыарқа ауданы", "Шымкент қаласы, Абай ауданы"]
STREETS = ["ул. Навои", "Абылай хан даңғылы", "мкр. Орбита-2", "Ғабит Мүсірепов көшесі", "проспект Республики"]
DETAILS = ["д. 17, кв. 45", "127/2А үй, 3-кіреберіс, 45-пәтер", "д. 5, общежитие № 2, комната 314, вход со двора"]


def signing_key(number: int, *, since: datetime = KEYS_MADE, use: KeyUse = KeyUse.SEAL) -> SigningKey:
    """A test key from a small number."""
    return SigningKey.of(ec.derive_private_key(number, ec.SECP256R1()), since=since, use=use)


def ring_of(*keys: SigningKey, issuer: str = "KZ923") -> KeyRing:
    """A ring that trusts these keys and signs with them."""
    verifying = tuple(key.verifying for key in keys)
    return KeyRing(issuer=issuer, sequence=1, root_fingerprint=FINGERPRINT, verifying=verifying, signing=keys)


KEY = signing_key(923)
STATUS_KEY = signing_key(924, use=KeyUse.STATUS)
RING = ring_of(KEY, STATUS_KEY)


def certificate(seed: int, **changed: Any) -> Claims:
    """Claims of one made-up guest."""
    chance = random.Random(seed)
    stay_from = date(2026, 11, 1) + timedelta(days=chance.randrange(20))
    claims = Claims(
        application_number=str(100_000_000 + chance.randrange(10**8)),
        surname=chance.choice(SURNAMES),
        given_and_patronymic=chance.choice(GIVEN),
        citizenship=chance.choice(["UZB", "KGZ", "RUS", "TUR", "GEO", "VNM"]),
        document_number=f"{chance.choice(['FA', 'AC', 'N', 'C1'])}{chance.randrange(10**6, 10**7)}",
        address=", ".join(chance.choice(part) for part in (CITIES, STREETS, DETAILS)),
        stay_from=stay_from,
        stay_until=stay_from + timedelta(days=89),
        host_iin=f"{chance.randrange(10**11, 10**12)}",
        host_name=chance.choice(HOSTS),
        issued_at=NOW,
        cti=chance.randbytes(12),
        status_index=chance.randrange(131_072),
    )
    return replace(claims, **changed)


def quickly_sealed(claims: Claims, key: SigningKey = KEY, base_link: str = BASE) -> str:
    """The text under a stand-in for the derived key: same size and shape, without the 60 ms of scrypt."""
    return seal(claims, key, base_link, derived=hashlib.sha512(claims.cti).digest()[:44])


def form_of(claims: Claims, **changed: Any) -> FormData:
    """The printed form of these claims."""
    made = FormData.of(claims, citizenship="Өзбекстан / Узбекистан (UZB)", operator=OPERATOR, fingerprint=FINGERPRINT)
    return replace(made, **changed)
