"""What a date in a person's life can be, whatever language it was written in."""

from datetime import date, timedelta

from bot.domain.refusals import Refusal, RefusalCode

OLDEST_PERSON = 120  # years
LONGEST_PERIOD = timedelta(days=365)  # a signing key outlives what it signed on its last day by no more
OLDEST_ENTRY = date(2015, 1, 1)  # the first day the rules know


def check_entered(day: date, today: date) -> date:
    """The day of crossing the border. Raises Refusal: ENTRY_IN_FUTURE or ENTRY_TOO_OLD."""
    if day > today:
        raise Refusal(RefusalCode.ENTRY_IN_FUTURE)
    if day < OLDEST_ENTRY:
        raise Refusal(RefusalCode.ENTRY_TOO_OLD, first=OLDEST_ENTRY)
    return day


def check_born(day: date, today: date) -> date:
    """A date of birth. Raises Refusal: BIRTH_IN_FUTURE or BIRTH_TOO_OLD."""
    if day > today:
        raise Refusal(RefusalCode.BIRTH_IN_FUTURE)
    if today.year - day.year > OLDEST_PERSON:
        raise Refusal(RefusalCode.BIRTH_TOO_OLD)
    return day


def check_document_expires(day: date, today: date) -> date:
    """The last day of a document. Raises Refusal: DOCUMENT_EXPIRED."""
    if day < today:
        raise Refusal(RefusalCode.DOCUMENT_EXPIRED, expired=day)
    return day


def check_until(day: date, *, entered: date, today: date) -> date:
    """The last day at an address. Raises Refusal: UNTIL_BEFORE_ENTRY, UNTIL_PAST or UNTIL_TOO_FAR."""
    if day < entered:
        raise Refusal(RefusalCode.UNTIL_BEFORE_ENTRY, entered=entered)
    if day < today:
        raise Refusal(RefusalCode.UNTIL_PAST)
    if day > today + LONGEST_PERIOD:
        raise Refusal(RefusalCode.UNTIL_TOO_FAR)
    return day
