"""Decree 148 in words: the host's notice, the lawful stay, the document and the visa."""

from collections.abc import Mapping

from bot.domain.answers import Basis
from bot.law.assessment import Finding, Outcome
from bot.texts.explaining.sentence import Reading, Sentence, code, country, day, is_stateless, last_day
from bot.texts.explaining.stays import ground_of_stay, visa_free_stay
from bot.texts.words import Words


def _host_notice(words: Words, finding: Finding) -> str:
    dates = {name: day(words, finding, name) for name in ("event", "due", "notified")}
    dates["last_day"] = last_day(words, finding)
    if dates["notified"]:
        return _notified(words, finding, dates)
    if finding.outcome is Outcome.MET:
        return words.say(
            "Who houses a foreigner tells the migration police within three working days. From {event} that is by {due}.",
            **dates,
        )
    return words.say(
        "Who houses a foreigner tells the migration police within three working days. From {event} the last day was {last_day}.",
        **dates,
    )


def _notified(words: Words, finding: Finding, dates: dict[str, str]) -> str:
    if finding.outcome is Outcome.MET:
        return words.say("Your host told the migration police on {notified}, in time.", **dates)
    return words.say(
        "Your host told the migration police on {notified}. The last day was {last_day}.",
        **dates,
    )


def _host_notice_beside(words: Words, finding: Finding) -> str:
    """The notice beside Order 923, which nothing is known to have repealed."""
    beside = words.say("We found no act that ended this duty when Order 923 began, so take it as standing.")
    return " ".join((_host_notice(words, finding), beside))


def _visa_free(words: Words, finding: Finding) -> str:
    match code(finding, "why"):
        case "no_order_of_stay":
            return _no_order(words, finding)
        case "order_of_that_time_not_seen":
            return _order_not_seen(words, finding)
        case _:
            return visa_free_stay(words, finding)


def _no_order(words: Words, finding: Finding) -> str:
    if is_stateless(finding):
        return words.say("We found no visa-free stay for stateless persons.")
    return words.say("We found no visa-free stay for citizens of {country}.", country=country(words, finding))


def _order_not_seen(words: Words, finding: Finding) -> str:
    if is_stateless(finding):
        return words.say(
            "Before 27 January 2023 other terms of stay held, and we have not seen the one for stateless persons."
        )
    return words.say(
        "Before 27 January 2023 other terms of stay held, and we have not seen the one for {country}.",
        country=country(words, finding),
    )


def _visa(words: Words, finding: Finding) -> str:
    until = day(words, finding, "until")
    if finding.outcome is Outcome.BROKEN:
        return words.say(
            "Your visa ended on {until}. If you are still here, go to the migration police at once, or call 1414.",
            until=until,
        )
    if code(finding, "why") == "entered_before_visa":
        return words.say(
            "You entered on {entered}, and your visa begins on {visa_since}. It lets you stay until {until}, but it does not show by what right you stayed before.",
            until=until,
            entered=day(words, finding, "entered"),
            visa_since=day(words, finding, "visa_since"),
        )
    return words.say(
        "Your visa lets you stay until {until}. It may allow fewer days than that: look at the visa.", until=until
    )


def _permit(words: Words, finding: Finding) -> str:
    return ground_of_stay(words, Basis(code(finding, "why")))


def _document(words: Words, finding: Finding) -> str:
    expires = day(words, finding, "expires")
    if finding.outcome is Outcome.BROKEN:
        return words.say(
            "Your document ended on {expires}. You stay and leave on a valid one: renew it.", expires=expires
        )
    return words.say("Your document is valid until {expires}. You stay and leave on a valid one.", expires=expires)


def _visa_and_document(words: Words, finding: Finding) -> str:
    dates = {name: day(words, finding, name) for name in ("visa_until", "expires", "needed_until")}
    if finding.outcome is Outcome.BROKEN:
        return words.say(
            "A visa ends at least three months before the passport. Yours ends on {visa_until}, so the passport had to last until {needed_until}; it ends on {expires}.",
            **dates,
        )
    return words.say(
        "A visa ends at least three months before the passport. Yours does: {visa_until} and {expires}.", **dates
    )


SENTENCES: Mapping[str, Sentence] = {
    "P148-9": _host_notice,
    "P148-9-beside-O923": _host_notice_beside,
    "P148-17": _visa_free,
    "P148-visa": _visa,
    "P148-permit": _permit,
    "P148-document": _document,
    "P148-visa-document": _visa_and_document,
}

READINGS: Mapping[str, Reading] = {}
