"""Threads for heavy work on certificates, codes and pictures of days."""

import asyncio
import functools
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from bot.certificate.claims import CTI_BYTES, Claims
from bot.certificate.drawing import draw_pdf, draw_picture
from bot.certificate.form import FormData
from bot.certificate.keys import KeyRing, KeyUse
from bot.certificate.proof import ProofClaims, is_proof, open_proof, sign_proof
from bot.certificate.scan import ScanError, read_codes
from bot.certificate.seal import Opened, SealCode, SealError, link, open_text, seal
from bot.certificate.sealed import derive_key
from bot.domain.case import Case
from bot.domain.operator import Operator
from bot.papers.diligence_page import ProofPage, draw_proof_pdf, draw_proof_picture
from bot.papers.door_card import DoorCard, draw_door_pdf, draw_door_picture
from bot.papers.statement import draw_statement
from bot.pictograms.drawing import draw as draw_pictogram
from bot.pictograms.pictogram import Pictogram
from bot.registration.certificates import Certificate
from bot.registration.diligence import Proof
from bot.registration.lost_passport import TravelPaper
from bot.registration.ports import Clock
from bot.texts.countries import country_name
from bot.texts.statements import LOSS_TITLE, loss_statement, proof_page
from bot.texts.words import words_of
from bot.timeline.drawing import draw_timeline
from bot.timeline.scene import Scene

log = logging.getLogger(__name__)
Result = TypeVar("Result")
MOST_PREPARED = 1000
WARN_BEFORE = timedelta(days=30)
SPECIMEN = Claims(
    application_number="00000000",
    surname="Specimen",
    given_and_patronymic="Specimen",
    citizenship="UTO",
    document_number="L898902C3",
    address="-",
    stay_from=date(2026, 7, 1),
    stay_until=date(2026, 7, 1),
    host_iin="000000000000",
    host_name="Specimen",
    issued_at=datetime(2026, 7, 1, tzinfo=UTC),
    cti=bytes(CTI_BYTES),
    status_index=0,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A name for a certificate that may be issued, and the key that seals it, derived while the host still reads."""

    cti: bytes
    derived: Future[bytes]


@dataclass(frozen=True, slots=True)
class Workshop:
    """Heavy work away from the event loop: sealing (key derivation), drawing, reading codes."""

    ring_now: Callable[[], KeyRing]  # which may change while the bot runs: keys are rotated and withdrawn
    base_link: str
    operator: Operator
    clock: Clock
    threads: Executor
    ahead: Executor  # one thread of its own, so that no drawing waits for a derivation that may not be needed
    prepared: OrderedDict[int, Prepared] = field(default_factory=OrderedDict)
    random_bytes: Callable[[int], bytes] = secrets.token_bytes
    derive: Callable[[str, str, bytes], bytes] = derive_key  # the key of a sealed part

    @property
    def ring(self) -> KeyRing:
        """The keys of this moment."""
        return self.ring_now()

    async def _away(self, work: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, functools.partial(work, *arguments, **named))

    def current(self, now: datetime) -> bytes:
        """The id of the key that signs now."""
        return self.ring.signing_key(now).kid

    def prepare(self, case: Case) -> None:
        """Derive the sealing key before it is needed; the host's tap then waits only for the drawing."""
        document = case.answers.document_number
        if case.number in self.prepared or document is None:
            return
        cti = self.random_bytes(CTI_BYTES)
        derived = self.ahead.submit(self.derive, case.application_number, document.reveal(), cti)
        self.prepared[case.number] = Prepared(cti, derived)
        if len(self.prepared) > MOST_PREPARED:
            self.prepared.popitem(last=False)

    def cti(self, number: int) -> bytes:
        """The prepared name, else a new one."""
        prepared = self.prepared.get(number)
        return prepared.cti if prepared else self.random_bytes(CTI_BYTES)

    async def seal(self, claims: Claims, key_id: bytes) -> str:
        """The QR text, signed with the key that was current when the certificate was issued."""
        key = next(key for key in self.ring.signing if key.kid == key_id)
        prepared = self.prepared.pop(int(claims.application_number), None)
        if prepared is not None and prepared.cti == claims.cti:
            derived = await asyncio.wrap_future(prepared.derived)
        else:
            derived = await self._away(self.derive, claims.application_number, claims.document_number, claims.cti)
        try:
            return await self._away(seal, claims, key, self.base_link, derived=derived)
        except SealError as error:
            if error.code is not SealCode.TOO_LONG:
                raise
            return link(claims.cti, self.base_link)  # the page says that it can be checked online only

    async def warm_up(self) -> None:
        """Draw once for nobody: fonts and the empty form are ready when the first guest waits."""
        text = link(SPECIMEN.cti, self.base_link)
        for draw in (draw_picture, draw_pdf):
            await self._away(draw, self._form(SPECIMEN), text, sample=not self.operator.is_official)

    def warn_of_keys(self) -> None:
        """Say in the log that a new key has to be made; without one, every Agree would fail on the day after, and
        checkers would call the status list old. Say too where none signs yet, the clock having been set back.
        """
        now, ring = self.clock.now(), self.ring
        for use in KeyUse:
            about = {"action": "keys", "use": use.value}
            own = [key.verifying for key in ring.own(use)]
            if now < min((key.not_before for key in own), default=now):
                log.error("signing key begins later: is this machine's clock right? see `tirkeu doctor`", extra=about)
            if max((key.sign_until for key in own), default=now) - now < WARN_BEFORE:
                log.warning("signing key ends soon: run `tirkeu keys rotate --use` with this use", extra=about)

    def open(self, text: str) -> Opened:
        """What a QR text turns out to be."""
        return open_text(text, self.ring, self.base_link, self.clock.now())

    async def picture(self, certificate: Certificate) -> bytes:
        """PNG for the chat."""
        sample = not self.operator.is_official
        return await self._away(draw_picture, self._form(certificate.claims), certificate.text, sample=sample)

    async def document(self, certificate: Certificate) -> bytes:
        """PDF for the printer."""
        sample = not self.operator.is_official
        return await self._away(draw_pdf, self._form(certificate.claims), certificate.text, sample=sample)

    async def door_card(self, card: DoorCard) -> tuple[bytes, bytes]:
        """PNG for the chat and PDF for the printer of a card for the door."""
        picture = await self._away(draw_door_picture, card)
        return picture, await self._away(draw_door_pdf, card, self.clock.now())

    async def timeline(self, scene: Scene) -> bytes:
        """PNG of a person's days."""
        return await self._away(draw_timeline, scene)

    async def pictogram(self, which: Pictogram) -> bytes:
        """PNG of a piece of advice."""
        return await self._away(draw_pictogram, which)

    async def codes(self, picture: bytes) -> list[str]:
        """The QR codes in a picture; none in what is no picture."""
        try:
            return await self._away(read_codes, picture)
        except ScanError:
            return []

    async def loss_statement(self, paper: TravelPaper) -> bytes:
        """PDF of the statement that a document is lost, for an office."""
        languages = loss_statement(paper, self.operator)
        return await self._away(draw_statement, languages, title=LOSS_TITLE, made_at=self.clock.now())

    def prove(self, claims: ProofClaims) -> str:
        """The QR text of a proof of diligence, signed by the key of its moment: the same for the same claims."""
        return sign_proof(claims, self.ring.signing_key(claims.issued_at), self.base_link)

    def open_proof(self, text: str) -> ProofClaims | None:
        """What a QR text states, if it is a proof that we signed."""
        return open_proof(text, self.ring, self.base_link)

    def is_proof(self, text: str) -> bool:
        """Whether a QR text is written like a proof of ours."""
        return is_proof(text, self.base_link)

    async def proof_picture(self, proof: Proof) -> bytes:
        """PNG for the chat."""
        return await self._away(draw_proof_picture, self._proof_page(proof))

    async def proof_document(self, proof: Proof) -> bytes:
        """PDF for the printer."""
        return await self._away(draw_proof_pdf, self._proof_page(proof))

    def _proof_page(self, proof: Proof) -> ProofPage:
        return proof_page(proof, self.prove(proof.claims), self.operator, self.ring.root_fingerprint)

    def _form(self, claims: Claims) -> FormData:
        names = [country_name(words_of(language), claims.citizenship) for language in ("kk", "ru")]
        return FormData.of(
            claims,
            citizenship=" / ".join(dict.fromkeys(names)),
            operator=self.operator.name,
            fingerprint=self.ring.root_fingerprint,
        )
