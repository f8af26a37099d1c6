"""Deciding a matter: an answer has words, nobody judges their own guest, and only this host's yes waits."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from office_acts_ground import DAY, HOST, HOUR, OFFICER, OTHER, Office

from bot.domain.case import Case
from bot.domain.matter import Decision, Matter, MatterKind, MatterState
from bot.domain.notice import Notice, NoticeKind
from bot.domain.officer import Role
from bot.domain.refusals import Refusal, RefusalCode
from bot.office.deciding import Decide, TakeUp
from bot.registration.vouching import waiting_yes
from storage.database import Database

NO_WORDS, TOO_MANY = " \n", "x" * 1001


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The office over an empty database."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'office.db'}", "a secret of tests")
    yield Office(database)
    await database.close()


@pytest.mark.parametrize("said", ["", NO_WORDS, TOO_MANY])
async def test_an_answer_has_words(office: Office, said: str) -> None:
    """At least a letter and at most a thousand; the matter stays in work."""
    number = await office.in_hand(MatterKind.STRANGER)

    with pytest.raises(Refusal) as no:
        await Decide(**office.needs)(OFFICER, number, Decision.ANSWERED, 2, said)

    assert no.value.code is RefusalCode.ANSWER_LENGTH
    async with office.database.look() as work:
        kept = await work.matters.get(number)
    assert kept is not None
    assert kept.in_hand_of == OFFICER


async def test_nobody_decides_about_their_own_guest(office: Office) -> None:
    """An officer who is the host of the request, whomever the matter is about."""
    case, now = await office.add("opened"), office.clock.now()
    office.desk.roles |= {HOST: Role.HEAD}
    async with office.database.begin() as work:
        came = Matter.received(MatterKind.CONTRADICTION, at=now, chat=case.guest, by=None, case=case.number)
        matter = await work.matters.add(came)
        await work.commit()

    with pytest.raises(Refusal) as no:
        await TakeUp(**office.needs)(HOST, matter.number)

    assert no.value.code is RefusalCode.ACT_ON_OWN


async def test_a_yes_of_another_host_does_not_wait(office: Office) -> None:
    """Bound to another host since, the request waits for that one's yes alone."""
    case = await office.add("yes waits for an officer")

    assert waiting_yes(case) is not None
    assert waiting_yes(replace(case, host=OTHER)) is None


async def sent_back(office: Office, state: str) -> Case:
    """A request that an officer has sent back an hour before it came to its end."""
    case = await office.add(state)
    at = case.events[-1].at - HOUR
    async with office.database.begin() as work:
        came = Matter.received(MatterKind.CONTRADICTION, at=at, chat=case.guest, by=None, case=case.number)
        matter = (await work.matters.add(came)).happened(MatterState.IN_WORK, at, OFFICER)
        await work.matters.save(matter.happened(MatterState.ANSWERED, at, OFFICER, "Anew.", Decision.TO_BE_MENDED))
        await work.commit()
    return case


async def owed_to(office: Office, case: Case) -> Sequence[Notice]:
    """The words with what to mend, not sent yet."""
    async with office.database.look() as work:
        return await work.notices.waiting([case.guest], NoticeKind.TO_MEND)


@pytest.mark.parametrize("state", ["refused", "expired", "closed"])
async def test_what_to_mend_is_said_though_nothing_reaches_the_officer(office: Office, state: str) -> None:
    """The daily pass says it of a request that has ended already: once, and nothing when the answers are gone."""
    case = await sent_back(office, state)

    for _ in range(2):
        await office.carry_out()
        office.clock.moment += DAY
        assert len(await owed_to(office, case)) == 1

    async with office.database.begin() as work:
        await work.wiping.wipe([case.number])
        await work.notices.cancel(case.guest, NoticeKind.TO_MEND)
        await work.commit()
    await office.carry_out()
    assert not await owed_to(office, case)


@pytest.mark.parametrize("state", ["valid", "sent"])
async def test_who_has_asked_anew_is_told_of_no_old_request(office: Office, state: str) -> None:
    """They are registered by now, or wait for a host: by the old words they would mend what is mended."""
    case = await sent_back(office, "refused")
    newer = await office.add(state)
    async with office.database.begin() as work:
        await work.cases.save(replace(newer, guest=case.guest))
        [matter] = await work.matters.of_case(case.number)
        await work.commit()

    await office.carry_out.carry_out(matter.number)

    assert not await owed_to(office, case)
