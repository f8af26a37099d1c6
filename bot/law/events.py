"""What has happened in the present stay: an event later than the day judged by, or than the departure, has not."""

from datetime import date

from bot.law.facts import Facts
from bot.law.stays import present_day


def happened(day: date | None, facts: Facts, on: date | None = None) -> date | None:
    """The day of an event, if it has come by `on` (or today) and the guest was still here."""
    return day if day is not None and day <= present_day(facts, on) else None


def registered_since(event: date, facts: Facts, on: date | None = None) -> date | None:
    """The registration, if it came in or after the event: one of an earlier stay does not serve."""
    registered = happened(facts.registered, facts, on)
    return registered if registered is not None and event <= registered else None


def arrival_at_the_place(facts: Facts) -> date:
    """The latest of the crossing, the first day at the address and the move, as far as they have happened."""
    entered = facts.stays[-1].entered
    return max(entered, happened(facts.address_since, facts) or entered, happened(facts.moved, facts) or entered)
