"""What an officer reads of an appeal: who did what, said once, and to nobody else."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.answers import Answers
from bot.domain.case import GROUNDS_OF_OFFICERS, Case, Event, EventKind
from bot.domain.matter import Matter, MatterKind
from bot.domain.people import ChatId, Host
from bot.domain.person import Iin
from bot.domain.refusals import RefusalCode
from bot.office.decisions import appealed
from bot.office.figures import Figure
from bot.office.figures_shown import Report, day_shown
from bot.office.queue import Looked
from bot.registration.granting import ON_THE_WEB
from bot.texts import own_data_words
from bot.texts.office import names
from bot.texts.office.figures import page_of_figures
from bot.texts.office.matter import asks_vouch, card
from bot.texts.office.queue import unvouched
from bot.texts.words import words_of

AT, GUEST, HOST, OFFICER = datetime(2026, 11, 20, 7, tzinfo=UTC), ChatId(1), ChatId(2), ChatId(7001)
OBSTACLES = (
    RefusalCode.NOT_COVERED,
    RefusalCode.PLACE_FULL,
    RefusalCode.UNTIL_PAST,
    RefusalCode.EXPELLED,
)  # what else can come in between until the host agrees
AT_NOON = "20 November 2026, 12:00"


def appeal_against(kind: EventKind, by: ChatId | None, reason: str, *, is_granted: bool = True) -> str:
    """The card of an appeal against this, as it is in English."""
    case = Case(number=5, guest=GUEST, host=HOST, answers=Answers(given_names="Pyotr"), token="t", events=())
    case = case.happened(EventKind.ASKED, AT, GUEST)
    case = case.happened(EventKind.GRANTED, AT, HOST) if is_granted else case
    case = case.happened(kind, AT, by, reason)
    matter = Matter.received(MatterKind.APPEAL, at=AT, chat=GUEST, by=None, case=5, text="It is wrong", pictures=())
    return card(words_of("en"), looked(matter, case))


def looked(matter: Matter, case: Case | None, host: Host | None = None) -> Looked:
    """As it is opened."""
    return Looked(
        matter=matter,
        may_act=True,
        today=date(2026, 11, 21),
        case=case,
        stage=case.stage(AT) if case is not None else None,
        is_registered=False,
        assessment=None,
        contradictions=(),
        living=0,
        most=None,
        host=host,
        can_take=True,
        can_undo=False,
        can_unvouch=False,
        appealed=appealed(matter, case),
        decisions=(),
        has_judge=True,
    )


@pytest.mark.parametrize(
    ("kind", "reason", "told"),
    [
        (EventKind.REVOKED, "untrue", "officer 7001 decided: revoked\nGround: data found untrue (Order 923"),
        (EventKind.SUSPENDED, "checked", "officer 7001 decided: suspended\nGround: facts of the registration"),
    ],
)
def test_an_officers_act_names_the_officer_once(kind: EventKind, reason: str, told: str) -> None:
    """Nobody reads "officer 7001: revoked by an officer"."""
    assert f"{AT_NOON}: {told}" in appeal_against(kind, OFFICER, reason)


def test_a_refusal_by_an_officer_is_not_one_by_law() -> None:
    """Of a request that an officer has refused; its ground is told of the person, and not to the person."""
    seen = appeal_against(EventKind.DENIED, OFFICER, "term_broken", is_granted=False)
    assert "Request 00000005: refused\n" in seen
    assert f"{AT_NOON}: officer 7001 decided: refused\nthe lawful stay is over (paragraph 4, 2)" in seen
    by_law = appeal_against(EventKind.DENIED, HOST, "O923-4-2", is_granted=False)
    assert f"{AT_NOON}: refused by law\nthe lawful stay is over (paragraph 4, 2)" in by_law
    assert "your" not in seen + by_law


@pytest.mark.parametrize("reason", sorted(GROUNDS_OF_OFFICERS))
def test_a_persons_own_data_do_not_call_it_the_law_either(reason: str) -> None:
    """Refused by an officer is not refused by law."""
    words = words_of("en")
    assert own_data_words.event(words, EventKind.DENIED, reason) == "refused"
    assert own_data_words.event(words, EventKind.DENIED, "O923-4-2") == "refused by law"


def test_a_yes_that_waits_is_told_of_as_a_yes() -> None:
    """And only where one waits for it is it said that no officer has vouched yet."""
    case = Case(number=5, guest=GUEST, host=HOST, answers=Answers(given_names="Pyotr"), token="t", events=())
    case = case.happened(EventKind.ASKED, AT, GUEST).happened(EventKind.OPENED, AT, HOST)
    host = Host(chat=HOST, phone="+77011234567", consented_at=AT, consent_version="1", name="Aigul")
    matter = Matter.received(MatterKind.CONTRADICTION, at=AT, chat=GUEST, by=None, case=5)
    before = card(words_of("en"), looked(matter, case, host))
    assert "Request 00000005: the host opened it" in before
    assert "Host: Aigul\n" in before + "\n"
    waits = card(words_of("en"), looked(matter, case.happened(EventKind.AWAITS_VOUCHING, AT, HOST), host))
    assert "Request 00000005: the host agreed" in waits
    assert "Host: Aigul (no officer has vouched yet)" in waits


def test_an_exit_in_the_borders_record_is_nobodys_decision() -> None:
    """It read "officer : the border's record has the exit"."""
    seen = appeal_against(EventKind.EXIT_CONFIRMED, None, "2026-11-19")
    assert f"{AT_NOON}: the border's record has the exit\n19 November 2026" in seen


def test_a_host_without_a_name_is_known_by_the_number() -> None:
    """To a head who ends the vouching; and of whom nothing is known, nothing stands."""
    nobody = Host(chat=HOST, phone="", consented_at=AT, consent_version="1")
    host = replace(nobody, number=Iin("870412400128"))
    assert "No officer vouches for 870412 400128 any more" in unvouched(words_of("en"), host)
    matter = Matter.received(MatterKind.HOST, at=AT, chat=HOST, by=None, case=None, text="Aigul", pictures=())
    assert "Host: Aigul\n" in asks_vouch(words_of("en"), looked(matter, None, nobody))


@pytest.mark.parametrize("code", [*sorted(GROUNDS_OF_OFFICERS), "O923-4-1", "O923-4-2", "O923-4-3", *OBSTACLES])
def test_every_ground_has_words(code: str) -> None:
    """In the figures an officer's refusal stood as "refused by law: untrue", with the code in the place of words."""
    told = names.ground(words_of("en"), code)
    assert told.strip()
    assert told != code


def test_a_yes_on_the_web_page_is_told_of_the_host() -> None:
    """The person's card said "Your host answers on a web page" to the officer."""
    case = Case(number=5, guest=GUEST, answers=Answers(), token="t", events=())
    case = case.happened(EventKind.ASKED, AT, GUEST).happened(EventKind.GRANTED, AT, None, ON_THE_WEB)
    assert names.why(words_of("en"), case, case.events[-1]) == "on a web page"


def test_the_history_is_of_a_person_and_not_told_to_one() -> None:
    """Nobody in the office reads "you left"."""
    assert names.event(words_of("en"), Event(kind=EventKind.LEFT, at=AT, chat=GUEST)) == "the person said to have left"


def test_officers_refusals_are_not_refusals_by_law_in_the_figures() -> None:
    """One line a ground, each under who refused."""
    ended = {"denied:untrue": 7, "denied:O923-4-1": 8}
    report = Report(days=(day_shown(date(2026, 11, 20), {Figure.ENDED: ended}),))
    page = page_of_figures(words_of("en"), report)
    assert "refused by law: untrue data (paragraph 4, 1) 8, refused: untrue data (paragraph 4, 1) 7" in page


def test_of_one_day_no_days_are_told() -> None:
    """It read "up to 1 days"."""
    assert names.age(words_of("en"), "1") == "up to 1 day:"
