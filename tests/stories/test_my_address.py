""" "My address": who is registered with a host, ending a stay, taking that back, strangers, the monthly digest."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

from bot.domain.address import Premises
from bot.domain.case import Case, Event, EventKind, RefusalReason
from bot.domain.certificate import CertificateStatus, IssuedCertificate
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.family import Kinship
from bot.domain.ids import NOBODY
from bot.domain.matter import MatterKind, MatterState
from bot.domain.notice import NoticeKind
from bot.domain.organisation import Bin, StaffDeed, StaffEvent
from bot.domain.people import ChatId
from bot.domain.person import Iin
from bot.registration.digests import OweDigests
from tests.people import Person
from tests.town import (
    ALL_ANSWERED,
    ALMATY,
    HOST_IIN,
    HOST_NAME,
    OTHER_IIN,
    Town,
    agreed,
    answered,
    at_review,
    known_host,
    known_to_the_bot,
    sent,
)

_numbers = count(1)
NOT_YOURS = "This request is for another host. Only that host can open and answer it."
NOT_A_HOST = "This is for hosts."
STALE = "This button is from an old message."
ENDED = "Your registration at this address has ended"
HERE = ALL_ANSWERED.address


async def lives(town: Town, guest: int, host: Person, **changes: object) -> int:
    """Somebody whom the host agreed to just now; the number of the request. No story about asking."""
    one, now = next(_numbers), town.clock.now()
    document = DocumentNumber.parse(f"P{one:07d}", DocumentKind.PASSPORT)
    kept = await town.host_kept(host)
    number = kept.number if kept else Iin.parse(HOST_IIN)
    answers = ALL_ANSWERED.with_(**{"document_number": document, "host": number, **changes})
    events = tuple(Event(kind=kind, at=now, chat=ChatId(guest)) for kind in (EventKind.ASKED, EventKind.GRANTED))
    case = Case(
        number=0, guest=ChatId(guest), answers=answers, token=f"token-{one}", events=events, host=ChatId(host.id)
    )
    async with town.running.database.begin() as work:
        case = await work.cases.add(case)
        await work.certificates.add(
            IssuedCertificate(
                number=case.number,
                cti=case.number.to_bytes(12, "big"),
                status_index=case.number,
                issued_at=now,
                valid_until=datetime.combine(answers.until or now.date(), datetime.max.time(), tzinfo=ALMATY),
                host_name=HOST_NAME,
                key_id=b"\x01\x02\x03",
            )
        )
        await work.commit()
    return case.number


async def settled(town: Town, guest: Person, host: Person, **changes: object) -> int:
    """A guest known to the bot who lives with a known host."""
    await known_to_the_bot(town, guest)
    await guest.start()
    await known_host(town, host)
    return await lives(town, guest.id, host, **changes)


async def happens(town: Town, number: int, kind: EventKind, status: CertificateStatus, why: str | None = None) -> None:
    """What another part of the bot writes down."""
    async with town.running.database.begin() as work:
        case = await work.cases.get(number, lock=True)
        assert case is not None
        await work.cases.save(case.happened(kind, town.clock.now(), case.guest, why))
        await work.certificates.set_status(number, status)
        await work.commit()


async def status_of(town: Town, number: int) -> CertificateStatus:
    async with town.running.database.look() as work:
        issued = await work.certificates.get(number)
    assert issued is not None
    return issued.status


async def events_of(town: Town, number: int) -> list[str]:
    async with town.running.database.look() as work:
        case = await work.cases.get(number)
    assert case is not None
    return [event.kind.value for event in case.events]


async def is_blocked(town: Town, host: Person, guest: Person) -> bool:
    async with town.running.database.look() as work:
        return await work.blocks.holds(ChatId(host.id), ChatId(guest.id))


async def stranger_matters(town: Town, number: int) -> list[tuple[MatterState, str]]:
    async with town.running.database.look() as work:
        found = await work.matters.of_case(number)
    return [(matter.state, matter.text) for matter in found if matter.kind is MatterKind.STRANGER]


def waiting(town: Town, kind: NoticeKind) -> list[str]:
    """The keys of what of this kind waits to be sent."""
    query = "SELECT key FROM notices WHERE kind = ? AND sent_at IS NULL AND dropped_at IS NULL ORDER BY key"
    with town.books() as books:
        return [key for (key,) in books.execute(query, (kind.value,))]


async def test_a_host_sees_who_lives_there_until_when_and_whose_papers_end(
    town: Town, guest: Person, host: Person
) -> None:
    """One tap from the host's page: address by address, n of the limit, the last day, and what about the papers."""
    await settled(town, guest, host, document_expires=date(2026, 12, 5))
    await lives(town, 7001, host, family_name="Aitmatov")
    await host.forge_tap("m:host")
    before = await host.actions(), await host.bot_messages()

    await host.tap("My address")

    assert (await host.actions(), await host.bot_messages()) == (before[0] + 1, before[1])
    page = host.last()
    assert page.startswith("My address")
    assert "2 people are registered with you." in page
    assert "2 of at most 10 people." in page
    assert page.index("Ivanov Pyotr: until 9 February 2027") < page.index("The document ends on 5 December 2026.")
    assert "Aitmatov Pyotr: until 9 February 2027" in page
    await host.tap("Ivanov Pyotr")
    assert "•••0" in host.last()
    assert "Tell the migration police of this guest by 25 November 2026." in host.last()


async def test_the_page_is_one_tap_away_after_agree(town: Town, guest: Person, host: Person) -> None:
    """Under the request that was agreed to stands My address, and the new guest is on it."""
    await agreed(town, guest, host)

    await host.tap("My address")

    assert "1 person is registered with you." in host.last()
    assert "Ivanov Pyotr" in host.last()


async def test_a_host_with_nobody_and_one_who_is_no_host(town: Town, guest: Person, host: Person) -> None:
    """Nobody registered is said as such; whoever is no host is told how to become one."""
    await known_host(town, host)
    await guest.start()

    await host.forge_tap("ma:people:0")
    await guest.forge_tap("ma:people:0")

    assert "Nobody is registered with you now." in host.last()
    assert guest.alerts()[-1].startswith(NOT_A_HOST)


async def test_has_left_ends_the_stay_and_frees_the_place_and_the_guest_hears_after_ten_minutes(
    town: Town, guest: Person, host: Person
) -> None:
    """Two taps: certificate and place end at once; the guest is told what, since when, what next, and that it may be
    a mistake, not before the ten minutes are over.
    """
    await agreed(town, guest, host)
    [case] = await town.requests_of(guest)
    assert len(waiting(town, NoticeKind.HOST_DUTY)) > 0
    await host.tap("My address")
    await host.tap("Ivanov Pyotr")
    actions = await host.actions()

    await host.tap("Has left")

    assert await host.actions() == actions + 1
    assert "You ended the stay of Ivanov Pyotr" in host.last()
    assert "Your guest is told at 12:10." in host.last()
    assert await status_of(town, case.number) is CertificateStatus.ENDED
    assert waiting(town, NoticeKind.HOST_DUTY) == []
    assert HERE is not None
    async with town.running.database.look() as work:
        assert await work.cases.living_at(HERE, town.clock.now()) == []
    await town.time_passes(minutes=9, seconds=59)
    await guest.quiet()
    assert ENDED not in guest.sees()
    await town.time_passes(seconds=1)
    await guest.wait_for(ENDED)
    told = guest.last()
    assert "On 21 November 2026, 12:00 your host said that you have left." in told
    assert "within five working days of moving (Order 923, paragraph 5)" in told
    assert "Is it a mistake? Talk to your host" in told
    assert {"Register me at an address", "What must I do?"} <= set(guest.buttons())


async def test_a_double_tap_ends_a_stay_once(town: Town, guest: Person, host: Person) -> None:
    """Said twice it is said once; another word for the same stay is told that it ended already."""
    number = await settled(town, guest, host)
    await host.forge_tap(f"mb:has_left:{number}")
    await host.forge_tap(f"mb:has_left:{number}")
    await host.forge_tap(f"mb:stranger:{number}")

    assert (await events_of(town, number)).count("host_ended") == 1
    assert host.alerts()[-1] == "This stay already ended on 21 November 2026, 12:00: you ended it."
    assert not await is_blocked(town, host, guest)
    assert len(waiting(town, NoticeKind.STAY_ENDED)) == 1


async def test_undo_a_second_before_the_ten_minutes_are_over(town: Town, guest: Person, host: Person) -> None:
    """The certificate holds again, the host's duty is owed again, and the guest hears of nothing; twice is once."""
    await agreed(town, guest, host)
    [case] = await town.requests_of(guest)
    owed = waiting(town, NoticeKind.HOST_DUTY)
    await host.tap("My address")
    await host.tap("Ivanov Pyotr")
    await host.tap("Has left")
    await town.time_passes(minutes=9, seconds=59)

    await host.tap("Undo")
    await host.tap_again()

    assert "Taken back. The person is registered again, and was told nothing." in host.alerts()
    assert await status_of(town, case.number) is CertificateStatus.VALID
    assert (await events_of(town, case.number)).count("restored") == 1
    assert waiting(town, NoticeKind.HOST_DUTY) == owed
    await town.time_passes(hours=1)
    await guest.quiet()
    assert ENDED not in guest.sees()


async def test_no_undo_once_the_ten_minutes_are_over(town: Town, guest: Person, host: Person) -> None:
    """At ten minutes sharp it is refused with what to do instead, and the guest is told."""
    number = await settled(town, guest, host)
    await host.forge_tap(f"mb:has_left:{number}")
    await town.time_passes(minutes=10)

    await host.tap("Undo")

    assert "It could be taken back for ten minutes." in host.sees()
    assert await status_of(town, number) is CertificateStatus.ENDED
    await guest.wait_for(ENDED)
    await host.forge_tap(f"mb:show:{number}")
    assert "It cannot be taken back any more." in host.last()
    assert "Undo" not in host.buttons()[: len(host.messages[-1]["buttons"])]


async def test_undo_after_a_restart(town: Town, guest: Person, host: Person) -> None:
    """The ten minutes outlive the bot: what was owed to the guest is taken back after a restart."""
    number = await settled(town, guest, host)
    await host.forge_tap(f"mb:withdraw:{number}")
    await town.restart_bot()
    town.clock.move(minutes=5)

    await host.tap("Undo")

    assert await status_of(town, number) is CertificateStatus.VALID
    assert waiting(town, NoticeKind.STAY_ENDED) == []


async def test_undo_gives_back_what_the_certificate_was_worth(town: Town, guest: Person, host: Person) -> None:
    """Of a document that was reported lost it stays so."""
    number = await settled(town, guest, host)
    await happens(town, number, EventKind.DOCUMENT_LOST, CertificateStatus.DOCUMENT_LOST)
    await host.forge_tap("ma:people:0")
    assert "The document was reported lost." in host.last()

    await host.forge_tap(f"mb:has_left:{number}")
    await host.tap("Undo")

    assert await status_of(town, number) is CertificateStatus.DOCUMENT_LOST


async def test_undo_gives_back_nothing_that_an_officer_took(town: Town, guest: Person, host: Person) -> None:
    """Revoked in the ten minutes after the end of the stay, the certificate stays revoked."""
    number = await settled(town, guest, host)
    await host.forge_tap(f"mb:has_left:{number}")
    await happens(town, number, EventKind.REVOKED, CertificateStatus.REVOKED, "untrue")

    await host.tap("Undo")

    assert await status_of(town, number) is CertificateStatus.REVOKED
    assert "an officer of this service ended it" in host.sees()


async def test_undo_when_the_place_has_filled_up(town: Town, guest: Person, host: Person) -> None:
    """The bed was free at once: who came meanwhile keeps it, and the host is told why nothing is taken back."""
    number = await settled(town, guest, host)
    for other in range(9):
        await lives(town, 7000 + other, host)
    await host.forge_tap(f"mb:has_left:{number}")
    await lives(town, 7100, host)

    await host.tap("Undo")

    assert "Only 10 people may be registered at this address at once." in host.sees()
    assert await status_of(town, number) is CertificateStatus.ENDED


async def test_undo_when_the_guest_is_registered_elsewhere(town: Town, guest: Person, host: Person) -> None:
    """Nothing is to be taken back then, and the guest is not told of an address where they live no more."""
    number = await settled(town, guest, host)
    async with town.running.database.look() as work:
        case = await work.cases.get(number)
    assert case is not None
    await host.forge_tap(f"mb:has_left:{number}")
    other = await town.person(2002, "Dana")
    await known_host(town, other, OTHER_IIN)
    await lives(town, guest.id, other, document_number=case.answers.document_number)

    await host.tap("Undo")

    assert "This guest is registered again already" in host.sees()
    await town.time_passes(minutes=10)
    await guest.quiet()
    assert ENDED not in guest.sees()


async def test_undo_when_the_guest_is_registered_elsewhere_with_a_new_passport(
    town: Town, guest: Person, host: Person
) -> None:
    """One person lives at one address, whatever the document; another of the family is no hindrance."""
    number = await settled(town, guest, host)
    wife = await lives(town, guest.id, host, kinship=Kinship.SPOUSE)
    other = await town.person(2002, "Dana")
    await known_host(town, other, OTHER_IIN)
    for one in (number, wife):
        await host.forge_tap(f"mb:has_left:{one}")
    await lives(town, guest.id, other)

    for one in (number, wife):
        await host.forge_tap(f"mb:undo:{one}")

    assert "This guest is registered again already" in host.sees()
    assert await status_of(town, number) is CertificateStatus.ENDED
    assert await status_of(town, wife) is CertificateStatus.VALID


async def test_undo_when_the_organisation_has_filed_the_guest_again(town: Town, host: Person) -> None:
    """Of one guest without a chat one registration holds; another guest of the same hotel is no hindrance."""
    await known_host(town, host)
    document = DocumentNumber.parse("P5555555", DocumentKind.PASSPORT)
    first = await lives(town, NOBODY, host, kinship=Kinship.GUEST, document_number=document)
    await lives(town, NOBODY, host, kinship=Kinship.GUEST)
    await host.forge_tap(f"mb:has_left:{first}")
    again = await lives(town, NOBODY, host, kinship=Kinship.GUEST, document_number=document)

    await host.forge_tap(f"mb:undo:{first}")

    assert "This guest is registered again already" in host.sees()
    assert await status_of(town, first) is CertificateStatus.ENDED
    await host.forge_tap(f"mb:has_left:{again}")
    await host.forge_tap(f"mb:undo:{again}")
    assert await status_of(town, again) is CertificateStatus.VALID


async def test_one_whose_lost_passport_was_replaced_lives_there_once(town: Town, guest: Person, host: Person) -> None:
    """The registration that the new document replaced frees its bed; to who checks it its document is still lost."""
    old = await settled(town, guest, host)
    await happens(town, old, EventKind.DOCUMENT_LOST, CertificateStatus.DOCUMENT_LOST)
    new = await lives(town, guest.id, host)
    await happens(town, old, EventKind.REPLACED, CertificateStatus.DOCUMENT_LOST, str(new))

    async with town.running.database.look() as work:
        assert [case.number for case in await work.cases.living_at(HERE, town.clock.now())] == [new]
    await host.forge_tap("ma:people:0")
    assert "1 person is registered with you" in host.last()
    assert await status_of(town, old) is CertificateStatus.DOCUMENT_LOST


async def test_a_consent_taken_back_is_ended_and_called_unclear(town: Town, guest: Person, host: Person) -> None:
    """The law knows a host's refusal and is silent on taking back a yes: host and guest are both told so."""
    number = await settled(town, guest, host)
    await host.forge_tap(f"mb:show:{number}")

    await host.tap("I withdraw my consent")
    await town.time_passes(minutes=10)

    await guest.wait_for("your host took the consent back")
    for person in (host, guest):
        assert "It does not say whether a host may take back a yes: that is unclear." in person.last()


async def test_a_stranger_who_is_registered(town: Town, guest: Person, host: Person) -> None:
    """The stay ends, that chat may not ask this host again, and an officer finds codes only; Undo lifts it all."""
    number = await settled(town, guest, host)
    await host.forge_tap(f"mb:show:{number}")

    await host.tap("I don't know this person")

    assert await is_blocked(town, host, guest)
    assert await stranger_matters(town, number) == [(MatterState.RECEIVED, "registered")]
    await host.tap("Undo")
    assert not await is_blocked(town, host, guest)
    assert await stranger_matters(town, number) == [(MatterState.WITHDRAWN, "registered")]
    await host.forge_tap(f"mb:stranger:{number}")
    await town.time_passes(minutes=10)
    await guest.wait_for("your host said that they do not know you")
    assert "only they can let you ask again" in guest.last()


async def test_a_stranger_who_asks(town: Town, guest: Person, host: Person) -> None:
    """Refuse, one tap on the reason: that chat cannot ask this host again until the host lets it."""
    await known_host(town, host)
    await sent(town, guest)
    await host.wait_for("asks to be registered")
    [case] = await town.requests_of(guest)
    await host.tap("Refuse")

    await host.tap("I don't know this person")
    await host.tap_again()

    assert "This person cannot ask you again" in host.sees()
    assert await stranger_matters(town, case.number) == [(MatterState.RECEIVED, "asked")]
    assert case.ending is None
    [case] = await town.requests_of(guest)
    assert case.ending is not None
    assert case.ending.reason == RefusalReason.STRANGER
    await at_review(town, guest)
    await guest.tap("Send to my host")
    assert "This host said that they do not know you." in guest.sees()

    await host.forge_tap("ma:people:0")
    await host.tap("People you do not know")
    await host.tap("May ask again: Ivanov Pyotr")

    assert "Everybody may ask you again." in host.last()
    assert await stranger_matters(town, case.number) == [(MatterState.WITHDRAWN, "asked")]
    await guest.tap("Send to my host")
    assert len(await town.requests_of(guest)) == 2


async def test_nobody_touches_another_hosts_guest(town: Town, guest: Person, host: Person) -> None:
    """Another host, the guest and a stranger are all told the same, as of a number that does not exist."""
    number = await settled(town, guest, host)
    other, stranger = await town.person(2002, "Dana"), await town.person(4004, "Stranger")
    await known_host(town, other, OTHER_IIN)
    await stranger.start()

    for person in (other, guest, stranger):
        for deed in ("show", "has_left", "withdraw", "stranger", "undo", "notice", "let_ask"):
            for forged in (number, 987654):
                await person.forge_tap(f"mb:{deed}:{forged}")
                assert person.alerts()[-1] == NOT_YOURS, deed
    assert await events_of(town, number) == ["asked", "granted"]
    assert "Ivanov" not in other.sees()


async def test_forged_and_broken_buttons_are_stale(town: Town, guest: Person, host: Person) -> None:
    """A page, a deed or a number that no button bears leads nowhere and changes nothing."""
    number = await settled(town, guest, host)

    for data in ("ma:nonsense:0", "ma:people:-1", "ma:people:x", f"mb:burn:{number}", "mb:has_left:0", "mb:has_left:"):
        await host.forge_tap(data)
        assert host.alerts()[-1].startswith(STALE)
    await host.forge_tap("ma:people:9999")

    assert "Ivanov Pyotr" in host.last()
    assert await events_of(town, number) == ["asked", "granted"]


async def test_a_guest_who_has_left_already(town: Town, guest: Person, host: Person) -> None:
    """The button of an old card says when and how the stay ended, and ends nothing."""
    left, moved, past = [await settled(town, guest, host) for _ in range(3)]
    await happens(town, left, EventKind.LEFT, CertificateStatus.ENDED, "2026-11-21")
    await happens(town, moved, EventKind.REPLACED, CertificateStatus.SUPERSEDED, "77")

    for number, said in ((left, "the guest told us that they left."), (moved, "the guest is registered anew.")):
        for deed in ("show", "has_left", "undo"):
            await host.forge_tap(f"mb:{deed}:{number}")
            assert said in host.alerts()[-1]
    await town.time_passes(days=81)
    await host.forge_tap(f"mb:has_left:{past}")
    assert "its last day has passed" in host.alerts()[-1]


async def test_a_host_who_took_the_consent_to_personal_data_back(town: Town, guest: Person, host: Person) -> None:
    """Who is no host any more sees nobody, and ends nothing."""
    number = await settled(town, guest, host)
    await host.forge_tap("ma:people:0")
    async with town.running.database.begin() as work:
        await work.hosts.forget(ChatId(host.id))
        await work.commit()

    await host.forge_tap("ma:people:0")
    assert host.alerts()[-1].startswith(NOT_A_HOST)
    await host.forge_tap(f"mb:has_left:{number}")
    assert host.alerts()[-1] == NOT_YOURS
    assert await status_of(town, number) is CertificateStatus.VALID


async def test_staff_act_for_their_organisation_until_they_are_removed(town: Town, guest: Person, host: Person) -> None:
    """A member of staff sees and ends what the owner could; a removed one is told as any stranger."""
    number = await settled(town, guest, host)
    await becomes_organisation(town, host)
    clerk = await town.person(2003, "Clerk")
    await known_to_the_bot(town, clerk)
    await clerk.start()
    await hired(town, host, clerk, StaffDeed.JOINED)

    await clerk.forge_tap("ma:people:0")
    assert "Ivanov Pyotr" in clerk.last()
    assert "No monthly message" not in clerk.buttons()
    await clerk.tap("Ivanov Pyotr")
    await clerk.tap("Has left")
    assert "You ended the stay of Ivanov Pyotr" in clerk.last()
    await hired(town, host, clerk, StaffDeed.REMOVED)
    await clerk.tap("Undo")

    assert clerk.alerts()[-1] == NOT_YOURS
    assert await status_of(town, number) is CertificateStatus.ENDED
    await host.forge_tap(f"mb:undo:{number}")
    assert await status_of(town, number) is CertificateStatus.VALID


async def becomes_organisation(town: Town, host: Person) -> None:
    """Only an organisation has staff, and a place of many beds."""
    kept = await town.host_kept(host)
    assert kept is not None
    async with town.running.database.begin() as work:
        await work.hosts.save(replace(kept, number=Bin.parse("240440012343")))
        await work.commit()


async def hired(town: Town, owner: Person, member: Person, deed: StaffDeed) -> None:
    """What happened to a member of staff."""
    event = StaffEvent(
        owner=ChatId(owner.id), kind=deed, at=town.clock.now(), by=ChatId(owner.id), member=ChatId(member.id), name="A"
    )
    async with town.running.database.begin() as work:
        await work.staff.add(event)
        await work.commit()


async def test_an_old_button_after_months(town: Town, guest: Person, host: Person) -> None:
    """Telegram gives a message that cannot be read then: the page comes as a new one."""
    await settled(town, guest, host)
    before = await host.bot_messages()
    tap = {
        "id": "77",
        "from": {"id": host.id, "is_bot": False, "first_name": "Aigul"},
        "chat_instance": "1",
        "data": "ma:people:0",
        "message": {"chat": {"id": host.id, "type": "private"}, "message_id": 3, "date": 0},
    }

    await town.running.dispatcher.feed_raw_update(town.running.bot, {"update_id": 990001, "callback_query": tap})

    await host.wait_for("Ivanov Pyotr")
    assert await host.bot_messages() == before + 1


async def test_sixty_people_are_paged(town: Town, guest: Person, host: Person) -> None:
    """Each sheet fits a message, each person has a button, those with something about their papers come first."""
    await known_host(town, host)
    await becomes_organisation(town, host)
    long_name = {"family_name": "Қ" * 60, "given_names": "Ғ" * 50, "premises": Premises.HOTEL}
    for one in range(59):
        await lives(town, 7000 + one, host, **long_name)
    await lives(town, 7100, host, premises=Premises.HOTEL, document_expires=date(2026, 12, 1))

    await host.forge_tap("ma:people:0")

    assert "60 people are registered with you." in host.last()
    assert "Page 1 of 9" in host.last()
    assert "Ivanov Pyotr" in host.last()
    assert "of at most" not in host.last()
    await host.tap("Next page")
    assert "Page 2 of 9" in host.last()
    await host.forge_tap("ma:people:8")
    assert "Page 9 of 9" in host.last()
    assert "Next page" not in host.buttons()
    await host.tap("Previous page")
    assert "Page 8 of 9" in host.last()


async def test_one_whom_an_organisation_filed_has_no_chat(town: Town, host: Person) -> None:
    """Nobody is told, nobody is blocked, and the host is asked to tell the guest."""
    await known_host(town, host)
    number = await lives(town, NOBODY, host)
    await host.forge_tap(f"mb:show:{number}")
    assert "I don't know this person" not in host.buttons()

    await host.tap("Has left")

    assert "This guest has no chat here: tell them." in host.last()
    assert waiting(town, NoticeKind.STAY_ENDED) == []
    await host.tap("Undo")
    assert await status_of(town, number) is CertificateStatus.VALID


async def test_a_guest_who_blocked_the_bot_holds_nothing_up(town: Town, guest: Person, host: Person) -> None:
    """The stay ends all the same; the message is given up."""
    number = await settled(town, guest, host)
    await guest.block()

    await host.forge_tap(f"mb:has_left:{number}")
    await town.time_passes(minutes=10)
    await town.finds_blocked(guest)

    assert await status_of(town, number) is CertificateStatus.ENDED
    assert waiting(town, NoticeKind.STAY_ENDED) == []


async def test_the_guest_can_register_anew_at_once(town: Town, guest: Person, host: Person) -> None:
    """From the word that the stay has ended one tap leads to a request with all but the new place filled in."""
    number = await settled(town, guest, host)
    await host.forge_tap(f"mb:has_left:{number}")
    await town.time_passes(minutes=10)
    await guest.wait_for(ENDED)

    await guest.tap("Register me at an address")

    kept = await town.answers_kept(guest)
    assert kept is not None
    assert (kept.family_name, kept.address) == ("Ivanov", None)


async def owe_digests(town: Town) -> int:
    """The daily pass."""
    return await OweDigests(begin=town.running.database.begin, clock=town.clock)()


async def noted_as_sent(town: Town, kind: NoticeKind) -> None:
    """Wait until the bot has written down what the phone has got already."""
    async with asyncio.timeout(5):
        while waiting(town, kind):  # noqa: ASYNC110 - nothing tells when it has
            await asyncio.sleep(0.01)


async def test_a_host_gets_a_digest_on_the_first_of_the_month(town: Town, guest: Person, host: Person) -> None:
    """At 18:00: who, until when, whose papers end within thirty days, whose time is over; to nobody else."""
    await settled(town, guest, host, document_expires=date(2026, 12, 5))
    await lives(town, 7001, host, family_name="Aitmatov", until=date(2026, 11, 25))
    other = await town.person(2002, "Dana")
    await known_host(town, other, OTHER_IIN)
    assert await owe_digests(town) == 0
    await town.time_comes(datetime(2026, 11, 30, 9, 0, tzinfo=ALMATY))

    await town.restart_bot()
    assert await owe_digests(town) == 1
    assert waiting(town, NoticeKind.DIGEST) == [f"digest:{host.id}:2026-12"]
    await town.time_comes(datetime(2026, 12, 1, 17, 59, tzinfo=ALMATY))
    assert "Your guests this month" not in host.sees()
    await town.time_passes(minutes=1)

    await host.wait_for("Your guests this month")
    await noted_as_sent(town, NoticeKind.DIGEST)
    told = host.last()
    assert "1 person is registered with you." in told
    assert "Ivanov Pyotr: until 9 February 2027" in told
    assert "The document ends on 5 December 2026." in told
    assert told.index("No longer registered") < told.index("Aitmatov Pyotr: until 25 November 2026")
    await owe_digests(town)
    assert waiting(town, NoticeKind.DIGEST) == []
    await other.quiet()
    assert "Your guests this month" not in other.sees()


async def test_a_pass_that_comes_late_in_the_month_owes_nothing(town: Town, guest: Person, host: Person) -> None:
    """After 18:00 of the first day the next month is waited for; a message two days late is given up."""
    await settled(town, guest, host)
    await town.time_comes(datetime(2026, 12, 1, 18, 1, tzinfo=ALMATY))
    assert await owe_digests(town) == 0
    await town.time_comes(datetime(2026, 12, 31, 12, 0, tzinfo=ALMATY))
    assert await owe_digests(town) == 1
    await town.stop_bot()
    town.clock.moment = datetime(2027, 1, 3, 12, 0, tzinfo=ALMATY)
    await town.start_bot()
    await town.time_passes(seconds=1)

    assert "Your guests this month" not in (await host.look()).sees()
    assert waiting(town, NoticeKind.DIGEST) == []


async def test_the_digest_can_be_switched_off_and_on(town: Town, guest: Person, host: Person) -> None:
    """Off takes back what waits; on lets the next pass owe it again; a tap repeated changes nothing more."""
    await settled(town, guest, host)
    await town.time_comes(datetime(2026, 11, 30, 9, 0, tzinfo=ALMATY))
    await owe_digests(town)
    await host.forge_tap("ma:people:0")

    await host.tap("No monthly message")
    await host.forge_tap("ma:digest_off:0")

    assert waiting(town, NoticeKind.DIGEST) == []
    assert await owe_digests(town) == 0
    await host.tap("Send me a monthly message")
    assert await owe_digests(town) == 1


async def test_no_digest_to_whom_it_does_not_concern_any_more(town: Town, guest: Person, host: Person) -> None:
    """Everybody has left since it was owed, or the host has blocked the bot: nothing is sent, nothing is owed."""
    number = await settled(town, guest, host)
    await town.time_comes(datetime(2026, 11, 30, 9, 0, tzinfo=ALMATY))
    await owe_digests(town)
    await host.forge_tap(f"mb:has_left:{number}")
    await town.time_comes(datetime(2026, 12, 1, 18, 0, tzinfo=ALMATY))
    await host.quiet()
    assert "Your guests this month" not in host.sees()

    await lives(town, 7005, host)
    await host.block()
    await town.time_comes(datetime(2026, 12, 31, 18, 0, tzinfo=ALMATY))
    async with town.running.database.begin() as work:
        talk = await work.chats.get(ChatId(host.id))
        assert talk is not None
        talk = type(talk)(id=talk.id, language=talk.language, blocked=True)
        await work.chats.save(talk)
        await work.commit()
    assert await owe_digests(town) == 0


async def test_a_reminder_does_not_tell_the_guest_before_the_ten_minutes(
    town: Town, guest: Person, host: Person
) -> None:
    """Ended five minutes before the evening's reminders: none goes out that says "register" before the notice does."""
    await agreed(town, guest, host)
    [case] = await town.requests_of(guest)
    await town.time_comes(datetime(2026, 12, 1, 17, 55, tzinfo=ALMATY))
    seen = len(guest.messages)

    await host.forge_tap(f"mb:has_left:{case.number}")
    await town.time_passes(minutes=6)
    await guest.quiet()

    assert len(guest.messages) == seen
    await town.time_passes(minutes=4)
    await guest.wait_for(ENDED)


async def test_no_notice_key_and_no_matter_names_a_person(town: Town, guest: Person, host: Person) -> None:
    """Keys, matters and what buttons carry hold numbers and codes only."""
    number = await settled(town, guest, host)
    await host.forge_tap("ma:people:0")
    await host.forge_tap(f"mb:stranger:{number}")

    [key] = waiting(town, NoticeKind.STAY_ENDED)
    assert key == f"stay_ended:{number}:3"
    data = [button["value"] for message in host.messages for row in message["buttons"] for button in row]
    assert not any("Ivanov" in value or str(guest.id) in value for value in data)
    assert all(len(value.encode()) <= 64 for value in data if value.startswith(("ma:", "mb:")))


async def test_blocked_guests_ask_again_only_after_the_block_is_lifted_in_a_party_too(
    town: Town, guest: Person, host: Person
) -> None:
    """A draft that is kept stays: after the host let the guest ask again it is sent with one tap."""
    number = await settled(town, guest, host)
    await host.forge_tap(f"mb:stranger:{number}")
    await answered(town, guest)
    await guest.tap("Continue")
    await guest.tap("Send to my host")
    assert "You cannot ask them again here." in guest.sees()

    await host.forge_tap(f"mb:let_ask:{number}")
    await host.forge_tap(f"mb:let_ask:{number}")
    await guest.tap("Send to my host")

    await host.wait_for("asks to be registered")


async def claimed_host(town: Town, host: Person) -> None:
    """A host who has told the IIN from the menu: no guest's link has vouched for it yet."""
    await known_host(town, host)
    async with town.running.database.begin() as work:
        kept = await work.hosts.get(ChatId(host.id))
        assert kept is not None
        await work.hosts.save(replace(kept, vouched=False))
        await work.commit()


async def test_a_block_is_not_gone_round_by_the_iin_of_a_host_whom_no_link_vouches_for(
    town: Town, guest: Person, host: Person
) -> None:
    """Who came by the host's own link and was not known cannot send a new request by the same IIN, typed."""
    await claimed_host(town, host)
    await sent(town, guest, host_by_link=True)
    await host.wait_for("asks to be registered")
    await host.tap("Refuse")
    await host.tap("I don't know this person")

    await at_review(town, guest)
    await guest.tap("Send to my host")

    assert "This host said that they do not know you." in guest.sees()
    assert len(await town.requests_of(guest)) == 1


async def test_a_link_of_one_who_is_not_known_shows_nothing(town: Town, guest: Person, host: Person) -> None:
    """Sent before the block, opened after it: the host reads what to lift first, and the guest hears nothing new."""
    await claimed_host(town, host)
    link = await sent(town, guest)
    said = await guest.bot_messages()
    async with town.running.database.begin() as work:
        await work.blocks.add(ChatId(host.id), ChatId(guest.id), town.clock.now())
        await work.commit()

    await host.open_link(link)

    assert "You said that you do not know the person who sent this." in host.last()
    assert "My address, People you do not know" in host.last()
    assert "Ivanov" not in host.sees()
    assert await town.recorded(guest) == ["asked"]
    await guest.quiet()
    assert await guest.bot_messages() == said

    [case] = await town.requests_of(guest)
    async with town.running.database.begin() as work:
        await work.blocks.lift(ChatId(host.id), case.guest)
        await work.commit()
    await host.open_link(link)
    assert "Ivanov Pyotr asks to be registered at your home" in host.last()


async def test_an_end_that_cannot_be_undone_names_the_list_of_those_one_does_not_know(
    town: Town, guest: Person, host: Person
) -> None:
    """Ten minutes after "I don't know this person" both the card and the old button say how the guest may ask again."""
    number = await settled(town, guest, host)
    await host.forge_tap(f"mb:show:{number}")
    await host.tap("I don't know this person")
    await town.time_passes(minutes=11)

    await host.tap("Undo")
    assert "let this person ask again (My address, People you do not know)" in host.hears()
    await host.forge_tap(f"mb:show:{number}")
    assert "Let this person ask again under People you do not know" in host.sees()


def test_days_of_a_digest() -> None:
    """The next first of a month at 18:00, over the turn of a year and from within the day itself."""
    from bot.registration.digests import next_digest

    def at(*moment: int) -> datetime:
        return datetime(*moment, tzinfo=ALMATY)  # type: ignore[misc,arg-type]

    assert next_digest(at(2026, 12, 15)) == at(2027, 1, 1, 18)
    assert next_digest(at(2027, 1, 31, 23, 59)) == at(2027, 2, 1, 18)
    assert next_digest(at(2026, 12, 1, 18)) == at(2026, 12, 1, 18)
    assert next_digest(at(2026, 12, 1, 18) + timedelta(seconds=1)) == at(2027, 1, 1, 18)
