"""Every repository gives back what it was given."""

from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, StatementError
from storage_samples import ANSWERS, CARD, GUEST, HOST, HOUR, IIN, LANDLORD, NOW, STRANGER, certificate, notice, request

from bot.domain.answers import Answers
from bot.domain.case import EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import Chat, ChatId, Draft
from bot.domain.refusals import Refusal, RefusalCode
from storage.answers_json import WAYS, answers_from_json, answers_to_json
from storage.certificates import STATUS_LIST_LENGTH
from storage.database import Database
from storage.outbox import Outbox
from storage.tables import notices


def test_answers_survive_json() -> None:
    """Whole, empty and partial answers come back as they were; the empty patronymic stays an answer."""
    for answers in (ANSWERS, Answers(), Answers(patronymic=""), ANSWERS.with_(address=None, host=None)):
        assert answers_from_json(answers_to_json(answers)) == answers


def test_every_answer_has_its_way_into_json() -> None:
    """No field of Answers is forgotten, and the sample has them all."""
    assert list(WAYS) == [field.name for field in fields(Answers)]
    assert all(getattr(ANSWERS, name) != getattr(Answers(), name) for name in WAYS)


def test_answers_of_a_later_version_are_read() -> None:
    """An answer that this version does not know is skipped."""
    assert answers_from_json('{"citizenship":"UZB","blood_group":"II"}') == Answers(citizenship="UZB")


async def test_a_chat_is_kept_and_overwritten(database: Database) -> None:
    """A talk comes back with its consent, to the microsecond; saving again overwrites."""
    chat = Chat(id=GUEST, language="kk", consent_version="2026-07", consented_at=NOW)
    async with database.begin() as work:
        assert await work.chats.get(GUEST) is None
        await work.chats.save(chat)
        await work.chats.save(replace(chat, language="ru"))
        await work.commit()
    async with database.look() as work:
        assert await work.chats.get(GUEST) == replace(chat, language="ru")


async def test_a_moment_is_the_same_moment_in_any_zone(database: Database) -> None:
    """A time in Almaty comes back as the same moment, aware of its zone; one without a zone is refused."""
    almaty = NOW.astimezone(timezone(timedelta(hours=5)))
    async with database.begin() as work:
        await work.drafts.save(Draft(chat=GUEST, answers=ANSWERS, saved_at=almaty))
        draft = await work.drafts.get(GUEST)
        assert draft is not None
        assert draft.saved_at == NOW
        assert draft.saved_at.utcoffset() == timedelta(0)
        with pytest.raises(StatementError):
            await work.drafts.save(replace(draft, saved_at=datetime(2026, 11, 12)))  # noqa: DTZ001 - the fault tested


async def test_a_draft_is_kept_overwritten_and_dropped(database: Database) -> None:
    """At most one draft a chat, with the passport's card if one waits; dropping what is not there does nothing."""
    draft = Draft(chat=GUEST, answers=ANSWERS, saved_at=NOW, sources=(11, 12), passport=CARD)
    async with database.begin() as work:
        await work.drafts.save(replace(draft, answers=Answers(), sources=()))
        await work.drafts.save(draft)
        assert await work.drafts.get(GUEST) == draft
        await work.drafts.drop(GUEST)
        await work.drafts.drop(GUEST)
        assert await work.drafts.get(GUEST) is None


async def test_a_host_is_found_by_chat_iin_and_invitation(database: Database) -> None:
    """A host comes back whole by whatever names one, and no more once forgotten."""
    async with database.begin() as work:
        await work.hosts.save(replace(LANDLORD, number=None, name=None, invitation=None, vouched=False))
        await work.hosts.save(LANDLORD)
        assert await work.hosts.get(HOST) == LANDLORD
        assert await work.hosts.by_number(IIN) == LANDLORD
        assert await work.hosts.by_invitation("inv-1") == LANDLORD
        assert await work.hosts.by_invitation("inv-2") is None
        await work.hosts.forget(HOST)
        assert await work.hosts.by_number(IIN) is None


async def test_an_iin_belongs_to_one_chat(database: Database) -> None:
    """An IIN linked to one chat is refused to another; the unit of work can go on."""
    async with database.begin() as work:
        await work.hosts.save(LANDLORD)
        with pytest.raises(Refusal) as refused:
            await work.hosts.save(replace(LANDLORD, chat=STRANGER, invitation=None))
        assert refused.value.code is RefusalCode.IIN_TAKEN
        await work.hosts.save(replace(LANDLORD, chat=STRANGER, number=None, invitation=None))
        await work.commit()
    async with database.look() as work:
        assert await work.hosts.by_number(IIN) == LANDLORD


async def test_a_case_is_found_by_number_token_guest_and_host(database: Database) -> None:
    """A request comes back with its chain, oldest or newest first as asked."""
    async with database.begin() as work:
        first = await work.cases.add(request("token-1"))
        second = await work.cases.add(request("token-2"))
        first = first.happened(EventKind.OPENED, NOW + HOUR, HOST).with_host(HOST)
        await work.cases.save(first)
        second = replace(second.with_host(HOST), guest_card=17, host_card=18)
        await work.cases.save(second)
        await work.commit()
    async with database.begin() as work:
        assert await work.cases.get(first.number, lock=True) == first
        assert await work.cases.by_token("token-2", lock=True) == second
        assert await work.cases.by_token("token-3") is None
        assert list(await work.cases.of_guest(GUEST)) == [second, first]
        assert list(await work.cases.waiting_for(HOST)) == [first, second]


async def test_an_ended_case_waits_for_nobody(database: Database) -> None:
    """A granted request is among the granted ones, a refused one in neither list."""
    async with database.begin() as work:
        granted = (await work.cases.add(request("token-1"))).with_host(HOST).happened(EventKind.GRANTED, NOW, HOST)
        refused = (await work.cases.add(request("token-2"))).with_host(HOST)
        refused = refused.happened(EventKind.REFUSED, NOW, HOST, "stranger")
        await work.cases.save(granted)
        await work.cases.save(refused)
        assert list(await work.cases.waiting_for(HOST)) == []


async def test_a_certificate_is_kept_with_its_text_and_status(database: Database) -> None:
    """A certificate is found by number and public name; its text and status can be written later."""
    async with database.begin() as work:
        number = (await work.cases.add(request())).number
        await work.certificates.add(certificate(number))
        assert await work.certificates.get(number) == certificate(number)
        assert await work.certificates.text(number) is None
        await work.certificates.keep_text(number, "https://t.me/bot?start=r&c#123")
        await work.certificates.set_status(number, CertificateStatus.REVOKED)
        assert await work.certificates.text(number) == "https://t.me/bot?start=r&c#123"
        found = await work.certificates.by_cti(certificate(number).cti)
        assert found == replace(certificate(number), status=CertificateStatus.REVOKED)
        assert await work.certificates.text(number + 1) is None


@pytest.mark.parametrize("same", ["number", "cti", "status_index"])
async def test_no_two_certificates_share_a_name(database: Database, same: str) -> None:
    """A taken number, cti or place in the status list is refused."""
    async with database.begin() as work:
        first, second = [(await work.cases.add(request(token))).number for token in ("token-1", "token-2")]
        kept, other = certificate(first, 5), certificate(second, 6)
        await work.certificates.add(kept)
        with pytest.raises(IntegrityError):
            await work.certificates.add(replace(other, **{same: getattr(kept, same)}))


async def test_a_free_place_is_found_round_the_end(database: Database) -> None:
    """The next free place is the wanted one, the first gap behind it, or one from the beginning of the list."""
    last = STATUS_LIST_LENGTH - 1
    async with database.begin() as work:
        for place in (0, 7, 8, last - 1, last):
            number = (await work.cases.add(request(f"token-{place}"))).number
            await work.certificates.add(certificate(number, place))
        wanted = {place: await work.certificates.free_status_index(place) for place in (3, 7, 8, last - 1, last, 0)}
    assert wanted == {3: 3, 7: 9, 8: 9, last - 1: 1, last: 1, 0: 1}


async def test_a_place_in_the_status_list_is_free_again_after_its_term(database: Database) -> None:
    """The place of a certificate that has expired is another's; of one that holds it is not."""
    async with database.begin() as work:
        for place in (4, 5):
            number = (await work.cases.add(request(f"token-{place}"))).number
            valid_until = NOW - HOUR if place == 4 else NOW
            await work.certificates.add(replace(certificate(number, place), valid_until=valid_until))

        assert await work.certificates.free_places(NOW, 9) == 1

        assert [await work.certificates.free_status_index(place) for place in (4, 5)] == [4, 6]
        expired = await work.certificates.by_cti((4).to_bytes(12, "big"))
    assert expired is not None
    assert expired.status_index is None


async def test_places_are_freed_so_many_at_once(database: Database) -> None:
    """Never more than were asked for, and in the end all."""
    async with database.begin() as work:
        for place in range(5):
            number = (await work.cases.add(request(f"token-{place}"))).number
            await work.certificates.add(replace(certificate(number, place), valid_until=NOW - HOUR))

        assert [await work.certificates.free_places(NOW, 2) for _ in range(4)] == [2, 2, 1, 0]


async def test_untouched_drafts_are_forgotten(database: Database) -> None:
    """Drafts last saved before the moment go and are counted; one saved at it stays."""
    async with database.begin() as work:
        await work.drafts.save(Draft(chat=GUEST, answers=ANSWERS, saved_at=NOW - HOUR))
        await work.drafts.save(Draft(chat=HOST, answers=ANSWERS, saved_at=NOW))
        assert await work.drafts.forget_untouched(NOW) == 1
        assert await work.drafts.get(GUEST) is None
        assert await work.drafts.get(HOST) is not None


async def test_ended_requests_are_wiped(database: Database) -> None:
    """Answers go with a refusal, and with the end of a certificate, not with its issue; a live request keeps them."""
    async with database.begin() as work:
        live, refused, granted = [await work.cases.add(request(token)) for token in ("live", "refused", "granted")]
        refused, granted = refused.happened(EventKind.REFUSED, NOW), granted.happened(EventKind.GRANTED, NOW)
        await work.cases.save(refused)
        await work.cases.save(granted)
        issued = certificate(granted.number)
        await work.certificates.add(issued)
        await work.certificates.keep_text(granted.number, "text")
        assert await work.cases.forget_ended(NOW) == 0
        assert await work.cases.forget_ended(issued.valid_until) == 1
        assert await work.cases.get(refused.number) == replace(refused, answers=Answers())
        assert await work.cases.get(granted.number) == granted
        assert await work.certificates.text(granted.number) == "text"
        assert await work.cases.forget_ended(issued.valid_until + HOUR) == 1
        assert await work.cases.get(granted.number) == replace(granted, answers=Answers())
        assert await work.cases.get(live.number) == live
        assert await work.certificates.text(granted.number) is None
        assert await work.certificates.get(granted.number) == replace(issued, host_name="")


async def test_forgetting_a_chat_leaves_nothing_of_it_waiting(database: Database) -> None:
    """With a talk go its place in the conversation and its unsent notices, and nobody else's."""
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="en"))
        await work.notices.owe(notice("mine"), notice("theirs", chat=HOST))
        await work.chats.forget(GUEST)
        assert await work.chats.get(GUEST) is None
        await work.commit()
    assert [owed.key for _, owed in await Outbox(database).due(NOW, 9)] == ["theirs"]


async def test_a_notice_is_owed_once(database: Database) -> None:
    """A key that is there already is left as it is."""
    for text in ("first", "second"):
        async with database.begin() as work:
            await work.notices.owe(notice(data={"text": text}))
            await work.commit()
    [(_, owed)] = await Outbox(database).due(NOW, 9)
    assert owed == notice(data={"text": "first"})


async def test_the_courier_is_woken_by_a_commit(database: Database) -> None:
    """What is owed wakes the courier after the commit, not before; nothing owed or nothing committed wakes nobody."""
    woken: list[str] = []
    database.on_owed = lambda: woken.append("woken")
    async with database.begin() as work:
        await work.chats.save(Chat(id=GUEST, language="en"))
        await work.commit()
    async with database.begin() as work:
        await work.notices.owe(notice())
    assert woken == []
    async with database.begin() as work:
        await work.notices.owe(notice())
        assert woken == []
        await work.commit()
    assert woken == ["woken"]


async def test_cancelling_takes_back_only_what_is_named(database: Database) -> None:
    """Kind, chat and case narrow what is taken back; a key taken back can be owed again."""
    kinds = NoticeKind.DEADLINE, NoticeKind.HOST_CARD
    async with database.begin() as work:
        await work.notices.owe(
            notice("gone"),
            notice("other case", case=4),
            notice("other kind", kind=NoticeKind.GUEST_CARD),
            notice("other chat", chat=ChatId(9)),
        )
        await work.notices.cancel(GUEST, *kinds, case=3)
        await work.commit()
    assert {owed.key for _, owed in await Outbox(database).due(NOW, 9)} == {"other case", "other kind", "other chat"}
    async with database.begin() as work:
        await work.notices.cancel(GUEST, *kinds)
        await work.notices.owe(notice("gone"))
        await work.commit()
    assert [owed.key for _, owed in await Outbox(database).due(NOW, 9)] == ["gone"]


async def _waiting(database: Database) -> dict[str, int]:
    """The keys of what is not yet sent, each with the number of its row."""
    async with database.reading() as connection:
        waiting = select(notices.c.key, notices.c.id).where(notices.c.sent_at.is_(None), notices.c.dropped_at.is_(None))
        return {row.key: row.id for row in await connection.execute(waiting)}


async def _owe_only(database: Database, *owed: Notice) -> dict[str, int]:
    async with database.begin() as work:
        await work.notices.owe_only(GUEST, [NoticeKind.DEADLINE], *owed)
        await work.commit()
    return await _waiting(database)


async def test_what_is_owed_already_is_not_written_anew(database: Database) -> None:
    """Of a new plan only what differs is written; other kinds, other chats and what was sent stay as they are."""
    async with database.begin() as work:
        await work.notices.owe(notice("other kind", kind=NoticeKind.GUEST_CARD), notice("other chat", chat=HOST))
        await work.notices.owe(notice("same"), notice("other day"), notice("not any more"))
        await work.commit()
    before = await _waiting(database)

    after = await _owe_only(database, notice("same"), notice("other day", due_at=NOW - HOUR), notice("new"))

    assert set(after) == {"other kind", "other chat", "same", "other day", "new"}
    assert {key for key, number in after.items() if before.get(key) != number} == {"other day", "new"}
    assert await _owe_only(database) == {key: before[key] for key in ("other kind", "other chat")}


@pytest.mark.parametrize("change", [{"data": {"day": "4"}}, {"expires_at": NOW + HOUR}, {"case": 4}, {"urgency": 1}])
async def test_what_differs_in_anything_is_owed_anew(sqlite: Database, change: dict[str, Any]) -> None:
    """The day that a reminder names, when it is news no more, its request, its urgency: the last plan holds."""
    await _owe_only(sqlite, notice("one"))

    await _owe_only(sqlite, notice("one", **change))

    [(_, owed)] = await Outbox(sqlite).due(NOW, 9)
    assert owed == notice("one", **change)


async def test_a_new_plan_takes_nothing_from_the_couriers_hands(database: Database) -> None:
    """What a courier is about to send and is owed just so stays claimed; once it is sent, no plan owes it again."""
    outbox = Outbox(database)
    await _owe_only(database, notice("one"))
    [(number, _)] = await outbox.due(NOW, 9)

    await _owe_only(database, notice("one"))
    assert await outbox.hold(number, NOW)
    assert await outbox.due(NOW, 9) == []

    await outbox.sent(number, NOW)
    assert await _owe_only(database, notice("one")) == {}


async def test_what_was_dropped_or_cannot_be_read_is_owed_anew(sqlite: Database) -> None:
    """Whoever unblocks the bot is owed what was dropped; what no key opens is written again."""
    await _owe_only(sqlite, notice("dropped"), notice("unreadable"))
    async with sqlite.writing() as connection:
        await connection.execute(update(notices).where(notices.c.key == "dropped").values(dropped_at=NOW))
        await connection.execute(update(notices).where(notices.c.key == "unreadable").values(data=b"another key's"))
        await connection.commit()

    assert set(await _owe_only(sqlite, notice("dropped"), notice("unreadable"))) == {"dropped", "unreadable"}
    assert {owed.key for _, owed in await Outbox(sqlite).due(NOW, 9)} == {"dropped", "unreadable"}
