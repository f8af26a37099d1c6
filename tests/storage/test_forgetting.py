"""What is left of a person's notices when the person goes, and when their term is over."""

from datetime import datetime, timedelta

from sqlalchemy import select
from storage_samples import GUEST, HOST, HOUR, NOW, notice, request

from bot.domain.case import EventKind
from bot.domain.people import Chat
from bot.registration.retention import KEPT_AFTER_END, ForgetEnded
from bot.registration.send_request import ExpireRequest
from bot.registration.talk import WithdrawConsent
from storage.database import Database
from storage.outbox import Outbox
from storage.tables import notices

LATER = NOW + KEPT_AFTER_END + HOUR


class Clock:
    """Stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


async def keys_left(database: Database) -> list[str]:
    """The keys of all notices."""
    async with database.reading() as connection:
        return sorted((await connection.execute(select(notices.c.key))).scalars())


async def test_who_withdraws_leaves_no_notice_sent_or_not(database: Database) -> None:
    """What was sent, dropped or still waits for this person goes; what was sent to others stays."""
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="en"))
        await work.notices.owe(*map(notice, ("sent", "dropped", "waiting")), notice("another's", chat=HOST))
        await work.commit()
    outbox = Outbox(database)
    taken = {owed.key: number for number, owed in await outbox.due(NOW, 9)}
    await outbox.sent(taken["sent"], NOW)
    await outbox.sent(taken["another's"], NOW)
    await outbox.drop(taken["dropped"], NOW, "400")

    await WithdrawConsent(begin=database.begin, clock=Clock(NOW))(GUEST)  # type: ignore[arg-type]

    assert await keys_left(database) == ["another's"]


async def test_what_is_over_goes_thirty_days_later_save_what_keeps_a_request_from_owing_twice(
    database: Database,
) -> None:
    """Sent and dropped notices go after their term; those of a request that is kept stay, and so does what waits."""
    async with database.begin() as work:
        kept, ended = await work.cases.add(request("kept")), await work.cases.add(request("ended"))
        await work.cases.save(ended.happened(EventKind.CANCELLED, NOW))
        for name, case in (("kept", kept.number), ("ended", ended.number), ("nobody's", None)):
            for fate in ("sent", "dropped", "waiting"):
                await work.notices.owe(notice(f"{name} {fate}", case=case))
        await work.notices.owe(notice("fresh sent", case=None))
        await work.commit()
    outbox = Outbox(database)
    for number, owed in await outbox.due(NOW, 99):
        if owed.key.endswith("sent"):
            await outbox.sent(number, LATER if owed.key.startswith("fresh") else NOW)
        elif owed.key.endswith("dropped"):
            await outbox.drop(number, NOW, "400")

    clock = Clock(NOW + timedelta(days=30) - HOUR)
    expire = ExpireRequest(begin=database.begin, clock=clock)  # type: ignore[arg-type]
    await ForgetEnded(begin=database.begin, clock=clock, expire_request=expire)()  # type: ignore[arg-type]
    assert len(await keys_left(database)) == 10

    expire = ExpireRequest(begin=database.begin, clock=Clock(NOW))  # type: ignore[arg-type]
    await ForgetEnded(begin=database.begin, clock=Clock(LATER), expire_request=expire)()  # type: ignore[arg-type]

    waiting = ["ended waiting", "kept waiting", "nobody's waiting"]
    assert await keys_left(database) == sorted([*waiting, "fresh sent", "kept dropped", "kept sent"])
