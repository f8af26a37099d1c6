"""Reminders are short, name their clause, and never lack a word, whatever comes together."""

from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from bot.domain.answers import Answers
from bot.domain.case import Case, Event, EventKind
from bot.domain.people import ChatId
from bot.law.assessment import Citation, Duty, DutyKind, Registration, Who
from bot.registration.outlook import Told
from bot.texts.reminding import LONGEST, host_duty, law_changed, reminder, shown_length
from bot.texts.words import LANGUAGES, words_of

TODAY = date(2026, 11, 21)
GUESTS_OWN = [kind for kind in DutyKind if kind is not DutyKind.HOST_NOTICE]
CLAUSES = {DutyKind.REGISTER: Citation("O923", "3"), DutyKind.REREGISTER: Citation("O923", "5")}
TREATY = Citation("KZ-KNA-2024", "3")  # the longest that a citation gets


def duty(kind: DutyKind, due: date) -> Duty:
    """An open duty of this kind."""
    return Duty(kind, Who.GUEST, due, due, False, CLAUSES.get(kind, TREATY))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("due", [TODAY, date(2026, 11, 22), date(2027, 2, 19)])
@pytest.mark.parametrize("is_unclear", [False, True])
def test_a_reminder_fits_a_locked_phone(language: str, due: date, is_unclear: bool) -> None:
    """At most 300 characters in each language, for every set of duties that one evening can bring together."""
    words = words_of(language)
    for most in range(1, len(GUESTS_OWN) + 1):
        for kinds in combinations(GUESTS_OWN, most):
            duties = [duty(kind, due) for kind in kinds]
            for waits in (False, True):
                text = reminder(words, duties, TODAY, waits_for_host=waits, is_unclear=is_unclear)
                assert shown_length(text) <= LONGEST == 300, text
                assert "{" not in text


@pytest.mark.parametrize("kind", GUESTS_OWN)
def test_a_reminder_of_one_duty_names_date_consequence_and_clause(kind: DutyKind) -> None:
    """By when, what follows, and where it is written."""
    text = reminder(words_of("en"), [duty(kind, date(2026, 11, 24))], TODAY, waits_for_host=False)

    clause = {"O923": f"Order 923, paragraph {CLAUSES[kind].paragraph}"} if kind in CLAUSES else {}
    assert "24 November 2026: 3 days left." in text
    assert clause.get("O923", "article 3)") in text


def test_where_the_law_is_unclear_nobody_is_called_late() -> None:
    """However many duties come together, the reminder says that registering is safe, and not that one is late."""
    for others in range(len(GUESTS_OWN)):
        for kinds in combinations([kind for kind in GUESTS_OWN if kind not in CLAUSES], others):
            for first in CLAUSES:
                duties = [duty(kind, date(2026, 11, 24)) for kind in (first, *kinds)]
                text = reminder(words_of("en"), duties, TODAY, waits_for_host=False, is_unclear=True)

                assert "It is unclear whether you must register. Registering is safe." in text
                assert "you are late" not in text


def test_only_the_registration_is_in_doubt() -> None:
    """The last lawful day is as certain as ever."""
    told = [reminder(words_of("en"), [duty(DutyKind.LEAVE, TODAY)], TODAY, waits_for_host=False, is_unclear=unclear)
            for unclear in (False, True)]  # fmt: skip

    assert told[0] == told[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_host_reads_by_when_and_that_the_bot_does_not_do_it(language: str) -> None:
    """In time and too late, within 300 characters even for a guest with a long name."""
    asked = Event(kind=EventKind.ASKED, at=datetime(2026, 11, 21, tzinfo=UTC))
    answers = Answers(family_name="Wickramasinghe-Rathnayake", given_names="Anuradha Dilshan", patronymic="")
    case = Case(number=1, guest=ChatId(1), answers=answers, token="t", events=(asked,))
    notice = Duty(DutyKind.HOST_NOTICE, Who.HOST, TODAY, TODAY, False, Citation("P148", "9"))

    in_time = host_duty(words_of(language), case, notice, TODAY)
    late = host_duty(words_of(language), case, notice._replace(due=date(2026, 11, 20)), TODAY)

    assert in_time != late
    assert max(shown_length(in_time), shown_length(late)) <= LONGEST
    assert "Anuradha Dilshan" in in_time


def test_a_change_of_law_tells_what_was_and_what_is() -> None:
    """A day that came, one that went, one that moved, and the answer to "must I register"; what stayed is not told."""
    was = Told(
        Registration.REQUIRED,
        {DutyKind.REGISTER: date(2026, 12, 11), DutyKind.LEAVE: date(2027, 2, 9), DutyKind.RENEW_DOCUMENT: TODAY},
    )
    now = Told(
        Registration.NOT_REQUIRED,
        {DutyKind.LEAVE: date(2026, 12, 11), DutyKind.RENEW_DOCUMENT: TODAY, DutyKind.REREGISTER: TODAY},
    )

    text = law_changed(words_of("en"), was, now)

    assert "You need not register any more." in text
    assert "Register: was by 11 December 2026, now nothing is due." in text
    assert "Register at the new address: now by 21 November 2026." in text
    assert "Leave Kazakhstan: was by 9 February 2027, now by 11 December 2026." in text
    assert "Get a new document" not in text
