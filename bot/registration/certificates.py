"""Making a certificate's content, finding one's own, and checking anybody's."""

import base64
import re
from dataclasses import dataclass
from datetime import datetime

from bot.certificate.claims import Claims
from bot.certificate.verdict import NotGenuine, Verdict
from bot.domain.audit import BOT, Actor, AuditAction, AuditEntry
from bot.domain.case import Case, EventKind
from bot.domain.certificate import CertificateStatus, IssuedCertificate
from bot.domain.ids import NOBODY
from bot.domain.life import end_of_stay, is_document_lost, is_revoked, is_suspended
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.organisations import may_answer
from bot.registration.ports import Begin, Clock, OpenText, Sealer, Work

_START = re.compile(r"r([A-Za-z0-9_-]{16})")
_WORTH_AT_THE_END = {
    EventKind.REVOKED: CertificateStatus.REVOKED,
    EventKind.EXPELLED: CertificateStatus.REVOKED,
    EventKind.REPLACED: CertificateStatus.SUPERSEDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An issued certificate with all that is printed on it; `text` is what its QR code says."""

    claims: Claims
    text: str
    case: Case


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCertificate:
    """Put together what an issued certificate says; signed once, the same for ever after."""

    begin: Begin
    sealer: Sealer

    async def __call__(self, number: int, reader: ChatId) -> Certificate:
        """The certificate of this request, to its own guest, or to who filed it while no guest has taken it over.

        Raises:
            Refusal: STALE when there is none for them; DOCUMENT_LOST, since a thief who has the document and the phone
                must not get the paper that goes with it; REGISTRATION_SUSPENDED or REGISTRATION_REVOKED.
        """
        async with self.begin() as work:
            case = await _readable(work, number, reader)
            issued, text = await work.certificates.get(number), await work.certificates.text(number)
        if issued is None:
            raise Refusal(RefusalCode.STALE)
        claims = claims_of(case, issued)
        if text is None:
            text = await self.sealer.seal(claims, issued.key_id)
            await self._keep(number, reader, text)
        return Certificate(claims=claims, text=text, case=case)

    async def _keep(self, number: int, reader: ChatId, text: str) -> None:
        """Raises Refusal: as before, for what has happened while the text was signed; of answers that were wiped STALE:
        it would bring them back.
        """
        async with self.begin() as work:
            if (await _readable(work, number, reader, lock=True)).answers.is_empty:
                raise Refusal(RefusalCode.STALE)
            await work.certificates.keep_text(number, text)
            await work.commit()


async def _readable(work: Work, number: int, reader: ChatId, *, lock: bool = False) -> Case:
    """The request whose certificate this chat may have now. Raises Refusal: as `MakeCertificate`."""
    case = await work.cases.get(number, lock=lock)
    if case is None or not await _may_read(work, case, reader):
        raise Refusal(RefusalCode.STALE)
    if is_document_lost(case):
        raise Refusal(RefusalCode.DOCUMENT_LOST)
    check_not_taken(case)
    return case


def check_not_taken(case: Case) -> None:
    """No paper of what an officer has taken. Raises Refusal: REGISTRATION_SUSPENDED or REGISTRATION_REVOKED."""
    if is_revoked(case):
        raise Refusal(RefusalCode.REGISTRATION_REVOKED)
    if is_suspended(case):
        raise Refusal(RefusalCode.REGISTRATION_SUSPENDED)


async def _may_read(work: Work, case: Case, reader: ChatId) -> bool:
    return case.guest == reader or (case.guest == NOBODY and await may_answer(work, reader, case))


def claims_of(case: Case, issued: IssuedCertificate) -> Claims:
    """What is printed and signed, from the request as it was sent."""
    answers = case.answers
    if issued.status_index is None:  # its term is over and it was never drawn
        raise Refusal(RefusalCode.STALE)
    if not (answers.document_number and answers.address and answers.entered and answers.until and answers.host):
        raise Refusal(RefusalCode.DRAFT_INCOMPLETE)
    return Claims(
        application_number=case.application_number,
        surname=answers.family_name or "",
        given_and_patronymic=" ".join(part for part in (answers.given_names, answers.patronymic) if part),
        citizenship=answers.citizenship or "",
        document_number=answers.document_number.reveal(),
        address=answers.address.line,
        stay_from=answers.entered,
        stay_until=answers.until,
        host_iin=answers.host.reveal(),
        host_name=issued.host_name,
        issued_at=issued.issued_at,
        cti=issued.cti,
        status_index=issued.status_index,
    )


async def update_status(work: Work, case: Case, by: Actor = BOT) -> None:
    """Let the certificate say what the request's events say, and record the change; `by` is who has changed it."""
    issued = await work.certificates.get(case.number)
    status = status_of(case)
    if issued is None or issued.status is status:
        return
    await work.certificates.set_status(case.number, status)
    changed = {"was": issued.status.value, "status": status.value}
    work.audit.record(
        AuditEntry(action=AuditAction.CERTIFICATE, at=case.events[-1].at, by=by, case=case.number, detail=changed)
    )


def status_of(case: Case) -> CertificateStatus:
    """What the chain makes of the certificate. One with a lost document keeps that mark when a newer replaces it."""
    ended, is_lost = end_of_stay(case), is_document_lost(case)
    if ended is None and is_suspended(case):
        return CertificateStatus.SUSPENDED
    if is_lost and (ended is None or ended.kind is EventKind.REPLACED):
        return CertificateStatus.DOCUMENT_LOST
    if ended is None:
        return CertificateStatus.VALID
    return _WORTH_AT_THE_END.get(ended.kind, CertificateStatus.ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCertificates:
    """The certificates of a guest, newest first."""

    begin: Begin

    async def __call__(self, chat: ChatId) -> list[tuple[Case, IssuedCertificate]]:
        """Each request with what was issued on it."""
        async with self.begin() as work:
            pairs = [(case, await work.certificates.get(case.number)) for case in await work.cases.of_guest(chat)]
        return [(case, issued) for case, issued in pairs if issued is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLink:
    """Somebody opens the link of a certificate's QR code: what it is worth, and nothing about the person."""

    begin: Begin
    clock: Clock

    async def __call__(self, start: str) -> "Known | None":
        """What is known of the certificate with this public name, or None."""
        match = _START.fullmatch(start)
        return await self.by_cti(base64.urlsafe_b64decode(match[1])) if match else None

    async def by_cti(self, cti: bytes) -> "Known | None":
        """The same by its twelve bytes."""
        async with self.begin() as work:
            issued = await work.certificates.by_cti(cti)
        if issued is None:
            return None
        has_ended = self.clock.now() > issued.valid_until
        return Known(issued.status, issued.issued_at, issued.valid_until, has_ended, issued.number)


@dataclass(frozen=True, slots=True)
class Known:
    """What a stranger may know of a certificate."""

    status: CertificateStatus
    issued_at: datetime
    valid_until: datetime
    has_ended: bool
    number: int  # of the request; shown to nobody, it leads officers on


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckText:
    """Somebody shows the text of a QR code: whether we signed it, and what we know of it now."""

    check_link: CheckLink
    open_text: OpenText

    async def __call__(self, text: str) -> tuple[Verdict, Known | None]:
        """NOT_GENUINE with nothing known, or the seal's own verdict with what the register says."""
        opened = self.open_text(text)
        if opened.reason is NotGenuine.LINK_ONLY:  # too long for a seal: only the register knows it
            known = await self.check_link(text.partition("?start=")[2].removesuffix("&c"))
            return (Verdict.VALID if known else Verdict.NOT_GENUINE), known
        if opened.verdict is Verdict.NOT_GENUINE or opened.claims is None:
            return Verdict.NOT_GENUINE, None
        known = await self.check_link.by_cti(opened.claims.cti)
        return (opened.verdict, known) if known else (Verdict.NOT_GENUINE, None)
