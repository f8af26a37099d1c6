"""Legal holds, set and lifted by the operator on the command line: no chat taps here, so no right is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.audit import OPERATOR, AuditAction, AuditEntry
from bot.domain.legal_hold import LegalHold
from bot.registration.ports import Begin, Clock, Work


class HoldCode(StrEnum):
    """Why a hold was not set or lifted."""

    NO_SUCH_REQUEST = "no_such_request"
    ALREADY_WIPED = "already_wiped"
    ALREADY_OVER = "already_over"  # its last moment lies behind
    NOT_HELD = "not_held"


class HoldError(Exception):
    """Nothing was changed; `code` says why."""

    def __init__(self, code: HoldCode) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHold:
    """Keep the data of a request beyond their term."""

    begin: Begin
    clock: Clock

    async def __call__(self, hold: LegalHold) -> None:
        """Hold it, from the next look on.

        Raises:
            HoldError: NO_SUCH_REQUEST, ALREADY_WIPED (nothing is left to hold), or ALREADY_OVER.
        """
        async with self.begin() as work:
            case = await work.cases.get(hold.case, lock=True)
            if case is None:
                raise HoldError(HoldCode.NO_SUCH_REQUEST)
            if case.answers.is_empty:
                raise HoldError(HoldCode.ALREADY_WIPED)
            if hold.until is not None and hold.until <= self.clock.now():
                raise HoldError(HoldCode.ALREADY_OVER)
            await work.legal_holds.add(hold)
            until = {} if hold.until is None else {"until": hold.until.isoformat()}
            _record(work, hold.case, hold.set_at, deed="set", ground=hold.ground.value, **until)
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold:
    """Hold a request no longer: what is past its term, or what its person wanted gone, goes with the next pass."""

    begin: Begin
    clock: Clock

    async def __call__(self, number: int) -> int:
        """Lift all holds on it; how many there were. Raises HoldError: NOT_HELD."""
        now = self.clock.now()
        async with self.begin() as work:
            lifted = await work.legal_holds.lift(number, now)
            if not lifted:
                raise HoldError(HoldCode.NOT_HELD)
            _record(work, number, now, deed="lifted", count=str(lifted))
            await work.commit()
        return lifted


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHolds:
    """All that are held."""

    look: Begin
    clock: Clock

    async def __call__(self) -> Sequence[LegalHold]:
        """The oldest first, without those whose last moment is over."""
        now = self.clock.now()
        async with self.look() as work:
            return [each for each in await work.legal_holds.current() if each.until is None or now < each.until]


def _record(work: Work, number: int, at: datetime, **detail: str) -> None:
    work.audit.record(AuditEntry(action=AuditAction.HELD, at=at, by=OPERATOR, case=number, detail=detail))
