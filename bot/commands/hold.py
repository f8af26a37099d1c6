"""`tirkeu hold set|lift|list`: keep the data of a request beyond their term."""

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.commands.ending import CannotError, run_to_the_end
from bot.commands.opening import database_of
from bot.commands.settings import read_settings
from bot.config import Settings
from bot.domain.legal_hold import HoldGround, LegalHold
from bot.machine.clock import RealClock
from bot.office.legal_holds import HoldCode, HoldError, LiftHold, ListHolds, SetHold
from storage.database import Database

DONE, NOT_DONE = 0, 2
_NUMBER = re.compile(r"[0-9]{1,18}")  # what a database counts up to
WHY = {
    HoldCode.NO_SUCH_REQUEST: "there is no request of this number",
    HoldCode.ALREADY_WIPED: "its data are gone already: there is nothing left to hold",
    HoldCode.ALREADY_OVER: "the last day of the hold lies behind",
    HoldCode.NOT_HELD: "nothing holds this request",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOrder:
    """What the operator asks for; `until` is the last day."""

    deed: str
    number: str | None = None
    reason: str | None = None
    because: str | None = None
    until: date | None = None
    json: bool | None = None


def hold(order: HoldOrder) -> int:
    """0: done; 2: not done, and a line says why."""
    number = order.number or "0"
    if not _NUMBER.fullmatch(number):
        sys.stderr.write("the number of a request is wanted, as it is printed: digits only\n")
        return NOT_DONE
    try:
        said = run_to_the_end(_hold(order, int(number), read_settings()))
    except CannotError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_DONE
    except HoldError as no:
        sys.stderr.write(f"{number}: {WHY[no.code]}\n")
        return NOT_DONE
    sys.stdout.write(f"{said}\n")
    return DONE


async def _hold(order: HoldOrder, number: int, settings: Settings) -> str:
    clock = RealClock(settings.zone)
    async with database_of(settings) as database:
        if order.deed == "set":
            return await _set(order, number, database, clock)
        if order.deed == "lift":
            lifted = await LiftHold(begin=database.begin, clock=clock)(number)
            return f"{number:08d}: lifted ({lifted}); what is past its term goes with the next pass"
        found = await ListHolds(look=database.look, clock=clock)()
        return _as_json(found, settings.zone) if order.json else _as_text(found, settings.zone)


async def _set(order: HoldOrder, number: int, database: Database, clock: RealClock) -> str:
    wanted = LegalHold(
        case=number,
        set_at=clock.now(),
        ground=HoldGround(order.because or HoldGround.AUTHORITY),
        reason=order.reason or "",
        until=_end_of(order.until, clock),
    )
    await SetHold(begin=database.begin, clock=clock)(wanted)
    return f"{number:08d}: held {_until(wanted, clock.zone)}"


def _end_of(day: date | None, clock: RealClock) -> datetime | None:
    """The first moment after it, where the law's days are counted. Raises CannotError where there is none."""
    if day == date.max:
        raise CannotError(f"{day}: no day comes after it, in which the hold could end")
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), clock.now().tzinfo)


def _until(held: LegalHold, zone: tzinfo) -> str:
    """The last day, as it was said."""
    return "until it is lifted" if held.until is None else f"to the end of {_last_day(held.until, zone)}"


def _last_day(until: datetime, zone: tzinfo) -> date:
    return (until.astimezone(zone) - timedelta(microseconds=1)).date()


def _as_text(found: Sequence[LegalHold], zone: tzinfo) -> str:
    """One a line; the operator's own note is printed for the operator."""
    row = "{number}  since {since:%Y-%m-%d}  {until}  {ground}: {reason}"
    rows = [
        row.format(
            number=each.application_number,
            since=each.set_at.astimezone(zone),
            until=_until(each, zone),
            ground=each.ground.value,
            reason=each.reason,
        )
        for each in found
    ]
    return "\n".join(rows) or "Nothing is held."


def _as_json(found: Sequence[LegalHold], zone: tzinfo) -> str:
    rows = [
        {
            "number": each.application_number,
            "since": each.set_at.isoformat(),
            "last_day": None if each.until is None else _last_day(each.until, zone).isoformat(),
            "because": each.ground.value,
            "reason": each.reason,
        }
        for each in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
