"""Proof of diligence: a guest whose host is silent shows what was done, and when. It registers nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.certificate.proof import MOST_REMINDED, Outcome, ProofClaims, named
from bot.domain.case import Case, Event, EventKind, Stage
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Begin, Clock, Names, Work
from bot.registration.reminders import GUEST_TOLD_AFTER

HOLDS = timedelta(hours=1)  # a second tap gets the same proof; later the page is signed anew with the later time
_OUTCOMES = {
    Stage.SENT: Outcome.NO_ANSWER,
    Stage.OPENED: Outcome.NO_ANSWER,
    Stage.REFUSED: Outcome.REFUSED,
    Stage.EXPIRED: Outcome.EXPIRED,
    Stage.CLOSED: Outcome.CLOSED,
}
OpenProof = Callable[[str], ProofClaims | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is signed, and the request whose own page it stands on."""

    case: Case
    claims: ProofClaims


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueProof:
    """A guest asks for the proof. Each proof is appended to the request, so that its code can be checked online.

    Raises:
        Refusal: NOTHING_TO_PROVE (not this guest's, answered with yes, or taken back), or PROOF_TOO_EARLY while the
            host has had less than a day.
    """

    begin: Begin
    clock: Clock
    names: Names

    async def __call__(self, chat: ChatId, number: int) -> Proof:
        """The proof of this hour, or a new one."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await work.cases.get(number, lock=True)
            if case is None or case.guest != chat or case.answers.is_empty:
                raise Refusal(RefusalCode.NOTHING_TO_PROVE)
            check_provable(case, now)
            issued = _last_proof(case, now)
            if issued is None:
                case = case.happened(EventKind.PROOF_ISSUED, now.replace(microsecond=0), chat, self.names.token())
                issued = case.events[-1]
                await work.cases.save(case)
                await work.commit()
        return Proof(case=case, claims=claims_of(case, issued))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckProof:
    """Somebody shows a proof, by its link or by the text of its code: what it states, and nothing about the person."""

    begin: Begin
    open_proof: OpenProof

    async def by_link(self, start: str) -> ProofClaims | None:
        """What the register says of the proof with this name, or None."""
        known = named(start)
        if known is None:
            return None
        async with self.begin() as work:
            return await _registered(work, *known)

    async def by_text(self, text: str) -> ProofClaims | None:
        """What the signed text states, if the register knows the proof, too."""
        claims = self.open_proof(text)
        if claims is None:
            return None
        async with self.begin() as work:
            known = await _registered(work, claims.number, claims.name)
        return claims if known is not None else None


async def _registered(work: Work, number: int, name: str) -> ProofClaims | None:
    case = await work.cases.get(number)
    events = case.events if case is not None else ()
    issued = next((event for event in events if event.kind is EventKind.PROOF_ISSUED and event.reason == name), None)
    return claims_of(case, issued) if case is not None and issued is not None else None


def is_provable(case: Case, now: datetime) -> bool:
    """Whether the guest can have a proof of this request now."""
    stage = case.stage(now)
    return stage in _OUTCOMES and (not stage.is_live or now >= first_silence(case))


def check_provable(case: Case, now: datetime) -> None:
    """Raises Refusal: NOTHING_TO_PROVE or PROOF_TOO_EARLY."""
    if case.stage(now) not in _OUTCOMES:
        raise Refusal(RefusalCode.NOTHING_TO_PROVE)
    if not is_provable(case, now):
        raise Refusal(RefusalCode.PROOF_TOO_EARLY, at=first_silence(case))


def first_silence(case: Case) -> datetime:
    """From when a host counts as silent: the moment of the first notice of it."""
    return case.sent_at + GUEST_TOLD_AFTER[0]


def claims_of(case: Case, issued: Event) -> ProofClaims:
    """What held at the moment of the proof; what came after it is not in it."""
    before = [event for event in case.events if event.at <= issued.at]
    ended = case.ending if case.ending is not None and case.ending.at <= issued.at else None
    outcome = _OUTCOMES.get(Stage(ended.kind.value), Outcome.NO_ANSWER) if ended else Outcome.NO_ANSWER
    ended_at = ended.at if ended else None
    if outcome is Outcome.NO_ANSWER and issued.at >= case.expires_at:  # its time was over, and nobody had noted it yet
        outcome, ended_at = Outcome.EXPIRED, case.expires_at
    return ProofClaims(
        number=case.number,
        name=issued.reason or "",
        issued_at=issued.at,
        sent_at=case.sent_at.replace(microsecond=0),
        opened_at=next((event.at.replace(microsecond=0) for event in before if event.kind is EventKind.OPENED), None),
        reminded=min(MOST_REMINDED, sum(event.kind is EventKind.REMINDED for event in before)),
        outcome=outcome,
        ended_at=ended_at.replace(microsecond=0) if ended_at else None,
    )


def reminded_at(proof: Proof) -> list[datetime]:
    """When the guest had the host reminded, up to the proof."""
    events = proof.case.events
    return [event.at for event in events if event.kind is EventKind.REMINDED and event.at <= proof.claims.issued_at]


def _last_proof(case: Case, now: datetime) -> Event | None:
    """The proof of this hour, unless something has happened since."""
    last = case.events[-1]
    return last if last.kind is EventKind.PROOF_ISSUED and now - last.at < HOLDS and _is_same(case, last, now) else None


def _is_same(case: Case, last: Event, now: datetime) -> bool:
    return claims_of(case, last).outcome is _OUTCOMES.get(case.stage(now))
