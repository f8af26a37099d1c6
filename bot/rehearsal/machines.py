"""The bot's machines in a rehearsal: seeded names and keys, pictures of one dot, key derivation at next to no cost."""

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from bot.bootstrap.shared import Shared
from bot.certificate.claims import STATUS_SLOTS, normal_number
from bot.certificate.keys import KeyRing, SigningKey, fingerprint_of
from bot.certificate.sealed import KEY_BYTES, NONCE_BYTES
from bot.machine.workshop import Workshop
from bot.papers.door_card import DoorCard
from bot.passport.reading import Reading, Unread
from bot.pictograms.pictogram import Pictogram
from bot.registration.certificates import Certificate
from bot.registration.diligence import Proof
from bot.registration.lost_passport import TravelPaper
from bot.registration.ports import Names
from bot.timeline.scene import Scene

A_YEAR = timedelta(days=365)
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000100000001008000000003a98a0bd000000114944415478da"
    "636c6040054c0c235a0000999000a050c842b00000000049454e44ae426082"
)  # PNG, sixteen grey dots square: the least that passes for a photo
_PAPER = b"%PDF-1.4\n%%EOF\n"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class AtOnce(Executor):
    """Does the work where it is handed in."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """The work, done."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to whoever asks for the result
            done.set_exception(error)
        return done


@dataclass(frozen=True, slots=True)
class SeededNames:
    """`ports.Names` of a world."""

    random: Random

    def token(self) -> str:
        """22 characters."""
        return "".join(self.random.choices(_LETTERS, k=22))

    def status_index(self) -> int:
        """A place in the status list."""
        return self.random.randrange(STATUS_SLOTS)


class NoReader:
    """`ports.PassportReader` that never recognises anything: a rehearsal's people photograph walls."""

    async def read(self, _picture: bytes) -> Reading | Unread:
        """No zone."""
        return Unread.NO_ZONE


@dataclass(frozen=True, slots=True)
class QuickWorkshop(Workshop):
    """Signs and seals in earnest, and draws a dot."""

    async def warm_up(self) -> None:
        """Nothing is cold."""

    async def picture(self, certificate: Certificate) -> bytes:  # noqa: ARG002 - every one is the same dot
        """A dot."""
        return _DOT

    async def document(self, certificate: Certificate) -> bytes:  # noqa: ARG002 - the same
        """An empty paper."""
        return _PAPER

    async def door_card(self, card: DoorCard) -> tuple[bytes, bytes]:  # noqa: ARG002 - the same
        """A dot and an empty paper."""
        return _DOT, _PAPER

    async def timeline(self, scene: Scene) -> bytes:  # noqa: ARG002 - the same
        """A dot."""
        return _DOT

    async def pictogram(self, which: Pictogram) -> bytes:  # noqa: ARG002 - the same
        """A dot."""
        return _DOT

    async def loss_statement(self, paper: TravelPaper) -> bytes:  # noqa: ARG002 - the same
        """An empty paper."""
        return _PAPER

    async def proof_picture(self, proof: Proof) -> bytes:  # noqa: ARG002 - the same
        """A dot."""
        return _DOT

    async def proof_document(self, proof: Proof) -> bytes:  # noqa: ARG002 - the same
        """An empty paper."""
        return _PAPER


@dataclass(frozen=True, kw_only=True)
class RehearsedShared(Shared):
    """The parts of the bot, with names that can be had again."""

    seeded: Names

    @cached_property
    def names(self) -> Names:
        """Seeded names."""
        return self.seeded


def quick_key(application_number: str, document_number: str, cti: bytes) -> bytes:
    """What takes the place of `derive_key`; it opens nothing that was ever printed."""
    password = f"{normal_number(application_number)}|{normal_number(document_number)}".encode("ascii")
    return hashlib.blake2b(password, key=cti, digest_size=KEY_BYTES + NONCE_BYTES).digest()


def seeded_keys(random: Random, start: datetime, days: int) -> KeyRing:
    """A root and a signing key for each year that is begun, as an operator who rotates in time would have them."""
    root = _private(random)
    since = [start - timedelta(days=1) + A_YEAR * year for year in range(days // 365 + 1)]
    signing = tuple(SigningKey.of(_private(random), since=moment) for moment in since)
    verifying = tuple(key.verifying for key in signing)
    fingerprint = fingerprint_of(root.public_key())
    return KeyRing(issuer="KZ923", sequence=1, root_fingerprint=fingerprint, verifying=verifying, signing=signing)


def _private(random: Random) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(random.getrandbits(255), ec.SECP256R1())
