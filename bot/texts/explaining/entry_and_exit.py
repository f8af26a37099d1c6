"""Entry, expulsion, exit, work and invitations in words: what would follow from what a person asks about."""

from collections.abc import Callable, Mapping

from bot.law.assessment import Finding, Outcome
from bot.law.circumstances import EntryBar, ExitBar
from bot.texts.explaining.sentence import Reading, Sentence, code, codes, day, number
from bot.texts.words import Words

ENTRY_BARS: Mapping[str, Callable[[Words], str]] = {
    EntryBar.SECURITY_ORDER_HEALTH: lambda words: words.say("national security, public order or public health"),
    EntryBar.CONSTITUTIONAL_ORDER: lambda words: words.say("acts to change the constitutional order by force"),
    EntryBar.SOVEREIGNTY_AND_UNITY: lambda words: words.say(
        "acts or calls against the sovereignty, independence or unity of the country"
    ),
    EntryBar.ENMITY: lambda words: words.say("stirring up ethnic, faith or religious enmity"),
    EntryBar.RIGHTS_OF_OTHERS: lambda words: words.say("the protection of other people's rights"),
    EntryBar.EXTREMISM_OR_DANGEROUS_RELAPSE: lambda words: words.say(
        "information on extremism or terrorism, or a dangerous relapse found by a court"
    ),
    EntryBar.PENALTY_NOT_SERVED: lambda words: words.say("a penalty from an earlier stay that was not served"),
    EntryBar.TAX_DECLARATION_MISSING: lambda words: words.say("an income tax declaration owed from an earlier stay"),
    EntryBar.FUNDS_NOT_SHOWN: lambda words: words.say("no proof of money for the stay and the departure"),
    EntryBar.FALSE_OR_LATE_PAPERS: lambda words: words.say(
        "false information or papers that were not handed in in time"
    ),
    EntryBar.DISEASE: lambda words: words.say("a disease that bars entry"),
    EntryBar.CITIZENSHIP_LOST: lambda words: words.say("Kazakhstan's citizenship, lost on a ground that bars entry"),
    EntryBar.CITIZENSHIP_DEPRIVED: lambda words: words.say("Kazakhstan's citizenship, taken away"),
}

EXIT_BARS: Mapping[str, Callable[[Words], str]] = {
    ExitBar.CRIMINAL_CASE: lambda words: words.say("a criminal case, until the proceedings end"),
    ExitBar.SENTENCE: lambda words: words.say("a sentence, until it is served or its probation or delay ends"),
    ExitBar.COURT_DUTY: lambda words: words.say("a duty set by a court, until it is fulfilled"),
    ExitBar.PROPERTY_DUTY: lambda words: words.say("a debt or other property duty, until it is settled"),
}


def _entry(words: Words, finding: Finding) -> str:
    lifted = (
        words.say("Proof of money is not asked of you: you or your family belong here.")
        if codes(finding, "lifted")
        else ""
    )
    bars = codes(finding, "bars")
    if not bars:
        return " ".join((words.say("You name no reason for which entry can be refused."), lifted)).strip()
    reasons = "; ".join(ENTRY_BARS[bar](words) for bar in bars)
    return " ".join((words.say("Entry may be refused. The reason: {reasons}.", reasons=reasons), lifted)).strip()


def _expulsion(words: Words, finding: Finding) -> str:
    dates = {name: day(words, finding, name) for name in ("decided", "last_day", "entering")}
    ban = words.say(
        "After an expulsion one may not enter for five years from the decision. Decided on {decided}, the ban lasts until {last_day}.",
        **dates,
    )
    match finding.outcome:
        case Outcome.BROKEN:
            return " ".join((ban, words.say("An entry on {entering} is not allowed.", **dates)))
        case Outcome.MET:
            return " ".join((ban, words.say("On {entering} it is over.", **dates)))
        case _:
            return " ".join(
                (ban, words.say("Whether {entering} is still inside can be argued. Enter a day later.", **dates))
            )


def _exit(words: Words, finding: Finding) -> str:
    bars = codes(finding, "bars")
    papers = words.say(
        "One leaves with a valid document, and with an exit visa where states have not agreed otherwise."
    )
    lifted = (
        words.say("The sentence does not keep you here: a court has expelled you.") if codes(finding, "lifted") else ""
    )
    if not bars:
        return " ".join(part for part in (words.say("Nothing you name keeps you here."), lifted, papers) if part)
    reasons = "; ".join(EXIT_BARS[bar](words) for bar in bars)
    said = (
        words.say("Your departure may be put off. The reason: {reasons}.", reasons=reasons)
        if code(finding, "effect") == "may_be_postponed"
        else words.say("You are not let out. The reason: {reasons}.", reasons=reasons)
    )
    return " ".join(part for part in (said, lifted, papers) if part)


def _work(words: Words, finding: Finding) -> str:
    if finding.outcome is Outcome.UNKNOWN:
        return words.say("Whether you need a permit to work is not clear.")
    match code(finding, "why"):
        case "no_work":
            return words.say("Who does not work needs no permit to work.")
        case "permit":
            return words.say("You may work with your permit.")
        case "eaeu_worker":
            return words.say("Citizens of the states of the Eurasian Economic Union work without a permit.")
        case "lives_here_permanently":
            return words.say("The ban on work without a permit is for those who stay for a time, and you live here.")
        case _:
            return words.say(
                "Who stays for a time may not work without a permit. The akimat or the migration police gives it."
            )


def _invitation(words: Words, finding: Finding) -> str:
    punished = words.count(
        "Punishments of the host in the last 12 months: {number}.",
        "Punishments of the host in the last 12 months: {number}.",
        number(finding, "punished"),
    )
    rule = words.say("A host punished twice or more in that time cannot invite foreigners.")
    return f"{punished} {rule}"


SENTENCES: Mapping[str, Sentence] = {
    "EE2022-entry": _entry,
    "EE2022-expulsion": _expulsion,
    "EE2022-exit": _exit,
    "P148-work": _work,
    "L477-invitation": _invitation,
}

READINGS: Mapping[str, Reading] = {
    "ban_counts_from_next_day": lambda words: words.say("The five years begin on the day after the decision."),
    "ban_counts_from_decision": lambda words: words.say("The day of the decision is the first day of the five years."),
    "stays_for_a_time_too": lambda words: words.say("You, too, stay for a time, and need a permit to work."),
    "another_law_or_treaty_frees": lambda words: words.say("Your permit, status or treaty lets you work without one."),
    "months_to_the_day": lambda words: words.say("Twelve months are counted back to the same day of the year before."),
    "whole_months": lambda words: words.say("Twelve whole months before the month of the application are counted."),
}
