"""The ready text of the host's notice to the migration police."""

from datetime import date

import pytest

from bot.domain.address import Address
from bot.domain.certificate import CertificateStatus
from bot.domain.document import DocumentKind, DocumentNumber
from bot.domain.person import Sex
from bot.registration.notice_text import Field
from tests.people import Person
from tests.stories.test_duties import in_this_order
from tests.stories.test_my_address import becomes_organisation, happens, hired, lives, settled
from tests.town import HOST_IIN, Town, agreed, known_host

STALE = "This button is from an old message."
LABELS = (
    "Тегі / Фамилия", "Аты / Имя", "Әкесінің аты (бар болса) / Отчество (при наличии)", "Место временного пребывания",
    "Туған күні / Дата рождения", "Жынысы / Пол", "Азаматтығы / Гражданство", "Вид документа",
    "Серия и номер документа", "Дата выдачи", "Срок действия", "Цель приезда", "Дата прибытия", "Дата убытия",
)  # fmt: skip


def copies(person: Person) -> dict[str, str]:
    """What each copy button of the newest message puts on the clipboard."""
    return {
        button["text"]: button["value"]
        for row in person.messages[-1]["buttons"]
        for button in row
        if button["kind"] == "copy"
    }


async def test_the_notice_stands_in_the_order_of_the_states_form(town: Town, guest: Person, host: Person) -> None:
    """All fields in the form's order with official labels, what is not known said as such, who files it, by when,
    where, and that the bot does not.
    """
    number = await settled(town, guest, host, sex=Sex.MALE)
    await host.forge_tap(f"mb:show:{number}")
    before = await host.actions(), await host.bot_messages()

    await host.tap("Text of the notice")

    assert (await host.actions(), await host.bot_messages()) == (before[0] + 1, before[1])
    text = host.last()
    assert in_this_order(text, *LABELS)
    assert in_this_order(text, "Ivanov", "Pyotr", "none", "Abay avenue 10", "27.03.1990", "Мужской", "Россия")
    assert in_this_order(text, "Дата выдачи: ask your guest", "27.03.2031", "Цель приезда: ask your guest")
    assert in_this_order(text, "Дата прибытия: 21.11.2026", "Дата убытия: 09.02.2027")
    assert "You file it yourself, within three working days of the arrival: by 25 November 2026" in text
    assert "(Decree 148, paragraph 9)" in text
    assert all(where in text for where in ("migration service", "vmp.gov.kz", "egov.kz", "EDS", "eQonaq"))
    assert text.endswith("The bot does not tell the police for you.")
    assert len(text) < 4096


async def test_each_known_field_can_be_copied(town: Town, guest: Person, host: Person) -> None:
    """A button a field, none for what is not known; the whole number, as the form asks for it."""
    document = DocumentNumber.parse("QX7654321", DocumentKind.PASSPORT)
    number = await settled(town, guest, host, document_number=document)

    await host.forge_tap(f"mb:notice:{number}")

    copied = copies(host)
    assert copied["Document number"] == "QX7654321"
    assert copied["Family name"] == "Ivanov"
    assert copied["Day of departure"] == "09.02.2027"
    assert not {"Patronymic", "Sex", "Date of issue", "Purpose of the visit"} & set(copied)
    assert all(0 < len(value) <= 256 for value in copied.values())


@pytest.mark.parametrize(
    ("language", "label", "country"), [("kk", "Азаматтығы", "Ресей"), ("ru", "Гражданство", "Россия")]
)
async def test_the_form_is_filled_in_the_readers_official_language(
    town: Town, guest: Person, host: Person, language: str, label: str, country: str
) -> None:
    """Who reads Kazakh gets Kazakh values, everybody else Russian ones; both labels stand in every language."""
    await known_host(town, host, language=language)
    number = await lives(town, guest.id, host)

    await host.forge_tap(f"mb:notice:{number}")

    assert "Азаматтығы / Гражданство" in host.last()
    assert country in copies(host).values()
    assert label in copies(host)


async def test_names_of_the_longest_kind_fit(town: Town, guest: Person, host: Person) -> None:
    """The longest names and address fit the message and the clipboard, and what looks like a tag stays words."""
    address = Address("75", ("<b>&" + "ж" * 120, "10"))
    number = await settled(
        town, guest, host, family_name="Ә" * 60, given_names="Ң" * 60, patronymic="Ұ" * 60, address=address
    )

    await host.forge_tap(f"mb:notice:{number}")

    assert "<b>&" in host.last()
    assert copies(host)["Family name"] == "Ә" * 60


async def test_only_the_host_of_a_registration_that_holds_sees_it(town: Town, guest: Person, host: Person) -> None:
    """After the stay has ended, or for another, the number is shown no more."""
    document = DocumentNumber.parse("QX7654321", DocumentKind.PASSPORT)
    number = await settled(town, guest, host, document_number=document)
    await happens(town, number, *_left())

    await host.forge_tap(f"mb:notice:{number}")

    assert host.alerts()[-1].startswith(STALE)
    assert "QX7654321" not in host.sees()


async def test_the_notice_is_one_tap_from_the_reminder_and_is_told_from_there(
    town: Town, guest: Person, host: Person
) -> None:
    """The evening's reminder leads to the text; "I have told the police" under it ends the reminders."""
    await agreed(town, guest, host)
    await town.time_passes(hours=6)
    await host.wait_for("Tell the migration police: Ivanov Pyotr lives with you.")

    await host.tap("Text of the notice", message=host.messages[-1]["id"])
    assert "751234567" in host.last()
    await host.tap("I have told the police", message=host.messages[-1]["id"])

    assert "host_notified" in await town.recorded(guest)
    [case] = await town.requests_of(guest)
    await host.forge_tap(f"mb:notice:{case.number}")
    assert "I have told the police" not in [button["text"] for row in host.messages[-1]["buttons"] for button in row]


async def test_staff_file_for_their_organisation(town: Town, guest: Person, host: Person) -> None:
    """A member of staff sees the duties and the text, and says that it is done; the owner is reminded no more."""
    from bot.domain.organisation import StaffDeed

    await agreed(town, guest, host)
    [case] = await town.requests_of(guest)
    clerk = await town.person(2003, "Clerk")
    await clerk.start()
    await becomes_organisation(town, host)
    await hired(town, host, clerk, StaffDeed.JOINED)

    await clerk.forge_tap("m:host_duties")
    assert "Ivanov Pyotr" in clerk.last()
    await clerk.forge_tap(f"mb:notice:{case.number}")
    await clerk.tap("I have told the police")

    assert "host_notified" in await town.recorded(guest)
    with town.books() as books:
        query = "SELECT count(*) FROM notices WHERE kind = 'host_duty' AND sent_at IS NULL AND dropped_at IS NULL"
        assert books.execute(query).fetchone() == (0,)


def test_every_field_has_its_official_terms() -> None:
    """Each field of the form has a Kazakh and a Russian term."""
    from bot.texts.notice_text import OFFICIAL

    assert set(OFFICIAL) == set(Field)
    assert all(kk and ru for kk, ru in OFFICIAL.values())
    assert HOST_IIN not in str(OFFICIAL)
    assert date(2026, 11, 21).year == 2026


def _left() -> tuple[object, CertificateStatus]:
    from bot.domain.case import EventKind

    return EventKind.LEFT, CertificateStatus.ENDED
