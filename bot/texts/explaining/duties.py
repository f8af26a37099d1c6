"""A duty in words: what, by when and how many days are left, how the day was counted, and where it is written."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.law.acts.decree_148 import NOTICE_DAYS
from bot.law.acts.order_923 import ORDER_923, REGISTER_WITHIN, REREGISTER_WITHIN
from bot.law.assessment import Duty, DutyKind, Who
from bot.law.days import calendar_days
from bot.law.events import arrival_at_the_place, happened
from bot.law.facts import Facts
from bot.law.residence import VISAS, lawful_stay
from bot.law.stays import entry
from bot.law.turns import ORDER_923_IN_FORCE
from bot.texts.explaining.citations import cite
from bot.texts.words import Markup, Words, bold, lines

WHAT: Mapping[DutyKind, Callable[[Words], str]] = {
    DutyKind.REGISTER: lambda words: words.say("Register at your address."),
    DutyKind.REREGISTER: lambda words: words.say("Register at your new address."),
    DutyKind.HOST_NOTICE: lambda words: words.say("Your host tells the migration police of your arrival."),
    DutyKind.LEAVE: lambda words: words.say("Leave Kazakhstan."),
    DutyKind.TEMPORARY_RESIDENCE: lambda words: words.say("To stay longer, get a temporary residence permit."),
    DutyKind.RENEW_DOCUMENT: lambda words: words.say("Get a new document."),
}
"""What the guest reads; see `duty_name` for the host."""

AT_THE_POLICE = frozenset({DutyKind.LEAVE, DutyKind.TEMPORARY_RESIDENCE})
"""Too late for these, one is here without a right to be."""


REGISTERING = frozenset({DutyKind.REGISTER, DutyKind.REREGISTER})
"""What is in doubt where it is unclear whether one must register."""


def duty_line(words: Words, duty: Duty, facts: Facts, *, reader: Who = Who.GUEST) -> str:
    """The duty as it stands on the day of the facts: a row for what and when, a row for the count and the clause."""
    head = " ".join((bold(duty_name(words, duty.duty, reader)), when(words, duty, facts.on, reader)))
    count = how_counted(words, duty, facts)
    clause = cite(words, duty.cite)
    if not count:
        return words.say("{sentences} ({citation})", sentences=Markup(head), citation=Markup(clause))
    return lines(head, words.say("{sentences} ({citation})", sentences=Markup(count), citation=Markup(clause)))


def duty_name(words: Words, kind: DutyKind, reader: Who = Who.GUEST) -> str:
    """What is to be done, as an instruction to the one who reads."""
    if kind is DutyKind.HOST_NOTICE and reader is Who.HOST:
        return words.say("Tell the migration police of your guest's arrival.")
    return WHAT[kind](words)


def when(words: Words, duty: Duty, today: date, reader: Who = Who.GUEST) -> str:
    """Done, or by when; between the two last days both are named."""
    if duty.done:
        return words.say("Done.")
    gaps = {"due": words.day(duty.due), "last_arguable": words.day(duty.last_arguable)}
    left = (duty.due - today).days
    if left > 0:
        return words.count("By {due}: {number} day left.", "By {due}: {number} days left.", left, **gaps)
    if left == 0:
        return words.say("Today, {due}, is the last day.", **gaps)
    if today <= duty.last_arguable:
        return words.say("The safe day was {due}; counted another way, the last day is {last_arguable}.", **gaps)
    return _too_late(words, duty, gaps, reader)


def _too_late(words: Words, duty: Duty, gaps: Mapping[str, str], reader: Who) -> str:
    if duty.who is Who.HOST and reader is Who.GUEST:
        return words.say("The last day was {due}. Ask your host whether it is done.", **gaps)
    if duty.duty in AT_THE_POLICE:
        return words.say("The last day was {due}. Go to the migration police at once, or call 1414.", **gaps)
    return words.say("The last day was {due}. Do it at once: late is better than never.", **gaps)


def unclear(words: Words) -> str:
    """What belongs to a day to register where the law can be read in two ways."""
    return words.say("It is unclear whether you must register. Registering is safe.")


def how_counted(words: Words, duty: Duty, facts: Facts) -> str:
    """How the day was found, from the first day to the last; "" where the facts do not show it."""
    entered = entry(facts)
    if entered is None:
        return ""
    return COUNTS[duty.duty](words, duty, facts, entered)


Count = Callable[[Words, Duty, Facts, date], str]


def _from_entry(words: Words, duty: Duty, _: Facts, entered: date) -> str:
    day_number = (duty.due - entered).days + 1
    if day_number < 1:
        return words.say(
            "Earlier stays had used up the days before you entered on {entered}.", entered=words.day(entered)
        )
    return words.say(
        "Entered {entered} = day 1; day {number} = {due}.",
        entered=words.day(entered),
        number=day_number,
        due=words.day(duty.due),
    )


def _register(words: Words, duty: Duty, facts: Facts, entered: date) -> str:
    late_order = duty.due == ORDER_923_IN_FORCE != calendar_days(entered, REGISTER_WITHIN).due
    if duty.cite.act == ORDER_923.code and late_order:
        return words.say("Your thirtieth day was before {due}, when Order 923 began.", due=words.day(duty.due))
    return _from_entry(words, duty, facts, entered)


def _reregister(words: Words, duty: Duty, facts: Facts, _: date) -> str:
    moved = facts.moved
    if moved is None:
        return ""
    gaps = {"moved": words.day(moved), "due": words.day(duty.due)}
    if duty.cite.act == ORDER_923.code:
        return words.say("Moved {moved}; working day {number} = {due}.", number=REREGISTER_WITHIN, **gaps)
    return words.say("Moved {moved} = day 1; day {number} = {due}.", number=(duty.due - moved).days + 1, **gaps)


def _host_notice(words: Words, duty: Duty, facts: Facts, entered: date) -> str:
    if happened(facts.address_since, facts) is None and happened(facts.moved, facts) is None:
        return words.say(
            "If you have lived there since your entry on {entered}: working day {number} = {due}.",
            entered=words.day(entered),
            number=NOTICE_DAYS,
            due=words.day(duty.due),
        )
    return words.say(
        "At the address from {arrived}; working day {number} = {due}.",
        arrived=words.day(arrival_at_the_place(facts)),
        number=NOTICE_DAYS,
        due=words.day(duty.due),
    )


def _leave(words: Words, duty: Duty, facts: Facts, entered: date) -> str:
    """By the visa's last day, by the window over several stays, or by the days of this entry."""
    stay = lawful_stay(facts)
    if facts.basis in VISAS and facts.visa is not None and facts.visa.until == duty.due:
        return words.say("It is the last day of your visa.")
    if stay is None or not stay.window or len(facts.stays) == 1 or stay.until != duty.due:
        return _from_entry(words, duty, facts, entered)
    window = words.say(
        "Of {limit} days in each {window} you have used {used}.", limit=stay.limit, window=stay.window, used=stay.used
    )
    return " ".join((_from_entry(words, duty, facts, entered), window))


def _renew_document(words: Words, _duty: Duty, _facts: Facts, _entered: date) -> str:
    return words.say("On that day your document ends.")


COUNTS: Mapping[DutyKind, Count] = {
    DutyKind.REGISTER: _register,
    DutyKind.REREGISTER: _reregister,
    DutyKind.HOST_NOTICE: _host_notice,
    DutyKind.LEAVE: _leave,
    DutyKind.TEMPORARY_RESIDENCE: _from_entry,
    DutyKind.RENEW_DOCUMENT: _renew_document,
}
