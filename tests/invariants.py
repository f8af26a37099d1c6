"""What must hold after anything: of what is stored (`storage.invariants`), and of what people were told.

People here have English phones: it is their screens that are read.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.case import Case, EventKind
from bot.domain.people import ChatId
from bot.rehearsal.checks import TOLD
from bot.simulator import Simulator
from bot.simulator.chats import Entry
from bot.simulator.phone import Phone
from storage.database import Database
from storage.invariants import offences

_NUMBER = re.compile(r"Request (\d{8,})")
_CLOCKS_MAY_DIFFER = timedelta(seconds=1)  # the simulator's and the bot's
CERTIFICATE = "Your registration certificate"


async def hold(database: Database) -> None:
    """Raise AssertionError with the offenders, if anything that is stored breaks an invariant."""
    broken = await offences(database)
    assert not broken, "\n".join(f"{offence.invariant}: {offence.subject}" for offence in broken)


async def hold_and_told(
    database: Database, simulator: Simulator, *, clock_steps: timedelta = _CLOCKS_MAY_DIFFER
) -> None:
    """The same, and nobody was told what is not recorded, or before; whoever was registered has the certificate.

    `clock_steps` is how far the clock was set back meanwhile: what is nearer in time may stand in any order.
    """
    await hold(database)
    for chat, phone in simulator.phones.items():
        cases = await _cases_of(database, chat)
        told = phone.chat.history
        wrong = [*_untrue(told, cases, clock_steps), *_too_early(phone, cases.values(), clock_steps)]
        wrong += _untold(phone, cases)
        assert not wrong, f"{chat}:\n" + "\n".join(wrong)


async def _cases_of(database: Database, chat: int) -> dict[int, Case]:
    async with database.look() as work:
        return {case.number: case for case in await work.cases.of_guest(ChatId(chat))}


def _untrue(history: Iterable[Entry], cases: Mapping[int, Case], steps: timedelta) -> list[str]:
    """Every word about the end of a request that is not that request's own end, or came before it."""
    wrong = []
    for line in history:
        number = _NUMBER.search(line.text) if line.who == "bot" else None
        case = cases.get(int(number[1])) if number else None
        if case is None:
            continue
        for words, kind in TOLD.items():
            if words in line.text and not _has_ended(case, kind, line.at + steps):
                wrong.append(f"told {words!r} of {case.number}, whose ending is {case.ending and case.ending.kind}")
    return wrong


def _has_ended(case: Case, kind: EventKind, by: datetime) -> bool:
    return case.ending is not None and case.ending.kind is kind and case.ending.at <= by


def _pictures(phone: Phone) -> list[Entry]:
    return [line for line in phone.chat.history if line.who == "bot" and CERTIFICATE in line.text]


def _too_early(phone: Phone, cases: Iterable[Case], steps: timedelta) -> list[str]:
    """Certificates that came before the first consent, or without any."""
    yes = [case.ending.at for case in cases if case.ending is not None and case.ending.kind is EventKind.GRANTED]
    return [
        "a certificate came before any consent" for line in _pictures(phone) if not yes or line.at < min(yes) - steps
    ]


def _untold(phone: Phone, cases: Mapping[int, Case]) -> list[str]:
    """Who was granted and has no certificate, once all that was owed is sent."""
    granted = [case for case in cases.values() if case.ending is not None and case.ending.kind is EventKind.GRANTED]
    missing = len(granted) > len(_pictures(phone)) and not phone.chat.blocked
    return [f"{len(granted)} registrations, {len(_pictures(phone))} certificates"] if missing else []
