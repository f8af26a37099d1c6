"""How many people an officer may be shown within an hour, by whichever way they are opened."""

from datetime import date, datetime, timedelta

import pytest
from storage_samples import GUEST, HOST, NOW, request

from bot.domain.acts import Deed, Ground
from bot.domain.audit import Actor, AuditAction, AuditEntry
from bot.domain.case import EventKind
from bot.domain.matter import Matter, MatterKind
from bot.domain.officer import Purpose, Role
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.sought import Way
from bot.machine.roster import SettingsRoster
from bot.office.acts import PreviewAct
from bot.office.finding import FindAlike
from bot.office.look_ups import MOST_AN_HOUR, Look, LookUps
from bot.office.queue import BY_MATTER, OpenMatter
from bot.office.rights import Rights
from storage.database import Database

OFFICER = ChatId(7001)
RIGHTS = Rights(roster=SettingsRoster(lambda: {OFFICER: Role.OFFICER}, None))


class Clock:
    """Stands still."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return NOW.date()


async def registered(database: Database, *names: str) -> list[tuple[int, int]]:
    """Registrations, each with what the bot has seen of it: both numbers."""
    numbers = []
    async with database.begin() as work:
        for name in names:
            case = await work.cases.add(request(name, host=HOST))
            await work.cases.save(case.happened(EventKind.GRANTED, NOW, HOST))
            seen = Matter.received(MatterKind.CONTRADICTION, at=NOW, chat=GUEST, by=None, case=case.number, text="name")
            numbers.append((case.number, (await work.matters.add(seen)).number))
        await work.commit()
    return numbers


def shown(turn: int, *, case: int | None, matter: int | None) -> AuditEntry:
    """One line of the record, a moment apart from the others."""
    detail = {"purpose": Purpose.QUEUE.value, "way": BY_MATTER if matter is not None else "acts"}
    at = NOW - timedelta(minutes=1, seconds=turn)
    return AuditEntry(
        action=AuditAction.LOOKED_UP, at=at, by=Actor.officer(OFFICER), case=case, matter=matter, detail=detail
    )


async def is_shown(database: Database, case: int, matter: int) -> list[bool]:
    """Whether the officer sees this matter, and what an act would do to this registration."""
    opened = OpenMatter(rights=RIGHTS, begin=database.begin, clock=Clock(), most_at_a_dwelling=10)
    preview = PreviewAct(rights=RIGHTS, begin=database.begin, clock=Clock())
    seen = []
    for look in (lambda: opened(OFFICER, matter), lambda: preview(OFFICER, Deed.REVOKE, case, Ground.UNTRUE)):
        try:
            await look()
            seen.append(True)
        except Refusal as refusal:
            seen.append(refusal.code is not RefusalCode.TOO_MANY_LOOK_UPS)
    return seen


@pytest.mark.parametrize("is_queue", [True, False])
async def test_the_queue_and_the_acts_are_measured_too(database: Database, is_queue: bool) -> None:
    """With sixty matters, or sixty acts, within the hour nobody new is shown; who was shown is shown again."""
    [old, new] = await registered(database, "old", "new")
    async with database.begin() as work:
        for turn in range(MOST_AN_HOUR - 1):
            number = 1000 + turn
            work.audit.record(shown(turn, case=number, matter=number if is_queue else None))
        await work.commit()
    assert await is_shown(database, *old) == [True, True]
    assert await is_shown(database, *new) == [False, False]
    assert await is_shown(database, *old) == [True, True]


async def test_one_matter_is_counted_once(database: Database) -> None:
    """Opened, taken up, decided: its card comes each time, and it is one person still."""
    [old, new] = await registered(database, "old", "new")
    async with database.begin() as work:
        work.audit.record(*(shown(turn, case=old[0], matter=old[1]) for turn in range(2 * MOST_AN_HOUR)))
        await work.commit()
    assert await is_shown(database, *new) == [True, True]


async def test_a_list_is_measured_too(database: Database) -> None:
    """Whoever has been shown enough leafs through no list, however it is asked for."""
    [(case, _)] = await registered(database, "one")
    looks = LookUps(clock=Clock(), roster=RIGHTS.roster)
    alike = FindAlike(begin=database.begin, rights=RIGHTS, look_ups=looks)
    async with database.begin() as work:
        for turn in range(MOST_AN_HOUR):
            look = Look(OFFICER, Purpose.CHECK, Way.PERSON, NOW - timedelta(seconds=turn))
            looks.searched(work, look, 0)
        await work.commit()

    with pytest.raises(Refusal) as no:
        await alike(OFFICER, Purpose.CHECK, Way.DOCUMENT, case, None)

    assert no.value.code is RefusalCode.TOO_MANY_LOOK_UPS
