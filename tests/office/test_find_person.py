"""Whose requests stand on a person's card: the same person's, and nobody else's."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from sqlalchemy import event

from bot.domain.answers import Answers
from bot.domain.case import Case, EventKind
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.family import Kinship
from bot.domain.ids import NOBODY
from bot.domain.officer import Purpose, Role
from bot.domain.people import ChatId
from bot.domain.refusals import Refusal, RefusalCode
from bot.domain.sought import ByNumber, Way
from bot.machine.roster import SettingsRoster
from bot.office.finding import Find, FindAlike
from bot.office.look_ups import LookUps
from bot.office.person_card import PersonCard, ReadPerson
from bot.office.rights import Rights
from bot.registration.notices import NoticeFacts
from bot.telegram.office.find_desk import HeadsNews
from bot.texts.words import words_of
from storage.database import Database

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
READER, STRANGER, OFFICER, GUEST, OTHER = map(ChatId, (11, 12, 13, 1001, 1002))
ANSWERS = Answers(
    citizenship="RUS",
    family_name="Ivanov",
    given_names="Pyotr",
    born=date(1990, 3, 27),
    document_kind=DocumentKind.PASSPORT,
    document_number=DocumentNumber("751234567"),
)
NEW_DOCUMENT = ANSWERS.with_(document_number=DocumentNumber("761111111"))


class Clock:
    """Stands still."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return NOW.date()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An open database in a file."""
    opened = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'person.db'}", "a secret that this test knows")
    yield opened
    await opened.close()


async def sent(database: Database, *several: tuple[ChatId, Answers]) -> list[int]:
    """Requests from these chats; their numbers."""
    numbers = []
    async with database.begin() as work:
        for turn, (guest, answers) in enumerate(several):
            case = Case(number=0, guest=guest, answers=answers, token=f"person-{turn}", events=())
            numbers.append((await work.cases.add(case.happened(EventKind.ASKED, NOW, guest))).number)
        await work.commit()
    return numbers


async def opened(database: Database, number: int, reader: ChatId = READER) -> PersonCard:
    """The card as it is opened."""
    roster = SettingsRoster(lambda: {READER: Role.READER}, None)
    look_ups = LookUps(clock=Clock(), roster=roster)
    read = ReadPerson(begin=database.begin, rights=Rights(roster=roster), look_ups=look_ups)
    return await read(reader, Purpose.CHECK, Way.NUMBER, number)


async def test_no_search_is_for_the_queue(database: Database) -> None:
    """A forged button that says so would leave a purpose in the record that nobody had."""
    [number] = await sent(database, (GUEST, ANSWERS))
    roster = SettingsRoster(lambda: {READER: Role.READER}, None)
    parts: dict[str, Any] = {
        "begin": database.begin,
        "rights": Rights(roster=roster),
        "look_ups": LookUps(clock=Clock(), roster=roster),
    }
    forged = (
        lambda: ReadPerson(**parts)(READER, Purpose.QUEUE, Way.NUMBER, number),
        lambda: Find(**parts)(READER, Purpose.QUEUE, [ByNumber(number=number)]),
        lambda: FindAlike(**parts)(READER, Purpose.QUEUE, Way.DOCUMENT, number, None),
    )
    for look in forged:
        with pytest.raises(Refusal) as no:
            await look()
        assert no.value.code is RefusalCode.STALE


async def test_one_person_by_document_name_or_chat(database: Database) -> None:
    """A new passport, a new name, a new chat: still the same person, newest first."""
    numbers = await sent(
        database,
        (GUEST, ANSWERS),
        (OTHER, NEW_DOCUMENT.with_(family_name="ИВАНОВ")),
        (NOBODY, ANSWERS.with_(family_name="Petrov")),
        (GUEST, NEW_DOCUMENT.with_(family_name="Sidorov", document_number=DocumentNumber("771111111"))),
    )
    card = await opened(database, numbers[0])
    assert [case.number for case in card.others] == numbers[:0:-1]


async def test_those_without_a_chat_are_not_one_person(database: Database) -> None:
    """However many an organisation has filed for: they take no room on a card that shows the newest requests only."""
    others = [(NOBODY, ANSWERS.with_(family_name=name, document_number=None)) for name in ("Karimov", "Petrov")]
    first, *_ = await sent(database, (NOBODY, ANSWERS), *others)

    async with database.look() as work:
        assert await work.findings.of_the_same(first, 2) == [first]


async def test_others_stand_on_cards_of_their_own(database: Database) -> None:
    """The chat's child, another state's document of the same number, a namesake born on another day."""
    child = ANSWERS.with_(given_names="Masha", born=date(2020, 1, 1), kinship=Kinship.CHILD)
    numbers = await sent(
        database,
        (GUEST, ANSWERS),
        (GUEST, child.with_(document_number=DocumentNumber("781111111"))),
        (OTHER, ANSWERS.with_(citizenship="UZB", family_name="Karimov")),
        (OTHER, NEW_DOCUMENT.with_(born=date(1990, 3, 28))),
    )
    assert (await opened(database, numbers[0])).others == []
    assert (await opened(database, numbers[2])).others[0].number == numbers[3]  # the same chat's own


async def test_a_chat_that_is_nobodys_joins_nobody(database: Database) -> None:
    """Guests whom an organisation filed have no chat: they are not one person by it."""
    stranger = NEW_DOCUMENT.with_(family_name="Karimov")
    numbers = await sent(database, (NOBODY, ANSWERS), (NOBODY, stranger))
    assert (await opened(database, numbers[0])).others == []


async def test_a_long_history_costs_no_more_statements(database: Database) -> None:
    """A card of many requests is read with as many statements as one of a single request."""
    [alone, *_, last] = await sent(
        database, (OTHER, NEW_DOCUMENT.with_(born=date(1980, 1, 1))), *[(GUEST, ANSWERS)] * 12
    )
    seen: list[str] = []
    event.listen(database._engine.sync_engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    await opened(database, alone)
    once = len(seen)
    assert len((await opened(database, last)).others) == 11
    assert len(seen) == 2 * once


async def test_news_of_other_officers_is_for_heads() -> None:
    """Who was a head when it was owed and is none when it is due hears nothing of it."""
    rights = Rights(roster=SettingsRoster(lambda: {READER: Role.READER, OFFICER: Role.OFFICER}, None))
    async with Bot("1:none") as bot:
        news = HeadsNews(bot=bot, rights=rights)
        for chat, code in (
            (READER, RefusalCode.ROLE_TOO_LOW),
            (OFFICER, RefusalCode.ROLE_TOO_LOW),
            (STRANGER, RefusalCode.NOT_AN_OFFICER),
        ):
            with pytest.raises(Refusal) as no:
                await news.many(
                    words_of("en"), NoticeFacts(chat=chat, language="en", data={"officer": "13", "most": "60"})
                )
            assert no.value.code is code


async def test_no_card_without_a_right_or_a_request(database: Database) -> None:
    """Who is no officer gets the code of an unknown command; a number that nobody has is told as such."""
    for number, reader, code in ((1, STRANGER, RefusalCode.NOT_AN_OFFICER), (99, READER, RefusalCode.FOUND_NOBODY)):
        with pytest.raises(Refusal) as no:
            await opened(database, number, reader)
        assert no.value.code is code
