"""Order 923's reasons in words: why one registers or not by paragraph 3, and the readings where that is unclear."""

from collections.abc import Callable, Mapping

from bot.texts.explaining.sentence import Reading
from bot.texts.words import Words

WHO_REGISTERS: Mapping[str, Callable[[Words, str], str]] = {
    "ninety_days": lambda words, country: words.say(
        "Citizens of {country} may stay up to 90 days without a visa. Whoever comes from such a state registers.",
        country=country,
    ),
    "eaeu_thirty_days": lambda words, _: words.say(
        "An EAEU worker and the worker's family are free for the first 30 days and register if they stay longer. Registering by day 30 is safe."
    ),
    "not_an_immigrant": lambda words, _: words.say("Citizens of Kazakhstan are not immigrants (paragraph 2)."),
    "permanent_registration_service": lambda words, _: words.say(
        "With a permanent residence permit you use another service: permanent registration, at the migration police or a public service centre."
    ),
    "refugee_registration_service": lambda words, _: words.say(
        "Refugees use another service: registration of refugees, at the migration police."
    ),
    "treaty_exempts": lambda words, country: words.say(
        "A treaty with {country} frees you for the first 90 days in 180.", country=country
    ),
    "thirty_days": lambda words, country: words.say(
        "Paragraph 3 is for states with stays of up to 90 days; for {country} it is 30 days.", country=country
    ),
    "fourteen_days": lambda words, country: words.say(
        "Paragraph 3 is for states with stays of up to 90 days; for {country} it is 14 days.", country=country
    ),
    "no_order_of_stay": lambda words, country: words.say(
        "Paragraph 3 is for states with visa-free stays of up to 90 days; for {country} there is no such term. Your visa says how long you may stay.",
        country=country,
    ),
    "stateless": lambda words, _: words.say("The order speaks of states, and you are a citizen of none."),
    "thirty_days_contested": lambda words, country: words.say(
        "By the treaty with {country} your stay is 30 days.", country=country
    ),
    "ninety_in_year": lambda words, country: words.say("{country}: 90 days in a year.", country=country),
    "another_basis": lambda words, _: words.say(
        "You do not stay as a visa-free visitor, but on another ground: a visa or a permit."
    ),
    "eaeu_basis_of_another_state": lambda words, country: words.say(
        "You are here as an EAEU worker or as family of one, and {country} is not in the EAEU.", country=country
    ),
    "treaty_exemption_ended": lambda words, country: words.say(
        "The treaty with {country} frees you for a time, and that time is over.", country=country
    ),
    "thirtieth_day_before_order": lambda words, _: words.say(
        "Your thirtieth day was before 1 July 2026, when Order 923 began."
    ),
}
"""By the code of the reason; the second value is the country."""

READINGS: Mapping[str, Reading] = {
    "immigrant_by_paragraph_2": lambda words: words.say(
        "You are an immigrant (Order 923, paragraph 2), and immigrants must register."
    ),
    "from_no_state_of_paragraph_3": lambda words: words.say(
        "Paragraph 3 names only those who come from certain states, and you need not register."
    ),
    "paragraph_3_applies_again": lambda words: words.say("The treaty frees you no more, and you must register now."),
    "thirty_days_ended_unseen": lambda words: words.say(
        "The 30 days ran out while the treaty still freed you, so nothing is due."
    ),
    "register_after_thirty_days": lambda words: words.say(
        "EAEU workers and their families register after 30 days, whatever their country."
    ),
    "state_decides": lambda words: words.say("It depends on your country, as for everyone else."),
    "the_state_decides": lambda words: words.say("It matters which state you come from, and you must register."),
    "the_basis_decides": lambda words: words.say("It matters on what ground you stay, and you need not register."),
    "ninety_days_is_up_to_ninety": lambda words: words.say(
        "That too is a stay of up to 90 days, and you must register."
    ),
    "the_list_means_ninety_in_180": lambda words: words.say(
        "Only 90 days in each 180 are meant, and you need not register."
    ),
    "press_counts_it_in": lambda words: words.say(
        "The press counts your country among those who must register by day 30."
    ),
    "the_stay_is_thirty_days": lambda words: words.say(
        "Paragraph 3 speaks of stays of up to 90 days, and yours is 30: you need not register."
    ),
    "register_at_once": lambda words: words.say("You must register at once."),
    "order_does_not_reach_back": lambda words: words.say("The order does not reach back, and you need not register."),
    "its_head_answers_with_an_iin": lambda words: words.say(
        "The organisation's head answers, with an IIN of one's own."
    ),
    "organisations_are_left_out": lambda words: words.say(
        "Organisations cannot answer, and the order leaves them out."
    ),
    "registration_ends": lambda words: words.say("Without the host's consent the registration ends."),
    "registration_stands": lambda words: words.say("The registration stands, since the host had agreed to it."),
    "any_move_starts_five_days": lambda words: words.say("Any move starts the five working days."),
    "thirty_days_run_until_first_registration": lambda words: words.say(
        "Whoever has not registered yet still has the 30 days from entry."
    ),
}
