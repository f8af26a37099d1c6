"""What guest and host read of an officer's act, each in the own language: the bot's own sentences, whole."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from bot.domain.certificate import CertificateStatus as Status
from bot.registration.appeals import last_day_to_appeal
from bot.texts.words import Words, unmarked, words_of
from tests.stories.test_my_address import settled, status_of
from tests.stories.test_office_acts import HEAD_ID, NAME, OFFICER_ID, OTHER_ID, confirmed, officer_of
from tests.town import HOST_NAME, Town, known_host, known_to_the_bot, sent

UNTRUE = "Ground: data found untrue (Order 923, paragraph 4, ground 1)."
COURT = "Ground: a court's act of expulsion of {day} (Law on Migration, article 9, 6-1)."
SHORTER = "Ground: the stay is reduced (Law on Migration, article 9, 8)."
CHECKED = "Ground: facts of the registration are being checked."
NO_SOURCE = "Order 923 does not speak of suspending: it is a rule of this service."
WHO = "This was done by an officer of this service, not by the ministry. Questions: 1414."
APPEAL = "You can appeal to this service until {last} (Administrative Procedure Code, articles 91 and 92): tap below."


@dataclass(frozen=True)
class Story:
    """An act: the taps that do it, what the certificate is worth afterwards, and the sentences that both read."""

    taps: tuple[str, ...]
    status: Status
    to_guest: tuple[str, ...]
    to_host: tuple[str, ...]
    before: tuple[str, ...] = ()  # an act that was done first, and told
    by: int = OFFICER_ID
    may_appeal: bool = True


STORIES = {
    "revoke": Story(
        ("Revoke", "Data untrue"),
        Status.REVOKED,
        ("Registration {number} of {name} is revoked by an officer", UNTRUE),
        ("{name} is not registered with you any more: an officer revoked it", UNTRUE),
    ),
    "suspend": Story(
        ("Suspend while facts are checked",),
        Status.SUSPENDED,
        ("Registration {number} of {name} is suspended by an officer", CHECKED, NO_SOURCE),
        ("The registration of {name} with you is suspended by an officer", CHECKED, NO_SOURCE),
    ),
    "expel": Story(
        ("Mark expelled", "20.11.2026"),
        Status.REVOKED,
        ("Registration {number} of {name} has ended: expulsion", COURT),
        ("{name} is not registered with you any more: expulsion", COURT),
    ),
    "shorten": Story(
        ("Shorten the stay", "05.12.2026"),
        Status.SUPERSEDED,
        ("The stay of {name} is shortened: until {until}, certificate {number}", SHORTER),
        ("{name} is registered with you only until {until}", SHORTER, "You need not agree again."),
    ),
    "reinstate": Story(
        ("Reinstate",),
        Status.VALID,
        ("Registration {number} of {name} holds again", "The facts were checked: all is well."),
        ("{name} is registered with you again", "The facts were checked: all is well."),
        before=("Suspend while facts are checked",),
        by=OTHER_ID,
        may_appeal=False,
    ),
    "reverse": Story(
        ("Reinstate", "The act before was a mistake"),
        Status.VALID,
        (
            "Registration {number} of {name} holds again",
            "The officer's earlier decision was a mistake and is taken back.",
        ),
        ("{name} is registered with you again", "The officer's earlier decision was a mistake and is taken back."),
        before=("Revoke", "Data untrue"),
        by=HEAD_ID,
        may_appeal=False,
    ),
}
IN_THE_SUITE = {"revoke": "en", "suspend": "kk", "expel": "ru", "shorten": "kk", "reinstate": "ru", "reverse": "kk"}
HOSTS = {"en": "ru", "kk": "en", "ru": "kk"}  # a host reads another language than the guest
TOLD = [
    pytest.param(act, language, marks=[] if IN_THE_SUITE[act] == language else pytest.mark.nightly)
    for act in STORIES
    for language in HOSTS
]


@pytest.fixture
def town_settings() -> dict[str, object]:
    """Two officers and a head."""
    return {"officers": {OFFICER_ID: "officer", OTHER_ID: "officer", HEAD_ID: "head"}}


@pytest.fixture
def office(town: Town) -> Town:
    """A town with officers."""
    return town


@pytest.mark.parametrize(("act", "language"), TOLD)
async def test_both_sides_are_told(office: Town, act: str, language: str) -> None:
    """What is done is shown before the second tap; ten minutes later both sides read what happened, why and by whom."""
    story, to_guest, to_host = STORIES[act], words_of(language), words_of(HOSTS[language])
    guest, host = await office.guest(language=language), await office.host(language=HOSTS[language])
    number = await settled(office, guest, host)
    named = number + (act == "shorten")  # the new certificate's
    await known_to_the_bot(office, guest, language)
    await known_to_the_bot(office, host, HOSTS[language])
    if story.before:
        await confirmed(await officer_of(office), number, *story.before)
        await office.time_passes(minutes=10)
    learned = office.clock.now() + timedelta(minutes=10)

    shown = await confirmed(await officer_of(office, story.by), number, *story.taps)
    assert f"Guest: {NAME}" in shown
    assert f"Host: {HOST_NAME}" in shown
    assert await status_of(office, number) is story.status
    await office.time_passes(minutes=9)
    before = len((await guest.look()).messages), len((await host.look()).messages)
    assert not [said for said in told(to_guest, story.to_guest[:1], named) if said in guest.hears()]
    await office.time_passes(minutes=1)

    for said in told(to_host, (*story.to_host, WHO), number):
        await host.wait_for(said)
    for said in told(to_guest, (*story.to_guest, WHO), named):
        await guest.wait_for(said)
    appeal = unmarked(to_guest.say(APPEAL, last=to_guest.day(last_day_to_appeal(learned.date()))))
    assert (appeal in "\n".join(each["text"] for each in guest.messages[before[0] :])) is story.may_appeal
    assert not [each for each in (OFFICER_ID, OTHER_ID, HEAD_ID) if str(each) in guest.hears() + host.hears()]


def told(words: Words, sentences: tuple[str, ...], number: int) -> list[str]:
    """The sentences as this reader has them; no language but English has them in English."""
    gaps = {
        "number": f"{number:08d}",
        "name": NAME,
        "until": words.day(date(2026, 12, 5)),
        "day": words.day(date(2026, 11, 20)),
    }
    assert words.language == "en" or not [each for each in sentences if words.catalogue.gettext(each) == each]
    return [unmarked(words.say(each, **gaps)) for each in sentences]


REFUSED = (
    "An officer of this service refused your request. You are not registered",
    "Ground: the term of stay was broken (Order 923, paragraph 4, ground 2).",
)
TO_THE_HOST = (
    "Not registered: an officer of this service refused the request of {name}",
    "The guest was told why. You have nothing to do.",
)


@pytest.mark.parametrize("language", ["kk", *(pytest.param(each, marks=pytest.mark.nightly) for each in ("en", "ru"))])
async def test_both_sides_of_a_refused_request_are_told(office: Town, language: str) -> None:
    """Ten minutes after an officer's refusal the guest reads the ground, and the host that nothing is to be done."""
    guest, host = await office.guest(language=language), await office.host(language=HOSTS[language])
    await known_host(office, host, language=HOSTS[language])
    await sent(office, guest)
    await known_to_the_bot(office, guest, language)
    [case] = await office.requests_of(guest)

    await confirmed(await officer_of(office), case.number, "Refuse the request", "Term of stay broken")
    await office.time_passes(minutes=10)

    for said in told(words_of(language), REFUSED, case.number):
        await guest.wait_for(said)
    for said in told(words_of(HOSTS[language]), TO_THE_HOST, case.number):
        await host.wait_for(said)
