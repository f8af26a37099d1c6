"""A passport is lost: the certificate is marked at once, a statement written, and the new passport gets a new one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.certificate.drawing.pdf import picture_in
from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.family import Kinship
from bot.domain.people import ChatId, Draft
from bot.domain.refusals import Refusal, RefusalCode
from bot.machine.names import RandomNames
from bot.registration.granting import REISSUED, Granting, Yes
from bot.texts.refusals import refusal
from bot.texts.words import words_of
from tests.people import Person
from tests.readers import photo, reading
from tests.town import (
    ALL_ANSWERED,
    HOST_NAME,
    STRANGER_ID,
    Town,
    certificate_picture,
    certificate_text,
    known_host,
    known_to_the_bot,
    sent,
)

NEW_NUMBER = "760000001"
NEW = reading(number=NEW_NUMBER, lines=("", ""))


async def registered(town: Town, guest: Person, host: Person, **changes: object) -> int:
    """A guest with a certificate that has come, and a host who gave it on a tap; the request's number."""
    await known_to_the_bot(town, guest)
    if await town.host_kept(host) is None:
        await known_host(town, host)
    number = await granted(town, guest, host, ALL_ANSWERED.with_(**changes))
    await guest.start()
    await guest.wait_for("The same certificate for printing")
    return number


async def granted(town: Town, guest: Person, host: Person, answers: Answers) -> int:
    """The same in the books alone."""
    clock, workshop = town.clock, town.running.workshop
    asked = Event(kind=EventKind.ASKED, at=clock.now(), chat=ChatId(guest.id))
    case = Case(
        number=0,
        guest=ChatId(guest.id),
        answers=answers,
        token=RandomNames().token(),
        events=(asked,),
        host=ChatId(host.id),
    )
    granting = Granting(clock=clock, names=RandomNames(), keys=workshop, most_at_a_dwelling=10)
    async with town.running.database.begin() as work:
        case = await work.cases.add(case)
        [done] = await granting(work, [case], Yes(chat=ChatId(host.id), host_name=HOST_NAME))
        await work.commit()
    return done.number


async def reported(guest: Person) -> None:
    """From the menu to the report: three taps."""
    await guest.tap("My certificates")
    await guest.tap("Lost passport")
    await guest.tap("Yes, I lost it")


async def status(town: Town, number: int) -> CertificateStatus:
    async with town.running.database.look() as work:
        issued = await work.certificates.get(number)
    assert issued is not None
    return issued.status


async def happened(town: Town, number: int) -> list[str]:
    async with town.running.database.look() as work:
        case = await work.cases.get(number)
    assert case is not None
    return [event.kind.value for event in case.events]


async def test_from_the_loss_to_the_new_certificate(town: Town, guest: Person, host: Person) -> None:
    """Seven actions: what to do, the report with its statement, the photo of the new passport, the new certificate."""
    number = await registered(town, guest, host)
    old_text = await certificate_text(guest)
    before, said = await guest.actions(), await guest.bot_messages()

    await guest.tap("My certificates")
    await guest.tap("Lost passport")
    advice = guest.last()
    assert [advice.index(step) for step in ("1. Report", "2. Go to the embassy", "3. Go to the migration")] == sorted(
        advice.index(step) for step in ("1. Report", "2. Go to the embassy", "3. Go to the migration")
    )
    assert "I know of no deadline in the law for it. Ask 1414." in advice
    assert await status(town, number) is CertificateStatus.VALID
    await guest.tap("Yes, I lost it")
    await guest.wait_for("Statement for the migration service")

    assert await status(town, number) is CertificateStatus.DOCUMENT_LOST
    assert (await happened(town, number))[-1] == "document_lost"
    pdf = await guest.file(next(m for m in reversed(guest.messages) if (m["file"] or {}).get("kind") == "document"))
    assert picture_in(pdf) is not None

    assert town.reader is not None
    town.reader.answers = [NEW]
    await guest.tap("I have a new passport")
    await guest.send_photo(photo())
    await guest.tap("All correct")
    assert "Your new document" in guest.last()
    assert "You must register" not in guest.last()
    await guest.tap("Get the new certificate")
    await guest.wait_for("The same certificate for printing")
    await host.wait_for("Your guest has a new document")

    assert await guest.actions() - before == 7
    assert await guest.bot_messages() - said <= 8
    new, old = await town.requests_of(guest)
    assert old.number == number
    assert [event.kind.value for event in new.events] == ["asked", "granted"]
    assert (new.events[-1].reason, new.events[-1].chat) == (REISSUED, host.id)
    assert new.answers.document_number == DocumentNumber.parse(NEW_NUMBER, DocumentKind.PASSPORT)
    kept = ("host", "address", "premises", "until", "entered", "born", "citizenship")
    assert all(getattr(new.answers, name) == getattr(old.answers, name) for name in kept)
    assert old.events[-1].kind is EventKind.REPLACED
    assert old.events[-1].reason == str(new.number)
    assert await status(town, old.number) is CertificateStatus.DOCUMENT_LOST
    assert await status(town, new.number) is CertificateStatus.VALID
    assert "The new number ends in 0001" in host.hears()
    assert NEW_NUMBER not in host.sees()
    assert "My address" in host.buttons()

    stranger = await town.person(STRANGER_ID, "Officer")
    await stranger.start()
    await stranger.open_link(old_text.partition("&c#")[0])
    assert "DOCUMENT REPORTED LOST" in stranger.last()


async def test_everybody_who_checks_reads_that_it_is_lost(town: Town, guest: Person, host: Person) -> None:
    """By link, by pasted text and by photo, and without a word about the person."""
    await registered(town, guest, host)
    text, picture = await certificate_text(guest), await certificate_picture(guest)
    await reported(guest)

    stranger = await town.person(STRANGER_ID, "Officer")
    await stranger.start()
    for deed in (
        stranger.open_link(text.partition("&c#")[0]),
        stranger.send(text),
        stranger.send_document(picture, "photo.png", "image/png"),
    ):
        await deed
        await stranger.wait_for("DOCUMENT REPORTED LOST")
        assert "Ivanov" not in stranger.last()
        await stranger.tap("Menu")


async def test_the_old_certificate_is_not_handed_out_again(town: Town, guest: Person, host: Person) -> None:
    """Whoever holds the phone and the passport gets no paper; the guest is told why."""
    await registered(town, guest, host)
    await reported(guest)
    await guest.wait_for("Statement for the migration service")
    before = await guest.bot_messages()

    await guest.tap("My certificates")
    await guest.tap("Certificate ")

    assert "not handed out again" in guest.hears() + "".join(guest.alerts())
    assert await guest.bot_messages() - before == 1


async def test_said_twice_it_is_said_once(town: Town, guest: Person, host: Person) -> None:
    """A double tap and a second report append nothing and send no second statement."""
    number = await registered(town, guest, host)
    await reported(guest)
    await guest.wait_for("Statement for the migration service")
    before = await guest.bot_messages()

    await guest.forge_tap(f"lp:lost:{number}")
    await guest.tap("My certificates")
    await guest.tap("Lost passport")

    assert (await happened(town, number)).count("document_lost") == 1
    assert "Reported lost on" in guest.sees()
    assert await guest.bot_messages() - before <= 2


async def test_a_slip_of_the_finger_is_taken_back_within_ten_minutes(town: Town, guest: Person, host: Person) -> None:
    """The certificate counts again, and is handed out again; the chain shows both."""
    number = await registered(town, guest, host)
    await reported(guest)
    await town.time_passes(minutes=9)

    await guest.tap("It was a mistake, I have it")

    assert "The report is taken back" in guest.sees()
    assert await status(town, number) is CertificateStatus.VALID
    assert (await happened(town, number))[-2:] == ["document_lost", "document_found"]
    await guest.tap_again()
    assert (await happened(town, number)).count("document_found") == 1


async def test_after_ten_minutes_the_report_stands(town: Town, guest: Person, host: Person) -> None:
    """Who finds it later needs the migration service: it may have been copied meanwhile."""
    number = await registered(town, guest, host)
    await reported(guest)
    await town.time_passes(minutes=10)

    await guest.tap("It was a mistake, I have it")

    assert "More than ten minutes have passed" in guest.hears() + "".join(guest.alerts())
    assert await status(town, number) is CertificateStatus.DOCUMENT_LOST


async def test_without_a_registration_there_is_advice_alone(town: Town, guest: Person) -> None:
    """One who has nothing here learns the steps, and that nothing is marked."""
    await known_to_the_bot(town, guest)
    await guest.start()

    await guest.tap("My certificates")
    await guest.tap("Lost passport")

    assert "1. Report the loss to the police" in guest.sees()
    assert "there is nothing to mark here" in guest.sees()
    assert "Yes, I lost it" not in guest.buttons()


async def test_an_open_request_with_it_is_taken_back(town: Town, guest: Person, host: Person) -> None:
    """Nobody can be registered by a lost document: the host's card ends, and the same number cannot be sent again."""
    await known_host(town, host)
    await sent(town, guest)
    await host.wait_for("Agree")
    [case] = await town.requests_of(guest)
    await guest.tap("Menu")
    await guest.tap("Help and rights")
    await guest.tap("Lost passport")
    await guest.tap("Yes, I lost it")

    assert "1 open request with this document was taken back" in guest.sees()
    assert await town.recorded(guest) == ["asked", "document_lost", "cancelled"]
    await host.wait_for("The guest took the request back")
    await host.forge_tap(f"r:agree:{case.number}")
    assert not await town.has_certificate(guest)
    await guest.forge_tap(f"r:mend:{case.number}")
    await guest.tap("Send to my host")
    assert "You reported this document lost" in guest.hears() + "".join(guest.alerts())
    assert len(await town.requests_of(guest)) == 1


@pytest.mark.parametrize("deed", ["show", "lost", "found", "statement", "new", "reissue"])
async def test_a_forged_number_opens_nothing(town: Town, guest: Person, host: Person, deed: str) -> None:
    """A stranger who forges a button with another's number learns nothing and changes nothing."""
    number = await registered(town, guest, host)
    stranger = await town.person(STRANGER_ID, "Mallory")
    await known_to_the_bot(town, stranger)
    await stranger.start()

    await stranger.forge_tap(f"lp:{deed}:{number}")
    await stranger.forge_tap(f"lp:{deed}:999999")
    await stranger.forge_tap(f"lp:{deed}:0")

    assert "Ivanov" not in stranger.sees()
    assert "4567" not in stranger.sees()
    assert await status(town, number) is CertificateStatus.VALID
    assert not any((message["file"] or {}).get("kind") for message in stranger.messages)


async def test_a_button_of_months_ago_reports_nothing(town: Town, guest: Person, host: Person) -> None:
    """The registration is over long since: the old button marks nothing that nobody relies on."""
    number = await registered(town, guest, host)
    await guest.tap("My certificates")
    await guest.tap("Lost passport")
    async with town.running.database.begin() as work:
        case = await work.cases.get(number, lock=True)
        assert case is not None
        await work.cases.save(case.happened(EventKind.LEFT, town.clock.now(), ChatId(guest.id)))
        await work.commit()
    await town.time_passes(days=100)

    await guest.tap("Yes, I lost it")

    assert "document_lost" not in await happened(town, number)


async def test_a_restart_in_the_middle_loses_nothing(town: Town, guest: Person, host: Person) -> None:
    """After the report, and again after the photo, the bot is restarted; the buttons on the screen still work."""
    await registered(town, guest, host)
    await reported(guest)
    await guest.wait_for("Statement for the migration service")
    await town.restart_bot()
    assert town.reader is not None
    town.reader.answers = [NEW]
    await guest.tap("I have a new passport")
    await guest.send_photo(photo())
    await town.restart_bot()
    await guest.tap("All correct")
    await town.restart_bot()
    await guest.tap("Get the new certificate")

    await guest.wait_for("The same certificate for printing")
    assert len(await town.requests_of(guest)) == 2


async def test_the_new_number_can_be_typed(town: Town, guest: Person, host: Person) -> None:
    """Who has no photo types number and last day; a second tap on the button issues no second certificate."""
    await registered(town, guest, host)
    await reported(guest)
    await guest.tap("I have a new passport")
    await guest.tap("Type it instead")
    await guest.send(NEW_NUMBER)
    await guest.send("01.01.2036")
    await guest.tap("Get the new certificate")
    await guest.tap_again()

    await guest.wait_for("Registered with the new document")
    assert len(await town.requests_of(guest)) == 2


async def begun(town: Town, guest: Person, host: Person, **changes: object) -> int:
    """Reported lost, and the new document's answers are in the draft; the old request's number."""
    number = await registered(town, guest, host)
    await reported(guest)
    await guest.tap("I have a new passport")
    document = {"document_number": DocumentNumber.parse(NEW_NUMBER, DocumentKind.PASSPORT)}
    async with town.running.database.begin() as work:
        draft = await work.drafts.get(ChatId(guest.id))
        assert draft is not None
        answers = draft.answers.with_(**(document | {"document_expires": ALL_ANSWERED.document_expires} | changes))
        await work.drafts.save(replace(draft, answers=answers))
        await work.commit()
    return number


async def test_a_name_spelt_differently_is_asked_of_the_host(town: Town, guest: Person, host: Person) -> None:
    """It becomes an ordinary request to the same host; after the yes the old registration is replaced."""
    number = await begun(town, guest, host, family_name="Ivanoff")
    await guest.forge_tap(f"lp:reissue:{number}")
    assert "The name is spelt differently" in guest.sees()
    assert len(await town.requests_of(guest)) == 1

    await guest.tap("Send to my host")
    await host.wait_for("Agree")
    await host.tap("Agree")
    await guest.wait_for("The same certificate for printing")

    new, old = await town.requests_of(guest)
    assert new.host == old.host
    assert old.events[-1].kind is EventKind.REPLACED
    assert await status(town, number) is CertificateStatus.DOCUMENT_LOST


async def test_another_persons_passport_renews_nothing(town: Town, guest: Person, host: Person) -> None:
    """Born on another day: no certificate, and the request that may follow cannot end this person's registration."""
    number = await begun(town, guest, host, born=ALL_ANSWERED.born + timedelta(days=1))
    await guest.forge_tap(f"lp:reissue:{number}")

    assert "Date of birth or citizenship differs" in guest.sees()
    draft = await town.answers_kept(guest)
    assert draft is not None
    assert (draft.follows, draft.purpose) == (None, None)
    assert "replaced" not in await happened(town, number)


async def test_the_lost_number_is_no_new_document(town: Town, guest: Person, host: Person) -> None:
    """The number that was reported lost gets no new certificate."""
    number = await begun(town, guest, host, document_number=ALL_ANSWERED.document_number)
    await guest.forge_tap(f"lp:reissue:{number}")

    assert "You reported this document lost" in guest.hears() + "".join(guest.alerts())
    assert len(await town.requests_of(guest)) == 1


async def test_a_new_passport_that_has_ended_gets_nothing(town: Town, guest: Person, host: Person) -> None:
    """The last day of the new document is past."""
    number = await begun(town, guest, host, document_expires=town.clock.today() - timedelta(days=1))
    await guest.forge_tap(f"lp:reissue:{number}")

    assert "You cannot register with it" in guest.hears() + "".join(guest.alerts())
    assert len(await town.requests_of(guest)) == 1


@pytest.mark.parametrize("ending", [EventKind.HOST_ENDED, EventKind.LEFT])
async def test_a_stay_that_ended_meanwhile_is_not_renewed(
    town: Town, guest: Person, host: Person, ending: EventKind
) -> None:
    """The host withdrew, or the guest left, between the report and the new passport."""
    number = await begun(town, guest, host)
    async with town.running.database.begin() as work:
        case = await work.cases.get(number, lock=True)
        assert case is not None
        await work.cases.save(case.happened(ending, town.clock.now(), ChatId(host.id), "withdrawn"))
        await work.commit()

    await guest.forge_tap(f"lp:reissue:{number}")

    assert "That registration has ended" in guest.hears() + "".join(guest.alerts())
    assert len(await town.requests_of(guest)) == 1


async def test_after_the_last_day_nothing_is_renewed(town: Town, guest: Person, host: Person) -> None:
    """The stay ran out while the embassy worked."""
    number = await begun(town, guest, host)
    await town.time_passes(days=100)
    await guest.forge_tap(f"lp:reissue:{number}")

    assert "That registration has ended" in guest.hears() + "".join(guest.alerts())


async def test_a_host_who_is_gone_has_to_be_asked_anew(town: Town, guest: Person, host: Person) -> None:
    """Nobody can be told, so nothing is issued at once."""
    number = await begun(town, guest, host)
    async with town.running.database.begin() as work:
        await work.hosts.forget(ChatId(host.id))
        await work.commit()
    await guest.forge_tap(f"lp:reissue:{number}")

    assert "cannot be told of it in this chat" in guest.sees()
    assert len(await town.requests_of(guest)) == 1


async def test_answers_of_another_request_are_not_overwritten(town: Town, guest: Person, host: Person) -> None:
    """Who has begun something else is told to finish it first."""
    await registered(town, guest, host)
    await reported(guest)
    other = ALL_ANSWERED.with_(address=None)
    async with town.running.database.begin() as work:
        await work.drafts.save(Draft(chat=ChatId(guest.id), answers=other, saved_at=town.clock.now()))
        await work.commit()
    await guest.tap("I have a new passport")

    assert "answers that are not sent yet" in guest.hears() + "".join(guest.alerts())
    assert await town.answers_kept(guest) == other


async def test_of_a_family_only_the_chosen_document_is_marked(town: Town, guest: Person, host: Person) -> None:
    """The chat that filed for a child chooses whose passport is lost."""
    own = await registered(town, guest, host)
    child = await granted(
        town,
        guest,
        host,
        ALL_ANSWERED.with_(
            given_names="Masha",
            kinship=Kinship.CHILD,
            document_number=DocumentNumber.parse("769999999", DocumentKind.PASSPORT),
        ),
    )
    await guest.wait_for(lambda screen: screen.sees().count("The same certificate for printing") == 2)
    await guest.tap("My certificates")
    await guest.tap("Lost passport")
    assert "Whose document is lost?" in guest.sees()
    await guest.tap("Ivanov Masha")
    await guest.tap("Yes, I lost it")

    assert await status(town, child) is CertificateStatus.DOCUMENT_LOST
    assert await status(town, own) is CertificateStatus.VALID


async def test_a_full_place_has_room_for_the_one_who_lives_there(town: Town, guest: Person, host: Person) -> None:
    """The new document takes no second bed: the limit of the place is met already."""
    number = await begun(town, guest, host)
    for place in range(9):
        neighbour = DocumentNumber.parse(f"7700000{place:02d}", DocumentKind.PASSPORT)
        await granted(town, guest, host, ALL_ANSWERED.with_(document_number=neighbour))
    await guest.forge_tap(f"lp:reissue:{number}")

    await guest.wait_for("Registered with the new document")


def test_each_refusal_has_a_sentence() -> None:
    """Every no of this part is said in words."""
    codes = (
        "DOCUMENT_LOST",
        "FOUND_TOO_LATE",
        "REGISTRATION_OVER",
        "DRAFT_WAITS",
        "PROOF_TOO_EARLY",
        "NOTHING_TO_PROVE",
    )
    assert all(refusal(words_of("en"), Refusal(RefusalCode[code])) for code in codes)
