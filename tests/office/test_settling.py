"""What an act brings with it for the guest's reminders."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from office_acts_ground import OFFICER, Office

from bot.domain.acts import Deed
from bot.domain.case import Case
from bot.domain.life import UNDO_WITHIN
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import Chat
from bot.registration.planning import plan_reminders
from storage.database import Database


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The office over an empty database."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'office.db'}", "a secret of tests")
    yield Office(database)
    await database.close()


async def reminders(office: Office, case: Case) -> Sequence[Notice]:
    async with office.database.look() as work:
        kinds = NoticeKind.STILL_HERE, NoticeKind.DEADLINE
        return [owed for kind in kinds for owed in await work.notices.waiting([case.guest], kind)]


async def planned_for(office: Office) -> Case:
    """A registered guest to whom all is owed that is to be."""
    case, now = await office.add("valid"), office.clock.now()
    async with office.database.begin() as work:
        await work.chats.save(Chat(id=case.guest, language="en", consent_version="1", consented_at=now))
        await plan_reminders(work, case.guest, now)
        await work.commit()
    return case


async def test_an_act_plans_the_guests_reminders_anew(office: Office) -> None:
    """Whose registration was revoked is not asked any more whether they live there; undone, all is owed as it was."""
    case = await planned_for(office)
    before = await reminders(office, case)
    assert NoticeKind.STILL_HERE in {owed.kind for owed in before}

    await office.do(OFFICER, office.order(case, Deed.REVOKE))
    after = await reminders(office, case)
    assert after
    assert NoticeKind.STILL_HERE not in {owed.kind for owed in after}

    office.clock.moment += timedelta(minutes=5)
    await office.undo(OFFICER, case.number)
    assert {owed.key for owed in await reminders(office, case)} == {owed.key for owed in before}


async def test_no_reminder_tells_an_act_before_its_word(office: Office) -> None:
    """While the act can be undone and nobody hears of it, nothing is due that only follows from it."""
    first = await planned_for(office)
    await office.do(OFFICER, office.order(first, Deed.REVOKE))
    soonest = min(owed.due_at for owed in await reminders(office, first))
    office.clock.moment = (soonest - UNDO_WITHIN / 2).astimezone(office.clock.moment.tzinfo)
    second = await planned_for(office)

    await office.do(OFFICER, office.order(second, Deed.REVOKE))

    assert min(owed.due_at for owed in await reminders(office, second)) > office.clock.now() + UNDO_WITHIN
