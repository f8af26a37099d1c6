"""What must I do, for a host: the notice to the migration police, guest by guest."""

from collections.abc import Sequence

from bot.law.assessment import Citation, Who
from bot.registration.host_duties import HostDuty
from bot.registration.reasons import About, reasons
from bot.texts.duties import as_many_as_fit
from bot.texts.explaining import cite, duty_line, explain_finding
from bot.texts.words import Markup, Words, bold, lines, page, plain

MOST_SHOWN = 5
LATE_NOTICE = Citation("K235", "518(1)")


def host_duties(words: Words, duties: Sequence[HostDuty]) -> str:
    """Each guest with the day of the notice; what holds for all stands below."""
    shown = [told for duty in duties[:MOST_SHOWN] if (told := _guest(words, duty))]
    more = len(duties) - MOST_SHOWN
    return page(
        words.say("What you must do as a host"),
        *(shown or [words.say("No guest with a certificate lives at your place now, so nothing has to be told.")]),
        words.count("And {number} more guest.", "And {number} more guests.", more) if more > 0 else "",
        _of_notices(words, [duty for duty in duties if duty.notice is not None]),
    )


def _guest(words: Words, duty: HostDuty) -> str:
    name = bold(plain(duty.case.answers.full_name))
    if duty.notice is None:
        return lines(name, words.say("No notice is needed for this guest."))
    return lines(name, duty_line(words, duty.notice, duty.facts, reader=Who.HOST))


def _of_notices(words: Words, owing: Sequence[HostDuty]) -> str:
    """What holds for each notice; "" where none is owed."""
    if not owing:
        return ""
    return lines(
        words.say(
            "We count from the day your guest asked you. Did the guest arrive earlier? Then your day was earlier."
        )
        if not all(duty.is_arrival_told for duty in owing)
        else "",
        words.say("We found no repeal of this notice, so it stands beside Order 923.") if _is_beside(owing) else "",
        words.say("For a late notice a person gets a warning ({citation}).", citation=Markup(cite(words, LATE_NOTICE))),
        bold(words.say("The bot does not tell the police for you.")),
    )


def _is_beside(owing: Sequence[HostDuty]) -> bool:
    """Whether the notice is owed only because its repeal was not found."""
    found = (finding for duty in owing for finding in reasons(duty.assessment, About.HOST_NOTICE))
    return any(finding.data.get("standing") == "repeal_not_found" for finding in found)


def why_notice(words: Words, duty: HostDuty) -> str:
    """The rule of the notice, whether it still stands, and what a late host risks."""
    citizenship = duty.case.answers.citizenship or ""
    found = reasons(duty.assessment, About.HOST_NOTICE)
    told = [explain_finding(words, finding, citizenship=citizenship) for finding in found]
    return page(
        words.say("Why must I tell the migration police?"),
        *(as_many_as_fit(told) or [words.say("No notice is needed for this guest.")]),
    )


def noted(words: Words) -> str:
    """After the host said that the police were told."""
    return words.say(
        "Noted with today's date. If you told them earlier, that day counts. We remind you of this guest no more."
    )
