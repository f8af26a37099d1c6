"""Decree 148 until 10 January 2020 in words: registration within five days, moves, the host's notice, the card."""

from collections.abc import Callable, Mapping

from bot.law.assessment import Finding, Outcome
from bot.texts.explaining.decree_148 import SENTENCES as DECREE_148
from bot.texts.explaining.sentence import Reading, Sentence, code, codes, country, day, is_stateless, number
from bot.texts.words import Words


def _who(words: Words, finding: Finding) -> str:
    return " ".join((WHY[code(finding, "why")](words, finding), *_unless(words, finding), *_stamp(words, finding)))


def _of_another_state(words: Words, finding: Finding) -> str:
    if is_stateless(finding):
        return words.say(
            "Workers of the EAEU and their families are free for 30 days. You are a citizen of none of its states."
        )
    return words.say(
        "Workers of the EAEU and their families are free for 30 days. {country} is not in the EAEU.",
        country=country(words, finding),
    )


WHY: Mapping[str, Callable[[Words, Finding], str]] = {
    "not_an_immigrant": lambda words, _: words.say("Citizens of Kazakhstan are not immigrants."),
    "permanent_registration_service": lambda words, _: words.say(
        "This registration was for those who stayed for a time. Holders of a permanent residence permit had another one."
    ),
    "refugee_registration_service": lambda words, _: words.say(
        "This registration was for those who stayed for a time. Refugees had another one."
    ),
    "official_document": lambda words, _: words.say(
        "Holders of a diplomatic or service passport needed no registration."
    ),
    "investor_visa": lambda words, _: words.say("Holders of an investor visa needed no registration."),
    "under_16": lambda words, _: words.say("Children under 16 needed no registration."),
    "sixteen_during_the_stay": lambda words, _: words.say(
        "Children under 16 needed no registration. You turned 16 during the stay, and what that asks is not written."
    ),
    "holds_a_permit": lambda words, _: words.say(
        "Before 11 January 2020 who stayed for more than five days needed a registration. You have a residence permit."
    ),
    "treaty_exempts": lambda words, finding: words.say(
        "A treaty with {country} frees you for {days} days, if your migration card is marked.",
        country=country(words, finding),
        days=number(finding, "days"),
    ),
    "treaty_exemption_ended": lambda words, finding: words.say(
        "A treaty with {country} frees you for a time, and that time is over.", country=country(words, finding)
    ),
    "treaty_free_for_now": lambda words, finding: words.say(
        "A treaty with {country} frees you for {days} days, until {due}. Who stays longer registers.",
        country=country(words, finding),
        days=number(finding, "days"),
        due=day(words, finding, "due"),
    ),
    "treaty_days_over": lambda words, finding: words.say(
        "A treaty with {country} frees you for {days} days. Who stays longer registers.",
        country=country(words, finding),
        days=number(finding, "days"),
    ),
    "eaeu_free_for_now": lambda words, finding: words.say(
        "Workers of the EAEU and their families are free for 30 days, until {due}. Who stays longer registers.",
        due=day(words, finding, "due"),
    ),
    "eaeu_thirty_days": lambda words, _: words.say(
        "Workers of the EAEU and their families are free for 30 days. Who stays longer registers."
    ),
    "eaeu_basis_of_another_state": _of_another_state,
    "eaeu_membership_not_seen": lambda words, finding: words.say(
        "Workers of the EAEU and their families are free for 30 days. We have not seen since when {country} is in the EAEU.",
        country=country(words, finding),
    ),
    "earlier_treaty_not_seen": lambda words, finding: words.say(
        "Citizens of {country} are said to have been free for 90 days. We did not see that treaty, nor since when it held.",
        country=country(words, finding),
    ),
    "leaves_in_time": lambda words, finding: words.count(
        "Who leaves within {number} day needs no registration.",
        "Who leaves within {number} days needs no registration.",
        number(finding, "days"),
    ),
    "more_than_five_days": lambda words, _: words.say(
        "Before 11 January 2020 who stayed for more than five calendar days registered at the migration police."
    ),
}
"""By the code of the reason."""


def _unless(words: Words, finding: Finding) -> list[str]:
    """What frees a person and is not asked."""
    said = {
        "diplomatic_or_service_visa": words.say("With a diplomatic or service visa you needed none."),
        "investor_status": words.say("With the status of an investor you needed none."),
    }
    return [said[note] for note in codes(finding, "unless")]


def _stamp(words: Words, finding: Finding) -> list[str]:
    """The registration by the border service, whose list of states we did not see."""
    if not code(finding, "border_stamp"):
        return []
    return [
        words.say(
            "The border service registered citizens of about 56 states by a stamp at entry. We did not see that list, so we cannot say whether {country} is in it.",
            country=country(words, finding),
        )
    ]


def _register_by(words: Words, finding: Finding) -> str:
    if not day(words, finding, "due"):
        return _bound_later(words, finding)
    dates = {name: day(words, finding, name) for name in ("entered", "due", "last_arguable")}
    counted = words.say(
        "Entered {entered} = day 1; day {days} = {due} (counted another way {last_arguable}).",
        days=number(finding, "days"),
        **dates,
    )
    return " ".join((counted, *_when_registered(words, finding), *_abolished(words, finding), *_stamp(words, finding)))


def _bound_later(words: Words, finding: Finding) -> str:
    if registered := day(words, finding, "registered"):
        return words.say("You registered on {registered}.", registered=registered)
    return words.say("While the five days ran you were free, so there is no day by which you had to register.")


def _when_registered(words: Words, finding: Finding) -> list[str]:
    """The registration, in time or late, or that none was told of."""
    registered, late = day(words, finding, "registered"), number(finding, "late_days") > 0
    if registered and late:
        return [words.say("You registered on {registered}, too late by that count.", registered=registered)]
    if registered:
        return [words.say("You registered on {registered}, in time.", registered=registered)]
    if finding.outcome is Outcome.BROKEN:
        return [words.say("That day passed without a registration.")]
    return [words.say("We know of no registration by then.")] if late else []


def _abolished(words: Words, finding: Finding) -> list[str]:
    if not code(finding, "abolished"):
        return []
    if finding.outcome is Outcome.MET and not code(finding, "registered"):
        return [words.say("On 11 January 2020 this registration was abolished before your last day had passed.")]
    return [words.say("On 11 January 2020 this registration was abolished: there is nothing left to file.")]


def _move(words: Words, finding: Finding) -> str:
    counted = words.say(
        "Who moves registers at the new place within five calendar days. Moved {moved}: by {due} (counted another way {last_arguable}).",
        **{name: day(words, finding, name) for name in ("moved", "due", "last_arguable")},
    )
    return " ".join((counted, *_when_registered(words, finding), *_abolished(words, finding)))


def _card(words: Words, finding: Finding) -> str:
    if code(finding, "card") == "given":
        return " ".join((words.say("You got a migration card at entry."), *_unless_no_card(words, finding)))
    none = NO_CARD[code(finding, "why")](words)
    if number(finding, "registers_after"):
        return " ".join((none, words.say("Who stays for more than five days registers all the same.")))
    return none


def _unless_no_card(words: Words, finding: Finding) -> list[str]:
    said = {
        "diplomatic_or_service_visa": words.say("Holders of a diplomatic or service visa got none."),
        "investor_status": words.say("Those with the status of an investor got none."),
    }
    return [said[note] for note in codes(finding, "unless")]


NO_CARD: Mapping[str, Reading] = {
    "official_document": lambda words: words.say("Holders of a diplomatic or service passport got no migration card."),
    "investor_visa": lambda words: words.say("Holders of an investor visa got no migration card."),
    "under_16": lambda words: words.say("Children under 16 got no migration card."),
    "crew": lambda words: words.say("Crews of aircraft, ships and river boats got no migration card."),
    "train_crew": lambda words: words.say("Train crews and those who go with goods by rail got no migration card."),
    "train_transit": lambda words: words.say("Passengers of trains through Kazakhstan got no migration card."),
    "road_driver": lambda words: words.say("Drivers of international road transport got no migration card."),
}
"""By the code of the reason."""


SENTENCES: Mapping[str, Sentence] = {
    "P148-five-days-who": _who,
    "P148-five-days": _register_by,
    "P148-five-days-move": _move,
    "P148-five-days-host": DECREE_148["P148-9"],
    "P148-five-days-card": _card,
}

READINGS: Mapping[str, Reading] = {
    "the_border_stamp_registers": lambda words: words.say(
        "If the border service registered you by its stamp, nothing more was due."
    ),
    "no_stamp_so_register_oneself": lambda words: words.say("Without that stamp you had to register yourself."),
    "five_days_apply_again": lambda words: words.say("Once the treaty frees no more, you must register."),
    "five_days_ran_out_unseen": lambda words: words.say(
        "The five days ran out while the treaty still freed you, so nothing is due."
    ),
    "free_by_age_at_entry": lambda words: words.say("Your age at entry decides, and nothing was due."),
    "register_from_sixteen": lambda words: words.say("From the sixteenth birthday you must register."),
    "the_permit_is_the_registration": lambda words: words.say("The permit is itself the registration."),
    "register_beside_the_permit": lambda words: words.say("You must register beside the permit."),
    "eaeu_thirty_days": lambda words: words.say("Workers of the EAEU and their families have 30 days."),
    "five_days_for_others": lambda words: words.say("You have five days, like others."),
    "ninety_days_were_free": lambda words: words.say("Citizens of Armenia were free for 90 days."),
}
